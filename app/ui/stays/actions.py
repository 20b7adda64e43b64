"""What the owner does to occupancies: done through the services, noted for undo, and said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.ui.stays.words import what_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.services.base.changes import OccupancyChange
    from app.ui.base.context import Context
    from app.ui.base.history import Entry


class Actions:
    """Each method does one thing and returns the occupancy as it is afterwards.

    Raises:
        UserError: from every method but `undo` and `redo`, which show it; nothing happened then.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._texts = context.texts

    def add(
        self, draft: OccupancyDraft, *, allow_conflict: bool = False, allow_long: bool = False
    ) -> Occupancy:
        """Enter an occupancy."""
        change = self._context.services.occupancies.add(
            draft, allow_conflict=allow_conflict, allow_long=allow_long
        )
        what = self._what(change.after)
        return self._told(change, self._texts.tr("{what} entered", what=what))

    def change(
        self,
        occupancy: Occupancy,
        draft: OccupancyDraft,
        *,
        allow_conflict: bool = False,
        allow_long: bool = False,
    ) -> Occupancy:
        """Change an occupancy as it was seen."""
        change = self._context.services.occupancies.change(
            occupancy.id,
            draft,
            sequence=occupancy.sequence,
            allow_conflict=allow_conflict,
            allow_long=allow_long,
        )
        what = self._what(change.after)
        return self._told(change, self._texts.tr("{what} changed", what=what))

    def move(
        self, occupancy: Occupancy, draft: OccupancyDraft, *, allow_long: bool = False
    ) -> Occupancy:
        """Give it the days and the unit of `draft`, as a drag does."""
        change = self._context.services.occupancies.change(
            occupancy.id, draft, sequence=occupancy.sequence, allow_long=allow_long
        )
        texts, what = self._texts, self._what(change.after)
        more = change.after.nights - occupancy.nights
        if more > 0:
            return self._told(change, texts.tr("{what} lengthened", what=what))
        if more < 0:
            return self._told(change, texts.tr("{what} shortened", what=what))
        return self._told(change, texts.tr("{what} moved", what=what))

    def cancel(self, occupancy: Occupancy) -> Occupancy:
        """Cancel it; its nights are free again."""
        change = self._context.services.occupancies.cancel(
            occupancy.id, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._told(change, self._texts.tr("{what} cancelled", what=what))

    def enter_again(self, occupancy: Occupancy) -> Occupancy:
        """Confirm one that was cancelled."""
        draft = replace(occupancy.draft(), status=Status.CONFIRMED)
        change = self._context.services.occupancies.change(
            occupancy.id, draft, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._told(change, self._texts.tr("{what} entered again", what=what))

    def book_firmly(self, occupancy: Occupancy) -> Occupancy:
        """Turn an option into a firm booking."""
        change = self._context.services.occupancies.book_firmly(
            occupancy.id, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        return self._told(change, self._texts.tr("{what} booked firmly", what=what))

    def extend(self, occupancy: Occupancy, until: date) -> Occupancy:
        """Let an option hold longer."""
        change = self._context.services.occupancies.extend_option(
            occupancy.id, until, sequence=occupancy.sequence
        )
        what = self._what(change.after)
        day = self._texts.day(until)
        return self._told(change, self._texts.tr("{what}: option until {day}", what=what, day=day))

    def undo(self) -> None:
        """Take the last thing back."""
        entry = self._try(self._context.history.undo)
        if entry is not None:
            text = self._texts.tr("Undone: {what}", what=entry.what)
            self._context.notices.say(text, self._texts.tr("Redo"), self.redo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        entry = self._try(self._context.history.redo)
        if entry is not None:
            text = self._texts.tr("Done again: {what}", what=entry.what)
            self._context.notices.say(text, self._texts.tr("Undo"), self.undo)

    def _try(self, step: Callable[[], Entry | None]) -> Entry | None:
        try:
            return step()
        except UserError as error:
            self._context.notices.fail(error)
            return None

    def _told(self, change: OccupancyChange, words: str) -> Occupancy:
        if not change.changed:
            return change.after
        history = self._context.history
        history.record(change, words)

        def take_back() -> None:
            # The line may outlive what it speaks of.
            if history.next_undo == words:
                self.undo()

        self._context.notices.say(f"{words}.", self._texts.tr("Undo"), take_back)
        return change.after

    def _what(self, occupancy: Occupancy) -> str:
        unit = self._context.services.units.get(occupancy.unit_id)
        return what_line(self._texts, occupancy, unit.name)
