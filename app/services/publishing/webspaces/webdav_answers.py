"""What a WebDAV server says of files and folders (multistatus, RFC 4918 §13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

_RESPONSE = "DAV: response"
_HREF = "DAV: href"
_COLLECTION = "DAV: collection"
_LENGTH = "DAV: getcontentlength"
_ROOT = "DAV: multistatus"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file or folder. `path` is that of its address, decoded, without a slash at the end.

    `size` is in bytes; None where the server does not tell.
    """

    path: str
    is_folder: bool
    size: int | None

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class _RefusedError(ValueError):
    pass


@dataclass(slots=True)
class _Reading:
    """How far an answer has been read."""

    found: list[Resource] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    href: str = ""
    is_folder: bool = False
    size: int | None = None

    def begin(self, name: str, _: dict[str, str]) -> None:
        if not self.path and name != _ROOT:
            raise _RefusedError(name)
        self.path.append(name)
        self.text.clear()
        if name == _RESPONSE:
            self.href, self.is_folder, self.size = "", False, None
        elif name == _COLLECTION:
            self.is_folder = True

    def say(self, text: str) -> None:
        self.text.append(text)

    def end(self, name: str) -> None:
        self.path.pop()
        text = "".join(self.text).strip()
        self.text.clear()
        # Other properties hold addresses too; that of the thing itself stands right below.
        if name == _HREF and self.path[-1:] == [_RESPONSE]:
            self.href = text
        elif name == _LENGTH and text.isascii() and text.isdigit():
            self.size = int(text[:20])
        elif name == _RESPONSE:
            self.found.append(Resource(_path_of(self.href), self.is_folder, self.size))


def resources(answer: bytes) -> tuple[Resource, ...]:
    """Return what a multistatus tells of, in its order.

    No document type is let in, so none of its entities can grow to gigabytes or name a file.

    Raises:
        ValueError: it is no multistatus.
    """
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.say
    try:
        parser.Parse(answer, True)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError("no XML") from error
    return tuple(reading.found)


def _refuse(*_: object) -> None:
    raise _RefusedError("document type")


def _path_of(href: str) -> str:
    """Return the decoded path of an address: a whole one, or one without scheme and host."""
    path = href.partition("?")[0] if href.startswith("/") else urlsplit(href).path
    return unquote(path).rstrip("/")
