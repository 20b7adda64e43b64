"""The command that takes occupancies in from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.common import output
from app.cli.common.parts import Command, argument, json_option, option
from app.cli.common.session import Session
from app.cli.exchange.unit_names import unknown_told, with_units
from app.core.errors import UserError
from app.core.exchange.day_cells import DateOrder
from app.core.exchange.fields import FileField
from app.i18n import N_, Catalogue

if TYPE_CHECKING:
    from app.core.exchange.columns import Columns
    from app.core.exchange.judging import Asked
    from app.core.exchange.stays import Refusal
    from app.core.exchange.table import FileTable
    from app.services.exchange.file_import import Preview
    from app.services.exchange.reading_files import OpenedFile
    from app.services.services import Services

_ON_THE_WEB = ("http:", "https:", "webcal:")
_TOLD = 20
"""So many of what is refused are told one by one; all of them with --json."""


@click.command(
    cls=Command,
    name="import",
    help=N_(
        "Take the occupancies of FILE in: a list as .csv or .xlsx, or a calendar as .ics. They "
        "become yours, as if you had entered them; a portal that shall be read again and again is "
        "added with `source add`.\n\n"
        "It is all or nothing: where a line cannot be entered, its reason is told and nothing "
        "happens, unless you say --skip. What stands there already stays; the same number, or the "
        "same days in the same unit, are changed to what the file says. Empty cells change "
        "nothing.\n\n"
        "UNIT is a name or a number. name:7 and id:7 say which of the two is meant. Where the file "
        "calls your units otherwise, say for each of its names which unit that is; an empty UNIT "
        "leaves its lines out, and new: adds a unit of that name."
    ),
    examples=[
        "zimmerfrei import list.csv --dry-run",
        'zimmerfrei import calendar.ics --unit "Seeblick 1"',
        'zimmerfrei import list.xlsx --map "guest=Booked by" --map note=7',
        'zimmerfrei import list.csv --unit "FeWo Seeblick=Seeblick" --unit "Garage="',
    ],
)
@argument("path", N_("FILE"), type=click.Path(path_type=Path))
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=N_("[NAME=]UNIT"),
    help=N_("The unit of everything that names none; or which unit the file calls NAME."),
)
@option(
    "--map",
    "maps",
    multiple=True,
    metavar=N_("FIELD=COLUMN"),
    help=N_(
        "Which column is what, by its heading or its number from 1 on; an empty COLUMN leaves the "
        "field out. FIELD is unit, arrival, departure, nights, guest, first_name, phone, email, "
        "contact, arrival_time, persons, adults, children, pets, kind, portal, status, "
        "option_until, note, staff or number."
    ),
)
@option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help=N_("What stands first in dates such as 03/04/2027."),
)
@option("--long", is_flag=True, help=N_("Stays of more than a year are meant."))
@option("--skip", is_flag=True, help=N_("Leave out what cannot be entered, and enter the rest."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would happen."))
@json_option
@click.pass_obj
def import_file(
    session: Session,
    path: Path,
    units: Sequence[str],
    maps: Sequence[str],
    dates: str | None,
    long: bool,
    skip: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take occupancies in."""
    if str(path).lower().startswith(_ON_THE_WEB):
        raise UserError(
            "This is an address, no file. A portal’s calendar is read again and again after "
            "`zimmerfrei source add`; for once, save it as a file first."
        )
    with session.opened() as services:
        opened = services.file_import.open(path)
        columns = _columns(services, opened, maps, dates)
        columns = with_units(services, opened, columns, units)
        preview = services.file_import.preview(opened, columns, allow_long=long)
        done = not dry_run and (skip or not preview.judged.refused)
        if done and preview.judged.does:
            services.file_import.enter(preview)
        unknown = services.file_import.unknown_units(opened, columns)
        names = {one.id: one.name for one in services.units.all(archived=True)}
    names |= {one.id: one.name for one in preview.makes}
    if as_json:
        output.say_json(_record(session.texts, preview, names, done=done))
    else:
        output.say(_words(session.texts, preview, done=done))
        for line in unknown_told(session.texts, unknown, columns, names):
            output.say(line)
    if not done and not dry_run:
        raise UserError(
            "Nothing was imported, because not all of the file can be entered. Mend the file, or "
            "leave out with --skip what is named above.",
        )


def _columns(
    services: Services, opened: OpenedFile, maps: Sequence[str], dates: str | None
) -> Columns:
    """Return what the columns say, as guessed and as the command line says (UserError)."""
    from app.core.exchange.columns import with_order  # noqa: PLC0415  # as all that reads files
    from app.core.exchange.table import FileTable  # noqa: PLC0415

    columns = services.file_import.guess(opened)
    content = opened.content
    if not isinstance(content, FileTable):
        return columns
    for text in maps:
        columns = _mapped(content, columns, text)
    if dates is not None:
        return replace(columns, order=DateOrder(dates), sure=True)
    columns = with_order(columns, content)
    if not columns.sure:
        raise UserError(
            "The file does not tell whether 03/04/2027 is a day in March or in April. Please say "
            "it with --dates day-first or --dates month-first."
        )
    return columns


