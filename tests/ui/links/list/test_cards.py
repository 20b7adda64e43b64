"""The cards: who read each link, further links, menus, and drawing only what has moved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.services.base.watch import Moved
from app.ui.kit import AddressField, Button, CopyButton, Dialog, ElidedLabel, IconButton, Toggle

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.list.looks import BlockLook
    from app.ui.links.page import LinksPage
    from tests.clocks import SetClock
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Hands, Read, ShowPage

    Settle = Callable[[LinksPage], None]

NEVER = "never fetched yet – have you pasted the link?"


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


@pytest.fixture
def further(services: Services, units: list[Unit], link: Link) -> Link:
    assert link.main
    return services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices(portal="airbnb")
    ).after


def choose(qtbot: QtBot, page: QWidget, menu_name: str, action_name: str) -> None:
    """Choose something in the menu that is open, with the keyboard."""
    qtbot.waitUntil(lambda: page.findChild(QMenu, menu_name) is not None)
    menu = page.findChild(QMenu, menu_name)
    assert menu is not None
    action = menu.findChild(QAction, action_name)
    assert action is not None
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


# ---- who read it ----


def test_a_link_that_nobody_has_read_asks_whether_it_was_pasted(
    hands: Hands, units: list[Unit], link: Link, texts: Catalogue, settle: Settle
) -> None:
    assert link.enabled
    settle(hands.page)

    assert hands.on(units[0], QLabel, "card_readers").text() == texts.tr(NEVER)


def test_who_read_a_link_comes_up_when_it_was_read(
    hands: Hands, units: list[Unit], link: Link, texts: Catalogue, read: Read, settle: Settle
) -> None:
    said = hands.on(units[0], QLabel, "card_readers")

    read(link, "Booking.com/1", minutes_ago=125)
    read(link, minutes_ago=4)
    read(link, "Mozilla/5.0 Firefox/140")  # a person who looked
    settle(hands.page)

    four = texts.trn("{n} min ago", "{n} min ago", 4)
    two = texts.trn("{n} h ago", "{n} h ago", 2)
    assert said.text() == f"Thunderbird {four} · Booking.com {two}"


def test_the_time_since_goes_on(
    hands: Hands,
    units: list[Unit],
    link: Link,
    texts: Catalogue,
    clock: SetClock,
    read: Read,
    settle: Settle,
) -> None:
    read(link)
    settle(hands.page)
    said = hands.on(units[0], QLabel, "card_readers")
    assert said.text().endswith(texts.tr("just now"))

    for passed, words in (
        (timedelta(minutes=59), texts.trn("{n} min ago", "{n} min ago", 59)),
        (timedelta(hours=23, minutes=1), texts.trn("{n} day ago", "{n} days ago", 1)),
        (timedelta(days=7), texts.tr("on {day}", day=texts.day(clock.today()))),
    ):
        clock.moment += passed
        hands.page._tick()
        assert said.text() == f"Thunderbird {words}"


def test_an_unknown_reader_is_called_by_what_it_calls_itself(
    hands: Hands, units: list[Unit], link: Link, texts: Catalogue, read: Read, settle: Settle
) -> None:
    agent = "PortalX-Importer/2.3 (+https://portalx.example)"

    read(link, agent)
    settle(hands.page)

    said = hands.on(units[0], QLabel, "card_readers")
    assert texts.tr("Unknown reader") in said.text()
    assert "PortalX-Importer/2.3" in said.text()
    assert "+https" not in said.text()
    assert agent in said.toolTip()


# ---- further links ----


def test_a_further_link_has_a_row_of_its_own(
    hands: Hands, units: list[Unit], further: Link, services: Services
) -> None:
    label = hands.in_row(further, ElidedLabel, "row_label")
    assert label.text() == "Airbnb"
    assert hands.card(units[0]).isAncestorOf(hands.row(further))

    hands.click(hands.in_row(further, CopyButton, "row_copy"))
    assert QApplication.clipboard().text() == services.links.address(further)
    assert hands.in_row(further, QLabel, "row_notice").isVisible()

    hands.click(hands.in_row(further, Toggle, "row_toggle"))
    assert not services.links.get(further.id).enabled
    assert hands.on(units[0], Toggle, "card_toggle").is_on

    hands.click(hands.in_row(further, Button, "row_undo"))
    assert services.links.get(further.id).enabled


def test_ctrl_c_in_a_row_copies_that_link(hands: Hands, further: Link, services: Services) -> None:
    hands.in_row(further, Toggle, "row_toggle").setFocus()

    hands.press(Qt.Key.Key_C, ctrl=True)

    assert QApplication.clipboard().text() == services.links.address(further)


def test_labels_tell_links_apart(
    hands: Hands, units: list[Unit], services: Services, texts: Catalogue
) -> None:
    added = [
        services.links.add(
            LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices(label="Oma Erna")
        ).after,
        services.links.add(
            LinkKind.CALENDAR,
            Target(Scope.UNIT, units[0].id),
            LinkChoices(label="Zweites Inserat", portal="booking"),
        ).after,
        services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices()).after,
    ]

    labels = [hands.in_row(link, ElidedLabel, "row_label").text() for link in added]
    assert labels == ["Oma Erna", "Zweites Inserat · Booking.com", texts.tr("Further link")]


def test_deleting_a_further_link_is_asked_first(
    hands: Hands,
    qtbot: QtBot,
    further: Link,
    services: Services,
    notices: RecordedNotices,
    read: Read,
) -> None:
    read(further, "Airbnb/1")
    hands.click(hands.in_row(further, IconButton, "row_more"))
    choose(qtbot, hands.page, "row_more_menu", "delete")
    dialog = hands.find(Dialog, "delete_dialog")
    assert "Airbnb" in hands.find(QLabel, "delete_dialog_text").text()
    assert services.links.get(further.id).enabled

    with qtbot.waitSignal(dialog.finished):
        hands.click(dialog.primary_button)

    assert [link.main for link in services.links.all()] == [True]
    assert (
        hands.page.findChild(QWidget, f"link_row_{further.id}") is None
        or not hands.row(further).isVisible()
    )
    assert len(notices.said) == 1


# ---- a new address ----


def test_a_new_address_is_asked_first_and_then_stands_in_the_field(
    hands: Hands, qtbot: QtBot, units: list[Unit], link: Link, services: Services
) -> None:
    before = services.links.address(link)
    hands.click(hands.on(units[0], IconButton, "card_more"))
    choose(qtbot, hands.page, "card_more_menu", "renew")
    dialog = hands.find(Dialog, "renew_dialog")
    field = hands.on(units[0], AddressField, "card_address")
    assert field.address() == before

    with qtbot.waitSignal(dialog.finished):
        hands.click(dialog.primary_button)

    after = services.links.address(services.links.get(link.id))
    assert after != before
    assert field.address() == after
    hands.click(hands.on(units[0], CopyButton, "card_copy"))
    assert QApplication.clipboard().text() == after


def test_enter_alone_does_not_give_a_new_address(
    hands: Hands, qtbot: QtBot, units: list[Unit], link: Link, services: Services
) -> None:
    hands.click(hands.on(units[0], IconButton, "card_more"))
    choose(qtbot, hands.page, "card_more_menu", "renew")
    dialog = hands.find(Dialog, "renew_dialog")

    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert services.links.get(link.id).token == link.token


# ---- only what has moved ----


def test_focus_selection_and_scrolling_survive_what_moves_elsewhere(
    show_page: ShowPage,
    hands_on: Callable[[LinksPage], Hands],
    services: Services,
    settle: Settle,
) -> None:
    units = services.units.first_house("Haus", [f"Zimmer {number}" for number in range(20)]).units
    services.links.enable_all()
    hands = hands_on(show_page())
    bar = hands.page._scroll.verticalScrollBar()
    hands.page._scroll.ensureWidgetVisible(hands.card(units[15]))
    place = bar.value()
    field = hands.on(units[15], AddressField, "card_address")
    hands.click(field)
    selected = field.selectedText()
    drawn = {card: card.look for card in hands.page._cards.cards}

    first = services.links.all(Target(Scope.UNIT, units[0].id))[0]
    services.links.disable(first.id, sequence=first.sequence)
    services.units.rename(units[1].id, "Suite", sequence=units[1].sequence)
    settle(hands.page)

    assert place > 0
    assert bar.value() == place
    assert field.hasFocus()
    assert field.selectedText() == selected
    touched = {
        card.look.block.name for card, look in drawn.items() if _face(card.look) != _face(look)
    }
    assert touched == {"Zimmer 0", "Suite"}


def _face(look: BlockLook) -> object:
    """What does not change by time alone."""
    assert look.main is not None
    return look.block.unit, look.main.link, look.main.address


def test_a_new_unit_and_a_new_order_are_shown_without_making_cards_anew(
    hands: Hands, units: list[Unit], services: Services, settle: Settle
) -> None:
    kept = hands.card(units[2])
    order = [units[2].id, units[0].id, units[1].id]

    services.units.arrange({units[0].property_id: order})
    settle(hands.page)

    assert [card.look.block.key[1] for card in hands.page._cards.cards] == order
    assert hands.card(units[2]) is kept
    assert kept.y() < hands.card(units[0]).y() < hands.card(units[1]).y()


def test_an_archived_unit_s_card_goes(hands: Hands, units: list[Unit], services: Services) -> None:
    services.units.archive(units[0].id, sequence=units[0].sequence)

    assert [card.look.block.key[1] for card in hands.page._cards.cards] == [
        units[1].id,
        units[2].id,
    ]


def test_properties_are_named_where_there_are_several(
    hands: Hands, units: list[Unit], another_house: Unit, services: Services
) -> None:
    first = units[0].property_id
    heading = hands.find(ElidedLabel, f"links_house_{first}")
    assert heading.text() == "Haus Seeblick"
    assert hands.find(ElidedLabel, f"links_house_{another_house.property_id}").isVisible()

    services.units.archive(another_house.id, sequence=another_house.sequence)

    assert hands.page.findChild(ElidedLabel, f"links_house_{first}") is None or heading.isHidden()


def test_a_redraw_that_says_nothing_new_draws_nothing(
    hands: Hands, units: list[Unit], link: Link, settle: Settle
) -> None:
    assert link.enabled
    settle(hands.page)
    looks = [card.look for card in hands.page._cards.cards]

    hands.page.redraw(Moved(units=frozenset({units[0].id})))

    assert all(card.look is look for card, look in zip(hands.page._cards.cards, looks, strict=True))
