"""A field over a list: type to find, pick, or take what was typed as a name of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.core.texts import folded
from app.dataclass import dataclass
from app.override import override
from app.ui.kit import SearchField
from app.ui.kit.list_rows import add_row
from app.ui.links.base.badge import IN_LISTS, badge_icon
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent, QObject

_ROW: Final = 34
_ROWS: Final = 9
_KEY: Final = Qt.ItemDataRole.UserRole
_ARROWS: Final = (Qt.Key.Key_Down, Qt.Key.Key_Up)


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick: its key, its name and the portal whose badge it has (none: grey)."""

    key: str
    name: str
    portal: str = ""


class PickList(QWidget):
    """One of `options`, or a text of the owner's own where `own_words` says how to offer that.

    Signals:
        picked(): something else is chosen, or nothing any more.
    """

    picked = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        placeholder: str,
        *,
        own_words: Callable[[str], str] | None = None,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`own_words` offers the text that was typed; without it only what is listed can be had."""
        super().__init__(parent)
        self._options = list(options)
        self._own_words = own_words
        self._before = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.field = SearchField(placeholder, name=f"{name}_search", parent=self)
        column.addWidget(self.field)
        self.view = QListWidget(self)
        self.view.setObjectName(f"{name}_list")
        self.view.setAccessibleName(placeholder)
        self.view.setIconSize(QSize(IN_LISTS, IN_LISTS))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMinimumHeight(min(len(self._options) + 1, _ROWS) * _ROW + 10)
        column.addWidget(self.view, 1)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.view.itemSelectionChanged.connect(self._tell)
        current_theme().changed.connect(self._fill)
        self._fill()

    def key(self) -> str:
        """The key of what is chosen, the owner's own text, or empty where nothing is."""
        item = self._chosen()
        return "" if item is None else str(item.data(_KEY))

    def name(self) -> str:
        """What is chosen, as people call it; empty where nothing is."""
        key = self.key()
        return next((option.name for option in self._options if option.key == key), key)

    def choose(self, key: str) -> None:
        """Choose an option by its key; one that is not listed changes nothing."""
        for row in range(self.view.count()):
            if self.view.item(row).data(_KEY) == key:
                self.view.setCurrentRow(row)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other things."""
        self._options = list(options)
        self._fill()

    def _chosen(self) -> QListWidgetItem | None:
        return next(iter(self.view.selectedItems()), None)

    def _typed(self) -> None:
        self._fill()
        if self.field.text().strip() and self.view.count():
            self.view.setCurrentRow(self._best())

    def _best(self) -> int:
        """The row that the typed text means: one of this name, else one that begins so."""
        wanted = folded(self.field.text().strip())
        names = [folded(self.view.item(row).text()) for row in range(self.view.count())]
        exact = (row for row, name in enumerate(names) if name == wanted)
        return next(exact, 0)

    def _fill(self) -> None:
        kept = self.key()
        typed = self.field.text().strip()
        wanted = folded(typed)
        # Told once at the end, not of each state on the way.
        self.view.blockSignals(True)
        self.view.clear()
        fitting = [option for option in self._options if wanted in folded(option.name)]
        fitting.sort(key=lambda option: not folded(option.name).startswith(wanted))
        for option in fitting:
            self._add(option, option.name)
        known = any(folded(option.name) == wanted for option in self._options)
        if typed and self._own_words is not None and not known:
            self._add(Option(typed, typed), self._own_words(typed))
        self.choose(kept)
        self.view.blockSignals(False)
        self._tell()

    def _add(self, option: Option, words: str) -> None:
        item = add_row(self.view, words, badge_icon(option.name, option.portal))
        item.setData(_KEY, option.key)
        item.setSizeHint(QSize(0, _ROW))

    def _tell(self) -> None:
        if self.key() != self._before:
            self._before = self.key()
            self.picked.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        from PySide6.QtGui import QKeyEvent  # noqa: PLC0415  # for the type alone

        if isinstance(event, QKeyEvent) and event.type() is QKeyEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _ARROWS and self.view.count():
                self._step(1 if key is Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        """Move in the list while the focus stays in the field."""
        row = self.view.currentRow() if self._chosen() else (-1 if by > 0 else 1)
        self.view.setCurrentRow(max(0, min(row + by, self.view.count() - 1)))
