"""Calendars as portals write them, and portals on loopback that give them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.web_sites import CALENDAR, Site, reply

AIRBNB = "-//Airbnb Inc//Hosting Calendar 1.0//EN"
BOOKING = "-//admin.booking.com\\\\, b.v.//NONSGML v1.0//EN"
FEWO = "-//HomeAway.com, Inc.//EN"
TODAY = date(2027, 7, 6)
"""The day on the clock that tests set."""


@dataclass(frozen=True)
class Event:
    """An event of a portal: from so many days after `TODAY` on, for so many nights."""

    start: int
    nights: int = 3
    summary: str = "Reserved"
    uid: str = ""
    stamp: str = "20270701T000000Z"
    more: tuple[str, ...] = field(default=())

    @property
    def arrival(self) -> date:
        return TODAY + timedelta(days=self.start)

    @property
    def departure(self) -> date:
        return self.arrival + timedelta(days=self.nights)

    def lines(self) -> list[str]:
        return [
            "BEGIN:VEVENT",
            f"UID:{self.uid or f'{self.start}-{self.nights}@portal'}",
            f"DTSTAMP:{self.stamp}",
            f"DTSTART;VALUE=DATE:{self.arrival:%Y%m%d}",
            f"DTEND;VALUE=DATE:{self.departure:%Y%m%d}",
            f"SUMMARY:{self.summary}",
            *self.more,
            "END:VEVENT",
        ]


def calendar(events: Iterable[Event], producer: str = FEWO) -> bytes:
    """Return a whole calendar."""
    lines = ["BEGIN:VCALENDAR", f"PRODID:{producer}", "VERSION:2.0"]
    for event in events:
        lines += event.lines()
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@dataclass
class Portal:
    """A portal's calendar of one unit, at a site of its own."""

    site: Site
    host: str
    path: str = "/ical/4711.ics?s=geheim"
    producer: str = FEWO

    @property
    def address(self) -> str:
        return f"https://{self.host}{self.path}"

    def shows(self, *events: Event, ETag: str = "") -> None:  # noqa: N803  # as it is written
        self.answers(calendar(events, self.producer), ETag=ETag)

    def answers(self, body: bytes, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items() if value}
        self.site.pages[self.path] = reply(body, {**CALENDAR, **named}, status)

    @property
    def asked(self) -> int:
        return len(self.site.asked)
