"""The settings that the server needs, and what they may be."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from app.core.errors import UserError
from app.dataclass import dataclass
from app.i18n import WINDOW_LANGUAGES

DEFAULT_PORT = 8642
THIS_PC_ONLY = "127.0.0.1"
HOME_NETWORK = "0.0.0.0"  # noqa: S104  # the owner's own choice, off unless set
SYSTEM_LANGUAGE = "system"
FEED_AGENT = "Mozilla/5.0 (compatible; Zimmerfrei; calendar import)"
"""Says who it is, in the form that portals expect of everybody."""
_LONGEST_AGENT = 200
MOST_YEARS = 30
"""What is known of guests is kept no longer than this, or always."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the owner has set.

    `host` is the address the server listens on, `public_url` where a proxy or tunnel answers for
    it (empty where there is none), `language` one of the window's or ``system``, `trusted_proxy`
    the address whose forwarded headers are believed (empty: nobody's), `feed_agent` what the
    program calls itself to portals whose calendars it reads, `help_email` the address of whoever
    helps the owner (empty: nobody), `guest_years` after how many years a stay says no more whose
    it was (0: it always does).
    """

    host: str = THIS_PC_ONLY
    port: int = DEFAULT_PORT
    public_url: str = ""
    language: str = SYSTEM_LANGUAGE
    trusted_proxy: str = ""
    feed_agent: str = FEED_AGENT
    help_email: str = ""
    guest_years: int = 0


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
        case "feed_agent":
            return replace(settings, feed_agent=_agent(text))
        case "help_email":
            return replace(settings, help_email=_email(text))
        case "guest_years":
            return replace(settings, guest_years=_years(text))
        case _:
            raise UserError(
                "There is no setting “{key}”. Possible are: {keys}.", key=key, keys=", ".join(KEYS)
            )


def _host(text: str) -> str:
    from app.core.web_address import HOST_NAME, is_ip  # noqa: PLC0415  # only what is typed is looked at

    if not (is_ip(text) or HOST_NAME.fullmatch(text)):
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
    from app.core.web_address import completed  # noqa: PLC0415  # only what is typed is looked at

    return completed(text) if text else ""


def _language(text: str) -> str:
    if text not in {SYSTEM_LANGUAGE, *WINDOW_LANGUAGES}:
        raise UserError(
            "“{language}” is not available. Possible are: {languages}.",
            language=text,
            languages=", ".join((SYSTEM_LANGUAGE, *WINDOW_LANGUAGES)),
        )
    return text


def _proxy(text: str) -> str:
    from app.core.web_address import is_ip  # noqa: PLC0415  # only what is typed is looked at

    if text and not is_ip(text):
        raise UserError(
            "“{proxy}” is no IP address. Please enter the address of your proxy, such as "
            "127.0.0.1, or leave it empty.",
            proxy=text,
        )
    return text


def _agent(text: str) -> str:
    if not text:
        return FEED_AGENT
    if not text.isascii() or not text.isprintable() or len(text) > _LONGEST_AGENT:
        raise UserError(
            "A program calls itself by up to {limit} plain letters, digits and signs.",
            limit=_LONGEST_AGENT,
        )
    return text


def _years(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > MOST_YEARS:
        raise UserError(
            "What is known of guests is kept for 1 to {most} years, or 0 for always.",
            most=MOST_YEARS,
        )
    return int(text)


def _email(text: str) -> str:
    # One address that a mail program understands: more than that only that program can judge.
    if text and not re.fullmatch(
        r"[^\s@<>,;:\"?&%]{1,64}@[^\s@<>,;:\"?&%]+\.[^\s@<>,;:\"?&%.]+", text
    ):
        raise UserError(
            "“{address}” is no e-mail address. Please enter one such as anna@example.org, or "
            "leave it empty.",
            address=text,
        )
    return text
