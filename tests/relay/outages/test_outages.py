"""A database that goes away in mid-load, or has no room: no wrong answer, nothing is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from werkzeug.test import Client

from app.relay.uses.relay import Relay
from app.relay.web.app import RelayApp
from app.relay.web.asking.bounds import Bounds
from tests.clocks import SetClock
from tests.disks import fill, small_disk
from tests.relay.cluster import Cluster
from tests.relay.conftest import ADDRESS, Passing, Service, calendar
from tests.relay.outages.conftest import Loaded


@pytest.mark.parametrize("how", ["fast", "immediate"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_is_restarted_in_mid_load(
    database: str, cluster: Cluster, loaded: Loaded, how: str
) -> None:
    traffic = loaded(database)
    cluster.stop(how)
    try:
        traffic.wait_for("upload 503", "read 503", times=3)
    finally:
        cluster.start()
    # Nobody did anything but start it.
    traffic.wait_for("upload 200", "read 200")
    traffic.assert_held()


def test_a_full_disk_takes_nothing_more_and_loses_nothing(tmp_path: Path, loaded: Loaded) -> None:
    folder = tmp_path / "data"
    with small_disk(folder, kilobytes=4_000):
        traffic = loaded(str(folder / "relay.db"))
        filler = fill(folder)
        traffic.wait_for("upload 503", times=3)
        # What is there is read on.
        traffic.wait_for("read 200")
        filler.unlink()
        traffic.wait_for("upload 200", "read 200")
        traffic.assert_held()


def test_a_full_disk_keeps_no_desktop_from_looking(tmp_path: Path, clock: SetClock) -> None:
    folder = tmp_path / "data"
    with small_disk(folder, kilobytes=4_000):
        relay = Relay(folder / "relay.db", clock)
        relay.hosting.describe(ADDRESS)
        relay._process = os.getpid()  # no job runs beside
        service = Service(relay, Passing(), Client(app := RelayApp(relay)), app, Bounds())
        owner = service.owner()
        token = owner.published()
        fill(folder)
        # Time to note that the desktop has spoken, for which there is no room.
        clock.passes(minutes=2)
        big = calendar("x" * 1_000_000)
        for _ in range(3):
            refused = owner.put(token, big)
            assert (refused.status_code, refused.json) == (503, {"error": "unavailable"})
            assert owner.ask("GET", f"/files/{token}.ics").data == calendar()
            assert owner.ask("GET", "/files").status_code == 200
            assert owner.ask("GET", "/reads").status_code == 200
            assert service.ask("GET", f"/cal/{token}/x.ics").data == calendar()
            clock.passes(minutes=2)
        relay.stop()
