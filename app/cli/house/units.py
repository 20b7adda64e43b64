"""The commands about units: what is let."""

from __future__ import annotations

import click

from app.cli.common import output
from app.cli.common.output import Column
from app.cli.common.parts import Group, Number, argument, json_option, option
from app.cli.common.session import Session
from app.core.house.unit import Property, Unit, UnitDraft, UnitKind
from app.i18n import N_, Catalogue

KIND_WORDS = {
    UnitKind.APARTMENT: N_("apartment"),
    UnitKind.HOUSE: N_("house"),
    UnitKind.ROOM: N_("room"),
    UnitKind.OTHER: N_("other"),
}


@click.group(
    cls=Group,
    help=N_(
        "The units that you let: apartments, houses, rooms.\n\n"
        "UNIT is a name or a number. name:7 and id:7 say which of the two is meant."
    ),
)
def unit() -> None:
    """Group the commands about units."""


@unit.command(
    "list",
    help=N_("List the units in your order, without the archived ones."),
)
@option("--archived", is_flag=True, help=N_("Archived units too."))
@json_option
@click.pass_obj
def list_units(session: Session, archived: bool, as_json: bool) -> None:
    """List units."""
    with session.opened() as services:
        units = services.units.all(archived=archived)
        houses = {house.id: house for house in services.units.properties()}
    if as_json:
        output.say_json([record(unit, houses[unit.property_id]) for unit in units])
    elif units:
        output.say(_table(session.texts, units, houses, archived=archived))
    else:
        output.say(session.texts.tr("No units yet. `zimmerfrei unit add NAME` adds the first one."))


@unit.command(
    "add",
    help=N_(
        "Add a unit called NAME.\n\n"
        "It belongs to the property named with --property, else to your first one; a property "
        "that is not there yet is made."
    ),
    examples=[
        'zimmerfrei unit add "Seeblick 1" --property "Haus Seeblick" --capacity 4',
    ],
)
@argument("name", N_("NAME"))
@option("--property", "house", metavar=N_("NAME"), help=N_("The property that it belongs to."))
@option(
    "--kind",
    type=click.Choice([kind.value for kind in UnitKind]),
    default=UnitKind.APARTMENT.value,
    show_default=True,
    help=N_("What sort of place it is."),
)
@option("--colour", metavar=N_("#RRGGBB"), default="", help=N_("Its colour in the window."))
@option(
    "--capacity", type=Number(optional=True), metavar=N_("NUMBER"), help=N_("Room for how many.")
)
@option(
    "--address",
    metavar=N_("TEXT"),
    default="",
    help=N_("Its address, where it is not the property's."),
)
@click.pass_obj
def add_unit(
    session: Session,
    name: str,
    house: str | None,
    kind: str,
    colour: str,
    capacity: int | None,
    address: str,
) -> None:
    """Add a unit."""
    with session.opened() as services:
        added = services.units.add_to(
            house,
            UnitDraft(
                property_id=0,
                name=name,
                address=address,
                kind=UnitKind(kind),
                colour=colour,
                capacity=capacity,
            ),
            first_property=session.texts.tr("My house"),
        )
    output.say(session.texts.tr("Added: {unit} (unit {id}).", unit=added.name, id=added.id))


@unit.command("rename", help=N_("Give UNIT the name NEW. The addresses of its links stay valid."))
@argument("name", N_("UNIT"))
@argument("new", N_("NEW"))
@click.pass_obj
def rename_unit(session: Session, name: str, new: str) -> None:
    """Rename a unit."""
    with session.opened() as services:
        before = services.units.find(name)
        after = services.units.rename(before.id, new, sequence=before.sequence)
    output.say(session.texts.tr("{unit} is called {new} now.", unit=before.name, new=after.name))


@unit.command(
    "archive",
    help=N_(
        "Archive UNIT. It and its occupancies stay on record; its links answer no more until you "
        "restore it."
    ),
)
@argument("name", N_("UNIT"))
@click.pass_obj
def archive_unit(session: Session, name: str) -> None:
    """Archive a unit."""
    with session.opened() as services:
        found = services.units.find(name)
        consequences = services.units.archive_consequences(found.id)
        services.units.archive(found.id, sequence=found.sequence)
    texts = session.texts
    lines = [texts.tr("{unit} is archived.", unit=found.name)]
    if consequences.links:
        lines.append(
            texts.trn(
                "{n} link answers no more. Portals keep the days they know until you remove it "
                "there.",
                "{n} links answer no more. Portals keep the days they know until you remove them "
                "there.",
                consequences.links,
            )
        )
    if consequences.ahead:
        lines.append(
            texts.trn(
                "{n} occupancy is still ahead.",
                "{n} occupancies are still ahead.",
                consequences.ahead,
            )
        )
    output.say("\n".join(lines))


@unit.command("restore", help=N_("Bring an archived UNIT back, with its links as they were."))
@argument("name", N_("UNIT"))
@click.pass_obj
def restore_unit(session: Session, name: str) -> None:
    """Bring a unit back."""
    with session.opened() as services:
        found = services.units.find(name)
        services.units.restore(found.id, sequence=found.sequence)
    output.say(session.texts.tr("{unit} is back.", unit=found.name))


def record(unit: Unit, house: Property) -> dict[str, object]:
    """Return a unit as JSON listings show it."""
    return {
        "id": unit.id,
        "name": unit.name,
        "property": house.name,
        "property_id": unit.property_id,
        "address": unit.address,
        "kind": unit.kind.value,
        "colour": unit.colour,
        "capacity": unit.capacity,
        "archived": unit.archived,
        "position": unit.position,
        "sequence": unit.sequence,
    }


def _table(
    texts: Catalogue, units: list[Unit], houses: dict[int, Property], *, archived: bool
) -> str:
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Property"), flexible=True),
        Column(texts.tr("Kind")),
        Column(texts.tr("Persons"), right=True),
        Column(texts.tr("State")),
    ]
    rows = (
        (
            str(unit.id),
            unit.name,
            houses[unit.property_id].name,
            texts.tr(KIND_WORDS[unit.kind]),
            str(unit.capacity or ""),
            texts.tr("archived") if unit.archived else "",
        )
        for unit in units
    )
    shown = len(columns) if archived else -1
    return output.table(columns[:shown], (row[:shown] for row in rows))
