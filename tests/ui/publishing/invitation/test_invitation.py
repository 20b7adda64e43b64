"""From an invitation in a mail to green: the real window, a real calendar service, real readers.

The service is read by everybody under a name with a certificate that this process believes, as one
behind Caddy is; it answers on loopback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.publishing.webspace import WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.kit import Banner, Dialog, FormRow
from app.ui.window.program import Program
from tests.services.publishing.webspaces.servers.relays import OWNER, Service, service
from tests.ui.conftest import OpenWindow
from tests.ui.publishing.conftest import on_folder
from tests.ui.publishing.stranger import PATIENCE_MS, Stranger

MAIL = """Hallo Anna,

hier ist die Einladung zu unserem Kalenderdienst:
{address}

Viele Grüße
Paul"""


CLICK = 1.35 + 0.4 + 1.1 + 0.2
"""Seconds to decide, to take the mouse, to point and to press, by the keystroke-level model (Card,
Moran, Newell: The Psychology of Human-Computer Interaction, 1983)."""
LETTER = 0.5
"""As somebody types who seldom does, by the same."""
READ = 30
"""Seconds for a page that somebody sees for the first time: some 100 words."""


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
def window(open_window: OpenWindow, services: Services, qtbot: QtBot) -> Program:
    """The window over two units whose links are not enabled yet, on Integrationen."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    program = open_window()
    program.frame.resize(1440, 900)
    program.shell.go("links")
    qtbot.waitUntil(program.frame.isActiveWindow)
    return program


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


def test_from_a_mail_to_green_in_few_clicks_and_not_one_typed_word(
    stranger: Stranger,
    there: Service,
    address: str,
    services: Services,
    record_property: Callable[[str, object], None],
) -> None:
    copied(MAIL.format(address=address))
    units = services.units.all()
    stranger.click_on(stranger.see(f"unit_card_{units[0].id}").findChild(QWidget, "card_toggle"))
    stranger.click("reach_offer_set_up")
    stranger.click("invitation_paste")
    who = part(stranger, "welcome_who")
    assert isinstance(who, QLabel)
    assert "Tourismusverein Seeblick" in who.text()
    stranger.click("reach_dialog_primary")
    link = services.links.all()[0]
    part(stranger, f"outcome_chip_{link.id}")
    stranger.click("reach_dialog_primary")
    kept = services.publishing.current()
    assert kept is not None
    assert (kept.kind, kept.user) == (WebspaceKind.RELAY, OWNER)
    there.relay.answers.look()
    answer = httpx.get(services.addresses.of(link).url, trust_env=False)
    assert answer.content == services.links.preview(link)
    record_property("clicks", stranger.clicks)
    record_property("typed", len(stranger.typed))
    assert (stranger.clicks, len(stranger.typed)) == (5, 0), "another figure than told"


def test_from_the_first_start_to_a_link_that_google_has_read_in_three_minutes(
    qtbot: QtBot,
    open_window: OpenWindow,
    there: Service,
    services: Services,
    record_property: Callable[[str, object], None],
) -> None:
    copied(MAIL.format(address=there.relay.hosting.invite(OWNER).address))
    program = open_window()
    program.frame.resize(1440, 900)
    qtbot.waitUntil(program.frame.isActiveWindow)
    stranger = Stranger(qtbot, program.frame)
    house = "Haus Seeblick"
    stranger.type("start_house", house)
    stranger.click("start_done")
    stranger.click("sidebar_links")
    units = services.units.all()
    stranger.click_on(stranger.see(f"unit_card_{units[0].id}").findChild(QWidget, "card_toggle"))
    stranger.click("reach_offer_set_up")
    stranger.click("invitation_paste")
    part(stranger, "welcome_who")
    stranger.click("reach_dialog_primary")
    link = services.links.all()[0]
    part(stranger, f"outcome_chip_{link.id}")
    there.relay.answers.look()
    google = {"User-Agent": "Google-Calendar-Importer"}
    answer = httpx.get(services.addresses.of(link).url, headers=google, trust_env=False)
    assert answer.content == services.links.preview(link)
    assert stranger.typed == ["start_house"]
    record_property("clicks", stranger.clicks)
    # First page, Integrationen, wizard, outcome.
    assert 4 * READ + stranger.clicks * CLICK + len(house) * LETTER <= 180


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


