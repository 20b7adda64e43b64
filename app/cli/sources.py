"""The commands about calendars of portals that are read."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.output import Column, unit_names
from app.cli.common.parts import LARGEST_ID, Group, Number, argument, json_option, option
from app.cli.common.session import Session
from app.core.errors import UserError
from app.core.importing.address import shortened
from app.core.importing.report import words
from app.core.importing.report.standing import SourceDraft, SourceLook, SourceReport
from app.core.portals import portal_name
from app.i18n import N_, Catalogue, Message
from app.services.base.changes import OccupancyChange

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.importing.judging.outcome import Question
    from app.core.importing.source import Source
    from app.services.importing.results import ReadResult
    from app.services.importing.sources import Removed

SOURCE = N_("SOURCE")
_FROM_INPUT = "-"
_secrets = option(
    "--show-secrets",
    "secrets",
    is_flag=True,
    help=N_("Show the whole addresses. Whoever has one can read who comes when."),
)


@click.group(
    cls=Group,
    help=N_(
        "The calendars of portals that are read every 15 minutes, so that what is booked there "
        "stands in the plan by itself.\n\n"
        "UNIT is a name or a number; SOURCE is the number of a calendar that is read. The address "
        "of such a calendar is a secret of the portal’s."
    ),
)
def source() -> None:
    """Group the commands about sources."""


@source.command(
    "add",
    help=N_(
        "Read the calendar at URL for UNIT from now on, and at once.\n\n"
        "URL is the export link that the portal shows for this unit; - reads it from standard "
        "input, where nobody else on this computer sees it. The number of the new calendar is "
        "printed also where it could not be read yet; why not is said on standard error."
    ),
    examples=[
        'zimmerfrei source add "Seeblick 1" https://www.airbnb.de/calendar/ical/12.ics?s=34',
        'zimmerfrei source add "Seeblick 1" - --portal booking < address.txt',
    ],
)
@argument("name", N_("UNIT"))
@argument("url", N_("URL"))
@option(
    "--portal",
    default="",
    metavar=N_("PORTAL"),
    help=N_("Whose it is: airbnb, booking, fewo-direkt … or your own text."),
)
@option("--label", default="", metavar=N_("TEXT"), help=N_("What you call it."))
@option(
    "--allow-private",
    is_flag=True,
    help=N_("The address may lead to this computer or the home network, by http too."),
)
@json_option
@click.pass_obj
def add_source(
    session: Session,
    name: str,
    url: str,
    portal: str,
    label: str,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Add a source."""
    address = sys.stdin.readline() if url == _FROM_INPUT else url
    with session.opened() as services:
        draft = SourceDraft(
            unit_id=services.units.find(name).id,
            portal=portal,
            label=label,
            address=address,
            allow_private=allow_private,
        )
        added = services.sources.add(draft)
    if added.result.error is not None:
        output.complain(_told(session.texts, added.result.error))
    if as_json:
        output.say_json({"id": added.source.id, **_result(session.texts, added.result)})
    else:
        output.say(str(added.source.id))


@source.command(
    "list",
    help=N_("List the calendars that are read, with how reading them goes and what is asked."),
    examples=["zimmerfrei source list", "zimmerfrei source list --json"],
)
@_secrets
@json_option
@click.pass_obj
def list_sources(session: Session, secrets: bool, as_json: bool) -> None:
    """List sources."""
    with session.opened() as services:
        looks, units = services.sources.looks(), unit_names(services)
        now = services.house_clock.now()
    texts = session.texts
    if as_json:
        output.say_json([_record(texts, look, units, secrets=secrets) for look in looks])
    elif looks:
        output.say(_table(texts, looks, units, now, secrets=secrets))
    else:
        output.say(
            texts.tr("No calendars are read yet. `zimmerfrei source add UNIT URL` adds the first.")
        )


