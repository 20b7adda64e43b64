"""Colours and style of the window: tokens, palette, stylesheet, light and dark.

The rules of the stylesheet lie in ``resources/style/base.qss``; here stand only the colours that
are put into it. Widgets that paint themselves ask `current_theme()` for a colour at paint time.
"""

from __future__ import annotations

import enum
import string
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from app.dataclass import dataclass
from app.resources import path as resource_path
from app.ui.look.fusion import draw_by_fusion

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one appearance, as ``#rrggbb``. Names are used in QSS as ``@name``."""

    name: str
    background: str
    sidebar: str
    surface: str
    line: str
    faint_line: str
    text: str
    muted: str
    accent: str
    accent_tint: str
    on_accent: str
    accent_hover: str
    good: str
    good_tint: str
    careful: str
    careful_tint: str
    bad: str
    bad_tint: str
    on_bad: str
    weekend: str
    past: str
    hover: str
    pressed: str
    field_line: str
    switch_off: str
    booking: str
    owner: str
    block: str
    airbnb: str
    booking_com: str
    fewo_direkt: str
    on_bar: str


LIGHT: Final = Tokens(
    name="light",
    background="#f5f7f8",
    sidebar="#ebeff1",
    surface="#ffffff",
    line="#e1e6ea",
    faint_line="#eef1f3",
    text="#18232d",
    # look.md has #5d6b78, which is 4.45:1 on the accent tint (the highlighted row).
    muted="#596773",
    accent="#0e6a80",
    accent_tint="#d9ebef",
    on_accent="#ffffff",
    accent_hover="#0b5a6d",
    good="#276f44",
    good_tint="#e0f1e6",
    careful="#8f5a00",
    careful_tint="#fbedd2",
    bad="#b3261e",
    bad_tint="#fbe4e2",
    on_bad="#ffffff",
    weekend="#f1f4f6",
    past="#fafbfc",
    hover="#f1f4f6",
    pressed="#e6ebee",
    field_line="#cfd7dd",
    switch_off="#6b7682",
    booking="#2a7d93",
    owner="#7667b3",
    block="#6b7682",
    airbnb="#cc4159",
    booking_com="#1f4fa3",
    fewo_direkt="#1b6d3a",
    on_bar="#ffffff",
)

DARK: Final = Tokens(
    name="dark",
    background="#12181d",
    sidebar="#0e1317",
    surface="#1a2229",
    line="#2b353e",
    faint_line="#222b33",
    text="#e6ecf1",
    muted="#9aa8b5",
    accent="#5cc0d6",
    accent_tint="#17404b",
    on_accent="#06222a",
    accent_hover="#7accde",
    good="#6fce95",
    good_tint="#173626",
    careful="#f0b95b",
    careful_tint="#3a2c10",
    bad="#ff8a80",
    bad_tint="#44201d",
    on_bad="#2b0b08",
    # look.md has #171e24, which nobody can tell from the surface.
    weekend="#0f151a",
    past="#161d23",
    hover="#222b33",
    pressed="#2b353e",
    field_line="#3a4651",
    switch_off="#6a7581",
    booking="#2b7e93",
    owner="#7869b2",
    block="#6a7581",
    airbnb="#c14d60",
    booking_com="#4472c2",
    fewo_direkt="#308254",
    on_bar="#ffffff",
)


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
