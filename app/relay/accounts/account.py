"""An account: one owner whom a host has invited; and the invitation that leads to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core.errors import UserError
from app.core.texts import name as clean_name
from app.dataclass import dataclass

INVITATION_DAYS = 14
"""For how many days an invitation holds unless the host says otherwise."""
LINKS = 50
"""How many links an account may publish unless the host says otherwise."""
LINKS_MOST, DAYS_MOST = 5_000, 365
SILENT_AFTER = timedelta(days=7)
"""A desktop in use asks the service every few minutes; after a week without it is called silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One owner, as the host calls them.

    `house` is the random id that the owner's data calls itself, empty until the invitation was
    accepted; `revision` counts the changes of the files. `seen_at` is when the desktop spoke last,
    to the minute.
    """

    id: int
    name: str
    links: int
    house: str
    revision: int
    created_at: datetime
    accepted_at: datetime | None = None
    revoked_at: datetime | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What leads to an account, once; of its secret only the hash is kept."""

    id: int
    account_id: int
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Tell whether it can be accepted."""
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the host hands it on: its address is told this once."""

    account: Account
    secret: str
    address: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Service:
    """What the service says of itself.

    `instance` is the database's own random id; `address` what its public addresses begin with and
    `operator` who runs it, both empty where the host has not said.
    """

    instance: str
    address: str = ""
    operator: str = ""


def asked_name(text: str) -> str:
    """Return an owner's name as the host types it (UserError where it is none)."""
    return clean_name(text)


def asked_links(links: int) -> int:
    """Return how many links an account gets (UserError where that cannot be)."""
    if not 1 <= links <= LINKS_MOST:
        raise UserError("An owner can have 1 to {most} links here.", most=LINKS_MOST)
    return links


def asked_days(days: int) -> int:
    """Return for how many days an invitation holds (UserError where that cannot be)."""
    if not 1 <= days <= DAYS_MOST:
        raise UserError("An invitation can hold for 1 to {most} days.", most=DAYS_MOST)
    return days
