"""``zimmerfrei conflict``: listed, moved, cancelled, accepted, refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Say, Zimmerfrei


@pytest.fixture(autouse=True)
def house(done: Say) -> None:
    """Three units; two have booked Seeblick 2 over Christmas, the second one by Airbnb."""
    for name in ("Seeblick 1", "Seeblick 2", "Gartenhaus"):
        done("unit", "add", name)
    done("occupancy", "add", "Seeblick 2", "2027-12-24", "2027-12-28", "--guest", "Hübner")
    done(
        *("occupancy", "add", "Seeblick 2", "2027-12-25", "2027-12-30"),
        *("--portal", "airbnb", "--conflict"),
    )


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    return lambda *more: zimmerfrei("conflict", "list", "--json", *more).json


def test_what_is_open_is_listed(done: Say, listed: Any) -> None:
    (found,) = listed()
    assert {key: found[key] for key in found if key not in {"closed", "sequence"}} == {
        "id": 1,
        "unit": "Seeblick 2",
        "unit_id": 2,
        "arrival": "2027-12-25",
        "departure": "2027-12-28",
        "occupancies": [1, 2],
        "state": "open",
        "since": "2027-07-06T12:00:00+00:00",
    }
    said = done("conflict", "list")
    assert "25–28 Dec 2027" in said
    assert "1: Hübner · 2: Booking · Airbnb" in said
    assert "open" in said


def test_without_any_that_is_said(done: Say, listed: Any) -> None:
    done("occupancy", "cancel", "2")
    assert listed() == []
    assert done("conflict", "list") == "No double bookings.\n"


def test_one_moves_and_it_is_solved(done: Say, listed: Any, zimmerfrei: Zimmerfrei) -> None:
    said = done("conflict", "resolve", "1", "--move", "1", "Gartenhaus")
    assert said == "Occupancy 1 is now in Gartenhaus.\n"
    assert listed() == []
    (solved,) = listed("--all")
    assert (solved["state"], solved["closed"]) == ("solved", "2027-07-06T12:00:00+00:00")
    stays = zimmerfrei("occupancy", "list", "--json").json
    assert {stay["id"]: stay["unit"] for stay in stays} == {1: "Gartenhaus", 2: "Seeblick 2"}
    assert "solved" in done("conflict", "list", "--all")


def test_one_is_cancelled_here_and_the_portal_is_named_as_the_place_to_do_it_too(
    done: Say, listed: Any
) -> None:
    said = done("conflict", "resolve", "1", "--cancel", "2")
    assert said.splitlines() == [
        "Occupancy 2 is cancelled.",
        "Please cancel it at the portal, too, if it was booked there.",
    ]
    assert listed() == []


def test_what_was_booked_directly_is_cancelled_without_a_word_of_portals(done: Say) -> None:
    assert done("conflict", "resolve", "1", "--cancel", "1") == "Occupancy 1 is cancelled.\n"


def test_it_is_meant_to_be_so(done: Say, listed: Any, zimmerfrei: Zimmerfrei) -> None:
    assert done("conflict", "resolve", "1", "--accept") == "Double booking 1 is meant to be so.\n"
    assert listed() == []
    assert [one["state"] for one in listed("--all")] == ["accepted"]
    answer = zimmerfrei("conflict", "resolve", "1", "--accept", "--json")
    assert (answer.status, answer.json["state"]) == (0, "accepted")


def test_nights_that_were_not_accepted_open_it_again(done: Say, listed: Any) -> None:
    done("conflict", "resolve", "1", "--accept")
    done("occupancy", "change", "1", "--departure", "2027-12-27")
    assert listed() == []
    done("occupancy", "change", "1", "--departure", "2027-12-29")
    assert [one["state"] for one in listed()] == ["open"]


@pytest.mark.parametrize(
    "how",
    [
        (),
        ("--accept", "--cancel", "1"),
        ("--move", "1", "Gartenhaus", "--accept"),
        ("--move", "1", "Gartenhaus", "--cancel", "2"),
        ("--move", "1"),
        ("--move", "one", "Gartenhaus"),
        ("--cancel", "x"),
    ],
)
def test_anything_but_exactly_one_way_is_refused_by_form(
    zimmerfrei: Zimmerfrei, listed: Any, how: tuple[str, ...]
) -> None:
    answer = zimmerfrei("conflict", "resolve", "1", *how)
    assert (answer.status, answer.out) == (2, "")
    assert [one["state"] for one in listed()] == ["open"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("7", "--accept"), "no double booking with the number 7"),
        (("0", "--accept"), "no double booking with the number 0"),
        (("99999999999999999999", "--accept"), "no double booking"),
        (("1", "--cancel", "9"), "no part in the double booking"),
        (("1", "--cancel", "-1"), "no part in the double booking"),
        (("1", "--move", "9", "Gartenhaus"), "no part in the double booking"),
        (("1", "--move", "1", "Nirgends"), "Nirgends"),
        (("1", "--move", "1", "Seeblick 2"), "in this unit already"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    refused: Say, listed: Any, arguments: tuple[str, ...], why: str
) -> None:
    assert why in refused("conflict", "resolve", *arguments)
    assert [one["state"] for one in listed()] == ["open"]


def test_a_unit_that_is_taken_or_archived_is_refused(done: Say, refused: Say) -> None:
    done("occupancy", "add", "Gartenhaus", "2027-12-27", "2027-12-28", "--guest", "Fernández")
    assert "Fernández" in refused("conflict", "resolve", "1", "--move", "1", "Gartenhaus")
    done("unit", "archive", "Seeblick 1")
    assert "archived" in refused("conflict", "resolve", "1", "--move", "1", "Seeblick 1")


def test_what_is_solved_cannot_be_solved_again(done: Say, refused: Say) -> None:
    done("conflict", "resolve", "1", "--cancel", "2")
    assert "solved already" in refused("conflict", "resolve", "1", "--accept")


def test_help_is_there(done: Say) -> None:
    assert "--move OCCUPANCY UNIT" in done("conflict", "resolve", "--help")
    assert "conflict" in done("--help")
