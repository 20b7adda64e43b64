"""Queries about what owners have put there. Each is bounded to one account, or asks one token.

Every method runs inside a read or write of the engine; `of_token` and `changed_since` stand alone
as well.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.core.clock import later
from app.dataclass import dataclass
from app.relay.accounts.account import Account
from app.relay.tables.columns import micros, moment, optional_moment, packed, unpacked
from app.relay.tables.engine import Engine
from app.relay.tables.steps import SHARDS


@dataclass(frozen=True, slots=True)
class Kept:
    """What is answered for one token. Neither body nor page: nothing lies there (`gone`: 410).

    `modified` is when the calendar was changed last, `packed_body` what it says, see `columns`, and
    `digest` the SHA-256 of that when it is unpacked.
    """

    id: int
    account_id: int
    gone: bool
    packed_body: bytes | None
    digest: str | None
    file_name: str
    modified: datetime | None
    page: bytes | None


@dataclass(frozen=True, slots=True)
class Lies:
    """How much an account has there: addresses in all, links with a file, their bytes."""

    addresses: int
    links: int
    bytes: int


NOTHING_LIES = Lies(0, 0, 0)
_LIES = "COUNT(*), COUNT(CASE WHEN body_size > 0 THEN 1 END), COALESCE(SUM(body_size), 0)"


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since somebody looked, by token, and how far that is."""

    tokens: tuple[str, ...]
    until: tuple[int, ...]


