"""Points numpy at the complex functions of wine_complex.c: ``wine_complex.py SITE_PACKAGES``.

Prints the list of what that library has to export (a .def file): our functions under their names,
and all else that numpy takes from Microsoft's library, handed on to the real one. Only for tests
under Wine: a numpy that was changed so is in no bundle.
"""

import re
import subprocess
import sys
from pathlib import Path

# Of the same length, so that nothing in the file moves.
THEIRS = b"api-ms-win-crt-math-l1-1-0.dll"
OURS = b"zfi-ms-win-crt-math-l1-1-0.dll"
OBJDUMP = "x86_64-w64-mingw32-objdump"
SOURCE = Path(__file__).with_name("wine_complex.c")


def own_functions(source: str) -> set[str]:
    """Return the names of C99 that the C file implements, with those for other precisions."""
    names = re.findall(r"^(?:TO_COMPLEX|TO_REAL|OF_TWO)\((\w+)\)$", source, re.MULTILINE)
    return {name + precision for name in names for precision in ("", "f", "l")}


def imported(listing: str) -> set[str]:
    """Return what a library takes from Microsoft's mathematics, by objdump's listing of it."""
    found: set[str] = set()
    for block in listing.split("DLL Name: ")[1:]:
        library, _, functions = block.partition("\n")
        if library.strip().encode() in {THEIRS, OURS}:
            row = r"^\s+[0-9a-f]+\s+(?:<none>\s+)?[0-9a-f]+\s+(\S+)$"
            found |= set(re.findall(row, functions, re.MULTILINE))
    return found


def definition(used: set[str], own: set[str]) -> str:
    """Return the .def file of our library, which has our functions and hands on all others."""
    lines = ["LIBRARY " + OURS.decode(), "EXPORTS"]
    lines += [
        f"  {name} = " + (f"own_{name}" if name in own else f"ucrtbase.{name}")
        for name in sorted(used | own)
    ]
    return "\n".join(lines)


def main(site_packages: Path) -> None:
    """Change numpy's libraries in place and print the .def file."""
    used: set[str] = set()
    for path in sorted(site_packages.glob("numpy*/**/*")):
        if path.suffix not in {".pyd", ".dll"}:
            continue
        listing = subprocess.run([OBJDUMP, "-p", path], capture_output=True, check=True).stdout
        used |= imported(listing.decode(errors="replace"))
        data = path.read_bytes()
        if THEIRS in data:
            path.write_bytes(data.replace(THEIRS, OURS))
    print(definition(used, own_functions(SOURCE.read_text("utf-8"))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
