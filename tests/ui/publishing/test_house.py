"""Nur hier und im Haus, and an address of one's own: what is said, asked, and set."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.publishing.webspace import KeptWebspace
from app.core.settings import HOME_NETWORK, THIS_PC_ONLY
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.export.qr import QrCode
from app.ui.help.window import HelpWindow
from app.ui.kit import AddressField
from app.ui.publishing.house_page import HousePage
from app.ui.publishing.own_address_page import OwnAddressPage
from tests.ui.publishing.conftest import click, find, shown, type_into


@pytest.fixture
def house(context: Context, units: list[Unit], over: QWidget) -> HousePage:
    assert units
    context.server.start()
    page = HousePage(context, None, over)
    page.resize(600, 500)
    page.show()
    return page


class TestHouse:
    def test_at_first_nobody_else_reads(self, house: HousePage) -> None:
        assert not house.toggle.is_on
        assert not find(house, QrCode, "house_code").isVisible()
        assert house.primary == "Fertig"

    def test_the_switch_lets_the_house_read_after_saying_what_it_breaks(
        self, house: HousePage, services: Services, over: QWidget
    ) -> None:
        click(house, "house_toggle")
        assert "Seeblick 1" in shown(over, "access_question_text")
        assert services.settings.get().host == THIS_PC_ONLY
        click(over, "access_question_primary")
        assert services.settings.get().host == HOME_NETWORK
        assert house.toggle.is_on
        code = find(house, QrCode, "house_code")
        assert code.isVisible()
        address = find(house, AddressField, "house_address").address()
        assert address.startswith("http://")
        assert "127.0.0.1" not in address
        assert code.content == address.replace("http://", "webcal://")

    def test_cancelling_leaves_the_switch_as_it_was(
        self, house: HousePage, services: Services, over: QWidget
    ) -> None:
        click(house, "house_toggle")
        click(over, "access_question_cancel")
        assert services.settings.get().host == THIS_PC_ONLY
        assert not house.toggle.is_on

    def test_the_code_is_that_of_the_link_that_is_chosen(
        self, house: HousePage, services: Services, over: QWidget
    ) -> None:
        click(house, "house_toggle")
        click(over, "access_question_primary")
        links = find(house, QComboBox, "house_link")
        assert [links.itemText(row) for row in range(links.count())] == [
            "Seeblick 1",
            "Seeblick 2",
        ]
        first = find(house, QrCode, "house_code").content
        links.setCurrentIndex(1)
        assert find(house, QrCode, "house_code").content != first
        token = services.links.all()[1].token
        assert token in find(house, QrCode, "house_code").content

    def test_a_switch_that_cannot_hold_is_said_and_turns_back(
        self, house: HousePage, services: Services, context: Context, over: QWidget
    ) -> None:
        # Somebody else has changed the settings meanwhile, and the port is taken there.
        import socket

        with socket.create_server(("127.0.0.1", 0)) as taken:
            services.settings.set("port", str(taken.getsockname()[1]))
            click(house, "house_toggle")
            click(over, "access_question_primary")
            assert shown(house, "house_error_text")
            assert not house.toggle.is_on
        assert context.server.state.error is None

    def test_done_closes(self, qtbot: QtBot, house: HousePage) -> None:
        with qtbot.waitSignal(house.settled):
            house.submit()

    def test_without_links_it_says_how_addresses_begin(
        self, context: Context, services: Services, over: QWidget
    ) -> None:
        services.settings.set("host", HOME_NETWORK)
        page = HousePage(context, None, over)
        page.resize(600, 500)
        page.show()
        assert shown(page, "house_hint")
        assert find(page, AddressField, "house_address").address().startswith("http://")

    def test_a_webspace_is_given_up_after_a_question(
        self,
        qtbot: QtBot,
        context: Context,
        services: Services,
        kept: KeptWebspace,
        over: QWidget,
    ) -> None:
        page = HousePage(context, kept, over)
        page.resize(600, 500)
        page.show()
        assert kept.folder in shown(page, "house_elsewhere_text")
        assert page.primary == "Ab jetzt nur noch hier …"
        page.submit()
        told = shown(over, "webspace_removal_text")
        assert "2 Adressen" in told
        assert kept.address in told
        with qtbot.waitSignal(page.settled):
            click(over, "webspace_removal_primary")
        assert services.publishing.current() is None

    def test_a_public_address_is_given_up_after_a_question(
        self, qtbot: QtBot, house: HousePage, context: Context, services: Services, over: QWidget
    ) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        page = HousePage(context, None, over)
        page.resize(600, 500)
        page.show()
        house.hide()
        page.submit()
        with qtbot.waitSignal(page.settled):
            click(over, "access_question_primary")
        assert services.settings.get().public_url == ""


class TestOwnAddress:
    @pytest.fixture
    def own(self, context: Context, units: list[Unit], over: QWidget) -> OwnAddressPage:
        assert units
        page = OwnAddressPage(context, None, over)
        page.resize(600, 500)
        page.show()
        return page

    def test_an_empty_field_is_said(self, own: OwnAddressPage, services: Services) -> None:
        own.submit()
        assert shown(own, "own_public_url_error")
        assert find(own, QLineEdit, "own_public_url").hasFocus()
        assert services.settings.get().public_url == ""

    @pytest.mark.parametrize(
        ("typed", "hinted"),
        [
            ("http://192.168.1.5:8642", True),
            ("http://kalender.example.org", True),
            ("kalender.example.org", False),
            ("keine Adresse", False),
        ],
    )
    def test_what_portals_cannot_use_is_said_while_typing(
        self, own: OwnAddressPage, typed: str, hinted: bool
    ) -> None:
        type_into(own, "own_public_url", typed)
        row = find(own, QWidget, "own_public_url_row")
        texts = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
        assert any(text.endswith(".") for text in texts) == hinted

    def test_it_is_set_after_saying_what_changes(
        self, own: OwnAddressPage, services: Services, over: QWidget
    ) -> None:
        type_into(own, "own_public_url", "kalender.haus.example")
        own.submit()
        assert services.settings.get().public_url == ""
        assert "https://kalender.haus.example" in shown(over, "access_question_text")
        click(over, "access_question_cancel")
        assert services.settings.get().public_url == ""
        assert find(own, QLineEdit, "own_public_url").text() == "kalender.haus.example"

    def test_what_is_typed_is_unsaved_until_it_holds(
        self, own: OwnAddressPage, services: Services
    ) -> None:
        unsaved = [own.unsaved]
        type_into(own, "own_public_url", "kalender.haus.example")
        unsaved.append(own.unsaved)
        services.settings.set("public_url", "https://kalender.haus.example")
        unsaved.append(own.unsaved)
        assert unsaved == [False, True, False]

    def test_the_recipes_open_beside_it_at_their_chapter(
        self, own: OwnAddressPage, over: QWidget
    ) -> None:
        click(own, "own_recipes")
        window = over.findChild(HelpWindow)
        assert window is not None
        assert window.contents.currentItem().text() == "Eigene Internet-Adresse: Rezepte"
        window.close()
