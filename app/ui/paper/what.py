"""What can be printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

Holidays = Callable[[int], Mapping[int, str]]
"""Returns the names of a year's public holidays by the ordinals of their days."""


class What(StrEnum):
    """The sheets of the plan. DAY is a day and the one after it."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


def no_holidays(_year: int) -> Mapping[int, str]:
    """Return none: nobody has chosen a country."""
    return {}
