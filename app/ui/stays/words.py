"""How occupancies are put into the owner's words on this page and in its messages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.core.portals import portal_name
from app.core.stays.occupancy import (
    KIND_LABELS,
    Kind,
    Occupancy,
    OccupancyDraft,
    Status,
    taken_by,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.stays.double_booking import Alarm
    from app.core.stays.occupancy import Conflict
    from app.i18n import Catalogue


def kind_line(texts: Catalogue, occupancy: OccupancyDraft) -> str:
    """Kind and portal: "Booking · Airbnb"."""
    kind = texts.tr(KIND_LABELS[occupancy.kind])
    return f"{kind} · {portal_name(occupancy.portal)}" if occupancy.portal else kind


def origin_line(texts: Catalogue, occupancy: OccupancyDraft) -> str:
    """What it is, as short as the plan says it: "Airbnb", "Direct booking", "Owner stay"."""
    if occupancy.kind is not Kind.BOOKING:
        return kind_line(texts, occupancy)
    return portal_name(occupancy.portal) or texts.tr("Direct booking")


def with_source(texts: Catalogue, occupancy: Occupancy, said: str) -> str:
    """Add to what is said of an occupancy that it was read: "Airbnb · read from there"."""
    if not occupancy.foreign:
        return said
    read = texts.trp("occupancy", "read from there")
    return f"{said} · {read}"


def who_line(texts: Catalogue, occupancy: OccupancyDraft) -> str:
    """How the owner knows it: guest and portal, a block by its reason, else kind and portal."""
    if not occupancy.guest:
        kind = kind_line(texts, occupancy)
        return f"{occupancy.reason} ({kind})" if occupancy.reason else kind
    if not occupancy.portal:
        return occupancy.guest
    return f"{occupancy.guest} ({portal_name(occupancy.portal)})"


def status_line(texts: Catalogue, occupancy: OccupancyDraft, today: date) -> str:
    """The status in a word or two: "confirmed", "Option until 9 Jul 2027"."""
    if occupancy.status is Status.CANCELLED:
        return texts.tr("cancelled")
    if occupancy.status is Status.CONFIRMED or occupancy.option_until is None:
        return texts.tr("confirmed")
    if occupancy.expired(today):
        return texts.tr("Option expired")
    return texts.tr("Option until {day}", day=texts.day(occupancy.option_until))


def nights(texts: Catalogue, count: int) -> str:
    """A number of nights in words."""
    return texts.trn("{n} night", "{n} nights", count)


def party_line(texts: Catalogue, occupancy: OccupancyDraft) -> str:
    """Who comes: "4 persons (2 adults, 2 children) · 1 pet"; empty where nothing is known."""
    parts = []
    if occupancy.persons is not None:
        persons = texts.trn("{n} person", "{n} persons", occupancy.persons)
        if occupancy.adults is not None and occupancy.children is not None:
            adults = texts.trn("{n} adult", "{n} adults", occupancy.adults)
            children = texts.trn("{n} child", "{n} children", occupancy.children)
            persons = f"{persons} ({adults}, {children})"
        parts.append(persons)
    if occupancy.pets is not None:
        parts.append(texts.trn("{n} pet", "{n} pets", occupancy.pets))
    return " · ".join(parts)


def arrival_time_line(texts: Catalogue, occupancy: OccupancyDraft) -> str:
    """When somebody comes on their day of arrival: "arrives at 15:30"; empty where unknown."""
    if occupancy.arrival_time is None:
        return ""
    return texts.tr("arrives at {time}", time=occupancy.arrival_time)


def what_line(texts: Catalogue, occupancy: OccupancyDraft, unit: str) -> str:
    """One occupancy in a line, for messages: "Huber (Seeblick 1, 14.–21.07.2027)"."""
    who = occupancy.called or kind_line(texts, occupancy)
    return f"{who} ({unit}, {texts.day_range(occupancy.arrival, occupancy.departure)})"


def conflict_line(texts: Catalogue, clash: Alarm | Conflict, unit: str) -> str:
    """A double booking in a line: where, when, and who both are."""
    return texts.tr(
        "{unit}, {days}: {first} and {second}",
        unit=unit,
        days=texts.day_range(clash.arrival, clash.departure),
        first=who_line(texts, clash.first),
        second=who_line(texts, clash.second),
    )


def taken_line(texts: Catalogue, others: Sequence[Occupancy], today: date) -> str:
    """Who takes the nights, the first one by name."""
    first = others[0]
    words = texts.tr(
        "Taken from {arrival} to {departure}: {who}.",
        arrival=first.arrival,
        departure=first.departure,
        who=taken_by(first, today) if first.foreign else who_line(texts, first),
    )
    if len(others) == 1:
        return words
    more = texts.trn("And {n} more.", "And {n} more.", len(others) - 1)
    return f"{words} {more}"
