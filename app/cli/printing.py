"""The commands that write what can be printed as PDF files: a day, a month, a year, the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from app.cli.common import output
from app.cli.common.parts import Command, Day, Group, argument, option
from app.cli.common.pdf import require_pdf, target_of
from app.cli.common.session import Session
from app.cli.occupancies.fields import DAY
from app.i18n import N_

_OUT = option("--out", required=True, metavar=N_("FILE"), help=N_("The PDF file to write."))
_NAMELESS = option("--without-names", is_flag=True, help=N_("Without the names of guests."))


@click.group(
    "print",
    cls=Group,
    help=N_(
        "Write what the window prints as a PDF file of A4 pages: to be sent, or printed by a "
        "computer without a window."
    ),
)
def print_sheet() -> None:
    """Group the commands about paper."""


@print_sheet.command(
    "day",
    cls=Command,
    help=N_(
        "Write who leaves and comes and what is cleaned on DAY and the day after, on one page. "
        "Without DAY it is today."
    ),
    examples=[
        "zimmerfrei print day --out today.pdf",
        "zimmerfrei print day 2027-07-14 --without contacts --out day.pdf",
    ],
)
@argument("day", N_("DAY"), type=Day(), required=False)
@option("--property", "house", metavar=N_("NAME"), help=N_("Only the units of this property."))
@option(
    "--without",
    "without",
    multiple=True,
    type=click.Choice(["names", "contacts", "notes", "staff", "cleaning"]),
    help=N_("What shall not stand there; as often as needed."),
)
@_OUT
@click.pass_obj
def print_day(
    session: Session, day: date | None, house: str | None, without: Sequence[str], out: str
) -> None:
    """Write a day and the next one."""
    require_pdf()
    target = target_of(out)
    with session.opened() as services:
        from app.ui.paper.by_command import day_pdf  # noqa: PLC0415  # it loads PySide6

        house_id = None if house is None else services.units.find_property(house).id
        first = day or services.house_clock.today()
        day_pdf(services, session.texts, target, first, house_id, without)
    _say_saved(session, target.name)


@print_sheet.command(
    "month",
    cls=Command,
    help=N_("Write the plan of the month in which DAY is; without DAY this month."),
    examples=["zimmerfrei print month 2027-07-01 --without-names --out july.pdf"],
)
@argument("day", N_("DAY"), type=Day(), required=False)
@_NAMELESS
@_OUT
@click.pass_obj
def print_month(session: Session, day: date | None, without_names: bool, out: str) -> None:
    """Write a month."""
    require_pdf()
    target = target_of(out)
    with session.opened() as services:
        from app.ui.paper.by_command import month_pdf  # noqa: PLC0415  # as above

        month = day or services.house_clock.today()
        month_pdf(services, session.texts, target, month, names=not without_names)
    _say_saved(session, target.name)


@print_sheet.command(
    "year",
    cls=Command,
    help=N_("Write a year of UNIT, this one unless said otherwise."),
    examples=['zimmerfrei print year "Seeblick 1" --year 2027 --out year.pdf'],
)
@argument("unit", N_("UNIT"))
@option("--year", type=int, metavar=N_("YEAR"), help=N_("Another year."))
@_NAMELESS
@_OUT
@click.pass_obj
def print_year(
    session: Session, unit: str, year: int | None, without_names: bool, out: str
) -> None:
    """Write a year of a unit."""
    require_pdf()
    target = target_of(out)
    with session.opened() as services:
        from app.ui.paper.by_command import year_pdf  # noqa: PLC0415  # as above

        unit_id = services.units.find(unit).id
        wanted = services.house_clock.today().year if year is None else year
        year_pdf(services, session.texts, target, unit_id, wanted, names=not without_names)
    _say_saved(session, target.name)


@print_sheet.command(
    "list",
    cls=Command,
    help=N_("Write the list of occupancies by their arrival, those to come unless said otherwise."),
    examples=[
        "zimmerfrei print list --out list.pdf",
        "zimmerfrei print list --unit Seeblick --from 2027-01-01 --to 2027-12-31 --out list.pdf",
    ],
)
@option("--unit", "name", metavar=N_("UNIT"), help=N_("Only those of this unit."))
@option("--from", "first", type=Day(), metavar=DAY, help=N_("Only those that depart later."))
@option("--to", "last", type=Day(), metavar=DAY, help=N_("Only those that have arrived by then."))
@option("--all", "cancelled", is_flag=True, help=N_("Cancelled ones too."))
@option("--without-names", is_flag=True, help=N_("Without the names of guests, and without notes."))
@_OUT
@click.pass_obj
def print_list(
    session: Session,
    name: str | None,
    first: date | None,
    last: date | None,
    cancelled: bool,
    without_names: bool,
    out: str,
) -> None:
    """Write the list."""
    require_pdf()
    texts, target = session.texts, target_of(out)
    with session.opened() as services:
        from app.ui.occupancies.plain_list import list_pdf  # noqa: PLC0415  # as above

        unit = None if name is None else services.units.find(name)
        first = first or services.house_clock.today()
        rows = services.occupancies.all(
            unit_id=None if unit is None else unit.id, departing_after=first
        )
        wanted = [
            row.id
            for row in rows
            if (cancelled or row.blocks) and (last is None or row.arrival <= last)
        ]
        said = [unit.name] if unit is not None else []
        said.append(
            texts.tr("from {day} on", day=first)
            if last is None
            else texts.tr("{first} to {last}", first=first, last=last)
        )
        list_pdf(services, texts, target, wanted, " · ".join(said), private=not without_names)
    _say_saved(session, target.name)


def _say_saved(session: Session, name: str) -> None:
    output.say(session.texts.tr("Saved: {name}", name=name))
