"""What was built of links: kept until it is too much, then what was asked for longest ago goes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Generic, Protocol, TypeVar

from app.core.links.link import LinkKind
from app.dataclass import dataclass
from app.storage.tables.links.links import Published


class OfLink(Protocol):
    """Something that was built of one link."""

    @property
    def link_id(self) -> int: ...


Made = TypeVar("Made", bound=OfLink)


@dataclass(frozen=True)  # slots and Generic do not go together in Python 3.11
class Kept(Generic[Made]):
    """What was built, for how long it holds (`period`), and the state of the data that it shows.

    `current_at` is the data version with which it was last found to be the newest.
    """

    made: Made
    period: object
    state: tuple[object, ...]
    current_at: tuple[int, ...]


class Shelf(Generic[Made]):
    """What is built of links in one form, kept by token; `limit` bytes at most, or a single one.

    `period` tells how long what is built on a day holds, `build` makes it and `weigh` tells
    how many bytes it is; with `kind` only of links of that kind.
    """

    def __init__(
        self,
        period: Callable[[Made, date], object],
        build: Callable[[Published, date], Made],
        weigh: Callable[[Made], int],
        limit: int,
        kind: LinkKind | None = None,
    ) -> None:
        self.period = period
        self.build = build
        self.kind = kind
        self._weigh = weigh
        self._limit = limit
        self._kept: OrderedDict[str, Kept[Made]] = OrderedDict()
        """The one that was asked for longest ago is the first."""
        self._tokens: dict[int, str] = {}
        self._weight = 0
        self._moving = threading.Lock()

    def get(self, token: str) -> Kept[Made] | None:
        """Return what is kept for this token, as what was asked for last."""
        with self._moving:
            kept = self._kept.get(token)
            if kept is not None:
                self._kept.move_to_end(token)
            return kept

    def keep(self, token: str, kept: Kept[Made]) -> None:
        """Keep it as what was asked for last, under no older address of its link."""
        with self._moving:
            self._drop(token)
            self._drop(self._tokens.get(kept.made.link_id, token))
            self._kept[token] = kept
            self._tokens[kept.made.link_id] = token
            self._weight += self._weigh(kept.made)
            while self._weight > self._limit and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def drop(self, token: str) -> None:
        """Keep nothing for this token."""
        with self._moving:
            self._drop(token)

    def _drop(self, token: str) -> None:
        dropped = self._kept.pop(token, None)
        if dropped is not None:
            del self._tokens[dropped.made.link_id]
            self._weight -= self._weigh(dropped.made)
