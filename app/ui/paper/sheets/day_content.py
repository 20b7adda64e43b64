"""What stands on the sheet of a day, in words: read once and then only drawn."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from app.core.stays.daily import day_plan
from app.core.stays.dates import LAST_DAY
from app.core.stays.occupancy import Status
from app.dataclass import dataclass
from app.ui.stays.words import arrival_time_line, origin_line, party_line

if TYPE_CHECKING:
    from app.core.house.staff import StaffMember
    from app.core.house.unit import Unit
    from app.core.stays.daily import Cleaning
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.services.services import Services

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the owner wants on paper; who comes along, when, and dates always stand there."""

    names: bool = True
    contacts: bool = True
    notes: bool = True
    staff: bool = True
    cleaning: bool = True

    @classmethod
    def of_text(cls, text: str) -> Self:
        """Return what `text` says, all of it where it says nothing."""
        wanted = text.split()
        return cls(**{f.name: f.name in wanted for f in fields(cls)}) if wanted else cls()

    def text(self) -> str:
        """Return a text that can be kept; "-" where nothing is wanted."""
        return " ".join(f.name for f in fields(self) if getattr(self, f.name)) or "-"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: where, with whom, what else is to be known, who does it, what is noted."""

    unit: str
    who: str
    facts: str
    staff: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What is alike on a day: the arrivals, the departures, the cleaning."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its heading; no parts where nothing is to be done."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a sheet: of one property, of all where `house` is empty."""

    first: date
    house: str
    days: tuple[Day, ...]
    made_on: date


def read_days(
    services: Services,
    texts: Catalogue,
    first: date,
    house_id: int | None = None,
    shown: Shown | None = None,
) -> Days:
    """Read a day and the next one.

    Args:
        services: the use cases.
        texts: the words of the sheet.
        first: the first of the two days.
        house_id: only the units of this property; None for all.
        shown: what shall stand there, everything where None.
    """
    houses = {house.id: house.name for house in services.units.properties()}
    units = [u for u in services.units.all() if house_id is None or u.property_id == house_id]
    stays = services.occupancies.all(departing_after=first - _ONE_DAY)
    today = services.house_clock.today()
    words = _Words(texts, today, units, houses, services.staff.all(), shown or Shown())
    order = [unit.id for unit in units]
    span = (first, first + _ONE_DAY) if first < LAST_DAY else (first,)
    days = tuple(words.day(stays, order, day) for day in span)
    return Days(first, houses.get(house_id or 0, ""), days, today)


class _Words:
    """Puts a day into words."""

    def __init__(
        self,
        texts: Catalogue,
        today: date,
        units: list[Unit],
        houses: dict[int, str],
        staff: list[StaffMember],
        shown: Shown,
    ) -> None:
        self._texts = texts
        self._today = today
        self._shown = shown
        names = {unit.id: unit.name for unit in units}
        of_several = len({unit.property_id for unit in units}) > 1
        self._units = names
        self._houses = {u.id: houses.get(u.property_id, "") for u in units if of_several}
        self._names = {member.id: member.name for member in staff}
        self._usual = {
            unit_id: ", ".join(m.name for m in staff if unit_id in m.unit_ids) for unit_id in names
        }

    def day(self, stays: list[Occupancy], order: list[int], day: date) -> Day:
        texts, plan = self._texts, day_plan(stays, order, day)
        parts = [
            Part(texts.tr("Departures"), tuple(map(self._leaving, plan.departures))),
            Part(texts.tr("Arrivals"), tuple(map(self._coming, plan.arrivals))),
        ]
        if self._shown.cleaning:
            parts.append(Part(texts.tr("Cleaning"), tuple(map(self._cleaned, plan.cleaning))))
        return Day(self._title(day), tuple(part for part in parts if part.lines))

    def _title(self, day: date) -> str:
        texts = self._texts
        near = {0: texts.tr("Today"), 1: texts.tr("Tomorrow")}.get((day - self._today).days)
        return " · ".join(filter(None, (near, texts.date(day))))

    def _leaving(self, stay: Occupancy) -> Line:
        texts = self._texts
        since = texts.short_date(stay.arrival, near=stay.departure)
        return self._line(stay, texts.tr("since {day}", day=since))

    def _coming(self, stay: Occupancy) -> Line:
        texts = self._texts
        until = texts.short_date(stay.departure, near=stay.arrival)
        return self._line(stay, texts.tr("until {day}", day=until), arrival_time_line(texts, stay))

    def _cleaned(self, cleaning: Cleaning) -> Line:
        texts, leaving, following = self._texts, cleaning.leaving, cleaning.following
        who = self._usual.get(leaving.unit_id) or self._names.get(leaving.staff_id or 0, "")
        if following is None:
            return Line(self._unit(leaving), texts.tr("no next arrival yet"), "", self._staff(who))
        arrival = (
            texts.tr("arrival on the same day")
            if cleaning.same_day
            else texts.tr("next arrival {day}", day=texts.date(following.arrival))
        )
        when = arrival_time_line(texts, following) if cleaning.same_day else ""
        facts = " · ".join(filter(None, (when, party_line(texts, following))))
        return Line(self._unit(leaving), arrival, facts, self._staff(who))

    def _line(self, stay: Occupancy, span: str, when: str = "") -> Line:
        texts, shown = self._texts, self._shown
        origin, named = origin_line(texts, stay), shown.names and bool(stay.called)
        more = [self._nights(stay), origin if named else ""]
        if stay.status is Status.OPTION and stay.option_until is not None:
            more.append(texts.tr("option until {day}", day=texts.day(stay.option_until)))
        more += stay.reach if shown.contacts else ()
        notes = (" · ".join(filter(None, more)), stay.more_note if shown.notes else "")
        own = self._names.get(stay.staff_id or 0, "") or self._usual.get(stay.unit_id, "")
        return Line(
            self._unit(stay),
            stay.called if named else origin,
            " · ".join(filter(None, (when, party_line(texts, stay), span))),
            self._staff(own),
            tuple(filter(None, notes)),
        )

    def _staff(self, name: str) -> str:
        return name if self._shown.staff else ""

    def _unit(self, stay: Occupancy) -> str:
        house = self._houses.get(stay.unit_id)
        name = self._units[stay.unit_id]
        return f"{name} ({house})" if house else name

    def _nights(self, stay: Occupancy) -> str:
        return self._texts.trn("{n} night", "{n} nights", stay.nights)
