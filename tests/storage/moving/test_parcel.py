"""A move file gives back what was packed, to the last byte, or nothing at all."""

import io
import json
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.moving.moves import FileHead, PassphraseError
from app.storage.moving import envelope, parcel
from app.storage.moving.seals import Cost

QUICK = Cost(n=4, r=1, p=1)
MOMENT = datetime(2027, 7, 6, 12, tzinfo=UTC)
PASSPHRASE = "Seeblick im Herbst"
ROOM = 2**40
CUT = "cut or damaged"


def looked(*, protected: bool) -> FileHead:
    return FileHead(MOMENT, "1.2.3", protected)


def packed(folder: Path, body: bytes, note: bytes = b"note", passphrase: str = PASSPHRASE) -> bytes:
    source = folder / "source"
    source.write_bytes(body)
    target = io.BytesIO()
    parcel.pack(
        target,
        looked(protected=bool(passphrase)),
        {"data": source},
        {"about": note},
        passphrase=passphrase,
        cost=QUICK,
    )
    return target.getvalue()


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def unpacked(
    folder: Path, file: bytes, passphrase: str = PASSPHRASE, room: int = ROOM
) -> tuple[bytes, dict[str, bytes]]:
    path = folder / "move"
    path.write_bytes(file)
    notes = parcel.unpack(path, folder, {"data": room}, passphrase=passphrase)
    return (folder / "data").read_bytes(), notes


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "protected"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        bytes(2**20),
        bytes(range(256)) * 5000,
        b"".join(number.to_bytes(4, "big") for number in range(700_000)),
    ],
    ids=["nothing", "a byte", "a mebibyte of nothing", "over a piece", "several pieces"],
)
def test_what_was_packed_comes_back(tmp_path: Path, body: bytes, passphrase: str) -> None:
    file = packed(tmp_path, body, passphrase=passphrase)

    assert unpacked(tmp_path, file, passphrase) == (body, {"about": b"note"})


@settings(max_examples=40)
@given(body=st.binary(max_size=3000), note=st.binary(max_size=300), protected=st.booleans())
def test_any_bytes_come_back(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, note: bytes, protected: bool
) -> None:
    folder = tmp_path_factory.mktemp("move")
    passphrase = PASSPHRASE if protected else ""
    file = packed(folder, body, note, passphrase)

    assert unpacked(folder, file, passphrase) == (body, {"about": note})


@settings(max_examples=60)
@given(data=st.data(), protected=st.booleans())
def test_no_cut_file_opens(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, protected: bool
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    passphrase = PASSPHRASE if protected else ""
    file = packed(folder, bytes(range(256)) * 20, passphrase=passphrase)
    length = data.draw(st.integers(0, len(file) - 1))

    with pytest.raises(UserError):
        unpacked(folder, file[:length], passphrase)


@settings(max_examples=80)
@given(data=st.data(), protected=st.booleans())
def test_no_changed_file_opens(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, protected: bool
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    passphrase = PASSPHRASE if protected else ""
    file = bytearray(packed(folder, bytes(range(256)) * 20, passphrase=passphrase))
    place = data.draw(st.integers(0, len(file) - 1))
    file[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(UserError):
        unpacked(folder, bytes(file), passphrase)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "protected"])
def test_a_file_that_ends_between_two_pieces_does_not_open(tmp_path: Path, passphrase: str) -> None:
    body = b"".join((number * number % 2**32).to_bytes(4, "big") for number in range(900_000))
    file = packed(tmp_path, body, passphrase=passphrase)
    begins = 20 + int.from_bytes(file[16:20], "big")
    ends = begins + 2**20 + 16
    assert len(file) > ends

    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, file[:ends], passphrase)


def test_nothing_may_stand_behind_the_end(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, packed(tmp_path, b"data") + b"\0")


@pytest.mark.parametrize("passphrase", ["", "seeblick im herbst", PASSPHRASE + " "])
def test_another_passphrase_is_told_as_such(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(PassphraseError):
        unpacked(tmp_path, packed(tmp_path, b"data"), passphrase)
    assert not (tmp_path / "data").exists()


def test_a_passphrase_that_nothing_needs_does_no_harm(tmp_path: Path) -> None:
    file = packed(tmp_path, b"data", passphrase="")

    assert unpacked(tmp_path, file, PASSPHRASE)[0] == b"data"


def test_a_protected_file_shows_nothing_of_what_is_in_it(tmp_path: Path) -> None:
    # What is pressed together shows nothing either way; a part that cannot be pressed would.
    body = bytes(range(256))

    assert body[:64] not in packed(tmp_path, body)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"PK\3\4", b"Zimmerfrei mov"])
