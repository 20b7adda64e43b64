"""The owner's house on that day: what they edit, what portals sell, and what must be seen of both.

Every stay has five days of its own, which no other ever gets: so what a calendar says of them can
be told from what is known here alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from app.core.ical.ours import days_in
from app.core.importing.nights import Nights
from app.core.importing.report.standing import SourceDraft
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.core.publishing.webspace import files_of
from app.core.stays.occupancy import BY_HAND, Occupancy, OccupancyDraft, Status
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from tests.day.world import World
from tests.feeds_of_portals import TODAY, Event

_SLOT, _NIGHTS = 5, 4
_GUESTS = LinkChoices(details=Details(fields=frozenset({Field.GUEST})))


@dataclass
class Sold:
    """What a portal sells of a unit: the five days of each stay, and since when they are sold."""

    number: int
    unit_id: int
    stays: dict[int, float] = field(default_factory=dict)
    cancelled: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Edited:
    """A stay that the owner has edited: its nights are to be seen, or not any more."""

    unit_id: int
    guest: str
    nights: Nights
    there: bool


def _arrival(slot: int) -> date:
    return TODAY + timedelta(days=_SLOT * slot)


def _nights(slot: int) -> Nights:
    return Nights.of([(_arrival(slot), _arrival(slot) + timedelta(days=_NIGHTS))])


class House:
    """Makes the house on the first start; knows then what was done and sold."""

    def __init__(self, services: Services, world: World, units: int) -> None:
        self._world = world
        self._random = Random(units)
        self._edits = 0
        names = [f"Seeblick {number}" for number in range(units)]
        self._units = [unit.id for unit in services.units.first_house("Haus", names).units]
        self._next = dict.fromkeys(self._units, 1)
        self._portals = [Sold(number, unit) for number, unit in enumerate(self._units[::2])]
        services.publishing.set_up(*world.webspace(), Keeping.FILE)
        self.links = self._linked(services)
        for portal in self._portals:
            self._sell(portal, 0)
            services.sources.add(
                SourceDraft(
                    unit_id=portal.unit_id,
                    portal="fewo-direkt",
                    address=world.address(portal.number),
                )
            )

    def _linked(self, services: Services) -> list[Link]:
        """Return the link of the house with its guests, then those of the units."""
        links = [services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, _GUESTS).after]
        for unit_id in self._units:
            links.append(services.links.enable_unit(unit_id).after)
            target = Target(Scope.UNIT, unit_id)
            choices = LinkChoices(portal="airbnb")
            links.append(services.links.add(LinkKind.CALENDAR, target, choices).after)
        return links

    # ---- the owner ----

    def edit(self, services: Services) -> Edited:
        """Let the owner enter, change, cancel or take back; return what must be seen of it."""
        self._edits += 1
        by_hand = [
            stay for stay in services.occupancies.all() if stay.source == BY_HAND and stay.blocks
        ]
        if len(by_hand) < len(self._units) or self._edits % 3 == 0:
            return self._enter(services)
        stay = self._random.choice(by_hand)
        do = (self._cancel, self._rename, self._shorten, self._and_back)[self._edits % 4]
        return do(services, stay)

    def _enter(self, services: Services) -> Edited:
        unit_id = self._random.choice(self._units)
        slot = self._slot(unit_id)
        option = self._edits % 6 == 0
        draft = OccupancyDraft(
            unit_id=unit_id,
            arrival=_arrival(slot),
            departure=_arrival(slot) + timedelta(days=_NIGHTS),
            status=Status.OPTION if option else Status.CONFIRMED,
            option_until=_arrival(slot) if option else None,
            guest=f"Gast {self._edits}x",
        )
        return self._seen(services.occupancies.add(draft).after)

    def _cancel(self, services: Services, stay: Occupancy) -> Edited:
        services.occupancies.cancel(stay.id, sequence=stay.sequence)
        return replace(self._seen(stay), there=False)

    def _rename(self, services: Services, stay: Occupancy) -> Edited:
        return self._changed(services, stay, replace(stay.draft(), guest=f"Gast {self._edits}x"))

    def _shorten(self, services: Services, stay: Occupancy) -> Edited:
        draft = stay.draft()
        nights = _NIGHTS - 1 if draft.nights == _NIGHTS else _NIGHTS
        until = draft.arrival + timedelta(days=nights)
        return self._changed(services, stay, replace(draft, departure=until))

    def _and_back(self, services: Services, stay: Occupancy) -> Edited:
        change = services.occupancies.cancel(stay.id, sequence=stay.sequence)
        return self._seen(services.occupancies.take_back(change).after)

    def _changed(self, services: Services, stay: Occupancy, draft: OccupancyDraft) -> Edited:
        changed = services.occupancies.change(stay.id, draft, sequence=stay.sequence)
        return self._seen(changed.after)

    def _seen(self, stay: Occupancy) -> Edited:
        nights = Nights.of([(stay.arrival, stay.departure)])
        return Edited(stay.unit_id, stay.guest, nights, there=True)

    def _slot(self, unit_id: int) -> int:
        self._next[unit_id] += 1
        return self._next[unit_id] - 1

    # ---- the portals ----

    def sells(self, now: float) -> None:
        """Let a portal sell a stay, or one that is far ahead be cancelled there."""
        portal = self._random.choice(self._portals)
        ahead = sorted(portal.stays)[1:]
        if len(ahead) > 2 and self._random.random() < 0.4:
            slot = self._random.choice(ahead)
            del portal.stays[slot]
            portal.cancelled[slot] = now
            self._show(portal)
        else:
            self._sell(portal, now)

    def _sell(self, portal: Sold, now: float) -> None:
        portal.stays[self._slot(portal.unit_id)] = now
        self._show(portal)

    def _show(self, portal: Sold) -> None:
        events = [
            Event(_SLOT * slot, _NIGHTS, "Reserved - Gast", f"{portal.number}-{slot}")
            for slot in sorted(portal.stays)
        ]
        self._world.shows(portal.number, events)

    # ---- what must be seen ----

    def link_of(self, unit_id: int) -> Link:
        return next(one for one in self.links if one.target == Target(Scope.UNIT, unit_id))

    def missed(self, edited: Edited, of_house: bytes, of_unit: bytes) -> Iterator[str]:
        """Yield in words what calendars do not say of an edit that they should."""
        if (edited.guest.encode() in of_house.replace(b"\r\n ", b"")) is not edited.there:
            yield f"{edited.guest} is not in the house as they were edited"
        said = Nights.of(days_in(of_unit)) & edited.nights
        if said != (edited.nights if edited.there else Nights()):
            yield f"the nights of {edited.guest} are not in the unit’s calendar as edited"

    def unread(self, services: Services, bought_by: float) -> Iterator[str]:
        """Yield in words what portals had sold by then and is not here."""
        here = _from_portals(services)
        for portal in self._portals:
            for slot in _by(portal.stays, bought_by):
                if (portal.unit_id, _arrival(slot)) not in here:
                    yield f"what was sold from {_arrival(slot)} on has not come"

    def still_here(self, services: Services, gone_by: float) -> Iterator[str]:
        """Yield in words what was cancelled at portals by then and is still here."""
        here = _from_portals(services)
        for portal in self._portals:
            for slot in _by(portal.cancelled, gone_by):
                if (portal.unit_id, _arrival(slot)) in here:
                    yield f"what was cancelled from {_arrival(slot)} on is still here"

    def is_published(self, services: Services, units: Collection[int] | None = None) -> bool:
        """Tell whether on the webspace lies what links say now: those of these units, or all."""
        there = self._world.published()
        links = [
            link
            for link in self.links
            if units is None or link.target == WHOLE_HOUSE or link.target.id in units
        ]
        wanted = {files_of(link)[0]: services.links.preview(link) for link in links}
        return set(there) == {files_of(link)[0] for link in self.links} and all(
            there[name] == body for name, body in wanted.items()
        )


def _from_portals(services: Services) -> set[tuple[int, date]]:
    return {
        (stay.unit_id, stay.arrival)
        for stay in services.occupancies.all()
        if stay.blocks and stay.source != BY_HAND
    }


def _by(slots: dict[int, float], moment: float) -> Iterable[int]:
    return (slot for slot, since in slots.items() if since <= moment)
