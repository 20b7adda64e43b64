"""What a calendar is called as a file on a service: as at home, and from nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.file_names import file_stem
from app.core.ical.write import calendar_bytes
from app.core.publishing.relay.protocol import SHOWN_NAME
from app.core.publishing.relay.shown_names import shown_name
from app.core.texts import slug

NAMES = st.text(min_size=1, max_size=200).filter(str.isprintable)
"""Names hold no sign that does not show: `app.core.texts.name` lets none in."""


@given(NAMES)
@example("Seeblick 1")
@example("a;b,c\\n\\d")
@example("ä" * 200)
@example("con")
@example("日本")
@example("x" * 73)
def test_it_is_the_name_that_the_link_has_at_home(name: str) -> None:
    told = shown_name(calendar_bytes(name, ()))
    assert told == f"{file_stem(slug(name))}.ics"
    assert SHOWN_NAME.fullmatch(told)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"X-WR-CALNAME", b"X-WR-CALNAME:", b"X-WR-CALNAME:\xff\\", b"a" * 100_000],
)
def test_what_names_nothing_is_a_calendar(body: bytes) -> None:
    assert SHOWN_NAME.fullmatch(shown_name(body))
