"""What a link says of each occupancy: the words of its calendar, and nothing that is not ticked.

Everything that leaves through a calendar is put into words here. A staff member's changeover days
are events of their own; see `changeovers`. The calendar of a website knows no occupancies; see
``app.core.links.website_events``.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from app.core.ical.write import CalendarEntry, event_words
from app.core.links.availability import joined
from app.core.links.covers import Cover, covers_stay
from app.core.links.details import Field, Options
from app.core.links.event_marks import Mark
from app.core.links.link import Link, LinkKind, Scope
from app.core.portals import portal_name
from app.core.stays.occupancy import STATUS_LABELS, Occupancy, Status, title
from app.dataclass import dataclass
from app.i18n import N_, Message, catalogue

OCCUPIED = N_("Occupied")
_DIGEST_BYTES = 8
"""Two texts of one event are compared, not all with all: 64 bits are plenty."""


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """Of a unit what its entries may need: name, address (its own or the property's), counters.

    `cover` says how much of it the link covers.
    """

    name: str
    address: str
    revision: int
    changed_at: datetime
    cover: Cover = Cover.WHOLE


def covers(link: Link, units: Mapping[int, ShownUnit], stay: Occupancy) -> bool:
    """Tell whether a link that covers `units` covers this stay."""
    unit = units.get(stay.unit_id)
    return unit is not None and covers_stay(link.target, unit.cover, stay)


def entries(
    link: Link,
    stays: Sequence[Occupancy],
    units: Mapping[int, ShownUnit],
    staff: Mapping[int, str],
    marks: Mapping[int, Mark],
    today: date,
) -> Iterator[CalendarEntry]:
    """Return the events of a link's calendar, one by one; a link for a website has none here.

    Args:
        link: whose level of detail decides.
        stays: all occupancies of `units` that may count, in any order. For changeover days those
            to come belong to it, however far the link reaches and whoever sees to them.
        units: by id what the link covers; stays of other units are left out.
        staff: by id the names of staff members.
        marks: by id of the occupancy how often and when its event changed; see `first_mark` for
            those that are missing.
        today: from which the reach is counted.
    """
    reach = link.details.first_day(today), link.details.end_day(today)
    return (entry for _, entry in _events(link, stays, units, staff, marks, reach))


def digests(
    link: Link,
    stays: Sequence[Occupancy],
    units: Mapping[int, ShownUnit],
    staff: Mapping[int, str],
) -> dict[int, bytes]:
    """Return by id of the occupancy what stands for all that its event says, however far away.

    Of changeover days, `stays` must hold whoever arrives next, too: the event tells of them.
    """
    return {
        stay.id: hashlib.blake2b(event_words(entry).encode(), digest_size=_DIGEST_BYTES).digest()
        for stay, entry in _events(link, stays, units, staff, {}, (date.min, None))
    }


def first_mark(link: Link, stay: Occupancy, unit: ShownUnit) -> Mark:
    """Return the mark of an event that has none yet.

    What it says on a changeover day depends on other stays too: all that happens in the unit counts
    until somebody has kept a mark for it.
    """
    if link.kind is LinkKind.CHANGEOVERS:
        return Mark(unit.revision + link.revision, max(unit.changed_at, link.changed_at))
    return Mark(stay.sequence, stay.changed_at)


def ranges(link: Link, stays: Iterable[Occupancy]) -> tuple[tuple[date, date], ...]:
    """Return what is occupied as a website shows it: half-open ranges, sorted, touching ones one.

    Joined, for where one stay ends and the next begins is nobody's business.
    """
    return joined((stay.arrival, stay.departure) for stay in link.details.shown(stays, ""))


_Reach = tuple[date, date | None]
_Days = tuple[Occupancy, date, date, Occupancy | None]
"""A stay, the half-open days of its event, and on a changeover day who arrives next."""


def _events(
    link: Link,
    stays: Sequence[Occupancy],
    units: Mapping[int, ShownUnit],
    staff: Mapping[int, str],
    marks: Mapping[int, Mark],
    reach: _Reach,
) -> Iterator[tuple[Occupancy, CalendarEntry]]:
    """Yield the events that are within reach, each with the occupancy that it is of."""
    first, end = reach
    words = _Words(link, units, staff)
    uid = _uids(link)
    tentative = link.kind is LinkKind.CALENDAR and link.details.options is Options.TENTATIVE
    for stay, begins, ends, following in _days(link, stays, units):
        if ends <= first or (end is not None and begins >= end):
            continue
        unit = units[stay.unit_id]
        if not covers_stay(link.target, unit.cover, stay):
            continue
        mark = marks.get(stay.id) or first_mark(link, stay, unit)
        summary, lines = words.of(stay, following)
        yield (
            stay,
            CalendarEntry(
                uid=uid(stay.uid),
                sequence=mark.sequence,
                changed_at=mark.changed_at,
                first=begins,
                end=ends,
                summary=summary,
                description="\n".join(lines),
                location=words.location(stay),
                tentative=tentative and stay.status is Status.OPTION,
            ),
        )


def _days(
    link: Link, stays: Iterable[Occupancy], units: Mapping[int, ShownUnit]
) -> Iterator[_Days]:
    """Yield the days of all events, whether or not the link covers and reaches them."""
    portal = link.portal if link.kind is LinkKind.CALENDAR else ""
    shown = (stay for stay in link.details.shown(stays, portal) if stay.unit_id in units)
    match link.kind:
        case LinkKind.CALENDAR:
            return ((stay, stay.arrival, stay.departure, None) for stay in shown)
        case LinkKind.CHANGEOVERS:
            return _changeovers(shown)
        case LinkKind.WEBSITE:
            return iter(())


def _changeovers(stays: Iterable[Occupancy]) -> Iterator[_Days]:
    """Yield one event on each day of departure, with the next arrival in that unit."""
    by_unit: dict[int, list[Occupancy]] = defaultdict(list)
    for stay in sorted(stays, key=lambda stay: (stay.arrival, stay.departure, stay.uid)):
        by_unit[stay.unit_id].append(stay)
    for of_unit in by_unit.values():
        arrivals = [stay.arrival for stay in of_unit]
        for stay in of_unit:
            place = bisect_left(arrivals, stay.departure)
            following = of_unit[place] if place < len(of_unit) else None
            yield stay, stay.departure, stay.departure + timedelta(days=1), following


def _uids(link: Link) -> Callable[[str], str]:
    """Return what makes an event's uid: the occupancy's, for staff made one of this link."""
    if link.target.scope is not Scope.STAFF:
        return lambda uid: uid
    mark = "-cleaning" if link.kind is LinkKind.CHANGEOVERS else ""

    def own(uid: str) -> str:
        local, at, host = uid.partition("@")
        return f"{local}-{link.id}{mark}{at}{host}"

    return own


class _Words:
    """Puts occupancies into the words of one link."""

    def __init__(
        self, link: Link, units: Mapping[int, ShownUnit], staff: Mapping[int, str]
    ) -> None:
        self._units = units
        self._staff = staff
        self._changeovers = link.kind is LinkKind.CHANGEOVERS
        self._several = link.several
        self._fields = link.details.fields
        self._texts = catalogue(link.language)
        self._occupied = self._texts.tr(OCCUPIED)
        self._described = bool(self._fields - {Field.TITLE, Field.GUEST, Field.ADDRESS})

    def of(self, stay: Occupancy, following: Occupancy | None) -> tuple[str, list[str]]:
        """Return an event's headline and the lines of its description."""
        if self._changeovers:
            return self._cleaning(stay, following), self._both(stay, following)
        return self._summary(stay), self._lines(stay)

    def _summary(self, stay: Occupancy) -> str:
        """Return an event's headline: the word for occupied unless more is ticked."""
        said = self._headline(stay) or self._occupied
        return f"{self._units[stay.unit_id].name}: {said}" if self._several else said

    def location(self, stay: Occupancy) -> str:
        """Return the address in one line, if it is ticked."""
        if Field.ADDRESS not in self._fields:
            return ""
        lines = self._units[stay.unit_id].address.split("\n")
        return ", ".join(line.strip() for line in lines if line.strip())

    def _lines(self, stay: Occupancy, *, comes: bool = True) -> list[str]:
        """Return what else is ticked, a line each; a note last, with all its lines.

        `comes` is whether the arrival is still of interest.
        """
        if not self._described:
            return []
        tr, fields = self._texts.tr, self._fields
        said: list[str] = []
        if Field.STATUS in fields:
            said.append(tr("Status: {status}", status=self._status(stay)))
        if Field.PORTAL in fields and stay.portal:
            said.append(tr("Portal: {portal}", portal=portal_name(stay.portal)))
        if comes and Field.ARRIVAL_TIME in fields and stay.arrival_time is not None:
            said.append(tr("Arrival time: {time}", time=stay.arrival_time))
        said += self._party(stay)
        said += self._reach(stay)
        if Field.STAFF in fields and (name := self._staff.get(stay.staff_id or 0)):
            said.append(tr("In charge: {name}", name=name))
        if Field.NOTE in fields and stay.note:
            said.append(tr("Note: {note}", note=stay.note))
        return said

    def _party(self, stay: Occupancy) -> Iterator[str]:
        """Yield what is ticked of who comes."""
        tr, fields = self._texts.tr, self._fields
        if Field.PERSONS in fields and stay.persons is not None:
            yield tr("Persons: {n}", n=stay.persons)
        if Field.CHILDREN in fields and stay.adults is not None:
            yield tr("Adults: {n}, children: {m}", n=stay.adults, m=stay.children)
        if Field.PETS in fields and stay.pets is not None:
            yield tr("Pets: {n}", n=stay.pets)

    def _reach(self, stay: Occupancy) -> Iterator[str]:
        """Yield what is ticked of how to reach the guest."""
        tr, fields = self._texts.tr, self._fields
        if Field.PHONE in fields and stay.phone:
            yield tr("Phone: {phone}", phone=stay.phone)
        if Field.EMAIL in fields and stay.email:
            yield tr("E-mail: {email}", email=stay.email)
        if Field.CONTACT in fields and stay.contact:
            yield tr("Contact: {contact}", contact=stay.contact)

    def _cleaning(self, stay: Occupancy, following: Occupancy | None) -> str:
        """Return the headline of a changeover day."""
        unit = self._units[stay.unit_id].name
        tr = self._texts.tr
        if following is None:
            return tr("Final cleaning {unit}; no next arrival yet", unit=unit)
        day = self._texts.short_date(following.arrival, near=stay.departure)
        if Field.PERSONS in self._fields and following.persons is not None:
            return self._texts.trn(
                "Final cleaning {unit}; next arrival {day}, {n} person",
                "Final cleaning {unit}; next arrival {day}, {n} persons",
                following.persons,
                unit=unit,
                day=day,
            )
        return tr("Final cleaning {unit}; next arrival {day}", unit=unit, day=day)

    def _both(self, stay: Occupancy, following: Occupancy | None) -> list[str]:
        """Return what is ticked about who leaves and who comes; nothing by default."""
        if not self._fields - {Field.PERSONS, Field.ADDRESS}:
            return []
        parts = [(N_("Departing"), stay)]
        if following is not None:
            parts.append((N_("Arriving"), following))
        said: list[str] = []
        for heading, one in parts:
            lines = self._lines(one, comes=one is following)
            facts = [line for line in (self._headline(one), *lines) if line]
            if facts:
                said += [f"{self._texts.tr(heading)}:", *facts]
        return said

    def _headline(self, stay: Occupancy) -> str:
        guest = stay.guest if Field.GUEST in self._fields else ""
        if Field.TITLE not in self._fields:
            return guest
        said = self._message(title(stay))
        return f"{guest} ({said})" if guest else said

    def _status(self, stay: Occupancy) -> str:
        if stay.status is Status.OPTION and stay.option_until is not None:
            return self._texts.tr("Option until {day}", day=stay.option_until)
        return self._texts.tr(STATUS_LABELS[stay.status])

    def _message(self, message: Message) -> str:
        return self._texts.tr(message.text, **message.values)
