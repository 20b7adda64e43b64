"""Queries about who has fetched what: numbered in the order in which they can be seen.

A number is the moment in microseconds at which a fetch was stored, and always more than the one
before: who has read up to one has missed nothing. Every method runs inside a read or write.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.core.publishing.apache.script import AHEAD_AT_MOST
from app.dataclass import dataclass
from app.relay.accounts.quotas import reads_most
from app.relay.tables.columns import micros, moment, optional_moment
from app.relay.tables.engine import Engine

KEPT_FOR = timedelta(days=30)
READ_AT_ONCE = 5_000
_DROPPED_AT_ONCE = 20_000
COUNTED_AT_ONCE = 200
"""Accounts whose fetches are counted in one look."""


@dataclass(frozen=True, slots=True)
class NewFetch:
    """A fetch to store; `agent` is cleaned."""

    calendar_id: int
    status: int
    agent: str


@dataclass(frozen=True, slots=True)
class StoredFetch:
    """A fetch as it is told to its owner's desktop."""

    number: int
    token: str
    status: int
    agent: str

    @property
    def at(self) -> datetime:
        return moment(self.number)


@dataclass(frozen=True, slots=True)
class Fetches:
    """What is new since `after`, the oldest first; `whole`: nothing in between was dropped."""

    found: tuple[StoredFetch, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Crowded:
    """Accounts with more fetches than are kept, and how many each may keep.

    `until` is the account that was looked at last, 0 where that was the last one of all.
    """

    found: list[tuple[int, int]]
    until: int


class FetchTable:
    """Who has fetched what. Bounded by age and by account."""

    def __init__(self, engine: Engine) -> None:
        self._run = engine.run
        self._run_all = engine.run_all
        self._postgres = engine.postgres
        self._locked = " FOR UPDATE" if engine.postgres else ""

    def add(self, fetches: Sequence[NewFetch], now: datetime) -> None:
        """Store fetches, numbered; one batch at a time, whoever stores it.

        Of accounts that were given up nothing is noted: nobody is told any more.
        """
        last: int = self._run(f"SELECT noted FROM service{self._locked}")[0][0]
        moment_now = micros(now)
        # A number beyond comes from a clock that was wrong: it would be told to nobody.
        ahead = last > moment_now + AHEAD_AT_MOST // timedelta(microseconds=1)
        first = moment_now if ahead else max(last + 1, moment_now)
        self._run("UPDATE service SET noted = ?", first + len(fetches) - 1)
        numbers = range(first, first + len(fetches))
        if self._postgres:
            # One statement for all: as many as there are fetches would keep worker and server busy.
            self._run(
                "INSERT INTO reading (number, account_id, calendar_id, status, agent) "
                "SELECT new.number, account.id, calendar.id, new.status, new.agent "
                "FROM unnest(CAST(? AS BIGINT[]), CAST(? AS BIGINT[]), CAST(? AS INTEGER[]), "
                "CAST(? AS TEXT[])) AS new (number, calendar_id, status, agent) "
                "JOIN calendar ON calendar.id = new.calendar_id "
                "JOIN account ON account.id = calendar.account_id "
                "WHERE account.revoked_at IS NULL ON CONFLICT DO NOTHING",
                list(numbers),
                [one.calendar_id for one in fetches],
                [one.status for one in fetches],
                [one.agent for one in fetches],
            )
            return
        self._run_all(
            "INSERT INTO reading (number, account_id, calendar_id, status, agent) "
            "SELECT ?, account.id, calendar.id, ?, ? "
            "FROM calendar JOIN account ON account.id = calendar.account_id "
            "WHERE calendar.id = ? AND account.revoked_at IS NULL ON CONFLICT DO NOTHING",
            [
                (number, one.status, one.agent, one.calendar_id)
                for number, one in zip(numbers, fetches, strict=True)
            ],
        )

    def of_account(self, account_id: int, after: int, most: int = READ_AT_ONCE) -> Fetches:
        """Return an account's fetches behind a number, `most` at once."""
        rows = self._run(
            "SELECT reading.number, calendar.token, reading.status, reading.agent FROM reading "
            "JOIN calendar ON calendar.id = reading.calendar_id "
            "WHERE reading.account_id = ? AND reading.number > ? ORDER BY reading.number LIMIT ?",
            *(account_id, after, most),
        )
        dropped = self._run(
            "SELECT account.forgotten, service.forgotten FROM account, service "
            "WHERE account.id = ?",
            account_id,
        )[0]
        return Fetches(tuple(StoredFetch(*row) for row in rows), after >= max(dropped))

    def last(self) -> dict[int, datetime]:
        """Return when something of each account was fetched last."""
        # Account by account, each found at once by its index: of all owners there are millions.
        rows = self._run(
            "SELECT id, (SELECT MAX(number) FROM reading WHERE account_id = account.id) "
            "FROM account"
        )
        return {account_id: moment(number) for account_id, number in rows if number is not None}

    def last_of(self, account_id: int) -> datetime | None:
        """Return when something of an account was fetched last."""
        rows = self._run("SELECT MAX(number) FROM reading WHERE account_id = ?", account_id)
        return optional_moment(rows[0][0])

    def newest_of(self, account_id: int, most: int) -> list[tuple[datetime, int]]:
        """Return when something of an account was fetched, and the status; the newest first."""
        rows = self._run(
            "SELECT number, status FROM reading WHERE account_id = ? ORDER BY number DESC LIMIT ?",
            *(account_id, most),
        )
        return [(moment(number), int(status)) for number, status in rows]

    def counted(self, since: datetime) -> dict[int, int]:
        """Return how many fetches of all accounts there were, by status."""
        rows = self._run(
            "SELECT status, COUNT(*) FROM reading WHERE number >= ? GROUP BY status", micros(since)
        )
        return {int(status): int(count) for status, count in rows}

    def newest_number(self) -> int:
        """Return the number that was given last, 0 where none was."""
        number: int = self._run("SELECT noted FROM service")[0][0]
        return number

    def forget_before(self, cutoff: datetime) -> bool:
        """Drop some of the fetches that are older; tells whether there may be more."""
        number = micros(cutoff)
        dropped = self._run(
            "DELETE FROM reading WHERE number IN (SELECT number FROM reading "
            "WHERE number < ? ORDER BY number LIMIT ?) RETURNING number",
            *(number, _DROPPED_AT_ONCE),
        )
        if dropped:
            last = max(row[0] for row in dropped)
            self._run("UPDATE service SET forgotten = ? WHERE forgotten < ?", last, last)
        return len(dropped) == _DROPPED_AT_ONCE

    def crowded(self, behind: int) -> Crowded:
        """Look at some accounts, those behind this one, for more fetches than are kept.

        To count those of all at once takes minutes where there are many owners.
        """
        rows = self._run(
            "SELECT id, links, (SELECT COUNT(*) FROM reading WHERE account_id = account.id) "
            "FROM account WHERE id > ? ORDER BY id LIMIT ?",
            *(behind, COUNTED_AT_ONCE),
        )
        found = [
            (account_id, reads_most(links))
            for account_id, links, count in rows
            if count > reads_most(links)
        ]
        return Crowded(found, rows[-1][0] if len(rows) == COUNTED_AT_ONCE else 0)

    def keep_newest(self, account_id: int, most: int) -> None:
        """Drop an account's fetches but for the newest."""
        rows = self._run(
            "SELECT number FROM reading WHERE account_id = ? ORDER BY number DESC LIMIT 1 OFFSET ?",
            *(account_id, most),
        )
        if rows:
            last: int = rows[0][0]
            self._run("DELETE FROM reading WHERE account_id = ? AND number <= ?", account_id, last)
            self._run("UPDATE account SET forgotten = ? WHERE id = ?", last, account_id)