def _mapped(table: FileTable, columns: Columns, text: str) -> Columns:
    """Return `columns` as one ``FIELD=COLUMN`` says (UserError: no such field or column)."""
    name, sign, column = text.partition("=")
    known = {field.value: field for field in FileField}
    field = known.get(name.strip().lower().replace("-", "_"))
    if field is None or not sign:
        raise UserError(
            "“{text}” does not say which column is what. It looks like guest=Name; the fields are "
            "{fields}.",
            text=text,
            fields=", ".join(known),
        )
    here = columns.of(field)
    if here is not None:
        columns = columns.with_field(here, None)
    column = column.strip()
    return columns.with_field(_place(table, column), field) if column else columns


def _place(table: FileTable, column: str) -> int:
    if column in table.headings:
        return table.headings.index(column)
    folded = [heading.casefold() for heading in table.headings]
    if column.casefold() in folded:
        return folded.index(column.casefold())
    plain = column.isascii() and column.isdigit() and len(column) < 4
    if plain and 1 <= int(column) <= len(folded):
        return int(column) - 1
    raise UserError(
        "There is no column “{column}”. The file has: {columns}.",
        column=column,
        columns=", ".join(heading for heading in table.headings if heading),
    )


def _words(texts: Catalogue, preview: Preview, *, done: bool) -> str:
    """Return what has happened, or would happen, in sentences."""
    judged = preview.judged
    if done:
        lines = [
            texts.trn("{n} occupancy entered.", "{n} occupancies entered.", len(judged.new)),
            texts.trn("{n} occupancy changed.", "{n} occupancies changed.", len(judged.changed)),
        ]
    else:
        lines = [
            texts.trn("{n} occupancy is new.", "{n} occupancies are new.", len(judged.new)),
            texts.trn(
                "{n} occupancy would change.", "{n} occupancies would change.", len(judged.changed)
            ),
        ]
    if judged.same:
        same = texts.trn("{n} stands there already.", "{n} stand there already.", judged.same)
        lines.append(same)
    if preview.makes:
        made = ", ".join(output.single_line(unit.name) for unit in preview.makes)
        lines.append(texts.tr("New units: {names}", names=made))
    if judged.left_out:
        lines.append(
            texts.trn(
                "{n} line is left out, as you said.",
                "{n} lines are left out, as you said.",
                judged.left_out,
            )
        )
    for some, head in (
        (judged.refused, texts.trn("{n} cannot be entered:", "{n} cannot be entered:",
                                   len(judged.refused))),
        (judged.free, texts.trn("{n} takes no night:", "{n} take no night:", len(judged.free))),
    ):  # fmt: skip
        if some:
            lines += [
                head,
                *(f"  {_told(texts, one, events=judged.events)}" for one in some[:_TOLD]),
            ]
            if len(some) > _TOLD:
                rest = len(some) - _TOLD
                lines.append("  " + texts.trn("and {n} more", "and {n} more", rest))
    return "\n".join(lines)


def _told(texts: Catalogue, refusal: Refusal, *, events: bool) -> str:
    why = texts.tr(refusal.why.text, **refusal.why.values)
    what = output.single_line(refusal.named(texts.day_range))
    if not refusal.line:
        return f"{what}: {why}"
    number = str(refusal.line)
    line = texts.tr("Event {line}", line=number) if events else texts.tr("Line {line}", line=number)
    return f"{line} ({what}): {why}"


def _record(
    texts: Catalogue, preview: Preview, units: dict[int, str], *, done: bool
) -> dict[str, object]:
    """Return what has happened, or would happen, as JSON shows it."""
    judged = preview.judged

    def asked(one: Asked) -> dict[str, object]:
        return {
            "line": one.stay.line or None,
            "id": one.before and one.before.id,
            "unit": units.get(one.after.unit_id),
            "arrival": one.after.arrival,
            "departure": one.after.departure,
            "guest": one.after.guest,
        }

    def refused(one: Refusal) -> dict[str, object]:
        why = texts.tr(one.why.text, **one.why.values)
        what = one.named(lambda arrival, departure: f"{arrival} – {departure}")
        return {"line": one.line or None, "what": what, "why": why}

    return {
        "done": done,
        "new": [asked(one) for one in judged.new],
        "changed": [asked(one) for one in judged.changed],
        "same": judged.same,
        "left_out": judged.left_out,
        "new_units": [one.name for one in preview.makes],
        "refused": [refused(one) for one in judged.refused],
        "free": [refused(one) for one in judged.free],
    }
