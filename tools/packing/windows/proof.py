"""Proves of every program and library in a bundle for Windows where it comes from.

    python -m tools.packing.windows.proof BUNDLE WHEELS SQLITE

Each is, byte for byte, one of a pinned wheel; or signed by the Python Software Foundation; or made
here, of which there are four, named below. numpy, which is changed for Wine, is first put back to
what its wheel holds. Anything else, such as a library of Wine's, ends the build.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from tools.packing.windows.system import STAND_INS
from tools.windows.signature import is_signed

PROGRAMS: Final = frozenset({"Zimmerfrei.exe", "zimmerfrei-cli.exe"})
"""PyInstaller's own starter, with our code behind it."""
FORWARDER: Final = "python3.dll"
"""Hands on to python311.dll what extensions for all versions ask for; has no code of its own."""


def main(bundle: Path, wheels: Path, sqlite: Path) -> None:
    """Put numpy back, prove all, and say what was found.

    :raises SystemExit: something is of unknown origin.
    """
    originals = contents(wheels.glob("*.whl"))
    put_back(bundle / "_internal", originals)
    known = {digest(data) for data in originals.values()}
    made = {digest(sqlite.read_bytes())}
    counts: dict[str, int] = {}
    unknown = []
    for file in sorted(bundle.rglob("*")):
        if file.is_file() and is_code(file):
            origin = origin_of(file, bundle, known, made)
            counts[origin] = counts.get(origin, 0) + 1
            if not origin:
                unknown.append(str(file.relative_to(bundle)))
    if unknown:
        raise SystemExit(f"Of unknown origin: {', '.join(unknown)}")
    print("; ".join(f"{count} {origin}" for origin, count in sorted(counts.items())))


def contents(wheels: Iterable[Path]) -> dict[str, bytes]:
    """Return all code that wheels hold, by its place below site-packages."""
    found = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as opened:
            for name in opened.namelist():
                if name.endswith((".dll", ".pyd", ".exe")):
                    found[name] = opened.read(name)
    return found


def put_back(folder: Path, originals: Mapping[str, bytes]) -> None:
    """Make every file of numpy what its wheel holds in its place."""
    for file in folder.glob("numpy*/**/*"):
        place = PurePosixPath(file.relative_to(folder)).as_posix()
        if file.is_file() and place in originals:
            file.write_bytes(originals[place])


def origin_of(file: Path, bundle: Path, known: frozenset[str] | set[str], made: set[str]) -> str:
    """Return in a few words where a file comes from, nothing where that is unknown."""
    if file.name.casefold() in STAND_INS:
        return ""
    found = digest(file.read_bytes())
    if found in known:
        return "of pinned wheels"
    if found in made:
        return "SQLite made here"
    if file.parent == bundle and file.name in PROGRAMS:
        return "programs"
    if file.name == FORWARDER and only_hands_on(file):
        return "forwarder"
    return "signed by the PSF" if is_signed(file) else ""


def is_code(file: Path) -> bool:
    """Tell whether Windows would run a file, whatever it is called."""
    with file.open("rb") as opened:
        return opened.read(2) == b"MZ"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def only_hands_on(file: Path) -> bool:
    """Tell whether all that a library offers is another's: it imports nothing and has no code."""
    listing = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "--private-headers", file],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return "DLL Name:" not in listing and "Forwarder RVA" in listing


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
