"""A cable pulled at any byte of an upload: nothing is torn, the next try succeeds, no litter."""

from __future__ import annotations

from contextlib import suppress

import pytest

from app.core.publishing.faults import WebspaceError
from app.services.publishing.webspaces.connection import opened
from tests.services.publishing.webspaces.conftest import ShortLimits
from tests.services.publishing.webspaces.servers.faulty.cable import (
    BEHIND,
    Cable,
    needs_a_second_address,
    places,
)
from tests.services.publishing.webspaces.servers.kinds import KINDS
from tests.services.publishing.webspaces.servers.server import Kind, Server, Started

OVER_A_CABLE = [kind for kind in KINDS if kind.tcp]
NAME, OTHER = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics", "index.html"
OLD, NEW, NEXT = b"o" * 9_000, b"n" * 20_000, b"x" * 15_000


def upload(server: Server, body: bytes) -> None:
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, body)


def fault_of_upload(server: Server, body: bytes) -> WebspaceError | None:
    try:
        upload(server, body)
    except WebspaceError as error:
        return error
    return None


def lies_there(server: Server) -> dict[str, bytes]:
    """What others find. It may still begin to take in what had come, in a file of its own."""
    files = (path for path in server.root.iterdir() if not _is_own(server, path.name))
    return {path.name: path.read_bytes() for path in files}


def _is_own(server: Server, name: str) -> bool:
    return bool(server.own) and name.startswith(server.own)


@pytest.fixture
def server(started: Started) -> Server:
    """A server at the far end of a cable, on which an old file and one of others lie."""
    needs_a_second_address()
    server = started(host=BEHIND)
    with Cable(server):
        upload(server, OLD)
    (server.root / OTHER).write_bytes(b"others")
    return server


@pytest.mark.parametrize("kind", OVER_A_CABLE, ids=str, indirect=True)
def test_pulled_anywhere_it_leaves_the_old_file_or_the_new_one(kind: Kind, server: Server) -> None:
    with Cable(server) as cable:
        upload(server, NEW)
    for place in places(cable.marks)[:: kind.pulled_at]:
        (server.root / NAME).write_bytes(OLD)
        with Cable(server, place), suppress(WebspaceError):
            upload(server, NEW)
        server.settle()
        found = lies_there(server)
        assert found[OTHER] == b"others"
        if kind.atomic or NAME in found:
            assert found[NAME] in {OLD, NEW}, f"pulled at {place}"
        with Cable(server):
            upload(server, NEXT)
        assert lies_there(server) == {OTHER: b"others", NAME: NEXT}, f"pulled at {place}"


@pytest.mark.parametrize("kind", OVER_A_CABLE, ids=str, indirect=True)
def test_pulled_before_the_end_it_is_told(server: Server) -> None:
    with Cable(server) as cable:
        upload(server, NEW)
    for place in (0, cable.marks[2], cable.marks[len(cable.marks) // 2]):
        with Cable(server, place), pytest.raises(WebspaceError) as told:
            upload(server, NEW)
        assert told.value.passing, f"pulled at {place}"


@pytest.mark.parametrize("kind", OVER_A_CABLE, ids=str, indirect=True)
def test_one_that_hangs_is_given_up(server: Server, short_limits: ShortLimits) -> None:
    with Cable(server) as cable:
        upload(server, NEW)
    short_limits(0.15)
    marks = cable.marks
    for place in (0, *(marks[len(marks) * part // 8] for part in range(1, 7))):
        with Cable(server, place, hangs=True) as cable:
            told = fault_of_upload(server, NEW)
            # Where less came than when it was measured, all went well.
            assert (told is not None and told.passing) or not cable.held_back, f"hangs at {place}"
        assert told is not None or place > 0
        assert lies_there(server)[NAME] in {OLD, NEW}