@source.command("show", help=N_("Say everything about one calendar that is read."))
@argument("source_id", SOURCE, type=Number())
@_secrets
@json_option
@click.pass_obj
def show_source(session: Session, source_id: int, secrets: bool, as_json: bool) -> None:
    """Show a source with all that is in it."""
    with session.opened() as services:
        report = services.sources.report(_sound(source_id))
        units, now = unit_names(services), services.house_clock.now()
    texts = session.texts
    if as_json:
        output.say_json(_report_record(texts, report, units, secrets=secrets))
    else:
        output.say("\n".join(_report_lines(texts, report, units, now, secrets=secrets)))


@source.command("enable", help=N_("Read a calendar again from now on."))
@argument("source_id", SOURCE, type=Number())
@json_option
@click.pass_obj
def enable_source(session: Session, source_id: int, as_json: bool) -> None:
    """Switch a source on."""
    _switch(session, source_id, enabled=True, as_json=as_json)


@source.command("disable", help=N_("Read a calendar no more for now; what it has told stays."))
@argument("source_id", SOURCE, type=Number())
@json_option
@click.pass_obj
def disable_source(session: Session, source_id: int, as_json: bool) -> None:
    """Switch a source off."""
    _switch(session, source_id, enabled=False, as_json=as_json)


@source.command(
    "remove",
    help=N_(
        "Remove a calendar. What it has brought and is still ahead is cancelled; with --keep it "
        "stays as yours. What you have entered or changed yourself stays in any case."
    ),
)
@argument("source_id", SOURCE, type=Number())
@option("--keep", is_flag=True, help=N_("Keep what it has brought as occupancies of your own."))
@json_option
@click.pass_obj
def remove_source(session: Session, source_id: int, keep: bool, as_json: bool) -> None:
    """Remove a source."""
    with session.opened() as services:
        change = services.sources.remove(_sound(source_id), keep=keep)
    cancelled = _cancelled(change)
    if as_json:
        output.say_json({"id": source_id, "cancelled": cancelled})
    else:
        output.say(
            session.texts.trn(
                "Removed; {n} occupancy was cancelled.",
                "Removed; {n} occupancies were cancelled.",
                cancelled,
            )
        )


@source.command(
    "read",
    help=N_(
        "Read these calendars now, every enabled one where none is named, whenever they are due.\n"
        "\nA portal that asks to be left alone for a while is not asked before. The exit status "
        "is 1 where one could not be read."
    ),
    examples=["zimmerfrei source read", "zimmerfrei source read 3 4 --json"],
)
@argument("source_ids", N_("SOURCE"), type=Number(), nargs=-1, required=False)
@json_option
@click.pass_obj
def read_sources(session: Session, source_ids: Sequence[int], as_json: bool) -> int:
    """Read sources now."""
    with session.opened() as services:
        results = services.sources.read([_sound(one) for one in source_ids] or None)
        units = unit_names(services)
    texts = session.texts
    if as_json:
        output.say_json([_result(texts, result) for result in results])
    elif results:
        output.say(_results(texts, results, units))
    else:
        output.say(texts.tr("No calendar is to be read."))
    return int(any(result.error is not None for result in results))


@source.command(
    "answer",
    help=N_("Answer a QUESTION of a calendar; `source list` shows which there are."),
    examples=["zimmerfrei source answer 3 12 yes"],
)
@argument("source_id", SOURCE, type=Number())
@argument("question_id", N_("QUESTION"), type=Number())
@argument("answer", N_("yes|no"), type=click.Choice(["yes", "no"]))
@json_option
@click.pass_obj
def answer_question(
    session: Session, source_id: int, question_id: int, answer: str, as_json: bool
) -> None:
    """Answer a question."""
    with session.opened() as services:
        change = services.sources.answer(_sound(source_id), question_id, yes=answer == "yes")
    changed = len({part.after.id for part in change.made})
    if as_json:
        output.say_json({"id": source_id, "question": question_id, "changed": changed})
    else:
        output.say(
            session.texts.trn(
                "Answered; {n} occupancy was changed by it.",
                "Answered; {n} occupancies were changed by it.",
                changed,
            )
        )


