"""Figures in the owner's language: per cent, points, months."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.i18n import Catalogue


def percent(texts: Catalogue, rate: float) -> str:
    """A rate as it is read: "64 %", "64%"."""
    return texts.tr("{n}%", n=round(rate * 100))


def exact_percent(texts: Catalogue, rate: float) -> str:
    """A rate as it is copied, so that spreadsheets take it for one: "63,9 %", "63.9%"."""
    return texts.tr("{n}%", n=f"{rate * 100:.1f}".replace(".", texts.language.decimal))


def points(rate: float, before: float) -> str:
    """The difference of two rates in points: "+5", "−12", "0"."""
    return signed(round(rate * 100) - round(before * 100))


def signed(number: int) -> str:
    """A number with its sign, the true minus."""
    if number == 0:
        return "0"
    return f"+{number}" if number > 0 else f"−{-number}"
