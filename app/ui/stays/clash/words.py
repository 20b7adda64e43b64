"""How a double booking is put into the owner's words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.core.stays.moving import Room, Suggestion
from app.ui.stays.words import nights, origin_line, who_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue


def called(texts: Catalogue, stay: Occupancy) -> str:
    """What the owner calls one of the two: by its guest, else by where it comes from."""
    return stay.called or origin_line(texts, stay)


def both_line(texts: Catalogue, alarm: Alarm) -> str:
    """The two in one line: "Familie Hübner (Booking.com) and Airbnb"."""
    first, second = (
        who_line(texts, stay) if stay.guest else called(texts, stay) for stay in alarm.both
    )
    return texts.tr("{first} and {second}", first=first, second=second)


def days_line(texts: Catalogue, stay: Occupancy, today: date) -> str:
    """When, how long and how many: "Thu 24 Dec – Mon 28 Dec · 4 nights · 5 persons"."""
    arrival = texts.short_date(stay.arrival, near=today)
    departure = texts.short_date(stay.departure, near=today)
    parts = [f"{arrival} – {departure}", nights(texts, stay.nights)]
    if stay.persons:
        parts.append(texts.trn("{n} person", "{n} persons", stay.persons))
    return " · ".join(parts)


def known_line(texts: Catalogue, stay: Occupancy, today: date) -> str:
    """Where it comes from and since when we know it."""
    when = at_time(texts, stay.created_at, today)
    if stay.foreign:
        known = texts.tr("first seen {when}", when=when)
    else:
        known = texts.tr("entered by you {when}", when=when)
    return f"{origin_line(texts, stay)} · {known}"


def at_time(texts: Catalogue, moment: datetime, today: date) -> str:
    """When something happened: "today at 13:52", "yesterday at 08:12", "on 3 Nov 2026"."""
    local = moment.astimezone()
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today:
        return texts.tr("today at {time}", time=time)
    if local.date() == today - timedelta(days=1):
        return texts.tr("yesterday at {time}", time=time)
    return texts.tr("on {day}", day=texts.day(local.date()))


def move_title(texts: Catalogue, one: Suggestion) -> str:
    """Who would move where."""
    return texts.tr("{who} moves to {unit}", who=called(texts, one.stay), unit=one.unit.name)


def move_reason(texts: Catalogue, one: Suggestion, today: date) -> str:
    """Why that would do, or what is to be looked at first."""
    free = texts.tr(
        "free there from {arrival} to {departure}",
        arrival=texts.short_date(one.stay.arrival, near=today),
        departure=texts.short_date(one.stay.departure, near=today),
    )
    return f"{free}, {_room(texts, one)}"


def move_option(texts: Catalogue, one: Suggestion) -> str:
    """One way out among others in a list."""
    parts = [f"{called(texts, one.stay)} → {one.unit.name}"]
    if one.unit.capacity is not None:
        parts.append(texts.trn("{n} person", "{n} persons", one.unit.capacity))
    if not one.fits:
        parts.append(texts.tr("too small"))
    return " · ".join(parts)


def message(texts: Catalogue, alarms: Sequence[tuple[Alarm, str]]) -> tuple[str, str]:
    """Title and text of a message of the desktop, each double booking with the name of its unit.

    Others may see the screen: whose stays they are is not said.
    """
    lines = [
        texts.tr(
            "{unit}, {days}: {first} and {second}",
            unit=unit,
            days=texts.day_range(alarm.arrival, alarm.departure),
            first=origin_line(texts, alarm.first),
            second=origin_line(texts, alarm.second),
        )
        for alarm, unit in alarms[:3]
    ]
    if len(alarms) > 3:
        lines.append(texts.trn("And {n} more.", "And {n} more.", len(alarms) - 3))
    if len(alarms) == 1:
        return texts.tr("Double booking in {unit}", unit=alarms[0][1]), lines[0]
    title = texts.trn("{n} new double booking", "{n} new double bookings", len(alarms))
    return title, "\n".join(lines)


def _room(texts: Catalogue, one: Suggestion) -> str:
    capacity = one.unit.capacity
    if capacity is None or one.room is Room.UNKNOWN:
        return texts.tr("please look whether there is room enough")
    if one.room is Room.TOO_SMALL:
        return texts.trn("but room for {n} person only", "but room for {n} persons only", capacity)
    return texts.trn("room for {n} person", "room for {n} persons", capacity)
