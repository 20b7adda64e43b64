"""The settings that the server needs, and what they may be."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, fields, replace
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.i18n import WINDOW_LANGUAGES

DEFAULT_PORT = 8642
THIS_PC_ONLY = "127.0.0.1"
HOME_NETWORK = "0.0.0.0"  # noqa: S104  # the owner's own choice, off unless set
SYSTEM_LANGUAGE = "system"
# The last label of a name is never a number: 256.1.1.1 is a mistyped address (RFC 3696 §2).
_HOST_NAME = re.compile(r"(?!-)(?:[A-Za-z0-9-]{1,63}\.)*(?![0-9]+$)[A-Za-z0-9-]{1,63}")
_URL = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+")
"""What may stand in an address (RFC 3986 §2), less what begins a query or a fragment."""
_SCOPED = re.compile(r"[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?")
"""An IP address; RFC 4007 lets any text be a scope, systems name interfaces."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the owner has set.

    `host` is the address the server listens on, `public_url` where a proxy or tunnel answers for
    it (empty where there is none), `language` one of the window's or ``system``, `trusted_proxy`
    the address whose forwarded headers are believed (empty: nobody's).
    """

    host: str = THIS_PC_ONLY
    port: int = DEFAULT_PORT
    public_url: str = ""
    language: str = SYSTEM_LANGUAGE
    trusted_proxy: str = ""


KEYS = tuple(field.name for field in fields(Settings))


def changed(settings: Settings, key: str, value: str) -> Settings:
    """Return `settings` with `key` set to what `value`, as typed, means.

    Raises:
        UserError: an unknown key, or a value it cannot have.
    """
    text = value.strip()
    match key:
        case "host":
            return replace(settings, host=_host(text))
        case "port":
            return replace(settings, port=_port(text))
        case "public_url":
            return replace(settings, public_url=_public_url(text))
        case "language":
            return replace(settings, language=_language(text))
        case "trusted_proxy":
            return replace(settings, trusted_proxy=_proxy(text))
        case _:
            raise UserError(
                "There is no setting “{key}”. Possible are: {keys}.", key=key, keys=", ".join(KEYS)
            )


def _host(text: str) -> str:
    if not (_is_address(text) or _HOST_NAME.fullmatch(text)):
        raise UserError(
            "“{host}” is no address that this computer can listen on. 127.0.0.1 means only this "
            "computer, 0.0.0.0 the whole home network.",
            host=text,
        )
    return text


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1024 <= int(text) <= 65535:
        raise UserError(
            "“{port}” is no usable port. Please enter a number from 1024 to 65535; {default} is "
            "the usual one.",
            port=text,
            default=str(DEFAULT_PORT),
        )
    return int(text)


def _public_url(text: str) -> str:
    if not text:
        return ""
    unusable = UserError(
        "“{url}” is no web address. It must look like https://calendar.example.org, without a "
        "question mark or password.",
        url=text,
    )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise unusable from None
    host = parts.hostname or ""
    named = _is_address(host) or _HOST_NAME.fullmatch(host)
    if parts.scheme not in {"http", "https"} or not named or port == 0:
        raise unusable
    if not _URL.fullmatch(text) or "@" in parts.netloc:
        raise unusable
    return text.rstrip("/")


def _language(text: str) -> str:
    if text not in {SYSTEM_LANGUAGE, *WINDOW_LANGUAGES}:
        raise UserError(
            "“{language}” is not available. Possible are: {languages}.",
            language=text,
            languages=", ".join((SYSTEM_LANGUAGE, *WINDOW_LANGUAGES)),
        )
    return text


def _proxy(text: str) -> str:
    if text and not _is_address(text):
        raise UserError(
            "“{proxy}” is no IP address. Please enter the address of your proxy, such as "
            "127.0.0.1, or leave it empty.",
            proxy=text,
        )
    return text


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return bool(_SCOPED.fullmatch(text))
