"""What the commands ``relay`` say of owners: in words, as a table, as JSON."""

# ruff: noqa: PLC0415  # the service's words, where a command has the service open already

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.common.output import Column
from app.core.readers.agents import READ_STATUSES
from app.i18n import Catalogue

if TYPE_CHECKING:
    from app.relay.accounts.account import Service
    from app.relay.uses.owners import Owner, Stats


def owner_record(owner: Owner, now: datetime) -> dict[str, object]:
    """Return an owner for a JSON listing."""
    account = owner.account
    return {
        "id": account.id,
        "name": account.name,
        "links_most": account.links,
        "links": owner.lies.links,
        "bytes": owner.lies.bytes,
        "created_at": account.created_at,
        "invited_until": owner.invited_until,
        "accepted_at": account.accepted_at,
        "seen_at": account.seen_at,
        "uploaded_at": owner.uploaded_at,
        "read_at": owner.read_at,
        "revoked_at": account.revoked_at,
        "silent": owner.silent_at(now),
    }


def owners_table(texts: Catalogue, owners: Sequence[Owner], now: datetime) -> str:
    """Return owners as a table."""
    from app.relay.uses.words import notice

    columns = [
        Column(texts.tr("Owner"), flexible=True),
        Column(texts.tr("Links"), right=True),
        Column(texts.tr("Spoke last")),
        Column(texts.tr("Last read")),
        Column(texts.tr("To note"), flexible=True),
    ]
    return output.table(
        columns,
        (
            (
                owner.account.name,
                f"{owner.lies.links}/{owner.account.links}",
                _moment(texts, owner.account.seen_at),
                _moment(texts, owner.read_at),
                notice(texts, owner, now),
            )
            for owner in owners
        ),
    )


def owner_words(texts: Catalogue, owner: Owner, now: datetime) -> list[tuple[str, str]]:
    """Return what is known of an owner, a line each."""
    from app.relay.uses.words import notice, size

    account = owner.account
    return [
        (texts.tr("Owner"), account.name),
        (texts.tr("Links"), f"{owner.lies.links}/{account.links}"),
        (texts.tr("Size"), size(texts, owner.lies.bytes)),
        (texts.tr("Invited"), texts.moment(account.created_at)),
        (texts.tr("Accepted"), _moment(texts, account.accepted_at)),
        (texts.tr("Spoke last"), _moment(texts, account.seen_at)),
        (texts.tr("Last change"), _moment(texts, owner.uploaded_at)),
        (texts.tr("Last read"), _moment(texts, owner.read_at)),
        (texts.tr("To note"), notice(texts, owner, now)),
    ]


def service_words(texts: Catalogue, service: Service) -> list[tuple[str, str]]:
    """Return what the service says of itself, a line each."""
    return [
        (texts.tr("Address"), service.address or texts.tr("not said yet")),
        (texts.tr("Operator"), service.operator or texts.tr("not said yet")),
    ]


def stats_words(texts: Catalogue, stats: Stats) -> list[tuple[str, str]]:
    """Return the service in numbers, a line each."""
    from app.relay.uses.words import size

    read = sum(count for status, count in stats.fetches.items() if status in READ_STATUSES)
    rows = (
        (texts.tr("Owners"), stats.accounts),
        (texts.tr("of them with accepted invitation"), stats.accepted),
        (texts.tr("of them silent"), stats.silent),
        (texts.tr("Given up"), stats.revoked),
        (texts.tr("Links"), stats.links),
        (texts.tr("Read in the last 24 hours"), read),
    )
    return [
        *((name, str(number)) for name, number in rows),
        (texts.tr("Size"), size(texts, stats.bytes)),
    ]


def _moment(texts: Catalogue, moment: datetime | None) -> str:
    return "" if moment is None else texts.moment(moment)
