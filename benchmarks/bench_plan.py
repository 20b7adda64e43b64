"""The occupancy plan: 1,000 units, three years, 40 occupancies a year each, at 1600×900.

Prints what a full repaint, a sideways step, loading and the frames of a scroll through three years
take, and the memory. Exits 1 where a bound is missed:

- a full repaint of 1,000 units takes at most 1.2 times that of 100 units;
- a step sideways takes at most 0.25 of a full repaint;
- loading takes at most 1/20 of a QGraphicsView with one item per bar;
- no frame takes more than 16 ms at the 99th percentile;
- opening a unit in which 400 stays of a month overlap takes at most 12 times what it takes where
  they follow one another.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QPoint, QPointF, QRectF, QRegularExpression, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from app.core.house.unit import Property, Unit
from app.core.stays.double_booking import Alarm, DoubleBooking, followed
from app.core.stays.occupancy import Kind, Occupancy, Status, conflicts
from app.i18n import catalogue
from app.ui.base.page import Page
from app.ui.look.theme import Appearance, Theme
from app.ui.plan.chart.chart import Chart
from app.ui.plan.clashes import Clashes
from app.ui.plan.geometry.scale import FIRST, scale
from app.ui.stays.bars import HouseBars

if TYPE_CHECKING:
    from app.ui.base.context import Context

WIDTH, HEIGHT = 1600, 900
TODAY = date(2027, 7, 6)
YEARS = 3
PER_YEAR = 40
ROUNDS = 60
REPAINT_BOUND, SCROLL_BOUND, LOAD_BOUND, FRAME_BOUND_MS = 1.2, 0.25, 1 / 20, 16.0
CROWD, CROWD_BOUND = 400, 12.0
# The header, the names and the corner.
PARTS = QRegularExpression("^plan_")
MOMENT = datetime(2027, 1, 1, tzinfo=UTC)
GUESTS = ("Familie Öztürk-Schäfer", "Bergmann", "Lindqvist", "O’Connor", "de Vries", "Familie Kern")
PORTALS = ("", "", "airbnb", "booking", "fewo-direkt")

Stays = Mapping[int, list[Occupancy]]


def house(count: int) -> list[Unit]:
    return [
        Unit(
            property_id=number // 50,
            name=f"Einheit {number + 1}",
            capacity=4,
            id=number + 1,
            position=number,
            sequence=0,
            revision=0,
            archived_at=None,
        )
        for number in range(count)
    ]


def stays_of(units: list[Unit], chance: random.Random) -> Stays:
    """Stays of three to twelve nights, nearly end to end, for three years around today."""
    found: dict[int, list[Occupancy]] = {}
    number = 0
    for unit in units:
        day = TODAY - timedelta(days=550 + chance.randint(0, 6))
        mine = found[unit.id] = []
        for _ in range(YEARS * PER_YEAR):
            number += 1
            nights = chance.randint(3, 12)
            mine.append(stay(number, unit.id, day, nights, chance))
            day += timedelta(days=nights + chance.choice((0, 0, 1, 3)))
    return found


def stay(number: int, unit_id: int, day: date, nights: int, chance: random.Random) -> Occupancy:
    return Occupancy(
        unit_id=unit_id,
        arrival=day,
        departure=day + timedelta(days=nights),
        kind=chance.choices(list(Kind), (8, 1, 1))[0],
        status=Status.CONFIRMED,
        guest=chance.choice(GUESTS),
        portal=chance.choice(PORTALS),
        note="Kinderbett" if number % 3 == 0 else "",
        id=number,
        uid=f"{number}@bench",
        sequence=0,
        source="hand",
        created_at=MOMENT,
        changed_at=MOMENT,
    )


def load(chart: Chart, units: list[Unit], stays: Stays) -> None:
    houses = [
        Property(name=f"Haus {number}", id=number, position=number, sequence=0)
        for number in range(len(units) // 50 + 1)
    ]
    chart.show_house(units, houses)
    chart.show_bars(HouseBars(lambda unit_id: stays[unit_id]))


def new_chart(units: list[Unit], stays: Stays) -> Chart:
    chart = Chart(catalogue("en"), TODAY.toordinal())
    chart.resize(WIDTH, HEIGHT)
    load(chart, units, stays)
    chart.show()
    settle()
    return chart


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def taken(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return how many milliseconds it takes until what `act` does is painted."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        QApplication.processEvents()
        found.append((time.perf_counter() - began) * 1000)
    return found


def repaint(chart: Chart) -> None:
    for part in (chart.viewport(), *chart.findChildren(QWidget, PARTS)):
        part.update()


def wheel(chart: Chart, pixels: int) -> None:
    at = QPointF(chart.viewport().rect().center())
    event = QWheelEvent(
        at,
        QPointF(chart.viewport().mapToGlobal(at.toPoint())),
        QPoint(-pixels, 0),
        QPoint(-pixels, 0),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.ScrollUpdate,
        False,
    )
    QApplication.sendEvent(chart.viewport(), event)


def load_items(units: list[Unit], stays: Stays) -> float:
    """Return the milliseconds until a QGraphicsView with one item per bar shows."""
    began = time.perf_counter()
    scene = QGraphicsScene()
    view = QGraphicsView(scene)
    view.resize(WIDTH, HEIGHT)
    pen, brush = QPen(Qt.PenStyle.NoPen), QBrush(QColor("#2a7d93"))
    for row, unit in enumerate(units):
        for stay in stays[unit.id]:
            x = (stay.arrival.toordinal() - FIRST) * 33.0
            area = QRectF(x, row * 50.0 + 10, stay.nights * 33.0, 30.0)
            scene.addRect(area, pen, brush)
    view.show()
    settle()
    found = (time.perf_counter() - began) * 1000
    view.close()
    view.deleteLater()
    scene.deleteLater()
    settle()
    return found


def load_chart(units: list[Unit], stays: Stays, *, whole: bool) -> float:
    """Return the milliseconds until the chart shows; with `whole`, all units' bars are found."""
    began = time.perf_counter()
    chart = new_chart(units, stays)
    if whole:
        for unit in units:
            chart.house_bars.unit(unit.id)
    found = (time.perf_counter() - began) * 1000
    chart.close()
    chart.deleteLater()
    settle()
    return found


