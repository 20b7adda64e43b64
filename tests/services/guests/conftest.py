"""A house whose guests have been there at different times; today is 6 July 2027."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.services import Services

Enter = Callable[..., Occupancy]


@pytest.fixture
def enter(services: Services) -> Enter:
    """Enter a stay of two nights: ``enter(date(2027, 1, 1), guest="Huber")``."""
    units = services.units.first_house("Haus", ["Eins", "Zwei"]).units

    def enter(arrival: date, unit: int = 0, **fields: object) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=units[unit].id, arrival=arrival, departure=arrival + timedelta(days=2)
        )
        return services.occupancies.add(replace(draft, **fields)).after  # type: ignore[arg-type]  # fields of a draft

    return enter
