"""What the owner answers, and what it means that a source goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.importing.judging.outcome import Cancel, Question, QuestionKind, Release
from app.core.importing.report.answers import answer, question_text, removed
from app.core.importing.source import Verdict
from app.core.stays.occupancy import Kind, Status
from app.i18n import catalogue
from tests.core.importing.sources import BOOKING, NOW, Desk, closed, days, on, stay, unsure


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_question_is_a_sentence_that_says_what_holds_meanwhile(kind: QuestionKind) -> None:
    question = Question(
        id=1, source_id=1, kind=kind, asked_at=NOW, arrival=on(2), departure=on(5), count=7
    )
    for language in ("de", "en"):
        text = question_text(question)
        said = catalogue(language).tr(text.text, **text.values)
        assert "?" in said
        assert "{" not in said


def test_a_calendar_of_another_house_is_asked_about_and_goes_with_all_its_stays() -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt")
    desk.read(stay(10, 12, "a"), closed(20, 25))
    (question,) = desk.questions
    assert question.kind is QuestionKind.STRANGER
    assert len(desk.all) == 2
    desk.after(15).read(stay(10, 12, "a"), closed(20, 25))
    assert [one.id for one in desk.questions] == [question.id]
    desk.say(question, yes=False)
    assert desk.all == []
    assert not desk.seen
    assert desk.taken.ranges == tuple(days((2, 5)))


def test_the_right_calendar_is_asked_about_once() -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt")
    desk.read(stay(10, 12, "a"))
    desk.say(desk.questions[0], yes=True)
    desk.after(15).read(stay(10, 12, "a"))
    assert not desk.questions
    assert desk.bookings == days((10, 12))


@pytest.mark.parametrize("stays", [(), (stay(2, 4, "a"),)])
def test_one_that_fits_or_is_empty_is_no_strangers(stays: tuple[object, ...]) -> None:
    desk = Desk()
    desk.enter(2, 5, portal="fewo-direkt")
    desk.read(*stays)  # type: ignore[arg-type]
    assert all(one.kind is not QuestionKind.STRANGER for one in desk.questions)


def test_a_running_closure_that_is_gone_is_asked_about_and_ends_today() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(2, 9, "u"), unsure(20, 22, "v"))
    desk.now = NOW.replace(month=11, day=4)
    desk.read_twice(unsure(20, 22, "v"))
    (question,) = desk.questions
    assert question.kind is QuestionKind.GONE
    assert desk.taken.covers(on(2), on(9))
    desk.say(question, yes=True)
    assert desk.bookings == days((2, 4), (20, 22))
    for _ in range(3):
        desk.after(60).read(unsure(20, 22, "v"))
    assert not desk.questions


def test_a_question_about_what_is_no_more_changes_nothing() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"))
    known = desk.house.feeds[desk.source_id].known
    question = Question(id=9, source_id=1, kind=QuestionKind.GONE, seen_id=99, asked_at=NOW)
    asked = replace(known, questions=(question,))
    said = answer(asked, question, yes=True, now=NOW, today=NOW.date())
    assert (said.decisions, said.questions, said.seen) == ((), (), known.seen)


def test_a_source_that_goes_takes_its_coming_stays_along() -> None:
    desk = Desk()
    entered = desk.enter(14, 16, portal="fewo-direkt")
    desk.read(stay(2, 5, "past"), stay(10, 12, "a"), stay(14, 16, "j"), stay(20, 22, "m"))
    moved = next(one for one in desk.all if one.arrival == on(20))
    desk.house.edit(moved.id, desk.now, unit_id=2)
    known = desk.house.feeds[desk.source_id].known
    said = removed(known, keep=False, today=on(4))
    by_kind = {
        kind: sorted(
            known.occupancies[one.occupancy_id].arrival.day
            for one in said.decisions
            if isinstance(one, kind)
        )
        for kind in (Cancel, Release)
    }
    assert by_kind == {Cancel: [10], Release: [2, 14, 20]}
    assert said.seen == ()
    assert entered.id in known.occupancies


def test_a_source_that_goes_may_leave_everything_to_the_owner() -> None:
    desk = Desk()
    desk.read(stay(2, 5, "a"), closed(10, 12))
    known = desk.house.feeds[desk.source_id].known
    said = removed(known, keep=True, today=NOW.date())
    desk.house.apply(desk.source_id, said, desk.now)
    assert {one.source for one in desk.house.occupancies.values()} == {"hand"}
    assert len(desk.taken.ranges) == 2


def test_a_booking_that_is_called_a_block_stays_where_it_is() -> None:
    desk = Desk(BOOKING, "booking")
    desk.read(unsure(2, 5, "u"))
    one = desk.one.id
    desk.overrule(desk.seen[0], Verdict.BLOCK)
    assert (desk.one.id, desk.one.kind, desk.one.status) == (one, Kind.BLOCK, Status.CONFIRMED)
    desk.after(15).read(unsure(2, 6, "u"))
    assert desk.blocks == days((2, 6))
