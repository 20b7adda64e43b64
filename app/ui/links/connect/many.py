"""Several addresses at once: a pasted list, each with its unit, tried one after the other."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.importing.address import shortened
from app.core.importing.report import words
from app.core.importing.report.standing import SourceDraft
from app.core.portals import portal_key
from app.ui.base.work import Work
from app.ui.kit import Label, Role, TextArea
from app.ui.links.connect.pasted import Pasted, assigned
from app.ui.links.connect.unit_choice import UnitChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.importing.report.standing import Preview
    from app.services.importing.reading.results import Added
    from app.services.importing.sources import Sources
    from app.ui.base.context import Context

_PAUSE_MS = 500
_TOLD = 4


class ManyPage(QWidget):
    """A field for the list, and a row for each address in it.

    Signals:
        changed(): what may be done has changed.
        added(list): these are connected, each an `Added`.
    """

    changed = Signal()
    added = Signal(list)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._texts = context.texts
        self._units = context.services.units.all()
        self._portal = ""
        self._rows: list[_Row] = []
        self._run: _Run | None = None
        self._said: dict[str, str] = {}
        self.busy = False
        tr = self._texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        told = tr("Paste the addresses, one to a line. A unit’s name in the line assigns it.")
        column.addWidget(Label(told, Role.SMALL, wrap=True, parent=self))
        self._field = TextArea(
            lines=5, accessible_name=tr("Addresses, one to a line"), name="many_text", parent=self
        )
        self._field.textChanged.connect(self._typed)
        column.addWidget(self._field)
        column.addWidget(self._make_list(), 1)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._read)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.toPlainText().strip()

    @property
    def ready(self) -> list[tuple[str, int]]:
        """The addresses that have a unit of their own."""
        chosen = [(row.address, row.units.unit()) for row in self._rows]
        return [(address, unit.id) for address, unit in chosen if unit is not None]

    def show_for(self, portal: str) -> None:
        """Be about this portal from now on."""
        if portal != self._portal:
            self._portal = portal
            self._read()

    def take(self, pasted: str) -> None:
        """Begin with what was pasted elsewhere."""
        self._field.setPlainText(pasted)
        self._read()
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard where one begins."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._run is not None:
            self._run.abandon()
            self._run = None

    def add_all(self, portal: str) -> None:
        """Connect every address that has a unit."""
        drafts = [
            SourceDraft(unit_id=unit_id, portal=portal, address=address)
            for address, unit_id in self.ready
        ]
        self.busy = True
        self.stop()
        sources = self._context.services.sources
        work = Work(lambda: _added(sources, drafts))
        work.done.connect(self._take_added)
        work.start()
        self.changed.emit()

    # ---- what it is made of ----

    def _make_list(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("page_body")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 10, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return scroll

    # ---- what happens ----

    def _typed(self) -> None:
        self._soon.start()
        self.changed.emit()

    def _read(self) -> None:
        """Show a row for each address, and try those that are new."""
        self._soon.stop()
        taken = self._taken()
        wanted = assigned(self.text, self._units, taken)
        kept = {row.address: row.units.unit() for row in self._rows}
        self._clear()
        for place, pasted in enumerate(wanted):
            self._rows.append(self._row(place, pasted))
            unit = kept.get(pasted.address)
            if unit is not None:
                self._rows[-1].units.choose(unit.id)
        self._try()
        self.changed.emit()

    def _taken(self) -> set[int]:
        try:
            sources = self._context.services.sources.all()
        except UserError:
            return set()
        return {one.unit_id for one in sources if portal_key(one.portal) == self._portal}

    def _clear(self) -> None:
        for row in self._rows:
            for widget in (row.name, row.units, row.said):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._rows = []

    def _row(self, place: int, pasted: Pasted) -> _Row:
        name = Label(
            shortened(pasted.address) + pasted.address[-4:], name=f"many_{place}", parent=self
        )
        units = UnitChoice(self._units, self, none=self._texts.tr("not assigned"))
        units.setObjectName(f"many_unit_{place}")
        units.setAccessibleName(self._texts.tr("Unit for {address}", address=name.text()))
        if pasted.unit_id is not None:
            units.choose(pasted.unit_id)
        units.currentIndexChanged.connect(self.changed)
        said = Label(self._said.get(pasted.address, ""), Role.SMALL, wrap=True, parent=self)
        said.setObjectName(f"many_said_{place}")
        for column, widget in enumerate((name, units, said)):
            self._grid.addWidget(widget, place, column, Qt.AlignmentFlag.AlignVCenter)
        return _Row(pasted.address, name, units, said)

    def _try(self) -> None:
        new = [
            (row.address, unit.id if unit else self._units[0].id)
            for row in self._rows
            if row.address not in self._said
            for unit in (row.units.unit(),)
            if self._units
        ]
        if not new:
            return
        self.stop()
        self._run = _Run(self._context.services.sources)
        self._run.tried.connect(self._say)
        self._run.start(new, self._portal)
        for address, _unit in new:
            self._put(address, self._texts.tr("Being tried …"))

    def _say(self, address: str, result: object) -> None:
        texts = self._texts
        if isinstance(result, UserError):
            told = texts.tell(result)
        else:
            preview = cast("Preview", result)
            told = words.found(texts, preview)
        self._said[address] = told
        self._put(address, told)

    def _put(self, address: str, told: str) -> None:
        for row in self._rows:
            if row.address == address:
                row.said.setText(told)

    def _take_added(self, results: object) -> None:
        self.busy = False
        found = cast("list[tuple[str, Added | UserError]]", results)
        left = self._field.toPlainText()
        good = []
        for address, result in found:
            if isinstance(result, UserError):
                self._said[address] = self._texts.tell(result)
                continue
            good.append(result)
            left = "\n".join(line for line in left.splitlines() if address not in line)
        self._field.setPlainText(left)
        self._read()
        self.added.emit(good)


class _Row:
    """One address with what stands beside it."""

    def __init__(self, address: str, name: Label, units: UnitChoice, said: Label) -> None:
        self.address, self.name, self.units, self.said = address, name, units, said


class _Run(QObject):
    """Tries several addresses on a worker, one after the other.

    Signals:
        tried(str, object): an address gives this `Preview`, or that error.
    """

    tried = Signal(str, object)

    def __init__(self, sources: Sources) -> None:
        super().__init__(QCoreApplication.instance())
        self._sources = sources
        self._stopped = threading.Event()
        self._running = False

    def start(self, wanted: Sequence[tuple[str, int]], portal: str) -> None:
        """Try these, each for its unit."""
        work = Work(partial(self._go, list(wanted), portal))
        work.done.connect(self._end)
        self._running = True
        work.start()

    def abandon(self) -> None:
        """Nobody waits for it any more."""
        self._stopped.set()
        self.blockSignals(True)
        if not self._running:
            self.deleteLater()

    def _end(self) -> None:
        self._running = False
        if self._stopped.is_set():
            self.deleteLater()

    def _go(self, wanted: Sequence[tuple[str, int]], portal: str) -> None:
        for address, unit_id in wanted:
            if self._stopped.is_set():
                return
            try:
                result: object = self._sources.try_out(
                    unit_id, address, portal=portal, stopped=self._stopped.is_set
                )
            except UserError as error:
                result = error
            self.tried.emit(address, result)


def _added(sources: Sources, drafts: Sequence[SourceDraft]) -> list[tuple[str, Added | UserError]]:
    """Add each; what cannot be added is told with why."""
    found: list[tuple[str, Added | UserError]] = []
    for draft in drafts:
        try:
            found.append((draft.address, sources.add(draft)))
        except UserError as error:
            found.append((draft.address, error))
    return found
