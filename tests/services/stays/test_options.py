"""What an owner decides about an option."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.services import Services

Stay = Callable[..., OccupancyDraft]
UNTIL = date(2027, 7, 9)


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]


def test_an_option_is_booked_firmly_extended_or_released(
    services: Services, unit: Unit, stay: Stay
) -> None:
    option = stay(unit.id, status=Status.OPTION, option_until=UNTIL)
    first = services.occupancies.add(option).after
    later = UNTIL + timedelta(days=7)
    extended = services.options.extend(first.id, later, sequence=0).after
    assert (extended.status, extended.option_until) == (Status.OPTION, later)
    firm = services.options.book_firmly(first.id, sequence=1).after
    assert (firm.status, firm.option_until) == (Status.CONFIRMED, None)
    released = services.occupancies.cancel(first.id, sequence=2).after
    assert released.status is Status.CANCELLED


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
def test_what_is_no_option_cannot_be_decided_upon(
    services: Services, unit: Unit, stay: Stay, status: Status
) -> None:
    first = services.occupancies.add(stay(unit.id, status=status)).after
    with pytest.raises(UserError, match="is no option"):
        services.options.book_firmly(first.id, sequence=0)
    with pytest.raises(UserError, match="is no option"):
        services.options.extend(first.id, UNTIL, sequence=0)
    assert services.occupancies.get(first.id) == first


def test_an_option_that_has_moved_is_not_decided_upon(
    services: Services, unit: Unit, stay: Stay
) -> None:
    option = services.occupancies.add(stay(unit.id, status=Status.OPTION, option_until=UNTIL)).after
    moved = services.options.extend(option.id, UNTIL + timedelta(days=1), sequence=0).after
    attempts: tuple[Callable[[], object], ...] = (
        lambda: services.options.book_firmly(option.id, sequence=0),
        lambda: services.options.extend(option.id, UNTIL, sequence=0),
    )
    for attempt in attempts:
        with pytest.raises(UserError, match="changed elsewhere"):
            attempt()
    assert services.occupancies.get(option.id) == moved


def test_an_option_that_is_not_there_is_a_sentence(services: Services) -> None:
    with pytest.raises(UserError, match="no occupancy with the number 99"):
        services.options.book_firmly(99, sequence=0)
