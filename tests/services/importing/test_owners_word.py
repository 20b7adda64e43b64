"""Taking back what the owner has said to a calendar: nothing of it is remembered."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.importing.judging.outcome import Question, QuestionKind
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import SeenStay, Source, Verdict
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy
from app.services.base.changes import SourceChange, WordChange
from app.services.feeds.feeds import Feed
from app.services.services import Services
from app.services.taking_back import TakenBack, TakingBack
from tests.clocks import SetClock
from tests.feeds_of_portals import AIRBNB, Event, Portal
from tests.services.conftest import Stay
from tests.services.importing.conftest import Adds, read
from tests.web_sites import Web

CLOSED = "Airbnb (Not available)"


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


@pytest.fixture
def airbnb(web: Web) -> Portal:
    found = Portal(web.site("airbnb.example", address="1.2.3.5"), "airbnb.example", producer=AIRBNB)
    # Two nights from today on: the shortest time before an arrival.
    found.shows(Event(0, 2, CLOSED), Event(30, 4, CLOSED), Event(50, 3))
    return found


@pytest.fixture
def source(airbnb: Portal, adds: Adds) -> Source:
    return adds(airbnb, portal="airbnb")


def standing(services: Services) -> list[Occupancy]:
    return [one for one in services.occupancies.all() if one.blocks]


def seen(services: Services, source: Source, at: int) -> SeenStay:
    (found,) = [
        one
        for one in services.sources.report(source.id).seen
        if one.stay.arrival == Event(at).arrival
    ]
    return found


def asked(services: Services, source: Source) -> tuple[Question, ...]:
    return services.sources.report(source.id).look.questions


def link_days(services: Services, unit: Unit, portal: str) -> bytes:
    target = Target(Scope.UNIT, unit.id)
    link = services.links.add(LinkKind.CALENDAR, target, LinkChoices(portal=portal)).after
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    return feed.body


# ---- overruling ----


@pytest.mark.parametrize(
    ("at", "verdict"),
    [(0, Verdict.BLOCK), (30, Verdict.LISTED), (30, Verdict.BOOKING), (50, Verdict.HOLD)],
)
@pytest.mark.parametrize("read_meanwhile", [False, True])
def test_an_overruling_is_taken_back_whole_and_made_again(
    services: Services,
    source: Source,
    back: TakingBack,
    clock: SetClock,
    at: int,
    verdict: Verdict,
    read_meanwhile: bool,
) -> None:
    def passes() -> None:
        if read_meanwhile:
            clock.passes(minutes=20)
            read(services, source)

    before, stays = seen(services, source, at), standing(services)
    change = services.sources.overrule(source.id, before.id, verdict)
    said, overruled = seen(services, source, at), standing(services)
    assert said.counts_as is verdict
    passes()
    undone = back.take_back(change)
    passes()
    after = seen(services, source, at)
    assert (after.by_owner, after.counts_as) == (None, before.counts_as)
    assert after.occupancy_id == before.occupancy_id
    assert [(one.id, one.kind) for one in standing(services)] == [
        (one.id, one.kind) for one in stays
    ]
    again = back.take_back(undone.reverse)
    passes()
    assert seen(services, source, at).by_owner is verdict
    assert [(one.id, one.kind) for one in standing(services)] == [
        (one.id, one.kind) for one in overruled
    ]
    back.take_back(again.reverse)
    assert seen(services, source, at).by_owner is None


def test_a_booking_that_counts_again_is_not_told_to_its_own_portal(
    services: Services, unit: Unit, source: Source, back: TakingBack
) -> None:
    before = seen(services, source, 50)
    day = f"{before.stay.arrival:%Y%m%d}".encode()
    back.take_back(services.sources.overrule(source.id, before.id, Verdict.HOLD))
    assert day not in link_days(services, unit, "airbnb")
    assert day in link_days(services, unit, "booking")


def test_what_was_overruled_again_is_not_taken_back(
    services: Services, source: Source, back: TakingBack
) -> None:
    first = seen(services, source, 30)
    change = services.sources.overrule(source.id, first.id, Verdict.LISTED)
    assert not back.has_moved(change)
    services.sources.overrule(source.id, seen(services, source, 30).id, Verdict.BLOCK)
    assert back.has_moved(change)
    with pytest.raises(UserError):
        back.take_back(change)
    assert seen(services, source, 30).by_owner is Verdict.BLOCK


def test_what_the_portal_shows_no_more_is_not_taken_back(
    services: Services, source: Source, airbnb: Portal, back: TakingBack, clock: SetClock
) -> None:
    change = services.sources.overrule(source.id, seen(services, source, 30).id, Verdict.LISTED)
    airbnb.shows(Event(0, 2, CLOSED), Event(50, 3))
    for _ in range(2):
        clock.passes(minutes=31)
        read(services, source)
    assert back.has_moved(change)
    with pytest.raises(UserError, match="shows something else by now"):
        back.take_back(change)
    assert len(standing(services)) == 1


def test_a_word_about_a_source_that_is_gone_is_not_taken_back(
    services: Services, source: Source, back: TakingBack
) -> None:
    change = services.sources.overrule(source.id, seen(services, source, 30).id, Verdict.LISTED)
    services.sources.remove(source.id, keep=True)
    assert back.has_moved(change)
    with pytest.raises(UserError):
        back.take_back(change)


# ---- answers ----


@pytest.fixture
def changed(services: Services, portal: Portal, adds: Adds, clock: SetClock) -> Source:
    """A source that asks whose dates count: the portal's, or the owner's."""
    portal.shows(Event(4, 3, uid="a"), Event(30))
    source = adds(portal)
    stay = standing(services)[0]
    longer = replace(stay.draft(), departure=Event(4, 5).departure)
    services.occupancies.change(stay.id, longer, sequence=stay.sequence)
    portal.shows(Event(3, 2, uid="a"), Event(30))
    clock.passes(minutes=20)
    read(services, source)
    return source


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_is_taken_back_and_the_question_is_open_again(
    services: Services, changed: Source, back: TakingBack, yes: bool
) -> None:
    (question,) = asked(services, changed)
    before = {(one.id, one.arrival, one.departure) for one in standing(services)}
    change = services.sources.answer(changed.id, question.id, yes=yes)
    assert change.changed
    assert asked(services, changed) == ()
    undone = back.take_back(change)
    assert asked(services, changed) == (question,)
    assert {(one.id, one.arrival, one.departure) for one in standing(services)} == before
    read(services, changed)
    assert asked(services, changed) == (question,)
    back.take_back(undone.reverse)
    assert asked(services, changed) == ()


@pytest.mark.parametrize("yes", [True, False])
def test_what_is_gone_and_kept_or_cancelled_is_asked_about_again(
    services: Services,
    changed: Source,
    portal: Portal,
    back: TakingBack,
    clock: SetClock,
    yes: bool,
) -> None:
    portal.shows(Event(30), Event(60))
    for _ in range(2):
        clock.passes(minutes=31)
        read(services, changed)
    (question,) = asked(services, changed)
    assert question.kind is QuestionKind.GONE
    before = services.sources.report(changed.id).seen
    stays = {(one.id, one.source) for one in standing(services)}
    change = services.sources.answer(changed.id, question.id, yes=yes)
    assert {(one.id, one.source) for one in standing(services)} != stays
    undone = back.take_back(change)
    assert asked(services, changed) == (question,)
    assert services.sources.report(changed.id).seen == before
    assert {(one.id, one.source) for one in standing(services)} == stays
    back.take_back(undone.reverse)
    assert asked(services, changed) == ()


def test_a_calendar_that_was_called_a_strangers_is_read_again(
    services: Services, unit: Unit, portal: Portal, adds: Adds, stay: Stay, back: TakingBack
) -> None:
    services.occupancies.add(stay(unit.id, portal="fewo-direkt"))
    portal.shows(Event(60), Event(90))
    source = adds(portal)
    (question,) = asked(services, source)
    change = services.sources.answer(source.id, question.id, yes=False)
    assert [one.source for one in standing(services)] == [BY_HAND]
    undone = back.take_back(change)
    assert services.sources.get(source.id).enabled
    assert len(standing(services)) == 3
    assert asked(services, source) == (question,)
    assert read(services, source).error is None
    assert len(standing(services)) == 3
    back.take_back(undone.reverse)
    assert not services.sources.get(source.id).enabled
    assert len(standing(services)) == 1


def test_an_empty_calendar_that_was_believed_is_doubted_again(
    services: Services, portal: Portal, adds: Adds, clock: SetClock, back: TakingBack
) -> None:
    portal.shows(*(Event(10 * number) for number in range(1, 7)))
    source = adds(portal)
    portal.shows()
    for _ in range(3):
        clock.passes(hours=13)
        read(services, source)
    (question,) = asked(services, source)
    assert question.kind is QuestionKind.EMPTY
    change = services.sources.answer(source.id, question.id, yes=True)
    back.take_back(change)
    assert asked(services, source) == (question,)
    clock.passes(minutes=31)
    read(services, source)
    assert len(standing(services)) == 6
    assert [one.kind for one in asked(services, source)] == [QuestionKind.EMPTY]


# ---- what the source itself is ----


def test_another_portal_that_is_taken_back_is_told_to_links_again(
    services: Services, unit: Unit, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    portal.shows(Event(4))
    source = adds(portal)
    draft = SourceDraft(unit_id=unit.id, portal="booking", address=portal.address, label="x")
    after = services.sources.change(source.id, draft, sequence=source.sequence)
    day = f"{Event(4).arrival:%Y%m%d}".encode()
    assert day in link_days(services, unit, "fewo-direkt")
    undone: TakenBack = back.take_back(SourceChange(source, after))
    assert undone.reverse.changed
    assert day not in link_days(services, unit, "fewo-direkt")
    assert day in link_days(services, unit, "booking")


def test_an_address_that_another_source_has_by_now_is_not_taken_back(
    services: Services, unit: Unit, portal: Portal, adds: Adds, back: TakingBack
) -> None:
    portal.shows(Event(4))
    source = adds(portal)
    elsewhere = SourceDraft(
        unit_id=unit.id, portal="fewo-direkt", address=portal.address.replace("4711", "4712")
    )
    after = services.sources.change(source.id, elsewhere, sequence=source.sequence)
    adds(portal)
    with pytest.raises(UserError, match="is read for"):
        back.take_back(SourceChange(source, after))
    assert services.sources.get(source.id).address == after.address


def test_a_word_that_changed_nothing_is_no_step(services: Services, source: Source) -> None:
    first = seen(services, source, 50)
    assert first.counts_as is Verdict.BOOKING
    assert first.occupancy_id is not None
    assert services.occupancies.get(first.occupancy_id).kind is Kind.BOOKING
    change = services.sources.overrule(source.id, first.id, Verdict.HOLD)
    word = change.parts[0]
    assert isinstance(word, WordChange)
    assert not WordChange(word.before, word.before).changed
