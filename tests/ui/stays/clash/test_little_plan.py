"""The few days of a double booking, drawn: what is there, what would come, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import Kind, Occupancy, Status
from app.i18n import Catalogue
from app.ui.look.theme import Appearance, current_theme
from app.ui.stays.clash.little_plan import LittlePlan, LittleRow
from tests.made import made_stay

TODAY = date(2027, 7, 6)
CLASH = date(2027, 7, 13), date(2027, 7, 16)
Draw = Callable[..., QImage]


def stay(number: int, first: int, last: int, **fields: object) -> Occupancy:
    return made_stay(number, date(2027, 7, first), date(2027, 7, last), **fields)


BOTH = (stay(1, 12, 16, guest="Hübner", portal="booking"), stay(2, 13, 18, portal="airbnb"))


@pytest.fixture
def plan(qtbot: QtBot, english: Catalogue) -> LittlePlan:
    plan = LittlePlan(english, name="clash_plan")
    qtbot.addWidget(plan)
    plan.show_days(date(2027, 7, 8), date(2027, 7, 22), TODAY, CLASH)
    plan.resize(600, 80)
    return plan


def drawn(plan: LittlePlan, *rows: LittleRow) -> QImage:
    plan.show_rows(rows)
    plan.resize(600, plan.sizeHint().height())
    return plan.grab().toImage()


def colours(image: QImage, row: int) -> set[str]:
    """The colours in the days of a row, without its name."""
    top = row * 39
    return {
        image.pixelColor(x, y).name()
        for x in range(110, image.width() - 2)
        for y in range(top + 1, min(top + 33, image.height()))
    }


def test_bars_have_the_colours_of_the_plan(plan: LittlePlan) -> None:
    seen = colours(drawn(plan, LittleRow("Seeblick 2", BOTH)), 0)
    assert {"#1f4fa3", "#cc4159"} <= seen


def test_the_nights_that_both_have_are_tinted_in_their_row_alone(plan: LittlePlan) -> None:
    image = drawn(plan, LittleRow("Seeblick 2", BOTH), LittleRow("Gartenhaus", ()))
    tint = current_theme().colour("bad_tint").name()
    assert tint in colours(image, 0)
    assert tint not in colours(image, 1)


def test_what_would_come_is_drawn_and_goes_again(plan: LittlePlan) -> None:
    here = LittleRow("Seeblick 2", BOTH)
    coming = drawn(plan, here, LittleRow("Gartenhaus", (), BOTH[0]))
    without = drawn(plan, here, LittleRow("Gartenhaus", ()))
    assert coming != without
    accent = current_theme().colour("accent_tint").name()
    assert accent in colours(coming, 1)
    assert accent not in colours(without, 1)


@pytest.mark.parametrize(
    "other",
    [
        stay(3, 9, 12, status=Status.OPTION, option_until=TODAY),
        stay(3, 9, 12, kind=Kind.BLOCK, note="Heizung"),
        stay(3, 9, 12, kind=Kind.OWNER),
        stay(3, 1, 30, guest="W" * 200),
        made_stay(3, date(2027, 6, 1), date(2027, 7, 9), guest="over before"),
        stay(3, 9, 12, status=Status.CANCELLED),
    ],
    ids=["option", "block", "owner", "long", "cut off", "cancelled"],
)
@pytest.mark.parametrize("appearance", list(Appearance))
def test_every_sort_of_bar_is_drawn_within_its_row(
    plan: LittlePlan, other: Occupancy, appearance: Appearance
) -> None:
    current_theme().set_appearance(appearance)
    try:
        empty = drawn(plan, LittleRow("Möwe", ()), LittleRow("Kranich", ()))
        image = drawn(plan, LittleRow("Möwe", (other,)), LittleRow("Kranich", ()))
        assert (image != empty) == other.blocks
        # Neither the name at the left nor the row below is touched.
        for area in ((0, 0, 100, 34), (0, 36, 600, 37)):
            assert image.copy(*area) == empty.copy(*area)
    finally:
        current_theme().set_appearance(Appearance.LIGHT)


def test_five_in_the_same_nights_all_find_their_lane(plan: LittlePlan) -> None:
    crowd = tuple(stay(number, 12, 16, guest=f"Gast {number}") for number in range(1, 6))
    one = drawn(plan, LittleRow("Möwe", crowd[:1]))
    assert drawn(plan, LittleRow("Möwe", crowd)) != one
    assert all(f"Gast {number}" in plan.accessibleName() for number in range(1, 6))


def test_what_is_free_is_told_so_and_takes_its_room(plan: LittlePlan) -> None:
    drawn(plan, LittleRow("Möwe", ()))
    assert plan.accessibleName() == "Möwe: free"
    low = plan.sizeHint().height()
    plan.show_rows((LittleRow("Möwe", ()), LittleRow("Kranich", ())))
    assert plan.sizeHint().height() > low
    assert plan.minimumSizeHint().height() == plan.sizeHint().height()


def test_names_of_units_are_elided_and_not_markup(plan: LittlePlan) -> None:
    name = "<b>Wohnung</b> " * 20
    image = drawn(plan, LittleRow(name, ()))
    assert image.width() == 600
    assert name in plan.accessibleName()
