"""Ten thousand feeds that went wrong: none of them is a bug, or frees what it shows."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.ical.foreign import IncompleteError, NotACalendarError, TooMuchError, read
from app.core.importing.reading import STAYS_LIMIT, reading
from tests.core.importing.fuzzing import BERLIN, TODAY, FuzzedHouse, fuzz, read_mutated

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n"


@pytest.mark.parametrize("part", range(5))
def test_two_thousand_mutated_feeds(part: int) -> None:
    read = fuzz(part * 2000, 2000, judged_rows=3)
    assert 500 < read < 2000


@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=6))
@settings(max_examples=60)
def test_any_mutated_feeds_in_any_order(seeds: list[int]) -> None:
    house = FuzzedHouse(seeds[0])
    for seed in seeds:
        found = read_mutated(seed)
        if found is not None:
            house.take(found)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_calendar_or_a_sentence(body: bytes) -> None:
    for whole in (body, HEAD + body, HEAD + body + b"\r\nEND:VCALENDAR\r\n"):
        with suppress(UserError):
            reading(read(whole), BERLIN, TODAY)


def test_a_rule_of_every_second_ends() -> None:
    event = b"BEGIN:VEVENT\r\nDTSTART:19700101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n"
    found = reading(read(HEAD + event * 50 + b"END:VCALENDAR\r\n"), BERLIN, TODAY)
    assert len(found.stays) <= STAYS_LIMIT


def test_a_million_folds_are_read_or_refused() -> None:
    body = HEAD + b"BEGIN:VEVENT\r\nSUMMARY:" + b"\r\n x" * 1_000_000
    with pytest.raises(IncompleteError):
        read(body)


def test_a_million_lines_too_many_are_refused() -> None:
    body = HEAD + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 100_000 + b"END:VCALENDAR\r\n"
    with pytest.raises(TooMuchError):
        read(body)


def test_what_is_still_packed_is_no_calendar() -> None:
    with pytest.raises(NotACalendarError):
        read(gzip.compress(HEAD + b"END:VCALENDAR\r\n"))
