"""What becomes of the clipboard when the program ends."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

_WITH_THEIR_PROGRAM = ("xcb", "wayland")
"""Platforms of Qt where what was copied stays with its program; only some desktops keep a copy."""


def may_go_with_us() -> bool:
    """Tell whether what was copied last was copied here and may be gone when this program ends."""
    platform = QGuiApplication.platformName()
    return platform.startswith(_WITH_THEIR_PROGRAM) and QGuiApplication.clipboard().ownsClipboard()
