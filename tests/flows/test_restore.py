"""Going back to a backup under real processes: while links are served, and killed on the way."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.stays.occupancy import OccupancyDraft
from app.services.data_folder.folder import DataFolder
from tests.ports import free_port
from tests.systems import KILLED, WINDOWS

ROOT = Path(__file__).resolve().parents[2]
TIMES = 12
DIES = """
    import os, sys
    from pathlib import Path
    from app.bootstrap import backups_of
    from app.services.data_folder.folder import DataFolder
    from app.storage.backups import backup, merge

    folder, source, fatal = DataFolder(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3])
    steps = 0

    def counted(function):
        def step(*args, **more):
            global steps
            for turn in (0, 1):
                steps += 1
                if steps == fatal:
                    os.kill(os.getpid(), 9)
                result = result if turn else function(*args, **more)
            return result
        return step

    backup.settle = counted(backup.settle)
    merge._Merge._do = counted(merge._Merge._do)
    merge._Merge.run = counted(merge._Merge.run)
    for name in ("unlink", "rename", "replace"):
        setattr(Path, name, counted(getattr(Path, name)))
    backups_of(folder).restore(source)
    print(steps, flush=True)
"""


def stay(folder: DataFolder, guest: str) -> None:
    with opened(folder, busy_timeout=5) as services:
        first = date(2027, 8, 1) + timedelta(days=len(services.occupancies.all()))
        services.occupancies.add(
            OccupancyDraft(
                unit_id=1, arrival=first, departure=first + timedelta(days=1), guest=guest
            )
        )


def guests(folder: DataFolder) -> list[str]:
    with opened(folder, busy_timeout=5) as services:
        found = [one.guest for one in services.occupancies.all()]
    with closing(sqlite3.connect(folder.database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A house with one unit whose link is enabled, and one stay."""
    folder = DataFolder(tmp_path / "Gäste und Häuser")
    with opened(folder, busy_timeout=5) as services:
        services.settings.set("port", str(free_port()))
        services.units.first_house("Haus", ["Eins"])
        services.links.enable_unit(1)
    stay(folder, "vorher")
    return folder


@pytest.fixture
def served(folder: DataFolder) -> Iterator[str]:
    """The address of the link, served by a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--data-dir", folder.path],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline()
            with opened(folder, busy_timeout=5) as services:
                address = services.links.address(services.links.all()[0])
            # Nobody has the data open now but the server: here nobody would let it go in time.
            yield address
        finally:
            process.terminate()


def read(address: str) -> tuple[int, int]:
    """Return how many events a feed has, and their highest SEQUENCE."""
    with urlopen(address, timeout=10) as answer:
        body = answer.read().decode()
    sequences = [int(line[9:]) for line in body.split("\r\n") if line.startswith("SEQUENCE:")]
    return len(sequences), max(sequences)


def refusal(address: str) -> int:
    """Return the status with which a feed is refused."""
    try:
        while True:  # a hundredth of a second long a file is taken for the same
            read(address)
    except HTTPError as error:
        error.close()
        return error.code


def restore(folder: DataFolder, source: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "backup", "restore", source, "--data-dir", folder.path],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def backed_up(folder: DataFolder) -> Path:
    with opened(folder, busy_timeout=5) as services:
        return services.backups.now()


def test_a_server_that_runs_serves_what_was_put_back(folder: DataFolder, served: str) -> None:
    source = backed_up(folder)
    assert read(served)[0] == 1
    for turn in range(TIMES):
        # The newest data lies in the -wal, whoever has it open.
        with closing(sqlite3.connect(folder.database)) as other:
            other.execute("SELECT count(*) FROM unit").fetchone()
            stay(folder, f"danach {turn}")
            assert read(served)[0] == 2
            restore(folder, source)
            assert read(served)[0] == 1
        assert guests(folder) == ["vorher"]


def spoil(database: Path, turn: int) -> None:
    """Spoil the data in one of three ways; on Windows nobody can take an open file away."""
    if WINDOWS or turn % 3 == 0:
        database.write_bytes(b"rubbish " * 4096)
    elif turn % 3 == 1:
        database.unlink()
    else:
        aside = database.with_name("rubbish")
        aside.write_bytes(b"rubbish " * 4096)
        aside.replace(database)


def test_a_server_outlives_that_its_data_is_spoilt_and_put_back(
    folder: DataFolder, served: str
) -> None:
    source = backed_up(folder)
    highest = read(served)[1]
    for turn in range(TIMES):
        with closing(sqlite3.connect(folder.database)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        spoil(folder.database, turn)
        assert refusal(served) == 503
        restore(folder, source)
        count, sequence = read(served)
        assert count == 1
        assert sequence >= highest
        highest = sequence
        assert guests(folder) == ["vorher"]


def killed_at(folder: DataFolder, source: Path, step: int) -> bool:
    """Restore in a process that kills itself at a step; tell whether it came to that."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DIES), folder.path, source, str(step)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    if done.returncode == KILLED:
        return True
    assert done.returncode == 0, done.stderr
    return False


def steps(folder: DataFolder, source: Path, at_once: int) -> Iterator[int]:
    step = 1
    while killed_at(folder, source, step):
        yield step
        step += at_once
    assert step > at_once * 5


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(folder: DataFolder) -> None:
    source = backed_up(folder)
    stay(folder, "danach")
    seen = []
    for _ in steps(folder, source, 7):
        now = guests(folder)
        assert now in (["vorher"], ["vorher", "danach"])
        seen.append(len(now))
        if now == ["vorher"]:
            stay(folder, "danach")
    assert 2 in seen
    assert guests(folder) == ["vorher"]
    assert not list(folder.path.glob(".restoring-*"))


@pytest.mark.skipif(WINDOWS, reason="Windows takes minutes to start that many processes")
def test_a_replacement_that_is_killed_leaves_the_damage_or_the_new(
    folder: DataFolder, tmp_path: Path
) -> None:
    source = shutil.copy(backed_up(folder), tmp_path / "copy.db")
    stay(folder, "danach")
    rubbish = b"rubbish " * 4096
    parts = [folder.database, *(Path(f"{folder.database}{end}") for end in ("-wal", "-shm"))]

    def spoil() -> None:
        for part in parts:
            part.write_bytes(rubbish)

    spoil()
    seen = set()
    for _ in steps(folder, Path(source), 3):
        if not folder.database.with_suffix(".restored.db").exists() and (
            folder.database.read_bytes() == rubbish
        ):
            # Not decided yet: every part of the old is there. SQLite makes the -shm anew itself.
            assert [part.read_bytes() for part in parts[:2]] == [rubbish] * 2
            with pytest.raises(UserError):
                guests(folder)
            seen.add("old")
        else:
            assert guests(folder) == ["vorher"]
            seen.add("new")
            spoil()
    assert seen == {"old", "new"}
    assert guests(folder) == ["vorher"]
