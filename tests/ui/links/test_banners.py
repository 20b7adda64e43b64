"""What stands above the cards: the server's state, who can read, and a word said once."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from app.core.errors import UserError
from app.core.links.link import Origin
from app.core.server_state import Phase
from app.ui.kit import Banner, Button, Chip, EmptyState, IconButton
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.base.control import ServerController
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.clocks import SetClock
    from tests.ui.conftest import MakeContext, RecordedNotices, ScriptedServer
    from tests.ui.links.conftest import Hands, Read, ShowPage

    Settle = Callable[[LinksPage], None]
    HandsOn = Callable[[LinksPage], Hands]


def test_on_this_computer_only_the_banner_says_who_cannot_read_and_what_to_do(
    hands: Hands, texts: Catalogue, notices: RecordedNotices
) -> None:
    banner = hands.find(Banner, "links_reach")

    assert banner.property("tone") == Tone.CAREFUL.value
    assert texts.tr("Readable on this computer only.") in banner.plain_text()
    assert "Airbnb" in banner.plain_text()

    hands.click(hands.find(Button, "links_set_up"))

    assert notices.reaches == 1


def test_the_banner_follows_the_settings_whoever_changes_them(
    hands: Hands, services: Services, units: list[Unit], texts: Catalogue
) -> None:
    services.links.enable_unit(units[0].id)
    banner, chip = hands.find(Banner, "links_reach"), hands.on(units[0], Chip, "card_reach")
    assert chip.text() == texts.tr("this PC only")

    services.settings.set("host", "0.0.0.0")

    assert texts.tr("Readable in the home network only.") in banner.plain_text()
    assert chip.text() == texts.tr("in the home network")

    services.settings.set("public_url", "https://kalender.example.org")

    assert "kalender.example.org" in banner.plain_text()
    assert chip.text() == texts.tr("public address")
    assert banner.property("tone") == Tone.INFO.value, "nobody has checked it from outside"
    assert not hands.find(Button, "links_set_up").isVisible()


def test_a_public_address_without_https_is_no_good_one(
    hands: Hands, services: Services, texts: Catalogue
) -> None:
    services.settings.set("public_url", "http://kalender.example.org")

    banner = hands.find(Banner, "links_reach")
    assert banner.property("tone") == Tone.CAREFUL.value
    assert texts.tr("Some portals accept only addresses that begin with https://.") in (
        banner.plain_text()
    )


def test_an_answer_to_the_outside_is_told_as_what_it_is(
    hands: Hands,
    services: Services,
    units: list[Unit],
    texts: Catalogue,
    clock: SetClock,
    read: Read,
    settle: Settle,
) -> None:
    services.settings.set("public_url", "https://kalender.example.org")
    link = services.links.enable_unit(units[0].id).after
    banner = hands.find(Banner, "links_reach")

    read(link, origin=Origin.HOME)
    read(link, origin=Origin.OUTSIDE, status=404)
    settle(hands.page)
    assert banner.property("tone") == Tone.INFO.value

    read(link, "Mozilla/5.0 (Android) Firefox/140", origin=Origin.OUTSIDE, minutes_ago=3)
    settle(hands.page)
    assert banner.property("tone") == Tone.GOOD.value
    assert texts.trn("{n} min ago", "{n} min ago", 3) in banner.plain_text()

    clock.moment = clock.moment.replace(day=clock.moment.day + 3)
    hands.page.opened()
    assert banner.property("tone") == Tone.INFO.value, "three days later it says nothing any more"


def test_an_answer_under_another_address_says_nothing_of_this_one(
    hands: Hands, services: Services, units: list[Unit], read: Read, settle: Settle
) -> None:
    services.settings.set("public_url", "https://kalender.example.org")
    read(services.links.enable_unit(units[0].id).after, origin=Origin.OUTSIDE, minutes_ago=3)
    settle(hands.page)

    services.settings.set("public_url", "https://anders.example.org")

    assert hands.find(Banner, "links_reach").property("tone") == Tone.INFO.value


def test_a_failed_server_says_why_and_what_to_do(
    hands: Hands,
    units: list[Unit],
    services: Services,
    texts: Catalogue,
    running: ScriptedServer,
    notices: RecordedNotices,
) -> None:
    services.links.enable_unit(units[0].id)
    taken = UserError("Port {port} is taken by another program.", port="8642")

    running.enter(Phase.FAILED, taken)

    banner = hands.find(Banner, "links_server")
    assert banner.isVisible()
    assert banner.property("tone") == Tone.BAD.value
    assert texts.tell(taken) in banner.plain_text()
    assert not hands.find(Banner, "links_reach").isVisible()
    chip = hands.on(units[0], Chip, "card_reach")
    assert chip.text() == texts.tr("not being served")

    hands.click(hands.find(Button, "links_settings"))
    assert notices.pages == ["settings"]

    hands.click(hands.find(Button, "links_retry"))
    assert running.state.phase is Phase.RUNNING
    assert not banner.isVisible()
    assert chip.text() == texts.tr("this PC only")


def test_a_port_that_is_free_again_is_served_after_one_click(
    show_page: ShowPage,
    hands_on: HandsOn,
    units: list[Unit],
    services: Services,
    server: ServerController,
) -> None:
    services.links.enable_unit(units[0].id)
    with socket.socket() as other:
        other.bind(("127.0.0.1", services.settings.get().port))
        other.listen()
        server.start()
        hands = hands_on(show_page(server=server))
        banner = hands.find(Banner, "links_server")
        assert banner.isVisible()
        assert str(services.settings.get().port) in banner.plain_text()

        hands.click(hands.find(Button, "links_retry"))
        assert banner.isVisible(), "still taken"

    hands.click(hands.find(Button, "links_retry"))
    assert server.state.phase is Phase.RUNNING
    assert not banner.isVisible()


def test_a_stopped_server_can_be_started_here(hands: Hands, running: ScriptedServer) -> None:
    running.stop()
    assert hands.find(Banner, "links_server").isVisible()

    hands.click(hands.find(Button, "links_retry"))

    assert running.state.phase is Phase.RUNNING


def test_links_served_by_the_service_are_no_fault(hands: Hands, running: ScriptedServer) -> None:
    running.enter(Phase.ELSEWHERE)

    banner = hands.find(Banner, "links_server")
    assert banner.isVisible()
    assert banner.property("tone") == Tone.NEUTRAL.value
    assert not hands.find(Button, "links_retry").isVisible()
    assert hands.find(Banner, "links_reach").isVisible()


def test_before_the_first_start_nothing_flashes_up(
    qtbot: QtBot, units: list[Unit], scripted_server: ScriptedServer, make_context: MakeContext
) -> None:
    from app.ui.links.page import LinksPage

    assert units
    assert scripted_server.state.phase is Phase.STOPPED
    page = LinksPage(make_context(server=scripted_server))
    qtbot.addWidget(page)
    page.show()
    banner = page.findChild(Banner, "links_server")
    assert banner is not None
    assert not banner.isVisible()

    qtbot.waitUntil(banner.isVisible, timeout=4000)


def test_which_way_bookings_go_is_said_until_the_owner_has_read_it(
    hands: Hands, units: list[Unit], services: Services, show_page: ShowPage
) -> None:
    hint = hands.find(Banner, "one_way")
    assert not hint.isVisible(), "before any link is enabled it is no topic"
    services.links.enable_unit(units[0].id)
    assert hint.isVisible()

    hands.click(hands.find(IconButton, "one_way_dismiss"))

    assert not hint.isVisible()
    again = show_page().findChild(Banner, "one_way")
    assert again is not None
    assert not again.isVisible()


def test_without_units_the_page_leads_to_them(
    show_page: ShowPage, hands_on: HandsOn, notices: RecordedNotices, services: Services
) -> None:
    hands = hands_on(show_page())
    assert hands.find(EmptyState, "links_empty").isVisible()
    assert not hands.find(Button, "publish_all").isVisible()

    hands.click(hands.find(Button, "links_empty_action"))
    assert notices.pages == ["units"]

    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    assert not hands.find(EmptyState, "links_empty").isVisible()
    assert hands.find(QLabel, "card_name").text() == "Seeblick 1"


@pytest.mark.parametrize("phase", list(Phase))
def test_the_page_opens_in_every_state_of_the_server(
    show_page: ShowPage, units: list[Unit], running: ScriptedServer, phase: Phase
) -> None:
    running.enter(phase, UserError("Full.") if phase is Phase.FAILED else None)

    page = show_page()

    assert len(page._cards.cards) == len(units)
