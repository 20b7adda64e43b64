"""Makes Qt's copy of ICU's data small: of 32 MB, the texts of 700 regions, a window needs two.

Qt writes dates and numbers from tables of its own and asks ICU for upper and lower case, order and
unusual encodings. What lies in the package is found by name, so a smaller one is the same package
with fewer names (source/common/ucmndata.h and udata.cpp of ICU):

    header, its length in the first two bytes; "CmnD" at 12
    count, then for each item two offsets from here, of its name and of its bytes
    the names, ended by zero and in order; the items, each at a multiple of 16
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

from tools.packing.contents import Piece

_ALIGNED: Final = 16
_FOR_ALL: Final = re.compile(
    r"(?:coll/)?(?:root|pool|res_index)\.res|coll/ucadata\.icu|(?:cnvalias|uemoji|ulayout)\.icu"
    r"|.+\.nrm"
    # The encodings of older Windows, for what is pasted from elsewhere.
    r"|ibm-53\d\d_.+\.cnv"
    # What is known of languages, numbers and time as such.
    r"|(?:currencyNumericCodes|dayPeriods|genderList|grammaticalFeatures|icustd|icuver|keyTypeData"
    r"|langInfo|likelySubtags|metaZones|metadata|numberingSystems|pluralRanges|plurals"
    r"|supplementalData|timezoneTypes|units|windowsZones|zoneinfo64)\.res"
)


def needed(languages: Collection[str]) -> Callable[[str], bool]:
    """Return what tells of an item whether a window in these languages needs it."""
    spoken = re.compile(rf"(?:coll/)?(?:{'|'.join(sorted(languages))})(?:_\w+)?\.res")

    def is_needed(name: str) -> bool:
        inside = name.partition("/")[2]
        return bool(_FOR_ALL.fullmatch(inside) or spoken.fullmatch(inside))

    return is_needed


def read(package: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return header and items of a package.

    :raises ValueError: it is none, or one of the other byte order.
    """
    if len(package) < 20 or package[2:4] != b"\xda\x27" or package[12:16] != b"CmnD":
        raise ValueError("no package of ICU's data")
    if package[8]:
        raise ValueError("a package for processors of the other byte order")
    (start,) = struct.unpack_from("<H", package)
    (count,) = struct.unpack_from("<I", package, start)
    offsets = [struct.unpack_from("<II", package, start + 4 + 8 * each) for each in range(count)]
    ends = [offset for _, offset in offsets[1:]] + [len(package) - start]
    items = {}
    for (name, begin), end in zip(offsets, ends[: len(offsets)], strict=True):
        ended = package.index(b"\0", start + name)
        items[package[start + name : ended].decode("ascii")] = package[start + begin : start + end]
    return package[:start], items


def written(header: bytes, items: Mapping[str, bytes]) -> bytes:
    """Return the package of these items."""
    names = sorted(items)
    texts = b"".join(name.encode("ascii") + b"\0" for name in names)
    table = 4 + 8 * len(names)
    place = table + len(texts)
    filling = -(len(header) + place) % _ALIGNED
    place += filling
    offsets, body, name_at = [], [], table
    for name in names:
        offsets.append(struct.pack("<II", name_at, place))
        item = items[name] + b"\0" * (-len(items[name]) % _ALIGNED)
        body.append(item)
        name_at += len(name) + 1
        place += len(item)
    return b"".join(
        [header, struct.pack("<I", len(names)), *offsets, texts, b"\0" * filling, *body]
    )


def exchanged(pieces: Iterable[Piece], folder: Path, languages: Collection[str]) -> list[Piece]:
    """Return the pieces with a small library of ICU's data, which is made in this folder."""
    return [
        piece._replace(source=str(shrink(Path(piece.source), folder, languages)))
        if piece.kind == "BINARY" and "/libicudata.so" in piece.where
        else piece
        for piece in pieces
    ]


def shrink(library: Path, folder: Path, languages: Collection[str]) -> Path:
    """Make in a folder the library of ICU's data that speaks these languages; return its path.

    The folder is made if need be. Wants a C compiler.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = library.read_bytes()
    start, size = _symbol(library)
    header, items = read(whole[start : start + size])
    is_needed = needed(languages)
    kept = {name: item for name, item in items.items() if is_needed(name)}
    symbol = next(iter(items)).split("/")[0].rstrip("lb") + "_dat"
    package, assembler = folder / "package.dat", folder / "package.s"
    package.write_bytes(written(header, kept))
    assembler.write_text(
        f".section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, %object\n{symbol}:\n"
        f'.incbin "{package}"\n.size {symbol}, .-{symbol}\n.section .note.GNU-stack,"",%progbits\n'
    )
    made = folder / library.name
    subprocess.run(
        ["cc", "-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-s", "-o", made, assembler],
        check=True,
    )
    return made


def _symbol(library: Path) -> tuple[int, int]:
    """Return where in the file the package begins, and its length.

    The library holds nothing else that is read only, so that addresses are places in the file.
    """
    table = subprocess.run(
        ["readelf", "--wide", "--dyn-syms", library], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(
        r":\s+([0-9a-f]+)\s+(0x[0-9a-f]+|\d+) OBJECT\s.*\bicudt\d+_dat$", table, re.MULTILINE
    )
    if found is None:
        raise ValueError(f"{library.name} holds no package of ICU's data")
    return int(found[1], 16), int(found[2], 0)
