"""What the owner wants, told by rows and sections to the page that decides."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """One for all parts of the page.

    Signals (ids of units and properties):
        add_unit(int), edit_unit(int), archive_unit(int), restore_unit(int),
        step_unit(int, int): up (-1) or down (1) by one place,
        edit_house(int), remove_house(int), step_house(int, int).
    """

    add_unit = Signal(int)
    edit_unit = Signal(int)
    archive_unit = Signal(int)
    restore_unit = Signal(int)
    step_unit = Signal(int, int)
    edit_house = Signal(int)
    remove_house = Signal(int)
    step_house = Signal(int, int)
