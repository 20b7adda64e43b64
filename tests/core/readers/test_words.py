"""How window and commands alike speak of readers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.readers.agents import ReaderName
from app.core.readers.words import every, reader
from app.i18n import WINDOW_LANGUAGES, catalogue


@pytest.mark.parametrize(
    ("usual", "told"),
    [
        (timedelta(seconds=5), "every minute"),
        (timedelta(minutes=30), "every 30 min"),
        (timedelta(hours=1), "every hour"),
        (timedelta(hours=5, minutes=50), "every 6 h"),
        (timedelta(hours=36), "every 36 h"),
        (timedelta(days=7), "every 7 days"),
    ],
)
def test_how_often_is_told_in_words(usual: timedelta, told: str) -> None:
    assert every(catalogue("en"), usual) == told


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
@given(length=st.timedeltas(timedelta(0), timedelta(days=4000)))
def test_any_interval_can_be_told(language: str, length: timedelta) -> None:
    assert " 0 " not in f" {every(catalogue(language), length)} "


@pytest.mark.parametrize(
    ("who", "agent", "told"),
    [
        (ReaderName("Airbnb", "Airbnb"), "Airbnb/1.0", "Airbnb"),
        (ReaderName("Foo"), "Foo/1.0 (Linux)", "Unknown reader (Foo/1.0)"),
        (ReaderName(""), "", "Unknown reader"),
        (ReaderName("x"), "x" * 31, f"Unknown reader ({'x' * 29}…)"),
    ],
)
def test_an_unknown_reader_is_told_by_what_it_calls_itself(
    who: ReaderName, agent: str, told: str
) -> None:
    assert reader(catalogue("en"), who, agent) == told
