"""The field for a guest's name, which suggests who has been here before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
)

from app.override import override
from app.ui.kit.floating.cards import RADIUS, let_float, round_off
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from app.core.stays.guests import GuestBook, KnownGuest
    from app.i18n import Catalogue

Index = QModelIndex | QPersistentModelIndex
GUEST_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The `KnownGuest` of a line."""
MORE_ROLE: Final = GUEST_ROLE + 1
"""What stands below the name."""
_AIR: Final = 12
_MARGIN: Final = 9


class GuestField(QLineEdit):
    """A name. Whoever is meant by what was typed is suggested; arrows and Enter choose, Esc ends.

    What was typed stays until somebody is chosen.

    Signals:
        guest_chosen(KnownGuest): the owner means this one; the field is left as it was.
    """

    guest_chosen = Signal(object)

    def __init__(
        self, texts: Catalogue, book: Callable[[], GuestBook], parent: QWidget | None = None
    ) -> None:
        """`book` is asked once, when the field is entered: nothing is read while one types."""
        super().__init__(parent)
        self.setObjectName("guest")
        self._ask = book
        self._book: GuestBook | None = None
        self._model = _Guests(texts, self)
        # Not the field's own: that would overwrite what was typed by whatever the arrows pass.
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(self)
        self.popup = _Card(self)
        self._completer.setPopup(self.popup)
        self.popup.setItemDelegate(_TwoLines(self.popup))
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]  # Qt's
        self.popup.setAccessibleName(texts.tr("Earlier guests"))
        self.textEdited.connect(self._suggest)

    @property
    def book(self) -> GuestBook:
        """All earlier guests, as they were when the field was entered first."""
        if self._book is None:
            self._book = self._ask()
        return self._book

    def forget_book(self) -> None:
        """Something has moved: ask anew when it is needed next."""
        self._book = None

    def suggestions(self) -> list[KnownGuest]:
        """Who is suggested at present."""
        return list(self._model.guests) if self.popup.isVisible() else []

    def _suggest(self, typed: str) -> None:
        guests = self.book.suggest(typed)
        self._model.show_guests(guests)
        if not guests:
            self.popup.hide()
            return
        self._completer.complete()

    def _choose(self, index: QModelIndex) -> None:
        guest = index.data(GUEST_ROLE)
        if guest is not None:
            self.guest_chosen.emit(guest)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        assert self.book is not None  # read now, not with the first letter


class _Guests(QAbstractListModel):
    """Guests who are suggested."""

    def __init__(self, texts: Catalogue, parent: QObject) -> None:
        super().__init__(parent)
        self._texts = texts
        self.guests: Sequence[KnownGuest] = ()

    def show_guests(self, guests: Sequence[KnownGuest]) -> None:
        self.beginResetModel()
        self.guests = guests
        self.endResetModel()

    @override
    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.guests)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        guest = self.guests[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return guest.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{guest.name}, {self._more(guest)}"
            case _ if role == GUEST_ROLE:
                return guest
            case _ if role == MORE_ROLE:
                return self._more(guest)
        return None

    def _more(self, guest: KnownGuest) -> str:
        texts = self._texts
        if guest.last is None:
            last = texts.tr("cancelled")
        else:
            last = texts.tr("last stay {days}", days=texts.day_range(*guest.last))
        reach = guest.phone or guest.email or guest.contact
        return f"{last} · {reach}" if reach else last


class _Card(QListView):
    """A list that floats as a card."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.setObjectName("completions")
        let_float(self)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.Paint:
            return super().event(event)
        # Its ground reaches under the lines and as far as its border: the window has none.
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
        return True

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        round_off(self)


class _TwoLines(QStyledItemDelegate):
    """Paints a name, and below it when they were here and how they are reached."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), 2 * option.fontMetrics.lineSpacing() + _AIR)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_tint"))
            painter.drawRoundedRect(option.rect, 6, 6)
        area = option.rect.adjusted(_MARGIN, _AIR // 2, -_MARGIN, -_AIR // 2)
        metrics, line = option.fontMetrics, option.fontMetrics.lineSpacing()
        elide = Qt.TextElideMode.ElideRight
        for place, (role, colour) in enumerate(
            ((int(Qt.ItemDataRole.DisplayRole), "text"), (MORE_ROLE, "muted"))
        ):
            words = metrics.elidedText(str(index.data(role)), elide, area.width())
            painter.setPen(theme.colour(colour))
            painter.drawText(area.adjusted(0, place * line, 0, 0), Qt.AlignmentFlag.AlignTop, words)
        painter.restore()
