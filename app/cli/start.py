"""The short way to the window: it is on the screen before commands, data and server are imported.

Also what both ways need to know first: where the data lies, and whether there is a screen.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.services.system.starting import IN_TRAY, LINK, data_path

if TYPE_CHECKING:
    from app.ui.window.application import Opening

_OPTION = "--data-dir"
_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")
"""Qt's platforms that draw without a display server (QT_QPA_PLATFORM)."""


def early_window(arguments: Sequence[str]) -> Opening | None:
    """Put the window on the screen if the command line asks for that and nothing else.

    None where the commands must look at it first: another command, a mistake, no screen here.
    """
    asked = _asked(arguments)
    if asked is None or not has_window() or not has_display(sys.platform, os.environ):
        return None
    try:
        path = data_path(asked.folder)
    except RuntimeError:
        return None
    # What is imported from here on stays, and looking for garbage in it only takes time. The
    # window has it looked for again as soon as it is all there.
    gc.disable()
    from app.ui.window.application import Opening  # noqa: PLC0415  # loads PySide6

    return Opening(path, in_tray=asked.in_tray, invitation=asked.invitation)


def without_link(arguments: Sequence[str]) -> Sequence[str]:
    """Return the arguments as commands understand them, which know nothing of links in browsers."""
    asked = _asked(arguments)
    if asked is None or not asked.invitation:
        return arguments
    return arguments[: next(at for at, one in enumerate(arguments) if _is_link(one))]


class _Asked(NamedTuple):
    """What the command line says of the window."""

    folder: str | None = None
    in_tray: bool = False
    invitation: str = ""


def _asked(arguments: Sequence[str]) -> _Asked | None:
    """Read a command line that may ask for the window alone, None where it says anything else."""
    found = _Asked()
    rest = list(arguments)
    while rest:
        match rest:
            case [option, *rest] if option == IN_TRAY:
                found = found._replace(in_tray=True)
            case [option, given, *rest] if option == _OPTION:
                found = found._replace(folder=given)
            case [option, *rest] if option.startswith(f"{_OPTION}="):
                found = found._replace(folder=option.partition("=")[2])
            case [link, *_] if _is_link(link):
                # Whatever stands behind it was written by whoever made the link.
                return found._replace(invitation=link[len(LINK) :])
            case _:
                return None
    return found


def _is_link(argument: str) -> bool:
    # Systems change the case of what stands before the colon.
    return argument[: len(LINK)].lower() == LINK and len(argument) > len(LINK)


def has_window() -> bool:
    """Tell whether the window is part of this installation."""
    return importlib.util.find_spec("PySide6") is not None


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown; Windows and macOS always have a screen.

    Elsewhere the display server that the environment names must answer: the variables outlive it,
    as in a terminal multiplexer, and Qt would abort.
    """
    if platform in {"win32", "darwin"}:
        return True
    if environment.get("QT_QPA_PLATFORM", "").startswith(_WITHOUT_DISPLAY):
        return True
    return any(map(_answers, _display_addresses(environment)))


def _display_addresses(environment: Mapping[str, str]) -> Iterator[str | tuple[str, int]]:
    """Yield where a display server may listen: paths of sockets, or host and port."""
    if wayland := environment.get("WAYLAND_DISPLAY"):
        yield str(Path(environment.get("XDG_RUNTIME_DIR", ""), wayland))
    # X(7), “Display names”: [protocol/][host]:number[.screen]
    if x := re.fullmatch(
        r"(?:\w+/)?(.*):([0-9]{1,5})(?:\.[0-9]+)?", environment.get("DISPLAY", "")
    ):
        host, number = x[1], int(x[2])
        if host in {"", "unix"}:
            yield f"/tmp/.X11-unix/X{number}"  # noqa: S108  # where X listens
            yield f"\0/tmp/.X11-unix/X{number}"  # Linux: also without a file
        yield (host if host not in {"", "unix"} else "localhost", 6000 + number)


def _answers(address: str | tuple[str, int]) -> bool:
    import socket  # noqa: PLC0415  # only on the way to a window

    local = isinstance(address, str)
    try:
        with socket.socket(socket.AF_UNIX) if local else socket.socket() as probe:
            probe.settimeout(2)
            probe.connect(address)
    except (OSError, OverflowError):
        return False
    return True
