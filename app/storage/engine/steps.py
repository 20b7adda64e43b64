"""The steps that make the tables: which there are, which a file lacks, and how they are made.

A file that was made before the first release has been through other steps. It is brought over
once: those are finished and its rows put into the first release's tables, in one transaction. From
then on nothing tells it from a new one.
"""

# ruff: noqa: S608  # names of tables and columns are those of the schema, not of the data

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import peewee

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BEFORE_FIRST = MIGRATIONS / "before_first"
"""The steps from before the first release, for files that have been through some of them."""
HISTORY = "schema_migration"
_KEPT = "kept_"
_NUMBERS = "sqlite_sequence"
"""SQLite's own table of the highest numbers that were given, also to rows that are gone."""
_TOUCHED = "event_touched"


def missing(applied: Collection[str], folder: Path = MIGRATIONS) -> list[str] | None:
    """Return the steps that a file lacks, in order; None where it knows one that is not ours.

    Args:
        applied: the names of the steps that it has been through.
        folder: where the steps lie, one file each.
    """
    known, old = _names(folder), _names(folder / BEFORE_FIRST.name)
    if not set(applied) <= {*known, *old}:
        return None
    # One that has to be brought over has been through none of the present steps.
    return [step for step in known if step not in applied]


def make(sqlite: peewee.SqliteDatabase, folder: Path) -> None:
    """Bring the open database through all steps in `folder`. Each is made whole or not at all."""
    # Imported on demand: commands seldom need it.
    from playhouse.migrations import Runner  # noqa: PLC0415

    runner: Any = Runner
    present = runner(sqlite, str(folder), HISTORY)
    old = runner(sqlite, str(folder / BEFORE_FIRST.name), HISTORY)
    if not {step.name for step in old.migrations()}.isdisjoint(present.applied()):
        # One transaction, in which no reference is followed: tables go and come again.
        with present.migrator.migration_context():
            _bring_over(sqlite, old, present)
        logger.info("database brought over to the tables of the first release")
    for step in present.up():
        logger.info("database brought up to %s", step)


def _names(folder: Path) -> list[str]:
    return sorted(step.stem for step in folder.glob("[0-9]*.py"))


def _bring_over(sqlite: Any, old: Any, present: Any) -> None:
    """Finish the old steps, then set every row aside and put it into the first tables."""
    run: Callable[..., Any] = sqlite.execute_sql
    done = old.applied()
    for step in old.migrations():
        if step.name not in done:
            step.load().up(old.migrator, sqlite)
    tables = [name for name in sqlite.get_tables() if not name.startswith("sqlite_")]
    tables.remove(HISTORY)
    for table in (*tables, _NUMBERS):
        run(f'CREATE TABLE "{_KEPT}{table}" AS SELECT * FROM "{table}"')
    for table in tables:
        run(f'DROP TABLE "{table}"')
    first = present.migrations()[0]
    first.load().up(present.migrator, sqlite)
    # What triggers note of the rows that are put back is no change: those go before it. Names of
    # revisions that were not there before stay.
    for table in (*sorted(tables, key=lambda name: name == _TOUCHED), _NUMBERS):
        names = ", ".join(column.name for column in sqlite.get_columns(f"{_KEPT}{table}"))
        if table in {_TOUCHED, _NUMBERS}:
            run(f'DELETE FROM "{table}"')
        run(f'INSERT OR REPLACE INTO "{table}" ({names}) SELECT {names} FROM "{_KEPT}{table}"')
        run(f'DROP TABLE "{_KEPT}{table}"')
    run(f"DELETE FROM {HISTORY}")
    present.fake(first.name)
