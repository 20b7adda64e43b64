"""Who has read comes back to the desktop, whole and in order, for as long as it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.link import Origin
from app.core.publishing.apache.script import NotedReads, noted_as, noted_reads
from app.relay.accounts import quotas
from app.relay.accounts.account import Account
from app.relay.tables import fetches
from app.relay.uses import fetch_queue
from app.relay.uses.fetch_queue import AT_ONCE_OF_ONE, FetchQueue
from app.relay.uses.relay import Relay
from app.services.feeds.feeds import Closed, Feed
from tests.clocks import SetClock
from tests.relay.conftest import take_down

from .test_answers import body
from .test_uploading import accepted, answer, put

LINK = 17


@pytest.fixture
def account(relay: Relay) -> Account:
    return accepted(relay)


@pytest.fixture
def token(relay: Relay, account: Account) -> str:
    return put(relay, account)


def fetched(relay: Relay, token: str, agent: str = "Google", status: int = 200) -> None:
    found = answer(relay, token)
    assert isinstance(found, Feed | Closed)
    assert found.link_id is not None
    relay.fetch_queue.record(found.link_id, agent, Origin.OUTSIDE, status)


def told(relay: Relay, account: Account, clock: SetClock, token: str, after: str) -> NotedReads:
    """Return what a desktop learns that has read up to `after`."""
    notes = relay.read_log.reads(account, int(after or 0))
    return noted_reads(notes, after, {noted_as(token): LINK}, clock.now())


def test_the_desktop_learns_who_has_read_and_when(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    fetched(relay, token, "Google-Calendar\tImporter\n\u2028x")
    relay.fetch_queue.write()
    clock.passes(minutes=5)
    fetched(relay, token, "Airbnb/2.0", 304)
    relay.fetch_queue.write()
    found = told(relay, account, clock, token, "")
    assert [(one.link_id, one.agent, one.status) for one in found.fetches] == [
        (LINK, "Google-Calendar Importer  x", 200),
        (LINK, "Airbnb/2.0", 304),
    ]
    assert found.fetches[1].at == clock.now()
    assert found.fetches[0].at == clock.now() - timedelta(minutes=5)
    assert (found.whole_since, found.spoilt) == (None, 0)


def test_what_was_told_is_not_told_again_and_nothing_is_missed(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    until = ""
    for times in (3, 0, 1, 2, 0):
        for number in range(times):
            fetched(relay, token, f"reader {number}")
        relay.fetch_queue.write()
        found = told(relay, account, clock, token, until)
        assert len(found.fetches) == times
        assert found.whole_since is None
        until = found.until


def test_more_than_is_told_at_once_is_told_the_next_time(
    relay: Relay, account: Account, token: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        fetched(relay, token, f"reader {number}")
    relay.fetch_queue.write()
    real = relay.store.fetches.of_account
    monkeypatch.setattr(relay.store.fetches, "of_account", lambda who, after: real(who, after, 3))
    until, agents = "", []
    for _ in range(3):
        found = told(relay, account, clock, token, until)
        until = found.until
        agents += [one.agent for one in found.fetches]
        assert found.whole_since is None
    assert agents == [f"reader {number}" for number in range(7)]


def test_what_is_old_is_forgotten_and_the_desktop_knows(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    fetched(relay, token, "old")
    relay.fetch_queue.write()
    taken_over = told(relay, account, clock, token, "").until
    clock.passes(days=10)
    fetched(relay, token, "middle")
    relay.fetch_queue.write()
    clock.passes(days=15)
    fetched(relay, token, "new")
    relay.fetch_queue.write()
    clock.passes(days=5, seconds=1)
    relay.fetch_queue.forget()
    found = told(relay, account, clock, token, "")
    assert [one.agent for one in found.fetches] == ["middle", "new"]
    # Who has taken over what was forgotten misses nothing.
    found = told(relay, account, clock, token, taken_over)
    assert ([one.agent for one in found.fetches], found.whole_since) == (["middle", "new"], None)
    clock.passes(days=10)
    relay.fetch_queue.forget()
    found = told(relay, account, clock, token, taken_over)
    assert [one.agent for one in found.fetches] == ["new"]
    assert found.whole_since == found.fetches[0].at


def test_of_an_owner_with_very_many_readers_the_newest_are_kept(
    relay: Relay, account: Account, token: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "READS_LEAST", 3)
    monkeypatch.setattr(quotas, "READS_OF_A_LINK", 0)
    other = accepted(relay, "Maier")
    others = put(relay, other)
    fetched(relay, others, "theirs")
    fetched(relay, token, "0")
    relay.fetch_queue.write()
    until = told(relay, account, clock, token, "").until
    for number in range(1, 6):
        fetched(relay, token, str(number))
    relay.fetch_queue.write()
    relay.fetch_queue.forget()
    found = told(relay, account, clock, token, until)
    assert [one.agent for one in found.fetches] == ["3", "4", "5"]
    assert found.whole_since == found.fetches[0].at
    assert len(told(relay, other, clock, others, "").fetches) == 1


def test_a_clock_that_leaps_forgets_nothing_and_numbers_go_on(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    fetched(relay, token, "before")
    relay.fetch_queue.write()
    until = told(relay, account, clock, token, "").until
    right = clock.moment
    clock.passes(days=900)
    relay.fetch_queue.forget()
    clock.moment = right - timedelta(days=365)
    fetched(relay, token, "a year behind")
    relay.fetch_queue.write()
    relay.fetch_queue.forget()
    clock.moment = right
    fetched(relay, token, "right again")
    relay.fetch_queue.write()
    found = told(relay, account, clock, token, until)
    assert [one.agent for one in found.fetches] == ["a year behind", "right again"]
    assert found.whole_since is None


def test_a_clock_that_was_far_ahead_is_not_followed_for_ever(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    right = clock.moment
    clock.passes(days=3000)
    fetched(relay, token, "far ahead")
    relay.fetch_queue.write()
    clock.moment = right
    fetched(relay, token, "right")
    relay.fetch_queue.write()
    found = told(relay, account, clock, token, "")
    assert [(one.agent, one.at) for one in found.fetches] == [("right", right)]


def test_of_many_owners_some_are_counted_at_a_time_and_all_in_turn(
    relay: Relay, account: Account, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetches, "COUNTED_AT_ONCE", 2)
    monkeypatch.setattr(quotas, "READS_LEAST", 1)
    monkeypatch.setattr(quotas, "READS_OF_A_LINK", 0)
    owners = [account, *(accepted(relay, f"Owner {at}", house=f"h{at}") for at in range(4))]
    tokens = [token, *(put(relay, one) for one in owners[1:])]
    for turn in range(3):
        for at, one in enumerate(tokens):
            fetched(relay, one, f"{turn} of {at}")
            relay.fetch_queue.write()
    lasts = {one.id: relay.hosting.owner(one.name).read_at for one in owners}
    left = []
    for _ in range(4):
        relay.fetch_queue.forget()
        left.append([noted(relay, one) for one in owners])
    assert left == [
        [1, 1, 3, 3, 3],
        [1, 1, 1, 1, 3],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1],
    ]
    # The newest one stays, and is what the host sees.
    assert {one.account.id: one.read_at for one in relay.hosting.owners()} == lasts


def noted(relay: Relay, account: Account) -> int:
    """Return how many fetches of an owner are kept."""
    lines = relay.read_log.reads(account, 0).decode().splitlines()
    return len(lines)


def test_a_database_that_is_away_makes_no_fetch_be_lost(
    relay: Relay, account: Account, token: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        fetched(relay, token, str(number))
    take_down(monkeypatch, relay)
    relay.fetch_queue.write()
    monkeypatch.undo()
    fetched(relay, token, "3")
    relay.fetch_queue.write()
    found = told(relay, account, clock, token, "")
    assert [one.agent for one in found.fetches] == ["0", "1", "2", "3"]


def test_under_pressure_the_oldest_wait_no_longer(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_queue, "QUEUE_LIMIT", 5)
    queue = FetchQueue(relay.store)
    for number in range(9):
        queue.record(1, str(number), Origin.OUTSIDE, 200)
    assert [one.agent for one in queue._queue] == ["4", "5", "6", "7", "8"]


def test_of_who_was_given_up_nothing_is_noted(
    relay: Relay, account: Account, token: str, clock: SetClock
) -> None:
    relay.uploading.leave(account)
    fetched(relay, token, status=410)
    relay.fetch_queue.write()
    assert told(relay, account, clock, token, "").fetches == ()


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab")), max_size=600))
def test_a_flood_of_one_reader_drives_out_no_other(made: list[tuple[int, str]]) -> None:
    from app.relay.tables.fetches import NewFetch
    from app.relay.uses.fetch_queue import _fair

    waiting = [NewFetch(calendar, at, agent) for at, (calendar, agent) in enumerate(made)]
    kept = _fair(waiting)
    assert kept == [one for one in waiting if one in set(kept)]
    assert {(one.calendar_id, one.agent) for one in kept} == {
        (one.calendar_id, one.agent) for one in waiting
    }
    for calendar in (1, 2, 3):
        mine = [one for one in waiting if one.calendar_id == calendar]
        count = sum(one.calendar_id == calendar for one in kept)
        bound = len(mine) if len(waiting) <= AT_ONCE_OF_ONE else min(len(mine), AT_ONCE_OF_ONE)
        assert count == bound


def test_the_answer_itself_is_what_was_put_there(relay: Relay, token: str) -> None:
    assert body(relay.answers, token).startswith(b"BEGIN:VCALENDAR")
