from typing import Any

import pytest

from tests.cli.conftest import Say, Zimmerfrei

ADD = ("occupancy", "add", "Seeblick 1")


@pytest.fixture(autouse=True)
def unit(done: Say) -> None:
    done("unit", "add", "Seeblick 1")


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    """List occupancies as JSON, with these options."""
    return lambda *options: zimmerfrei("occupancy", "list", "--json", *options).json


def test_an_occupancy_has_every_field(zimmerfrei: Zimmerfrei, done: Say, listed: Any) -> None:
    done(
        *(*ADD, "2027-07-14", "2027-07-21", "--guest", "Familie Groß", "--persons", "4"),
        *("--phone", "+49 89 1", "--email", "gross@example.org", "--contact", "über Anna"),
        *("--arrival-time", "15.30 Uhr", "--children", "1", "--pets", "2"),
        *("--note", "Kinderbett\nund Stuhl", "--portal", "Booking.com"),
    )
    (row,) = listed()
    uid, created = row.pop("uid"), row.pop("created")
    assert uid.endswith("@zimmerfrei")
    assert created == row.pop("changed") == "2027-07-06T12:00:00+00:00"
    assert row == {
        "id": 1,
        "unit": "Seeblick 1",
        "unit_id": 1,
        "arrival": "2027-07-14",
        "departure": "2027-07-21",
        "nights": 7,
        "kind": "booking",
        "status": "confirmed",
        "option_until": None,
        "expired": False,
        "conflict": False,
        "guest": "Familie Groß",
        "phone": "+49 89 1",
        "email": "gross@example.org",
        "contact": "über Anna",
        "arrival_time": "15:30",
        "persons": 4,
        "adults": 3,
        "children": 1,
        "pets": 2,
        "note": "Kinderbett\nund Stuhl",
        "portal": "booking",
        "staff": None,
        "staff_id": None,
        "source": "hand",
        "source_id": None,
        "sequence": 0,
    }
    assert zimmerfrei(*ADD, "2027-08-01", "2027-08-02", "--json").json["id"] == 2


def test_what_was_entered_is_said_in_a_sentence(done: Say) -> None:
    assert done(*ADD, "2027-07-14", "2027-07-21") == (
        "Entered as number 1: Seeblick 1, 14–21 Jul 2027, 7 nights.\n"
    )
    assert "1 night." in done(*ADD, "2027-07-21", "2027-07-22")


def test_a_listing_is_readable(done: Say) -> None:
    assert "zimmerfrei occupancy add" in done("occupancy", "list")
    done(*ADD, "2027-07-14", "2027-07-21", "--guest", "Huber", "--portal", "airbnb")
    done(*ADD, "2027-06-01", "2027-06-03", "--option-until", "2027-05-01")
    lines = done("occupancy", "list").splitlines()
    assert lines[2].split()[-3:] == ["option", "has", "expired"]
    assert "Option until Sat 1 May 2027" in lines[2]
    assert "Booking · Airbnb" in lines[3]
    assert "Wed 14 Jul 2027" in lines[3]
    assert "Huber" in lines[3]


def test_an_option_needs_and_keeps_its_date(done: Say, refused: Say, listed: Any) -> None:
    refused(*ADD, "2027-07-14", "2027-07-21", "--status", "option")
    refused(
        *(*ADD, "2027-07-14", "2027-07-21"),
        *("--status", "confirmed", "--option-until", "2027-07-01"),
    )
    done(*ADD, "2027-07-14", "2027-07-21", "--option-until", "2027-07-01")
    assert (listed()[0]["status"], listed()[0]["expired"]) == ("option", True)
    done("occupancy", "change", "1", "--option-until", "2027-07-10")
    assert (listed()[0]["option_until"], listed()[0]["expired"]) == ("2027-07-10", False)
    done("occupancy", "change", "1", "--status", "confirmed")
    assert (listed()[0]["status"], listed()[0]["option_until"]) == ("confirmed", None)
    done("occupancy", "change", "1", "--option-until", "2027-07-10")
    assert listed()[0]["status"] == "option"


def test_an_overlap_is_refused_and_names_the_other(done: Say, refused: Say, listed: Any) -> None:
    done(*ADD, "2027-07-14", "2027-07-21", "--guest", "Familie Müller")
    said = refused(*ADD, "2027-07-20", "2027-07-25")
    assert "Familie Müller" in said
    assert "14 Jul 2027" in said
    assert "21 Jul 2027" in said
    done(*ADD, "2027-07-21", "2027-07-25")
    assert len(listed()) == 2


