"""Unpacking a house into a data folder, whole or not at all, whoever has that folder open."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.core.backups.copies import Soundness
from app.core.errors import UserError
from app.core.moving.moves import Arrived, FileHead, HoldsDataError
from app.i18n import N_
from app.services.moving.moving import Progress, never
from app.services.moving.parts import (
    ABOUT,
    DATABASE,
    PASSWORDS,
    WINDOW,
    about_of,
    passwords_of,
)
from app.services.publishing.keeping.secrets import Keeping
from app.storage.backups import restore, soundness
from app.storage.engine import errors
from app.storage.engine.database import Database
from app.storage.files.patience import delete
from app.storage.files.troubles import code_name
from app.storage.moving import parcel, staging

if TYPE_CHECKING:
    from app.core.publishing.webspace import Secret
    from app.services.backups.backups import Backups
    from app.services.moving.place import Place
    from app.services.publishing.keeping.secrets import Secrets

logger = logging.getLogger(__name__)

_SCRATCH = ".unpacking-"
_PATIENCE = 5.0
"""Seconds to wait for somebody else's write."""
_SPARE = 64 * 2**20
"""Bytes that are left free on the drive."""


def look(file: Path) -> FileHead:
    """Return what a move file tells of itself before it is opened (UserError where it is none)."""
    with _explained_file(file):
        return parcel.look(file)


class Unpacking:
    """Unpacks move files into one data folder.

    Args:
        folder: where the house is to live; made where it is missing.
        backups: of that folder: what is there is saved as one.
        secrets: where passwords are kept there.
    """

    def __init__(self, folder: Place, backups: Backups, secrets: Secrets) -> None:
        self._folder = folder
        self._backups = backups
        self._secrets = secrets

    def holds_data(self) -> bool:
        """Tell whether there is a house already (UserError where nobody can tell)."""
        database = self._folder.database
        return staging.holds_data(database, soundness.examine(database))

    def unpack(
        self,
        file: Path,
        *,
        passphrase: str = "",
        replacing: bool = False,
        progress: Progress = never,
    ) -> Arrived:
        """Let the house in `file` live here. May take long: never on the thread of the window.

        Everything is made beside its place and proven before anything that is there changes. Who
        has the data open goes on with what was unpacked.

        Args:
            file: the move file; it stays as it is.
            passphrase: what protects it.
            replacing: the owner has agreed to replace the house that is there; it is saved first.
            progress: told how many bytes of how many are done; raises what shall end it.

        Raises:
            HoldsDataError: there is a house, and nobody has agreed.
            PassphraseError: it is missing or wrong.
            UserError: the file is no move file, cut, damaged or from a newer version; the folder
                cannot be written. All is as it was.
        """
        look(file)
        with self._made(), errors.explained(self._folder.database):
            self._refuse_data(replacing=replacing)
            with TemporaryDirectory(
                prefix=_SCRATCH, dir=self._folder.path, ignore_cleanup_errors=True
            ) as scratch:
                staged = Path(scratch) / DATABASE
                notes = self._opened(file, Path(scratch), passphrase, progress)
                staging.require_sound(staged)
                staging.settle_in(staged)
                # Somebody may have entered a house meanwhile.
                self._refuse_data(replacing=replacing)
                saved = self._put_in_place(staged)
        return self._settled(notes, saved)

    def _opened(
        self, file: Path, scratch: Path, passphrase: str, progress: Progress
    ) -> dict[str, bytes]:
        room = max(0, shutil.disk_usage(scratch).free - _SPARE)
        with _explained_file(file):
            return parcel.unpack(
                file, scratch, {DATABASE: room}, passphrase=passphrase, progress=progress
            )

    def _put_in_place(self, staged: Path) -> Path | None:
        database = self._folder.database
        if soundness.examine(database).sound:
            # Its tables may be older than this program's.
            Database(database, _PATIENCE).migrate(self._backups.before)
        saved = self._backups.before_restore()
        kept = staging.put_in_place(database, staged, saved, timeout=_PATIENCE)
        logger.info("a move file was unpacked")
        return kept

    def _refuse_data(self, *, replacing: bool) -> None:
        database = self._folder.database
        present = soundness.examine(database)
        if present.soundness is Soundness.NEWER:
            raise restore.newer(database)
        if not replacing and staging.holds_data(database, present):
            raise HoldsDataError(
                N_(
                    "In {folder} there is a house already. Nothing was changed. Please choose an "
                    "empty folder, or agree to replace it with --replace; it is backed up first."
                ),
                folder=str(self._folder.path),
            )

    @contextmanager
    def _made(self) -> Iterator[None]:
        """Make the folder; it goes again where it was not there and nothing has come into it."""
        there = self._folder.path.exists()
        self._folder.make()
        self._folder.note_new()
        try:
            yield
        except BaseException:
            if not there:
                with suppress(OSError):
                    delete(self._folder.database.with_name(f"{DATABASE}.new"))
                    self._folder.path.rmdir()
            raise

    # ---- once the house stands ----

    def _settled(self, notes: Mapping[str, bytes], saved: Path | None) -> Arrived:
        """Put the rest where it belongs; what cannot be is asked for later, and nothing is lost."""
        about = about_of(notes.get(ABOUT, b""))
        missing = about.webspaces
        for name, (secret, keeping) in passwords_of(notes.get(PASSWORDS, b"")).items():
            missing += not self._kept(name, secret, keeping)
        self._take_window(notes.get(WINDOW, b""))
        return Arrived(
            saved=saved,
            addresses=about.addresses,
            secrets_missing=missing > 0,
            sources_missing=about.sources,
            other_silent=about.silent,
        )

    def _kept(self, name: str, secret: Secret, keeping: Keeping) -> bool:
        """Keep a secret as it was kept before; tell whether the next start still has it."""
        try:
            self._secrets.keep(name, secret, keeping)
        except UserError:
            # No keyring here. For this run it is known; a file is for the owner to want.
            self._secrets.keep(name, secret, Keeping.ASK)
            return False
        return True

    def _take_window(self, body: bytes) -> None:
        with suppress(OSError):
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(self._folder.window_ini, flags, 0o600), "wb") as file:
                file.write(body)


@contextmanager
def _explained_file(file: Path) -> Iterator[None]:
    """Turn what keeps the move file from being read into a sentence about it."""
    try:
        yield
    except FileNotFoundError as error:
        if file.exists():
            raise
        raise UserError("There is no file {file}.", file=str(file)) from error
    except OSError as error:
        if error.filename is not None and Path(str(error.filename)) != file:
            raise
        raise UserError(
            "{file} cannot be read ({reason}). Please check that it is a file which you may read.",
            file=str(file),
            reason=code_name(error),
        ) from error
