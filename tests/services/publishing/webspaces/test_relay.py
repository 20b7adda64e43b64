"""A calendar service does what every webspace does; but it takes in nothing that is not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.ical.write import calendar_bytes
from app.core.links.availability import Website
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.relay.faults import AccessEndedError
from app.core.publishing.relay.page import page_bytes
from app.core.publishing.relay.protocol import new_secret
from app.core.publishing.webspace import Secret
from app.services.publishing.runs.marker import MARKER, Marker
from app.services.publishing.webspaces.connection import Connection, ServiceConnection, opened
from tests.clocks import SetClock
from tests.services.publishing.webspaces.servers.relays import Service, service

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
PAGE = "Ab3kZ0aq8LmN5xYt2RcV7wQe.html"
ONE, TWO = calendar_bytes("one", ()), calendar_bytes("two", ())


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Service]:
    with service(tmp_path / "relay.db") as found:
        yield found


@pytest.fixture
def secret(there: Service) -> Secret:
    return there.joined()[1]


@pytest.fixture
def space(there: Service, secret: Secret) -> Iterator[Connection]:
    with opened(there.webspace(), secret) as space:
        yield space


def days() -> bytes:
    clock = SetClock()
    return page_bytes(Website(1, "de", (), clock.today(), "version"))


def test_it_is_a_place_that_counts(space: Connection) -> None:
    assert isinstance(space, ServiceConnection)


def test_a_new_file_lies_there_and_is_replaced(
    there: Service, secret: Secret, space: Connection
) -> None:
    for body in (ONE, TWO, TWO, ONE):
        space.put(NAME, body)
        assert space.get(NAME) == body
        assert there.lies_there(secret) == {NAME: body}


def test_what_is_missing_is_none(space: Connection) -> None:
    assert space.get(NAME) is None
    assert space.get(PAGE) is None
    assert space.get(MARKER) is None
    assert space.names() == []


def test_a_deleted_file_is_gone_and_can_be_put_anew(space: Connection) -> None:
    space.put(NAME, ONE)
    space.delete(NAME)
    assert space.get(NAME) is None
    assert space.names() == []
    space.put(NAME, TWO)
    assert space.get(NAME) == TWO


@pytest.mark.parametrize("name", [NAME, PAGE, MARKER, "zimmerfrei.php", ".htaccess", "ä b/c?d#e"])
def test_deleting_what_is_missing_is_no_fault(space: Connection, name: str) -> None:
    space.delete(name)
    assert space.names() == []


def test_a_page_travels_as_days_under_the_name_that_it_has_here(
    there: Service, secret: Secret, space: Connection
) -> None:
    body = days()
    space.put(PAGE, body)
    assert space.get(PAGE) == body
    assert space.names() == [PAGE]
    assert set(there.lies_there(secret)) == {PAGE.replace(".html", ".json")}


def test_the_marker_is_a_file_like_any_other(space: Connection) -> None:
    marker = Marker("house", 3).body()
    space.put(MARKER, marker)
    assert space.get(MARKER) == marker
    assert space.names() == [MARKER]


def test_two_connections_one_after_the_other_see_the_same(there: Service, secret: Secret) -> None:
    for before, body in ((None, ONE), (ONE, TWO)):
        with opened(there.webspace(), secret) as space:
            assert space.get(NAME) == before
            space.put(NAME, body)


@pytest.mark.parametrize(
    ("name", "body", "match"),
    [
        (NAME, b"<html><script>alert(1)</script>", "another version"),
        (NAME, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "another version"),
        (NAME, b"x" * (5 * 2**20 + 1), "larger"),
        (PAGE, b"<html>", "another version"),
        (PAGE, json.dumps({"language": "de"}).encode(), "another version"),
        ("index.html", days(), "another access"),
    ],
)
def test_what_is_not_ours_is_refused_and_nothing_is_replaced(
    space: Connection, name: str, body: bytes, match: str
) -> None:
    space.put(NAME, ONE)
    with pytest.raises(WebspaceError, match=match) as caught:
        space.put(name, body)
    assert caught.value.step is Step.WRITE
    assert not caught.value.passing
    assert space.get(NAME) == ONE
    assert space.names() == [NAME]


def test_the_addresses_of_another_owner_cannot_be_taken(there: Service, space: Connection) -> None:
    space.put(NAME, ONE)
    _, other = there.joined("Paul", house="another")
    with opened(there.webspace("Paul"), other) as theirs:
        with pytest.raises(WebspaceError, match="another access"):
            theirs.put(NAME, TWO)
        assert theirs.get(NAME) is None
        theirs.delete(NAME)
        assert theirs.names() == []
    assert space.get(NAME) == ONE


@pytest.mark.parametrize(
    "password",
    ["falsch", "", "\ud800", "ä" * 43, new_secret()],
    ids=["short", "none", "no text", "no letters", "new"],
)
def test_a_key_that_opens_nothing_says_so(there: Service, password: str) -> None:
    with (
        pytest.raises(WebspaceError) as caught,
        opened(there.webspace(), Secret(password=password)),
    ):
        pass
    assert caught.value.step is Step.SIGN_IN
    assert not caught.value.passing


def test_who_leaves_is_not_let_in_again(there: Service, secret: Secret, space: Connection) -> None:
    assert isinstance(space, ServiceConnection)
    space.put(NAME, ONE)
    space.leave()
    with pytest.raises(AccessEndedError), opened(there.webspace(), secret):
        pass


def test_it_tells_how_often_files_have_changed(space: Connection) -> None:
    assert isinstance(space, ServiceConnection)
    before = space.standing
    space.put(NAME, ONE)
    after = space.standing
    assert before is not None
    assert after is not None
    assert after[0] == before[0]
    assert after[1] > before[1]


def test_a_fault_inside_is_told(there: Service, secret: Secret) -> None:
    with pytest.raises(ZeroDivisionError), opened(there.webspace(), secret):
        raise ZeroDivisionError
