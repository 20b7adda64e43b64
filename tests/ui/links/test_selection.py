"""Choosing a link by mouse and keyboard, and the pane that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.ui.kit import CopyButton, Toggle
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.pane.pane import LinkPane
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.ui.links.conftest import Hands, ShowPage

    Settle = Callable[[LinksPage], None]
    HandsOn = Callable[[LinksPage], Hands]

NARROW = 812  # of the page in a window of 1024


@pytest.fixture
def links(services: Services, units: list[Unit]) -> list[Link]:
    """The links of the first two units, as they stand on the page from top to bottom."""
    first = services.links.enable_unit(units[0].id).after
    unit = Target(Scope.UNIT, units[0].id)
    airbnb = services.links.add(LinkKind.CALENDAR, unit, LinkChoices(portal="airbnb")).after
    website = services.links.add(LinkKind.WEBSITE, unit, LinkChoices()).after
    return [first, airbnb, website, services.links.enable_unit(units[1].id).after]


@pytest.fixture
def narrow(show_page: ShowPage, hands_on: HandsOn, links: list[Link]) -> Hands:
    """The page without room for a pane beside it."""
    assert links
    return hands_on(show_page(width=NARROW))


@pytest.fixture
def wide(show_page: ShowPage, hands_on: HandsOn, links: list[Link]) -> Hands:
    """The page with room for a pane beside it."""
    assert links
    return hands_on(show_page())


def line(hands: Hands, link: Link) -> QWidget:
    wanted = Chosen(Way.GOES, link.id)
    return next(one for one in hands.page._cards.lines if one.chosen_with() == wanted)


def chosen(hands: Hands) -> list[int]:
    """The links that are highlighted."""
    selected = [one.chosen_with() for one in hands.page._cards.lines if one.is_selected()]
    return [one.id for one in selected if one is not None and one.way is Way.GOES]


def pane(hands: Hands) -> LinkPane | None:
    """The pane, if it is to be seen."""
    found = hands.page.findChild(LinkPane)
    return found if found is not None and found.isVisible() else None


def shown(hands: Hands) -> int | None:
    """The link of the pane that is to be seen."""
    found = pane(hands)
    return found.link.id if found is not None and found.link is not None else None


def ground(widget: QWidget) -> str:
    """The colour that is painted near the upper left corner of a line."""
    return widget.grab().toImage().pixelColor(14, 3).name()


def test_at_first_nothing_is_chosen_and_the_page_has_the_whole_width(wide: Hands) -> None:
    assert chosen(wide) == []
    assert pane(wide) is None
    assert wide.page._scroll.width() == wide.page.width()


def test_what_copies_stays_a_button_on_the_highlight(
    wide: Hands, links: list[Link], units: list[Unit]
) -> None:
    button = wide.on(units[0], CopyButton, "card_copy")
    before = ground(button)

    wide.click(line(wide, links[0]))

    tint = current_theme().colour("accent_tint").name()
    assert before == tint != ground(button)


@pytest.mark.parametrize("number", range(4))
def test_a_click_highlights_the_line_and_shows_its_pane_beside(
    wide: Hands, links: list[Link], number: int
) -> None:
    link = links[number]
    before = ground(line(wide, link))

    wide.click(line(wide, link))

    assert chosen(wide) == [link.id]
    assert shown(wide) == link.id
    beside = pane(wide)
    assert beside is not None
    assert wide.page._scroll.width() + beside.width() <= wide.page.width()
    tint = current_theme().colour("accent_tint").name()
    assert before != ground(line(wide, link)) == tint


def test_the_controls_of_a_line_choose_nothing(
    wide: Hands, links: list[Link], units: list[Unit]
) -> None:
    wide.click(wide.in_row(links[1], CopyButton, "row_copy"))
    wide.click(wide.in_row(links[1], Toggle, "row_toggle"))
    wide.click(wide.on(units[1], QWidget, "card_address"))
    assert chosen(wide) == []


def test_a_unit_without_a_link_cannot_be_chosen(wide: Hands, units: list[Unit]) -> None:
    wide.click(wide.on(units[2], QLabel, "card_never"))
    assert chosen(wide) == []
    assert wide.on(units[2], QWidget, "card_line").focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_tab_and_enter_choose_and_arrow_keys_go_on(
    wide: Hands, links: list[Link], key: Qt.Key
) -> None:
    line(wide, links[0]).setFocus(Qt.FocusReason.TabFocusReason)
    assert chosen(wide) == [], "going through the page with Tab leaves all as it is"

    wide.press(key)
    assert shown(wide) == links[0].id

    walked = []
    for step in [Qt.Key.Key_Down] * 4 + [Qt.Key.Key_Up] * 4:
        wide.press(step)
        walked.append(shown(wide))
    ids = [link.id for link in links]
    assert walked == [ids[1], ids[2], ids[3], ids[3], ids[2], ids[1], ids[0], ids[0]]
    assert QApplication.focusWidget() is line(wide, links[0])
    assert chosen(wide) == [ids[0]]


def test_escape_closes_the_pane_wherever_the_focus_is(wide: Hands, links: list[Link]) -> None:
    wide.click(line(wide, links[1]))
    wide.press(Qt.Key.Key_Escape)
    assert chosen(wide) == []
    assert pane(wide) is None
    assert wide.page._scroll.width() == wide.page.width()

    wide.click(line(wide, links[1]))
    found = pane(wide)
    assert found is not None
    found.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Escape)
    assert pane(wide) is None
    assert QApplication.focusWidget() is line(wide, links[1]), "back to where it came from"


def test_the_pane_s_own_close_lets_go_of_the_link(wide: Hands, links: list[Link]) -> None:
    wide.click(line(wide, links[2]))
    found = pane(wide)
    assert found is not None

    found.closed.emit()

    assert chosen(wide) == []
    assert pane(wide) is None


def test_without_room_beside_a_click_covers_the_page_and_arrows_do_not(
    narrow: Hands, links: list[Link]
) -> None:
    line(narrow, links[0]).setFocus(Qt.FocusReason.TabFocusReason)
    narrow.press(Qt.Key.Key_Down)
    assert chosen(narrow) == [links[1].id]
    assert pane(narrow) is None

    narrow.press(Qt.Key.Key_Return)
    assert shown(narrow) == links[1].id
    assert narrow.page._scroll.width() == narrow.page.width(), "it lies over the page"
    narrow.press(Qt.Key.Key_Down)
    assert shown(narrow) == links[2].id

    narrow.press(Qt.Key.Key_Escape)
    assert pane(narrow) is None
    narrow.click(line(narrow, links[0]))
    assert shown(narrow) == links[0].id


def test_a_window_made_narrow_hides_the_pane_and_made_wide_shows_it_again(
    wide: Hands, links: list[Link]
) -> None:
    wide.click(line(wide, links[1]))

    wide.page.resize(NARROW, 700)
    assert pane(wide) is None
    assert chosen(wide) == [links[1].id]

    wide.page.resize(1228, 826)
    assert shown(wide) == links[1].id


def test_a_link_that_is_deleted_takes_its_pane_with_it(
    wide: Hands, links: list[Link], services: Services, elsewhere: Services
) -> None:
    wide.click(line(wide, links[1]))
    services.links.delete(links[1].id, sequence=links[1].sequence)
    assert pane(wide) is None

    wide.click(line(wide, links[3]))
    elsewhere.links.delete(links[3].id, sequence=links[3].sequence)
    services.watch.poll()
    assert pane(wide) is None
    assert chosen(wide) == []


def test_the_pane_follows_what_is_done_on_the_page(
    wide: Hands, links: list[Link], services: Services
) -> None:
    wide.click(line(wide, links[1]))
    wide.click(wide.in_row(links[1], Toggle, "row_toggle"))
    found = pane(wide)
    assert found is not None
    assert found.link == services.links.get(links[1].id)
    assert not services.links.get(links[1].id).enabled


def test_a_new_link_is_shown_at_once_where_it_stands(
    wide: Hands, services: Services, units: list[Unit], settle: Settle, qtbot: QtBot
) -> None:
    unit = Target(Scope.UNIT, units[2].id)
    for number in range(40):
        services.links.add(LinkKind.CALENDAR, unit, LinkChoices(label=f"Link {number}"))
    settle(wide.page)
    new = services.links.add(LinkKind.CALENDAR, unit, LinkChoices(label="Neu")).after

    wide.page._show_new(new)

    assert shown(wide) == new.id
    row = wide.row(new)
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())


def test_a_right_choice_survives_a_reload(
    wide: Hands, links: list[Link], services: Services, units: list[Unit], settle: Settle
) -> None:
    wide.click(line(wide, links[2]))
    services.units.rename(units[0].id, "Suite", sequence=units[0].sequence)
    settle(wide.page)
    assert chosen(wide) == [links[2].id]
    assert shown(wide) == links[2].id
