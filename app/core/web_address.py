"""Web addresses as owners type them, and as machines and owners read them.

A host's name with letters beyond ASCII travels as punycode (RFC 3492, RFC 5891). Python's own
``encodings.idna`` follows the older RFC 3490, which turns "ß" into "ss" and so leads to somebody
else's domain; here "ß" stays itself, as browsers have it (UTS 46, without its transition).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import quote, urlsplit

from app.core.errors import UserError

_ACE = "xn--"
_LONGEST_LABEL = 63
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
# The last label of a name is never a number: 256.1.1.1 is a mistyped address (RFC 3696 §2).
HOST_NAME = re.compile(r"(?!-)(?:[A-Za-z0-9-]{1,63}\.)*(?![0-9]+$)[A-Za-z0-9-]{1,63}")
_URL = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+")
"""What may stand in an address (RFC 3986 §2), less what begins a query or a fragment."""
_SCOPED = re.compile(r"[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?")
"""An IP address; RFC 4007 lets any text be a scope, systems name interfaces."""


def completed(text: str) -> str:
    """Return the whole address that `text` means, in ASCII, without a slash at its end.

    Without a scheme https is meant; only what stands in the house, which can have no certificate,
    is read by http.

    Raises:
        UserError: it is no address, or it has a query, a fragment or a password.
    """
    unusable = UserError(
        "“{url}” is no web address. It must look like https://calendar.example.org, without a "
        "question mark or password.",
        url=text,
    )
    scheme, found, rest = text.strip().rpartition("://")
    if not found:
        rest = rest.removeprefix("//")
    place, slash, path = rest.partition("/")
    try:
        place = in_ascii(place)
        port = urlsplit(f"//{place}").port
    except ValueError:
        raise unusable from None
    host = urlsplit(f"//{place}").hostname or ""
    at_home = is_at_home(host)
    scheme = scheme.lower() if found else ("http" if at_home else "https")
    named = is_ip(host) or (HOST_NAME.fullmatch(host) and (found or at_home or "." in host))
    whole = f"{scheme}://{place}{slash}{_letters_quoted(path)}"
    sound = _URL.fullmatch(whole) and "@" not in place
    if scheme not in {"http", "https"} or not named or port == 0 or not sound:
        raise unusable
    return whole.rstrip("/")


def readable(url: str) -> str:
    """Return an address with its host's name as owners write it: "https://häuser.example"."""
    scheme, found, rest = url.partition("://")
    place, slash, path = rest.partition("/")
    if not found or _ACE not in place:
        return url
    labels = ".".join(_readable_label(label) for label in place.split("."))
    return f"{scheme}://{labels}{slash}{path}"


def is_ip(text: str) -> bool:
    """Tell whether `text` is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return bool(_SCOPED.fullmatch(text))


def in_ascii(place: str) -> str:
    """Return host and port with each label of the name in ASCII (ValueError: it cannot be)."""
    if place.isascii():
        return place.lower()
    name, colon, port = place.partition(":")
    return ".".join(_ascii_label(label) for label in _DOTS.split(name)) + colon + port


def _ascii_label(label: str) -> str:
    # lower and not casefold, which would make "ss" of "ß".
    label = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).lower())
    if label.isascii():
        return label
    kinds = [unicodedata.category(sign) for sign in label]
    if any(kind[0] not in "LM" and kind != "Nd" for kind in kinds if kind != "Pd"):
        raise ValueError(label)
    if kinds[0][0] == "M" or any(
        sign != "-" for sign, kind in zip(label, kinds, strict=True) if kind == "Pd"
    ):
        raise ValueError(label)
    made = _ACE + label.encode("punycode").decode("ascii")
    if len(made) > _LONGEST_LABEL or label.startswith("-") or label.endswith("-"):
        raise ValueError(label)
    return made


def _readable_label(label: str) -> str:
    if not label.startswith(_ACE):
        return label
    name, colon, port = label.partition(":")
    try:
        shown = name.removeprefix(_ACE).encode("ascii").decode("punycode")
        faithful = _ascii_label(shown) == name
    except (ValueError, IndexError, OverflowError):
        return label
    return f"{shown}{colon}{port}" if faithful else label


def is_at_home(host: str) -> bool:
    """Tell whether a host is of this computer or the house, as far as its name says."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return is_ip(host) and not ipaddress.ip_address(host).is_global


def _letters_quoted(path: str) -> str:
    return "".join(
        quote(sign) if not sign.isascii() and unicodedata.category(sign)[0] in "LMN" else sign
        for sign in path
    )
