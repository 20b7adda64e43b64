"""Takes occupancies in from a file: read, looked at before anything happens, then all at once.

What is entered in the end is what was shown, in one transaction: all of it or nothing. It becomes
the owner's own, as if entered by hand, and is taken back as one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import field, fields, replace
from pathlib import Path

from app.core.errors import UserError
from app.core.exchange.calendar import stays_of_calendar
from app.core.exchange.columns import Columns, Meant, guessed
from app.core.exchange.fields import FileField
from app.core.exchange.judging import Judged, judged
from app.core.exchange.new_units import new_units_of, units_needed, within_units
from app.core.exchange.stays import FileStays, House, stays_of_table
from app.core.exchange.table import FileTable
from app.core.exchange.unit_names import UnknownUnit, unknown_units
from app.core.house.unit import Unit
from app.core.progress import Report, StoppedError, unheard
from app.core.stays.occupancy import BY_HAND, Occupancy, OccupancyDraft
from app.dataclass import dataclass
from app.services.base.changes import CompositeChange, OccupancyChange, UnitChange
from app.services.base.unit_of_work import UnitOfWork
from app.services.exchange.new_units import made_units
from app.services.exchange.reading_files import OpenedFile, open_file
from app.services.importing.reading.zone import SystemZone
from app.services.stays.many import ManyStays, Wanted
from app.services.stays.telling import tell_staff
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.stays.occupancies import OccupancyTable

_AT_ONCE = 2000
_DRAFTED = tuple(one.name for one in fields(OccupancyDraft))


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file in would do: nothing has happened yet.

    `meant` is what was said of names, `new_units` are the units that the owner wants made of them.
    """

    asked: FileStays
    judged: Judged
    allow_long: bool = False
    meant: Mapping[str, Meant] = field(default_factory=dict)
    new_units: tuple[Unit, ...] = ()

    @property
    def makes(self) -> tuple[Unit, ...]:
        """The units that entering would make: one in which nothing stands then is not among them.

        Their ids are those that `judged` has for them.
        """
        return units_needed(self.judged, self.new_units)


class FileImport:
    """Open, guess, preview, enter. Each may take seconds for very long files: for a worker thread.

    Every `report` is told how much of how much is done and returns False to stop; StoppedError is
    raised then, and nothing was changed.
    """

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._occupancies = OccupancyTable(work.database)
        self._units = UnitTable(work.database)
        self._staff = StaffTable(work.database)

    def unknown_units(self, opened: OpenedFile, columns: Columns) -> tuple[UnknownUnit, ...]:
        """Return what the file calls units that the house does not know, each with a guess."""
        with self._work.database.read():
            units = self._units.units()
        return unknown_units(opened.content, columns, units)

    def open(self, path: Path, report: Report = unheard) -> OpenedFile:
        """Read a file (UserError: it cannot be read or is something else)."""
        return open_file(path, report)

    def guess(self, opened: OpenedFile) -> Columns:
        """Return what the columns of a file say; of a calendar only the unit is open.

        The unit is the one that the calendar is called after, else the only one that is let.
        """
        with self._work.database.read():
            units = [unit for unit in self._units.units() if not unit.archived]
        content, only = opened.content, units[0].id if len(units) == 1 else None
        if isinstance(content, FileTable):
            guess = guessed(content, [unit.name for unit in units])
            named = FileField.UNIT in guess.fields
            return replace(guess, unit_id=only if not named else None)
        called = (unit.id for unit in units if unit.name == content.name)
        return Columns((), unit_id=next(called, only))

    def preview(
        self,
        opened: OpenedFile,
        columns: Columns,
        *,
        allow_long: bool = False,
        report: Report = unheard,
    ) -> Preview:
        """Tell what taking the file in would do.

        Args:
            opened: the file.
            columns: what its columns say, and the unit of what names none.
            allow_long: more than a year is meant.
            report: see the class.

        Raises:
            UserError: the columns do not say enough.
        """
        content = opened.content
        with self._work.database.read():
            new_units = new_units_of(content, columns, self._units.units())
            house = self._house(columns.meant, new_units)
        if isinstance(content, FileTable):
            asked = stays_of_table(content, columns, house, report)
        else:
            today = self._work.clock.today()
            zone = SystemZone()
            asked = stays_of_calendar(content, house, columns.unit_id, zone, today, report)
        preview = Preview(asked, Judged(), allow_long, columns.meant, new_units)
        with self._work.database.read():
            return replace(preview, judged=self._judged(preview))

    def enter(
        self, preview: Preview, report: Report = unheard
    ) -> CompositeChange[OccupancyChange | UnitChange]:
        """Enter and change what `preview` shows: all of it, or nothing.

        Raises:
            UserError: something else has changed meanwhile, so that it would be another import;
                somebody else writes.
        """
        with self._work.change():
            if self._has_changed(preview):
                raise UserError(
                    "The occupancies have changed in the meantime. Nothing was imported; please "
                    "look at the preview again."
                )
            made = made_units(self._work, preview.makes)
            ids = {number: change.after.id for number, change in made.items()}
            wanted = within_units(preview.judged, ids)
            entering = _Entering(self._work, self._occupancies, wanted, report)
            entering.enter()
        return CompositeChange((*made.values(), *entering.change().parts))

    def _house(self, meant: Mapping[str, Meant], new_units: tuple[Unit, ...]) -> House:
        units = (*self._units.units(), *new_units)
        return House(units, self._staff.all(), self._staff.names(), meant)

    def _has_changed(self, preview: Preview) -> bool:
        """Tell whether entering would be something else by now."""
        taken = any(self._units.units_named(unit.name) for unit in preview.makes)
        return taken or self._judged(preview) != preview.judged

    def _judged(self, preview: Preview) -> Judged:
        house, today = self._house(preview.meant, preview.new_units), self._work.clock.today()
        standing = self._occupancies.all()
        return judged(preview.asked, standing, house, today, allow_long=preview.allow_long)