def through_the_years(chart: Chart, days: float, step: int) -> list[float]:
    """Scroll from the first to the last stay by the wheel; return each frame's milliseconds."""
    chart.move_to(scale(days, chart.view.width, TODAY.toordinal() - 548))
    settle()
    rounds = round(YEARS * 365 * chart.view.day_width / step)
    return taken(lambda: wheel(chart, step), rounds)


def crowd(chance: random.Random, *, overlapping: bool) -> list[Occupancy]:
    """Stays of one unit from today on: all in one month, or one after the other."""
    nights = [chance.randint(1, 12) for _ in range(CROWD)]
    days = [chance.randint(0, 28) if overlapping else sum(nights[:at]) for at in range(CROWD)]
    return [
        stay(at + 1, 1, TODAY + timedelta(days=day), nights[at], chance)
        for at, day in enumerate(days)
    ]


def kept_of(stays: list[Occupancy]) -> list[DoubleBooking]:
    """The double bookings of these stays as they would be kept."""
    found = followed(conflicts(stays), (), MOMENT).new
    return [replace(row, id=number) for number, row in enumerate(found, 1)]


def alarms_of(kept: list[DoubleBooking], stays: list[Occupancy]) -> list[Alarm]:
    """What is open, put together as the use case does it, without a database."""
    by_id = {stay.id: stay for stay in stays}
    return [Alarm(row, by_id[row.first_id], by_id[row.second_id]) for row in kept]


