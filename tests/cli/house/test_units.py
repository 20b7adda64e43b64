from pathlib import Path

import pytest

from tests.cli.conftest import Say, Zimmerfrei
from tests.systems import is_private


def test_a_unit_is_added_and_listed(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done(
        *("unit", "add", "Seeblick 1", "--property", "Haus Seeblick", "--kind", "house"),
        *("--colour", "#C17D00", "--capacity", "4", "--address", "Uferweg 12"),
    )
    assert zimmerfrei("unit", "list", "--json").json == [
        {
            "id": 1,
            "name": "Seeblick 1",
            "property": "Haus Seeblick",
            "property_id": 1,
            "address": "Uferweg 12",
            "kind": "house",
            "colour": "#c17d00",
            "capacity": 4,
            "archived": False,
            "position": 0,
            "sequence": 0,
        }
    ]
    title, line, row = done("unit", "list").splitlines()
    assert title.split() == ["No.", "Unit", "Property", "Kind", "Persons"]
    assert set(line) == {"─", " "}
    assert row.split() == ["1", "Seeblick", "1", "Haus", "Seeblick", "house", "4"]


def test_an_empty_listing_says_what_to_do(zimmerfrei: Zimmerfrei, done: Say) -> None:
    assert "zimmerfrei unit add" in done("unit", "list")
    assert zimmerfrei("unit", "list", "--json").json == []


def test_a_unit_goes_to_the_named_property_else_to_the_first(
    zimmerfrei: Zimmerfrei, done: Say
) -> None:
    done("unit", "add", "A")
    done("unit", "add", "B", "--property", "Haus Waldrand")
    done("unit", "add", "C", "--property", "haus waldrand")
    done("unit", "add", "D")
    places = {row["name"]: row["property"] for row in zimmerfrei("unit", "list", "--json").json}
    assert places == {
        "A": "My house",
        "D": "My house",
        "B": "Haus Waldrand",
        "C": "Haus Waldrand",
    }


def test_a_property_is_not_made_for_a_unit_that_is_refused(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say
) -> None:
    done("unit", "add", "A")
    refused("unit", "add", "a", "--property", "Haus Waldrand")
    done("unit", "archive", "A")
    done("unit", "add", "B")
    assert {row["property"] for row in zimmerfrei("unit", "list", "--json").json} == {"My house"}
    assert zimmerfrei("unit", "list", "--json").json[0]["property_id"] == 1


def test_a_unit_is_renamed_archived_and_restored(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done("unit", "add", "Dachstudio")
    assert done("unit", "rename", "Dachstudio", "Atelier").split()[:2] == ["Dachstudio", "is"]
    done("unit", "archive", "Atelier")
    assert zimmerfrei("unit", "list", "--json").json == []
    (row,) = zimmerfrei("unit", "list", "--archived", "--json").json
    assert (row["name"], row["archived"]) == ("Atelier", True)
    assert "archived" in done("unit", "list", "--archived")
    done("unit", "restore", "Atelier")
    assert zimmerfrei("unit", "list", "--json").json[0]["archived"] is False


def test_archiving_says_what_it_touches(done: Say) -> None:
    done("unit", "add", "A")
    done("link", "enable", "A")
    done("occupancy", "add", "A", "2027-07-10", "2027-07-12")
    done("occupancy", "add", "A", "2027-06-10", "2027-06-12")
    told = done("unit", "archive", "A")
    assert "1 link answers no more" in told
    assert "1 occupancy is still ahead" in told


def test_a_name_that_is_anothers_id_is_refused(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say
) -> None:
    for name in ("1", "7", "2"):
        done("unit", "add", name)
    assert "name:2 or id:2" in refused("unit", "rename", "2", "by name")
    done("unit", "rename", "name:2", "by name")
    done("unit", "rename", "3", "still the name of id 3")
    names = [row["name"] for row in zimmerfrei("unit", "list", "--json").json]
    assert names == ["1", "7", "still the name of id 3"]


def test_an_unknown_unit_is_refused(refused: Say) -> None:
    assert "Nirgendwo" in refused("unit", "archive", "Nirgendwo")
    assert "99" in refused("unit", "rename", "99", "B")
    assert "9" * 40 in refused("unit", "restore", "9" * 40)


@pytest.mark.parametrize("name", ["", "   ", "\t\n", "x" * 201, "x" * 10_000])
def test_a_name_that_is_none_is_refused(refused: Say, name: str) -> None:
    refused("unit", "add", name)


def test_control_characters_in_a_name_become_spaces(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done("unit", "add", "See\nblick\x1b[31m \u2028eins")
    assert zimmerfrei("unit", "list", "--json").json[0]["name"] == "See blick [31m  eins"


def test_a_name_that_exists_is_refused_archived_or_not(done: Say, refused: Say) -> None:
    done("unit", "add", "Straße")
    assert "Straße" in refused("unit", "add", "STRASSE")
    done("unit", "archive", "Straße")
    assert "archived" in refused("unit", "add", "straße")


@pytest.mark.parametrize(
    "option",
    [("--colour", "rot"), ("--capacity", "0"), ("--capacity", "-3"), ("--capacity", "1000")],
)
def test_values_out_of_range_are_refused(refused: Say, option: tuple[str, str]) -> None:
    refused("unit", "add", "A", *option)


def test_the_data_folder_is_made_for_its_owner_alone(done: Say, data: Path) -> None:
    done("unit", "list")
    assert is_private(data)
