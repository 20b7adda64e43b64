"""From the events of a calendar file to occupancies of the owner's own.

A file is read once, and what it says is the owner's from then on: it is no portal's calendar that
is read again and again (that is `app.core.importing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, tzinfo

from app.core.errors import UserError
from app.core.exchange.day_cells import Cell, DateOrder
from app.core.exchange.fields import FileField
from app.core.exchange.house import House, LeftOutError
from app.core.exchange.stays import REPORT_EVERY, FileStay, FileStays, Refusal, StayReader
from app.core.ical.foreign import ForeignCalendar, ForeignEvent
from app.core.importing.reading import reading
from app.core.importing.source import ForeignStay
from app.core.importing.wording import neutral
from app.core.portals import portals
from app.core.progress import Report, StoppedError, unheard
from app.core.stays.dates import FIRST_DAY
from app.core.stays.occupancy import Kind, Status
from app.core.texts import name_key, slug
from app.i18n import Message

_ALSO = {"homeaway": "fewo-direkt", "vrbo": "fewo-direkt"}


def portal_of_producer(producer: str) -> str:
    """Return the key of the portal that has written a calendar, empty where it is none."""
    plain = slug_of(producer)
    known = {slug(portal.name): key for key, portal in portals().items()} | _ALSO
    return next((key for word, key in known.items() if word in plain), "")


def slug_of(text: str) -> str:
    """Return `text` in the letters of `slug`, however long it is."""
    return "-".join(slug(part) for part in text.replace(".", " ").split() if part.strip("-/\\,"))


def stays_of_calendar(
    calendar: ForeignCalendar,
    house: House,
    unit_id: int | None,
    zone: tzinfo,
    today: date,
    report: Report = unheard,
) -> FileStays:
    """Return what the events of a whole calendar ask for, the past included.

    Args:
        calendar: whole.
        house: its units and staff members.
        unit_id: of all events that name no unit of the house.
        zone: of the house.
        today: in the house.
        report: told how far it is.

    Raises:
        StoppedError: `report` said so.
    """
    said = reading(calendar, zone, today, since=FIRST_DAY)
    events = {event.uid: (at, event) for at, event in enumerate(calendar.events, start=1)}
    portal = portal_of_producer(calendar.producer)
    reader = StayReader(house, DateOrder.DAY_FIRST, unit_id)
    named = {name_key(unit.name): unit.name for unit in house.units.values()}
    stays: list[FileStay] = []
    left_out = 0
    refused = [Refusal(0, one.what, one.why) for one in said.refused]
    for done, stay in enumerate(said.stays):
        if done % REPORT_EVERY == 0 and not report(done, len(said.stays)):
            raise StoppedError
        line, event = events.get(stay.uid) or events.get(stay.uid.rpartition("/")[0]) or (0, None)
        try:
            stays.append(reader.stay(line, _cells(stay, event, portal, named)))
        except UserError as error:
            why = Message(error.message, error.values)
            refused.append(Refusal(line, stay.summary or stay.arrival.isoformat(), why))
        except LeftOutError:
            left_out += 1
    free = tuple(Refusal(0, one.what or one.day.isoformat(), one.why) for one in said.listed)
    return FileStays(tuple(stays), tuple(refused), free, left_out, events=True)


def _cells(
    stay: ForeignStay, event: ForeignEvent | None, portal: str, named: Mapping[str, str]
) -> Iterator[tuple[FileField, Cell]]:
    """Yield what an event says, as the cells of a line would."""
    yield FileField.NUMBER, stay.uid
    yield FileField.ARRIVAL, stay.arrival
    yield FileField.DEPARTURE, stay.departure
    if event is not None and event.own:
        yield from _own(event)
        return
    unit = named.get(name_key(event.location)) if event is not None else None
    if unit is not None:
        yield FileField.UNIT, unit
    yield FileField.PORTAL, portal
    if stay.tentative:
        yield FileField.STATUS, Status.OPTION.value
        yield FileField.OPTION_UNTIL, stay.arrival
    closed = stay.closure or stay.kind is Kind.BLOCK
    if closed:
        yield FileField.KIND, Kind.BLOCK.value
    # Where a program writes nothing but that somebody is there, nobody is called "Reserved".
    guest = stay.guest or ("" if closed or portal or neutral(stay.summary) else stay.summary)
    yield FileField.GUEST, guest
    more = [event.description, event.url] if event is not None else []
    reason = [stay.summary] if closed and not portal else []
    yield FileField.NOTE, "\n".join(text for text in (*reason, *more) if text.strip())


def _own(event: ForeignEvent) -> Iterator[tuple[FileField, Cell]]:
    """Yield what our own program has written of an occupancy."""
    known = {field.value: field for field in FileField}
    for name, text in event.own:
        field = known.get(name.lower().replace("-", "_"))
        if field is not None and field not in {FileField.ARRIVAL, FileField.DEPARTURE}:
            yield field, text
