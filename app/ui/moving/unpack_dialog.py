"""Taking over a house from another computer, out of its move file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QWidget

from app.core.moving.moves import SUFFIX, Arrived, FileHead, MoveStoppedError, PassphraseError
from app.override import override
from app.ui.base.work import Work
from app.ui.kit import Banner, BusyBar, Button, Dialog, ElidedLabel, FormRow, Role, Tone
from app.ui.kit.controls.layouts import add_layout
from app.ui.moving.progress import Progress
from app.ui.publishing.secret.secret_field import PasswordEdit

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.ui.base.context import Context

_WIDTH = 560


class UnpackDialog(Dialog):
    """Asks for the file and what opens it, and unpacks it on a worker thread.

    When the house stands, it closes; the window is built anew and says what is to be done.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Take over from another computer"),
            texts.tr("Take over"),
            texts.tr("Cancel"),
            name="unpack_dialog",
            width=_WIDTH,
            parent=parent,
        )
        self._context = context
        self._texts = texts
        self._file: Path | None = None
        self._looked: FileHead | None = None
        self._holds_data = False
        self._working = False
        self.add_text(
            texts.tr(
                "Choose the file that was packed on the other computer, in its settings under "
                "“Move to another computer”. All links keep their secret addresses."
            )
        )
        self._make_file_row()
        self.passphrase = PasswordEdit(texts, "unpack_passphrase", self)
        self.passphrase_row = FormRow(texts.tr("Passphrase"), self.passphrase, parent=self)
        self.content.addWidget(self.passphrase_row)
        self._make_warning()
        self.busy = BusyBar(texts.tr("Stop"), name="unpack_busy", parent=self)
        self.content.addWidget(self.busy)
        self.content.addStretch(1)
        self._progress = Progress(self.busy, self)
        self.passphrase.textChanged.connect(self._draw)
        self.replaces.toggled.connect(self._draw)
        self.submitted.connect(self._unpack)
        self._draw()

    def _make_file_row(self) -> None:
        texts = self._texts
        row = QHBoxLayout()
        row.setSpacing(8)
        nothing = texts.tr("No file is chosen yet.")
        self.name = ElidedLabel(nothing, Role.SMALL, name="unpack_name", parent=self)
        row.addWidget(self.name, 1)
        self.choose = Button(texts.tr("Choose file …"), name="unpack_choose", parent=self)
        self.choose.clicked.connect(self._ask_file)
        row.addWidget(self.choose)
        add_layout(self.content, row)

    def _make_warning(self) -> None:
        tr = self._texts.tr
        self.warning = Banner(
            Tone.CAREFUL,
            tr("There is a house on this computer already."),
            tr("It is backed up first. You find it among the backups, and can go back to it."),
            name="unpack_warning",
            parent=self,
        )
        self.content.addWidget(self.warning)
        self.replaces = QCheckBox(tr("Replace it by the house in the file"), self)
        self.replaces.setObjectName("unpack_replaces")
        self.content.addWidget(self.replaces)

    # ---- the file ----

    def _ask_file(self) -> None:
        texts = self._texts
        dialog = QFileDialog(self, self.windowTitle())
        dialog.setObjectName("unpack_file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kind = texts.tr("Move file")
        dialog.setNameFilters([f"{kind} (*.{SUFFIX})", texts.tr("All files") + " (*)"])
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, text: str) -> None:
        """Look at a file that the owner has chosen."""
        from app.services.moving.unpacking import look  # noqa: PLC0415  # once in a house's life

        file, unpacking = Path(text), self._context.services.unpacking
        self.set_error(None)
        self._file, self._looked = file, None
        self.name.setText(file.name)
        self._show_working(self._texts.tr("Looking at the file …"))
        work = Work(lambda: (look(file), unpacking.holds_data()))
        work.done.connect(self._seen)
        work.failed.connect(self._failed)
        work.start()

    def _seen(self, found: tuple[FileHead, bool]) -> None:
        self._looked, self._holds_data = found
        texts = self._texts
        self.name.setText(
            texts.tr(
                "{name} · packed {when}",
                name=self._file.name if self._file else "",
                when=texts.moment(self._looked.made_at),
            )
        )
        self._rest()
        if self._looked.protected:
            self.passphrase.setFocus()
        elif not self._holds_data:
            self.primary_button.setFocus()

    # ---- unpacking ----

    def _unpack(self) -> None:
        if self._file is None or not self._ready():
            return
        unpacking, moving = self._context.services.unpacking, self._context.services.moving
        file, passphrase = self._file, self.passphrase.text()
        replacing, progress = self._holds_data, self._progress
        self.set_error(None)
        self.passphrase_row.set_error(None)
        progress.begin()
        self._show_working(self._texts.tr("Taking over …"))

        def unpack() -> Arrived:
            moving.arrived = unpacking.unpack(
                file, passphrase=passphrase, replacing=replacing, progress=progress
            )
            return moving.arrived

        work = Work(unpack)
        work.done.connect(self._unpacked)
        work.failed.connect(self._failed)
        work.start()

    def _unpacked(self) -> None:
        self._working = False
        # The house brings its own address and port: the window binds those when it builds its
        # pages anew, once this is closed.
        self._context.server.stop()
        self.accept()
        self._context.bridge.look()

    def _failed(self, error: UserError) -> None:
        self._rest()
        if isinstance(error, PassphraseError):
            self.passphrase_row.set_error(self._texts.tell(error))
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        elif not isinstance(error, MoveStoppedError):
            self.set_error(self._texts.tell(error))

    # ---- what is shown ----

    def _ready(self) -> bool:
        looked = self._looked
        if looked is None or self._working:
            return False
        opened = bool(self.passphrase.text()) or not looked.protected
        return opened and (self.replaces.isChecked() or not self._holds_data)

    def _draw(self) -> None:
        looked = self._looked
        self.passphrase_row.setVisible(looked is not None and looked.protected)
        for widget in (self.warning, self.replaces):
            widget.setVisible(looked is not None and self._holds_data)
        self.primary_button.setEnabled(self._ready())
        for field in (self.choose, self.passphrase, self.replaces, self.cancel_button):
            field.setEnabled(not self._working)
        self.adjustSize()

    def _show_working(self, text: str) -> None:
        self._working = True
        self.busy.start(text)
        self._draw()

    def _rest(self) -> None:
        self._working = False
        self.busy.finish()
        self._draw()

    @override
    def reject(self) -> None:
        # Esc stops what is under way, and only then closes.
        if self._working:
            self._progress.stop()
        else:
            super().reject()


def open_unpack(context: Context, parent: QWidget) -> UnpackDialog:
    """Let the owner take over a house, in a dialog over `parent`; returns at once."""
    dialog = UnpackDialog(context, parent.window())
    dialog.open()
    return dialog
