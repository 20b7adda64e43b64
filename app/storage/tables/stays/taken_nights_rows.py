"""From a row of the table of occupancies to what figures need, for very many of them at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.stays.figures import TakenNights
from app.storage.tables.stays.occupancy_rows import KINDS


def taken_nights(row: tuple[Any, ...]) -> TakenNights:
    """Return what a row of unit, arrival, departure, kind and portal says."""
    unit_id, arrival, departure, kind, portal = row
    return TakenNights(
        unit_id,
        date.fromisoformat(arrival).toordinal(),
        date.fromisoformat(departure).toordinal(),
        KINDS[kind],
        portal,
    )
