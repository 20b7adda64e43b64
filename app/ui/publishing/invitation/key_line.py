"""Where the key of a calendar service will lie, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.publishing.keeping.secrets import Keeping
from app.ui.base.work import Work
from app.ui.kit import Label, Role
from app.ui.look import icons
from app.ui.look.theme import current_theme
from app.ui.publishing.invitation.join_run import key_place

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.ui.base.context import Context

_ICON = 16


class KeyLine(QWidget):
    """Says nothing until it is known whether there is a keyring, which takes its time."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("key_line")
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(8)
        self._sign = Label(parent=self)
        self._sign.setFixedWidth(_ICON)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Label("", Role.SMALL, wrap=True, name="key_words", parent=self)
        row.addWidget(self._words, 1)
        current_theme().changed.connect(self._draw)
        self._draw()
        work = Work(lambda: key_place(context.services))
        work.done.connect(self._show)
        work.failed.connect(self._show_none)
        work.start()

    def _show(self, place: Keeping) -> None:
        tr = self._context.texts.tr
        if place is Keeping.KEYRING:
            words = tr(
                "You need no password: the key of your access lies in your system’s keyring, never "
                "in backups or logs."
            )
        else:
            words = tr(
                "You need no password: the key of your access lies in a file that only you can "
                "read ({path}), never in backups or logs.",
                path=str(self._context.services.folder.passwords),
            )
        self._words.setText(words)

    def _show_none(self, _error: UserError) -> None:
        self._show(Keeping.FILE)

    def _draw(self) -> None:
        self._sign.setPixmap(icons.pixmap("shield-check", "muted", _ICON, self.devicePixelRatioF()))
