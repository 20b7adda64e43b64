"""In which colours the calendar on a website answers."""

from __future__ import annotations

import re

from app.core.links.address_forms import THEME_PARAMETER, Theme
from app.services.calendars.website_page import PLAIN_THEME

_FORCED = re.compile(
    rf"(?:^|&){THEME_PARAMETER}=({'|'.join(theme.value for theme in Theme)})(?=&|$)",
    re.IGNORECASE,
)
_ALONE = "document"
"""What ``Sec-Fetch-Dest`` says of a page that fills the window (Fetch Metadata §2.1)."""


def page_theme(query: str, fetch_dest: str) -> Theme:
    """Return the colours that the address asks for, else those that suit where the page stands.

    Alone it follows the visitor. In somebody's page it is light: a browser tells the framed page of
    the colours around it only where that page has declared its ``color-scheme``, and else what the
    visitor's system has, which would set a dark calendar into a light website
    (https://github.com/w3c/csswg-drafts/issues/13796). The two cannot be told apart from inside,
    and hardly any website declares it; those that do ask for ``auto`` or ``dark``.

    Args:
        query: of the address; the first ``theme=`` that names one of ours counts.
        fetch_dest: the header Sec-Fetch-Dest, empty where the browser sends none.
    """
    forced = _FORCED.search(query)
    if forced:
        return Theme(forced[1].lower())
    return Theme.AUTO if fetch_dest == _ALONE else PLAIN_THEME
