"""Who has read a link lately, who has gone silent, and who still asks for its old address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.link import LinkKind
from app.core.publishing.addresses.address_words import readers_unknown
from app.dataclass import dataclass
from app.ui.kit import Button, Label, Role, SectionLabel, Variant
from app.ui.kit.controls.layouts import add_layout, drop_all, parts_of
from app.ui.kit.controls.tab_order import tab_as_read
from app.ui.links.base import words
from app.ui.links.pane.reader import ReaderRow, SilentRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.services.links.readers import ReadBy, SilentReader
    from app.ui.base.context import Context

SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the rows say; the readings with their times in words."""

    website: bool
    address: LinkAddress
    silent: tuple[SilentReader, ...]
    readings: tuple[tuple[ReadBy, str], ...]


class PaneReaders(QWidget):
    """A row for each reading of late, alike ones in a row as one.

    Signals:
        all_wanted(): the owner wants to see every fetch.
    """

    all_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._texts = context.texts
        self._link: Link | None = None
        self._shown: _Shown | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        tr = self._texts.tr
        column.addWidget(SectionLabel(tr("Read by"), parent=self))
        self._empty = Label("", Role.MUTED, wrap=True, name="readers_empty", parent=self)
        column.addWidget(self._empty)
        self._old = Label("", Role.ERROR, wrap=True, name="readers_old_address", parent=self)
        column.addWidget(self._old)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        add_layout(column, self._rows)
        self.all_button = Button(tr("all …"), Variant.LINK, name="readers_all", parent=self)
        self.all_button.setProperty("inline", True)
        self.all_button.clicked.connect(self.all_wanted)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.all_button)
        add_layout(column, line)
        context.silence.changed.connect(self.refresh)

    def show_link(self, link: Link | None) -> None:
        """Show who has read this link; a name begun for a reader of another one is dropped."""
        if self._link is None or link is None or link.id != self._link.id:
            self._shown = None
            self._clear()
        self._link = link
        self.refresh()

    def refresh(self) -> None:
        """Look anew who has read it; a name that is being typed stays until it is done."""
        if self._link is None or self._naming():
            return
        try:
            self._draw(self._link)
        except UserError as error:
            self._context.notices.fail(error)

    def _readers(self) -> list[ReaderRow]:
        return [row for row in parts_of(self._rows) if isinstance(row, ReaderRow)]

    def _naming(self) -> bool:
        return any(row.naming for row in self._readers())

    def _draw(self, link: Link) -> None:
        now = self._context.services.house_clock.now()
        readings = self._context.services.readers.recent(link.id, SHOWN)
        shown = _Shown(
            silent=self._context.silence.of(link.id),
            website=link.kind is LinkKind.WEBSITE,
            address=self._context.services.addresses.of(link),
            readings=tuple((one, words.when(self._texts, one.fetch.at, now)) for one in readings),
        )
        self._draw_old_address(link, now)
        unknown = readers_unknown(self._texts, shown.address)
        self._empty.setText(unknown or self._nobody(shown))
        self._empty.setVisible(bool(unknown) or not readings)
        self.all_button.setVisible(bool(readings))
        # Rows that stay keep the keyboard's focus.
        if shown != self._shown:
            self._shown = shown
            self._draw_rows(shown, now)

    def _nobody(self, shown: _Shown) -> str:
        if shown.website:
            return self._texts.tr("Nobody yet. Is the calendar on your website already?")
        return self._texts.tr("Nobody yet. Have you pasted the link already?")

    def _draw_rows(self, shown: _Shown, now: datetime) -> None:
        held = next((row.fetch for row in self._readers() if row.has_keyboard()), None)
        self._clear()
        for silent in shown.silent:
            silent_row = SilentRow(self._texts, silent, now, self)
            silent_row.given_up.connect(self._let_go)
            self._rows.addWidget(silent_row)
        for reading, when in shown.readings:
            row = ReaderRow(
                self._texts,
                reading,
                when,
                website=shown.website,
                old_address=shown.address.reads_old_address(reading.fetch.at),
                parent=self,
            )
            row.named.connect(self._name)
            row.left.connect(self._draw_anew)
            self._rows.addWidget(row)
            if reading.fetch == held:
                row.take_focus()
        tab_as_read(self)

    def _draw_old_address(self, link: Link, now: datetime) -> None:
        old = self._context.services.readers.old_address(link.id)
        self._old.setVisible(old is not None)
        if old is None:
            return
        self._old.setText(words.old_address(self._texts, old, now))

    def _clear(self) -> None:
        for row in parts_of(self._rows):
            # A field that goes away with what is typed in it has not been finished.
            row.blockSignals(True)
        drop_all(self._rows)

    def _draw_anew(self) -> None:
        self._shown = None
        self.refresh()

    def _name(self, agent: str, text: str) -> None:
        self._run(lambda: self._context.services.readers.name(agent, text))

    def _let_go(self, reader: str) -> None:
        link = self._link
        if link is not None:
            self._run(lambda: self._context.services.readers.let_go(link.id, reader))
            # The button that was pressed goes away as soon as that is known.
            self.all_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._context.silence.look()

    def _run(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._context.notices.fail(error)
        self._draw_anew()
