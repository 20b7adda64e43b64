"""The commands about calendars of portals that are read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.output import unit_names
from app.cli.common.parts import LARGEST_ID, Group, Number, argument, json_option, option
from app.cli.common.session import Session
from app.cli.sources import output as shown
from app.core.errors import UserError
from app.core.importing.report import words
from app.core.importing.report.standing import SourceDraft
from app.i18n import N_
from app.services.base.changes import OccupancyChange

if TYPE_CHECKING:
    from app.services.importing.reading.results import Removed

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
        output.complain(shown.told(session.texts, added.result.error))
    if as_json:
        output.say_json({"id": added.source.id, **shown.result_record(session.texts, added.result)})
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
        output.say_json([shown.record(texts, look, units, secrets=secrets) for look in looks])
    elif looks:
        output.say(shown.table(texts, looks, units, now, secrets=secrets))
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
        output.say_json(shown.report_record(texts, report, units, secrets=secrets))
    else:
        output.say("\n".join(shown.report_lines(texts, report, units, now, secrets=secrets)))


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
        output.say_json([shown.result_record(texts, result) for result in results])
    elif results:
        output.say(shown.results(texts, results, units))
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
        output.say(texts.tr("{title} is read again.", title=words.source_name(after)))
    else:
        output.say(
            texts.tr(
                "{title} is not read any more; what it has told stays.",
                title=words.source_name(after),
            )
        )


def _sound(source_id: int) -> int:
    if not 0 < source_id <= LARGEST_ID:
        raise UserError("There is no calendar with the number {id}.", id=str(source_id))
    return source_id


def _cancelled(change: Removed) -> int:
    stays = (part.after for part in change.made if isinstance(part, OccupancyChange))
    return sum(not stay.blocks for stay in stays)
