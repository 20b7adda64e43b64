"""Layouts, filled and asked so that nothing of their items stays with Python.

Of an item that was asked for, PySide 6.11 keeps a wrapper as long as the layout lives, and it asks
for all items of a layout that is put into another one. Qt deletes the item together with its
widget and PySide does not hear of it: whatever Qt makes in the same place later comes to Python as
that item, a list's viewport for example as a `QWidgetItem`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Iterator


def parts_of(layout: QLayout) -> list[QWidget | QLayout]:
    """Return the widgets and layouts that lie in it directly, in its order."""
    return [part for _, part in sorted(_placed(layout), key=lambda placed: placed[0])]


def _placed(layout: QLayout) -> Iterator[tuple[int, QWidget | QLayout]]:
    whole = layout.parentWidget()
    if whole is None:
        return
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    for inner in layout.findChildren(QLayout, options=directly):
        yield layout.indexOf(inner), inner
    for widget in whole.findChildren(QWidget, options=directly):
        place = layout.indexOf(widget)
        if place >= 0:
            yield place, widget


def drop_all(layout: QLayout) -> None:
    """Let the widgets that lie in it go."""
    for part in parts_of(layout):
        if isinstance(part, QWidget):
            layout.removeWidget(part)
            part.hide()
            part.deleteLater()


def add_layout(outer: QBoxLayout, inner: QLayout, stretch: int = 0) -> None:
    """Put a layout behind what lies in another one."""
    outer.addLayout(inner, stretch)
    _forget_items(inner)


def insert_layout(outer: QBoxLayout, place: int, inner: QLayout) -> None:
    """Put a layout between what lies in another one."""
    outer.insertLayout(place, inner)
    _forget_items(inner)


def give_layout(widget: QWidget, layout: QLayout) -> None:
    """Let a widget be laid out by this, which belongs to no other."""
    widget.setLayout(layout)
    _forget_items(layout)


def _forget_items(layout: QLayout) -> None:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QLayout):
            _forget_items(item)
        elif item is not None:
            Shiboken.invalidate(item)


def take_out(layout: QLayout, place: int) -> None:
    """Take a widget or an empty room out of it; the widget lives on."""
    item = layout.takeAt(place)
    if item is not None:
        Shiboken.delete(item)
