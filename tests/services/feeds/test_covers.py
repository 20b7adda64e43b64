"""What a link covers is one thing: its feed and the owner's own view of it never differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests.clocks import SetClock

FIRST = date(2027, 7, 1)
GUESTS = Details(fields=frozenset({Field.GUEST}), months_back=120)


@dataclass(frozen=True)
class Stay:
    """A stay in the unit with this place, `staff` the place of who is in charge."""

    unit: int
    start: int
    staff: int | None


@dataclass(frozen=True)
class House:
    """Four units by place, two to a property: archived ones, those that each helper looks after."""

    archived: frozenset[int]
    looked_after: tuple[frozenset[int], frozenset[int]]
    stays: tuple[Stay, ...]


UNITS = st.integers(0, 3)
HOUSES = st.builds(
    House,
    archived=st.frozensets(UNITS, max_size=2),
    looked_after=st.tuples(st.frozensets(UNITS, max_size=2), st.frozensets(UNITS, max_size=2)),
    stays=st.lists(
        st.builds(Stay, UNITS, st.integers(0, 60), st.none() | st.integers(0, 1)), max_size=8
    ).map(tuple),
)
TARGETS = [
    (LinkKind.CALENDAR, Scope.UNIT),
    (LinkKind.WEBSITE, Scope.UNIT),
    (LinkKind.CALENDAR, Scope.PROPERTY),
    (LinkKind.CALENDAR, Scope.HOUSE),
    (LinkKind.CALENDAR, Scope.STAFF),
    (LinkKind.CHANGEOVERS, Scope.STAFF),
]
EVERYWHERE = tuple(Stay(unit, 7 * unit, staff) for unit in range(4) for staff in (None, 0, 1))


@settings(max_examples=25, deadline=None)
@given(HOUSES, st.sampled_from(TARGETS))
@example(House(frozenset(), (frozenset({0}), frozenset({1})), EVERYWHERE), TARGETS[4])
@example(House(frozenset({0, 2}), (frozenset({0}), frozenset()), EVERYWHERE), TARGETS[4])
@example(House(frozenset({3}), (frozenset({1}), frozenset()), EVERYWHERE), TARGETS[5])
@example(House(frozenset({0}), (frozenset(), frozenset()), EVERYWHERE), TARGETS[0])
@example(House(frozenset({1}), (frozenset(), frozenset()), EVERYWHERE), TARGETS[2])
def test_the_feed_tells_of_those_stays_that_the_owner_sees_as_covered(
    house: House, what: tuple[LinkKind, Scope]
) -> None:
    kind, scope = what
    with (
        TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder) / "data"), busy_timeout=0.25, clock=SetClock()) as services,
    ):
        units, members = set_up(services, house)
        ids = {
            Scope.UNIT: units[0].id,
            Scope.PROPERTY: units[0].property_id,
            Scope.STAFF: members[0],
        }
        target = WHOLE_HOUSE if scope is Scope.HOUSE else Target(scope, ids[scope])
        choices = (
            LinkChoices(language="de")
            if kind is LinkKind.WEBSITE
            else LinkChoices(details=GUESTS, language="de")
        )
        link = services.links.add(kind, target, choices).after
        for place in house.archived:
            unit = services.units.get(units[place].id)
            services.units.archive(unit.id, sequence=unit.sequence)

        seen = services.links.covered_stays(link, date.min, date.max)
        body = services.links.preview(link)

    assert {stay.guest for stay in seen.stays} == {
        name(place) for place, stay in enumerate(house.stays) if expected(scope, stay, house)
    }
    if kind is LinkKind.WEBSITE:
        assert bool(seen.stays) == (b"BEGIN:VEVENT" in body)
    else:
        told = guests(body, departing=kind is LinkKind.CHANGEOVERS)
        assert told == {stay.guest for stay in seen.stays}


def set_up(services: Services, house: House) -> tuple[list[Unit], list[int]]:
    properties = [services.units.add_property(PropertyDraft(name=f"Haus {n}")) for n in range(2)]
    units = [
        services.units.add(UnitDraft(property_id=properties[n // 2].id, name=f"Zimmer {n}"))
        for n in range(4)
    ]
    members = [
        services.staff.add(
            StaffDraft(name=f"Helfer {n}", unit_ids=frozenset(units[place].id for place in places))
        ).id
        for n, places in enumerate(house.looked_after)
    ]
    for place, stay in enumerate(house.stays):
        arrival = FIRST + timedelta(days=stay.start)
        draft = OccupancyDraft(
            unit_id=units[stay.unit].id,
            arrival=arrival,
            departure=arrival + timedelta(days=7),
            guest=name(place),
            staff_id=None if stay.staff is None else members[stay.staff],
        )
        services.occupancies.add(draft, allow_conflict=True)
    return units, members


def expected(scope: Scope, stay: Stay, house: House) -> bool:
    """Tell whether a link covers a stay: of the first unit, property or staff member."""
    if stay.unit in house.archived:
        return False
    of_staff = stay.staff == 0 or stay.unit in house.looked_after[0]
    return {
        Scope.UNIT: stay.unit == 0,
        Scope.PROPERTY: stay.unit in {0, 1},
        Scope.HOUSE: True,
        Scope.STAFF: of_staff,
    }[scope]


def name(place: int) -> str:
    return f"Gast{place}x"


def guests(body: bytes, *, departing: bool) -> set[str]:
    """Return the guests that a calendar tells of; of changeover days those who leave."""
    text = body.replace(b"\r\n ", b"").decode()
    return set(re.findall(r"Abreise:\\n(Gast\d+x)" if departing else r"Gast\d+x", text))
