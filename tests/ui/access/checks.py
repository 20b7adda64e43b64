"""What a window is asked: has all a name, does Tab go as one reads, is any text cut."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

_AROUND_HEADING = 10
_OWN_STEPS = 60
_SLACK = 2
"""Pixels by which neighbours may overlap and still stand beside each other."""


def called(widget: QWidget) -> str:
    """How a test names a widget."""
    return f"{type(widget).__name__} {widget.objectName()}".strip()


def spoken(widget: QWidget) -> str:
    """What a screen reader says of a widget first."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def reached(root: QWidget) -> list[QWidget]:
    """List what Tab reaches below `root`, in the order in which it does."""
    found: list[QWidget] = []
    widget: QWidget | None = root.nextInFocusChain()
    while widget is not None and widget is not root:
        if root.isAncestorOf(widget) and widget.window() is root.window() and _stops(widget, root):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def _stops(widget: QWidget, root: QWidget) -> bool:
    if not widget.isVisibleTo(root) or not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    if widget.width() == 0 or widget.height() == 0:
        return False
    group = _group(widget)
    if any(map(_checked, group)):
        # Of radio buttons and segments Tab reaches the chosen one alone, whatever its policy says.
        return _checked(widget)
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _group(widget: QWidget) -> list[QAbstractButton]:
    """Return the buttons of which one is chosen, where `widget` is one of them."""
    if not isinstance(widget, QAbstractButton):
        return []
    group: QButtonGroup | None = widget.group()
    if group is not None:
        return group.buttons() if group.exclusive() else []
    parent: QWidget | None = widget.parentWidget()
    if not widget.autoExclusive() or parent is None:
        return []
    beside = parent.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [one for one in beside if one.autoExclusive() and one.group() is None]


def _checked(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.isChecked()


def _inner(widget: QWidget) -> bool:
    """Whether a widget is a part of a field, which is not reached by itself."""
    parent = widget.parentWidget()
    if widget.focusProxy() is not None:
        return True
    # The corner of a table is for the mouse alone; all of it is selected by Ctrl+A.
    if widget.objectName() == "qt_tableview_cornerbutton":
        return True
    return isinstance(parent, QAbstractSpinBox | QComboBox | QLineEdit) or isinstance(
        widget, QHeaderView
    )


def nameless(root: QWidget) -> list[str]:
    """List what can be used below `root`, and of which nothing is said to who hears it."""
    found = [] if root.windowTitle() or not root.isWindow() else [f"{called(root)}: no title"]
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, QMenu):
            found += [f"{called(widget)}: an entry" for action in _entries(widget) if not action]
        elif _is_used(widget) and widget.isVisibleTo(root) and not _inner(widget):
            found += [called(widget)] if not spoken(widget) else []
    return found


def _entries(menu: QMenu) -> list[str]:
    return [entry.text().strip() for entry in menu.actions() if not _is_line(entry)]


def _is_line(entry: QAction) -> bool:
    return entry.isSeparator()


def _is_used(widget: QWidget) -> bool:
    kinds = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit)
    return isinstance(widget, kinds) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def unreached(root: QWidget) -> list[str]:
    """Press Tab again and again, and list what `reached` names and Tab does not come to.

    What stands alone, or has a Tab of its own as the plan has, may keep the focus for a while.
    """
    wanted = reached(root)
    seen: list[QWidget] = []
    if wanted:
        wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(4 * len(wanted) + _OWN_STEPS):
        focus = QApplication.focusWidget()
        if focus is None or all(one in seen for one in wanted):
            break
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return [f"{called(one)}: Tab passes it by" for one in wanted if one not in seen]


def jumps(root: QWidget) -> list[str]:
    """List the steps of Tab that lead back, up or to the left, of what stands in one group.

    Tab goes round. One step back is that from the end to the beginning, wherever Qt begins to
    count.
    """
    order = reached(root)
    back = [
        f"{called(one)} → {called(other)}"
        for one, other in zip(order, [*order[1:], *order[:1]], strict=True)
        if one is not other and _leads_back(*_places(one, other))
    ]
    return back if len(back) > 1 else []


def _places(one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """Return where the parts of the nearest common ancestor stand that hold two widgets."""
    line = list(_line(one))
    common = next(widget for widget in _line(other) if widget in line)
    return _part(one, common), _part(other, common)


def _line(widget: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = widget
    while at is not None:
        yield at
        at = at.parentWidget()


def _part(widget: QWidget, common: QWidget) -> QRect:
    part = widget
    for at in _line(widget):
        if at is common:
            break
        part = at
    return QRect(part.mapTo(common, QPoint(0, 0)), part.size())


def _leads_back(one: QRect, other: QRect) -> bool:
    if one.contains(other) or other.contains(one):
        return False
    above = other.bottom() <= one.top() + _SLACK
    left = other.right() <= one.left() + _SLACK
    right = other.left() >= one.right() - _SLACK
    below = other.top() >= one.bottom() - _SLACK
    return (above and not right) or (left and not below)


def cut_beside(root: QWidget) -> list[str]:
    """List what is cut of switches, of what stands in empty fields, and of headings of columns."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or _inner(widget):
            continue
        if isinstance(widget, QAbstractButton) and not widget.text():
            if widget.width() < widget.minimumSizeHint().width():
                found.append(f"{called(widget)}: {spoken(widget)}")
        elif isinstance(widget, QLineEdit) and not widget.text() and widget.placeholderText():
            if _room(widget) < widget.fontMetrics().horizontalAdvance(widget.placeholderText()):
                found.append(f"{called(widget)}: {widget.placeholderText()}")
        elif isinstance(widget, QTableView):
            found += _cut_headings(widget)
    return found


def _room(field: QLineEdit) -> int:
    # Border, padding and what Qt keeps at either side; an icon at either end.
    icons = sum(1 for action in field.actions() if action.isVisible())
    return field.width() - 24 - 22 * icons


def _cut_headings(table: QTableView) -> list[str]:
    header, model = table.horizontalHeader(), table.model()
    words = header.fontMetrics().horizontalAdvance
    return [
        f"{called(table)}: {text}"
        for column in range(model.columnCount() if header.isVisible() else 0)
        if (text := str(model.headerData(column, Qt.Orientation.Horizontal) or ""))
        and not header.isSectionHidden(column)
        and header.sectionSize(column) < words(text) + _AROUND_HEADING
    ]


def too_large(root: QWidget, width: int, height: int) -> list[str]:
    """Tell of a window that cannot be made as small as a small screen."""
    least = root.minimumSizeHint().expandedTo(root.minimumSize())
    fits = least.width() <= width and least.height() <= height
    return [] if fits else [f"{called(root)}: {least.width()} × {least.height()}"]
