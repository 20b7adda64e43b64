"""Names that are numbers: no command ever hits another thing than the one that was meant."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Say, Zimmerfrei

AMBIGUOUS = "is the name of one and the number of another"


@pytest.fixture(autouse=True)
def rooms(done: Say) -> None:
    """Unit 1 is called "2", unit 2 "Möwe", and so are two staff members."""
    done("unit", "add", "2")
    done("unit", "add", "Möwe")
    done("staff", "add", "2")
    done("staff", "add", "Maria")


COMMANDS = [
    ("unit", "rename", "{}", "Neu"),
    ("unit", "archive", "{}"),
    ("occupancy", "add", "{}", "2027-07-14", "2027-07-21"),
    ("occupancy", "list", "--unit", "{}"),
    ("occupancy", "add", "Möwe", "2027-07-14", "2027-07-21", "--staff", "{}"),
    ("link", "enable", "{}"),
    ("link", "add", "{}"),
    ("link", "add", "--staff", "{}"),
    ("link", "list", "--unit", "{}"),
    ("link", "list", "--staff", "{}"),
    ("staff", "add", "Jörg", "--unit", "{}"),
    ("staff", "change", "{}", "--role", "Reinigung"),
    ("staff", "change", "Maria", "--unit", "{}"),
    ("staff", "remove", "{}"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_name_that_is_anothers_number_is_refused_and_can_be_said_plainly(
    zimmerfrei: Zimmerfrei, command: tuple[str, ...]
) -> None:
    answer = zimmerfrei(*(part.format("2") for part in command))
    assert answer.status == 1
    assert AMBIGUOUS in answer.err
    assert "name:2 or id:2" in answer.err
    for plain in ("name:2", "id:2"):
        assert zimmerfrei(*(part.format(plain) for part in command)).status in {0, 1}
        assert AMBIGUOUS not in zimmerfrei(*(part.format(plain) for part in command)).err


def test_a_plain_word_hits_the_one_it_names(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done("occupancy", "add", "name:2", "2027-07-14", "2027-07-21", "--staff", "id:2")
    done("occupancy", "add", "id:2", "2027-07-14", "2027-07-21", "--staff", "name:2")
    rows = zimmerfrei("occupancy", "list", "--json").json
    assert [(row["unit"], row["staff"]) for row in rows] == [("2", "Maria"), ("Möwe", "2")]


@pytest.fixture
def links(done: Say) -> None:
    """Link 1 is that of Möwe, link 2 too, link 3 that of the unit called "2"."""
    done("link", "enable", "Möwe")
    done("link", "add", "Möwe", "--portal", "airbnb")
    done("link", "enable", "name:2")


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize(
    "command",
    [
        ("link", "show"),
        ("link", "change", "--label", "x"),
        ("link", "disable"),
        ("link", "renew"),
        ("link", "delete"),
        ("link", "preview"),
        ("link", "fetches"),
        ("reader", "list", "--link"),
    ],
    ids=" ".join,
)
def test_a_unit_and_a_link_are_never_mistaken(
    zimmerfrei: Zimmerfrei, command: tuple[str, ...]
) -> None:
    answer = zimmerfrei(*command, "2")
    assert answer.status == 1
    assert "name of a unit and the number of another link" in answer.err
    assert zimmerfrei(*command, "name:2").status == 0
    assert zimmerfrei(*command, "id:2").status == 0


@pytest.mark.usefixtures("links")
def test_a_plain_word_disables_the_link_it_means(zimmerfrei: Zimmerfrei, done: Say) -> None:
    def enabled() -> dict[int, bool]:
        rows: Any = zimmerfrei("link", "list", "--json").json
        return {row["id"]: row["enabled"] for row in rows}

    done("link", "disable", "id:2")
    assert enabled() == {1: True, 2: False, 3: True}
    done("link", "disable", "name:2")
    assert enabled() == {1: True, 2: False, 3: False}


def test_a_property_is_meant_by_name_or_number(zimmerfrei: Zimmerfrei, done: Say) -> None:
    done("unit", "add", "A", "--property", "Hafen")
    answer = zimmerfrei("unit", "add", "B", "--property", "2")
    assert answer.status == 1
    assert "name:2 for a new one or id:2" in answer.err
    done("unit", "add", "B", "--property", "id:2")
    done("unit", "add", "C", "--property", "name:2")
    rows = zimmerfrei("unit", "list", "--json").json
    assert {row["name"]: row["property"] for row in rows if row["name"] in "ABC"} == {
        "A": "Hafen",
        "B": "Hafen",
        "C": "2",
    }
    assert zimmerfrei("unit", "add", "D", "--property", "id:9").status == 1
    assert AMBIGUOUS in zimmerfrei("link", "add", "--property", "2").err
    done("link", "add", "--property", "name:2")


@pytest.mark.parametrize("name", ["\u3164", "\u200b", "\u200e", "\u0301"])
def test_names_that_show_nothing_are_refused(zimmerfrei: Zimmerfrei, name: str) -> None:
    for command in (("unit", "add"), ("staff", "add"), ("unit", "add", "X", "--property")):
        answer = zimmerfrei(*command, name)
        assert answer.status == 1
        assert "enter a name" in answer.err


def test_names_that_look_alike_are_one_name(zimmerfrei: Zimmerfrei, done: Say) -> None:
    assert "already a unit" in zimmerfrei("unit", "add", "Mö\u200bwe").err
    assert "already a staff member" in zimmerfrei("staff", "add", "MARIA\u2060").err
    done("unit", "add", "A", "--property", "My\u00a0house")
    rows = zimmerfrei("unit", "list", "--json").json
    assert {row["property"] for row in rows} == {"My house"}
    done("unit", "rename", "Möwe", "MÖWE")
