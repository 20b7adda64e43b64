"""The page for one unit: both addresses at the left, the portal's guide at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.guides.text import GuideText
from app.ui.links.connect.comes_card import ComesCard
from app.ui.links.connect.goes_card import GoesCard

if TYPE_CHECKING:
    from app.ui.base.context import Context

_GUIDE = 300
_LEFT = 430


class OneUnitPage(QWidget):
    """`goes` is what is pasted at the portal, `comes` what is pasted here, `guide` says where."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.goes = GoesCard(context, self)
        self.comes = ComesCard(context, self)
        self.guide = GuideText(name="connect_guide", parent=self)
        self.guide.setMinimumWidth(_GUIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._addresses(), 3)
        row.addWidget(self.guide, 2)

    def _addresses(self) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumSize(_LEFT, 260)
        inside = QWidget()
        inside.setObjectName("page_body")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(10)
        column.addWidget(self.goes)
        column.addWidget(self.comes)
        column.addStretch(1)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return scroll
