"""How the plan is stacked: its head, what may stand between, and the chart with what is below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.kit.controls.layouts import parts_of


class PlanColumn(QVBoxLayout):
    """From top to bottom, without gaps; what is between head and body comes and goes."""

    def __init__(self, page: QWidget, header: QWidget, body: QWidget) -> None:
        super().__init__(page)
        self._header = header
        self._body = body
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self.addWidget(header)
        self.addWidget(body, 1)

    def add_above(self, part: QWidget) -> None:
        """Put something between the head and the body."""
        self.insertWidget(1, part)

    def height_above(self, width: int) -> int:
        """Return how high it is what stands between head and body in a page of this width."""
        between = parts_of(self)[1 : self.indexOf(self._body)]
        return sum(_height(part, width) for part in between if isinstance(part, QWidget))

    def height_over_body(self, width: int) -> int:
        """Return how high head and all above the body are in a page of this width."""
        return _height(self._header, width) + self.height_above(width)


def _height(part: QWidget, width: int) -> int:
    """How high a part of a page of this width is, nothing where it is hidden."""
    if part.isHidden():
        return 0
    wanted = part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
    return max(wanted, part.minimumHeight())
