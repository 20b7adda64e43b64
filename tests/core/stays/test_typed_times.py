"""Times of day as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.stays.typed_times import parse_time
from app.i18n import catalogue

TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15:30", time(15, 30)),
        ("15.30", time(15, 30)),
        ("15,30 Uhr", time(15, 30)),
        ("15:30 uhr", time(15, 30)),
        ("1530", time(15, 30)),
        ("0905", time(9, 5)),
        ("15", time(15)),
        ("15 Uhr", time(15)),
        ("15 Uhr 30", time(15, 30)),
        ("15uhr30", time(15, 30)),
        ("um 15 Uhr", time(15)),
        ("ab 16 Uhr", time(16)),
        ("ca. 17:30", time(17, 30)),
        ("at 4 pm", time(16)),
        ("15h", time(15)),
        ("15h30", time(15, 30)),
        ("3 pm", time(15)),
        ("3pm", time(15)),
        ("3:30 p.m.", time(15, 30)),
        ("3:30p", time(15, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("12:15 a.m.", time(0, 15)),
        ("3 o'clock", time(3)),
        ("00:00", time(0)),
        ("24:00", time(0)),
        ("24 Uhr", time(0)),
        ("23:59", time(23, 59)),
        ("  9 : 05 ", time(9, 5)),
        ("mittags", time(12)),
        ("Noon", time(12)),
        ("Mitternacht", time(0)),
    ],
)
def test_what_people_type_is_understood(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "25", "24:01", "15:60", "15:3", "15:300", "153", "15301", "-3", "3.5.2027"),
        *("13 pm", "0 am", "abends", "15-16", "15 bis 16 Uhr", "pm", "Uhr", ":30", "1e1", "٣"),
    ],
)
def test_what_is_no_time_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_time(typed)
    assert refusal.value.values == {"text": typed.strip()}
    assert "15:30" in catalogue("de").tell(refusal.value)


@given(TIMES, st.sampled_from(["de", "en", "fr"]))
def test_what_is_shown_can_be_typed(value: time, language: str) -> None:
    assert parse_time(catalogue(language).time(value)) == value


@given(TIMES)
def test_twelve_hours_and_twenty_four_mean_the_same(value: time) -> None:
    hour = value.hour % 12 or 12
    half = "pm" if value.hour >= 12 else "am"
    assert parse_time(f"{hour}:{value.minute:02} {half}") == value


@given(st.text(alphabet="0123456789:. apmuhrAPM'", max_size=9) | st.text(max_size=12))
def test_anything_is_a_time_to_the_minute_or_refused(typed: str) -> None:
    with suppress(UserError):
        found = parse_time(typed)
        assert (found.second, found.microsecond, found.tzinfo) == (0, 0, None)
