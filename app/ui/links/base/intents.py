"""What the owner wants of a link: reported by cards, rows and pane, decided by the page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """One for the whole page, handed to everything on it.

    Signals:
        publish(int): enable the main link of the unit with this id.
        publish_staff(int): make the link with the changeover days of this staff member.
        enable(int), disable(int): let the link with this id answer, or no more.
        renew(int), delete(int): give this link a new address, or take it away; to be asked first.
        copied(int): the address of this link is in the clipboard now.
        select(int): show everything about this link.
        step(int, int): go from this link as many lines down, or up where negative.
        share(int), guide(int), fetches(int): show how to pass it on, what to do with it at its
            reader, who has read it.
        add_link(object): add a link of this `Target`; of what is asked where it is None.
        staff(), edit_staff(int): show all staff members, or this one.
        unfold(object): show more rows of the card with this key.
        set_up_access(): the owner wants to let more people read the links.
    """

    publish = Signal(int)
    publish_staff = Signal(int)
    enable = Signal(int)
    disable = Signal(int)
    renew = Signal(int)
    delete = Signal(int)
    copied = Signal(int)
    select = Signal(int)
    step = Signal(int, int)
    share = Signal(int)
    guide = Signal(int)
    fetches = Signal(int)
    add_link = Signal(object)
    staff = Signal()
    edit_staff = Signal(int)
    unfold = Signal(object)
    set_up_access = Signal()
