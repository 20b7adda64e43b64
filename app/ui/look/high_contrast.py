"""The colours of the window where the system asks for high contrast: its own, and no others."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPalette

from app.ui.look.contrast import READABLE, contrast
from app.ui.look.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHARE: Final = 0.8
"""How much of the ground is in faint lines, which text may stand upon."""
_BARS: Final = ("booking", "owner", "block", "airbnb", "booking_com", "fewo_direkt", "switch_off")
_GROUNDS: Final = {"background", "sidebar", "surface", "weekend", "past", "hover", "pressed"}


def tokens_of(system: QPalette) -> Tokens:
    """Return tokens made of the colours that the owner has chosen in the system.

    What means something by its colour elsewhere has the colour of text here: a word, a sign or a
    hatch goes with each of them anyway. Text stands on the ground, and on what is chosen in the
    system's colour for that.
    """
    role = QPalette.ColorRole
    ground, text = system.color(role.Window), system.color(role.WindowText)
    chosen, on_chosen = system.color(role.Highlight), system.color(role.HighlightedText)
    if contrast(text, ground) < READABLE:
        text = _readable_on(ground)
    if min(contrast(chosen, ground), contrast(on_chosen, chosen)) < READABLE:
        chosen, on_chosen = text, ground
    faint = _between(ground, text)
    dark = ground.lightnessF() < text.lightnessF()
    # The pictures of the stylesheet are there for a bright and for a dark ground.
    names = [field.name for field in fields(Tokens) if field.name != "name"]
    colours = {name: ground if _is_ground(name) else text for name in names}
    colours |= {"faint_line": faint, "accent": chosen, "on_accent": on_chosen, "on_bad": ground}
    colours |= {"accent_hover": chosen, "on_bar": on_chosen} | dict.fromkeys(_BARS, chosen)
    return Tokens(name="dark" if dark else "light", **_names(colours))


def _is_ground(name: str) -> bool:
    return name in _GROUNDS or name.endswith("_tint")


def _readable_on(ground: QColor) -> QColor:
    return max(QColor("#000000"), QColor("#ffffff"), key=lambda text: contrast(text, ground))


def _between(ground: QColor, text: QColor) -> QColor:
    def part(one: int, other: int) -> int:
        return round(one * _SHARE + other * (1 - _SHARE))

    return QColor(
        part(ground.red(), text.red()),
        part(ground.green(), text.green()),
        part(ground.blue(), text.blue()),
    )


def _names(colours: Mapping[str, QColor]) -> dict[str, str]:
    return {name: colour.name() for name, colour in colours.items()}
