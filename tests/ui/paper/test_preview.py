"""The preview, by the owner's hand: what is shown, the PDF, a printer that is not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import UnitDraft
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.look.theme import Appearance, current_theme
from app.ui.paper.actions import paper_actions
from app.ui.paper.frames import GROUND, columns_of
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.paper.sheets.day_sheet import DaySheet
from app.ui.paper.sheets.month_sheet import MonthSheet
from app.ui.paper.sheets.year_sheet import YearSheet
from app.ui.paper.what import What
from tests.clocks import SetClock
from tests.ui.conftest import MakeContext, RecordedNotices

JULY = date(2027, 7, 1)


@pytest.fixture
def units(services: Services) -> list[int]:
    found = []
    for name in ("Möwe", "Kranich"):
        unit = services.units.add_to(
            None, UnitDraft(property_id=0, name=name), first_property="Haus Seeblick"
        )
        services.occupancies.add(
            OccupancyDraft(
                unit_id=unit.id,
                arrival=JULY,
                departure=JULY + timedelta(days=7),
                guest="Öztürk",
            )
        )
        found.append(unit.id)
    return found


def opened(
    qtbot: QtBot, context: Context, what: What, unit_id: int | None = None
) -> tuple[QWidget, PaperDialog]:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    dialog = PaperDialog(context, what, JULY, unit_id, page)
    dialog.open()
    return page, dialog


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def sheet(dialog: PaperDialog) -> MonthSheet | YearSheet | DaySheet:
    shown = dialog._sheet
    assert isinstance(shown, MonthSheet | YearSheet | DaySheet)
    return shown


@pytest.mark.usefixtures("units")
def test_the_months_are_turned_over(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.MONTH)
    assert sheet(dialog).title == "Juli 2027"
    press(dialog, "paper_on")
    assert sheet(dialog).title == "August 2027"
    press(dialog, "paper_back")
    press(dialog, "paper_back")
    assert sheet(dialog).title == "Juni 2027"
    assert dialog.preview.pageCount() == 1
    assert page.isVisible()


def test_a_units_year_is_chosen(qtbot: QtBot, context: Context, units: list[int]) -> None:
    page, dialog = opened(qtbot, context, What.MONTH)
    press(dialog, "paper_what_year")
    assert sheet(dialog).title == "Möwe 2027"
    QTest.keyClick(dialog.choice._units, Qt.Key.Key_Down)
    assert sheet(dialog).title == "Kranich 2027"
    assert dialog.choice.unit_id == units[1]
    press(dialog, "paper_on")
    assert sheet(dialog).title == "Kranich 2028"
    assert page.isVisible()


def test_it_begins_with_the_unit_that_is_looked_at(
    qtbot: QtBot, context: Context, units: list[int]
) -> None:
    page, dialog = opened(qtbot, context, What.YEAR, units[1])
    assert sheet(dialog).title == "Kranich 2027"
    assert page.isVisible()


@pytest.mark.usefixtures("units")
def test_orientation_and_names_are_the_owners(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.MONTH)
    assert dialog.preview.orientation().name == "Landscape"
    press(dialog, "paper_lie_portrait")
    assert dialog.preview.orientation().name == "Portrait"
    named = sheet(dialog)
    assert isinstance(named, MonthSheet)
    assert named.names
    QTest.keyClick(dialog.names, Qt.Key.Key_Space)
    unnamed = sheet(dialog)
    assert isinstance(unnamed, MonthSheet)
    assert not unnamed.names
    assert page.isVisible()


def words(dialog: PaperDialog) -> str:
    shown = sheet(dialog)
    assert isinstance(shown, DaySheet)
    return str(shown.days)


@pytest.mark.usefixtures("units")
def test_the_days_are_turned_over_beside_the_months(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.DAY)
    assert dialog.preview.orientation().name == "Portrait"
    assert "Öztürk" in words(dialog), "they come on the first"
    when = dialog.findChild(QLabel, "paper_when")
    assert when is not None
    assert when.text() == "Do 01.07.2027 und Folgetag"
    for _ in range(5):
        press(dialog, "paper_on")
    assert when.text() == "Heute und morgen"
    assert "Öztürk" not in words(dialog), "they stay until the eighth"
    press(dialog, "paper_what_month")
    assert sheet(dialog).title == "Juli 2027"
    assert dialog.preview.orientation().name == "Landscape"
    press(dialog, "paper_on")
    press(dialog, "paper_what_day")
    assert sheet(dialog).title == "Tagesplan 06.07.2027", "the days have stayed"
    assert page.isVisible()


@pytest.mark.usefixtures("units")
def test_what_is_not_wanted_of_a_day_is_remembered(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.DAY)
    assert "Öztürk" in words(dialog)
    QTest.keyClick(dialog.names, Qt.Key.Key_Space)
    assert "Öztürk" not in words(dialog)
    for name in ("contacts", "notes", "staff", "cleaning"):
        QTest.keyClick(dialog.ticks[name], Qt.Key.Key_Space)
    dialog.reject()
    other, again = opened(qtbot, context, What.DAY)
    assert not any(tick.isChecked() for tick in again.ticks.values())
    press(again, "paper_what_year")
    visible = {name for name, tick in again.ticks.items() if tick.isVisible()}
    assert visible == {"names"}
    assert page.isVisible()
    assert other.isVisible()


def test_a_property_is_chosen_where_there_are_several(
    qtbot: QtBot, context: Context, services: Services, units: list[int]
) -> None:
    page, dialog = opened(qtbot, context, What.DAY)
    houses = dialog.findChild(QComboBox, "paper_house")
    assert houses is not None
    assert not houses.isVisible(), "one property is all of them"
    dialog.reject()
    services.units.add_to("Am Hafen", UnitDraft(property_id=0, name="Anker"), first_property="")
    other, again = opened(qtbot, context, What.DAY)
    houses = again.findChild(QComboBox, "paper_house")
    assert houses is not None
    assert houses.isVisible()
    assert "Öztürk" in words(again)
    for _ in range(2):
        QTest.keyClick(houses, Qt.Key.Key_Down)
    assert houses.currentText() == "Am Hafen"
    assert "Öztürk" not in words(again)
    assert units
    assert page.isVisible()
    assert other.isVisible()


def test_after_midnight_today_is_another_day(
    qtbot: QtBot, context: Context, clock: SetClock
) -> None:
    page, dialog = opened(qtbot, context, What.DAY)
    for _ in range(5):
        press(dialog, "paper_on")
    clock.moment += timedelta(days=1)
    context.bridge.look()
    when = dialog.findChild(QLabel, "paper_when")
    assert when is not None
    assert when.text() == "Di 06.07.2027 und Folgetag"
    press(dialog, "paper_on")
    assert when.text() == "Heute und morgen"
    assert "Heute · Mi 07.07.2027" in words(dialog)
    assert page.isVisible()


@pytest.mark.parametrize("name", ["paper_back", "paper_on"])
def test_the_days_end_where_the_years_do(qtbot: QtBot, context: Context, name: str) -> None:
    page, dialog = opened(qtbot, context, What.DAY)
    dialog.choice.date = date(1901, 1, 1) if name == "paper_back" else date(9997, 12, 31)
    before = dialog.choice.date
    press(dialog, name)
    assert dialog.choice.date == before
    assert page.isVisible()


def save_as(qtbot: QtBot, dialog: QWidget, target: Path) -> None:
    where = dialog.findChild(QFileDialog, "where")
    assert where is not None
    qtbot.waitUntil(where.isVisible)
    line = where.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.selectAll()
    # Pasted: QTest has no keys for umlauts.
    QGuiApplication.clipboard().setText(str(target))
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.mark.usefixtures("units")
def test_a_pdf_is_saved_and_the_folder_remembered(
    qtbot: QtBot, context: Context, notices: RecordedNotices, tmp_path: Path
) -> None:
    page, dialog = opened(qtbot, context, What.MONTH)
    press(dialog, "paper_pdf")
    where = dialog.findChild(QFileDialog, "where")
    assert where is not None
    assert Path(where.selectedFiles()[0]).name == "Belegungsplan Juli 2027.pdf"
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        save_as(qtbot, dialog, tmp_path / "Plan für die Wand")
    assert (tmp_path / "Plan für die Wand.pdf").read_bytes().startswith(b"%PDF-")
    assert notices.said == ["Gespeichert: Plan für die Wand.pdf"]
    assert context.preferences.text("export/folder") == str(tmp_path)
    assert page.isVisible()


@pytest.mark.usefixtures("units")
def test_a_pdf_onto_an_open_file_ends_with_a_sentence(
    qtbot: QtBot, context: Context, notices: RecordedNotices, tmp_path: Path
) -> None:
    (tmp_path / ".~lock.plan.pdf#").touch()
    page, dialog = opened(qtbot, context, What.MONTH)
    press(dialog, "paper_pdf")
    save_as(qtbot, dialog, tmp_path / "plan.pdf")
    qtbot.waitUntil(lambda: bool(dialog.error()), timeout=10_000)
    assert "in einem anderen Programm geöffnet" in dialog.error()
    assert dialog.isVisible()
    assert notices.said == []
    press(dialog, "paper_on")
    assert dialog.error() == ""
    assert page.isVisible()


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="there is a printer here")
@pytest.mark.usefixtures("units")
def test_without_a_printer_there_is_a_sentence(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.MONTH)
    press(dialog, "paper_primary")
    assert "keinen Drucker" in dialog.error()
    assert dialog.isVisible()
    assert page.isVisible()


def test_without_units_there_is_no_year_to_print(qtbot: QtBot, context: Context) -> None:
    page, dialog = opened(qtbot, context, What.YEAR)
    assert not dialog.primary_button.isEnabled()
    assert page.isVisible()


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
@pytest.mark.usefixtures("units")
def test_it_opens_in_every_language_and_in_longer_texts(
    qtbot: QtBot,
    make_context: MakeContext,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    what: What,
    speech: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(speech)
    page, dialog = opened(qtbot, make_context(texts=texts), what)
    qtbot.waitExposed(dialog)
    assert cut_texts(dialog) == []
    assert page.isVisible()


def test_the_menu_of_a_page_opens_it(qtbot: QtBot, context: Context, units: list[int]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    menu = QMenu(page)
    menu.addActions(paper_actions(context, page, lambda: date(2026, 3, 14), lambda: units[1]))
    menu.popup(page.mapToGlobal(page.rect().topLeft()))
    names = [action.objectName() for action in menu.actions()]
    assert names == ["print_day", "print_month", "print_year"]
    # The days begin today, whatever is looked at.
    for place, title in enumerate(("Tagesplan 06.07.2027", "März 2026", "Kranich 2026"), 1):
        for _ in range(place):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        dialog = page.findChild(PaperDialog)
        assert dialog is not None
        assert sheet(dialog).title == title
        dialog.reject()
        qtbot.waitUntil(lambda: page.findChild(PaperDialog) is None)
        menu.popup(page.mapToGlobal(page.rect().topLeft()))
    menu.close()


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_page_in_the_preview_has_no_black_shadow(
    qtbot: QtBot, context: Context, appearance: Appearance
) -> None:
    current_theme().set_appearance(appearance)
    _page, dialog = opened(qtbot, context, What.MONTH)
    with qtbot.waitExposed(dialog):
        dialog.show()
    press(dialog, "paper_lie_portrait")
    ground = current_theme().colour(GROUND)
    qtbot.waitUntil(lambda: len(dialog.frames.papers()) == 1)
    (paper,) = dialog.frames.papers()
    image = dialog.preview.grab().toImage()
    corner = dialog.frames.mapTo(dialog.preview, QPoint())
    middle = round(paper.center().y()) + corner.y()
    left, right = round(paper.left()) + corner.x(), round(paper.right()) + corner.x()
    assert image.pixelColor(left + 3, middle).lightness() == 255, "the paper is white"
    assert image.pixelColor(right - 3, middle).lightness() == 255
    for step in range(2, 12):
        for x in (left - step, right + step):
            assert abs(image.pixelColor(x, middle).lightness() - ground.lightness()) < 40
    current_theme().set_appearance(Appearance.LIGHT)


@pytest.mark.parametrize(
    ("count", "upright", "columns"),
    [(1, True, 1), (1, False, 1), (2, True, 2), (2, False, 2), (5, True, 4), (9, False, 4)],
)
def test_pages_stand_beside_each_other_as_in_qt(count: int, upright: bool, columns: int) -> None:
    assert columns_of(count, upright=upright) == columns
