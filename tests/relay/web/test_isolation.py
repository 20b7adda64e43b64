"""Nobody reaches what is another owner's: all routes are walked with every other account's key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from app.core.publishing.relay.protocol import API, new_secret
from app.relay.web.asking.bounds import SPAN
from app.relay.web.host.pages import PATH
from app.relay.web.host.visit import COOKIE, SECURE_COOKIE
from tests.relay.conftest import Owner, Read, Service, calendar, database_of, new_token

NAMES = ("Huber", "Maier", "Öztürk")
_STRANGERS = {f"{API}/invitation", f"{API}/accept"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both: no engine may give one owner what is another's."""
    return database_of(request, tmp_path)


def routes(service: Service) -> Iterator[tuple[str, str, Rule]]:
    """Yield every path and method of the API that wants a key."""
    for rule in service.app.pages.url_map.iter_rules():
        if rule.rule.startswith(API) and rule.rule not in _STRANGERS:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.rule, method, rule


def filled(path: str, token: str, kind: str) -> str:
    return path.replace("<name>", f"{token}.{kind}")


@pytest.fixture
def owners(service: Service) -> list[Owner]:
    return [service.owner(name, house=f"house-{at}") for at, name in enumerate(NAMES)]


def test_there_are_routes_to_walk(service: Service) -> None:
    assert len({path for path, _, _ in routes(service)}) == 5


@pytest.mark.parametrize("key", ["", "x", "ä" * 43, new_secret()], ids=["none", "x", "ä", "new"])
def test_no_route_answers_without_a_key_of_an_account(service: Service, key: str) -> None:
    token = service.owner().published()
    for path, method, _ in routes(service):
        answer = service.ask(method, filled(path, token, "ics"), key)
        assert (answer.status_code, answer.json) == (401, {"error": "unknown_key"}), path


def test_no_route_shows_or_changes_what_is_anothers(
    service: Service, owners: list[Owner], read: Read
) -> None:
    tokens = [owner.published() for owner in owners]
    before = [owner.files() for owner in owners]
    marker = b'{"about": "x", "house": "h", "webspace": 1}'
    assert owners[0].ask("PUT", "/files/zimmerfrei.json", data=marker).status_code == 200
    before[0] = owners[0].files()
    for at, owner in enumerate(owners):
        for other, token in enumerate(tokens):
            if at == other:
                continue
            for path, method, rule in routes(service):
                if method == "DELETE" and not rule.arguments:
                    continue  # leaving ends one's own account; looked at below
                for kind in ("ics", "json"):
                    answer = service.ask(
                        method,
                        filled(path, token, kind),
                        owner.key,
                        data=calendar("Mine") if method == "PUT" else None,
                    )
                    assert token not in answer.text
                    assert answer.data != calendar()
    assert [owner.files() for owner in owners] == before
    assert all(read(token).data == calendar() for token in tokens)


def test_leaving_ends_nobody_elses_account(owners: list[Owner], read: Read) -> None:
    tokens = [owner.published() for owner in owners]
    assert owners[1].ask("DELETE", "/account").status_code == 204
    assert [read(token).status_code for token in tokens] == [200, 410, 200]
    assert [owner.ask("GET", "/files").status_code for owner in owners] == [200, 403, 200]


def test_anothers_token_is_refused_like_any_bad_name(owners: list[Owner], read: Read) -> None:
    token = owners[0].published()
    theirs = owners[1].put(token, calendar("Mine"))
    bad = owners[1].put("no-token", calendar("Mine"))
    assert theirs.status_code == bad.status_code == 409
    assert theirs.data == bad.data
    assert read(token).data == calendar()


@pytest.mark.parametrize("list_name", ["gone", "closed"])
def test_the_state_of_anothers_address_cannot_be_said(
    owners: list[Owner], read: Read, list_name: str
) -> None:
    token, own = owners[0].published(), new_token()
    states = {"gone": [], "closed": [], list_name: [own, token]}
    assert owners[1].ask("PUT", "/states", json=states).status_code == 409
    assert read(token).status_code == 200
    # Nothing of it was kept.
    assert owners[2].put(own).status_code == 200


