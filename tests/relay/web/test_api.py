"""The API as a desktop speaks with it."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest

from app.core.links.availability import Website
from app.core.publishing.relay import protocol
from app.core.publishing.relay.page import page_bytes
from app.core.publishing.relay.protocol import API, new_secret
from app.relay.uses.relay import Relay
from tests.clocks import SetClock
from tests.relay.conftest import ADDRESS, Read, Service, calendar, new_token
from tests.relay.workers import HOUSE

MARKER = b'{"about": "x", "house": "h", "webspace": 1}\n'
PAGE = page_bytes(
    Website(0, "de", ((date(2027, 8, 1), date(2027, 8, 4)),), date(2027, 7, 6), "v", 12)
)


def test_an_invitation_is_looked_at_and_not_used_up(service: Service) -> None:
    invited = service.relay.hosting.invite("Huber", 7, days=3)
    for _ in range(2):
        answer = service.ask("POST", f"{API}/invitation", json={"secret": invited.secret})
        assert answer.status_code == 200
        assert answer.json == {
            "name": "Huber",
            "links": 7,
            "service": ADDRESS,
            "operator": "Tourist board Seeland",
            "instance": service.relay.store.instance,
            "expires": "2027-07-09T12:00:00+00:00",
        }
    assert invited.address == f"{ADDRESS}/einladung/{invited.secret}"
    assert service.relay.hosting.owner("Huber").account.accepted_at is None


def test_a_lost_answer_is_asked_for_again_with_the_same_key(
    service: Service, clock: SetClock
) -> None:
    invited = service.relay.hosting.invite("Huber")
    told = {"secret": invited.secret, "key": new_secret(), "house": HOUSE}
    first = service.ask("POST", f"{API}/accept", json=told)
    clock.passes(days=100)
    again = service.ask("POST", f"{API}/accept", json=told)
    assert (first.status_code, first.json) == (200, again.json)
    assert service.ask("GET", f"{API}/files", told["key"]).status_code == 200


@pytest.mark.parametrize("path", ["invitation", "accept"])
def test_each_invitation_that_opens_nothing_says_why(
    service: Service, clock: SetClock, path: str
) -> None:
    def ask(secret: object) -> tuple[int, object]:
        told = {"secret": secret}
        if path == "accept":
            told |= {"key": new_secret(), "house": HOUSE}
        answer = service.ask("POST", f"{API}/{path}", json=told)
        return answer.status_code, answer.json

    hosting = service.relay.hosting
    used, late, revoked = (hosting.invite(name, days=2).secret for name in "abc")
    told = {"secret": used, "key": new_secret(), "house": HOUSE}
    assert service.ask("POST", f"{API}/accept", json=told).status_code == 200
    hosting.revoke("c")
    clock.passes(days=2)
    assert ask(used) == (410, {"error": "used_invitation"})
    assert ask(late) == (410, {"error": "expired_invitation"})
    assert ask(revoked) == (403, {"error": "revoked"})
    for secret in (late[:-1], late + "A", late[::-1], "", "ä" * 43, 7, None, [late], late + "\n"):
        assert ask(secret) == (404, {"error": "unknown_invitation"}), secret


A_KEY = "k9" * 21 + "A"
"""In the form of a key, and the same each time: it stands in the names of tests."""


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"[" * 4000,
        b'{"secret": "x", "secret2": "y"}',
        b'{"secret": "x", "key": "y"}',
        b'{"secret": "x", "key": "y", "house": "h"}',
        json.dumps({"secret": "x", "key": A_KEY, "house": ""}).encode(),
        json.dumps({"secret": "x", "key": A_KEY, "house": "<b>"}).encode(),
        json.dumps({"secret": "x", "key": A_KEY[:-1], "house": "h"}).encode(),
        json.dumps({"secret": "x", "key": ["y"], "house": "h"}).encode(),
    ],
)
def test_what_no_desktop_sends_is_refused(service: Service, told: bytes) -> None:
    answer = service.ask("POST", f"{API}/accept", data=told)
    assert (answer.status_code, answer.json) == (422, {"error": "not_ours"})


def test_a_key_of_another_account_is_none_for_a_new_one(service: Service) -> None:
    owner = service.owner("Huber")
    secret = service.relay.hosting.invite("Maier").secret
    told = {"secret": secret, "key": owner.key, "house": HOUSE}
    assert service.ask("POST", f"{API}/accept", json=told).status_code == 422
    # Nothing was used up.
    told["key"] = new_secret()
    assert service.ask("POST", f"{API}/accept", json=told).status_code == 200


def test_files_are_put_told_given_and_taken_away(service: Service, read: Read) -> None:
    owner = service.owner()
    token = new_token()
    files = {f"{token}.ics": calendar(), f"{token}.json": PAGE, "zimmerfrei.json": MARKER}
    for at, (name, body) in enumerate(files.items(), start=1):
        answer = owner.ask("PUT", f"/files/{name}", data=body)
        assert answer.status_code == 200
        assert answer.json == {"instance": service.relay.store.instance, "revision": at}
        assert answer.headers[protocol.REVISION] == str(at)
        assert answer.headers[protocol.INSTANCE] == service.relay.store.instance
    found = owner.ask("GET", "/files")
    assert found.json is not None
    assert found.json["files"] == {
        name: hashlib.sha256(body).hexdigest() for name, body in files.items()
    }
    assert found.json["revision"] == 3
    for name, body in files.items():
        assert owner.ask("GET", f"/files/{name}").data == body
    for name in files:
        assert owner.ask("DELETE", f"/files/{name}").status_code == 200
        assert owner.ask("DELETE", f"/files/{name}").status_code == 200
        assert owner.ask("GET", f"/files/{name}").status_code == 404
    assert owner.files() == {}
    assert read(token).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "x.ics",
        "index.html",
        "zimmerfrei.php",
        "zimmerfrei.json.ics",
        "a" * 24,
        "a" * 24 + ".html",
        "a" * 23 + "ä.ics",
        "a" * 25 + ".ics",
        "a" * 24 + ".ICS",
        "a" * 24 + ".ics%0A",
        "a" * 24 + ".ics%00",
        "..%2F" + "a" * 24 + ".ics",
    ],
)
def test_no_other_name_can_be_had(service: Service, name: str) -> None:
    owner = service.owner()
    answer = owner.ask("PUT", f"/files/{name}", data=calendar())
    assert answer.status_code in {404, 409}
    assert owner.ask("GET", f"/files/{name}").status_code == 404
    assert owner.files() == {}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ics", b"<html><script>alert(1)</script></html>"),
        ("ics", PAGE),
        ("ics", MARKER),
        ("ics", b""),
        ("ics", calendar()[:-2]),
        ("json", calendar()),
        ("json", MARKER),
        ("json", b"{}"),
        ("json", b'{"language":"de","today":"2027-07-06","months":12,"taken":"<script>"}\n'),
        ("json", b"[" * 60_000),
        ("marker", PAGE),
        ("marker", b'{"about": "x", "house": "h", "webspace": "<script>"}'),
        ("marker", b'{"about": "x", "house": "h", "webspace": 1, "more": 2}'),
        ("marker", b"\xff"),
    ],
)
def test_nothing_else_can_be_hosted(service: Service, kind: str, body: bytes) -> None:
    owner = service.owner()
    name = "zimmerfrei.json" if kind == "marker" else f"{new_token()}.{kind}"
    answer = owner.ask("PUT", f"/files/{name}", data=body)
    assert (answer.status_code, answer.json) == (422, {"error": "not_ours"})
    assert owner.files() == {}


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"/files/{'a' * 24}.ics", protocol.CALENDAR_MOST),
        (f"/files/{'a' * 24}.json", protocol.PAGE_MOST),
        ("/files/zimmerfrei.json", protocol.MARKER_MOST),
        ("/states", protocol.STATES_MOST),
    ],
)
def test_what_is_too_large_is_not_read_to_its_end(service: Service, path: str, most: int) -> None:
    owner = service.owner()
    answer = owner.ask("PUT", path, data=b" " * (most + 1))
    assert (answer.status_code, answer.json) == (413, {"error": "too_large"})
    answer = owner.ask("PUT", path, data=b" " * most)
    assert answer.status_code == 422


def test_a_path_of_the_api_that_is_none_is_told_in_json(service: Service) -> None:
    owner = service.owner()
    assert service.ask("GET", f"{API}/nothing").json == {"error": "not_found"}
    answer = owner.ask("POST", "/files")
    assert (answer.status_code, answer.json) == (405, {"error": "method_not_allowed"})
    assert answer.headers["Allow"] == "GET, HEAD"
    assert owner.ask("GET", "/reads?after=x").status_code == 422
    assert owner.ask("GET", "/reads?after=-1").status_code == 422
    assert owner.ask("GET", f"/reads?after={'9' * 19}").status_code == 422
    assert owner.ask("GET", f"/reads?after={'9' * 18}").text.count("\n") == 1


def test_the_account_tells_what_the_service_knows(service: Service) -> None:
    owner = service.owner(links=9)
    owner.published()
    assert owner.ask("GET", "/account").json == {
        "name": "Huber",
        "links": 9,
        "links_used": 1,
        "bytes_used": len(calendar()),
        "service": ADDRESS,
        "operator": "Tourist board Seeland",
        "instance": service.relay.store.instance,
        "revision": 1,
    }


def test_every_answer_forbids_all_that_a_page_could_do(service: Service) -> None:
    owner = service.owner()
    for answer in (
        owner.ask("GET", "/files"),
        owner.ask("GET", "/nothing"),
        owner.ask("PUT", "/files/x", data=b""),
        service.ask("GET", f"{API}/files"),
        service.ask("POST", f"{API}/accept", json={}),
    ):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_new_key_for_the_same_links_replaces_the_one_before(service: Service, read: Read) -> None:
    owner = service.owner(links=5)
    token = owner.published()
    again = service.relay.hosting.invite_again("huber", links=8)
    # Until it is accepted the one before is good.
    assert owner.ask("GET", "/files").status_code == 200
    key = new_secret()
    told = {"secret": again.secret, "key": key, "house": "another-house"}
    answer = service.ask("POST", f"{API}/accept", json=told)
    assert answer.json is not None
    assert answer.json["links"] == 8
    assert owner.ask("GET", "/files").status_code == 401
    owner.key = key
    assert list(owner.files()) == [f"{token}.ics"]
    assert read(token).status_code == 200


def test_a_newer_invitation_ends_the_one_before(relay: Relay, service: Service) -> None:
    first = relay.hosting.invite("Huber")
    again = relay.hosting.invite_again("Huber")
    ask = {"secret": first.secret}
    assert service.ask("POST", f"{API}/invitation", json=ask).status_code == 410
    ask = {"secret": again.secret}
    assert service.ask("POST", f"{API}/invitation", json=ask).status_code == 200
