"""What a colour says: the tones that chips, banners and the status line share."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Tone(enum.StrEnum):
    """A meaning, each with a colour of the theme. The words or the icon beside it say it too."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    CAREFUL = "careful"
    BAD = "bad"

    @property
    def token(self) -> str:
        """The token of the theme for text and icons in this tone."""
        return {"neutral": "muted", "info": "accent"}.get(self.value, self.value)

    @property
    def icon_name(self) -> str:
        """The icon that goes with this tone where nothing more telling is given."""
        return {
            "good": "circle-check",
            "careful": "triangle-alert",
            "bad": "circle-alert",
        }.get(self.value, "info")


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a dynamic property that the stylesheet looks at, and style the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it has not been styled yet, and will be when it is shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