class CalendarTable:
    """What owners have put there, by token."""

    def __init__(self, engine: Engine) -> None:
        self._run = engine.run
        self._run_all = engine.run_all

    def of_token(self, token: str) -> Kept | None:
        """Return what is answered for a token, whosever it is; None for one that nobody has."""
        rows = self._run(
            "SELECT id, account_id, gone, body, body_digest, file_name, modified, page "
            "FROM calendar WHERE token = ?",
            token,
        )
        if not rows:
            return None
        calendar_id, account_id, gone, body, digest, file_name, modified, page = rows[0]
        return Kept(
            id=calendar_id,
            account_id=account_id,
            gone=bool(gone),
            packed_body=None if body is None else bytes(body),
            digest=digest,
            file_name=file_name,
            modified=optional_moment(modified),
            page=None if page is None else bytes(page),
        )

    def changed_since(self, seen: Sequence[int] | None) -> Changes:
        """Return what has changed since the counters stood at `seen`; of None, nothing.

        What changes between its two questions is among the tokens, this time and the next.
        """
        counters = self._run("SELECT number FROM change_counter ORDER BY shard")
        until = tuple(number for (number,) in counters)
        if seen is None or until == tuple(seen):
            return Changes((), until)
        moved = [shard for shard in range(SHARDS) if until[shard] != seen[shard]]
        condition = " OR ".join("(shard = ? AND changed > ?)" for _ in moved)
        values = (value for shard in moved for value in (shard, seen[shard]))
        rows = self._run(f"SELECT token FROM calendar WHERE {condition}", *values)
        return Changes(tuple(token for (token,) in rows), until)

    def digests(self, account_id: int) -> list[tuple[str, str | None, str | None]]:
        """Return token and digests, of calendar and page, of what an account has there."""
        rows = self._run(
            "SELECT token, body_digest, page_digest FROM calendar WHERE account_id = ? "
            "AND (body IS NOT NULL OR page IS NOT NULL) ORDER BY token",
            account_id,
        )
        return [(token, body, page) for token, body, page in rows]

    def calendar(self, account_id: int, token: str) -> bytes | None:
        """Return an account's own calendar."""
        kept = self._own(account_id, token, "body")
        return None if kept is None else unpacked(kept)

    def page(self, account_id: int, token: str) -> bytes | None:
        """Return an account's own page."""
        return self._own(account_id, token, "page")

    def lies(self, account_id: int) -> Lies:
        """Return how much an account has there."""
        rows = self._run(f"SELECT {_LIES} FROM calendar WHERE account_id = ?", account_id)
        return Lies(*map(int, rows[0]))

    def lies_of_all(self) -> dict[int, Lies]:
        """Return how much each account has there that has anything."""
        rows = self._run(f"SELECT account_id, {_LIES} FROM calendar GROUP BY account_id")
        return {account_id: Lies(*map(int, numbers)) for account_id, *numbers in rows}

    def lies_in_all(self) -> Lies:
        """Return how much all accounts have there together."""
        return Lies(*map(int, self._run(f"SELECT {_LIES} FROM calendar")[0]))

    def uploaded(self) -> dict[int, datetime]:
        """Return when each account has changed a calendar last."""
        rows = self._run(
            "SELECT account_id, MAX(modified) FROM calendar WHERE modified IS NOT NULL "
            "GROUP BY account_id"
        )
        return {account_id: moment(last) for account_id, last in rows}

    def uploaded_by(self, account_id: int) -> datetime | None:
        """Return when an account has changed a calendar last."""
        rows = self._run("SELECT MAX(modified) FROM calendar WHERE account_id = ?", account_id)
        return optional_moment(rows[0][0])

    def held_by(self, token: str) -> tuple[int, bool, str] | None:
        """Return whose a token is: the account, whether that was revoked, and its house."""
        rows = self._run(
            "SELECT account.id, account.revoked_at, account.house FROM calendar "
            "JOIN account ON account.id = calendar.account_id WHERE token = ?",
            token,
        )
        return (rows[0][0], rows[0][1] is not None, rows[0][2]) if rows else None

    def hand_over(self, token: str, account: Account) -> None:
        """Give an address to another account, with nothing there yet; its readings stay behind."""
        self._run("UPDATE calendar SET account_id = ? WHERE token = ?", account.id, token)

    def put_calendar(
        self, account: Account, token: str, body: bytes, digest: str, file_name: str, now: datetime
    ) -> None:
        """Put a calendar there; IntegrityError where the token is another's."""
        shard, number = self._next(account)
        found = self._run(
            "SELECT modified, body_digest, page FROM calendar WHERE token = ? AND account_id = ?",
            *(token, account.id),
        )
        before, known, page = found[0] if found else (None, None, None)
        modified = micros(now)
        if before is not None:
            # The same bytes again are no change to readers.
            modified = before if known == digest else micros(later(now, moment(before)))
        size = len(body) + (0 if page is None else len(page))
        values = (packed(body), digest, size, file_name, modified, shard, number, token, account.id)
        if found:
            self._run(
                "UPDATE calendar SET body = ?, body_digest = ?, body_size = ?, file_name = ?, "
                "modified = ?, shard = ?, changed = ? WHERE token = ? AND account_id = ?",
                *values,
            )
        else:
            self._run(
                "INSERT INTO calendar (body, body_digest, body_size, file_name, modified, shard, "
                "changed, token, account_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *values,
            )

    def put_page(self, account: Account, token: str, page: bytes, digest: str) -> None:
        """Put a page for a website there; IntegrityError where the token is another's."""
        shard, number = self._next(account)
        changed = self._run(
            "UPDATE calendar SET page = ?, page_digest = ?, shard = ?, changed = ?, "
            "body_size = body_size - COALESCE(LENGTH(page), 0) + ? "
            "WHERE token = ? AND account_id = ? "
            "RETURNING id",
            *(page, digest, shard, number, len(page), token, account.id),
        )
        if not changed:
            self._run(
                "INSERT INTO calendar (page, page_digest, shard, changed, body_size, token, "
                "account_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                *(page, digest, shard, number, len(page), token, account.id),
            )

    def take_calendar(self, account: Account, token: str) -> None:
        """Take a calendar away; no fault where there is none."""
        shard, number = self._next(account)
        self._run(
            "UPDATE calendar SET body = NULL, body_digest = NULL, "
            "body_size = COALESCE(LENGTH(page), 0), shard = ?, changed = ? "
            "WHERE token = ? AND account_id = ?",
            *(shard, number, token, account.id),
        )

    def take_page(self, account: Account, token: str) -> None:
        """Take a page away; no fault where there is none."""
        shard, number = self._next(account)
        self._run(
            "UPDATE calendar SET page = NULL, page_digest = NULL, "
            "body_size = body_size - COALESCE(LENGTH(page), 0), shard = ?, changed = ? "
            "WHERE token = ? AND account_id = ?",
            *(shard, number, token, account.id),
        )

    def states(self, account_id: int) -> dict[str, bool]:
        """Return an account's addresses, each with whether it was given up."""
        rows = self._run("SELECT token, gone FROM calendar WHERE account_id = ?", account_id)
        return {token: bool(gone) for token, gone in rows}

    def set_states(self, account: Account, states: Iterable[tuple[str, bool]]) -> None:
        """Keep which of an account's own addresses are given up, and which it has as well."""
        wanted = list(states)
        known = self.states(account.id)
        shard, number = self._next(account)
        self._run_all(
            "UPDATE calendar SET gone = ?, shard = ?, changed = ? "
            "WHERE token = ? AND account_id = ?",
            [
                (int(gone), shard, number, token, account.id)
                for token, gone in wanted
                if token in known and known[token] != gone
            ],
        )
        self._run_all(
            "INSERT INTO calendar (gone, shard, changed, token, account_id) VALUES (?, ?, ?, ?, ?)",
            [
                (int(gone), shard, number, token, account.id)
                for token, gone in wanted
                if token not in known
            ],
        )

    def give_up(self, account: Account) -> None:
        """Take everything of an account away; its addresses answer that they were given up."""
        shard, number = self._next(account)
        self._run(
            "UPDATE calendar SET gone = 1, body = NULL, body_digest = NULL, body_size = 0, "
            "page = NULL, page_digest = NULL, shard = ?, changed = ? WHERE account_id = ?",
            *(shard, number, account.id),
        )

    def _own(self, account_id: int, token: str, column: str) -> bytes | None:
        rows = self._run(
            f"SELECT {column} FROM calendar WHERE token = ? AND account_id = ?", token, account_id
        )
        return bytes(rows[0][0]) if rows and rows[0][0] is not None else None

    def _next(self, account: Account) -> tuple[int, int]:
        """Count a change; who counts next in this shard waits until this one is committed."""
        shard = account.id % SHARDS
        rows = self._run(
            "UPDATE change_counter SET number = number + 1 WHERE shard = ? RETURNING number", shard
        )
        return shard, int(rows[0][0])
