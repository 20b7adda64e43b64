"""Where the data lies, and its backups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.data_place import warning
from app.core.errors import UserError
from app.services.data_folder.unsafe_place import unsafe_place
from app.ui.backups.dialog import open_restore
from app.ui.base.work import Work
from app.ui.kit import Banner, BusyBar, Button, Card, ElidedLabel, Label, Role, Separator
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from app.core.data_place import UnsafePlace
    from app.i18n import Catalogue
    from app.ui.base.context import Context


class DataCard(Card):
    """The data folder with a way into it, the newest backup with a way to make another."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        texts = context.texts
        super().__init__(name="data_card", accessible_name=texts.tr("Your data"), parent=parent)
        self._context = context
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self.body.addWidget(Label(texts.tr("Your data"), Role.STRONG))
        place = unsafe_place(context.services.folder)
        lead = Label(_lead(texts, place), wrap=True)
        self._add_row(
            lead,
            context.services.folder.path,
            self._opener("data_open", context.services.folder.path),
        )
        if place is not None:
            said = texts.tell(warning(place, str(context.services.folder.path)))
            banner = Banner(Tone.CAREFUL, "", said, name="data_place", parent=self)
            self.body.addWidget(banner)
        self.body.addWidget(Separator())
        self.body.addWidget(Label(texts.tr("Backups"), Role.STRONG))
        self.newest = Label(wrap=True, name="data_newest")
        self.backup_button = Button(texts.tr("Back up now"), name="data_backup", parent=self)
        self.backup_button.clicked.connect(self._back_up)
        self.restore_button = Button(texts.tr("Go back …"), name="data_restore", parent=self)
        self.restore_button.clicked.connect(self._restore)
        folder = context.services.backups.folder
        self.open_backups = self._opener("data_open_backups", folder)
        self._add_row(
            self.newest, folder, self.restore_button, self.backup_button, self.open_backups
        )
        self.busy = BusyBar("", name="data_busy", parent=self)
        self.body.addWidget(self.busy)
        self.show_newest()

    def show_newest(self) -> None:
        """Say of when the newest backup is."""
        texts = self._context.texts
        try:
            newest = self._context.services.backups.newest()
        except UserError as error:
            self.newest.setText(texts.tell(error))
            return
        self.open_backups.setEnabled(newest is not None)
        if newest is None:
            self.newest.setText(texts.tr("There is no backup yet."))
            return
        self.newest.setText(
            texts.tr(
                "Backed up and checked on each day of use; 14 days, 8 weeks and 12 months are "
                "kept. Newest backup: {moment}",
                moment=newest.made_at,
            )
        )

    def _add_row(self, lead: Label, path: Path, *buttons: Button) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(lead)
        place = ElidedLabel(str(path), Role.SMALL, mode=Qt.TextElideMode.ElideMiddle)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(place)
        row = QHBoxLayout()
        row.setSpacing(8)
        add_layout(row, words, 1)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        add_layout(self.body, row)

    def _opener(self, name: str, folder: Path) -> Button:
        text = self._context.texts.tr("Open folder")
        button = Button(text, icon="folder-open", name=name, parent=self)
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        return button

    def _restore(self) -> None:
        open_restore(self._context, self).finished.connect(self.show_newest)

    def _back_up(self) -> None:
        self.backup_button.setEnabled(False)
        self.busy.start(self._context.texts.tr("Backing up …"))
        work = Work(self._context.services.backups.now)
        work.done.connect(self._backed_up)
        work.failed.connect(self._not_backed_up)
        work.start()

    def _backed_up(self) -> None:
        self._rest()
        self._context.notices.say(self._context.texts.tr("Your data is backed up."))

    def _not_backed_up(self, error: UserError) -> None:
        self._rest()
        self._context.notices.fail(error)

    def _rest(self) -> None:
        self.busy.finish()
        self.backup_button.setEnabled(True)
        self.show_newest()


def _lead(texts: Catalogue, place: UnsafePlace | None) -> str:
    if place is None:
        return texts.tr("Everything you enter lies in this folder on this computer.")
    return texts.tr("Everything you enter lies in this folder.")
