"""What of an owner's data nobody else is to read, for a report that leaves the computer."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.discretion import Discretion
from app.core.portals import portals

if TYPE_CHECKING:
    from app.services.data_folder.folder import DataFolder
    from app.services.services import Services

_BETWEEN = re.compile(r"[\n,;/]+")
_WORD = re.compile(r"\w+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_SHORTEST_PART = 4


def discretion(services: Services | None) -> Discretion:
    """Return what hides the names and addresses of the data, and of this computer.

    Without `services`, which the data may be too damaged for, only those of the computer.
    """
    private = [*_of_computer()]
    if services is not None:
        private += [*_of_house(services), *_of_stays(services), *_of_addresses(services)]
    return Discretion(private)


def without_places(text: str, folder: DataFolder) -> str:
    """Return `text` without the paths that name who uses the computer."""
    for place, word in ((folder.path, "‹data folder›"), (Path.home(), "~")):
        if place != Path(place.anchor):
            text = text.replace(str(place), word)
    return text


def _of_computer() -> Iterator[tuple[str, str]]:
    with suppress(OSError, KeyError, ImportError):
        name = getpass.getuser()
        if name != "root":
            yield "user", name
    with suppress(OSError):
        yield "computer", socket.gethostname()


def _of_house(services: Services) -> Iterator[tuple[str, str]]:
    for unit in services.units.all(archived=True):
        yield "unit", unit.name
        yield from _places(unit.address)
    for house in services.units.properties():
        yield "property", house.name
        yield from _places(house.address)
    for member in services.staff.all():
        yield from _names("staff", member.name)


def _of_stays(services: Services) -> Iterator[tuple[str, str]]:
    for stay in services.occupancies.all():
        yield from _names("guest", stay.guest)
        yield from _phones(stay.phone)
        yield "e-mail", stay.email
        yield from _lines("contact", stay.contact)
        yield from _lines("note", stay.note)


def _of_addresses(services: Services) -> Iterator[tuple[str, str]]:
    settings = services.settings.get()
    yield from _host("address", settings.public_url)
    for link in services.links.all():
        yield "token", link.token
        yield "link", link.label
    for source in services.sources.all():
        yield "source", source.label
        if source.portal not in portals():
            # Those of portals tell nothing; others are somebody's own.
            yield from _host("source", source.address)
    webspaces = [services.publishing.current(), *services.publishing.leaving()]
    for webspace in filter(None, webspaces):
        for text in (webspace.host, webspace.address):
            yield from _host("webspace", text)
        yield "user", webspace.user
        yield "folder", webspace.folder.strip("/")
        yield "share", webspace.share


def _names(what: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield a name and its parts that are names by themselves."""
    yield what, name
    for part in _WORD.findall(name):
        if len(part) >= _SHORTEST_PART and part[0].isupper():
            yield what, part


def _places(address: str) -> Iterator[tuple[str, str]]:
    yield from _lines("address", address)
    yield from _names("address", address)


def _lines(what: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield a text and its parts: a part is quoted sooner than the whole."""
    yield what, text
    for part in _BETWEEN.split(text):
        yield what, part.strip()


def _phones(phone: str) -> Iterator[tuple[str, str]]:
    """Yield a number as it was typed, and its digits: programs write them without blanks."""
    yield "phone", phone
    yield "phone", _NO_DIGIT.sub("", phone)
    yield "phone", _NO_DIGIT.sub(" ", phone).strip()


def _host(what: str, address: str) -> Iterator[tuple[str, str]]:
    """Yield the host of an address, whole and without what all hosts begin with."""
    with suppress(ValueError):
        host = urlsplit(address).hostname if "//" in address else address
        if host:
            yield what, host
            yield what, host.removeprefix("www.")
