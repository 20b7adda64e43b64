"""Keeping what lies in the data folder from the other users of this computer.

Only where systems tell users apart by bits of permission: on Windows a folder in the profile is its
owner's by inheritance.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from pathlib import Path

_OTHERS = 0o077
_OURS = ("zimmerfrei", "window.", "serving.", "backups", "logs", ".")
"""How everything begins that Zimmerfrei keeps in the folder; hidden files are the desktop's."""
_MOUNT_POINT = "lost+found"


class Exposure(Enum):
    """What was found of a data folder."""

    NONE = auto()
    TIGHTENED = auto()
    """Others could look into it until now."""
    STAYS = auto()
    """Others can look into it, and it is not for us to change that."""


def made_private(folder: Path) -> Exposure:
    """Let only its owner into `folder` and what of ours lies there, as far as that is ours.

    A folder in which other things lie too keeps its permissions: who has put them there may count
    on that. What lies in it of ours is closed all the same.
    """
    if os.name == "nt":
        return Exposure.NONE
    found = folder.stat()
    exposed = bool(found.st_mode & _OTHERS)
    owner = os.geteuid()
    for path in _ours(folder, within=exposed):
        _close(path, owner)
    if not exposed:
        return Exposure.NONE
    # Nobody's own: /tmp, and what else many write to.
    shared = bool(found.st_mode & stat.S_ISVTX)
    if found.st_uid != owner or shared or _holds_others(folder):
        return Exposure.STAYS
    try:
        folder.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except OSError:
        return Exposure.STAYS
    return Exposure.TIGHTENED


def _close(path: Path, owner: int) -> None:
    """Close a file or folder of `owner` to others, if it is there still and may be."""
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or found.st_uid != owner or not found.st_mode & _OTHERS:
            return
        path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except OSError:
        # Gone meanwhile, or on a disk that knows no permissions: then the folder's own count.
        return


def _ours(folder: Path, *, within: bool) -> Iterator[Path]:
    """Yield what of ours lies there; `within` the folders below, too."""
    for path in _children(folder):
        if not path.name.startswith(".") and path.name.startswith(_OURS):
            yield path
            if within and not path.is_symlink() and path.is_dir():
                yield from _children(path)


def _holds_others(folder: Path) -> bool:
    return any(
        not path.name.startswith(_OURS) and path.name != _MOUNT_POINT for path in _children(folder)
    )


def _children(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
