"""What a confirmation says of a stay, in both languages, however much is known."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from app.core.house.unit import Property, Unit
from app.core.letters.letter import Letter, confirmation, letter_values
from app.core.letters.template import LetterTemplate, Placeholder, standard_template
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import catalogue

HOUSE = Property(
    id=1, position=0, sequence=0, name="Haus Seeblick", address="Uferweg 12\n\n18609 Binz"
)
UNIT = Unit(id=1, property_id=1, name="Möwe", position=0, sequence=0, revision=1, archived_at=None)
TODAY = date(2027, 5, 2)


def stay(**more: Any) -> OccupancyDraft:
    known: dict[str, Any] = {
        "unit_id": 1,
        "arrival": date(2027, 7, 14),
        "departure": date(2027, 7, 21),
        "guest": "Anna Huber",
    }
    return OccupancyDraft(**{**known, **more})


def letter(language: str, **more: Any) -> Letter:
    texts = catalogue(language)
    return confirmation(standard_template(texts), stay(**more), UNIT, HOUSE, texts, TODAY)


def test_everything_that_is_known_stands_there_in_german() -> None:
    known = letter("de", persons=4, children=2, pets=1, arrival_time=time(15, 30))
    assert (known.sender, known.sender_lines) == ("Haus Seeblick", ("Uferweg 12", "18609 Binz"))
    assert (known.to, known.day) == ("Anna Huber", "02.05.2027")
    assert known.subject == "Bestätigung Ihrer Buchung ab Mi 14.07.2027"
    lines = known.body.splitlines()
    assert lines[0] == "Guten Tag Anna Huber,"
    assert "Unterkunft: Möwe, Haus Seeblick" in lines
    assert "Abreise: Mi 21.07.2027 (7 Nächte)" in lines
    assert "Personen: 4 (2 Erwachsene, 2 Kinder)" in lines
    assert "Haustiere: 1" in lines
    assert "Voraussichtliche Anreisezeit: 15:30 Uhr" in lines
    assert "So finden Sie uns: Uferweg 12, 18609 Binz" in lines


def test_the_same_in_english() -> None:
    known = letter("en", persons=1, arrival_time=time(9, 5))
    assert known.subject == "Confirmation of your booking from Wed 14 Jul 2027"
    lines = known.body.splitlines()
    assert lines[0] == "Dear Anna Huber,"
    assert "Persons: 1" in lines
    assert "Expected time of arrival: 09:05" in lines
    assert known.day == "2 May 2027"


def test_what_is_not_known_is_not_there() -> None:
    body = letter("de").body
    for word in ("Personen", "Haustiere", "Anreisezeit"):
        assert word not in body
    assert "\n\n\n" not in body


def test_who_has_no_name_is_addressed_all_the_same() -> None:
    nameless = letter("de", guest="")
    assert nameless.to == ""
    assert nameless.body.startswith("Guten Tag Gast,")


def test_a_unit_with_an_address_of_its_own_is_found_there() -> None:
    unit = Unit(
        **{
            **{name: getattr(UNIT, name) for name in ("id", "property_id", "name", "position")},
            "sequence": 0,
            "revision": 1,
            "archived_at": None,
            "address": "Hafen 3 \n18609 Binz",
        }
    )
    texts = catalogue("de")
    values = letter_values(stay(), unit, HOUSE, texts, TODAY)
    assert values[Placeholder.ADDRESS] == "Hafen 3, 18609 Binz"


@pytest.mark.parametrize("guest", ["{house}", "فاطمة", "Anna\u2028Huber", "👩‍👩‍👧", "x" * 500])
def test_any_name_is_only_a_name(guest: str) -> None:
    texts = catalogue("de")
    made = confirmation(
        LetterTemplate("{guest}", "Hallo {guest}!"), stay(guest=guest), UNIT, HOUSE, texts, TODAY
    )
    assert made.body == f"Hallo {guest}!"
    assert len(made.subject.splitlines()) == 1
