"""No password, no key and no token of a link stands anywhere but where the owner wants it."""

from __future__ import annotations

import base64
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
import trustme

from app.bootstrap import opened
from app.cli.common.logs import logging_to
from app.core.errors import UserError
from app.core.publishing.setup.trial import StepResult
from app.core.publishing.webspace import Secret, WebspaceKind
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.keyring import Keyring
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AddressChecks
from app.services.publishing.trial import try_out
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.keeping.store import Store
from tests.services.publishing.webspaces.servers.kinds import KINDS
from tests.services.publishing.webspaces.servers.server import Kind, Server
from tests.web_sites import PUBLIC, Web

WRONG = Secret(password="falsch-und-lang")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def house(folder: DataFolder) -> Iterator[Services]:
    """A house with one enabled link, whose log is written as the program writes it."""
    with (
        logging_to(folder.logs),
        opened(folder, busy_timeout=1, clock=SetClock()) as services,
    ):
        store = Store()
        services.secrets._keyring = Keyring(folder.path, lambda: store, 10)
        unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
        services.links.enable_unit(unit.id)
        yield services


@pytest.fixture
def web(authority: trustme.CA, trusted: None) -> Iterator[Web]:
    del trusted
    web = Web(authority)
    yield web
    web.close()


def spellings(secret: Secret, user: str) -> set[bytes]:
    """Return every way in which a secret may be written down."""
    found = set()
    for text in filter(None, (secret.password, secret.key, secret.key_password)):
        pair = f"{user}:{text}".encode()
        found |= {
            text.encode(),
            text.encode("utf-16-le"),
            text.encode("latin-1", "replace"),
            quote(text).encode(),
            base64.b64encode(text.encode()),
            base64.b64encode(pair),
            ascii(text)[1:-1].encode(),
            text.replace("\n", "\\n").encode(),
        }
        # Of a key also each line: the first and last are those of every key.
        found |= {line.encode() for line in text.splitlines()[1:-1]}
    return found


def files_of(folder: DataFolder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


@pytest.fixture
def keeping(kind: Kind) -> Keeping:
    """Each place is tried with several kinds of webspaces."""
    places = (Keeping.FILE, Keeping.KEYRING, Keeping.ASK)
    return places[KINDS.index(kind) % len(places)]


def test_a_whole_flow_tells_no_secret(
    house: Services,
    folder: DataFolder,
    server: Server,
    web: Web,
    keeping: Keeping,
    stay: Stay,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    site = web.site()
    site.folders["/kalender"] = server.root
    for port in server.ports:
        web.doors[PUBLIC, port] = port
    web.names["localhost"] = [PUBLIC]
    given = replace(server.webspace, address="https://haus.example/kalender")
    if given.kind is WebspaceKind.NEXTCLOUD:
        given = replace(given, address="")
    processes: list[str] = []
    ours = psutil.Process()
    # The servers of the test run here as well.
    others = set(ours.children(recursive=True))

    def look(result: StepResult) -> None:
        told.append(result)
        for process in {ours, *ours.children(recursive=True)} - others:
            with suppress(psutil.Error):
                processes.extend(process.cmdline())

    told: list[object] = []
    errors: list[BaseException] = []
    tried = try_out(given, server.secret, told.append, internet=web.internet())
    try:
        try_out(given, WRONG, look, internet=web.internet())
    except UserError as error:
        errors.append(error)
    kept = house.publishing.set_up(tried, server.secret, keeping)
    told += [kept, house.publishing.run(), house.publishing.status()]
    house.occupancies.add(stay(house.units.all()[0].id, guest="Familie Muster"))
    told += [house.publishing.run(), house.secrets.get(kept.secret_name), house.secrets]
    checks = AddressChecks(house.work, house.addresses, house.feeds, web.internet())
    told.append(checks.check())
    # What was right is wrong at once: the fault is kept, and told.
    house.secrets.keep(kept.secret_name, WRONG, Keeping.ASK)
    house.occupancies.add(stay(house.units.all()[0].id, 40))
    try:
        house.publishing.run()
    except UserError as error:
        errors.append(error)
    told += [house.publishing.status(), house.publishing.status().error]
    house.secrets.keep(kept.secret_name, server.secret, keeping)
    backup = house.backups.daily()
    house.secrets.forget("42")

    said = f"{told!r} {[str(one) for one in told]}".encode()
    for one in errors:
        said += "".join(_chained(one)).encode()
    places = {
        "the log of a developer": _logged(caplog).encode(),
        "what was told": said,
        "what runs": "\n".join(processes).encode(),
        **{str(path): content for path, content in files_of(folder).items()},
    }
    in_the_file = places.pop(str(folder.passwords), None)
    assert (in_the_file is not None) is (keeping is Keeping.FILE and bool(server.secret))
    assert backup is not None
    assert str(backup) in places
    wanted = spellings(server.secret, server.webspace.user) | spellings(WRONG, given.user)
    for place, content in places.items():
        assert [one for one in wanted if one in content] == [], place
    # Tokens open calendars: the log that the program writes has none.
    tokens = [link.token.encode() for link in house.links.all()]
    log = (folder.logs / "zimmerfrei.log").read_bytes() if folder.logs.exists() else b""
    assert not any(token in log for token in tokens)


def test_a_backup_holds_no_file_of_passwords(house: Services, folder: DataFolder) -> None:
    house.secrets.keep("1", Secret(password="geheim-und-lang"), Keeping.FILE)
    copy = house.backups.daily()
    assert copy is not None
    assert folder.passwords.exists()
    assert [path.name for path in folder.backups.iterdir() if "password" in path.name] == []
    assert b"geheim-und-lang" not in copy.read_bytes()
    with closing(sqlite3.connect(copy)) as database:
        columns = [
            column[1]
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for column in database.execute(f"PRAGMA table_info({table!r})")
        ]
    assert not {"password", "secret", "key_password"} & set(columns)


def _chained(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield f"{error!r} {error} {error.__dict__} "
        error = error.__cause__ or error.__context__


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    written = logging.Formatter("%(name)s %(message)s")
    return "\n".join(f"{written.format(one)} {one.args!r}" for one in caplog.records)
