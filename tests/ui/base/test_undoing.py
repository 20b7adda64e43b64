"""What is said when something is done, undone and done again, and what the offers in it do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.core.stays.occupancy import Occupancy, OccupancyDraft, Status
from app.i18n import Catalogue
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
