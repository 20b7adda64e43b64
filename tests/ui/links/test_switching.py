"""Freischalten, locking, and the way back; by mouse, as the owner does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.ui.kit import AddressField, Button, Chip, CopyButton, Toggle

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Hands, Read

    Settle = Callable[[LinksPage], None]

KEPT = "Disabled. Portals keep the old days."


def test_unit_never_enabled_says_what_a_click_would_do(
    hands: Hands, units: list[Unit], texts: Catalogue
) -> None:
    toggle = hands.on(units[0], Toggle, "card_toggle")

    assert toggle.state_text() == texts.trp("link", "Enable")
    assert hands.on(units[0], QLabel, "card_never").isVisible()
    said = [hands.on(unit, QLabel, "card_never").text() for unit in units]
    assert len(set(said)) == 2, "what the switch does is said once"
    assert said[1] == said[2]
    assert said[0].startswith(said[1])
    assert not hands.on(units[0], AddressField, "card_address").isVisible()
    assert not hands.on(units[0], CopyButton, "card_copy").isVisible()


def test_switching_on_makes_the_link_and_shows_its_whole_address(
    hands: Hands, units: list[Unit], services: Services, texts: Catalogue
) -> None:
    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    (link,) = services.links.all()
    assert link.enabled
    assert hands.on(units[0], AddressField, "card_address").address() == services.links.address(
        link
    )
    assert hands.on(units[0], Toggle, "card_toggle").state_text() == texts.trp("link", "Enabled")
    assert not hands.on(units[0], QLabel, "card_never").isVisible()
    assert not hands.on(units[1], AddressField, "card_address").isVisible()


def test_locking_says_what_portals_do_and_offers_the_way_back(
    hands: Hands,
    units: list[Unit],
    services: Services,
    texts: Catalogue,
    notices: RecordedNotices,
    read: Read,
    settle: Settle,
) -> None:
    link = services.links.enable_unit(units[0].id).after
    address = services.links.address(link)
    read(link, "Google-Calendar-Importer", minutes_ago=125)
    settle(hands.page)

    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    assert not services.links.get(link.id).enabled
    assert notices.said == [texts.tr(KEPT)]
    notice = hands.on(units[0], QLabel, "card_notice")
    assert notice.isVisible()
    assert notice.text().startswith(texts.tr(KEPT))
    assert "Google" in notice.text()
    field = hands.on(units[0], AddressField, "card_address")
    assert field.isVisible()
    assert field.address() == address
    assert not field.isEnabled()
    assert not hands.on(units[0], CopyButton, "card_copy").isEnabled()
    off = hands.on(units[0], Toggle, "card_toggle").state_text()
    assert off == texts.trp("link", "Disabled")


def test_undo_on_the_card_brings_the_same_address_back(
    hands: Hands, units: list[Unit], services: Services
) -> None:
    link = services.links.enable_unit(units[0].id).after
    address = services.links.address(link)
    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    hands.click(hands.on(units[0], Button, "card_undo"))

    assert services.links.get(link.id).enabled
    assert hands.on(units[0], AddressField, "card_address").address() == address
    assert not hands.on(units[0], Button, "card_undo").isVisible()
    assert hands.on(units[0], Chip, "card_reach").isVisible()


def test_undo_in_the_message_brings_it_back_as_well(
    hands: Hands, units: list[Unit], services: Services, notices: RecordedNotices
) -> None:
    link = services.links.enable_unit(units[0].id).after
    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    notices.press_action()

    assert services.links.get(link.id).enabled
    assert hands.on(units[0], Toggle, "card_toggle").is_on


def test_a_link_locked_elsewhere_offers_no_undo(
    hands: Hands, units: list[Unit], services: Services
) -> None:
    link = services.links.enable_unit(units[0].id).after

    services.links.disable(link.id, sequence=link.sequence)

    assert hands.on(units[0], QLabel, "card_notice").isVisible()
    assert not hands.on(units[0], Button, "card_undo").isVisible()


def test_enable_all_is_offered_as_long_as_something_is_not_enabled(
    hands: Hands, units: list[Unit], services: Services, notices: RecordedNotices
) -> None:
    button = hands.find(QPushButton, "publish_all")
    services.links.enable_unit(units[0].id)
    assert button.isVisible()

    hands.click(button)

    assert [link.enabled for link in services.links.all()] == [True, True, True]
    assert not button.isVisible()

    notices.press_action()

    enabled = {link.unit_id for link in services.links.all() if link.enabled}
    assert enabled == {units[0].id}, "what was enabled before stays"
    assert button.isVisible()


def test_a_switch_that_was_refused_goes_back_and_the_card_shows_the_truth(
    hands: Hands,
    units: list[Unit],
    services: Services,
    elsewhere: Services,
    notices: RecordedNotices,
) -> None:
    link = services.links.enable_unit(units[0].id).after
    # The window looks what others did when its timer comes, which it cannot before the click.
    locked = elsewhere.links.disable(link.id, sequence=link.sequence).after
    elsewhere.links.enable(link.id, sequence=locked.sequence)

    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    assert len(notices.failed) == 1
    assert services.links.get(link.id).enabled
    assert hands.on(units[0], Toggle, "card_toggle").is_on

    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    assert not services.links.get(link.id).enabled, "the card had learned the new sequence"


def test_a_switch_goes_back_where_nothing_could_be_written(
    hands: Hands,
    units: list[Unit],
    services: Services,
    elsewhere: Services,
    notices: RecordedNotices,
    settle: Settle,
) -> None:
    link = services.links.enable_unit(units[0].id).after
    further = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices(portal="airbnb")
    ).after
    settle(hands.page)
    main = hands.on(units[0], Toggle, "card_toggle")
    row = hands.in_row(further, Toggle, "row_toggle")

    with elsewhere.database.write():
        hands.click(main)
        hands.click(row)
        hands.click(hands.on(units[1], Toggle, "card_toggle"))

    assert len(notices.failed) == 3
    assert notices.said == []
    assert main.is_on
    assert row.is_on
    assert not hands.on(units[1], Toggle, "card_toggle").is_on
    assert services.links.get(link.id).enabled


def test_an_archived_unit_is_refused_with_its_sentence(
    hands: Hands,
    units: list[Unit],
    services: Services,
    elsewhere: Services,
    notices: RecordedNotices,
) -> None:
    elsewhere.units.archive(units[0].id, sequence=units[0].sequence)

    hands.click(hands.on(units[0], Toggle, "card_toggle"))

    assert "archived" in str(notices.failed[0])
    assert services.links.all() == []
    assert len(hands.page._cards.cards) == 2, "the card of the archived unit is gone"


def test_space_and_enter_turn_the_switch(
    hands: Hands, units: list[Unit], services: Services
) -> None:
    toggle = hands.on(units[1], Toggle, "card_toggle")
    toggle.setFocus()

    hands.press(Qt.Key.Key_Space)
    assert [link.enabled for link in services.links.all()] == [True]
    assert toggle.hasFocus()

    hands.press(Qt.Key.Key_Return)
    assert [link.enabled for link in services.links.all()] == [False]
    assert toggle.hasFocus()


def test_enable_all_by_keyboard_leaves_the_focus_on_the_page(
    hands: Hands, services: Services
) -> None:
    hands.find(QPushButton, "publish_all").setFocus()

    hands.press(Qt.Key.Key_Return)

    assert len(services.links.all()) == 3
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "card_toggle", "the button is gone, its focus is not"
    assert hands.page._cards.cards[0].isAncestorOf(focus)
