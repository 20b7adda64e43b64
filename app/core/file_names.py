"""Names of files that every system takes: Windows keeps some for itself, and changes others.

``CON`` and its like are devices there in every folder and with any ending, a colon begins a hidden
part of another file, and dots and blanks at the end are taken away without a word.
https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re

from app.i18n import END_OF_ISOLATE, ISOLATE

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_ISOLATES = re.compile(f"[{ISOLATE}{END_OF_ISOLATE}]")
_AT_THE_END = " ."
_LONGEST = 100
_SPARE = "Zimmerfrei"
_APART = "zimmerfrei-"
_DEVICES = {
    *("con", "prn", "aux", "nul", "conin$", "conout$"),
    *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
}


def file_name(text: str) -> str:
    """Return `text` as a name that a file may have on every system, without its suffix."""
    plain = _NOT_IN_NAMES.sub("-", _ISOLATES.sub("", text)).strip(_AT_THE_END)
    name = plain[:_LONGEST].strip(_AT_THE_END) or _SPARE
    return file_stem(name)


def file_stem(name: str) -> str:
    """Return `name` so that no system takes a file of it for a device."""
    return f"{_APART}{name}" if is_device(name) else name


def is_device(name: str) -> bool:
    """Tell whether Windows means a device by this name, with whatever ending."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def fits_windows(name: str) -> bool:
    """Tell whether Windows makes a file or folder of exactly this name."""
    if name in {".", ".."}:
        return True
    changed = name.endswith(tuple(_AT_THE_END)) or _NOT_IN_NAMES.search(name) is not None
    return not changed and not is_device(name)
