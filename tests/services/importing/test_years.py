"""Days that are like those of years: what stays of them is of stays, not of looking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.importing.month import Left
from tests.services.importing.years import FOLLOWS, GIVEN_UP, Pace, beyond, years_of


def test_what_grows_are_the_stays_and_what_is_said_of_them(tmp_path: Path) -> None:
    with years_of(tmp_path, 2, Pace(edits=1, renewals=2, twice=3)) as house:
        house.passes(1)
        first, stays = house.left(), house.stays
        for _ in range(8):
            house.passes(1)
        last = house.left()
        assert house.entered == 9 + 2 * 3
        assert house.renewed == 4
        # A link that the owner deletes goes after thirty days; its address answers for ever.
        assert last.rows["link"] - first.rows["link"] == house.renewed
        given_up = GIVEN_UP * house.renewed
        grown = beyond(first, last, house.stays - stays, house.links, given_up)
    named = {fault.split()[0] for fault in grown}
    assert named <= {"link", "upload", "sqlite_sequence"}


@pytest.mark.parametrize("table", sorted(FOLLOWS))
def test_rows_of_stays_may_come_with_them_and_no_others(table: str) -> None:
    before = Left({table: 10, "fetch": 100}, 0, 0, 0)
    assert beyond(before, replace(before, rows={table: 17, "fetch": 2000}), 1, 2, 0) == []
    grown = beyond(before, replace(before, rows={table: 18, "fetch": 2001}), 1, 2, 0)
    assert [fault.split()[0] for fault in grown] == sorted([table, "fetch"])
    assert beyond(before, replace(before, rows={table: 3, "new": 1}), 9, 9, 0) == [
        "new has 1 rows more, of 9 stays"
    ]


def test_addresses_that_were_given_up_are_kept_and_no_more_of_them() -> None:
    before = Left({"retired_token": 5}, 0, 0, 0)
    assert beyond(before, Left({"retired_token": 9}, 0, 0, 0), 0, 1, 4) == []
    assert len(beyond(before, Left({"retired_token": 10}, 0, 0, 0), 0, 1, 4)) == 1
