"""Whatever is wrong with a move file or its place: it is said, and all is as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.errors import UnsoundError, UserError
from app.core.moving.moves import FileHead, HoldsDataError, MoveStoppedError, PassphraseError
from app.services.data_folder.folder import DataFolder, LostDataError
from app.services.moving import unpacking as unpacking_module
from app.services.moving.moving import stopping
from app.services.services import Services
from app.storage.backups import restore
from app.storage.moving import parcel
from tests.clocks import SetClock
from tests.services.moving.conftest import (
    PASSPHRASE,
    Unpack,
    living_in,
    rows,
    unpacking_of,
)

LATER = "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')"
"""Makes of a database one of a newer version."""


@pytest.fixture
def packed(filled: Services, file: Path) -> Path:
    return filled.moving.pack(file, passphrase=PASSPHRASE).path


@pytest.fixture
def other(there: DataFolder, clock: SetClock) -> Iterator[Services]:
    """Another house, which lives where the first one is to go."""
    with living_in(there, clock) as services:
        services.units.first_house("Berghof", ["Stube"])
        services.links.enable_unit(1)
        yield services


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix != ".lock"}


# ---- packing ----


def test_a_short_passphrase_protects_nothing_and_is_refused(filled: Services, file: Path) -> None:
    with pytest.raises(PassphraseError, match="8 characters"):
        filled.moving.pack(file, passphrase="geheim7")
    assert not file.exists()


def test_no_file_is_replaced_unasked(filled: Services, file: Path) -> None:
    file.write_text("a novel")
    with pytest.raises(UserError, match="already"):
        filled.moving.pack(file, silent=True)
    assert file.read_text() == "a novel"
    assert not filled.moving.silent

    filled.moving.pack(file, replacing=True)
    assert file.read_bytes().startswith(b"Zimmerfrei move")


def test_a_move_file_is_its_owners_alone(filled: Services, file: Path) -> None:
    filled.moving.pack(file)
    if os.name != "nt":
        assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("silent", [False, True])
def test_packing_that_is_stopped_leaves_nothing(filled: Services, file: Path, silent: bool) -> None:
    before = names(filled.folder.path), names(file.parent)
    progress = stopping(lambda _done, _total: None, lambda: True)
    with pytest.raises(MoveStoppedError):
        filled.moving.pack(file, silent=silent, progress=progress)

    assert (names(filled.folder.path), names(file.parent)) == before
    assert not filled.moving.silent


def test_a_place_that_cannot_be_written_is_told_and_nothing_falls_silent(
    filled: Services, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="gone"):
        filled.moving.pack(tmp_path / "no folder" / "move", silent=True)
    assert not filled.moving.silent


def test_damaged_data_is_not_packed(filled: Services, file: Path) -> None:
    filled.database.checkpoint()
    with filled.folder.database.open("r+b") as database:
        database.seek(4096 * 3)
        database.write(b"\xff" * 4096 * 4)
    with pytest.raises(UnsoundError):
        filled.moving.pack(file)
    assert not file.exists()


# ---- the file ----


def test_a_wrong_passphrase_leaves_no_folder_behind(
    packed: Path, there: DataFolder, unpack: Unpack
) -> None:
    for wrong in ("", "Seeblick im Winter"):
        with pytest.raises(PassphraseError):
            unpack(packed, passphrase=wrong)
    assert not there.path.exists()


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.999])
def test_a_cut_file_changes_nothing(
    packed: Path, there: DataFolder, unpack: Unpack, share: float
) -> None:
    whole = packed.read_bytes()
    packed.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UserError, match=r"cut or damaged|no move file"):
        unpack(packed, passphrase=PASSPHRASE)
    assert not there.path.exists()


def test_a_file_that_is_not_there_is_told(there: DataFolder, unpack: Unpack, file: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        unpack(file)
    assert not there.path.exists()


def test_a_folder_is_no_file(there: DataFolder, unpack: Unpack, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        unpack(tmp_path)
    assert not there.path.exists()


def test_data_from_a_newer_version_is_refused_whole(
    filled: Services, file: Path, there: DataFolder, unpack: Unpack
) -> None:
    with closing(sqlite3.connect(filled.folder.database)) as connection:
        connection.execute(LATER)
        connection.commit()
    filled.moving.pack(file)
    with pytest.raises(UserError, match="newer version"):
        unpack(file)
    assert not there.path.exists()


def test_a_damaged_copy_is_refused_however_well_it_is_sealed(
    filled: Services, file: Path, there: DataFolder, unpack: Unpack
) -> None:
    broken = file.with_name("broken.db")
    broken.write_bytes(filled.folder.database.read_bytes()[:8192])
    with file.open("wb") as target:
        looked = FileHead(datetime(2027, 1, 1, tzinfo=UTC), "1", protected=False)
        parcel.pack(target, looked, {"zimmerfrei.db": broken}, {})
    with pytest.raises(UserError, match="cut or damaged"):
        unpack(file)
    assert not there.path.exists()


def test_unpacking_that_is_stopped_leaves_nothing(
    packed: Path, there: DataFolder, unpack: Unpack
) -> None:
    progress = stopping(lambda _done, _total: None, lambda: True)
    with pytest.raises(MoveStoppedError):
        unpack(packed, passphrase=PASSPHRASE, progress=progress)
    assert not there.path.exists()


# ---- the place ----


def test_a_house_is_not_replaced_unasked(
    packed: Path, other: Services, there: DataFolder, unpack: Unpack
) -> None:
    before = rows(there.database)
    with pytest.raises(HoldsDataError, match="already"):
        unpack(packed, passphrase=PASSPHRASE)
    assert rows(there.database) == before
    assert other.backups.newest() is None


def test_a_house_that_is_replaced_is_saved_first(
    packed: Path, filled: Services, other: Services, there: DataFolder, unpack: Unpack
) -> None:
    before = rows(there.database)
    arrived = unpack(packed, passphrase=PASSPHRASE, replacing=True)

    assert arrived.saved is not None
    assert arrived.saved.parent == there.backups
    assert rows(arrived.saved) == before
    assert rows(there.database)["occupancy"] == rows(filled.folder.database)["occupancy"]
    # Who had it open goes on with the house that came, and can go back to the other one.
    assert [unit.name for unit in other.units.all()] == [unit.name for unit in filled.units.all()]
    other.backups.restore(arrived.saved)
    assert [unit.name for unit in other.units.all()] == ["Stube"]


def test_a_damaged_house_is_set_aside(
    packed: Path, filled: Services, there: DataFolder, unpack: Unpack
) -> None:
    there.make()
    there.database.write_bytes(b"SQLite format 3\0" + b"?" * 5000)
    with pytest.raises(HoldsDataError):
        unpack(packed, passphrase=PASSPHRASE)
    arrived = unpack(packed, passphrase=PASSPHRASE, replacing=True)

    assert arrived.saved is not None
    assert (arrived.saved / "zimmerfrei.db").read_bytes().endswith(b"???")
    assert rows(there.database) == rows(filled.folder.database)


@pytest.mark.parametrize("moment", ["before the swap", "after the old one is gone"])
def test_whatever_interrupts_the_last_step_the_next_start_finishes_it(
    packed: Path,
    filled: Services,
    there: DataFolder,
    unpack: Unpack,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    class PowerCutError(Exception):
        pass

    calls: list[Path] = []
    swap = restore.swap

    def cut(database: Path) -> None:
        calls.append(database)
        if len(calls) == 2:
            if moment != "before the swap":
                database.unlink(missing_ok=True)
            raise PowerCutError
        swap(database)

    monkeypatch.setattr(restore, "swap", cut)
    with pytest.raises(PowerCutError):
        unpack(packed, passphrase=PASSPHRASE)
    monkeypatch.undo()

    with living_in(there, clock) as services:
        assert [one.token for one in services.links.all()] == [
            one.token for one in filled.links.all()
        ]


def test_a_house_of_a_newer_version_is_never_replaced(
    packed: Path, other: Services, there: DataFolder, unpack: Unpack
) -> None:
    with closing(sqlite3.connect(other.folder.database)) as connection:
        connection.execute(LATER)
        connection.commit()
    before = rows(there.database)
    with pytest.raises(UserError, match="newer version"):
        unpack(packed, passphrase=PASSPHRASE, replacing=True)
    assert rows(there.database) == before


def test_a_folder_whose_house_is_lost_takes_one_in(
    packed: Path, filled: Services, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    there.make()
    there.window_ini.write_text("[window]\npage=plan\n")
    with pytest.raises(LostDataError), living_in(there, clock):
        pass
    unpack(packed, passphrase=PASSPHRASE)

    assert rows(there.database) == rows(filled.folder.database)


def test_a_refused_file_does_not_make_an_empty_folder_a_lost_one(
    packed: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    there.make()
    with pytest.raises(PassphraseError):
        unpack(packed, passphrase="Seeblick im Winter")
    there.logs.mkdir()
    (there.logs / "zimmerfrei.log").write_text("what went wrong")

    with living_in(there, clock) as services:
        assert services.units.empty()


def test_a_full_disk_is_told(
    packed: Path, there: DataFolder, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking_module, "_SPARE", 2**62)
    with pytest.raises(UserError, match="room"):
        unpacking_of(there, clock).unpack(packed, passphrase=PASSPHRASE)
    assert not there.path.exists()
