"""The places of what comes after the first painting of the plan: nothing moves for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.override import override

if TYPE_CHECKING:
    from app.ui.base.preferences import Preferences
    from app.ui.plan.body import PlanBody
    from app.ui.plan.header import PlanHeader

_FINDING, _BELOW = "plan/finding", "plan/below"


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
    """Keeps the places of what finds, in the header, and of what is due, below the legend."""

    def __init__(self, preferences: Preferences, header: PlanHeader, body: PlanBody) -> None:
        self._preferences = preferences
        self._header = header
        self._body = body
        self._kept: list[_Place] = []

    def keep(self, page: QWidget) -> bool:
        """Keep both, as large as was noted last; False where nothing was, or is no size."""
        sizes = [self._noted(key) for key in (_FINDING, _BELOW)]
        places = [_Place(*noted, page) for noted in sizes if noted is not None]
        if len(places) < len(sizes):
            for place in places:
                place.deleteLater()
            return False
        self._kept = places
        self._header.add_finding(places[0])
        self._body.add_below(places[1])
        return True

    def give_back(self) -> None:
        """Make room for what comes now."""
        for place in self._kept:
            place.hide()
            place.setParent(None)
            place.deleteLater()
        self._kept = []

    def note(self, width: int) -> None:
        """Note how large both are in a page of this width, for the next start."""
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
