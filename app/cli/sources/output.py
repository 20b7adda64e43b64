"""What is shown of calendars of portals that are read: as JSON, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.common.output import Column
from app.core.importing.address import shortened
from app.core.importing.report import words
from app.core.importing.report.standing import SourceLook, SourceReport
from app.core.portals import portal_name
from app.i18n import Catalogue, Message

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.importing.judging.outcome import Question
    from app.services.importing.reading.results import ReadResult


# ---- as JSON ----


def record(
    texts: Catalogue, look: SourceLook, units: Mapping[int, str], *, secrets: bool
) -> dict[str, object]:
    """Return a source and how it stands, as JSON shows it."""
    source, error = look.source, look.progress.error
    shown: dict[str, object] = {
        "id": source.id,
        "unit": units[source.unit_id],
        "unit_id": source.unit_id,
        "portal": source.portal,
        "label": source.label,
        "enabled": source.enabled,
        "last_read": look.progress.read_at,
        "state": look.state.value,
        "occupancies": look.occupancies,
        "rules": look.rules,
        "questions": [_question(texts, one) for one in look.questions],
        "error": None if error is None else told(texts, error),
    }
    return shown | ({"address": source.address} if secrets else {})


def _question(texts: Catalogue, one: Question) -> dict[str, object]:
    return {"id": one.id, "kind": one.kind.value, "text": words.question(texts, one)}


def report_record(
    texts: Catalogue, report: SourceReport, units: Mapping[int, str], *, secrets: bool
) -> dict[str, object]:
    """Return all that is known of a source, as JSON shows it."""
    source = report.look.source
    return {
        **record(texts, report.look, units, secrets=secrets),
        "address": source.address if secrets else shortened(source.address),
        "allow_private": source.allow_private,
        "stays": [
            {
                "id": one.id,
                "arrival": one.stay.arrival,
                "departure": one.stay.departure,
                "taken_for": one.counts_as.value,
                "by_owner": one.by_owner is not None,
                "assumed": one.assumed,
                "summary": one.stay.summary,
                "occupancy": one.occupancy_id,
                "missing_since": one.missing_since,
            }
            for one in report.seen
        ],
        "refused": [words.refused(texts, one) for one in report.refused],
        "listed": [words.listed(texts, one) for one in report.listed],
    }


def result_record(texts: Catalogue, result: ReadResult) -> dict[str, object]:
    """Return what came of reading a source, as JSON shows it."""
    counts = result.counts
    return {
        "id": result.source.id,
        "new": counts.new,
        "changed": counts.changed,
        "gone": counts.gone,
        "kept": counts.kept,
        "refused": counts.refused,
        "rules": counts.rules,
        "error": None if result.error is None else told(texts, result.error),
    }


# ---- in words ----


def told(texts: Catalogue, message: Message) -> str:
    """Return a message in the language of the catalogue."""
    return texts.tr(message.text, **message.values)


def table(
    texts: Catalogue,
    looks: Sequence[SourceLook],
    units: Mapping[int, str],
    now: datetime,
    *,
    secrets: bool,
) -> str:
    """Return the sources as a table, with how they stand and what is to note."""
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Calendar"), flexible=True),
        Column(texts.tr("Address"), flexible=not secrets),
        Column(texts.tr("Last read"), flexible=True),
        Column(texts.tr("To note"), flexible=True),
    ]
    return output.table(
        columns,
        (
            (
                str(look.source.id),
                units[look.source.unit_id],
                words.source_name(look.source),
                look.source.address if secrets else shortened(look.source.address),
                words.reading_goes(texts, look, now),
                _notice(texts, look),
            )
            for look in looks
        ),
    )


def _notice(texts: Catalogue, look: SourceLook) -> str:
    if look.questions:
        return texts.trn("{n} question", "{n} questions", len(look.questions))
    error = look.progress.error
    return "" if error is None or not look.source.enabled else told(texts, error)


def report_lines(
    texts: Catalogue,
    report: SourceReport,
    units: Mapping[int, str],
    now: datetime,
    *,
    secrets: bool,
) -> list[str]:
    """Return all that is known of a source, in words."""
    look, source, tr = report.look, report.look.source, texts.tr
    facts = [
        (tr("Unit"), units[source.unit_id]),
        (tr("Portal"), portal_name(source.portal) or "–"),
        (tr("Calendar"), words.source_name(source)),
        (tr("Address"), source.address if secrets else shortened(source.address)),
        (tr("Last read"), words.reading_goes(texts, look, now)),
    ]
    if look.progress.error is not None:
        facts.append((tr("To note"), told(texts, look.progress.error)))
    lines = [output.pairs(facts)]
    if report.seen:
        columns = [tr("No."), tr("Arrival"), tr("Departure"), tr("Taken for"), tr("Occupancy")]
        rows = (
            (
                str(one.id),
                texts.date(one.stay.arrival),
                texts.date(one.stay.departure),
                words.verdict(texts, one),
                "" if one.occupancy_id is None else str(one.occupancy_id),
            )
            for one in report.seen
        )
        lines += ["", output.table([Column(title) for title in columns], rows)]
    lines += [words.refused(texts, one) for one in report.refused]
    lines += [words.listed(texts, one) for one in report.listed]
    lines += [
        tr("Question {id}: {text}", id=one.id, text=words.question(texts, one))
        for one in look.questions
    ]
    return lines


def results(texts: Catalogue, results: Sequence[ReadResult], units: Mapping[int, str]) -> str:
    """Return what came of reading sources, as a table."""
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Calendar"), flexible=True),
        Column(texts.tr("Result"), flexible=True),
    ]
    return output.table(
        columns,
        (
            (
                str(one.source.id),
                units[one.source.unit_id],
                words.source_name(one.source),
                _said(texts, one),
            )
            for one in results
        ),
    )


def _said(texts: Catalogue, result: ReadResult) -> str:
    if result.error is not None:
        return told(texts, result.error)
    if result.superseded:
        return texts.tr("was read or changed elsewhere just now")
    return words.done(texts, result.counts)
