import re
from typing import Any

import pytest

from .conftest import Say, Zimmerfrei

ADDRESS = r"http://127\.0\.0\.1:8642/cal/[A-Za-z0-9]{24}/seeblick-1\.ics\n"


@pytest.fixture(autouse=True)
def unit(done: Say) -> None:
    done("unit", "add", "Seeblick 1")


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    """List links as JSON."""
    return lambda: zimmerfrei("link", "list", "--json").json


def test_enabling_prints_the_address_alone(done: Say, listed: Any) -> None:
    assert "zimmerfrei link enable" in done("link", "list")
    address = done("link", "enable", "Seeblick 1")
    assert re.fullmatch(ADDRESS, address)
    (row,) = listed()
    assert {key: row[key] for key in ("id", "unit", "unit_id", "main", "label", "portal")} == {
        "id": 1,
        "unit": "Seeblick 1",
        "unit_id": 1,
        "main": True,
        "label": "",
        "portal": "",
    }
    assert (row["enabled"], row["details"], row["last_read"]) == (True, "occupied", None)
    assert row["url"] == address.strip()
    assert address.strip() in done("link", "list")


def test_the_address_survives_disabling_and_enabling(done: Say, listed: Any) -> None:
    address = done("link", "enable", "Seeblick 1")
    done("link", "disable", "Seeblick 1")
    assert (listed()[0]["enabled"], listed()[0]["url"]) == (False, address.strip())
    assert "disabled" in done("link", "list")
    assert done("link", "enable", "1") == address


def test_renewing_prints_the_new_address_alone(done: Say, listed: Any) -> None:
    old = done("link", "enable", "Seeblick 1")
    new = done("link", "renew", "Seeblick 1")
    assert re.fullmatch(ADDRESS, new)
    assert new != old
    assert [row["url"] for row in listed()] == [new.strip()]


def test_further_links_are_named_by_their_number(done: Say, listed: Any) -> None:
    done("link", "enable", "Seeblick 1")
    portal = done("link", "add", "Seeblick 1", "--portal", "Airbnb")
    website = done("link", "add", "Seeblick 1", "--label", "Unsere Seite")
    assert [(row["label"], row["portal"]) for row in listed()] == [
        ("", ""),
        ("Airbnb", "airbnb"),
        ("Unsere Seite", ""),
    ]
    done("link", "disable", "2")
    assert [row["enabled"] for row in listed()] == [True, False, True]
    assert done("link", "enable", "--link", "2") == portal
    assert "Unsere Seite" in done("link", "delete", "3")
    assert [row["id"] for row in listed()] == [1, 2]
    assert website.strip() not in done("link", "list")


def test_the_name_of_a_unit_comes_before_the_number_of_a_link(done: Say, listed: Any) -> None:
    done("unit", "add", "1")
    done("link", "enable", "Seeblick 1")
    done("link", "enable", "1")
    done("link", "disable", "1")
    assert [(row["unit"], row["enabled"]) for row in listed()] == [
        ("Seeblick 1", True),
        ("1", False),
    ]


@pytest.mark.parametrize("command", ["disable", "renew", "delete"])
@pytest.mark.parametrize("target", ["Nirgendwo", "99", "9" * 40, "²"])
def test_an_unknown_unit_or_link_is_refused(refused: Say, command: str, target: str) -> None:
    assert target in refused("link", command, target)


@pytest.mark.parametrize("command", ["disable", "renew", "delete"])
def test_a_unit_without_its_link_is_refused(refused: Say, command: str) -> None:
    assert "Seeblick 1" in refused("link", command, "Seeblick 1")


def test_an_archived_unit_is_not_published(done: Say, refused: Say) -> None:
    done("link", "enable", "Seeblick 1")
    done("unit", "archive", "Seeblick 1")
    assert "archived" in refused("link", "enable", "Seeblick 1")
    assert "unit is archived" in done("link", "list")


def test_enabling_wants_a_unit_or_a_link(zimmerfrei: Zimmerfrei) -> None:
    assert zimmerfrei("link", "enable").status == 2
    assert zimmerfrei("link", "enable", "Seeblick 1", "--link", "1").status == 2


def test_the_public_address_is_in_every_link(done: Say, listed: Any) -> None:
    done("link", "enable", "Seeblick 1")
    said = done("settings", "set", "public_url", "https://kalender.example.org/")
    assert "https://kalender.example.org" in said
    assert "1 link has a new address" in said
    assert listed()[0]["url"].startswith("https://kalender.example.org/cal/")
