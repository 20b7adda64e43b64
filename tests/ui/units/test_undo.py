"""Ctrl+Z on the page Einheiten: whatever was done there goes back step by step, and comes again."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.i18n import Catalogue
from app.services.base.changes import AnyChange, PropertyChange, UnitChange
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.ui.base.history import History
from tests.ui.conftest import RecordedNotices
from tests.ui.units.conftest import Hands


def test_a_unit_that_was_added_in_the_dialog_goes_again(
    hands: Hands, services: Services, units: list[Unit], texts: Catalogue
) -> None:
    hands.click(hands.find(QPushButton, "add_unit"))
    dialog = hands.dialog()
    dialog.name_field.setText("Neu")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    history = hands.page.context.history
    assert history.next_undo == texts.tr("Unit “{unit}” added", unit="Neu")
    history.undo()
    assert len(services.units.all()) == len(services.units.all(archived=True))
    assert "Neu" not in str(hands.names())
    history.redo()
    assert "Neu" in str(hands.names())
    assert units


def test_an_edit_is_told_and_taken_back_from_there(
    hands: Hands, units: list[Unit], notices: RecordedNotices, texts: Catalogue
) -> None:
    hands.choose(hands.row(units[0]), "unit_menu_edit")
    dialog = hands.dialog()
    dialog.name_field.setText("Rohrdommel")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    assert hands.names()["Haus Seeblick"][0] == "Rohrdommel"
    assert notices.said[-1] == texts.tr("Unit “{unit}” changed", unit="Rohrdommel") + "."
    notices.press_action()
    assert hands.names()["Haus Seeblick"][0] == "Seeblick 1"


def test_a_dialog_that_changes_nothing_is_no_step(
    hands: Hands, units: list[Unit], notices: RecordedNotices
) -> None:
    hands.choose(hands.row(units[0]), "unit_menu_edit")
    hands.click(hands.dialog().primary_button)
    assert hands.page.context.history.next_undo is None
    assert notices.said == []


def test_a_house_is_renamed_and_called_as_before(
    hands: Hands, units: list[Unit], texts: Catalogue
) -> None:
    hands.choose(hands.header(units[0].property_id), "house_menu_edit")
    dialog = hands.dialog()
    dialog.name_field.setText("Haus am See")  # type: ignore[attr-defined]  # of its class
    hands.click(dialog.primary_button)
    history = hands.page.context.history
    assert history.next_undo == texts.tr("Property “{property}” changed", property="Haus am See")
    history.undo()
    assert next(iter(hands.names())) == "Haus Seeblick"


def test_a_removed_house_is_a_step_of_the_history(hands: Hands, services: Services) -> None:
    empty = services.units.add_property(PropertyDraft(name="Almhütte", address="Berg 1"))
    services.units.arrange({empty.id: []})
    hands.choose(hands.header(empty.id), "house_menu_remove")
    history = hands.page.context.history
    history.undo()
    assert list(hands.names()) == ["Almhütte", "Haus Seeblick", "Am Hafen"]
    history.redo()
    assert list(hands.names()) == ["Haus Seeblick", "Am Hafen"]


def test_an_order_goes_back_and_nothing_is_said_of_a_drag(
    hands: Hands, units: list[Unit], harbour: list[Unit], notices: RecordedNotices
) -> None:
    before = hands.names()
    hands.take(hands.row(units[2]))
    for _ in range(2):
        hands.key(Qt.Key.Key_Down, alt=True)
    after = hands.names()
    assert after != before
    assert notices.said == []
    history = hands.page.context.history
    history.undo()
    history.undo()
    assert hands.names() == before
    history.redo()
    history.redo()
    assert hands.names() == after
    assert harbour
    assert QApplication.focusWidget() is not None


# ---- whatever was done ----


class House:
    """A house, and what is done to it as the page does it, each a step of the history."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.units = services.units
        self.history = History(services)
        self.number = 0
        self.units.first_house("Haus", ["Eins", "Zwei"])

    def state(self) -> object:
        """Everything that the owner sees, without what counts changes."""
        return (
            [(house.id, house.draft()) for house in self.units.properties()],
            [(unit.id, unit.draft(), unit.archived_at) for unit in self.units.all(archived=True)],
        )

    def do(self, step: str, which: int) -> bool:
        """Do one thing; False where it cannot be done just now."""
        self.number += 1
        doings: dict[str, Callable[[int], AnyChange]] = {
            "add": self._add,
            "rename": self._rename,
            "archive": self._archive,
            "add house": self._add_house,
            "rename house": self._rename_house,
            "remove house": self._remove_house,
            "arrange": self._arrange,
        }
        try:
            return self.history.record(doings[step](which), step) is not None
        except UserError:
            return False

    def _unit(self, which: int) -> Unit:
        every = self.units.all(archived=True)
        return every[which % len(every)]

    def _add(self, which: int) -> AnyChange:
        houses = self.units.properties()
        place = houses[which % len(houses)].id
        draft = UnitDraft(property_id=place, name=f"Einheit {self.number}")
        return UnitChange(None, self.units.add(draft))

    def _rename(self, which: int) -> AnyChange:
        unit = self._unit(which)
        name = f"Zimmer {self.number}"
        return UnitChange(unit, self.units.rename(unit.id, name, sequence=unit.sequence))

    def _archive(self, which: int) -> AnyChange:
        unit = self._unit(which)
        act = self.units.restore if unit.archived else self.units.archive
        return act(unit.id, sequence=unit.sequence)

    def _add_house(self, _: int) -> AnyChange:
        return PropertyChange(
            None, self.units.add_property(PropertyDraft(name=f"Haus {self.number}"))
        )

    def _rename_house(self, which: int) -> AnyChange:
        houses = self.units.properties()
        house = houses[which % len(houses)]
        draft = PropertyDraft(name=f"Villa {self.number}", address="Ufer")
        return PropertyChange(
            house, self.units.change_property(house.id, draft, sequence=house.sequence)
        )

    def _remove_house(self, which: int) -> AnyChange:
        houses = self.units.properties()
        house = houses[which % len(houses)]
        return self.units.remove_property(house.id, sequence=house.sequence)

    def _arrange(self, which: int) -> AnyChange:
        """Put one unit first, into the last house, which comes first itself."""
        house = self.units.properties()[-1]
        unit = self._unit(which)
        others = [
            one.id
            for one in self.units.all(archived=True)
            if one.property_id == house.id and one.id != unit.id
        ]
        return self.units.arrange({house.id: [unit.id, *others]})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "rename",
                "archive",
                "add house",
                "rename house",
                "remove house",
                "arrange",
            ]
        ),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=6)
