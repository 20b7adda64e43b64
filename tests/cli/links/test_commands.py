import re
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import opened
from app.core.house.unit import PropertyDraft
from app.services.data_folder.folder import DataFolder
from app.storage.tables.house.units import UnitTable
from tests.cli.conftest import Say, Zimmerfrei

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


def test_the_name_of_a_unit_is_never_the_number_of_another_link(
    done: Say, refused: Say, listed: Any
) -> None:
    done("unit", "add", "1")
    done("link", "enable", "Seeblick 1")
    done("link", "enable", "name:1")
    assert "name:1 or id:1" in refused("link", "disable", "1")
    done("link", "disable", "name:1")
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


def test_a_link_of_a_unit_has_every_field(zimmerfrei: Zimmerfrei, done: Say, listed: Any) -> None:
    url = done("link", "add", "Seeblick 1", "--portal", "Airbnb", "--details", "title").strip()
    (row,) = listed()
    created = row.pop("created")
    assert created == row.pop("changed") == "2027-07-06T12:00:00+00:00"
    assert row == {
        "id": 1,
        "kind": "calendar",
        "scope": "unit",
        "subject": "Seeblick 1",
        "unit": "Seeblick 1",
        "unit_id": 1,
        "property_id": None,
        "staff_id": None,
        "main": False,
        "label": "Airbnb",
        "portal": "airbnb",
        "enabled": True,
        "answers": True,
        "url": url,
        "read_at": "here",
        "reach": "this_pc",
        "state": "this_pc",
        "state_words": "readable on this computer only",
        "check": None,
        "knows_readers": True,
        "here_only": False,
        "details": "title",
        "fields": ["title"],
        "options": "occupied",
        "owner_stays": True,
        "blocks": True,
        "own_entries": True,
        "months_back": 12,
        "months_ahead": None,
        "language": "en",
        "last_read": None,
        "last_reader": None,
        "sequence": 0,
    }
    whole = zimmerfrei("link", "show", "1", "--json").json
    assert whole.items() >= row.items()
    assert whole["calendar_url"] == url
    assert (whole["reach"], whole["readers"], whole["silent"]) == ("this_pc", [], [])


def test_links_of_all_that_there_is(done: Say, listed: Any) -> None:
    done("staff", "add", "Maria Kern")
    done("link", "enable", "Seeblick 1")
    added = [
        ("--property", "my house"),
        ("--house", "--label", "Family"),
        ("--staff", "maria kern"),
        ("--staff", "1", "--occupancies"),
        ("Seeblick 1", "--website"),
    ]
    urls = [done("link", "add", *words).strip() for words in added]
    rows = listed()
    assert [row["url"] for row in sorted(rows, key=lambda row: row["id"])][1:] == urls
    told = [(row["kind"], row["scope"], row["subject"], row["unit"]) for row in rows]
    assert told == [
        ("calendar", "unit", "Seeblick 1", "Seeblick 1"),
        ("website", "unit", "Seeblick 1", "Seeblick 1"),
        ("calendar", "property", "My house", None),
        ("calendar", "house", "", None),
        ("changeovers", "staff", "Maria Kern", None),
        ("calendar", "staff", "Maria Kern", None),
    ]
    assert "/kalender/" in urls[-1]
    assert [row["blocks"] for row in rows] == [True, True, True, True, False, True]
    listing = done("link", "list")
    for words in ("My house", "Whole house", "Family", "Maria Kern", "Changeover days"):
        assert words in listing


