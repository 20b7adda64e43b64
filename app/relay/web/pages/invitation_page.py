"""The page of an invitation as HTML: it runs nothing and asks for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import escape

from app.dataclass import dataclass
from app.i18n import Catalogue
from app.relay.tables.fetches import KEPT_FOR
from app.relay.web.pages.sheet import Look, section, sheet
from app.services.system.starting import LINK

LOOK = Look.of("invitation.css")

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
    return sheet(
        LOOK,
        texts.tr("Your invitation to the calendar service"),
        [
            *_who(shown, texts),
            *_at_once(shown, texts),
            *_steps(shown, texts),
            *_code(shown, texts),
            *_what_it_learns(texts),
        ],
        texts,
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


def _naming(said: str, name: str) -> str:
    """Return a sentence as HTML, with a name that stands out where `_HERE` is."""
    return escape(said).replace(_HERE, f"<strong>{escape(name)}</strong>")


def _at_once(shown: Shown, texts: Catalogue) -> Iterator[str]:
    tr = texts.tr
    # The system hands it to the program, where that is installed; no other computer is asked.
    yield f"<section class=o><a href='{LINK}{escape(shown.address)}'>"
    yield escape(tr("Open in Zimmerfrei"))
    yield "</a><p>"
    yield escape(
        tr(
            "Where Zimmerfrei is on this computer, it shows you the invitation, and you accept it "
            "there. If nothing happens, the three steps do the same."
        )
    )
    yield "</section>"


def _steps(shown: Shown, texts: Catalogue) -> Iterator[str]:
    tr = texts.tr
    yield section(tr("Three steps"))
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
    yield section(tr("What the service learns, and what it does not"))
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
