"""Finds out whether a data folder lies where others have a hand in its files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from app.core.data_place import MARKERS, UnsafePlace, by_names, is_network
from app.services.data_folder.folder import DataFolder

_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Where Windows says that its folders lie, whatever they are called."""
_MOUNTS = Path("/proc/self/mounts")
_REMOTE = 4
"""DRIVE_REMOTE of Windows."""


def unsafe_place(folder: DataFolder, environ: Mapping[str, str] = os.environ) -> UnsafePlace | None:
    """Return who else has a hand in the files of a data folder, None where nobody is known."""
    if folder.passing:
        return None
    path = folder.path.absolute()
    # A link into a cloud is where it leads; one that lies in a cloud may be followed by that.
    for place in dict.fromkeys((path, _where_it_leads(path))):
        found = _of_environment(place, environ) or by_names(place.parts) or _of_markers(place)
        if found is not None:
            return found
    return UnsafePlace.NETWORK if _on_network(path) else None


def _where_it_leads(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links that lead round in a circle
        return path


def _of_environment(path: Path, environ: Mapping[str, str]) -> UnsafePlace | None:
    roots = filter(None, (environ.get(name) for name in _ONEDRIVE))
    return UnsafePlace.ONEDRIVE if any(path.is_relative_to(root) for root in roots) else None


def _of_markers(path: Path) -> UnsafePlace | None:
    for above in (path, *path.parents):
        for name, place in MARKERS.items():
            with suppress(OSError):
                if (above / name).exists():
                    return place
    return None


def _on_network(path: Path) -> bool:
    if sys.platform == "win32":
        return _is_remote_drive(path)
    with suppress(OSError, subprocess.SubprocessError):
        return is_network(file_system(_where_it_leads(path), _mounts()))
    return False


def file_system(path: Path, mounts: Iterable[tuple[str, str]]) -> str:
    """Return of what kind the files below `path` are, empty where no mount holds it.

    Args:
        path: without symbolic links.
        mounts: where each lies and of what kind it is; a later one hides an earlier one.
    """
    best, kind = -1, ""
    for place, found in mounts:
        depth = len(Path(place).parts)
        if depth >= best and path.is_relative_to(place):
            best, kind = depth, found
    return kind


def _mounts() -> Iterator[tuple[str, str]]:
    if sys.platform == "darwin":
        told = subprocess.run(  # a program of the system, and no word of anybody's
            ["/sbin/mount"], capture_output=True, encoding="utf-8", timeout=5, check=True
        )
        yield from mounts_of_macos(told.stdout)
    else:
        yield from mounts_of_linux(_MOUNTS.read_text("utf-8", "surrogateescape"))


def mounts_of_linux(text: str) -> Iterator[tuple[str, str]]:
    """Read what proc(5) says: device, place, kind; blanks in a place are octal."""
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            place = fields[1]
            for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
                place = place.replace(code, sign)
            yield place, fields[2]


def mounts_of_macos(text: str) -> Iterator[tuple[str, str]]:
    """Read what mount(8) says there: ``//eva@nas/Daten on /Volumes/Daten (smbfs, nodev)``."""
    for line in text.splitlines():
        _, on, rest = line.partition(" on ")
        place, opening, kinds = rest.rpartition(" (")
        if on and opening:
            yield place, kinds.rstrip(")").partition(",")[0]


def _is_remote_drive(path: Path) -> bool:
    drive = path.drive
    if drive.startswith("\\\\?\\"):
        drive = drive.removeprefix("\\\\?\\")
        if drive.upper().startswith("UNC\\"):
            return True
    if drive.startswith("\\\\"):
        return True
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # once at the start, after the window shows

        kind: int = ctypes.WinDLL("kernel32").GetDriveTypeW(f"{drive}\\")
        return kind == _REMOTE
    return False
