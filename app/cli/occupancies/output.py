"""How occupancies are shown: as a table, as JSON, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.cli.common import output
from app.cli.common.output import Column
from app.core.importing.source import source_number
from app.core.stays.occupancy import STATUS_LABELS, Occupancy, Status, conflicts, title
from app.dataclass import dataclass
from app.i18n import Catalogue
from app.services.base.changes import OccupancyChange


def clashing(occupancies: Iterable[Occupancy]) -> frozenset[int]:
    """Return the ids of those that are double bookings of each other."""
    return frozenset(
        stay.id for clash in conflicts(occupancies) for stay in (clash.first, clash.second)
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """What is needed to show occupancies.

    The names of units and staff members by id, today, the double bookings.
    """

    units: Mapping[int, str]
    staff: Mapping[int, str]
    today: date
    conflicts: frozenset[int]

    def record(self, stay: Occupancy) -> dict[str, object]:
        """Return an occupancy as JSON shows it; dates ISO 8601, moments in UTC."""
        return {
            "id": stay.id,
            "unit": self.units[stay.unit_id],
            "unit_id": stay.unit_id,
            "arrival": stay.arrival,
            "departure": stay.departure,
            "nights": stay.nights,
            "kind": stay.kind.value,
            "status": stay.status.value,
            "option_until": stay.option_until,
            "expired": stay.expired(self.today),
            "conflict": stay.id in self.conflicts,
            "guest": stay.guest,
            "phone": stay.phone,
            "email": stay.email,
            "contact": stay.contact,
            "arrival_time": stay.arrival_time and stay.arrival_time.isoformat("minutes"),
            "persons": stay.persons,
            "adults": stay.adults,
            "children": stay.children,
            "pets": stay.pets,
            "note": stay.note,
            "portal": stay.portal,
            "staff": self._in_charge(stay) or None,
            "staff_id": stay.staff_id,
            "source": stay.source,
            "source_id": source_number(stay.source),
            "uid": stay.uid,
            "sequence": stay.sequence,
            "created": stay.created_at,
            "changed": stay.changed_at,
        }

    def table(self, texts: Catalogue, stays: Sequence[Occupancy]) -> str:
        """Return occupancies as a table for people."""
        columns = [
            Column(texts.tr("No."), right=True),
            Column(texts.tr("Unit"), flexible=True),
            Column(texts.tr("Arrival")),
            Column(texts.tr("Departure")),
            Column(texts.tr("Nights"), right=True),
            Column(texts.tr("What"), flexible=True),
            Column(texts.tr("Guest"), flexible=True),
            Column(texts.tr("Persons"), right=True),
            *([Column(texts.tr("In charge"), flexible=True)] if self.staff else []),
            Column(texts.tr("To note")),
        ]
        return output.table(columns, (self._row(texts, stay) for stay in stays))

    def sentence(self, texts: Catalogue, change: OccupancyChange) -> str:
        """Return what a command did, in one line, with a second one about a double booking."""
        stay = change.after
        what = {
            "id": stay.id,
            "unit": self.units[stay.unit_id],
            "days": texts.day_range(stay.arrival, stay.departure),
            "nights": texts.trn("{n} night", "{n} nights", stay.nights),
        }
        if change.before is None:
            done = texts.tr("Entered as number {id}: {unit}, {days}, {nights}.", **what)
        elif not change.changed:
            done = texts.tr("Number {id} stays as it is: {unit}, {days}, {nights}.", **what)
        elif not stay.blocks:
            done = texts.tr("Cancelled, number {id}: {unit}, {days}, {nights}.", **what)
        else:
            done = texts.tr("Changed, number {id}: {unit}, {days}, {nights}.", **what)
        if stay.id not in self.conflicts:
            return done
        return "\n".join((done, texts.tr("These nights are booked twice. Please solve it.")))

    def _row(self, texts: Catalogue, stay: Occupancy) -> tuple[str, ...]:
        what = title(stay)
        return (
            str(stay.id),
            self.units[stay.unit_id],
            texts.date(stay.arrival),
            texts.date(stay.departure),
            str(stay.nights),
            texts.tr(what.text, **what.values),
            stay.guest,
            str(stay.persons or ""),
            *([self._in_charge(stay)] if self.staff else []),
            self._notice(texts, stay),
        )

    def _in_charge(self, stay: Occupancy) -> str:
        return self.staff.get(stay.staff_id or 0, "")

    def _notice(self, texts: Catalogue, stay: Occupancy) -> str:
        if stay.id in self.conflicts:
            return texts.tr("double booking")
        if stay.expired(self.today):
            return texts.tr("option has expired")
        if stay.status is Status.CANCELLED:
            return texts.tr(STATUS_LABELS[stay.status])
        return ""
