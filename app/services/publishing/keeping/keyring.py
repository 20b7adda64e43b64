"""The system's keyring: Windows' credentials, macOS' keychain, the secret service of Linux.

It may ask the owner for a password, hang for ever, or not be there. So each call has a thread of
its own and a time limit, and while one hangs no further one is made.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret
from app.services.publishing.keeping import texts

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

logger = logging.getLogger(__name__)

SERVICE = "Zimmerfrei"
ANSWER_SECONDS = 30.0
"""How long to wait for the keyring: the owner may have to type a password."""
PIECE = 1_200
"""Windows keeps 2,560 bytes at most, two a character (CRED_MAX_CREDENTIAL_BLOB_SIZE), and the key
of a server is longer: it is kept in pieces."""
_MOST_PIECES = 64

Result = TypeVar("Result")


class _UnusableError(Exception):
    """There is a keyring, but it is locked, failed, or does not answer."""


class _MissingError(Exception):
    """There is no keyring."""


def system_keyring() -> KeyringBackend:
    """Return the keyring of this system, one that only fails where there is none."""
    import keyring  # noqa: PLC0415  # on first use: looks through all that is installed

    return keyring.get_keyring()


class Keyring:
    """What the keyring holds of one data folder. May be used from any thread.

    Args:
        folder: the data folder whose secrets they are.
        backend: returns the keyring; called on the thread that may hang.
        seconds: how long to wait for each answer.
    """

    def __init__(
        self,
        folder: Path,
        backend: Callable[[], KeyringBackend] = system_keyring,
        seconds: float = ANSWER_SECONDS,
    ) -> None:
        place = os.path.normcase(folder.absolute())
        self._owner = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        self._backend = backend
        self._seconds = seconds
        self._busy = threading.Lock()
        self._hangs = False

    def get(self, name: str) -> Secret | None:
        """Return a secret, None where the keyring has none, or there is no keyring.

        Raises:
            WebspaceError: it is locked, or does not answer.
        """
        try:
            text = self._answer(lambda keyring: self._read(keyring, name))
        except _MissingError:
            return None
        except _UnusableError as error:
            raise _shut() from error
        return None if text is None else texts.of_text(text)

    def keep(self, name: str, secret: Secret) -> None:
        """Keep a secret.

        Raises:
            UserError: there is no keyring, or it cannot be used.
        """
        text = texts.as_text(secret)
        try:
            self._answer(lambda keyring: self._write(keyring, name, text))
        except _MissingError as error:
            raise UserError(
                "This computer has no keyring in which the password could be kept. Please choose "
                "to be asked for it at each start, or to have it kept in a file."
            ) from error
        except _UnusableError as error:
            raise _shut() from error

    def forget(self, name: str) -> None:
        """Take a secret out; no fault where there is none, and where it cannot be reached."""
        try:
            self._answer(lambda keyring: self._take_out(keyring, name))
        except _MissingError:
            pass
        except _UnusableError:
            logger.info("nothing could be taken out of the keyring")

    def works(self) -> bool:
        """Tell whether something can be put in, read and taken out now."""
        name, text = "trial", secrets.token_hex(16)

        def tried(keyring: KeyringBackend) -> bool:
            self._write(keyring, name, text)
            try:
                return self._read(keyring, name) == text
            finally:
                self._take_out(keyring, name)

        try:
            return self._answer(tried)
        except (_MissingError, _UnusableError):
            return False

    # ---- on the thread that may hang ----

    def _write(self, keyring: KeyringBackend, name: str, text: str) -> None:
        # Pieces of two writings never make one: each knows which it belongs to.
        mark = secrets.token_hex(4)
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]
        for number, piece in reversed(list(enumerate(pieces))):
            entry = f"{mark}:{len(pieces)}:{piece}"
            keyring.set_password(SERVICE, self._entry(name, number), entry)
        self._take_out(keyring, name, beginning=len(pieces))

    def _read(self, keyring: KeyringBackend, name: str) -> str | None:
        found: list[str] = []
        mark, count = "", 1
        while len(found) < count:
            entry = keyring.get_password(SERVICE, self._entry(name, len(found)))
            of, _, rest = (entry or "").partition(":")
            said, _, piece = rest.partition(":")
            if not said.isdecimal() or int(said) > _MOST_PIECES or (found and of != mark):
                return None
            mark, count = of, int(said)
            found.append(piece)
        return "".join(found)

    def _take_out(self, keyring: KeyringBackend, name: str, beginning: int = 0) -> None:
        for number in range(beginning, _MOST_PIECES):
            if keyring.get_password(SERVICE, self._entry(name, number)) is None:
                return
            keyring.delete_password(SERVICE, self._entry(name, number))

    def _entry(self, name: str, number: int) -> str:
        return f"{self._owner}-{name}" + (f"-{number}" if number else "")

    def _answer(self, ask: Callable[[KeyringBackend], Result]) -> Result:
        """Ask the keyring on a thread of its own, and wait for the answer so long.

        Nothing of what a keyring says is passed on: its errors may quote what they were given.
        """
        if self._hangs or not self._busy.acquire(timeout=self._seconds):
            raise _UnusableError
        answers: list[Result] = []
        faults: list[type[Exception]] = []
        ended = threading.Event()

        def run() -> None:
            try:
                answers.append(ask(self._backend()))
            except Exception as error:  # noqa: BLE001  # D-Bus, Windows, macOS: each has its own
                faults.append(_MissingError if _says_missing(error) else _UnusableError)
                logger.info("the keyring failed: %s", type(error).__name__)
            finally:
                self._hangs = False
                self._busy.release()
                ended.set()

        threading.Thread(target=run, name="keyring", daemon=True).start()
        if not ended.wait(self._seconds):
            self._hangs = self._busy.locked()
            logger.info("the keyring does not answer")
            raise _UnusableError
        if faults:
            raise faults[0]
        return answers[0]


def _says_missing(error: Exception) -> bool:
    from keyring.errors import NoKeyringError  # noqa: PLC0415  # on first use

    return isinstance(error, NoKeyringError)


def _shut() -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "The keyring of this computer, where the password is kept, is locked or does not answer. "
        "Please unlock it; it is tried again by itself.",
        passing=True,
    )
