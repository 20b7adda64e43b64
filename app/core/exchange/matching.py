"""Which occupancy of the house a line of a file speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date

from app.core.exchange.stays import FileStay
from app.core.stays.occupancy import Occupancy
from app.core.texts import folded

_Place = tuple[int, date, date]


def matched(stays: Sequence[FileStay], standing: Sequence[Occupancy]) -> list[Occupancy | None]:
    """Return for each stay of a file what it speaks of, None where it is new.

    What has the same number is the same, whatever else it says. Without one, it is what stands in
    the same unit on the same days: first what says the very same, then whoever has the same name,
    then whoever takes these nights. No two lines speak of the same one.
    """
    return _Matching(stays, standing).made()


class _Matching:
    def __init__(self, stays: Sequence[FileStay], standing: Sequence[Occupancy]) -> None:
        self._stays = stays
        self._found: list[Occupancy | None] = [None] * len(stays)
        self._by_uid = {one.uid: one for one in standing}
        self._by_place = defaultdict[_Place, list[Occupancy]](list)
        for one in standing:
            self._by_place[(one.unit_id, one.arrival, one.departure)].append(one)
        self._taken: set[int] = set()

    def made(self) -> list[Occupancy | None]:
        for at, stay in enumerate(self._stays):
            one = self._by_uid.get(stay.uid) if stay.uid else None
            if one is not None and one.id not in self._taken:
                self._take(at, one)
        for fits in (_says_the_same, _same_guest_and_state, _same_guest, _takes_the_nights):
            self._pass(fits)
        return self._found

    def _pass(self, fits: Callable[[FileStay, Occupancy], bool]) -> None:
        for at, stay in enumerate(self._stays):
            if self._found[at] is not None:
                continue
            draft = stay.draft
            for one in self._by_place.get((draft.unit_id, draft.arrival, draft.departure), ()):
                if one.id not in self._taken and fits(stay, one):
                    self._take(at, one)
                    break

    def _take(self, at: int, one: Occupancy) -> None:
        self._found[at] = one
        self._taken.add(one.id)


def _says_the_same(stay: FileStay, one: Occupancy) -> bool:
    return all(getattr(one, name) == getattr(stay.draft, name) for name in stay.given)


def _same_guest_and_state(stay: FileStay, one: Occupancy) -> bool:
    return _same_guest(stay, one) and one.blocks == stay.draft.blocks


def _same_guest(stay: FileStay, one: Occupancy) -> bool:
    said = folded(stay.draft.guest)
    return said == folded(one.guest) and (one.blocks or bool(said))


def _takes_the_nights(stay: FileStay, one: Occupancy) -> bool:
    """Tell whether one takes the nights that the file gives to somebody it calls otherwise.

    Who is cancelled in the file is nobody who stands here under another name.
    """
    return one.blocks and (stay.draft.blocks or not stay.draft.guest)
