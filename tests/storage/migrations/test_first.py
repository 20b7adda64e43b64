"""The tables of the first release: all of them, each once, and the same for ever."""

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.engine.database import Database
from app.storage.engine.steps import MIGRATIONS

FIRST = MIGRATIONS / "first"
# Who has a database has these, to the letter: SQLite keeps the words that made a table.
DIGEST = "89be85947b9dc8753dfe9d6eaa88725533518ff05b898992e11302d805a06cc5"


def made(path: Path) -> list[tuple[str, str]]:
    """Return the names of what the first step makes, with the words for it."""
    folder = path.parent / "steps"
    (folder / FIRST.name).mkdir(parents=True)
    for file in [MIGRATIONS / "0001_first.py", *FIRST.glob("*.py")]:
        copy = folder / file.relative_to(MIGRATIONS)
        copy.write_bytes(file.read_bytes())
    Database(path, busy_timeout=1, migrations=folder).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%schema_migration%' ORDER BY rowid"
        ).fetchall()


def test_the_first_step_makes_the_same_for_ever(tmp_path: Path) -> None:
    words = "\n".join(sql for _, sql in made(tmp_path / "new.db"))
    assert hashlib.sha256(words.encode()).hexdigest() == DIGEST


def test_nothing_that_the_rooms_hold_is_left_out(tmp_path: Path) -> None:
    names = [name for name, _ in made(tmp_path / "new.db")]
    assert len(set(names)) == len(names)
    text = "".join(file.read_text(encoding="utf-8") for file in sorted(FIRST.glob("*.py")))
    named = re.findall(r'CREATE (?:UNIQUE )?(?:TABLE|INDEX) "?(\w+)', text)
    assert sorted(named) == sorted(n for n in names if not n.startswith("event_touched_"))
    triggers = re.findall(r'_touch\(\n\s+"(\w+)"', text)
    assert {f"event_touched_{trigger}" for trigger in triggers} <= set(names)
    assert len(triggers) == len([n for n in names if n.startswith("event_touched_")])


@pytest.mark.parametrize("file", sorted(FIRST.glob("*.py")), ids=lambda file: file.stem)
def test_a_room_needs_nothing_of_the_program(file: Path) -> None:
    # A step must do the same in ten years: it may not follow what the program becomes.
    assert not re.search(r"^\s*(from|import)\s", file.read_text(encoding="utf-8"), re.MULTILINE)
