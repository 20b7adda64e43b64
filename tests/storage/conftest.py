"""A database of the test's own, and other processes that use it at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.engine.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of this test lies; there is nothing yet."""
    folder = tmp_path / "Gäste und Häuser"
    folder.mkdir()
    return folder / "zimmerfrei.db"


@pytest.fixture
def database(path: Path) -> Database:
    """A database with tables and nothing in them."""
    database = Database(path, busy_timeout=0.25)
    database.migrate(lambda _: None)
    return database
