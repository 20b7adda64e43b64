"""One link's address in the forms that its readers want. Which wants which: domain facts, §1."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote, urlsplit

from app.dataclass import dataclass

SNIPPET_HEIGHT = 640
"""Pixels of a website that the calendar takes; what does not fit is scrolled inside."""


class Form(StrEnum):
    """How a reader wants an address."""

    HTTPS = "https"
    """As it is."""
    WEBCAL = "webcal"
    """So that a click opens the calendar program."""
    NO_SCHEME = "no_scheme"
    """Without what stands before the host's name."""
    SNIPPET = "snippet"
    """As a piece of HTML to put into a website."""


THEME_PARAMETER = "theme"


class Theme(StrEnum):
    """In which colours the calendar stands on a website."""

    LIGHT = "light"
    DARK = "dark"
    AUTO = "auto"
    """As the visitor's browser has it, or the page around it where that says so."""


class OneClick(StrEnum):
    """Where one click adds a link."""

    GOOGLE = "google"
    OUTLOOK = "outlook"
    MICROSOFT_365 = "microsoft_365"
    APPLE = "apple"


_OUTLOOK_HOSTS = {
    OneClick.OUTLOOK: "outlook.live.com",
    OneClick.MICROSOFT_365: "outlook.office.com",
}


@dataclass(frozen=True, slots=True)
class AddressForms:
    """One link's address (``http…``), and for a link for a website the `snippet` made of it."""

    address: str
    snippet: str = ""

    def of(self, form: Form) -> str:
        """Return the address in `form`; empty where this link has none to give.

        The page for a website is no calendar, so a calendar program can do nothing with it.
        """
        if form is Form.SNIPPET:
            return self.snippet or self.address
        if self.snippet:
            return ""
        match form:
            case Form.HTTPS:
                return self.address
            case Form.WEBCAL:
                return webcal(self.address)
            case Form.NO_SCHEME:
                return without_scheme(self.address)


def without_scheme(address: str) -> str:
    """Return `address` (``http…``) without its scheme."""
    scheme, separator, rest = address.partition("://")
    if not separator or scheme.lower() not in {"http", "https"} or not rest:
        raise ValueError("an address begins with http:// or https://")
    return rest


def webcal(address: str) -> str:
    """Return `address` (``http…``) as ``webcal://…``.

    The scheme does not say whether to ask by http or https; readers try what answers.
    """
    return f"webcal://{without_scheme(address)}"


def one_click(target: OneClick, address: str, name: str) -> str:
    """Return what to open so that `target` offers to add the link at `address` (``http…``).

    Google makes a name of its own from the calendar, as Apple does; only Outlook is told `name`.
    """
    match target:
        case OneClick.APPLE:
            return webcal(address)
        case OneClick.GOOGLE:
            return f"https://calendar.google.com/calendar/r?cid={quote(webcal(address), safe='')}"
        case OneClick.OUTLOOK | OneClick.MICROSOFT_365:
            host = _OUTLOOK_HOSTS[target]
            wanted = f"url={quote(address, safe='')}&name={quote(name, safe='')}"
            return f"https://{host}/calendar/0/addfromweb?{wanted}"


def website_address(address: str, language: str | None, theme: Theme | None) -> str:
    """Return the address of an availability calendar held to a language and to colours.

    Each may be None: the language is that of the visitor's browser then, the colours are light in
    somebody's page and the visitor's where the calendar stands alone.
    """
    wanted = {"sprache": language, THEME_PARAMETER: theme and theme.value}
    query = "&".join(
        f"{key}={quote(value, safe='')}" for key, value in wanted.items() if value is not None
    )
    if not query:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{query}"


def iframe_snippet(
    address: str, language: str | None, title: str, theme: Theme = Theme.LIGHT
) -> str:
    """Return the HTML that shows the availability calendar at `address` on a website.

    Args:
        address: that of the calendar's page, ``http…/kalender/…``.
        language: the one that it is held to; None for that of each visitor's browser.
        title: what screen readers call the frame.
        theme: its colours; light is what it has in a frame by itself.
    """
    # Not at the top: importing html costs two milliseconds of whoever imports this module.
    from html import escape  # noqa: PLC0415

    address = website_address(address, language, None if theme is Theme.LIGHT else theme)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" loading="lazy" '
        f'style="border:0;width:100%;height:{SNIPPET_HEIGHT}px"></iframe>'
    )
