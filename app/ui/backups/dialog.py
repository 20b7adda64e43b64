"""The dialog that goes back to a backup and says before what would be missing."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog

from app.core.backups import words
from app.core.backups.copies import missing
from app.override import override
from app.services.backups.backups import Comparison
from app.ui.backups.listing import BackupList, when
from app.ui.base.work import Work
from app.ui.kit import Banner, BusyBar, Button, Dialog, Label, Role, Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from app.core.backups.copies import Missing
    from app.core.errors import UserError
    from app.i18n import Catalogue
    from app.services.backups.backups import Backups, Checked
    from app.ui.base.context import Context

_WIDTH = 760
_NAMED = 6
"""How many of the things that would be missing are named."""


class RestoreDialog(Dialog):
    """All backups in a list, what the chosen one lacks, and the way back to it.

    Looking into backups and going back happen on worker threads. Nothing can be closed while the
    data is being put back.

    Signals:
        restored(Restored): it is done; the dialog has closed.
    """

    restored = Signal(object)

    def __init__(
        self,
        texts: Catalogue,
        backups: Backups,
        today: Callable[[], date],
        parent: QWidget,
        *,
        title: str = "",
        lead: str = "",
        cancel: str = "",
    ) -> None:
        """`today` tells what day it is.

        `title`, `lead` and `cancel` speak of another occasion than the owner's own wish.
        """
        super().__init__(
            title or texts.tr("Go back to a backup"),
            texts.tr("Go back"),
            cancel or texts.tr("Cancel"),
            name="restore_dialog",
            width=_WIDTH,
            parent=parent,
        )
        self._texts = texts
        self._backups = backups
        self._today = today
        self._checked: Checked | None = None
        self._other: Comparison | None = None
        self._working = False
        self._fill(lead)
        self.submitted.connect(self._go_back)
        self.other_button.clicked.connect(self._ask_file)
        self.list.itemSelectionChanged.connect(self._chosen)
        self._look()

    def _fill(self, lead: str) -> None:
        """Add list, progress, what would be missing, and the way to another file."""
        texts = self._texts
        self.lead = Label(lead or self._promise(), Role.MUTED, wrap=True, parent=self)
        self.lead.setObjectName("restore_lead")
        self.list = BackupList(texts, self._today, name="restore_list", parent=self)
        self.busy = BusyBar("", name="restore_busy", parent=self)
        self.banner = Banner(Tone.CAREFUL, "", name="restore_missing", parent=self)
        self.content.addWidget(self._never_wider(self.lead))
        self.content.addWidget(self.list, 1)
        self.content.addWidget(self.busy)
        self.content.addWidget(self.banner)
        self.other_button = self.add_left_button(
            Button(texts.tr("Other file …"), name="restore_other", parent=self)
        )
        self.banner.hide()

    def _promise(self) -> str:
        return self._texts.tr(
            "The present state is saved first, so that you can come back to it. Your links keep "
            "their addresses."
        )

    # ---- looking ----

    def _look(self) -> None:
        self._begin(self._texts.tr("Looking into the backups …"))
        work = Work(self._backups.check)
        work.done.connect(self._show)
        work.failed.connect(self._failed)
        work.start()

    def _show(self, checked: Checked) -> None:
        self._rest()
        self._checked = checked
        self.list.show_backups(checked.present, checked.backups)
        if self.list.chosen() is None:
            self.banner.set_content(Tone.NEUTRAL, "", self._texts.tr("There is no backup yet."))
            self.banner.show()
        else:
            self.list.setFocus()
        self._draw()
        self.adjustSize()

    def follow_day(self) -> None:
        """Another day has begun: what was made today was made yesterday."""
        chosen = self.list.chosen()
        if self._checked is not None and not self._working:
            self.list.show_backups(self._checked.present, self._checked.backups)
            if chosen is None:
                self.list.clearSelection()
            else:
                self.list.choose(chosen)

    def _chosen(self) -> None:
        if self.list.chosen() is not None:
            self._other = None
        self.set_error(None)
        self._draw()

    def _draw(self) -> None:
        """Say what would be missing after going back to what is chosen."""
        source = self._source()
        self.primary_button.setEnabled(source is not None and not self._working)
        if source is None or self._checked is None:
            return
        if self._other is not None:
            name, lost = self._other.source.name, self._other.lost
        else:
            one = next(one for one in self._checked.backups if one.backup.name == source.name)
            name, lost = when(self._texts, one.backup.made_at, self._today()), None
            if self._checked.present.sound:
                lost = missing(self._checked.present.snapshot, one.examined.snapshot)
        self._say_missing(name, lost)

    def _say_missing(self, name: str, lost: Missing | None) -> None:
        texts = self._texts
        if lost is None:
            lead = texts.tr("The present data cannot be read.")
            said = texts.tr("What came after {when} is missing then.", when=name)
            self.banner.set_content(Tone.CAREFUL, lead, said)
        elif not lost:
            said = texts.tr("{when}: nothing that is there now would be missing.", when=name)
            self.banner.set_content(Tone.INFO, "", said)
        else:
            what = words.lost(texts, lost)
            lead = texts.tr("Against now these are missing then: {what}.", what=what)
            named = list(words.named(texts, lost))
            said = " · ".join(islice(named, _NAMED))
            if len(named) > _NAMED:
                said += " · " + texts.trn("and {n} more", "and {n} more", len(named) - _NAMED)
            parts = [said, words.changed(texts, lost)]
            self.banner.set_content(
                Tone.CAREFUL, lead if what else "", " ".join(filter(None, parts))
            )
        self.banner.show()

    def _source(self) -> Path | None:
        if self._other is not None:
            return self._other.source
        name = self.list.chosen()
        return None if name is None else self._backups.folder / name

    # ---- another file ----

    def _ask_file(self) -> None:
        texts = self._texts
        dialog = QFileDialog(self, texts.tr("Go back to a backup"))
        dialog.setObjectName("restore_file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        kind = texts.tr("Backup")
        dialog.setNameFilter(f"{kind} (*.db)")
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, text: str) -> None:
        """Look into a file that the owner has picked."""
        self.set_error(None)
        self._begin(self._texts.tr("Looking into the backups …"))
        work = Work(lambda: self._backups.compare(self._backups.find(text)))
        work.done.connect(self._take)
        work.failed.connect(self._failed)
        work.start()

    def _take(self, other: Comparison) -> None:
        self._rest()
        self._other = other
        self.list.clearSelection()
        self._other = other
        self._draw()

    # ---- going back ----

    def _go_back(self) -> None:
        source = self._source()
        if source is None or self._working:
            return
        self._working = True
        self._begin(self._texts.tr("Going back …"))
        work = Work(lambda: self._backups.restore(source))
        work.done.connect(self._done)
        work.failed.connect(self._failed)
        work.start()

    def _done(self, done: object) -> None:
        self._working = False
        self.accept()
        self.restored.emit(done)

    def _failed(self, error: UserError) -> None:
        self._working = False
        self._rest()
        self.set_error(self._texts.tell(error))
        self._draw()

    def _begin(self, text: str) -> None:
        self.busy.start(text)
        for widget in (self.list, self.other_button, self.primary_button):
            widget.setEnabled(False)
        self.cancel_button.setEnabled(not self._working)

    def _rest(self) -> None:
        self.busy.finish()
        for widget in (self.list, self.other_button, self.cancel_button):
            widget.setEnabled(True)

    @override
    def reject(self) -> None:
        # What is being put back is put back: closing would only hide that.
        if not self._working:
            super().reject()


def open_restore(context: Context, parent: QWidget) -> RestoreDialog:
    """Let the owner go back to a backup, in a dialog over `parent`; returns at once.

    The window hears of it as of every change, and says that it is done.
    """
    dialog = RestoreDialog(
        context.texts,
        context.services.backups,
        context.services.house_clock.today,
        parent.window(),
    )
    context.bridge.day_changed.connect(dialog.follow_day)
    dialog.restored.connect(context.bridge.look)
    dialog.open()
    return dialog
