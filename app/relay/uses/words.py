"""What is said to a host of owners, by the commands and by the host's page alike."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.relay.uses.owners import Standing

if TYPE_CHECKING:
    from app.i18n import Catalogue
    from app.relay.uses.owners import Owner

_KILO = 1000


def notice(texts: Catalogue, owner: Owner, now: datetime) -> str:
    """Return what a host should know of an owner at once, else nothing."""
    match owner.standing_at(now):
        case Standing.REVOKED:
            return texts.tr("given up")
        case Standing.INVITED:
            return texts.tr("invited until {moment}", moment=owner.invited_until)
        case Standing.EXPIRED:
            return texts.tr("invitation expired")
        case Standing.SILENT:
            return texts.tr("silent")
        case Standing.ACTIVE:
            return ""


def size(texts: Catalogue, count: int) -> str:
    """Return so many bytes in words."""
    kilos = -(-count // _KILO)
    if kilos < 10 * _KILO:
        return texts.tr("{number} kB", number=texts.number(kilos))
    return texts.tr("{number} MB", number=texts.number(-(-kilos // _KILO)))
