"""A change is in the very next fetch, whichever process made it, and is built once."""

from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from wsgiref.util import setup_testing_defaults

import pytest

from app.core.ical.write import calendar_bytes
from app.core.links.link import LinkChoices, LinkKind, Scope, Target, link_path
from app.server.hosting.host import THREADS
from app.server.web.app import create_app
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed
from app.services.services import Services
from tests.server.conftest import FIRST, House

CHANGES = 40
READERS = 16

OTHER_PROCESS = """
import sys
from datetime import date, timedelta
from pathlib import Path
from app.bootstrap import opened
from app.services.data_folder.folder import DataFolder
from app.core.stays.occupancy import OccupancyDraft
with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services:
    for line in sys.stdin:
        arrival = date(2027, 8, 1) + timedelta(days=int(line))
        services.occupancies.add(OccupancyDraft(
            unit_id=1, arrival=arrival, departure=arrival + timedelta(days=1)))
        print("committed", flush=True)
"""


def test_each_change_is_in_the_next_fetch(house: House) -> None:
    before = house.get()
    number = house.occupy(0)
    entered = house.get(If_None_Match=before.headers["Etag"])
    assert (entered.status, entered.arrivals) == (200, [FIRST])
    house.services.occupancies.cancel(number, sequence=0)
    assert house.get().body == before.body


def test_a_change_of_another_process_is_in_the_next_fetch(house: House, folder: DataFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER_PROCESS, str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for number in range(CHANGES):
            assert len(house.get().arrivals) == number
            print(number, file=other.stdin, flush=True)
            assert other.stdout.readline() == "committed\n"
            assert house.get().arrivals[-1] == FIRST + timedelta(days=number)
        other.stdin.close()


def test_many_readers_never_see_less_than_was_committed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []

    def counted(*arguments: object) -> bytes:
        body = calendar_bytes(*arguments)  # type: ignore[arg-type]  # as they came
        built.append(body.count(b"BEGIN:VEVENT"))
        return body

    monkeypatch.setattr("app.services.calendars.builder.calendar_bytes", counted)
    committed = 0
    done = threading.Event()

    def read() -> list[tuple[int, int]]:
        seen = []
        while not done.is_set():
            known = committed
            answer = house.get()
            assert answer.status == 200
            seen.append((known, answer.body.count(b"BEGIN:VEVENT")))
        return seen

    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(read) for _ in range(READERS)]
        try:
            for number in range(CHANGES):
                house.occupy(number, nights=1)
                committed = number + 1
        finally:
            done.set()
        seen = [pair for reader in readers for pair in reader.result()]
    assert len(seen) > READERS
    assert [(known, had) for known, had in seen if had < known] == []
    assert len(house.get().arrivals) == CHANGES
    # Each state once at most, however many asked for it at the same time.
    assert sorted(set(built)) == sorted(built)


def test_what_is_ready_waits_for_nothing_that_is_built(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = house.get()
    links = house.services.links
    others = [
        links.add(LinkKind.CALENDAR, Target(Scope.UNIT, house.unit.id), LinkChoices()).after
        for _ in range(THREADS)
    ]
    # To find that the ready one is still current takes a look at the tables.
    assert house.get() == ready
    begun, go_on = threading.Semaphore(0), threading.Event()

    def slow(*arguments: object) -> bytes:
        begun.release()
        assert go_on.wait(20)
        return calendar_bytes(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr("app.services.calendars.builder.calendar_bytes", slow)
    with ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(house.get, link_path(other)) for other in others]
        for _ in waiting:
            assert begun.acquire(timeout=10)
        assert house.get() == ready
        assert house.get(If_None_Match=ready.headers["Etag"]).status == 304
        assert house.get(method="HEAD").headers == ready.headers
        assert not any(answer.done() for answer in waiting)
        go_on.set()
        assert [answer.result(10).status for answer in waiting] == [200] * THREADS


def test_what_does_not_show_builds_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.occupy(0)
    whole = house.get()

    def never(*_: object) -> bytes:
        pytest.fail("nothing in this feed has changed")

    monkeypatch.setattr("app.services.calendars.builder.calendar_bytes", never)
    house.services.settings.set("port", "9000")
    assert house.get() == whole


def test_a_feed_that_was_followed_by_another_is_kept_nowhere(
    services: Services,
) -> None:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    link = services.links.enable_unit(unit.id).after
    environ = {"PATH_INFO": link_path(link)}
    setup_testing_defaults(environ)
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *_: None, services.clock)

        def asked() -> weakref.ref[Feed]:
            assert app(environ, lambda *_: lambda _: None)
            feed = feeds.answer(link.token)
            assert isinstance(feed, Feed)
            return weakref.ref(feed)

        first = asked()
        assert first() is not None
        link = services.links.renew(link.id, sequence=link.sequence).after
        environ["PATH_INFO"] = link_path(link)
        second = asked()
        assert second() is not None
        assert first() is None, "nobody need ask for the old address"
