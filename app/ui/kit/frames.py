"""What pages are put together from: header, card, scrolling body, separator, empty state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.kit.controls.buttons import Button, Variant
from app.ui.kit.controls.labels import ElidedLabel, Label, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.look import icons
from app.ui.look.theme import current_theme


class PageHeader(QFrame):
    """Title and subtitle of a page at the left, its actions at the right."""

    def __init__(self, title: str, subtitle: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_header")
        self.setMinimumHeight(76)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 12, 20, 12)
        self._row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addStretch(1)
        self.title = Label(title, Role.TITLE, name="page_title", parent=self)
        words.addWidget(self.title)
        self.subtitle = ElidedLabel(subtitle, Role.SUBTITLE, name="page_subtitle", parent=self)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        add_layout(self._row, words)
        self._row.addStretch(1)
        self.set_subtitle(subtitle)

    def set_subtitle(self, subtitle: str) -> None:
        """Show another subtitle, or none where it is empty."""
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def add_action(self, widget: QWidget) -> None:
        """Add a button or field at the right end; the last one added is the outermost."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class Card(QFrame):
    """A surface with a fine line around it. `body` is its layout (12–16 px margins)."""

    def __init__(
        self,
        *,
        horizontal: bool = False,
        name: str = "",
        accessible_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        direction = QBoxLayout.Direction
        self.body = QBoxLayout(direction.LeftToRight if horizontal else direction.TopToBottom, self)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)


class Separator(QFrame):
    """A faint horizontal line of one pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "separator")
        self.setFixedHeight(1)


class ScrollPage(QScrollArea):
    """The body of a page, scrolling where it is too long. `body` is its layout.

    20 pixels of margin and 10 between what is added; `add_end()` keeps it all at the top.
    """

    def __init__(self, *, margin: int = 20, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("page_body")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(margin, 14 if margin == 20 else margin, margin, margin)
        self.body.setSpacing(10)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def add_end(self) -> None:
        """Let what was added stay together at the top of a taller page."""
        self.body.addStretch(1)


def scroll_page(*widgets: QWidget, name: str = "", parent: QWidget | None = None) -> ScrollPage:
    """A scrolling page with these widgets one below the other, kept at the top."""
    page = ScrollPage(name=name, parent=parent)
    for widget in widgets:
        page.body.addWidget(widget)
    page.add_end()
    return page


class EmptyState(QWidget):
    """What a page shows before there is anything on it: what to do next, and the way to it.

    Signals:
        action_chosen(): the owner pressed the button.
    """

    action_chosen = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: str = "",
        *,
        action_icon: str = "plus",
        name: str = "empty_state",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._icon = icon
        centre = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 48, 20, 48)
        layout.setSpacing(6)
        layout.addStretch(2)
        self._picture = Label(parent=self)
        self._picture.setAlignment(centre)
        layout.addWidget(self._picture)
        layout.addSpacing(8)
        heading = Label(title, Role.HEADING, wrap=True, name=f"{name}_title", parent=self)
        heading.setAlignment(centre)
        layout.addWidget(heading)
        words = Label(sentence, Role.MUTED, wrap=True, name=f"{name}_sentence", parent=self)
        words.setAlignment(centre)
        words.setFixedWidth(440)
        # In a row of its own and not by alignment, which would ignore the lines that it wraps to.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(words)
        row.addStretch(1)
        add_layout(layout, row)
        layout.addSpacing(12)
        self.action = Button(
            action, Variant.PRIMARY, icon=action_icon, name=f"{name}_action", parent=self
        )
        self.action.setVisible(bool(action))
        self.action.clicked.connect(self.action_chosen)
        layout.addWidget(self.action, 0, centre)
        layout.addStretch(3)
        current_theme().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, "muted", 36, self.devicePixelRatioF()))
