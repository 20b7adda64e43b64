"""From foreign events to nights: the right days, whatever clock they are written by."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.ical.foreign import read
from app.core.importing.reading import AHEAD_READ, PAST_READ, Reading, reading
from app.core.importing.source import ForeignStay
from app.core.stays.occupancy import Kind
from tests.core.ical.test_foreign import FOOT, HEAD, event

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 10, 1)
FEEDS = Path(__file__).parents[2] / "feeds"


def reading_of(*events: str, today: date = TODAY, producer: str = "-//Somebody//EN") -> Reading:
    head = HEAD.replace("-//Somebody//EN", producer)
    return reading(read((head + "".join(events) + FOOT).encode()), BERLIN, today)


def nights(*lines: str) -> tuple[date, date]:
    """Return the days of the one stay that an event with these lines is."""
    (stay,) = reading_of(event("UID:1", *lines)).stays
    return stay.arrival, stay.departure


def days(first: int, end: int) -> tuple[date, date]:
    return date(2026, 10, first), date(2026, 10, end)


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261012"),
        ("DTSTART:20261009T140000", "DTEND:20261012T100000"),
        ("DTSTART:20261009T120000Z", "DTEND:20261012T080000Z"),
        ("DTSTART;TZID=Europe/Berlin:20261009T150000", "DTEND;TZID=Europe/Berlin:20261012T110000"),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261009T000000",
            "DTEND;TZID=W. Europe Standard Time:20261012T000000",
        ),
        # Midnight in Berlin is ten in the evening in Greenwich; the day is still the ninth.
        ("DTSTART:20261008T221500Z", "DTEND:20261012T080000Z"),
        ("DTSTART:20261009T000000", "DTEND:20261011T235959"),
        ("DTSTART;VALUE=DATE:20261009", "DTEND:20261011T235900"),
        ("DTSTART;TZID=Nowhere/Land:20261009T230000", "DTEND;TZID=Nowhere/Land:20261012T010000"),
        ("DTSTART;VALUE=DATE:20261009", "DURATION:P3D"),
        ("DTSTART:20261009T150000", "DURATION:PT68H"),
        ("DTSTART:20261009T150000", "DURATION:P3D"),
    ],
)
def test_the_same_three_nights_however_they_are_written(lines: tuple[str, ...]) -> None:
    assert nights(*lines) == days(9, 12)


def test_without_an_end_it_is_one_night() -> None:
    assert nights("DTSTART;VALUE=DATE:20261009") == days(9, 10)
    assert nights("DTSTART:20261009T150000") == days(9, 10)


def test_a_whole_day_by_the_clock_of_another_country_stays_that_day() -> None:
    tokyo = "DTSTART;TZID=Asia/Tokyo:20261009T000000", "DTEND;TZID=Asia/Tokyo:20261012T000000"
    assert nights(*tokyo) == days(9, 12)


def test_an_hour_elsewhere_is_the_day_that_it_is_here() -> None:
    # Ten in the evening of the eighth in New York is four in the morning of the ninth in Berlin.
    zone = "TZID=America/New_York"
    assert nights(f"DTSTART;{zone}:20261008T220000", f"DTEND;{zone}:20261012T040000") == days(9, 12)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(1, 40), st.data())
@example(date(2027, 3, 27), 1, None)
@example(date(2026, 10, 24), 2, None)
def test_the_days_of_moments_are_those_on_the_clock_here(
    arrival: date, count: int, data: st.DataObject | None
) -> None:
    hours = st.integers(1, 22)
    begin = time(data.draw(hours) if data else 2, 30)
    end = time(data.draw(hours) if data else 2, 30)
    departure = arrival + timedelta(days=count)

    def utc(day: date, clock: time) -> str:
        there = datetime.combine(day, clock, BERLIN).astimezone(UTC)
        return f"{there:%Y%m%dT%H%M%SZ}"

    made = event("UID:1", f"DTSTART:{utc(arrival, begin)}", f"DTEND:{utc(departure, end)}")
    (stay,) = reading_of(made, today=arrival).stays
    assert (stay.arrival, stay.departure) == (arrival, departure)


# ---- what takes no night ----


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:20261015T133000Z", "DTEND:20261015T143000Z"), "takes no night"),
        (("DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261009"), "takes no night"),
        (("DTSTART;VALUE=DATE:20261009", "STATUS:CANCELLED"), "is cancelled"),
    ],
)
def test_it_is_listed_with_its_reason(lines: tuple[str, ...], why: str) -> None:
    found = reading_of(event("UID:1", "SUMMARY:Zahnarzt", *lines))
    assert found.stays == ()
    assert [(one.what, one.why.text) for one in found.listed] == [("Zahnarzt", why)]


def test_what_is_marked_free_takes_nothing_in_a_calendar_of_both_kinds() -> None:
    free = event("UID:1", "DTSTART;VALUE=DATE:20261009", "TRANSP:TRANSPARENT")
    taken = event("UID:2", "DTSTART;VALUE=DATE:20261019", "TRANSP:OPAQUE")
    assert [stay.uid for stay in reading_of(free, taken).stays] == ["2"]
    # A known program marks everything so, and means that it is taken.
    assert [stay.uid for stay in reading_of(free).stays] == ["1"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART:20261012", "DTEND:20261009"), "ends before it begins"),
        (("DTSTART:00010101", "DTEND:00010103"), "year"),
        (("DTSTART:99991230", "DTEND:99991231"), "year"),
        (("DTSTART:20261009", "DURATION:-P2D"), "ends before it begins"),
        (("DTSTART:99000101T150000", "DURATION:P999999D"), "year"),
    ],
)
def test_what_can_be_no_stay_is_refused_with_a_line(lines: tuple[str, ...], why: str) -> None:
    found = reading_of(event("UID:1", "SUMMARY:Kaputt", *lines))
    assert found.stays == ()
    assert [one.what for one in found.refused] == ["Kaputt"]
    assert why in found.refused[0].why.text


def test_stays_of_the_last_year_are_read_and_older_ones_are_not() -> None:
    first = TODAY - PAST_READ

    def ending(day: date) -> str:
        begin = day - timedelta(days=3)
        return event(f"UID:{day}", f"DTSTART:{begin:%Y%m%d}", f"DTEND:{day:%Y%m%d}")

    found = reading_of(ending(first), ending(first + timedelta(days=1)))
    assert [stay.departure for stay in found.stays] == [first + timedelta(days=1)]
    assert (found.refused, found.listed) == ((), ())


# ---- what comes again ----

WEEKLY = ("UID:w", "DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261011", "SUMMARY:Putzen")


def arrivals(found: Reading) -> list[date]:
    return [stay.arrival for stay in found.stays]


def test_each_time_is_a_stay_of_its_own() -> None:
    found = reading_of(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert arrivals(found) == [date(2026, 10, 9), date(2026, 10, 16), date(2026, 10, 23)]
    assert len({stay.uid for stay in found.stays}) == 3
    assert all(stay.nights == 2 for stay in found.stays)


def test_times_that_were_taken_out_or_put_elsewhere_are_not_taken() -> None:
    moved = event(
        "UID:w",
        "RECURRENCE-ID;VALUE=DATE:20261023",
        "DTSTART;VALUE=DATE:20261024",
        "DTEND;VALUE=DATE:20261025",
    )
    series = event(
        *WEEKLY,
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;VALUE=DATE:20261016",
        "RDATE;VALUE=DATE:20261111,20261112",
    )
    found = reading_of(series, moved)
    expected = [(10, 9), (10, 24), (10, 30), (11, 11), (11, 12)]
    assert arrivals(found) == [date(2026, month, day) for month, day in expected]


def test_a_rule_without_end_ends_at_the_horizon() -> None:
    found = reading_of(event(*WEEKLY, "RRULE:FREQ=WEEKLY"))
    assert arrivals(found)[-1] < TODAY + AHEAD_READ
    assert arrivals(found)[-1] >= TODAY + AHEAD_READ - timedelta(days=7)


def test_a_rule_that_nobody_understands_counts_once_and_is_said() -> None:
    found = reading_of(event(*WEEKLY, "RRULE:FREQ=SECONDLY"))
    assert arrivals(found) == [date(2026, 10, 9)]
    assert [one.what for one in found.refused] == ["Putzen"]


def test_a_series_from_long_ago_is_taken_from_a_year_ago_on() -> None:
    old = ("UID:w", "DTSTART;VALUE=DATE:20000107", "DTEND;VALUE=DATE:20000109")
    found = reading_of(event(*old, "RRULE:FREQ=WEEKLY"))
    assert all(stay.departure > TODAY - PAST_READ for stay in found.stays)
    assert len(found.stays) > 300


# ---- words ----


def stay_of(producer: str, summary: str, *more: str) -> ForeignStay:
    made = event("UID:1", "DTSTART;VALUE=DATE:20261009", f"SUMMARY:{summary}", *more)
    (stay,) = reading_of(made, producer=producer).stays
    return stay


@pytest.mark.parametrize(
    ("producer", "summary", "expected"),
    [
        ("-//Airbnb Inc//x", "Reserved", (Kind.BOOKING, False, False, "")),
        ("-//Airbnb Inc//x", "Airbnb (Not available)", (Kind.BLOCK, True, False, "")),
        ("-//Airbnb Inc//x", "Reserved - Åsa Öberg", (Kind.BOOKING, False, False, "Åsa Öberg")),
        (
            "-//admin.booking.com\\, b.v.//x",
            "CLOSED - Not available",
            (Kind.BOOKING, False, True, ""),
        ),
        ("-//HomeAway.com\\, Inc.//EN", "Blocked", (Kind.BLOCK, True, False, "")),
        ("-//HomeAway.com\\, Inc.//EN", "Reserved - NAME", (Kind.BOOKING, False, False, "NAME")),
        ("-//HomeAway.com\\, Inc.//EN", "Réservée - NAME", (Kind.BOOKING, False, False, "NAME")),
        ("-//Guesty//x", "Blocked by Guesty", (Kind.BLOCK, True, False, "")),
        ("-//Smoobu//EN", "GASTEINS", (Kind.BOOKING, False, False, "GASTEINS")),
        ("-//Smoobu//EN", "Blocked", (Kind.BLOCK, True, False, "")),
        ("-//Somebody//EN", "Blocked", (Kind.BOOKING, False, True, "")),
        ("", "Familie Groß", (Kind.BOOKING, False, True, "")),
    ],
)
def test_each_producer_s_words_are_understood(
    producer: str, summary: str, expected: tuple[Kind, bool, bool, str]
) -> None:
    stay = stay_of(producer, summary)
    assert (stay.kind, stay.closure, stay.unsure, stay.guest) == expected


@pytest.mark.parametrize(
    ("summary", "more"),
    [
        ("Provisoire - NAME", ()),
        ("Tentative - NAME", ()),
        ("Familie Groß (unter Vorbehalt)", ()),
        ("Option Meier", ()),
        ("Meier", ("STATUS:TENTATIVE",)),
    ],
)
def test_what_is_not_firm_is_an_option(summary: str, more: tuple[str, ...]) -> None:
    assert stay_of("-//HomeAway.com//EN", summary, *more).tentative
    assert not stay_of("-//HomeAway.com//EN", "Adoptionsfeier").tentative


def test_the_reservation_s_address_is_offered() -> None:
    description = (
        "DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/details/HM1"
        "\\nPhone Number (Last 4 Digits): 0000"
    )
    stay = stay_of("-//Airbnb Inc//x", "Reserved", description)
    assert stay.link == "https://www.airbnb.com/hosting/reservations/details/HM1"


def test_a_stranger_s_texts_are_texts_and_no_longer_than_a_line() -> None:
    stay = stay_of("", "<b>\x00\u202eböse\x07</b>" + "x" * 2000)
    assert "\x00" not in stay.summary
    assert "\x07" not in stay.summary
    assert "\u202e" not in stay.summary
    assert stay.summary.startswith("<b>")
    assert len(stay.summary) <= 500


@pytest.mark.parametrize("lines", [(), ("DTSTART:20261012", "DTEND:20261009")])
def test_what_is_refused_is_called_by_a_line_as_well(lines: tuple[str, ...]) -> None:
    (refused,) = reading_of(event("UID:1", "SUMMARY:\x07\u202eböse" + "x" * 900, *lines)).refused
    assert refused.what.startswith("böse")
    assert len(refused.what) <= 500


# ---- the samples ----


def sample(name: str) -> Reading:
    return reading(read((FEEDS / name).read_bytes()), BERLIN, TODAY)


def test_airbnb_s_closures_are_told_from_its_stays() -> None:
    found = sample("airbnb-current-day1.ics")
    assert [(stay.arrival, stay.departure, stay.closure) for stay in found.stays] == [
        (date(2026, 9, 27), date(2026, 10, 3), False),
        (date(2026, 10, 3), date(2026, 10, 8), False),
        (date(2026, 11, 1), date(2026, 11, 15), True),
        (date(2026, 12, 20), date(2026, 12, 27), False),
        (date(2027, 7, 1), date(2027, 10, 2), True),
    ]


def test_smoobu_s_three_events_are_one_stay() -> None:
    found = sample("smoobu-three-events-per-stay.ics")
    assert [(stay.arrival, stay.departure, stay.guest) for stay in found.stays] == [
        (date(2026, 10, 9), date(2026, 10, 12), "GASTEINS"),
        (date(2026, 10, 20), date(2026, 10, 22), ""),
    ]
    assert len(found.listed) == 2


def test_an_owner_s_own_calendar_lists_what_takes_no_night() -> None:
    found = sample("google-mixed.ics")
    assert found.stays == ()
    assert [one.what for one in found.listed].count("Putzplan") == 4


def test_outlook_s_midnights_are_days() -> None:
    (stay,) = sample("outlook-published-windows-tz.ics").stays
    assert (stay.arrival, stay.departure) == days(9, 12)


def test_an_empty_calendar_is_a_calendar() -> None:
    assert sample("airbnb-empty.ics").stays == ()


def test_every_booking_com_stay_may_be_a_closure() -> None:
    assert {stay.unsure for stay in sample("booking-com-day1.ics").stays} == {True}


def test_fewo_direkt_tells_guests_and_closures() -> None:
    found = sample("vrbo-homeaway-lf.ics").stays
    assert [(stay.guest, stay.closure) for stay in found] == [
        ("GASTEINS", False),
        ("GASTZWEI", False),
        ("", True),
    ]
