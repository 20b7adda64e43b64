"""Answers per second of unchanged feeds, against a bare WSGI function on the same waitress.

Both return the same bytes, headers too, from the same process and settings, in many short turns;
the readers are another process.
"""

import statistics
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field
from app.core.links.link import (
    WHOLE_HOUSE,
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    link_path,
)
from app.core.settings import Settings
from app.server.hosting.host import Host, listen
from app.server.hosting.serving import Serving
from app.server.web.app import create_app
from app.services.services import Services
from benchmarks.house import house
from benchmarks.load import Rate, measure

ROUNDS = 15
ROUNDS_OF_A_KIND = 7
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


@dataclass(frozen=True)
class Said:
    """An answer of ours: what a bare function has to say to be compared with it."""

    status: str
    headers: list[tuple[str, str]]
    body: tuple[bytes, ...]

    @property
    def etag(self) -> str:
        return dict(self.headers)["ETag"]


def compare(
    services: Services, path: str, connections: int, *, unchanged: bool, rounds: int = ROUNDS
) -> Compared:
    """Measure one kind of request."""
    etag = said(services, path).etag if unchanged else None
    request = _request(path, etag)
    feeds = services.feeds()
    serving = Serving(
        feeds, services.fetch_log(), services.clock, Settings(port=0), lambda: None, lambda: None
    )
    bare = Host(_bare(said(services, path, etag)), listen("127.0.0.1", 0))
    rates, medians, costs = [], [], []
    try:
        for _ in range(rounds):
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


def _request(path: str, etag: str | None) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "User-Agent: Google-Calendar-Importer",
        *([f"If-None-Match: {etag}"] if etag else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def said(services: Services, path: str, etag: str | None = None) -> Said:
    """Return what ours says to this request."""
    environ = {"PATH_INFO": path, **({"HTTP_IF_NONE_MATCH": etag} if etag else {})}
    setup_testing_defaults(environ)
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def listen_to(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
        begun.append((status, headers))

    with closing(services.feeds()) as feeds:
        body = tuple(create_app(feeds, lambda *_: None, services.clock)(environ, listen_to))
    return Said(*begun[0], body)


def _bare(answer: Said) -> WSGIApplication:
    """Return an app that says `answer` and does nothing for it."""

    def app(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(answer.status, answer.headers)
        return answer.body

    return app


def paths_of_every_kind(services: Services) -> dict[str, str]:
    """Make a link of each kind, all that it can say ticked, and return their paths."""
    units = services.units.all()
    member = services.staff.add(
        StaffDraft(name="Anna", unit_ids=frozenset(unit.id for unit in units))
    )
    unit, staff = Target(Scope.UNIT, units[0].id), Target(Scope.STAFF, member.id)
    place = Target(Scope.PROPERTY, units[0].property_id)
    full = LinkChoices(details=Details(fields=frozenset(Field)))

    def add(kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        return services.links.add(kind, target, choices).after

    website = add(LinkKind.WEBSITE, unit, LinkChoices())
    return {
        "unit, everything": link_path(add(LinkKind.CALENDAR, unit, full)),
        "property": link_path(add(LinkKind.CALENDAR, place, full)),
        "whole house": link_path(add(LinkKind.CALENDAR, WHOLE_HOUSE, full)),
        "staff, occupancies": link_path(add(LinkKind.CALENDAR, staff, full)),
        "staff, changeover days": link_path(add(LinkKind.CHANGEOVERS, staff, full)),
        "website, page": link_path(website),
        "website, calendar": calendar_path(website),
    }


def every_kind() -> bool:
    """Print how fast each kind of link is answered; tell whether one is too slow."""
    missed = False
    with house(5, 100) as (services, _):
        for name, path in paths_of_every_kind(services).items():
            for unchanged in (False, True):
                found = compare(services, path, 16, unchanged=unchanged, rounds=ROUNDS_OF_A_KIND)
                missed |= found.rate < RATE_BOUND
                print(
                    f"{name}, {304 if unchanged else 200}, 16 connections: {found.rate:.2f} of "
                    f"bare waitress (bound ≥ {RATE_BOUND}), {found.ours.per_second:.0f} answers/s"
                )
    return missed


def large_house() -> bool:
    """Print what a house as one link costs, first and then; tell whether it is too much."""
    with house(100, 500) as (services, _):
        link = services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices()).after
        begun = perf_counter()
        size = sum(map(len, said(services, link_path(link)).body))
        built = perf_counter() - begun
        again = compare(services, link_path(link), 1, unchanged=True, rounds=ROUNDS_OF_A_KIND)
        whole = compare(services, link_path(link), 1, unchanged=False, rounds=ROUNDS_OF_A_KIND)
    print(
        f"house of 100 units × 500 occupancies as one link: {size / 1e6:.1f} MB, built and "
        f"answered in {built:.1f} s; a second fetch p50 {whole.median:.2f}× bare waitress, "
        f"unchanged (304) {again.median:.2f}× (bound ≤ {MEDIAN_BOUND:.0f})"
    )
    return max(whole.median, again.median) > MEDIAN_BOUND


def main() -> int:
    """Print one line for each measurement; 1 where a bound is missed."""
    missed = False
    with house(1, 500) as (services, (link,)):
        for unchanged in (False, True):
            found = compare(services, link_path(link), 16, unchanged=unchanged)
            missed |= found.rate < RATE_BOUND
            print(
                f"feed 500 occupancies, {304 if unchanged else 200}, 16 connections: "
                f"{found.rate:.2f} of bare waitress (bound ≥ {RATE_BOUND}), "
                f"{found.ours.per_second:.0f} answers/s, {found.cost:.2f}× its CPU time"
            )
    with house(1, 5000) as (services, (link,)):
        found = compare(services, link_path(link), 1, unchanged=False)
        missed |= found.median > MEDIAN_BOUND
        print(
            f"feed 5000 occupancies, 200, 1 connection: p50 {found.median:.2f}× bare waitress "
            f"(bound ≤ {MEDIAN_BOUND:.0f}), {found.ours.median * 1000:.1f} ms"
        )
    missed |= every_kind()
    missed |= large_house()
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
