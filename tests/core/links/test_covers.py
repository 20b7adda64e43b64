from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.core.house.unit import Unit
from app.core.links.covers import Cover, covers_stay, unit_cover
from app.core.links.link import WHOLE_HOUSE, Scope, Target
from app.core.stays.occupancy import Occupancy
from tests.core.links.test_events import STAY

NOW = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
UNIT = Unit(
    id=1,
    property_id=7,
    name="Seeblick 1",
    colour="#123456",
    position=0,
    archived_at=None,
    sequence=0,
    revision=0,
)
"""Of the property 7; the staff member 3 looks after it where a test says so."""
OWN, OTHERS = Target(Scope.UNIT, 1), Target(Scope.UNIT, 2)
PROPERTY, NEXT_DOOR = Target(Scope.PROPERTY, 7), Target(Scope.PROPERTY, 8)
MEMBER = Target(Scope.STAFF, 3)


@pytest.mark.parametrize("target", [OWN, PROPERTY, WHOLE_HOUSE])
def test_a_link_covers_whole_units(target: Target) -> None:
    assert unit_cover(target, UNIT, set()) is Cover.WHOLE


@pytest.mark.parametrize("target", [OTHERS, NEXT_DOOR])
def test_a_link_covers_no_unit_of_something_else(target: Target) -> None:
    assert unit_cover(target, UNIT, {UNIT.id}) is None


def test_a_staff_members_link_covers_what_they_look_after_and_single_stays_elsewhere() -> None:
    assert unit_cover(MEMBER, UNIT, {UNIT.id}) is Cover.WHOLE
    assert unit_cover(MEMBER, UNIT, {2}) is Cover.SINGLE_STAYS


@pytest.mark.parametrize("target", [OWN, PROPERTY, WHOLE_HOUSE, MEMBER])
def test_no_link_covers_an_archived_unit(target: Target) -> None:
    archived = replace(UNIT, archived_at=NOW)
    assert unit_cover(target, archived, {UNIT.id}) is None
    kept = unit_cover(target, archived, {UNIT.id}, own_archived=True)
    assert kept is (Cover.WHOLE if target == OWN else None)


def test_of_single_stays_only_those_count_that_the_staff_member_is_in_charge_of() -> None:
    theirs: Occupancy = replace(STAY, staff_id=3, arrival=date(2027, 7, 1))
    assert covers_stay(MEMBER, Cover.SINGLE_STAYS, theirs)
    for other in (replace(theirs, staff_id=None), replace(theirs, staff_id=4)):
        assert not covers_stay(MEMBER, Cover.SINGLE_STAYS, other)
        assert covers_stay(MEMBER, Cover.WHOLE, other)
