"""The pane for what comes from a portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import SourceState
from app.core.stays.occupancy import Occupancy
from app.services.services import Services
from app.ui.kit import AddressField, Banner, Button, Dialog, FormRow
from app.ui.links.base.intents import Chosen, Way
from tests.feeds_of_portals import TODAY, Event
from tests.portals_of_tests import Listings
from tests.ui.conftest import RecordedNotices
from tests.ui.links.sources.conftest import Connect, Desk, Later, LinkFor

ShowDesk = Callable[..., Desk]
NOTICE = Event(0, 2, "Airbnb (Not available)")


def standing(services: Services, unit: Unit) -> list[Occupancy]:
    return [one for one in services.occupancies.all(unit_id=unit.id) if one.blocks]


def test_it_says_which_portal_since_when_and_how_the_last_reading_went(
    desk: ShowDesk, units: list[Unit], connect: Connect, airbnb: Listings, later: Later
) -> None:
    source = connect(units[0], Event(4))
    airbnb.shows(Event(4), Event(14), Event(24))
    later(minutes=20)
    shown = desk()
    pane = shown.look_at(source)
    assert shown.text("source_title", pane) == "Seeblick 1 · Airbnb"
    assert shown.text("source_since", pane) == "verbunden seit 06.07.2027"
    assert shown.text("reading_0_said", pane) == "vollständig"
    assert shown.text("reading_1_what", pane) == "2 neu"
    assert shown.text("reading_1_said", pane) == "Di 20.07. – Fr 23.07. und 1 weitere"
    assert shown.texts("stay_chip", pane) == ["neu", "neu"]
    assert shown.text("source_stays_heading", pane) == "3 Belegungen"


def test_what_came_stays_new_when_the_next_reading_fails(
    desk: ShowDesk, units: list[Unit], connect: Connect, airbnb: Listings, later: Later
) -> None:
    source = connect(units[0], Event(4))
    airbnb.shows(Event(4), Event(14))
    later(minutes=20)
    airbnb.fails()
    later(minutes=20)
    shown = desk()
    pane = shown.look_at(source)
    assert shown.text("reading_1_what", pane) == "1 neu"
    assert shown.texts("stay_chip", pane) == ["neu"]
    airbnb.shows(Event(4), Event(14))
    later(minutes=20)
    assert shown.text("reading_1_what", pane) == ""
    assert shown.texts("stay_chip", pane) == []


CIRCLE = (
    "Airbnb sieht Ihre übrigen Belegungen, aber nicht die eigenen: Nichts kommt im Kreis zurück."
)


def test_what_the_portal_sees_is_said_as_its_link_stands(
    desk: ShowDesk, units: list[Unit], connect: Connect, link_for: LinkFor, services: Services
) -> None:
    source = connect(units[0], Event(4))
    link_for(units[1], "airbnb")
    shown = desk()
    pane = shown.look_at(source)
    none = shown.text("source_circle", pane)
    assert none.startswith("Für Airbnb ist hier kein eigener Link freigeschaltet.")
    link = link_for(units[0], "airbnb")
    services.watch.poll()
    shown.settle()
    assert shown.text("source_circle", pane) == CIRCLE
    services.links.disable(link.id, sequence=link.sequence)
    services.watch.poll()
    shown.settle()
    assert shown.text("source_circle", pane) == none


def test_of_what_was_never_read_nothing_stays(
    desk: ShowDesk, units: list[Unit], services: Services, airbnb: Listings
) -> None:
    draft = SourceDraft(unit_id=units[0].id, portal="airbnb", address=airbnb.shows_page())
    source = services.sources.add(draft).source
    shown = desk()
    pane = shown.look_at(source)
    said = shown.find(Banner, "source_trouble", pane).plain_text()
    assert "Anmeldeseite" in said
    assert "bleibt" not in said


def test_the_tabs_turn_between_both_ways(
    desk: ShowDesk, units: list[Unit], connect: Connect, link_for: LinkFor
) -> None:
    link = link_for(units[0], "airbnb")
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.click("pane_way_comes_goes", pane)
    assert shown.page._model.selected == Chosen(Way.GOES, link.id)
    links = shown.find(QWidget, "link_pane")
    assert links.isVisible()
    assert not pane.isVisible()
    shown.click("pane_way_goes_comes", links)
    assert shown.page._model.selected == Chosen(Way.COMES, source.id)


def test_the_tab_of_a_missing_way_leads_to_it(
    desk: ShowDesk, units: list[Unit], link_for: LinkFor, qtbot: QtBot
) -> None:
    link = link_for(units[0], "airbnb")
    shown = desk()
    shown.page._selection.choose(Chosen(Way.GOES, link.id), asked=True)
    shown.page._intents.connect_portal.disconnect()
    with qtbot.waitSignal(shown.page._intents.connect_portal) as asked:
        shown.click("pane_way_goes_comes")
    assert asked.args[0].way is Way.COMES
    assert shown.page._model.selected == Chosen(Way.GOES, link.id)


def test_a_rule_is_no_booking_until_the_owner_says_so_and_back(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
) -> None:
    source = connect(units[0], NOTICE, Event(9))
    assert len(standing(services, units[0])) == 1
    shown = desk()
    pane = shown.look_at(source)
    assert shown.texts("rule_title", pane) == ["Vorlaufzeit"]
    assert "wandert jeden Tag mit" in shown.texts("rule_says", pane)[0]
    shown.click("rule_block", pane)
    assert len(standing(services, units[0])) == 2
    assert shown.texts("rule_title", pane) == []
    assert notices.said[-1] == "Airbnb: doch gesperrt."
    shown.choose("no_booking", "stay_more", pane)
    assert len(standing(services, units[0])) == 1


def test_what_the_owner_said_of_a_stay_is_taken_back_with_what_is_remembered_of_it(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services, later: Later
) -> None:
    source = connect(units[0], NOTICE, Event(9))
    shown = desk()
    pane = shown.look_at(source)
    shown.click("rule_block", pane)
    history = shown.page.context.history
    history.undo()
    later(minutes=20)
    assert len(standing(services, units[0])) == 1
    assert shown.texts("rule_title", pane) == ["Vorlaufzeit"]
    history.redo()
    later(minutes=20)
    assert len(standing(services, units[0])) == 2
    assert shown.texts("rule_title", pane) == []


def test_only_some_are_listed_until_all_are_wanted(
    desk: ShowDesk, units: list[Unit], connect: Connect
) -> None:
    source = connect(units[0], *(Event(4 + 4 * n) for n in range(12)))
    shown = desk()
    pane = shown.look_at(source)
    assert len(shown.texts("stay_days", pane)) == 6
    shown.click("source_all", pane)
    assert len(shown.texts("stay_days", pane)) == 12


def test_what_the_owner_added_and_changed_stands_beside_what_the_portal_says(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services
) -> None:
    from dataclasses import replace

    source = connect(units[0], Event(4), Event(14))
    first, second = standing(services, units[0])
    named = replace(first.draft(), guest="Åström")
    services.occupancies.change(first.id, named, sequence=first.sequence)
    longer = replace(second.draft(), departure=second.departure + timedelta(days=1))
    services.occupancies.change(second.id, longer, sequence=second.sequence)
    shown = desk()
    pane = shown.look_at(source)
    assert shown.texts("stay_who", pane) == ["Åström (von Ihnen ergänzt)", "Reserviert"]
    assert shown.texts("stay_below", pane) == ["bei Ihnen: Di 20.07. – Sa 24.07."]


def test_what_was_cancelled_here_and_is_still_reported_says_so(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services
) -> None:
    source = connect(units[0], Event(4))
    (one,) = standing(services, units[0])
    services.occupancies.cancel(one.id, sequence=one.sequence)
    shown = desk()
    pane = shown.look_at(source)
    assert shown.texts("stay_below", pane) == ["hier storniert; das Portal meldet sie weiter"]


def test_what_was_left_out_is_shown_on_demand(
    desk: ShowDesk, units: list[Unit], connect: Connect
) -> None:
    backwards = Event(9, -2, "Rückwärts")
    source = connect(units[0], Event(4), backwards)
    shown = desk()
    pane = shown.look_at(source)
    assert shown.text("source_refused", pane) == "1 Eintrag wurde ausgelassen …"
    assert shown.texts("left_out", pane) == []
    shown.click("source_refused", pane)
    assert len(shown.texts("left_out", pane)) == 1
    shown.click("source_refused", pane)
    assert shown.texts("left_out", pane) == []


def test_the_address_is_a_secret_until_the_owner_wants_to_see_it(
    desk: ShowDesk, units: list[Unit], connect: Connect, airbnb: Listings
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    assert shown.text("source_short", pane) == "www.airbnb.example/…"
    whole = shown.find(AddressField, "source_whole", pane)
    assert whole.address() == ""
    shown.click("source_reveal", pane)
    assert whole.isVisible()
    assert whole.address() == airbnb.address()
    shown.click("source_reveal", pane)
    assert whole.address() == ""


def type_into(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_the_label_is_saved_when_it_is_left_and_can_be_taken_back(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.click("source_edit_button", pane)
    type_into(shown.find(QLineEdit, "source_label", pane), "Unser Airbnb")
    assert services.sources.get(source.id).label == "Unser Airbnb"
    assert shown.text("source_title", pane) == "Seeblick 1 · Unser Airbnb"
    notices.press_action()
    assert services.sources.get(source.id).label == "Airbnb"
    history = shown.page.context.history
    assert history.next_redo == "Unser Airbnb: geändert"
    history.redo()
    assert services.sources.get(source.id).label == "Unser Airbnb"


def test_an_address_that_is_none_is_told_below_it_and_stays_typed(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services, airbnb: Listings
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.click("source_edit_button", pane)
    field = shown.find(QLineEdit, "source_address", pane)
    type_into(field, "das ist keine Adresse")
    row = shown.find(FormRow, "source_address_row", pane)
    assert row.error().startswith("Das ist keine Adresse eines Kalenders.")
    assert field.text() == "das ist keine Adresse"
    assert services.sources.get(source.id).address == airbnb.address()


def test_another_address_is_read_at_once(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    airbnb: Listings,
    qtbot: QtBot,
) -> None:
    source = connect(units[0], Event(4))
    other = airbnb.shows(Event(4), Event(30), name="9")
    shown = desk()
    pane = shown.look_at(source)
    shown.click("source_edit_button", pane)
    type_into(shown.find(QLineEdit, "source_address", pane), other)
    qtbot.waitUntil(lambda: not shown.page._doing.reading)
    assert len(standing(services, units[0])) == 2


def test_it_is_switched_off_and_on_with_the_way_back(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.turn("source_toggle", pane)
    (look,) = services.sources.looks()
    assert look.state is SourceState.OFF
    assert shown.find(QWidget, "source_trouble", pane).isVisible()
    assert not shown.find(Button, "source_read", pane).isEnabled()
    notices.press_action()
    assert services.sources.get(source.id).enabled


def test_what_is_done_to_a_source_goes_through_the_history_of_the_window(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.turn("source_toggle", pane)
    shown.click("source_edit_button", pane)
    type_into(shown.find(QLineEdit, "source_label", pane), "Unser Airbnb")
    history = shown.page.context.history
    assert history.next_undo == "Unser Airbnb: geändert"
    history.undo()
    assert services.sources.get(source.id).label == "Airbnb"
    assert history.next_undo == "Airbnb: wird nicht mehr eingelesen"
    history.undo()
    assert services.sources.get(source.id).enabled
    history.redo()
    assert not services.sources.get(source.id).enabled


def test_it_is_read_now(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    airbnb: Listings,
    notices: RecordedNotices,
    qtbot: QtBot,
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    shown.click("source_read", pane)
    qtbot.waitUntil(lambda: not shown.page._doing.reading)
    assert notices.said[-1] == "Nichts Neues."
    airbnb.fails()
    shown.click("source_read", pane)
    qtbot.waitUntil(lambda: not shown.page._doing.reading)
    assert notices.said[-1].startswith("Airbnb: www.airbnb.example hat eine Störung")
    assert shown.find(QWidget, "source_trouble", pane).isVisible()
    assert len(standing(services, units[0])) == 1


@pytest.mark.parametrize("keep", [True, False])
def test_it_is_removed_with_the_choice_what_becomes_of_its_occupancies_and_comes_back(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
    later: Later,
    keep: bool,
) -> None:
    source = connect(units[0], Event(4), Event(14))
    shown = desk()
    pane = shown.look_at(source)
    shown.choose("remove_source", "source_more", pane)
    dialog = shown.find(Dialog, "remove_source_dialog")
    shown.find(QRadioButton, "remove_keep" if keep else "remove_cancel", dialog).setChecked(True)
    dialog.primary_button.click()
    assert services.sources.all() == []
    assert len(standing(services, units[0])) == (2 if keep else 0)
    assert not pane.isVisible()
    notices.press_action()
    assert [one.id for one in services.sources.all()] == [source.id]
    assert len(standing(services, units[0])) == 2
    # What it brings again is what it had brought before.
    later(minutes=20)
    assert len(standing(services, units[0])) == 2
    assert {one.source for one in standing(services, units[0])} == {f"feed:{source.id}"}


def test_a_question_is_answered(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    airbnb: Listings,
    later: Later,
) -> None:
    source = connect(units[0], *(Event(14 + 5 * n) for n in range(6)))
    airbnb.shows()
    for _ in range(4):
        later(hours=13)
    shown = desk()
    pane = shown.look_at(source)
    (text,) = shown.texts("question_text", pane)
    assert text.startswith("Der Kalender ist leer; vorher standen 6 Aufenthalte darin.")
    assert len(standing(services, units[0])) == 6
    assert shown.text("question_yes", pane) == "Ja, alle sind weg"
    shown.click("question_yes", pane)
    assert shown.texts("question_text", pane) == []


def test_an_occupancy_is_shown_in_the_plan(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
) -> None:
    source = connect(units[0], Event(4))
    (one,) = standing(services, units[0])
    shown = desk()
    pane = shown.look_at(source)
    shown.choose("show_in_plan", "stay_more", pane)
    assert notices.shown == [one.id]


def test_escape_closes_it(desk: ShowDesk, units: list[Unit], connect: Connect) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert not pane.isVisible()


def test_today_is_the_day_of_the_events() -> None:
    """The clock of the tests stands on the day from which events are counted."""
    assert Event(0).arrival == TODAY
