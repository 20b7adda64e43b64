"""What the owner wants of a link: reported by cards and rows, decided by the page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """One for the whole page, handed to every card and row.

    Signals:
        publish(int): enable the main link of the unit with this id.
        enable(int), disable(int): let the link with this id answer, or no more.
        renew(int), delete(int): give this link a new address, or take it away; to be asked first.
        copied(int): the address of this link is in the clipboard now.
        set_up_access(): the owner wants to let more people read the links.
    """

    publish = Signal(int)
    enable = Signal(int)
    disable = Signal(int)
    renew = Signal(int)
    delete = Signal(int)
    copied = Signal(int)
    set_up_access = Signal()
