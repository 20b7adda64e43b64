"""From access data on a slip of paper to green: the real window, a real SFTP server, a real site.

The site serves the very folder that the server writes into, under a name that the rest of the world
knows, with a certificate that this process believes.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services.publishing.runs.marker import MARKER, Marker
from app.services.services import Services
from app.ui.kit import Banner, Chip, Dialog
from app.ui.window.program import Program
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.server import PASSWORD, USER, Server, Setting
from tests.services.publishing.webspaces.servers.ssh import asyncssh_server
from tests.ui.publishing.stranger import PATIENCE_MS, Stranger
from tests.web_sites import CALENDAR, Request, Site, Web, reply, web_of

SITE = "haus-seeblick.example"
MOST_CLICKS = 12


@dataclass
class Hoster:
    """What an owner has got: a server for files and a website over the same folder."""

    server: Server
    site: Site
    port: int
    end: Callable[[], object]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        yield web


@pytest.fixture
def key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def hoster(
    tmp_path: Path, web: Web, services: Services, key: asyncssh.SSHKey, no_keyring: None
) -> Iterator[Hoster]:
    del no_keyring
    certificate = web.authority.issue_cert("localhost")
    setting = Setting(home=tmp_path / "home", certificate=certificate, folder="kalender")
    port = free_port()
    with ExitStack() as servers:
        server = servers.enter_context(asyncssh_server(setting, keys=(key,), port=port))
        site = web.site(SITE)
        site.folders["/kalender"] = server.root
        services.__dict__["internet"] = web.internet()
        yield Hoster(server, site, port, servers.close)


@contextmanager
def restarted_with_another_key(hoster: Hoster, tmp_path: Path, web: Web) -> Iterator[None]:
    """End the hoster's server, and run one at the same port that shows another key."""
    hoster.end()
    certificate = web.authority.issue_cert("localhost")
    setting = Setting(home=tmp_path / "home", certificate=certificate, folder="kalender")
    with asyncssh_server(setting, port=hoster.port):
        yield


@pytest.fixture
def window(hoster: Hoster, window: Program) -> Program:
    """The window, once the hoster is there."""
    del hoster
    return window


@pytest.fixture
def stranger(qtbot: QtBot, window: Program) -> Stranger:
    return Stranger(qtbot, window.frame)


def fill_in(stranger: Stranger, hoster: Hoster, password: str = PASSWORD) -> None:
    """Type off the slip of paper, going on by Tab."""
    stranger.type("webspace_host", f"localhost:{hoster.port}")
    stranger.type("webspace_user", USER)
    stranger.type("webspace_password_edit", password)
    stranger.type("webspace_address", SITE)


def open_wizard(stranger: Stranger, window: Program) -> Dialog:
    window.shell.reach_wanted()
    dialog = stranger.see("reach_dialog")
    assert isinstance(dialog, Dialog)
    return dialog


def told(stranger: Stranger, name: str) -> str:
    label = stranger.see(name)
    assert isinstance(label, QLabel)
    return label.text()


def banner(stranger: Stranger) -> str:
    strip = stranger.see("outcome_banner")
    assert isinstance(strip, Banner)
    return strip.plain_text()


def test_from_a_slip_of_paper_to_green_in_few_clicks(
    qtbot: QtBot,
    stranger: Stranger,
    hoster: Hoster,
    services: Services,
    record_property: Callable[[str, object], None],
) -> None:
    units = services.units.all()
    stranger.click_on(stranger.see(f"unit_card_{units[0].id}").findChild(QWidget, "card_toggle"))
    stranger.click("reach_offer_set_up")
    qtbot.waitUntil(stranger.see("webspace_host").hasFocus)
    fill_in(stranger, hoster)
    stranger.click("reach_dialog_primary")
    assert banner(stranger).startswith("Überall lesbar")
    link = services.links.all()[0]
    chip = stranger.see(f"outcome_chip_{link.id}")
    assert isinstance(chip, Chip)
    assert chip.text() == "überall lesbar"
    stranger.click("reach_dialog_primary")
    page = stranger.see("links_reach_text")
    assert isinstance(page, QLabel)
    assert "Überall lesbar" in page.text()
    assert stranger.clicks <= MOST_CLICKS
    # What everybody reads there is what the program itself would answer.
    name = f"{link.token}.ics"
    answer = services.feeds()
    try:
        assert (hoster.server.root / name).read_bytes() == answer.answer(link.token).body  # type: ignore[union-attr]
    finally:
        answer.close()
    record_property("clicks", stranger.clicks)
    record_property("typed", len(stranger.typed))
    assert (stranger.clicks, len(stranger.typed)) == (7, 4), "another figure than told"


