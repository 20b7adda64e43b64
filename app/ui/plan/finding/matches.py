"""Finding stays by what is written about them. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.portals import portal_name
from app.core.texts import folded

if TYPE_CHECKING:
    from app.core.stays.occupancy import Occupancy
    from app.ui.stays.bars import Bar


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A stay that was found; hits are in order of arrival (an ordinal), then of the units."""

    arrival: int
    place: int
    stay_id: int
    departure: int


class Index:
    """What is written about the bars of each unit, made ready for searching when first needed.

    Args:
        bars: returns the bars of a unit.
    """

    def __init__(self, bars: Callable[[int], Sequence[Bar]]) -> None:
        self._bars = bars
        self._units: dict[int, list[tuple[str, Bar]]] = {}

    def forget(self, unit_ids: Iterable[int]) -> None:
        """Something has changed in these units."""
        for unit_id in unit_ids:
            self._units.pop(unit_id, None)

    def find(
        self, unit_id: int, place: int, words: Sequence[str], fits: Callable[[Occupancy], bool]
    ) -> Iterator[Hit]:
        """Yield the stays of a unit about which every one of the (folded) `words` is written."""
        written = self._units.get(unit_id)
        if written is None:
            written = [(_written(bar.stay), bar) for bar in self._bars(unit_id)]
            self._units[unit_id] = written
        for text, bar in written:
            if all(word in text for word in words) and fits(bar.stay):
                yield Hit(bar.arrival, place, bar.stay.id, bar.departure)


def likeliest(hits: Sequence[Hit], today: int) -> int:
    """Which of the hits is meant first: one that is running or the next one, else the last one."""
    ahead = (at for at, hit in enumerate(hits) if hit.departure > today)
    return next(ahead, len(hits) - 1)


def _written(stay: Occupancy) -> str:
    return folded("\n".join((stay.guest, *stay.reach, portal_name(stay.portal), stay.note)))
