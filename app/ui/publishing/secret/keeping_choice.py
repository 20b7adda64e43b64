"""Where the password will be kept: said where there is a keyring, chosen where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.services.publishing.keeping.secrets import Keeping
from app.ui.base.work import Work
from app.ui.kit import Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.ui.base.context import Context

_ICON = 16
_GAP = 4


class KeepingChoice(QWidget):
    """A line with a sign while there is a keyring; else two ways to choose from.

    Whether there is one takes some seconds to find out, so a worker does; until then nothing is
    said, and nothing chosen (see `keeping`).
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keeping")
        tr = context.texts.tr
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(8)
        self._sign = Label(parent=self)
        self._sign.setFixedWidth(_ICON)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(_GAP)
        add_layout(row, column, 1)
        self._words = Label("", Role.SMALL, wrap=True, name="keeping_words", parent=self)
        column.addWidget(self._words)
        self.ways = _WaysWithoutKeyring(context, self)
        column.addWidget(self.ways)
        self._in_keyring = tr(
            "The password lies in your system’s keyring, never in backups or logs."
        )
        self._no_keyring = tr(
            "This computer has no keyring that can be used. Where shall the password be kept? It "
            "never gets into backups or logs."
        )
        self._keyring = True
        self._known = False
        current_theme().changed.connect(self._draw)
        self._show()
        work = Work(context.services.secrets.keyring_works)
        work.done.connect(self._take)
        work.failed.connect(self._take_none)
        work.start()

    def chosen(self) -> Keeping | None:
        """Where the password shall be kept, None where that is not known yet."""
        if not self._known:
            return None
        if self._keyring:
            return Keeping.KEYRING
        return self.ways.chosen()

    def _take(self, works: bool) -> None:
        self._keyring, self._known = works, True
        self._show()

    def _take_none(self, _error: UserError) -> None:
        self._take(works=False)

    def _show(self) -> None:
        known = self._known
        asked = known and not self._keyring
        self._words.setText(self._no_keyring if asked else self._in_keyring)
        self._words.setVisible(known)
        self._sign.setVisible(known)
        self.ways.setVisible(asked)
        self._draw()

    def _draw(self) -> None:
        icon, token = ("shield-check", "muted") if self._keyring else ("key-round", "careful")
        self._sign.setPixmap(icons.pixmap(icon, token, _ICON, self.devicePixelRatioF()))


class _WaysWithoutKeyring(QWidget):
    """Two ways to choose from: ask at each start, or keep it in a file, with what that means."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        tr, passwords = context.texts.tr, str(context.services.folder.passwords)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self.ask = QRadioButton(tr("Ask at each start of Zimmerfrei"), self)
        self.ask.setObjectName("keeping_ask")
        self.ask.setAccessibleDescription(tr("Nothing is uploaded until you have entered it."))
        self.ask.setChecked(True)
        self.file = QRadioButton(tr("Keep it in a file that only you can read"), self)
        self.file.setObjectName("keeping_file")
        self.file.setAccessibleDescription(passwords)
        words = Label(
            tr(
                "{path} – not encrypted: whoever can use your account or your disk can read it.",
                path=passwords,
            ),
            Role.SMALL,
            wrap=True,
            name="keeping_path",
            parent=self,
        )
        for widget in (self.ask, self.file, words):
            column.addWidget(widget)

    def chosen(self) -> Keeping:
        """Where the password shall be kept."""
        return Keeping.FILE if self.file.isChecked() else Keeping.ASK


def keeping(context: Context, chosen: Keeping | None) -> Keeping:
    """Return where to keep a password: as chosen, else as is usual here. On a worker."""
    if chosen is not None:
        return chosen
    return Keeping.KEYRING if context.services.secrets.keyring_works() else Keeping.ASK
