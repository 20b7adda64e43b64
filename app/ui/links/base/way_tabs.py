"""The two ways of one portal, to turn between: what goes there, what comes from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit import SegmentedControl
from app.ui.links.base.intents import Way

if TYPE_CHECKING:
    from app.i18n import Catalogue

_LONG = 14


class WayTabs(QWidget):
    """Hidden for what has no second way.

    Signals:
        turned(Way): the owner wants to see this way.
    """

    turned = Signal(object)

    def __init__(self, texts: Catalogue, way: Way, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._way = way
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._switch = SegmentedControl(
            [(Way.GOES.value, ""), (Way.COMES.value, "")],
            accessible_name=texts.tr("Which way"),
            name=f"pane_way_{way.value}",
            parent=self,
        )
        self._switch.chosen.connect(self._turn)
        row.addWidget(self._switch)
        row.addStretch(1)
        self.hide()

    def show_portal(self, portal: str) -> None:
        """Name the portal whose ways these are; none where there is one way only."""
        tr = self._texts.tr
        brief = portal if len(portal) <= _LONG else ""
        goes = tr("Goes to {portal}", portal=brief) if brief else tr("Goes there")
        comes = tr("Comes from {portal}", portal=brief) if brief else tr("Comes from there")
        self._switch.segment(Way.GOES.value).setText(goes)
        self._switch.segment(Way.COMES.value).setText(comes)
        self._switch.select(self._way.value)
        self.setVisible(bool(portal))

    def _turn(self, key: str) -> None:
        # Each pane has tabs of its own, which always show the pane they are on.
        self._switch.select(self._way.value)
        if key != self._way.value:
            self.turned.emit(Way(key))
