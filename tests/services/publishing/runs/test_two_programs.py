"""Two programs and one folder: it is said, and nothing of either is overwritten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.links.link import Link
from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.status import RunResult
from app.core.publishing.webspace import Secret
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.publishing import Publishing
from app.services.publishing.runs.marker import MARKER, Marker, read_marker
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.publishing.conftest import Web, names_of

STRANGER = f"{'s' * 24}.ics"


@pytest.fixture
def other(tmp_path: Path, clock: SetClock, web: Web) -> Iterator[Services]:
    """Another house, which is to use the same folder."""
    with opened(DataFolder(tmp_path / "other"), busy_timeout=0.25, clock=clock) as services:
        services.units.first_house("Berghof", ["Stube"])
        services.links.enable_unit(1)
        services.publishing.set_up(web.webspace(), Secret(), Keeping.ASK)
        yield services


def refused(publishing: Publishing, web: Web) -> None:
    """Try a run, which is refused without a change in the folder."""
    before = {file.name: file.read_bytes() for file in web.path.iterdir()}
    with pytest.raises(WebspaceError) as refusal:
        publishing.run()
    assert refusal.value.message == faults.published_by_another("").message
    assert {file.name: file.read_bytes() for file in web.path.iterdir()} == before
    error = publishing.status().error
    assert error is not None
    assert error.message == refusal.value.message


@pytest.mark.usefixtures("kept", "link")
def test_the_second_one_says_so_and_changes_nothing(
    publishing: Publishing, other: Services, web: Web
) -> None:
    publishing.run()
    refused(other.publishing, web)
    assert publishing.run() == RunResult()


@pytest.mark.usefixtures("kept")
def test_who_takes_the_folder_over_leaves_the_others_files_and_the_other_one_stops(
    publishing: Publishing, services: Services, link: Link, other: Services, web: Web
) -> None:
    publishing.run()
    other.publishing.take_over()
    assert other.publishing.status().error is None
    assert len(other.publishing.run().uploaded) == 1
    assert web.names() >= names_of(link)
    services.links.disable(link.id, sequence=link.sequence)
    refused(publishing, web)
    # And not a day later either, when the folder is looked at again.
    assert other.publishing.run() == RunResult()


@pytest.mark.usefixtures("kept")
def test_files_of_a_program_without_a_marker_are_found_too(
    publishing: Publishing, link: Link, web: Web
) -> None:
    (web.path / STRANGER).write_bytes(b"BEGIN:VCALENDAR")
    refused(publishing, web)
    publishing.take_over()
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert web.read(STRANGER) == b"BEGIN:VCALENDAR"


@pytest.mark.usefixtures("kept", "link")
def test_one_that_begins_later_is_found_the_next_day(
    publishing: Publishing, clock: SetClock, web: Web
) -> None:
    publishing.run()
    (web.path / STRANGER).write_bytes(b"BEGIN:VCALENDAR")
    assert publishing.run() == RunResult()
    clock.passes(days=1)
    refused(publishing, web)


@pytest.mark.usefixtures("kept")
def test_what_was_taken_over_stays_when_the_webspace_is_given_up(
    publishing: Publishing, link: Link, web: Web
) -> None:
    (web.path / STRANGER).write_bytes(b"BEGIN:VCALENDAR")
    publishing.take_over()
    publishing.run()
    now = publishing.current()
    assert now is not None
    publishing.remove(sequence=now.sequence)
    assert publishing.run() == RunResult(deleted=1)
    assert web.names() == {STRANGER}
    assert link.id not in publishing.held_links()


@pytest.mark.usefixtures("kept")
def test_a_house_that_has_moved_is_the_same_house(
    publishing: Publishing,
    services: Services,
    link: Link,
    tmp_path: Path,
    clock: SetClock,
) -> None:
    publishing.run()
    moved = DataFolder(tmp_path / "new computer")
    services.database.checkpoint()
    shutil.copytree(services.folder.path, moved.path)
    with opened(moved, busy_timeout=0.25, clock=clock) as there:
        there.links.renew(link.id, sequence=link.sequence)
        assert there.publishing.run() == RunResult(uploaded=(link.id,), deleted=1)


@pytest.mark.usefixtures("kept", "link")
def test_the_marker_tells_nothing_secret(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    publishing.run()
    told = (web.path / MARKER).read_text()
    assert set(json.loads(told)) == {"about", "house", "webspace"}
    for secret in (link.token, "Seeblick", str(services.folder.path)):
        assert secret not in told


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff", b'{"house": 1}', b'{"webspace": "x"}', b"[" * 9999],
)
def test_a_marker_that_cannot_be_read_is_somebody_elses(body: bytes) -> None:
    assert read_marker(body) == Marker("", 0)


def test_a_marker_is_read_as_it_was_written() -> None:
    assert read_marker(Marker("ab12", 7).body()) == Marker("ab12", 7)
    assert read_marker(None) is None
