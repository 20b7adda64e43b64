"""A double booking in the whole window: the badge, the message of the desktop, the way there."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.double_booking import Alarm
from app.core.stays.occupancy import OccupancyDraft
from app.services.services import Services
from app.ui.plan.page import PlanPage
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.list_dialog import ClashListDialog
from app.ui.window.frame.sidebar import SidebarItem
from app.ui.window.frame.tray import Tray
from app.ui.window.program import Program
from tests.ui.conftest import Desktop, OpenWindow

# The offscreen platform has no tray; the icon is made all the same.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Eins", "Zwei"]).units)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the desktop is asked to show: title and text. The offscreen platform shows none."""
    told: list[tuple[str, str]] = []

    def show(_icon: QSystemTrayIcon, title: str, text: str, _kind: object) -> None:
        told.append((title, text))

    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    return told


def twice(services: Services, unit: Unit, first: int, *portals: str) -> Alarm:
    """Let two come to a unit on the same nights of August; their guests have names."""
    for number, portal in enumerate(portals):
        draft = OccupancyDraft(
            unit_id=unit.id,
            arrival=date(2027, 8, first + number),
            departure=date(2027, 8, first + number + 3),
            guest=f"Geheim {number}",
            portal=portal,
        )
        services.occupancies.add(draft, allow_conflict=True)
    return services.double_bookings.open()[-1]


def item(program: Program, key: str = "plan") -> SidebarItem:
    found = program.shell.findChild(SidebarItem, f"sidebar_{key}")
    assert found is not None
    return found


def hide(program: Program) -> None:
    program.frame.hide()
    assert program.frame.isHidden()