def test_a_double_booking_is_entered_when_said_so(done: Say, listed: Any) -> None:
    done(*ADD, "2027-07-14", "2027-07-21")
    assert "booked twice" in done(*ADD, "2027-07-20", "2027-07-25", "--conflict")
    assert [row["conflict"] for row in listed()] == [True, True]
    assert done("occupancy", "list").count("double booking") == 2
    done("occupancy", "cancel", "2")
    assert [row["conflict"] for row in listed("--all")] == [False, False]


def test_a_double_booking_is_one_however_the_listing_is_narrowed(done: Say, listed: Any) -> None:
    done(*ADD, "2027-07-08", "2027-07-10")
    done(*ADD, "2027-07-09", "2027-07-12", "--conflict")
    (row,) = listed("--from", "2027-07-10")
    assert (row["arrival"], row["conflict"]) == ("2027-07-09", True)


def test_a_change_changes_what_is_given_and_nothing_else(
    done: Say, refused: Say, listed: Any
) -> None:
    done("unit", "add", "Seeblick 2")
    done(
        *(*ADD, "2027-07-14", "2027-07-21", "--guest", "Huber", "--persons", "4"),
        *("--note", "Hund", "--portal", "airbnb"),
    )
    before = listed()[0]
    done("occupancy", "change", "1", "--departure", "2027-07-22", "--unit", "Seeblick 2")
    after = listed()[0]
    differing = {key for key in before if before[key] != after[key]}
    assert differing == {"unit", "unit_id", "departure", "nights", "sequence", "changed"}
    assert (after["unit"], after["sequence"]) == ("Seeblick 2", 1)
    done("occupancy", "change", "1", "--note", "", "--persons", "", "--portal", "", "--guest", "")
    cleared = listed()[0]
    assert [cleared[key] for key in ("note", "persons", "portal", "guest")] == ["", None, "", ""]
    assert "stays as it is" in done("occupancy", "change", "1", "--kind", "booking")
    assert listed()[0]["sequence"] == 2
    done("occupancy", "change", "1", "--kind", "block")
    assert listed()[0]["kind"] == "block"
    refused("occupancy", "change", "1", "--departure", "2027-07-14")


def test_a_cancelled_one_is_off_the_list_and_on_record(done: Say, listed: Any) -> None:
    done(*ADD, "2027-07-14", "2027-07-21")
    assert "Cancelled" in done("occupancy", "cancel", "1")
    assert listed() == []
    assert listed("--all")[0]["status"] == "cancelled"
    assert "cancelled" in done("occupancy", "list", "--all")
    done(*ADD, "2027-07-15", "2027-07-16")
    assert len(listed()) == 1


def test_the_listing_can_be_narrowed(done: Say, listed: Any) -> None:
    done("unit", "add", "B")
    done(*ADD, "2027-07-01", "2027-07-05")
    done(*ADD, "2027-07-10", "2027-07-12")
    done("occupancy", "add", "B", "2027-07-04", "2027-07-11")
    found = {
        "--unit Seeblick 1": [1, 2],
        "--from 2027-07-05": [3, 2],
        "--from 2027-07-11": [2],
        "--to 2027-07-03": [1],
        "--to 2027-07-04": [1, 3],
    }
    for words, ids in found.items():
        assert [row["id"] for row in listed(*words.split(" ", 1))] == ids, words


@pytest.mark.parametrize(
    ("arrival", "departure"),
    [
        ("2027-07-14", "2027-07-14"),
        ("2027-07-14", "2027-07-13"),
        ("9998-12-31", "9999-01-01"),
        ("9998-12-31", "10000-01-01"),
        ("1850-01-01", "1850-01-02"),
    ],
)
def test_a_stay_that_is_none_is_refused(refused: Say, arrival: str, departure: str) -> None:
    refused(*ADD, arrival, departure)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "14.07.2027", "morgen", "", "2027-13-01", "20270714T10", "0000-01-01"]
)
def test_a_text_that_is_no_date_is_misuse(zimmerfrei: Zimmerfrei, text: str) -> None:
    answer = zimmerfrei(*ADD, "2027-07-01", text)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("number", ["0", "99", "9" * 18, "9" * 30, "-1"])
def test_an_unknown_number_is_refused(refused: Say, number: str) -> None:
    assert number in refused("occupancy", "cancel", "--", number)


@pytest.mark.parametrize(
    "options",
    [
        ("--persons", "0"),
        ("--persons", "1000"),
        ("--guest", "x" * 501),
        ("--contact", "x" * 501),
        ("--note", "x" * 10_001),
        ("--portal", "x" * 201),
    ],
)
def test_values_out_of_range_are_refused(refused: Say, options: tuple[str, str]) -> None:
    refused(*ADD, "2027-07-14", "2027-07-21", *options)


