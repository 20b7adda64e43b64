"""The command that writes everything into a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import click

from app.cli.common import output
from app.cli.common.parts import Command, argument, option
from app.cli.common.session import Session
from app.i18n import N_
from app.services.services import Services


class Sort(StrEnum):
    """The sorts of file, by their suffix."""

    JSON = "json"
    CALENDAR = "ics"
    EXCEL = "xlsx"
    CSV = "csv"


@click.command(
    cls=Command,
    help=N_(
        "Write everything into FILE, which is replaced if it is there. The end of its name says "
        "what it becomes: .json holds all properties, units, staff members, links, occupancies, "
        "portals’ calendars and settings, .ics all occupancies as a calendar, .xlsx and .csv all "
        "occupancies as a list.\n\n"
        "The file holds names, contacts and notes of your guests."
    ),
    examples=[
        "zimmerfrei export house.json",
        "zimmerfrei export occupancies.ics",
        "zimmerfrei export list.xlsx",
    ],
)
@argument("target", N_("FILE"), type=click.Path(path_type=Path))
@option(
    "--as",
    "sort",
    type=click.Choice([sort.value for sort in Sort]),
    help=N_("What it becomes, whatever its name ends in."),
)
@option(
    "--with-addresses",
    "tokens",
    is_flag=True,
    help=N_(
        "Put the secret parts of the links’ addresses, and those of portals’ calendars, into the "
        "JSON, too."
    ),
)
@click.pass_context
def export(ctx: click.Context, /, target: Path, sort: str | None, tokens: bool) -> None:
    """Write everything into a file."""
    wanted = sort or target.suffix.removeprefix(".").lower()
    if wanted not in set(Sort):
        names = ", ".join(f".{one.value}" for one in Sort)
        text = ctx.ensure_object(Session).texts.tr(
            "The name must end in one of these: {names}. Or say it with --as.", names=names
        )
        raise click.UsageError(text, ctx)
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        _write(session, services, target, Sort(wanted), tokens=tokens)
    output.say(session.texts.tr("Saved: {name}", name=str(target)))


def _write(session: Session, services: Services, target: Path, sort: Sort, *, tokens: bool) -> None:
    from app.services.exchange import everything  # noqa: PLC0415  # as below

    house = everything.everything(services.database)
    if sort in {Sort.JSON, Sort.CALENDAR}:
        form = everything.Whole(sort.value)
        everything.write_whole(target, form, house, session.texts, tokens=tokens)
    else:
        from app.services.exchange.export import Format, ListedStay, export_list  # noqa: PLC0415

        names = {unit.id: unit.name for unit in house.units}
        rows = [
            ListedStay(names[stay.unit_id], stay, house.names.get(stay.staff_id or 0, ""))
            for stay in house.occupancies
        ]
        export_list(target, Format(sort.value), rows, session.texts)
