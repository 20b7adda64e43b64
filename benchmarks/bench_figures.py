"""The page Auswertung over a large house: 1,000 units, 120,000 occupancies, 80,000 of two years.

Prints what it takes to find the years, to read and reckon two of them, and to open the page, each
against a plain SELECT of the columns and rows that those two years need. Exits 1 where a bound is
missed.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from app.bootstrap import opened
from app.core.stays.figures import ALL_KINDS
from app.core.stays.occupancy import BY_HAND, Kind, OccupancyDraft
from app.i18n import catalogue
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from app.ui.figures.by_year import FiguresByYear
from app.ui.figures.page import FiguresPage
from app.ui.look.theme import Appearance, Theme

if TYPE_CHECKING:
    from app.ui.base.context import Context

UNITS = 1_000
PER_UNIT = 120
FIGURES_BOUND, PAGE_BOUND = 5.0, 8.0
"""Times the plain SELECT."""
ROUNDS = 7
PLAIN = """SELECT unit_id, arrival, departure, kind, portal FROM occupancy
    WHERE departure > ? AND arrival < ? AND status <> 'cancelled'"""
ORIGINS = ("", "", "airbnb", "booking", "fewo-direkt")


def stays(units: list[int], this_year: int, chance: random.Random) -> Iterator[OccupancyDraft]:
    """Stays of three to twelve nights, nearly end to end, for three years up to the next one."""
    for unit_id in units:
        day = date(this_year - 1, 1, 1) + timedelta(days=chance.randint(0, 6))
        for number in range(PER_UNIT):
            departure = day + timedelta(days=chance.randint(3, 12))
            yield OccupancyDraft(
                unit_id=unit_id,
                arrival=day,
                departure=departure,
                kind=chance.choices(list(Kind), (8, 1, 1))[0],
                guest=f"Familie {number}",
                portal=chance.choice(ORIGINS),
            )
            day = departure + timedelta(days=chance.choice((0, 0, 1, 3)))


def fill(services: Services, this_year: int) -> None:
    names = [f"Einheit {number}" for number in range(1, UNITS + 1)]
    units = [unit.id for unit in services.units.first_house("Haus", names).units]
    # As they come in: one after the other in all units.
    entered = sorted(stays(units, this_year, random.Random(8642)), key=lambda stay: stay.arrival)
    with services.database.write():
        OccupancyTable(services.database).add_many(
            [(draft, f"{number}@bench") for number, draft in enumerate(entered)],
            source=BY_HAND,
            now=services.clock.now(),
        )


def timed(act: Callable[[], object]) -> float:
    """Return the milliseconds that `act` takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def plain(path: Path, this_year: int) -> int:
    """Read the same rows as they are, in two queries."""
    with closing(sqlite3.connect(path)) as raw:
        return sum(
            len(raw.execute(PLAIN, (f"{year:04}-01-01", f"{year + 1:04}-01-01")).fetchall())
            for year in (this_year, this_year - 1)
        )


def reckon(services: Services, this_year: int) -> int:
    book = FiguresByYear(services.units, services.nights)
    assert this_year in book.years(this_year)
    years = [book.figures(year, ALL_KINDS) for year in (this_year, this_year - 1)]
    return sum(year.stays for year in years)


def open_page(services: Services) -> None:
    """Open the page, and wait until its plots are there."""
    context = SimpleNamespace(
        services=services,
        texts=catalogue("de"),
    )
    page = FiguresPage(cast("Context", context))
    page.resize(1236, 860)
    page.show()
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    page.close()
    page.deleteLater()
    QApplication.processEvents()


def tell(name: str, taken: list[float], plains: list[float], bound: float) -> bool:
    # Each ratio is of neighbours in time: what slows the machine down for a while slows both.
    ratio = statistics.median(a / b for a, b in zip(taken, plains, strict=True))
    good = ratio <= bound
    print(
        f"  {name:<44} {statistics.median(taken):6.0f} ms, {ratio:5.2f} of the plain SELECT "
        f"(at most {bound:g}){'' if good else '  MISSED'}"
    )
    return good


def main() -> int:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app, Appearance.LIGHT)
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5) as services,
    ):
        this_year = services.clock.today().year
        fill(services, this_year)
        rows = plain(services.database.path, this_year)
        print(f"{UNITS} units, {UNITS * PER_UNIT} occupancies, {rows} rows of two years")
        open_page(services)  # the libraries are loaded once
        plains, figures, pages = [], [], []
        for _ in range(ROUNDS):
            plains.append(timed(lambda: plain(services.database.path, this_year)))
            figures.append(timed(lambda: reckon(services, this_year)))
            pages.append(timed(lambda: open_page(services)))
    print(f"  plain SELECT: {statistics.median(plains):.0f} ms")
    good = [
        tell("two years read and reckoned", figures, plains, FIGURES_BOUND),
        tell("the page opened, with its plots", pages, plains, PAGE_BOUND),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
