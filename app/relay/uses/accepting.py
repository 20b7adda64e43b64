"""What an invited owner's desktop does first: look at the invitation, exchange it for a key."""

from __future__ import annotations

from datetime import datetime

from app.core.publishing.relay.protocol import HOUSE, Refusal, is_secret, kept_as
from app.dataclass import dataclass
from app.relay.accounts.account import Account, Invitation, Service
from app.relay.accounts.refusals import RefusedError
from app.relay.tables.engine import TakenError
from app.relay.uses.store import Store


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who invites whom: what an owner reads before and after they accept."""

    service: Service
    account: Account
    expires_at: datetime


class Accepting:
    """Invitations from the owner's side."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accounts = store.accounts

    def look(self, secret: object) -> Welcome:
        """Return what an invitation says that can be accepted; nothing is used up.

        Raises:
            RefusedError: there is none, or it was used or has expired.
        """
        assert self._store.instance
        with self._store.engine.read():
            invitation, key_hash, account = self._found(secret)
            service = self._accounts.service()
        if key_hash is not None:
            raise RefusedError(Refusal.USED_INVITATION)
        self._refuse_closed(invitation)
        return Welcome(service, account, invitation.expires_at)

    def accept(self, secret: object, key: object, house: object) -> Welcome:
        """Exchange an invitation for a key that the desktop has made.

        The same key again is answered as the first time: the answer may have been lost.

        Raises:
            RefusedError: there is no such invitation, it was used with another key, has expired;
                or key or house are none.
        """
        if not is_secret(key) or not isinstance(house, str) or not HOUSE.fullmatch(house):
            raise RefusedError(Refusal.NOT_OURS)
        assert self._store.instance
        wanted = kept_as(str(key))
        try:
            with self._store.engine.write():
                invitation, key_hash, account = self._found(secret)
                if key_hash is None:
                    self._refuse_closed(invitation)
                    now = self._store.clock.now()
                    if not self._accounts.use(invitation.id, wanted, now):
                        raise RefusedError(Refusal.USED_INVITATION)
                    self._accounts.give_key(account.id, wanted, house, now)
                elif key_hash != wanted:
                    raise RefusedError(Refusal.USED_INVITATION)
                service = self._accounts.service()
        except TakenError:
            # The key opens another account: it is not as random as keys are.
            raise RefusedError(Refusal.NOT_OURS) from None
        return Welcome(service, account, invitation.expires_at)

    def _found(self, secret: object) -> tuple[Invitation, str | None, Account]:
        found = None
        if is_secret(secret):
            found = self._accounts.invitation(kept_as(str(secret)))
        account = found and self._accounts.of_id(found[0].account_id)
        if found is None or account is None:
            raise RefusedError(Refusal.UNKNOWN_INVITATION)
        if account.revoked_at is not None:
            raise RefusedError(Refusal.REVOKED)
        return found[0], found[1], account

    def _refuse_closed(self, invitation: Invitation) -> None:
        if not invitation.open_at(self._store.clock.now()):
            raise RefusedError(Refusal.EXPIRED_INVITATION)
