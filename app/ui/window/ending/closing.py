"""What closing the window means: serve on from the tray, or end and say what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox

from app.core.errors import UserError
from app.core.server_state import Phase
from app.ui.base.preferences import OnClose
from app.ui.kit.controls.buttons import Button
from app.ui.kit.dialog import Dialog, ask
from app.ui.window.ending import clipboard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.i18n import Catalogue
    from app.ui.base.context import Context


class CloseDialog(Dialog):
    """Asks whether to serve on from the tray.

    Signals:
        answered(OnClose, bool): keep serving or quit, and whether that holds for good.
    """

    answered = Signal(object, bool)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(
            texts.tr("Shall the links stay readable?"),
            texts.tr("Keep running"),
            texts.tr("Cancel"),
            name="close_question",
            parent=parent,
        )
        self.add_text(
            texts.tr(
                "Your links can only be read while Zimmerfrei is running. It then goes on in the "
                "tray, without this window."
            )
        )
        if clipboard.may_go_with_us():
            self.add_text(_of_the_clipboard(texts))
        self.remember = QCheckBox(texts.tr("Always do this"), self)
        self.remember.setObjectName("close_remember")
        self.content.addWidget(self.remember)
        self.quit_button = self.add_left_button(
            Button(texts.tr("Quit"), name="close_quit", parent=self)
        )
        self.quit_button.clicked.connect(lambda: self._answer(OnClose.QUIT))
        self.submitted.connect(lambda: self._answer(OnClose.KEEP_SERVING))

    def _answer(self, choice: OnClose) -> None:
        self.accept()
        self.answered.emit(choice, self.remember.isChecked())


def _of_the_clipboard(texts: Catalogue) -> str:
    return texts.tr(
        "What you copied here, such as a link, may no longer be in the clipboard when Zimmerfrei "
        "has ended. If you need it, paste it first."
    )


class Closing(QObject):
    """Decides what happens when the owner closes the window or quits.

    Signals:
        hide_wanted(): the window goes, the tray stays.
        quit_wanted(): the program ends.
    """

    hide_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._open: Dialog | None = None

    def close(self, *, tray: bool) -> None:
        """The owner closes the window; `tray` tells whether there is one to stay in."""
        preference = self._context.preferences.on_close
        if not tray:
            self.quit()
        elif preference is OnClose.KEEP_SERVING:
            self.hide_wanted.emit()
        elif preference is OnClose.QUIT or not self._links_depend_on_us():
            self.quit_wanted.emit()
        else:
            self._ask_once()

    def quit(self) -> None:
        """The owner wants to quit, or closes a window that has no tray to stay in."""
        if not self._links_depend_on_us():
            self.quit_wanted.emit()
            return
        if self._open is not None:
            return
        texts = self._context.texts
        text = texts.tr(
            "Your links can only be read while Zimmerfrei is running. Calendars and portals keep "
            "what they read last until you open it again."
        )
        if clipboard.may_go_with_us():
            text = f"{text}\n\n{_of_the_clipboard(texts)}"
        self._keep(
            ask(
                self._window,
                title=texts.tr("The calendar links go offline"),
                text=text,
                primary=texts.tr("Quit"),
                cancel=texts.tr("Cancel"),
                on_primary=self.quit_wanted.emit,
                name="quit_question",
            )
        )

    def _links_depend_on_us(self) -> bool:
        if self._context.server.state.phase is not Phase.RUNNING:
            return False
        services = self._context.services
        try:
            # Those that lie on a webspace are read there, whether anything runs here or not.
            there = services.publishing.held_links()
            book = services.addresses.book()
            return any(
                link.enabled and not (book.on_webspace(link) and link.id in there)
                for link in services.links.all()
            )
        except UserError:
            # The data cannot be read just now: better one question too many.
            return True

    def _ask_once(self) -> None:
        if self._open is not None:
            return
        dialog = CloseDialog(self._context.texts, self._window)
        dialog.answered.connect(self._take)
        dialog.open()
        self._keep(dialog)

    def _keep(self, dialog: Dialog) -> None:
        self._open = dialog
        dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self._open = None

    def _take(self, choice: OnClose, for_good: bool) -> None:
        if for_good:
            self._context.preferences.on_close = choice
        wanted = self.hide_wanted if choice is OnClose.KEEP_SERVING else self.quit_wanted
        wanted.emit()
