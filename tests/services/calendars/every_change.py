"""Every use case that changes what links may say, as a step that finds out by itself with what."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, TypeVar

from app.core.house.staff import StaffDraft, StaffMember
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.core.stays.keeping import still_needed
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft, Status
from app.services.base.changes import LinkChange, OccupancyChange, StaffChange
from app.services.services import Services

T = TypeVar("T")
FIRST = date(2027, 6, 20)
NAMES = ("Anna", "Bertha", "Çelik", "Dora", "Emil")
TEXTS = ("", "Hund", "Familie Groß; 2, 3", "spät\nund laut")
ADDRESSES = ("", "Uferweg 12\n88099 Neuwasserburg", "Am Berg 3")


@dataclass
class Owner:
    """Who does something in the house; `pick` decides what, wherever there is a choice."""

    services: Services
    pick: Callable[[Sequence[Any]], Any]
    stays: list[OccupancyChange] = field(default_factory=list)
    links: list[LinkChange] = field(default_factory=list)
    staff: list[StaffChange] = field(default_factory=list)
    imports: list[tuple[OccupancyChange, ...]] = field(default_factory=list)

    def one(self, things: Sequence[T]) -> T:
        """Return one of these, or give up: there is nothing of that kind just now."""
        if not things:
            raise NothingThere
        chosen: T = self.pick(things)
        return chosen

    def unit(self, *, archived: bool = False) -> Unit:
        units = self.services.units.all(archived=True)
        return self.one([unit for unit in units if unit.archived is archived])

    def stay(self, *statuses: Status) -> Occupancy:
        stays = self.services.occupancies.all()
        return self.one([stay for stay in stays if not statuses or stay.status in statuses])

    def link(self, *, enabled: bool | None = None) -> Link:
        links = self.services.links.all()
        return self.one([link for link in links if enabled in {None, link.enabled}])

    def member(self) -> StaffMember:
        return self.one(self.services.staff.all())

    def details(self) -> Details:
        fields = [field for field in Field if self.pick([False, False, True])]
        return Details(
            fields=frozenset(fields),
            options=self.pick(list(Options)),
            owner_stays=self.pick([True, False]),
            blocks=self.pick([True, False]),
            own_entries=self.pick([True, False]),
            months_back=self.pick([0, 12]),
            months_ahead=self.pick([None, 2]),
        )

    def draft(self) -> OccupancyDraft:
        arrival = FIRST + timedelta(days=self.pick(range(0, 90, 3)))
        status = self.pick(list(Status))
        members = [None, *(member.id for member in self.services.staff.all())]
        return OccupancyDraft(
            unit_id=self.unit().id,
            arrival=arrival,
            departure=arrival + timedelta(days=self.pick([1, 3, 3, 7, 40])),
            kind=self.pick(list(Kind)),
            status=status,
            option_until=date(2027, 7, 9) if status is Status.OPTION else None,
            guest=self.pick(TEXTS[:3]),
            contact=self.pick(TEXTS[:3]),
            phone=self.pick(["", "0171 234", "+49 89 1"]),
            email=self.pick(["", "a@example.org"]),
            arrival_time=self.pick([None, time(15), time(16, 30)]),
            persons=self.pick([None, 1, 2]),
            pets=self.pick([None, 1, 2]),
            note=self.pick(TEXTS),
            portal=self.pick(["", "airbnb", "Verkehrsamt"]),
            staff_id=self.pick(members),
        )

    def a_little_else(self, stay: OccupancyDraft) -> OccupancyDraft:
        """Return a stay of which one thing only is another, as owners edit."""
        other = self.draft()
        days = {"arrival": other.arrival, "departure": other.departure}
        option = {"status": other.status, "option_until": other.option_until}
        guest = ("guest", "contact", "phone", "email", "arrival_time", "pets")
        single = ("unit_id", "kind", *guest, "note", "portal", "staff_id")
        persons = self.pick([None, 1, 2])
        party = {"persons": persons, "children": self.pick([None, 1]) if persons else None}
        changes = [days, option, party, *({name: getattr(other, name)} for name in single)]
        return replace(stay, **self.pick(changes))


class NothingThere(Exception):  # noqa: N818  # no error: the step is left out
    """There is nothing that this step could be done with."""


def _first_house(owner: Owner) -> None:
    name = f"Zimmer {len(owner.services.units.all(archived=True))}"
    owner.services.units.first_house("Neubau", [name])


def _add_property(owner: Owner) -> None:
    count = len(owner.services.units.properties())
    draft = PropertyDraft(name=f"Nebenhaus {count}", address=owner.pick(ADDRESSES))
    owner.services.units.add_property(draft)


def _change_property(owner: Owner) -> None:
    house = owner.one(owner.services.units.properties())
    draft = PropertyDraft(name=owner.pick(NAMES), address=owner.pick(ADDRESSES))
    owner.services.units.change_property(house.id, draft, sequence=house.sequence)


def _remove_property(owner: Owner) -> None:
    kept = {unit.property_id for unit in owner.services.units.all(archived=True)}
    houses = [house for house in owner.services.units.properties() if house.id not in kept]
    house = owner.one(houses)
    owner.services.units.remove_property(house.id, sequence=house.sequence)


def _new_unit(owner: Owner) -> UnitDraft:
    count = len(owner.services.units.all(archived=True))
    house = owner.one(owner.services.units.properties())
    return UnitDraft(property_id=house.id, name=f"Wohnung {count}", address=owner.pick(ADDRESSES))


def _add_unit(owner: Owner) -> None:
    owner.services.units.add(_new_unit(owner))


def _add_unit_to(owner: Owner) -> None:
    owner.services.units.add_to("Anbau", _new_unit(owner), first_property="Haus")


def _change_unit(owner: Owner) -> None:
    unit = owner.unit()
    house = owner.one(owner.services.units.properties())
    changes = [
        {"address": owner.pick(ADDRESSES)},
        {"property_id": house.id},
        {"colour": owner.pick(["#112233", "#445566"])},
    ]
    draft = replace(unit.draft(), **owner.pick(changes))
    owner.services.units.change(unit.id, draft, sequence=unit.sequence)


def _rename_unit(owner: Owner) -> None:
    unit = owner.unit()
    name = f"{owner.pick(NAMES)} {unit.sequence}"
    owner.services.units.rename(unit.id, name, sequence=unit.sequence)


def _archive(owner: Owner) -> None:
    unit = owner.unit()
    owner.services.units.archive(unit.id, sequence=unit.sequence)


def _restore_unit(owner: Owner) -> None:
    unit = owner.unit(archived=True)
    owner.services.units.restore(unit.id, sequence=unit.sequence)


def _arrange(owner: Owner) -> None:
    units = [unit.id for unit in owner.services.units.all(archived=True)]
    house = owner.one(owner.services.units.properties())
    moved = [unit for unit in reversed(units) if owner.pick([True, False])]
    owner.services.units.arrange({house.id: moved})


def _add_stay(owner: Owner) -> None:
    owner.stays.append(owner.services.occupancies.add(owner.draft(), allow_conflict=True))


def _change_stay(owner: Owner) -> None:
    stay = owner.stay()
    wanted = owner.a_little_else(stay.draft())
    owner.stays.append(
        owner.services.occupancies.change(
            stay.id, wanted, sequence=stay.sequence, allow_conflict=True
        )
    )


def _cancel(owner: Owner) -> None:
    stay = owner.stay(Status.CONFIRMED, Status.OPTION)
    owner.stays.append(owner.services.occupancies.cancel(stay.id, sequence=stay.sequence))


def _import(owner: Owner) -> None:
    """Take in a list that adds stays, changes some, and cancels some."""
    files = owner.services.file_import
    units = {unit.id: unit.name for unit in owner.services.units.all()}
    known = [stay for stay in owner.services.occupancies.all() if stay.unit_id in units]
    rows = [(stay.uid, owner.a_little_else(stay.draft())) for stay in known if owner.pick([0, 1])]
    rows += [("", owner.draft()) for _ in range(owner.pick([1, 4]))]
    names = owner.services.staff.names()
    lines = [
        [uid, units.get(row.unit_id, ""), row.arrival, row.departure, row.kind.value,
         row.status.value, row.option_until or "", row.guest, row.phone, row.pets or "", row.note,
         row.portal, names.get(row.staff_id or 0, "")]
        for uid, row in rows
    ]  # fmt: skip
    heads = ("number", "unit", "arrival", "departure", "kind", "status", "option until", "guest",
             "phone", "pets", "note", "portal", "in charge")  # fmt: skip
    path = owner.services.folder.path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    opened = files.open(path)
    change = files.enter(files.preview(opened, files.guess(opened)))
    made = tuple(one for one in change.made if isinstance(one, OccupancyChange))
    if not made:
        raise NothingThere
    owner.imports.append(made)


def _undo_import(owner: Owner) -> None:
    """Take back what the last list has brought, as far as it stands as it did then."""
    if not owner.imports:
        raise NothingThere
    now = {stay.id: stay.sequence for stay in owner.services.occupancies.all()}
    standing = [one for one in owner.imports.pop() if now.get(one.after.id) == one.after.sequence]
    if not standing:
        raise NothingThere
    with owner.services.work.change():
        owner.services.occupancies.take_back_many_within(standing)


def _forget(owner: Owner) -> None:
    today = owner.services.house_clock.today()
    past = [stay for stay in owner.services.occupancies.all() if not still_needed(stay, today)]
    stay = owner.one(past)
    owner.services.privacy.forget([stay.id])
    owner.stays = [one for one in owner.stays if one.after.id != stay.id]


def _empty_due(owner: Owner) -> None:
    owner.services.privacy.empty_due(owner.pick([1, 2]))


def _delete_stay(owner: Owner) -> None:
    stay = owner.stay(Status.CANCELLED)
    change = owner.services.occupancies.delete(stay.id, sequence=stay.sequence)
    owner.stays = [one for one in owner.stays if one.after.id != stay.id]
    if owner.pick([True, False]):
        with owner.services.work.change():
            owner.services.occupancies.take_back_deletion_within(change)


def _book_firmly(owner: Owner) -> None:
    stay = owner.stay(Status.OPTION)
    owner.stays.append(owner.services.options.book_firmly(stay.id, sequence=stay.sequence))


def _extend_option(owner: Owner) -> None:
    stay = owner.stay(Status.OPTION)
    until = date(2027, 7, owner.pick(range(1, 28)))
    owner.stays.append(owner.services.options.extend(stay.id, until, sequence=stay.sequence))


def _undo_stay(owner: Owner) -> None:
    if not owner.stays:
        raise NothingThere
    owner.stays.append(owner.services.occupancies.take_back(owner.stays.pop()))


def _choices(owner: Owner, kind: LinkKind) -> LinkChoices:
    details = owner.details()
    if kind is LinkKind.WEBSITE:
        details = replace(details, fields=frozenset())
    return LinkChoices(
        details=details,
        portal=owner.pick(["", "airbnb"]),
        language=owner.pick(["de", "en"]),
    )


def _enable_unit(owner: Owner) -> None:
    owner.services.links.enable_unit(owner.unit().id)


def _enable_all(owner: Owner) -> None:
    owner.services.links.enable_all()


def _enable(owner: Owner) -> None:
    link = owner.link(enabled=False)
    owner.links.append(
        LinkChange(link, owner.services.links.enable(link.id, sequence=link.sequence).after)
    )


def _disable(owner: Owner) -> None:
    link = owner.link(enabled=True)
    owner.links.append(
        LinkChange(link, owner.services.links.disable(link.id, sequence=link.sequence).after)
    )


def _add_link(owner: Owner) -> None:
    kind = owner.pick(list(LinkKind))
    unit = Target(Scope.UNIT, owner.unit().id)
    staff = Target(Scope.STAFF, owner.member().id)
    house = Target(Scope.PROPERTY, owner.one(owner.services.units.properties()).id)
    target = {
        LinkKind.WEBSITE: unit,
        LinkKind.CHANGEOVERS: staff,
        LinkKind.CALENDAR: owner.pick([unit, staff, house, WHOLE_HOUSE]),
    }[kind]
    added = owner.services.links.add(kind, target, _choices(owner, kind)).after
    owner.links.append(LinkChange(None, added))


def _change_link(owner: Owner) -> None:
    link = owner.link()
    wanted = _choices(owner, link.kind)
    if owner.pick([True, False]):
        wanted = replace(link.choices(), language=wanted.language)
    after = owner.services.links.change(link.id, wanted, sequence=link.sequence).after
    owner.links.append(LinkChange(link, after))


def _renew(owner: Owner) -> None:
    link = owner.link()
    after = owner.services.links.renew(link.id, sequence=link.sequence).after
    owner.links.append(LinkChange(link, after))


def _delete(owner: Owner) -> None:
    link = owner.link()
    after = owner.services.links.delete(link.id, sequence=link.sequence).after
    owner.links.append(LinkChange(link, after))


def _undo_link(owner: Owner) -> None:
    if not owner.links:
        raise NothingThere
    owner.links.append(owner.services.links.take_back(owner.links.pop()))


def _member_draft(owner: Owner) -> StaffDraft:
    units = owner.services.units.all(archived=True)
    cared = frozenset(unit.id for unit in units if owner.pick([True, False]))
    return StaffDraft(name=owner.pick(NAMES), role=owner.pick(NAMES), unit_ids=cared)


def _add_member(owner: Owner) -> None:
    owner.services.staff.add(_member_draft(owner))


def _change_member(owner: Owner) -> None:
    member = owner.member()
    wanted = _member_draft(owner)
    if owner.pick([True, False]):
        wanted = replace(member.draft(), name=wanted.name)
    owner.services.staff.change(member.id, wanted, sequence=member.sequence)


def _remove_member(owner: Owner) -> None:
    member = owner.member()
    after = owner.services.staff.remove(member.id, sequence=member.sequence).after
    owner.staff.append(StaffChange(member, after))


def _restore_member(owner: Owner) -> None:
    if not owner.staff:
        raise NothingThere
    member = owner.services.staff.get(owner.staff.pop().after.id)
    owner.services.staff.restore(member.id, sequence=member.sequence)


def _undo_member(owner: Owner) -> None:
    if not owner.staff:
        raise NothingThere
    owner.staff.append(owner.services.staff.take_back(owner.staff.pop()))


CHANGES: dict[str, Callable[[Owner], None]] = {
    "units.first_house": _first_house,
    "units.add_property": _add_property,
    "units.change_property": _change_property,
    "units.remove_property": _remove_property,
    "units.add": _add_unit,
    "units.add_to": _add_unit_to,
    "units.change": _change_unit,
    "units.rename": _rename_unit,
    "units.archive": _archive,
    "units.restore": _restore_unit,
    "units.arrange": _arrange,
    "occupancies.add": _add_stay,
    "occupancies.change": _change_stay,
    "occupancies.cancel": _cancel,
    "occupancies.delete": _delete_stay,
    "options.book_firmly": _book_firmly,
    "options.extend": _extend_option,
    "occupancies.take_back": _undo_stay,
    "file_import.enter": _import,
    "taking_back.many": _undo_import,
    "privacy.forget": _forget,
    "privacy.empty_due": _empty_due,
    "links.enable_unit": _enable_unit,
    "links.enable_all": _enable_all,
    "links.enable": _enable,
    "links.disable": _disable,
    "links.add": _add_link,
    "links.change": _change_link,
    "links.renew": _renew,
    "links.delete": _delete,
    "links.take_back": _undo_link,
    "staff.add": _add_member,
    "staff.change": _change_member,
    "staff.remove": _remove_member,
    "staff.restore": _restore_member,
    "staff.take_back": _undo_member,
}
"""By the name of the service and of its use case."""
