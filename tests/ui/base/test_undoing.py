"""What is said when something is done, undone and done again, and what the offers in it do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.i18n import Catalogue
from app.services.base.changes import CompositeChange
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.base.undoing import Undoing
from tests.ui.conftest import MakeContext, RecordedNotices


@pytest.fixture
def context(make_context: MakeContext, english: Catalogue) -> Context:
    return make_context(texts=english)


@pytest.fixture
def undoing(context: Context) -> Undoing:
    return Undoing(context)


@pytest.fixture
def stay(services: Services) -> Occupancy:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    draft = OccupancyDraft(
        unit_id=unit.id, arrival=date(2027, 7, 10), departure=date(2027, 7, 14), guest="A"
    )
    return services.occupancies.add(draft).after


Rename = Callable[[str], None]


@pytest.fixture
def rename(services: Services, undoing: Undoing, stay: Occupancy) -> Rename:
    """Rename the guest; every such step is called the same."""

    def rename(guest: str) -> None:
        now = services.occupancies.get(stay.id)
        draft = replace(now.draft(), guest=guest)
        change = services.occupancies.change(now.id, draft, sequence=now.sequence)
        undoing.record(change, "Guest changed")

    return rename


def offer(notices: RecordedNotices, which: int = -1) -> Callable[[], object]:
    act = notices.actions[which][1]
    assert act is not None
    return act


def test_a_step_is_said_and_can_be_undone_and_done_again_by_what_is_said(
    rename: Rename, services: Services, stay: Occupancy, notices: RecordedNotices
) -> None:
    rename("B")
    notices.press_action()
    assert services.occupancies.get(stay.id).guest == "A"
    notices.press_action()
    assert services.occupancies.get(stay.id).guest == "B"
    notices.press_action()
    assert services.occupancies.get(stay.id).guest == "A"
    assert notices.said == [
        "Guest changed.",
        "Undone: Guest changed",
        "Done again: Guest changed",
        "Undone: Guest changed",
    ]
    assert [words for words, _ in notices.actions] == ["Undo", "Redo", "Undo", "Redo"]


def test_an_offer_is_void_once_another_step_of_the_same_words_was_done(
    rename: Rename, services: Services, stay: Occupancy, notices: RecordedNotices
) -> None:
    rename("B")
    first = offer(notices)
    rename("C")
    first()
    assert services.occupancies.get(stay.id).guest == "C"
    assert len(notices.said) == 2
    notices.press_action()
    assert services.occupancies.get(stay.id).guest == "B"
    first()
    assert services.occupancies.get(stay.id).guest == "A"


def test_an_offer_to_do_again_is_void_once_something_else_was_done(
    rename: Rename, services: Services, stay: Occupancy, notices: RecordedNotices
) -> None:
    rename("B")
    notices.press_action()
    again = offer(notices)
    rename("C")
    again()
    assert services.occupancies.get(stay.id).guest == "C"
    assert not notices.failed


def test_an_offer_that_was_taken_does_nothing_a_second_time(
    rename: Rename, services: Services, stay: Occupancy, notices: RecordedNotices
) -> None:
    rename("B")
    rename("C")
    last = offer(notices)
    last()
    last()
    assert services.occupancies.get(stay.id).guest == "B"
    assert len(notices.said) == 3


def test_where_nothing_is_left_that_is_said_without_an_offer(
    undoing: Undoing, notices: RecordedNotices
) -> None:
    undoing.undo()
    undoing.redo()
    assert notices.said == ["There is nothing to undo.", "There is nothing to redo."]
    assert notices.actions == [("", None)] * 2


def test_what_has_changed_nothing_is_neither_said_nor_noted(
    rename: Rename, context: Context, notices: RecordedNotices
) -> None:
    rename("A")
    assert notices.said == []
    assert context.history.next_undo is None


def test_other_words_may_be_said_than_the_history_keeps(
    undoing: Undoing,
    services: Services,
    stay: Occupancy,
    context: Context,
    notices: RecordedNotices,
) -> None:
    change = services.occupancies.cancel(stay.id, sequence=stay.sequence)
    undoing.record(change, "A cancelled", "The nights are free again.")
    assert notices.said == ["The nights are free again."]
    assert context.history.next_undo == "A cancelled"
    undoing.undo()
    assert notices.said[-1] == "Undone: A cancelled"


def test_who_asks_hears_that_a_step_cannot_be_taken_back(
    context: Context, services: Services, stay: Occupancy, notices: RecordedNotices
) -> None:
    refusals: list[int] = []
    undoing = Undoing(context, lambda: refusals.append(len(notices.failed)))
    undoing.record(services.occupancies.cancel(stay.id, sequence=stay.sequence), "A cancelled")
    taken = replace(stay.draft(), guest="B")
    services.occupancies.add(taken)
    notices.press_action()
    assert refusals == [1], "it was said before"
    assert services.occupancies.get(stay.id).status is Status.CANCELLED
    # The conflict may still go away: the step stays.
    assert context.history.next_undo == "A cancelled"


MANY = 230
"""More than anybody should wait for in a window that stands still."""


@pytest.fixture
def entered(services: Services, undoing: Undoing, stay: Occupancy) -> list[Occupancy]:
    """Enter very many as one step."""
    draft = stay.draft()
    with services.work.change():
        changes = [
            services.occupancies.add_within(
                replace(draft, arrival=draft.arrival + timedelta(days=at),
                        departure=draft.arrival + timedelta(days=at + 1)),
                stay.created_at,
            )
            for at in range(10, 10 + MANY)
        ]  # fmt: skip
    undoing.record(CompositeChange(tuple(changes)), "Many entered")
    return [change.after for change in changes]


def standing(services: Services) -> int:
    return sum(one.blocks for one in services.occupancies.all())


@pytest.mark.usefixtures("entered")
def test_very_many_are_taken_back_and_entered_again_while_the_owner_waits(
    services: Services, undoing: Undoing, notices: RecordedNotices
) -> None:
    undoing.undo()
    assert standing(services) == 1
    undoing.redo()
    assert standing(services) == 1 + MANY
    notices.press_action()
    assert standing(services) == 1
    undone, again = "Undoing: Many entered", "Doing again: Many entered"
    assert notices.waits == [undone, again, undone]
    assert notices.said[1:] == [
        "Undone: Many entered",
        "Done again: Many entered",
        "Undone: Many entered",
    ]


@pytest.mark.usefixtures("entered")
def test_who_does_not_want_to_wait_leaves_it_as_it_is(
    services: Services, undoing: Undoing, context: Context, notices: RecordedNotices
) -> None:
    notices.stops = True
    undoing.undo()
    assert (standing(services), len(notices.said)) == (1 + MANY, 1)
    assert context.history.next_undo == "Many entered"
    notices.stops = False
    undoing.undo()
    assert standing(services) == 1


def test_very_many_of_which_one_has_moved_are_never_taken_back(
    services: Services,
    undoing: Undoing,
    context: Context,
    notices: RecordedNotices,
    entered: list[Occupancy],
) -> None:
    services.occupancies.cancel(entered[7].id, sequence=0)
    undoing.undo()
    assert standing(services) == MANY
    assert len(notices.failed) == 1
    assert context.history.next_undo is None


def test_what_was_recorded_meanwhile_stays_the_last_thing_done(
    services: Services, context: Context, entered: list[Occupancy], stay: Occupancy
) -> None:
    move = context.history.undoing()
    assert move is not None
    assert move.long
    taken = move.make()
    draft = replace(stay.draft(), guest="B")
    context.history.record(services.occupancies.change(stay.id, draft, sequence=0), "Renamed")
    move.done(taken)
    assert (context.history.next_undo, context.history.next_redo) == ("Renamed", "Many entered")
    context.history.redo()
    assert standing(services) == 1 + len(entered)
