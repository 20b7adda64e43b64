"""The commands about occupancies: who has a unit when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date

import click

from app.cli.common import output
from app.cli.common.output import unit_names
from app.cli.common.parts import (
    LARGEST_ID,
    Day,
    Group,
    Number,
    argument,
    given,
    json_option,
    option,
)
from app.cli.common.session import Session
from app.cli.occupancies.fields import DAY, with_fields
from app.cli.occupancies.letter import write_letter
from app.cli.occupancies.output import Listing, clashing
from app.core.errors import UserError
from app.core.portals import portal_key
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft, Status
from app.i18n import N_, Catalogue
from app.services.base.changes import OccupancyChange
from app.services.services import Services
from app.services.stays.checks import LongStay

_EDITABLE = {field.name for field in fields(OccupancyDraft)} - {"unit_id"}


@click.group(
    cls=Group,
    help=N_(
        "Who has a unit when. The day of departure is free for the next arrival. Dates are written "
        "as 2027-07-14.\n\n"
        "UNIT is a name or a number. name:7 and id:7 say which of the two is meant."
    ),
)
def occupancy() -> None:
    """Group the commands about occupancies."""


occupancy.add_command(write_letter)


@occupancy.command(
    "list",
    help=N_("List occupancies by arrival, without the cancelled ones."),
    examples=[
        "zimmerfrei occupancy list --from 2027-07-01 --to 2027-07-31",
        'zimmerfrei occupancy list --unit "Seeblick 1" --json',
    ],
)
@option("--unit", "name", metavar=N_("UNIT"), help=N_("Only those of this unit."))
@option("--from", "first", type=Day(), metavar=DAY, help=N_("Only those that depart later."))
@option("--to", "last", type=Day(), metavar=DAY, help=N_("Only those that have arrived by then."))
@option("--all", "cancelled", is_flag=True, help=N_("Cancelled ones too."))
@json_option
@click.pass_obj
def list_occupancies(
    session: Session,
    name: str | None,
    first: date | None,
    last: date | None,
    cancelled: bool,
    as_json: bool,
) -> None:
    """List occupancies."""
    with session.opened() as services:
        unit_id = None if name is None else services.units.find(name).id
        units, staff = unit_names(services), services.staff.names()
        rows = services.occupancies.all(unit_id=unit_id, departing_after=first)
        beside = rows
        if first is not None and rows:
            # What they clash with may itself be left out by `first`.
            earliest = min(row.arrival for row in rows)
            beside = services.occupancies.all(unit_id=unit_id, departing_after=earliest)
        today = services.house_clock.today()
    shown = [
        row for row in rows if (cancelled or row.blocks) and (last is None or row.arrival <= last)
    ]
    listing = Listing(units, staff, today, clashing(beside))
    if as_json:
        output.say_json([listing.record(row) for row in shown])
    elif shown:
        output.say(listing.table(session.texts, shown))
    else:
        output.say(
            session.texts.tr(
                "No occupancies here. `zimmerfrei occupancy add UNIT ARRIVAL DEPARTURE` enters one."
            )
        )


@occupancy.command(
    "add",
    help=N_(
        "Enter that UNIT is occupied from ARRIVAL to DEPARTURE.\n\n"
        "Nights that are taken already are refused, and the message says by whom; with --conflict "
        "both stand side by side until you solve it."
    ),
    examples=[
        'zimmerfrei occupancy add "Seeblick 1" 2027-07-14 2027-07-21 --guest Huber --persons 4',
        'zimmerfrei occupancy add "Seeblick 1" 2027-08-01 2027-08-08 --portal airbnb',
        'zimmerfrei occupancy add "Seeblick 1" 2027-09-01 2027-09-05 --option-until 2027-07-31',
        'zimmerfrei occupancy add "Seeblick 1" 2027-11-01 2027-12-01 --kind block',
    ],
)
@argument("name", N_("UNIT"))
@argument("arrival", N_("ARRIVAL"), type=Day())
@argument("departure", N_("DEPARTURE"), type=Day())
@with_fields
@click.pass_context
def add_occupancy(
    ctx: click.Context,
    /,
    name: str,
    arrival: date,
    departure: date,
    conflict: bool,
    long: bool,
    as_json: bool,
    **_fields: object,
) -> None:
    """Enter an occupancy."""
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        unit = services.units.find(name)
        stay = OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=departure)
        with _long_refused(session.texts):
            change = services.occupancies.add(
                _edited(ctx, services, stay), allow_conflict=conflict, allow_long=long
            )
        _show(session, services, change, as_json=as_json)


@occupancy.command(
    "change",
    help=N_(
        "Change the occupancy number ID: only what you give here. An empty text clears a field."
    ),
    examples=[
        "zimmerfrei occupancy change 12 --departure 2027-07-22",
        "zimmerfrei occupancy change 12 --status confirmed",
        'zimmerfrei occupancy change 12 --note ""',
    ],
)
@argument("occupancy_id", N_("ID"), type=Number())
@option("--unit", "name", metavar=N_("UNIT"), help=N_("Move it to this unit."))
@option("--arrival", type=Day(), metavar=DAY, help=N_("The new day of arrival."))
@option("--departure", type=Day(), metavar=DAY, help=N_("The new day of departure."))
@with_fields
@click.pass_context
def change_occupancy(
    ctx: click.Context,
    /,
    occupancy_id: int,
    name: str | None,
    conflict: bool,
    long: bool,
    as_json: bool,
    **_fields: object,
) -> None:
    """Change an occupancy."""
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        before = _existing(services, occupancy_id)
        stay = before.draft()
        if name is not None:
            stay = replace(stay, unit_id=services.units.find(name).id)
        stay = _edited(ctx, services, stay)
        with _long_refused(session.texts):
            change = services.occupancies.change(
                before.id,
                stay,
                sequence=before.sequence,
                allow_conflict=conflict,
                allow_long=long,
            )
        _show(session, services, change, as_json=as_json)


@occupancy.command(
    "cancel",
    help=N_(
        "Cancel the occupancy number ID. Its nights are free again; it stays on record and can be "
        "brought back with `change ID --status confirmed`."
    ),
)
@argument("occupancy_id", N_("ID"), type=Number())
@json_option
@click.pass_obj
def cancel_occupancy(session: Session, occupancy_id: int, as_json: bool) -> None:
    """Cancel an occupancy."""
    with session.opened() as services:
        before = _existing(services, occupancy_id)
        change = services.occupancies.cancel(before.id, sequence=before.sequence)
        _show(session, services, change, as_json=as_json)


@occupancy.command(
    "delete",
    help=N_(
        "Delete the cancelled occupancy number ID for good, with all that is noted of its guest. "
        "Backups keep it until they are due to go."
    ),
)
@argument("occupancy_id", N_("ID"), type=Number())
@click.pass_obj
def delete_occupancy(session: Session, occupancy_id: int) -> None:
    """Delete an occupancy that was cancelled."""
    with session.opened() as services:
        before = _existing(services, occupancy_id)
        services.occupancies.delete(before.id, sequence=before.sequence)
        unit = unit_names(services)[before.unit_id]
    days = session.texts.day_range(before.arrival, before.departure)
    output.say(
        session.texts.tr(
            "Deleted, number {id}: {unit}, {days}.", id=before.id, unit=unit, days=days
        )
    )


@contextmanager
def _long_refused(texts: Catalogue) -> Iterator[None]:
    """Name the option that lets a stay be longer than a year."""
    try:
        yield
    except LongStay as stay:
        raise UserError(
            "{arrival} to {departure} is more than a year: {nights} nights. If that is meant, add "
            "--long.",
            arrival=stay.arrival,
            departure=stay.departure,
            nights=texts.number(stay.nights),
        ) from None


def _existing(services: Services, occupancy_id: int) -> Occupancy:
    if not 0 < occupancy_id <= LARGEST_ID:
        raise UserError("There is no occupancy with the number {id}.", id=str(occupancy_id))
    return services.occupancies.get(occupancy_id)


def _edited(ctx: click.Context, services: Services, stay: OccupancyDraft) -> OccupancyDraft:
    """Return `stay` with what stands on the command line (UserError: no such staff member)."""
    values = {name: value for name, value in ctx.params.items() if name in given(ctx) & _EDITABLE}
    if "staff" in given(ctx):
        wanted = ctx.params["staff"].strip()
        values["staff_id"] = services.staff.find(wanted).id if wanted else None
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    if "portal" in values:
        values["portal"] = portal_key(values["portal"])
    if "status" in values:
        values["status"] = Status(values["status"])
    elif "option_until" in values and stay.status is Status.CONFIRMED:
        values["status"] = Status.OPTION
    edited = replace(stay, **values)
    if "option_until" in values and edited.status is not Status.OPTION:
        raise UserError("Only an option holds until a date. Please leave out one of the two.")
    return edited


def _show(session: Session, services: Services, change: OccupancyChange, *, as_json: bool) -> None:
    after = change.after
    beside = services.occupancies.overlapping(
        after.unit_id, after.arrival, after.departure, but=after.id
    )
    listing = Listing(
        unit_names(services),
        services.staff.names(),
        services.house_clock.today(),
        clashing([after, *beside]),
    )
    if as_json:
        output.say_json(listing.record(after))
    else:
        output.say(listing.sentence(session.texts, change))