def test_a_listing_shows_only_what_is_asked_for(
    done: Say, listed: Any, zimmerfrei: Zimmerfrei
) -> None:
    done("unit", "add", "Seeblick 2")
    done("staff", "add", "Maria")
    assert "zimmerfrei link add" in done("link", "list", "--house")
    for words in (("Seeblick 1",), ("Seeblick 2",), ("--house",), ("--staff", "Maria")):
        done("link", "add", *words)
    done("link", "add", "--property", "1")

    def ids(*words: str) -> list[int]:
        return [row["id"] for row in zimmerfrei("link", "list", "--json", *words).json]

    assert ids("--unit", "Seeblick 2") == [2]
    assert ids("--house") == [3]
    assert ids("--staff", "Maria") == [4]
    assert ids("--property", "My house") == [5]
    assert len(listed()) == 5
    assert zimmerfrei("link", "list", "--house", "--unit", "Seeblick 1").status == 2


def test_a_link_is_changed_in_what_is_given(done: Say, listed: Any, zimmerfrei: Zimmerfrei) -> None:
    done("link", "add", "Seeblick 1", "--portal", "airbnb")
    said = done(
        *(
            "link",
            "change",
            "1",
            "--field",
            "guest",
            "--field",
            "persons",
            "--options",
            "tentative",
        ),
        *("--no-owner-stays", "--no-blocks", "--leave-out-own-entries"),
        *("--back", "2", "--ahead", "18", "--language", "de"),
    )
    assert "Whoever has this link sees: Guest’s name, Persons." in said
    (row,) = listed()
    assert (row["details"], row["fields"]) == ("custom", ["guest", "persons"])
    assert (row["options"], row["language"], row["portal"]) == ("tentative", "de", "airbnb")
    assert (row["owner_stays"], row["blocks"], row["own_entries"]) == (False, False, False)
    assert (row["months_back"], row["months_ahead"]) == (2, 18)
    assert "Stays as it is" in done("link", "change", "1", "--back", "2")
    assert "sees" not in done("link", "change", "1", "--details", "occupied", "--ahead", "")
    done("link", "change", "1", "--details", "title", "--field", "note", "--owner-stays")
    (row,) = listed()
    assert (row["fields"], row["months_ahead"], row["owner_stays"]) == (
        ["title", "note"],
        None,
        True,
    )
    assert row["url"] == zimmerfrei("link", "show", "1", "--json").json["url"]


def test_a_label_follows_the_portal_unless_the_owner_chose_it(done: Say, listed: Any) -> None:
    done("link", "add", "Seeblick 1", "--portal", "airbnb")
    done("link", "change", "1", "--portal", "booking")
    assert (listed()[0]["label"], listed()[0]["portal"]) == ("Booking.com", "booking")
    done("link", "change", "1", "--label", "Mine")
    done("link", "change", "1", "--portal", "airbnb")
    assert (listed()[0]["label"], listed()[0]["portal"]) == ("Mine", "airbnb")


def test_one_link_is_told_in_words(done: Say) -> None:
    done("link", "add", "Seeblick 1", "--portal", "airbnb", "--details", "full", "--no-blocks")
    said = done("link", "show", "1")
    for words in (
        "Seeblick 1 · for Airbnb (number 1)",
        "enabled, readable on this computer only",
        "everything",
        "what was read from Airbnb and not changed since",
        "12 months back, everything ahead",
        "nobody yet",
        "Whoever has this link sees: Title, Status, Guest’s name, Phone, E-mail",
    ):
        assert words in said
    done("link", "change", "1", "--leave-out-own-entries")
    assert "Airbnb hears nothing of it" in done("link", "show", "1")
    done("link", "disable", "1")
    assert "disabled; it answers no reader" in done("link", "show", "1")
    done("settings", "set", "language", "de")
    assert "Wer diesen Link hat, sieht: Titel" in done("link", "show", "1")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("Seeblick 1", "--house"),
        ("--house", "--website"),
        ("--staff", "Maria", "--website"),
        ("Seeblick 1", "--changeovers"),
        ("--house", "--occupancies"),
        ("--staff", "Maria", "--occupancies", "--changeovers"),
        ("Seeblick 1", "--details", "all"),
        ("Seeblick 1", "--field", "price"),
        ("Seeblick 1", "--language", "nl"),
        ("Seeblick 1", "--back", "few"),
        ("Seeblick 1", "--back", ""),
    ],
    ids=" ".join,
)
def test_what_is_wrong_by_form(
    zimmerfrei: Zimmerfrei, done: Say, listed: Any, words: tuple[str, ...]
) -> None:
    done("staff", "add", "Maria")
    answer = zimmerfrei("link", "add", *words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert listed() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Nirgendwo",), "no unit “Nirgendwo”"),
        (("--property", "Schloss"), "no property “Schloss”"),
        (("--staff", "Niemand"), "no staff member “Niemand”"),
        (("Seeblick 1", "--label", "x" * 500), "200"),
        (("Seeblick 1", "--portal", "x" * 500), "200"),
        (("Seeblick 1", "--ahead", "121"), "120"),
        (("Seeblick 1", "--back", "-1"), "120"),
        (("Seeblick 1", "--website", "--field", "note"), "free and occupied and nothing else"),
    ],
)
def test_what_is_wrong_with_the_data(
    refused: Say, listed: Any, words: tuple[str, ...], said: str
) -> None:
    assert said in refused("link", "add", *words)
    assert listed() == []


