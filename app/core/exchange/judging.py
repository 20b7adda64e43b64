"""What becomes of the occupancies that a file asks for: new, changed, there already, refused.

Pure: from values that were loaded in one transaction. Entering what is judged here in that same
transaction makes no double booking that was not there before.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from app.core.errors import UserError
from app.core.exchange.house import House
from app.core.exchange.matching import matched
from app.core.exchange.stays import FileStay, FileStays, Refusal
from app.core.stays.dates import is_long
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status, check_occupancy, who
from app.core.stays.taken import before_a_stop, taken_already
from app.dataclass import dataclass
from app.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Asked:
    """An occupancy that is to be entered (`before` is None), or changed: to `after`, by `line`."""

    stay: FileStay
    before: Occupancy | None
    after: OccupancyDraft

    @property
    def changes(self) -> bool:
        return self.before is None or self.before.draft() != self.after


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file would do, each in the file's order.

    `same` counts what is entered already just as the file says; `free` takes no night and is left
    out, as is what is of units that the owner does not want (`left_out` counts it).
    """

    new: tuple[Asked, ...] = ()
    changed: tuple[Asked, ...] = ()
    same: int = 0
    refused: tuple[Refusal, ...] = ()
    free: tuple[Refusal, ...] = ()
    left_out: int = 0
    events: bool = False
    """Whether numbers in the file are those of events of a calendar, not of lines."""

    @property
    def does(self) -> int:
        """How many occupancies are entered or changed."""
        return len(self.new) + len(self.changed)


def judged(
    asked: FileStays,
    standing: Sequence[Occupancy],
    house: House,
    today: date,
    *,
    allow_long: bool = False,
) -> Judged:
    """Return what becomes of everything that a file asks for.

    Args:
        asked: what the file says.
        standing: every occupancy of the units, cancelled ones too.
        house: its units.
        today: the local date.
        allow_long: more than a year is meant.
    """
    pairs = matched(asked.stays, standing)
    wanted = [
        Asked(stay, before, _after(stay, before))
        for stay, before in zip(asked.stays, pairs, strict=True)
    ]
    refused: dict[int, Message] = {}
    for at, one in enumerate(wanted):
        why = _wrong(one, house, allow_long=allow_long)
        if why is not None:
            refused[at] = why
    _refuse_twice(wanted, refused, events=asked.events)
    plan = partial(_Plan, standing, today, events=asked.events)
    _refuse_overlaps(wanted, refused, plan, house)
    left = [one for at, one in enumerate(wanted) if at not in refused]
    told = [_refusal(wanted[at].stay, house, why) for at, why in refused.items()]
    return Judged(
        new=tuple(one for one in left if one.before is None),
        changed=tuple(one for one in left if one.before is not None and one.changes),
        same=sum(not one.changes for one in left),
        refused=tuple(sorted((*asked.refused, *told), key=lambda one: one.line)),
        free=asked.free,
        left_out=asked.left_out,
        events=asked.events,
    )


def _refusal(stay: FileStay, house: House, why: Message) -> Refusal:
    draft = stay.draft
    days = (draft.arrival, draft.departure)
    return Refusal(stay.line, draft.called, why, unit=house.unit_name(draft.unit_id), days=days)


def _after(stay: FileStay, before: Occupancy | None) -> OccupancyDraft:
    """Return what is to stand: of what stood, that of which the file says nothing stays."""
    if before is None:
        return stay.draft
    draft = before.draft()
    said = {name: getattr(stay.draft, name) for name in stay.given}
    after = replace(draft, unit_id=stay.draft.unit_id, **said)
    # Only an option holds until a day.
    return replace(
        after, option_until=after.option_until if after.status is Status.OPTION else None
    )


def _wrong(one: Asked, house: House, *, allow_long: bool) -> Message | None:
    """Return why something cannot be entered whatever else stands there, None where it can."""
    if not one.changes:
        return None
    unit = house.units.get(one.after.unit_id)
    if unit is None:
        return Message(N_("This unit does not exist any more."))
    if unit.archived:
        return Message(
            N_("{unit} is archived. Please bring it back before you change its occupancies."),
            {"unit": unit.name},
        )
    staff_id = one.after.staff_id
    if staff_id in house.former and (one.before is None or one.before.staff_id != staff_id):
        return Message(N_("There is no staff member “{name}”."), {"name": house.former[staff_id]})
    if one.before is not None:
        try:
            # What the file says and what stays of before may contradict each other.
            check_occupancy(one.after)
        except UserError as error:
            return Message(error.message, error.values)
    longer = one.before is None or one.after.nights > one.before.nights
    if not allow_long and longer and one.after.blocks:
        arrival, departure = one.after.arrival, one.after.departure
        if is_long(arrival, departure):
            return Message(
                N_("{arrival} to {departure} is more than a year: {nights} nights."),
                {"arrival": arrival, "departure": departure, "nights": one.after.nights},
            )
    return None


