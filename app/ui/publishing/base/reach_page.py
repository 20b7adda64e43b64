"""What each choice of the wizard shows at the right, and what its button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from app.ui.base.context import Context


class ReachPage(QWidget):
    """One choice: its fields, and the words of the dialog's button while it is shown.

    Signals:
        state_changed(): the button shall say something else, or be on or off.
        settled(): what was wanted holds; the dialog may close.
        look_here(QWidget): this part has just become the important one.
    """

    state_changed = Signal()
    settled = Signal()
    look_here = Signal(object)

    def __init__(self, context: Context, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.context = context
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    @property
    def primary(self) -> str:
        """What the dialog's button does now, in words."""
        raise NotImplementedError

    @property
    def ready(self) -> bool:
        """Whether the button can be pressed."""
        return True

    @property
    def busy(self) -> bool:
        """Whether something is under way that the owner waits for."""
        return False

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that would be lost."""
        return False

    @property
    def can_cancel(self) -> bool:
        """Whether there is anything that the owner could still not want."""
        return True

    @property
    def hoster(self) -> str:
        """Whose page of help fits; empty where none does."""
        return ""

    def submit(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the focus where one begins."""

    def look_around(self) -> None:
        """The owner has chosen this: look whether something lies ready for it."""

    def leave(self) -> None:
        """The dialog closes: let go of what is under way."""
