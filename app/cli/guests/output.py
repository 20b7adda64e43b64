"""How guests and what is kept of them are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.cli.common import output
from app.cli.common.output import Column
from app.core.stays.occupancy import STATUS_LABELS, Occupancy

if TYPE_CHECKING:
    from app.core.stays.guests import KnownGuest
    from app.i18n import Catalogue


def guest_record(guest: KnownGuest) -> dict[str, object]:
    """Return a guest as JSON shows them."""
    return {
        "name": guest.name,
        "phone": guest.phone,
        "email": guest.email,
        "contact": guest.contact,
        "stays": guest.stays,
        "last_arrival": guest.last and guest.last[0],
        "last_departure": guest.last and guest.last[1],
    }


def guest_table(texts: Catalogue, guests: Iterable[KnownGuest]) -> str:
    """Return guests as a table for people."""
    columns = [
        Column(texts.tr("Guest"), flexible=True),
        Column(texts.tr("Phone"), flexible=True),
        Column(texts.tr("E-mail"), flexible=True),
        Column(texts.tr("Stays"), right=True),
        Column(texts.tr("Last stay")),
    ]
    return output.table(
        columns,
        (
            (
                one.name,
                one.phone,
                one.email,
                str(one.stays),
                texts.day_range(*one.last) if one.last else texts.tr("cancelled"),
            )
            for one in guests
        ),
    )


def stay_table(texts: Catalogue, stays: Sequence[Occupancy], units: Mapping[int, str]) -> str:
    """Return stays as a table, with all that tells whose they were."""
    columns = [
        Column(texts.tr("No."), right=True),
        Column(texts.tr("Dates")),
        Column(texts.tr("Unit"), flexible=True),
        Column(texts.tr("Status")),
        Column(texts.tr("Guest"), flexible=True),
        Column(texts.tr("Reach"), flexible=True),
        Column(texts.tr("Note"), flexible=True),
    ]
    return output.table(
        columns,
        (
            (
                str(one.id),
                texts.day_range(one.arrival, one.departure),
                units.get(one.unit_id, ""),
                texts.tr(STATUS_LABELS[one.status]),
                one.guest,
                ", ".join(one.reach),
                one.note,
            )
            for one in stays
        ),
    )
