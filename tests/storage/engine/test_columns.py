"""Conditions over very many numbers: the same as peewee's own, however many there are."""

from __future__ import annotations

import peewee
import pytest

from app.storage.engine.columns import one_of
from app.storage.engine.database import Database


@pytest.mark.parametrize("numbers", [[1], [2, 3], [9, 2, 2], list(range(2, 1002))])
def test_one_of_finds_what_the_query_builder_finds(database: Database, numbers: list[int]) -> None:
    table = database.table("property")
    with database.write():
        for name in ("A", "B", "C", "D"):
            table.insert(name=name, address="", position=0, sequence=0).execute()
    with database.read():
        by_builder = table.select(table.c.id).where(table.c.id.in_(numbers))
        by_text = table.select(table.c.id).where(one_of("id", numbers), peewee.SQL("1 = 1"))
        assert list(database.rows(by_text)) == list(database.rows(by_builder)) != []


def test_none_of_no_numbers_is_found(database: Database) -> None:
    table = database.table("property")
    with database.write():
        table.insert(name="A", address="", position=0, sequence=0).execute()
    with database.read():
        assert list(database.rows(table.select(table.c.id).where(one_of("id", [])))) == []