def press_badge(program: Program) -> None:
    badge = item(program)
    QTest.mouseClick(
        badge, Qt.MouseButton.LeftButton, pos=QPoint(badge.width() - 18, badge.height() // 2)
    )


class TestMessages:
    @pytest.fixture(autouse=True)
    def tray(self, desktop: Desktop) -> None:
        desktop.tray = True

    def test_an_owner_whose_window_is_closed_is_told_once_and_of_no_guest(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        program = open_window()
        hide(program)
        alarm = twice(services, units[0], 2, "booking", "airbnb")
        assert told == [("Doppelbuchung in Eins", "Eins, 03.–05.08.2027: Booking.com und Airbnb")]
        # Whatever else happens to it, or beside it, is no news.
        program._bridge.look()
        services.units.rename(units[1].id, "Drei", sequence=0)
        services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
        assert len(told) == 1

    def test_what_was_taken_back_and_comes_again_is_no_news(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        program = open_window()
        hide(program)
        alarm = twice(services, units[0], 2, "booking", "airbnb")
        change = services.occupancies.cancel(alarm.second.id, sequence=0)
        services.occupancies.take_back(change)
        assert len(services.double_bookings.open()) == 1
        assert len(told) == 1

    def test_an_accepted_one_with_other_nights_is_told_again(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        program = open_window()
        hide(program)
        alarm = twice(services, units[0], 2, "booking", "airbnb")
        services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
        draft = alarm.second.draft()
        services.occupancies.change(
            alarm.second.id,
            OccupancyDraft(
                unit_id=draft.unit_id, arrival=date(2027, 8, 2), departure=draft.departure
            ),
            sequence=0,
            allow_conflict=True,
        )
        assert len(told) == 2

    def test_one_who_sees_the_window_needs_no_message(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        program = open_window()
        twice(services, units[0], 2, "booking", "airbnb")
        assert told == []
        assert item(program).badge == "1"

    def test_what_stood_before_the_program_was_started_is_no_news(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        twice(services, units[0], 2, "booking", "airbnb")
        program = open_window()
        hide(program)
        twice(services, units[1], 2, "fewo-direkt", "")
        assert told == [
            ("Doppelbuchung in Zwei", "Zwei, 03.–05.08.2027: FeWo-direkt und Direktbuchung")
        ]

    def test_several_at_once_are_one_message(
        self,
        open_window: OpenWindow,
        services: Services,
        units: list[Unit],
        told: list[tuple[str, str]],
    ) -> None:
        program = open_window()
        hide(program)
        with services.work.change():
            twice_within(services, units[0])
            twice_within(services, units[1])
        ((title, text),) = told
        assert title == "2 neue Doppelbuchungen"
        assert [line.split(",")[0] for line in text.splitlines()] == ["Eins", "Zwei"]

    @pytest.mark.usefixtures("units")
    def test_a_click_on_a_message_brings_the_window_back(
        self, open_window: OpenWindow, qtbot: QtBot
    ) -> None:
        program = open_window()
        hide(program)
        tray = program.leaving.tray
        assert isinstance(tray, Tray)
        with qtbot.waitSignal(tray.open_wanted):
            tray._icon.messageClicked.emit()
        assert program.frame.isVisible()


def twice_within(services: Services, unit: Unit) -> None:
    for first in (2, 3):
        draft = OccupancyDraft(
            unit_id=unit.id, arrival=date(2027, 8, first), departure=date(2027, 8, first + 3)
        )
        services.occupancies.add_within(draft, services.clock.now(), allow_conflict=True)


class TestBadge:
    def test_it_stands_at_the_plan_until_all_are_decided(
        self, open_window: OpenWindow, services: Services, units: list[Unit]
    ) -> None:
        program = open_window()
        assert item(program).badge == ""
        alarm = twice(services, units[0], 2, "booking", "airbnb")
        assert item(program).badge == "1"
        assert item(program).accessibleDescription() == "1 Doppelbuchung"
        services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
        assert item(program).badge == ""

    def test_it_stays_in_another_language(
        self, open_window: OpenWindow, services: Services, units: list[Unit], qtbot: QtBot
    ) -> None:
        program = open_window()
        twice(services, units[0], 2, "booking", "airbnb")
        services.settings.set("language", "en")
        qtbot.waitUntil(lambda: item(program).accessibleDescription() == "1 double booking")
        assert item(program).badge == "1"

    def test_a_click_on_it_opens_what_is_to_be_solved(
        self, open_window: OpenWindow, services: Services, units: list[Unit]
    ) -> None:
        program = open_window()
        program.shell.go("units")
        twice(services, units[0], 2, "booking", "airbnb")
        press_badge(program)
        assert program.shell.current == "plan"
        dialog = program.shell.findChild(ClashDialog)
        assert dialog is not None
        assert dialog.isVisible()
        dialog.reject()

    def test_several_are_opened_in_a_list(
        self, open_window: OpenWindow, services: Services, units: list[Unit]
    ) -> None:
        program = open_window()
        twice(services, units[0], 2, "booking", "airbnb")
        twice(services, units[1], 2, "booking", "airbnb")
        press_badge(program)
        dialog = program.shell.findChild(ClashListDialog)
        assert dialog is not None
        dialog.reject()

    def test_a_click_beside_it_opens_the_page_alone(
        self, open_window: OpenWindow, services: Services, units: list[Unit]
    ) -> None:
        program = open_window()
        twice(services, units[0], 2, "booking", "airbnb")
        QTest.mouseClick(item(program), Qt.MouseButton.LeftButton, pos=QPoint(30, 10))
        assert program.shell.findChild(ClashDialog) is None

    def test_without_one_a_click_there_opens_the_page_alone(
        self, open_window: OpenWindow, units: list[Unit]
    ) -> None:
        assert units
        program = open_window()
        press_badge(program)
        assert program.shell.findChild(ClashDialog) is None
        assert program.shell.findChild(ClashListDialog) is None


def test_show_in_plan_leads_there_from_any_page(
    open_window: OpenWindow, services: Services, units: list[Unit]
) -> None:
    program = open_window()
    alarm = twice(services, units[1], 2, "booking", "airbnb")
    program.shell.go("occupancies")
    program.shell.show_stay(alarm.second.id)
    assert program.shell.current == "plan"
    page = program.shell.page("plan")
    assert isinstance(page, PlanPage)
    selected = page.chart.selected_bar()
    assert selected is not None
    assert selected.stay.id == alarm.second.id