def open_crowd(stays: list[Occupancy]) -> float:
    """Return the milliseconds until a unit shows with its bars and its double bookings."""
    units, texts, kept = house(1), catalogue("de"), kept_of(stays)
    services = SimpleNamespace(
        double_bookings=SimpleNamespace(open=lambda: alarms_of(kept, stays)),
        units=SimpleNamespace(all=lambda: units),
    )
    context = cast("Context", SimpleNamespace(services=services, texts=texts))
    page = Page(context)
    began = time.perf_counter()
    chart = new_chart(units, {1: stays})
    Clashes(context, chart, page).load()
    settle()
    found = (time.perf_counter() - began) * 1000
    for widget in (chart, page):
        widget.close()
        widget.deleteLater()
    settle()
    return found


def ratio(parts: list[float], wholes: list[float]) -> float:
    """Return the median of how much of its whole each part takes."""
    return statistics.median(part / whole for part, whole in zip(parts, wholes, strict=True))


def tell(name: str, value: float, bound: float, unit: str = "") -> bool:
    good = value <= bound
    print(f"  {name:<58} {value:8.3f}{unit}  (at most {bound:g}{unit}){'' if good else '  MISSED'}")
    return good


def of_crowds(chance: random.Random) -> bool:
    """Tell what it takes where very many stays overlap."""
    calm, crowded = crowd(chance, overlapping=False), crowd(chance, overlapping=True)
    rounds = [(open_crowd(crowded), open_crowd(calm)) for _ in range(9)][1:]
    of_crowd, of_calm = (list(each) for each in zip(*rounds, strict=True))
    print(
        f"  {CROWD} stays in a row {statistics.median(of_calm):.0f} ms, overlapping "
        f"{statistics.median(of_crowd):.0f} ms"
    )
    what = f"{CROWD} overlapping stays to as many in a row"
    return tell(what, ratio(of_crowd, of_calm), CROWD_BOUND)


def main() -> int:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    Theme(app, Appearance.LIGHT)
    chance = random.Random(8642)
    units, few = house(1000), house(100)
    stays = stays_of(units, chance)
    count = sum(len(mine) for mine in stays.values())
    print(f"{len(units)} units, {count} occupancies, {WIDTH}×{HEIGHT}")
    small, large = new_chart(few, stays), new_chart(units, stays)
    taken(lambda: repaint(small), 10)
    taken(lambda: repaint(large), 10)
    of_few, of_many, steps = [], [], []
    # Each ratio is of neighbours in time: what slows the machine down for a while slows both.
    for _ in range(ROUNDS):
        of_few.append(statistics.median(taken(lambda: repaint(small), 3)))
        of_many.append(statistics.median(taken(lambda: repaint(large), 3)))
        steps.append(statistics.median(taken(lambda: wheel(large, 12), 7)))
    full = statistics.median(of_many)
    step = statistics.median(steps)
    print(f"  full repaint {full:.2f} ms, a step sideways {step:.2f} ms")
    process = psutil.Process()
    gc.collect()
    before = process.memory_info().rss
    for unit in units:
        large.house_bars.unit(unit.id)
    memory = (process.memory_info().rss - before) / 2**20
    frames = [
        (name, through_the_years(large, days, pixels))
        for name, days, pixels in (("fortnight", 14, 60), ("month", 31, 40), ("year", 366, 12))
    ]
    large.close()
    small.close()
    gc.disable()
    ours = statistics.median(load_chart(units, stays, whole=False) for _ in range(5))
    whole = statistics.median(load_chart(units, stays, whole=True) for _ in range(3))
    items = load_items(units, stays)
    gc.enable()
    print(f"  loading: chart {ours:.0f} ms (all bars found: {whole:.0f} ms), items {items:.0f} ms")
    print(f"  memory of all bars: {memory:.1f} MiB")
    good = [
        tell("full repaint, 1,000 units to 100 units", ratio(of_many, of_few), REPAINT_BOUND),
        tell("a step sideways to a full repaint", ratio(steps, of_many), SCROLL_BOUND),
        tell("loading to a QGraphicsView with one item per bar", ours / items, LOAD_BOUND),
        of_crowds(chance),
    ]
    for name, each in frames:
        p99 = statistics.quantiles(each, n=100)[98]
        what = f"frame at p99 through three years, {name} in view ({len(each)})"
        good.append(tell(what, p99, FRAME_BOUND_MS, " ms"))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
