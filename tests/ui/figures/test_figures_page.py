"""The page Auswertung, by the owner's hand: the year, what counts, the copy, and the plots."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QThreadPool
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.core.stays.occupancy import Kind, OccupancyDraft
from app.i18n import Catalogue, catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.figures.page import FiguresPage
from app.ui.figures.tables import FiguresTable
from app.ui.figures.words import exact_percent, percent, points, signed
from app.ui.look.theme import Appearance, current_theme
from tests.ui.conftest import MakeContext, RecordedNotices

JULY = date(2027, 7, 1)


def enter(services: Services, unit: Unit, arrival: date, nights: int, **more: object) -> int:
    draft = OccupancyDraft(
        unit_id=unit.id,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        **more,  # type: ignore[arg-type]
    )
    return services.occupancies.add(draft).after.id


def add_unit(services: Services, name: str) -> Unit:
    return services.units.add_to(
        None, UnitDraft(property_id=0, name=name), first_property="Haus Seeblick"
    )


@pytest.fixture
def units(services: Services) -> list[Unit]:
    """July 2027: Möwe is taken 21 of 31 nights, Kranich is free; 2026: Möwe 31."""
    mowe, kranich = add_unit(services, "Möwe"), add_unit(services, "Kranich")
    enter(services, mowe, JULY, 14, portal="airbnb")
    enter(services, mowe, date(2027, 7, 20), 7, kind=Kind.BLOCK)
    enter(services, mowe, date(2026, 7, 1), 31)
    return [mowe, kranich]


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Context], FiguresPage]:
    def shown(context: Context) -> FiguresPage:
        page = FiguresPage(context)
        qtbot.addWidget(page)
        page.resize(1236, 860)
        context.bridge.moved.connect(page.redraw)
        context.bridge.day_changed.connect(page.day_changed)
        page.show()
        page.opened()
        return page

    return shown


Show = Callable[[Context], FiguresPage]


def table(page: QWidget, name: str) -> FiguresTable:
    found = page.findChild(FiguresTable, f"{name}_table")
    assert found is not None
    return found


def cells(page: QWidget, name: str) -> list[list[str]]:
    model = table(page, name).lines
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def words(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None
    return found.text()


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QPushButton, name)
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def fits(table: FiguresTable) -> bool:
    return table.horizontalScrollBar().maximum() == 0


def plots_there(page: FiguresPage) -> bool:
    names = ("plot_units", "plot_year", "plot_kind", "plot_origin")
    return all(page.findChild(QWidget, name) is not None for name in names)


@pytest.mark.usefixtures("units")
def test_the_figures_of_this_year_stand_there(context: Context, show: Show) -> None:
    page = show(context)
    by_unit = cells(page, "figures_units")
    assert [row[0] for row in by_unit] == ["Alle Einheiten", "Möwe", "Kranich"]
    assert by_unit[0][7] == "34"
    assert by_unit[1][7] == "68"
    assert by_unit[2][7] == "–"
    assert by_unit[1][13] == "6 %"
    assert cells(page, "figures_kind") == [
        ["Buchung", "14", "67 %", "31"],
        ["Sperrzeit", "7", "33 %", "0"],
    ]
    assert cells(page, "figures_origin") == [
        ["Airbnb", "14", "100 %", "0"],
        ["Direkt", "0", "–", "31"],
    ]
    assert words(page, "tile_rate_figure") == "3 %"
    assert words(page, "tile_nights_figure") == "21"
    assert words(page, "tile_nights_meaning") == "von 730 · −10 gegenüber 2026"
    assert words(page, "tile_stays_figure") == "2"


@pytest.mark.usefixtures("units")
def test_a_year_stands_against_the_year_before(context: Context, show: Show) -> None:
    rows = cells(show(context), "figures_year_card")
    assert rows[6] == ["Juli", "34 %", "50 %", "−16"]
    assert rows[0] == ["Januar", "–", "–", "–"]
    assert rows[12] == ["Ganzes Jahr", "3 %", "4 %", "−1"]
    assert rows[13] == ["Belegte Nächte", "21", "31", "−10"]


@pytest.mark.usefixtures("units")
def test_the_year_is_turned_by_button_and_by_list(context: Context, show: Show) -> None:
    page = show(context)
    press(page, "figures_back")
    assert page.choice.year == 2026
    assert cells(page, "figures_units")[1][7] == "100"
    assert words(page, "tile_rate_meaning") == "keine Zahlen aus 2025"
    assert cells(page, "figures_year_card")[6] == ["Juli", "50 %", "–", "–"]
    back = page.findChild(QPushButton, "figures_back")
    assert back is not None
    assert not back.isEnabled()
    years = page.findChild(QComboBox, "figures_year")
    assert years is not None
    QTest.keyClick(years, Qt.Key.Key_Up)
    assert page.choice.year == 2027


@pytest.mark.usefixtures("units")
def test_bookings_alone_can_be_counted(context: Context, show: Show) -> None:
    page = show(context)
    press(page, "figures_kinds_bookings")
    assert cells(page, "figures_units")[1][7] == "45"
    assert cells(page, "figures_kind") == [["Buchung", "14", "100 %", "31"]]


@pytest.mark.usefixtures("units")
def test_a_row_that_is_turned_to_is_held_against_its_year_before(
    qtbot: QtBot, context: Context, show: Show
) -> None:
    page = show(context)
    by_unit = table(page, "figures_units")
    spot = by_unit.visualRect(by_unit.model().index(1, 3)).center()
    QTest.mouseClick(
        by_unit.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    assert cells(page, "figures_year_card")[6] == ["Juli", "68 %", "100 %", "−32"]
    assert words(page, "figures_year_card_note").startswith("Möwe")
    QTest.keyClick(by_unit, Qt.Key.Key_Down)
    assert words(page, "figures_year_card_note").startswith("Kranich")
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)


@pytest.mark.usefixtures("units")
def test_ctrl_c_copies_the_selected_rows_with_their_headings(context: Context, show: Show) -> None:
    page = show(context)
    by_unit = table(page, "figures_units")
    by_unit.selectRow(1)
    QTest.keyClick(by_unit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0][:3] == ["Einheit", "Jan", "Feb"]
    assert lines[1][0] == "Möwe"
    assert lines[1][7] == "67,7 %"
    assert len(lines) == 2


@pytest.mark.usefixtures("units")
def test_the_button_copies_the_whole_table(make_context: MakeContext, show: Show) -> None:
    page = show(make_context(texts=catalogue("en")))
    press(page, "figures_units_copy")
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert [line[0] for line in lines] == ["Unit", "All units", "Möwe", "Kranich"]
    assert lines[2][7] == "67.7%"
    assert lines[3][7] == "0.0%"


def test_a_name_like_a_formula_is_copied_as_text(
    services: Services, context: Context, show: Show
) -> None:
    enter(services, add_unit(services, "=1+1"), JULY, 3)
    page = show(context)
    press(page, "figures_units_copy")
    assert "\n'=1+1\t" in QGuiApplication.clipboard().text()


def test_what_others_change_is_shown_at_once(
    services: Services, context: Context, show: Show, units: list[Unit]
) -> None:
    page = show(context)
    enter(services, units[1], date(2027, 7, 1), 31)
    assert cells(page, "figures_units")[2][7] == "100"
    services.units.rename(units[1].id, "Reiher", sequence=units[1].sequence)
    assert cells(page, "figures_units")[2][0] == "Reiher"


def test_a_page_that_nobody_sees_is_reckoned_when_it_is_opened(
    services: Services, context: Context, show: Show, units: list[Unit]
) -> None:
    page = show(context)
    page.hide()
    enter(services, units[1], date(2027, 7, 1), 31)
    page.show()
    page.opened()
    assert cells(page, "figures_units")[2][7] == "100"


def test_an_archived_unit_is_there_while_it_has_nights(
    services: Services, context: Context, show: Show, units: list[Unit]
) -> None:
    for unit in units:
        services.units.archive(unit.id, sequence=unit.sequence)
    page = show(context)
    assert [row[0] for row in cells(page, "figures_units")] == ["Alle Einheiten", "Möwe"]


def test_a_unit_that_leaves_the_year_is_not_chosen_any_more(
    services: Services, context: Context, show: Show, units: list[Unit]
) -> None:
    page = show(context)
    table(page, "figures_units").selectRow(2)
    services.units.archive(units[1].id, sequence=units[1].sequence)
    assert words(page, "figures_year_card_note").startswith("Alle Einheiten")


def test_before_there_is_a_night_the_page_says_what_to_do(
    services: Services, context: Context, show: Show, notices: RecordedNotices
) -> None:
    page = show(context)
    empty = page.findChild(QWidget, "no_figures")
    assert empty is not None
    assert empty.isVisible()
    assert not page.choice.isVisible()
    press(page, "no_figures_action")
    assert notices.pages == ["occupancies"]
    enter(services, add_unit(services, "Möwe"), JULY, 3)
    assert not empty.isVisible()
    assert cells(page, "figures_units")[1][0] == "Möwe"


def test_without_bookings_the_table_of_origins_says_so(
    services: Services, context: Context, show: Show
) -> None:
    unit = add_unit(services, "Möwe")
    enter(services, unit, JULY, 3, kind=Kind.OWNER)
    page = show(context)
    assert cells(page, "figures_origin") == []
    assert words(page, "figures_origin_note") == "In beiden Jahren gibt es keine."
    enter(services, unit, date(2027, 8, 1), 3)
    assert len(cells(page, "figures_origin")) == 1
    assert words(page, "figures_origin_note") == ""


def test_a_slip_of_the_keyboard_does_not_make_centuries_of_years(
    services: Services, context: Context, show: Show, units: list[Unit]
) -> None:
    enter(services, units[0], date(9998, 12, 1), 3)
    enter(services, units[0], date(1900, 1, 1), 3)
    page = show(context)
    years = page.findChild(QComboBox, "figures_year")
    assert years is not None
    shown = [years.itemText(at) for at in range(years.count())]
    assert shown == ["9998", "2027", "2026", "1900"]
    press(page, "figures_on")
    assert cells(page, "figures_units")[1][12] == "10"
    for _ in range(3):
        press(page, "figures_back")
    assert page.choice.year == 1900
    assert cells(page, "figures_units")[1][1] == "10"


# ---- plots ----


def colours_in(widget: QWidget) -> set[str]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_plots_come_in_the_colours_of_the_theme(
    qtbot: QtBot, context: Context, show: Show, appearance: Appearance
) -> None:
    page = show(context)
    assert cells(page, "figures_units"), "the figures stand there before the plots"
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)
    theme = current_theme()
    theme.set_appearance(appearance)
    try:
        tokens = theme.tokens
        for name, wanted in (
            ("plot_units", {tokens.surface, tokens.booking, tokens.field_line}),
            ("plot_year", {tokens.surface, tokens.booking, tokens.faint_line}),
            ("plot_kind", {tokens.surface, tokens.booking, tokens.block}),
            ("plot_origin", {tokens.surface}),
        ):
            plot = page.findChild(QWidget, name)
            assert plot is not None
            assert wanted <= colours_in(plot)
            assert plot.accessibleName()
    finally:
        theme.set_appearance(Appearance.SYSTEM)


@pytest.mark.usefixtures("units")
def test_a_strip_stands_beside_its_row(qtbot: QtBot, context: Context, show: Show) -> None:
    page = show(context)
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)
    plot, by_unit = page.findChild(QWidget, "plot_units"), table(page, "figures_units")
    assert plot is not None
    image = plot.grab().toImage()
    booking = current_theme().colour("booking")
    rows = {
        y
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y) == booking
    }
    for number, there in ((0, True), (1, True), (2, False)):
        rect = by_unit.visualRect(by_unit.model().index(number, 0))
        top = plot.mapFrom(page, by_unit.viewport().mapTo(page, rect.topLeft())).y()
        found = {y for y in rows if top <= y < top + rect.height()}
        assert bool(found) == there, number
    # July was 68 % full: so high is the bar of the unit's row.
    rect = by_unit.visualRect(by_unit.model().index(1, 0))
    top = plot.mapFrom(page, by_unit.viewport().mapTo(page, rect.topLeft())).y()
    high = len({y for y in rows if top <= y < top + rect.height()})
    assert abs(high - 0.68 * (by_unit.row_high - 10)) <= 2


def test_the_strips_scroll_with_many_units(
    qtbot: QtBot, services: Services, context: Context, show: Show
) -> None:
    for number in range(40):
        unit = add_unit(services, f"Zimmer {number:02}")
        if number == 39:
            enter(services, unit, JULY, 31)
    page = show(context)
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)
    by_unit, plot = table(page, "figures_units"), page.findChild(QWidget, "plot_units")
    assert plot is not None
    booking = current_theme().tokens.booking
    by_unit.verticalScrollBar().setValue(200)
    assert booking not in colours_in(plot)
    by_unit.verticalScrollBar().setValue(by_unit.verticalScrollBar().maximum())
    assert booking in colours_in(plot)


def test_the_wheel_over_the_strips_turns_the_rows(
    qtbot: QtBot, services: Services, context: Context, show: Show
) -> None:
    for number in range(40):
        enter(services, add_unit(services, f"Zimmer {number:02}"), JULY, 3)
    page = show(context)
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)
    plot = page.findChild(QWidget, "plot_units")
    assert plot is not None
    bar = table(page, "figures_units").verticalScrollBar()
    window = page.windowHandle()
    spot = plot.mapTo(page, plot.rect().center())
    QTest.wheelEvent(window, spot, QPoint(0, -120))
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_the_library_is_read_on_a_worker_and_leaves_the_hooks_alone() -> None:
    source = """