@pytest.mark.parametrize(
    "options", [("--kind", "party"), ("--status", "maybe"), ("--persons", "two"), ("--nonsense",)]
)
def test_what_click_rejects_is_misuse(zimmerfrei: Zimmerfrei, options: tuple[str, ...]) -> None:
    answer = zimmerfrei(*ADD, "2027-07-14", "2027-07-21", *options)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert "zimmerfrei occupancy add --help" in answer.err


def test_an_archived_unit_takes_no_occupancy(done: Say, refused: Say) -> None:
    done("unit", "archive", "Seeblick 1")
    assert "archived" in refused(*ADD, "2027-07-14", "2027-07-21")


@pytest.mark.parametrize("own", ["Verkehrsverein", "Frau Maier"])
def test_a_portal_is_known_or_the_owners_own(done: Say, listed: Any, own: str) -> None:
    done(*ADD, "2027-07-14", "2027-07-21", "--portal", own)
    done(*ADD, "2027-07-21", "2027-07-22", "--portal", "FEWO-DIREKT")
    assert [row["portal"] for row in listed()] == [own, "fewo-direkt"]


def test_somebody_is_in_charge_until_nobody_is(done: Say, refused: Say, listed: Any) -> None:
    done(*ADD, "2027-07-14", "2027-07-21")
    assert "In charge" not in done("occupancy", "list")
    done("staff", "add", "Maria Kern")
    done(*ADD, "2027-07-21", "2027-07-28", "--staff", "maria kern")
    assert [(row["staff"], row["staff_id"]) for row in listed()] == [
        (None, None),
        ("Maria Kern", 1),
    ]
    said = done("occupancy", "list")
    assert "In charge" in said
    assert "Maria Kern" in said
    done("occupancy", "change", "1", "--staff", "1")
    done("occupancy", "change", "2", "--staff", "")
    assert [row["staff_id"] for row in listed()] == [1, None]
    done("occupancy", "change", "1", "--persons", "2")
    assert listed()[0]["staff"] == "Maria Kern"
    assert "no staff member “Otto”" in refused("occupancy", "change", "1", "--staff", "Otto")
    done("staff", "remove", "Maria Kern")
    assert (listed()[0]["staff"], listed()[0]["staff_id"]) == (None, 1)
    assert "Maria" in refused("occupancy", "change", "2", "--staff", "Maria Kern")


def test_more_than_a_year_needs_to_be_said(zimmerfrei: Zimmerfrei, done: Say, listed: Any) -> None:
    refused = zimmerfrei(*ADD, "2027-07-14", "2127-07-21")
    assert (refused.status, refused.out) == (1, "")
    assert "36,531 nights" in refused.err
    assert "--long" in refused.err
    assert listed() == []
    done(*ADD, "2027-07-14", "2127-07-21", "--long")
    (row,) = listed()
    assert row["nights"] == 36_531
    done("occupancy", "change", "1", "--note", "Monteure")
    longer = zimmerfrei("occupancy", "change", "1", "--departure", "2128-07-21")
    assert longer.status == 1
    done("occupancy", "change", "1", "--departure", "2128-07-21", "--long")


def test_what_is_cancelled_is_deleted_for_good(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say, listed: Any
) -> None:
    done(*ADD, "2027-07-14", "2027-07-21", "--guest", "Huber")
    assert "cancel it first" in refused("occupancy", "delete", "1")
    done("occupancy", "cancel", "1")
    said = done("occupancy", "delete", "1")
    assert said == "Deleted, number 1: Seeblick 1, 14–21 Jul 2027.\n"
    assert listed("--all") == []
    assert "no occupancy" in refused("occupancy", "delete", "1")
    assert zimmerfrei(*ADD, "2027-07-14", "2027-07-21", "--json").json["id"] == 2


@pytest.mark.parametrize(
    "fields",
    [
        ("--email", "huber"),
        ("--children", "3", "--persons", "2"),
        ("--children", "1"),
        ("--pets", "-1"),
        ("--phone", "1" * 201),
    ],
)
def test_what_cannot_be_of_a_guest_is_refused(
    refused: Say, listed: Any, fields: tuple[str, ...]
) -> None:
    refused(*ADD, "2027-07-14", "2027-07-21", *fields)
    assert listed() == []


def test_a_time_is_typed_as_people_write_it_and_can_be_taken_away(
    zimmerfrei: Zimmerfrei, done: Say, listed: Any
) -> None:
    done(*ADD, "2027-07-14", "2027-07-21", "--arrival-time", "4 pm")
    assert listed()[0]["arrival_time"] == "16:00"
    assert zimmerfrei("occupancy", "change", "1", "--arrival-time", "spät").status == 2
    done("occupancy", "change", "1", "--arrival-time", "")
    assert listed()[0]["arrival_time"] is None
