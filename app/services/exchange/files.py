"""Files that an owner has written somewhere: whole or not at all, and every refusal a sentence."""

from __future__ import annotations

import errno
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import UserError

logger = logging.getLogger(__name__)

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a path beside `target` to write to, and move it into place when all is written.

    Where anything goes wrong, what stood at `target` stands there still, and nothing lies about.

    Raises:
        UserError: the file is open elsewhere, the folder is gone or may not be written to, the
            disk is full, the name is too long or a folder's.
    """
    draft = target.with_name(f".zimmerfrei-{secrets.token_hex(8)}.tmp")
    try:
        # A link stays a link to what it names; and the move must not leave the file's own disk.
        target = Path(os.path.realpath(target))
        draft = target.with_name(draft.name)
        _refuse_unfit(target)
        yield draft
        _reach_the_disk(draft)
        draft.replace(target)
    except OSError as error:
        raise _refusal(error, target) from error
    finally:
        _clear(draft)


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
        draft.unlink(missing_ok=True)
    except OSError as error:
        logger.info("%s is left: %s", draft.name, error)


def _refusal(error: OSError, target: Path) -> UserError:
    folder = str(target.parent)
    if error.errno in _NO_ROOM:
        return UserError(
            "There is no room left for “{name}” in {folder}. Please make room, or choose another "
            "folder.",
            name=target.name,
            folder=folder,
        )
    if error.errno == errno.ENAMETOOLONG:
        return UserError("The name is too long for a file. Please choose a shorter one.")
    if error.errno in _NOT_ALLOWED:
        # Windows says the same of a file that a program has open.
        if os.name == "nt" and target.exists() and os.access(target.parent, os.W_OK):
            return _open_elsewhere(target)
        return UserError(
            "Nothing may be written in {folder}. Please choose another folder.", folder=folder
        )
    if error.errno in _NO_FOLDER:
        return UserError("The folder {folder} is gone. Please choose another one.", folder=folder)
    return UserError(
        "“{name}” could not be written: {reason}.",
        name=target.name,
        reason=error.strerror or type(error).__name__,
    )
