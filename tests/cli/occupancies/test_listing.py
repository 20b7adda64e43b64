"""How occupancies are shown: to other programs whole, to people in a table or a sentence."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.common import output
from app.cli.occupancies.output import Listing, clashing
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.i18n import catalogue
from app.services.base.changes import OccupancyChange
from tests.made import made_stay

TODAY = date(2027, 7, 6)
ENGLISH = catalogue("en")
STAY = made_stay(
    7,
    date(2027, 7, 28),
    date(2027, 8, 3),
    guest="Huber",
    contact="0170",
    persons=2,
    note="Hund",
    portal="airbnb",
    staff_id=1,
)
NIGHTS = st.builds(
    lambda number, unit, first, nights, status: made_stay(
        number,
        date(2027, 7, 28) + timedelta(first),
        date(2027, 7, 28) + timedelta(first + nights),
        unit_id=unit,
        status=status,
        option_until=TODAY if status is Status.OPTION else None,
    ),
    st.integers(1, 10**6),
    st.integers(1, 2),
    st.integers(0, 6),
    st.integers(1, 4),
    st.sampled_from(Status),
)


def listing(*clashes: int, staff: dict[int, str] | None = None) -> Listing:
    names = {1: "Rosa"} if staff is None else staff
    return Listing({1: "Möwe"}, names, TODAY, frozenset(clashes))


def words(stay: Occupancy, *clashes: int) -> str:
    """Return the table of one stay, a cell a line."""
    return listing(*clashes).table(ENGLISH, [stay])


@given(st.lists(NIGHTS, max_size=8, unique_by=lambda stay: stay.id))
def test_a_double_booking_is_each_that_shares_a_night(stays: list[Occupancy]) -> None:
    taken: dict[tuple[int, date], set[int]] = {}
    for stay in stays:
        for night in range(stay.nights if stay.blocks else 0):
            day = stay.arrival + timedelta(night)
            taken.setdefault((stay.unit_id, day), set()).add(stay.id)
    expected = {one for of_night in taken.values() if len(of_night) > 1 for one in of_night}
    assert clashing(stays) == expected


def test_other_programs_get_everything_there_is() -> None:
    shown = listing(7).record(STAY)
    assert shown["unit"] == "Möwe"
    assert shown["nights"] == 6
    assert shown["conflict"] is True
    assert shown["expired"] is False
    assert shown["staff"] == "Rosa"
    named = {"created_at": "created", "changed_at": "changed"}
    # How it was edited since an import, and who says it, is a matter of feeds alone.
    kept = {named.get(field.name, field.name) for field in fields(Occupancy)}
    assert kept - {"edited", "said_by"} <= set(shown)


def test_nobody_in_charge_is_null_and_not_an_empty_name() -> None:
    for stay in (replace(STAY, staff_id=None), replace(STAY, staff_id=99)):
        assert listing().record(stay)["staff"] is None


def test_json_has_days_and_moments_in_iso(capsys: pytest.CaptureFixture[str]) -> None:
    moment = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    output.say_json([listing().record(replace(STAY, changed_at=moment))])
    (read,) = json.loads(capsys.readouterr().out)
    assert (read["arrival"], read["departure"]) == ("2027-07-28", "2027-08-03")
    assert datetime.fromisoformat(read["changed"]) == moment
    assert (read["kind"], read["status"], read["option_until"]) == ("booking", "confirmed", None)


@pytest.mark.parametrize(
    ("stay", "clashes", "said"),
    [
        (STAY, (7,), "double booking"),
        (
            replace(STAY, status=Status.OPTION, option_until=TODAY - timedelta(1)),
            (),
            "option has expired",
        ),
        (replace(STAY, status=Status.CANCELLED), (), "cancelled"),
    ],
)
def test_the_table_says_what_wants_a_look(
    stay: Occupancy, clashes: tuple[int, ...], said: str
) -> None:
    assert said in words(stay, *clashes)


@pytest.mark.parametrize("stay", [STAY, replace(STAY, status=Status.OPTION, option_until=TODAY)])
def test_the_table_says_nothing_where_all_is_well(stay: Occupancy) -> None:
    shown = words(stay)
    assert not any(word in shown for word in ("double", "expired", "cancelled"))


def test_a_double_booking_is_worse_than_an_expired_option() -> None:
    option = replace(STAY, status=Status.OPTION, option_until=TODAY - timedelta(1))
    assert "double booking" in words(option, 7)
    assert "expired" not in words(option, 7)


def test_who_is_in_charge_has_a_column_only_where_there_is_somebody() -> None:
    assert "Rosa" in words(STAY)
    alone = listing(staff={}).table(ENGLISH, [STAY])
    assert "In charge" not in alone
    assert "Huber" in alone


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, STAY, "Entered as number 7: Möwe, 28 Jul – 3 Aug 2027, 6 nights."),
        (STAY, STAY, "Number 7 stays as it is: Möwe, 28 Jul – 3 Aug 2027, 6 nights."),
        (
            STAY,
            replace(STAY, status=Status.CANCELLED),
            "Cancelled, number 7: Möwe, 28 Jul – 3 Aug 2027, 6 nights.",
        ),
        (
            STAY,
            replace(STAY, departure=date(2027, 7, 29)),
            "Changed, number 7: Möwe, 28–29 Jul 2027, 1 night.",
        ),
        (
            replace(STAY, status=Status.CANCELLED),
            STAY,
            "Changed, number 7: Möwe, 28 Jul – 3 Aug 2027, 6 nights.",
        ),
    ],
)
def test_a_command_says_in_a_sentence_what_it_did(
    before: Occupancy | None, after: Occupancy, said: str
) -> None:
    assert listing().sentence(ENGLISH, OccupancyChange(before, after)) == said


def test_a_double_booking_is_said_in_a_line_of_its_own() -> None:
    said = listing(7).sentence(ENGLISH, OccupancyChange(None, STAY)).splitlines()
    assert len(said) == 2
    assert "booked twice" in said[1]


@pytest.mark.parametrize("kind", Kind)
def test_the_table_calls_a_stay_by_its_kind_and_portal(kind: Kind) -> None:
    shown = words(replace(STAY, kind=kind, portal="" if kind is Kind.BLOCK else "airbnb"))
    assert {"booking": "Booking", "owner": "Owner stay", "block": "Block"}[kind] in shown
    assert ("Airbnb" in shown) is (kind is not Kind.BLOCK)
