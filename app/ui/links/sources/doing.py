"""What an owner does with sources: read, switch, change, answer, overrule, remove."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.core.importing.source import Verdict
from app.services.base.changes import SourceChange
from app.ui.base.undoing import Undoing
from app.ui.base.work import Work
from app.ui.portals import words
from app.ui.portals.news import all_counted, told

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtWidgets import QWidget

    from app.core.importing.report.standing import SourceDraft
    from app.core.importing.source import Source
    from app.services.importing.reading.results import ReadResult
    from app.ui.base.context import Context

T = TypeVar("T")


class SourceDoing(QObject):
    """Does it, says so, and offers the way back. Reading is done on a worker.

    `over` is what questions are asked over.

    Signals:
        changed(): something was done, or is being read, or could not be done.
    """

    changed = Signal()

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self._texts = context.texts
        self._over = over
        self._undoing = Undoing(context, self.changed.emit)
        self._reading: frozenset[int] = frozenset()

    @property
    def reading(self) -> frozenset[int]:
        """The ids of those that are being read because the owner wants it."""
        return self._reading

    def reads(self, source_id: int) -> bool:
        """Tell whether this source is being read because the owner wants it."""
        return source_id in self._reading

    def read(self, source_ids: Collection[int]) -> None:
        """Read these now."""
        wanted = frozenset(source_ids) - self._reading
        if not wanted:
            return
        self._reading |= wanted
        sources = self._context.services.sources
        work = Work(lambda: sources.read(sorted(wanted)))
        work.done.connect(partial(self._take, wanted))
        work.failed.connect(partial(self._fail, wanted))
        work.start()
        self.changed.emit()

    def switch(self, source_id: int, *, on: bool) -> None:
        """Read a source from now on, or no more."""
        sources = self._context.services.sources
        source = self._tried(lambda: sources.get(source_id))
        if source is None:
            return
        switched = lambda: sources.enable(source_id, enabled=on, sequence=source.sequence)  # noqa: E731
        after = self._tried(switched)
        if after is not None:
            name = words.source_name(source)
            tr = self._texts.tr
            what = (
                tr("{source}: read again", source=name)
                if on
                else tr("{source}: not read any more", source=name)
            )
            said = (
                "" if on else tr("{source} is not read any more; what was read stays.", source=name)
            )
            self._undoing.record(SourceChange(source, after), what, said)
            self.changed.emit()

    def change(self, source: Source, draft: SourceDraft) -> str | None:
        """Change a source; returns what is wrong with what was entered, else None."""
        sources = self._context.services.sources
        try:
            after = sources.change(source.id, draft, sequence=source.sequence)
        except UserError as error:
            return self._texts.tell(error)
        what = self._texts.tr("{source}: changed", source=words.source_name(after))
        self._undoing.record(SourceChange(source, after), what)
        self.changed.emit()
        if after.address != source.address and after.enabled:
            self.read([after.id])
        return None

    def answer(self, source: Source, question_id: int, *, yes: bool) -> None:
        """Answer a question of a source."""
        sources = self._context.services.sources
        change = self._tried(lambda: sources.answer(source.id, question_id, yes=yes))
        if change is not None:
            what = self._texts.tr("{source}: answered", source=words.source_name(source))
            self._undoing.record(change, what)
            self.changed.emit()

    def overrule(self, source: Source, seen_id: int, verdict: Verdict) -> None:
        """Take a stay for something else than we do, for good."""
        sources = self._context.services.sources
        change = self._tried(lambda: sources.overrule(source.id, seen_id, verdict))
        if change is not None:
            name = words.source_name(source)
            tr = self._texts.tr
            what = (
                tr("{source}: blocked all the same", source=name)
                if verdict.occupies
                else tr("{source}: left out as no booking", source=name)
            )
            self._undoing.record(change, what)
            self.changed.emit()

    def ask_remove(self, source_id: int) -> None:
        """Ask what becomes of what a source has brought, then remove it."""
        from app.ui.links.sources.removing import RemoveDialog  # noqa: PLC0415  # seldom wanted

        look = next(
            (one for one in self._context.services.sources.looks() if one.source.id == source_id),
            None,
        )
        if look is None:
            return
        dialog = RemoveDialog(self._texts, look, self._over)
        dialog.decided.connect(partial(self._remove, look.source))
        dialog.open()

    # ---- what follows ----

    def _remove(self, source: Source, keep: bool) -> None:  # a signal's
        sources = self._context.services.sources
        removed = lambda: sources.remove(source.id, keep=keep, sequence=source.sequence)  # noqa: E731
        change = self._tried(removed)
        if change is not None:
            what = self._texts.tr("{source}: removed", source=words.source_name(source))
            self._undoing.record(change, what)
            self.changed.emit()

    def _take(self, wanted: frozenset[int], results: object) -> None:
        self._reading -= wanted
        found = cast("list[ReadResult]", results)
        said = told(self._texts, found, self._unit_names())
        change = all_counted(found)
        if change.changed:
            self._undoing.record(change, said.rstrip("."), said)
        else:
            self._context.notices.say(said)
        self.changed.emit()

    def _fail(self, wanted: frozenset[int], error: UserError) -> None:
        self._reading -= wanted
        self._context.notices.fail(error)
        self.changed.emit()

    def _unit_names(self) -> dict[int, str]:
        try:
            units = self._context.services.units.all(archived=True)
        except UserError:
            return {}
        return {unit.id: unit.name for unit in units}

    def _tried(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except UserError as error:
            self._context.notices.fail(error)
            self.changed.emit()
            return None
