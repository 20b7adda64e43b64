"""Waiting for another program that brings the data up to date."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.storage.engine import waiting
from app.storage.engine.claim import Claim
from app.storage.engine.waiting import waited_for

LONG = 600.0


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "zimmerfrei.migrating.lock"


def nobody_waits() -> None:
    raise AssertionError("it is free")


def test_what_is_free_is_held_at_once_and_let_go_again(lock: Path) -> None:
    claim = Claim(lock)
    with waited_for(claim, LONG, nobody_waits, "data"):
        assert not Claim(lock).take()
    assert not claim.held
    other = Claim(lock)
    assert other.take()
    other.release()


def test_it_is_let_go_after_a_fault_as_well(lock: Path) -> None:
    claim = Claim(lock)
    with pytest.raises(ZeroDivisionError), waited_for(claim, LONG, nobody_waits, "data"):
        raise ZeroDivisionError
    assert not claim.held


def test_who_waits_hears_so_until_the_other_has_finished(
    lock: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(waiting, "_UNSAID", 0.0)
    other = Claim(lock)
    assert other.take()
    heard: list[int] = []

    def hear() -> None:
        heard.append(len(heard))
        if len(heard) == 3:
            other.release()

    with (
        caplog.at_level(logging.INFO, "app.storage.engine.waiting"),
        waited_for(claim := Claim(lock), LONG, hear, "data"),
    ):
        assert claim.held
    assert heard == [0, 1, 2]
    assert len(caplog.records) == 1, "the log need not hear it again and again"


def test_one_that_comes_to_no_end_is_a_sentence_with_the_folder(lock: Path) -> None:
    other = Claim(lock)
    assert other.take()
    claim = Claim(lock)
    with (
        pytest.raises(UserError, match="up to date for too long") as refusal,
        waited_for(claim, 0.0, nobody_waits, "/srv/zimmerfrei"),
    ):
        pytest.fail("nobody gets in")
    assert refusal.value.values["folder"] == "/srv/zimmerfrei"
    assert not claim.held
    assert other.held
    other.release()


def test_a_lock_that_nobody_can_have_is_no_waiting(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing" / "lock"
    with pytest.raises(FileNotFoundError), waited_for(Claim(nowhere), LONG, nobody_waits, "data"):
        pytest.fail("nobody gets in")
