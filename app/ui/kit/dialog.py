"""Dialogs: opened with ``open()``, answered by a signal, never by a nested event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit.controls.buttons import Button, Variant
from app.ui.kit.controls.form import ErrorLine
from app.ui.kit.controls.labels import Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.controls.tab_order import tab_as_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

_FRAME: Final = QSize(0, 36)
"""What a window system puts around a window: its title bar."""
_RESIZED: Final = Qt.WidgetAttribute.WA_Resized


class Dialog(QDialog):
    """A window over its parent: title, content, what is wrong, and two buttons.

    Put the fields into `content`. The primary button and Enter emit `submitted` and close
    nothing: whoever listens either says what is wrong with `set_error` or calls `accept`. Escape
    and the second button reject. A dialog deletes itself after it has closed.

    Signals:
        submitted(): the owner pressed the primary button or Enter.
    """

    submitted = Signal()

    def __init__(
        self,
        title: str,
        primary: str,
        cancel: str = "",
        *,
        danger: bool = False,
        reading: bool = False,
        name: str = "dialog",
        width: int = 440,
        parent: QWidget | None = None,
    ) -> None:
        """`reading`: nothing is decided in it, so its one button, which closes, is a quiet one."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width)
        self._wrapping = set[Label]()
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 18, 20, 16)
        outer.setSpacing(14)
        self.heading = Label(title, Role.HEADING, wrap=True, name=f"{name}_title", parent=self)
        outer.addWidget(self._never_wider(self.heading))
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        add_layout(outer, self.content, 1)
        self._error = ErrorLine(name=f"{name}_error", parent=self)
        outer.addWidget(self._error)
        outer.addWidget(self._make_button_row())
        self.cancel_button = Button(cancel, name=f"{name}_cancel", parent=self)
        self.cancel_button.setVisible(bool(cancel))
        self.cancel_button.clicked.connect(self.reject)
        variant = Variant.DANGER if danger else Variant.QUIET if reading else Variant.PRIMARY
        self.primary_button = Button(primary, variant, name=f"{name}_primary", parent=self)
        self.primary_button.clicked.connect(self.submitted)
        self.buttons.addWidget(self.cancel_button)
        self.buttons.addWidget(self.primary_button)
        # Where something would be destroyed, Enter alone must not be enough.
        self._default = self.cancel_button if danger and cancel else self.primary_button
        self._focus_default = danger

    def _make_button_row(self) -> QWidget:
        row = self._button_row = QWidget(self)
        self.buttons = QHBoxLayout(row)
        self.buttons.setContentsMargins(0, 0, 0, 0)
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        return row

    def add_text(self, text: str) -> Label:
        """Add a sentence to the content."""
        words = Label(text, wrap=True, name=f"{self.objectName()}_text", parent=self)
        self.content.addWidget(self._never_wider(words))
        return words

    def add_left_button(self, button: Button) -> Button:
        """Add a further, rarer action at the left end of the row of buttons."""
        self.buttons.insertWidget(0, button)
        return button

    def set_error(self, text: str | None) -> None:
        """Say above the buttons what went wrong, or nothing."""
        self._error.set_text(text)

    def error(self) -> str:
        """What is said to have gone wrong."""
        return self._error.text()

    @override
    def setVisible(self, visible: bool) -> None:
        if visible and not self.isVisible():
            self._be_inside_screen()
            tab_as_read(self)
            self._default.setDefault(True)
            if self._focus_default:
                self._default.setFocus(Qt.FocusReason.OtherFocusReason)
        super().setVisible(visible)

    def _never_wider(self, words: Label) -> Label:
        # A name in it may be one word of 200 letters. With a smaller minimum, Qt would make the
        # dialog as high as the words need at that width.
        margins = self._outer.contentsMargins()
        words.setMinimumWidth(self.minimumWidth() - margins.left() - margins.right())
        # Qt keeps the size that it has asked for before, until something of the text is set.
        words.setWordWrap(words.wordWrap())
        self._wrapping.add(words)
        return words

    def _be_inside_screen(self) -> None:
        # A minimum that was set keeps Qt from minding that of the content, and a new dialog is made
        # no wider than two thirds of the screen: long texts would be cut on a small one.
        room = self.screen().availableGeometry().size() - _FRAME
        if self._outer.totalMinimumSize().height() > room.height():
            self._let_content_scroll()
        wanted = self.sizeHint()
        if wanted.height() > room.height() and not self.testAttribute(_RESIZED):
            self.resize(wanted.width(), room.height())
        if self.minimumWidth() > room.width():
            self.setMinimumWidth(room.width())
            for words in self._wrapping:
                self._never_wider(words)
            # Each remembers what its parts need until the event loop turns.
            for layout in (self.content, self._outer):
                layout.invalidate()
        needed = self._outer.totalMinimumSize().width()
        self.setMinimumWidth(max(self.minimumWidth(), min(needed, room.width())))
        if self.testAttribute(_RESIZED):
            # On a small screen, or where all is drawn large, the buttons would lie below its edge.
            size = self.size().boundedTo(room)
            self.resize(size.expandedTo(QSize(min(needed, self.width()), 0)))

    def _let_content_scroll(self) -> None:
        """Keep the buttons on a screen that is too low for all of it."""
        from app.ui.kit.frames import ScrollPage  # noqa: PLC0415  # most screens have the room

        page = ScrollPage(margin=0, name=f"{self.objectName()}_scroll", parent=self)
        # A focus ring reaches over the edge of a field, and the bar stands beside all.
        page.body.setContentsMargins(3, 3, 12, 3)
        place = self._outer.indexOf(self.content)
        self._outer.removeItem(self.content)
        add_layout(page.body, self.content)
        page.setMinimumWidth(page.body.totalMinimumSize().width())
        self._outer.insertWidget(place, page, 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Out of a field of several lines, where Enter alone begins a line.
            self.primary_button.click()
            return
        super().keyPressEvent(event)


def ask(
    parent: QWidget,
    *,
    title: str,
    text: str,
    primary: str,
    cancel: str,
    on_primary: Callable[[], object],
    on_cancel: Callable[[], object] | None = None,
    danger: bool = False,
    name: str = "question",
) -> Dialog:
    """Ask a question over `parent` and call back with the answer; returns at once."""
    dialog = Dialog(title, primary, cancel, danger=danger, name=name, parent=parent)
    dialog.add_text(text)
    dialog.submitted.connect(dialog.accept)
    dialog.accepted.connect(on_primary)
    if on_cancel is not None:
        dialog.rejected.connect(on_cancel)
    dialog.open()
    return dialog


def tell(parent: QWidget, *, title: str, text: str, close: str, name: str = "message") -> Dialog:
    """Say something over `parent` with one button that closes it; returns at once."""
    dialog = Dialog(title, close, name=name, parent=parent)
    dialog.add_text(text)
    dialog.submitted.connect(dialog.accept)
    dialog.open()
    return dialog
