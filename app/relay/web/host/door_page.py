"""What is shown to whoever is not signed in: the form for the key, or how a key is made."""

from __future__ import annotations

from html import escape

from app.i18n import Catalogue
from app.relay.web.host.parts import LOOK, alert, button, said
from app.relay.web.pages.sheet import message_page, sheet

COMMAND = "zimmerfrei relay admin-key"


def sign_in_page(texts: Catalogue, refused: str = "") -> str:
    """Return the form for the key; `refused` says why the last one opened nothing."""
    tr = texts.tr
    label, invalid = escape(tr("Key")), " aria-invalid=true" if refused else ""
    lost = escape(tr("You have no key, or have lost it? This makes a new one:"))
    parts = (
        said(tr("For whoever runs this calendar service."), "p", "class=l"),
        alert(refused),
        "<section><form method=post action=anmelden class=g>",
        # Named as one, so that a browser offers to keep it.
        "<input name=user value=host autocomplete=username hidden>",
        f"<label>{label}<input type=password name=key required autofocus ",
        f"autocomplete=current-password{invalid}></label>",
        button(tr("Sign in")),
        "</form></section>",
        f"<p class=n>{lost}<code>{COMMAND}</code></p>",
    )
    return sheet(LOOK, tr("The host's page"), parts, texts)


def no_key_page(texts: Catalogue) -> str:
    """Return how a key is made: as long as there is none, nobody is let in."""
    tr = texts.tr
    command = escape(tr("Whoever runs this calendar service makes one by the command"))
    parts = (
        said(tr("This page has no key yet, and lets nobody in."), "p", "class=l"),
        f"<p>{command}<code>{COMMAND}</code></p>",
        said(tr("It prints the key, once. Then open this page again."), "p", "class=n"),
    )
    return sheet(LOOK, tr("The host's page"), parts, texts)


def too_often_page(texts: Catalogue) -> str:
    """Return what who tries too often is told."""
    return message_page(
        LOOK,
        texts.tr("Please wait a minute"),
        texts.tr("Too many keys were tried from your connection that open nothing."),
        texts,
    )


def old_form_page(texts: Catalogue) -> str:
    """Return what is said of a form that is not of this session."""
    return message_page(
        LOOK,
        texts.tr("Nothing was changed"),
        texts.tr(
            "What was sent does not come from a page of this session. Please open the host's page "
            "again and do it there once more."
        ),
        texts,
    )


def unavailable_page(texts: Catalogue) -> str:
    """Return what is said where the database cannot be asked, or something is broken."""
    return message_page(
        LOOK,
        texts.tr("Please try again in a few minutes"),
        texts.tr(
            "The calendar service cannot do this at this moment. Its log says why. Calendars that "
            "are kept here are not lost."
        ),
        texts,
    )


def refused_page(texts: Catalogue) -> str:
    """Return what is said of an address or a request that is none."""
    return message_page(
        LOOK,
        texts.tr("There is nothing here"),
        texts.tr("This address of the host's page leads nowhere."),
        texts,
    )
