"""The part of a scrolling widget that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractScrollArea


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give a scrolling widget a viewport that Python knows, and return it.

    Where `viewport` returns what Qt has made, PySide looks for its class among those of all widgets
    and makes each of them for that, which takes a tenth of the time until the first page.
    """
    viewport = QWidget(area)
    viewport.setObjectName("qt_scrollarea_viewport")
    area.setViewport(viewport)
    return viewport
