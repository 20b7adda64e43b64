"""How many stays a calendar may hold: all of them are read, or none."""

from __future__ import annotations

import pytest

from app.core.ical.foreign import TooMuchError, read
from app.core.importing.reading import reading
from app.core.stays.dates import FIRST_DAY
from tests.core.ical.test_foreign import FOOT, HEAD, event
from tests.core.importing.test_reading import BERLIN, TODAY, reading_of


@pytest.fixture
def at_most_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.importing.reading.STAYS_LIMIT", 10)


def series(uid: str, times: int) -> str:
    start = "DTSTART;VALUE=DATE:20261101"
    return event(f"UID:{uid}", start, f"RRULE:FREQ=WEEKLY;COUNT={times}")


def single(uid: str) -> str:
    return event(f"UID:{uid}", "DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261012")


@pytest.mark.usefixtures("at_most_ten")
def test_as_many_stays_as_may_be_are_all_there() -> None:
    assert len(reading_of(series("a", 6), series("b", 4)).stays) == 10
    assert len(reading_of(series("a", 9), single("s")).stays) == 10
    old = event("UID:old", "DTSTART;VALUE=DATE:20000109")
    assert len(reading_of(*[single(str(number)) for number in range(10)], old).stays) == 10


@pytest.mark.usefixtures("at_most_ten")
@pytest.mark.parametrize(
    "events",
    [
        (series("a", 6), series("b", 5), single("s")),
        (series("a", 11), single("s")),
        (series("a", 10), single("s")),
        (single("s"), series("a", 10)),
        tuple(single(str(number)) for number in range(11)),
    ],
)
def test_more_stays_than_may_be_are_refused_and_never_a_part_of_them(
    events: tuple[str, ...],
) -> None:
    with pytest.raises(TooMuchError):
        reading_of(*events)


@pytest.mark.usefixtures("at_most_ten")
def test_a_file_may_hold_more_stays_but_no_series_without_bound() -> None:
    singles = [single(str(number)) for number in range(30)]
    calendar = read((HEAD + "".join(singles) + FOOT).encode())
    assert len(reading(calendar, BERLIN, TODAY, FIRST_DAY).stays) == 30
    calendar = read((HEAD + series("a", 11) + FOOT).encode())
    with pytest.raises(TooMuchError):
        reading(calendar, BERLIN, TODAY, FIRST_DAY)
