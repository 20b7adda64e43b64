"""What Prometheus is told: in its format, of real requests, and to nobody but this computer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from app import __version__
from app.core.publishing.relay.protocol import API
from app.relay.metrics.counting import Counting, kind_of
from app.relay.metrics.counts import SECONDS, Kind
from app.relay.uses.owners import Standing, to_look_at
from app.relay.uses.relay import Relay
from tests.clocks import SetClock
from tests.relay.conftest import calendar, database_of, new_token, take_down
from tests.relay.metrics.conftest import Counted


def test_real_requests_are_counted_by_what_they_ask_and_how_it_ended(counted: Counted) -> None:
    service = counted.service
    owner = service.owner()
    token = owner.published()
    body = calendar()
    for _ in range(3):
        assert service.ask("GET", f"/cal/{token}/x.ics").data == body
    etag = service.ask("HEAD", f"/cal/{token}/x.ics").headers["ETag"]
    service.ask("GET", f"/cal/{token}/x.ics", headers={"If-None-Match": etag})
    service.ask("GET", f"/cal/{new_token()}/x.ics")
    service.ask("GET", f"/kalender/{new_token()}")
    owner.put(new_token(), b"<html>")
    owner.files()
    service.ask("GET", "/einladung/x")
    service.ask("GET", "/betreiber/")
    service.ask("GET", "/robots.txt")
    told = counted.told()
    assert told['requests_total{kind="calendar",status="200"}'] == 4
    assert told['requests_total{kind="calendar",status="304"}'] == 1
    assert told['requests_total{kind="calendar",status="404"}'] == 1
    assert told['requests_total{kind="page",status="404"}'] == 1
    assert told['requests_total{kind="upload",status="200"}'] == 1
    assert told['requests_total{kind="upload",status="422"}'] == 1
    # Accepting, and the look at the files.
    assert told['requests_total{kind="api",status="200"}'] == 2
    assert told['requests_total{kind="invitation",status="404"}'] == 1
    assert told['requests_total{kind="host",status="403"}'] == 1
    assert told['requests_total{kind="other",status="200"}'] == 1
    assert told["uploads_total"] == 1
    assert told["uploaded_bytes_total"] == len(body)
    # Of a HEAD no body is sent, of a 304 neither.
    assert told['sent_bytes_total{kind="calendar"}'] == 3 * len(body) + len(b"Not Found\n")


def test_the_times_are_a_histogram(counted: Counted) -> None:
    for _ in range(5):
        counted.service.ask("GET", "/health")
    told = counted.told()
    ends = [*map(str, SECONDS), "+Inf"]
    rows = [told[f'answer_seconds_bucket{{kind="other",le="{end}"}}'] for end in ends]
    assert rows == sorted(rows)
    assert rows[-1] == told['answer_seconds_count{kind="other"}'] == 5
    assert told['answer_seconds_sum{kind="other"}'] > 0


def test_the_cache_is_told(counted: Counted) -> None:
    service = counted.service
    token = service.owner().published()
    for _ in range(4):
        service.ask("GET", f"/cal/{token}/x.ics")
    told = counted.told()
    assert (told["cache_hits_total"], told["cache_misses_total"]) == (3, 1)
    assert told["cache_bytes"] == service.relay.answers.kept_bytes > len(calendar())
    assert told["workers"] == 1


def test_owners_and_the_state_of_the_database_are_told(
    counted: Counted, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay = counted.service.relay
    counted.service.owner("Huber").published()
    clock.passes(days=8)
    counted.service.owner("Maier", house="b")
    relay.hosting.invite("Öztürk", days=2)
    relay.hosting.invite("Kern")
    relay.hosting.revoke("Kern")
    told = counted.told()
    assert {one: told[f'owners{{standing="{one}"}}'] for one in Standing} == {
        "silent": 1,
        "expired": 0,
        "invited": 1,
        "active": 1,
        "revoked": 1,
    }
    assert (told["links"], told["stored_bytes"]) == (1, len(calendar()))
    assert told["database_up"] == 1
    assert told[f'info{{version="{__version__}",database="sqlite"}}'] == 1
    counted.metrics._state_until = 0
    take_down(monkeypatch, relay)
    told = counted.told()
    assert told["database_up"] == 0
    # Nothing is made up of what cannot be asked; what was counted is there still.
    assert not any(name.startswith(("owners", "links", "stored_bytes")) for name in told)
    assert told['requests_total{kind="upload",status="200"}'] == 1


def test_the_database_is_not_asked_for_every_look(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = counted.metrics._owners.counted

    def watched() -> object:
        asked.append(1)
        return real()

    monkeypatch.setattr(counted.metrics._owners, "counted", watched)
    for _ in range(5):
        counted.told()
    assert len(asked) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_standings_are_counted_as_the_host_s_page_tells_them(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock, kind: str
) -> None:
    request.param = kind
    relay = Relay(database_of(request, tmp_path), clock)
    relay.prepare()
    relay.hosting.describe("https://kalender.example.org")
    from app.core.publishing.relay.protocol import new_secret
    from app.relay.uses.owners import Owners

    for at in range(12):
        invited = relay.hosting.invite(f"n{at}", days=1 + at % 4)
        if at % 3:
            relay.accepting.accept(invited.secret, new_secret(), f"h{at}")
        if at % 5 == 0:
            relay.hosting.revoke(f"n{at}")
        elif at % 7 == 0:
            relay.hosting.invite_again(f"n{at}", days=30)
        clock.passes(hours=11)
    owners = Owners(relay.store)
    for _ in range(8):
        now = clock.now()
        found = to_look_at(owners.stand(), now)
        counts = {one: sum(each.standing_at(now) is one for each in found) for one in Standing}
        assert owners.counted().owners == counts
        clock.passes(days=2)
    relay.stop()


def test_a_fault_of_the_app_is_counted_and_goes_on() -> None:
    from app.relay.metrics.counts import Counts

    counts = Counts()

    def broken(*_: object) -> list[bytes]:
        raise KeyError

    client = Client(Counting(broken, lambda: counts))
    with pytest.raises(KeyError):
        client.get("/cal/x/x.ics")
    assert counts.requests(Kind.CALENDAR)[500] == 1


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("PUT", f"{API}/files/x.ics", Kind.UPLOAD),
        ("GET", f"{API}/files/x.ics", Kind.API),
        ("DELETE", f"{API}/files/x.ics", Kind.API),
        ("PUT", f"{API}/states", Kind.API),
        ("PUT", f"{API}/files", Kind.API),
        ("GET", "/cal", Kind.OTHER),
        ("GET", "/calx/", Kind.OTHER),
        ("GET", "", Kind.OTHER),
        ("GET", "/betreiber", Kind.HOST),
    ],
)
def test_what_is_asked_is_told_by_path_and_method(method: str, path: str, kind: Kind) -> None:
    assert kind_of(path, method) is kind


@given(st.text(max_size=30), st.text(max_size=8))
def test_any_request_is_of_some_kind(path: str, method: str) -> None:
    assert kind_of(path, method) in Kind
