"""One portal, one row: what goes there and what comes from there, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft
from app.services.services import Services
from app.ui.kit import Button
from app.ui.links.base.intents import Chosen, Wanted, Way
from tests.clocks import SetClock
from tests.feeds_of_portals import TODAY, Event
from tests.portals_of_tests import Listings
from tests.ui.conftest import RecordedNotices
from tests.ui.links.sources.conftest import Connect, Desk, Later, LinkFor

ShowDesk = Callable[..., Desk]


def test_a_portal_with_both_ways_has_one_row(
    desk: ShowDesk, units: list[Unit], connect: Connect, link_for: LinkFor, clock: SetClock
) -> None:
    link = link_for(units[0], "airbnb")
    source = connect(units[0], Event(4), Event(10))
    clock.moment += timedelta(minutes=6)
    shown = desk()
    row = shown.row(link)
    assert shown.text("row_label", row) == "Airbnb"
    assert shown.text("comes_chip", row) == "2 Belegungen"
    assert shown.text("comes_words", row) == "vor 6 Min., 2 neu"
    assert shown.page.findChild(QWidget, f"source_row_{source.id}") is None


def test_a_source_without_a_link_says_so_with_the_way_to_one(
    desk: ShowDesk, units: list[Unit], connect: Connect, qtbot: QtBot
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    row = shown.row(source)
    assert shown.text("goes_words", row) == "noch kein eigener Link"
    assert shown.text("comes_chip", row) == "1 Belegung"
    shown.page._intents.connect_portal.disconnect()
    with qtbot.waitSignal(shown.page._intents.connect_portal) as asked:
        shown.click("goes_add", row)
    assert asked.args == [Wanted(units[0].id, "airbnb", Way.GOES)]


def test_a_link_to_a_portal_without_a_source_says_so_with_the_way_to_one(
    desk: ShowDesk, units: list[Unit], link_for: LinkFor, qtbot: QtBot
) -> None:
    link = link_for(units[0], "booking")
    shown = desk()
    row = shown.row(link)
    assert shown.text("comes_words", row) == "von dort wird noch nichts eingelesen"
    shown.page._intents.connect_portal.disconnect()
    with qtbot.waitSignal(shown.page._intents.connect_portal) as asked:
        shown.click("comes_connect", row)
    assert asked.args == [Wanted(units[0].id, "booking", Way.COMES)]


def test_other_links_keep_their_rows(
    desk: ShowDesk, units: list[Unit], services: Services, connect: Connect
) -> None:
    connect(units[0], Event(4))
    target = Target(Scope.UNIT, units[0].id)
    website = services.links.add(LinkKind.WEBSITE, target, LinkChoices(label="Website")).after
    friend = services.links.add(LinkKind.CALENDAR, target, LinkChoices(label="Oma")).after
    shown = desk()
    for link in (website, friend):
        assert not shown.find(QLabel, "comes_words", shown.row(link)).isVisible()


def test_the_second_calendar_of_a_portal_has_a_row_that_misses_nothing(
    desk: ShowDesk, units: list[Unit], connect: Connect, link_for: LinkFor
) -> None:
    link_for(units[0], "airbnb")
    connect(units[0], Event(4), name="1")
    second = connect(units[0], Event(14), name="2")
    shown = desk()
    row = shown.row(second)
    assert shown.text("goes_words", row) == "–"
    assert not shown.find(Button, "goes_add", row).isVisible()


def test_what_cannot_be_read_says_since_when_and_that_what_is_known_stays(
    desk: ShowDesk, units: list[Unit], connect: Connect, airbnb: Listings, later: Later
) -> None:
    source = connect(units[0], Event(4), Event(9), Event(20))
    airbnb.fails()
    later(days=2, hours=1)
    shown = desk()
    row = shown.row(source)
    assert shown.text("comes_chip", row) == "seit 2 Tagen nicht erreichbar"
    assert shown.text("comes_words", row) == "die alten 3 bleiben stehen"


def test_what_is_switched_off_says_so(
    desk: ShowDesk, units: list[Unit], services: Services, connect: Connect
) -> None:
    source = connect(units[0], Event(4))
    services.sources.enable(source.id, enabled=False)
    shown = desk()
    assert shown.text("comes_chip", shown.row(source)) == "ausgeschaltet"


def test_an_answer_in_doubt_and_a_question_are_told(
    desk: ShowDesk, units: list[Unit], connect: Connect, airbnb: Listings, later: Later
) -> None:
    source = connect(units[0], *(Event(4 + 5 * n) for n in range(6)))
    airbnb.shows()
    later(minutes=20)
    shown = desk()
    row = shown.row(source)
    assert shown.text("comes_chip", row) == "Antwort zweifelhaft"
    for _ in range(3):
        later(hours=13)
    shown.settle()
    assert shown.text("comes_chip", row) == "1 Frage"


def test_a_double_booking_is_told_on_the_row_and_above_all(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    services: Services,
    notices: RecordedNotices,
) -> None:
    arrival = TODAY + timedelta(days=4)
    own = services.occupancies.add(
        OccupancyDraft(
            unit_id=units[0].id,
            arrival=arrival,
            departure=arrival + timedelta(days=3),
            guest="Hübner",
        )
    ).after
    source = connect(units[0], Event(5))
    shown = desk()
    assert shown.text("comes_chip", shown.row(source)) == "1 Doppelbuchung"
    strip = shown.find(QWidget, "conflict_strip")
    assert strip.isVisible()
    shown.click("conflict_strip_view", strip)
    assert notices.shown
    shown.click("conflict_strip_solve", strip)
    dialog = shown.page.window().findChild(QWidget, "clash_dialog")
    assert dialog is not None
    dialog.close()
    services.occupancies.cancel(own.id, sequence=own.sequence)
    shown.settle()
    assert not strip.isVisible()
    assert shown.text("comes_chip", shown.row(source)) == "1 Belegung"


def test_the_hint_about_one_way_stays_as_long_as_nothing_is_read(
    desk: ShowDesk, units: list[Unit], services: Services, connect: Connect
) -> None:
    services.links.enable_unit(units[0].id)
    shown = desk()
    assert shown.find(QWidget, "one_way").isVisible()
    connect(units[0], Event(4))
    shown.settle()
    assert not shown.find(QWidget, "one_way").isVisible()


def test_read_now_reads_every_portal_and_says_what_is_new(
    desk: ShowDesk,
    units: list[Unit],
    connect: Connect,
    airbnb: Listings,
    services: Services,
    notices: RecordedNotices,
    qtbot: QtBot,
) -> None:
    connect(units[0], Event(4), name="1")
    connect(units[1], Event(4), name="2")
    airbnb.shows(Event(4), Event(14), Event(24), name="1")
    shown = desk()
    with qtbot.waitSignal(shown.page._doing.changed):
        shown.click("read_sources")
    qtbot.waitUntil(lambda: not shown.page._doing.reading)
    assert notices.said[-1] == "Airbnb: 2 neue Belegungen in Seeblick 1."
    assert len(services.occupancies.all(unit_id=units[0].id)) == 3
    notices.press_action()
    standing = [one for one in services.occupancies.all(unit_id=units[0].id) if one.blocks]
    assert len(standing) == 1


def test_before_anything_is_read_there_is_nothing_to_read_now(
    desk: ShowDesk, units: list[Unit]
) -> None:
    assert units
    shown = desk()
    assert not shown.find(Button, "read_sources").isVisible()
    assert shown.text("connect_portal") == "Portal verbinden"


def test_a_row_is_chosen_by_mouse_and_keyboard(
    desk: ShowDesk, units: list[Unit], connect: Connect
) -> None:
    first = connect(units[0], Event(4), name="1")
    second = connect(units[1], Event(4), name="2")
    shown = desk()
    row = shown.row(first)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert shown.page._model.selected == Chosen(Way.COMES, first.id)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Down)
    assert shown.page._model.selected == Chosen(Way.COMES, second.id)
    assert shown.row(second).accessibleName() == "Airbnb, wird für den Plan eingelesen"


def test_a_source_that_goes_leaves_no_row_and_no_pane(
    desk: ShowDesk, units: list[Unit], connect: Connect, services: Services
) -> None:
    source = connect(units[0], Event(4))
    shown = desk()
    pane = shown.look_at(source)
    assert pane.isVisible()
    services.sources.remove(source.id, keep=True)
    shown.settle()
    assert not pane.isVisible()
    assert shown.page._model.selected is None
    row = shown.page.findChild(QWidget, f"source_row_{source.id}")
    assert row is None or not row.isVisible()


@pytest.mark.parametrize("way", list(Way))
def test_either_way_of_a_row_highlights_it(
    desk: ShowDesk, units: list[Unit], connect: Connect, link_for: LinkFor, way: Way
) -> None:
    link = link_for(units[0], "airbnb")
    source = connect(units[0], Event(4))
    shown = desk()
    number = link.id if way is Way.GOES else source.id
    shown.page._selection.choose(Chosen(way, number), asked=True)
    lines = [line for line in shown.page._cards.lines if line.is_selected()]
    assert lines == [shown.row(link)]


@pytest.mark.parametrize(
    ("width", "language"), [(1600, "de"), (1150, "de"), (1150, "en"), (812, "de")]
)
def test_what_comes_stands_below_each_other_whatever_stands_beside_it(
    desk: ShowDesk,
    services: Services,
    units: list[Unit],
    connect: Connect,
    link_for: LinkFor,
    width: int,
    language: str,
) -> None:
    services.settings.set("language", language)
    links = [link_for(units[0], "airbnb"), link_for(units[0], "Kurverwaltung der Gemeinde am See")]
    connect(units[0], Event(4))
    sources = [connect(units[0], Event(20), portal="booking", name="2")]
    shown = desk()
    shown.page.resize(width, 900)
    QTest.qWait(0)
    arrows = [shown.find(QWidget, "row_comes", shown.row(link)) for link in links]
    arrows += [shown.find(QWidget, "source_row_comes", shown.row(one)) for one in sources]
    rows = [*map(shown.row, links), *map(shown.row, sources)]
    menus = [shown.find(QWidget, "row_more", row) for row in rows]
    places = {arrow.mapTo(shown.page, QPoint(0, 0)).x() for arrow in arrows}
    assert len(places) == 1
    assert len({menu.mapTo(shown.page, QPoint(0, 0)).x() for menu in menus}) == 1