@given(steps=STEPS)
@example(steps=[("add", 0), ("rename", 2), ("archive", 2), ("rename", 2)])
@example(steps=[("add house", 0), ("arrange", 0), ("rename", 0), ("arrange", 1), ("arrange", 0)])
@example(steps=[("add house", 0), ("rename house", 1), ("remove house", 1), ("add house", 0)])
@example(steps=[("add house", 0), ("add", 1), ("arrange", 2), ("rename house", 0)])
def test_whatever_was_done_goes_back_and_comes_again_step_by_step(
    steps: list[tuple[str, int]],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder) / "data"), busy_timeout=1) as services,
    ):
        house = House(services)
        states = [house.state()]
        states += [house.state() for step, which in steps if house.do(step, which)]
        for _ in range(2):
            for before in reversed(states[:-1]):
                assert house.history.undo() is not None
                assert house.state() == before
            assert house.history.undo() is None
            for after in states[1:]:
                assert house.history.redo() is not None
                assert house.state() == after
            assert house.history.redo() is None


@pytest.mark.parametrize("moved", ["unit", "house", "order"])
def test_what_was_changed_elsewhere_is_a_step_no_more(services: Services, moved: str) -> None:
    house = House(services)
    house.do({"unit": "rename", "house": "rename house", "order": "arrange"}[moved], 1)
    (place,) = services.units.properties()
    match moved:
        case "unit":
            for unit in services.units.all():
                services.units.rename(unit.id, f"{unit.name} neu", sequence=unit.sequence)
        case "house":
            draft = PropertyDraft(name="Anders")
            services.units.change_property(place.id, draft, sequence=place.sequence)
        case _:
            services.units.arrange({place.id: [unit.id for unit in services.units.all()][::-1]})
    with pytest.raises(UserError, match="elsewhere"):
        house.history.undo()
    assert house.history.next_undo is None
