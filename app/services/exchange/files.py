"""Files that an owner has written somewhere: whole or not at all, and every refusal a sentence."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import UserError
from app.core.file_names import fits_windows
from app.storage.files.patience import delete, replace
from app.storage.files.reach import reachable
from app.storage.files.troubles import Trouble, code_name, may_be_held, trouble

logger = logging.getLogger(__name__)


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to, and move it into place when all is written.

    Where anything goes wrong, what stood at `target` stands there still, and nothing lies about.

    Raises:
        UserError: the file is open elsewhere, the folder is gone or may not be written to, the
            disk is full, the name is too long or a folder's.
    """
    _refuse_no_name(target.name)
    draft = target.with_name(f".zimmerfrei-{secrets.token_hex(8)}.tmp")
    try:
        # The long form of a path is taken as it is written.
        target = reachable(Path(os.path.abspath(target)))  # noqa: PTH100  # and that without “..”
        if target.is_symlink():
            # It stays a link to what it names; and the move must not leave the file's own disk.
            target = Path(os.path.realpath(target))
        draft = target.with_name(draft.name)
        _refuse_unfit(target)
        yield draft
        _reach_the_disk(draft)
        replace(draft, target)
    except OSError as error:
        raise _refusal(error, target) from error
    finally:
        _clear(draft)


def _refuse_no_name(name: str) -> None:
    """Refuse what Windows would make another file of, or a printer, or a hidden part of one."""
    if sys.platform == "win32" and not fits_windows(name):
        raise UserError(
            "Windows does not take “{name}” as a name. Please choose another one, without "
            '< > : " / \\ | ? * and without a dot or blank at its end.',
            name=name,
        )


def _refuse_unfit(target: Path) -> None:
    if target.is_dir():
        raise UserError("“{name}” is a folder. Please choose another name.", name=target.name)
    # Systems other than Windows replace an open file without a word, and whoever has it open
    # writes the old one back later. Both programs lay down a file that tells.
    locks = (f".~lock.{target.name}#", f"~${target.name}")
    if any(target.with_name(lock).exists() for lock in locks):
        raise _open_elsewhere(target)


def _open_elsewhere(target: Path) -> UserError:
    return UserError(
        "“{name}” is open in another program. Please close it there, or choose another name.",
        name=target.name,
    )


def _reach_the_disk(draft: Path) -> None:
    with draft.open("rb+") as written:
        os.fsync(written.fileno())


def _clear(draft: Path) -> None:
    try:
        delete(draft)
    except OSError as error:
        logger.info("%s is left: %s", draft.name, error)


def _refusal(error: OSError, target: Path) -> UserError:
    folder = str(target.parent)
    what = trouble(error)
    if what is Trouble.GONE and target.parent.is_dir():
        # So Windows says it where it is the name that it cannot take.
        what = Trouble.TOO_LONG
    elif what is Trouble.FORBIDDEN and may_be_held(error) and _could_be_written(target):
        what = Trouble.IN_USE
    match what:
        case Trouble.FULL:
            return UserError(
                "There is no room left for “{name}” in {folder}. Please make room, or choose "
                "another folder.",
                name=target.name,
                folder=folder,
            )
        case Trouble.TOO_LONG:
            return UserError("The name is too long for a file. Please choose a shorter one.")
        case Trouble.IN_USE:
            return _open_elsewhere(target)
        case Trouble.FORBIDDEN | Trouble.READ_ONLY:
            return UserError(
                "Nothing may be written in {folder}. Please choose another folder.", folder=folder
            )
        case Trouble.GONE:
            return UserError(
                "The folder {folder} is gone. Please choose another one.", folder=folder
            )
        case Trouble.UNREACHABLE:
            return UserError(
                "The drive with {folder} does not answer. Please choose another folder.",
                folder=folder,
            )
        case _:
            return UserError(
                "“{name}” could not be written ({reason}). Please choose another folder.",
                name=target.name,
                reason=code_name(error),
            )


def _could_be_written(target: Path) -> bool:
    """Tell whether it is only somebody else who keeps us from it."""
    return target.exists() and os.access(target.parent, os.W_OK)
