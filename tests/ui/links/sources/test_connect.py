"""Portal verbinden: both addresses, tried before anything is written, unit after unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.links.link import Link
from app.services.services import Services
from app.ui.base.history import History
from app.ui.kit import Banner, Dialog, FormRow
from app.ui.links.base.intents import Wanted, Way
from app.ui.links.connect.dialog import ConnectDialog
from tests.feeds_of_portals import Event
from tests.portals_of_tests import Listings
from tests.ui.conftest import MakeContext, RecordedNotices
from tests.ui.links.sources.conftest import Connect, LinkFor

Begin = Callable[..., "Hands"]


class Hands:
    """The dialog, and the owner's hands on it."""

    def __init__(self, dialog: ConnectDialog, qtbot: QtBot, history: History) -> None:
        self.dialog, self.qtbot, self.history = dialog, qtbot, history

    def text(self, name: str) -> str:
        found = self.dialog.findChild(QLabel, name)
        assert found is not None, name
        return found.text() if found.isVisible() else ""

    def error(self) -> str:
        row = self.dialog.findChild(FormRow, "connect_address_row")
        assert row is not None
        return row.error()

    def paste(self, address: str) -> None:
        """Put an address into the field and wait until it has been tried."""
        self.dialog.comes.field.setText(address)
        self.wait()

    def wait(self) -> None:
        comes = self.dialog.comes
        self.qtbot.waitUntil(lambda: not comes._soon.isActive() and not comes.trial.running)
        QApplication.processEvents()

    def press(self) -> None:
        """Press the primary button and wait until all is done."""
        assert self.dialog.primary_button.isEnabled()
        self.dialog.primary_button.click()
        self.qtbot.waitUntil(lambda: not self.dialog._adding and not self.dialog.many.busy)
        QApplication.processEvents()

    def close(self) -> None:
        self.dialog.reject()
        QApplication.processEvents()

    @property
    def unit(self) -> str:
        return self.dialog.units.currentText()


@pytest.fixture
def begin(
    make_context: MakeContext, qtbot: QtBot, units: list[Unit], airbnb: Listings
) -> Iterator[Begin]:
    """Open the dialog: ``begin(Wanted(unit.id, "airbnb"))``."""
    assert units
    assert airbnb.site.port
    QGuiApplication.clipboard().clear()
    parent = QWidget()
    qtbot.addWidget(parent)

    def open_one(wanted: Wanted | None = None, **other: object) -> Hands:
        context = make_context(**other)
        dialog = ConnectDialog(context, wanted or Wanted(), lambda: None, parent)
        dialog.open()
        qtbot.waitExposed(dialog)
        return Hands(dialog, qtbot, context.history)

    yield open_one
    QGuiApplication.clipboard().clear()


