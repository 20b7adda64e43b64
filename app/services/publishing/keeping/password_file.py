"""A file with passwords that only the owner can read, for computers without a keyring."""

from __future__ import annotations

import json
import logging
import os
import stat
import threading
from pathlib import Path

from app.core.errors import UserError
from app.core.publishing.webspace import Secret
from app.services.publishing.keeping import texts
from app.storage.files.patience import delete, replace

logger = logging.getLogger(__name__)

_NOTE = "What this is"
_WHAT = (
    "Passwords and keys of webspaces, kept by Zimmerfrei. Only you may read this; no backup has it."
)
_OTHERS = 0o077


class PasswordFile:
    """The secrets in one file. May be used from any thread.

    Args:
        path: of the file; it is there only while something is in it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def get(self, name: str) -> Secret | None:
        """Return a secret, None where the file has none.

        Raises:
            UserError: the file cannot be read.
        """
        with self._lock:
            return texts.of_values(self._read().get(name))

    def keep(self, name: str, secret: Secret) -> None:
        """Keep a secret (UserError: the file cannot be written)."""
        with self._lock:
            self._write({**self._read(), name: texts.as_values(secret)})

    def forget(self, name: str) -> None:
        """Take a secret out; no fault where there is none."""
        with self._lock:
            kept = self._read()
            if kept.pop(name, None) is not None:
                self._write(kept)

    def _read(self) -> dict[str, object]:
        try:
            file = os.open(self._path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unusable() from error
        try:
            with os.fdopen(file, encoding="utf-8") as text:
                _close_to_others(text.fileno())
                kept = json.load(text)
        except OSError as error:
            raise self._unusable() from error
        except ValueError:
            # Its content in no case: half a file of passwords is passwords.
            logger.warning("the file with the passwords is none; they are asked for again")
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, object]) -> None:
        kept.pop(_NOTE, None)
        fresh = self._path.with_name(f"{self._path.name}.new")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            if not kept:
                delete(self._path)
                return
            # Left behind by a program that was ended; whose permissions it has nobody knows.
            delete(fresh)
            with os.fdopen(os.open(fresh, flags, 0o600), "w", encoding="utf-8") as text:
                json.dump({_NOTE: _WHAT, **kept}, text, indent=1)
                text.flush()
                os.fsync(text.fileno())
            replace(fresh, self._path)
        except OSError as error:
            raise self._unusable() from error

    def _unusable(self) -> UserError:
        return UserError(
            "The file {file}, in which passwords are kept, cannot be used. Please look whether it "
            "is yours and the disk is not full.",
            file=str(self._path),
        )


def _close_to_others(file: int) -> None:
    found = os.fstat(file)
    if os.name != "nt" and found.st_mode & _OTHERS and found.st_uid == os.geteuid():
        os.fchmod(file, stat.S_IMODE(found.st_mode) & ~_OTHERS)
        logger.info("others could read the file with the passwords; now they cannot")
