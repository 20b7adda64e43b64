"""What a property and a unit may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.house.unit import COLOURS, PropertyDraft, UnitDraft, check_property, check_unit

UNIT = UnitDraft(property_id=1, name="Seeblick 1")


@pytest.mark.parametrize("capacity", [0, -3, 1000])
def test_a_capacity_that_cannot_be_is_refused(capacity: int) -> None:
    with pytest.raises(UserError, match="1 to 999 persons"):
        check_unit(replace(UNIT, capacity=capacity))


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "123456", "#123456\n"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(UserError, match="is no colour"):
        check_unit(replace(UNIT, colour=colour))


def test_colours_are_kept_in_one_spelling() -> None:
    assert check_unit(replace(UNIT, colour="#AABBCC")).colour == "#aabbcc"
    assert all(check_unit(replace(UNIT, colour=colour)).colour == colour for colour in COLOURS)


@pytest.mark.parametrize("name", ["", " \n", "x" * 201, "x" * 10_000])
def test_a_name_that_is_empty_or_too_long_is_refused(name: str) -> None:
    with pytest.raises(UserError):
        check_unit(replace(UNIT, name=name))
    with pytest.raises(UserError):
        check_property(PropertyDraft(name=name))


def test_an_address_keeps_its_lines() -> None:
    address = "Seestraße 1\r\n17454 Zinnowitz\x00"
    assert check_property(PropertyDraft(name="Haus", address=address)).address == (
        "Seestraße 1\n17454 Zinnowitz"
    )
    assert check_unit(replace(UNIT, address=address)).address == "Seestraße 1\n17454 Zinnowitz"
