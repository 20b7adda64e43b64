"""Changes from elsewhere: on the chart at once, touching only what changed; drags end in a word."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import WINDOW_BUSY_TIMEOUT, opened
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.stays.occupancy import Occupancy
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.page import PlanPage
from tests.ui.conftest import RecordedNotices
from tests.ui.plan.conftest import Enter, Hand, OpenPlan, july

MakeHand = Callable[[PlanPage], Hand]
LEFT = Qt.MouseButton.LeftButton


def test_a_change_of_another_process_is_on_the_chart_after_the_next_look(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit], context: Context
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    with opened(services.folder, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=services.clock) as other:
        draft = replace(stay.draft(), unit_id=units[2].id)
        other.occupancies.change(stay.id, draft, sequence=stay.sequence)
    context.bridge.look()
    assert page.bars(units[0].id) == ()
    assert [bar.stay.id for bar in page.bars(units[2].id)] == [stay.id]


def test_only_the_units_that_moved_are_read_and_painted_again(
    open_plan: OpenPlan,
    enter: Enter,
    units: list[Unit],
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    enter(12, 16, unit=1)
    page = open_plan()
    qtbot.wait(0)
    read: list[int] = []
    painted: list[QRect] = []
    whole = page.chart.house_bars._read

    def noted(unit_id: int) -> Iterable[Occupancy]:
        read.append(unit_id)
        return whole(unit_id)

    def never(**_: object) -> list[Occupancy]:
        raise AssertionError("everything was read again")

    paint = page.chart._paint

    def watched(painter: object, part: QRect) -> None:
        painted.append(QRect(part))
        paint(painter, part)  # type: ignore[arg-type]

    monkeypatch.setattr(page.chart.house_bars, "_read", noted)
    monkeypatch.setattr(services.occupancies, "all", never)
    monkeypatch.setattr(page.chart, "_paint", watched)
    enter(20, 22, unit=1)
    qtbot.waitUntil(lambda: bool(painted))
    assert set(read) == {units[1].id}
    row = page.chart.rows.of(units[1].id)
    assert row is not None
    for part in painted:
        assert row.top <= part.top() <= part.bottom() < row.bottom


def test_a_drag_ends_with_a_sentence_when_its_bar_is_changed_elsewhere(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    end = mouse.at(units[1], july(20))
    mouse.hold(mouse.at(units[0], july(14)), end)
    changed = services.occupancies.change(
        stay.id, replace(stay.draft(), guest="Kern"), sequence=stay.sequence
    ).after
    assert not page.chart.pointer.dragging
    assert notices.said[-1].startswith("This was changed elsewhere while you were dragging it.")
    mouse.release(end)
    assert services.occupancies.get(stay.id) == changed


def test_a_drag_goes_on_when_something_else_changes_and_sees_it(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    end = mouse.at(units[1], july(20))
    mouse.hold(mouse.at(units[0], july(14)), end)
    outcome = page.chart.pointer.outcome
    assert outcome is not None
    assert outcome.problem is None
    enter(19, 21, unit=1)
    outcome = page.chart.pointer.outcome
    assert outcome is not None
    assert outcome.problem is not None
    mouse.release(end)
    assert services.occupancies.get(stay.id) == stay


def test_a_drag_ends_when_its_unit_is_archived(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    mouse.hold(mouse.at(units[0], july(14)), mouse.at(units[0], july(20)))
    services.units.archive(units[0].id, sequence=units[0].sequence)
    assert not page.chart.pointer.dragging
    assert len(notices.said) == 1
    assert services.occupancies.get(stay.id) == stay
    assert units[0].id not in {unit.id for unit in page.units()}


def test_a_drag_across_an_archived_unit_lands_in_the_row_that_is_shown(
    open_plan: OpenPlan, hand: MakeHand, enter: Enter, services: Services, units: list[Unit]
) -> None:
    stay = enter(12, 16)
    services.units.archive(units[1].id, sequence=units[1].sequence)
    page = open_plan()
    mouse = hand(page)
    mouse.drag(mouse.at(units[0], july(14)), mouse.at(units[2], july(14)))
    assert services.occupancies.get(stay.id).unit_id == units[2].id


def test_new_renamed_and_moved_units_are_in_the_owners_order(
    open_plan: OpenPlan, services: Services, units: list[Unit]
) -> None:
    page = open_plan()
    house = services.units.add_property(PropertyDraft(name="Alte Mühle"))
    mill = services.units.add(UnitDraft(property_id=house.id, name="Mühle"))
    services.units.arrange({house.id: [mill.id], units[0].property_id: [units[1].id, units[0].id]})
    assert [unit.name for unit in page.units()] == [
        "Mühle",
        "Seeblick 2",
        "Seeblick 1",
        "Möwe",
        "Kranich",
    ]


def test_a_change_between_press_and_release_is_refused_by_its_sequence(
    open_plan: OpenPlan,
    hand: MakeHand,
    enter: Enter,
    services: Services,
    units: list[Unit],
    context: Context,
    notices: RecordedNotices,
) -> None:
    stay = enter(12, 16)
    page = open_plan()
    mouse = hand(page)
    end = mouse.at(units[0], july(20))
    mouse.hold(mouse.at(units[0], july(14)), end)
    # Another process, before the window has looked.
    with opened(services.folder, busy_timeout=WINDOW_BUSY_TIMEOUT, clock=services.clock) as other:
        draft = replace(stay.draft(), guest="Kern")
        changed = other.occupancies.change(stay.id, draft, sequence=stay.sequence).after
        mouse.release(end)
    assert services.occupancies.get(stay.id) == changed
    assert len(notices.said) == 1
    assert notices.failed == []
    context.bridge.look()
    assert page.bars(units[0].id)[0].stay == changed


# ---- double bookings ----


def test_a_double_booking_stands_in_two_lanes_with_a_sign_and_a_strip(
    open_plan: OpenPlan, enter: Enter, services: Services, units: list[Unit]
) -> None:
    enter(12, 16, guest="Huber")
    page = open_plan()
    assert not page.clashes.strip.isVisible()
    other = enter(15, 18, guest="Kern", allow_conflict=True)
    assert page.clashes.strip.isVisible()
    assert "Seeblick 1, 15–16 Jul 2027: Huber and Kern" in page.clashes.strip.plain_text()
    assert page.chart.names.marked == {units[0].id}
    assert {bar.lane for bar in page.bars(units[0].id)} == {0, 1}
    view = page.findChild(QWidget, "conflict_strip_view")
    assert view is not None
    page.show_day(july(1).replace(year=2030))
    QTest.mouseClick(view, LEFT)
    assert page.chart.marks.selected == other.id
    assert page.chart.view.first <= july(15).toordinal() <= page.chart.view.last
    services.occupancies.cancel(other.id, sequence=other.sequence)
    assert not page.clashes.strip.isVisible()
    assert page.chart.names.marked == set()


def test_the_sign_at_a_units_name_leads_to_its_double_booking(
    open_plan: OpenPlan, enter: Enter, units: list[Unit]
) -> None:
    enter(12, 16)
    second = enter(15, 18, allow_conflict=True)
    page = open_plan()
    page.show_day(july(1).replace(year=2030))
    row = page.chart.rows.of(units[0].id)
    assert row is not None
    names = page.chart.names
    QTest.mouseClick(names, LEFT, pos=names.sign_area(row.top).center())
    assert page.chart.marks.selected == second.id
