"""What can be printed."""

from __future__ import annotations

from enum import StrEnum


class What(StrEnum):
    """The two sheets."""

    MONTH = "month"
    YEAR = "year"
