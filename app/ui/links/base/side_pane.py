"""What stands beside the links: a pane about the one that is highlighted, and the head of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.override import override
from app.ui.kit import Button, IconButton, Label, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base.parts import MoreButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QMenu

    from app.i18n import Catalogue

WIDTH: Final = 340
_BAR: Final = 12


class SidePane(QWidget):
    """Scrolls upright, is at least as wide as its words need, and closes with Escape.

    What is in it comes into `body`, with `content` as its parent. `name` begins the names of its
    parts.

    Signals:
        closed(): the owner has seen enough, or what it is about is gone.
        turned(Way): the owner wants to see the other way of the same portal.
    """

    closed = Signal()
    turned = Signal(object)

    def __init__(self, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName(f"{name}_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll)
        self.content = QWidget()
        self.content.setObjectName("page_body")
        self.content.installEventFilter(self)
        self._scroll.setWidget(self.content)
        self._scroll.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(14, 14, 8, 16)
        self.body.setSpacing(13)

    def scroll_up(self) -> None:
        """Show the head again."""
        self._scroll.verticalScrollBar().setValue(0)

    def fit(self) -> None:
        """Be at least as wide as its words need, the scroll bar beside them."""
        self.setMinimumWidth(self.content.minimumSizeHint().width() + _BAR)

    @override
    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, self.minimumWidth()), super().sizeHint().height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.content and event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)


class SideHead(QWidget):
    """Title, menu and the way out; below them since when it is, and the button that opens a form.

    Signals:
        close_wanted(): the owner has seen enough.
        form_turned(): the owner has opened or closed the form.
    """

    close_wanted = Signal()
    form_turned = Signal()

    def __init__(self, texts: Catalogue, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.texts = texts
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(4)
        self.title = Label("", Role.HEADING, wrap=True, name=f"{name}_title", parent=self)
        self.title_row.addWidget(self.title, 1)
        more = MoreButton(texts.tr("More"), self.fill_menu, name=f"{name}_more", parent=self)
        self.title_row.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        close = IconButton("x", texts.tr("Close"), ghost=True, name=f"{name}_close", parent=self)
        close.clicked.connect(self.close_wanted)
        self.title_row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(self.column, self.title_row)
        facts = QHBoxLayout()
        facts.setSpacing(4)
        self.since = Label("", Role.SMALL, name=f"{name}_since", parent=self)
        facts.addWidget(self.since, 1)
        self.edit_button = Button("", Variant.LINK, name=f"{name}_edit_button", parent=self)
        self.edit_button.setProperty("inline", True)
        facts.addWidget(self.edit_button)
        add_layout(self.column, facts)

    def fill_menu(self, menu: QMenu) -> None:
        """Put in what can be done, each time the menu is opened."""
        raise NotImplementedError

    def add_form(self, form: QWidget, take_focus: Callable[[], object]) -> None:
        """Put the form below, closed; `take_focus` is called each time it has been opened."""
        self._form, self._take_focus = form, take_focus
        self.column.addWidget(form)
        self.turn_form(opens=False)
        self.edit_button.clicked.connect(lambda: self.turn_form(opens=form.isHidden()))

    def turn_form(self, *, opens: bool) -> None:
        """Open or close the form."""
        self._form.setVisible(opens)
        tr = self.texts.tr
        self.edit_button.setText(tr("Done") if opens else tr("Edit …"))
        self.form_turned.emit()
        if opens:
            self._take_focus()
