from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.core.readers.fair_share import fair_share


def test_the_newest_of_each_reader_stays_before_any_second_one() -> None:
    assert fair_share("hhhhhhhgh", 3) == [0, 1, 7]
    assert fair_share("aabb", 2) == [0, 2]
    assert fair_share("abab", 3) == [0, 1, 2]


@given(st.text("abcd", max_size=30), st.integers(0, 12))
def test_nobody_has_more_than_another_who_came_as_often(readers: str, most: int) -> None:
    kept = fair_share(readers, most)
    assert kept == sorted(set(kept))
    assert len(kept) == min(most, len(readers))
    came, stays = Counter(readers), Counter(readers[place] for place in kept)
    for reader in came:
        places = [place for place, other in enumerate(readers) if other == reader]
        assert [place for place in kept if readers[place] == reader] == places[: stays[reader]]
        for other in came:
            assert stays[reader] >= min(came[reader], stays[other] - 1)
