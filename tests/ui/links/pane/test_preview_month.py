"""The month as it is painted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from app.ui.links.preview.month import MonthView
from app.ui.links.preview.spans import Span
from app.ui.look.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytestqt.qtbot import QtBot

    from app.i18n import Catalogue

JULY, TODAY = date(2027, 7, 1), date(2027, 7, 6)
COMES, CHANGES, LEAVES = date(2027, 7, 14), date(2027, 7, 20), date(2027, 7, 23)
ENLARGED = 8
STAYS = (Span(COMES, CHANGES, "A"), Span(CHANGES, LEAVES, "B"))


@pytest.mark.parametrize("day", [COMES, CHANGES, LEAVES])
def test_the_number_of_a_day_with_a_slant_stands_whole(
    qtbot: QtBot, texts: Catalogue, day: date
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    view = MonthView(texts, parent)
    view.resize(280, 220)

    def inked(spans: Sequence[Span]) -> int:
        """How many points of the day's cell, much enlarged, have the colour of the words."""
        view.show_month(JULY, TODAY, spans, several=False, name="Airbnb")
        place = cell(view, day)
        picture = QImage(place.size() * ENLARGED, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ENLARGED)
        view.render(picture, QPoint(), QRegion(place))
        ink = current_theme().colour("text").rgb()
        return sum(
            picture.pixel(x, y) == ink
            for x in range(picture.width())
            for y in range(picture.height())
        )

    assert inked(STAYS) > 0.9 * inked([]) > 0


def cell(view: MonthView, day: date) -> QRect:
    """Where a day is painted, found as the mouse finds it."""
    points = [
        (x, y)
        for x in range(view.width())
        for y in range(view.height())
        if view.day_at(x, y) == day
    ]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)
