"""How well two colours can be told apart: the ratio of WCAG 2.2, from 1 to 21."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

READABLE: Final = 4.5
"""What text needs on its ground (WCAG 2.2, 1.4.3)."""
SEEN: Final = 3.0
"""What a shape needs that says something, such as a focus ring (WCAG 2.2, 1.4.11)."""


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two opaque colours, whichever is the ground."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    # WCAG 2.2, "relative luminance"
    r, g, b = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
