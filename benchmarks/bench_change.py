"""What one change of an occupancy costs, with five links that may say something else by it.

Every link compares what it says with what it said before; only what was touched and its neighbours
are looked at. So a change in a unit with thousands of stays may cost little more than in one with a
few. Exits 1 where it costs more than the bound. Then what it costs that what is overwritten leaves
no bytes behind in the file (`secure_delete`), and what a change costs that touches everything.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.services.services import Services
from app.storage.engine.connection import SETTINGS
from benchmarks.house import house

FEW, MANY = 50, 5_000
ROUNDS = 60
BOUND = 2.0
"""Times a change in the small unit."""
SECURE_BOUND = 1.25
"""Times a change in a file that keeps the bytes of what is overwritten. Seen: 1.0, for pages that a
change writes anyway are only filled with zeros where they have room."""


def add_links(services: Services, main: Link) -> None:
    """Add to the unit's own link one that says everything, and three over more than it."""
    everything = LinkChoices(details=Details(fields=frozenset(Field)))
    unit = main.unit_id
    assert unit is not None
    maria = services.staff.add(StaffDraft(name="Maria", unit_ids=frozenset({unit})))
    staff = Target(Scope.STAFF, maria.id)
    services.links.add(LinkKind.CALENDAR, main.target, everything)
    services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices())
    services.links.add(LinkKind.CALENDAR, staff, everything)
    services.links.add(LinkKind.CHANGEOVERS, staff, everything)


class Owner:
    """Changes the guest, or moves the days, of the stay in the middle."""

    def __init__(self, services: Services) -> None:
        self._services = services
        stays = services.occupancies.all()
        self._stay = stays[len(stays) // 2]
        self._days = (self._stay.arrival, self._stay.departure)
        self._number = 0

    def rename(self) -> None:
        self._change(guest=f"Familie {self._number}")

    def move(self) -> None:
        arrival, departure = self._days
        shorter = timedelta(days=self._number % 2)
        self._change(arrival=arrival + shorter, departure=departure)

    def _change(self, **values: object) -> None:
        self._number += 1
        draft = replace(self._stay.draft(), **values)  # type: ignore[arg-type]  # by their names
        change = self._services.occupancies.change
        self._stay = change(self._stay.id, draft, sequence=self._stay.sequence).after


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of this process; what the disk takes to sync is the same for all."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def tell_secure() -> bool:
    """Print what it costs that nothing overwritten is left in the file; tell whether it may."""
    with ExitStack() as houses:
        owners = []
        for secure in (0, 1):
            with patch.dict(SETTINGS, secure_delete=secure):
                services, (link,) = houses.enter_context(house(1, MANY))
            add_links(services, link)
            owners.append(Owner(services))
        keeping, overwriting = owners
        pairs = [
            (timed(plain), timed(secure))
            for _ in range(ROUNDS)
            for plain, secure in (
                (keeping.rename, overwriting.rename),
                (keeping.move, overwriting.move),
            )
        ]
    ratio = statistics.median(more / less for less, more in pairs)
    print(
        f"a change that leaves no bytes of what was before: {ratio:.2f} times one that does "
        f"(at most {SECURE_BOUND:g}){'' if ratio <= SECURE_BOUND else '  MISSED'}"
    )
    return ratio <= SECURE_BOUND


def main() -> int:
    """Print a line for each kind of change."""
    good = True
    with ExitStack() as houses:
        owners = []
        for count in (FEW, MANY):
            services, (link,) = houses.enter_context(house(1, count))
            add_links(services, link)
            owners.append(Owner(services))
        few, many = owners
        for what, small, large in (
            ("another guest", few.rename, many.rename),
            ("other days", few.move, many.move),
        ):
            # By turns, so that what slows the machine down for a while slows both.
            pairs = [(timed(small), timed(large)) for _ in range(ROUNDS)]
            ratio = statistics.median(more / less for less, more in pairs)
            good = good and ratio <= BOUND
            print(
                f"{what}, 5 links: {statistics.median(p[0] for p in pairs) * 1e3:.1f} ms with "
                f"{FEW} stays in the unit, {statistics.median(p[1] for p in pairs) * 1e3:.1f} ms "
                f"with {MANY}, {ratio:.2f} times (at most {BOUND:g})"
                f"{'' if ratio <= BOUND else '  MISSED'}"
            )
    good = tell_secure() and good
    with house(100, 500) as (services, _):
        added = timed(lambda: services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()))
        link = next(one for one in services.links.all() if one.target == WHOLE_HOUSE)
        other = replace(link.choices(), language="en")
        changed = timed(lambda: services.links.change(link.id, other, sequence=link.sequence))
    print(
        f"a link over 100 units × 500 occupancies: added in {added * 1e3:.0f} ms, all of it in "
        f"another language in {changed * 1e3:.0f} ms"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
