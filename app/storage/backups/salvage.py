"""What can still be read of a damaged database, for one that takes its place."""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from app.storage.backups import soundness


def salvage(damaged: Path, database: Path) -> None:
    """Put into the fresh `database` what can still be read of a damaged one.

    Only what `put_back` uses of one that is not trusted, each table whole or not at all.
    """
    with (
        closing(sqlite3.connect(damaged, isolation_level=None)) as source,
        closing(sqlite3.connect(database, isolation_level=None)) as target,
    ):
        target.execute("PRAGMA foreign_keys = OFF")
        for table in ("unit", "occupancy", "link", "retired_token", "revision"):
            names = soundness.columns(target, table)
            rows = _readable(source, table, names)
            marks = ", ".join("?" * len(names))
            target.execute("BEGIN")
            target.executemany(
                f"INSERT OR REPLACE INTO {table} ({', '.join(names)}) VALUES ({marks})",
                rows,
            )
            target.execute("COMMIT")


def _readable(
    source: sqlite3.Connection, table: str, names: Sequence[str]
) -> list[tuple[object, ...]]:
    try:
        return source.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
    except (sqlite3.Error, OverflowError):
        return []
