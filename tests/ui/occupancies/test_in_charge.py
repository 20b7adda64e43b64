"""Who is in charge of an occupancy: chosen in the dialog, told in the table, the plan, the file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.staff import StaffDraft, StaffMember
from app.core.house.unit import Unit
from app.services.exchange.export import Format, export_list
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.occupancies.page import OccupanciesPage
from app.ui.plan.page import PlanPage
from tests.ui.occupancies.conftest import Enter, Keys, OpenPage

Part = Callable[..., Any]
TAB, DOWN, RETURN = Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Return


@pytest.fixture
def maria(services: Services) -> StaffMember:
    return services.staff.add(StaffDraft(name="Maria Kern"))


@pytest.fixture
def plan(qtbot: QtBot, context: Context) -> Iterator[PlanPage]:
    page = PlanPage(context)
    qtbot.addWidget(page)
    page.resize(1240, 700)
    context.bridge.moved.connect(page.redraw)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.close()


def opened(page: OccupanciesPage, occupancy_id: int, part: Part, qtbot: QtBot) -> Any:
    page.table.select(occupancy_id)
    page.edit_selected()
    dialog = part(page, QWidget, "occupancy_dialog")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def offered(dialog: QWidget, part: Part) -> list[str]:
    field = part(dialog, QComboBox, "staff")
    return [field.itemText(at) for at in range(field.count())]


def row_shown(dialog: QWidget) -> bool:
    row = dialog.findChild(QWidget, "staff_row")
    assert row is not None
    return bool(row.isVisible())


def test_without_staff_members_nobody_is_asked_about_them(
    open_page: OpenPage, enter: Enter, part: Part, qtbot: QtBot, services: Services
) -> None:
    stay = enter((7, 10), (7, 14))
    dialog = opened(open_page(), stay.id, part, qtbot)
    assert not row_shown(dialog)
    services.staff.add(StaffDraft(name="Maria Kern"))
    qtbot.waitUntil(lambda: row_shown(dialog))
    assert offered(dialog, part) == ["nobody", "Maria Kern"]


def test_somebody_is_put_in_charge_from_the_keyboard(
    open_page: OpenPage,
    enter: Enter,
    part: Part,
    qtbot: QtBot,
    services: Services,
    maria: StaffMember,
    keys: Keys,
) -> None:
    page, stay = open_page(), enter((7, 10), (7, 14))
    dialog = opened(page, stay.id, part, qtbot)
    assert offered(dialog, part) == ["nobody", "Maria Kern"]
    part(dialog, QComboBox, "portal").setFocus()
    keys(TAB, DOWN, RETURN)
    after = services.occupancies.get(stay.id)
    assert (after.staff_id, after.sequence) == (maria.id, stay.sequence + 1)
    assert page.context.history.next_undo
    page.context.history.undo()
    assert services.occupancies.get(stay.id).staff_id is None


def test_editing_something_else_keeps_who_is_in_charge(
    open_page: OpenPage,
    enter: Enter,
    part: Part,
    qtbot: QtBot,
    services: Services,
    maria: StaffMember,
    keys: Keys,
) -> None:
    page, stay = open_page(), enter((7, 10), (7, 14), staff_id=maria.id)
    services.staff.remove(maria.id, sequence=maria.sequence)
    dialog = opened(page, stay.id, part, qtbot)
    assert offered(dialog, part) == ["nobody", "Maria Kern (removed)"]
    part(dialog, QWidget, "guest").setFocus()
    keys("Huber", RETURN)
    after = services.occupancies.get(stay.id)
    assert (after.guest, after.staff_id) == ("Huber", maria.id)


def test_a_renamed_member_stays_chosen_in_an_open_dialog(
    open_page: OpenPage,
    enter: Enter,
    part: Part,
    qtbot: QtBot,
    services: Services,
    maria: StaffMember,
) -> None:
    stay = enter((7, 10), (7, 14), staff_id=maria.id)
    dialog = opened(open_page(), stay.id, part, qtbot)
    services.staff.change(maria.id, StaffDraft(name="Maria Roth"), sequence=maria.sequence)
    field = part(dialog, QComboBox, "staff")
    qtbot.waitUntil(lambda: field.currentText() == "Maria Roth")
    assert field.staff_id() == maria.id


def test_table_and_file_say_who_is_in_charge(
    open_page: OpenPage,
    enter: Enter,
    qtbot: QtBot,
    services: Services,
    maria: StaffMember,
    tmp_path: Path,
) -> None:
    page = open_page()
    enter((7, 10), (7, 14), guest="Huber", staff_id=maria.id)
    enter((7, 20), (7, 24), guest="Groß")
    proxy = page.table.proxy

    def words(role: Qt.ItemDataRole) -> str:
        cells = (proxy.index(0, column) for column in range(proxy.columnCount()))
        return "\n".join(str(proxy.data(cell, role)) for cell in cells)

    assert "In charge: Maria Kern" in words(Qt.ItemDataRole.ToolTipRole)
    assert "In charge: Maria Kern" in words(Qt.ItemDataRole.AccessibleTextRole)
    services.staff.change(maria.id, StaffDraft(name="Maria Roth"), sequence=0)
    qtbot.waitUntil(lambda: "Maria Roth" in words(Qt.ItemDataRole.ToolTipRole))
    target = tmp_path / "list.csv"
    assert export_list(target, Format.CSV, page._listed(), page.context.texts)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[-1] for row in rows] == ["In charge", "Maria Roth", ""]


def test_the_plan_tells_who_is_in_charge(
    plan: PlanPage, enter: Enter, units: list[Unit], services: Services, qtbot: QtBot
) -> None:
    maria = services.staff.add(StaffDraft(name="Maria <b>Kern</b>"))
    stay = enter((7, 10), (7, 14), staff_id=maria.id)

    def tip() -> str:
        row = plan.chart.rows.of(units[0].id)
        assert row is not None
        middle = plan.chart.view.middle(stay.arrival.toordinal() + 1)
        return plan.chart.tip_at(QPoint(middle, row.top + 14))

    qtbot.waitUntil(lambda: "In charge: Maria &lt;b&gt;Kern" in tip())
    services.staff.change(maria.id, StaffDraft(name="Otto"), sequence=0)
    qtbot.waitUntil(lambda: "In charge: Otto" in tip())
    services.staff.remove(maria.id, sequence=1)
    qtbot.waitUntil(lambda: "In charge" not in tip())
