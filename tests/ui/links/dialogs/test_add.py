"""Weiterer Link …: what for, of which, how much it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)

from app.core.details import Details, Field, Preset
from app.core.ical import CalendarView
from app.core.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.core.occupancy import OccupancyDraft
from app.core.staff import StaffDraft
from app.ui.kit import AddressField, Banner, CopyButton
from app.ui.links.dialogs import add_link_dialog

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.core.unit import Unit
    from app.ui.context import Context
    from tests.ui.conftest import MakeContext, SetClock
    from tests.ui.links.dialogs.conftest import Hands, TakeUp

Begin = Callable[..., "Hands"]


@pytest.fixture
def done() -> list[Link]:
    """The links that the page was told of."""
    return []


@pytest.fixture
def begin(context: Context, page: QWidget, take_up: TakeUp, done: list[Link]) -> Begin:
    """Open the dialog: ``begin()``, ``begin(Target(…))``."""

    def open_one(target: Target | None = None, *, context: Context = context) -> Hands:
        return take_up(add_link_dialog(context, page, target, done.append))

    return open_one


def links(services: Services, unit: Unit) -> list[Link]:
    return services.links.all(Target(Scope.UNIT, unit.id))


def names(hands: Hands, view: str) -> list[str]:
    found = hands.find(QListWidget, view)
    return [found.item(row).text() for row in range(found.count())]


def targets(hands: Hands) -> list[str]:
    field = hands.find(QComboBox, "link_target")
    return [field.itemText(row) for row in range(field.count()) if field.itemData(row)]


def headline(hands: Hands) -> str:
    return hands.find(QLabel, "link_example_headline").text()


def test_a_link_for_airbnb_takes_two_clicks(
    begin: Begin, services: Services, units: list[Unit], done: list[Link], context: Context
) -> None:
    hands = begin()
    assert headline(hands) == "Belegt"
    hands.pick("link_portal_list", 0)
    hands.click("add_link_primary")
    [link] = links(services, units[0])
    assert (link.kind, link.portal, link.label) == (LinkKind.CALENDAR, "airbnb", "Airbnb")
    assert (link.details, link.language, link.enabled) == (Details(), "de", True)
    assert done == [link]
    assert context.history.next_undo == "Link „Seeblick 1 · für Airbnb“ angelegt"
    assert hands.closed


def test_its_address_is_there_at_once(begin: Begin, services: Services, units: list[Unit]) -> None:
    hands = begin()
    hands.pick("link_portal_list", 0)
    hands.click("add_link_primary")
    ready = hands.opened("ready_dialog")
    address = services.links.address(links(services, units[0])[0])
    assert ready.find(AddressField, "ready_address").address() == address
    assert ready.find(CopyButton, "ready_address_copy").hasFocus()
    ready.press(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == address
    assert ready.find(CopyButton, "ready_address_copy").text() == "Kopiert"
    warning = ready.find(Banner, "ready_warning_1")
    assert warning.isVisible()
    assert "Google, Airbnb und Booking.com" in warning.plain_text()
    ready.click("ready_guide")
    guide = ready.opened("guide_dialog")
    assert guide.find(AddressField, "guide_address_0").address() == address
    guide.press(Qt.Key.Key_Escape)
    ready.click("ready_share")
    ready.opened("share_dialog")


def test_adding_can_be_undone(
    begin: Begin, services: Services, units: list[Unit], context: Context
) -> None:
    hands = begin()
    hands.pick("link_portal_list", 1)
    hands.click("add_link_primary")
    context.history.undo()
    assert links(services, units[0]) == []
    context.history.redo()
    assert [link.portal for link in links(services, units[0])] == ["booking"]


def test_the_keyboard_alone_is_enough(begin: Begin, services: Services, units: list[Unit]) -> None:
    hands = begin()
    field = hands.find(QLineEdit, "link_portal_search")
    assert field.hasFocus()
    QTest.keyClicks(field, "fewo")
    assert names(hands, "link_portal_list")[0] == "FeWo-direkt"
    hands.press(Qt.Key.Key_Return)
    assert [link.portal for link in links(services, units[0])] == ["fewo-direkt"]


def test_arrows_walk_through_the_list_from_the_field(begin: Begin, units: list[Unit]) -> None:
    assert units
    hands = begin()
    view = hands.find(QListWidget, "link_portal_list")
    for _ in range(3):
        hands.press(Qt.Key.Key_Down)
    assert view.currentRow() == 2
    hands.press(Qt.Key.Key_Up)
    assert view.currentItem().text() == "Booking.com"
    assert hands.find(QLineEdit, "link_portal_search").hasFocus()


@pytest.mark.parametrize("name", ["Urlaub-am-See", "<b>x</b>", "Hütten & Höfe"])
def test_a_portal_may_have_a_name_of_ones_own(
    begin: Begin, services: Services, units: list[Unit], name: str
) -> None:
    hands = begin()
    hands.find(QLineEdit, "link_portal_search").setText(name)
    assert names(hands, "link_portal_list") == [f"„{name}“ als eigener Name"]
    assert hands.find(QLineEdit, "link_label").text() == name
    hands.click("add_link_primary")
    assert [(link.portal, link.label) for link in links(services, units[0])] == [(name, name)]
    ready = hands.opened("ready_dialog")
    assert ready.find(QLabel, "ready_link").text() == f"Seeblick 1 · für {name}"
    assert ready.find(QLabel, "ready_link").textFormat() is Qt.TextFormat.PlainText
    ready.click("ready_dialog_primary")
    # The next time it is in the list.
    assert name in names(begin(), "link_portal_list")


def test_the_name_of_a_known_portal_is_that_portal(
    begin: Begin, services: Services, units: list[Unit]
) -> None:
    hands = begin()
    hands.find(QLineEdit, "link_portal_search").setText("AIRBNB ")
    assert names(hands, "link_portal_list") == ["Airbnb"]
    hands.click("add_link_primary")
    assert [link.portal for link in links(services, units[0])] == ["airbnb"]


def test_without_a_portal_nothing_is_added(
    begin: Begin, services: Services, units: list[Unit]
) -> None:
    hands = begin()
    hands.click("add_link_primary")
    assert not hands.closed
    said = hands.find(QLabel, "add_link_error").text()
    assert said == "Bitte wählen Sie ein Portal oder geben Sie seinen Namen ein."
    assert links(services, units[0]) == []
    hands.pick("link_portal_list", 0)
    assert hands.find(QLabel, "add_link_error").text() == ""


def test_a_second_link_for_the_same_portal_is_told(
    begin: Begin, units: list[Unit], add_link: Callable[..., Link]
) -> None:
    add_link(units[0], portal="airbnb")
    hands = begin()
    hands.pick("link_portal_list", 0)
    hints = [label.text() for label in hands.dialog.findChildren(QLabel) if label.isVisible()]
    assert "Für Airbnb gibt es hier schon einen Link. Einer genügt." in hints
    hands.find(QComboBox, "link_target").setCurrentIndex(1)
    hints = [label.text() for label in hands.dialog.findChildren(QLabel) if label.isVisible()]
    assert "Für Airbnb gibt es hier schon einen Link. Einer genügt." not in hints


class TestOfWhich:
    def test_units_then_the_house(self, begin: Begin, units: list[Unit]) -> None:
        assert units
        assert targets(begin()) == ["Seeblick 1", "Seeblick 2", "Dachstudio", "Ganzes Haus"]

    def test_properties_only_where_there_are_several(
        self, begin: Begin, units: list[Unit], another_house: Unit
    ) -> None:
        assert units
        assert another_house.id
        found = [name.partition(",")[0] for name in targets(begin())[4:]]
        assert found == ["Haus Seeblick", "Pension am Hafen", "Ganzes Haus"]

    def test_one_unit_is_no_question(self, begin: Begin, services: Services) -> None:
        [unit] = services.units.first_house("Haus Seeblick", ["Seeblick 1"])
        hands = begin()
        assert not hands.find(QComboBox, "link_target").isVisible()
        hands.pick("link_portal_list", 0)
        hands.click("add_link_primary")
        assert len(links(services, unit)) == 1

    def test_it_begins_with_what_it_was_opened_for(self, begin: Begin, units: list[Unit]) -> None:
        hands = begin(Target(Scope.UNIT, units[2].id))
        assert hands.find(QComboBox, "link_target").currentText() == "Dachstudio"

    def test_the_house_begins_with_a_person_and_names_its_units(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        assert units
        hands = begin(WHOLE_HOUSE)
        assert hands.find(QLineEdit, "link_person_search").hasFocus()
        QTest.keyClicks(hands.find(QLineEdit, "link_person_search"), "Oma")
        assert headline(hands) == "Seeblick 1: Belegt"
        hands.click("add_link_primary")
        [link] = services.links.all(WHOLE_HOUSE)
        assert (link.label, link.portal) == ("Oma", "")

    def test_without_units_it_says_so(self, begin: Begin) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text() == "Es gibt noch keine Wohneinheit."

    def test_a_unit_that_was_archived_meanwhile_is_refused(
        self, begin: Begin, elsewhere: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        elsewhere.units.archive(units[0].id, sequence=units[0].sequence)
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text().startswith("Seeblick 1 ist archiviert.")
        assert not hands.closed


class TestPerson:
    def test_who_it_is_for_must_be_said(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.click("link_purpose_person")
        hands.click("add_link_primary")
        assert "für wen der Link ist" in hands.find(QLabel, "add_link_error").text()
        hands.pick("link_person_list", 0)
        hands.click("add_link_primary")
        assert [link.label for link in links(services, units[0])] == ["Google Kalender"]
        hands.opened("ready_dialog").click("ready_guide")
        guide = hands.opened("guide_dialog").find(QListWidget, "guide_list")
        assert guide.currentItem().text() == "Google Kalender"

    def test_a_link_that_says_everything_says_what_it_says(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.click("link_purpose_person")
        hands.pick("link_person_list", 3)
        hands.click("link_preset_full")
        assert headline(hands) == "Familie Muster (Buchung · Booking.com)"
        more = hands.find(QLabel, "link_example_more").text()
        assert "Kontakt: 0171 2345678" in more
        assert "Notiz: kommt spät an" in more
        hands.click("add_link_primary")
        [link] = links(services, units[0])
        assert link.details.preset is Preset.FULL
        told = hands.opened("ready_dialog").find(Banner, "ready_warning_0")
        assert "Kontakt" in told.plain_text()

    def test_what_a_friend_may_see_is_not_given_to_a_portal(
        self, begin: Begin, units: list[Unit]
    ) -> None:
        assert units
        hands = begin()
        hands.click("link_purpose_person")
        hands.click("link_preset_full")
        hands.click("link_purpose_portal")
        assert headline(hands) == "Belegt"

    @pytest.mark.parametrize("preset", Preset)
    def test_the_example_is_worded_as_the_calendar_is(
        self,
        begin: Begin,
        services: Services,
        units: list[Unit],
        clock: SetClock,
        preset: Preset,
    ) -> None:
        staff = services.staff.add(StaffDraft(name="Frau Beispiel"))
        today = clock.today()
        services.occupancies.add(
            OccupancyDraft(
                unit_id=units[0].id,
                arrival=today.replace(day=10),
                departure=today.replace(day=14),
                guest="Familie Muster",
                contact="0171 2345678",
                persons=4,
                note="kommt spät an",
                portal="booking",
                staff_id=staff.id,
            )
        )
        hands = begin()
        hands.click("link_purpose_person")
        hands.click(f"link_preset_{preset.value}")
        choices = LinkChoices(details=Details().with_preset(preset), language="de")
        link = services.links.draft(LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), choices)
        [sent] = CalendarView(services.links.preview(link)).entries(0, 1)
        assert headline(hands) == sent.summary
        more = hands.find(QLabel, "link_example_more").text()
        for line in filter(None, sent.description.split("\n")):
            assert line in more


class TestWebsite:
    def test_it_is_of_one_unit_and_says_nothing_more(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin(WHOLE_HOUSE)
        hands.click("link_purpose_website")
        assert targets(hands) == [unit.name for unit in units]
        assert not hands.find(QWidget, "link_preset").isVisible()
        assert headline(hands) == "frei oder belegt"
        hands.click("add_link_primary")
        [link] = links(services, units[0])
        assert (link.kind, link.details.fields) == (LinkKind.WEBSITE, frozenset())
        code = hands.opened("ready_dialog").find(AddressField, "ready_address").address()
        assert code.startswith(f'<iframe src="{services.links.address(link)}"')


class TestStaff:
    @pytest.fixture
    def maria(self, services: Services, units: list[Unit]) -> int:
        ids = frozenset(unit.id for unit in units)
        return services.staff.add(StaffDraft(name="Maria", role="Reinigung", unit_ids=ids)).id

    def test_changeover_days_with_persons(
        self, begin: Begin, services: Services, maria: int
    ) -> None:
        hands = begin(Target(Scope.STAFF, maria))
        assert headline(hands) == "Endreinigung Seeblick 1; nächste Anreise Mo 12.07."
        persons = hands.find(QCheckBox, "link_persons")
        assert not persons.isChecked()
        hands.click("link_persons")
        assert headline(hands).endswith("nächste Anreise Mo 12.07., 4 Personen")
        hands.click("add_link_primary")
        [link] = services.links.all(Target(Scope.STAFF, maria))
        assert link.kind is LinkKind.CHANGEOVERS
        assert link.details.fields == {Field.PERSONS}
        assert not link.details.blocks
        assert link.label == "Wechseltage"

    def test_occupancies(self, begin: Begin, services: Services, maria: int) -> None:
        hands = begin(Target(Scope.STAFF, maria))
        hands.click("link_work_calendar")
        assert headline(hands) == "Seeblick 1: Belegt"
        hands.click("add_link_primary")
        [link] = services.links.all(Target(Scope.STAFF, maria))
        assert (link.kind, link.label) == (LinkKind.CALENDAR, "Belegungen")
        assert link.details == Details()

    def test_somebody_new_is_entered_on_the_way(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        assert units
        hands = begin()
        hands.click("link_purpose_staff")
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text() == "Bitte wählen Sie einen Helfer."
        hands.click("link_new_staff")
        entry = hands.opened("staff_entry")
        assert not entry.find(QCheckBox, "staff_link").isVisible()
        QTest.keyClicks(entry.find(QLineEdit, "staff_name"), "Jens")
        entry.click("staff_entry_primary")
        assert names(hands, "link_staff_list") == ["Jens"]
        hands.click("add_link_primary")
        [jens] = services.staff.all()
        assert len(services.links.all(Target(Scope.STAFF, jens.id))) == 1


class TestBadInput:
    def test_a_label_of_500_characters_is_told_at_the_field(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        label = hands.find(QLineEdit, "link_label")
        label.selectAll()
        QTest.keyClicks(label, "x" * 500)
        said = hands.find(QLabel, "link_label_error")
        assert said.text() == "Dieser Text ist zu lang: 500 Zeichen. Höchstens 200 sind möglich."
        hands.click("add_link_primary")
        assert label.hasFocus()
        assert said.isVisible()
        assert links(services, units[0]) == []

    def test_a_portal_of_500_characters_too(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.find(QLineEdit, "link_portal_search").setText("p" * 500)
        hands.find(QLineEdit, "link_label").setText("kurz")
        hands.click("add_link_primary")
        assert not hands.closed
        assert "zu lang" in hands.find(QLabel, "add_link_error").text()
        assert links(services, units[0]) == []

    def test_control_characters_become_spaces(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.find(QLineEdit, "link_label").setText("für\tMama\x07 und\x1bPapa")
        hands.click("add_link_primary")
        assert [link.label for link in links(services, units[0])] == ["für Mama  und Papa"]

    def test_a_label_that_was_typed_stays(self, begin: Begin, units: list[Unit]) -> None:
        assert units
        hands = begin()
        label = hands.find(QLineEdit, "link_label")
        QTest.keyClicks(label, "Meiner")
        hands.pick("link_portal_list", 1)
        assert label.text() == "Meiner"

    def test_escape_adds_nothing(
        self, begin: Begin, services: Services, units: list[Unit], done: list[Link]
    ) -> None:
        hands = begin()
        hands.pick("link_portal_list", 0)
        hands.press(Qt.Key.Key_Escape)
        assert hands.closed
        assert links(services, units[0]) == []
        assert done == []


def test_english_makes_an_english_link(
    begin: Begin, make_context: MakeContext, english: object, services: Services, units: list[Unit]
) -> None:
    hands = begin(context=make_context(texts=english))
    assert headline(hands) == "Occupied"
    hands.pick("link_portal_list", 0)
    hands.find(QComboBox, "link_language").setCurrentIndex(0)
    assert headline(hands) == "Belegt"
    hands.find(QComboBox, "link_language").setCurrentIndex(1)
    hands.click("add_link_primary")
    assert [link.language for link in links(services, units[0])] == ["en"]
    assert QApplication.activeWindow() is hands.window("ready_dialog")
