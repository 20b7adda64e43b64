"""One owner on the host's page: what is known, a new invitation, giving them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from app.core.readers.words import answer
from app.dataclass import dataclass
from app.i18n import Catalogue
from app.relay.accounts.account import INVITATION_DAYS
from app.relay.uses.owners import Owner, Read, Standing
from app.relay.uses.words import size
from app.relay.web.host.parts import (
    LOOK,
    alert,
    back,
    begin_form,
    button,
    facts,
    links_and_days,
    said,
    standing,
    when,
    zone_note,
)
from app.relay.web.host.visit import Visit
from app.relay.web.pages.sheet import section, sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says of an owner."""

    owner: Owner
    reads: Sequence[Read]
    now: datetime
    links: str = ""
    days: str = str(INVITATION_DAYS)
    refused: str = ""


def owner_page(visit: Visit, shown: Shown) -> str:
    """Return the whole page."""
    texts, owner, now = visit.texts, shown.owner, shown.now
    parts = [
        back(texts),
        f"<p class=w>{standing(texts, owner, now)}</p>",
        *_advice(texts, owner, now),
        _known(texts, owner, now),
    ]
    if owner.account.revoked_at is None:
        parts += [*_reads(texts, shown), *_again(visit, shown), *_end(visit, owner)]
    return sheet(LOOK, owner.account.name, [*parts, zone_note(texts, now)], texts)


def ask_page(visit: Visit, owner: Owner) -> str:
    """Return the question before an owner is given up."""
    tr, account = visit.texts.tr, owner.account
    return sheet(
        LOOK,
        tr("Give “{name}” up?", name=account.name),
        [
            said(_loss(visit.texts, owner), "p", "class=l"),
            said(tr("This cannot be taken back.")),
            begin_form(visit, f"beenden-{account.id}", "j"),
            said(tr("Cancel"), "a", f"class=k href='konto-{account.id}'"),
            button(tr("Give up and delete"), "e") + "</form>",
        ],
        visit.texts,
    )


def _loss(texts: Catalogue, owner: Owner) -> str:
    if not owner.lies.links:
        return texts.tr(
            "No calendar of theirs lies here. Their invitation, or their access, is no more then."
        )
    return texts.trn(
        "Their calendar is deleted here at once, and portals that ask for it are told that the "
        "address is no more. Their Zimmerfrei can upload nothing any more.",
        "Their {n} calendars are deleted here at once, and portals that ask for them are told that "
        "the addresses are no more. Their Zimmerfrei can upload nothing any more.",
        owner.lies.links,
    )


def _advice(texts: Catalogue, owner: Owner, now: datetime) -> Iterator[str]:
    """What a host does about it, where there is something to do."""
    advice = {
        Standing.SILENT: texts.tr(
            "Their Zimmerfrei has not spoken for more than a week. What lies here is read on, but "
            "may be old: ask whether the computer is off, or has been replaced."
        ),
        Standing.EXPIRED: texts.tr(
            "The invitation was not accepted in time. Below you can make a new one."
        ),
        Standing.REVOKED: texts.tr(
            "Their calendars were deleted here, and their addresses say that they are no more."
        ),
    }.get(owner.standing_at(now))
    if advice:
        yield said(advice)


def _known(texts: Catalogue, owner: Owner, now: datetime) -> str:
    tr, account = texts.tr, owner.account
    links = tr("{n} of {most}", n=texts.number(owner.lies.links), most=texts.number(account.links))
    rows = [
        (tr("Links"), escape(links)),
        (tr("Size"), escape(size(texts, owner.lies.bytes))),
        (tr("Invited"), when(texts, account.created_at, now)),
        (tr("Accepted"), when(texts, account.accepted_at, now)),
        (tr("Spoke last"), when(texts, account.seen_at, now)),
        (tr("Last change"), when(texts, owner.uploaded_at, now)),
        (tr("Last read"), when(texts, owner.read_at, now)),
    ]
    if account.revoked_at is not None:
        rows.append((tr("Given up"), when(texts, account.revoked_at, now)))
    return facts(rows, "d")


def _reads(texts: Catalogue, shown: Shown) -> Iterator[str]:
    """When something was read last. By which program is for the owner to know."""
    if not shown.reads:
        return
    yield section(texts.tr("Last readings")) + "<ul class=r>"
    for read in shown.reads:
        yield f"<li>{when(texts, read.at, shown.now)}"
        yield said(answer(texts, read.status), "span")
    yield "</ul></section>"


def _again(visit: Visit, shown: Shown) -> Iterator[str]:
    tr, account = visit.texts.tr, shown.owner.account
    yield "<section id=einladung>" + said(tr("New invitation"), "h2")
    purpose = tr(
        "For another computer, or a lost key. The links keep their addresses. Once it is accepted, "
        "the computer before can upload no more."
    )
    if account.accepted_at is None:
        purpose = tr("For this owner, as before. The invitation before it holds no more then.")
    yield said(purpose, "p", "class=n") + alert(shown.refused)
    yield begin_form(visit, f"einladen-{account.id}", "g")
    yield links_and_days(visit.texts, shown.links or str(account.links), shown.days)
    yield button(tr("Make an invitation")) + "</form></section>"


def _end(visit: Visit, owner: Owner) -> Iterator[str]:
    tr = visit.texts.tr
    yield section(tr("Give up")) + said(_loss(visit.texts, owner), "p", "class=n")
    # A link: it asks first and changes nothing.
    way = f"class='k e' href='beenden-{owner.account.id}'"
    yield "<p>" + said(tr("Give up …"), "a", way) + "</p></section>"
