"""What a link says of each occupancy: the words of its calendar, and nothing that is not ticked.

Everything that leaves through a calendar is put into words here. A staff member's changeover days
are events of their own; see `changeovers`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.details import Field, Options
from app.core.ical import CalendarEntry
from app.core.link import Link, LinkKind, Scope
from app.core.occupancy import STATUS_LABELS, Occupancy, Status, title
from app.core.portals import portal_name
from app.i18n import N_, Message, catalogue

OCCUPIED = N_("Occupied")


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """Of a unit what its entries may need: name, address (its own or the property's), counters.

    `whole` is False where a staff member sees to some of its stays only.
    """

    name: str
    address: str
    revision: int
    changed_at: datetime
    whole: bool = True


def entries(
    link: Link,
    stays: Sequence[Occupancy],
    units: Mapping[int, ShownUnit],
    staff: Mapping[int, str],
    today: date,
) -> Iterator[CalendarEntry]:
    """Return the events of a link's calendar, one by one.

    Args:
        link: whose level of detail decides.
        stays: all occupancies of `units` that may count, in any order. For changeover days those
            to come belong to it, however far the link reaches and whoever sees to them.
        units: by id what the link is over; stays of other units are left out.
        staff: by id the names of staff members.
        today: from which the reach is counted.
    """
    portal = link.portal if link.kind is LinkKind.CALENDAR else ""
    shown = [stay for stay in link.details.shown(stays, portal) if stay.unit_id in units]
    words = _Words(link, units, staff)
    match link.kind:
        case LinkKind.CALENDAR:
            return _occupancies(link, shown, words, today)
        case LinkKind.CHANGEOVERS:
            return _changeovers(link, shown, words, today)
        case LinkKind.WEBSITE:
            return _taken(link, shown, words, today)


def ranges(link: Link, stays: Iterable[Occupancy]) -> tuple[tuple[date, date], ...]:
    """Return what is occupied as a website shows it: half-open ranges, sorted, touching ones one.

    Joined, for where one stay ends and the next begins is nobody's business.
    """
    joined: list[tuple[date, date]] = []
    for stay in sorted(link.details.shown(stays, ""), key=lambda stay: stay.arrival):
        if joined and stay.arrival <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], stay.departure))
        else:
            joined.append((stay.arrival, stay.departure))
    return tuple(joined)


def _occupancies(
    link: Link, stays: Sequence[Occupancy], words: _Words, today: date
) -> Iterator[CalendarEntry]:
    """Yield one event for each occupancy."""
    first, end = link.details.first_day(today), link.details.end_day(today)
    uid = _uids(link, "")
    tentative = link.details.options is Options.TENTATIVE
    for stay in stays:
        if stay.departure > first and (end is None or stay.arrival < end):
            yield CalendarEntry(
                uid=uid(stay.uid),
                sequence=stay.sequence,
                changed_at=stay.changed_at,
                first=stay.arrival,
                end=stay.departure,
                summary=words.summary(stay),
                description="\n".join(words.lines(stay)),
                location=words.location(stay),
                tentative=tentative and stay.status is Status.OPTION,
            )


def _taken(
    link: Link, stays: Sequence[Occupancy], words: _Words, today: date
) -> Iterator[CalendarEntry]:
    """Yield what a link for a website says: the joined ranges of its page, no stay by itself."""
    if not stays:
        return
    first, end = link.details.first_day(today), link.details.end_day(today)
    unit = words.units[stays[0].unit_id]
    for begins, ends in ranges(link, stays):
        if ends > first and (end is None or begins < end):
            yield CalendarEntry(
                uid=f"{begins.isoformat()}-{link.id}@zimmerfrei",
                sequence=unit.revision + link.revision,
                changed_at=max(unit.changed_at, link.changed_at),
                first=begins,
                end=ends,
                summary=words.occupied,
            )


def _changeovers(
    link: Link, stays: Sequence[Occupancy], words: _Words, today: date
) -> Iterator[CalendarEntry]:
    """Yield one event on each day of departure, with the next arrival in that unit.

    What it says depends on other stays too, on some that may be gone by now. Its counter and time
    are those of the whole unit and of the link, so that they never go back.
    """
    first, end = link.details.first_day(today), link.details.end_day(today)
    uid = _uids(link, "-cleaning")
    by_unit: dict[int, list[Occupancy]] = defaultdict(list)
    for stay in sorted(stays, key=lambda stay: (stay.arrival, stay.departure, stay.uid)):
        by_unit[stay.unit_id].append(stay)
    for unit_id, of_unit in by_unit.items():
        arrivals = [stay.arrival for stay in of_unit]
        unit = words.units[unit_id]
        for stay in of_unit:
            if stay.departure < first or (end is not None and stay.departure >= end):
                continue
            if not unit.whole and stay.staff_id != link.target.id:
                continue
            place = bisect_left(arrivals, stay.departure)
            following = of_unit[place] if place < len(of_unit) else None
            yield CalendarEntry(
                uid=uid(stay.uid),
                sequence=unit.revision + link.revision,
                changed_at=max(unit.changed_at, link.changed_at),
                first=stay.departure,
                end=stay.departure + timedelta(days=1),
                summary=words.cleaning(stay, following),
                description="\n".join(words.both(stay, following)),
                location=words.location(stay),
            )


def _uids(link: Link, mark: str) -> Callable[[str], str]:
    """Return what makes an event's uid: the occupancy's, for staff made one of this link."""
    if link.target.scope is not Scope.STAFF:
        return lambda uid: uid

    def own(uid: str) -> str:
        local, at, host = uid.partition("@")
        return f"{local}-{link.id}{mark}{at}{host}"

    return own


class _Words:
    """Puts occupancies into the words of one link."""

    def __init__(
        self, link: Link, units: Mapping[int, ShownUnit], staff: Mapping[int, str]
    ) -> None:
        self.units = units
        self._staff = staff
        self._several = link.several
        self._fields = link.details.fields
        self._texts = catalogue(link.language)
        self.occupied = self._texts.tr(OCCUPIED)
        self._described = bool(self._fields - {Field.TITLE, Field.GUEST, Field.ADDRESS})

    def summary(self, stay: Occupancy) -> str:
        """Return an event's headline: the word for occupied unless more is ticked."""
        said = self._headline(stay) or self.occupied
        return f"{self.units[stay.unit_id].name}: {said}" if self._several else said

    def location(self, stay: Occupancy) -> str:
        """Return the address in one line, if it is ticked."""
        if Field.ADDRESS not in self._fields:
            return ""
        lines = self.units[stay.unit_id].address.split("\n")
        return ", ".join(line.strip() for line in lines if line.strip())

    def lines(self, stay: Occupancy) -> list[str]:
        """Return what else is ticked, a line each; a note last, with all its lines."""
        if not self._described:
            return []
        tr, fields = self._texts.tr, self._fields
        said: list[str] = []
        if Field.STATUS in fields:
            said.append(tr("Status: {status}", status=self._status(stay)))
        if Field.PORTAL in fields and stay.portal:
            said.append(tr("Portal: {portal}", portal=portal_name(stay.portal)))
        if Field.PERSONS in fields and stay.persons is not None:
            said.append(tr("Persons: {n}", n=stay.persons))
        if Field.CONTACT in fields and stay.contact:
            said.append(tr("Contact: {contact}", contact=stay.contact))
        if Field.STAFF in fields and (name := self._staff.get(stay.staff_id or 0)):
            said.append(tr("In charge: {name}", name=name))
        if Field.NOTE in fields and stay.note:
            said.append(tr("Note: {note}", note=stay.note))
        return said

    def cleaning(self, stay: Occupancy, following: Occupancy | None) -> str:
        """Return the headline of a changeover day."""
        unit = self.units[stay.unit_id].name
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

    def both(self, stay: Occupancy, following: Occupancy | None) -> list[str]:
        """Return what is ticked about who leaves and who comes; nothing by default."""
        if not self._fields - {Field.PERSONS, Field.ADDRESS}:
            return []
        parts = [(N_("Departing"), stay)]
        if following is not None:
            parts.append((N_("Arriving"), following))
        said: list[str] = []
        for heading, one in parts:
            facts = [line for line in (self._headline(one), *self.lines(one)) if line]
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
