"""What the window says of portals that are read: at the bottom, in the sidebar, in the tray."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import Source
from app.services.services import Services
from app.services.upkeep.upkeep import READ_SOURCES
from app.ui.window.frame.sidebar import SidebarItem
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from tests.clocks import SetClock
from tests.feeds_of_portals import Event
from tests.portals_of_tests import Listings
from tests.ui.conftest import Desktop, OpenWindow
from tests.web_sites import Web, web_of

# The offscreen platform has no tray; the icon is made all the same.
pytestmark = pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def airbnb(web: Web) -> Listings:
    host = "www.airbnb.example"
    return Listings(web.site(host), host)


@pytest.fixture
def units(services: Services) -> tuple[Unit, ...]:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units


@pytest.fixture
def source(services: Services, units: tuple[Unit, ...], airbnb: Listings) -> Source:
    address = airbnb.shows(Event(4))
    draft = SourceDraft(unit_id=units[0].id, portal="airbnb", address=address)
    return services.sources.add(draft).source


def right(program: Program) -> str:
    line = program.shell.findChild(StatusLine)
    assert line is not None
    return line.texts()[1]


def badge(program: Program) -> SidebarItem:
    item = program.shell.findChild(SidebarItem, "sidebar_links")
    assert item is not None
    return item


def toast(program: Program) -> str:
    found = program.shell.findChild(Toast)
    return "" if found is None or not found.isVisible() else found.text()


@pytest.mark.usefixtures("source")
def test_the_status_line_says_when_portals_were_read(
    open_window: OpenWindow, clock: SetClock
) -> None:
    program = open_window()
    assert right(program) == "Eingelesen: 1 Portal, gerade eben"
    clock.moment += timedelta(minutes=6)
    program._telling._sources.look()
    assert right(program) == "Eingelesen: 1 Portal, vor 6 Min."


@pytest.mark.usefixtures("source")
def test_the_status_line_counts_no_portal_that_is_not_read(
    open_window: OpenWindow,
    services: Services,
    units: tuple[Unit, ...],
    airbnb: Listings,
    clock: SetClock,
) -> None:
    page = airbnb.shows_page("2")
    services.sources.add(SourceDraft(unit_id=units[1].id, portal="booking", address=page))
    program = open_window()
    assert right(program) == "Eingelesen: 1 von 2 Portalen, gerade eben"
    # One unit of a portal is not read: neither is the portal.
    address = airbnb.address("3")
    airbnb.fails("3")
    services.sources.add(SourceDraft(unit_id=units[1].id, portal="airbnb", address=address))
    clock.moment += timedelta(minutes=6)
    program._telling._sources.look()
    assert right(program) == "Eingelesen: 0 von 2 Portalen, vor 6 Min."
    for name in ("2", "3"):
        airbnb.shows(Event(40), name=name)
    services.sources.read()
    program._telling._sources.look()
    assert right(program) == "Eingelesen: 2 Portale, gerade eben"


@pytest.mark.usefixtures("source")
def test_what_was_never_read_reaches_the_badge_after_a_day(
    open_window: OpenWindow,
    services: Services,
    units: tuple[Unit, ...],
    airbnb: Listings,
    clock: SetClock,
) -> None:
    page = airbnb.shows_page("2")
    services.sources.add(SourceDraft(unit_id=units[1].id, portal="booking", address=page))
    program = open_window()
    assert badge(program).badge == ""
    clock.moment += timedelta(hours=25)
    services.sources.read()
    program._telling._sources.look()
    assert badge(program).badge == "1"


def test_without_portals_it_says_nothing_of_them(
    open_window: OpenWindow, units: tuple[Unit, ...]
) -> None:
    assert units
    program = open_window()
    assert right(program) == ""
    assert badge(program).badge == ""


def test_a_source_that_is_switched_off_is_not_counted(
    open_window: OpenWindow, source: Source, services: Services
) -> None:
    program = open_window()
    services.sources.enable(source.id, enabled=False)
    program._bridge.look()
    assert right(program) == ""


@pytest.mark.usefixtures("source")
def test_the_badge_counts_what_needs_the_owner(
    open_window: OpenWindow, airbnb: Listings, services: Services, clock: SetClock
) -> None:
    airbnb.fails()
    clock.moment += timedelta(days=2)
    services.sources.read()
    program = open_window()
    assert badge(program).badge == "1"
    assert badge(program).accessibleDescription() == "1 Kalender eines Portals braucht Ihren Blick"


def test_what_was_read_by_itself_is_said_and_taken_back_as_one(
    open_window: OpenWindow,
    source: Source,
    airbnb: Listings,
    services: Services,
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: right(program) != "")
    airbnb.shows(Event(4), Event(14), Event(24))
    clock.moment += timedelta(minutes=20)
    with qtbot.waitSignal(program._telling._sources.came, timeout=10_000):
        program._jobs.ask(READ_SOURCES)
    qtbot.waitUntil(lambda: toast(program) == "Airbnb: 2 neue Belegungen in Seeblick 1.")
    assert sum(one.blocks for one in services.occupancies.all()) == 3
    assert program._history.next_undo == "Airbnb: 2 neue Belegungen in Seeblick 1"
    program.shell._undoing.undo()
    assert sum(one.blocks for one in services.occupancies.all()) == 1
    assert services.sources.get(source.id).enabled


@pytest.mark.usefixtures("source")
def test_a_reading_without_news_says_nothing(
    open_window: OpenWindow, clock: SetClock, qtbot: QtBot
) -> None:
    program = open_window()
    clock.moment += timedelta(minutes=20)
    with qtbot.waitSignal(program._bridge.job_ended, timeout=10_000):
        program._jobs.ask(READ_SOURCES)
    assert toast(program) == ""
    assert program._history.next_undo is None


@pytest.mark.usefixtures("source")
def test_the_tray_says_once_that_a_portal_is_not_reached(
    open_window: OpenWindow,
    desktop: Desktop,
    airbnb: Listings,
    services: Services,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    desktop.tray = True
    program = open_window()
    qtbot.waitUntil(lambda: services.sources.looks()[0].progress.reads > 1)
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(program.leaving, "warn", lambda title, text: told.append((title, text)))
    airbnb.fails()
    clock.moment += timedelta(days=2)
    services.sources.read()
    program._telling._sources.look()
    program._telling._sources.look()
    assert told == [
        (
            "1 Kalender ist seit mehr als einem Tag nicht eingelesen",
            "Airbnb: Neue Buchungen können fehlen.",
        )
    ]
    airbnb.shows(Event(4))
    services.sources.read()
    program._telling._sources.look()
    airbnb.fails()
    clock.moment += timedelta(days=2)
    services.sources.read()
    program._telling._sources.look()
    assert len(told) == 2
