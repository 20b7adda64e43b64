"""Which of the two computers speaks: one is silent, and where both do, one of them notices."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.core.moving.moves import MovedAwayError
from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.status import RunResult
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.server_state import Phase
from app.core.stays.occupancy import OccupancyDraft
from app.server.hosting.embedded import EmbeddedServer, served
from app.services.base.jobs import Outcome
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.runs.marker import MARKER, read_marker
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.finishing import finish
from app.services.upkeep.upkeep import CLOCK, PUBLISH, READ_SOURCES, upkeep
from tests.clocks import SetClock
from tests.services.moving.conftest import Unpack, living_in, rows

PATIENCE = 20


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The webspace, as one finds it on its disk."""
    folder = tmp_path / "webspace"
    folder.mkdir()
    return folder


@pytest.fixture
def house(services: Services, site: Path) -> Services:
    """A house with one link, which lies on the webspace."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1"])
    services.links.enable_unit(1)
    space = Webspace(
        kind=WebspaceKind.FOLDER, folder=str(site), address="https://example.org/kalender"
    )
    services.publishing.set_up(space, Secret(), Keeping.ASK)
    services.publishing.run()
    return services


@pytest.fixture
def moved(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> Iterator[Services]:
    """The house on the other computer; this one has not been told to be silent."""
    house.moving.pack(file)
    unpack(file)
    with living_in(there, clock) as services:
        yield services


def occupy(services: Services, month: int) -> None:
    draft = OccupancyDraft(unit_id=1, arrival=date(2027, month, 1), departure=date(2027, month, 5))
    services.occupancies.add(draft)


def marker(site: Path) -> str:
    found = read_marker((site / MARKER).read_bytes())
    assert found is not None
    return found.house


def refused(services: Services) -> None:
    with pytest.raises(WebspaceError) as refusal:
        services.publishing.run()
    assert refusal.value.message == faults.published_by_another("").message


# ---- silence ----


def test_packing_leaves_this_computer_as_it_is_unless_it_is_to_be_silent(
    house: Services, file: Path
) -> None:
    assert not house.moving.pack(file).silent
    assert not house.moving.silent
    assert house.moving.pack(file, silent=True, replacing=True).silent
    assert house.moving.away_since() == house.clock.now()


def test_a_silent_computer_uploads_nothing(house: Services, site: Path) -> None:
    house.moving.fall_silent()
    occupy(house, 8)
    before = {path.name: path.read_bytes() for path in site.iterdir()}

    assert house.publishing.pending_links() == frozenset()
    for speak in (house.publishing.run, house.publishing.take_over):
        with pytest.raises(MovedAwayError):
            speak()
    assert {path.name: path.read_bytes() for path in site.iterdir()} == before


def test_a_silent_computer_serves_nothing(house: Services) -> None:
    house.moving.fall_silent()
    with pytest.raises(MovedAwayError), served(house, port=0):
        pass

    server = EmbeddedServer(house, host="127.0.0.1", port=0)
    try:
        state = server.start()
        assert state.phase is Phase.STOPPED
        assert isinstance(state.error, MovedAwayError)
        house.moving.come_back()
        state = server.start()
        assert (state.phase, state.error) == (Phase.RUNNING, None)
        url = f"http://127.0.0.1:{state.port}/robots.txt"
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # loopback
            assert answer.status == 200
    finally:
        server.stop()


def test_jobs_that_others_see_rest_meanwhile_and_the_others_go_on(house: Services) -> None:
    house.moving.fall_silent()
    occupy(house, 8)
    jobs = upkeep(house, DailyBackup(house), watching=True)
    ran: list[str] = []
    clocked = threading.Semaphore(0)

    def listen(outcome: Outcome) -> None:
        ran.append(outcome.job)
        if outcome.job == CLOCK:
            clocked.release()

    jobs.subscribe(listen)
    with jobs:
        for _ in range(2):
            jobs.ask(PUBLISH)
            jobs.ask(READ_SOURCES)
            jobs.ask(CLOCK)
            assert clocked.acquire(timeout=PATIENCE)
        assert finish(house, jobs, PATIENCE) == 0
    assert {PUBLISH, READ_SOURCES}.isdisjoint(ran)


def test_the_way_back_brings_everything_up_to_date(house: Services) -> None:
    house.moving.fall_silent()
    occupy(house, 8)
    house.moving.come_back()

    assert not house.moving.silent
    assert house.publishing.run() == RunResult(uploaded=(1,))


def test_silence_survives_the_end_of_the_program_and_going_back_to_a_backup(
    house: Services, clock: SetClock
) -> None:
    backup = house.backups.now()
    house.moving.fall_silent()
    house.backups.restore(backup)
    with living_in(house.folder, clock) as again:
        assert again.moving.silent


def test_silence_is_told_to_every_process(house: Services, clock: SetClock) -> None:
    with living_in(house.folder, clock) as other:
        heard: list[bool] = []
        other.watch.subscribe(lambda moved: heard.append(moved.settings))
        house.moving.fall_silent()
        other.watch.poll()
        house.moving.come_back()
        other.watch.poll()
    assert heard == [True, True]


def test_nothing_can_change_between_packing_and_silence(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    held: list[bool] = []

    def progress(_done: int, _total: int) -> None:
        if not held:
            with living_in(house.folder, clock) as other:
                try:
                    occupy(other, 9)
                except Exception:  # noqa: BLE001  # whatever it is: it is not made
                    held.append(True)
                else:
                    held.append(False)

    house.moving.pack(file, silent=True, progress=progress)
    unpack(file)
    assert held == [True]
    assert rows(there.database)["occupancy"] == rows(house.folder.database)["occupancy"] == []


# ---- who has arrived ----


def test_a_silent_house_that_is_packed_arrives_awake(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    house.moving.fall_silent()
    house.moving.pack(file)
    unpack(file)
    with living_in(there, clock) as services:
        assert not services.moving.silent


def test_the_new_computer_takes_the_webspace_over_without_a_question(
    moved: Services, site: Path
) -> None:
    before = marker(site)
    assert moved.publishing.run() == RunResult(uploaded=(1,))
    assert marker(site) != before
    assert moved.publishing.status().error is None
    # And it stays so.
    occupy(moved, 8)
    assert moved.publishing.run() == RunResult(uploaded=(1,))


def test_the_old_computer_notices_at_its_next_upload(
    house: Services, moved: Services, site: Path
) -> None:
    moved.publishing.run()
    lies = {path.name: path.read_bytes() for path in site.iterdir()}
    occupy(house, 8)
    refused(house)
    assert {path.name: path.read_bytes() for path in site.iterdir()} == lies


def test_the_old_computer_notices_at_the_latest_on_the_next_day(
    house: Services, moved: Services, clock: SetClock
) -> None:
    moved.publishing.run()
    assert house.publishing.run() == RunResult()
    clock.passes(days=1)
    refused(house)


def test_what_the_old_computer_put_there_meanwhile_is_put_right(
    house: Services, moved: Services, site: Path
) -> None:
    occupy(house, 8)
    house.publishing.run()
    assert any(b"20270801" in path.read_bytes() for path in site.glob("*.ics"))

    # So much less is asked about only where it is the house's own loss; here it is one stay.
    moved.publishing.run()
    assert not any(b"20270801" in path.read_bytes() for path in site.glob("*.ics"))


def test_a_house_that_is_called_back_takes_the_webspace_with_it_and_the_other_one_notices(
    house: Services, moved: Services
) -> None:
    house.moving.fall_silent()
    house.moving.come_back()
    occupy(house, 8)
    assert house.publishing.run() == RunResult(uploaded=(1,))
    refused(moved)


def test_one_that_is_called_back_too_late_asks_first(house: Services, moved: Services) -> None:
    house.moving.fall_silent()
    moved.publishing.run()
    house.moving.come_back()
    refused(house)
    house.publishing.take_over()
    occupy(house, 8)
    assert house.publishing.run() == RunResult(uploaded=(1,))
    occupy(moved, 9)
    refused(moved)


def test_of_two_computers_with_the_same_file_the_second_one_notices(
    moved: Services, file: Path, unpack: Unpack, clock: SetClock, tmp_path: Path
) -> None:
    third = DataFolder(tmp_path / "third")
    unpack(file, third)
    assert moved.publishing.run() == RunResult(uploaded=(1,))
    with living_in(third, clock) as services:
        refused(services)


def test_a_house_moves_on_and_back_again(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock, site: Path
) -> None:
    house.moving.pack(file, silent=True)
    unpack(file)
    with living_in(there, clock) as away:
        away.publishing.run()
        occupy(away, 8)
        away.publishing.run()
        away.moving.pack(file, silent=True, replacing=True)
        arrived = house.unpacking.unpack(file, replacing=True)
        house.moving.followed(arrived)
        assert away.moving.silent
    assert not house.moving.silent
    occupy(house, 9)
    assert house.publishing.run() == RunResult(uploaded=(1,))
    assert any(b"20270801" in path.read_bytes() for path in site.glob("*.ics"))


def test_feeds_that_are_kept_are_never_those_of_another_time_of_the_house(
    house: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    token = house.links.all()[0].token
    feeds = house.feeds()
    try:
        house.moving.pack(file)
        unpack(file)
        occupy(house, 8)
        kept = feeds.answer(token)
        with living_in(there, clock) as away:
            # As many changes as here, of another content: the counters are the same.
            occupy(away, 9)
            away.moving.pack(file, replacing=True)
        house.unpacking.unpack(file, replacing=True)
        now = feeds.answer(token)
    finally:
        feeds.close()
    assert now != kept
    assert b"20270901" in now.body  # type: ignore[union-attr]
    assert b"20270801" not in now.body  # type: ignore[union-attr]
