"""How calendars come onto a webspace: what travels, how soon, and what looking costs.

After a change of one occupancy of a house with 200 links exactly the affected files travel, over
one connection, and everybody can read them within three seconds. A run that finds nothing to do
costs little more than asking for the links. Exits 1 where one of these is missed.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

from app.core.links.link import Link, LinkChoices, LinkKind, new_token
from app.core.publishing.holding import PROGRAM
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.webspaces import folder as of_folder
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.upkeep import upkeep
from app.storage.engine.columns import moment_text
from app.storage.tables.publishing.uploads import UploadTable, WantedTable
from benchmarks.house import house

LINKS, STAYS = 200, 200
MANY_LINKS = 10_000
ROUNDS = 9
PUBLIC_WITHIN = 3.0
BOUND = 3.0
"""Times a plain query of the links."""


class Travelled:
    """Counts what goes over connections to folders."""

    def __init__(self) -> None:
        self.connections = 0
        self.files: list[str] = []
        self.bytes = 0
        real_opened, real_put = of_folder.opened, of_folder.FolderConnection.put

        @contextmanager
        def opened(webspace: Webspace, secret: Secret) -> Iterator[of_folder.FolderConnection]:
            self.connections += 1
            with real_opened(webspace, secret) as connection:
                yield connection

        def put(connection: of_folder.FolderConnection, name: str, body: bytes) -> None:
            self.files.append(name)
            self.bytes += len(body)
            real_put(connection, name, body)

        of_folder.opened = opened  # type: ignore[assignment]
        of_folder.FolderConnection.put = put  # type: ignore[method-assign, assignment]

    def clear(self) -> None:
        self.connections, self.files, self.bytes = 0, [], 0


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, as a webspace does, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def webspace(services: Services) -> Iterator[str]:
    """Set up a folder as webspace; yields the address under which it is read."""
    with tempfile.TemporaryDirectory() as folder:
        handler = partial(Quiet, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        services.publishing.set_up(
            Webspace(kind=WebspaceKind.FOLDER, folder=folder, address=address),
            Secret(),
            Keeping.ASK,
        )
        try:
            yield address
        finally:
            server.shutdown()
            server.server_close()


def change_one(services: Services, number: int) -> None:
    """Let one stay of the first unit end a day earlier."""
    stay = [one for one in services.occupancies.all() if one.unit_id == 1][number * 7 + 20]
    shorter = {
        name: getattr(stay, name)
        for name in ("unit_id", "arrival", "kind", "status", "guest", "portal")
    }
    draft = type(stay).__mro__[1](**shorter, departure=stay.departure - timedelta(days=1))
    services.occupancies.change(stay.id, draft, sequence=stay.sequence)


def what_travels(services: Services, links: list[Link], travelled: Travelled) -> bool:
    """Print what travels at first and after a change; tells whether that is what was affected."""
    first = time.perf_counter()
    services.publishing.run()
    took = time.perf_counter() - first
    print(
        f"first upload of {len(travelled.files) - 1} files: {took:.1f} s, "
        f"{travelled.bytes / len(travelled.files) / 1000:.0f} kB each, "
        f"{travelled.connections} connection"
    )
    travelled.clear()
    change_one(services, 0)
    services.publishing.run()
    affected = {f"{link.token}.ics" for link in links if link.unit_id == 1}
    print(
        f"after a change of one stay: {len(travelled.files)} of {len(links)} files travel over "
        f"{travelled.connections} connection ({len(affected)} are affected)"
    )
    return set(travelled.files) == affected and travelled.connections == 1


def how_soon(services: Services, link: Link, address: str) -> bool:
    """Print how long it takes from a commit until everybody can read it."""
    url = f"{address}/{link.token}.ics"
    taken = []
    with upkeep(services, DailyBackup(services), backup_at_once=False):
        for number in range(1, 4):
            with urlopen(url) as answer:  # our own server, on loopback
                before = answer.read()
            change_one(services, number)
            began = time.perf_counter()
            while True:
                with urlopen(url) as answer:
                    if answer.read() != before:
                        break
                time.sleep(0.01)
            taken.append(time.perf_counter() - began)
    print(f"from a change to its public address: at most {max(taken):.2f} s (2 s are gathered)")
    return max(taken) <= PUBLIC_WITHIN


def add_many_links(services: Services, like: Link) -> None:
    """Let there be 10,000 links, all of which lie on the webspace."""
    database = services.database
    with database.write():
        table = database.table("link")
        row = table.select().where(table.c.id == like.id).dicts().first()
        del row["id"]
        for _ in range(MANY_LINKS - LINKS - 1):
            table.insert(**{**row, "token": new_token(), "main": 0}).execute()
        webspace_id = database.table("webspace").select().dicts().first()["id"]
        held = UploadTable(database).held(webspace_id)
        today, stamp = services.house_clock.today(), moment_text(services.clock.now())
        rows = [
            (webspace_id, name, state.link_id, b"x", 1, 0, state.text(today, PROGRAM), stamp)
            for state in WantedTable(database).states()
            for name in state.names
            if name not in held
        ]
        database.write_all(
            "INSERT INTO upload (webspace_id, name, link_id, digest, size, coming, state, put_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def what_looking_costs(services: Services, travelled: Travelled) -> bool:
    """Print what a run costs that finds nothing to do; tells whether that is little."""
    plain, runs = [], []
    travelled.clear()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        count = len(services.links.all())
        plain.append(time.perf_counter() - began)
        began = time.perf_counter()
        result = services.publishing.run()
        runs.append(time.perf_counter() - began)
        assert result.uploaded == (), "there is nothing to do"
    ratio = min(runs) / min(plain)
    print(
        f"a run over {count} links with nothing to do: {min(runs) * 1000:.0f} ms, "
        f"{ratio:.2f} times a plain query of them, {travelled.connections} connections"
    )
    return ratio <= BOUND and travelled.connections == 0


def main() -> int:
    travelled = Travelled()
    with house(LINKS, STAYS) as (services, mains):
        further = services.links.add(LinkKind.CALENDAR, mains[0].target, LinkChoices()).after
        links = [*mains, further]
        with webspace(services) as address:
            kept = [
                what_travels(services, links, travelled),
                how_soon(services, links[0], address),
            ]
            add_many_links(services, further)
            kept.append(what_looking_costs(services, travelled))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
