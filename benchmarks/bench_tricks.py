# ruff: noqa: SLF001  # what is measured is what no other module sees
"""What each trick of the server is worth: answers per second with it against those without it.

One server, pairs of short turns with the trick and without; readers are another process. A trick
must make the case that it is there for 5 % faster, in the median of all pairs; one that does not is
missed here, and goes.
"""

import statistics
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from time import process_time
from typing import Any, Self
from unittest.mock import patch

from flask import Flask, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.links.link import (
    WHOLE_HOUSE,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    link_path,
)
from app.server.hosting import connections, speed
from app.server.hosting.host import Host, listen
from app.server.web import languages, website
from app.server.web.app import create_app
from app.server.web.token_app import TokenApp
from app.services.feeds.feeds import Feeds
from app.services.services import Services
from benchmarks.bench_server import said
from benchmarks.house import house
from benchmarks.load import measure

PAIRS = 15
SECONDS = 0.5
WORTH = 1.05
UNITS = 20
OCCUPANCIES = 250
PYTHONS_OWN = 0.005
"""The switch interval with which Python begins."""
Patch = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Case:
    """What many readers ask at once; over a new connection each time if `anew`.

    `beside` says that another thread computes all the while, as one does that builds a large feed.
    """

    name: str
    path: str
    etag: str | None = None
    readers: int = 16
    anew: bool = False
    beside: bool = False

    @property
    def request(self) -> bytes:
        lines = [
            f"GET {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            "User-Agent: Google-Calendar-Importer",
            "Accept-Language: de-AT,de;q=0.9,en;q=0.8",
            *([f"If-None-Match: {self.etag}"] if self.etag else []),
            *(["Connection: close"] if self.anew else []),
        ]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass(frozen=True)
class Worth:
    """How many times as many answers there are, and how many times less CPU time each takes.

    The first is what readers notice, and alone has a bound; the second says where it comes from.
    """

    rate: float
    cpu: float

    @classmethod
    def median(cls, runs: Iterable[Self]) -> Self:
        found = list(runs)
        return cls(
            statistics.median(one.rate for one in found),
            statistics.median(one.cpu for one in found),
        )

    def __str__(self) -> str:
        return f"{self.rate:.2f}× as fast, {self.cpu:.2f}× less CPU time"


@dataclass(frozen=True)
class Trick:
    """A trick, how to do without it, and the case that it is there for."""

    name: str
    without: Patch
    case: str = "unit, 304"


@contextmanager
def long_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(PYTHONS_OWN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def work() -> Iterator[None]:
    """Have a thread compute."""
    done = threading.Event()

    def compute() -> None:
        while not done.is_set():
            sum(range(10_000))

    thread = threading.Thread(target=compute)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def pages_made_anew() -> AbstractContextManager[Any]:
    def made(_: Any, *what: Any) -> Any:
        return website._ready(*what)

    return patch.object(website.WebsiteApp, "_made_ready", made)


def asked_each_time() -> AbstractContextManager[Any]:
    def current(feeds: Any, token: str, shelf: Any) -> Any:
        today = date.today()  # noqa: DTZ011  # a stay is in local days
        with feeds._locks[hash(token) % len(feeds._locks)]:
            return feeds._looked_up(token, shelf, today)

    return patch.multiple(Feeds, _current=current, _still_current=lambda *_: None)


def given_by_threads() -> AbstractContextManager[Any]:
    return patch.object(TokenApp, "at_once", lambda *_: False)


def set_to(place: Any, name: str, value: object) -> Patch:
    return lambda: patch.object(place, name, value)


def without_cache(place: Any, name: str) -> Patch:
    return lambda: patch.object(place, name, getattr(place, name).__wrapped__)


class Front:
    """The app, behind the dispatch of Flask while a measurement says so."""

    def __init__(self, app: Any) -> None:
        self.direct = self.app = app
        self._flask = Flask("behind", static_folder=None)
        self._flask.add_url_rule("/cal/<token>/<name>", view_func=self._calendar)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer

    def _calendar(self, token: str, name: str) -> BaseResponse:  # noqa: ARG002
        return Response.from_app(self.direct, request.environ)

    def at_once(self, environ: Any) -> bool:
        return self.app is self.direct and bool(self.direct.at_once(environ))

    def behind_flask(self) -> AbstractContextManager[Any]:
        return patch.object(self, "app", self._flask)


def tricks(front: Front) -> list[Trick]:
    return [
        Trick("short switch interval", long_switches, "beside work"),
        Trick("ready answers at once", given_by_threads),
        Trick("tokens before Flask", front.behind_flask),
        Trick("data version before the tables", asked_each_time),
        Trick("pages kept ready", pages_made_anew, "page, 200"),
        Trick("languages kept", without_cache(languages, "_accepted"), "page, 200"),
        Trick("bytes shared", set_to(speed, "_SHARED_FROM", sys.maxsize), "house, 200"),
        Trick("many accepted in one go", set_to(connections, "AT_ONCE", 1), "anew"),
    ]


def cases(services: Services) -> dict[str, Case]:
    """Make the links that are asked for."""
    unit = Target(Scope.UNIT, services.units.all()[0].id)
    links = services.links
    whole = link_path(links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()).after)
    one = link_path(links.add(LinkKind.CALENDAR, unit, LinkChoices()).after)
    page = link_path(links.add(LinkKind.WEBSITE, unit, LinkChoices()).after)
    etag = said(services, one).etag
    return {
        case.name: case
        for case in (
            Case("unit, 304", one, etag),
            Case("beside work", one, etag, beside=True),
            Case("house, 200", whole),
            Case("page, 200", page),
            Case("anew", one, etag, readers=300, anew=True),
        )
    }


def worth(port: int, case: Case, without: Patch) -> Worth:
    """Return how much faster the server is with the trick: the median of many pairs of turns.

    Whatever else the computer does spoils single pairs, not all of them.
    """
    found = []
    for number in range(PAIRS):
        # The one that comes first is now this one, now the other.
        if number % 2:
            with_it = _turn(port, case)
            with without():
                without_it = _turn(port, case)
        else:
            with without():
                without_it = _turn(port, case)
            with_it = _turn(port, case)
        found.append(Worth(with_it.rate / without_it.rate, without_it.cpu / with_it.cpu))
    return Worth.median(found)


def _turn(port: int, case: Case) -> Worth:
    """Return the answers per second of one turn, and the CPU time of each."""
    begun = process_time()
    with work() if case.beside else nullcontext():
        measured = measure(port, case.request, case.readers, SECONDS)
    spent = process_time() - begun
    return Worth(measured.per_second, spent / sum(measured.statuses.values()))


def main(wanted: Sequence[str]) -> int:
    """Print one line for each trick, or each of those `wanted`; 1 where one is worth too little."""
    missed = False
    with ExitStack() as stack:
        services, _ = stack.enter_context(house(UNITS, OCCUPANCIES))
        asked = cases(services)
        feeds = stack.enter_context(closing(services.feeds()))
        front = Front(create_app(feeds, lambda *_: None, services.clock))
        host = Host(front, listen("127.0.0.1", 0))
        stack.callback(host.stop)
        for trick in tricks(front):
            if wanted and trick.name not in wanted:
                continue
            found = worth(host.port, asked[trick.case], trick.without)
            missed |= found.rate < WORTH
            print(f"{trick.name} ({trick.case}): {found} (bound ≥ {WORTH}× as fast)", flush=True)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
