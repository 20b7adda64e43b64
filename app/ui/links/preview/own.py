"""What the owner has entered of the units that a link is over, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.links.link import Scope
from app.ui.links.preview.spans import own_spans, seen_days
from app.ui.stays.colours import CHOICE, ColourBy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from app.core.links.link import Link
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context
    from app.ui.links.preview.spans import Span


@dataclass(frozen=True, slots=True)
class _Over:
    """The units by name, and whose work besides theirs."""

    names: dict[int, str]
    units: frozenset[int]
    staff_id: int | None

    def counts(self, stay: Occupancy) -> bool:
        """Whether the link is over this stay, as far as its unit and whoever is in charge go."""
        mine = self.staff_id is not None and stay.staff_id == self.staff_id
        return mine or stay.unit_id in self.units


class OwnStays:
    """Reads one month at a time; units and names once per link."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._link: Link | None = None
        self._kept: list[_Over] = []

    def show_link(self, link: Link | None) -> None:
        """Look at the units of this link, anew."""
        # A fresh list: what a worker still finds out about another link goes into the old one.
        self._link, self._kept = link, []

    def finder(self, month: date) -> Callable[[], list[Span]]:
        """Return what finds the month's stays, in the colours of the plan (UserError).

        It may be called on a worker.
        """
        link, kept, today = self._link, self._kept, self._context.services.house_clock.today()
        by_kind = self._context.preferences.text(CHOICE) == ColourBy.KIND.value

        def find() -> list[Span]:
            if link is None:
                return []
            if not kept:
                kept.append(self._find(link))
            over = kept[0]
            names = over.names if link.several else {}
            stays = self._stays(link, over, *seen_days(month))
            return own_spans(self._context.texts, stays, names, today, by_kind=by_kind)

        return find

    def _stays(self, link: Link, over: _Over, first: date, end: date) -> list[Occupancy]:
        if link.unit_id is not None:
            return self._context.services.occupancies.overlapping(link.unit_id, first, end)
        stays = self._context.services.occupancies.taking(first, end)
        return [stay for stay in stays if stay.unit_id in over.names and over.counts(stay)]

    def _find(self, link: Link) -> _Over:
        units = self._context.services.units.all()
        names = {unit.id: unit.name for unit in units}
        everything = frozenset(names)
        match link.target.scope:
            case Scope.UNIT:
                return _Over(names, frozenset({link.target.id or 0}), None)
            case Scope.PROPERTY:
                house = frozenset(u.id for u in units if u.property_id == link.target.id)
                return _Over(names, house, None)
            case Scope.STAFF:
                member = self._context.services.staff.get(link.target.id or 0)
                return _Over(names, member.unit_ids, member.id)
            case Scope.HOUSE:
                return _Over(names, everything, None)
