"""What is read from a portal stands in the plan, and what links then say of it."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.importing.judging.outcome import Counts, QuestionKind
from app.core.importing.judging.reconcile import reconcile
from app.core.importing.report.standing import SourceDraft, draft_of
from app.core.importing.source import SourceState, Verdict, feed_source
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import BY_HAND, Occupancy, Status
from app.services.feeds.feeds import Feed
from app.services.services import Services
from app.services.taking_back import TakingBack
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.feeds_of_portals import AIRBNB, FEWO, Event, Portal
from tests.services.conftest import Stay, Told
from tests.services.importing.conftest import Adds, read
from tests.web_sites import PAGE, Request, Web, leads_to, reply


def standing(services: Services) -> list[Occupancy]:
    return [stay for stay in services.occupancies.all() if stay.blocks]


def link_for(services: Services, unit: Unit, portal: str = "fewo-direkt") -> Link:
    target = Target(Scope.UNIT, unit.id)
    return services.links.add(LinkKind.CALENDAR, target, LinkChoices(portal=portal)).after


def days_in(services: Services, link: Link) -> list[str]:
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
    assert isinstance(feed, Feed)
    lines = feed.body.decode().split("\r\n")
    return [line[-8:] for line in lines if line.startswith("DTSTART;VALUE=DATE:")]


def taking_back(services: Services) -> TakingBack:
    return TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )


# ---- what comes into the plan ----


def test_what_a_portal_shows_stands_in_the_plan(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3, 4, "Reserved - Huber & Söhne <b>"), Event(20, 7, "Reserved - Kim"))
    source = adds(portal)
    first, second = standing(services)
    assert (first.unit_id, first.arrival, first.departure) == (
        unit.id,
        Event(3, 4).arrival,
        Event(3, 4).departure,
    )
    assert first.guest == "Huber & Söhne <b>"
    assert first.source == second.source == feed_source(source.id)
    assert (first.portal, first.edited, first.said_by) == ("fewo-direkt", False, "fewo-direkt")
    assert first.uid.endswith("@zimmerfrei")
    (look,) = services.sources.looks()
    assert (look.occupancies, look.state, look.progress.reads) == (2, SourceState.OK, 1)
    assert look.progress.counts == Counts(new=2)


def test_a_second_reading_changes_nothing_that_has_not_changed(
    services: Services, clock: SetClock, portal: Portal, adds: Adds, told: Told
) -> None:
    portal.shows(Event(3), Event(20))
    source = adds(portal)
    before = services.occupancies.all()
    told.take()
    clock.passes(minutes=15)
    result = read(services, source)
    assert not result.change.changed
    assert services.occupancies.all() == before
    (moved,) = told.take()
    assert moved.sources
    assert not moved.units


def test_an_answer_that_says_what_the_last_did_is_not_asked_for_whole(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), ETag='"a"')
    source = adds(portal)
    portal.answers(b"", 304)
    clock.passes(minutes=15)
    result = read(services, source)
    assert result.error is None
    assert portal.site.asked[-1].headers["if-none-match"] == '"a"'
    report = services.sources.report(source.id)
    assert report.look.progress.reads == 2
    assert report.look.progress.read_at == clock.moment
    assert report.seen[0].last_seen == clock.moment


def test_on_another_day_and_after_a_change_here_it_is_read_whole(
    services: Services, unit: Unit, clock: SetClock, portal: Portal, adds: Adds, stay: Stay
) -> None:
    portal.shows(Event(3), ETag='"a"')
    source = adds(portal)
    services.occupancies.add(stay(unit.id))
    read(services, source)
    assert "if-none-match" not in portal.site.asked[-1].headers
    read(services, source)
    assert "if-none-match" in portal.site.asked[-1].headers
    clock.passes(days=1)
    read(services, source)
    assert "if-none-match" not in portal.site.asked[-1].headers


def test_what_is_gone_is_cancelled_after_the_second_reading_and_not_before(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), Event(20), ETag='"a"')
    source = adds(portal)
    portal.shows(Event(3), ETag='"b"')
    clock.passes(minutes=15)
    assert read(services, source).counts.gone == 0
    clock.passes(minutes=15)
    assert read(services, source).counts.gone == 0
    # What waits to be confirmed is judged at each reading, also where nothing is new.
    assert "if-none-match" not in portal.site.asked[-1].headers
    clock.passes(minutes=15)
    result = read(services, source)
    assert result.counts.gone == 1
    assert [one.arrival for one in standing(services)] == [Event(3).arrival]
    (gone,) = result.change.made
    assert gone.after.status is Status.CANCELLED
    taking_back(services).take_back(result.change)
    assert len(standing(services)) == 2


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"<html><body>maintenance</body></html>", 200, "web page"),
        (b"<html><form>Sign in<input type=password>", 200, "sign in"),
        (b"", 200, "empty answer"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n", 200, "cut off"),
        (b"x", 500, "fault"),
        (b"x", 404, "no calendar at this address"),
    ],
)
def test_whatever_is_no_whole_calendar_takes_nothing_away(
    services: Services,
    clock: SetClock,
    portal: Portal,
    adds: Adds,
    body: bytes,
    status: int,
    says: str,
) -> None:
    portal.shows(Event(3), Event(20))
    source = adds(portal)
    before = services.occupancies.all()
    portal.answers(body, status)
    for _ in range(4):
        clock.passes(hours=8)
        result = read(services, source)
        assert result.error is not None
        assert says in result.error.text.format_map(result.error.values)
    assert services.occupancies.all() == before
    (look,) = services.sources.looks()
    assert (look.progress.failures, look.state) == (4, SourceState.STALE)
    assert look.flagged
    portal.shows(Event(3), Event(20))
    read(services, source)
    (look,) = services.sources.looks()
    assert (look.progress.failures, look.progress.error, look.state) == (0, None, SourceState.OK)


def test_an_empty_calendar_is_doubted_and_then_asked_about(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(*(Event(start) for start in (3, 10, 20, 30, 40)))
    source = adds(portal)
    portal.shows()
    for _ in range(4):
        clock.passes(hours=9)
        read(services, source)
    assert len(standing(services)) == 5
    (look,) = services.sources.looks()
    assert look.doubt is not None
    (question,) = look.questions
    assert question.kind is QuestionKind.EMPTY
    services.sources.answer(source.id, question.id, yes=True)
    read(services, source)
    assert standing(services) == []
    (look,) = services.sources.looks()
    assert look.questions == ()
    with pytest.raises(UserError, match="not open any more"):
        services.sources.answer(source.id, question.id, yes=True)


# ---- taking back, and the owner's word ----


def test_all_that_a_reading_did_is_taken_back_as_one(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    source = adds(portal)
    portal.shows(Event(3), Event(10), Event(20, 5))
    clock.passes(minutes=20)
    result = read(services, source)
    assert len(result.change.made) == 3
    again = taking_back(services).take_back(result.change)
    assert standing(services) == []
    # What the owner has cancelled stays so while the portal repeats it.
    clock.passes(minutes=20)
    assert not read(services, source).change.changed
    assert standing(services) == []
    taking_back(services).take_back(again.reverse)
    assert len(standing(services)) == 3


def test_what_the_owner_adds_stays_and_what_they_change_wins(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3, 4, "Reserved"))
    source = adds(portal)
    (stay,) = standing(services)
    noted = replace(stay.draft(), guest="Huber", note="Hund", persons=3)
    services.occupancies.change(stay.id, noted, sequence=stay.sequence)
    clock.passes(minutes=20)
    portal.shows(Event(3, 4, "Reserved"), Event(40))
    read(services, source)
    stay = services.occupancies.get(stay.id)
    assert (stay.guest, stay.note, stay.persons) == ("Huber", "Hund", 3)
    longer = replace(stay.draft(), departure=stay.departure + timedelta(days=2))
    services.occupancies.change(stay.id, longer, sequence=stay.sequence)
    clock.passes(minutes=20)
    read(services, source)
    assert services.occupancies.get(stay.id).departure == longer.departure


def test_a_booking_entered_by_hand_becomes_one_with_the_portals(
    services: Services, unit: Unit, portal: Portal, adds: Adds, stay: Stay
) -> None:
    event = Event(26, 5)
    draft = replace(
        stay(unit.id, portal="fewo-direkt", guest="Huber"),
        arrival=event.arrival,
        departure=event.departure,
    )
    entered = services.occupancies.add(draft).after
    link = link_for(services, unit)
    assert len(days_in(services, link)) == 1
    portal.shows(event)
    source = adds(portal)
    (joined,) = services.occupancies.all()
    assert (joined.id, joined.uid, joined.guest) == (entered.id, entered.uid, "Huber")
    assert joined.source == feed_source(source.id)
    assert joined.said_by == "fewo-direkt"
    assert days_in(services, link) == []


def test_becoming_one_is_taken_back_too(
    services: Services, unit: Unit, clock: SetClock, portal: Portal, adds: Adds, stay: Stay
) -> None:
    source = adds(portal)
    event = Event(26, 5)
    draft = replace(
        stay(unit.id, portal="fewo-direkt"), arrival=event.arrival, departure=event.departure
    )
    services.occupancies.add(draft)
    portal.shows(event)
    clock.passes(minutes=20)
    result = read(services, source)
    assert result.change.changed
    taking_back(services).take_back(result.change)
    (back,) = services.occupancies.all()
    assert back.source == BY_HAND


def test_the_owner_overrules_and_that_is_remembered(
    services: Services, clock: SetClock, web: Web, adds: Adds
) -> None:
    airbnb = Portal(
        web.site("airbnb.example", address="1.2.3.5"), "airbnb.example", producer=AIRBNB
    )
    airbnb.shows(Event(30, 4, "Airbnb (Not available)"))
    source = adds(airbnb, portal="airbnb")
    (closed,) = services.sources.report(source.id).seen
    assert closed.counts_as is Verdict.BLOCK
    change = services.sources.overrule(source.id, closed.id, Verdict.LISTED)
    assert change.changed
    assert standing(services) == []
    clock.passes(minutes=20)
    read(services, source)
    assert standing(services) == []
    (seen,) = services.sources.report(source.id).seen
    services.sources.overrule(source.id, seen.id, Verdict.BLOCK)
    assert len(standing(services)) == 1
    with pytest.raises(UserError, match="does not show this any more"):
        services.sources.overrule(source.id, 4711, Verdict.BLOCK)


def test_a_calendar_of_another_house_is_asked_about_and_goes_by_a_no(
    services: Services, unit: Unit, portal: Portal, adds: Adds, stay: Stay
) -> None:
    services.occupancies.add(stay(unit.id, portal="fewo-direkt"))
    portal.shows(Event(60), Event(90))
    source = adds(portal)
    (look,) = services.sources.looks()
    (question,) = look.questions
    assert question.kind is QuestionKind.STRANGER
    services.sources.answer(source.id, question.id, yes=False)
    assert [one.source for one in standing(services)] == [BY_HAND]
    assert not services.sources.get(source.id).enabled


# ---- what a portal's link leaves out ----


def test_a_portals_link_leaves_out_what_it_says_and_nothing_else(
    services: Services, units: tuple[Unit, ...], portal: Portal, adds: Adds, clock: SetClock
) -> None:
    unit, other = units
    portal.shows(Event(3, 4), Event(20, 5))
    source = adds(portal)
    own, others = link_for(services, unit), link_for(services, unit, "airbnb")
    elsewhere = link_for(services, other)
    assert days_in(services, own) == []
    assert len(days_in(services, others)) == 2
    first, second = standing(services)
    # A note changes nothing.
    noted = replace(first.draft(), note="Hund", guest="Huber", staff_id=None)
    first = services.occupancies.change(first.id, noted, sequence=first.sequence).after
    assert first.edited
    assert days_in(services, own) == []
    # Other dates bring it in, and so back again.
    longer = replace(first.draft(), departure=first.departure + timedelta(days=1))
    change = services.occupancies.change(first.id, longer, sequence=first.sequence)
    assert len(days_in(services, own)) == 1
    services.occupancies.take_back(change)
    assert days_in(services, own) == []
    # In another unit it is in that unit's link.
    moved = replace(second.draft(), unit_id=other.id)
    services.occupancies.change(second.id, moved, sequence=second.sequence)
    assert days_in(services, own) == []
    assert len(days_in(services, elsewhere)) == 1
    # What the portal shows no more, and the owner has brought back, it must be told.
    portal.shows(Event(20, 5))
    for _ in range(3):
        clock.passes(minutes=20)
        result = read(services, source)
    assert result.counts.gone == 1
    taking_back(services).take_back(result.change)
    assert len(days_in(services, own)) == 1


def test_another_portal_of_a_source_is_left_out_of_that_ones_link(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    source = adds(portal)
    own, other = link_for(services, unit), link_for(services, unit, "Ferien am See")
    services.sources.change(
        source.id, replace(draft_of(source), portal="Ferien am See"), sequence=source.sequence
    )
    assert len(days_in(services, own)) == 1
    assert days_in(services, other) == []


def test_readers_hear_of_what_enters_and_leaves_a_link(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    adds(portal)
    link = link_for(services, unit)
    (stay,) = standing(services)
    with closing(services.feeds()) as feeds:

        def feed() -> Feed:
            found = feeds.answer(link.token)
            assert isinstance(found, Feed)
            return found

        empty = feed()
        longer = replace(stay.draft(), departure=stay.departure + timedelta(days=1))
        change = services.occupancies.change(stay.id, longer, sequence=stay.sequence)
        full = feed()
        services.occupancies.take_back(change)
        again = feed()
    assert b"BEGIN:VEVENT" in full.body
    assert empty.etag == again.etag != full.etag
    assert empty.modified is not None
    assert full.modified is not None
    assert again.modified is not None
    assert empty.modified < full.modified < again.modified


def test_own_nights_that_come_back_are_no_occupancy(
    services: Services, unit: Unit, clock: SetClock, web: Web, adds: Adds, stay: Stay
) -> None:
    airbnb = Portal(
        web.site("airbnb.example", address="1.2.3.5"), "airbnb.example", producer=AIRBNB
    )
    link = link_for(services, unit, "airbnb")
    event = Event(26, 5, "Airbnb (Not available)")
    draft = replace(stay(unit.id), arrival=event.arrival, departure=event.departure)
    services.occupancies.add(draft)
    log = services.fetch_log()
    log.start()
    with closing(services.feeds()) as feeds:
        feed = feeds.answer(link.token)
        assert isinstance(feed, Feed)
        from app.core.links.link import Origin

        log.record(link.id, "AirbnbBot/1", Origin.OUTSIDE, 200, feed)
    log.stop()
    clock.passes(minutes=5)
    airbnb.shows(event, Event(60, 2, "Airbnb (Not available)"))
    source = adds(airbnb, portal="airbnb")
    verdicts = [one.counts_as for one in services.sources.report(source.id).seen]
    assert verdicts == [Verdict.ECHO, Verdict.BLOCK]
    assert len(standing(services)) == 2


# ---- which are refused ----


def test_our_own_link_is_told_wherever_it_is_read(
    services: Services, units: tuple[Unit, ...], portal: Portal, adds: Adds
) -> None:
    unit, other = units
    link = services.links.enable_unit(unit.id).after
    for address in (
        services.addresses.of(link).url,
        f"https://tunnel.example/cal/{link.token}/seeblick.ics",
        f"webcal://webspace.example/kalender/{link.token}.ics?x=1",
    ):
        for of in (unit, other):
            with pytest.raises(UserError, match="your own link"):
                services.sources.add(SourceDraft(unit_id=of.id, address=address))
            with pytest.raises(UserError, match="your own link"):
                services.sources.try_out(of.id, address)
    portal.site.pages[portal.path] = leads_to(f"/cal/{link.token}/x.ics")
    portal.site.pages[f"/cal/{link.token}/x.ics"] = reply(b"BEGIN:VCALENDAR")
    source = adds(portal)
    (look,) = services.sources.looks()
    assert look.source == source
    assert look.progress.error is not None
    assert "your own link" in look.progress.error.text
    # Given up, it is ours still.
    services.links.renew(link.id, sequence=link.sequence)
    with pytest.raises(UserError, match="your own link"):
        services.sources.try_out(unit.id, f"https://x.example/cal/{link.token}/a.ics")


def test_one_link_at_two_units_is_told(
    services: Services, units: tuple[Unit, ...], portal: Portal, adds: Adds
) -> None:
    other = units[1]
    first = adds(portal)
    with pytest.raises(UserError, match=r"Seeblick 1 already\. At a portal each unit"):
        adds(portal, unit_id=other.id)
    with pytest.raises(UserError, match="read for Seeblick 1 already"):
        adds(portal, address=portal.address.replace("https", "webcal"))
    with pytest.raises(UserError, match="read for Seeblick 1 already"):
        services.sources.try_out(other.id, portal.address)
    services.sources.remove(first.id, keep=False)
    assert adds(portal, unit_id=other.id).unit_id == other.id


def test_a_page_and_a_sign_in_are_told_before_anything_is_written(
    services: Services, unit: Unit, portal: Portal
) -> None:
    portal.site.pages[portal.path] = reply(b"<!doctype html><title>Kalender</title>", PAGE)
    with pytest.raises(UserError, match="web page, not to a calendar"):
        services.sources.try_out(unit.id, portal.address)
    portal.site.pages[portal.path] = leads_to("/login")
    portal.site.pages["/login"] = reply(b"<html>Please log in <input type=password>", PAGE)
    with pytest.raises(UserError, match="asks to sign in"):
        services.sources.try_out(unit.id, portal.address)
    assert services.sources.all() == []


def test_a_unit_that_is_not_there_or_archived_has_no_sources(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    with pytest.raises(UserError, match="does not exist"):
        adds(portal, unit_id=4711)
    services.units.archive(unit.id, sequence=unit.sequence)
    with pytest.raises(UserError, match="is archived"):
        adds(portal)


# ---- a look before ----


def test_a_look_says_what_would_come_and_writes_nothing(
    services: Services, unit: Unit, portal: Portal, told: Told
) -> None:
    portal.shows(Event(3, 4, "Reserved - Huber"), Event(20, 5), Event(50, 2, "Blocked"))
    told.take()
    pasted = portal.address.replace("https", " webcal")
    preview = services.sources.try_out(unit.id, pasted)
    assert preview.address == portal.address
    assert preview.portal == "fewo-direkt"
    assert preview.stays == 3
    assert (preview.first, preview.last) == (Event(3).arrival, Event(50, 2).departure)
    assert preview.producer == FEWO
    assert told.take() == []
    assert services.occupancies.all() == []
    assert services.sources.all() == []
    assert "geheim" not in repr(preview)


# ---- switching off, removing ----


def test_what_is_off_is_not_read_and_what_it_told_stays(
    services: Services, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3))
    source = adds(portal)
    off = services.sources.enable(source.id, enabled=False)
    asked = portal.asked
    assert services.sources.read() == []
    (result,) = services.sources.read([source.id])
    assert result.error is not None
    assert portal.asked == asked
    assert len(standing(services)) == 1
    (look,) = services.sources.looks()
    assert look.state is SourceState.OFF
    assert not look.flagged
    on = services.sources.enable(source.id, enabled=True, sequence=off.sequence)
    assert services.sources.wanted()
    with pytest.raises(UserError, match="changed elsewhere"):
        services.sources.enable(source.id, enabled=False, sequence=on.sequence - 1)


@pytest.mark.parametrize("keep", [False, True])
def test_a_source_goes_with_what_it_has_brought_or_without(
    services: Services, unit: Unit, portal: Portal, adds: Adds, keep: bool
) -> None:
    portal.shows(Event(-10, 4), Event(3), Event(20))
    source = adds(portal)
    own = link_for(services, unit)
    change = services.sources.remove(source.id, keep=keep)
    left = standing(services)
    assert len(left) == (3 if keep else 1)
    assert {one.source for one in left} == {BY_HAND}
    assert all(one.said_by == "" for one in services.occupancies.all())
    # Nothing follows it any more, so the portal is told of it.
    assert len(days_in(services, own)) == len(left)
    assert services.sources.all() == []
    with pytest.raises(UserError, match="no calendar with the number"):
        services.sources.get(source.id)
    again = adds(portal)
    assert len(standing(services)) == 3
    assert {one.source for one in standing(services)} == {feed_source(again.id)}
    assert change.changed


def test_the_address_of_a_removed_source_is_forgotten(
    services: Services, portal: Portal, adds: Adds
) -> None:
    source = adds(portal)
    services.sources.remove(source.id, keep=False)
    database = services.folder.database
    with services.database.write():
        pass
    services.checkpoints()

    with closing(sqlite3.connect(database)) as raw:
        assert raw.execute("SELECT address FROM source").fetchall() == [("",)]


# ---- meanwhile ----


def test_a_unit_archived_while_its_source_is_read_stays_as_it_is(
    services: Services, unit: Unit, portal: Portal, adds: Adds
) -> None:
    source = adds(portal)
    portal.shows(Event(3))
    body = portal.site.pages[portal.path]
    assert isinstance(body, bytes)

    def archive(_: Request, connection: socket.socket) -> None:
        now = services.units.get(unit.id)
        services.units.archive(unit.id, sequence=now.sequence)
        connection.sendall(body)

    portal.site.pages[portal.path] = archive
    result = read(services, source)
    assert result.superseded
    assert services.occupancies.all() == []
    portal.site.pages[portal.path] = body
    services.sources.hurry()
    assert not services.sources.wanted()
    (result,) = services.sources.read([source.id])
    assert result.error is not None


@pytest.mark.parametrize("what", ["read", "change", "remove"])
def test_an_answer_that_comes_too_late_is_left_aside(
    services: Services, portal: Portal, adds: Adds, what: str
) -> None:
    source = adds(portal)
    portal.shows(Event(3), Event(20))
    fresh = portal.site.pages[portal.path]
    portal.shows(Event(99))
    stale = portal.site.pages[portal.path]

    assert isinstance(stale, bytes)

    def overtaken(_: Request, connection: socket.socket) -> None:
        portal.site.pages[portal.path] = fresh
        if what == "read":
            assert not read(services, source).superseded
        elif what == "change":
            services.sources.change(
                source.id, replace(draft_of(source), label="Neu"), sequence=source.sequence
            )
        else:
            services.sources.remove(source.id, keep=False)
        connection.sendall(stale)

    portal.site.pages[portal.path] = overtaken
    result = read(services, source)
    assert result.superseded
    expected = [Event(3).arrival, Event(20).arrival] if what == "read" else []
    assert [one.arrival for one in standing(services)] == expected


def test_nothing_is_read_while_the_clock_is_in_doubt(
    services: Services, clock: SetClock, portal: Portal, adds: Adds, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    portal.shows(Event(3))
    source = adds(portal)
    clock.moment = clock.moment.replace(year=1970)
    asked = portal.asked
    services.house_clock.look()
    assert not services.sources.wanted()
    with pytest.raises(UserError, match="clock is wrong"):
        services.sources.read([source.id])
    assert portal.asked == asked
    assert len(standing(services)) == 1


def test_a_clock_that_goes_back_a_little_frees_nothing_early(
    services: Services, clock: SetClock, portal: Portal, adds: Adds
) -> None:
    portal.shows(Event(3), Event(20))
    source = adds(portal)
    portal.shows(Event(3))
    clock.passes(minutes=10)
    read(services, source)
    clock.passes(hours=-1)
    for _ in range(2):
        clock.passes(minutes=10)
        assert read(services, source).counts.gone == 0
    assert len(standing(services)) == 2


def test_a_bug_in_one_calendar_keeps_no_other_from_being_read(
    services: Services,
    units: tuple[Unit, ...],
    portal: Portal,
    web: Web,
    adds: Adds,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    first = adds(portal)
    other = Portal(web.site("other.example", address="1.2.3.5"), "other.example")
    other.shows()
    second = adds(other, unit_id=units[1].id)
    portal.shows(Event(3))
    other.shows(Event(5))
    real = reconcile

    def broken(known: object, *rest: object) -> object:
        if known.source.id == first.id:  # type: ignore[attr-defined]
            raise ZeroDivisionError("with a guest's name")
        return real(known, *rest)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr("app.services.importing.reading.readings.reconcile", broken)
    expect_log("app.services.importing.reading.readings", "source 1 could not be read")
    results = {one.source.id: one for one in services.sources.read()}
    assert results[first.id].error is not None
    assert results[second.id].counts.new == 1


def test_no_sentence_names_a_secret(
    services: Services, unit: Unit, portal: Portal, adds: Adds, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for status in (200, 301, 401, 403, 404, 429, 500):
        portal.answers(b"nonsense", status, Location="/geheim")
        if services.sources.all():
            services.sources.read()
        else:
            source = adds(portal)
            assert "geheim" not in repr(source)
        (look,) = services.sources.looks()
        assert look.progress.error is not None
        assert "geheim" not in str(look.progress.error)
        assert "geheim" not in repr(look)
    assert "geheim" not in caplog.text
    assert unit.id == look.source.unit_id


# ---- what the owner has moved to another unit ----


def test_a_booking_moved_before_the_portal_tells_of_it_stays_where_it_was_put(
    services: Services, units: tuple[Unit, ...], portal: Portal, adds: Adds, stay: Stay
) -> None:
    unit, other = units
    event = Event(26, 5)
    draft = replace(
        stay(unit.id, portal="fewo-direkt"), arrival=event.arrival, departure=event.departure
    )
    entered = services.occupancies.add(draft).after
    services.occupancies.change(
        entered.id, replace(draft, unit_id=other.id), sequence=entered.sequence
    )
    portal.shows(event)
    source = adds(portal)
    (joined,) = standing(services)
    assert (joined.id, joined.unit_id) == (entered.id, other.id)
    assert joined.source == feed_source(source.id)
    # The other unit's link must tell of it, for no calendar of that unit does.
    assert len(days_in(services, link_for(services, other))) == 1


@pytest.mark.parametrize("moved_and_back", [False, True])
def test_a_booking_of_another_unit_is_another_one(
    services: Services,
    units: tuple[Unit, ...],
    portal: Portal,
    adds: Adds,
    stay: Stay,
    moved_and_back: bool,
) -> None:
    unit, other = units
    event = Event(26, 5)
    draft = replace(
        stay(other.id, portal="fewo-direkt"), arrival=event.arrival, departure=event.departure
    )
    entered = services.occupancies.add(draft).after
    if moved_and_back:
        for unit_id in (unit.id, other.id):
            entered = services.occupancies.change(
                entered.id, replace(draft, unit_id=unit_id), sequence=entered.sequence
            ).after
    portal.shows(event)
    adds(portal)
    assert {(one.unit_id, one.source == BY_HAND) for one in standing(services)} == {
        (unit.id, False),
        (other.id, True),
    }


def test_an_address_that_nobody_waits_for_any_more_ends_with_a_sentence(
    services: Services, unit: Unit, portal: Portal
) -> None:
    portal.shows(Event(3, 4))
    with pytest.raises(UserError, match="stopped"):
        services.sources.try_out(unit.id, portal.address, stopped=lambda: True)
    assert services.sources.all() == []
