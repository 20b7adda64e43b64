"""The context menu of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.core.stays.occupancy import Kind, Status
from app.ui.kit.floating.menus import Menu
from app.ui.look import icons

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QWidget

    from app.core.stays.occupancy import Occupancy
    from app.i18n import Catalogue


def row_menu(
    parent: QWidget,
    texts: Catalogue,
    occupancy: Occupancy,
    *,
    edit: Callable[[], object],
    cancel: Callable[[], object],
    enter_again: Callable[[], object],
    book_firmly: Callable[[], object],
    extend: Callable[[], object],
    solve: Callable[[], object] | None = None,
    guest_stays: Callable[[], object] | None = None,
    letter: Callable[[], object] | None = None,
    delete: Callable[[], object] | None = None,
) -> QMenu:
    """Return the menu for `occupancy`, which deletes itself after it has closed.

    `solve` is there where it is part of an open double booking. `guest_stays` is offered where it
    has a guest, `letter` where somebody comes, `delete` where it is cancelled.
    """
    entries = [("edit", "pencil", texts.tr("Edit …"), edit)]
    if solve is not None:
        entries.append(("solve", "triangle-alert", texts.tr("Solve double booking …"), solve))
    if occupancy.status is Status.OPTION:
        entries += [
            ("book_firmly", "check", texts.tr("Book firmly"), book_firmly),
            ("extend", "hourglass", texts.tr("Extend deadline …"), extend),
        ]
    if occupancy.blocks:
        entries.append(("cancel", "x", texts.tr("Cancel occupancy"), cancel))
    else:
        entries.append(("enter_again", "undo-2", texts.tr("Enter again"), enter_again))
    if letter is not None and occupancy.kind is not Kind.BLOCK and occupancy.blocks:
        entries.append(("letter", "sticky-note", texts.tr("Booking confirmation …"), letter))
    guest = occupancy.kind is not Kind.BLOCK and (occupancy.guest or occupancy.reach)
    if guest_stays is not None and guest:
        words = texts.tr("Stays of this guest …")
        entries.append(("guest_stays", "history", words, guest_stays))
    if delete is not None and not occupancy.blocks:
        entries.append(("delete", "trash-2", texts.tr("Delete for good …"), delete))
    return _menu_of(parent, entries)


def _menu_of(
    parent: QWidget, entries: Iterable[tuple[str, str, str, Callable[[], object]]]
) -> QMenu:
    """Return a menu of entries, each with its name, icon, words and what it does."""
    menu = Menu(parent)
    menu.setObjectName("row_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name, icon, words, do in entries:
        action = menu.addAction(icons.icon(icon, "muted"), words)
        action.setObjectName(f"menu_{name}")
        action.triggered.connect(do)
    return menu
