"""How old a version is, and when its owner is reminded to look for a newer one.

Nobody is asked for that: the program knows its own day, and what day it is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.i18n import Catalogue

OLD: Final = 12
"""From so many months on a version is called old."""
_AGAIN: Final = 1


def months(since: date, until: date) -> int:
    """How many whole months have passed; none where `until` comes first."""
    found = (until.year - since.year) * 12 + until.month - since.month
    return max(found - (until.day < since.day), 0)


def reminds(released: date, today: date, last: date | None) -> bool:
    """Tell whether to remind today, at most once a month.

    Args:
        released: the day of the version.
        today: the day.
        last: when it was last reminded of; a day that is ahead counts as none.
    """
    if months(released, today) < OLD:
        return False
    return last is None or last > today or months(last, today) >= _AGAIN


def age_words(texts: Catalogue, released: date, today: date) -> str:
    """Say how old a version is: "This version is 7 months old"."""
    old = months(released, today)
    if old == 0:
        return texts.tr("This version is of {day}", day=texts.day(released))
    if old < 2 * OLD:
        return texts.trn("This version is {n} month old", "This version is {n} months old", old)
    return texts.trn("This version is {n} year old", "This version is {n} years old", old // 12)
