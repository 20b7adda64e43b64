"""The page of the house, that of an own address, the card: states, keys, bad input, long words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.publishing import faults
from app.core.publishing.webspace import KeptWebspace
from app.core.settings import HOME_NETWORK, THIS_PC_ONLY
from app.i18n import Catalogue
from app.services.base.watch import Moved
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.export.qr import QrCode
from app.ui.kit import AddressField, Button, Chip
from app.ui.publishing.card import ReachCard
from app.ui.publishing.house_page import HousePage
from app.ui.publishing.own_address_page import OwnAddressPage
from app.ui.publishing.uploading.publish_run import Progress, Stage
from tests.ui.conftest import MakeContext, RecordedNotices
from tests.ui.publishing.conftest import ADDRESS, click, find, settle, shown, type_into

WIDTHS = [600, 640]
Cut = Callable[[QWidget], list[str]]


class TestHouse:
    @pytest.fixture
    def opened_to_the_house(self, services: Services) -> None:
        services.settings.set("host", HOME_NETWORK)

    def page(self, context: Context, over: QWidget, kept: KeptWebspace | None = None) -> HousePage:
        page = HousePage(context, kept, over)
        page.resize(640, 560)
        page.show()
        return page

    def test_space_turns_the_switch(
        self, context: Context, services: Services, units: list[Unit], over: QWidget
    ) -> None:
        assert units
        context.server.start()
        page = self.page(context, over)
        page.take_focus()
        assert page.toggle.hasFocus()
        QTest.keyClick(page.toggle, Qt.Key.Key_Space)
        click(over, "access_question_primary")
        assert services.settings.get().host == HOME_NETWORK
        assert page.toggle.is_on

    @pytest.mark.usefixtures("opened_to_the_house")
    def test_it_closes_again_after_saying_who_loses_it(
        self, context: Context, services: Services, units: list[Unit], over: QWidget
    ) -> None:
        assert units
        context.server.start()
        page = self.page(context, over)
        assert page.toggle.is_on
        click(page, "house_toggle")
        assert "Seeblick 2" in shown(over, "access_question_text")
        click(over, "access_question_primary")
        assert services.settings.get().host == THIS_PC_ONLY
        assert not find(page, QrCode, "house_code").isVisible()

    @pytest.mark.usefixtures("opened_to_the_house")
    def test_the_code_of_a_website_opens_its_page(
        self, context: Context, services: Services, units: list[Unit], over: QWidget
    ) -> None:
        for link in services.links.all():
            services.links.disable(link.id, sequence=link.sequence)
        target = Target(Scope.UNIT, units[0].id)
        services.links.add(LinkKind.WEBSITE, target, LinkChoices())
        page = self.page(context, over)
        code = find(page, QrCode, "house_code").content
        assert code.startswith("http://")
        assert code == find(page, AddressField, "house_address").address()
        assert not page.link.isVisible(), "there is nothing to choose"

    @pytest.mark.usefixtures("opened_to_the_house", "units")
    def test_a_public_address_counts_for_nothing_here(
        self, context: Context, services: Services, over: QWidget
    ) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        page = self.page(context, over)
        assert "kalender.example.org" in shown(page, "house_elsewhere_text")
        assert "kalender.example.org" not in find(page, AddressField, "house_address").address()
        assert page.primary == "Ab jetzt nur noch hier …"
        assert page.can_cancel

    def test_data_that_cannot_be_read_are_said(
        self, context: Context, services: Services, over: QWidget, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken() -> None:
            raise UserError("The database is damaged.")

        monkeypatch.setattr(services.links, "all", broken)
        page = self.page(context, over)
        assert not page.link.isVisible()
        page._refuse(UserError("No webspace is set up yet."))
        assert shown(page, "house_error_text")

    @pytest.mark.parametrize("width", WIDTHS)
    def test_longer_words_are_not_cut(
        self,
        make_context: MakeContext,
        services: Services,
        kept: KeptWebspace,
        over: QWidget,
        wide: Catalogue,
        cut_texts: Cut,
        width: int,
    ) -> None:
        services.settings.set("host", HOME_NETWORK)
        page = self.page(make_context(texts=wide), over, kept)
        page._say(faults.no_answer("access-5001234567.webspace-host.com"))
        page.resize(width, 1400)
        assert cut_texts(page) == []


class TestOwnAddress:
    @pytest.fixture
    def own(self, context: Context, units: list[Unit], over: QWidget) -> OwnAddressPage:
        assert units
        page = OwnAddressPage(context, None, over)
        page.resize(640, 560)
        page.show()
        return page

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "   ",
            "keine Adresse",
            "ftp://kalender.example.org",
            "https://",
            "https://kalender.example.org:99999",
            "https://anna:geheim@kalender.example.org",
            "javascript:alert(1)",
        ],
    )
    def test_what_is_no_address_is_said_at_the_field_and_stays_there(
        self, own: OwnAddressPage, services: Services, typed: str
    ) -> None:
        type_into(own, "own_public_url", typed)
        own.submit()
        assert shown(own, "own_public_url_error")
        field = find(own, QLineEdit, "own_public_url")
        assert field.text() == typed
        assert field.hasFocus()
        assert services.settings.get().public_url == ""
        # The fault goes as soon as something else is typed.
        QTest.keyClicks(field, "x")
        assert shown(own, "own_public_url_error") == ""

    def test_a_webspace_is_named_and_given_up_only_after_a_second_question(
        self, context: Context, services: Services, kept: KeptWebspace, over: QWidget
    ) -> None:
        page = OwnAddressPage(context, kept, over)
        page.resize(640, 560)
        page.show()
        assert kept.folder in shown(page, "own_elsewhere_text")
        type_into(page, "own_public_url", "https://kalender.haus.example")
        page.submit()
        settle()
        if page.findChild(QWidget, "access_question") is not None:
            click(over, "access_question_primary")
        assert kept.address in shown(over, "webspace_removal_text")
        click(over, "webspace_removal_cancel")
        assert services.publishing.current() == kept
        assert services.settings.get().public_url == "https://kalender.haus.example"

    def test_what_holds_already_stands_there_and_is_not_unsaved(
        self, context: Context, services: Services, over: QWidget
    ) -> None:
        services.settings.set("public_url", "https://kalender.haus.example")
        page = OwnAddressPage(context, None, over)
        assert find(page, QLineEdit, "own_public_url").text() == "https://kalender.haus.example"
        assert not page.unsaved
        assert page.primary == "Benutzen und prüfen"
        assert page.ready
        assert not page.busy

    @pytest.mark.parametrize("width", WIDTHS)
    def test_longer_words_are_not_cut(
        self,
        make_context: MakeContext,
        kept: KeptWebspace,
        over: QWidget,
        wide: Catalogue,
        cut_texts: Cut,
        width: int,
    ) -> None:
        page = OwnAddressPage(make_context(texts=wide), kept, over)
        page.show()
        type_into(page, "own_public_url", "http://192.168.1.5:8642")
        page.resize(width, 1400)
        assert cut_texts(page) == []


class TestCard:
    def card(self, context: Context, over: QWidget, width: int = 780) -> ReachCard:
        card = ReachCard(context, over)
        card.resize(width, 420)
        card.show()
        return card

    def chip(self, card: ReachCard) -> str:
        return find(card, Chip, "reach_chip").text()

    def test_without_links_a_webspace_is_set_up_and_nothing_more(
        self, context: Context, services: Services, kept: KeptWebspace, over: QWidget
    ) -> None:
        for link in services.links.all():
            services.links.disable(link.id, sequence=link.sequence)
        assert kept.removed_at is None
        card = self.card(context, over)
        assert self.chip(card) == "eingerichtet"
        assert shown(card, "reach_checked") == "Noch ist kein Link freigeschaltet."
        assert not card.check.isVisible(), "there is nothing to check"
        assert card.upload.isVisible()

    def test_what_was_not_read_yet_is_counted_and_not_green(
        self, context: Context, kept: KeptWebspace, over: QWidget
    ) -> None:
        assert kept.address == ADDRESS
        card = self.card(context, over)
        assert self.chip(card) == "0 von 2 lesbar"
        assert shown(card, "reach_checked")

    def test_while_it_runs_nothing_else_can_be_pressed(
        self, context: Context, kept: KeptWebspace, over: QWidget, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert kept.removed_at is None
        card = self.card(context, over)
        buttons = (card.upload, card.check, card.remove, card.set_up)
        monkeypatch.setattr(type(card._run), "running", True)
        told = []
        for progress in (Progress(Stage.UPLOADING, 3, 7), Progress(Stage.CHECKING, 7, 7)):
            card._run.progress = progress
            card._run.moved.emit()
            told.append(shown(card, "reach_uploads"))
            assert not any(button.isEnabled() for button in buttons)
        assert told[0] == "3 von 7 hochgeladen"
        assert told[1].startswith("Jetzt wird jeder Link")
        monkeypatch.undo()
        card._run.moved.emit()
        card.draw()
        assert all(button.isEnabled() for button in buttons)

    def test_what_moves_elsewhere_is_drawn(
        self, context: Context, services: Services, units: list[Unit], over: QWidget
    ) -> None:
        assert units
        card = self.card(context, over)
        services.settings.set("public_url", "https://kalender.haus.example")
        card.redraw(Moved(units=frozenset({1})))
        before = shown(card, "reach_place")
        card.redraw(Moved(settings=True))
        assert shown(card, "reach_place") != before
        assert "kalender.haus.example" in shown(card, "reach_place")

    def test_data_that_cannot_be_read_are_said_and_come_back(
        self,
        context: Context,
        services: Services,
        kept: KeptWebspace,
        over: QWidget,
        monkeypatch: pytest.MonkeyPatch,
        texts: Catalogue,
    ) -> None:
        card = self.card(context, over)
        error = UserError("No webspace is set up yet.")

        def broken() -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(services.publishing, "status", broken)
            card.draw()
            assert shown(card, "reach_place") == texts.tell(error)
        card.draw()
        assert kept.address in shown(card, "reach_place")

    def test_forgetting_that_fails_is_told(
        self,
        context: Context,
        services: Services,
        kept: KeptWebspace,
        over: QWidget,
        notices: RecordedNotices,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        services.publishing.remove(sequence=kept.sequence)
        card = self.card(context, over)
        error = UserError("The database is busy.")

        def broken(_: int) -> None:
            raise error

        monkeypatch.setattr(services.publishing, "forget", broken)
        click(card, "reach_forget")
        settle()
        assert notices.failed == [error]
        assert card.forget.isVisible()

    def test_tab_reaches_every_button(
        self, context: Context, kept: KeptWebspace, over: QWidget
    ) -> None:
        assert kept.removed_at is None
        card = self.card(context, over)
        card.set_up.setFocus()
        seen = {card.set_up.objectName()}
        for _ in range(6):
            focused = over.focusWidget()
            assert focused is not None
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            now = over.focusWidget()
            assert now is not None
            seen.add(now.objectName())
        assert {"reach_set_up", "reach_upload", "reach_check", "reach_remove"} <= seen
        assert all(button.text() or button.accessibleName() for button in card.findChildren(Button))

    @pytest.mark.parametrize("width", [690, 780])
    @pytest.mark.parametrize("state", ["well", "failing", "leaving", "public"])
    def test_longer_words_are_not_cut(
        self,
        make_context: MakeContext,
        services: Services,
        kept: KeptWebspace,
        over: QWidget,
        wide: Catalogue,
        cut_texts: Cut,
        monkeypatch: pytest.MonkeyPatch,
        state: str,
        width: int,
    ) -> None:
        if state == "failing":
            now = services.work.clock.now()
            status = replace(
                services.publishing.status(),
                error=faults.sign_in_refused("access-5001234567.webspace-host.com", "u1234567"),
                next_try=now + timedelta(minutes=17),
            )
            monkeypatch.setattr(services.publishing, "status", lambda: status)
        elif state != "well":
            services.publishing.remove(sequence=kept.sequence)
        if state == "public":
            services.settings.set("public_url", "https://kalender.haus-am-see.example")
        card = self.card(make_context(texts=wide), over, width)
        if state == "failing":
            assert "17" in shown(card, "reach_uploads")
        assert cut_texts(card) == []
