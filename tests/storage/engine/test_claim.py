"""Claims: one at a time, whichever process; let go by the system when their process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.storage.engine.claim import Claim
from tests.conftest import Start
from tests.systems import open_files

HOLDER = """
    import sys
    from pathlib import Path
    from app.storage.engine.claim import Claim

    print(Claim(Path(sys.argv[1])).take(), flush=True)
    sys.stdin.readline()
"""


def test_one_at_a_time_in_one_process(tmp_path: Path) -> None:
    first, second = Claim(tmp_path / "lock"), Claim(tmp_path / "lock")
    assert first.take()
    assert first.take()
    assert first.held
    assert not second.take()
    first.release()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()


def test_a_killed_process_lets_it_go(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "lock"
    process = start(HOLDER, path)
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    assert not Claim(path).take()
    process.kill()
    process.wait()
    assert Claim(path).take()


def test_numbers_of_processes_mean_nothing(tmp_path: Path) -> None:
    """As in a container: another program, or we ourselves, has the number that is noted there."""
    path = tmp_path / "lock"
    path.write_text(f"{os.getpid()}\npython\nhost\n")
    assert Claim(path).take()


@open_files
def test_a_file_that_is_deleted_meanwhile_is_nobodys_claim(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = Claim(path)
    assert first.take()
    path.unlink()
    second = Claim(path)
    assert second.take()
    assert not Claim(path).take()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such bits")
def test_nobody_else_may_open_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        old = tmp_path / "old"
        old.touch(mode=0o666)
        for path in (old, tmp_path / "new"):
            claim = Claim(path)
            assert claim.take()
            assert path.stat().st_mode & 0o777 == 0o600
            claim.release()
    finally:
        os.umask(before)


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Claim(tmp_path / "missing" / "lock").take()
