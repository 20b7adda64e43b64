"""Where passwords and keys of webspaces are kept: never in the database, a log or a backup.

In the system's keyring; else for as long as the program runs; or, where the owner wants that, in a
file that only they can read. A program without a window is given them by its environment.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from app.core.publishing.webspace import Secret
from app.services.publishing.keeping import environment
from app.services.publishing.keeping.keyring import Keyring
from app.services.publishing.keeping.password_file import PasswordFile


class Keeping(StrEnum):
    """Where the owner wants a secret to be kept."""

    KEYRING = "keyring"
    """The system's own store of passwords."""
    FILE = "file"
    """A file in the data folder that only its owner can read."""
    ASK = "ask"
    """Nowhere: it is asked for at each start of the program."""
    ENVIRONMENT = "environment"
    """Not ours to keep: what started the program has given it along."""


class Secrets:
    """The secrets of a data folder's webspaces. May be used from any thread.

    Each is kept under the `KeptWebspace.secret_name` of what it opens.

    Every method may take some seconds, for a keyring may ask the owner first: never on the thread
    of the window.

    Args:
        file: the one in which passwords are kept where the owner wants that. It stands for its
            data folder: two folders of one owner share nothing.
        environ: the variables that the program was started with.
    """

    def __init__(self, file: Path, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._file = PasswordFile(file)
        self._keyring = Keyring(file.parent)
        self._asked: dict[str, Secret] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Secret | None:
        """Return what opens a webspace, None where it is not known (any more).

        Raises:
            UserError: a file that the environment names cannot be used.
            WebspaceError: the keyring is locked, or does not answer.
        """
        given = environment.secret(self._environ)
        if given is not None:
            return given
        with self._lock:
            asked = self._asked.get(name)
        return asked or self._file.get(name) or self._keyring.get(name)

    def keep(self, name: str, secret: Secret, keeping: Keeping) -> None:
        """Keep what opens a webspace, in that place and no other; nothing is kept nowhere.

        Raises:
            UserError: there is no keyring, or the file cannot be written.
        """
        if not secret:
            self.forget(name)
            return
        match keeping:
            case Keeping.KEYRING:
                self._keyring.keep(name, secret)
            case Keeping.FILE:
                self._file.keep(name, secret)
            case Keeping.ASK:
                with self._lock:
                    self._asked[name] = secret
            case Keeping.ENVIRONMENT:
                pass
        self._forget_but(keeping, name)

    def forget(self, name: str) -> None:
        """Forget what opens a webspace, wherever it was kept; no fault where nothing was."""
        self._forget_but(None, name)

    def kept(self, name: str) -> Keeping | None:
        """Tell where the secret of a webspace is kept, None where it is not known.

        Raises as `get` does.
        """
        if environment.secret(self._environ) is not None:
            return Keeping.ENVIRONMENT
        with self._lock:
            if name in self._asked:
                return Keeping.ASK
        if self._file.get(name):
            return Keeping.FILE
        return Keeping.KEYRING if self._keyring.get(name) else None

    def keyring_works(self) -> bool:
        """Tell whether this computer has a keyring that can be used now, by using it."""
        return self._keyring.works()

    def _forget_but(self, keeping: Keeping | None, name: str) -> None:
        if keeping is not Keeping.ASK:
            with self._lock:
                self._asked.pop(name, None)
        if keeping is not Keeping.FILE:
            self._file.forget(name)
        if keeping is not Keeping.KEYRING:
            self._keyring.forget(name)