def test_who_goes_on_typing_after_the_first_publishing_sees_what_is_in_use(
    stranger: Stranger, window: Program, hoster: Hoster
) -> None:
    open_wizard(stranger, window)
    fill_in(stranger, hoster)
    stranger.click("reach_dialog_primary")
    assert banner(stranger)
    stranger.type("webspace_address", f"{SITE}/kal")
    strip = stranger.see("webspace_now")
    assert isinstance(strip, Banner)
    assert strip.plain_text().startswith("In Gebrauch:")
    assert "localhost" in strip.plain_text()


def test_a_wrong_password_leads_to_its_field_and_loses_nothing(
    stranger: Stranger, window: Program, hoster: Hoster, services: Services
) -> None:
    dialog = open_wizard(stranger, window)
    fill_in(stranger, hoster, password="falsch")
    stranger.click("reach_dialog_primary")
    assert "localhost" in told(stranger, "webspace_password_error")
    assert services.publishing.current() is None
    assert stranger.see("webspace_password_edit").hasFocus()
    for name, text in (("webspace_user", USER), ("webspace_address", SITE)):
        line = stranger.see(name)
        assert isinstance(line, QLineEdit)
        assert line.text() == text
    assert dialog.primary_button.isEnabled()
    stranger.type("webspace_password_edit", PASSWORD)
    QTest.keyClick(stranger.see("webspace_password_edit"), Qt.Key.Key_Return)
    assert banner(stranger).startswith("Eingerichtet")
    assert services.publishing.current() is not None


def test_an_address_of_somebody_else_leads_to_its_field(
    stranger: Stranger, window: Program, hoster: Hoster, web: Web, services: Services
) -> None:
    web.site("fremd.example")
    open_wizard(stranger, window)
    fill_in(stranger, hoster)
    stranger.type("webspace_address", "fremd.example")
    stranger.click("reach_dialog_primary")
    assert told(stranger, "webspace_address_error")
    assert services.publishing.current() is None
    left = (
        [file.name for file in hoster.server.root.iterdir()] if hoster.server.root.exists() else []
    )
    assert left == [], "the trial leaves nothing behind"


def test_a_changed_host_key_stops_until_the_owner_says_so(
    stranger: Stranger,
    window: Program,
    hoster: Hoster,
    services: Services,
    tmp_path: Path,
    web: Web,
) -> None:
    services.links.enable_all()
    open_wizard(stranger, window)
    fill_in(stranger, hoster)
    stranger.click("reach_dialog_primary")
    assert banner(stranger).startswith("Überall lesbar")
    stranger.click("reach_dialog_primary")
    kept = services.publishing.current()
    assert kept is not None
    assert kept.identity.startswith("SHA256:")
    with restarted_with_another_key(hoster, tmp_path, web):
        open_wizard(stranger, window)
        stranger.click("reach_dialog_primary")
        assert kept.identity in told(stranger, "webspace_host_error")
        stranger.click("believe_anew")
        assert banner(stranger).startswith("Überall lesbar")
        now = services.publishing.current()
        assert now is not None
        assert now.identity not in {"", kept.identity}


