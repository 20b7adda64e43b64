"""Queries about the service itself, its owners and their invitations.

Every method runs inside a read or write of the engine; `of_key` stands alone as well. Columns are
named once, in `_ACCOUNT` and `_INVITATION`.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.core.texts import name_key
from app.relay.accounts.account import Account, Invitation, Service
from app.relay.tables.columns import micros, moment, optional_moment
from app.relay.tables.engine import Engine

_ACCOUNT = "id, name, links, house, revision, created_at, accepted_at, revoked_at, seen_at"
_INVITATION = "id, account_id, created_at, expires_at, used_at"
_SEEN_EVERY = timedelta(minutes=1)
"""That a desktop has spoken is noted once in so long: most of what it asks changes nothing."""


class AccountTable:
    """The service, its accounts and invitations."""

    def __init__(self, engine: Engine) -> None:
        self._run = engine.run

    def service(self) -> Service:
        """Return what the service says of itself."""
        return Service(*self._run("SELECT instance, address, operator FROM service")[0])

    def describe(self, address: str, operator: str) -> None:
        """Keep where the service is and who runs it."""
        self._run("UPDATE service SET address = ?, operator = ?", address, operator)

    def add(self, name: str, links: int, now: datetime) -> Account:
        """Add an account; IntegrityError where one of this name is there."""
        rows = self._run(
            "INSERT INTO account (name, name_key, links, created_at) VALUES (?, ?, ?, ?) "
            f"RETURNING {_ACCOUNT}",
            *(name, name_key(name), links, micros(now)),
        )
        return _account(rows[0])

    def all(self) -> list[Account]:
        """Return all accounts as they came, those that were revoked too."""
        return [_account(row) for row in self._run(f"SELECT {_ACCOUNT} FROM account ORDER BY id")]

    def named(self, name: str) -> list[Account]:
        """Return the accounts of this name, those that are revoked last."""
        rows = self._run(
            f"SELECT {_ACCOUNT} FROM account WHERE name_key = ? "
            "ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, id DESC",
            name_key(name),
        )
        return [_account(row) for row in rows]

    def of_id(self, account_id: int) -> Account | None:
        """Return an account by its number."""
        rows = self._run(f"SELECT {_ACCOUNT} FROM account WHERE id = ?", account_id)
        return _account(rows[0]) if rows else None

    def of_key(self, key_hash: str) -> Account | None:
        """Return the account that a key opens, also where it was revoked."""
        rows = self._run(f"SELECT {_ACCOUNT} FROM account WHERE key_hash = ?", key_hash)
        return _account(rows[0]) if rows else None

    def see(self, account: Account, now: datetime) -> None:
        """Note that the desktop has spoken; to the minute. Inside a write."""
        self._run("UPDATE account SET seen_at = ? WHERE id = ?", micros(now), account.id)

    def give_key(self, account_id: int, key_hash: str, house: str, now: datetime) -> None:
        """Let a key open the account, in place of the one before."""
        self._run(
            "UPDATE account SET key_hash = ?, house = ?, accepted_at = COALESCE(accepted_at, ?) "
            "WHERE id = ?",
            *(key_hash, house, micros(now), account_id),
        )

    def set_links(self, account_id: int, links: int) -> None:
        """Give an account so many links."""
        self._run("UPDATE account SET links = ? WHERE id = ?", links, account_id)

    def changing(self, account_id: int, seen_at: datetime | None) -> Account | None:
        """Count a change of an account's files, and keep others from changing them until the end.

        Args:
            account_id: the account.
            seen_at: when its desktop has asked for that; None where its host does it.

        Returns:
            the account as it is now, None where it was revoked meanwhile.
        """
        rows = self._run(
            "UPDATE account SET revision = revision + 1, seen_at = COALESCE(?, seen_at) "
            f"WHERE id = ? AND revoked_at IS NULL RETURNING {_ACCOUNT}",
            *(None if seen_at is None else micros(seen_at), account_id),
        )
        return _account(rows[0]) if rows else None

    def revoke(self, account_id: int, now: datetime) -> None:
        """Let nothing open the account any more, and forget its marker. The key stays refused."""
        self._run(
            "UPDATE account SET revoked_at = COALESCE(revoked_at, ?), marker = NULL, "
            "marker_digest = '' WHERE id = ?",
            *(micros(now), account_id),
        )

    def marker(self, account_id: int) -> bytes | None:
        """Return an account's marker, None where it has none."""
        found = self._run("SELECT marker FROM account WHERE id = ?", account_id)[0][0]
        return None if found is None else bytes(found)

    def marker_digest(self, account_id: int) -> str:
        """Return its digest, empty where there is none."""
        digest: str = self._run("SELECT marker_digest FROM account WHERE id = ?", account_id)[0][0]
        return digest

    def put_marker(self, account_id: int, body: bytes | None, digest: str) -> None:
        """Keep an account's marker; None takes it away."""
        self._run(
            "UPDATE account SET marker = ?, marker_digest = ? WHERE id = ?",
            *(body, digest, account_id),
        )

    def invite(
        self, account_id: int, secret_hash: str, now: datetime, expires_at: datetime
    ) -> Invitation:
        """Add an invitation to an account; those before it hold no more."""
        self.end_invitations(account_id, now)
        rows = self._run(
            "INSERT INTO invitation (account_id, secret_hash, created_at, expires_at) "
            f"VALUES (?, ?, ?, ?) RETURNING {_INVITATION}",
            *(account_id, secret_hash, micros(now), micros(expires_at)),
        )
        return _invitation(rows[0])

    def end_invitations(self, account_id: int, now: datetime) -> None:
        """Let no invitation of an account be accepted any more."""
        self._run(
            "UPDATE invitation SET expires_at = ? "
            "WHERE account_id = ? AND used_at IS NULL AND expires_at > ?",
            *(micros(now), account_id, micros(now)),
        )

    def invitation(self, secret_hash: str) -> tuple[Invitation, str | None] | None:
        """Return the invitation of a secret, and the hash of the key that has accepted it."""
        rows = self._run(
            f"SELECT {_INVITATION}, key_hash FROM invitation WHERE secret_hash = ?", secret_hash
        )
        return (_invitation(rows[0]), rows[0][-1]) if rows else None

    def invited(self, now: datetime, account_id: int | None = None) -> dict[int, datetime]:
        """Return by account until when its open invitation holds; of all accounts, or of one."""
        of_one = "" if account_id is None else "AND account_id = ? "
        rows = self._run(
            "SELECT account_id, MAX(expires_at) FROM invitation "
            f"WHERE used_at IS NULL AND expires_at > ? {of_one}GROUP BY account_id",
            *((micros(now),) if account_id is None else (micros(now), account_id)),
        )
        return {found: moment(expires) for found, expires in rows}

    def standings(self, now: datetime, silent_before: datetime) -> dict[str, int]:
        """Return how many accounts stand how, by the values of `Standing`.

        Args:
            now: what time it is.
            silent_before: a desktop that has spoken at this moment is not silent yet.
        """
        rows = self._run(
            "SELECT CASE WHEN revoked_at IS NOT NULL THEN 'revoked' "
            "WHEN EXISTS (SELECT 1 FROM invitation WHERE account_id = account.id "
            "AND used_at IS NULL AND expires_at > ?) THEN 'invited' "
            "WHEN accepted_at IS NULL THEN 'expired' "
            "WHEN COALESCE(seen_at, accepted_at) < ? THEN 'silent' ELSE 'active' END AS standing, "
            "COUNT(*) FROM account GROUP BY standing",
            *(micros(now), micros(silent_before)),
        )
        return {str(standing): int(count) for standing, count in rows}

    def use(self, invitation_id: int, key_hash: str, now: datetime) -> bool:
        """Note that an invitation was accepted; False where somebody was quicker."""
        return bool(
            self._run(
                "UPDATE invitation SET used_at = ?, key_hash = ? "
                "WHERE id = ? AND used_at IS NULL RETURNING id",
                *(micros(now), key_hash, invitation_id),
            )
        )


def seen_long_ago(account: Account, now: datetime) -> bool:
    """Tell whether it is worth noting that the desktop has spoken."""
    return account.seen_at is None or abs(now - account.seen_at) >= _SEEN_EVERY


def _account(row: Sequence[Any]) -> Account:
    account_id, name, links, house, revision, created, accepted, revoked, seen = row
    return Account(
        id=account_id,
        name=name,
        links=links,
        house=house,
        revision=revision,
        created_at=moment(created),
        accepted_at=optional_moment(accepted),
        revoked_at=optional_moment(revoked),
        seen_at=optional_moment(seen),
    )


def _invitation(row: Sequence[Any]) -> Invitation:
    invitation_id, account_id, created, expires, used, *_ = row
    return Invitation(
        id=invitation_id,
        account_id=account_id,
        created_at=moment(created),
        expires_at=moment(expires),
        used_at=optional_moment(used),
    )
