"""A database of the test's own, and other processes that use it at the same time."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.storage.database import Database

Start = Callable[..., "subprocess.Popen[str]"]


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


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process over these lines of Python; its input and output are text by the line."""
    with ExitStack() as processes:

        def begin(code: str, *arguments: object) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[2],
            )
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield begin
