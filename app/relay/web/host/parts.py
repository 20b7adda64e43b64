"""Pieces of which the host's pages are made, as HTML. Names of owners are anybody's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from app.core.times.ago import ago
from app.i18n import Catalogue
from app.relay.accounts.account import DAYS_MOST, LINKS_MOST
from app.relay.uses.owners import Owner, Standing
from app.relay.uses.words import notice
from app.relay.web.host.visit import Visit
from app.relay.web.pages.sheet import Look

LOOK = Look.of("host.css", forms=True)
_SIGNS = {
    Standing.SILENT: "!",
    Standing.EXPIRED: "!",
    Standing.INVITED: "…",
    Standing.ACTIVE: "✓",
    Standing.REVOKED: "–",
}
"""Beside the word, for whoever looks quickly."""


def said(text: str, tag: str = "p", more: str = "") -> str:
    """Return a text in an element; `more` is its attributes."""
    named = f" {more}" if more else ""
    return f"<{tag}{named}>{escape(text)}</{tag}>"


def when(texts: Catalogue, moment: datetime | None, now: datetime) -> str:
    """Return how long ago something was; the moment itself shows where one points at it."""
    if moment is None:
        return said(texts.tr("never"), "span", "class=n")
    exact, told = escape(texts.moment(moment)), escape(ago(moment, now, texts))
    iso = moment.isoformat(timespec="seconds")
    return f"<time datetime='{iso}' title='{exact}'>{told}</time>"


def standing(texts: Catalogue, owner: Owner, now: datetime) -> str:
    """Return in a word how it stands with an owner."""
    found = owner.standing_at(now)
    word = notice(texts, owner, now) or texts.tr("all well")
    sign = f"<span aria-hidden=true>{_SIGNS[found]}</span> "
    return f"<span class='s {found.value}'>{sign}{escape(word)}</span>"


def facts(pairs: Iterable[tuple[str, str]], kind: str) -> str:
    """Return names with their values, which are HTML."""
    told = (f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f"<dl class={kind}>{''.join(told)}</dl>"


def alert(sentence: str) -> str:
    """Return a sentence that one must not overlook."""
    return said(sentence, "p", "class=a role=alert") if sentence else ""


def begin_form(visit: Visit, action: str, kind: str = "") -> str:
    """Return how a form begins that changes something; `action` is a name beside this page's."""
    named = f" class={kind}" if kind else ""
    return (
        f"<form method=post action='{action}'{named}>"
        f"<input type=hidden name=form value='{visit.form_sign}'>"
    )


def field(label: str, name: str, value: str, more: str = "") -> str:
    """Return a field with its label above it; `more` is attributes."""
    return (
        f"<label>{escape(label)}<input name={name} value='{escape(value)}' autocomplete=off "
        f"{more}></label>"
    )


def links_and_days(texts: Catalogue, links: str, days: str) -> str:
    """Return the two fields that every invitation has."""
    return field(
        texts.tr("Links at most"),
        "links",
        links,
        f"type=number min=1 max={LINKS_MOST} required inputmode=numeric",
    ) + field(
        texts.tr("Holds for so many days"),
        "days",
        days,
        f"type=number min=1 max={DAYS_MOST} required inputmode=numeric",
    )


def button(words: str, kind: str = "") -> str:
    """Return a button that sends its form."""
    return said(words, "button", f"class={kind}" if kind else "")


def back(texts: Catalogue) -> str:
    """Return the way to all owners."""
    way = said(texts.tr("All owners"), "a", "href='.'")
    return f"<p class=z>{way}</p>"


def zone_note(texts: Catalogue, now: datetime) -> str:
    """Return in which zone times are told: a server seldom is where its host is."""
    zone = now.astimezone().tzname() or "UTC"
    return said(texts.tr("Times are in {zone}.", zone=zone), "p", "class='n u'")
