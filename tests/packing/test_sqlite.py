"""The SQLite that a bundle brings along."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.systems import workshop
from tools.packing import sqlite
from tools.packing.contents import Piece

MakeLibrary = Callable[[str], Path]
ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "tools/packing/sqlite.sh").read_text("utf-8")
compiles = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None, reason="wants a C compiler of Linux"
)


@pytest.fixture
def make_library(tmp_path: Path) -> MakeLibrary:
    """Return what makes a library that says it is some version of SQLite."""

    def make(version: str) -> Path:
        source = tmp_path / f"{version}.c"
        source.write_text(f'const char *sqlite3_libversion(void) {{ return "{version}"; }}\n')
        made = tmp_path / f"lib{version}.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", made, source], check=True)
        return made

    return make


@compiles
def test_a_library_says_its_version(make_library: MakeLibrary) -> None:
    assert sqlite.version_of(make_library("3.53.2")) == (3, 53, 2)
    assert sqlite.version_of(make_library("3.52")) == (3, 52)


@compiles
def test_a_sound_one_is_taken(make_library: MakeLibrary) -> None:
    sound = make_library("3.53.2")
    assert sqlite.sound_library({sqlite.VARIABLE: str(sound)}) == sound


@compiles
def test_one_that_may_lose_changes_is_refused(make_library: MakeLibrary) -> None:
    with pytest.raises(SystemExit, match=r"3\.51\.2"):
        sqlite.sound_library({sqlite.VARIABLE: str(make_library("3.51.2"))})


def test_one_that_is_not_there_is_no_silent_way_to_another() -> None:
    with pytest.raises(OSError, match="missing"):
        sqlite.sound_library({sqlite.VARIABLE: "/missing/libsqlite3.so.0"})


def test_where_none_is_named_pythons_own_is_judged() -> None:
    from app.storage.engine.sqlite import has_wal_reset_fault

    if has_wal_reset_fault(sqlite3.sqlite_version_info):
        with pytest.raises(SystemExit, match=re.escape(sqlite3.sqlite_version)):
            sqlite.sound_library({})
    else:
        assert sqlite.sound_library({}) is None


@pytest.mark.parametrize("place", ["libsqlite3.so.0", "sqlite3.dll", "DLLs\\sqlite3.dll"])
def test_it_takes_the_place_of_pythons(place: str, tmp_path: Path) -> None:
    ours = tmp_path / "made.so"
    pieces = [Piece("libc.so", "/lib/libc.so", "BINARY"), Piece(place, "/lib/old", "BINARY")]
    assert sqlite.exchanged(pieces, ours) == [
        pieces[0],
        Piece(place, str(ours.resolve()), "BINARY"),
    ]
    assert sqlite.exchanged(pieces, None) == pieces


def test_a_python_with_sqlite_inside_cannot_be_helped(tmp_path: Path) -> None:
    pieces = [Piece("libpython3.11.so.1.0", "/lib/libpython3.11.so.1.0", "BINARY")]
    with pytest.raises(SystemExit, match="built in"):
        sqlite.exchanged(pieces, tmp_path / "made.so")


def test_the_sources_are_pinned_and_nothing_of_theirs_is_run() -> None:
    pins = re.findall(r"\b([0-9a-f]{64})  (\S+?)['\n]", RECIPE)
    assert [name for _, name in pins] == ["sqlite3.c", "sqlite3.h"]
    assert "sha256sum --check --strict" in RECIPE
    assert RECIPE.index("sha256sum --check") < RECIPE.index('"$compiler" -O2')
    assert "--ignore-scripts" in RECIPE


def test_deleted_names_of_guests_are_overwritten_as_by_debians() -> None:
    assert "-DSQLITE_SECURE_DELETE=1" in RECIPE
    assert "-DSQLITE_THREADSAFE=1" in RECIPE


@workshop
@pytest.mark.parametrize("arguments", [[], ["linux"], ["amiga", "folder"]])
def test_the_recipe_says_what_it_wants(arguments: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "tools/packing/sqlite.sh", *arguments],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "linux" in done.stderr
    assert not list(tmp_path.iterdir())


@workshop
def test_what_was_made_by_this_recipe_is_left_alone(tmp_path: Path) -> None:
    import hashlib

    made = tmp_path / "libsqlite3.so.0"
    made.write_bytes(b"made before")
    (tmp_path / "made-by").write_text(hashlib.sha256(RECIPE.encode()).hexdigest() + "\n")
    subprocess.run(
        ["bash", ROOT / "tools/packing/sqlite.sh", "linux", tmp_path],
        # Neither npm nor a compiler is to be had.
        env={"PATH": "/usr/bin:/bin", "CC": "false"},
        check=True,
        timeout=60,
    )
    assert made.read_bytes() == b"made before"
