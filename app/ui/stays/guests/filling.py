"""Takes over an earlier guest into the fields, and lets that be undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.override import override

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from app.core.stays.guests import KnownGuest


class Filling(QObject):
    """Fills name, phone, e-mail and contact of a chosen guest; Ctrl+Z takes all of it back at once.

    What the owner has typed into a field stays; only what another guest had left there is replaced.

    Signals:
        filled(): the fields say something else now, by a choice or its undoing.
    """

    filled = Signal()

    def __init__(
        self, guest: QLineEdit, phone: QLineEdit, email: QLineEdit, contact: QLineEdit
    ) -> None:
        super().__init__(guest)
        self._fields = (guest, phone, email, contact)
        self._before: list[str] | None = None
        self._given: dict[QLineEdit, str] = {}
        for field in self._fields:
            field.installEventFilter(self)

    def fill(self, known: KnownGuest) -> None:
        """Show this guest."""
        self._before = [field.text() for field in self._fields]
        guest, *reach = self._fields
        guest.setText(known.name)
        for field, text in zip(reach, (known.phone, known.email, known.contact), strict=True):
            if not field.text().strip() or field.text() == self._given.get(field):
                field.setText(text)
                field.setCursorPosition(0)
                self._given[field] = text
        self._after = [field.text() for field in self._fields]
        self.filled.emit()

    def _take_back(self) -> bool:
        """Undo the last choice, unless something was typed since."""
        if self._before is None or self._after != [field.text() for field in self._fields]:
            return False
        for field, text in zip(self._fields, self._before, strict=True):
            field.setText(text)
        self._before = None
        self.filled.emit()
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            assert isinstance(event, QKeyEvent)
            if event.matches(QKeySequence.StandardKey.Undo):
                if event.type() is QEvent.Type.KeyPress:
                    return self._take_back()
                # The window's own undo must not take the key.
                event.accept()
        return False
