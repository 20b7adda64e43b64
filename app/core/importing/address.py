"""The address of a portal's calendar: as owners paste it, as it is read, as it may be shown.

It is a secret: whoever has it reads who comes when. No sentence here quotes more than its host.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from app.core.errors import UserError
from app.core.links.link import TOKEN_LENGTH
from app.core.web_address import HOST_NAME, in_ascii, is_at_home, is_ip, readable

LONGEST = 2000
_AROUND = " \t\r\n\u00a0\u200b\ufeff<>\"'“”„»«‚‘’()[],;"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=//|[^0-9])")
_CALENDAR_SCHEMES = frozenset({"webcal", "webcals", "feed", "ical", "ics"})
_ADDRESS = re.compile(r"(?:webcals?|https?)://[^\s<>\"'“”„]+", re.IGNORECASE)
_CALENDAR_PATH = re.compile(r"\.ics\b|ical|/cal", re.IGNORECASE)
_SAFE = "/:?=&%+,;@!$'()*~-._[]|{}^`\\"
_TOKEN = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z0-9]{{{TOKEN_LENGTH}}}(?![A-Za-z0-9])")


def mended(text: str, *, allow_private: bool = False) -> str:
    """Return the whole address that a pasted text means, in ASCII.

    Calendar programs' own schemes are those of the web; without one, https is meant. A calendar
    travels by http only where that is allowed, as for one in the home network.

    Raises:
        UserError: it is no address of a calendar.
    """
    address = text.strip(_AROUND)
    if not address or len(address) > LONGEST or any(ord(sign) < 32 for sign in address):
        raise _no_address()
    found = _SCHEME.match(address)
    scheme = found[1].lower() if found else ""
    rest = address[found.end() :] if found else address
    rest = rest.removeprefix("//").partition("#")[0]
    place, path = _parted(rest)
    try:
        place = in_ascii(place)
        parts = urlsplit(f"//{place}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_address() from None
    if "@" in place:
        raise UserError(
            "The address holds a password. Please copy the calendar’s export link from the portal; "
            "it needs none."
        )
    named = is_ip(host) or (
        HOST_NAME.fullmatch(host) and ("." in host or is_at_home(host) or found)
    )
    if scheme not in {"", "http", "https", *_CALENDAR_SCHEMES} or not named or port == 0:
        raise _no_address()
    return f"{_scheme(scheme, host, allow_private=allow_private)}://{place}{quote(path, _SAFE)}"


def _scheme(given: str, host: str, *, allow_private: bool) -> str:
    if not allow_private:
        return "https"
    if given in {"http", "https"}:
        return given
    return "http" if is_at_home(host) else "https"


def _parted(rest: str) -> tuple[str, str]:
    """Part host and port from what follows them."""
    end = min((at for sign in "/?" if (at := rest.find(sign)) >= 0), default=len(rest))
    path = rest[end:]
    return rest[:end], path if path.startswith("/") or not path else f"/{path}"


def _no_address() -> UserError:
    return UserError(
        "This is no address of a calendar. Please copy the calendar’s export link from the portal; "
        "it looks like https://portal.example/calendar/123.ics."
    )


def addresses_in(text: str) -> list[str]:
    """Return the addresses in a pasted text, in order, each once: one, a list, or none."""
    found = (one.rstrip(_AROUND + ".") for one in _ADDRESS.findall(text))
    return list(dict.fromkeys(found))


def seems_calendar(text: str) -> bool:
    """Tell whether a text from the clipboard is probably the address of a calendar."""
    found = addresses_in(text)
    one = len(found) == 1 and text.strip(_AROUND) == found[0]
    by_scheme = one and found[0].lower().startswith("webcal")
    return by_scheme or (one and _CALENDAR_PATH.search(urlsplit(found[0]).path) is not None)


def host_of(address: str) -> str:
    """Return the name of the computer in an address, as owners write it."""
    return urlsplit(readable(address)).netloc


def shortened(address: str) -> str:
    """Return what of an address may be shown: where it is, and nothing that opens it."""
    return f"{host_of(address)}/…" if address else ""


def tokens_in(address: str) -> list[str]:
    """Return what in an address may be the token of one of our own links."""
    parts = urlsplit(address)
    return _TOKEN.findall(parts.path)
