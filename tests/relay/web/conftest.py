"""What is said over the web is the same whatever the database: here it is mostly a file."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "relay.db")
