"""What the page shows, and what follows a click or a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.core.house.unit import PropertyDraft, Unit, UnitDraft, UnitKind
from app.core.links.link import Fetch, Origin
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft
from app.services.publishing.keeping.secrets import Keeping
from app.storage.tables.fetches import FetchTable
from app.ui.kit import Dialog, EmptyState
from app.ui.units.archived import ArchivedSection
from app.ui.units.row import UnitRow

if TYPE_CHECKING:
    from pathlib import Path

    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.units.page import UnitsPage
    from tests.ui.conftest import RecordedNotices
    from tests.ui.units.conftest import Hands, ShowPage


def occupy(services: Services, unit: Unit, start: int = 10, nights: int = 3) -> None:
    arrival = date(2027, 7, 6) + timedelta(days=start)
    services.occupancies.add(
        OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=arrival + timedelta(days=nights))
    )


def text(hands: Hands, row: QWidget, name: str) -> str:
    return hands.find(QLabel, name, row).text()


def test_units_stand_under_their_houses_in_the_owners_order(hands: Hands) -> None:
    assert hands.names() == {
        "Haus Seeblick": ["Seeblick 1", "Seeblick 2", "Dachstudio"],
        "Am Hafen": ["Möwe", "Kranich"],
    }


def test_a_row_says_what_a_unit_is(
    services: Services,
    units: list[Unit],
    show_page: ShowPage,
    hands_on: Callable[[UnitsPage], Hands],
    english: Catalogue,
) -> None:
    draft = UnitDraft(
        property_id=units[0].property_id,
        name="Seeblick 1",
        kind=UnitKind.HOUSE,
        capacity=2,
        address="Am Steg 1\n17454 Zinnowitz",
    )
    services.units.change(units[0].id, draft, sequence=0)
    services.links.enable_unit(units[0].id)
    for start in (0, 10, 20):
        occupy(services, units[0], start)
    occupy(services, units[0], -30)
    hands = hands_on(show_page(texts=english))
    row = hands.row(units[0])
    assert text(hands, row, "unit_facts") == (
        "Holiday house · 2 persons · Am Steg 1, 17454 Zinnowitz"
    )
    assert text(hands, row, "unit_ahead") == "3 upcoming occupancies"
    assert hands.find(QLabel, "unit_chip", row).isVisible()
    assert not hands.find(QLabel, "unit_no_chip", row).isVisible()
    assert row.accessibleName() == (
        "Seeblick 1, Holiday house · 2 persons · Am Steg 1, 17454 Zinnowitz, Enabled, "
        "3 upcoming occupancies"
    )
    other = hands.row(units[1])
    assert text(hands, other, "unit_ahead") == "nothing ahead"
    assert hands.find(QLabel, "unit_no_chip", other).isVisible()


def test_only_what_moved_is_drawn_anew(
    hands: Hands, services: Services, units: list[Unit], harbour: list[Unit]
) -> None:
    rows = {unit.id: hands.row(unit) for unit in (*units, *harbour)}
    looks = {unit_id: row.look for unit_id, row in rows.items()}
    occupy(services, units[1])
    assert text(hands, hands.row(units[1]), "unit_ahead") != text(
        hands, hands.row(units[0]), "unit_ahead"
    )
    for unit_id, row in rows.items():
        assert hands.page._list.rows[unit_id] is row
        assert (row.look is looks[unit_id]) == (unit_id != units[1].id)


def test_what_another_process_does_is_shown(
    hands: Hands, services: Services, elsewhere: Services, units: list[Unit]
) -> None:
    elsewhere.units.rename(units[0].id, "Umbenannt", sequence=0)
    elsewhere.units.archive(units[1].id, sequence=0)
    assert hands.names()["Haus Seeblick"][0] == "Seeblick 1"
    services.watch.poll()
    assert hands.names()["Haus Seeblick"] == ["Umbenannt", "Dachstudio"]


def test_without_a_house_the_page_says_what_to_do(
    show_page: ShowPage, hands_on: Callable[[UnitsPage], Hands], services: Services
) -> None:
    hands = hands_on(show_page())
    empty = hands.find(EmptyState, "units_empty")
    assert empty.isVisible()
    assert not hands.find(QPushButton, "add_unit").isVisible()
    hands.click(empty.action)
    dialog = hands.dialog()
    dialog.name_field.setText("Haus Seeblick")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    # The first house asks for its first unit at once.
    dialog = hands.dialog()
    assert dialog.objectName() == "unit_dialog"
    dialog.name_field.setText("Seeblick 1")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    assert hands.names() == {"Haus Seeblick": ["Seeblick 1"]}
    assert not empty.isVisible()
    assert [unit.name for unit in services.units.all()] == ["Seeblick 1"]


def test_the_keyboard_goes_along_rows_and_headers(
    hands: Hands, units: list[Unit], harbour: list[Unit]
) -> None:
    first, second = units[0].property_id, harbour[0].property_id
    hands.take(hands.header(first))
    places = [
        *(hands.row(unit) for unit in units),
        hands.header(second),
        *(hands.row(unit) for unit in harbour),
    ]
    for place in places:
        hands.key(Qt.Key.Key_Down)
        assert QApplication.focusWidget() is place
    hands.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is places[-1]
    hands.key(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is places[-2]


def test_alt_and_an_arrow_moves_a_unit_also_into_the_next_house(
    hands: Hands, services: Services, units: list[Unit], harbour: list[Unit]
) -> None:
    hands.take(hands.row(units[1]))
    hands.key(Qt.Key.Key_Down, alt=True)
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Dachstudio", "Seeblick 2"]
    hands.key(Qt.Key.Key_Down, alt=True)
    assert hands.names() == {
        "Haus Seeblick": ["Seeblick 1", "Dachstudio"],
        "Am Hafen": ["Seeblick 2", "Möwe", "Kranich"],
    }
    assert QApplication.focusWidget() is hands.row(units[1])
    assert services.units.get(units[1].id).property_id == harbour[0].property_id
    hands.key(Qt.Key.Key_Up, alt=True)
    hands.key(Qt.Key.Key_Up, alt=True)
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Seeblick 2", "Dachstudio"]


def test_alt_and_an_arrow_moves_a_house(
    hands: Hands, services: Services, harbour: list[Unit]
) -> None:
    header = hands.header(harbour[0].property_id)
    hands.take(header)
    hands.key(Qt.Key.Key_Up, alt=True)
    assert list(hands.names()) == ["Am Hafen", "Haus Seeblick"]
    assert [house.name for house in services.units.properties()] == ["Am Hafen", "Haus Seeblick"]
    assert QApplication.focusWidget() is header
    assert header.mapToGlobal(header.rect().center()).y() < (
        hands.page._list.sections[1].mapToGlobal(hands.page._list.sections[1].rect().center()).y()
    )


def test_the_menu_does_the_same(hands: Hands, units: list[Unit], harbour: list[Unit]) -> None:
    hands.choose(hands.row(units[2]), "unit_menu_up")
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Dachstudio", "Seeblick 2"]
    hands.choose(hands.row(units[2]), "unit_menu_down")
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Seeblick 2", "Dachstudio"]
    hands.choose(hands.header(harbour[0].property_id), "house_menu_up")
    assert list(hands.names()) == ["Am Hafen", "Haus Seeblick"]


def test_a_unit_that_nobody_would_miss_is_archived_at_once_and_comes_back(
    hands: Hands, services: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    hands.take(hands.row(units[1]))
    hands.key(Qt.Key.Key_Delete)
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Dachstudio"]
    assert services.units.get(units[1].id).archived
    assert QApplication.focusWidget() is hands.row(units[2])
    assert len(notices.said) == 1
    notices.press_action()
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Seeblick 2", "Dachstudio"]
    assert not notices.failed


def test_archiving_and_bringing_back_are_steps_of_the_history(
    hands: Hands, services: Services, units: list[Unit], texts: Catalogue
) -> None:
    history = hands.page.context.history

    def archived() -> bool:
        return services.units.get(units[1].id).archived

    hands.choose(hands.row(units[1]), "unit_menu_archive")
    section = hands.find(ArchivedSection, "archived")
    hands.click(section.fold_button)
    hands.click(section.rows[0].restore_button)
    assert not archived()
    assert history.next_undo == texts.tr("Unit “{unit}” brought back", unit="Seeblick 2")

    assert history.undo() is not None
    assert archived()
    assert history.next_undo == texts.tr("Unit “{unit}” archived", unit="Seeblick 2")
    assert history.undo() is not None
    assert not archived()
    assert history.undo() is None
    assert history.redo() is not None
    assert archived()
    assert history.redo() is not None
    assert not archived()


def test_the_offer_to_undo_an_archiving_is_void_once_something_else_was_done(
    hands: Hands, services: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    hands.choose(hands.row(units[1]), "unit_menu_archive")
    offered = notices.actions[-1][1]
    hands.choose(hands.row(units[2]), "unit_menu_archive")
    assert offered is not None
    offered()
    assert services.units.get(units[1].id).archived
    assert services.units.get(units[2].id).archived
    assert not notices.failed


def test_archiving_asks_where_somebody_would_notice(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    occupy(services, units[0])
    link = services.links.enable_unit(units[0].id).after
    agents = ("Google-Calendar-Importer", "Portal-Importer/2", "Office-Bot/1")
    services.readers.name("Office-Bot/1", "Tourist-Info")
    with services.database.write():
        FetchTable(services.database).add(
            Fetch(
                link_id=link.id,
                at=services.clock.now(),
                agent=agent,
                origin=Origin.OUTSIDE,
                status=200,
            )
            for agent in agents
        )
    hands.choose(hands.row(units[0]), "unit_menu_archive")
    question = hands.dialog()
    said = hands.find(QLabel, "archive_question_text", question).text()
    assert "1" in said
    assert "Google Kalender" in said
    assert "Tourist-Info" in said
    assert said.count("\n\n") == 2
    hands.click(question.cancel_button)
    assert not services.units.get(units[0].id).archived
    hands.choose(hands.row(units[0]), "unit_menu_archive")
    hands.click(hands.dialog().primary_button)
    assert services.units.get(units[0].id).archived


def test_archiving_asks_where_nobody_can_say_who_would_notice(
    hands: Hands, services: Services, units: list[Unit], tmp_path: Path
) -> None:
    services.links.enable_unit(units[0].id)
    webspace = Webspace(
        kind=WebspaceKind.FOLDER, folder=str(tmp_path), address="https://haus.example/kalender"
    )
    services.publishing.set_up(webspace, Secret(), Keeping.ASK)
    hands.choose(hands.row(units[0]), "unit_menu_archive")
    said = hands.find(QLabel, "archive_question_text", hands.dialog()).text()
    assert "Wer ihn auf Ihrem Webspace liest, weiß Zimmerfrei nicht" in said
    hands.click(hands.dialog().cancel_button)
    assert not services.units.get(units[0].id).archived


def test_enter_alone_archives_nothing_that_would_be_missed(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    occupy(services, units[0])
    hands.take(hands.row(units[0]))
    hands.key(Qt.Key.Key_Delete)
    question = hands.dialog()
    assert QApplication.focusWidget() is question.cancel_button
    hands.key(Qt.Key.Key_Return)
    assert not question.isVisible()
    assert not services.units.get(units[0].id).archived


def test_a_unit_that_was_changed_meanwhile_is_not_archived(
    hands: Hands,
    services: Services,
    elsewhere: Services,
    units: list[Unit],
    notices: RecordedNotices,
) -> None:
    elsewhere.units.rename(units[0].id, "Umbenannt", sequence=0)
    hands.choose(hands.row(units[0]), "unit_menu_archive")
    assert "changed elsewhere" in str(notices.failed[-1])
    assert not services.units.get(units[0].id).archived


def test_archived_units_are_folded_away_and_can_be_brought_back(
    hands: Hands, services: Services, units: list[Unit], notices: RecordedNotices
) -> None:
    section = hands.find(ArchivedSection, "archived")
    assert not section.isVisible()
    services.units.archive(units[0].id, sequence=0)
    assert section.isVisible()
    (row,) = section.rows
    assert not row.isVisible()
    hands.click(section.fold_button)
    assert row.isVisible()
    hands.click(row.restore_button)
    assert not section.isVisible()
    assert hands.names()["Haus Seeblick"] == ["Seeblick 1", "Seeblick 2", "Dachstudio"]
    notices.press_action()
    assert services.units.get(units[0].id).archived
    assert section.isVisible()


def test_an_empty_house_can_be_removed_and_comes_back_in_its_place(
    hands: Hands, services: Services, notices: RecordedNotices
) -> None:
    empty = services.units.add_property(PropertyDraft(name="Almhütte", address="Berg 1"))
    services.units.arrange({empty.id: []})
    header = hands.header(empty.id)
    hands.choose(header, "house_menu_remove")
    assert list(hands.names()) == ["Haus Seeblick", "Am Hafen"]
    notices.press_action()
    assert list(hands.names()) == ["Almhütte", "Haus Seeblick", "Am Hafen"]
    assert services.units.properties()[0].address == "Berg 1"


def test_a_house_with_units_cannot_be_removed_archived_ones_count(
    hands: Hands, services: Services, harbour: list[Unit]
) -> None:
    header = hands.header(harbour[0].property_id)
    assert not hands.entry(header, "house_menu_remove").isEnabled()
    for unit in harbour:
        services.units.archive(unit.id, sequence=0)
    assert hands.find(QLabel, "house_empty", hands.page._list.sections[1]).isVisible()
    assert not hands.entry(header, "house_menu_remove").isEnabled()


def test_the_primary_action_adds_a_unit_to_the_house_the_keyboard_is_in(
    hands: Hands, units: list[Unit], harbour: list[Unit]
) -> None:
    hands.take(hands.row(units[0]))
    hands.page.new_entry()
    dialog = hands.dialog()
    assert dialog.house_field.currentText() == "Haus Seeblick"  # type: ignore[attr-defined]
    dialog.reject()
    hands.click(hands.header(harbour[0].property_id).add_button)
    assert hands.dialog().house_field.currentText() == "Am Hafen"  # type: ignore[attr-defined]


def test_a_new_unit_has_the_keyboard(hands: Hands, services: Services) -> None:
    hands.click(hands.find(QPushButton, "add_unit"))
    dialog = hands.dialog()
    dialog.name_field.setText("Neu")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    hands.back()
    new = services.units.find("Neu")
    assert QApplication.focusWidget() is hands.row(new)


def test_what_is_ahead_changes_with_the_day(
    hands: Hands, services: Services, units: list[Unit]
) -> None:
    occupy(services, units[0], 0, 2)
    before = text(hands, hands.row(units[0]), "unit_ahead")
    services.clock.moment += timedelta(days=5)  # type: ignore[attr-defined]  # the tests' clock
    hands.page.context.bridge.look()
    assert text(hands, hands.row(units[0]), "unit_ahead") != before
    assert not hands.page.findChildren(Dialog)
    assert len(hands.page.findChildren(UnitRow)) == 5
