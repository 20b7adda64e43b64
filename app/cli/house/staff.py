"""The commands about staff members: who cleans and looks after units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import click

from app.cli.common import output
from app.cli.common.output import Column, unit_names
from app.cli.common.parts import Group, argument, json_option, option, translated
from app.cli.common.session import Session
from app.core.house.staff import StaffDraft, StaffMember
from app.core.links.link import Scope, Target
from app.i18n import N_, Catalogue
from app.services.services import Services

STAFF = N_("STAFF")


@click.group(
    cls=Group,
    help=N_(
        "Who cleans and looks after your units. A link of their own shows them their work.\n\n"
        "STAFF is a name or a number. name:7 and id:7 say which of the two is meant."
    ),
)
def staff() -> None:
    """Group the commands about staff members."""


@staff.command("list", help=N_("List the staff members by name."))
@json_option
@click.pass_obj
def list_staff(session: Session, as_json: bool) -> None:
    """List staff members."""
    with session.opened() as services:
        members = services.staff.all()
        units = unit_names(services)
        links = defaultdict[int | None, list[int]](list)
        for link in services.links.all():
            if link.target.scope is Scope.STAFF:
                links[link.target.id].append(link.id)
    if as_json:
        output.say_json([_record(member, units, links[member.id]) for member in members])
    elif members:
        output.say(_table(session.texts, members, units, links))
    else:
        output.say(
            session.texts.tr("No staff members yet. `zimmerfrei staff add NAME` adds the first.")
        )


@staff.command(
    "add",
    help=N_("Add a staff member called NAME. `link add --staff NAME` makes their link."),
    examples=[
        'zimmerfrei staff add "Maria Kern" --role Cleaning --unit "Seeblick 1" --unit "Seeblick 2"',
        'zimmerfrei link add --staff "Maria Kern"',
    ],
)
@argument("name", N_("NAME"))
@option("--role", metavar=N_("TEXT"), default="", help=N_("What they do."))
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=N_("UNIT"),
    help=N_("A unit that they look after; may be given several times."),
)
@click.pass_obj
def add_staff(session: Session, name: str, role: str, units: Sequence[str]) -> None:
    """Add a staff member."""
    with session.opened() as services:
        draft = StaffDraft(name=name, role=role, unit_ids=_ids(services, units))
        added = services.staff.add(draft)
    output.say(session.texts.tr("Added: {name} (number {id}).", name=added.name, id=added.id))


@staff.command(
    "change",
    help=N_("Change a staff member: only what you give here. An empty text clears the role."),
    examples=[
        'zimmerfrei staff change "Maria Kern" --name "Maria Roth"',
        'zimmerfrei staff change 1 --unit "Seeblick 1" --unit Gartenhaus',
        "zimmerfrei staff change 1 --no-units",
    ],
)
@argument("wanted", STAFF)
@option("--name", metavar=N_("TEXT"), help=N_("The new name."))
@option("--role", metavar=N_("TEXT"), help=N_("What they do."))
@option(
    "--unit",
    "units",
    multiple=True,
    metavar=N_("UNIT"),
    help=N_("They look after just the units given here."),
)
@option("--no-units", is_flag=True, help=N_("They look after no unit any more."))
@click.pass_context
def change_staff(
    ctx: click.Context,
    /,
    wanted: str,
    units: Sequence[str],
    no_units: bool,
    name: str | None,
    role: str | None,
) -> None:
    """Change a staff member."""
    if units and no_units:
        raise click.UsageError(
            translated(N_("Please give either --unit or --no-units, not both.")), ctx
        )
    session = ctx.ensure_object(Session)
    with session.opened() as services:
        before = services.staff.find(wanted)
        draft = before.draft()
        if name is not None:
            draft = replace(draft, name=name)
        if role is not None:
            draft = replace(draft, role=role)
        if units or no_units:
            draft = replace(draft, unit_ids=_ids(services, units))
        after = services.staff.change(before.id, draft, sequence=before.sequence)
    texts = session.texts
    output.say(
        texts.tr("Changed: {name}.", name=after.name)
        if after.sequence != before.sequence
        else texts.tr("Stays as it is: {name}.", name=after.name)
    )


@staff.command(
    "remove",
    help=N_(
        "Remove a staff member. Their links answer no more, for good; occupancies they were in "
        "charge of stay."
    ),
)
@argument("wanted", STAFF)
@click.pass_obj
def remove_staff(session: Session, wanted: str) -> None:
    """Remove a staff member."""
    with session.opened() as services:
        found = services.staff.find(wanted)
        links = services.links.all(Target(Scope.STAFF, found.id))
        services.staff.remove(found.id, sequence=found.sequence)
    texts = session.texts
    lines = [texts.tr("Removed: {name}.", name=found.name)]
    enabled = sum(link.enabled for link in links)
    if enabled:
        lines.append(texts.trn("{n} link answers no more.", "{n} links answer no more.", enabled))
    output.say("\n".join(lines))


def _ids(services: Services, units: Sequence[str]) -> frozenset[int]:
    return frozenset(services.units.find(unit).id for unit in units)


def _units(member: StaffMember, names: Mapping[int, str]) -> list[str]:
    """Return the names of the units that somebody looks after, in the owner's order."""
    return [name for unit_id, name in names.items() if unit_id in member.unit_ids]


def _record(member: StaffMember, names: Mapping[int, str], links: list[int]) -> dict[str, object]:
    return {
        "id": member.id,
        "name": member.name,
        "role": member.role,
        "units": _units(member, names),
        "unit_ids": [unit_id for unit_id in names if unit_id in member.unit_ids],
        "links": links,
        "sequence": member.sequence,
    }


def _table(
    texts: Catalogue,
    members: Sequence[StaffMember],
    names: Mapping[int, str],
    links: Mapping[int | None, list[int]],
) -> str:
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Name"), flexible=True),
        Column(texts.tr("Role"), flexible=True),
        Column(texts.tr("Looks after"), flexible=True),
        Column(texts.tr("Links"), right=True),
    ]
    return output.table(
        columns,
        (
            (
                str(member.id),
                member.name,
                member.role,
                ", ".join(_units(member, names)) or texts.tr("no unit"),
                str(len(links[member.id])),
            )
            for member in members
        ),
    )
