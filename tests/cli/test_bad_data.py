"""Data folders and databases that cannot be used: one sentence, and nothing lost."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.cli.common.session import Session
from app.core.errors import UserError
from app.i18n import catalogue
from app.storage.engine.database import Database

from .conftest import ROOT, Answer, Say, Zimmerfrei, real, sentence

LISTING = ("unit", "list")
CHANGE = ("unit", "add", "B")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
ONE_WAY = pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is as sudden there")


@pytest.fixture
def database(done: Say, data: Path) -> Path:
    """A database with a unit and an occupancy."""
    done("unit", "add", "A")
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21")
    return data / "zimmerfrei.db"


def refusal(answer: Answer) -> str:
    assert (answer.status, answer.out) == (1, "")
    return sentence(answer)


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("line", [LISTING, CHANGE, ("demo",), ("serve",)])
def test_a_file_in_place_of_the_folder(refused: Say, data: Path, line: tuple[str, ...]) -> None:
    data.write_text("not a folder")
    assert str(data) in refused(*line)
    assert data.read_text() == "not a folder"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that nobody can write to")
@pytest.mark.parametrize("line", [LISTING, CHANGE, ("serve",)])
def test_a_folder_that_cannot_be_made(refused: Say, line: tuple[str, ...]) -> None:
    folder = Path("/proc/no-such-process").absolute()
    assert str(folder) in refused(*line, "--data-dir", str(folder))


@pytest.fixture
def read_only(tmp_path: Path, done: Say) -> Iterator[Path]:
    """A data folder with a unit, in which nothing may be written."""
    folder = tmp_path / "Gäste"
    done("unit", "add", "A", "--data-dir", str(folder))
    (folder / "zimmerfrei.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)


@posix
@pytest.mark.parametrize("line", [LISTING, CHANGE, ("serve", "--port", "18642")])
def test_a_read_only_folder(read_only: Path, line: tuple[str, ...]) -> None:
    database = read_only / "zimmerfrei.db"
    before = fingerprint(database)
    # Permissions hold for root only without these rights.
    rights = "setpriv", "--bounding-set=-dac_override,-dac_read_search"
    through = rights if os.geteuid() == 0 else ()
    said = refusal(real(*line, "--data-dir", str(read_only), through=through))
    assert str(read_only) in said
    assert fingerprint(database) == before


FILL = """
import contextlib, io, json, os, sqlite3, sys
from app.cli.program import run

def call(*line):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        return run(line), out.getvalue(), err.getvalue()

call("unit", "add", "A")
done, status = 0, 0
while status == 0:
    year, day = divmod(done, 28)
    days = f"{2028 + year}-02-{day + 1:02}", f"{2028 + year}-02-{day + 2:02}"
    days = days if day < 27 else (days[0], f"{2028 + year}-03-01")
    status, out, err = call("occupancy", "add", "A", *days, "--note", "x" * 10_000)
    done += status == 0
rows = json.loads(call("occupancy", "list", "--json")[1])
with contextlib.closing(sqlite3.connect(sys.argv[1])) as connection:
    whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
with open(sys.argv[1] + ".filler", "wb", buffering=0) as filler:
    with contextlib.suppress(OSError):
        while True:
            filler.write(bytes(1024))
