"""Points in time as people tell them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.times.moments import when
from app.i18n import catalogue

TODAY = date(2027, 7, 6)


def local(*parts: int) -> datetime:
    """A moment of the computer's local time, in UTC as it is kept."""
    return datetime(*parts).astimezone().astimezone(UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [
        (local(2027, 7, 6, 0, 0), "heute 00:00", "today 00:00"),
        (local(2027, 7, 6, 23, 59), "heute 23:59", "today 23:59"),
        (local(2027, 7, 5, 8, 5), "gestern 08:05", "yesterday 08:05"),
        (local(2027, 7, 4, 23, 59), "04.07.2027, 23:59", "4 Jul 2027, 23:59"),
        (local(2027, 7, 7, 0, 0), "07.07.2027, 00:00", "7 Jul 2027, 00:00"),
    ],
)
def test_the_last_two_days_are_told_by_their_names(
    moment: datetime, german: str, english: str
) -> None:
    for language, said in (("de", german), ("en", english)):
        assert catalogue(language).tr("since {when}", when=when(moment, TODAY)).endswith(said)


@given(minutes=st.integers(-60 * 24 * 5, 60 * 24 * 5))
def test_only_what_was_on_a_day_is_told_by_its_name(minutes: int) -> None:
    moment = local(2027, 7, 6, 12, 0) + timedelta(minutes=minutes)
    said = catalogue("en").tr("{when}", when=when(moment, TODAY))
    day = moment.astimezone().date()
    assert said.startswith("today ") == (day == TODAY)
    assert said.startswith("yesterday ") == (day == TODAY - timedelta(days=1))
    assert f"{moment.astimezone():%H:%M}" in said