def test_a_server_that_hangs_leaves_the_window_awake_and_can_be_stopped(
    stranger: Stranger, window: Program, hoster: Hoster, qtbot: QtBot
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(silent.accept()[0]), daemon=True).start()
        open_wizard(stranger, window)
        fill_in(stranger, hoster)
        stranger.type("webspace_host", f"localhost:{silent.getsockname()[1]}")
        stranger.click("reach_dialog_primary")
        qtbot.waitUntil(lambda: bool(held))
        # While the worker waits, the window does what it is asked, in its turn.
        done: list[int] = []
        for turn in range(20):
            QTimer.singleShot(0, lambda turn=turn: done.append(turn))
        qtbot.waitUntil(lambda: len(done) == 20)
        assert done == list(range(20))
        assert held[0].fileno() != -1
        stop = stranger.see("trial_stop")
        assert stop.isEnabled()
        stranger.click("trial_stop")
        held[0].close()
        qtbot.waitUntil(lambda: stranger.see("reach_dialog_primary").isEnabled())
        host = stranger.see("webspace_host")
        assert isinstance(host, QLineEdit)
        assert host.text().endswith(str(silent.getsockname()[1]))


def test_the_dialog_may_be_closed_while_a_trial_is_under_way(
    stranger: Stranger, window: Program, hoster: Hoster, qtbot: QtBot, services: Services
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(silent.accept()[0]), daemon=True).start()
        dialog = open_wizard(stranger, window)
        fill_in(stranger, hoster)
        stranger.type("webspace_host", f"localhost:{silent.getsockname()[1]}")
        stranger.click("reach_dialog_primary")
        qtbot.waitUntil(lambda: bool(held))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not window.frame.findChildren(Dialog, "reach_dialog"))
        held[0].close()
    assert services.publishing.current() is None


def test_a_server_that_names_no_type_is_told_and_links_become_green(
    stranger: Stranger, window: Program, hoster: Hoster, services: Services
) -> None:
    """As an Apache of long ago: it heeds an `.htaccess`, and knows no calendars without."""
    services.links.enable_all()
    hoster.site.folders.clear()

    def answer(request: Request, connection: socket.socket) -> None:
        file = hoster.server.root / request.path.removeprefix("/kalender/")
        heeded = (hoster.server.root / ".htaccess").exists()
        headers = CALENDAR if heeded else {"Content-Type": "application/octet-stream"}
        body = file.read_bytes() if file.is_file() else b""
        connection.sendall(reply(body, headers, 200 if file.is_file() else 404))

    hoster.site.pages["*"] = answer
    open_wizard(stranger, window)
    fill_in(stranger, hoster)
    stranger.click("reach_dialog_primary")
    assert not banner(stranger).startswith("Überall lesbar.")
    stranger.click("outcome_tell_type")
    stranger.qtbot.waitUntil(
        lambda: banner(stranger).startswith("Überall lesbar."), timeout=PATIENCE_MS
    )
    assert (hoster.server.root / ".htaccess").exists()


def test_the_folder_of_another_zimmerfrei_is_taken_over_only_when_asked_to(
    stranger: Stranger, window: Program, hoster: Hoster, services: Services
) -> None:
    services.links.enable_all()
    hoster.server.root.mkdir(parents=True, exist_ok=True)
    (hoster.server.root / MARKER).write_bytes(Marker("0" * 32, 1).body())
    foreign = hoster.server.root / f"{'A' * 24}.ics"
    foreign.write_text("BEGIN:VCALENDAR")
    open_wizard(stranger, window)
    fill_in(stranger, hoster)
    stranger.click("reach_dialog_primary")
    stranger.click("outcome_take_over")
    stranger.qtbot.waitUntil(
        lambda: banner(stranger).startswith("Überall lesbar"), timeout=PATIENCE_MS
    )
    assert foreign.read_text() == "BEGIN:VCALENDAR", "what others put there stays"


def test_by_the_keyboard_alone(
    stranger: Stranger, window: Program, hoster: Hoster, services: Services
) -> None:
    services.links.enable_all()
    open_wizard(stranger, window)
    stranger.qtbot.waitUntil(stranger.see("webspace_host").hasFocus)
    stranger.type("webspace_host", f"localhost:{hoster.port}")
    stranger.tab()
    stranger.type("webspace_user", USER)
    stranger.tab()
    stranger.type("webspace_password_edit", PASSWORD)
    focused = QApplication.focusWidget
    while focused() is not stranger.see("webspace_address"):
        stranger.tab()
    stranger.type("webspace_address", SITE)
    QTest.keyClick(stranger.see("webspace_address"), Qt.Key.Key_Return)
    assert banner(stranger).startswith("Überall lesbar")
    assert stranger.clicks == 0
