"""Weitergeben: the address, one click to Google & Co., a file, a website."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
)

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.links.address_forms import OneClick, one_click
from app.core.links.details import Details, Field, Preset
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.server_state import Phase
from app.core.stays.occupancy import OccupancyDraft
from app.ui.export.qr import QrCode
from app.ui.kit import AddressField, Banner
from tests.ui.links.dialogs.conftest import choose

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.services.services import Services
    from tests.clocks import SetClock
    from tests.ui.conftest import RecordedNotices, ScriptedServer
    from tests.ui.links.dialogs.conftest import Browser, Hands, Share

AddLink = Callable[..., Link]
BUTTONS = {target: f"add_to_{target.value}" for target in OneClick}


@pytest.fixture
def link(units: list[Unit], add_link: AddLink) -> Link:
    return add_link(units[0], portal="airbnb")


class TestAddress:
    def test_both_forms_are_copied(self, share: Share, link: Link, services: Services) -> None:
        hands, address = share(link), services.links.address(link)
        clipboard = QGuiApplication.clipboard()
        hands.click("share_address_copy")
        assert clipboard.text() == address
        hands.click("share_webcal_copy")
        assert clipboard.text() == address.replace("http://", "webcal://")
        assert hands.find(AddressField, "share_address").address() == address

    def test_a_new_address_given_elsewhere_is_the_one_that_is_passed_on(
        self, qtbot: QtBot, share: Share, link: Link, elsewhere: Services
    ) -> None:
        hands = share(link)
        renewed = elsewhere.links.renew(link.id, sequence=link.sequence).after
        field = hands.find(AddressField, "share_address")
        qtbot.waitUntil(lambda: renewed.token in field.address())
        assert renewed.token in hands.find(QrCode, "share_code").content

    def test_a_link_that_is_gone_opens_nothing(
        self, share: Share, link: Link, services: Services
    ) -> None:
        services.links.delete(link.id, sequence=link.sequence)
        with pytest.raises(UserError):
            share(link)

    def test_a_link_deleted_elsewhere_is_passed_on_no_more(
        self,
        qtbot: QtBot,
        share: Share,
        link: Link,
        elsewhere: Services,
        notices: RecordedNotices,
    ) -> None:
        hands = share(link)
        elsewhere.links.delete(link.id, sequence=link.sequence)
        qtbot.waitUntil(lambda: hands.closed)
        assert len(notices.failed) == 1


class TestTold:
    def test_nothing_is_said_of_a_link_that_says_nothing(self, share: Share, link: Link) -> None:
        assert not share(link).find(Banner, "share_told").isVisible()

    def test_what_more_it_says_is_told(
        self, share: Share, units: list[Unit], add_link: AddLink
    ) -> None:
        fields = frozenset({Field.GUEST, Field.NOTE})
        link = add_link(units[0], label="Oma", details=Details(fields=fields))
        told = share(link).find(Banner, "share_told")
        assert told.isVisible()
        assert told.plain_text() == "Wer diesen Link hat, sieht: Name des Gastes, Notiz."


class TestOneClick:
    def why(self, hands: Hands) -> str:
        label = hands.find(QLabel, "add_to_why")
        return label.text() if label.isVisible() else ""

    def on(self, hands: Hands) -> set[OneClick]:
        return {t for t, name in BUTTONS.items() if hands.find(QPushButton, name).isEnabled()}

    @pytest.mark.usefixtures("public")
    @pytest.mark.parametrize("target", OneClick)
    def test_each_opens_the_form_that_it_wants(
        self, share: Share, link: Link, services: Services, browser: Browser, target: OneClick
    ) -> None:
        hands = share(link)
        assert self.why(hands) == ""
        hands.click(BUTTONS[target])
        wanted = one_click(target, services.links.address(link), "Seeblick 1")
        assert browser.asked == [wanted]

    @pytest.mark.usefixtures("public")
    @pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="shows nobody such words")
    def test_no_other_user_sees_the_token_among_the_running_programs(
        self, share: Share, link: Link, browser: Browser
    ) -> None:
        share(link).click(BUTTONS[OneClick.GOOGLE])
        assert len(browser.words) == 1
        assert link.token not in browser.words[0]

    @pytest.mark.usefixtures("public")
    @pytest.mark.qt_log_ignore("This plugin does not support QPlatformServices::open")
    def test_where_nothing_opens_it_the_owner_is_told(self, share: Share, link: Link) -> None:
        hands = share(link)
        hands.click(BUTTONS[OneClick.APPLE])
        assert self.why(hands).startswith("Kein Programm auf diesem Computer öffnet das.")

    def test_on_this_computer_alone_nobody_can_be_sent_it(self, share: Share, link: Link) -> None:
        hands = share(link)
        assert self.on(hands) == set()
        told = hands.find(Banner, "share_reach")
        assert told.isVisible()
        assert told.plain_text().startswith("Nur auf diesem Computer lesbar.")
        assert self.why(hands) == ""
        assert (
            hands.find(QLabel, "share_hint").text().startswith("Ein Handy erreicht diese Adresse")
        )
        button = hands.find(QPushButton, BUTTONS[OneClick.GOOGLE])
        assert button.accessibleDescription().startswith(
            "Die Adresse gilt nur auf diesem Computer."
        )

    def test_from_there_a_click_leads_to_where_more_can_read_it(
        self, share: Share, link: Link, notices: RecordedNotices
    ) -> None:
        hands = share(link)
        hands.click("share_set_up")
        assert notices.reaches == 1
        assert hands.closed

    @pytest.mark.usefixtures("public")
    def test_a_public_address_is_passed_on_without_a_warning(
        self, share: Share, link: Link
    ) -> None:
        assert not share(link).find(Banner, "share_reach").isVisible()

    def test_in_the_home_network_apple_can(
        self, share: Share, link: Link, services: Services
    ) -> None:
        services.settings.set("public_url", "http://192.168.178.20:8642")
        hands = share(link)
        assert self.on(hands) == {OneClick.APPLE}
        assert hands.find(Banner, "share_reach").plain_text().startswith("Nur im Heimnetz lesbar.")
        assert self.why(hands) == ("Apple Kalender kann ihn auf Geräten in Ihrem Heimnetz lesen.")

    @pytest.mark.usefixtures("public")
    def test_a_disabled_link_is_sent_nowhere(
        self, qtbot: QtBot, share: Share, link: Link, services: Services
    ) -> None:
        hands = share(link)
        assert self.on(hands) == set(OneClick)
        services.links.disable(link.id, sequence=link.sequence)
        qtbot.waitUntil(lambda: self.on(hands) == set())
        assert self.why(hands).startswith("Der Link ist gesperrt")

    @pytest.mark.usefixtures("public")
    def test_nor_one_of_an_archived_unit(
        self, share: Share, link: Link, services: Services, units: list[Unit]
    ) -> None:
        services.units.archive(units[0].id, sequence=units[0].sequence)
        hands = share(link)
        assert self.on(hands) == set()
        assert self.why(hands).startswith("Die Einheit ist archiviert")

    @pytest.mark.usefixtures("public")
    def test_nor_one_that_is_not_served(
        self, share: Share, link: Link, scripted_server: ScriptedServer, qtbot: QtBot
    ) -> None:
        hands = share(link)
        scripted_server.enter(Phase.STOPPED)
        qtbot.waitUntil(lambda: self.on(hands) == set())
        assert self.why(hands) == "Die Kalender-Links sind zurzeit nicht lesbar."


class TestFile:
    def save(self, hands: Hands, target: Path) -> None:
        hands.click("share_file")
        choose(hands, target)
        assert QThreadPool.globalInstance().waitForDone(10_000)
        QApplication.processEvents()

    def test_it_holds_what_a_reader_gets(
        self,
        share: Share,
        services: Services,
        units: list[Unit],
        add_link: AddLink,
        clock: SetClock,
        tmp_path: Path,
        notices: RecordedNotices,
    ) -> None:
        day = clock.today()
        services.occupancies.add(
            OccupancyDraft(unit_id=units[0].id, arrival=day, departure=day.replace(day=20))
        )
        link = add_link(units[0], label="Oma", details=Details().with_preset(Preset.FULL))
        hands, target = share(link), tmp_path / "Oma.ics"
        self.save(hands, target)
        assert target.read_bytes() == services.links.preview(link)
        assert notices.said == ["Gespeichert: Oma.ics"]
        assert hands.find(QPushButton, "share_file").isEnabled()

    def test_that_it_does_not_follow_changes_is_said(self, share: Share, link: Link) -> None:
        assert "Momentaufnahme" in share(link).find(QLabel, "share_file_text").text()

    def test_a_refusal_is_told_and_leaves_nothing(
        self, share: Share, link: Link, tmp_path: Path
    ) -> None:
        hands = share(link)
        (tmp_path / "folder.ics").mkdir()
        self.save(hands, tmp_path / "folder.ics")
        assert "folder.ics" in hands.find(QLabel, "share_file_error").text()
        assert hands.find(QPushButton, "share_file").isEnabled()
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []

    def test_the_work_of_a_staff_member_too(
        self, share: Share, services: Services, units: list[Unit], tmp_path: Path
    ) -> None:
        member = services.staff.add(StaffDraft(name="Maria", unit_ids=frozenset({units[0].id})))
        target = Target(Scope.STAFF, member.id)
        link = services.links.add(LinkKind.CHANGEOVERS, target, LinkChoices()).after
        self.save(share(link), tmp_path / "m.ics")
        assert (tmp_path / "m.ics").read_bytes() == services.links.preview(link)


class TestWebsite:
    def code(self, hands: Hands) -> str:
        return hands.find(QPlainTextEdit, "snippet_code").toPlainText()

    @pytest.mark.usefixtures("public")
    def test_the_snippet_in_each_language(
        self, share: Share, website: Link, services: Services
    ) -> None:
        hands, address = share(website), services.links.address(website)
        assert f'src="{address}"' in self.code(hands)
        hands.choose("snippet_language", "English")
        assert f'src="{address}?sprache=en"' in self.code(hands)
        hands.choose("snippet_language", "Deutsch")
        assert f'src="{address}?sprache=de"' in self.code(hands)
        hands.click("snippet_theme_dark")
        assert f'src="{address}?sprache=de&amp;theme=dark"' in self.code(hands)
        hands.choose("snippet_language", "Wie der Browser des Besuchers")
        hands.click("snippet_theme_auto")
        assert f'src="{address}?theme=auto"' in self.code(hands)
        hands.click("snippet_copy")
        assert QGuiApplication.clipboard().text() == self.code(hands)
        hands.click("share_address_copy")
        assert QGuiApplication.clipboard().text() == address
        assert not hands.find(QLabel, "snippet_note").isVisible()

    def test_a_look_at_it_needs_no_public_address(
        self, share: Share, website: Link, services: Services, browser: Browser
    ) -> None:
        hands = share(website)
        assert "noch nicht" in hands.find(QLabel, "snippet_note").text()
        hands.click("snippet_look")
        hands.click("snippet_theme_dark")
        hands.click("snippet_look")
        address = services.links.address(website)
        assert browser.asked == [f"{address}?theme=light", f"{address}?theme=dark"]

    def test_a_disabled_one_cannot_be_looked_at(
        self, share: Share, website: Link, services: Services
    ) -> None:
        services.links.disable(website.id, sequence=website.sequence)
        hands = share(website)
        assert not hands.find(QPushButton, "snippet_look").isEnabled()
        assert hands.find(QLabel, "snippet_note").text().startswith("Der Link ist gesperrt")

    def test_no_calendar_program_is_offered_the_page(self, share: Share, website: Link) -> None:
        hands = share(website)
        assert hands.dialog.findChild(QPushButton, BUTTONS[OneClick.GOOGLE]) is None


def test_the_guide_is_a_click_away(share: Share, link: Link) -> None:
    hands = share(link)
    hands.click("share_guide")
    hands.opened("guide_dialog").press(Qt.Key.Key_Escape)
    assert not hands.closed


def test_enter_copies_and_escape_closes(share: Share, link: Link, services: Services) -> None:
    hands = share(link)
    hands.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == services.links.address(link)
    hands.press(Qt.Key.Key_Escape)
    assert hands.closed
