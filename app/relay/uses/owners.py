"""Owners as their host sees them: how much lies there, and when somebody was heard of last.

No address and no word of a calendar, and not which program has read it: that is the owner's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.texts import name_key
from app.dataclass import dataclass
from app.relay.accounts.account import SILENT_AFTER, Account, asked_name
from app.relay.tables.calendars import NOTHING_LIES, Lies
from app.relay.uses.store import Store

READS_SHOWN = 10
"""So many of the last readings are told of one owner."""


class Standing(StrEnum):
    """How it stands with an owner; those whom a host should look at come first."""

    SILENT = "silent"
    """The desktop has not spoken for long."""
    EXPIRED = "expired"
    """The invitation was not accepted in time."""
    INVITED = "invited"
    """An invitation can still be accepted, be it the first or one for another computer."""
    ACTIVE = "active"
    REVOKED = "revoked"


_ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Owner:
    """An account with what its host may know of it.

    `invited_until` is until when an invitation that nobody has accepted holds; `uploaded_at` when
    a calendar there has changed last.
    """

    account: Account
    lies: Lies
    read_at: datetime | None
    invited_until: datetime | None
    uploaded_at: datetime | None = None

    def silent_at(self, now: datetime) -> bool:
        """Tell whether the desktop has not spoken for long."""
        account = self.account
        if account.revoked_at is not None or account.accepted_at is None:
            return False
        return now - (account.seen_at or account.accepted_at) > SILENT_AFTER

    def standing_at(self, now: datetime) -> Standing:
        """Tell how it stands with this owner."""
        if self.account.revoked_at is not None:
            return Standing.REVOKED
        if self.invited_until is not None:
            return Standing.INVITED
        if self.account.accepted_at is None:
            return Standing.EXPIRED
        return Standing.SILENT if self.silent_at(now) else Standing.ACTIVE


@dataclass(frozen=True, slots=True)
class Stats:
    """The service in numbers; `fetches` of the last day by status."""

    accounts: int
    accepted: int
    revoked: int
    silent: int
    links: int
    bytes: int
    fetches: dict[int, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many owners stand how, and what lies there of all: cheap to ask for, however many."""

    owners: dict[Standing, int]
    links: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Read:
    """One reading of an owner's link: when, and the status of the answer."""

    at: datetime
    status: int


class Owners:
    """All accounts, and what is known of each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = store.accounts

    def account(self, wanted: str | int) -> Account | None:
        """Return an account by its number or its name; UserError where the name is none."""
        assert self._store.instance
        with self._store.engine.read():
            if isinstance(wanted, int):
                return self._accounts.of_id(wanted)
            found = self._accounts.named(asked_name(wanted))
        return found[0] if found else None

    def all(self) -> list[Owner]:
        """Return all owners as they came."""
        assert self._store.instance
        with self._store.engine.read():
            return self._told(self._store.fetches.last())

    def stand(self) -> list[Owner]:
        """Return all as `all` does, but not when they were read: of many links that takes long."""
        assert self._store.instance
        with self._store.engine.read():
            return self._told({})

    def with_reads(self, owners: Iterable[Owner]) -> list[Owner]:
        """Return some of those that `stand` has told, with when they were read."""
        with self._store.engine.read():
            return [
                Owner(
                    one.account,
                    one.lies,
                    self._store.fetches.last_of(one.account.id),
                    one.invited_until,
                    one.uploaded_at,
                )
                for one in owners
            ]

    def of(self, account: Account) -> Owner:
        """Return what is known of one account."""
        store = self._store
        with store.engine.read():
            return Owner(
                account,
                store.calendars.lies(account.id),
                store.fetches.last_of(account.id),
                self._accounts.invited(store.clock.now(), account.id).get(account.id),
                store.calendars.uploaded_by(account.id),
            )

    def reads(self, account: Account) -> list[Read]:
        """Return the last readings of an account's links, the newest first."""
        with self._store.engine.read():
            found = self._store.fetches.newest_of(account.id, READS_SHOWN)
        return [Read(at, status) for at, status in found]

    def stats(self, owners: list[Owner] | None = None) -> Stats:
        """Return the service in numbers; of `owners` where somebody has asked for them already."""
        owners = self.stand() if owners is None else owners
        now = self._store.clock.now()
        with self._store.engine.read():
            fetches = self._store.fetches.counted(now - timedelta(days=1))
        living = [one for one in owners if one.account.revoked_at is None]
        return Stats(
            accounts=len(living),
            accepted=sum(one.account.accepted_at is not None for one in living),
            revoked=len(owners) - len(living),
            silent=sum(one.silent_at(now) for one in living),
            links=sum(one.lies.links for one in living),
            bytes=sum(one.lies.bytes for one in living),
            fetches=fetches,
        )

    def counted(self) -> Counted:
        """Return how many owners stand how."""
        store = self._store
        assert store.instance
        now = store.clock.now()
        with store.engine.read():
            found = self._accounts.standings(now, now - SILENT_AFTER)
            lies = store.calendars.lies_in_all()
        return Counted({one: found.get(one.value, 0) for one in Standing}, lies.links, lies.bytes)

    def _told(self, read: dict[int, datetime]) -> list[Owner]:
        store = self._store
        lies = store.calendars.lies_of_all()
        uploaded = store.calendars.uploaded()
        invited = self._accounts.invited(store.clock.now())
        return [
            Owner(
                one,
                lies.get(one.id, NOTHING_LIES),
                read.get(one.id),
                invited.get(one.id),
                uploaded.get(one.id),
            )
            for one in self._accounts.all()
        ]


def to_look_at(owners: Iterable[Owner], now: datetime, name: str = "") -> list[Owner]:
    """Return owners, those first whom a host should look at, then by name.

    Args:
        owners: all of them.
        now: what time it is.
        name: only those whose name has this in it, however it is written.
    """
    wanted = name_key(name)
    return sorted(
        (one for one in owners if wanted in name_key(one.account.name)),
        key=lambda one: (_ORDER.index(one.standing_at(now)), name_key(one.account.name)),
    )
