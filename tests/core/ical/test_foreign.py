"""Calendars that strangers write: all of it or nothing, and whatever can be understood."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.ical.foreign import (
    EVENTS_LIMIT,
    ForeignEvent,
    IncompleteError,
    NotACalendarError,
    TooMuchError,
    When,
    read,
)
from app.core.ical.foreign_lines import LINE_LIMIT, decoded, parsed

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n"
FOOT = "END:VCALENDAR\r\n"


def event(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", *lines, "END:VEVENT"))


def of(*lines: str) -> ForeignEvent:
    """Return the one event with these lines."""
    (found,) = read((HEAD + event(*lines) + FOOT).encode()).events
    return found


STAY = ("UID:1@x", "DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261012", "SUMMARY:Reserved")
WHOLE = HEAD + event(*STAY) + FOOT


def test_an_event_says_its_days_and_words() -> None:
    found = of(*STAY, "DTSTAMP:20261001T061512Z", "STATUS:confirmed", "TRANSP:transparent")
    assert found.uid == "1@x"
    assert found.start == When(date(2026, 10, 9))
    assert found.end == When(date(2026, 10, 12))
    assert (found.summary, found.status, found.transparent) == ("Reserved", "CONFIRMED", True)
    assert found.stamp == datetime(2026, 10, 1, 6, 15, 12, tzinfo=UTC)


def test_the_head_tells_who_wrote_it() -> None:
    body = HEAD + "X-WR-CALNAME:Haus\\, See\r\nX-WR-TIMEZONE:Europe/Berlin\r\n" + FOOT
    found = read(body.encode())
    assert (found.producer, found.name, found.zone) == (
        "-//Somebody//EN",
        "Haus, See",
        "Europe/Berlin",
    )
    assert found.events == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text + "\r\n\r\n",
        lambda text: text.replace("BEGIN:", "begin:").replace("DTSTART", "dtstart"),
        lambda text: text.replace("VEVENT", "vevent").replace("VCALENDAR", "VCalendar"),
        lambda text: text.replace("SUMMARY:Res", "SUMMARY:Re\r\n s"),
        lambda text: text.replace("SUMMARY:Res", "SUMMARY:Re\r\n\ts"),
        lambda text: text.replace("VALUE=DATE", "VALUE=date"),
        lambda text: text.replace("20261009", "2026-10-09"),
        lambda text: text.replace("UID:1@x", 'UID;X-P="a:b;c":1@x'),
        lambda text: text.replace("SUMMARY:", "SUMMARY;LANGUAGE=de-DE:"),
        lambda text: text + text,
    ],
)
def test_what_writers_do_otherwise_changes_nothing(change: object) -> None:
    assert callable(change)
    for found in read(change(WHOLE).encode()).events:
        assert found.start == When(date(2026, 10, 9))
        assert (found.uid, found.summary) == ("1@x", "Reserved")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_umlauts_survive_their_encoding(encoding: str) -> None:
    body = (HEAD + event(*STAY[:3], "SUMMARY:Müller – Gäste") + FOOT).encode(encoding)
    (found,) = read(body).events
    assert found.summary == "Müller – Gäste"


def test_a_character_may_be_folded_in_its_middle() -> None:
    whole = "SUMMARY:Familie Müller".encode()
    at = whole.index("ü".encode()) + 1
    line = whole[:at] + b"\r\n " + whole[at:]
    body = HEAD.encode() + event(*STAY[:3], "@").encode().replace(b"@\r\n", line + b"\r\n")
    # "@" stands in the UID as well.
    body = body.replace(b"UID:1" + line, b"UID:1@x")
    (found,) = read(body + FOOT.encode()).events
    assert found.summary == "Familie Müller"


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("DTSTART:20261009T140000Z", When(date(2026, 10, 9), time(14), "UTC")),
        ("DTSTART:20261009t140000z", When(date(2026, 10, 9), time(14), "UTC")),
        ("DTSTART:20261009T140000", When(date(2026, 10, 9), time(14))),
        ("DTSTART:20261009T1400", When(date(2026, 10, 9), time(14))),
        ("DTSTART:2026-10-09T14:00:00", When(date(2026, 10, 9), time(14))),
        ("DTSTART:20261009T240000", When(date(2026, 10, 9), time(23, 59, 59))),
        ("DTSTART:20261009T235960", When(date(2026, 10, 9), time(23, 59, 59))),
        (
            "DTSTART;TZID=W. Europe Standard Time:20261009T000000",
            When(date(2026, 10, 9), time(), "W. Europe Standard Time"),
        ),
        (
            'DTSTART;TZID="Europe/Berlin":20261009T140000',
            When(date(2026, 10, 9), time(14), "Europe/Berlin"),
        ),
        ("DTSTART;VALUE=DATE:20261009T140000", When(date(2026, 10, 9))),
        ("DTSTART:20261009", When(date(2026, 10, 9))),
        ("DTSTART:00010101", When(date(1, 1, 1))),
    ],
)
def test_moments_are_kept_as_they_are_written(line: str, when: When) -> None:
    assert of("UID:1", line).start == when


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("P3D", timedelta(days=3)),
        ("P1W", timedelta(days=7)),
        ("PT36H", timedelta(hours=36)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("-P1D", timedelta(days=-1)),
        ("p2d", timedelta(days=2)),
        ("3 days", None),
    ],
)
def test_a_duration_is_read(value: str, length: timedelta | None) -> None:
    assert of("UID:1", "DTSTART:20261009", f"DURATION:{value}").duration == length


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("UID:1", "SUMMARY:Ohne Tag"), "no date"),
        (("UID:1", "DTSTART:gestern"), "no date"),
        (("UID:1", "DTSTART:20260231"), "no date"),
        (("UID:1", "DTSTART:20261009T256000"), "no date"),
        (("UID:1", "DTSTART:20261009", "DTEND:nie"), "ends on no date"),
    ],
)
def test_an_event_without_dates_is_refused_alone(lines: tuple[str, ...], why: str) -> None:
    found = read((HEAD + event(*lines) + event(*STAY) + FOOT).encode())
    assert [one.uid for one in found.events] == ["1@x"]
    (refused,) = found.refused
    assert why in refused.why.text
    assert refused.what == ("Ohne Tag" if "SUMMARY:Ohne Tag" in lines else "1")


def test_alarms_tasks_and_zones_are_passed_over() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    zone += "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    task = "BEGIN:VTODO\r\nUID:t\r\nDTSTART:20261001\r\nEND:VTODO\r\n"
    alarm = ("BEGIN:VALARM", "SUMMARY:Weck mich", "TRIGGER:-PT1H", "END:VALARM")
    body = HEAD + zone + task + event(*STAY[:3], *alarm, "SUMMARY:Reserved") + FOOT
    (found,) = read(body.encode()).events
    assert found.summary == "Reserved"


def test_escapes_are_undone_and_others_stay() -> None:
    found = of(*STAY[:3], r"SUMMARY:a\, b\; c\\d\ne\N\x", r"DESCRIPTION:C:\Daten")
    assert found.summary == "a, b; c\\d\ne\n\\x"
    assert found.description == "C:\\Daten"


def test_what_stands_there_twice_counts_the_first_time() -> None:
    assert of(*STAY, "SUMMARY:Second", "DTSTART:20270101").summary == "Reserved"


# ---- all or nothing ----


@pytest.mark.parametrize("cut", range(1, len(WHOLE) - len(FOOT) + 2, 7))
def test_a_calendar_that_was_cut_off_is_none(cut: int) -> None:
    with pytest.raises((IncompleteError, NotACalendarError)):
        read(WHOLE[:cut].encode())


def test_the_last_line_needs_no_end() -> None:
    assert len(read(WHOLE.rstrip().encode()).events) == 1


@pytest.mark.parametrize(
    "body",
    [
        HEAD + event(*STAY),
        HEAD + event(*STAY) + "END:VCALENDAR"[:-1],
        HEAD + "BEGIN:VEVENT\r\n" + FOOT,
        HEAD + "END:VEVENT\r\n" + FOOT,
        HEAD + "BEGIN:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n" + FOOT,
        HEAD + FOOT + HEAD,
    ],
)
def test_what_does_not_end_is_incomplete(body: str) -> None:
    with pytest.raises(IncompleteError):
        read(body.encode())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty answer"),
        (b"  \r\n", "empty answer"),
        (b"<!DOCTYPE html><html><title>Sign in</title>", "asks to sign in"),
        (b"<html><body>Bitte anmelden</body></html>", "asks to sign in"),
        (b"\n<HTML><body>Welcome</body></HTML>", "web page"),
        (b'{"error": 1}', "no calendar"),
        (b"\x89PNG\r\n", "no calendar"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", "no calendar"),
    ],
)
def test_what_is_no_calendar_says_what_it_is(body: bytes, said: str) -> None:
    with pytest.raises(NotACalendarError, match=said):
        read(body)


def test_more_events_than_any_unit_has_are_refused() -> None:
    one = event("UID:1", "DTSTART:20261009")
    with pytest.raises(TooMuchError):
        read((HEAD + one * (EVENTS_LIMIT + 1) + FOOT).encode())


def test_a_line_that_never_ends_is_no_property() -> None:
    assert of(*STAY[:3], "SUMMARY:" + "x" * (LINE_LIMIT + 1)).summary == ""


def test_a_million_folds_are_undone_in_one_go() -> None:
    body = HEAD + event(*STAY[:3], "SUMMARY:a" + "\r\n b" * 1_000_000) + FOOT
    (found,) = read(body.encode()).events
    assert found.summary == ""


# ---- whatever comes ----


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(body: bytes) -> None:
    for whole in (body, HEAD.encode() + body + FOOT.encode()):
        try:
            read(whole)
        except (NotACalendarError, IncompleteError, TooMuchError):
            continue


@given(st.text(max_size=200))
def test_no_line_brings_it_down(line: str) -> None:
    found = parsed(line)
    if found is not None:
        assert found.name == found.name.upper()
        assert found.value in line


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60))
def test_text_is_the_same_however_it_is_folded(text: str) -> None:
    line = f"X:{text}".encode()
    folded = b"\r\n ".join(line[at : at + 5] for at in range(0, len(line), 5))
    if line[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        assert decoded(folded) == decoded(line)