def _refuse_twice(wanted: Sequence[Asked], refused: dict[int, Message], *, events: bool) -> None:
    """Refuse what the file says a second time: by the same number, or in the very same words."""
    numbers: dict[str, int] = {}
    words: dict[OccupancyDraft, int] = {}
    for at, one in enumerate(wanted):
        uid, line = one.stay.uid, one.stay.line
        if uid:
            first = numbers.setdefault(uid, line)
        elif one.changes and one.after.blocks:
            first = words.setdefault(one.stay.draft, line)
        else:
            continue
        if first != line:
            why = (
                N_("Stands in the file already, as event {line}.")
                if events
                else N_("Stands in the file already, in line {line}.")
            )
            refused.setdefault(at, Message(why, {"line": first}))


def _refuse_overlaps(
    wanted: Sequence[Asked],
    refused: dict[int, Message],
    planned: Callable[[Sequence[Asked]], _Plan],
    house: House,
) -> None:
    """Refuse what would take nights twice.

    What is refused leaves standing what it would have changed, and that may be in the way of
    others: so it is looked again until no more are refused.
    """
    while True:
        plan = planned([one for at, one in enumerate(wanted) if at not in refused])
        before = len(refused)
        for at, one in enumerate(wanted):
            if at not in refused:
                why = plan.refusal(one, house)
                if why is not None:
                    refused[at] = why
        returned = any(wanted[at].before is not None for at in list(refused)[before:])
        if not returned:
            return


class _Plan:
    """Who takes which nights while the lines of a file are entered one after the other."""

    def __init__(
        self,
        standing: Iterable[Occupancy],
        today: date,
        entered: Iterable[Asked],
        *,
        events: bool,
    ) -> None:
        self._today = today
        self._events = events
        standing = (stay for stay in standing if stay.blocks)
        moving = {one.before.id for one in entered if one.before is not None and _moves(one)}
        self._nights = defaultdict[int, list[_Taken]](list)
        self._before = defaultdict[int, list[_Taken]](list)
        for stay in sorted(standing, key=lambda stay: (stay.arrival, stay.id)):
            taken = _Taken(stay.arrival, stay.id, stay.departure, stay)
            self._before[stay.unit_id].append(taken)
            if stay.id not in moving:
                self._nights[stay.unit_id].append(taken)
        self._longest = {
            unit: max((one.departure - one.arrival).days for one in some)
            for unit, some in self._before.items()
        }

    def refusal(self, one: Asked, house: House) -> Message | None:
        """Return why these nights cannot be taken; where they can, take them."""
        after = one.after
        if not after.blocks or not _moves(one):
            return None
        tolerated: set[int] = set()
        if one.before is not None and one.before.blocks:
            beside = self._within(self._before, one.before)
            tolerated = {other.number for other in beside}
        for other in self._within(self._nights, after):
            if other.number not in tolerated:
                unit = house.unit_name(after.unit_id)
                return self._in_the_way(unit, other.what)
        taken = _Taken(after.arrival, -one.stay.line - 1, after.departure, one)
        insort(self._nights[after.unit_id], taken, key=_by_arrival)
        longest = self._longest.get(after.unit_id, 0)
        self._longest[after.unit_id] = max(longest, after.nights)
        return None

    def _in_the_way(self, unit: str, what: Occupancy | Asked) -> Message:
        if isinstance(what, Occupancy):
            return taken_already(unit, what, self._today)
        if not what.stay.line:
            why = N_("Another one in the file has these nights already: {who}.")
        elif self._events:
            why = N_("Event {line} of the file has these nights already: {who}.")
        else:
            why = N_("Line {line} of the file has these nights already: {who}.")
        return Message(why, {"line": what.stay.line, "who": before_a_stop(who(what.after))})

    def _within(self, nights: dict[int, list[_Taken]], draft: OccupancyDraft) -> Iterator[_Taken]:
        """Yield what shares a night with `draft`."""
        some = nights.get(draft.unit_id, [])
        earliest = draft.arrival.toordinal() - self._longest.get(draft.unit_id, 0)
        at = bisect_left(some, max(earliest, 1), key=lambda one: one.arrival.toordinal())
        for taken in some[at : bisect_left(some, draft.departure, key=_by_arrival)]:
            if taken.departure > draft.arrival:
                yield taken


@dataclass(frozen=True, slots=True)
class _Taken:
    """Nights that are taken: by an occupancy that stands, or by a line of the file."""

    arrival: date
    number: int
    departure: date
    what: Occupancy | Asked


def _by_arrival(taken: _Taken) -> date:
    return taken.arrival


def _moves(one: Asked) -> bool:
    """Tell whether something takes nights that it did not take before, or frees some."""
    before, after = one.before, one.after
    return before is None or (before.unit_id, before.arrival, before.departure, before.blocks) != (
        after.unit_id,
        after.arrival,
        after.departure,
        after.blocks,
    )
