"""The page of the settings with real events, over the real server and real sockets."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.links.link import Origin
from app.core.server_state import Phase
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Banner
from app.ui.look.theme import Appearance, current_theme
from app.ui.settings.data_card import DataCard
from app.ui.settings.page import SettingsPage
from tests import ports
from tests.ui.conftest import RecordedNotices


@pytest.fixture
def other_port() -> int:
    return ports.free_port()


@pytest.fixture
def page(qtbot: QtBot, services: Services, context: Context) -> Iterator[SettingsPage]:
    """The page over a house with one link, the server running."""
    unit = services.units.first_house("Haus", ["Seeblick 1"]).units[0]
    services.links.enable_unit(unit.id)
    context.server.start()
    page = SettingsPage(context)
    context.bridge.moved.connect(page.redraw)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    page.opened()
    page.access.unfold(True)
    qtbot.waitUntil(page.isActiveWindow)
    yield page
    current_theme().set_appearance(Appearance.LIGHT)


def widget(page: QWidget, name: str) -> QWidget:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def click(page: QWidget, name: str) -> None:
    found = widget(page, name)
    assert found.isVisible(), name
    place = found.rect().center()
    if isinstance(found, QRadioButton):
        place.setX(8)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=place)


def type_over(page: QWidget, name: str, text: str) -> None:
    found = widget(page, name)
    assert isinstance(found, QLineEdit)
    found.selectAll()
    QTest.keyClicks(found, text) if text else QTest.keyClick(found, Qt.Key.Key_Delete)


def said(page: QWidget, name: str) -> str:
    found = widget(page, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def enabled(page: QWidget, name: str) -> bool:
    found = widget(page, name)
    assert isinstance(found, QAbstractButton)
    return found.isEnabled() and found.isVisible()


class TestAddress:
    def test_nothing_is_unsaved_at_first(self, page: SettingsPage) -> None:
        assert not enabled(page, "access_apply")
        assert not enabled(page, "access_discard")
        assert said(page, "access_unsaved") == ""

    def test_a_new_port_is_asked_about_bound_and_served(
        self, page: SettingsPage, services: Services, other_port: int, free_port: int
    ) -> None:
        click(page, "access_advanced")
        type_over(page, "access_port", str(other_port))
        assert said(page, "access_unsaved") != ""
        assert str(other_port) in said(page, "access_base")
        click(page, "access_apply")
        assert services.settings.get().port == free_port, "nothing before the answer"
        assert "Seeblick 1" in said(page, "access_question_text")
        click(page, "access_question_primary")
        assert services.settings.get().port == other_port
        assert answers(other_port)
        assert not answers(free_port)
        assert said(page, "access_unsaved") == ""

    def test_cancelling_the_question_changes_nothing(
        self, page: SettingsPage, services: Services, other_port: int, free_port: int
    ) -> None:
        click(page, "access_advanced")
        type_over(page, "access_port", str(other_port))
        click(page, "access_apply")
        click(page, "access_question_cancel")
        assert services.settings.get().port == free_port
        assert answers(free_port)
        assert said(page, "access_unsaved") != "", "what was typed is still there"

    def test_a_taken_port_is_told_at_the_field_and_the_old_one_serves_on(
        self,
        page: SettingsPage,
        services: Services,
        server: ServerController,
        other_port: int,
        free_port: int,
    ) -> None:
        with closing(socket.socket()) as other:
            other.bind(("127.0.0.1", other_port))
            other.listen()
            click(page, "access_advanced")
            type_over(page, "access_port", str(other_port))
            click(page, "access_apply")
            click(page, "access_question_primary")
        assert str(other_port) in said(page, "access_port_error")
        assert services.settings.get().port == free_port
        assert server.state.phase is Phase.RUNNING
        assert answers(free_port)
        assert enabled(page, "access_apply")

    @pytest.mark.parametrize("typed", ["80", "acht", "", "99999"])
    def test_a_port_that_cannot_be_is_told_at_the_field(
        self, page: SettingsPage, services: Services, free_port: int, typed: str
    ) -> None:
        click(page, "access_advanced")
        type_over(page, "access_port", typed)
        click(page, "access_apply")
        assert said(page, "access_port_error") != ""
        assert widget(page, "access_port").hasFocus()
        assert services.settings.get().port == free_port
        type_over(page, "access_port", str(free_port))
        assert said(page, "access_port_error") == "", "gone as soon as it is mended"

    def test_a_wrong_field_that_is_folded_away_is_shown(
        self, page: SettingsPage, services: Services
    ) -> None:
        click(page, "access_advanced")
        type_over(page, "access_trusted_proxy", "proxy")
        click(page, "access_advanced")
        assert not widget(page, "access_trusted_proxy").isVisible()
        click(page, "access_apply")
        assert said(page, "access_trusted_proxy_error") != ""
        assert services.settings.get().trusted_proxy == ""

    def test_the_home_network(
        self, page: SettingsPage, services: Services, server: ServerController
    ) -> None:
        click(page, "access_home")
        click(page, "access_apply")
        click(page, "access_question_primary")
        assert services.settings.get().host == "0.0.0.0"
        assert server.state.phase is Phase.RUNNING
        assert answers(server.state.port)

    def test_a_public_address(
        self, page: SettingsPage, services: Services, server: ServerController
    ) -> None:
        assert not widget(page, "access_public_url").isVisible()
        click(page, "access_public")
        type_over(page, "access_public_url", "https://kalender.example.org/")
        click(page, "access_apply")
        click(page, "access_question_primary")
        link = services.links.all()[0]
        assert services.links.address(link).startswith("https://kalender.example.org/cal/")
        assert services.settings.get().host == "127.0.0.1"
        assert server.state.phase is Phase.RUNNING

    def test_a_public_address_is_needed_where_it_is_chosen(
        self, page: SettingsPage, services: Services
    ) -> None:
        click(page, "access_public")
        click(page, "access_apply")
        assert said(page, "access_public_url_error") != ""
        assert services.settings.get().public_url == ""

    def test_an_address_of_the_house_is_no_public_one(
        self, page: SettingsPage, context: Context
    ) -> None:
        click(page, "access_public")
        type_over(page, "access_public_url", "http://192.168.1.20:8642")
        row = widget(page, "access_public_url_row")
        hints = [label.text() for label in row.findChildren(QLabel) if label.isVisible()]
        only_home = context.texts.tr(
            "This address can only be read at home. Google, Airbnb and Booking.com need one "
            "that the whole internet knows."
        )
        assert only_home in hints

    def test_a_public_address_that_somebody_has_read_is_told_as_such(
        self, page: SettingsPage, context: Context, services: Services
    ) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        log = services.fetch_log()
        log.start()
        log.record(services.links.all()[0].id, "Mozilla/5.0", Origin.OUTSIDE, 200)
        log.stop()
        page.opened()

        def hints() -> list[str]:
            row = widget(page, "access_public_url_row")
            return [label.text() for label in row.findChildren(QLabel) if label.isVisible()]

        tr = context.texts.tr
        read = tr(
            "Public address {host}, last fetched from outside {when}.",
            host="kalender.example.org",
            when=tr("just now"),
        )
        assert read in hints()
        type_over(page, "access_public_url", "https://anders.example.org")
        assert tr("Zimmerfrei shows this address and has not checked it from outside.") in hints()

    def test_discard_puts_everything_back(self, page: SettingsPage, free_port: int) -> None:
        click(page, "access_home")
        click(page, "access_advanced")
        type_over(page, "access_port", "80")
        click(page, "access_discard")
        port, radio = widget(page, "access_port"), widget(page, "access_this_pc")
        assert isinstance(port, QLineEdit)
        assert isinstance(radio, QRadioButton)
        assert port.text() == str(free_port)
        assert radio.isChecked()
        assert not enabled(page, "access_apply")

    def test_what_is_typed_survives_a_change_from_elsewhere(
        self, page: SettingsPage, services: Services
    ) -> None:
        click(page, "access_advanced")
        type_over(page, "access_port", "9123")
        services.settings.set("trusted_proxy", "127.0.0.1")
        port = widget(page, "access_port")
        assert isinstance(port, QLineEdit)
        assert port.text() == "9123"

    def test_a_change_from_elsewhere_is_shown(self, page: SettingsPage, services: Services) -> None:
        services.settings.set("public_url", "https://kalender.example.org")
        assert widget(page, "access_public_url").isVisible()
        assert not enabled(page, "access_apply")

    def test_without_links_nothing_is_asked(
        self, page: SettingsPage, services: Services, other_port: int
    ) -> None:
        link = services.links.all()[0]
        services.links.disable(link.id, sequence=link.sequence)
        click(page, "access_advanced")
        type_over(page, "access_port", str(other_port))
        QTest.keyClick(widget(page, "access_port"), Qt.Key.Key_Return)
        assert services.settings.get().port == other_port
        assert answers(other_port)


def test_a_server_that_failed_can_be_given_another_port(
    qtbot: QtBot, context: Context, other_port: int, free_port: int
) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        context.server.start()
        page = SettingsPage(context)
        qtbot.addWidget(page)
        page.resize(1200, 900)
        page.show()
        page.opened()
        assert context.server.state.phase is Phase.FAILED
        assert widget(page, "access_port").isVisible()
        type_over(page, "access_port", str(other_port))
        click(page, "access_apply")
        assert answers(other_port)


class TestWindow:
    def test_language(
        self, page: SettingsPage, services: Services, notices: RecordedNotices
    ) -> None:
        click(page, "settings_language_en")
        assert services.settings.get().language == "en"
        assert notices.languages == ["en"]

    def test_appearance(self, page: SettingsPage, context: Context) -> None:
        click(page, "settings_appearance_dark")
        assert current_theme().is_dark
        assert context.preferences.appearance is Appearance.DARK

    def test_closing_without_a_tray_always_ends(self, page: SettingsPage) -> None:
        assert not widget(page, "settings_on_close").isEnabled()
        assert said(page, "settings_no_tray") != ""

    def test_closing_with_a_tray(self, page: SettingsPage, context: Context) -> None:
        page.window_card.set_tray(True)
        click(page, "settings_on_close_keep_serving")
        assert context.preferences.on_close == "keep_serving"


class Opened(QObject):
    """Takes the folders that would be opened on the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.folders: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.folders.append(Path(url.toLocalFile()))


