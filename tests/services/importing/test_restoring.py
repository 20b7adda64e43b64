"""Taking back what was done to a source: added, changed, removed; and doing it again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft, draft_of
from app.core.importing.source import Verdict, feed_source
from app.core.stays.occupancy import Occupancy
from app.services.base.changes import CompositeChange, OneChange, SourceChange
from app.services.services import Services
from app.services.taking_back import TakingBack
from tests.feeds_of_portals import Event, Portal
from tests.services.importing.conftest import Adds, read


@pytest.fixture
def back(services: Services) -> TakingBack:
    return TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )


def standing(services: Services) -> list[Occupancy]:
    return [one for one in services.occupancies.all() if one.blocks]


def added(services: Services, unit: Unit, portal: Portal) -> CompositeChange[OneChange]:
    """Add a source; returns all that this has done."""
    draft = SourceDraft(unit_id=unit.id, portal="fewo-direkt", address=portal.address)
    found = services.sources.add(draft)
    return CompositeChange((SourceChange(None, found.source), *found.result.change.parts))


def test_an_added_source_is_taken_back_with_what_it_brought(
    services: Services, unit: Unit, portal: Portal, back: TakingBack
) -> None:
    portal.shows(Event(4), Event(14))
    change = added(services, unit, portal)
    undone = back.take_back(change)
    assert services.sources.all() == []
    assert standing(services) == []
    back.take_back(undone.reverse)
    (source,) = services.sources.all()
    assert source.address == portal.address
    assert len(standing(services)) == 2
    read(services)
    assert len(standing(services)) == 2


@pytest.mark.parametrize("keep", [True, False])
def test_a_removed_source_comes_back_with_all_that_it_had_said(
    services: Services, portal: Portal, adds: Adds, back: TakingBack, keep: bool
) -> None:
    portal.shows(Event(4), Event(14))
    source = adds(portal)
    before = services.sources.report(source.id).seen
    change = services.sources.remove(source.id, keep=keep)
    assert len(standing(services)) == (2 if keep else 0)
    back.take_back(change)
    assert services.sources.get(source.id).address == portal.address
    after = services.sources.report(source.id).seen
    assert [one.stay for one in after] == [one.stay for one in before]
    assert [one.occupancy_id for one in after] == [one.occupancy_id for one in before]
    assert {one.source for one in standing(services)} == {feed_source(source.id)}
    portal.shows(Event(4), Event(14), Event(24))
    assert read(services).counts.new == 1
    assert len(standing(services)) == 3


def test_what_the_owner_has_overruled_is_remembered_over_it(
    services: Services, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    portal.shows(Event(4), Event(14))
    source = adds(portal)
    first = services.sources.report(source.id).seen[0]
    services.sources.overrule(source.id, first.id, Verdict.HOLD)
    assert len(standing(services)) == 1
    back.take_back(services.sources.remove(source.id, keep=False))
    read(services)
    assert len(standing(services)) == 1


def test_what_the_owner_has_changed_stays_through_it(
    services: Services, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    portal.shows(Event(4))
    source = adds(portal)
    (stay,) = standing(services)
    named = replace(stay.draft(), guest="Åström", note="kommt spät")
    services.occupancies.change(stay.id, named, sequence=stay.sequence)
    back.take_back(services.sources.remove(source.id, keep=False))
    read(services)
    (again,) = standing(services)
    assert (again.id, again.guest, again.note) == (stay.id, "Åström", "kommt spät")


def test_a_change_is_taken_back_and_done_again(
    services: Services, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    source = adds(portal)
    draft = replace(draft_of(source), label="Unser Inserat")
    after = services.sources.change(source.id, draft, sequence=source.sequence)
    undone = back.take_back(SourceChange(source, after))
    assert services.sources.get(source.id).label == source.label
    back.take_back(undone.reverse)
    assert services.sources.get(source.id).label == "Unser Inserat"


def test_what_has_moved_meanwhile_is_left_alone(
    services: Services, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    source = adds(portal)
    draft = replace(draft_of(source), label="Eins")
    after = services.sources.change(source.id, draft, sequence=source.sequence)
    change = SourceChange(source, after)
    assert not back.has_moved(change)
    services.sources.enable(source.id, enabled=False)
    assert back.has_moved(change)
    with pytest.raises(UserError):
        back.take_back(change)
    assert not services.sources.get(source.id).enabled


def test_earlier_steps_follow_what_came_back(
    services: Services, unit: Unit, portal: Portal, back: TakingBack
) -> None:
    portal.shows(Event(4))
    first = added(services, unit, portal)
    (source,) = services.sources.all()
    undone = back.take_back(services.sources.remove(source.id, keep=False))
    back.take_back(undone.again.follow(first))
    assert services.sources.all() == []
    assert standing(services) == []


def test_a_removed_source_has_moved_once_it_is_back(
    services: Services, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    source = adds(portal)
    change = services.sources.remove(source.id, keep=True)
    assert not back.has_moved(change)
    back.take_back(change)
    assert back.has_moved(change)
