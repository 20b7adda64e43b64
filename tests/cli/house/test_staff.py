from typing import Any

import pytest

from tests.cli.conftest import Say, Zimmerfrei


@pytest.fixture(autouse=True)
def units(done: Say) -> None:
    for name in ("Seeblick 1", "Seeblick 2", "Gartenhaus"):
        done("unit", "add", name)


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    """List staff members as JSON."""
    return lambda: zimmerfrei("staff", "list", "--json").json


def test_somebody_is_added_and_listed(done: Say, listed: Any) -> None:
    assert "zimmerfrei staff add" in done("staff", "list")
    assert listed() == []
    assert done(
        *("staff", "add", "Maria Kern", "--role", "Cleaning"),
        *("--unit", "Gartenhaus", "--unit", "seeblick 1"),
    ) == ("Added: Maria Kern (number 1).\n")
    done("staff", "add", "Ayşe")
    done("link", "add", "--staff", "Maria Kern")
    assert listed() == [
        {
            "id": 2,
            "name": "Ayşe",
            "role": "",
            "units": [],
            "unit_ids": [],
            "links": [],
            "sequence": 0,
        },
        {
            "id": 1,
            "name": "Maria Kern",
            "role": "Cleaning",
            "units": ["Seeblick 1", "Gartenhaus"],
            "unit_ids": [1, 3],
            "links": [1],
            "sequence": 0,
        },
    ]
    said = done("staff", "list")
    assert "Seeblick 1, Gartenhaus" in said
    assert "no unit" in said


def test_only_what_is_given_changes(done: Say, listed: Any, zimmerfrei: Zimmerfrei) -> None:
    done("staff", "add", "Maria", "--role", "Cleaning", "--unit", "1", "--unit", "2")
    assert done("staff", "change", "maria", "--name", "Maria Kern") == "Changed: Maria Kern.\n"
    assert (listed()[0]["role"], listed()[0]["unit_ids"]) == ("Cleaning", [1, 2])
    done("staff", "change", "1", "--unit", "Gartenhaus", "--role", "")
    assert (listed()[0]["role"], listed()[0]["unit_ids"]) == ("", [3])
    assert "Stays as it is" in done("staff", "change", "1", "--unit", "Gartenhaus")
    done("staff", "change", "1", "--no-units")
    assert listed()[0]["unit_ids"] == []
    assert zimmerfrei("staff", "change", "1", "--no-units", "--unit", "1").status == 2


def test_who_is_removed_goes_with_their_links(
    done: Say, refused: Say, listed: Any, zimmerfrei: Zimmerfrei
) -> None:
    done("staff", "add", "Maria")
    done("link", "add", "--staff", "Maria")
    done("link", "add", "--staff", "Maria", "--occupancies")
    done("link", "disable", "2")
    assert done("staff", "remove", "Maria") == "Removed: Maria.\n1 link answers no more.\n"
    assert listed() == zimmerfrei("link", "list", "--json").json == []
    assert "Maria" in refused("staff", "remove", "Maria")
    assert "no staff member “1”" in refused("link", "add", "--staff", "1")
    done("staff", "add", "Maria")
    assert listed()[0]["id"] == 2


def test_the_link_shows_the_work(done: Say, zimmerfrei: Zimmerfrei) -> None:
    done("staff", "add", "Maria", "--unit", "Seeblick 1")
    done("link", "add", "--staff", "Maria")
    assert "days and persons" in done("link", "list")
    done("occupancy", "add", "Seeblick 1", "2027-07-07", "2027-07-10", "--guest", "Huber")
    done("occupancy", "add", "Seeblick 1", "2027-07-14", "2027-07-21", "--persons", "4")
    rows = zimmerfrei("link", "preview", "1", "--json").json
    assert [(row["first"], row["summary"]) for row in rows] == [
        ("2027-07-10", "Final cleaning Seeblick 1; next arrival Wed 14 Jul, 4 persons"),
        ("2027-07-21", "Final cleaning Seeblick 1; no next arrival yet"),
    ]
    assert "Huber" not in done("link", "preview", "1")
    done("link", "change", "1", "--details", "occupied")
    assert "days only" in done("link", "list")
    assert "persons" not in done("link", "preview", "1")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "\udcff"])
def test_a_name_that_is_none_is_refused(refused: Say, listed: Any, name: str) -> None:
    refused("staff", "add", name)
    assert listed() == []


def test_what_cannot_be_is_refused(done: Say, refused: Say, listed: Any) -> None:
    done("staff", "add", "Maria\x00\n Kern")
    assert listed()[0]["name"] == "Maria   Kern"
    assert "already" in refused("staff", "add", "MARIA   KERN")
    assert "no unit" in refused("staff", "add", "Otto", "--unit", "Schloss")
    assert "200" in refused("staff", "change", "1", "--role", "x" * 201)
    assert "Otto" in refused("staff", "change", "Otto", "--role", "x")
    assert len(listed()) == 1