class _Entering:
    """Enters what was judged, inside a transaction that is open already.

    New occupancies are entered unit by unit, in order of arrival, and their consequences are worked
    out in parts, so that a hundred thousand are never in memory at once.
    """

    def __init__(
        self, work: UnitOfWork, table: OccupancyTable, wanted: Judged, report: Report
    ) -> None:
        self._work = work
        self._table = table
        self._new = sorted(wanted.new, key=lambda one: (one.after.unit_id, one.after.arrival))
        self._changed = wanted.changed
        self._report = report
        self._done = 0
        self._parts: list[OccupancyChange] = []
        self._uids: list[str] = []
        self._first_id = 0
        self._now = work.clock.now()

    def enter(self) -> None:
        """Write everything (StoppedError: the owner does not want it any more)."""
        self._now = self._work.clock.now()
        self._step(0)
        self._change_known()
        self._enter_new()
        self._raise_revisions()

    def change(self) -> CompositeChange[OccupancyChange]:
        """Return what was done, once it is."""
        # Made of what is in memory already. Ids of new rows follow each other in a transaction.
        new = (
            OccupancyChange(None, self._entered(number, one.after, uid))
            for number, (one, uid) in enumerate(
                zip(self._new, self._uids, strict=True), start=self._first_id
            )
        )
        return CompositeChange((*self._parts, *new))

    def _entered(self, number: int, draft: OccupancyDraft, uid: str) -> Occupancy:
        values = {name: getattr(draft, name) for name in _DRAFTED}
        return Occupancy(
            **values,
            id=number,
            uid=uid,
            sequence=0,
            source=BY_HAND,
            created_at=self._now,
            changed_at=self._now,
        )

    def _enter_new(self) -> None:
        self._first_id = self._table.last_id() + 1
        for begin in range(0, len(self._new), _AT_ONCE):
            some = self._new[begin : begin + _AT_ONCE]
            uids = [one.stay.uid or f"{uuid.uuid4()}@zimmerfrei" for one in some]
            rows = [(one.after, uid) for one, uid in zip(some, uids, strict=True)]
            self._table.add_many(rows, source=BY_HAND, now=self._now)
            self._uids += uids
            self._work.follow_within()
            self._step(len(some))

    def _change_known(self) -> None:
        wanted = [
            Wanted(one.before.id, one.before.sequence, one.after)
            for one in self._changed
            if one.before is not None
        ]
        if wanted:
            self._parts = ManyStays(self._work).change_within(wanted, self._reported)
        self._done = len(wanted)

    def _raise_revisions(self) -> None:
        """Let feeds, rows and the links of staff members know."""
        drafts = [one.after for one in self._new]
        if drafts:
            self._work.revisions.raise_units({one.unit_id for one in drafts}, self._now)
            tell_staff(self._work, {one.staff_id for one in drafts})

    def _step(self, done: int) -> None:
        self._done += done
        if not self._reported(0, 0):
            raise StoppedError

    def _reported(self, done: int, _total: int) -> bool:
        return self._report(self._done + done, len(self._new) + len(self._changed))
