"""The line below the chart: what colours say, and by what they are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.portals import portals
from app.core.stays.occupancy import KIND_LABELS, Kind
from app.dataclass import dataclass
from app.override import override
from app.ui.kit import Button, SegmentedControl, Variant
from app.ui.look.theme import current_theme
from app.ui.stays.colours import DIRECT, OTHER, ColourBy, Inks, Look

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QPaintEvent

    from app.i18n import Catalogue

_SWATCH_WIDTH, _SWATCH_HEIGHT = 14, 10
_GAP: Final = 6
_BETWEEN: Final = 18
_LINE: Final = 24


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour with its word."""

    key: str
    look: Look
    words: str


class Legend(QWidget):
    """Colour mode at the left, colours with their words, the choice of holidays at the right.

    Signals:
        chosen(ColourBy): colour bars by this.
        region_wanted(): the owner wants to choose whose holidays are shown.
    """

    chosen = Signal(object)
    region_wanted = Signal()

    def __init__(self, texts: Catalogue, by: ColourBy, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plan_legend")
        self._texts = texts
        self._by = by
        self.mode = SegmentedControl(
            [
                (ColourBy.ORIGIN.value, texts.tr("Origin")),
                (ColourBy.KIND.value, texts.tr("Kind")),
            ],
            accessible_name=texts.tr("Colours by"),
            name="colour_by",
            parent=self,
        )
        self.mode.select(by.value)
        self.mode.chosen.connect(self._choose)
        self.swatches = Swatches(self)
        self.region = Button("", Variant.LINK, name="holiday_region", parent=self)
        self.region.clicked.connect(self.region_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(_BETWEEN)
        row.addWidget(self.mode)
        row.addWidget(self.swatches, 1)
        row.addWidget(self.region)
        self.show_origins(())

    def show_origins(self, origins: Collection[str]) -> None:
        """Explain the colours of these origins; of kinds all are explained."""
        texts = self._texts
        if self._by is ColourBy.KIND:
            swatches = [
                Swatch(f"kind {kind.value}", _look(kind), texts.tr(label))
                for kind, label in KIND_LABELS.items()
            ]
        else:
            swatches = [Swatch(DIRECT, Look.FULL, texts.tr("Direct booking"))]
            swatches += [
                Swatch(key, Look.FULL, portal.name)
                for key, portal in portals().items()
                if key in origins
            ]
            if OTHER in origins:
                swatches.append(Swatch(OTHER, Look.FULL, texts.tr("Other portals")))
            swatches += [
                Swatch(kind.value, _look(kind), texts.tr(KIND_LABELS[kind]))
                for kind in (Kind.OWNER, Kind.BLOCK)
            ]
        first = swatches[0].key
        swatches.append(Swatch(first, Look.OPTION, texts.tr("Option")))
        self.swatches.show_swatches(swatches, Inks(self._by))

    def show_region(self, words: str) -> None:
        """Say whose holidays are shown."""
        self.region.setText(words)

    def _choose(self, key: str) -> None:
        self._by = ColourBy(key)
        self.show_origins(())
        self.chosen.emit(self._by)


class Swatches(QWidget):
    """Colours with their words, in as many lines as it takes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._swatches: Sequence[Swatch] = ()
        self._inks = Inks(ColourBy.ORIGIN)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        current_theme().changed.connect(self._restyle)

    def show_swatches(self, swatches: Sequence[Swatch], inks: Inks) -> None:
        """Show these."""
        self._swatches, self._inks = tuple(swatches), inks
        self.setAccessibleName(", ".join(swatch.words for swatch in swatches))
        self.updateGeometry()
        self.update()

    def _restyle(self) -> None:
        self._inks = Inks(self._inks.by)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, _LINE)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return (places[-1][1].y() if places else 0) + _LINE

    def _places(self, width: int) -> list[tuple[Swatch, QPoint]]:
        """Where each swatch begins, in as many lines as it takes."""
        found, x, y = [], 0, 0
        for swatch in self._swatches:
            needed = _SWATCH_WIDTH + _GAP + self.fontMetrics().horizontalAdvance(swatch.words)
            if x and x + needed > width:
                x, y = 0, y + _LINE
            found.append((swatch, QPoint(x, y)))
            x += needed + _BETWEEN
        return found

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places(self.width())
        # In the middle, where there is more room than lines.
        lines = (places[-1][1].y() if places else 0) + _LINE
        painter.translate(0, max((self.height() - lines) // 2, 0))
        for swatch, at in places:
            ink = self._inks.sort(swatch.key, swatch.look)
            pen = QPen(ink.edge.color(), 1.2)
            pen.setDashPattern([2.2, 1.6])
            painter.setPen(pen if swatch.look is Look.OPTION else Qt.PenStyle.NoPen)
            painter.setBrush(ink.fill)
            top = at.y() + (_LINE - _SWATCH_HEIGHT) / 2
            painter.drawRoundedRect(QRectF(at.x() + 0.5, top, _SWATCH_WIDTH, _SWATCH_HEIGHT), 3, 3)
            painter.setPen(current_theme().colour("muted"))
            area = QRect(at.x() + _SWATCH_WIDTH + _GAP, at.y(), self.width(), _LINE)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, swatch.words)
        painter.end()


def _look(kind: Kind) -> Look:
    return Look.HATCHED if kind is Kind.BLOCK else Look.FULL
