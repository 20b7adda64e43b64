"""Style of the window: palette and stylesheet, light and dark.

The rules of the stylesheet lie in ``resources/style/base.qss``, the colours that are put into it in
`tokens`. Widgets that paint themselves ask `current_theme()` for a colour at paint time.
"""

from __future__ import annotations

import enum
import string
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.resources import path as resource_path
from app.ui.look.fusion import draw_by_fusion
from app.ui.look.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping


class Appearance(enum.StrEnum):
    """What the owner chose: as the system is, or one of the two for good."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class _Sheet(string.Template):
    delimiter = "@"


class Theme(QObject):
    """The look of the application: applies tokens to it and follows the system.

    One per QApplication, whose child it is. `current_theme` finds it.

    Signals:
        changed: the tokens in force are others now; everything has been restyled already.
    """

    changed = Signal()

    TEXT_SIZE: Final = 13  # px, look.md

    def __init__(self, app: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(app)
        self.setObjectName("theme")
        self._app = app
        self._appearance = appearance
        self._tokens: Tokens | None = None
        # Held here: what PySide knows of the latter ends with the former.
        hints = app.styleHints()
        asked = hints.accessibility()
        self._contrast = asked.contrastPreference()
        self._colours: dict[str, QColor] = {}
        # The sheet names its pictures "zfstyle:…": no absolute path has to be quoted in it.
        QDir.setSearchPaths("zfstyle", [str(resource_path("style"))])
        self._sheet = _Sheet(resource_path("style/base.qss").read_text(encoding="utf-8"))
        draw_by_fusion(app)
        font = QFont(app.font())
        font.setPixelSize(self.TEXT_SIZE)
        app.setFont(font)
        self._apply()
        hints.colorSchemeChanged.connect(self._apply)
        asked.contrastPreferenceChanged.connect(self._take_contrast)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens or LIGHT

    @property
    def appearance(self) -> Appearance:
        """What the owner chose."""
        return self._appearance

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.tokens.name == DARK.name

    @property
    def is_high_contrast(self) -> bool:
        """Whether the system asks for high contrast: its own colours are in force then."""
        return self._contrast is Qt.ContrastPreference.HighContrast

    def set_appearance(self, appearance: Appearance) -> None:
        """Follow the system, or stay light or dark; takes effect at once."""
        self._appearance = appearance
        self._apply()

    def colour(self, token: str) -> QColor:
        """The colour of a token by its name in `Tokens`; an unknown one is an AttributeError."""
        if token not in self._colours:
            self._colours[token] = QColor(getattr(self.tokens, token))
        return self._colours[token]

    def own_colour(self, light: str, dark: str) -> QColor:
        """Return a colour that is no token, such as a portal's, as it is in this appearance."""
        if self.is_high_contrast:
            return self.colour("booking")
        return QColor(dark if self.is_dark else light)

    def _take_contrast(self, preference: Qt.ContrastPreference) -> None:
        self._contrast = preference
        self._apply()

    def _wanted(self) -> Tokens:
        if self._appearance is Appearance.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._appearance is Appearance.DARK
        return DARK if dark else LIGHT

    def _apply(self) -> None:
        if self.is_high_contrast:
            self._apply_system_colours()
            return
        self._tell_system()
        wanted = self._wanted()
        if wanted is not self._tokens:
            self._put_on(wanted, _palette(asdict(wanted)))

    def _apply_system_colours(self) -> None:
        from app.ui.look.high_contrast import tokens_of  # noqa: PLC0415  # few need it

        self._app.styleHints().unsetColorScheme()
        # Without a palette of ours the application has the system's.
        self._app.setPalette(QPalette())
        system = QPalette(self._app.palette())
        wanted = tokens_of(system)
        if wanted != self._tokens:
            self._put_on(wanted, system)

    def _put_on(self, wanted: Tokens, palette: QPalette) -> None:
        self._tokens = wanted
        self._colours.clear()
        values: Mapping[str, str] = asdict(wanted)
        self._app.setPalette(palette)
        self._app.setStyleSheet(self._sheet.substitute(values))
        self.changed.emit()

    def _tell_system(self) -> None:
        # Title bars and native dialogs follow the choice as well, where the platform can do that.
        hints = self._app.styleHints()
        if self._appearance is Appearance.SYSTEM:
            hints.unsetColorScheme()
        elif self._appearance is Appearance.DARK:
            hints.setColorScheme(Qt.ColorScheme.Dark)
        else:
            hints.setColorScheme(Qt.ColorScheme.Light)


def current_theme() -> Theme:
    """The theme of the running QApplication, made (following the system) if there is none yet.

    Like the style and the palette, the theme belongs to the application, so widgets ask it there.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("a theme needs a QApplication")
    found = app.findChild(Theme, "theme", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Theme) else Theme(app)


def _palette(values: Mapping[str, str]) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, token in {
        role.Window: "background",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "past",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "bad",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.PlaceholderText: "muted",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Light: "surface",
        role.Midlight: "faint_line",
        role.Mid: "line",
        role.Dark: "field_line",
        role.Shadow: "line",
    }.items():
        palette.setColor(target, QColor(values[token]))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(values["muted"]))
    return palette
