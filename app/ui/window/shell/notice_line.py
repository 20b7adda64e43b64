"""The line that is shown above the pages for some seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.window.frame.toast import Toast


class NoticeLine(QObject):
    """Shows one line at a time in `window`, above `over`, perhaps with something to do about it."""

    def __init__(self, window: QWidget, over: QWidget, close_text: str) -> None:
        super().__init__(window)
        self._window = window
        self._over = over
        self._close_text = close_text
        self._toast: Toast | None = None
        self._on_action: Callable[[], object] | None = None

    def show_line(self, text: str, action: str, on_action: Callable[[], object] | None) -> None:
        """Show `text`; `action` names what is done by `on_action` when the owner wants it."""
        if self._toast is None:
            from app.ui.window.frame.toast import Toast  # noqa: PLC0415  # not before something is said

            self._toast = Toast(self._window, close_text=self._close_text, over=self._over)
            self._toast.action_chosen.connect(self._act)
        self._on_action = on_action
        self._toast.show_message(text, action)

    def follow_page(self) -> None:
        """The owner has turned to another page: it has other buttons, in other places."""
        if self._toast is not None and self._toast.isVisible():
            QTimer.singleShot(0, self._toast, self._toast.place)

    def _act(self) -> None:
        act, self._on_action = self._on_action, None
        if act is not None:
            act()