@pytest.fixture
def opened() -> Iterator[Opened]:
    taker = Opened()
    QDesktopServices.setUrlHandler("file", taker, "take")  # type: ignore[arg-type]  # no bytes
    yield taker
    QDesktopServices.unsetUrlHandler("file")


class TestData:
    def test_of_a_folder_of_this_computer_alone_nothing_is_said(self, page: SettingsPage) -> None:
        assert page.findChild(Banner, "data_place") is None

    def test_a_cloud_that_copies_the_folder_is_named_as_long_as_it_does(
        self, context: Context, services: Services, qtbot: QtBot
    ) -> None:
        (services.folder.path / ".dropbox.cache").mkdir()
        for _again in range(2):  # the window tells it once, and has done so
            card = DataCard(context)
            qtbot.addWidget(card)
            (said,) = card.findChildren(Banner, "data_place")
            assert "Dropbox" in said.plain_text()
            assert said.isVisibleTo(card)

    def test_the_folder_opens(self, page: SettingsPage, services: Services, opened: Opened) -> None:
        click(page, "data_open")
        assert opened.folders == [services.folder.path]

    def test_a_backup_is_made_at_once(
        self, page: SettingsPage, services: Services, notices: RecordedNotices, qtbot: QtBot
    ) -> None:
        assert not enabled(page, "data_open_backups")
        click(page, "data_backup")
        assert not enabled(page, "data_backup")
        qtbot.waitUntil(lambda: bool(notices.said))
        assert len(list(services.folder.backups.glob("zimmerfrei-*.db"))) == 1
        assert enabled(page, "data_backup")
        assert enabled(page, "data_open_backups")
        assert not widget(page, "data_busy").isVisible()

    def test_a_backup_that_fails_is_told(
        self, page: SettingsPage, services: Services, notices: RecordedNotices, qtbot: QtBot
    ) -> None:
        services.folder.backups.write_text("a file where the folder should be")
        click(page, "data_backup")
        qtbot.waitUntil(lambda: bool(notices.failed))
        assert isinstance(notices.failed[0], UserError)
        assert enabled(page, "data_backup")
