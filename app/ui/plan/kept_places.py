"""The places of what comes after the first painting of the plan: nothing moves for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.override import override

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.preferences import Preferences
    from app.ui.plan.body import PlanBody
    from app.ui.plan.header import PlanHeader

_ABOVE, _FINDING, _BELOW = "plan/above", "plan/finding", "plan/below"


class _Place(QWidget):
    """As large, and at least as large, as the part that comes here was last."""

    def __init__(self, least: QSize, wanted: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self._least, self._wanted = least, wanted

    @override
    def sizeHint(self) -> QSize:
        return self._wanted

    @override
    def minimumSizeHint(self) -> QSize:
        return self._least


class KeptPlaces:
    """Keeps the places of what finds, in the header, and of what stands above and below the chart.

    Above it is what is booked twice, below the legend what is due.
    """

    def __init__(self, preferences: Preferences, header: PlanHeader, body: PlanBody) -> None:
        self._preferences = preferences
        self._header = header
        self._body = body
        self._kept: list[_Place] = []

    def keep(self, page: QWidget, add_above: Callable[[QWidget], object]) -> bool:
        """Keep all, as large as was noted last; False where nothing was, or is no size."""
        sizes = [self._noted(key) for key in (_ABOVE, _FINDING, _BELOW)]
        places = [_Place(*noted, page) for noted in sizes if noted is not None]
        if len(places) < len(sizes):
            for place in places:
                place.deleteLater()
            return False
        self._kept = places
        add_above(places[0])
        self._header.add_finding(places[1])
        self._body.add_below(places[2])
        return True

    def give_back(self) -> None:
        """Make room for what comes now."""
        for place in self._kept:
            place.hide()
            place.setParent(None)
            place.deleteLater()
        self._kept = []

    def note(self, width: int, above: int) -> None:
        """Note how large all are in a page of this width, for the next start.

        `above` is how high it is what stands above the chart.
        """
        self._note(_ABOVE, QSize(0, above), QSize(0, above))
        finding = self._header.finding
        self._note(_FINDING, finding.minimumSizeHint(), finding.sizeHint())
        below = QSize(0, self._body.least_below(width))
        self._note(_BELOW, below, below)

    def _note(self, key: str, least: QSize, wanted: QSize) -> None:
        sizes = (least.width(), least.height(), wanted.width(), wanted.height())
        text = " ".join(str(size) for size in sizes)
        if self._preferences.text(key) != text:
            self._preferences.note(key, text)

    def _noted(self, key: str) -> tuple[QSize, QSize] | None:
        try:
            width, height, wanted_width, wanted_height = map(
                int, self._preferences.text(key).split()
            )
        except ValueError:
            return None
        least, wanted = QSize(width, height), QSize(wanted_width, wanted_height)
        return (least, wanted) if least.isValid() and wanted.isValid() else None
