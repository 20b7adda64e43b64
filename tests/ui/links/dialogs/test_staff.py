"""Helfer …: who cleans and looks after what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from app.core.errors import UserError
from app.core.house.staff import StaffDraft, StaffMember
from app.core.links.details import Field
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.ui.kit import AddressField, Banner
from app.ui.links.dialogs import staff_dialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.dialogs.conftest import Hands, TakeUp

Open = Callable[..., "Hands"]


@pytest.fixture
def open_staff(context: Context, page: QWidget, take_up: TakeUp) -> Open:
    """Open the dialog: ``open_staff()``, ``open_staff(staff_id)``."""
    return lambda staff_id=None: take_up(staff_dialog(context, page, staff_id))


@pytest.fixture
def maria(services: Services, units: list[Unit]) -> StaffMember:
    ids = frozenset(unit.id for unit in units)
    return services.staff.add(StaffDraft(name="Maria", role="Reinigung", unit_ids=ids))


@pytest.fixture
def link(services: Services, maria: StaffMember) -> Link:
    target = Target(Scope.STAFF, maria.id)
    return services.links.add(LinkKind.CHANGEOVERS, target, LinkChoices()).after


def spoken(hands: Hands) -> list[str]:
    """What a screen reader says of each row."""
    view = hands.find(QListWidget, "staff_list")
    role = Qt.ItemDataRole.AccessibleTextRole
    return [view.item(row).data(role) for row in range(view.count())]


def links_of(services: Services, staff_id: int) -> list[Link]:
    return services.links.all(Target(Scope.STAFF, staff_id))


class TestList:
    def test_everybody_with_role_and_units(
        self, open_staff: Open, services: Services, maria: StaffMember, units: list[Unit]
    ) -> None:
        assert maria.id
        ids = frozenset({units[0].id, units[2].id})
        services.staff.add(StaffDraft(name="Jens", role="Hausmeister", unit_ids=ids))
        services.staff.add(StaffDraft(name="Aushilfe"))
        first, second, third = spoken(open_staff())
        assert first.startswith("Aushilfe, kein")
        assert second == "Jens, Hausmeister · Seeblick 1, Dachstudio"
        assert third == "Maria, Reinigung · Alle Einheiten"

    def test_without_anybody_it_says_so(self, open_staff: Open) -> None:
        hands = open_staff()
        assert hands.find(QLabel, "staff_none").isVisible()
        assert not hands.find(QPushButton, "staff_edit").isEnabled()
        assert hands.find(QPushButton, "staff_new").hasFocus()

    def test_what_changes_elsewhere_is_shown(
        self, qtbot: QtBot, open_staff: Open, elsewhere: Services, maria: StaffMember
    ) -> None:
        assert maria.id
        hands = open_staff()
        elsewhere.staff.add(StaffDraft(name="Jens"))
        qtbot.waitUntil(lambda: len(spoken(hands)) == 2)

    @pytest.mark.parametrize("way", ["button", "enter", "double click"])
    def test_a_helper_is_opened(self, open_staff: Open, maria: StaffMember, way: str) -> None:
        hands = open_staff()
        view = hands.find(QListWidget, "staff_list")
        if way == "button":
            hands.click("staff_edit")
        elif way == "enter":
            hands.press(Qt.Key.Key_Return)
        else:
            place = view.visualItemRect(view.item(0)).center()
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert hands.opened("staff_entry").find(QLineEdit, "staff_name").text() == maria.name

    def test_escape_closes(self, open_staff: Open) -> None:
        hands = open_staff()
        hands.press(Qt.Key.Key_Escape)
        assert hands.closed


class TestEntry:
    def enter(self, open_staff: Open, name: str) -> Hands:
        hands = open_staff()
        hands.click("staff_new")
        entry = hands.opened("staff_entry")
        entry.find(QLineEdit, "staff_name").setText(name)
        return entry

    def test_somebody_new_gets_a_link_at_once(
        self,
        open_staff: Open,
        services: Services,
        units: list[Unit],
        context: Context,
    ) -> None:
        entry = self.enter(open_staff, "Jens")
        entry.find(QComboBox, "staff_role").setCurrentText("Hausmeister")
        entry.click(f"unit_tick_{units[1].id}")
        assert entry.find(QCheckBox, "staff_link_persons").isChecked()
        entry.click("staff_entry_primary")
        [jens] = services.staff.all()
        assert (jens.name, jens.role) == ("Jens", "Hausmeister")
        assert jens.unit_ids == {units[1].id}
        [link] = links_of(services, jens.id)
        assert (link.kind, link.details.fields) == (
            LinkKind.CHANGEOVERS,
            frozenset({Field.PERSONS}),
        )
        address = entry.opened("ready_dialog").find(AddressField, "ready_address").address()
        assert address == services.links.address(link)
        assert context.history.next_undo == "Link „Jens · Wechseltage“ angelegt"

    def test_a_link_without_persons_or_none_at_all(
        self, open_staff: Open, services: Services
    ) -> None:
        entry = self.enter(open_staff, "Jens")
        entry.click("staff_link")
        assert not entry.find(QCheckBox, "staff_link_persons").isEnabled()
        entry.click("staff_entry_primary")
        [jens] = services.staff.all()
        assert links_of(services, jens.id) == []

    def test_roles_are_suggested(
        self, open_staff: Open, services: Services, maria: StaffMember
    ) -> None:
        assert maria.id
        services.staff.add(StaffDraft(name="Ole", role="Gärtner"))
        role = self.enter(open_staff, "Jens").find(QComboBox, "staff_role")
        found = [role.itemText(row) for row in range(role.count())]
        assert found == ["Reinigung", "Hausmeister", "Gärtner"]
        assert role.currentText() == ""

    def test_what_nobody_looks_after_is_told(self, open_staff: Open, units: list[Unit]) -> None:
        entry = self.enter(open_staff, "Jens")
        said = "Keine Einheit: Die Links zeigen nur Belegungen"
        shown = [label.text() for label in entry.dialog.findChildren(QLabel) if label.isVisible()]
        assert any(text.startswith(said) for text in shown)
        entry.click(f"unit_tick_{units[0].id}")
        shown = [label.text() for label in entry.dialog.findChildren(QLabel) if label.isVisible()]
        assert not any(text.startswith(said) for text in shown)

    def test_everything_is_changed(
        self, open_staff: Open, services: Services, maria: StaffMember, units: list[Unit]
    ) -> None:
        entry = open_staff(maria.id)
        assert not entry.find(QCheckBox, "staff_link").isVisible()
        entry.find(QLineEdit, "staff_name").setText("Maria K.")
        entry.find(QComboBox, "staff_role").setEditText("")
        entry.click(f"unit_tick_{units[0].id}")
        entry.click("staff_entry_primary")
        changed = services.staff.get(maria.id)
        ids = frozenset(unit.id for unit in units[1:])
        assert changed.draft() == StaffDraft(name="Maria K.", unit_ids=ids)

    def test_an_archived_unit_stays_theirs(
        self, open_staff: Open, services: Services, maria: StaffMember, units: list[Unit]
    ) -> None:
        services.units.archive(units[0].id, sequence=units[0].sequence)
        entry = open_staff(maria.id)
        assert entry.dialog.findChild(QCheckBox, f"unit_tick_{units[0].id}") is None
        entry.find(QLineEdit, "staff_name").setText("Mia")
        entry.click("staff_entry_primary")
        assert services.staff.get(maria.id).unit_ids == maria.unit_ids


class TestTicks:
    def state(self, entry: Hands, name: str) -> Qt.CheckState:
        return entry.find(QCheckBox, name).checkState()

    def test_all_and_none(self, open_staff: Open, maria: StaffMember, units: list[Unit]) -> None:
        entry = open_staff(maria.id)
        assert self.state(entry, "unit_ticks_all") is Qt.CheckState.Checked
        entry.click(f"unit_tick_{units[0].id}")
        assert self.state(entry, "unit_ticks_all") is Qt.CheckState.PartiallyChecked
        entry.click("unit_ticks_all")
        assert self.state(entry, f"unit_tick_{units[0].id}") is Qt.CheckState.Checked
        entry.click("unit_ticks_all")
        names = [f"unit_tick_{unit.id}" for unit in units]
        assert {self.state(entry, name) for name in names} == {Qt.CheckState.Unchecked}
        assert self.state(entry, "unit_ticks_all") is Qt.CheckState.Unchecked

    def test_all_of_a_property(
        self, open_staff: Open, services: Services, units: list[Unit], another_house: Unit
    ) -> None:
        jens = services.staff.add(StaffDraft(name="Jens"))
        entry = open_staff(jens.id)
        entry.click(f"unit_ticks_house_{another_house.property_id}")
        assert self.state(entry, f"unit_tick_{another_house.id}") is Qt.CheckState.Checked
        assert self.state(entry, f"unit_tick_{units[0].id}") is Qt.CheckState.Unchecked
        assert self.state(entry, "unit_ticks_all") is Qt.CheckState.PartiallyChecked
        entry.click("staff_entry_primary")
        assert services.staff.get(jens.id).unit_ids == {another_house.id}

    def test_a_name_is_shown_as_it_is(self, open_staff: Open, services: Services) -> None:
        services.units.first_house("Hof & Garten", ["Stall & <b>Scheune</b>", "Haus"])
        jens = services.staff.add(StaffDraft(name="Jens"))
        entry = open_staff(jens.id)
        texts = [box.text() for box in entry.dialog.findChildren(QCheckBox)]
        assert "Stall && <b>Scheune</b>" in texts


class TestRemove:
    def test_it_asks_and_the_link_answers_no_more(
        self, open_staff: Open, services: Services, maria: StaffMember, link: Link
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        question = hands.opened("staff_question")
        words = question.find(QLabel, "staff_question_text").text()
        assert words.startswith("Der Link dieses Helfers antwortet sofort nicht mehr.")
        question.click("staff_question_primary")
        assert services.staff.all() == []
        with pytest.raises(UserError):
            services.links.get(link.id)
        assert hands.find(Banner, "staff_gone").plain_text() == "Maria ist entfernt."
        assert maria.id

    def test_enter_alone_removes_nobody(
        self, open_staff: Open, services: Services, maria: StaffMember
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        hands.opened("staff_question").press(Qt.Key.Key_Return)
        assert [member.id for member in services.staff.all()] == [maria.id]

    def test_it_is_undone_in_the_dialog(
        self,
        open_staff: Open,
        services: Services,
        link: Link,
        notices: RecordedNotices,
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        hands.opened("staff_question").click("staff_question_primary")
        hands.click("staff_undo")
        assert services.links.get(link.id).token == link.token
        assert spoken(hands) == ["Maria, Reinigung · Alle Einheiten"]
        hands.press(Qt.Key.Key_Escape)
        assert notices.said == []

    def test_or_in_the_window_after_it(
        self,
        open_staff: Open,
        services: Services,
        link: Link,
        notices: RecordedNotices,
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        hands.opened("staff_question").click("staff_question_primary")
        hands.click("staff_dialog_primary")
        assert notices.said == ["Maria ist entfernt."]
        notices.press_action()
        assert services.links.get(link.id).token == link.token

    def test_or_with_the_window_s_history_as_long_as_it_is_open(
        self, open_staff: Open, services: Services, link: Link, context: Context
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        hands.opened("staff_question").click("staff_question_primary")
        hands.click("staff_dialog_primary")
        assert context.history.next_undo == "Helfer „Maria“ entfernt"
        context.history.undo()
        assert services.links.get(link.id).token == link.token
        context.history.redo()
        assert services.staff.all() == []

    def test_undo_that_has_become_impossible_is_told(
        self, open_staff: Open, services: Services, maria: StaffMember, notices: RecordedNotices
    ) -> None:
        hands = open_staff()
        hands.click("staff_remove")
        hands.opened("staff_question").click("staff_question_primary")
        services.staff.add(StaffDraft(name=maria.name))
        hands.click("staff_dialog_primary")
        notices.press_action()
        assert len(notices.failed) == 1


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "role", "field"),
        [
            ("", "", "staff_name_error"),
            (" \t", "", "staff_name_error"),
            ("x" * 201, "", "staff_name_error"),
            ("Jens", "r" * 201, "staff_role_error"),
        ],
    )
    def test_it_is_told_at_the_field(
        self, open_staff: Open, services: Services, name: str, role: str, field: str
    ) -> None:
        hands = open_staff()
        hands.click("staff_new")
        entry = hands.opened("staff_entry")
        entry.find(QLineEdit, "staff_name").setText(name)
        entry.find(QComboBox, "staff_role").setEditText(role)
        entry.click("staff_entry_primary")
        assert entry.find(QLabel, field).isVisible()
        assert services.staff.all() == []

    def test_a_name_that_exists_is_told(
        self, open_staff: Open, services: Services, maria: StaffMember
    ) -> None:
        hands = open_staff()
        hands.click("staff_new")
        entry = hands.opened("staff_entry")
        entry.find(QLineEdit, "staff_name").setText(maria.name)
        entry.click("staff_entry_primary")
        assert "Maria" in entry.find(QLabel, "staff_entry_error").text()
        assert len(services.staff.all()) == 1

    def test_two_windows_change_the_same_one(
        self, open_staff: Open, elsewhere: Services, maria: StaffMember
    ) -> None:
        entry = open_staff(maria.id)
        elsewhere.staff.change(maria.id, StaffDraft(name="Maria B."), sequence=maria.sequence)
        entry.find(QLineEdit, "staff_name").setText("Mia")
        entry.click("staff_entry_primary")
        assert entry.find(QLabel, "staff_entry_error").text()
        assert elsewhere.staff.get(maria.id).name == "Maria B."
