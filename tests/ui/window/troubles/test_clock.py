"""A clock that cannot be right, in the window: said on every page, confirmed with one question."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.bootstrap import opened
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.kit import Banner, Dialog, Tone
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.program import Program
from app.ui.window.shell.pages import PAGES
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ui.conftest import Desktop, OpenWindow

pytestmark = [
    # The offscreen platform has no tray; the icon is made all the same.
    pytest.mark.qt_log_ignore("systemTrayWindowChanged", extend=True),
]
WRONG = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2028, 12, 24, 18, 30, tzinfo=UTC)]
LATER = WRONG[1]


@pytest.fixture(autouse=True)
def house(services: Services, expect_log: ExpectLog) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    services.links.enable_all()


def strip(program: Program) -> Banner:
    found = program.shell.findChild(Banner, "clock_banner")
    assert found is not None
    return found


def status(program: Program) -> StatusLine:
    line = program.shell.findChild(StatusLine)
    assert line is not None
    return line


def click(program: Program, name: str) -> None:
    found = program.frame.findChild(QAbstractButton, name)
    assert found is not None, name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("moment", WRONG, ids=str)
def test_it_is_said_on_every_page_and_in_the_status_line(
    open_window: OpenWindow, clock: SetClock, moment: datetime
) -> None:
    clock.moment = moment
    program = open_window()
    texts = program.texts
    for page in PAGES:
        program.shell.go(page)
        assert strip(program).isVisible()
    said = strip(program).plain_text()
    assert said.startswith(texts.tr("This computer’s clock is wrong."))
    assert texts.date(moment.date()) in said
    assert texts.date(date(2027, 7, 6)) in said
    assert status(program).tone is Tone.BAD
    words = texts.tr("This computer’s clock is wrong · calendar links pause")
    assert status(program).texts()[0] == words
    assert program._context.services.house_clock.today() == date(2027, 7, 6)


def test_it_comes_and_goes_by_itself(
    open_window: OpenWindow, clock: SetClock, qtbot: QtBot
) -> None:
    program = open_window()
    assert program.shell.findChild(Banner, "clock_banner") is None
    right, clock.moment = clock.moment, LATER
    qtbot.waitUntil(lambda: program.shell.findChild(Banner, "clock_banner") is not None)
    qtbot.waitUntil(lambda: strip(program).isVisible())
    clock.moment = right
    qtbot.waitUntil(lambda: not strip(program).isVisible())
    assert status(program).tone is Tone.GOOD


def test_the_owner_sees_the_date_and_confirms_it(
    open_window: OpenWindow, clock: SetClock, services: Services
) -> None:
    clock.moment = LATER
    program = open_window()
    click(program, "clock_right")
    click(program, "clock_right")
    (question,) = program.frame.findChildren(Dialog)
    text = question.findChild(QLabel, "clock_question_text")
    assert text is not None
    assert program.texts.date(LATER.date()) in text.text()
    assert "18:30" in text.text()
    click(program, "clock_question_cancel")
    assert strip(program).isVisible()
    click(program, "clock_right")
    click(program, "clock_question_primary")
    assert services.house_clock.doubt is None
    assert strip(program).isHidden()
    assert status(program).tone is Tone.GOOD
    assert program._context.services.house_clock.today() == LATER.date()


def test_a_clock_that_was_set_meanwhile_is_not_confirmed(
    open_window: OpenWindow, clock: SetClock
) -> None:
    clock.moment = LATER
    program = open_window()
    click(program, "clock_right")
    clock.moment = LATER + timedelta(days=700)
    click(program, "clock_question_primary")
    banner = program.shell.findChild(Banner, "error_banner")
    assert banner is not None
    assert program.texts.moment(clock.moment) in banner.plain_text()
    assert strip(program).isVisible()


def test_another_process_may_confirm_it(
    open_window: OpenWindow, clock: SetClock, services: Services, qtbot: QtBot
) -> None:
    clock.moment = LATER
    program = open_window()
    with opened(services.folder, busy_timeout=1, clock=clock) as others:
        others.house_clock.confirm(LATER)
    qtbot.waitUntil(lambda: strip(program).isHidden())


def test_it_is_said_anew_in_another_language(
    open_window: OpenWindow, clock: SetClock, services: Services, qtbot: QtBot
) -> None:
    clock.moment = LATER
    program = open_window()
    services.settings.set("language", "en")
    services.watch.poll()
    qtbot.waitUntil(lambda: program.texts.language.key == "en")
    assert strip(program).plain_text().startswith("This computer’s clock is wrong.")


def test_who_has_only_the_tray_is_told_there(
    open_window: OpenWindow,
    clock: SetClock,
    desktop: Desktop,
    server: ServerController,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desktop.tray = True
    program = open_window()
    assert program.leaving.tray is not None
    warned: list[tuple[str, str]] = []
    monkeypatch.setattr(program.leaving.tray, "warn", lambda *words: warned.append(words))
    program.frame.hide()
    clock.moment = LATER
    qtbot.waitUntil(lambda: server.state.doubt is not None)
    qtbot.waitUntil(lambda: bool(warned))
    ((title, text),) = warned
    assert title == program.texts.tr("This computer’s clock is wrong · calendar links pause")
    assert program.texts.date(LATER.date()) in text
    assert program.leaving.tray.state_action.text() == title
