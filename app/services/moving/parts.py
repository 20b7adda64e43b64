"""The parts of a move file beside the database, as bytes and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field

from app.core.publishing.webspace import Secret
from app.dataclass import dataclass
from app.services.publishing.keeping import texts
from app.services.publishing.keeping.secrets import Keeping

DATABASE = "zimmerfrei.db"
ABOUT = "about.json"
PASSWORDS = "passwords.json"
WINDOW = "window.ini"
_SECTIONS = {"[page]", "[dismissed]"}
_OF_WINDOW = ("appearance=", "on_close=", "page=")
_OF_THIS_COMPUTER = "export\\"
"""Folders of the computer that it is packed on."""


@dataclass(frozen=True, slots=True)
class About:
    """What the computer that it is packed on knows beside the data.

    `addresses` are those that links had there, by id; `webspaces` counts those whose password was
    not packed, `sources` the portals' calendars whose address was not. `silent` tells that it fell
    silent with the packing.
    """

    addresses: Mapping[int, str] = field(default_factory=dict)
    webspaces: int = 0
    sources: int = 0
    silent: bool = False

    def body(self) -> bytes:
        """Return it as a part."""
        told = {
            "addresses": list(self.addresses.items()),
            "webspaces": self.webspaces,
            "sources": self.sources,
            "silent": self.silent,
        }
        return json.dumps(told).encode()


def about_of(body: bytes) -> About:
    """Return such a part, an empty one where it cannot be read: only advice depends on it."""
    try:
        told = json.loads(body)
        addresses = {int(number): str(url) for number, url in told["addresses"]}
        silent = told.get("silent") is True
        return About(addresses, int(told["webspaces"]), int(told["sources"]), silent)
    except (ValueError, KeyError, TypeError, RecursionError):
        return About()


def passwords_body(passwords: Mapping[str, tuple[Secret, Keeping]]) -> bytes:
    """Return secrets, by name, with where each was kept, as a part."""
    told = {
        name: {**texts.as_values(secret), "keeping": keeping.value}
        for name, (secret, keeping) in passwords.items()
    }
    return json.dumps(told).encode()


def passwords_of(body: bytes) -> dict[str, tuple[Secret, Keeping]]:
    """Return the secrets of such a part; no error quotes what could not be read."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, tuple[Secret, Keeping]] = {}
    for name, values in told.items() if isinstance(told, dict) else ():
        secret = texts.of_values(values)
        if secret is not None:
            kept = values.get("keeping")
            in_file = kept == Keeping.FILE.value
            found[str(name)] = (secret, Keeping.FILE if in_file else Keeping.KEYRING)
    return found


def window_part(ini: str) -> bytes:
    """Return of ``window.ini`` what holds on another screen, too: no geometry and no folders."""
    kept: list[str] = []
    section = ""
    for line in ini.splitlines():
        begins = line.startswith("[")
        section = line.strip() if begins else section
        everywhere = section in _SECTIONS and not line.startswith(_OF_THIS_COMPUTER)
        of_window = section == "[window]" and line.startswith(_OF_WINDOW)
        if begins or everywhere or of_window:
            kept.append(line)
    return ("\n".join(kept) + "\n").encode()
