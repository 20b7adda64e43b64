"""The whole service at once: several workers, several owners, one database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from app.core.links.link import Origin
from app.core.publishing.relay.protocol import Refusal, new_secret
from app.relay.accounts.account import Account
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.relay import Relay
from app.services.feeds.feeds import Closed, Feed
from tests.clocks import SetClock
from tests.relay.conftest import ADDRESS, calendar, new_token


@pytest.fixture
def workers(database: str, clock: SetClock) -> Iterator[list[Relay]]:
    """Three workers over one database, none of which knows the others."""
    with ExitStack() as stack:
        made = []
        for _ in range(3):
            worker = Relay(database, clock)
            stack.callback(worker.stop)
            made.append(worker)
        made[0].hosting.describe(ADDRESS)
        yield made


def invited(worker: Relay, name: str, links: int = 5) -> Account:
    key = new_secret()
    worker.accepting.accept(worker.hosting.invite(name, links).secret, key, name)
    return worker.uploading.signed_in(key)


def in_threads(*acts: object) -> None:
    threads = [threading.Thread(target=act) for act in acts]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def bodies(workers: list[Relay], token: str) -> list[bytes | None]:
    found = []
    for worker in workers:
        worker.answers.look()
        answer = worker.answers.answer(token)
        assert isinstance(answer, Feed | Closed)
        found.append(answer.body if isinstance(answer, Feed) else None)
    return found


def test_a_change_at_one_worker_is_the_answer_of_all(workers: list[Relay]) -> None:
    account = invited(workers[0], "huber")
    token = new_token()
    for at, worker in enumerate(workers):
        worker.uploading.put(account, f"{token}.ics", calendar(nights=at + 1))
        assert bodies(workers, token) == [calendar(nights=at + 1)] * 3
    workers[2].hosting.revoke("huber")
    assert bodies(workers, token) == [None] * 3


def test_changes_of_many_owners_at_once_are_all_seen(workers: list[Relay]) -> None:
    owners = [invited(workers[0], f"owner-{at}") for at in range(6)]
    tokens = [new_token() for _ in owners]
    for worker in workers:
        worker.answers.look()
        for token in tokens:
            worker.answers.answer(token)
    done = threading.Event()

    def change(at: int) -> None:
        for nights in range(1, 5):
            workers[at % 3].uploading.put(owners[at], f"{tokens[at]}.ics", calendar(nights=nights))

    def look() -> None:
        # A worker that looks in the midst of it must miss nothing in the end.
        while not done.is_set():
            workers[0].answers.look()
            for token in tokens:
                workers[0].answers.answer(token)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        in_threads(*((lambda at=at: change(at)) for at in range(6)))
    finally:
        done.set()
        looker.join()
    for token in tokens:
        assert bodies(workers, token) == [calendar(nights=4)] * 3
    revisions = [workers[1].uploading.files(owner).account.revision for owner in owners]
    assert revisions == [4] * 6


def test_two_workers_give_no_owner_more_than_there_is(workers: list[Relay]) -> None:
    account = invited(workers[0], "huber", links=3)
    refused: list[Refusal] = []

    def put(worker: Relay) -> None:
        for _ in range(3):
            try:
                worker.uploading.put(account, f"{new_token()}.ics", calendar())
            except RefusedError as error:
                refused.append(error.refusal)

    in_threads(*((lambda worker=worker: put(worker)) for worker in workers))
    assert refused == [Refusal.FULL] * 6
    assert workers[0].uploading.lies(account).links == 3


def test_one_token_put_by_two_owners_at_once_is_ones(workers: list[Relay]) -> None:
    owners = [invited(workers[0], name) for name in ("huber", "maier")]
    for _ in range(4):
        token = new_token()
        refused: list[tuple[int, Refusal]] = []
        begin = threading.Barrier(2)

        def put(at: int, token: str = token, refused: list[tuple[int, Refusal]] = refused) -> None:
            begin.wait()  # noqa: B023  # both threads are over before the next round
            try:
                workers[at].uploading.put(owners[at], f"{token}.ics", calendar(nights=at + 1))
            except RefusedError as error:
                refused.append((at, error.refusal))

        in_threads(lambda put=put: put(0), lambda put=put: put(1))
        [(loser, why)] = refused
        assert why is Refusal.NAME
        winner = 1 - loser
        assert bodies(workers, token) == [calendar(nights=winner + 1)] * 3


def test_fetches_of_all_workers_come_in_one_order(workers: list[Relay]) -> None:
    account = invited(workers[0], "huber")
    workers[0].uploading.put(account, f"{new_token()}.ics", calendar())

    def note(at: int) -> None:
        for number in range(10):
            workers[at].fetch_queue.record(1, f"{at}-{number}", Origin.OUTSIDE, 200)
            workers[at].fetch_queue.write()

    in_threads(*((lambda at=at: note(at)) for at in range(3)))
    lines = workers[0].read_log.reads(account, 0).decode().splitlines()
    numbers = [int(line.split("\t")[0]) for line in lines]
    assert len(numbers) == 30
    assert numbers == sorted(set(numbers))
    agents = [line.split("\t")[3] for line in lines]
    for at in range(3):
        mine = [agent for agent in agents if agent.startswith(f"{at}-")]
        assert mine == [f"{at}-{number}" for number in range(10)]
