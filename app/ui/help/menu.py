"""The ways to help: a menu at the foot of the sidebar, and F1. All of it is made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.help.handbook import handbook

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from app.ui.base.context import Context


class Helping(QObject):
    """Opens handbook, list of keys and what the program is, over `window`."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def fill(self, menu: QMenu) -> None:
        """Offer everything."""
        from app.ui.base.keys import SHORTCUTS  # noqa: PLC0415
        from app.ui.help.shortcuts import key_text  # noqa: PLC0415
        from app.ui.look import icons  # noqa: PLC0415

        tr = self._context.texts.tr
        key, help_words = key_text(SHORTCUTS["help"].keys[0]), tr("Help")
        for name, icon, words, act in (
            ("help_handbook", "book-open", f"{help_words}\t{key}", self.open_handbook),
            ("help_keys", "keyboard", tr("Keyboard shortcuts"), self.open_shortcuts),
            ("help_report", "file-down", tr("Create an error report …"), self.open_report),
            ("help_about", "info", tr("About Zimmerfrei"), self.open_about),
        ):
            action = menu.addAction(icons.icon(icon, "muted"), words)
            action.setObjectName(name)
            action.triggered.connect(lambda _on=False, act=act: act())

    def open_handbook(self, chapter: str = "") -> None:
        """Show the handbook in its window, which is brought up where it is open already.

        With the heading of a chapter it is opened there.
        """
        from app.ui.help.window import HelpWindow  # noqa: PLC0415

        texts = self._context.texts
        found = self._window.findChild(HelpWindow)
        path = handbook(texts.language)
        if path is None:
            self._context.notices.say(texts.tr("The handbook is not part of this installation."))
            return
        window = found or HelpWindow(texts, path, self._window)
        window.show()
        window.raise_()
        window.activateWindow()
        window.show_chapter(chapter)

    def open_shortcuts(self) -> None:
        """Show what each key does."""
        from app.ui.help.shortcuts import ShortcutsDialog  # noqa: PLC0415

        ShortcutsDialog(self._context.texts, self._window).open()

    def open_report(self) -> None:
        """Show what would be told to whoever helps."""
        from app.ui.help.report import ReportDialog  # noqa: PLC0415

        ReportDialog(self._context, self._window).open()

    def open_about(self) -> None:
        """Show what the program is."""
        from app.ui.help.about import AboutDialog  # noqa: PLC0415

        today = self._context.services.house_clock.today()
        AboutDialog(self._context.texts, today, self._window).open()
