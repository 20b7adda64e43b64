"""The file that tells whose calendars lie in a folder; there is nothing secret in it."""

from __future__ import annotations

import json
from dataclasses import dataclass

MARKER = "zimmerfrei.json"
"""Its name on every webspace."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Whose calendars lie in a folder.

    `house` is random and goes with the data of a house wherever that moves, `webspace` the number
    that the folder has there.
    """

    house: str
    webspace: int

    def body(self) -> bytes:
        """Return it as a file."""
        about = "Zimmerfrei puts calendars here. This file tells it that the folder is its own."
        told = {"about": about, "house": self.house, "webspace": self.webspace}
        return json.dumps(told, indent=2).encode() + b"\n"


def read_marker(body: bytes | None) -> Marker | None:
    """Return what a file says, None where there is none.

    One that cannot be read is somebody's whom we do not know.
    """
    if body is None:
        return None
    try:
        told = json.loads(body)
        return Marker(str(told["house"]), int(told["webspace"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Marker("", 0)
