"""The window beside a calendar service that invites the owner of the house."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui.kit import Banner, Dialog, FormRow
from app.ui.window.program import Program
from tests.services.publishing.webspaces.servers.relays import OWNER, Service, service
from tests.ui.publishing.stranger import PATIENCE_MS, Stranger


@pytest.fixture
def there(tmp_path: Path, no_keyring: None) -> Iterator[Service]:
    del no_keyring
    with service(tmp_path / "relay.db") as found:
        yield found


@pytest.fixture
def address(there: Service) -> str:
    """What the owner was sent."""
    return there.relay.hosting.invite(OWNER).address


@pytest.fixture
def stranger(qtbot: QtBot, window: Program) -> Iterator[Stranger]:
    yield Stranger(qtbot, window.frame)
    QGuiApplication.clipboard().clear()


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def open_wizard(stranger: Stranger, window: Program) -> Dialog:
    window.shell.reach_wanted()
    dialog = stranger.see("reach_dialog")
    assert isinstance(dialog, Dialog)
    return dialog


def page(stranger: Stranger) -> QWidget:
    return stranger.see("invitation_page")


def part(stranger: Stranger, name: str) -> QWidget:
    """Return a part of this page, of which others have one called alike; wait until it is seen."""
    found: list[QWidget] = []

    def look() -> bool:
        found[:] = [w for w in page(stranger).findChildren(QWidget, name) if w.isVisible()]
        return len(found) == 1

    stranger.qtbot.waitUntil(look, timeout=PATIENCE_MS)
    return found[0]


def banner(stranger: Stranger) -> str:
    strip = part(stranger, "outcome_banner")
    assert isinstance(strip, Banner)
    return strip.plain_text()


def error(stranger: Stranger) -> str:
    """Return what stands below the field, once something does."""
    (row,) = [
        row
        for row in page(stranger).findChildren(FormRow)
        if row.findChild(QLineEdit, "invitation_edit")
    ]
    stranger.qtbot.waitUntil(lambda: bool(row.error()), timeout=PATIENCE_MS)
    return row.error()
