"""The window while 200 calendars of portals are read: does it answer, and what is left behind?

An event loop of Qt ticks every 2 ms on the main thread while the job reads on its own. How late
ticks come is printed with and without readings; beyond 50 ms for one in a hundred it exits 1. So it
does where readings that find nothing new leave rows behind.
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app.bootstrap import opened
from app.core.importing.report.standing import SourceDraft
from app.services.data_folder.folder import DataFolder
from app.services.services import Services

FEEDS, EVENTS = 200, 30
BOUND = 0.050
"""Seconds: what an owner does not yet notice."""
TICK = 0.002
TODAY = date.today()  # noqa: DTZ011  # as the computer's own clock has it


def body_of(number: int, more: int) -> bytes:
    """Return a portal's calendar; with `more`, of which a stay is new at each reading."""
    lines = ["BEGIN:VCALENDAR", "PRODID:-//HomeAway.com, Inc.//EN"]
    for event in range(EVENTS + more):
        arrival = TODAY + timedelta(days=3 + 5 * event)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}-{event}@portal",
            f"DTSTART;VALUE=DATE:{arrival:%Y%m%d}",
            f"DTEND;VALUE=DATE:{arrival + timedelta(days=4):%Y%m%d}",
            f"SUMMARY:Reserved - Familie {event}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


class Portal(BaseHTTPRequestHandler):
    """Gives every path a calendar of its own."""

    more = 0

    def do_GET(self) -> None:
        body = body_of(int(self.path.strip("/").partition(".")[0]), Portal.more)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def lateness(work: threading.Thread | None, seconds: float = 3.0) -> list[float]:
    """Return how late ticks of the event loop come while `work` goes on, or for some seconds."""
    late: list[float] = []
    loop, began = QEventLoop(), time.perf_counter()
    due = began + TICK

    def tick() -> None:
        nonlocal due
        now = time.perf_counter()
        late.append(max(0.0, now - due))
        due = now + TICK
        over = now - began > seconds if work is None else not work.is_alive()
        if over:
            loop.quit()

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(int(TICK * 1000))
    if work is not None:
        work.start()
    loop.exec()
    return late


def told(what: str, late: list[float]) -> float:
    p99 = statistics.quantiles(late, n=100)[98]
    print(
        f"{what}: {len(late)} ticks, p99 {p99 * 1000:.1f} ms late, at worst {max(late) * 1000:.0f}"
    )
    return p99


def run_of(services: Services) -> threading.Thread:
    def read() -> None:
        services.sources.hurry()
        services.sources.read_due()

    return threading.Thread(target=read)


def rows(folder: DataFolder) -> int:
    with closing(sqlite3.connect(folder.database)) as raw:
        names = [
            name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return sum(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)


def measured(services: Services, folder: DataFolder) -> bool:
    """Print what the window notices of readings; tells whether all is within bounds."""
    told("nothing is read", lateness(None))
    first = told(f"{FEEDS} calendars of {EVENTS} stays are new", lateness(run_of(services)))
    before = rows(folder)
    began = time.perf_counter()
    same = told("all say the same again", lateness(run_of(services)))
    print(f"  that took {time.perf_counter() - began:.1f} s")
    grown = rows(folder) - before
    Portal.more = 1
    more = told("each has one stay more", lateness(run_of(services)))
    print(f"rows left by readings without news: {grown}")
    return max(first, same, more) <= BOUND and grown == 0


def main() -> int:
    app = QCoreApplication.instance() or QCoreApplication([])
    assert app is not None
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as path:
        folder = DataFolder(Path(path) / "data")
        with opened(folder, busy_timeout=5) as services:
            names = [f"Seeblick {number}" for number in range(FEEDS // 4)]
            units = services.units.first_house("Haus Seeblick", names).units
            for number in range(FEEDS):
                address = f"http://127.0.0.1:{server.server_port}/{number}.ics"
                made = services.sources.add(
                    SourceDraft(
                        unit_id=units[number % len(units)].id,
                        portal=f"Portal {number % 4}",
                        address=address,
                        enabled=False,
                        allow_private=True,
                    )
                ).source
                services.sources.enable(made.id, enabled=True)
            well = measured(services, folder)
    server.shutdown()
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
