"""What a worker answers: kept bytes while they are the newest, never older ones."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.relay.accounts.account import Account
from app.relay.tables.calendars import Kept
from app.relay.tables.columns import packed
from app.relay.tables.engine import DatabaseDownError
from app.relay.uses.answers import OLD_AFTER, TOLD_AT_ONCE, Answers
from app.relay.uses.relay import Relay
from app.services.feeds.feeds import Closed, Feed
from tests.relay.conftest import Passing, calendar, new_token, take_down

from .test_uploading import accepted, put


@pytest.fixture
def account(relay: Relay) -> Account:
    return accepted(relay, links=50)


@pytest.fixture
def seconds() -> Passing:
    return Passing()


@pytest.fixture
def worker(relay: Relay, seconds: Passing) -> Answers:
    return Answers(relay.store, seconds=seconds)


def body(worker: Answers, token: str) -> bytes:
    found = worker.answer(token)
    assert isinstance(found, Feed)
    return found.body


class Counted:
    """Counts what is asked of the database."""

    def __init__(self, relay: Relay, patch: pytest.MonkeyPatch) -> None:
        self.count = 0
        real = relay.store.engine._database._connect

        def connect() -> object:
            self.count += 1
            return real()

        patch.setattr(relay.store.engine._database, "_connect", connect)


def test_an_answer_costs_no_query_between_two_looks(
    relay: Relay, account: Account, worker: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, gone = put(relay, account), new_token()
    relay.uploading.set_states(account, [gone], [])
    worker.look()
    worker.answer(token)
    worker.answer(gone)
    asked = Counted(relay, monkeypatch)
    for _ in range(10):
        assert body(worker, token) == calendar()
        assert worker.website(token) == Closed(1)
        assert worker.answer(gone) == Closed(2, gone=True)
    assert asked.count == 0
    # What nobody knows is not kept: guessing would drive out what is asked for.
    for _ in range(10):
        assert worker.answer(new_token()) == Closed()
    assert asked.count == 10


def test_a_change_is_in_the_answer_after_the_next_look(
    relay: Relay, account: Account, worker: Answers
) -> None:
    token = put(relay, account)
    assert body(worker, token) == calendar()
    put(relay, account, token, calendar(nights=5))
    worker.look()
    assert body(worker, token) == calendar(nights=5)
    relay.uploading.delete(account, f"{token}.ics")
    worker.look()
    assert worker.answer(token) == Closed(1)
    relay.uploading.set_states(account, [token], [])
    worker.look()
    assert worker.answer(token) == Closed(1, gone=True)


def test_a_look_that_is_old_is_made_anew_by_who_asks(
    relay: Relay, account: Account, worker: Answers, seconds: Passing
) -> None:
    token = put(relay, account)
    assert body(worker, token) == calendar()
    put(relay, account, token, calendar(nights=5))
    seconds.now += OLD_AFTER
    assert body(worker, token) == calendar()
    seconds.now += 0.001
    assert body(worker, token) == calendar(nights=5)


def test_what_was_read_before_a_look_is_not_kept_after_it(
    relay: Relay, account: Account, worker: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = put(relay, account)
    worker.look()
    read = relay.store.calendars.of_token

    def late(wanted: str) -> Kept | None:
        """Between reading and keeping, somebody changes it and the look passes."""
        found = read(wanted)
        monkeypatch.undo()
        put(relay, account, token, calendar(nights=5))
        worker.look()
        return found

    monkeypatch.setattr(relay.store.calendars, "of_token", late)
    assert body(worker, token) == calendar()
    assert not worker.knows(token)
    assert body(worker, token) == calendar(nights=5)


def test_there_is_no_answer_while_the_database_is_away(
    relay: Relay,
    account: Account,
    worker: Answers,
    seconds: Passing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = put(relay, account)
    assert body(worker, token) == calendar()

    take_down(monkeypatch, relay)
    # For as long as the last look is good.
    assert body(worker, token) == calendar()
    with pytest.raises(DatabaseDownError):
        worker.answer(new_token())
    seconds.now += OLD_AFTER + 0.001
    with pytest.raises(DatabaseDownError):
        worker.answer(token)
    monkeypatch.undo()
    seconds.now += TOLD_AT_ONCE
    assert body(worker, token) == calendar()


def test_nobody_asks_a_database_again_and_again_that_is_away(
    relay: Relay,
    account: Account,
    worker: Answers,
    seconds: Passing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = put(relay, account)
    take_down(monkeypatch, relay)
    with pytest.raises(DatabaseDownError):
        worker.look()
    asked = Counted(relay, monkeypatch)
    for _ in range(10):
        with pytest.raises(DatabaseDownError):
            worker.answer(token)
    assert asked.count == 0
    seconds.now += TOLD_AT_ONCE
    # Where the worker's own look does not come, as before it has begun, a request looks.
    with pytest.raises(DatabaseDownError):
        worker.answer(token)
    assert asked.count == 1
    monkeypatch.undo()
    worker.look()
    assert body(worker, token) == calendar()


def test_nobody_waits_for_a_database_that_does_not_say_a_word(
    relay: Relay,
    account: Account,
    worker: Answers,
    seconds: Passing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = put(relay, account)
    take_down(monkeypatch, relay)
    with pytest.raises(DatabaseDownError):
        worker.look()
    begun, over = threading.Event(), threading.Event()

    def silent() -> object:
        begun.set()
        over.wait(20)
        raise peewee.OperationalError("no answer")

    monkeypatch.setattr(relay.store.engine._database, "_connect", silent)
    looking = threading.Thread(target=suppressed, args=(worker.look,))
    looking.start()
    begun.wait(20)
    seconds.now += 10
    with pytest.raises(DatabaseDownError):
        worker.answer(token)
    assert looking.is_alive()
    over.set()
    looking.join()


def suppressed(act: Callable[[], object]) -> None:
    with suppress(DatabaseDownError):
        act()


def test_a_backup_that_was_put_back_is_noticed(
    relay: Relay, account: Account, worker: Answers
) -> None:
    token = put(relay, account)
    put(relay, account, token, calendar(nights=5))
    worker.look()
    assert body(worker, token) == calendar(nights=5)
    engine = relay.store.engine
    with engine.write():
        engine.run("UPDATE change_counter SET number = 1 WHERE number > 0")
        engine.run("UPDATE calendar SET body = ?, changed = 1", packed(calendar()))
    worker.look()
    assert body(worker, token) == calendar()


def test_what_was_asked_for_longest_ago_goes_first(relay: Relay, account: Account) -> None:
    tokens = [put(relay, account) for _ in range(4)]
    one = len(packed(calendar())) + 700
    worker = Answers(relay.store, kept_bytes=3 * one, seconds=Passing())
    for token in (*tokens[:3], tokens[0], tokens[3]):
        assert body(worker, token) == calendar()
    assert [worker.knows(token) for token in tokens] == [True, False, True, True]
    assert worker.kept_bytes == 3 * one
    # One that is larger than all that is kept is answered all the same, and kept alone.
    put(relay, account, tokens[1], calendar(nights=200))
    worker.look()
    assert body(worker, tokens[1]) == calendar(nights=200)
    assert [worker.knows(token) for token in tokens] == [False, True, False, False]


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "delete", "gone", "closed", "look 1", "look 2", "ask 1"]),
        st.integers(0, 2),
        st.integers(1, 3),
    ),
    max_size=25,
)


@settings(
    max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(_STEPS)
def test_after_a_look_every_worker_answers_what_is_committed(
    relay: Relay, steps: list[tuple[str, int, int]]
) -> None:
    account = accepted(relay, new_token(), links=50, house=new_token())
    tokens = [new_token() for _ in range(3)]
    workers = [Answers(relay.store, seconds=Passing()) for _ in range(2)]
    bodies: dict[str, bytes] = {}
    for what, which, nights in steps:
        token = tokens[which]
        match what:
            case "put":
                bodies[token] = calendar(nights=nights)
                put(relay, account, token, bodies[token])
            case "delete":
                bodies.pop(token, None)
                relay.uploading.delete(account, f"{token}.ics")
            case "gone" | "closed":
                lists = ([token], []) if what == "gone" else ([], [token])
                relay.uploading.set_states(account, *lists)
            case "ask 1":
                workers[0].answer(token)
            case _:
                workers[int(what[-1]) - 1].look()
    for worker in workers:
        worker.look()
        for token in tokens:
            found = worker.answer(token)
            assert (found.body if isinstance(found, Feed) else None) == bodies.get(token)
