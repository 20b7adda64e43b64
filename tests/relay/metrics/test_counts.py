"""What one worker counts, and where it lies down beside that of others."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.relay.metrics import board as board_module
from app.relay.metrics.board import Board
from app.relay.metrics.counts import KINDS, LAYOUT, SECONDS, STATUSES, Counts, Kind
from tests.conftest import ExpectLog, Start

KIND = st.sampled_from(KINDS)
REQUEST = st.tuples(
    KIND,
    st.sampled_from([*STATUSES, 0, 999, -1, 418]),
    st.floats(0, 100, allow_nan=False),
    st.integers(0, 2**40),
    st.integers(0, 2**23),
)


def noted(requests: list[tuple[Kind, int, float, int, int]]) -> Counts:
    counts = Counts()
    for one in requests:
        counts.note(*one)
    return counts


@given(st.lists(REQUEST, max_size=30))
def test_nothing_is_lost_and_nothing_counted_twice(
    requests: list[tuple[Kind, int, float, int, int]],
) -> None:
    counts = noted(requests)
    for kind in KINDS:
        mine = [one for one in requests if one[0] is kind]
        assert sum(counts.requests(kind).values()) == len(mine)
        assert counts.sent(kind) == sum(one[3] for one in mine)
        assert counts.seconds(kind) == pytest.approx(sum(one[2] for one in mine), abs=1e-4)
        times = counts.times(kind)
        assert times == sorted(times)
        assert times[-1] == len(mine)
        for end, count in zip(SECONDS, times, strict=False):
            assert count == sum(one[2] <= end for one in mine)
        for status, count in counts.requests(kind).items():
            if status:
                assert count == sum(one[1] == status for one in mine)
    assert counts.uploaded == sum(one[4] for one in requests)


@given(st.lists(REQUEST, max_size=10), st.lists(REQUEST, max_size=10))
def test_the_sum_of_two_is_what_one_would_have_counted(
    first: list[tuple[Kind, int, float, int, int]],
    second: list[tuple[Kind, int, float, int, int]],
) -> None:
    total = noted(first)
    total.add(noted(second), living=True)
    assert total.stored() == noted(first + second).stored()


@given(st.lists(REQUEST, max_size=10), st.tuples(*[st.integers(0, 2**50)] * 3))
def test_what_is_stored_is_read_again(
    requests: list[tuple[Kind, int, float, int, int]], cache: tuple[int, int, int]
) -> None:
    counts = noted(requests)
    counts.set_cache(*cache)
    again = Counts.read(counts.stored())
    assert again is not None
    assert again.stored() == counts.stored()
    assert again.cache == cache


def test_what_rises_and_falls_is_not_told_of_one_that_has_ended() -> None:
    ended, total = Counts(), Counts()
    ended.set_cache(7, 5, 1_000)
    total.add(ended, living=False)
    assert total.cache == (7, 5, 0)
    total.add(ended, living=True)
    assert total.cache == (14, 10, 1_000)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"x" * 7,
        Counts().stored()[:-1],
        Counts().stored() + b"\0" * 8,
        # Of a version that counts otherwise.
        array("q", [LAYOUT + 1]).tobytes() + Counts().stored()[8:],
        # Nothing that only grows is below nothing.
        Counts().stored()[:-8] + array("q", [-1]).tobytes(),
    ],
)
def test_what_is_none_is_not_read(broken: bytes) -> None:
    assert Counts.read(broken) is None


def test_many_threads_count_to_the_same() -> None:
    counts, begin = Counts(), threading.Barrier(8)

    def count() -> None:
        begin.wait()
        for _ in range(500):
            counts.note(Kind.CALENDAR, 200, 0.002, 3)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.requests(Kind.CALENDAR)[200] == 4_000
    assert counts.sent(Kind.CALENDAR) == 12_000


@pytest.fixture
def boards(tmp_path: Path) -> Iterator[list[Board]]:
    with ExitStack() as ends:
        found = [Board(tmp_path / "metrics") for _ in range(3)]
        for one in found:
            ends.callback(one.close)
        yield found


def test_each_worker_has_a_place_and_each_can_tell_of_all(boards: list[Board]) -> None:
    for at, board in enumerate(boards, start=1):
        for _ in range(at):
            board.counts.note(Kind.CALENDAR, 200, 0.1, 10)
        board.counts.set_cache(at, at, at)
        board.store()
    for board in boards:
        total, workers = board.told()
        assert workers == 3
        assert total.requests(Kind.CALENDAR)[200] == 6
        assert total.cache == (6, 6, 6)


def test_its_own_are_told_as_they_are_now(boards: list[Board]) -> None:
    boards[0].counts.note(Kind.API, 200, 0.1, 10)
    assert boards[0].told()[0].requests(Kind.API)[200] == 1
    assert boards[1].told()[0].requests(Kind.API)[200] == 0
    boards[0].store()
    assert boards[1].told()[0].requests(Kind.API)[200] == 1


def test_who_takes_a_place_counts_on_and_nothing_goes_back(tmp_path: Path) -> None:
    stays, ends = Board(tmp_path), Board(tmp_path)
    ends.counts.note(Kind.CALENDAR, 200, 0.1, 10)
    ends.counts.set_cache(5, 3, 1_000)
    ends.close()
    total, workers = stays.told()
    assert (workers, total.requests(Kind.CALENDAR)[200], total.cache) == (1, 1, (5, 3, 0))
    comes = Board(tmp_path)
    assert comes.begun_at == (5, 3)
    comes.counts.note(Kind.CALENDAR, 200, 0.1, 10)
    comes.store()
    total, workers = stays.told()
    assert (workers, total.requests(Kind.CALENDAR)[200]) == (2, 2)
    comes.close()
    stays.close()


def test_a_worker_that_was_killed_leaves_what_it_had_laid_down(
    tmp_path: Path, start: Start
) -> None:
    process = start(
        """
        import sys
        from pathlib import Path
        from app.relay.metrics.board import Board
        from app.relay.metrics.counts import Kind
        board = Board(Path(sys.argv[1]))
        board.counts.note(Kind.UPLOAD, 200, 0.1, 0, 77)
        board.store()
        board.counts.note(Kind.UPLOAD, 200, 0.1, 0, 77)
        print("there", flush=True)
        sys.stdin.read()
        """,
        tmp_path,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    with ExitStack() as ends:
        board = Board(tmp_path)
        ends.callback(board.close)
        assert board.told()[1] == 2
        process.kill()
        process.wait()
        total, workers = board.told()
        assert (workers, total.uploaded) == (1, 77)


def test_a_file_that_is_damaged_takes_nothing_else_with_it(boards: list[Board]) -> None:
    boards[0].counts.note(Kind.CALENDAR, 200, 0.1, 10)
    (boards[1]._folder / "1.counts").write_bytes(b"\xff" * 100)
    (boards[1]._folder / "x.counts").write_bytes(b"")
    total, workers = boards[0].told()
    assert (workers, total.requests(Kind.CALENDAR)[200]) == (3, 1)


def test_where_nothing_can_be_stored_the_service_goes_on(
    boards: list[Board], monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    expect_log("app.relay.metrics.board", "counts were not stored: OSError")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        boards[0].counts.note(Kind.CALENDAR, 200, 0.1, 10)
        for _ in range(3):
            boards[0].store()
        # What it has itself it can tell all the same.
        assert boards[0].told()[0].requests(Kind.CALENDAR)[200] == 1
    boards[0].store()
    assert boards[1].told()[0].requests(Kind.CALENDAR)[200] == 1


def test_all_places_taken_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_module, "PLACES", 1)
    board = Board(tmp_path)
    with pytest.raises(OSError, match="taken"):
        Board(tmp_path)
    board.close()


@pytest.mark.skipif(os.name == "nt", reason="bits of permission are not Windows' own")
def test_nobody_else_may_look_into_the_folder(tmp_path: Path) -> None:
    Board(tmp_path / "metrics").close()
    assert (tmp_path / "metrics").stat().st_mode & 0o077 == 0
