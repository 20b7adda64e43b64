"""The wizard as a dialog: its choices, its one button, what it asks before it closes, its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.links.link import Origin
from app.core.publishing.setup.presets import presets
from app.core.publishing.webspace import KeptWebspace
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Banner
from app.ui.publishing.dialog import HOUSE, OWN, WEBSPACE, ReachDialog
from app.ui.publishing.hoster_help import HosterHelp
from app.ui.publishing.opening import OFFERED, open_reach
from tests.ui.conftest import MakeContext
from tests.ui.publishing.conftest import click, find, settle, shown, type_into

Open = Callable[..., ReachDialog]
SIZES = [(1000, 740), (980, 640)]


@pytest.fixture
def open_dialog(qtbot: QtBot, make_context: MakeContext, over: QWidget) -> Open:
    def make(*, texts: Catalogue | None = None, size: tuple[int, int] = (1000, 740)) -> ReachDialog:
        context = make_context() if texts is None else make_context(texts=texts)
        dialog = open_reach(context, over)
        assert dialog is not None
        dialog.resize(*size)
        qtbot.waitUntil(dialog.isVisible)
        settle()
        return dialog

    return make


class TestChoosing:
    def test_my_website_is_what_it_begins_with(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        assert dialog.choices.current() == WEBSPACE
        assert find(dialog, QLineEdit, "webspace_host").hasFocus()
        assert dialog.primary_button.text() == "Kalender jetzt veröffentlichen"

    def test_who_has_an_address_begins_there(self, open_dialog: Open, services: Services) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        assert open_dialog().choices.current() == OWN

    @pytest.mark.parametrize(
        ("choice", "button", "helps"),
        [
            (HOUSE, "Fertig", False),
            (WEBSPACE, "Kalender jetzt veröffentlichen", True),
            (OWN, "Benutzen und prüfen", False),
        ],
    )
    def test_the_button_says_what_it_does(
        self, open_dialog: Open, choice: str, button: str, helps: bool
    ) -> None:
        dialog = open_dialog()
        click(dialog, f"reach_{choice}")
        assert dialog.primary_button.text() == button
        assert dialog.help.isVisible() == helps
        visible = [key for key, page in dialog.pages.items() if page.isVisible()]
        assert visible == [choice]

    def test_what_was_typed_stays_while_one_looks_at_the_other_choices(
        self, open_dialog: Open
    ) -> None:
        dialog = open_dialog()
        type_into(dialog, "webspace_user", "u1")
        type_into(dialog, "webspace_password_edit", "geheim")
        click(dialog, "reach_house")
        click(dialog, "reach_own")
        click(dialog, "reach_webspace")
        assert find(dialog, QLineEdit, "webspace_user").text() == "u1"
        assert find(dialog, QLineEdit, "webspace_password_edit").text() == "geheim"

    def test_it_need_not_be_offered_any_more(self, open_dialog: Open, context: Context) -> None:
        assert not context.preferences.dismissed(OFFERED)
        open_dialog()
        assert context.preferences.dismissed(OFFERED)

    @pytest.mark.parametrize("preset", presets())
    def test_help_is_that_of_the_hoster_and_leads_back(
        self, open_dialog: Open, preset: str
    ) -> None:
        dialog = open_dialog()
        click(dialog, f"preset_{preset}")
        click(dialog, "reach_help")
        page = find(dialog, HosterHelp, "hoster_help")
        name = presets()[preset].name("de")
        assert page.text.accessibleName() == name
        assert page.text.toPlainText().strip()
        QTest.keyClick(page, Qt.Key.Key_Escape)
        assert not page.isVisible()
        assert dialog.isVisible()


class TestClosing:
    def test_escape_closes_where_nothing_was_typed(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    def test_escape_loses_nothing_unasked(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        type_into(dialog, "webspace_user", "u1")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        click(dialog, "reach_lose_cancel")
        settle()
        assert find(dialog, QLineEdit, "webspace_user").text() == "u1"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        click(dialog, "reach_lose_primary")
        assert not dialog.isVisible()

    def test_enter_goes_to_what_is_missing(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        host = find(dialog, QLineEdit, "webspace_host")
        QTest.keyClick(host, Qt.Key.Key_Return)
        assert shown(dialog, "webspace_host_error")
        assert host.hasFocus()
        type_into(dialog, "webspace_host", "5001234567")
        QTest.keyClick(host, Qt.Key.Key_Return)
        assert shown(dialog, "webspace_user_error")
        assert find(dialog, QLineEdit, "webspace_user").hasFocus()


class TestChangedAddresses:
    def test_nobody_has_read_so_nothing_is_said(self, open_dialog: Open, units: list[Unit]) -> None:
        assert units
        assert not find(open_dialog(), Banner, "address_changes").isVisible()

    def test_readers_are_named_before_their_addresses_change(
        self, open_dialog: Open, services: Services, units: list[Unit]
    ) -> None:
        assert units
        log = services.fetch_log()
        log.start()
        log.record(services.links.all()[0].id, "Google-Calendar-Importer", Origin.OUTSIDE, 200)
        log.stop()
        strip = find(open_dialog(), Banner, "address_changes")
        assert strip.isVisible()
        assert "Google" in strip.plain_text()

    def test_another_place_is_another_address(self, open_dialog: Open, kept: KeptWebspace) -> None:
        dialog = open_dialog()
        strip = find(dialog, Banner, "address_changes")
        assert dialog.primary_button.text() == "Änderungen übernehmen"
        assert not strip.isVisible()
        type_into(dialog, "webspace_address", "https://anders.example/kal")
        assert strip.isVisible()
        assert kept.address in strip.plain_text()
        assert "https://anders.example/kal" in strip.plain_text()
        type_into(dialog, "webspace_address", kept.address)
        assert not strip.isVisible()


class TestKept:
    def test_it_is_named_with_how_it_stands(self, open_dialog: Open, kept: KeptWebspace) -> None:
        strip = find(open_dialog(), Banner, "webspace_now")
        assert kept.folder in strip.plain_text()
        assert "hochgeladen" in strip.plain_text()

    def test_it_can_be_given_up_after_a_question(
        self, open_dialog: Open, kept: KeptWebspace, services: Services, webspace_folder: Path
    ) -> None:
        dialog = open_dialog()
        click(dialog, "webspace_remove")
        assert kept.address in shown(dialog, "webspace_removal_text")
        click(dialog, "webspace_removal_cancel")
        assert services.publishing.current() is not None
        settle()
        click(dialog, "webspace_remove")
        click(dialog, "webspace_removal_primary")
        settle()
        assert services.publishing.current() is None
        assert not [one for one in webspace_folder.iterdir() if one.suffix == ".ics"]

    def test_changing_its_address_keeps_the_folder_and_the_links(
        self, open_dialog: Open, kept: KeptWebspace, services: Services
    ) -> None:
        dialog = open_dialog()
        type_into(dialog, "webspace_address", "https://neu.example/kal")
        assert dialog.page.unsaved
        assert services.publishing.current() == kept, "nothing before it is applied"


class TestLooks:
    @pytest.mark.parametrize("size", SIZES, ids=str)
    @pytest.mark.parametrize("choice", [HOUSE, WEBSPACE, OWN])
    def test_longer_words_are_not_cut(
        self,
        open_dialog: Open,
        wide: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
        choice: str,
        size: tuple[int, int],
    ) -> None:
        dialog = open_dialog(texts=wide, size=size)
        click(dialog, f"reach_{choice}")
        assert cut_texts(dialog) == []

    @pytest.mark.parametrize("preset", presets())
    def test_no_hoster_makes_it_too_narrow(
        self,
        open_dialog: Open,
        english: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
        preset: str,
    ) -> None:
        dialog = open_dialog(texts=english, size=(980, 640))
        click(dialog, f"preset_{preset}")
        assert cut_texts(dialog) == []
        assert dialog.primary_button.visibleRegion().boundingRect() == dialog.primary_button.rect()

    def test_letters_twice_as_large_are_scrolled_and_not_lost(
        self,
        qapp: QApplication,
        open_dialog: Open,
        cut_texts: Callable[[QWidget], list[str]],
    ) -> None:
        usual = qapp.font()
        large = QFont(usual)
        large.setPixelSize(2 * QFontInfo(usual).pixelSize())
        qapp.setFont(large)
        try:
            dialog = open_dialog(size=(980, 640))
            assert cut_texts(dialog.choices) == []
            assert dialog.primary_button.isVisible()
            field = find(dialog, QLineEdit, "webspace_address")
            field.setFocus()
            assert not field.visibleRegion().isEmpty(), "the focus is scrolled to"
        finally:
            qapp.setFont(usual)

    def test_everything_can_be_heard(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        for choice in (HOUSE, WEBSPACE, OWN):
            click(dialog, f"reach_{choice}")
            for widget in dialog.findChildren(QWidget):
                if isinstance(widget, QLineEdit | QPushButton) and widget.isVisible():
                    said = widget.accessibleName() or (
                        widget.text() if isinstance(widget, QPushButton) else ""
                    )
                    assert said, widget.objectName()

    def test_tab_reaches_everything(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        seen: list[str] = []
        for _ in range(30):
            focused = dialog.focusWidget()
            assert focused is not None
            seen.append(focused.objectName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        wanted = {
            "reach_webspace",
            "preset_ionos",
            "webspace_host",
            "webspace_user",
            "webspace_password_edit",
            "webspace_key",
            "webspace_folder",
            "webspace_address",
            "reach_help",
            "reach_dialog_cancel",
            "reach_dialog_primary",
        }
        assert wanted <= set(seen)

    def test_the_title_is_the_question(self, open_dialog: Open) -> None:
        title = find(open_dialog(), QLabel, "reach_dialog_title")
        assert title.text() == "Wo sollen Ihre Kalender erreichbar sein?"
