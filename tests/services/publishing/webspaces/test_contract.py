"""What every kind of webspace does alike, against a real server of each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.publishing.faults import WebspaceError
from app.core.publishing.webspace import temporary_name
from app.services.publishing.webspaces.connection import Connection, opened
from tests.services.publishing.webspaces.servers.server import Kind, Server, Started

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
OTHER = "index.html"


@pytest.fixture
def space(server: Server) -> Iterator[Connection]:
    """The webspace, open."""
    with opened(server.webspace, server.secret) as space:
        yield space


def lies_there(server: Server) -> dict[str, bytes]:
    """Return what lies in the folder on the server's own disk; some keep no empty one."""
    if not server.root.exists():
        return {}
    return {path.name: path.read_bytes() for path in server.root.iterdir() if path.is_file()}


def test_a_new_file_lies_there(server: Server, space: Connection) -> None:
    space.put(NAME, b"BEGIN:VCALENDAR\r\n")
    assert lies_there(server) == {NAME: b"BEGIN:VCALENDAR\r\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"old", b"the new one"),
        (b"the longer old one", b"new"),
        (b"old", b""),
        (b"", b"new"),
        (b"same", b"same"),
        (b"lines\nof\r\nall\rkinds\x00\xff\x1a", b"\r\n\n\r" * 50),
        (b"small", bytes(range(256)) * 4096),
        (bytes(range(256)) * 4096, b"small"),
    ],
    ids=["longer", "shorter", "empty", "from-empty", "same", "lines", "megabyte", "from-megabyte"],
)
def test_a_file_is_replaced(server: Server, space: Connection, before: bytes, after: bytes) -> None:
    space.put(NAME, before)
    space.put(NAME, after)
    assert lies_there(server) == {NAME: after}
    assert space.get(NAME) == after


def test_what_is_missing_is_none(space: Connection) -> None:
    assert space.get(NAME) is None
    assert space.names() == []


def test_a_deleted_file_is_gone_and_can_be_put_anew(server: Server, space: Connection) -> None:
    space.put(NAME, b"one")
    space.delete(NAME)
    assert lies_there(server) == {}
    assert space.get(NAME) is None
    space.put(NAME, b"two")
    assert lies_there(server) == {NAME: b"two"}


def test_deleting_what_is_missing_is_no_fault(server: Server, space: Connection) -> None:
    space.delete(NAME)
    assert lies_there(server) == {}


def test_files_of_others_are_named_and_never_touched(server: Server, space: Connection) -> None:
    (server.root / OTHER).write_bytes(b"<h1>Haus am See")
    (server.root / "Bilder von Überlingen.txt").write_bytes(b"x")
    space.put(NAME, b"one")
    space.put(NAME, b"two")
    assert sorted(space.names()) == [NAME, "Bilder von Überlingen.txt", OTHER]
    space.delete(NAME)
    assert lies_there(server) == {OTHER: b"<h1>Haus am See", "Bilder von Überlingen.txt": b"x"}


def test_what_a_broken_try_left_is_taken_up(kind: Kind, server: Server, space: Connection) -> None:
    if not kind.writes_aside:
        pytest.skip("nothing can be left there")
    for left in (b"", b"the beginning of a much longer file that was broken off"):
        (server.root / temporary_name(NAME)).write_bytes(left)
        space.put(NAME, b"whole")
        assert lies_there(server) == {NAME: b"whole"}


def test_what_a_broken_try_left_goes_with_the_file(
    kind: Kind, server: Server, space: Connection
) -> None:
    if not kind.writes_aside:
        pytest.skip("nothing can be left there")
    (server.root / temporary_name(NAME)).write_bytes(b"the begin")
    space.delete(NAME)
    assert lies_there(server) == {}


def test_two_connections_one_after_the_other_see_the_same(server: Server) -> None:
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, b"one")
    with opened(server.webspace, server.secret) as space:
        assert space.get(NAME) == b"one"
        space.put(NAME, b"two")
    assert lies_there(server) == {NAME: b"two"}


@pytest.mark.parametrize("folder", ["Gäste & Häuser/2027", "a/b/c/d", "kalender"])
def test_a_folder_is_made_with_all_above_it(started: Started, folder: str) -> None:
    server = started(folder=folder)
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, b"one")
        assert space.names() == [NAME]
    assert lies_there(server) == {NAME: b"one"}


def test_a_fault_inside_is_told_and_the_connection_closed(server: Server) -> None:
    with pytest.raises(ZeroDivisionError), opened(server.webspace, server.secret):
        raise ZeroDivisionError
    assert list(server.root.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_a_fault(kind: Kind, server: Server) -> None:
    if not kind.folders:
        pytest.skip("names of files may begin with that of another there")
    server.root.parent.mkdir(parents=True, exist_ok=True)
    server.root.write_bytes(b"a file")
    with (
        pytest.raises(WebspaceError, match="There is no folder"),
        opened(server.webspace, server.secret),
    ):
        pass
