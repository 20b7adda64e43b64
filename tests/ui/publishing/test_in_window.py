"""The wizard and its strips in the whole window: when they come up, and in which language."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.base.page import LINKS, PLAN, SETTINGS
from app.ui.kit import Banner, Button, Chip
from app.ui.publishing.dialog import ReachDialog
from app.ui.publishing.opening import OFFERED
from app.ui.window.program import Program
from tests.ui.conftest import OpenWindow
from tests.ui.publishing.conftest import PATIENCE_MS, click, find, settle, type_into
from tests.web_sites import Request, Web, web_of

SFTP = Webspace(
    kind=WebspaceKind.SFTP,
    preset="strato",
    host="127.0.0.1",
    port=1,
    user="anna",
    folder="kalender",
    address="https://haus.example/kalender",
)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def opened(open_window: OpenWindow, services: Services, web: Web) -> Callable[[], Program]:
    """Open the window over two units, in the middle of its day."""
    del web
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])

    def make() -> Program:
        program = open_window()
        program.frame.resize(1366, 768)
        program.shell.go(LINKS)
        return program

    return make


def toggle_of(program: Program, unit_id: int) -> QWidget:
    card = find(program.frame, QWidget, f"unit_card_{unit_id}")
    return find(card, QWidget, "card_toggle")


def wizard(qtbot: QtBot, program: Program) -> ReachDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in program.frame.findChildren(ReachDialog)))
    return next(one for one in program.frame.findChildren(ReachDialog) if one.isVisible())


def test_every_set_up_access_opens_it(opened: Callable[[], Program], qtbot: QtBot) -> None:
    program = opened()
    click(program.frame, "links_set_up")
    wizard(qtbot, program).reject()
    settle()
    program.shell.go(SETTINGS)
    click(program.frame, "reach_set_up")
    wizard(qtbot, program).reject()


def test_the_first_link_offers_it_and_later_is_for_good(
    opened: Callable[[], Program], services: Services
) -> None:
    program = opened()
    first, second = services.units.all()
    QTest.mouseClick(toggle_of(program, first.id), Qt.MouseButton.LeftButton)
    strip = find(program.frame, Banner, "reach_offer")
    assert strip.isVisible()
    program.shell.go(PLAN)
    assert strip.isVisible(), "on every page, and nothing is held up"
    click(program.frame, "reach_offer_later")
    program.shell.go(LINKS)
    QTest.mouseClick(toggle_of(program, second.id), Qt.MouseButton.LeftButton)
    assert not strip.isVisible()
    again = opened()
    assert again.frame.preferences.dismissed(OFFERED)


def test_who_has_opened_it_is_not_offered_it(
    opened: Callable[[], Program], services: Services, qtbot: QtBot
) -> None:
    program = opened()
    click(program.frame, "links_set_up")
    wizard(qtbot, program).reject()
    settle()
    QTest.mouseClick(toggle_of(program, services.units.all()[0].id), Qt.MouseButton.LeftButton)
    offers = program.frame.findChildren(Banner, "reach_offer")
    assert not any(offer.isVisible() for offer in offers)


@pytest.mark.usefixtures("no_keyring")
class TestPasswordAtStart:
    @pytest.fixture
    def kept(self, services: Services) -> KeptWebspace:
        """As the start after one at which the owner was asked."""
        kept = services.publishing.set_up(SFTP, Secret(password="x"), Keeping.ASK)
        services.secrets.forget(kept.secret_name)
        return kept

    @pytest.mark.parametrize(
        ("language", "button"), [("de", "Passwort eingeben …"), ("en", "Enter password …")]
    )
    def test_a_strip_asks_and_never_a_dialog(
        self,
        opened: Callable[[], Program],
        services: Services,
        kept: KeptWebspace,
        qtbot: QtBot,
        language: str,
        button: str,
    ) -> None:
        del kept
        services.settings.set("language", language)
        program = opened()

        def asks() -> None:
            assert find(program.frame, Banner, "password_strip").isVisible()

        qtbot.waitUntil(asks, timeout=PATIENCE_MS)
        strip = find(program.frame, Banner, "password_strip")
        assert find(strip, Button, "password_enter").text() == button
        assert "STRATO (127.0.0.1)" in strip.plain_text()
        assert program.frame.findChild(QWidget, "webspace_sign_in") is None

    def test_it_is_there_in_another_language_too(
        self,
        opened: Callable[[], Program],
        services: Services,
        kept: KeptWebspace,
        qtbot: QtBot,
    ) -> None:
        del kept
        services.settings.set("language", "de")
        program = opened()
        services.settings.set("language", "en")

        def english() -> bool:
            found = program.shell.findChild(Button, "password_enter")
            return found is not None and found.isVisible() and found.text() == "Enter password …"

        qtbot.waitUntil(english, timeout=PATIENCE_MS)


def test_an_address_of_ones_own_becomes_green(
    opened: Callable[[], Program], services: Services, web: Web, qtbot: QtBot
) -> None:
    """A proxy of the owner's, which everybody can reach, leads to the program."""
    program = opened()
    services.links.enable_all()
    port = services.settings.get().port

    def forward(request: Request, connection: socket.socket) -> None:
        here = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        here.request("GET", request.path)
        answer = here.getresponse()
        body = answer.read()
        kept = {"content-type", "etag", "content-length"}
        lines = [f"HTTP/1.1 {answer.status} Said"]
        lines += [f"{name}: {value}" for name, value in answer.getheaders() if name.lower() in kept]
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        here.close()

    web.site("kalender.haus.example").pages["*"] = forward
    program.shell.reach_wanted()
    dialog = wizard(qtbot, program)
    click(dialog, "reach_own")
    type_into(dialog, "own_public_url", "kalender.haus.example")
    QTest.keyClick(find(dialog, QLineEdit, "own_public_url"), Qt.Key.Key_Return)
    assert len(dialog.findChildren(QWidget, "access_question")) == 1, "Enter asks once"
    click(dialog, "access_question_primary")
    page = dialog.pages["own"]
    strip = find(page, Banner, "outcome_banner")
    qtbot.waitUntil(
        lambda: strip.isVisible() and strip.plain_text().startswith("Überall lesbar."),
        timeout=PATIENCE_MS,
    )
    assert services.settings.get().public_url == "https://kalender.haus.example"
    chips = [find(page, Chip, f"outcome_chip_{link.id}").text() for link in services.links.all()]
    assert chips == ["überall lesbar"] * 2
    assert dialog.primary_button.text() == "Fertig"
    dialog.accept()
    program.shell.go(SETTINGS)
    assert find(program.frame, Chip, "reach_chip").text() == "überall lesbar"
