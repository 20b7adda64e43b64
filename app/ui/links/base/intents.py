"""What the owner wants of a link: reported by cards, rows and pane, decided by the page."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.dataclass import dataclass


class Way(StrEnum):
    """Which way occupancies take: to a portal by a link of ours, or from it by one of theirs."""

    GOES = "goes"
    COMES = "comes"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is highlighted: the link with this id, or the source with it."""

    way: Way
    id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which portal is to be connected with which unit, as far as that is known already."""

    unit_id: int | None = None
    portal: str = ""
    way: Way = Way.GOES


class Intents(QObject):
    """One for the whole page, handed to everything on it.

    Signals:
        publish(int): enable the main link of the unit with this id.
        publish_staff(int): make the link with the changeover days of this staff member.
        enable(int), disable(int): let the link with this id answer, or no more.
        renew(int), delete(int): give this link a new address, or take it away; to be asked first.
        copied(int): the address of this link is in the clipboard now.
        choose(Chosen): show everything about this link, or this source.
        step(Chosen, int): go from this line as many down, or up where negative.
        share(int), guide(int), fetches(int): show how to pass it on, what to do with it at its
            reader, who has read it.
        add_link(object): add a link of this `Target`; of what is asked where it is None.
        staff(), edit_staff(int): show all staff members, or this one.
        unfold(object): show more rows of the card with this key.
        set_up_access(): the owner wants to let more people read the links.
        connect_portal(object): connect a portal with the unit that this `Wanted` names.
        read_source(int), switch_source(int, bool): read this source now; read it from now on, or no
            more.
        remove_source(int): read this source no more; to be asked first.
    """

    publish = Signal(int)
    publish_staff = Signal(int)
    enable = Signal(int)
    disable = Signal(int)
    renew = Signal(int)
    delete = Signal(int)
    copied = Signal(int)
    choose = Signal(object)
    step = Signal(object, int)
    share = Signal(int)
    guide = Signal(int)
    fetches = Signal(int)
    add_link = Signal(object)
    staff = Signal()
    edit_staff = Signal(int)
    unfold = Signal(object)
    set_up_access = Signal()
    connect_portal = Signal(object)
    read_source = Signal(int)
    switch_source = Signal(int, bool)
    remove_source = Signal(int)
