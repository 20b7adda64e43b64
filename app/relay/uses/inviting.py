"""What the host does: owners are invited, looked at, given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.core.errors import UserError
from app.core.publishing.relay.protocol import INVITATION_PAGE, kept_as, new_secret
from app.core.texts import one_line
from app.core.web_address import completed, is_ip
from app.i18n import N_
from app.relay.accounts.account import (
    INVITATION_DAYS,
    LINKS,
    Account,
    Invited,
    Service,
    asked_days,
    asked_links,
    asked_name,
)
from app.relay.tables.engine import TakenError
from app.relay.uses.owners import Owner, Owners, Stats
from app.relay.uses.store import Store

ADDRESS_VARIABLE = "ZIMMERFREI_RELAY_ADDRESS"
"""In the environment: under which address the internet reaches the service."""
OPERATOR_VARIABLE = "ZIMMERFREI_RELAY_OPERATOR"
"""In the environment: who runs it, as owners shall read it."""


class InvitedAlreadyError(UserError):
    """There is an owner of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            N_(
                "“{name}” has been invited already. For a new invitation to the same links: "
                "zimmerfrei relay invite {name} --again"
            ),
            name=name,
        )


class Hosting:
    """The host's side of the service."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = store.accounts
        self._owners = Owners(store)

    def service(self) -> Service:
        """Return what the service says of itself."""
        assert self._store.instance
        with self._store.engine.read():
            return self._accounts.service()

    def describe(self, address: str | None = None, operator: str | None = None) -> Service:
        """Keep where the service is reached and who runs it; None leaves what is said.

        Raises:
            UserError: it is no address with which owners' calendars could be read, or the
                environment says another one.
        """
        now = self.service()
        said = self._store.said
        if (address is not None and said.address) or (operator is not None and said.operator):
            raise UserError(
                "The environment says this already: {variables}. Please change it there.",
                variables=f"{ADDRESS_VARIABLE}, {OPERATOR_VARIABLE}",
            )
        wanted = public_address(address) if address is not None else now.address
        runs = one_line(operator) if operator is not None else now.operator
        with self._store.engine.write():
            self._accounts.describe(wanted, runs)
        return Service(now.instance, wanted, runs)

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
            raise InvitedAlreadyError(name) from None

    def invite_again(
        self, wanted: str | int, links: int | None = None, days: int = INVITATION_DAYS
    ) -> Invited:
        """Invite an owner to the account that is theirs: for a lost key, another computer.

        Once it is accepted, the key before opens nothing any more.

        Args:
            wanted: the owner's name, or the number of the account.
            links: how many they may publish from now on, None for as many as before.
            days: for how many days the invitation holds.

        Raises:
            UserError: there is no such owner, or what is asked for cannot be.
        """
        days = asked_days(days)
        address = self._address()
        now = self._store.clock.now()
        account = self._living(wanted)
        with self._store.engine.write():
            if links is not None:
                self._accounts.set_links(account.id, asked_links(links))
            return self._invited(account, address, days, now)

    def owners(self) -> list[Owner]:
        """Return all owners, those that were revoked too."""
        return self._owners.all()

    def owner(self, wanted: str | int) -> Owner:
        """Return one owner, by name or number (UserError where there is none)."""
        return self._owners.of(self._known(wanted))

    def revoke(self, wanted: str | int) -> Account:
        """Give an owner up: their key opens nothing, their addresses answer 410, files are gone.

        Raises:
            UserError: there is no such owner.
        """
        account = self._living(wanted)
        leave(self._store, account, by_host=True)
        return account

    def stats(self) -> Stats:
        """Return the service in numbers."""
        return self._owners.stats()

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
                "zimmerfrei relay describe --address https://calendars.example.org"
            )
        return address

    def _known(self, wanted: str | int) -> Account:
        found = self._owners.account(wanted)
        if found is None:
            raise UserError("There is no owner “{name}”.", name=str(wanted))
        return found

    def _living(self, wanted: str | int) -> Account:
        account = self._known(wanted)
        if account.revoked_at is not None:
            raise UserError("“{name}” was given up already.", name=account.name)
        return account


def leave(store: Store, account: Account, *, by_host: bool = False) -> None:
    """End an account: nothing of its files is kept; who asks for its addresses is told 410."""
    now = store.clock.now()
    with store.engine.write():
        if store.accounts.changing(account.id, None if by_host else now) is None:
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
