"""Answers per second of unchanged feeds, against a bare WSGI function on the same waitress.

Both return the same bytes, headers too, from the same process and settings, in many short turns;
the readers are another process.
"""

import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from time import process_time
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from app.bootstrap import Services
from app.core.link import Link, link_path
from app.core.settings import Settings
from app.server.app import create_app
from app.server.host import Host, listen
from app.server.serving import Serving
from app.services.feeds import Feed
from benchmarks.house import house
from benchmarks.load import Rate, measure

ROUNDS = 15
SECONDS = 0.4
RATE_BOUND = 0.6
MEDIAN_BOUND = 2.0


@dataclass(frozen=True)
class Compared:
    """Medians over all rounds of ours against the bare function's."""

    rate: float
    median: float
    cost: float
    ours: Rate


def compare(services: Services, link: Link, connections: int, *, unchanged: bool) -> Compared:
    """Measure one kind of request."""
    feeds = services.feeds()
    feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    request = _request(link, feed.etag if unchanged else None)
    serving = Serving(
        feeds, services.fetch_log(), services.clock, Settings(port=0), lambda: None, lambda: None
    )
    bare = Host(_bare(services, link, feed, unchanged=unchanged), listen("127.0.0.1", 0))
    rates, medians, costs = [], [], []
    try:
        for _ in range(ROUNDS):
            reference, reference_cost = _round(bare.port, request, connections)
            ours, cost = _round(serving.port, request, connections)
            wanted = {"304" if unchanged else "200"}
            assert set(reference.statuses) == set(ours.statuses) == wanted
            rates.append(ours.per_second / reference.per_second)
            medians.append(ours.median / reference.median)
            costs.append(cost / reference_cost)
    finally:
        bare.stop()
        serving.close()
    return Compared(
        statistics.median(rates), statistics.median(medians), statistics.median(costs), ours
    )


def _round(port: int, request: bytes, connections: int) -> tuple[Rate, float]:
    begun = process_time()
    rate = measure(port, request, connections, SECONDS)
    return rate, (process_time() - begun) / sum(rate.statuses.values())


def _request(link: Link, etag: str | None) -> bytes:
    lines = [
        f"GET {link_path(link)} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: Google-Calendar-Importer",
        *([f"If-None-Match: {etag}"] if etag else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def _bare(services: Services, link: Link, feed: Feed, *, unchanged: bool) -> WSGIApplication:
    """Return an app that says what ours says, and does nothing for it."""
    environ = {"PATH_INFO": link_path(link)}
    if unchanged:
        environ["HTTP_IF_NONE_MATCH"] = feed.etag
    setup_testing_defaults(environ)
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def listen_to(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        said.append((status, headers))

    feeds = services.feeds()
    body = tuple(create_app(feeds, lambda *_: None, services.clock)(environ, listen_to))
    feeds.close()
    status, headers = said[0]

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, headers)
        return body

    return app


def main() -> int:
    """Print one line for each measurement; 1 where a bound is missed."""
    missed = False
    with house(1, 500) as (services, (link,)):
        for unchanged in (False, True):
            found = compare(services, link, 16, unchanged=unchanged)
            missed |= found.rate < RATE_BOUND
            print(
                f"feed 500 occupancies, {304 if unchanged else 200}, 16 connections: "
                f"{found.rate:.2f} of bare waitress (bound ≥ {RATE_BOUND}), "
                f"{found.ours.per_second:.0f} answers/s, {found.cost:.2f}× its CPU time"
            )
    with house(1, 5000) as (services, (link,)):
        found = compare(services, link, 1, unchanged=False)
        missed |= found.median > MEDIAN_BOUND
        print(
            f"feed 5000 occupancies, 200, 1 connection: p50 {found.median:.2f}× bare waitress "
            f"(bound ≤ {MEDIAN_BOUND:.0f}), {found.ours.median * 1000:.1f} ms"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
