"""An hour in the life of an owner: nothing is missed, nothing dies, nothing is held for ever."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.day.day import day_of
from tests.day.held import grown, held
from tests.day.plans import MINUTE, ONE_HOUR

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what is held is read from /proc")


def test_an_hour_with_every_trouble_misses_nothing_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held()
    with day_of(ONE_HOUR, tmp_path, monkeypatch.setenv) as day:
        day.run()
    after = held()
    assert day.faults == []
    runs = day.program.runs
    # Twice nothing could be uploaded, and once nothing be reached at all.
    assert runs["publish", "WebspaceError"] >= 3
    assert runs["publish", "ok"] >= day.edits // 2
    assert runs["read-sources", "ok"] >= 5
    assert day.readings > 200
    assert grown(day.held[0][1], day.held[-1][1]) == []
    assert (after.threads, after.sockets, after.databases) == (
        before.threads,
        before.sockets,
        before.databases,
    )


def test_what_is_not_uploaded_and_not_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(ONE_HOUR, lasts=26 * MINUTE, spells=(), first=25 * MINUTE)
    with day_of(plan, tmp_path, monkeypatch.setenv) as day:
        # Nobody has said that the webspace is gone, and that the portal is switched off.
        day.world.webspace_is_gone(gone=True)
        for source in day.program.services.sources.all():
            day.program.services.sources.enable(source.id, enabled=False)
        day.run()
    told = " ".join(day.faults)
    assert "an edit is not on the webspace in time" in told
    assert "has not come" in told
