"""Queries about webspaces: the one in use, and those whose files are still to be taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.publishing.webspace import KeptWebspace, Webspace, WebspaceKind
from app.storage.engine.columns import (
    Row,
    moment,
    moment_text,
    optional_day,
    optional_moment,
)
from app.storage.engine.database import Database


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last runs over a webspace have ended.

    `failure` is a fault as JSON, None where the last one went well; `looked_on` the day on which
    the folder was last compared with what is known to lie there.
    """

    succeeded_at: datetime | None
    failures: int
    failure: str | None
    next_try: datetime | None
    looked_on: date | None


@dataclass(frozen=True, slots=True)
class Counting:
    """How readers are counted on a webspace.

    From `since` to `at` all readings are known: since then a script notes them, and then its notes
    were taken over last, up to `until`. `since` is None where none counts. `script` tells what was
    put there of it last.
    """

    since: datetime | None
    at: datetime | None
    until: str
    script: str


class WebspaceTable:
    """Webspaces. Every method runs inside a ``Database.read`` or ``write``."""

    def __init__(self, database: Database) -> None:
        self._webspace = database.table("webspace")

    def current(self) -> KeptWebspace | None:
        """Return the one in use."""
        column = self._webspace.c
        found = self._webspace.select().where(column.removed_at.is_null())
        row = found.order_by(column.id.desc()).dicts().first()
        return _webspace(row) if row else None

    def leaving(self) -> list[KeptWebspace]:
        """Return those on their way out, the one that was given up first being the first."""
        column = self._webspace.c
        found = self._webspace.select().where(column.removed_at.is_null(False)).order_by(column.id)
        return [_webspace(row) for row in found.dicts()]

    def one(self, webspace_id: int) -> KeptWebspace | None:
        row = self._webspace.select().where(self._webspace.c.id == webspace_id).dicts().first()
        return _webspace(row) if row else None

    def add(self, webspace: Webspace, now: datetime) -> int:
        """Add one, in use."""
        counts = moment_text(now) if webspace.php else None
        made = self._webspace.insert(
            **_values(webspace),
            sequence=0,
            created_at=moment_text(now),
            php=webspace.php,
            reads_since=counts,
            reads_at=counts,
            reads_until="",
            script="",
        )
        return int(made.execute())

    def change(self, webspace_id: int, webspace: Webspace) -> None:
        """Change what an owner says of it; whether readers are counted stays as it is."""
        self._update(webspace_id, **_values(webspace))

    def remove(self, webspace_id: int, now: datetime | None) -> None:
        """Let it be on its way out, or, without a time, in use again."""
        self._update(webspace_id, removed_at=None if now is None else moment_text(now))

    def drop(self, webspace_id: int) -> None:
        """Forget it, and what is known to lie there."""
        self._webspace.delete().where(self._webspace.c.id == webspace_id).execute()

    # ---- who reads there ----

    def counting(self, webspace_id: int) -> Counting:
        column = self._webspace.c
        query = self._webspace.select(
            column.reads_since, column.reads_at, column.reads_until, column.script
        ).where(column.id == webspace_id)
        row = query.dicts().first()
        if row is None:
            return Counting(None, None, "", "")
        return Counting(
            optional_moment(row["reads_since"]),
            optional_moment(row["reads_at"]),
            row["reads_until"],
            row["script"],
        )

    def count(self, webspace_id: int, since: datetime) -> None:
        """Note that a script counts readers there from now on."""
        stamp = moment_text(since)
        self._note(webspace_id, php=True, reads_since=stamp, reads_at=stamp, reads_until="")

    def count_no_more(self, webspace_id: int) -> None:
        """Note that no script counts readers there."""
        self._note(
            webspace_id, php=False, reads_since=None, reads_at=None, reads_until="", script=""
        )

    def counted(self, webspace_id: int, until: str, at: datetime, since: datetime) -> None:
        """Note how far the script's notes have been taken over, and from when on all are known."""
        self._note(
            webspace_id, reads_until=until, reads_at=moment_text(at), reads_since=moment_text(since)
        )

    def scripted(self, webspace_id: int, script: str) -> None:
        """Note what was put there of the script; empty where that is not known."""
        self._note(webspace_id, script=script)

    # ---- how runs have ended ----

    def ended(self, webspace_id: int) -> Ended:
        column = self._webspace.c
        row = (
            self._webspace.select(
                column.succeeded_at,
                column.failures,
                column.failure,
                column.next_try,
                column.looked_on,
            )
            .where(column.id == webspace_id)
            .dicts()
            .first()
        )
        return Ended(
            succeeded_at=optional_moment(row["succeeded_at"]),
            failures=row["failures"],
            failure=row["failure"],
            next_try=optional_moment(row["next_try"]),
            looked_on=optional_day(row["looked_on"]),
        )

    def succeeded(self, webspace_id: int, at: datetime) -> None:
        """Note that all there is to put has been put."""
        stamp = moment_text(at)
        self._note(webspace_id, succeeded_at=stamp, failures=0, failure=None, next_try=None)

    def failed(self, webspace_id: int, failures: int, failure: str, next_try: datetime) -> None:
        """Note why it was not, and when it is tried again."""
        stamp = moment_text(next_try)
        self._note(webspace_id, failures=failures, failure=failure, next_try=stamp)

    def looked(self, webspace_id: int, on: date) -> None:
        """Note the day on which the folder was compared with what is known to lie there."""
        self._note(webspace_id, looked_on=on.isoformat())

    def look_anew(self, webspace_id: int) -> None:
        """Have it compared in the next run, whenever that was done last."""
        self._note(webspace_id, looked_on=None)

    def _update(self, webspace_id: int, **values: object) -> None:
        self._note(webspace_id, **values, sequence=self._webspace.c.sequence + 1)

    def _note(self, webspace_id: int, **values: object) -> None:
        self._webspace.update(**values).where(self._webspace.c.id == webspace_id).execute()


def _values(webspace: Webspace) -> Row:
    return {
        "kind": webspace.kind.value,
        "preset": webspace.preset,
        "host": webspace.host,
        "port": webspace.port,
        "user_name": webspace.user,
        "folder": webspace.folder,
        "address": webspace.address,
        "identity": webspace.identity,
        "share": webspace.share,
    }


def _webspace(row: Row) -> KeptWebspace:
    return KeptWebspace(
        id=row["id"],
        kind=WebspaceKind(row["kind"]),
        preset=row["preset"],
        host=row["host"],
        port=row["port"],
        user=row["user_name"],
        folder=row["folder"],
        address=row["address"],
        identity=row["identity"],
        share=row["share"],
        php=bool(row["php"]),
        sequence=row["sequence"],
        created_at=moment(row["created_at"]),
        removed_at=optional_moment(row["removed_at"]),
    )
