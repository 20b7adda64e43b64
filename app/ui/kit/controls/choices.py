"""Choosing one of a few: joined segments, and a colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from app.override import override
from app.ui.kit.controls.buttons import Button, Variant
from app.ui.kit.controls.focus import RingButton, paint_ring, shows_ring
from app.ui.kit.floating.tips import set_tip
from app.ui.look import icons
from app.ui.look.contrast import contrast
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent

_SWATCH = 28


_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Segment(RingButton):
    """One of the joined buttons of a `SegmentedControl`, or one that stands alone.

    Signals:
        stepped(int): an arrow key was pressed that leads back (-1) or ahead (1), in a control.
    """

    stepped = Signal(int)

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        # Layouts ask again and again.
        self._measured = ("", "")
        self._room_for_bold = 0

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key())) if self.group() is not None else None
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        # Room for the bold text of the chosen one: it is not cut, and nothing moves.
        hint = super().sizeHint()
        self.ensurePolished()
        font = self.font()
        measured = (self.text(), font.key())
        if self._measured != measured:
            self._measured = measured
            bold = QFont(font)
            bold.setWeight(QFont.Weight.DemiBold)
            wider = QFontMetrics(bold).horizontalAdvance(self.text())
            narrow = self.fontMetrics().horizontalAdvance(self.text())
            self._room_for_bold = max(0, wider - narrow) + 2
        return QSize(hint.width() + self._room_for_bold, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class SegmentedControl(QWidget):
    """Joined buttons of which one is chosen, or none after `select_none`.

    The keyboard treats them as radio buttons: Tab stops once, arrow keys choose the next one and
    go round.

    Signals:
        chosen(str): the owner chose the segment with this key (`select` does not emit it).
    """

    chosen = Signal(str)

    def __init__(
        self,
        segments: Sequence[tuple[str, str]],
        *,
        accessible_name: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`segments` are pairs of key and text; the first is chosen."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._segments: dict[str, Segment] = {}
        for index, (key, text) in enumerate(segments):
            segment = Segment(text, self)
            segment.setObjectName(f"{name}_{key}" if name else key)
            segment.setCheckable(True)
            segment.setProperty("place", _place(index, len(segments)))
            segment.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))
            segment.stepped.connect(lambda step, at=index: self._step(at, step))
            self._group.addButton(segment)
            self._segments[key] = segment
            row.addWidget(segment)
        self._group.buttonToggled.connect(self._stop_at_chosen)
        if segments:
            self.select(segments[0][0])

    def current(self) -> str:
        """The key of the chosen segment."""
        return next((key for key, one in self._segments.items() if one.isChecked()), "")

    def select(self, key: str) -> None:
        """Choose a segment; an unknown key is a KeyError."""
        self._segments[key].setChecked(True)

    def select_none(self) -> None:
        """Show that none of them is how it stands."""
        # A group of which one must be chosen does not let go of it.
        self._group.setExclusive(False)
        for segment in self._segments.values():
            segment.setChecked(False)
        self._group.setExclusive(True)

    def _stop_at_chosen(self) -> None:
        # Of a group Qt lets Tab stop at what was pressed last, not at what is chosen without.
        none = not self.current()
        for segment in self._segments.values():
            stops = none or segment.isChecked()
            segment.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus
            )

    def _step(self, at: int, step: int) -> None:
        """Choose the next segment that can be chosen, from the one at `at` on, round the ends."""
        segments = list(self._segments.values())
        ring = [segments[(at + step * way) % len(segments)] for way in range(1, len(segments))]
        found = next((one for one in ring if one.isEnabled() and not one.isHidden()), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)
            found.click()

    def segment(self, key: str) -> Segment:
        """The button of a segment."""
        return self._segments[key]


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return {0: "first", count - 1: "last"}.get(index, "middle")


class Swatch(QAbstractButton):
    """A round spot of colour; a ring and a tick mark the chosen one."""

    def __init__(self, colour: str, meaning: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.colour = colour
        self._ring = False
        self.setCheckable(True)
        set_tip(self, meaning)
        self.setAccessibleName(meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(_SWATCH, _SWATCH)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = shows_ring(event, self._ring)
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        inset = 5 if self.isChecked() else 4
        spot = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawEllipse(spot)
        if self.isChecked():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.colour), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
            token = _seen_best_on(QColor(self.colour))
            tick = icons.pixmap("check", token, 12, self.devicePixelRatioF())
            painter.drawPixmap(round(spot.center().x() - 6), round(spot.center().y() - 6), tick)
        elif self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current_theme().colour("muted"), 1))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        if self._ring and self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), 6, "text")
        painter.end()


def _seen_best_on(colour: QColor) -> str:
    """Return the token in which a tick is seen best on a colour of any kind."""
    theme = current_theme()
    dark = "on_accent" if theme.is_dark else "text"
    return max("on_bar", dark, key=lambda token: contrast(theme.colour(token), colour))


class ColourPicker(QWidget):
    """A row of swatches and, after them, a colour of the owner's own.

    Signals:
        colour_chosen(str): the owner chose this colour, ``#rrggbb``.
    """

    colour_chosen = Signal(str)

    def __init__(
        self,
        swatches: Sequence[tuple[str, str]],
        own_text: str,
        *,
        accessible_name: str = "",
        name: str = "colour_picker",
        parent: QWidget | None = None,
    ) -> None:
        """`swatches` are pairs of ``#rrggbb`` and the colour's name in words."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self._own_text = own_text
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._swatches: list[Swatch] = []
        for colour, meaning in swatches:
            self._add(colour, meaning)
        self._own: Swatch | None = None
        self.own_button = Button(own_text, Variant.LINK, name=f"{name}_own", parent=self)
        self.own_button.clicked.connect(self._ask_own)
        self._row.addWidget(self.own_button)
        self._row.addStretch(1)
        if self._swatches:
            self._swatches[0].setChecked(True)

    def colour(self) -> str:
        """The chosen colour, ``#rrggbb``."""
        return next((one.colour for one in self._swatches if one.isChecked()), "")

    def set_colour(self, colour: str) -> None:
        """Choose a colour; one that is no swatch is shown as the owner's own."""
        wanted = QColor(colour).name()
        for swatch in self._swatches:
            if swatch.colour == wanted and swatch is not self._own:
                swatch.setChecked(True)
                return
        if self._own is None:
            self._own = self._add(wanted, f"{self._own_text} {wanted}")
        self._own.colour = wanted
        self._own.setChecked(True)
        self._own.update()

    def _add(self, colour: str, meaning: str) -> Swatch:
        swatch = Swatch(QColor(colour).name(), meaning, self)
        swatch.setObjectName(f"{self.objectName()}_{len(self._swatches)}")
        swatch.clicked.connect(lambda: self.colour_chosen.emit(swatch.colour))
        self._group.addButton(swatch)
        self._row.insertWidget(len(self._swatches), swatch)
        self._swatches.append(swatch)
        return swatch

    def _ask_own(self) -> None:
        from PySide6.QtWidgets import QColorDialog  # noqa: PLC0415  # seldom needed

        dialog = QColorDialog(QColor(self.colour()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(self._take_own)
        dialog.open()

    def _take_own(self, colour: QColor) -> None:
        self.set_colour(colour.name())
        self.colour_chosen.emit(self.colour())
