"""Content lines: folded so that no reader is led astray, and read back as they were meant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Event

from app.core.ical.text import LINE_OCTETS, date_value, text_line, utc_value

# Many of what makes folding hard: escapes, several octets a character, line breaks.
TEXTS = st.one_of(
    st.text(st.sampled_from("\\;a"), min_size=40, max_size=120),
    st.text(st.sampled_from('\\;,\n :aä€😀"'), min_size=40, max_size=300),
    st.text(max_size=200),
)


def unescaped(value: str) -> str:
    """Read a TEXT back (RFC 5545 §3.3.11), one escape after the other."""
    meant = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}
    return re.sub(r"\\(.)", lambda found: meant[found[1]], value)


def spoken(text: str) -> str:
    """Return what of a text a calendar can say: no controls and no line ends but our own."""
    return re.sub("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


@given(TEXTS)
@example("a" * 66)
@example("\\" * 100)
@example("€" * 60)
@example("x\u2028y\x85z\r\n")
def test_a_line_is_read_as_it_was_meant(text: str) -> None:
    line = text_line("SUMMARY", text)
    assert line.endswith("\r\n")
    unfolded = line.replace("\r\n ", "").removesuffix("\r\n")
    assert "\r" not in unfolded
    assert "\n" not in unfolded
    name, _, value = unfolded.partition(":")
    assert name == "SUMMARY"
    assert unescaped(value) == spoken(text)


@given(TEXTS)
@example("a" * 67)
@example("ä" * 34)
@example("a" + ";" * 40)
@example("a" + "\\" * 40)
def test_no_piece_is_too_long_or_ends_within_a_character_or_an_escape(text: str) -> None:
    pieces = text_line("SUMMARY", text).encode().removesuffix(b"\r\n").split(b"\r\n ")
    for number, piece in enumerate(pieces):
        assert len(piece) <= LINE_OCTETS
        piece.decode()
        backslashes = len(piece) - len(piece.rstrip(b"\\"))
        assert number == len(pieces) - 1 or backslashes % 2 == 0
    # None is shorter than it must be: at most an escape and a character go to the next line.
    assert all(len(piece) >= LINE_OCTETS - 4 for piece in pieces[:-1])


@given(TEXTS)
def test_another_library_reads_the_same(text: str) -> None:
    raw = f"BEGIN:VEVENT\r\n{text_line('SUMMARY', text)}END:VEVENT\r\n"
    found = Event.from_ical(raw.encode())
    assert str(found["SUMMARY"]) == spoken(text)


@pytest.mark.parametrize(("length", "lines"), [(66, 1), (67, 2), (140, 2), (141, 3)])
def test_a_line_is_folded_only_where_it_must_be(length: int, lines: int) -> None:
    """SUMMARY: takes eight of the octets of the first line."""
    assert text_line("SUMMARY", "a" * length).count("\r\n") == lines


def test_a_date_has_eight_digits() -> None:
    assert date_value(date(2027, 7, 4)) == "20270704"
    assert date_value(date(987, 1, 2)) == "09870102"


@pytest.mark.parametrize("hours", [-12, -1, 0, 2, 14])
def test_a_moment_is_told_in_utc_and_whole_seconds(hours: int) -> None:
    moment = datetime(2027, 1, 2, 3, 4, 5, 999_999, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))
    assert utc_value(elsewhere) == "20270102T030405Z"


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    assert (utc_value(one) < utc_value(other)) == (
        one.replace(microsecond=0) < other.replace(microsecond=0)
    )
