"""The colours of the window, light and dark."""

from __future__ import annotations

from typing import Final

from app.dataclass import dataclass


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
