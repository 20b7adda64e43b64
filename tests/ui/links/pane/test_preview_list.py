"""The list behind the preview: every event as it is sent, however many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTableView, QWidget

from app.core.ical.ours import CalendarView
from app.core.ical.write import CalendarEntry, calendar_bytes
from app.ui.kit import SegmentedControl
from app.ui.links.preview.list import (
    DAYS,
    DESCRIPTION,
    LOCATION,
    STATUS,
    SUMMARY,
    PreviewList,
    RawModel,
    SentModel,
)
from app.ui.links.preview.load import Sent

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from app.core.links.link import Link
    from app.i18n import Catalogue
    from tests.ui.links.pane.conftest import AddLink, AddStay, ShowPane

    ShowList = Callable[..., PreviewList]

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


def entry(place: int, **facts: object) -> CalendarEntry:
    """An event of two nights, `place` days on."""
    first = date(2027, 7, 1) + timedelta(days=place)
    return CalendarEntry(
        uid=f"{place}@zimmerfrei",
        sequence=0,
        changed_at=MOMENT,
        first=first,
        end=first + timedelta(days=2),
        **{"summary": "Belegt", **facts},  # type: ignore[arg-type]
    )


def sent(link: Link, *entries: CalendarEntry) -> Sent:
    body = calendar_bytes("Seeblick 1", entries)
    return Sent(link, body, CalendarView(body))


@pytest.fixture
def show_list(qtbot: QtBot, add_link: AddLink, texts: Catalogue) -> ShowList:
    """Open the list of a calendar with these events."""
    ground = QWidget()
    qtbot.addWidget(ground)

    def show(*entries: CalendarEntry, words: Catalogue = texts) -> PreviewList:
        dialog = PreviewList(words, sent(add_link(portal="airbnb"), *entries), ground)
        with qtbot.waitExposed(dialog):
            dialog.open()
        return dialog

    return show


def test_the_model_is_a_sound_one(
    qtmodeltester: ModelTester, texts: Catalogue, qtbot: QtBot
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    view = CalendarView(calendar_bytes("x", [entry(1), entry(5, tentative=True)]))
    qtmodeltester.check(SentModel(texts, view, parent))  # type: ignore[no-untyped-call]  # of pytest-qt
    qtmodeltester.check(RawModel(b"a\r\nb\r\n", parent))  # type: ignore[no-untyped-call]  # of pytest-qt


def test_every_event_stands_there_as_it_is_sent(show_list: ShowList) -> None:
    dialog = show_list(
        entry(2, summary="<b>Huber</b>", description="Notiz: a\nb", location="Uferweg 12"),
        entry(9, tentative=True),
    )
    model = dialog.model
    cells = [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    assert cells == [
        ["03.–05.07.2027", "<b>Huber</b>", "Notiz: a · b", "Uferweg 12", ""],
        ["10.–12.07.2027", "Belegt", "", "", "unverbindlich"],
    ]
    tip = model.index(0, SUMMARY).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<span>&lt;b&gt;Huber&lt;/b&gt;</span>"
    assert dialog.whole.toPlainText() == ("03.–05.07.2027\n<b>Huber</b>\nNotiz: a\nb\nUferweg 12")
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.whole.toPlainText() == "10.–12.07.2027\nBelegt\nunverbindlich"


def test_a_changeover_is_on_one_day(texts: Catalogue, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    one_day = replace(entry(2), end=date(2027, 7, 4))
    view = CalendarView(calendar_bytes("x", [one_day]))
    model = SentModel(texts, view, parent, whole_days=True)
    assert model.index(0, DAYS).data() == "Sa 03.07.2027"


def test_columns_that_say_nothing_are_left_out(show_list: ShowList) -> None:
    # A text may look like a property; it never stands at the beginning of a line.
    table = show_list(entry(2, summary="x\\nLOCATION:y" + "z" * 80)).table
    hidden = [column for column in range(5) if table.isColumnHidden(column)]
    assert hidden == [DESCRIPTION, LOCATION, STATUS]
    assert not table.isColumnHidden(DAYS)


def test_the_raw_text_is_that_of_the_bytes(show_list: ShowList) -> None:
    dialog = show_list(entry(2, summary="Grüße aus Göhren " * 10))
    QTest.mouseClick(
        dialog.findChild(SegmentedControl, "preview_list_switch").segment("raw"),  # type: ignore[union-attr]
        Qt.MouseButton.LeftButton,
    )
    raw = dialog.findChild(QTableView, "preview_raw")
    assert raw is not None
    assert raw.isVisible()
    assert not dialog.findChild(QPlainTextEdit, "preview_whole").isVisible()  # type: ignore[union-attr]
    model = raw.model()
    lines = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "\r\n".join(lines).encode() + b"\r\n" == dialog._sent.body


def test_an_empty_calendar_has_an_empty_list(show_list: ShowList) -> None:
    dialog = show_list()
    assert dialog.model.rowCount() == 0
    assert dialog.whole.toPlainText() == ""


def test_of_fifty_thousand_events_only_those_in_sight_are_read(
    show_list: ShowList, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    real = CalendarView.entries

    def counted(self: CalendarView, start: int, count: int) -> list[object]:
        read.append(start)
        return list(real(self, start, count))

    monkeypatch.setattr(CalendarView, "entries", counted)
    dialog = show_list(*(entry(place, summary=f"Gast {place}") for place in range(50_000)))
    dialog.grab()
    assert dialog.model.rowCount() == 50_000
    assert len(set(read)) < 100

    dialog.table.scrollToBottom()
    dialog.grab()
    assert 49_999 in read
    assert len(set(read)) < 200


def test_the_pane_opens_the_list_of_what_it_shows(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(3, 10)
    hands = show_pane(add_link())
    hands.click("preview_all")
    dialog = hands.pane.findChild(PreviewList, "preview_list")
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog._sent.body == hands.sent()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
