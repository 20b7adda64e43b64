"""What the owner ticks is in the bytes that readers get, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import LinkKind, Scope, Target
from app.core.links.names import visible_fields
from app.core.stays.occupancy import Kind, Status
from app.ui.links.base.words import tells_more

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.pane.conftest import AddLink, AddStay, ShowPane

    Served = Callable[[Link], bytes]

SAID = {
    Field.TITLE: "· Holidu",
    Field.STATUS: "Status:",
    Field.GUEST: "Familie Ötztaler",
    Field.PHONE: "0171 234",
    Field.EMAIL: "huber@example.org",
    Field.CONTACT: "Kontakt: über Anna",
    Field.ARRIVAL_TIME: "Anreisezeit: 15:30",
    Field.PERSONS: "Personen: 4",
    Field.CHILDREN: "Kinder: 2",
    Field.PETS: "Haustiere: 1",
    Field.NOTE: "zweiter Schlüssel",
    Field.ADDRESS: "Uferweg 12",
    Field.PORTAL: "Portal: Holidu",
    Field.STAFF: "Frau Sommer",
}


@pytest.fixture
def full_stay(services: Services, add_stay: AddStay) -> None:
    """An option about which everything is known."""
    member = services.staff.add(StaffDraft(name="Frau Sommer"))
    add_stay(
        10,
        17,
        status=Status.OPTION,
        option_until=date(2027, 7, 9),
        guest="Familie Ötztaler",
        phone="0171 234",
        email="huber@example.org",
        contact="über Anna",
        arrival_time=time(15, 30),
        persons=4,
        children=2,
        pets=1,
        note="zweiter Schlüssel",
        portal="holidu",
        staff_id=member.id,
    )


def said(body: bytes) -> set[Field]:
    """Which facts the bytes tell."""
    words = body.replace(b"\r\n ", b"").decode()
    return {field for field, text in SAID.items() if text in words}


@pytest.mark.usefixtures("full_stay")
@pytest.mark.parametrize("field", Field)
def test_each_tick_says_one_thing_more_and_then_no_more(
    show_pane: ShowPane, add_link: AddLink, served: Served, field: Field
) -> None:
    link = add_link()
    hands = show_pane(link)
    assert said(hands.sent()) == set()

    hands.click(f"detail_{field.value}")
    assert said(hands.sent()) == {field}
    assert hands.sent() == served(link)

    hands.click(f"detail_{field.value}")
    assert said(hands.sent()) == set()
    assert hands.sent() == served(link)


@pytest.mark.usefixtures("full_stay")
def test_presets_set_the_ticks_and_ticks_the_preset(
    show_pane: ShowPane, add_link: AddLink, served: Served
) -> None:
    link = add_link()
    hands = show_pane(link)
    assert hands.segment("detail_preset") == "occupied"

    hands.click("detail_preset_full")
    assert said(hands.sent()) == set(Field)
    assert all(hands.ticked(f"detail_{field.value}") for field in Field)

    hands.click("detail_preset_title")
    assert said(hands.sent()) == {Field.TITLE}
    assert not hands.shown("detail_own_choice")

    hands.click("detail_note")
    assert hands.segment("detail_preset") == ""
    assert hands.text("detail_own_choice") == "eigene Auswahl"

    hands.click("detail_note")
    assert hands.segment("detail_preset") == "title"
    assert hands.sent() == served(link)


@pytest.mark.usefixtures("full_stay")
def test_who_ticks_more_is_told_who_sees_it(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link())
    assert not hands.shown("detail_told")

    hands.click("detail_guest")
    hands.click("detail_contact")
    assert "Wer diesen Link hat, sieht: Name des Gastes, Weiterer Kontakt." in hands.text(
        "detail_told_text"
    )

    hands.click("detail_preset_occupied")
    assert not hands.shown("detail_told")


def test_what_a_link_said_all_along_is_not_told_as_news(
    show_pane: ShowPane, add_link: AddLink
) -> None:
    talkative = Details(fields=frozenset({Field.GUEST, Field.NOTE}))
    hands = show_pane(add_link(details=talkative))
    hands.click("detail_note")
    assert not hands.shown("detail_told")


def test_options_are_occupied_tentative_or_left_out(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, served: Served
) -> None:
    add_stay(3, 5)
    add_stay(10, 12, status=Status.OPTION, option_until=date(2027, 7, 9))
    link = add_link()
    hands = show_pane(link)
    assert hands.sent().count(b"STATUS:TENTATIVE") == 0

    hands.choose("detail_options", "als unverbindlich")
    assert hands.sent().count(b"STATUS:TENTATIVE") == 1
    assert hands.text("detail_left_out") == ""

    hands.choose("detail_options", "weggelassen")
    assert hands.sent().count(b"BEGIN:VEVENT") == 1
    assert hands.text("detail_left_out") == "Diese Tage bleiben auf dem Portal buchbar."
    assert hands.sent() == served(link)


@pytest.mark.parametrize(
    ("kind", "tick"), [(Kind.OWNER, "detail_owner_stays"), (Kind.BLOCK, "detail_blocks")]
)
def test_owner_stays_and_blocks_can_be_left_out(
    show_pane: ShowPane,
    add_link: AddLink,
    add_stay: AddStay,
    served: Served,
    kind: Kind,
    tick: str,
) -> None:
    add_stay(3, 5)
    add_stay(10, 12, kind=kind)
    link = add_link()
    hands = show_pane(link)

    hands.click(tick)
    assert b"DTSTART;VALUE=DATE:20270710" not in hands.sent()
    assert hands.text("detail_left_out") == "Diese Tage bleiben auf dem Portal buchbar."
    assert hands.sent() == served(link)

    hands.click(tick)
    assert b"DTSTART;VALUE=DATE:20270710" in hands.sent()


@pytest.mark.usefixtures("imported")
def test_a_link_for_a_portal_says_what_does_not_go_back_there(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, served: Served
) -> None:
    add_stay(3, 5, portal="airbnb")
    link = add_link(portal="airbnb")
    hands = show_pane(link)
    assert hands.text("detail_echo").startswith("Was von Airbnb eingelesen wurde")
    assert b"20270703" in hands.sent(), "entered by hand: always in"

    hands.click("detail_no_own_entries")
    assert b"20270703" not in hands.sent()
    assert hands.sent() == served(link)
    assert hands.text("detail_no_own_warning") == (
        "Ändern Sie hier die Tage einer Airbnb-Buchung, erfährt Airbnb davon nichts."
    )

    hands.click("detail_no_own_entries")
    assert b"20270703" in hands.sent()
    assert hands.text("detail_no_own_warning") == ""


def test_before_anything_was_read_from_a_portal_nobody_speaks_of_it(
    show_pane: ShowPane, add_link: AddLink
) -> None:
    assert not show_pane(add_link(portal="airbnb")).shown("detail_echo")


@pytest.mark.parametrize(
    ("portal", "words"),
    [
        ("airbnb", "Eigene Airbnb-Einträge weglassen"),
        ("Kurt & Co", "Eigene Kurt && Co-Einträge weglassen"),
        ("Fremdenverkehrsamt", "Eigene Einträge dieses Portals weglassen"),
    ],
)
def test_no_other_entries_than_those_of_the_portal_are_meant(
    show_pane: ShowPane, add_link: AddLink, portal: str, words: str
) -> None:
    hands = show_pane(add_link(portal=portal))
    assert hands.find(QCheckBox, "detail_no_own_entries").text() == words


def test_a_link_for_no_portal_says_nothing_of_one(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link(label="Tante Erna"))
    assert hands.text("detail_echo") == ""
    assert not hands.shown("detail_no_own_entries")


def test_the_reach_is_chosen_from_lists(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services
) -> None:
    stay = add_stay(3, 5)
    far = replace(stay.draft(), arrival=date(2028, 3, 1), departure=date(2028, 3, 4))
    services.occupancies.add(far)
    link = add_link()
    hands = show_pane(link)
    assert hands.text("detail_brief") == "12 Monate zurück, alles Kommende"

    hands.click("detail_reach_open")
    hands.choose("detail_ahead", "6 Monate")
    assert b"20280301" not in hands.sent()
    hands.choose("detail_back", "dieser Monat")
    assert hands.text("detail_brief") == "ab diesem Monat, 6 Monate voraus"
    assert services.links.get(link.id).details == Details(months_back=0, months_ahead=6)

    hands.choose("detail_ahead", "alles Kommende")
    assert b"20280301" in hands.sent()


def test_a_reach_that_a_command_has_set_is_offered_too(
    show_pane: ShowPane, add_link: AddLink
) -> None:
    hands = show_pane(add_link(details=Details(months_back=7, months_ahead=0)))
    back = hands.find(QComboBox, "detail_back")
    assert back.currentText() == "7 Monate"
    assert [back.itemData(at) for at in range(back.count())] == [0, 1, 3, 6, 7, 12, 24, 36]
    assert hands.find(QComboBox, "detail_ahead").currentText() == "nur dieser Monat"


@pytest.mark.usefixtures("full_stay")
def test_the_language_is_that_of_the_words_in_the_link(
    show_pane: ShowPane, add_link: AddLink, served: Served
) -> None:
    link = add_link()
    hands = show_pane(link)
    hands.click("detail_reach_open")
    assert hands.text("detail_word") == "Ein belegter Tag heißt dort „Belegt“."

    hands.choose("detail_language", "English")
    assert b"SUMMARY:Occupied" in hands.sent()
    assert hands.text("detail_word") == "Ein belegter Tag heißt dort „Occupied“."
    assert hands.text("detail_brief") == "12 Monate zurück, alles Kommende · English"
    assert hands.sent() == served(link)


@pytest.mark.usefixtures("full_stay")
def test_a_website_has_no_ticks_for_what_it_says(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link(LinkKind.WEBSITE))
    assert hands.text("detail_fixed").startswith("Frei und belegt, nie mehr")
    assert not hands.shown("detail_preset")
    assert not any(hands.shown(f"detail_{field.value}") for field in Field)
    options = hands.find(QComboBox, "detail_options")
    assert [options.itemText(at) for at in range(options.count())] == ["als belegt", "weggelassen"]

    hands.choose("detail_options", "weggelassen")
    assert hands.text("detail_left_out") == "Ihre Website zeigt diese Tage als frei."
    assert b"BEGIN:VEVENT" not in hands.sent()


def test_changeover_days_ask_for_persons_first(
    show_pane: ShowPane,
    add_link: AddLink,
    add_stay: AddStay,
    services: Services,
    unit: Unit,
    served: Served,
) -> None:
    add_stay(3, 10, guest="Familie Huber")
    add_stay(10, 17, persons=4)
    member = services.staff.add(StaffDraft(name="Frau Sommer", unit_ids=frozenset({unit.id})))
    link = add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id))
    hands = show_pane(link)
    assert not hands.shown("detail_preset")
    assert not hands.shown("detail_guest")
    assert b"4 Personen" not in hands.sent()

    hands.click("detail_next_persons")
    assert b"4 Personen" in hands.sent().replace(b"\r\n ", b"")
    hands.click("detail_more")
    assert not hands.shown("detail_persons"), "it stands above already"
    hands.click("detail_guest")
    assert b"Familie Huber" in hands.sent().replace(b"\r\n ", b"")
    assert hands.sent() == served(link)


def test_every_change_can_be_taken_back(
    show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    link = add_link(portal="airbnb")
    hands = show_pane(link)
    hands.click("detail_guest")
    hands.click("detail_blocks")
    history = hands.context.history
    assert history.next_undo == "Seeblick 1 · für Airbnb: geändert, was er zeigt"

    history.undo()
    hands.settle()
    assert hands.ticked("detail_blocks")
    assert hands.ticked("detail_guest")
    history.undo()
    hands.settle()
    assert not hands.ticked("detail_guest")
    assert services.links.get(link.id).choices() == link.choices()


def test_what_another_window_has_changed_meanwhile_is_told_and_shown(
    show_pane: ShowPane,
    add_link: AddLink,
    elsewhere: Services,
    services: Services,
    notices: RecordedNotices,
) -> None:
    link = add_link()
    hands = show_pane(link)
    changed = replace(link.choices(), details=Details(fields=frozenset({Field.TITLE})))
    elsewhere.links.change(link.id, changed, sequence=link.sequence)

    hands.click("detail_note")

    assert len(notices.failed) == 1
    assert hands.ticked("detail_title")
    assert not hands.ticked("detail_note")
    assert services.links.get(link.id).details.fields == {Field.TITLE}
    assert hands.context.history.next_undo is None


def test_what_is_seen_is_listed_in_one_order(
    add_link: AddLink, texts: Catalogue, english: Catalogue
) -> None:
    link = add_link(details=Details(fields=frozenset({Field.NOTE, Field.GUEST})))
    assert visible_fields(texts, link) == "Wer diesen Link hat, sieht: Name des Gastes, Notiz."
    assert visible_fields(english, link) == "Whoever has this link sees: Guest’s name, Note."
    assert visible_fields(texts, add_link(details=Details(options=Options.LEFT_OUT))) == ""


def test_of_changeovers_it_is_said_whose_number_is_seen(
    add_link: AddLink, texts: Catalogue, services: Services
) -> None:
    member = services.staff.add(StaffDraft(name="Frau Sommer"))
    persons = Details(fields=frozenset({Field.PERSONS}))
    link = add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id), details=persons)
    assert visible_fields(texts, link) == (
        "Wer diesen Link hat, sieht: Personenzahl der nächsten Anreise."
    )


def test_only_another_field_tells_more() -> None:
    little, much = Details(fields=frozenset({Field.NOTE})), Details(fields=frozenset(Field))
    assert tells_more(little, much)
    assert not tells_more(much, little)
    assert not tells_more(little, replace(little, options=Options.TENTATIVE))
