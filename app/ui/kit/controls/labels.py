"""Words on the page: elided labels, section labels, chips, and ready-made text roles."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.override import override
from app.ui.kit.floating.tips import show_prepared, show_tip
from app.ui.look.tone import Tone, set_style_property

if TYPE_CHECKING:
    from PySide6.QtGui import QHelpEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget


class Role(enum.StrEnum):
    """What a label is on its page; sizes and weights stand in the stylesheet."""

    PLAIN = "plain"
    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    MUTED = "muted"
    SMALL = "small"
    SECTION = "section"
    SUBTITLE = "subtitle"
    BRAND = "brand"
    ERROR = "error"


class Label(QLabel):
    """Plain text (never interpreted as HTML) in a role; `wrap` lets it take several lines."""

    def __init__(
        self,
        text: str = "",
        role: Role = Role.PLAIN,
        *,
        wrap: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role.value)
        self.setObjectName(name)
        self.setText(text)
        if wrap:
            self.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)


class SectionLabel(Label):
    """A small muted label in capitals above a group of fields; its text stays as it was given."""

    def __init__(self, text: str, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, Role.SECTION, name=name, parent=parent)
        font = QFont(self.font())
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        self.setFont(font)


class ElidedLabel(Label):
    """One line that shortens itself with "…" where there is no room; `text()` stays whole.

    The whole text is shown as a tooltip where it did not fit.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = Role.PLAIN,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, name=name, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def shown_text(self) -> str:
        """What is painted at the present width."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), self._mode, room)

    @override
    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        least = self.fontMetrics().horizontalAdvance("MMM…")
        hint = super().sizeHint()
        return QSize(min(least, hint.width()), hint.height())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self.shown_text() != self.text():
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            show_tip(help_event, self.text(), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.shown_text())
        painter.end()


class TipLabel(Label):
    """A label whose tooltip comes up as the hover card that all others have."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and self.toolTip():
            help_event: QHelpEvent = event  # type: ignore[assignment]  # by its type above
            show_prepared(help_event, self.toolTip(), self)
            return True
        return super().event(event)


class Chip(TipLabel):
    """A small pill with a word or two in a tone."""

    def __init__(
        self,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, name=name, parent=parent)
        self.setProperty("tone", tone.value)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, text: str, tone: Tone, *, over_tint: bool = False) -> None:
        """Show another text in another tone; `over_tint` where it lies on what is selected."""
        self.setText(text)
        set_style_property(self, "tone", tone.value)
        set_style_property(self, "over_tint", "true" if over_tint else "false")


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, for numbers that are compared."""
    result = QFont(font)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result
