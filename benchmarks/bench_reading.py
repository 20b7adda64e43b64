"""What it costs to read a calendar of 5,000 events and to judge it, beside other readers.

Against the library icalendar, which only reads it; node-ical stands beside it where it is there:

    npm install --prefix DIR node-ical
    NODE_PATH=DIR/node_modules python benchmarks/bench_reading.py
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar

from app.core.ical.foreign import read
from app.core.importing.judging.outcome import GivenNights, Known, Question, QuestionKind
from app.core.importing.judging.reconcile import reconcile
from app.core.importing.reading import reading
from app.core.importing.source import Source
from tests.core.importing.ring.house import House

EVENTS = 5_000
ROUNDS = 5
BOUND = 1.3
"""Of the time that icalendar takes to read."""
FEW, MANY = 1_000, 4_000
GROWTH = 1.5
"""A stay that is asked about costs so much more among many of them than among few, at most."""
TODAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
_NODE = """
const ical = require('node-ical');
const text = require('fs').readFileSync(process.argv[1], 'utf8');
const times = [];
for (let round = 0; round < Number(process.argv[2]); round++) {
  const begun = process.hrtime.bigint();
  const found = ical.sync.parseICS(text);
  times.push(Number(process.hrtime.bigint() - begun) / 1e9);
  const events = Object.values(found).filter(one => one.type === 'VEVENT').length;
  if (events !== Number(process.argv[3])) throw new Error(`${events} events`);
}
times.sort((a, b) => a - b);
console.log(times[times.length >> 1]);
"""


def calendar(events: int = EVENTS) -> bytes:
    """Return a calendar of many stays: as many as a unit has in a century."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//HomeAway.com, Inc.//EN"]
    for number in range(events):
        first = TODAY - timedelta(days=300) + timedelta(days=2 * number)
        lines += [
            "BEGIN:VEVENT",
            f"UID:00000000-0000-4000-8000-{number:012}",
            "DTSTAMP:20261001T060000Z",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{first + timedelta(days=1 + number % 2):%Y%m%d}",
            f"SUMMARY:Reserved - GAST{number}",
            "DESCRIPTION:Reservation: https://portal.example/reservations/with/a/long/name\\nP",
            " hone Number (Last 4 Digits): 0000",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def median(what: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        what()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def judging(body: bytes) -> Callable[[], object]:
    """Return what reads a calendar and judges it by what is known of it from the last time."""
    house = House()
    source_id = house.connect(1, "fewo-direkt", NOW)
    house.read(source_id, reading(read(body), BERLIN, TODAY), NOW)
    known: Known = house.feeds[source_id].known
    assert isinstance(known.source, Source)
    assert len(known.seen) == EVENTS

    def again() -> None:
        found = reading(read(body), BERLIN, TODAY)
        outcome = reconcile(known, found, (), GivenNights(), NOW + timedelta(hours=1), TODAY)
        assert not outcome.decisions

    return again


def asked(number: int) -> float:
    """Return what one of so many stays costs if all are asked about and none is shown any more."""
    house = House()
    source_id = house.connect(1, "fewo-direkt", NOW)
    house.read(source_id, reading(read(calendar(number)), BERLIN, TODAY), NOW)
    known: Known = house.feeds[source_id].known
    questions = tuple(
        Question(id=at, source_id=source_id, kind=QuestionKind.GONE, seen_id=one.id, asked_at=NOW)
        for at, one in enumerate(known.seen, start=1)
    )
    assert len(questions) == number
    known = replace(known, questions=questions)
    nothing = reading(read(calendar(0)), BERLIN, TODAY)
    later = NOW + timedelta(hours=1)

    def judge() -> None:
        outcome = reconcile(known, nothing, (), GivenNights(), later, TODAY)
        assert len(outcome.questions) > number // 2

    return median(judge) / number


def by_node(body: bytes) -> float | None:
    """Return what node-ical takes, None where it is not there."""
    node = shutil.which("node")
    if node is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "feed.ics")
        file.write_bytes(body)
        done = subprocess.run(
            [node, "-e", _NODE, str(file), str(ROUNDS), str(EVENTS)],
            capture_output=True,
            text=True,
            env=os.environ,
            check=False,
        )
    return float(done.stdout) if done.returncode == 0 else None


def main() -> None:
    body = calendar()
    library = median(lambda: Calendar.from_ical(body))
    ours = median(lambda: reading(read(body), BERLIN, TODAY))
    both = median(judging(body))
    node = by_node(body)
    print(f"{EVENTS:,} events, {len(body) / 1024:,.0f} KB")
    print(f"icalendar, reading     {library * 1000:8.0f} ms")
    print(f"ours, reading          {ours * 1000:8.0f} ms   {ours / library:.2f} of it")
    print(f"ours, read and judged  {both * 1000:8.0f} ms   {both / library:.2f} of it")
    if node is None:
        print("node-ical is not there: npm install it, and set NODE_PATH")
    else:
        print(f"node-ical, reading     {node * 1000:8.0f} ms   {node / library:.2f} of it")
    growth = asked(MANY) / asked(FEW)
    print(f"one of {MANY:,} stays that are asked about, against one of {FEW:,}: {growth:.2f} times")
    if both > BOUND * library:
        sys.exit(f"more than {BOUND} of icalendar")
    if growth > GROWTH:
        sys.exit(f"more than {GROWTH} times")


if __name__ == "__main__":
    main()
