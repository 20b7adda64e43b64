"""A page is made in its place: what moves to another one is looked up in the style sheet again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.core.house.unit import PropertyDraft, UnitDraft
from app.override import override
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.base.page import PLAN
from app.ui.plan.page import PlanPage
from app.ui.window.shell.page_stack import PageStack
from app.ui.window.shell.pages import PAGES


class Moves(QObject):
    """Notes what is given another parent when it has parts already: each of them is styled anew."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[QObject] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ParentChange and watched.findChild(QWidget) is not None:
            self.moved.append(watched)
        return False


@pytest.fixture
def moves(qapp: QApplication) -> Iterator[Moves]:
    noted = Moves()
    qapp.installEventFilter(noted)
    yield noted
    qapp.removeEventFilter(noted)


@pytest.fixture
def stack(qapp: QApplication, services: Services) -> Iterator[PageStack]:
    assert qapp is not None
    house = services.units.add_property(PropertyDraft(name="Haus Seeblick"))
    services.units.add(UnitDraft(property_id=house.id, name="Seeblick 1"))
    window = QMainWindow()
    stack = PageStack(window, hold_back=True)
    window.setCentralWidget(stack)
    window.show()
    yield stack
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_made_where_it_stays(
    context: Context, stack: PageStack, moves: Moves, key: str
) -> None:
    page = stack.made(key, context)
    assert page.parentWidget() is stack
    assert page not in moves.moved


def test_the_large_parts_of_the_plan_do_not_move(
    context: Context, stack: PageStack, moves: Moves
) -> None:
    page = stack.made(PLAN, context)
    assert isinstance(page, PlanPage)
    page.settle()
    parts = [page.header, page.body, page.body.held, page.chart, page.legend, page.clashes.strip]
    assert [part for part in parts if part in moves.moved] == []


def test_a_part_that_moves_is_noticed(stack: PageStack, moves: Moves) -> None:
    alone = QWidget()
    QWidget(alone)
    assert moves.moved == []
    alone.setParent(stack)
    assert moves.moved == [alone]
