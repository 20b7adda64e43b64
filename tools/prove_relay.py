"""Prove on real processes that a calendar service gets over what goes wrong, without help.

    sudo .venv/bin/python -m tools.prove_relay

Three workers of gunicorn, owners who upload, readers who ask and a real desktop with its outbox,
while PostgreSQL is restarted, its disk is full, that of SQLite is full, and a worker is killed.
Whatever happens: 503 at worst, nothing that was confirmed is lost or grows old, and the desktop
catches up. Only root may make small disks. Takes some minutes.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.links.link import Link
from app.core.publishing.relay.invitation import pasted
from app.core.stays.occupancy import OccupancyDraft
from app.relay.uses.relay import Relay
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.turns import Turns
from app.services.services import Services
from tests.disks import fill, small_disk
from tests.relay.cluster import Cluster, programs_of_postgres, started
from tests.relay.outages.conftest import owners
from tests.relay.outages.traffic import PATIENCE, Traffic
from tests.relay.workers import Running, running

WORKERS, OWNERS = 3, 12
DISK_OF_POSTGRES, DISK_OF_SQLITE = 400_000, 8_000
"""Kilobytes."""
FASTER = 60.0
"""How many times faster the outbox's waits pass: it waits half a minute after a first fault."""
_NAP = 0.2


@dataclass
class Desktop:
    """A real one; its outbox does what the program's own job does."""

    services: Services
    link: Link
    over: threading.Event

    def change(self) -> bytes:
        """Enter another stay; returns what readers are to get from now on."""
        first = date.today() + timedelta(days=len(self.services.occupancies.all()) * 3)  # noqa: DTZ011  # a stay is in local days
        self.services.occupancies.add(
            OccupancyDraft(
                unit_id=self.services.units.all()[0].id,
                arrival=first,
                departure=first + timedelta(days=2),
            )
        )
        return self.services.links.preview(self.link)

    def publish(self) -> None:
        """Take the turns of the job that publishes, until the end."""
        turns = Turns(
            self.services.publishing, self.services.clock, lambda: time.monotonic() * FASTER
        )

        def moved(what: Moved) -> None:
            turns.moved(what)

        self.services.watch.subscribe(moved)
        while not self.over.wait(_NAP):
            self.services.watch.poll()
            if turns.wanted():
                try:
                    turns.run()
                except UserError:
                    continue

    def wait_until_read(self, wanted: bytes) -> None:
        """Wait until readers are given this, byte for byte."""
        until = time.monotonic() + PATIENCE
        url = self.services.addresses.of(self.link).url
        while True:
            answer = httpx.get(url, trust_env=False, timeout=PATIENCE)
            if answer.status_code == 200 and answer.content == wanted:
                return
            assert answer.status_code in {200, 503}, answer
            assert time.monotonic() < until, "the desktop has not caught up"
            time.sleep(_NAP)


@contextmanager
def desktop(database: str, port: int) -> Iterator[Desktop]:
    """A house that an invitation has led there, whose outbox is at work."""
    relay = Relay(database)
    relay.hosting.describe(f"http://127.0.0.1:{port}")
    invitation = pasted(relay.hosting.invite("Haus am See").address)
    relay.stop()
    over = threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(DataFolder(Path(folder)), busy_timeout=5) as services,
    ):
        joined = services.joining.accept(invitation, Keeping.ASK)
        services.publishing.set_up(joined.webspace, joined.secret, Keeping.ASK)
        services.joining.done(invitation)
        unit = services.units.first_house("Haus am See", ["Seeblick"]).units[0]
        found = Desktop(services, services.links.enable_unit(unit.id).after, over)
        services.publishing.run()
        publishing = threading.Thread(target=found.publish)
        publishing.start()
        try:
            found.wait_until_read(found.change())
            yield found
        finally:
            over.set()
            publishing.join()


@dataclass(frozen=True)
class Scene:
    """A service under load."""

    workers: list[Running]
    traffic: Traffic
    desktop: Desktop


@contextmanager
def loaded(database: str) -> Iterator[Scene]:
    """Run a service with all who use it; in the end all must be as it should."""
    with ExitStack() as stack:
        keys = owners(database, OWNERS)
        workers = [stack.enter_context(running(database, 1)) for _ in range(WORKERS)]
        house = stack.enter_context(desktop(database, workers[0].port))
        traffic = stack.enter_context(Traffic([one.port for one in workers], keys))
        traffic.wait_for("upload 200", "read 200")
        yield Scene(workers, traffic, house)
        traffic.assert_held()


def proven(
    scene: Scene, what: str, wrong: Callable[[], object], mend: Callable[[], object]
) -> None:
    """Let something go wrong, and be mended; all goes on by itself."""
    before = dict(scene.traffic.seen)
    wrong()
    wanted = scene.desktop.change()
    mend()
    begun = time.monotonic()
    scene.traffic.wait_for("upload 200", "read 200", times=100)
    took = time.monotonic() - begun
    scene.desktop.wait_until_read(wanted)
    scene.traffic.assert_held()
    told = {name: count - before.get(name, 0) for name, count in sorted(scene.traffic.seen.items())}
    print(f"{what}: {told}; a hundred uploads and answers {took:.1f} s later", flush=True)


def restarts(cluster: Cluster) -> None:
    """PostgreSQL is restarted, in order and not; a worker is killed."""
    with loaded(cluster.address) as scene:
        for how in ("fast", "immediate") * 3:

            def wrong(how: str = how) -> None:
                cluster.stop(how)
                scene.traffic.wait_for("upload 503", "read 503")

            proven(scene, f"PostgreSQL restarted ({how})", wrong, cluster.start)
        for one in scene.workers:

            def killed(one: Running = one) -> None:
                os.kill(one.workers[0], signal.SIGKILL)

            proven(scene, "a worker killed", killed, lambda: None)


def full(database: str, folder: Path, cluster: Cluster | None) -> None:
    """The disk of the database is full, twice."""
    with loaded(database) as scene:
        for _ in range(2):
            fillers: list[Path] = []

            def wrong(fillers: list[Path] = fillers) -> None:
                # What was freed meanwhile is taken as well.
                enough = scene.traffic.seen["upload 503"] + OWNERS
                while scene.traffic.seen["upload 503"] < enough:
                    fillers.append(fill(folder, f"filler-{len(fillers)}"))
                    time.sleep(_NAP)

            def mend(fillers: list[Path] = fillers) -> None:
                for filler in fillers:
                    filler.unlink()
                # Without room for its log it ends, and whoever runs it starts it again.
                if cluster is not None and not cluster.runs:
                    cluster.start()

            kind = "SQLite" if cluster is None else "PostgreSQL"
            proven(scene, f"the disk of {kind} full", wrong, mend)


def main() -> int:
    """Prove all; prints a line for each, and fails where something was wrong."""
    programs = programs_of_postgres()
    if os.getuid() != 0 or programs is None:
        sys.exit("Needs root, for small disks, and PostgreSQL.")
    with tempfile.TemporaryDirectory(prefix="zf-relay-") as name:
        scratch = Path(name)
        scratch.chmod(0o755)
        with started(programs, durable=True) as cluster:
            restarts(cluster)
        with (
            small_disk(scratch / "postgres", DISK_OF_POSTGRES),
            started(programs, durable=True, where=scratch / "postgres") as cluster,
        ):
            full(cluster.address, cluster.folder, cluster)
        with small_disk(scratch / "sqlite", DISK_OF_SQLITE):
            full(str(scratch / "sqlite" / "relay.db"), scratch / "sqlite", None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
