"""How long to wait for an address that is missing."""

from __future__ import annotations

from itertools import islice, pairwise

from app.core.server_state import address_pauses


def test_pauses_double_from_a_second_to_a_minute() -> None:
    assert list(islice(address_pauses(), 9)) == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_they_never_end_and_never_shrink() -> None:
    many = list(islice(address_pauses(), 10_000))
    assert all(one <= other for one, other in pairwise(many))
    assert many[-1] == 60


def test_each_wait_begins_anew() -> None:
    first = address_pauses()
    assert list(islice(first, 3)) == [1, 2, 4]
    assert next(address_pauses()) == 1
    assert next(first) == 8
