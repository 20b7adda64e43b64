"""From an invitation in a mail to green: the real window, a real calendar service, real readers.

The service is read by everybody under a name with a certificate that this process believes, as one
behind Caddy is; it answers on loopback.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.core.publishing.webspace import WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.kit import Banner
from app.ui.window.program import Program
from tests.services.publishing.webspaces.servers.relays import OWNER, Service
from tests.ui.conftest import OpenWindow
from tests.ui.publishing.conftest import on_folder
from tests.ui.publishing.stranger import Stranger

from .conftest import banner, copied, error, open_wizard, page, part

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
