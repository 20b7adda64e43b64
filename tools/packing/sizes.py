"""How large a bundle is and what owners download of it, and what both may come to.

    python -m tools.packing.sizes BUNDLE DOWNLOAD

ends the build where a bound is missed. A megabyte has a million bytes, as downloads are told.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

BUNDLE: Final = 150_000_000
DOWNLOAD: Final = 50_000_000


def size(place: Path) -> int:
    """Return how many bytes a file or the files of a folder hold, links not followed."""
    found = place.rglob("*") if place.is_dir() else [place]
    files = [each for each in found if each.is_symlink() or not each.is_dir()]
    return sum(file.lstat().st_size for file in files)


def judge(bundle: Path, download: Path, bounds: tuple[int, int] = (BUNDLE, DOWNLOAD)) -> None:
    """Say the sizes of both.

    :raises SystemExit: one is larger than it may be.
    """
    missed = []
    for place, bound in zip((bundle, download), bounds, strict=True):
        found = size(place)
        print(f"{place}: {found / 1e6:.1f} MB of {bound / 1e6:.0f}")
        if found > bound:
            missed.append(f"{place} has {found} bytes, and may have {bound}.")
    if missed:
        raise SystemExit("\n".join(missed))


if __name__ == "__main__":
    judge(Path(sys.argv[1]), Path(sys.argv[2]))
