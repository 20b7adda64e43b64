"""What finds and what is due come after the first painting, and nothing moves for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.i18n import catalogue
from app.ui.base.context import Context
from app.ui.plan.page import PlanPage
from tests.ui.plan.conftest import Enter, OpenPlan

SIZES = [(1240, 700), (1148, 560), (760, 520), (620, 900)]
PLACES = ("plan/above", "plan/finding", "plan/below")


def held_back(qtbot: QtBot, context: Context, size: tuple[int, int]) -> PlanPage:
    page = PlanPage(context, held_back=True)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()
    return page


def where(page: PlanPage) -> dict[str, QRect]:
    """Where everything stands that is there from the start."""
    header = page.header
    parts: dict[str, QWidget] = {
        "title": header.first_row.title,
        "zoom": header.zoom,
        "steps": header.steps,
        "more": header.more,
        "new": header.new,
        "chart": page.chart,
        "legend": page.legend,
    }
    return {
        name: QRect(part.mapTo(page, part.rect().topLeft()), part.size())
        for name, part in parts.items()
    }


def settled(qtbot: QtBot, page: PlanPage) -> None:
    page.settle()
    qtbot.waitUntil(lambda: page.today.panel.isVisible() or page.today.first_stay.isVisible())
    QApplication.processEvents()


def is_there(page: PlanPage) -> bool:
    return not {"clashes", "finding", "today"}.isdisjoint(vars(page))


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_when_the_rest_comes(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan, size: tuple[int, int]
) -> None:
    for unit in range(4):
        enter(8 + unit, 12 + unit, unit=unit, guest="Familie Huber")
    open_plan(size=size)
    page = held_back(qtbot, context, size)
    before = where(page)
    assert not is_there(page)
    settled(qtbot, page)
    assert where(page) == before
    assert page.finding.finder.isVisible()
    assert page.today.panel.isVisible()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_when_a_double_booking_is_told(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan, size: tuple[int, int]
) -> None:
    enter(8, 12, guest="Familie Huber")
    enter(10, 14, guest="Kern", allow_conflict=True)
    open_plan(size=size)
    page = held_back(qtbot, context, size)
    before = where(page)
    assert not is_there(page)
    settled(qtbot, page)
    assert where(page) == before
    strip = page.clashes.strip
    assert strip.isVisible()
    assert strip.height() == page.chart.mapTo(page, QPoint()).y() - page.header.height()
    assert "Kern" in strip.plain_text()


def test_a_double_booking_that_is_solved_leaves_no_place(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan
) -> None:
    enter(8, 12, guest="Familie Huber")
    second = enter(10, 14, guest="Kern", allow_conflict=True)
    open_plan().close()
    context.services.occupancies.cancel(second.id, sequence=second.sequence)
    page = held_back(qtbot, context, SIZES[0])
    settled(qtbot, page)
    assert not page.clashes.strip.isVisible()
    assert page.chart.mapTo(page, QPoint()).y() == page.header.height()


def test_one_that_came_meanwhile_is_told_though_it_had_no_place(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan
) -> None:
    enter(8, 12, guest="Familie Huber")
    open_plan().close()
    enter(10, 14, guest="Kern", allow_conflict=True)
    page = held_back(qtbot, context, SIZES[0])
    settled(qtbot, page)
    assert page.clashes.strip.isVisible()
    below = page.clashes.strip.geometry().bottom() + 1
    assert page.chart.mapTo(page, QPoint()).y() == below


def test_the_menu_opens_once_the_rest_is_there(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan
) -> None:
    enter(8, 12)
    open_plan().close()
    page = held_back(qtbot, context, SIZES[0])
    assert page.header.more.menu() is None
    settled(qtbot, page)
    assert page.header.more.menu() is page.header.menu
    assert page.header.menu.actions()


def test_the_first_time_all_of_it_is_there_at_once(
    qtbot: QtBot, context: Context, units: list[Unit]
) -> None:
    assert units
    assert not any(context.preferences.text(place) for place in PLACES)
    page = held_back(qtbot, context, SIZES[0])
    assert is_there(page)
    assert page.finding.finder.isVisible()


@pytest.mark.parametrize("noted", ["", "wide", "1 2 3", "1 2 3 4 5", "1 2 3 x", "-5 -5 -5 -5"])
@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_none_is_not_kept(
    qtbot: QtBot, context: Context, open_plan: OpenPlan, place: str, noted: str
) -> None:
    open_plan().close()
    context.preferences.note(place, noted)
    page = held_back(qtbot, context, SIZES[0])
    assert is_there(page)
    assert page.finding.finder.isVisible()


def test_what_moves_meanwhile_is_shown_when_the_rest_comes(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan
) -> None:
    enter(8, 12, guest="Familie Huber")
    open_plan().close()
    page = held_back(qtbot, context, SIZES[0])
    context.bridge.moved.connect(page.redraw)
    context.bridge.day_changed.connect(page.day_changed)
    enter(7, 9, unit=1, guest="Familie Sommer")
    page.day_changed()
    assert not is_there(page)
    settled(qtbot, page)
    page.finding.finder.setText("Sommer")
    with qtbot.waitSignal(page.finding.hit_chosen):
        page.finding.finder.go_on()
    context.bridge.moved.disconnect(page.redraw)
    context.bridge.day_changed.disconnect(page.day_changed)


def test_settling_again_adds_nothing(
    qtbot: QtBot, context: Context, enter: Enter, open_plan: OpenPlan
) -> None:
    enter(8, 12)
    open_plan().close()
    page = held_back(qtbot, context, SIZES[0])
    settled(qtbot, page)
    there, parts = where(page), len(page.header.finding.children())
    page.settle()
    assert (where(page), len(page.header.finding.children())) == (there, parts)


def test_the_title_has_room_before_the_search_in_german(
    make_context: Callable[..., Context], open_plan: OpenPlan
) -> None:
    context = make_context(texts=catalogue("de"))
    context.preferences.note("plan/holidays", "none")
    page = open_plan(context, (1440 - 212, 870))
    title, finder = page.header.first_row.title, page.finding.finder
    end = title.mapTo(page, title.rect().bottomRight()).x()
    assert finder.mapTo(page, finder.rect().topLeft()).x() - end >= 16
    assert not page.header.second_row.isVisible()
