"""The ways to help: a menu at the foot of the sidebar, and F1. All of it is made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.ui.help.handbook import handbook

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QMenu, QWidget

    from app.core.errors import UserError
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
        if found is None:
            window.pdf_wanted.connect(lambda: self._ask_where(window, path))
        window.show()
        window.raise_()
        window.activateWindow()
        window.show_chapter(chapter)

    def _ask_where(self, window: QWidget, path: Path) -> None:
        """Ask where the handbook at `path` is to be saved as one PDF, and do it."""
        from app.ui.export.saving import ask_where  # noqa: PLC0415
        from app.ui.help.printed import file_name_of  # noqa: PLC0415

        ask_where(
            window,
            self._context,
            title=self._context.texts.tr("Save as PDF"),
            name=file_name_of(path),
            kind="PDF",
            suffix="pdf",
            on_chosen=lambda target: self._save(path, target),
        )

    def _save(self, path: Path, target: Path) -> None:
        from app.ui.base.work import Work  # noqa: PLC0415
        from app.ui.help.printed import save_book  # noqa: PLC0415

        def save() -> Path:
            save_book(path, self._context.texts, target)
            return target

        work = Work(save)
        work.done.connect(self._saved)
        work.failed.connect(self._fail)
        work.start()

    def _saved(self, target: Path) -> None:
        from app.ui.export.saving import say_saved  # noqa: PLC0415

        say_saved(self._context, target)

    def _fail(self, error: UserError) -> None:
        self._context.notices.fail(error)

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
