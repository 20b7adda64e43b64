"""Wer hat gelesen: the recent fetches of a link, and names for readers that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from app.core.links.link import Link, Origin
from app.storage.tables.fetches import ServedTable
from app.ui.links.dialogs import fetches_dialog
from app.ui.links.fetches.model import Column, FetchModel

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.base.context import Context
    from tests.clocks import SetClock
    from tests.ui.links.conftest import Read
    from tests.ui.links.dialogs.conftest import Hands, TakeUp

Show = Callable[[Link], "Hands"]
HOUR = timedelta(hours=1)
GOOGLE = "Google-Calendar-Importer"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
NASTY = "<b>Portal</b>/2.1 &amp; <img src=x>"


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


@pytest.fixture
def show(context: Context, page: QWidget, take_up: TakeUp) -> Show:
    return lambda link: take_up(fetches_dialog(context, page, link))


def table(hands: Hands) -> QTableView:
    return hands.find(QTableView, "fetches_table")


def rows(hands: Hands) -> list[list[str]]:
    model = table(hands).model()
    return [
        [model.index(row, column).data() for column in Column] for row in range(model.rowCount())
    ]


def test_the_newest_stands_first_in_words(show: Show, link: Link, read: Read) -> None:
    read(link, GOOGLE, minutes_ago=60 * 24 * 3, origin=Origin.OUTSIDE, status=410)
    read(link, BROWSER, minutes_ago=60 * 24, origin=Origin.HOME)
    read(link, GOOGLE, minutes_ago=180, origin=Origin.OUTSIDE, status=304)
    read(link, GOOGLE, minutes_ago=60, origin=Origin.OUTSIDE, status=404)
    read(link, NASTY, minutes_ago=4, origin=Origin.THIS_PC)
    found = rows(show(link))
    assert [row[1] for row in found] == [
        "Unbekannter Leser (<b>Portal</b>/2.1)",
        "Google Kalender",
        "Google Kalender",
        "Browser – Mensch oder Vorschau, zählt nicht",
        "Google Kalender",
    ]
    assert [row[3] for row in found] == [
        "Kalender geholt",
        "gesperrt",
        "unverändert",
        "Kalender geholt",
        "alte Adresse",
    ]
    assert len({row[2] for row in found}) == 3
    times = [row[0] for row in found]
    assert times[0].startswith("heute ")
    assert times[3].startswith("gestern ")
    assert times[4].startswith("Sa 03.07., ")


def test_the_same_again_and_again_is_one_row(show: Show, link: Link, read: Read) -> None:
    for minutes in (180, 120, 60):
        read(link, GOOGLE, minutes_ago=minutes)
    [[when, *_]] = rows(show(link))
    assert "3-mal seit heute" in when


def test_a_minute_is_not_told_twice(show: Show, link: Link, read: Read) -> None:
    for _ in range(3):
        read(link, GOOGLE)
    [[when, *_]] = rows(show(link))
    assert when.endswith(" · 3-mal")


def test_a_fault_is_told(show: Show, link: Link, read: Read) -> None:
    read(link, GOOGLE, status=503)
    assert rows(show(link))[0][3] == "Störung, kommt wieder"


class TestSummary:
    def words(self, hands: Hands) -> str:
        return hands.find(QLabel, "fetches_summary").text()

    def test_it_says_how_often_each_comes(
        self, show: Show, link: Link, read: Read, services: Services, clock: SetClock
    ) -> None:
        with services.database.write():
            ServedTable(services.database).begin(clock.moment - 24 * HOUR, clock.moment)
        for hours in (12, 9, 6, 3, 0):
            read(link, GOOGLE, minutes_ago=60 * hours, origin=Origin.OUTSIDE)
        assert self.words(show(link)) == "Google Kalender: zuletzt gerade eben, meist alle 3 Std."

    def test_who_came_too_seldom_has_no_rhythm(self, show: Show, link: Link, read: Read) -> None:
        read(link, GOOGLE, minutes_ago=120)
        read(link, BROWSER)
        assert self.words(show(link)) == "Google Kalender: zuletzt vor 2 Std."

    def test_people_alone_are_nobody(self, show: Show, link: Link, read: Read) -> None:
        read(link, BROWSER)
        hands = show(link)
        assert self.words(hands) == "Kein Kalender hat diesen Link in letzter Zeit gelesen."
        assert len(rows(hands)) == 1

    def test_nobody_yet(self, show: Show, link: Link) -> None:
        hands = show(link)
        assert self.words(hands).startswith("Diesen Link hat noch niemand abgerufen.")
        assert not table(hands).isVisible()
        hands.press(Qt.Key.Key_Escape)
        assert hands.closed


class TestTooltip:
    def test_the_raw_agent_is_shown_as_it_is(self, show: Show, link: Link, read: Read) -> None:
        read(link, NASTY)
        tip = table(show(link)).model().index(0, Column.WHO).data(Qt.ItemDataRole.ToolTipRole)
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText() == NASTY

    def test_without_an_agent_there_is_none(self, show: Show, link: Link, read: Read) -> None:
        read(link, "")
        hands = show(link)
        tip = table(hands).model().index(0, Column.WHO).data(Qt.ItemDataRole.ToolTipRole)
        assert tip == ""
        assert not hands.find(QPushButton, "fetches_name").isEnabled()


class TestNaming:
    def test_an_unknown_reader_gets_a_name(
        self, qtbot: QtBot, show: Show, link: Link, read: Read, services: Services
    ) -> None:
        read(link, NASTY)
        hands = show(link)
        hands.press(Qt.Key.Key_Return)
        naming = hands.opened("name_dialog")
        assert naming.find(QPlainTextEdit, "name_agent").toPlainText() == NASTY
        QTest.keyClicks(naming.find(QLineEdit, "name_field"), "Urlaubsportal")
        naming.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: rows(hands)[0][1] == "Urlaubsportal")
        assert services.readers.who(NASTY).name == "Urlaubsportal"
        # It can be named otherwise, and the name can be taken away.
        hands.click("fetches_name")
        again = hands.opened("name_dialog")
        assert again.find(QLineEdit, "name_field").text() == "Urlaubsportal"
        again.find(QLineEdit, "name_field").clear()
        again.click("name_dialog_primary")
        qtbot.waitUntil(lambda: rows(hands)[0][1].startswith("Unbekannter Leser"))

    def test_who_is_known_keeps_the_name(self, show: Show, link: Link, read: Read) -> None:
        read(link, GOOGLE)
        hands = show(link)
        assert not hands.find(QPushButton, "fetches_name").isEnabled()
        hands.press(Qt.Key.Key_Return)
        assert hands.closed

    def test_a_name_too_long_is_told(self, show: Show, link: Link, read: Read) -> None:
        read(link, NASTY)
        hands = show(link)
        hands.click("fetches_name")
        naming = hands.opened("name_dialog")
        naming.find(QLineEdit, "name_field").setText("x" * 201)
        naming.click("name_dialog_primary")
        assert "zu lang" in naming.find(QLabel, "name_field_error").text()


def test_whoever_reads_meanwhile_comes_on_top(
    qtbot: QtBot, show: Show, link: Link, read: Read
) -> None:
    read(link, GOOGLE, minutes_ago=60)
    hands = show(link)
    read(link, NASTY)
    qtbot.waitUntil(lambda: len(rows(hands)) == 2)
    assert rows(hands)[0][1].startswith("Unbekannter Leser")


def test_thousands_of_fetches_are_no_more_than_are_kept(
    show: Show, link: Link, services: Services
) -> None:
    log = services.fetch_log()
    log.start()
    for n in range(600):
        log.record(link.id, f"Reader{n % 7}{'x' * (n % 3)}/1", Origin.HOME, 200)
    log.stop()
    assert 0 < len(rows(show(link))) <= 50


@pytest.mark.parametrize("count", [0, 5])
def test_it_is_a_sound_model(
    qtmodeltester: ModelTester,
    services: Services,
    link: Link,
    read: Read,
    texts: Catalogue,
    clock: SetClock,
    count: int,
) -> None:
    for n in range(count):
        read(link, GOOGLE if n % 2 else BROWSER, minutes_ago=n)
    model = FetchModel(texts)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows(services.readers.recent(link.id), clock.moment)
    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # of pytest-qt
    assert model.rowCount() == count
    assert model.rowCount(QModelIndex()) == count
    assert tester.model() is model
    if count:
        whole = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert whole.count(", ") >= len(Column) - 1
