"""The page Belegungen with 20,000 and with 50,000 rows, in 250 units, half of them past.

Prints what it takes until the page is painted: when it is opened, with each letter of a search,
when all rows are asked for, when it is sorted by another column, and when one unit has changed
elsewhere. Each stands against a plain SELECT of all these rows beside it in the same run. Exits 1
where a bound is missed.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.bootstrap import opened
from app.core.stays.occupancy import BY_HAND, Kind, OccupancyDraft
from app.i18n import catalogue
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.base.history import History
from app.ui.base.preferences import Preferences
from app.ui.look.theme import Appearance, Theme
from app.ui.occupancies.filters import Filter, Period
from app.ui.occupancies.model import Column
from app.ui.occupancies.page import OccupanciesPage

if TYPE_CHECKING:
    from app.ui.base.context import Context

UNITS = 250
ROWS = (20_000, 50_000)
ROUNDS = 5
SEARCH = "lindqvist"
GUESTS = ("Familie Öztürk-Schäfer", "Bergmann", "Lindqvist", "O’Connor", "de Vries", "Familie Kern")
PORTALS = ("", "", "airbnb", "booking", "fewo-direkt")
OPEN, LETTER, ALL, SORT, REDRAW = (
    "opening the page",
    "a letter of a search",
    "all instead of those ahead",
    "sorting by guest",
    "one unit has changed",
)
BOUNDS = {OPEN: 12.0, LETTER: 1.0, ALL: 1.5, SORT: 2.0, REDRAW: 3.0}
"""Times the plain SELECT."""

Taken = dict[str, list[float]]


def stays(services: Services, units: list[int], per_unit: int) -> Iterator[OccupancyDraft]:
    """Stays of three nights end to end, as many past as ahead."""
    first = services.clock.today() - timedelta(days=3 * per_unit // 2)
    for number in range(per_unit):
        arrival = first + timedelta(days=3 * number)
        for unit_id in units:
            kind = number + unit_id
            yield OccupancyDraft(
                unit_id=unit_id,
                arrival=arrival,
                departure=arrival + timedelta(days=3),
                kind=Kind.OWNER if kind % 10 == 0 else Kind.BOOKING,
                guest=GUESTS[kind % len(GUESTS)],
                note="Kinderbett" if kind % 3 == 0 else "",
                portal=PORTALS[kind % len(PORTALS)],
            )


@contextmanager
def house(rows: int) -> Iterator[Services]:
    """Yield services over a house with so many occupancies."""
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5) as services,
    ):
        names = [f"Einheit {number}" for number in range(1, UNITS + 1)]
        units = [unit.id for unit in services.units.first_house("Haus", names).units]
        entered = stays(services, units, rows // UNITS)
        with services.database.write():
            OccupancyTable(services.database).add_many(
                [(draft, f"{number}@bench") for number, draft in enumerate(entered)],
                source=BY_HAND,
                now=services.clock.now(),
            )
        yield services


def plain(path: Path) -> int:
    """Read the same rows and do nothing with them."""
    with closing(sqlite3.connect(path)) as raw:
        return len(raw.execute("SELECT * FROM occupancy").fetchall())


def opened_page(services: Services) -> OccupanciesPage:
    context = SimpleNamespace(
        units=services.units,
        services=services,
        history=History(services),
        preferences=Preferences(services.folder.window_ini),
        texts=catalogue("de"),
    )
    page = OccupanciesPage(cast("Context", context))
    page.resize(1236, 860)
    page.show()
    page.opened()
    QApplication.processEvents()
    return page


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that `act` takes until what it shows is painted."""
    began = time.perf_counter()
    act()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def once(services: Services, taken: Taken) -> None:
    """Do everything once, and note beside each thing what the plain SELECT takes."""

    def note(name: str, act: Callable[[], object]) -> None:
        select = timed(lambda: plain(services.database.path))
        taken.setdefault(name, []).append(timed(act))
        taken.setdefault(f"{name}, plain", []).append(select)

    pages: list[OccupanciesPage] = []
    note(OPEN, lambda: pages.append(opened_page(services)))
    page = pages[0]
    bar, table = page.filter_bar, page.table
    ahead = table.proxy.rowCount()
    note(ALL, lambda: bar.show_filter(Filter(period=Period.ALL)))
    assert ahead < table.proxy.rowCount() == plain(services.database.path)
    for letters in range(1, len(SEARCH) + 1):
        note(LETTER, lambda letters=letters: bar.search.setText(SEARCH[:letters]))  # type: ignore[misc]
    assert 0 < table.proxy.rowCount() < ahead
    bar.search.clear()
    note(SORT, lambda: table.sortByColumn(Column.GUEST, Qt.SortOrder.DescendingOrder))
    changed = services.units.all()[UNITS // 2].id
    note(REDRAW, lambda: page.redraw(Moved(units=frozenset({changed}))))
    page.close()
    page.deleteLater()
    QApplication.processEvents()


def tell(rows: int, taken: Taken) -> bool:
    """Print every figure; tell whether all bounds are met."""
    select = statistics.median(taken[f"{OPEN}, plain"])
    print(f"{rows:,} rows, plain SELECT {select:.0f} ms")
    met = True
    for name, bound in BOUNDS.items():
        # Each ratio is of neighbours in time: what slows the machine down for a while slows both.
        pairs = zip(taken[name], taken[f"{name}, plain"], strict=True)
        ratio = statistics.median(a / b for a, b in pairs)
        met = met and ratio <= bound
        print(
            f"  {name:<28} {statistics.median(taken[name]):6.0f} ms, {ratio:5.2f} of the plain "
            f"SELECT (at most {bound:g}){'' if ratio <= bound else '  MISSED'}"
        )
    return met


def main() -> int:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app, Appearance.LIGHT)
    met = True
    for rows in ROWS:
        taken: Taken = {}
        with house(rows) as services:
            opened_page(services).close()  # the libraries are loaded once
            for _ in range(ROUNDS):
                once(services, taken)
        met = tell(rows, taken) and met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