def _switch(session: Session, source_id: int, *, enabled: bool, as_json: bool) -> None:
    with session.opened() as services:
        after = services.sources.enable(_sound(source_id), enabled=enabled)
    texts = session.texts
    if as_json:
        output.say_json({"id": after.id, "enabled": after.enabled})
    elif enabled:
        output.say(texts.tr("{title} is read again.", title=words.source_title(after)))
    else:
        output.say(
            texts.tr(
                "{title} is not read any more; what it has told stays.",
                title=words.source_title(after),
            )
        )


def _sound(source_id: int) -> int:
    if not 0 < source_id <= LARGEST_ID:
        raise UserError("There is no calendar with the number {id}.", id=str(source_id))
    return source_id


def _cancelled(change: Removed) -> int:
    stays = (part.after for part in change.made if isinstance(part, OccupancyChange))
    return sum(not stay.blocks for stay in stays)


# ---- as JSON ----


def _record(
    texts: Catalogue, look: SourceLook, units: Mapping[int, str], *, secrets: bool
) -> dict[str, object]:
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
        "error": None if error is None else _told(texts, error),
    }
    return shown | ({"address": source.address} if secrets else {})


def _question(texts: Catalogue, one: Question) -> dict[str, object]:
    return {"id": one.id, "kind": one.kind.value, "text": words.question(texts, one)}


def _report_record(
    texts: Catalogue, report: SourceReport, units: Mapping[int, str], *, secrets: bool
) -> dict[str, object]:
    source = report.look.source
    return {
        **_record(texts, report.look, units, secrets=secrets),
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


def _result(texts: Catalogue, result: ReadResult) -> dict[str, object]:
    counts = result.counts
    return {
        "id": result.source.id,
        "new": counts.new,
        "changed": counts.changed,
        "gone": counts.gone,
        "kept": counts.kept,
        "refused": counts.refused,
        "rules": counts.rules,
        "error": None if result.error is None else _told(texts, result.error),
    }


# ---- in words ----


def _told(texts: Catalogue, message: Message) -> str:
    return texts.tr(message.text, **message.values)


def _portal(source: Source) -> str:
    return portal_name(source.portal)


def _table(
    texts: Catalogue,
    looks: Sequence[SourceLook],
    units: Mapping[int, str],
    now: datetime,
    *,
    secrets: bool,
) -> str:
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
                words.source_title(look.source),
                look.source.address if secrets else shortened(look.source.address),
                words.standing(texts, look, now),
                _notice(texts, look),
            )
            for look in looks
        ),
    )


def _notice(texts: Catalogue, look: SourceLook) -> str:
    if look.questions:
        return texts.trn("{n} question", "{n} questions", len(look.questions))
    error = look.progress.error
    return "" if error is None or not look.source.enabled else _told(texts, error)


def _report_lines(
    texts: Catalogue,
    report: SourceReport,
    units: Mapping[int, str],
    now: datetime,
    *,
    secrets: bool,
) -> list[str]:
    look, source, tr = report.look, report.look.source, texts.tr
    facts = [
        (tr("Unit"), units[source.unit_id]),
        (tr("Portal"), _portal(source)),
        (tr("Calendar"), words.source_title(source)),
        (tr("Address"), source.address if secrets else shortened(source.address)),
        (tr("Last read"), words.standing(texts, look, now)),
    ]
    if look.progress.error is not None:
        facts.append((tr("To note"), _told(texts, look.progress.error)))
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


def _results(texts: Catalogue, results: Sequence[ReadResult], units: Mapping[int, str]) -> str:
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
                words.source_title(one.source),
                _said(texts, one),
            )
            for one in results
        ),
    )


def _said(texts: Catalogue, result: ReadResult) -> str:
    if result.error is not None:
        return _told(texts, result.error)
    if result.superseded:
        return texts.tr("was read or changed elsewhere just now")
    return words.done(texts, result.counts)
