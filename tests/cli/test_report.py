"""The report from the command line, with data and without."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.cli.conftest import Say, Zimmerfrei


def texts_in(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_it_is_written_and_its_files_are_named(done: Say, tmp_path: Path) -> None:
    done("unit", "add", "Möwennest")
    target = tmp_path / "bericht.zip"
    said = done("report", str(target))
    assert str(target) in said
    found = texts_in(target)
    assert all(name in said for name in found)
    assert {"versions.txt", "settings.txt", "check.txt"} <= found.keys()
    assert "Möwennest" not in "".join(found.values())


def test_a_file_that_is_there_is_never_replaced(
    zimmerfrei: Zimmerfrei, done: Say, tmp_path: Path
) -> None:
    done("unit", "add", "A")
    target = tmp_path / "wichtig.db"
    target.write_text("wichtig")
    answer = zimmerfrei("report", str(target))
    assert answer.status == 1
    assert "wichtig.db" in answer.err
    assert target.read_text() == "wichtig"


def test_damaged_data_makes_a_report(zimmerfrei: Zimmerfrei, done: Say, data: Path) -> None:
    done("unit", "add", "A")
    (data / "zimmerfrei.db").write_bytes(b"no database at all" * 400)
    target = data.parent / "bericht.zip"
    answer = zimmerfrei("report", str(target))
    assert answer.status == 0, answer.err
    found = texts_in(target)
    assert "The data cannot be opened" in found["settings.txt"]
    assert str(data) not in "".join(found.values())


def test_a_folder_that_is_missing_is_a_sentence(
    zimmerfrei: Zimmerfrei, done: Say, tmp_path: Path
) -> None:
    done("unit", "add", "A")
    answer = zimmerfrei("report", str(tmp_path / "nowhere" / "r.zip"))
    assert answer.status == 1
    assert answer.err.count("\n") == 1
