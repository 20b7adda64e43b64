"""A start that finds no sound data: it says so and offers the backups, before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop

from app.ui.backups.dialog import RestoreDialog
from app.ui.look import icons
from app.ui.look.theme import Theme

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QApplication

    from app.i18n import Catalogue
    from app.services.backups.backups import Backups
    from app.ui.window.frame.frame import Frame


def recover(
    app: QApplication,
    frame: Frame,
    texts: Catalogue,
    backups: Backups,
    today: date,
    sentence: str,
) -> bool:
    """Offer the backups over the empty window; True once one of them has been put back.

    Args:
        app: the application.
        frame: the window, on the screen already.
        texts: the owner's language as far as it is known.
        backups: at least one of them is sound.
        today: the day, for words such as "yesterday".
        sentence: why the data cannot be opened.
    """
    if app.findChild(Theme) is None:
        Theme(app, frame.preferences.appearance)
    app.setWindowIcon(icons.app_icon())
    # There is no program around it yet, so it has an event loop of its own.
    loop = QEventLoop()
    dialog = RestoreDialog(
        texts,
        backups,
        lambda: today,
        frame,
        title=texts.tr("Your data cannot be opened"),
        lead=sentence,
        cancel=texts.tr("Quit"),
    )
    done: list[object] = []
    dialog.restored.connect(done.append)
    dialog.finished.connect(loop.quit)
    frame.close_wanted.connect(dialog.reject)
    dialog.open()
    loop.exec()
    return bool(done)