def test_another_kind_of_file_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UserError, match="no move file"):
        unpacked(tmp_path, content)


def with_head(file: bytes, **changes: Any) -> bytes:
    length = int.from_bytes(file[16:20], "big")
    told = json.loads(file[20 : 20 + length])
    for name, value in changes.items():
        if value is None:
            del told[name]
        else:
            told[name] = value
    raw = json.dumps(told).encode()
    return file[:16] + len(raw).to_bytes(4, "big") + raw + file[20 + length :]


def test_a_file_from_a_newer_version_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="newer version"):
        unpacked(tmp_path, with_head(packed(tmp_path, b"data"), format=2))


@pytest.mark.parametrize(
    "changes",
    [
        {"format": None},
        {"format": "one"},
        {"made_at": "yesterday"},
        {"made_at": "2027-07-06T12:00:00"},
        {"version": None},
        {"protected": None},
        {"scrypt": None},
        {"scrypt": 5},
        {"scrypt": {"n": 2**60, "r": 8, "p": 1}},
        {"scrypt": {"n": 4, "r": 1}},
        {"salt": "none"},
        {"check": "00zz"},
    ],
)
def test_a_head_that_makes_no_sense_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, with_head(packed(tmp_path, b"data"), **changes))


def test_a_head_that_claims_to_be_unprotected_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, with_head(packed(tmp_path, b"data"), protected=False))


@pytest.mark.parametrize("length", [0, 5000, 2**32 - 1])
def test_a_head_of_any_length_is_refused(tmp_path: Path, length: int) -> None:
    file = packed(tmp_path, b"data")

    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, file[:16] + length.to_bytes(4, "big") + file[20:])


def test_a_file_tells_of_itself_without_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "move"
    path.write_bytes(packed(tmp_path, b"data"))

    assert parcel.look(path) == looked(protected=True)


def listed(parts: object, behind: bytes = b"") -> bytes:
    """Return a move file that is sealed well, with such a list of parts."""
    target = io.BytesIO()
    closing = envelope.Closing(target, looked(protected=False), "", QUICK)
    text = parts if isinstance(parts, bytes) else json.dumps(parts).encode()
    closing.write(zlib.compress(len(text).to_bytes(4, "big") + text + behind))
    closing.finish()
    return target.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        b"",
        b"\xff",
        {},
        5,
        [["data"]],
        [["data", "much"]],
        [["data", -1]],
        [["about", 0]],
        [["data", 0], ["about", 2**40]],
        [],
    ],
)
def test_a_list_of_parts_that_makes_no_sense_is_refused(tmp_path: Path, parts: object) -> None:
    with pytest.raises(UserError, match=CUT):
        unpacked(tmp_path, listed(parts))


def test_a_part_that_is_shorter_or_longer_than_listed_is_refused(tmp_path: Path) -> None:
    for number, (size, there) in enumerate(((3, b"ab"), (3, b"abcd"), (0, b"a"))):
        with pytest.raises(UserError, match=CUT):
            unpacked(made(tmp_path / str(number)), listed([["data", size]], there))
    assert unpacked(made(tmp_path / "as listed"), listed([["data", 3]], b"abc"))[0] == b"abc"


def test_a_part_that_would_fill_the_disk_is_refused_before_it_does(tmp_path: Path) -> None:
    # A kilobyte of file that says it holds a gigabyte of nothing.
    with pytest.raises(UserError, match="more room"):
        unpacked(tmp_path, listed([["data", 2**30]], bytes(1000)), room=2**20)
    assert not (tmp_path / "data").exists()


def test_a_part_lies_nowhere_but_in_its_folder(tmp_path: Path) -> None:
    inner = made(tmp_path / "inner")
    found = unpacked(inner, listed([["data", 1], ["../out", 1]], b"ab"))

    assert found == (b"a", {"../out": b"b"})
    assert not (tmp_path / "out").exists()


def test_it_is_told_how_far_it_is_and_can_be_ended(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(1_000_000))
    told: list[tuple[int, int]] = []
    file = io.BytesIO()
    parcel.pack(
        file,
        looked(protected=False),
        {"data": source},
        {},
        progress=lambda done, total: told.append((done, total)),
    )

    assert told[0] == (0, 1_000_000)
    assert told[-1] == (1_000_000, 1_000_000)
    assert [done for done, _ in told] == sorted(done for done, _ in told)

    class EnoughError(Exception):
        pass

    def enough(done: int, _total: int) -> None:
        if done:
            raise EnoughError

    path = tmp_path / "move"
    path.write_bytes(file.getvalue())
    with pytest.raises(EnoughError):
        parcel.unpack(path, made(tmp_path / "in"), {"data": ROOM}, progress=enough)
