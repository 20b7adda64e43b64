"""Starting with the computer: the system is asked to start Zimmerfrei when its owner signs in.

Each system has its own place for that, and shows it to the owner in its own settings; so nothing is
remembered here. On Windows the Run key of the user, on macOS a launch agent, elsewhere a file of
the desktop's (XDG Autostart).
"""

from __future__ import annotations

import importlib
import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from app.core.errors import UserError
from app.services.system.starting import IN_TRAY

_NAME = "Zimmerfrei"
_COMMANDS = "zimmerfrei-cli"
"""What the bundle's program for commands is called on Windows (``build_installer.spec``)."""
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_SAFE = re.compile(r"[A-Za-z0-9_./:=@+-]+")


class LoginStart(Protocol):
    """Whether the system starts the program, and the switch for it. May raise UserError."""

    def on(self) -> bool: ...

    def switch(self, *, on: bool) -> None: ...


def login_start(folder: Path, usual: Path, platform: str = sys.platform) -> LoginStart:
    """Return the switch of this system.

    Args:
        folder: the data folder that the program shall open.
        usual: the one that it opens if none is named.
        platform: as in ``sys.platform``.
    """
    command = [*program(), IN_TRAY]
    if folder != usual:
        command += ["--data-dir", str(folder)]
    if platform == "win32":
        return RunKey(command)
    if platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents", command)
    configuration = os.environ.get("XDG_CONFIG_HOME", "")
    place = Path(configuration) if configuration else Path.home() / ".config"
    return DesktopFile(place / "autostart", command)


def program() -> list[str]:
    """Return how this program is started."""
    if getattr(sys, "frozen", False):
        # Beside the one for commands there may be one for the window, which has no console.
        own = Path(sys.executable)
        window = own.with_name(f"{_NAME}{own.suffix}")
        return [str(window) if own.stem.casefold() == _COMMANDS and window.exists() else str(own)]
    # Without a console of its own, which would stay open beside the window.
    windowed = Path(sys.executable).with_name("pythonw.exe")
    return [str(windowed) if windowed.exists() else sys.executable, "-m", "app"]


class _File:
    """A switch that is on while a file with our command is there."""

    def __init__(self, file: Path, text: bytes) -> None:
        self._file = file
        self._text = text

    def on(self) -> bool:
        try:
            return self._file.read_bytes() == self._text
        except OSError:
            return False

    def switch(self, *, on: bool) -> None:
        try:
            if on:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.write_bytes(self._text)
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(
                "{file} cannot be written, so the system cannot be asked to start Zimmerfrei.",
                file=str(self._file),
            ) from error


class DesktopFile(_File):
    """A file in the autostart folder of a Linux desktop."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        run = " ".join(map(_quoted, command))
        lines = ("[Desktop Entry]", "Type=Application", f"Name={_NAME}", f"Exec={run}")
        text = "\n".join((*lines, "X-GNOME-Autostart-enabled=true", ""))
        super().__init__(folder / "zimmerfrei.desktop", text.encode())


class LaunchAgent(_File):
    """A property list that macOS reads when its user signs in."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        agent = {"Label": "zimmerfrei", "ProgramArguments": list(command), "RunAtLoad": True}
        super().__init__(folder / "zimmerfrei.plist", plistlib.dumps(agent))


class RunKey:
    """The value in the registry by which Windows starts programs of its user."""

    def __init__(self, command: Sequence[str]) -> None:
        self._line = subprocess.list2cmdline(command)

    def on(self) -> bool:
        return self._value(_RUN) == self._line and not self._disapproved()

    def switch(self, *, on: bool) -> None:
        winreg = _winreg()
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                if on:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self._line)
                elif self._value(_RUN) is not None:
                    winreg.DeleteValue(key, _NAME)
            if self._disapproved():
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _APPROVED) as key:
                    winreg.DeleteValue(key, _NAME)
        except OSError as error:
            raise UserError("Windows does not let this be changed for your account.") from error

    def _disapproved(self) -> bool:
        """Tell whether the owner has switched it off in Windows' own list of programs."""
        said = self._value(_APPROVED)
        # The first byte is even where it is allowed.
        return isinstance(said, bytes) and len(said) > 0 and bool(said[0] & 1)

    @staticmethod
    def _value(path: str) -> object:
        winreg = _winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
                return winreg.QueryValueEx(key, _NAME)[0]
        except OSError:
            return None


def _winreg() -> Any:
    """Return the module of the registry, which there is on Windows alone."""
    return importlib.import_module("winreg")


def _quoted(argument: str) -> str:
    """Return an argument as the Exec line of a desktop file wants it (Desktop Entry §“Exec”)."""
    argument = argument.replace("%", "%%")
    if _SAFE.fullmatch(argument):
        return argument
    inside = re.sub(r'(["`$\\])', r"\\\1", argument)
    # The value of a key has escapes of its own.
    return '"' + inside.replace("\\", "\\\\") + '"'