def test_odd_labels_and_portals_stay_text(done: Say, listed: Any) -> None:
    html = "<img src=x onerror=alert(1)>"
    done("link", "add", "Seeblick 1", "--label", "a\x1b[31m\nb\x00", "--portal", html)
    (row,) = listed()
    assert (row["label"], row["portal"]) == ("a [31m b", html)
    listing = done("link", "list")
    assert len(listing.splitlines()) == 3
    assert not set(listing) & {"\x1b", "\x00"}
    assert html in done("link", "show", "1")


def test_a_link_of_an_archived_unit_answers_nobody(
    zimmerfrei: Zimmerfrei, done: Say, refused: Say, listed: Any
) -> None:
    done("link", "add", "Seeblick 1", "--website")
    done("link", "add", "--house")
    done("unit", "archive", "Seeblick 1")
    assert "archived" in refused("link", "add", "Seeblick 1")
    assert [(row["enabled"], row["answers"]) for row in listed()] == [(True, False), (True, True)]
    assert "unit is archived; it answers no reader" in done("link", "show", "1")
    assert "archived" in refused("link", "preview", "1")
    assert zimmerfrei("link", "preview", "2").status == 0


def test_properties_of_one_name_are_told_apart_by_number(
    zimmerfrei: Zimmerfrei, data: Path, refused: Say, listed: Any
) -> None:
    # As it stood before names were compared.
    with opened(DataFolder(data), busy_timeout=1) as services, services.database.write():
        UnitTable(services.database).add_property(PropertyDraft(name="MY HOUSE"))
    assert "number of one: id:1, id:2" in refused("link", "add", "--property", "my house")
    assert zimmerfrei("link", "add", "--property", "2").status == 0
    assert listed()[0]["property_id"] == 2


def test_ten_thousand_links_are_listed(zimmerfrei: Zimmerfrei, done: Say, data: Path) -> None:
    done("link", "enable", "Seeblick 1")
    with opened(DataFolder(data), busy_timeout=1) as services, services.database.write():
        table = services.database.table("link")
        row = table.select().dicts().first()
        copied = [name for name in row if name not in {"id", "main", "label", "token"}]
        columns = [getattr(table.c, name) for name in (*copied, "main", "label", "token")]
        values = [row[name] for name in copied]
        for start in range(0, 9_999, 909):
            some = [(*values, 0, f"Link {n}", f"{n:024}") for n in range(start, start + 909)]
            table.insert(some, columns=columns).execute()
    rows = zimmerfrei("link", "list", "--json").json
    assert [row["label"] for row in rows] == ["", *(f"Link {n}" for n in range(9_999))]
    assert len(done("link", "list").splitlines()) == 10_002
    assert "Link 9998 (number 10000)" in done("link", "show", "10000")