def test_no_technical_word_stands_on_the_page(
    stranger: Stranger, window: Program, address: str
) -> None:
    copied(address)
    open_wizard(stranger, window)
    stranger.click("invitation_paste")
    part(stranger, "welcome_who")
    labels = [one for one in page(stranger).findChildren(QLabel) if one.isVisible()]
    said = " ".join(one.text() for one in labels).lower()
    for word in ("sftp", "server", "url", "token", "api", "host ", "port ", "dns", "tls", "ssl"):
        assert word not in said.replace("127.0.0.1", "")


def test_another_choice_is_shown_first_where_nothing_was_copied(
    stranger: Stranger, window: Program, address: str
) -> None:
    dialog = open_wizard(stranger, window)
    assert dialog.choices.current() == "webspace"  # type: ignore[attr-defined]
    copied(address)
    stranger.click("reach_invited")
    stranger.click("invitation_paste")
    part(stranger, "welcome_who")


def test_an_offer_that_is_declined_is_not_made_again(
    stranger: Stranger, window: Program, address: str
) -> None:
    copied(address)
    open_wizard(stranger, window)
    offer = stranger.see("invitation_clip")
    assert isinstance(offer, Banner)
    offer.dismissed.emit()
    stranger.click("reach_webspace")
    stranger.click("reach_invited")
    assert not offer.isVisible()


@pytest.mark.parametrize("which", ["used", "expired", "foreign", "http", "cut", "empty"])
def test_what_cannot_be_accepted_says_why_at_the_field(
    stranger: Stranger, window: Program, there: Service, address: str, which: str
) -> None:
    expected = {
        "used": "schon benutzt",
        "expired": "abgelaufen",
        "foreign": "kennt diese Einladung nicht",
        "http": "ohne Verschlüsselung",
        "cut": "nicht vollständig",
        "empty": "Einladung ein",
    }
    if which == "used":
        secret = address.rpartition("/")[2]
        there.relay.accepting.accept(secret, "A" * 43, "house")
    elif which == "expired":
        with there.relay.store.engine.write():
            there.relay.store.engine.run("UPDATE invitation SET expires_at = 0")
    elif which == "foreign":
        address = address[:-43] + "A" * 43
    elif which == "http":
        address = address.replace("127.0.0.1", "kalender.example")
    elif which == "cut":
        address = address[:-1]
    else:
        address = ""
    open_wizard(stranger, window)
    stranger.click("reach_invited")
    field = stranger.see("invitation_edit")
    assert isinstance(field, QLineEdit)
    field.setText(address)
    stranger.click("reach_dialog_primary")
    assert expected[which] in error(stranger)
    assert field.text() == address, "nothing is lost"


def test_who_is_on_a_webspace_reads_which_addresses_change(
    stranger: Stranger, window: Program, services: Services, address: str, tmp_path: Path
) -> None:
    services.links.enable_all()
    on_folder(services, tmp_path)
    copied(address)
    open_wizard(stranger, window)
    stranger.click("reach_invited")
    stranger.click("invitation_paste")
    told = part(stranger, "invitation_changes")
    assert isinstance(told, Banner)
    assert "2 Links" in told.plain_text()
    stranger.click("reach_dialog_primary")
    part(stranger, "outcome_banner")
    assert [one.kind for one in services.publishing.leaving()] == []
    kept = services.publishing.current()
    assert kept is not None
    assert kept.kind is WebspaceKind.RELAY


def test_by_the_keyboard_alone(
    qtbot: QtBot, stranger: Stranger, window: Program, services: Services, address: str
) -> None:
    services.links.enable_all()
    dialog = open_wizard(stranger, window)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.choices.cards["webspace"], Qt.Key.Key_Down)  # type: ignore[attr-defined]
    assert QApplication.focusWidget() is stranger.see("reach_invited")
    field = stranger.see("invitation_edit")
    assert isinstance(field, QLineEdit)
    copied(address)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == address
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert banner(stranger)
    qtbot.waitUntil(lambda: services.publishing.pending_links() == frozenset())
    assert stranger.clicks == 0


def test_leaving_asks_first_and_says_that_the_way_back_needs_an_invitation(
    stranger: Stranger, window: Program, services: Services, there: Service
) -> None:
    services.links.enable_all()
    joined = services.joining.accept(there.invite(), Keeping.FILE)
    services.publishing.set_up(joined.webspace, joined.secret, Keeping.FILE)
    services.publishing.run()
    open_wizard(stranger, window)
    remove = part(stranger, "invitation_remove")
    stranger.click_on(remove)
    question = stranger.see("webspace_removal")
    said = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "neue Einladung" in said