def test_what_an_address_gives_is_shown_before_anything_is_written(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    notice = Event(0, 2, "Airbnb (Not available)")
    address = airbnb.shows(notice, *(Event(9 + 5 * n) for n in range(7)))
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(address)
    assert hands.text("found_lead") == "7 Belegungen gefunden, Do 15.07.2027 bis Di 17.08.2027"
    assert hands.text("found_judged") == "7 Buchungen · 1 Regel des Portals"
    assert hands.text("found_stays").startswith("Vorlaufzeit: ")
    assert hands.text("found_stays").endswith("… und 2 weitere")
    assert services.sources.all() == []
    assert services.occupancies.all() == []


def test_both_ways_are_set_up_and_taken_back_as_one(
    begin: Begin,
    units: list[Unit],
    services: Services,
    airbnb: Listings,
    notices: RecordedNotices,
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.dialog.goes.make_button.click()
    (link,) = services.links.all()
    assert link.enabled
    assert link.portal == "airbnb"
    assert QGuiApplication.clipboard().text() == services.links.address(link)
    hands.paste(airbnb.shows(Event(4), Event(14)))
    hands.press()
    assert hands.text("connect_done") == "✓ Seeblick 1: Airbnb ist verbunden, 2 Belegungen."
    hands.close()
    assert notices.said[-1] == "Airbnb · Seeblick 1 verbunden."
    notices.press_action()
    assert services.sources.all() == []
    assert services.links.all() == []
    assert not any(one.blocks for one in services.occupancies.all())
    hands.history.redo()
    assert len(services.sources.all()) == 1
    assert len(services.links.all()) == 1
    assert sum(one.blocks for one in services.occupancies.all()) == 2


def test_the_link_that_is_there_is_used(
    begin: Begin, units: list[Unit], services: Services, link_for: LinkFor
) -> None:
    link = link_for(units[0], "airbnb")
    hands = begin(Wanted(units[0].id, "airbnb"))
    assert hands.dialog.goes.address.address() == services.links.address(link)
    assert not hands.dialog.goes.make_button.isVisible()
    hands.dialog.goes.copy_button.click()
    assert QGuiApplication.clipboard().text() == services.links.address(link)
    assert [one.id for one in services.links.all()] == [link.id]


def test_a_locked_link_is_enabled_again(
    begin: Begin, units: list[Unit], services: Services, link_for: LinkFor
) -> None:
    link: Link = link_for(units[0], "airbnb")
    services.links.disable(link.id, sequence=link.sequence)
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.dialog.goes.make_button.click()
    assert services.links.get(link.id).enabled


def test_unit_after_unit_without_leaving_the_dialog(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    hands = begin(Wanted(units[1].id, "airbnb"))
    hands.paste(airbnb.shows(Event(4), name="1"))
    hands.press()
    assert hands.unit == units[2].name
    assert hands.dialog.comes.text == ""
    hands.paste(airbnb.shows(Event(14), name="2"))
    hands.press()
    assert hands.unit == units[0].name
    assert len(hands.text("connect_done").splitlines()) == 2
    assert {one.unit_id for one in services.sources.all()} == {units[1].id, units[2].id}
    assert hands.dialog.cancel_button.text() == "Fertig"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("morgen", "Das ist keine Adresse eines Kalenders."),
        ("https://gibtsnicht.example/1.ics", "Es gibt keinen Computer namens gibtsnicht.example."),
    ],
)
def test_what_is_wrong_stands_below_the_field_and_nothing_typed_is_lost(
    begin: Begin, units: list[Unit], typed: str, says: str
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(typed)
    assert hands.error().startswith(says)
    assert hands.dialog.comes.field.text() == typed


def test_a_web_page_is_no_calendar(begin: Begin, units: list[Unit], airbnb: Listings) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(airbnb.shows_page())
    assert hands.error()
    assert not hands.dialog.comes.found.isVisible()


def test_an_own_link_is_refused(begin: Begin, units: list[Unit], services: Services) -> None:
    link = services.links.enable_unit(units[0].id).after
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(services.links.address(link))
    assert hands.error().startswith("Das ist Ihr eigener Link")


def test_one_calendar_at_two_units_is_refused(
    begin: Begin, units: list[Unit], connect: Connect, airbnb: Listings
) -> None:
    connect(units[0], Event(4))
    hands = begin(Wanted(units[1].id, "airbnb"))
    hands.paste(airbnb.address())
    assert hands.error().startswith("Dieser Kalender wird schon für Seeblick 1 eingelesen.")


def test_webcal_and_a_missing_scheme_are_mended(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    address = airbnb.shows(Event(4))
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(address.replace("https://", "webcal://"))
    assert hands.text("found_lead").startswith("1 Belegung gefunden")
    hands.paste(address.removeprefix("https://"))
    assert hands.text("found_lead").startswith("1 Belegung gefunden")
    hands.press()
    assert services.sources.all()[0].address == address


def test_another_unit_or_portal_is_tried_anew_with_what_is_typed(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(airbnb.shows(Event(4)))
    asked = len(airbnb.site.asked)
    hands.dialog.units.choose(units[1].id)
    hands.wait()
    assert len(airbnb.site.asked) > asked
    assert hands.text("found_lead")


def test_what_cannot_be_read_just_now_may_be_connected_all_the_same(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    airbnb.fails()
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(airbnb.address())
    assert hands.error()
    hands.press()
    assert len(services.sources.all()) == 1
    assert "ist verbunden." in hands.text("connect_done")


def test_an_address_in_the_own_network_is_refused_until_it_is_allowed(
    begin: Begin, units: list[Unit]
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste("http://192.168.178.33/1.ics")
    assert "Netz" in hands.error()
    private = hands.dialog.findChild(QCheckBox, "connect_private")
    assert private is not None
    assert private.isVisible()
    private.click()
    hands.wait()
    assert "erlauben" not in hands.error()
    assert hands.dialog.comes.allow_private


def test_the_own_network_is_offered_only_where_it_would_help(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    airbnb.fails()
    hands = begin(Wanted(units[0].id, "airbnb"))
    private = hands.dialog.findChild(QCheckBox, "connect_private")
    assert private is not None
    for address in (airbnb.address(), "https://nirgends.example/1.ics", "kein Link"):
        hands.paste(address)
        assert hands.error()
        assert not private.isVisible()
    # A plain address that does not answer by https may be a computer of one's own.
    hands.paste("http://nirgends.example/1.ics")
    assert private.isVisible()
    # What was allowed stays to be seen, whatever fails next.
    private.click()
    hands.wait()
    hands.paste("https://nirgends.example/1.ics")
    assert private.isVisible()
    assert hands.dialog.comes.allow_private


# ---- the clipboard ----


def offer(hands: Hands) -> str:
    banner = hands.dialog.findChild(Banner, "clip")
    assert banner is not None
    return banner.plain_text() if banner.isVisible() else ""


def test_an_address_in_the_clipboard_is_offered_and_not_taken_unasked(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    QGuiApplication.clipboard().setText(airbnb.shows(Event(4)))
    hands = begin(Wanted(units[0].id, "airbnb", Way.COMES))
    assert hands.dialog.comes.text == ""
    assert offer(hands) == "In der Zwischenablage steht eine Adresse von www.airbnb.example."
    take = hands.dialog.findChild(QWidget, "clip_take")
    assert take is not None
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    hands.wait()
    assert hands.text("found_lead").startswith("1 Belegung gefunden")
    assert offer(hands) == ""


def test_what_was_declined_is_not_offered_again(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    QGuiApplication.clipboard().setText(airbnb.address())
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.dialog.comes.offer.dismiss_button.click()
    hands.dialog.comes.look_at_clipboard()
    assert offer(hands) == ""


@pytest.mark.parametrize("text", ["", "Guten Tag", "https://www.example.org/"])
def test_anything_else_in_the_clipboard_is_nobodys_business(
    begin: Begin, units: list[Unit], text: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    hands = begin(Wanted(units[0].id, "airbnb"))
    assert offer(hands) == ""


def test_the_own_link_that_was_just_copied_is_not_offered(begin: Begin, units: list[Unit]) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.dialog.goes.make_button.click()
    hands.dialog.comes.look_at_clipboard()
    assert offer(hands) == ""


# ---- several at once ----


def test_a_pasted_list_is_assigned_tried_and_connected(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    first = airbnb.shows(Event(4), name="1")
    second = airbnb.shows(Event(4), Event(9), name="2")
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.dialog.comes.field.setText(f"{units[2].name} {first} {second}")
    many = hands.dialog.many
    assert many.isVisible()
    assert hands.dialog.primary_button.text() == "2 Einheiten verbinden"
    said = [f"many_said_{place}" for place in range(2)]
    hands.qtbot.waitUntil(lambda: all("gefunden" in hands.text(name) for name in said))
    hands.press()
    assert {one.unit_id for one in services.sources.all()} == {units[2].id, units[0].id}
    assert many.text == ""
    assert len(hands.text("connect_done").splitlines()) == 2


def test_what_of_a_list_cannot_be_connected_stays_with_its_reason(
    begin: Begin, units: list[Unit], services: Services, airbnb: Listings, connect: Connect
) -> None:
    connect(units[0], Event(4), name="1")
    good = airbnb.shows(Event(9), name="2")
    hands = begin(Wanted(units[1].id, "airbnb"))
    hands.dialog.many.take(f"{units[1].name} {airbnb.address('1')}\n{units[2].name} {good}")
    hands.dialog._pages.setCurrentWidget(hands.dialog.many)
    hands.dialog._draw_buttons()
    said = "many_said_0"
    hands.qtbot.waitUntil(lambda: "schon für Seeblick 1" in hands.text(said))
    hands.press()
    assert {one.unit_id for one in services.sources.all()} == {units[0].id, units[2].id}
    assert airbnb.address("1") in hands.dialog.many.text
    assert good not in hands.dialog.many.text


def test_an_address_without_a_unit_is_not_connected(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    addresses = "\n".join(airbnb.shows(Event(4), name=str(n)) for n in range(4))
    hands.dialog.comes.field.setText(addresses)
    assert len(hands.dialog.many.ready) == len(units) == 3


# ---- leaving ----


def test_a_portal_is_asked_for(begin: Begin, services: Services, airbnb: Listings) -> None:
    hands = begin()
    assert hands.dialog.focusWidget() in {hands.dialog.portal, hands.dialog.portal.lineEdit()}
    hands.paste(airbnb.shows(Event(4)))
    hands.dialog.primary_button.click()
    assert services.sources.all() == []
    row = hands.dialog.findChild(FormRow, "connect_portal_row")
    assert row is not None
    assert row.error() == "Bitte wählen Sie ein Portal oder geben Sie seinen Namen ein."


def test_closing_asks_where_an_address_would_be_lost(
    begin: Begin, units: list[Unit], airbnb: Listings
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    hands.paste(airbnb.shows(Event(4)))
    QTest.keyClick(hands.dialog, Qt.Key.Key_Escape)
    assert hands.dialog.isVisible()
    question = hands.dialog.findChild(Dialog, "connect_leave")
    assert question is not None
    with hands.qtbot.waitSignal(hands.dialog.finished):
        question.primary_button.click()


def test_closing_without_anything_done_says_nothing(
    begin: Begin, units: list[Unit], notices: RecordedNotices
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"))
    with hands.qtbot.waitSignal(hands.dialog.finished):
        hands.close()
    assert notices.said == []
    assert hands.history.next_undo is None


@pytest.mark.parametrize("language", ["texts", "english", "wide"])
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    begin: Begin,
    units: list[Unit],
    airbnb: Listings,
    cut_texts: Callable[[QWidget], list[str]],
    language: str,
) -> None:
    hands = begin(Wanted(units[0].id, "airbnb"), texts=request.getfixturevalue(language))
    hands.paste(airbnb.shows(Event(4), Event(9)))
    assert cut_texts(hands.dialog) == []
    hands.dialog.comes.field.setText(f"{airbnb.address('1')} {airbnb.address('2')}")
    assert cut_texts(hands.dialog) == []
