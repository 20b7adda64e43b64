"""What all pages of the service have in common: the frame, the look, the language, the guards.

A page runs nothing and asks for nothing else; its style stands in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from typing import Self

from flask import Response, request

from app import resources
from app.dataclass import dataclass
from app.i18n import WINDOW_LANGUAGES, Catalogue, catalogue
from app.server.web.answers import COMMON
from app.server.web.languages import page_language

_COMMON_STYLE = "service.css"
_OURS = tuple(WINDOW_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Look:
    """The style of a page, and what its reader's browser may do with it (its CSP).

    The browser may paint it, in a window of its own, and send its forms where there are any. Its
    icon is empty data.
    """

    style: str
    policy: str

    @classmethod
    def of(cls, name: str, *, forms: bool = False) -> Self:
        """Return the look of pages with this style in addition to that of all."""
        style = "".join(
            resources.path("website", one).read_text("utf-8") for one in (_COMMON_STYLE, name)
        )
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        targets = "'self'" if forms else "'none'"
        return cls(
            style,
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
            f"form-action {targets}; frame-ancestors 'none'",
        )


def sheet(
    look: Look, heading: str, parts: Iterable[str], texts: Catalogue, above: str = "Zimmerfrei"
) -> str:
    """Return a whole page.

    Args:
        look: its style.
        heading: what it is, which is its title as well.
        parts: what stands below the heading, as HTML.
        texts: its language.
        above: what stands above the heading, as HTML.
    """
    title = escape(heading)
    return (
        f"<!DOCTYPE html><html lang={texts.language.key}><meta charset=utf-8><title>{title} · "
        "Zimmerfrei</title><meta name=viewport content='width=device-width,initial-scale=1'>"
        "<meta name=color-scheme content='light dark'><meta name=robots content=noindex>"
        f"<link rel=icon href='data:,'><style>{look.style}</style>"
        f"<main><p class=b>{above}</p><h1>{title}</h1>{''.join(parts)}</main></html>\n"
    )


def message_page(look: Look, heading: str, sentence: str, texts: Catalogue, note: str = "") -> str:
    """Return a page that has nothing to say but this."""
    parts = [f"<p>{escape(sentence)}</p>"]
    if note:
        parts.append(f"<p class=n>{escape(note)}</p>")
    return sheet(look, heading, parts, texts)


def section(heading: str) -> str:
    """Return how a part of a page begins."""
    return f"<section><h2>{escape(heading)}</h2>"


def reader_texts() -> Catalogue:
    """Return the language of who asks, where the pages have it."""
    accepted = request.headers.get("Accept-Language", "")
    query = request.query_string.decode("latin-1")
    return catalogue(page_language(query, accepted, _OURS[0], _OURS)).for_the_screen()


def answered(look: Look, texts: Catalogue, status: int, page: str) -> Response:
    """Return a page as an answer."""
    answer = Response(page, status=status, content_type="text/html; charset=utf-8")
    answer.headers.extend(
        {
            **dict(COMMON),
            # What it says is for one reader: no copy of it shall lie anywhere.
            "Cache-Control": "no-store",
            "X-Frame-Options": "DENY",
            "Content-Security-Policy": look.policy,
            "Vary": "Accept-Language",
            "Content-Language": texts.language.key,
        }
    )
    return answer
