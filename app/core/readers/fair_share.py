"""Which fetches are kept where there are too many: no reader in haste makes others be forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def fair_share(readers: Sequence[Hashable], most: int) -> list[int]:
    """Return the places of the fetches to keep, at most `most`, in order.

    The newest of each reader goes first, then the second newest of each, and so on.

    Args:
        readers: who made each fetch, the newest fetch first.
        most: how many may stay.
    """
    if len(readers) <= most:
        return list(range(len(readers)))
    times = Counter[Hashable]()
    ranked = []
    for place, reader in enumerate(readers):
        times[reader] += 1
        ranked.append((times[reader], place))
    return sorted(place for _, place in sorted(ranked)[:most])
