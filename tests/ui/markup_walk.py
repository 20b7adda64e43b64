"""Walks through widgets and their tooltips, and finds what Qt would take for markup."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QToolTip,
    QWidget,
)

from app.ui.kit.floating.tips import shown_tip

NAME = "<img src='file:///etc/x.png'> & <b>fett</b>"
SIZE = (1366, 768)
_PLAIN = Qt.TextFormat.PlainText
_STEP = 24
"""How far apart the places are at which the mouse rests."""
_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)


def harmless(text: str) -> bool:
    """Whether Qt shows what is in a text as it is."""
    return not GuiQt.mightBeRichText(text) or ("<img" not in text and "<b>fett" not in text)


def unsafe(root: QWidget) -> Iterator[str]:
    """Yield what below `root` would be painted as markup."""
    for widget in [root, *root.findChildren(QWidget)]:
        what = f"{type(widget).__name__} {widget.objectName()}"
        for text in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
            if not harmless(text):
                yield f"{what}: {text}"
        if isinstance(widget, QLabel) and _guesses(widget):
            yield f"{what}: {widget.text()}"
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from (f"{what}: {text}" for text in _told(widget.model()) if not harmless(text))
        for action in widget.actions():
            if not harmless(action.toolTip()) and action.toolTip() != action.text():
                yield f"{what}: {action.toolTip()}"
        yield from (f"{what}: {text}" for text in _shown(widget) if not harmless(text))


def _guesses(label: QLabel) -> bool:
    return label.textFormat() is not _PLAIN and not harmless(label.text())


def _told(model: QAbstractItemModel) -> Iterator[str]:
    """Yield every text that a model gives for tooltips and the like."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for role in _ROLES:
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(model.rowCount()):
                yield str(model.index(row, column, QModelIndex()).data(role) or "")


def _shown(widget: QWidget) -> Iterator[str]:
    """Yield the tooltips that come up where the mouse rests on a widget."""
    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    if not target.isVisible():
        return
    for x in range(4, target.width(), _STEP):
        for y in range(4, target.height(), _STEP):
            place = QPoint(x, y)
            if target.childAt(place) is not None:
                continue
            event = QHelpEvent(QEvent.Type.ToolTip, place, target.mapToGlobal(place))
            QApplication.sendEvent(target, event)
            yield shown_tip(target)
            yield QToolTip.text()
    QToolTip.hideText()