import sys, threading
hooks = sys.excepthook, threading.excepthook
from app.ui.figures.page import FiguresPage
assert "pyqtgraph" not in sys.modules and "numpy" not in sys.modules
worker = threading.Thread(target=__import__, args=("app.ui.figures.plots",))
worker.start()
worker.join()
assert "pyqtgraph" in sys.modules
assert hooks == (sys.excepthook, threading.excepthook)
"""
    subprocess.run([sys.executable, "-c", source], check=True, timeout=120)


@pytest.mark.usefixtures("units")
def test_a_page_that_is_gone_before_the_library_is_read_is_no_fault(
    qtbot: QtBot, context: Context
) -> None:
    page = FiguresPage(context)
    page.show()
    page.close()
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    assert QThreadPool.globalInstance().waitForDone(20_000)
    QCoreApplication.processEvents()


# ---- words ----


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
@pytest.mark.usefixtures("units")
def test_it_opens_in_every_language_and_in_longer_texts(
    qtbot: QtBot,
    make_context: MakeContext,
    show: Show,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    speech: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(speech)
    page = show(make_context(texts=texts))
    qtbot.waitUntil(lambda: plots_there(page), timeout=20_000)
    assert cut_texts(page) == []


@pytest.mark.usefixtures("units")
def test_in_a_small_window_nothing_is_wider_than_the_page(context: Context, show: Show) -> None:
    page = show(context)
    page.resize(820, 640)
    body, content = page._body, page.findChild(QWidget, "page_body")
    assert content is not None
    assert content.minimumSizeHint().width() <= body.viewport().width()


def test_figures_are_words_of_the_language() -> None:
    german, english = catalogue("de"), catalogue("en")
    assert percent(german, 0.636) == "64 %"
    assert percent(english, 0.636) == "64%"
    assert exact_percent(german, 0.6355) == "63,5 %"
    assert exact_percent(english, 0.6355) == "63.5%"
    assert points(0.636, 0.60) == "+4"
    assert (signed(-3), signed(0), signed(3)) == ("−3", "0", "+3")


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("width", [1366, 1024])
def test_on_a_small_screen_the_tables_shrink_and_nothing_is_out_of_sight(
    context: Context, show: Show, qtbot: QtBot, width: int
) -> None:
    page = show(context)
    page.resize(width - 212, 700)
    qtbot.waitUntil(lambda: plots_there(page))
    for name in ("figures_units", "figures_year_card", "figures_kind", "figures_origin"):
        table = page.findChild(FiguresTable, f"{name}_table")
        assert table is not None
        qtbot.waitUntil(partial(fits, table))
        columns = range(1, table.lines.columnCount())
        widest = [table.lines.widest(column) for column in columns]
        # What the style keeps free at either side of a figure.
        assert all(
            wide + 12 <= table.columnWidth(column)
            for column, wide in zip(columns, widest, strict=True)
        )
