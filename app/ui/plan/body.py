"""What stands below the head of the plan: chart, legend, and what is due; and how they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.kit.controls.layouts import parts_of

if TYPE_CHECKING:
    from app.ui.plan.chart.chart import Chart
    from app.ui.plan.legend import Legend

MARGIN: Final = 16
"""At the left and right of what stands below the legend."""
_LEAST_CHART: Final = 162


class PlanBody(QScrollArea):
    """The chart is as high as its rows where there is room, and what is below as high as it likes.

    Where there is not, first the lower part shrinks, then the chart, and then all of it scrolls:
    nothing is ever left out.
    """

    def __init__(self, parent: QWidget) -> None:
        """Give it its parts with `hold`, made in `held`: what moves elsewhere is styled again."""
        super().__init__(parent)
        self.setObjectName("plan_body")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chart: Chart
        self._legend: Legend
        self.held = QWidget()
        self.setWidget(self.held)
        self.held.setAutoFillBackground(True)
        self.held.setBackgroundRole(QPalette.ColorRole.Base)
        self._below = QWidget(self.held)
        self._lower = QVBoxLayout(self._below)
        self._lower.setContentsMargins(MARGIN, 4, MARGIN, 12)

    def hold(self, chart: Chart, legend: Legend) -> None:
        """Put these one below the other, and room for more below them."""
        self._chart, self._legend = chart, legend
        column = QVBoxLayout(self.held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(chart)
        column.addWidget(legend)
        column.addWidget(self._below)
        column.addStretch(1)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the legend."""
        self._lower.addWidget(widget)

    def fit(self, width: int, height: int) -> None:
        """Share a width and a height among the parts."""
        content = self._chart.content_height()
        legend = self._legend.heightForWidth(width)
        margins = self._lower.contentsMargins()
        least_below = margins.top() + margins.bottom() + self.least_below(width)
        room = height - legend - least_below
        chart = max(min(content, room), min(content, _LEAST_CHART))
        self._chart.setFixedHeight(chart)
        # By itself it would ask for the lines that it has where it is narrowest.
        self._legend.setFixedHeight(legend)
        self._below.setMinimumHeight(least_below)
        self._below.setMaximumHeight(max(height - legend - chart, least_below))

    def least_below(self, width: int) -> int:
        """How low what is below the legend may be, without its margins."""
        parts = (part for part in parts_of(self._lower) if isinstance(part, QWidget))
        return sum(_least(part, width - 2 * MARGIN) for part in parts if not part.isHidden())


def _least(part: QWidget, width: int) -> int:
    """How low a part may be: what is written in it wraps, lists in it scroll."""
    layout = part.layout()
    if layout is not None and layout.hasHeightForWidth():
        return max(layout.minimumHeightForWidth(width), part.minimumSizeHint().height())
    return part.minimumSizeHint().height()
