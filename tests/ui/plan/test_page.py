"""The page around the chart: empty house, entries without a drag, holidays, appearance."""

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import Kind, Status
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.region_dialog import RegionDialog
from app.ui.stays.entry.dialog import OccupancyDialog
from app.ui.stays.entry.portal_dialog import PortalDialog
from app.ui.stays.holidays import Holidays, Region, countries, country_name, states, system_country
from tests.ui.conftest import RecordedNotices
from tests.ui.plan.conftest import Enter, OpenPlan

LEFT = Qt.MouseButton.LeftButton


def press(root: QWidget, name: str) -> None:
    button = root.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def test_a_house_without_units_leads_to_them(
    open_plan: OpenPlan, services: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    for unit in units:
        services.units.archive(unit.id, sequence=unit.sequence)
    page = open_plan()
    press(page, "no_units_action")
    assert notices.pages == ["units"]
    services.units.restore(units[0].id, sequence=services.units.get(units[0].id).sequence)
    assert page.chart.isVisible()
    assert [unit.id for unit in page.units()] == [units[0].id]


def test_the_primary_action_enters_a_stay(open_plan: OpenPlan) -> None:
    page = open_plan()
    press(page, "new_occupancy")
    assert page.findChild(OccupancyDialog) is not None


def test_a_bar_is_shown_wherever_it_is(open_plan: OpenPlan, enter: Enter) -> None:
    far = enter(date(2031, 2, 1), date(2031, 2, 9), unit=3)
    page = open_plan()
    page.show_occupancy(far.id)
    assert page.chart.selected_bar() == page.bars(far.unit_id)[0]
    view = page.chart.view
    assert view.first <= far.arrival.toordinal() < far.departure.toordinal() <= view.last


def test_an_occupancy_that_is_gone_is_told(open_plan: OpenPlan, notices: RecordedNotices) -> None:
    open_plan().show_occupancy(4711)
    assert len(notices.failed) == 1


def test_a_filter_hides_units_and_pales_bars(
    open_plan: OpenPlan, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16, guest="Huber")
    enter(12, 16, guest="Kern", unit=1)
    page = open_plan()
    page.set_filter(
        lambda stay: stay.guest == "Huber",
        lambda unit: unit.property_id == units[0].property_id,
    )
    assert [unit.id for unit in page.units()] == [units[0].id, units[1].id]
    page.grab()
    page.set_filter(None)
    assert len(page.units()) == 4


def test_what_is_below_stays_in_any_window(open_plan: OpenPlan, enter: Enter) -> None:
    enter(12, 16)
    page = open_plan(size=(1240, 900))
    panel = page.today.panel
    for height in (900, 420, 300, 900):
        page.resize(1240, height)
        assert panel.isVisible()
    assert page.chart.height() == page.chart.content_height()


def test_portal_booking_export_and_print_are_in_the_menu(
    open_plan: OpenPlan, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16, guest="Huber")
    enter(12, 16, guest="Gone", unit=1, status=Status.CANCELLED)
    enter(2, 5, guest="Kern", unit=2, kind=Kind.OWNER)
    page = open_plan()
    names = [action.objectName() for action in page.header.menu.actions() if action.objectName()]
    assert names == [
        "new_portal",
        "double_bookings",
        "export_list",
        "print_day",
        "print_month",
        "print_year",
    ]
    actions = {action.objectName(): action for action in page.header.menu.actions()}
    actions["new_portal"].trigger()
    portal = page.findChild(PortalDialog)
    assert portal is not None
    portal.reject()
    assert [row.occupancy.guest for row in page.editing.listed()] == ["Kern", "Huber"]
    page.set_filter(lambda stay: stay.kind is Kind.OWNER)
    assert [row.occupancy.guest for row in page.editing.listed()] == ["Kern"]
    page.set_filter(None, lambda unit: unit.id == units[0].id)
    assert [row.unit for row in page.editing.listed()] == ["Seeblick 1"]


# ---- holidays ----


def test_the_holidays_of_country_and_state_come_after_the_chart(
    open_plan: OpenPlan, context: Context, qtbot: QtBot
) -> None:
    context.preferences.note("plan/holidays", "DE-BY")
    context.preferences.note("plan/view", "31 2027-10-20")
    page = open_plan()
    all_saints = date(2027, 11, 1).toordinal()
    qtbot.waitUntil(lambda: page.chart.holiday(all_saints) != "", timeout=20_000)
    assert page.chart.holiday(all_saints) == "All Saints' Day"
    assert page.chart.holiday(date(2027, 11, 2).toordinal()) == ""


def test_another_state_is_chosen_and_remembered(
    open_plan: OpenPlan, context: Context, qtbot: QtBot
) -> None:
    page = open_plan()
    press(page, "holiday_region")
    dialog = page.findChild(RegionDialog)
    assert dialog is not None
    country, state = dialog.findChild(QComboBox, "country"), dialog.findChild(QComboBox, "state")
    assert country is not None
    assert state is not None
    country.setCurrentIndex(country.findData("AT"))
    state.setCurrentIndex(state.findData("9"))
    press(dialog, "region_dialog_primary")
    assert Region.read(context.preferences) == Region("AT", "9")
    national = date(2027, 10, 26)
    page.show_day(national)
    qtbot.waitUntil(lambda: page.chart.holiday(national.toordinal()) != "", timeout=20_000)


def test_no_holidays_can_be_chosen(open_plan: OpenPlan, context: Context) -> None:
    context.preferences.note("plan/holidays", "DE-BW")
    page = open_plan()
    press(page, "holiday_region")
    dialog = page.findChild(RegionDialog)
    assert dialog is not None
    country = dialog.findChild(QComboBox, "country")
    assert country is not None
    country.setCurrentIndex(country.findData(""))
    press(dialog, "region_dialog_primary")
    assert Region.read(context.preferences) == Region("")
    assert page.chart.holiday(date(2027, 10, 3).toordinal()) == ""


@pytest.mark.parametrize("region", [Region("XX"), Region("DE", "Nirgendwo"), Region("")])
def test_an_unknown_region_is_no_obstacle(qtbot: QtBot, region: Region, holder: QWidget) -> None:
    holidays = Holidays("de", region, holder)
    holidays.need([2027])
    if region.country == "DE":
        qtbot.waitUntil(lambda: bool(holidays.names), timeout=20_000)
        assert holidays.names[date(2027, 10, 3).toordinal()] == "Tag der Deutschen Einheit"
    else:
        assert holidays.names == {}


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_countries_have_names_that_can_be_read() -> None:
    named = dict(countries("de"))
    assert named["DE"] == "Deutschland"
    assert named["AT"] == "Österreich"
    assert country_name("US", "de") == "Vereinigte Staaten"
    assert country_name("GR", "de") == "Griechenland"
    assert country_name("BE", "de") == "Belgien"
    assert dict(countries("en"))["DE"] == "Germany"
    assert country_name("US", "en") == "United States"
    assert country_name("??", "de") == "??"
    assert ("BW", "Baden-Württemberg") in states("DE")
    assert states("XX") == []


def test_every_country_has_a_german_name_and_stands_by_it() -> None:
    german = countries("de")
    assert {code for code, _name in german} == {code for code, _name in countries("en")}
    names = [name for _code, name in german]
    assert len(names) == len(set(names)) > 200
    assert names.index("Ägypten") < names.index("Albanien") < names.index("Österreich")
    assert names.index("Österreich") < names.index("Polen")


def test_what_has_no_name_in_a_language_is_called_in_english() -> None:
    assert country_name("US", "xx") == "United States"


def test_the_systems_country_is_the_first_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("de_CH"))
    assert system_country() == "CH"
    monkeypatch.setattr(QLocale, "system", QLocale.c)
    assert system_country() == "DE"


# ---- appearance ----


def test_the_legend_explains_what_is_in_view(
    open_plan: OpenPlan, enter: Enter, qtbot: QtBot
) -> None:
    enter(12, 16, portal="airbnb")
    enter(date(2031, 1, 1), date(2031, 1, 9), portal="fewo-direkt")
    page = open_plan()
    with qtbot.waitSignal(page.chart.settled):
        page.chart.scroll_by(1)
    words = page.legend.swatches.accessibleName()
    assert "Airbnb" in words
    assert "FeWo-direkt" not in words
    press(page, "colour_by_kind")
    assert page.legend.swatches.accessibleName() == "Booking, Owner stay, Block, Option"
