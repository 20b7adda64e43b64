"""The host's page: the service in numbers, its owners, and the form that invites one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from app.core.readers.agents import READ_STATUSES
from app.dataclass import dataclass
from app.i18n import Catalogue
from app.relay.accounts.account import INVITATION_DAYS, LINKS, Service
from app.relay.uses.owners import Owner, Standing, Stats
from app.relay.uses.words import size
from app.relay.web.host.parts import (
    LOOK,
    alert,
    begin_form,
    button,
    facts,
    field,
    links_and_days,
    said,
    standing,
    when,
    zone_note,
)
from app.relay.web.host.visit import Visit
from app.relay.web.pages.sheet import section, sheet

ON_A_PAGE = 100
"""Owners shown at once."""
_MANY = 12
"""From so many on they can be searched."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form that invites, and why it was not carried out."""

    name: str = ""
    links: str = str(LINKS)
    days: str = str(INVITATION_DAYS)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The owners shown: part `number`, from 1, of all that have `name` in theirs."""

    owners: tuple[Owner, ...]
    found: int
    number: int = 1
    name: str = ""

    @property
    def last(self) -> int:
        """The number of the last part."""
        return max(1, -(-self.found // ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class Home:
    """What the page says."""

    service: Service
    stats: Stats
    part: Part
    typed: Typed
    now: datetime


def home_page(visit: Visit, home: Home) -> str:
    """Return the whole page."""
    return sheet(
        LOOK,
        visit.texts.tr("Your calendar service"),
        [
            *_head(visit, home),
            _numbers(visit.texts, home.stats),
            *_invite(visit, home),
            *_owners(visit.texts, home),
            zone_note(visit.texts, home.now),
        ],
        visit.texts,
        above=" · ".join(filter(None, ("Zimmerfrei", escape(home.service.operator)))),
    )


def _head(visit: Visit, home: Home) -> Iterator[str]:
    tr = visit.texts.tr
    yield begin_form(visit, "abmelden", "x") + button(tr("Sign out"), "k") + "</form>"
    if not home.service.address:
        yield alert(
            tr(
                "Nobody can be invited yet: say under which address the internet reaches this "
                "service, by the command"
            )
        )
        yield "<code>zimmerfrei relay describe --address https://…</code>"


def _numbers(texts: Catalogue, stats: Stats) -> str:
    read = sum(count for status, count in stats.fetches.items() if status in READ_STATUSES)
    return facts(
        (
            (texts.tr("Owners"), texts.number(stats.accounts)),
            (texts.tr("of them with accepted invitation"), texts.number(stats.accepted)),
            (texts.tr("of them silent"), texts.number(stats.silent)),
            (texts.tr("Links"), texts.number(stats.links)),
            (texts.tr("Size"), escape(size(texts, stats.bytes))),
            (texts.tr("Read in the last 24 hours"), texts.number(read)),
        ),
        "m",
    )


def _invite(visit: Visit, home: Home) -> Iterator[str]:
    tr, typed = visit.texts.tr, home.typed
    nobody = not home.stats.accounts and not home.stats.revoked
    if nobody:
        yield said(tr("Nobody has been invited yet."), "p", "class=l")
        yield said(
            tr(
                "Give each owner a name by which you know them. You then get an address for them; "
                "they paste it into their Zimmerfrei, and their calendars are read here from then "
                "on."
            )
        )
    opened = " open" if nobody or typed.refused else ""
    yield f"<details class=i{opened}>" + said(tr("Invite an owner"), "summary")
    yield alert(typed.refused)
    yield begin_form(visit, "einladen", "g")
    yield field(tr("Name"), "name", typed.name, "required maxlength=200")
    yield links_and_days(visit.texts, typed.links, typed.days)
    yield button(tr("Invite")) + "</form></details>"


def _owners(texts: Catalogue, home: Home) -> Iterator[str]:
    tr, part = texts.tr, home.part
    if not part.owners and not part.name:
        return
    yield section(tr("Owners"))
    if part.name or home.stats.accounts + home.stats.revoked > _MANY:
        yield "<form class=h role=search action='.'>"
        yield field(tr("Name has in it"), "suche", part.name, "type=search")
        yield button(tr("Search"), "k") + "</form>"
    if part.owners:
        yield _table(texts, part, home.now)
    else:
        yield said(tr("No owner has “{name}” in their name.", name=part.name))
        yield "<p>" + said(tr("Show all"), "a", "href='.'") + "</p>"
    if part.last > 1:
        yield _ways(texts, part)
    yield "</section>"


def _table(texts: Catalogue, part: Part, now: datetime) -> str:
    names = [
        texts.tr(name)
        for name in ("Owner", "Links", "Size", "Spoke last", "Last change", "Last read")
    ]
    heads = "".join(f"<th role=columnheader scope=col>{escape(name)}</th>" for name in names)
    rows = "".join(_row(texts, owner, names, now) for owner in part.owners)
    # On a phone rows become cards; the roles say that it is a table still.
    return (
        f"<table role=table><thead role=rowgroup><tr role=row>{heads}</tr></thead>"
        f"<tbody role=rowgroup>{rows}</tbody></table>"
    )


def _row(texts: Catalogue, owner: Owner, names: list[str], now: datetime) -> str:
    account, lies = owner.account, owner.lies
    values = (
        texts.tr("{n} of {most}", n=texts.number(lies.links), most=texts.number(account.links)),
        size(texts, lies.bytes),
    )
    cells = [*map(escape, values)]
    cells += [when(texts, at, now) for at in (account.seen_at, owner.uploaded_at, owner.read_at)]
    told = "".join(
        f"<td role=cell data-name='{escape(name)}'>{cell}</td>"
        for name, cell in zip(names[1:], cells, strict=True)
    )
    return f"<tr role=row>{_name(texts, owner, now)}{told}</tr>"


def _name(texts: Catalogue, owner: Owner, now: datetime) -> str:
    page = f"konto-{owner.account.id}"
    again = ""
    if owner.standing_at(now) is Standing.EXPIRED:
        again = " " + said(texts.tr("Invite again"), "a", f"href='{page}#einladung'")
    return (
        f"<th role=rowheader scope=row><a href='{page}' dir=auto>{escape(owner.account.name)}</a>"
        f"<span class=w>{standing(texts, owner, now)}{again}</span></th>"
    )


def _ways(texts: Catalogue, part: Part) -> str:
    """Return the ways to the parts before and behind."""
    told = escape(
        texts.tr("Page {n} of {last}", n=texts.number(part.number), last=texts.number(part.last))
    )
    before, behind = (
        f"<a href='?{escape(urlencode({'suche': part.name, 'seite': number}))}'>{escape(words)}</a>"
        if 1 <= number <= part.last
        else ""
        for number, words in (
            (part.number - 1, texts.tr("Back")),
            (part.number + 1, texts.tr("Next")),
        )
    )
    label = escape(texts.tr("Pages"))
    return f"<nav aria-label='{label}'>{before}<span>{told}</span>{behind}</nav>"
