"""Lets Tab go through a window as one reads it, in whatever order its parts were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from app.ui.kit.controls.layouts import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WHOLE: Final = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
"""What Tab reaches as one, whatever Qt has made it of."""
_MARK: Final = "tab_mark"


def tab_as_read(root: QWidget) -> None:
    """Put everything below `root` that Tab reaches into the order of its layouts.

    Qt goes in the order in which widgets were made, which is another one where a part is made
    late, moves into another row, or is put before one that was there already. What is made
    afterwards comes last again, until this is called once more.
    """
    stops = list(_stops(root))
    if not stops:
        return
    # Qt leaves what follows in the ring already where it is, though the window lies in between and
    # Tab begins behind that. So each one is put directly behind the first, past a mark. In place of
    # what hands the focus on, it moves whoever gets it; but Tab stops at the former, too.
    handing = [(one, proxy) for one in (root, *_below(root)) if (proxy := _hands_on_to(one))]
    for one, proxy in handing:
        one.setFocusProxy(None)  # type: ignore[arg-type]  # which takes it away
        if proxy in stops:
            stops.insert(stops.index(proxy), one)
    first, *others = stops
    # It stays: what is deleted while a window comes up is still asked for by Qt.
    mark = root.findChild(QWidget, _MARK, Qt.FindChildOption.FindDirectChildrenOnly)
    if mark is None:
        mark = QWidget(root)
        mark.setObjectName(_MARK)
    mark.hide()
    mark.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for one in (mark, *reversed(others)):
        QWidget.setTabOrder(first, one)
    mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for one, proxy in handing:
        one.setFocusProxy(proxy)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    for one in (widget, *_below(widget)):
        # Also what a click alone reaches now: of a group Tab stops at whichever is chosen then.
        if one.focusPolicy() is not Qt.FocusPolicy.NoFocus and one.focusProxy() is None:
            yield one


def _below(widget: QWidget) -> Iterator[QWidget]:
    for part in _parts(widget):
        yield part
        yield from _below(part)


def _hands_on_to(widget: QWidget) -> QWidget | None:
    """Return the part of a widget that gets the focus in its place, if there is one."""
    proxy = widget.focusProxy()
    return proxy if proxy is not None and widget.isAncestorOf(proxy) else None


def _parts(widget: QWidget) -> Iterable[QWidget]:
    """Yield what a widget is made of, in reading order; of a field, nothing."""
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        return () if inside is None else (inside,)
    if isinstance(widget, QStackedWidget | QSplitter):
        pages = (widget.widget(at) for at in range(widget.count()))
        return (page for page in pages if page is not None)
    layout = widget.layout()
    if layout is not None:
        return _laid_out(layout)
    return () if isinstance(widget, _WHOLE) else sorted(_inside(widget), key=_place)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    """Yield what lies upon a widget that places it itself."""
    inside = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return (part for part in inside if not part.isWindow())


def _place(part: QWidget) -> tuple[int, int]:
    return part.y(), part.x()


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for part in parts_of(layout):
        if isinstance(part, QLayout):
            yield from _laid_out(part)
        else:
            yield part
