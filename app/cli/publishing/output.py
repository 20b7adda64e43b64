"""How it stands with the webspace: in words, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.common.output import Column, Record
from app.core.errors import UserError
from app.core.links.address import Check, Finding
from app.core.links.names import link_title
from app.core.publishing.outside.problems import sentence
from app.core.publishing.setup.trial import Board, Line, LineState, StepResult
from app.core.publishing.webspace import WebspaceKind, host_name
from app.core.publishing.words import held_back

if TYPE_CHECKING:
    from app.core.publishing.status import PublishingStatus, RunResult
    from app.core.publishing.webspace import KeptWebspace
    from app.i18n import Catalogue
    from app.services.services import Services

Titles = Mapping[int, str]


def titles(texts: Catalogue, services: Services) -> Titles:
    """Return by id what every link is called."""
    return {link.id: link_title(texts, link) for link in services.links.all()}


def lines(
    texts: Catalogue, status: PublishingStatus, leaving: Sequence[KeptWebspace], called: Titles
) -> list[str]:
    """Say how it stands, a line each."""
    tr, webspace = texts.tr, status.webspace
    if webspace is None:
        found = [tr("No webspace is set up: links can be read while Zimmerfrei is running.")]
    else:
        found = [
            _place(texts, webspace),
            tr("Public address: {address}", address=webspace.address),
            texts.trn("{n} calendar lies there.", "{n} calendars lie there.", status.held),
        ]
    if status.pending:
        found.append(
            texts.trn(
                "{n} calendar is not up to date there.",
                "{n} calendars are not up to date there.",
                status.pending,
            )
        )
    elif webspace is not None:
        found.append(tr("All is up to date."))
    if status.last_success is not None:
        found.append(tr("Last upload: {when}", when=texts.moment(status.last_success)))
    if status.error is not None:
        found.append(texts.tell(status.error))
    if status.next_try is not None:
        found.append(tr("Next try: {when}", when=texts.moment(status.next_try)))
    found += [tr("Is being given up: {host}", host=host_name(one)) for one in leaving]
    return [*map(output.single_line, found), *_questions(texts, status, called)]


def _place(texts: Catalogue, webspace: KeptWebspace) -> str:
    host = host_name(webspace)
    if webspace.kind is WebspaceKind.RELAY:
        return texts.tr("Calendar service: {host}, access “{name}”", host=host, name=webspace.user)
    return texts.tr("Webspace: {host} ({kind})", host=host, kind=webspace.kind.value)


def record(texts: Catalogue, status: PublishingStatus, leaving: Sequence[KeptWebspace]) -> Record:
    """Return how it stands, for other programs."""
    return {
        "webspace": None if status.webspace is None else webspace_record(status.webspace),
        "leaving": [webspace_record(one) for one in leaving],
        "held": status.held,
        "pending": status.pending,
        "last_success": status.last_success,
        "error": None if status.error is None else texts.tell(status.error),
        "next_try": status.next_try,
        "held_back": _held_back(status),
    }


def webspace_record(webspace: KeptWebspace) -> Record:
    """Return a webspace, for other programs; nothing of it is secret."""
    return {
        "id": webspace.id,
        "kind": webspace.kind.value,
        "preset": webspace.preset,
        "host": webspace.host,
        "port": webspace.port,
        "user": webspace.user,
        "folder": webspace.folder,
        "address": webspace.address,
        "identity": webspace.identity,
        "php": webspace.php,
        "removed_at": webspace.removed_at,
    }


def result_lines(
    texts: Catalogue, result: RunResult, status: PublishingStatus, called: Titles
) -> list[str]:
    """Say what a run has done."""
    found = [
        texts.trn("{n} calendar uploaded.", "{n} calendars uploaded.", len(result.uploaded)),
    ]
    if result.deleted:
        found.append(texts.trn("{n} file deleted.", "{n} files deleted.", result.deleted))
    if result.busy:
        found = [texts.tr("The Zimmerfrei that is running sees to it.")]
    return [*found, *_questions(texts, status, called)]


def result_record(result: RunResult, status: PublishingStatus) -> Record:
    """Return what a run has done, for other programs."""
    return {
        "uploaded": list(result.uploaded),
        "deleted": result.deleted,
        "pending": result.pending,
        "held_back": _held_back(status),
    }


def removal_line(texts: Catalogue, result: RunResult | None) -> str:
    """Say what giving a webspace up has done; without a `result` nothing was taken away."""
    if result is None:
        return texts.tr("The webspace is forgotten. What lies there, stays there.")
    if result.busy:
        return texts.tr("The files are taken away by the Zimmerfrei that is running.")
    return texts.trn(
        "{n} file was taken away from the webspace.",
        "{n} files were taken away from the webspace.",
        result.deleted,
    )


def removal_record(result: RunResult | None, leaving: Sequence[KeptWebspace]) -> Record:
    """Return what giving a webspace up has done, for other programs."""
    return {
        "deleted": 0 if result is None else result.deleted,
        "leaving": [webspace_record(one) for one in leaving],
    }


def _questions(texts: Catalogue, status: PublishingStatus, called: Titles) -> list[str]:
    found = []
    for question in status.questions:
        title = called.get(question.link_id, question.name)
        found.append(output.single_line(held_back(texts, question, title)))
        found.append(f"  zimmerfrei publish allow {question.name}")
        found.append(f"  zimmerfrei publish keep-back {question.name}")
    return found


def _held_back(status: PublishingStatus) -> list[Record]:
    return [
        {
            "name": question.name,
            "link_id": question.link_id,
            "before": question.before,
            "after": question.after,
        }
        for question in status.questions
    ]


# ---- the trial ----

_MARKS = {LineState.DONE: "✓", LineState.NOTE: "!", LineState.FAILED: "✗"}


def trial_lines(texts: Catalogue, before: Board, after: Board) -> list[str]:
    """Say how those lines of the trial have ended that had not `before`."""
    pairs = zip(before.lines, after.lines, strict=True)
    return [
        _trial_line(texts, line)
        for was, line in pairs
        if line.state in _MARKS and was.state not in _MARKS
    ]


def _trial_line(texts: Catalogue, line: Line) -> str:
    said = [texts.tr(line.title.text, **line.title.values)]
    if line.error is not None:
        said.append(texts.tell(line.error))
    elif line.detail is not None:
        said.append(texts.tr(line.detail.text, **line.detail.values))
    return output.single_line(f"{_MARKS[line.state]} {': '.join(said)}")


def step_record(texts: Catalogue, result: StepResult) -> Record:
    """Return how one step of the trial has ended, for other programs."""
    detail = result.detail
    return {
        "step": result.step.value,
        "state": result.state.value,
        "detail": None if detail is None else texts.tr(detail.text, **detail.values),
        "error": None if result.error is None else texts.tell(result.error),
    }


# ---- checks ----


def checks_table(texts: Catalogue, found: Mapping[int, Check], called: Titles) -> str:
    """Return what was found of each address, a line each."""
    columns = [
        Column(texts.tr("Link"), flexible=True),
        Column(texts.tr("Address"), flexible=True),
        Column(texts.tr("Result")),
    ]
    rows = (
        (called.get(number, str(number)), one.address, _said(texts, one))
        for number, one in found.items()
    )
    return output.table(columns, rows)


def check_record(number: int, one: Check) -> Record:
    """Return what was found of one address, for other programs."""
    return {
        "link_id": number,
        "address": one.address,
        "at": one.at,
        "finding": one.finding.value,
        "problem": one.problem,
        "detail": one.detail,
        "certificate_until": one.certificate_until,
    }


def complain(found: Mapping[int, Check]) -> None:
    """Raise where something is to be mended (UserError)."""
    amiss = sum(one.finding in _AMISS for one in found.values())
    if amiss:
        raise UserError("Of {n} addresses something is amiss, as said above.", n=amiss)


_AMISS = frozenset({Finding.CLOSED, Finding.OUTDATED, Finding.DOUBTFUL})


def _said(texts: Catalogue, one: Check) -> str:
    if not one.problem:
        return texts.tr("Everybody can read it.")
    told = sentence(one)
    return texts.tr(told.text, **told.values)
