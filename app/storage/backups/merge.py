"""Putting the rows of a backup in place of those that are there, in one transaction.

Whoever reads a feed must not be told that time goes back. So what differs afterwards counts on
from what was there: SEQUENCE, LAST-MODIFIED and the revisions are higher than they ever were,
while what is the same keeps them, and its bytes. What happened meanwhile stays known: who read
which link, what it was told, when links were served, which addresses were given up, what lies on
the webspace. Calendars of portals go back with what they had become, and are read anew and whole.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.storage.backups import soundness
from app.storage.engine.columns import moment, moment_text
from app.storage.engine.connection import connected, existing, one_transaction
from app.storage.engine.steps import HISTORY
from app.storage.tables.revisions import RESTORED

_NUMBERS_SKIPPED = 1000
"""More rows than will have been added since a backup."""
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_WEBSPACES = ("webspace", "upload", "address_check")
_FACTS = ("fetch", "served", "setting", "retired_token", "given", *_WEBSPACES)
_OF_SOURCES = ("source", "source_stay", "source_question")
"""What is read from portals, and what has become of it: no link says anything of these rows."""
_OF_EVENTS = ("event_mark", "event_touched")
_UNSAID = "double_booking"
"""What no event speaks of: the rows of the copy fit its stays, and nothing counts on by them."""
_ONE_BY_ONE = ("occupancy", "unit", "link", "property", "staff")
"""Tables whose rows are compared one by one; a difference in any other concerns everything."""
_COUNTERS = ("sequence", "revision")


def put_back(
    database: Path,
    copy: Path,
    now: datetime,
    *,
    timeout: float,
    before: Callable[[], object] = lambda: None,
    trusted: bool = True,
) -> None:
    """Put the rows of `copy` into `database`, whole or not at all.

    Args:
        database: of this program's version.
        copy: sound, of this program's version too, open nowhere.
        now: when this happens.
        timeout: seconds to wait for another write.
        before: called when nobody else can write any more and nothing has been changed.
        trusted: False where what is in `database` was saved from a damaged file. Only its counters
            and the addresses that were given up are used then.
    """
    with closing(connected(database, timeout=timeout, isolation_level=None)) as connection:
        # References are checked at the end: tables are emptied and filled one after the other.
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")
        source = existing(copy, "mode=ro&immutable=1")
        connection.execute("ATTACH ? AS copy", (source,))
        with one_transaction(connection):
            before()
            _Merge(connection, now, trusted=trusted).run()
            broken = connection.execute("PRAGMA main.foreign_key_check").fetchone()
            if broken is not None:
                raise RuntimeError(f"rows of {broken[0]} refer to nothing")


class _Merge:
    """One putting back. `main` is the database, `copy` the backup, `temp.was_…` what was there."""

    def __init__(self, connection: sqlite3.Connection, now: datetime, *, trusted: bool) -> None:
        self._connection = connection
        self._trusted = trusted
        self._tables = [t for t in soundness.tables(connection) if t != HISTORY]
        later = self._later_than_all(now)
        self._stamp = moment_text(later)
        # How far counters had come that nobody can read any more is not known. Minutes go faster
        # than changes, also where this happens a second time.
        self._more = 1 if trusted else int((later - _BEGAN) / timedelta(minutes=1))

    def run(self) -> None:
        for table in self._tables:
            self._do(f"CREATE TEMP TABLE was_{table} AS SELECT * FROM main.{table}")
        for table in self._tables:
            if table not in _FACTS and table not in _OF_EVENTS:
                self._take(table)
        self._do(
            "CREATE TEMP TABLE same_link AS SELECT id FROM main.link "
            "JOIN temp.was_link AS was USING (id, created_at)"
        )
        self._keep_addresses()
        self._keep_facts()
        self._read_sources_anew()
        self._count_named()
        self._raise_what_differs()
        self._merge_marks()
        self._keep_numbers()

    def _do(self, statement: str, *values: object) -> None:
        self._connection.execute(statement, values)

    def _one(self, query: str) -> object:
        row = self._connection.execute(query).fetchone()
        return None if row is None else row[0]

    def _columns(self, table: str) -> list[str]:
        return soundness.columns(self._connection, table)

    def _take(self, table: str) -> None:
        names = ", ".join(self._columns(table))
        self._do(f"DELETE FROM main.{table}")
        self._do(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM copy.{table}")

    # ---- what stays as it is now ----

    def _keep_addresses(self) -> None:
        """Let links that were given another address keep that, and old addresses stay gone."""
        self._do(
            "UPDATE main.link SET token = (SELECT token FROM temp.was_link WHERE id = link.id) "
            "WHERE id IN temp.same_link "
            "AND token IN (SELECT token FROM temp.was_retired_token)"
        )
        self._do(
            "INSERT OR IGNORE INTO main.retired_token (token, retired_at, link_id) "
            "SELECT token, retired_at, link_id FROM copy.retired_token"
        )
        self._do(
            "INSERT OR IGNORE INTO main.retired_token (token, retired_at, link_id) "
            "SELECT token, ?, NULL FROM temp.was_link WHERE id NOT IN temp.same_link",
            self._stamp,
        )
        self._do("DELETE FROM main.retired_token WHERE token IN (SELECT token FROM main.link)")
        self._do(
            "UPDATE main.retired_token SET link_id = NULL WHERE link_id NOT IN "
            "(SELECT id FROM main.link)"
        )

    def _keep_facts(self) -> None:
        """Let what happened meanwhile stay known, and settings that addresses depend on."""
        if not self._trusted:
            for table in ("fetch", "served", "setting", "given"):
                self._take(table)
            self._take_webspaces()
            return
        names = ", ".join(self._columns("fetch"))
        self._do("DELETE FROM main.fetch WHERE link_id NOT IN temp.same_link")
        self._do(
            f"INSERT OR IGNORE INTO main.fetch ({names}) SELECT {names} FROM copy.fetch "
            "WHERE link_id NOT IN temp.same_link"
        )
        for table in ("address_check", "given"):
            self._do(f"DELETE FROM main.{table} WHERE link_id NOT IN temp.same_link")
        if self._one("SELECT 1 FROM temp.was_link") is None:
            # A fresh installation: no address depends on its settings.
            self._take("setting")
            if self._one("SELECT 1 FROM temp.was_webspace") is None:
                self._take_webspaces()

    def _read_sources_anew(self) -> None:
        """Believe nothing of what portals said last: the plan is an older one than that was."""
        self._do(
            "UPDATE main.source SET etag = '', modified = '', digest = '', basis = '', "
            "next_try_at = NULL, asked_to_wait = 0, failures = 0, failure = NULL"
        )

    def _take_webspaces(self) -> None:
        """Take over which webspace there was; what lies there by now has to be looked at."""
        for table in _WEBSPACES:
            self._take(table)
        self._do("UPDATE main.upload SET digest = x''")
        self._do(
            "UPDATE main.webspace SET looked_on = NULL, script = '', failure = NULL, failures = 0"
        )

    # ---- what counts on ----

    def _later_than_all(self, now: datetime) -> datetime:
        found = [
            self._one(f"SELECT max({column}) FROM {schema}.{table}")
            for schema in ("main", "copy")
            for table in self._tables
            for column in self._columns(table)
            if _is_stamp(column)
        ]
        latest = max((m for m in map(_moment, found) if m is not None), default=None)
        # At least a second: readers compare whole ones.
        return now if latest is None else max(now, latest + timedelta(seconds=1))

    def _count_named(self) -> None:
        self._do(
            "INSERT OR REPLACE INTO main.revision (name, value) "
            "SELECT name, max(value) + ? FROM (SELECT name, value FROM temp.was_revision "
            "UNION ALL SELECT name, value FROM copy.revision) WHERE name <> 'wording' "
            "GROUP BY name",
            self._more,
        )
        self._do("INSERT OR IGNORE INTO main.revision (name, value) VALUES (?, 1)", RESTORED)

    def _raise_what_differs(self) -> None:
        everything = not self._trusted or self._all_may_say_something_else()
        whose = (
            "SELECT id FROM main.{0}"
            if everything
            else ("SELECT id FROM (SELECT * FROM main.{0} EXCEPT SELECT * FROM temp.was_{0})")
        )
        for table in _ONE_BY_ONE:
            self._do(f"CREATE TEMP TABLE moved_{table} AS {whose.format(table)}")
        self._do(f"INSERT INTO temp.moved_occupancy {self._stays_of_other_units()}")
        self._do(
            "INSERT INTO temp.moved_unit "
            "SELECT unit_id FROM main.occupancy WHERE id IN temp.moved_occupancy UNION "
            "SELECT unit_id FROM (SELECT * FROM temp.was_occupancy "
            "EXCEPT SELECT * FROM copy.occupancy)"
        )
        for table in _ONE_BY_ONE:
            self._raise(table, "uid" if table == "occupancy" else "id")

    def _all_may_say_something_else(self) -> bool:
        """Tell whether something differs that shows in events whose own row is the same."""
        for table in self._tables:
            alike = {*_FACTS, *_OF_EVENTS, *_OF_SOURCES, _UNSAID}
            if table in {*alike, "occupancy", "unit", "revision"}:
                continue
            names = ", ".join(c for c in self._columns(table) if not _is_counter(c))
            now, was = (f"SELECT {names} FROM {one}" for one in (f"main.{table}", f"was_{table}"))
            if table in _ONE_BY_ONE:
                # What is there on one side only shows in nothing that is there on both.
                ids = f"SELECT id FROM main.{table} INTERSECT SELECT id FROM was_{table}"
                both = f" WHERE id IN ({ids})"
                now, was = now + both, was + both
            if self._one(f"SELECT 1 FROM ({now} EXCEPT {was})") is not None:
                return True
            if self._one(f"SELECT 1 FROM ({was} EXCEPT {now})") is not None:
                return True
        return False

    def _stays_of_other_units(self) -> str:
        """Return the query for stays of units that are called or lie otherwise now."""
        names = ", ".join(c for c in self._columns("unit") if not _is_counter(c))
        return (
            "SELECT id FROM main.occupancy WHERE unit_id IN (SELECT id FROM "
            f"(SELECT {names} FROM main.unit EXCEPT SELECT {names} FROM temp.was_unit))"
        )

    def _raise(self, table: str, key: str) -> None:
        names = self._columns(table)
        changes = [
            f"{name} = max({name}, coalesce((SELECT was.{name} FROM temp.was_{table} AS was "
            f"WHERE was.{key} = {table}.{key}), 0)) + {self._more}"
            for name in names
            if name.endswith(_COUNTERS)
        ]
        changes += [f"{name} = '{self._stamp}'" for name in names if _is_stamp(name)]
        self._do(
            f"UPDATE main.{table} SET {', '.join(changes)} "
            f"WHERE id IN (SELECT id FROM temp.moved_{table})"
        )

    def _merge_marks(self) -> None:
        """Let every event that says something else than before count on from what it said last.

        From now on links say what they said when the copy was made; the digests tell of which
        events that is another thing. Where one side knows no digests, every event counts on, and
        the next start looks at each.
        """
        stamp = int(moment(self._stamp).timestamp())
        # A copy from before there were marks has been given new ones.
        self._do(
            "UPDATE main.link SET uid_seed = (SELECT uid_seed FROM temp.was_link WHERE id = "
            "link.id) WHERE id IN (SELECT id FROM temp.same_link JOIN temp.was_link USING (id) "
            "WHERE uid_seed <> '')"
        )
        self._do("DELETE FROM main.event_mark")
        self._do(
            "CREATE TEMP TABLE mark AS SELECT there.link_id, there.occupancy_id, there.digest, "
            "max(there.sequence, coalesce(was.sequence, 0)) AS sequence, "
            "coalesce(was.changed_at, there.changed_at) AS changed_at, "
            "was.digest IS there.digest AS same "
            "FROM copy.event_mark AS there LEFT JOIN temp.was_event_mark AS was "
            "USING (link_id, occupancy_id) UNION ALL "
            # What is not said any more, and counts on if it comes back.
            "SELECT link_id, occupancy_id, x'', sequence, changed_at, 1 FROM temp.was_event_mark "
            "WHERE (link_id, occupancy_id) NOT IN "
            "(SELECT link_id, occupancy_id FROM copy.event_mark)"
        )
        wording = "SELECT value FROM {}revision WHERE name = 'wording'"
        now, there = (self._one(wording.format(one)) for one in ("was_", "copy."))
        if not self._trusted or now != there or not now:
            self._do("UPDATE temp.mark SET same = 0")
            self._do("UPDATE main.revision SET value = 0 WHERE name = 'wording'")
        self._do(
            "INSERT INTO main.event_mark (link_id, occupancy_id, digest, sequence, changed_at) "
            "SELECT link_id, occupancy_id, digest, iif(same, sequence, sequence + ?), "
            "iif(same, changed_at, ?) FROM temp.mark "
            "WHERE link_id IN (SELECT id FROM main.link) "
            "AND occupancy_id IN (SELECT id FROM main.occupancy)",
            self._more,
            stamp,
        )
        # Noted by triggers while rows were put back; the marks are up to date.
        self._do("DELETE FROM main.event_touched")

    def _keep_numbers(self) -> None:
        """Let no number of a row be given again that was given before, here or there."""
        self._do(
            "INSERT INTO main.sqlite_sequence (name, seq) SELECT name, 0 FROM copy.sqlite_sequence "
            "WHERE name NOT IN (SELECT name FROM main.sqlite_sequence)"
        )
        self._do(
            "UPDATE main.sqlite_sequence SET seq = ? + max(seq, coalesce((SELECT there.seq FROM "
            "copy.sqlite_sequence AS there WHERE there.name = sqlite_sequence.name), 0))",
            0 if self._trusted else _NUMBERS_SKIPPED,
        )


def _is_counter(column: str) -> bool:
    return column.endswith(_COUNTERS) or _is_stamp(column)


def _is_stamp(column: str) -> bool:
    return column.endswith("changed_at")


def _moment(text: object) -> datetime | None:
    if isinstance(text, int):
        return datetime.fromtimestamp(text, UTC)
    try:
        found = moment(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
