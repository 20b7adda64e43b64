"""Qt's copy of ICU's data, made small."""

import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.packing import icu
from tools.packing.contents import Piece

HEADER = struct.pack("<HBBHHBBBB4s", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD").ljust(32, b"\0")
NAMES = st.text("abzAZ09_/", min_size=1).map("icudt73l/{}.res".format)
linux = pytest.mark.skipif(sys.platform != "linux", reason="Qt has ICU's data on Linux alone")


@given(st.dictionaries(NAMES, st.binary(max_size=80)))
def test_what_is_written_is_read_again(items: dict[str, bytes]) -> None:
    header, again = icu.read(icu.written(HEADER, items))
    assert header == HEADER
    assert list(again) == sorted(items)
    for name, data in items.items():
        # An item ends where the next one begins.
        assert again[name].rstrip(b"\0") == data.rstrip(b"\0")
        assert len(again[name]) % 16 == 0


@given(st.dictionaries(NAMES, st.binary(max_size=80), min_size=1))
def test_items_are_where_icu_wants_them(items: dict[str, bytes]) -> None:
    package = icu.written(HEADER, items)
    count, *offsets = struct.unpack_from(f"<{1 + 2 * len(items)}I", package, len(HEADER))
    assert count == len(items)
    for place in offsets[1::2]:
        assert (len(HEADER) + place) % 16 == 0


@pytest.mark.parametrize(
    "package",
    [
        b"",
        b"\x20\x00\xda\x27",
        b"\x7fELF".ljust(64, b"\0"),
        HEADER.replace(b"CmnD", b"CmnE") + b"\0" * 4,
        HEADER[:8] + b"\x01" + HEADER[9:] + b"\0" * 4,
    ],
)
def test_what_is_no_package_is_refused(package: bytes) -> None:
    with pytest.raises(ValueError, match="package"):
        icu.read(package)


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("icudt73l/root.res", True),
        ("icudt73l/de.res", True),
        ("icudt73l/de_AT.res", True),
        ("icudt73l/den.res", False),
        ("icudt73l/fr.res", False),
        ("icudt73l/coll/root.res", True),
        ("icudt73l/coll/ucadata.icu", True),
        ("icudt73l/coll/de.res", True),
        ("icudt73l/coll/zh.res", False),
        ("icudt73l/curr/de.res", False),
        ("icudt73l/brkitr/cjdict.dict", False),
        ("icudt73l/translit/root.res", False),
        ("icudt73l/euc-tw-2014.cnv", False),
        ("icudt73l/ibm-5348_P100-1997.cnv", True),
        ("icudt73l/cnvalias.icu", True),
        ("icudt73l/nfkc.nrm", True),
        ("icudt73l/zoneinfo64.res", True),
        ("icudt73l/zone/de.res", False),
    ],
)
def test_what_a_german_and_english_window_needs(name: str, stays: bool) -> None:
    assert icu.needed({"de", "en"})(name) is stays


def of_qt() -> Path:
    import PySide6

    (found,) = Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")
    return found


SORTED = """
from PySide6.QtCore import QCollator, QLocale
for name in ("de_DE", "de_AT", "en_GB", "it_IT"):
    order = QCollator(QLocale(name))
    words = ["Zoo", "Ärger", "Apfel", "ärmel", "Öl", "Ofen", "ss", "ß", "Éa", "eb", "10", "9"]
    print(name, sorted(words, key=order.sortKey), QLocale(name).toUpper("straße ij ﬁ"))
print(QLocale("tr_TR").toUpper("iı"), QLocale("tr_TR").toLower("Iİ"))
"""


@linux
@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler, which builds installers")
def test_qt_writes_and_sorts_as_with_the_whole_of_it(tmp_path: Path) -> None:
    whole = of_qt()
    pieces = [
        Piece("PySide6/Qt/lib/" + whole.name, str(whole), "BINARY"),
        Piece(whole.name, "PySide6/Qt/lib/" + whole.name, "SYMLINK"),
        Piece("LICENSE", "LICENSE", "DATA"),
    ]
    changed = icu.exchanged(pieces, tmp_path / "icu", {"de", "en"})
    assert [piece.place for piece in changed] == [piece.place for piece in pieces]
    assert changed[1:] == pieces[1:]
    small = Path(changed[0].source)
    assert small.stat().st_size * 8 < whole.stat().st_size
    said = [
        subprocess.run(
            [sys.executable, "-c", SORTED],
            capture_output=True,
            text=True,
            check=True,
            env={"LD_LIBRARY_PATH": folder, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for folder in ("", str(small.parent))
    ]
    assert "STRASSE" in said[0]
    assert said[1] == said[0]


@linux
def test_a_library_without_the_data_is_refused(tmp_path: Path) -> None:
    other = next(of_qt().parent.glob("libQt6Svg.so.*"))
    with pytest.raises(ValueError, match="no package"):
        icu.shrink(other, tmp_path, {"de"})
