"""The commands about double bookings: which there are, and how one is solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from app.cli.common import output
from app.cli.common.output import Column, Record, unit_names
from app.cli.common.parts import (
    LARGEST_ID,
    Group,
    Number,
    argument,
    json_option,
    option,
    translated,
)
from app.cli.common.session import Session
from app.core.errors import UserError
from app.core.stays.double_booking import STATE_LABELS, Alarm
from app.core.stays.occupancy import Occupancy, who
from app.i18n import N_, Catalogue
from app.services.services import Services

_MOVE, _CANCEL, _ACCEPT = "--move", "--cancel", "--accept"


@click.group(
    cls=Group,
    help=N_(
        "Double bookings: two occupancies that take the same nights of a unit.\n\n"
        "They come and go by themselves, with the occupancies that cause them."
    ),
)
def conflict() -> None:
    """Group the commands about double bookings."""


@conflict.command(
    "list", help=N_("List the open double bookings that are running or to come, the next first.")
)
@option(
    "--all",
    "everything",
    is_flag=True,
    help=N_("Past ones, too, and those that are solved or meant to be so."),
)
@json_option
@click.pass_obj
def list_conflicts(session: Session, everything: bool, as_json: bool) -> None:
    """List double bookings."""
    with session.opened() as services:
        found = services.double_bookings.all() if everything else services.double_bookings.open()
        units = unit_names(services)
    if as_json:
        output.say_json([_record(alarm, units) for alarm in found])
    elif found:
        output.say(_table(session.texts, found, units))
    else:
        output.say(session.texts.tr("No double bookings."))


@conflict.command(
    "resolve",
    help=N_(
        "Solve the double booking number ID: move one of its two occupancies to another unit, "
        "cancel one, or say that it is meant to be so. Give exactly one of the three.\n\n"
        "What was booked at a portal is cancelled here alone; please cancel it at the portal, too."
    ),
    examples=[
        "zimmerfrei conflict resolve 3 --move 17 Gartenhaus",
        "zimmerfrei conflict resolve 3 --cancel 17",
        "zimmerfrei conflict resolve 3 --accept",
    ],
)
@argument("conflict_id", N_("ID"), type=Number())
@option(
    _MOVE,
    type=(Number(), str),
    metavar=N_("OCCUPANCY UNIT"),
    help=N_("Give this occupancy another unit, on its days."),
)
@option(_CANCEL, type=Number(), metavar=N_("OCCUPANCY"), help=N_("Cancel this occupancy."))
@option(_ACCEPT, is_flag=True, help=N_("It is meant to be so: warn no more of these nights."))
@json_option
@click.pass_context
def resolve_conflict(
    ctx: click.Context,
    /,
    conflict_id: int,
    move: tuple[int, str] | None,
    cancel: int | None,
    accept: bool,
    as_json: bool,
) -> None:
    """Solve a double booking."""
    if (move is not None) + (cancel is not None) + accept != 1:
        text = N_("Please give exactly one of {move}, {cancel} and {accept}.")
        raise click.UsageError(
            translated(text).format(move=_MOVE, cancel=_CANCEL, accept=_ACCEPT), ctx
        )
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        alarm = _existing(services, conflict_id)
        if move is not None:
            said = _move(session.texts, services, alarm, *move)
        elif cancel is not None:
            said = _cancel(session.texts, services, alarm, cancel)
        else:
            services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
            said = session.texts.tr("Double booking {id} is meant to be so.", id=alarm.id)
        after, units = services.double_bookings.get(alarm.id), unit_names(services)
    if as_json:
        output.say_json(_record(after, units))
    else:
        output.say(said)


def _move(texts: Catalogue, services: Services, alarm: Alarm, occupancy_id: int, unit: str) -> str:
    there = services.units.find(unit)
    services.double_bookings.move(
        alarm.id, occupancy_id, there.id, sequence=_sequence(alarm, occupancy_id)
    )
    return texts.tr("Occupancy {id} is now in {unit}.", id=occupancy_id, unit=there.name)


def _cancel(texts: Catalogue, services: Services, alarm: Alarm, occupancy_id: int) -> str:
    stay = alarm.one(occupancy_id)
    services.double_bookings.cancel(alarm.id, occupancy_id, sequence=_sequence(alarm, occupancy_id))
    lines = [texts.tr("Occupancy {id} is cancelled.", id=occupancy_id)]
    if stay is not None and stay.portal:
        lines.append(texts.tr("Please cancel it at the portal, too, if it was booked there."))
    return "\n".join(lines)


def _sequence(alarm: Alarm, occupancy_id: int) -> int:
    stay = alarm.one(occupancy_id)
    # One that has no part in it is refused, whatever its sequence is.
    return stay.sequence if stay is not None else 0


def _existing(services: Services, conflict_id: int) -> Alarm:
    if not 0 < conflict_id <= LARGEST_ID:
        raise UserError("There is no double booking with the number {id}.", id=str(conflict_id))
    return services.double_bookings.get(conflict_id)


def _record(alarm: Alarm, units: Mapping[int, str]) -> Record:
    """Return a double booking as JSON shows it; its days are those of the nights that both have."""
    return {
        "id": alarm.id,
        "unit": units[alarm.unit_id],
        "unit_id": alarm.unit_id,
        "arrival": alarm.arrival,
        "departure": alarm.departure,
        "occupancies": [stay.id for stay in alarm.both],
        "state": alarm.booking.state.value,
        "since": alarm.booking.since,
        "closed": alarm.booking.closed_at,
        "sequence": alarm.booking.sequence,
    }


def _table(texts: Catalogue, alarms: Sequence[Alarm], units: Mapping[int, str]) -> str:
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Nights")),
        Column(texts.tr("Occupancies"), flexible=True),
        Column(texts.tr("State")),
    ]
    return output.table(
        columns,
        (
            (
                str(alarm.id),
                units[alarm.unit_id],
                texts.day_range(alarm.arrival, alarm.departure),
                " · ".join(_called(texts, stay) for stay in alarm.both),
                texts.tr(STATE_LABELS[alarm.booking.state]),
            )
            for alarm in alarms
        ),
    )


def _called(texts: Catalogue, stay: Occupancy) -> str:
    return texts.tr("{id}: {who}", id=stay.id, who=who(stay))
