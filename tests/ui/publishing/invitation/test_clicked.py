"""An invitation that was clicked in a browser is shown in the wizard, and nothing more is done."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.services.services import Services
from app.ui.kit import Dialog
from app.ui.window.program import Program
from tests.services.publishing.webspaces.servers.relays import OWNER, Service
from tests.ui.conftest import OpenWindow
from tests.ui.publishing.stranger import Stranger

from .conftest import banner, error, open_wizard, part


def test_one_that_was_clicked_in_a_browser_stands_in_its_field_and_nothing_more_is_done(
    stranger: Stranger, window: Program, services: Services, there: Service, address: str
) -> None:
    window.invited.open(address)
    who = part(stranger, "welcome_who")
    assert isinstance(who, QLabel)
    assert "Tourismusverein Seeblick" in who.text()
    assert services.publishing.current() is None
    assert there.relay.hosting.owner(OWNER).account.accepted_at is None
    stranger.click("reach_dialog_primary")
    assert banner(stranger)
    assert services.publishing.current() is not None


def test_one_that_is_clicked_while_the_wizard_is_open_is_shown_there(
    stranger: Stranger, window: Program, address: str
) -> None:
    dialog = open_wizard(stranger, window)
    assert dialog.choices.current() == "webspace"  # type: ignore[attr-defined]
    window.invited.open(address)
    part(stranger, "welcome_who")
    assert QApplication.activeModalWidget() is dialog
    # What no invitation is says so, like anything else that is pasted.
    window.invited.open("https://elsewhere.example/")
    stranger.click("reach_dialog_primary")
    assert "keine Einladung" in error(stranger)


def test_one_that_is_clicked_while_the_owner_is_at_something_else_waits(
    qtbot: QtBot, stranger: Stranger, window: Program, address: str
) -> None:
    other = Dialog("Etwas anderes", "Gut", "Abbrechen", name="other", parent=window.frame)
    other.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is other)
    window.invited.open("https://a.example/einladung/" + "A" * 43)
    # The last one holds.
    window.invited.open(address)
    assert QApplication.activeModalWidget() is other
    other.reject()
    part(stranger, "welcome_who")
    field = stranger.see("invitation_edit")
    assert isinstance(field, QLineEdit)
    assert field.text() == address


def test_one_that_is_clicked_before_there_is_a_house_is_shown_as_well(
    qtbot: QtBot, open_window: OpenWindow, address: str
) -> None:
    program = open_window()
    assert program.first_start.page is not None
    program.invited.open(address)
    stranger = Stranger(qtbot, program.frame)
    part(stranger, "welcome_who")
