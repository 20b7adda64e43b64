"""The window tells at its page of links how many readers have gone silent."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.core.links.link import Fetch, Link, Origin
from app.services.base.jobs import Jobs
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.tables.fetches import FetchTable, ServedTable
from app.ui.base import silence
from app.ui.base.context import Context
from app.ui.base.silence import Silence
from app.ui.window.frame.sidebar import SidebarItem
from app.ui.window.program import Program
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ui.conftest import OpenWindow

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PORTAL = "Portal-Importer/2.1"


@pytest.fixture
def links(services: Services) -> list[Link]:
    units = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units
    return [services.links.enable_unit(unit.id).after for unit in units]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_FETCHES", 0.02)


@pytest.fixture
def watching(context: Context, jobs: Jobs) -> Silence:
    jobs.start()
    return context.silence


def fetched(services: Services, link: Link, *moments: datetime) -> None:
    with services.database.write():
        FetchTable(services.database).add(
            Fetch(link_id=link.id, at=at, agent=PORTAL, origin=Origin.OUTSIDE, status=200)
            for at in moments
        )


def gone_silent(services: Services, clock: SetClock, *links: Link) -> None:
    """Let the portal read hourly, and no more for three days."""
    start = clock.moment
    for link in links:
        fetched(services, link, *(start + n * HOUR for n in range(10)))
    with services.database.write():
        ServedTable(services.database).begin(start - DAY, start + 30 * DAY)
    clock.moment = start + 3 * DAY


def item(program: Program) -> SidebarItem:
    found = program.shell.findChild(SidebarItem, "sidebar_links")
    assert found is not None
    return found


def test_silent_readers_show_in_the_sidebar_until_they_read_again(
    open_window: OpenWindow,
    services: Services,
    links: list[Link],
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    gone_silent(services, clock, *links)
    program = open_window()
    badge = item(program)
    qtbot.waitUntil(lambda: badge.badge == "2")
    assert badge.toolTip() == "2 Leser haben länger als üblich nicht gelesen"
    assert badge.accessibleDescription() == badge.toolTip()
    fetched(services, links[0], clock.moment)
    program._bridge.look()
    qtbot.waitUntil(lambda: badge.badge == "1")
    assert badge.toolTip() == "1 Leser hat länger als üblich nicht gelesen"
    services.readers.let_go(links[1].id, "Portal-Importer")
    qtbot.waitUntil(lambda: badge.badge == "")
    assert badge.toolTip() == ""


def test_the_badge_stays_in_another_language(
    open_window: OpenWindow,
    services: Services,
    links: list[Link],
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    gone_silent(services, clock, links[0])
    program = open_window()
    qtbot.waitUntil(lambda: item(program).badge == "1")
    services.settings.set("language", "en")
    words = "1 reader has not read for longer than usual"
    qtbot.waitUntil(lambda: item(program).toolTip() == words)


def test_it_is_looked_for_on_a_worker_and_told_once(
    services: Services,
    links: list[Link],
    clock: SetClock,
    watching: Silence,
    context: Context,
    jobs: Jobs,
    qtbot: QtBot,
) -> None:
    threads: list[int] = []
    jobs.subscribe(lambda _: threads.append(threading.get_ident()))
    gone_silent(services, clock, links[0])
    with qtbot.waitSignal(watching.changed):
        watching.look()
    assert watching.count == 1
    (found,) = watching.of(links[0].id)
    assert (found.agent, found.usual) == (PORTAL, HOUR)
    assert watching.of(links[1].id) == ()
    with (
        qtbot.assertNotEmitted(watching.changed),
        qtbot.waitSignal(context.bridge.job_ended),
    ):
        watching.look()
    assert threads
    assert threading.get_ident() not in threads


def test_data_that_cannot_be_read_is_looked_at_again(
    services: Services,
    folder: DataFolder,
    links: list[Link],
    clock: SetClock,
    watching: Silence,
    qtbot: QtBot,
    expect_log: ExpectLog,
) -> None:
    expect_log("app.services.base.jobs", "silence failed")
    gone_silent(services, clock, links[0])
    with (
        closing(sqlite3.connect(folder.database, isolation_level=None)) as other,
        capture_exceptions() as bugs,
    ):
        other.execute("ALTER TABLE served RENAME TO elsewhere")
        watching.look()
        qtbot.waitUntil(lambda: bool(bugs))
        other.execute("ALTER TABLE elsewhere RENAME TO served")
    with qtbot.waitSignal(watching.changed):
        watching.look()
    assert watching.count == 1


def test_after_the_end_nothing_is_asked(
    services: Services,
    links: list[Link],
    clock: SetClock,
    watching: Silence,
    jobs: Jobs,
    qtbot: QtBot,
) -> None:
    gone_silent(services, clock, links[0])
    jobs.stop()
    with qtbot.assertNotEmitted(watching.changed, wait=50):
        watching.look()
    assert watching.count == 0
