"""How backups are spoken of, in the words of both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.backups import words
from app.core.backups.copies import (
    Backup,
    Contents,
    Examined,
    Kind,
    KnownLink,
    KnownStay,
    Missing,
    Rhythm,
    Snapshot,
    Soundness,
)
from app.core.stays import occupancy
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import WINDOW_LANGUAGES, catalogue

ENGLISH, GERMAN = catalogue("en"), catalogue("de")
MOMENT = datetime(2027, 7, 6, 8, 12, tzinfo=UTC)


def known(guest: str = "", unit: str = "Möwe", **fields: object) -> KnownStay:
    days = {"arrival": date(2027, 12, 4), "departure": date(2027, 12, 11)}
    draft = OccupancyDraft(unit_id=1, guest=guest, **days | fields)  # type: ignore[arg-type]
    return KnownStay(unit, draft, 0)


def test_how_much_there_is_stands_in_one_line() -> None:
    assert words.contents(ENGLISH, Contents(4, 61, 7)) == "4 units · 61 occupancies · 7 links"
    assert words.contents(ENGLISH, Contents(1, 1, 1)) == "1 unit · 1 occupancy · 1 link"
    assert words.contents(GERMAN, Contents(0, 2, 1)) == "0 Einheiten · 2 Belegungen · 1 Link"


def test_nothing_is_said_of_what_is_in_a_file_that_is_not_sound() -> None:
    snapshot = Snapshot(units={1: "Möwe"})
    assert words.holds(ENGLISH, Examined(Soundness.SOUND, snapshot)).startswith("1 unit")
    for soundness in set(Soundness) - {Soundness.SOUND}:
        assert words.holds(ENGLISH, Examined(soundness, snapshot)) == ""


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_every_kind_rhythm_and_finding_has_words_of_its_own(language: str) -> None:
    texts = catalogue(language)
    backups = [Backup("a.db", kind, MOMENT, 1) for kind in Kind]
    said = [words.kind(texts, backup, None) for backup in backups]
    assert len(set(said)) == len(Kind)
    assert len({words.state(texts, one) for one in Soundness}) == len(Soundness)
    assert len({words.kind(texts, backups[0], one) for one in Rhythm}) == len(Rhythm)


def test_a_daily_backup_is_called_by_what_it_is_kept_as() -> None:
    daily = Backup("a.db", Kind.DAILY, MOMENT, 1)
    assert words.kind(ENGLISH, daily, Rhythm.MONTHLY) == "monthly"
    assert words.kind(ENGLISH, daily, None) == "daily"


@pytest.mark.parametrize(
    ("count", "english", "german"),
    [
        (0, "1 KB", "1 KB"),
        (1, "1 KB", "1 KB"),
        (1536, "2 KB", "2 KB"),
        (160 * 1024, "160 KB", "160 KB"),
        (1024**2 - 1, "1,024 KB", "1.024 KB"),
        (1024**2, "1.0 MB", "1,0 MB"),
        (1468006, "1.4 MB", "1,4 MB"),
        (2 * 1024**2 - 1, "2.0 MB", "2,0 MB"),
        (5000 * 1024**2, "5,000.0 MB", "5.000,0 MB"),
    ],
)
def test_a_size_is_short_and_in_the_numbers_of_the_language(
    count: int, english: str, german: str
) -> None:
    assert words.size(ENGLISH, count) == english
    assert words.size(GERMAN, count) == german


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_a_larger_file_never_seems_smaller(one: int, other: int) -> None:
    def shown(count: int) -> float:
        number, unit = words.size(ENGLISH, count).split()
        return float(number.replace(",", "")) * (1024 if unit == "MB" else 1)

    small, large = sorted((one, other))
    assert shown(small) <= shown(large)


def test_only_what_would_be_missing_is_counted() -> None:
    stays = (known("A"), known("B"))
    link = KnownLink("Möwe", "", "")
    assert words.lost(ENGLISH, Missing(stays=stays, links=(link,))) == "2 occupancies, 1 link"
    assert words.lost(ENGLISH, Missing(units=("Möwe",), stays=stays[:1])) == "1 unit, 1 occupancy"
    assert words.lost(ENGLISH, Missing(changed=3)) == ""
    assert words.lost(ENGLISH, Missing()) == ""


def test_what_would_be_as_it_was_is_said_apart() -> None:
    assert words.changed(ENGLISH, Missing()) == ""
    assert words.changed(ENGLISH, Missing(changed=1)) == "1 occupancy is as it was then."
    assert words.changed(ENGLISH, Missing(changed=2)) == "2 occupancies are as they were then."


def test_what_would_be_missing_is_named_units_first_links_last() -> None:
    missing = Missing(
        units=("Kranich",),
        stays=(known("Huber"), known(unit="Kranich", kind=occupancy.Kind.OWNER)),
        links=(
            KnownLink("", "", ""),
            KnownLink("Möwe", "", "airbnb"),
            KnownLink("Möwe", "Tante Erna", "airbnb"),
            KnownLink("", "", "Tourist-Info"),
        ),
    )
    assert list(words.named(ENGLISH, missing)) == [
        "Kranich",
        "Huber, Möwe, 4–11 Dec 2027",
        "Owner stay, Kranich, 4–11 Dec 2027",
        "link of the whole house",
        "link “Airbnb” of Möwe",
        "link “Tante Erna” of Möwe",
        "link “Tourist-Info” of the whole house",
    ]
    german = list(words.named(GERMAN, missing))
    assert german[1] == "Huber, Möwe, 04.–11.12.2027"
    assert len(german) == len(set(german)) == 7


def test_a_stay_without_a_guest_is_called_by_its_kind_and_portal() -> None:
    (said,) = words.named(ENGLISH, Missing(stays=(known(portal="airbnb"),)))
    assert said == "Booking · Airbnb, Möwe, 4–11 Dec 2027"