def test_who_reads_is_told_to_the_owner_alone(
    service: Service, owners: list[Owner], read: Read
) -> None:
    tokens = [owner.published() for owner in owners]
    for times, token in enumerate(tokens):
        for _ in range(times + 1):
            read(token)
    service.relay.fetch_queue.write()
    lines = [owner.ask("GET", "/reads?after=0").text.splitlines() for owner in owners]
    assert [len(found) for found in lines] == [1, 2, 3]
    assert len({line.split("\t")[1] for found in lines for line in found}) == 3


def test_a_file_of_another_is_as_one_that_never_was(owners: list[Owner]) -> None:
    token = owners[0].published()
    theirs = owners[1].ask("GET", f"/files/{token}.ics")
    nobodys = owners[1].ask("GET", f"/files/{new_token()}.ics")
    assert theirs.status_code == 404
    assert theirs.data == nobodys.data
    assert theirs.headers == nobodys.headers
    assert owners[1].ask("DELETE", f"/files/{token}.ics").status_code == 200
    assert token + ".ics" in owners[0].files()


def host_routes(service: Service) -> Iterator[tuple[str, str]]:
    """Yield every path and method of the host's page."""
    for rule in service.app.pages.url_map.iter_rules():
        if rule.rule.startswith(PATH):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield re.sub("<.*>", "1", rule.rule), method


def test_every_path_of_the_service_is_looked_at_by_somebody(service: Service) -> None:
    known = {API, PATH, "/einladung/", "/robots.txt", "/health"}
    for rule in service.app.pages.url_map.iter_rules():
        assert any(rule.rule.startswith(one) for one in known), rule.rule
    assert len(list(host_routes(service))) == 9


@pytest.mark.parametrize("name", [COOKIE, SECURE_COOKIE])
def test_no_owner_s_key_opens_a_page_of_the_host(
    service: Service, owners: list[Owner], name: str
) -> None:
    tokens = [owner.published() for owner in owners]
    service.relay.admitting.new_key()
    before = service.relay.hosting.owners()
    for owner in owners:
        service.seconds.now += SPAN
        for path, method in host_routes(service):
            service.client.set_cookie(name, owner.key)
            answer = service.ask(
                method,
                path,
                owner.key,
                data={"form": owner.key, "key": owner.key} if method == "POST" else None,
            )
            # The way in, or the way to it; never a page that is behind it.
            assert answer.status_code in {200, 303, 403}, path
            assert not any(other in answer.text for other in (*NAMES, *tokens))
            for said in answer.headers.getlist("Set-Cookie"):
                assert "Max-Age=0" in said
    assert service.relay.hosting.owners() == before


def test_a_session_of_the_host_opens_no_owner_s_files(
    service: Service, owners: list[Owner], read: Read
) -> None:
    token = owners[0].published()
    session = service.relay.admitting.sign_in(key := service.relay.admitting.new_key())
    assert session is not None
    for secret in (key, session):
        service.seconds.now += SPAN
        for path, method, _ in routes(service):
            for kind in ("ics", "json"):
                service.client.set_cookie(SECURE_COOKIE, session)
                answer = service.ask(
                    method,
                    filled(path, token, kind),
                    secret,
                    data=calendar("Mine") if method == "PUT" else None,
                )
                assert (answer.status_code, answer.json) == (401, {"error": "unknown_key"}), path
    assert read(token).data == calendar()
    assert [owner.ask("GET", "/files").status_code for owner in owners] == [200, 200, 200]


def test_giving_one_up_ends_nobody_else(service: Service, owners: list[Owner], read: Read) -> None:
    tokens = [owner.published() for owner in owners]
    service.relay.hosting.revoke(2)
    assert [read(token).status_code for token in tokens] == [200, 410, 200]
    assert [owner.ask("GET", "/files").status_code for owner in owners] == [200, 403, 200]