refused = call("unit", "add", "B")
os.remove(sys.argv[1] + ".filler")
again = call("unit", "list")[0]
print(json.dumps([done, [status, out, err], len(rows), whole, refused, again]))
"""


def own_disk() -> bool:
    """Tell whether a process may have a small disk that only it sees."""
    if shutil.which("unshare") is None:
        return False
    mount = ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "x", "/mnt"]
    return subprocess.run(mount, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not own_disk(), reason="needs a small disk of its own")
@pytest.mark.parametrize("room", [90_000, 100_000, 123_000, 300_000])
def test_a_full_disk(tmp_path: Path, room: int) -> None:
    Database(tmp_path / "empty.db", busy_timeout=1).migrate(lambda _: None)
    # For the database as it is at first, its backup, and this many bytes.
    size = str(2 * (tmp_path / "empty.db").stat().st_size + room)
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = 'mount -t tmpfs -o size="$1" tmpfs "$2" && exec "$3" -c "$4" "$5"'
    answer = subprocess.run(
        [
            *("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounted, "sh"),
            *(size, disk, sys.executable, FILL, disk / "zimmerfrei.db"),
        ],
        cwd=ROOT,
        env={**os.environ, "ZIMMERFREI_DATA_DIR": str(disk)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    done, last, kept, sound, refused, again = json.loads(answer.stdout)
    assert (kept, sound, again) == (done, True, 0)
    assert done > 0
    for status, out, err in (last, refused):
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "is full" in err


def test_files_that_may_not_grow(database: Path, zimmerfrei: Zimmerfrei) -> None:
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    # A quota, as SQLite meets it: no file may become larger than the largest one is.
    limit = max(file.stat().st_size for file in database.parent.rglob("*") if file.is_file())

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    note = "x" * 10_000
    done = 0
    for day in range(1, 29):
        line = ("occupancy", "add", "A", f"2028-02-{day:02}", f"2028-02-{day + 1:02}")
        answer = real(*line, "--note", note, preexec_fn=full)
        if answer.status:
            break
        done += 1
    said = refusal(answer)
    assert str(database.parent) in said
    rows = zimmerfrei("occupancy", "list", "--json").json
    assert len(rows) == 1 + done
    assert whole(database)


def test_a_folder_that_is_missing_is_made_with_those_above(done: Say, tmp_path: Path) -> None:
    deep = tmp_path / "a b" / "Häuser" / "Zimmerfrei"
    done("unit", "add", "A", "--data-dir", str(deep))
    assert (deep / "zimmerfrei.db").is_file()


def test_a_database_that_somebody_else_writes_to(database: Path) -> None:
    session = Session(catalogue("en"))
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with session.opened(busy_timeout=0.05) as services:
            unit = services.units.find("A")  # reading goes on meanwhile
            with pytest.raises(UserError, match="another program") as refused:
                services.units.rename(unit.id, "B", sequence=unit.sequence)
        other.execute("ROLLBACK")
    assert "try again" in session.texts.tell(refused.value)
    with session.opened(busy_timeout=0.05) as services:
        unit = services.units.find("A")
        assert services.units.rename(unit.id, "B", sequence=unit.sequence).name == "B"


def spoiled(database: Path) -> None:
    """Overwrite everything behind the header, as a dying disk does."""
    for leftover in database.parent.glob("zimmerfrei.db-*"):
        leftover.unlink()
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    database.write_bytes(bytes(content))


def beheaded(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[:64] = b"\0" * 64
    database.write_bytes(bytes(content))


def truncated(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(5000)


def text_file(database: Path) -> None:
    database.write_text("Liebe Gäste, herzlich willkommen!\n" * 200, encoding="utf-8")


def another_programs(database: Path) -> None:
    database.unlink()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT)")
        connection.commit()


def newer(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        row = connection.execute("SELECT * FROM schema_migration").fetchone()
        marks = ", ".join("?" * len(row))
        columns = [c[1] for c in connection.execute("PRAGMA table_info(schema_migration)")]
        values = ["9999_from_the_future" if value == "0001_first" else value for value in row]
        if "id" in columns:
            values[columns.index("id")] = 9999
        connection.execute(f"INSERT INTO schema_migration VALUES ({marks})", values)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.mark.parametrize("line", [LISTING, CHANGE, ("demo",), ("serve",)])
@pytest.mark.parametrize(
    "damage", [spoiled, beheaded, truncated, text_file, another_programs, newer]
)
def test_a_database_that_is_not_ours_stays_as_it_is(
    database: Path, refused: Say, damage: Callable[[Path], None], line: tuple[str, ...]
) -> None:
    damage(database)
    before = fingerprint(database)
    said = refused(*line)
    assert str(database) in said
    assert ("newer version" in said) is (damage is newer)
    assert fingerprint(database) == before


def whole(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


ADD_ON_AND_ON = """
import sys
from datetime import date, timedelta
from app.cli.program import run
day = date(2030, 1, 1)
while True:
    next_day = day + timedelta(days=1)
    assert run(["occupancy", "add", "A", day.isoformat(), next_day.isoformat()]) == 0
    day = next_day
"""


@pytest.mark.parametrize("seen", [1, 7, 20])
@pytest.mark.parametrize(
    "name",
    [
        "SIGTERM",
        pytest.param("SIGKILL", marks=ONE_WAY),
    ],
)
def test_what_was_acknowledged_outlives_a_sudden_end(
    database: Path, zimmerfrei: Zimmerfrei, name: str, seen: int
) -> None:
    number = signal.Signals[name]
    with subprocess.Popen(
        [sys.executable, "-c", ADD_ON_AND_ON], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(seen)]
        process.send_signal(number)
        acknowledged += process.stdout.readlines()
    assert process.returncode == (1 if sys.platform == "win32" else -number)
    kept = {row["id"] for row in zimmerfrei("occupancy", "list", "--json").json}
    promised = {int(line.split(":")[0].split()[-1]) for line in acknowledged if ":" in line}
    assert len(promised) >= seen
    assert promised <= kept
    assert whole(database)
    assert zimmerfrei("occupancy", "add", "A", "2029-01-01", "2029-01-02").status == 0
