"""What the host does: owners are invited, looked at, given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.core.publishing.relay.protocol import INVITATION_PAGE, kept_as, new_secret
from app.core.texts import one_line
from app.core.web_address import completed, is_ip
from app.dataclass import dataclass
from app.relay.accounts.account import (
    INVITATION_DAYS,
    LINKS,
    SILENT_AFTER,
    Account,
    Invited,
    Service,
    asked_days,
    asked_links,
    asked_name,
)
from app.relay.tables.calendars import NOTHING_LIES, Lies
from app.relay.tables.engine import TakenError
from app.relay.uses.store import Store


@dataclass(frozen=True, slots=True)
class Owner:
    """An account as its host sees it: no address, no word of a calendar.

    `invited_until` is until when an invitation that nobody has accepted holds.
    """

    account: Account
    lies: Lies
    read_at: datetime | None
    invited_until: datetime | None

    def silent_at(self, now: datetime) -> bool:
        """Tell whether the desktop has not spoken for long."""
        account = self.account
        if account.revoked_at is not None or account.accepted_at is None:
            return False
        return now - (account.seen_at or account.accepted_at) > SILENT_AFTER


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


class Hosting:
    """The host's side of the service."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = store.accounts

    def service(self) -> Service:
        """Return what the service says of itself."""
        assert self._store.instance
        with self._store.engine.read():
            return self._accounts.service()

    def describe(self, address: str | None = None, operator: str | None = None) -> Service:
        """Keep where the service is reached and who runs it; None leaves what is said.

        Raises:
            UserError: it is no address with which owners' calendars could be read.
        """
        now = self.service()
        wanted = public_address(address) if address is not None else now.address
        said = one_line(operator) if operator is not None else now.operator
        with self._store.engine.write():
            self._accounts.describe(wanted, said)
        return Service(now.instance, wanted, said)

    def invite(self, name: str, links: int = LINKS, days: int = INVITATION_DAYS) -> Invited:
        """Invite an owner.

        Raises:
            UserError: an owner of this name is there, or what is asked for cannot be.
        """
        name, links, days = asked_name(name), asked_links(links), asked_days(days)
        address = self._address()
        now = self._store.clock.now()
        try:
            with self._store.engine.write():
                account = self._accounts.add(name, links, now)
                return self._invited(account, address, days, now)
        except TakenError:
            raise UserError(
                "“{name}” has been invited already. For a new invitation to the same links: "
                "zimmerfrei relay invite {name} --again",
                name=name,
            ) from None

    def invite_again(
        self, name: str, links: int | None = None, days: int = INVITATION_DAYS
    ) -> Invited:
        """Invite an owner to the account that is theirs: for a lost key, another computer.

        Once it is accepted, the key before opens nothing any more.

        Raises:
            UserError: there is no such owner, or what is asked for cannot be.
        """
        days = asked_days(days)
        address = self._address()
        now = self._store.clock.now()
        account = self._living(name)
        with self._store.engine.write():
            if links is not None:
                self._accounts.set_links(account.id, asked_links(links))
            return self._invited(account, address, days, now)

    def owners(self) -> list[Owner]:
        """Return all owners, those that were revoked too."""
        assert self._store.instance
        with self._store.engine.read():
            read = self._store.fetches.last()
            lies = self._store.calendars.lies_of_all()
            invited = self._accounts.invited(self._store.clock.now())
            return [
                Owner(one, lies.get(one.id, NOTHING_LIES), read.get(one.id), invited.get(one.id))
                for one in self._accounts.all()
            ]

    def owner(self, name: str) -> Owner:
        """Return one owner (UserError where there is none of this name)."""
        account = self._named(name)
        with self._store.engine.read():
            return Owner(
                account,
                self._store.calendars.lies(account.id),
                self._store.fetches.last_of(account.id),
                self._accounts.invited(self._store.clock.now(), account.id).get(account.id),
            )

    def revoke(self, name: str) -> Account:
        """Give an owner up: their key opens nothing, their addresses answer 410, files are gone.

        Raises:
            UserError: there is no such owner.
        """
        account = self._living(name)
        leave(self._store, account)
        return account

    def stats(self) -> Stats:
        """Return the service in numbers."""
        owners = self.owners()
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

    def _invited(self, account: Account, address: str, days: int, now: datetime) -> Invited:
        secret = new_secret()
        invitation = self._accounts.invite(
            account.id, kept_as(secret), now, now + timedelta(days=days)
        )
        return Invited(account, secret, invitation_address(address, secret), invitation.expires_at)

    def _address(self) -> str:
        address = self.service().address
        if not address:
            raise UserError(
                "Nobody knows yet under which address the service is reached. Please say it once: "
                "zimmerfrei relay serve --address https://calendars.example.org"
            )
        return address

    def _named(self, name: str) -> Account:
        assert self._store.instance
        with self._store.engine.read():
            found = self._accounts.named(asked_name(name))
        if not found:
            raise UserError("There is no owner “{name}”.", name=name)
        return found[0]

    def _living(self, name: str) -> Account:
        account = self._named(name)
        if account.revoked_at is not None:
            raise UserError("“{name}” was given up already.", name=account.name)
        return account


def leave(store: Store, account: Account) -> None:
    """End an account: nothing of its files is kept; who asks for its addresses is told 410."""
    now = store.clock.now()
    with store.engine.write():
        if store.accounts.changing(account.id, now) is None:
            return
        store.accounts.revoke(account.id, now)
        store.accounts.end_invitations(account.id, now)
        store.calendars.give_up(account)


def invitation_address(address: str, secret: str) -> str:
    """Return what an invited owner opens or pastes."""
    return f"{address}{INVITATION_PAGE}{secret}"


def public_address(text: str) -> str:
    """Return the address of a service as its host types it.

    Raises:
        UserError: it is no address, or not https, so that others could read along.
    """
    address = completed(text)
    parts = urlsplit(address)
    host = parts.hostname or ""
    here = host == "localhost" or (is_ip(host) and ip_address(host).is_loopback)
    if parts.scheme != "https" and not here:
        raise UserError(
            "The address of the service must begin with https://, or anybody could read along."
        )
    return address
