"""Backups: one each day of use, one before each change of the tables, and the way back to one."""

# ruff: noqa: PLC0415  # every command looks whether there is a backup, few do more

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.clock import Clock
from app.core.errors import UserError
from app.dataclass import dataclass
from app.storage.backups import place
from app.storage.engine import founding
from app.storage.engine.database import Database

if TYPE_CHECKING:
    from app.core.backups.copies import Backup, Examined, Missing, Rhythm, Since

_PATIENCE = 5.0
"""Seconds to wait for somebody else's write, on a worker thread or in a command."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup, as what it is kept where it is a daily one, and what a look at it has found."""

    backup: Backup
    rhythm: Rhythm | None
    examined: Examined

    @property
    def fine(self) -> bool:
        """Whether nothing is wrong with it; the owner's own files are theirs."""
        from app.core.backups.copies import Kind

        return self.examined.sound or self.backup.kind is Kind.OTHER


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at everything has found: the present data and all backups."""

    present: Examined
    backups: tuple[Listed, ...]
    sqlite: str

    @property
    def all_sound(self) -> bool:
        return self.present.sound and all(one.fine for one in self.backups)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a backup holds, what there is now, and what would be missing after going back.

    `lost` is None where the present data cannot be read.
    """

    source: Path
    then: Examined
    now: Examined
    lost: Missing | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What going back has done; `saved` is where the state before it lies, if there was one."""

    comparison: Comparison
    saved: Path | None


class Backups:
    """The backups of one data folder: 14 daily, 8 weekly and 12 monthly ones are kept."""

    def __init__(self, database: Path, folder: Path, clock: Clock) -> None:
        self._database = database
        self.folder = folder
        self._clock = clock

    def daily(self) -> Path | None:
        """Make today's backup where it is missing; returns it, None where it was there.

        Raises:
            UnsoundError: the data or the copy is damaged; every earlier backup is still there.
            UserError: it cannot be made now.
        """
        today = self._clock.today()
        if place.has_day(self.folder, today):
            return None
        from app.storage.backups import backup

        return backup.daily(self._database, self.folder, today)

    def now(self) -> Path:
        """Make a backup that is kept until the owner deletes it, and return it."""
        return self._made(f"zimmerfrei-{self._moment()}")

    def before(self, step: str) -> Path:
        """Make a backup before the tables change in `step`."""
        name = f"zimmerfrei-before-{step}"
        taken = (self.folder / f"{name}.db").exists()
        return self._made(f"{name}-{self._moment()}" if taken else name)

    def since(self, moment: datetime) -> Since:
        """Return what backups hold what was entered at `moment` (UserError: they are unread)."""
        from app.core.backups.copies import Kind, Since, last_gone
        from app.storage.backups import backup

        today, first = self._today(), moment.astimezone().date()
        found = [
            one
            for one in backup.backups(self.folder)
            # By its name, where that tells: files are copied about.
            if (backup.day_in(one.name) or one.made_at.astimezone().date()) >= first
        ]
        daily = [day for one in found if (day := backup.day_of(one.name)) is not None]
        own = [one for one in found if one.kind is not Kind.OTHER]
        return Since(len(daily), last_gone(daily, today), len(own) - len(daily))

    def newest(self) -> Backup | None:
        """Return the newest backup, None where there is none (UserError: they cannot be read)."""
        from app.core.backups.copies import Kind
        from app.storage.backups import backup

        found = (one for one in backup.backups(self.folder) if one.kind is not Kind.OTHER)
        return next(found, None)

    def newest_sound(self) -> Path | None:
        """Return the newest backup that can be gone back to, None where there is none."""
        found = (one.backup.name for one in self.all() if one.examined.sound)
        name = next(found, None)
        return None if name is None else self.folder / name

    def all(self) -> list[Listed]:
        """Return every backup, newest first, after a look at all of them."""
        from app.core.backups.copies import kept
        from app.storage.backups import backup, soundness

        found = backup.backups(self.folder)
        rhythms = kept(filter(None, (backup.day_of(one.name) for one in found)), self._today())
        return [
            Listed(
                one,
                rhythms.get(day) if (day := backup.day_of(one.name)) else None,
                soundness.examine(self.folder / one.name),
            )
            for one in found
        ]

    def present(self) -> Examined:
        """Return what a look at the present data finds (UserError: it cannot be read now)."""
        from app.storage.backups import soundness

        return soundness.examine(self._database)

    def recoverable(self) -> bool:
        """Tell whether there is no sound data, but a sound backup to go back to (UserError)."""
        from app.core.backups.copies import Soundness

        present = self.present()
        if present.sound or present.soundness is Soundness.NEWER:
            return False
        return any(one.examined.sound for one in self.all())

    def language(self) -> str | None:
        """Return the owner's language as far as it can be read from the present data."""
        from app.storage.backups import soundness

        return soundness.setting(self._database, "language")

    def check(self) -> Checked:
        """Look at the present data and at every backup."""
        from app.storage.backups import soundness

        return Checked(self.present(), tuple(self.all()), soundness.SQLITE)

    def find(self, text: str) -> Path:
        """Return the file that is meant: a backup by its name, else a path (UserError)."""
        for name in (text, f"{text}.db"):
            if name == Path(name).name and (self.folder / name).is_file():
                return self.folder / name
        path = Path(text).expanduser().absolute()
        if not path.is_file():
            raise UserError(
                "There is no backup “{name}”. `zimmerfrei backup list` shows all.", name=text
            )
        if self._database.exists() and path.samefile(self._database):
            raise UserError("{file} is the present data itself.", file=str(path))
        return path

    def compare(self, source: Path) -> Comparison:
        """Tell what going back to `source` would change; nothing is changed.

        Raises:
            UserError: it cannot be gone back to.
        """
        from app.core.backups.copies import Soundness, missing
        from app.storage.backups import restore, soundness

        then, now = soundness.examine(source), self.present()
        restore.require_sound(source, then.soundness)
        if now.soundness is Soundness.NEWER:
            raise restore.newer(self._database)
        lost = missing(now.snapshot, then.snapshot) if now.sound else None
        return Comparison(source, then, now, lost)

    def restore(self, source: Path) -> Restored:
        """Go back to `source`; the present state is saved first, in whatever state it is.

        Whoever has the data open goes on with what was put back. Links keep their addresses.

        Raises:
            UserError: it cannot be gone back to, or the present state not be saved. Nothing has
                changed.
        """
        from app.storage.backups import restore

        comparison = self.compare(source)
        if comparison.now.sound:
            # Its tables may be older than this program's, where it was not opened since an update.
            Database(self._database, _PATIENCE).migrate(self.before)
        saved = self._free(f"zimmerfrei-before-restore-{self._moment()}")
        _, kept_at = restore.restore(
            self._database, source, saved, self._clock.now(), timeout=_PATIENCE
        )
        return Restored(comparison, kept_at)

    def finish_restore(self) -> None:
        """Finish a restore that was interrupted after it was decided; nearly always nothing."""
        if founding.decided(self._database).exists():
            from app.storage.backups import restore

            restore.finish(self._database)

    def _made(self, name: str) -> Path:
        from app.storage.backups import backup

        target = self._free(name)
        backup.backup(self._database, target)
        return target

    def _free(self, name: str) -> Path:
        """Return a file's name that is not taken: no backup by hand replaces another."""
        target, number = self.folder / f"{name}.db", 1
        with place.explained_folder(self.folder):
            while target.exists() or target.with_suffix("").exists():
                number += 1
                target = self.folder / f"{name}-{number}.db"
        return target

    def _moment(self) -> str:
        return f"{self._clock.now().astimezone():%Y-%m-%d-%H%M%S}"

    def _today(self) -> date:
        return self._clock.today()
