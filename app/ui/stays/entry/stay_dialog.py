"""What both dialogs share that write an occupancy down: where, when, and real double bookings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import UserError
from app.override import override
from app.services.stays.checks import LongStay, OccupancyConflict
from app.ui.kit import Dialog
from app.ui.kit.controls.layouts import give_layout
from app.ui.stays.entry.long_stay import ask_about
from app.ui.stays.entry.stay_fields import StayFields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from app.core.house.unit import Unit
    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue
    from app.ui.base.context import Context
    from app.ui.kit import Form


_LEAST_HEIGHT: Final = 120
_TITLE_BAR: Final = 40
"""About what the system puts around a window."""


class StayDialog(Dialog):
    """A dialog about a stay. On an error it stays open with everything in it.

    Signals:
        saved(int): this occupancy has been written.
    """

    saved = Signal(int)

    def __init__(
        self,
        texts: Catalogue,
        *,
        title: str,
        primary: str,
        cancel: str,
        name: str,
        width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, primary, cancel, name=name, width=width, parent=parent)
        self.texts = texts
        self._chosen_height = 0
        self._long_meant = False
        self._make_scrollable()

    def _make_scrollable(self) -> None:
        """Put the content where it can be scrolled: on a small screen not all of it has room."""
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        place = outer.indexOf(self.content)
        outer.removeItem(self.content)
        self.content.setParent(None)
        self._holder = QWidget()
        self._holder.setObjectName("page_body")
        give_layout(self._holder, self.content)
        self.content.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea(self)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._holder)
        self._scroll.setMinimumHeight(_LEAST_HEIGHT)
        outer.insertWidget(place, self._scroll, 1)
        self._holder.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._holder and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    # Tab goes by the order in which widgets are made, so these two are made where they belong.

    def add_stay(
        self, context: Context, units: Sequence[Unit], *, but: int | None = None
    ) -> StayFields:
        """Add unit and dates to the content; `but` as in `StayFields`."""
        self.stay = StayFields(context, units, but=but, parent=self)
        self.content.addWidget(self.stay)
        self.stay.changed.connect(self.forget_conflict)
        return self.stay

    def add_in_spite(self) -> None:
        """Add, after all fields, what confirms a real double booking; it is hidden until then."""
        self.content.addStretch(1)
        self.in_spite = QCheckBox(
            self.texts.tr("Enter it all the same: this is a real double booking"), self
        )
        self.in_spite.setObjectName("in_spite")
        self.in_spite.hide()
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.insertWidget(outer.count() - 1, self.in_spite)

    def focus_error(self, *forms: Form) -> None:
        """Put the focus on the first field that is wrong, ready to be typed over."""
        for form in forms:
            if form.focus_first_error():
                field = self.focusWidget()
                if isinstance(field, QLineEdit):
                    field.selectAll()
                return

    def attempt(self, save: Callable[[bool, bool], Occupancy]) -> Occupancy | None:
        """Save, or say why not, or ask.

        Args:
            save: writes; its arguments are whether a double booking is what the owner says it is,
                and whether more than a year is meant.
        """
        self.set_error(None)
        try:
            return save(self.in_spite.isVisible() and self.in_spite.isChecked(), self._long_meant)
        except OccupancyConflict as conflict:
            self.show_conflict(conflict)
        except LongStay as stay:
            ask_about(stay, self.texts, self, self._submit_long)
        except UserError as error:
            self.set_error(self.texts.tell(error))
        return None

    def _submit_long(self) -> None:
        self._long_meant = True
        try:
            self.submitted.emit()
        finally:
            self._long_meant = False

    def show_conflict(self, conflict: OccupancyConflict) -> None:
        """Say who takes the nights and ask whether that is so in truth."""
        self.set_error(self.texts.tell(conflict))
        self.in_spite.setChecked(False)
        self.in_spite.show()
        self.in_spite.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_conflict(self) -> None:
        """What was said of a double booking no longer fits what is in the fields."""
        if self.in_spite.isVisible():
            self.in_spite.hide()
            self.in_spite.setChecked(False)
            self.set_error(None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Only the owner gives it more than it needs.
        self._chosen_height = self.height() if self.height() > self._needed(self.width()) else 0

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        """Give what has come up the room it needs, and take it back: a window does not by itself.

        A window that the owner has made taller stays so.
        """
        outer = self.layout()
        if outer is not None:
            self._scroll.setMinimumWidth(self._holder.minimumSizeHint().width())
            width = max(self.width(), outer.totalMinimumSize().width())
            self.resize(width, max(self._needed(width), self._chosen_height))

    def _needed(self, width: int) -> int:
        """The height that all fields and sentences take at this width, as far as there is room."""
        outer = self.layout()
        if outer is None:
            return 0
        margins = outer.contentsMargins()
        room = width - margins.left() - margins.right()
        beside = outer.totalHeightForWidth(width) - self._scroll.sizeHint().height()
        content = self.content.totalHeightForWidth(room)
        most = self.screen().availableGeometry().height() - _TITLE_BAR
        return min(max(beside, 0) + max(content, _LEAST_HEIGHT), most)
