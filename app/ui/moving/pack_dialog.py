"""Packing the house for another computer: what protects it, who is silent then, where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.core.moving import words
from app.core.moving.moves import SUFFIX, MoveStoppedError, Packed, checked_passphrase
from app.override import override
from app.ui.base.work import Work
from app.ui.export.saving import ask_where
from app.ui.kit import BusyBar, Dialog, Form, Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.moving.progress import Progress
from app.ui.publishing.secret.secret_field import PasswordEdit

if TYPE_CHECKING:
    from pathlib import Path

    from app.ui.base.context import Context

_WIDTH = 560


class PackDialog(Dialog):
    """Asks, packs on a worker thread, and says what to do next."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Move to another computer"),
            texts.tr("Pack …"),
            texts.tr("Cancel"),
            name="pack_dialog",
            width=_WIDTH,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._working = False
        self._done = False
        self._lead = self.add_text(
            texts.tr(
                "Everything goes into one file: units, occupancies, links with their addresses, "
                "settings. On the other computer choose “Take over from another computer”."
            )
        )
        self._asked = self._make_asked()
        self.content.addWidget(self._asked)
        self.busy = BusyBar(texts.tr("Stop"), name="pack_busy", parent=self)
        self.content.addWidget(self.busy)
        self._progress = Progress(self.busy, self)
        self.submitted.connect(self._go_on)

    def _make_asked(self) -> QWidget:
        tr = self._texts.tr
        asked = QWidget(self)
        column = QVBoxLayout(asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        form = Form()
        self.passphrase = PasswordEdit(self._texts, "pack_passphrase", asked)
        self.again = PasswordEdit(self._texts, "pack_again", asked)
        self.passphrase_row = form.add(
            tr("Passphrase"),
            self.passphrase,
            hint=tr(
                "Encrypts the file, and lets passwords of webspaces and addresses of portals’ "
                "calendars come along. Nobody can open the file without it, nor can we. Empty: the "
                "file is not protected."
            ),
        )
        self.again_row = form.add(tr("Passphrase once more"), self.again)
        column.addWidget(form)
        self.silent = QCheckBox(tr("This computer falls silent"), asked)
        self.silent.setObjectName("pack_silent")
        self.silent.setChecked(True)
        choice = QVBoxLayout()
        choice.setSpacing(2)
        choice.addWidget(self.silent)
        hint = tr(
            "It then serves and uploads no links any more, so that portals hear of one computer "
            "alone. You can take that back at any time."
        )
        self.silent.setAccessibleDescription(hint)
        choice.addWidget(self._never_wider(Label(hint, Role.SMALL, wrap=True, parent=asked)))
        add_layout(column, choice)
        column.addStretch(1)
        self.again_row.hide()
        for field in (self.passphrase, self.again):
            field.textChanged.connect(self._follow_passphrase)
        return asked

    def _follow_passphrase(self) -> None:
        self.again_row.setVisible(bool(self.passphrase.text()))
        self.passphrase_row.set_error(None)
        self.again_row.set_error(None)

    # ---- packing ----

    def _go_on(self) -> None:
        if self._done:
            self.accept()
        elif not self._working and self._fits():
            self._ask_where()

    def _fits(self) -> bool:
        self.set_error(None)
        try:
            checked_passphrase(self.passphrase.text())
        except UserError as error:
            self.passphrase_row.set_error(self._texts.tell(error))
            self.passphrase.setFocus()
            return False
        if self.passphrase.text() and self.again.text() != self.passphrase.text():
            self.again_row.set_error(self._texts.tr("The two are not the same."))
            self.again.setFocus()
            return False
        return True

    def _ask_where(self) -> None:
        texts, today = self._texts, self._context.services.house_clock.today().isoformat()
        what = texts.tr("Moving house")
        ask_where(
            self,
            self._context,
            title=self.windowTitle(),
            name=f"Zimmerfrei {what} {today}",
            kind=texts.tr("Move file"),
            suffix=SUFFIX,
            on_chosen=self.pack,
        )

    def pack(self, target: Path) -> None:
        """Pack into a file that the owner has chosen, and agreed to replace if it exists."""
        moving, passphrase = self._context.services.moving, self.passphrase.text()
        silent, progress = self.silent.isChecked(), self._progress
        self._show_working(True)
        progress.begin()
        work = Work(
            lambda: moving.pack(
                target, passphrase=passphrase, silent=silent, replacing=True, progress=progress
            )
        )
        work.done.connect(self._packed)
        work.failed.connect(self._failed)
        work.start()

    def _packed(self, done: Packed) -> None:
        self._show_working(False)
        self._done = True
        for said_before in (self._lead, self._asked):
            said_before.hide()
        for line in words.packed(self._texts, done):
            self.add_text(line).show()
        self.cancel_button.hide()
        self.primary_button.setText(self._texts.tr("Close"))
        self.primary_button.setFocus()
        self.adjustSize()
        self._context.bridge.look()

    def _failed(self, error: UserError) -> None:
        self._show_working(False)
        if not isinstance(error, MoveStoppedError):
            self.set_error(self._texts.tell(error))

    def _show_working(self, working: bool) -> None:
        self._working = working
        for widget in (self._asked, self.primary_button, self.cancel_button):
            widget.setEnabled(not working)
        if working:
            self.busy.start(self._texts.tr("Packing …"))
        else:
            self.busy.finish()

    @override
    def reject(self) -> None:
        # Esc stops what is under way, and only then closes.
        if self._working:
            self._progress.stop()
        else:
            super().reject()


def open_pack(context: Context, parent: QWidget) -> PackDialog:
    """Let the owner pack the house, in a dialog over `parent`; returns at once."""
    dialog = PackDialog(context, parent.window())
    dialog.open()
    return dialog
