"""Undo and redo: each step is a new change through the same checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import UnitDraft
from app.core.links.details import Preset
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.services.base.changes import LinkChange, OccupancyChange
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from app.ui.base.history import History


@pytest.fixture
def draft(services: Services) -> OccupancyDraft:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    return OccupancyDraft(
        unit_id=unit.id, arrival=date(2027, 7, 10), departure=date(2027, 7, 14), guest="A"
    )


@pytest.fixture
def history(services: Services) -> History:
    return History(services)


def add(services: Services, history: History, draft: OccupancyDraft) -> Occupancy:
    change = services.occupancies.add(draft)
    history.record(change, f"{draft.guest} entered")
    return change.after


def edited(services: Services, occupancy_id: int, guest: str) -> OccupancyChange:
    now = services.occupancies.get(occupancy_id)
    return services.occupancies.change(
        occupancy_id, replace(now.draft(), guest=guest), sequence=now.sequence
    )


def edit(services: Services, history: History, occupancy_id: int, guest: str) -> OccupancyChange:
    change = edited(services, occupancy_id, guest)
    history.record(change, f"{guest} changed")
    return change


def test_a_step_is_told_from_another_of_the_same_words(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    """Two edits of the same stay are called the same; the offer to undo the first is void then."""
    stay = add(services, history, draft)
    first = history.record(edited(services, stay.id, "B"), "Seeblick 1 changed")
    second = history.record(edited(services, stay.id, "C"), "Seeblick 1 changed")
    assert first is not None
    assert second is not None

    assert history.undo(first) is None
    assert services.occupancies.get(stay.id).guest == "C"

    assert history.undo(second) is not None
    assert services.occupancies.get(stay.id).guest == "B"
    assert history.redo(first) is None
    assert history.undo(first) is not None
    assert services.occupancies.get(stay.id).guest == "A"


def test_a_step_is_the_same_after_it_was_undone_and_done_again(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    stay = add(services, history, draft)
    step = history.record(edited(services, stay.id, "B"), "changed")
    for _ in range(3):
        assert history.undo(step) is not None
        assert services.occupancies.get(stay.id).guest == "A"
        assert history.redo(step) is not None
        assert services.occupancies.get(stay.id).guest == "B"


def test_several_edits_go_back_and_forth(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    first = add(services, history, draft)
    edit(services, history, first.id, "B")
    edit(services, history, first.id, "C")

    def now() -> tuple[str, bool]:
        stay = services.occupancies.get(first.id)
        return stay.guest, stay.blocks

    expected = [("B", True), ("A", True), ("A", False)]
    sequences = []
    for state in expected:
        assert history.undo() is not None
        assert now() == state
        sequences.append(services.occupancies.get(first.id).sequence)
    assert history.undo() is None
    for state in [("A", True), ("B", True), ("C", True)]:
        assert history.redo() is not None
        assert now() == state
        sequences.append(services.occupancies.get(first.id).sequence)
    assert history.redo() is None
    assert sequences == [3, 4, 5, 6, 7, 8]
    assert services.occupancies.get(first.id).uid == first.uid
    assert history.undo() is not None
    assert now() == ("B", True)


def test_the_words_of_what_is_next(
    services: Services, history: History, draft: OccupancyDraft, qtbot: QtBot
) -> None:
    assert (history.next_undo, history.next_redo) == (None, None)
    with qtbot.waitSignal(history.changed):
        first = add(services, history, draft)
    edit(services, history, first.id, "B")
    assert (history.next_undo, history.next_redo) == ("B changed", None)
    with qtbot.waitSignal(history.changed):
        history.undo()
    assert (history.next_undo, history.next_redo) == ("A entered", "B changed")
    edit(services, history, first.id, "D")
    assert (history.next_undo, history.next_redo) == ("D changed", None)


def test_what_changed_nothing_is_no_step(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    first = add(services, history, draft)
    edit(services, history, first.id, "A")
    assert history.next_undo == "A entered"


def test_a_conflict_stops_the_step_and_keeps_it_for_later(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    first = add(services, history, draft)
    history.record(services.occupancies.cancel(first.id, sequence=0), "A cancelled")
    other = services.occupancies.add(replace(draft, guest="Other")).after
    with pytest.raises(OccupancyConflict):
        history.undo()
    assert services.occupancies.get(first.id).status is Status.CANCELLED
    assert history.next_undo == "A cancelled"
    services.occupancies.cancel(other.id, sequence=other.sequence)
    assert history.undo() is not None
    assert services.occupancies.get(first.id).blocks


def test_a_step_that_was_overtaken_elsewhere_is_given_up(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    first = add(services, history, draft)
    other = add(
        services,
        history,
        replace(draft, arrival=date(2027, 8, 1), departure=date(2027, 8, 4), guest="O"),
    )
    edit(services, history, first.id, "B")
    elsewhere = services.occupancies.get(first.id)
    services.occupancies.cancel(first.id, sequence=elsewhere.sequence)
    with pytest.raises(UserError, match="changed elsewhere"):
        history.undo()
    assert services.occupancies.get(first.id).sequence == elsewhere.sequence + 1
    assert history.next_undo == "O entered"
    assert history.undo() is not None
    assert not services.occupancies.get(other.id).blocks


def test_a_double_booking_that_stood_may_stand_again(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    services.occupancies.add(replace(draft, guest="Other"))
    change = services.occupancies.add(draft, allow_conflict=True)
    history.record(change, "A entered")
    history.record(services.occupancies.cancel(change.after.id, sequence=0), "A cancelled")
    assert history.undo() is not None
    assert len(services.double_bookings.open()) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=st.lists(st.sampled_from(["edit", "cancel", "move", "undo", "redo"]), max_size=14))
def test_any_walk_back_and_forth_is_what_a_list_of_states_says(
    services: Services, history: History, draft: OccupancyDraft, steps: list[str]
) -> None:
    """Against a plain model: a list of states and a place in it."""
    history = History(services)
    for old in services.occupancies.all():
        if old.blocks:
            services.occupancies.cancel(old.id, sequence=old.sequence)
    stay = services.occupancies.add(draft).after
    states, at = [stay.draft()], 0
    for number, step in enumerate(steps):
        now = services.occupancies.get(stay.id)
        if step == "undo":
            at -= history.undo() is not None
        elif step == "redo":
            at += history.redo() is not None
        else:
            wanted = {
                "edit": replace(now.draft(), guest=f"G{number}"),
                "cancel": replace(now.draft(), status=Status.CANCELLED),
                "move": replace(now.draft(), departure=date(2027, 7, 15 + number)),
            }[step]
            change = services.occupancies.change(stay.id, wanted, sequence=now.sequence)
            history.record(change, step)
            if change.changed:
                states, at = [*states[: at + 1], wanted], at + 1
        assert services.occupancies.get(stay.id).draft() == states[at]
        assert (history.next_undo is None) == (at == 0)
        assert (history.next_redo is None) == (at == len(states) - 1)


# ---- links ----


@pytest.fixture
def link(services: Services, draft: OccupancyDraft) -> Link:
    """A further link of the unit that `draft` is in; it has the number of the first occupancy."""
    unit = Target(Scope.UNIT, draft.unit_id)
    return services.links.add(LinkKind.CALENDAR, unit, LinkChoices(portal="airbnb")).after


def do(services: Services, history: History, link: Link, what: str) -> Link:
    """Do something to a link, noted."""
    links, seen = services.links, services.links.get(link.id)
    if what in {"disable", "enable", "renew", "delete"}:
        change: LinkChange = getattr(links, what)(link.id, sequence=seen.sequence)
    else:
        details = seen.details.with_preset(Preset(what))
        choices = replace(seen.choices(), details=details)
        change = links.change(link.id, choices, sequence=seen.sequence)
    history.record(change, what)
    return change.after


def shown(services: Services, link: Link) -> Link | None:
    """What a reader would see of a link, None where it is deleted."""
    found = next((one for one in services.links.all() if one.id == link.id), None)
    return found and replace(
        found, sequence=0, revision=0, changed_at=found.created_at, deleted_at=None
    )


@pytest.mark.parametrize("what", ["disable", "renew", "delete", "full"])
def test_what_was_done_to_a_link_is_taken_back_and_done_again(
    services: Services, history: History, link: Link, what: str
) -> None:
    before = shown(services, link)
    do(services, history, link, what)
    after = shown(services, link)
    assert before != after

    for _ in range(2):
        entry = history.undo()
        assert entry is not None
        assert entry.what == what
        assert shown(services, link) == before
        assert history.redo() is not None
        assert shown(services, link) == after


def test_a_new_link_is_taken_away_again_and_comes_back_under_its_address(
    services: Services, history: History, link: Link
) -> None:
    history.record(LinkChange(None, link), "added")
    assert history.undo() is not None
    assert services.links.all() == []
    assert history.redo() is not None
    assert services.links.get(link.id).token == link.token


def test_switching_on_what_is_on_is_no_step(
    services: Services, history: History, link: Link
) -> None:
    do(services, history, link, "enable")
    assert history.next_undo is None


def test_a_link_and_an_occupancy_of_the_same_number_keep_apart(
    services: Services, history: History, draft: OccupancyDraft, link: Link
) -> None:
    stay = add(services, history, draft)
    assert stay.id == link.id
    do(services, history, link, "disable")
    edit(services, history, stay.id, "B")
    do(services, history, link, "renew")
    edit(services, history, stay.id, "C")
    walk = [history.undo() for _ in range(5)]
    assert [entry and entry.what for entry in walk] == [
        "C changed",
        "renew",
        "B changed",
        "disable",
        "A entered",
    ]
    assert shown(services, link) == replace(link, changed_at=link.created_at)
    assert not services.occupancies.get(stay.id).blocks
    while history.redo():
        pass
    assert services.occupancies.get(stay.id).guest == "C"
    assert not services.links.get(link.id).enabled
    assert services.links.get(link.id).token != link.token


@pytest.mark.parametrize("elsewhere", ["disable", "delete"])
def test_a_link_that_was_changed_elsewhere_is_not_touched_and_its_step_given_up(
    services: Services, history: History, draft: OccupancyDraft, link: Link, elsewhere: str
) -> None:
    stay = add(services, history, draft)
    renewed = do(services, history, link, "renew")
    getattr(services.links, elsewhere)(link.id, sequence=renewed.sequence)
    state = shown(services, link)
    with pytest.raises(UserError, match="changed elsewhere"):
        history.undo()
    assert shown(services, link) == state
    assert history.undo() is not None
    assert not services.occupancies.get(stay.id).blocks


def test_a_main_link_stays_deleted_as_long_as_there_is_another(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    main = services.links.enable_unit(draft.unit_id).after
    do(services, history, main, "delete")
    other = services.links.enable_unit(draft.unit_id).after
    with pytest.raises(UserError, match="another link"):
        history.undo()
    assert history.next_undo == "delete"
    services.links.delete(other.id, sequence=other.sequence)
    assert history.undo() is not None
    assert [one.token for one in services.links.all()] == [main.token]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    steps=st.lists(
        st.sampled_from(["disable", "enable", "renew", "title", "full", "delete", "undo", "redo"]),
        max_size=14,
    )
)
def test_any_walk_over_a_link_is_what_a_list_of_states_says(
    services: Services, link: Link, steps: list[str]
) -> None:
    history = History(services)
    new = services.links.add(LinkKind.CALENDAR, link.target, LinkChoices(label="L")).after
    states, at = [shown(services, new)], 0
    for step in steps:
        if step == "undo":
            at -= history.undo() is not None
        elif step == "redo":
            at += history.redo() is not None
        elif states[at] is not None:
            do(services, history, new, step)
            now = shown(services, new)
            if now != states[at]:
                states, at = [*states[: at + 1], now], at + 1
        assert shown(services, new) == states[at]
        assert (history.next_undo is None) == (at == 0)
        assert (history.next_redo is None) == (at == len(states) - 1)


def test_who_was_removed_comes_back_with_links_that_can_be_taken_back_further(
    services: Services, history: History
) -> None:
    member = services.staff.add(StaffDraft(name="Rosa"))
    target = Target(Scope.STAFF, member.id)
    link = services.links.add(LinkKind.CHANGEOVERS, target, LinkChoices(label="L")).after
    history.record(services.links.disable(link.id, sequence=link.sequence), "disabled")
    history.record(services.staff.remove(member.id, sequence=member.sequence), "removed")

    history.undo()
    assert not services.links.get(link.id).enabled
    history.undo()
    assert services.links.get(link.id).enabled
    history.redo()
    history.redo()
    assert services.staff.all() == []
    history.undo()
    assert services.links.get(link.id).token == link.token


def test_who_was_removed_does_not_come_back_beside_a_namesake(
    services: Services, history: History
) -> None:
    member = services.staff.add(StaffDraft(name="Rosa"))
    history.record(services.staff.remove(member.id, sequence=member.sequence), "removed")
    services.staff.add(StaffDraft(name="rosa"))
    with pytest.raises(UserError, match="already a staff member"):
        history.undo()
    assert history.next_undo == "removed", "the namesake may go"


# ---- several as one ----


def test_what_was_done_as_one_is_one_step_among_others(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    """Steps before and after it, of the same links, are taken back through it."""
    services.units.add(UnitDraft(property_id=1, name="Seeblick 2"))
    first = services.links.enable_unit(draft.unit_id)
    history.record(first, "one")
    do(services, history, first.after, "disable")
    history.record(services.links.enable_all(), "all")
    do(services, history, first.after, "title")

    def enabled() -> list[bool]:
        return [link.enabled for link in services.links.all()]

    states = []
    for _ in range(2):
        walk = [history.undo() for _ in range(4)]
        assert [entry and entry.what for entry in walk] == ["title", "all", "disable", "one"]
        assert enabled() == [False, False]
        while history.redo():
            states.append(enabled())
        assert services.links.get(first.after.id).details.preset is Preset.TITLE
    assert states == [[True, False], [False, False], [True, True], [True, True]] * 2


def test_what_was_done_as_one_is_given_up_where_a_part_was_overtaken_elsewhere(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    services.units.add(UnitDraft(property_id=1, name="Seeblick 2"))
    stay = add(services, history, draft)
    done = services.links.enable_all()
    history.record(done, "all")
    link = done.parts[1].after
    services.links.renew(link.id, sequence=link.sequence)
    with pytest.raises(UserError, match="changed elsewhere"):
        history.undo()
    assert [one.enabled for one in services.links.all()] == [True, True]
    assert history.undo() is not None
    assert not services.occupancies.get(stay.id).blocks


def test_enabling_all_that_is_enabled_is_no_step(
    services: Services, history: History, link: Link
) -> None:
    services.links.enable_all()
    history.record(services.links.enable_all(), "all")
    assert history.next_undo is None
    assert len(services.links.all(link.target)) == 2


def test_an_accepted_double_booking_is_undone_and_redone_among_other_steps(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    add(services, history, draft)
    twice = services.occupancies.add(replace(draft, guest="B"), allow_conflict=True)
    history.record(twice, "B entered")
    (alarm,) = services.double_bookings.open()
    accepted = services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
    history.record(accepted, "meant to be so")
    cancelled = services.double_bookings.cancel(alarm.id, twice.after.id, sequence=0)
    history.record(cancelled, "B cancelled")

    def states() -> list[str]:
        return [one.booking.state.value for one in services.double_bookings.all()]

    assert states() == ["solved"]
    seen = []
    for _ in range(3):
        history.undo()
        seen += states()
    assert seen == ["accepted", "open", "solved"]
    for _ in range(3):
        history.redo()
        seen += states()
    assert seen[3:] == ["open", "accepted", "solved"]
    assert len(services.double_bookings.all()) == 1


def test_accepting_that_was_overtaken_elsewhere_is_given_up(
    services: Services, history: History, draft: OccupancyDraft
) -> None:
    add(services, history, draft)
    twice = services.occupancies.add(replace(draft, guest="B"), allow_conflict=True).after
    (alarm,) = services.double_bookings.open()
    accepted = services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
    history.record(accepted, "meant to be so")
    longer = replace(twice.draft(), arrival=twice.arrival - timedelta(days=1))
    services.occupancies.change(twice.id, longer, sequence=0)
    first = replace(draft, arrival=draft.arrival - timedelta(days=1))
    services.occupancies.change(alarm.first.id, first, sequence=0)
    (again,) = services.double_bookings.open()
    services.double_bookings.accept(again.id, sequence=again.booking.sequence)
    with pytest.raises(UserError, match="changed elsewhere"):
        history.undo()
    assert history.next_undo == "A entered"
