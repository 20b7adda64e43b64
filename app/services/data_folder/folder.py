"""Where an owner's data lies, and what of it tells that there has been data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import UserError
from app.dataclass import dataclass
from app.i18n import N_
from app.storage.engine import founding
from app.storage.engine.private import Exposure, made_private


class LostDataError(UserError):
    """The database of a folder that has been used is gone or empty."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where an owner's data lies; `passing` marks one that goes when the program ends."""

    path: Path
    passing: bool = False

    @property
    def database(self) -> Path:
        return self.path / "zimmerfrei.db"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def window_ini(self) -> Path:
        return self.path / "window.ini"

    @property
    def serving_lock(self) -> Path:
        return self.path / "serving.lock"

    @property
    def publishing_lock(self) -> Path:
        return self.path / "publishing.lock"

    @property
    def reading_lock(self) -> Path:
        return self.path / "reading.lock"

    @property
    def passwords(self) -> Path:
        """Passwords of webspaces, where their owner wants them in a file: in no backup."""
        return self.path / "zimmerfrei.passwords"

    def make(self) -> UserError | None:
        """Make the folder, for its owner alone, where it is missing.

        Returns a sentence for the owner where others could look into one that was there already.

        Raises:
            UserError: it cannot be made.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            exposure = made_private(self.path)
        except OSError as error:
            raise UserError(
                "The data folder {folder} cannot be made. Please choose another one.",
                folder=str(self.path),
            ) from error
        return _sentence(exposure, self.path)

    def refuse_anew(self, newest: Path | None) -> None:
        """Refuse a new database where the folder shows that there has been one.

        Args:
            newest: the newest copy of the data, to be put back; None where there is none.

        Raises:
            LostDataError: it has been used.
        """
        if not any(self._traces()):
            return
        file = str(self.database)
        if newest is None:
            raise LostDataError(
                N_(
                    "The database {file} is missing or empty, although this data folder has been "
                    "used, and no copy of it lies there. Nothing was changed. Please put it back, "
                    "or begin anew in an empty folder."
                ),
                file=file,
            )
        raise LostDataError(
            N_(
                "The database {file} is missing or empty, although this data folder has been used. "
                "Nothing was changed. The newest copy is put back by: zimmerfrei backup restore "
                "{copy}"
            ),
            file=file,
            copy=newest.name,
        )

    def note_new(self) -> None:
        """Note that there has been no data before, where nothing tells the opposite.

        For what has to be written there before the data is open, such as the log of a fault.
        """
        if not self.database.exists() and not any(self._traces()):
            founding.begin(self.database)

    def _traces(self) -> Iterator[Path]:
        """Yield what only stands in a folder that has been used."""
        yield from self.backups.glob("zimmerfrei-*.db")
        yield from self.logs.glob("zimmerfrei.log*")
        for file in (self.window_ini, self.database.with_name(f"{self.database.name}-wal")):
            if file.exists() and file.stat().st_size:
                yield file


@contextmanager
def passing_folder() -> Iterator[DataFolder]:
    """Make a data folder for the sample guest house, and remove it in the end.

    Raises:
        UserError: it cannot be made.
    """
    import tempfile  # noqa: PLC0415  # once in a house's life

    try:
        made = tempfile.TemporaryDirectory(prefix="zimmerfrei-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UserError(
            "The sample guest house needs a little room for temporary files, and there is none "
            "on this computer."
        ) from error
    with made as folder:
        yield DataFolder(Path(folder), passing=True)


def _sentence(exposure: Exposure, folder: Path) -> UserError | None:
    match exposure:
        case Exposure.NONE:
            return None
        case Exposure.TIGHTENED:
            return UserError(
                "Other users of this computer could read the data folder {folder}. Now only you "
                "can.",
                folder=str(folder),
            )
        case Exposure.STAYS:
            return UserError(
                "Other users of this computer can look into the data folder {folder}. Please keep "
                "your data in a folder of its own that only you can open.",
                folder=str(folder),
            )
