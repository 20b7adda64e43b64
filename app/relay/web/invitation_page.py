"""The page of an invitation as HTML: it runs nothing and asks for nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from html import escape

from app import resources
from app.dataclass import dataclass
from app.i18n import Catalogue
from app.relay.tables.fetches import KEPT_FOR

_STYLE = resources.path("website", "invitation.css").read_text("utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What a browser may do with the page: paint it, in a window of its own. Its icon is empty data."""

_HERE = "\ue000"
"""A sign for private use, which stands in no text of ours."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of an invitation says.

    Args:
        name: whom the host has invited.
        operator: who invites, empty where the host has not said.
        address: what is pasted.
        left: for how long it can still be accepted.
        code: the address as an SVG, empty where there is none.
    """

    name: str
    operator: str
    address: str
    left: timedelta
    code: str


def welcome_page(shown: Shown, texts: Catalogue) -> str:
    """Return the whole page of an invitation that can be accepted."""
    return _page(
        texts.tr("Your invitation to the calendar service"),
        [
            *_who(shown, texts),
            *_steps(shown, texts),
            *_code(shown, texts),
            *_what_it_learns(texts),
        ],
        texts,
    )


def message_page(heading: str, sentence: str, texts: Catalogue, note: str = "") -> str:
    """Return a page that has nothing to say but this."""
    parts = [f"<p>{escape(sentence)}"]
    if note:
        parts.append(f"<p class=n>{escape(note)}")
    return _page(heading, parts, texts)


def _page(heading: str, parts: list[str], texts: Catalogue) -> str:
    title = escape(heading)
    return (
        f"<!DOCTYPE html><html lang={texts.language.key}><meta charset=utf-8><title>{title} · "
        "Zimmerfrei</title><meta name=viewport content='width=device-width,initial-scale=1'>"
        "<meta name=color-scheme content='light dark'><meta name=robots content=noindex>"
        f"<link rel=icon href='data:,'><style>{_STYLE}</style>"
        f"<main><p class=b>Zimmerfrei</p><h1>{title}</h1>{''.join(parts)}</main></html>\n"
    )


def _who(shown: Shown, texts: Catalogue) -> Iterator[str]:
    tr = texts.tr
    invites = tr("You are invited to put the calendars of your holiday lodgings here.")
    if shown.operator:
        invites = tr(
            "{operator} invites you to put the calendars of your holiday lodgings here.",
            operator=_HERE,
        )
    yield f"<p class=l>{_naming(invites, shown.operator)} "
    yield escape(
        tr(
            "Google, Airbnb, Booking.com and others then read them day and night, even while your "
            "computer is off. You need no website, and nothing has to be set up."
        )
    )
    meant = tr("This invitation is for {name}.", name=_HERE)
    yield f"<p class=f>{_naming(meant, shown.name)} "
    if shown.left >= timedelta(days=1):
        held = texts.trn(
            "It holds for one more day and can be accepted once.",
            "It holds for {n} more days and can be accepted once.",
            shown.left.days,
        )
    else:
        held = tr("It holds for a few more hours and can be accepted once.")
    yield escape(held)


def _section(heading: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>"


def _naming(said: str, name: str) -> str:
    """Return a sentence as HTML, with a name that stands out where `_HERE` is."""
    return escape(said).replace(_HERE, f"<strong>{escape(name)}</strong>")


def _steps(shown: Shown, texts: Catalogue) -> Iterator[str]:
    tr = texts.tr
    yield _section(tr("Three steps"))
    yield "<ol role=list><li><div>"
    yield escape(tr("Copy this address. One click on it selects all of it."))
    yield f"<code>{escape(shown.address)}</code></div><li><div>"
    yield escape(
        tr(
            "Open Zimmerfrei on your computer. On the page {page} choose “{button}” and there "
            "“{choice}”.",
            page=tr("Integrations"),
            button=tr("Set up access …"),
            choice=tr("Invitation"),
        )
    )
    yield "</div><li><div>"
    yield escape(
        tr(
            "Paste the address and choose “{button}”. That is all: from then on each change is "
            "put here by itself.",
            button=tr("Accept and publish"),
        )
    )
    yield "</div></ol></section>"


def _code(shown: Shown, texts: Catalogue) -> Iterator[str]:
    if not shown.code:
        return
    tr = texts.tr
    label, heading = escape(tr("QR code of this invitation")), escape(tr("On another device?"))
    yield f"<section class=q><div role=img aria-label='{label}'>{shown.code}</div><div>"
    yield f"<h2>{heading}</h2><p>"
    yield escape(
        tr(
            "A camera that sees this code opens this page. Whoever has the code or the address can "
            "accept the invitation: please give neither to anybody else."
        )
    )
    yield "</div></section>"


def _what_it_learns(texts: Catalogue) -> Iterator[str]:
    tr = texts.tr
    yield _section(tr("What the service learns, and what it does not"))
    yield "<ul>"
    for said in (
        tr(
            "It stores exactly what your links publish, and nothing beside: as a rule which days "
            "are occupied. Names and other details only where you have ticked them for a link. "
            "Your guests' data and notes stay on your computer."
        ),
        tr(
            "It notes which program has read a calendar and when, so that Zimmerfrei can show you "
            "who reads. The reader's internet address is not noted. After {days} days these notes "
            "are deleted.",
            days=KEPT_FOR.days,
        ),
        tr(
            "Whoever runs the service sees under which name you were invited, how many calendars "
            "lie here, how large they are, and when they were last uploaded and read."
        ),
        tr(
            "You can end it in Zimmerfrei at any time. Your calendars are then deleted here at "
            "once, and your portals are told that these addresses are no more."
        ),
    ):
        yield f"<li>{escape(said)}"
    yield "</ul></section>"
