"""What it costs to build a feed once after a change, and to answer with kept bytes.

Also what the occupancies of a whole house cost to read, against a plain SELECT of the same rows;
what its calendar costs to write, against the library icalendar, and to show.
"""

import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.core.ical.ours import CalendarView
from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.links.link import WHOLE_HOUSE, Link
from app.services.services import Services
from app.storage.tables.stays.occupancies import OccupancyTable
from benchmarks.house import house
from tests.core.ical.calendars import written_by_icalendar

ROUNDS = 9
HOT = 20_000
UNITS = 100
OCCUPANCIES = 500
SAMPLE = 5_000
WRITE_BOUND = 0.1
"""Of the time that icalendar takes for an event."""
READ_BOUND = 2.8
"""Times a plain SELECT."""
VIEW_BOUND = 1.0
"""Of the time that writing the same calendar takes."""
FIRST = date(2026, 1, 1)


def build_after_change(services: Services, link: Link) -> float:
    """Return the median seconds of the first answer after a change."""
    times = []
    last = services.occupancies.all(unit_id=link.unit_id)[-1]
    with closing(services.feeds()) as feeds:
        feeds.answer(link.token)
        for _ in range(ROUNDS):
            draft = replace(last.draft(), departure=last.departure + timedelta(days=1))
            last = services.occupancies.change(last.id, draft, sequence=last.sequence).after
            begun = time.perf_counter()
            feeds.answer(link.token)
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def answer_kept(services: Services, link: Link) -> float:
    """Return the mean seconds of an answer while nothing changes."""
    with closing(services.feeds()) as feeds:
        feeds.answer(link.token)
        begun = time.perf_counter()
        for _ in range(HOT):
            feeds.answer(link.token)
        return (time.perf_counter() - begun) / HOT


def whole_house(*, full: bool) -> list[CalendarEntry]:
    """Return the entries of all units, three nights each, with every field or just occupied."""
    changed = datetime(2026, 11, 21, 10, 11, 12, tzinfo=UTC)
    plain = [
        CalendarEntry(
            uid=f"{unit:08}-{number:08}@bench",
            sequence=number % 7,
            changed_at=changed,
            first=FIRST + timedelta(days=3 * number),
            end=FIRST + timedelta(days=3 * number + 3),
            summary=f"Seeblick {unit}: Belegt",
        )
        for unit in range(UNITS)
        for number in range(OCCUPANCIES)
    ]
    if not full:
        return plain
    return [
        replace(
            entry,
            location="Seestraße 5, 78462 Konstanz",
            description=f"Gast: Familie Müller {number}\nKontakt: 0170 1234; a@example.org\n"
            "Personen: 2 Erwachsene, 1 Kind\nNotiz: Hund, Babybett, kommt nach 22 Uhr",
        )
        for number, entry in enumerate(plain)
    ]


def best(work: Callable[[], object], rounds: int) -> float:
    """Return the least seconds that `work` took."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def reading_of_house() -> bool:
    """Print what reading a house for its calendar costs; tell whether it is within bounds."""
    plains, reads = [], []
    with (
        house(UNITS, OCCUPANCIES) as (services, (link, *_)),
        closing(sqlite3.connect(services.database.path)) as raw,
    ):
        table, of_house = OccupancyTable(services.database), replace(link, target=WHOLE_HOUSE)
        plain = "SELECT * FROM occupancy ORDER BY arrival, departure, id"
        for _ in range(ROUNDS):
            plains.append(best(lambda: raw.execute(plain).fetchall(), 1))
            with services.database.read():
                reads.append(best(lambda: table.for_link(of_house, FIRST), 1))
    # Each ratio is of neighbours in time: what slows the machine down for a while slows both.
    to_plain = statistics.median(read / plain for read, plain in zip(reads, plains, strict=True))
    good = to_plain <= READ_BOUND
    print(
        f"house of {UNITS} units × {OCCUPANCIES} occupancies read in "
        f"{statistics.median(reads) * 1e3:.0f} ms, {to_plain:.2f} of a plain SELECT "
        f"(at most {READ_BOUND:g}){'' if good else '  MISSED'}"
    )
    return good


def month(body: bytes) -> tuple[float, int]:
    """Return the seconds that the first month of a new view takes, and its events."""
    view = CalendarView(body)
    view.entries(0, 1)  # the library is loaded once, whatever is shown
    begun = time.perf_counter()
    shown = view.between(date(2027, 5, 1), date(2027, 6, 1))
    return time.perf_counter() - begun, len(shown)


def calendar_of_house(*, full: bool) -> bool:
    """Print what the calendar of the whole house costs; tell whether it is within bounds."""
    entries = whole_house(full=full)
    body = calendar_bytes("Haus Seeblick", entries)
    written = best(lambda: calendar_bytes("Haus Seeblick", entries), 5)
    sample = entries[:SAMPLE]
    library = best(lambda: written_by_icalendar("Haus Seeblick", sample), 2) / SAMPLE
    opened = best(lambda: CalendarView(body), 5)
    shown, events = month(body)
    to_library = written / len(entries) / library
    good = to_library <= WRITE_BOUND and opened / written <= VIEW_BOUND
    print(
        f"house of {UNITS} units × {OCCUPANCIES} occupancies as one link, "
        f"{'everything' if full else 'occupied only'}: {len(body) / 1e6:.1f} MB "
        f"in {written * 1e3:.0f} ms, {written / len(entries) * 1e6:.1f} µs an event, "
        f"{to_library:.3f} of icalendar (at most {WRITE_BOUND:g}); "
        f"view opened in {opened * 1e3:.0f} ms, {opened / written:.2f} of writing "
        f"(at most {VIEW_BOUND:g}), month of {events} events in {shown * 1e3:.0f} ms"
        f"{'' if good else '  MISSED'}"
    )
    return good


def main() -> int:
    """Print one line for each measurement."""
    for occupancies in (50, 500, 5000):
        with house(1, occupancies) as (services, (link,)):
            built = build_after_change(services, link)
            kept = answer_kept(services, link)
        print(
            f"feed {occupancies} occupancies: built once after a change in {built * 1e3:.1f} ms, "
            f"kept bytes in {kept * 1e6:.1f} µs"
        )
    good = [reading_of_house(), *(calendar_of_house(full=full) for full in (False, True))]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
