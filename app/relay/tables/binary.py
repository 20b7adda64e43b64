"""How PostgreSQL is asked for values: as the bytes that they are, not as digits that tell them.

A calendar would travel at twice its size, written out on one side and read on the other.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.pq import Format


class BinaryCursor(psycopg.Cursor[Any]):
    """A cursor whose results come in binary form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format = Format.BINARY
