"""All keys of the window, as `app.ui.base.keys` has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from app.ui.base.keys import PLACE_NAMES, SHORTCUTS, Place
from app.ui.kit import Dialog, Label, ScrollPage, SectionLabel
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.ui.base.keys import Shortcut

_SIZE: Final = QSize(640, 680)
_ARROWS: Final = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "Enter"}
"""What stands on these keys; Qt writes their names."""
_RANGE: Final = "pages"
"""Its two keys are the first and the last of a row."""


class ShortcutsDialog(Dialog):
    """Lists what each key does, by where it is heard."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(
            texts.tr("Keyboard shortcuts"),
            texts.tr("Close"),
            name="shortcuts_dialog",
            width=520,
            reading=True,
            parent=parent,
        )
        self._texts = texts
        page = ScrollPage(margin=0, name="shortcuts_scroll", parent=self)
        page.setAccessibleName(self.windowTitle())
        page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        add_layout(page.body, grid)
        page.add_end()
        for place in Place:
            self._add_place(grid, place)
        self.content.addWidget(page, 1)
        self.submitted.connect(self.accept)
        room = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize(_SIZE.boundedTo(room))

    def _add_place(self, grid: QGridLayout, place: Place) -> None:
        if grid.count():
            grid.setRowMinimumHeight(grid.rowCount(), 6)
        name = self._texts.tr(PLACE_NAMES[place])
        grid.addWidget(SectionLabel(name, parent=self), grid.rowCount(), 0, 1, 2)
        for key, shortcut in SHORTCUTS.items():
            if shortcut.place is place:
                row = grid.rowCount()
                does = Label(self._texts.tr(shortcut.does), wrap=True, parent=self)
                grid.addWidget(does, row, 0)
                grid.addWidget(self._caps(key, shortcut), row, 1)

    def _caps(self, name: str, shortcut: Shortcut) -> QWidget:
        """Return the keys as they are written on them, alternatives beside each other."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for at, keys in enumerate(shortcut.keys):
            if at and name == _RANGE:
                row.addWidget(Label("–", parent=holder))
            cap = Label(key_text(keys), parent=holder)
            cap.setProperty("role", "key")
            row.addWidget(cap)
        row.addStretch(1)
        holder.setAccessibleName(", ".join(map(key_text, shortcut.keys)))
        return holder


def key_text(keys: str) -> str:
    """Return keys as this computer's keyboard and language call them: "Strg+N", "Alt+←"."""
    if keys in _ARROWS:
        return _ARROWS[keys]
    *held, last = keys.rsplit("+", 1) if len(keys) > 1 else ("", keys)
    if last in _ARROWS:
        with_none = QKeySequence(f"{held[0]}+A").toString(QKeySequence.SequenceFormat.NativeText)
        return f"{with_none.removesuffix('A')}{_ARROWS[last]}"
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
