"""Pictures of a window as small files: 256 colours are enough for what is mostly flat."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_COLOURS = 256
_APART = (4, 8, 12, 18, 26, 36, 50)
"""How far apart colours are kept, one after another until they are few enough."""
_COMPRESSED_MOST = 0
"""As Qt calls the quality of a PNG; nothing is lost either way."""


def save_small(picture: QImage, path: Path) -> None:
    """Write a picture as PNG with few colours, none far from what it was.

    Raises:
        OSError: it cannot be written.
    """
    flat = picture.convertToFormat(QImage.Format.Format_RGB32)
    indexed = flat.convertToFormat(
        QImage.Format.Format_Indexed8, palette_of(flat), Qt.ImageConversionFlag.ThresholdDither
    )
    if not indexed.save(str(path), "PNG", _COMPRESSED_MOST):  # type: ignore[call-overload]
        raise OSError(f"{path} cannot be written")


def palette_of(picture: QImage) -> list[int]:
    """Return at most 256 colours of a picture: the frequent ones, and those unlike any of them."""
    counted = Counter(memoryview(picture.constBits()).cast("I"))
    colours = [colour for colour, _count in counted.most_common()]
    chosen: list[int] = []
    for apart in _APART:
        chosen = _far_apart(colours, apart)
        if len(chosen) <= _COLOURS:
            break
    return chosen[:_COLOURS]


def _far_apart(colours: list[int], apart: int) -> list[int]:
    """Leave out what is near to one that stands before it; more than 256 are not looked for."""
    chosen: list[tuple[int, int, int]] = []
    kept: list[int] = []
    for colour in colours:
        red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255
        if any(abs(red - r) + abs(green - g) + abs(blue - b) < apart for r, g, b in chosen):
            continue
        chosen.append((red, green, blue))
        kept.append(colour)
        if len(kept) > _COLOURS:
            break
    return kept
