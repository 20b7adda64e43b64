"""What is on the screen: a moved picture is what a new one would be, whatever stands in it."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.core.portals import portals
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.look.theme import Appearance, current_theme
from app.ui.plan.header import PRESETS
from app.ui.plan.page import PlanPage
from app.ui.stays.bars import Bar
from app.ui.stays.colours import OTHER, ColourBy, Inks, Look
from tests.ui.plan.conftest import Enter, OpenPlan, july


def screen(page: PlanPage) -> QImage:
    """What the screen shows of the chart, however it came there (`grab` would paint it anew)."""
    QApplication.processEvents()
    chart = page.chart
    corner = chart.mapTo(page, chart.rect().topLeft())
    shown = page.screen().grabWindow(page.winId()).toImage()
    return shown.copy(corner.x(), corner.y(), chart.width(), chart.height())


def fill(services: Services, units: list[Unit], chance: random.Random) -> None:
    for number in range(12):
        units.append(
            services.units.add(
                UnitDraft(property_id=units[0].property_id, name=f"Zimmer {number}", capacity=2)
            )
        )
    with services.database.write():
        for unit in units:
            day = date(2027, 3, 1)
            while day < date(2027, 12, 1):
                until = date.fromordinal(day.toordinal() + chance.choice((1, 2, 4, 7, 14, 30)))
                option = chance.random() < 0.1
                draft = OccupancyDraft(
                    unit_id=unit.id,
                    arrival=day,
                    departure=until,
                    kind=chance.choices(list(Kind), (8, 1, 1))[0],
                    status=Status.OPTION if option else Status.CONFIRMED,
                    option_until=july(9) if option else None,
                    guest=chance.choice(("", "Huber", "Familie Öztürk-Schäfer")),
                    portal=chance.choice(("", "airbnb", "Kiosk am See")),
                    note=chance.choice(("", "Hund")),
                )
                services.occupancies.add_within(draft, services.clock.now())
                day = date.fromordinal(until.toordinal() + chance.choice((0, 0, 1, 3)))
    services.watch.poll()


@pytest.mark.parametrize("seed", range(4))
def test_a_moved_picture_is_what_a_new_one_would_be(
    open_plan: OpenPlan, services: Services, units: list[Unit], qtbot: QtBot, seed: int
) -> None:
    chance = random.Random(seed)
    fill(services, units, chance)
    page = open_plan()
    chart = page.chart
    for _ in range(8):
        with qtbot.waitSignal(chart.settled):
            for _ in range(chance.randint(1, 5)):
                act = chance.random()
                if act < 0.7:
                    chart.scroll_by(chance.choice((-1, 1)) * chance.randint(1, 300))
                elif act < 0.9:
                    bar = chart.verticalScrollBar()
                    bar.setValue(bar.value() + chance.randint(-150, 150))
                else:
                    chart.zoom(chance.choice((14, 31, 50, 92, 366)), chance.randint(0, 900))
                QApplication.processEvents()
            chart.scroll_by(1)
        moved = screen(page)
        for part in (chart.viewport(), chart.header, chart.names):
            part.update()
        assert moved == screen(page)


NAMES = (
    "W" * 200,
    "👩‍👩‍👧‍👦 Familie 🏖️" * 12,
    "عائلة الأحمد ومحمد",
    "<img src=x onerror=alert(1)>",
    "a\u202eb\u2066c",
    "{unit} %s \\n &amp;",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", PRESETS.values())
def test_any_name_is_drawn_inside_its_bar(
    open_plan: OpenPlan, enter: Enter, units: list[Unit], name: str, days: float
) -> None:
    enter(8, 14, guest=name)
    page = open_plan()
    page.chart.zoom(days)
    QApplication.processEvents()
    with_name = screen(page)
    row = page.chart.rows.of(units[0].id)
    assert row is not None
    view = page.chart.view
    left, right = view.middle(july(8).toordinal()) - 8, view.middle(july(14).toordinal()) + 8
    enter(8, 14, guest="x", unit=1)
    below = screen(page)
    # Outside the bar its row is as empty as that of a stay with another name.
    offset = page.chart.viewport().pos()
    other = page.chart.rows.of(units[1].id)
    assert other is not None
    for x in (left - 3, right + 3):
        for y in range(5, 45, 4):
            assert below.pixelColor(offset.x() + x, offset.y() + row.top + y) == below.pixelColor(
                offset.x() + x, offset.y() + other.top + y
            )
    assert with_name.size() == QSize(page.chart.width(), page.chart.height())


def test_four_hundred_stays_in_a_month_are_drawn_and_found(
    open_plan: OpenPlan, services: Services, units: list[Unit]
) -> None:
    with services.database.write():
        for number in range(400):
            start = july(1 + number % 25)
            draft = OccupancyDraft(
                unit_id=units[0].id,
                arrival=start,
                departure=date.fromordinal(start.toordinal() + 1 + number % 6),
            )
            now = services.clock.now()
            services.occupancies.add_within(draft, now, allow_conflict=True)
    page = open_plan()
    page.show_day(july(10))
    page.grab()
    bars = page.bars(units[0].id)
    assert len(bars) == 400
    page.show_occupancy(bars[200].stay.id)
    assert page.chart.selected_bar() == bars[200]
    page.grab()


def test_a_stay_of_many_years_is_drawn_at_every_zoom(
    open_plan: OpenPlan, enter: Enter, units: list[Unit]
) -> None:
    enter(date(1900, 1, 1), date(9998, 12, 31), kind=Kind.BLOCK, guest="Abriss")
    page = open_plan()
    for days in PRESETS.values():
        page.chart.zoom(days)
        shown = screen(page)
        row = page.chart.rows.of(units[0].id)
        assert row is not None
        offset = page.chart.viewport().pos()
        at = shown.pixelColor(offset.x() + 600, offset.y() + row.top + 12)
        assert at != current_theme().colour("surface")


# ---- colours ----


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("how", [Look.FULL, Look.PAST, Look.OPTION])
def test_what_stands_on_a_bar_can_be_read(
    qapp: QApplication, appearance: Appearance, how: Look
) -> None:
    assert qapp is not None
    theme = current_theme()
    before = theme.appearance
    theme.set_appearance(appearance)
    try:
        inks = Inks(ColourBy.ORIGIN)
        for key in ("direct", "owner", "block", OTHER, *portals()):
            ink = inks.sort(key, how)
            assert contrast(ink.text, ink.fill.color()) >= 4.5, (key, how)
    finally:
        theme.set_appearance(before)


def test_colours_by_kind_are_those_of_the_kind(enter: Enter, open_plan: OpenPlan) -> None:
    enter(12, 16, portal="airbnb")
    page = open_plan()
    (bar,) = page.chart.bars_in_view()
    assert isinstance(bar, Bar)
    today = page.chart.today
    theme = current_theme()
    by_kind, by_origin = Inks(ColourBy.KIND), Inks(ColourBy.ORIGIN)
    assert by_kind.ink(bar, today).fill.color() == theme.colour("booking")
    assert by_origin.ink(bar, today).fill.color() == theme.colour("airbnb")


# ---- texts ----


@pytest.mark.parametrize("language", ["texts", "english", "wide"])
@pytest.mark.parametrize("width", [748, 1240])
def test_no_text_is_cut_in_any_language(
    make_context: Callable[..., Context],
    open_plan: OpenPlan,
    enter: Enter,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    language: str,
    width: int,
) -> None:
    enter(12, 16)
    enter(14, 18, allow_conflict=True)
    texts: Catalogue = request.getfixturevalue(language)
    context = make_context(texts=texts)
    context.preferences.note("plan/holidays", "none")
    page = open_plan(context, (width, 600))
    QApplication.processEvents()
    assert cut_texts(page) == []
