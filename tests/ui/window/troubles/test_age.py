"""A version that has grown old: a line above the pages, once a month, until it is put away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.program.versions import versions
from app.ui.kit.banner import Banner
from app.ui.window.program import Program
from app.ui.window.troubles.old_version import _NOTED
from tests.clocks import SetClock
from tests.ui.conftest import OpenWindow


def banner(program: Program) -> Banner | None:
    found = program.shell.findChild(Banner, "age_banner")
    return found if found is not None and not found.isHidden() else None


def said(shown: QWidget) -> str:
    return " ".join(label.text() for label in shown.findChildren(QWidget) if hasattr(label, "text"))


@pytest.fixture
def released(clock: SetClock) -> datetime:
    """The day of the version, at the hour that the tests' clock shows."""
    day = versions().released
    return clock.moment.replace(year=day.year, month=day.month, day=day.day)


def test_a_young_version_says_nothing(
    open_window: OpenWindow, clock: SetClock, released: datetime
) -> None:
    clock.moment = released + timedelta(days=364)
    program = open_window()
    assert banner(program) is None
    assert program._preferences.text(_NOTED) == ""


def test_an_old_one_says_so_once_a_month_and_is_put_away(
    open_window: OpenWindow, clock: SetClock, released: datetime, qtbot: QtBot
) -> None:
    clock.moment = released + timedelta(days=370)
    program = open_window()
    shown = banner(program)
    assert shown is not None
    assert "Diese Version ist 12 Monate alt." in said(shown)
    program.shell.go("units")
    assert banner(program) is not None, "it stays while the owner turns pages"
    dismiss = next(button for button in shown.findChildren(QAbstractButton) if button.isVisible())
    dismiss.click()
    qtbot.waitUntil(lambda: banner(program) is None)
    assert banner(open_window()) is None, "the next start is quiet"
    clock.moment += timedelta(days=20)
    assert banner(open_window()) is None
    clock.moment += timedelta(days=12)
    assert banner(open_window()) is not None


@pytest.mark.parametrize("noted", ["yesterday", "2999-01-01", ""])
def test_what_was_noted_wrongly_does_not_silence_it(
    open_window: OpenWindow, clock: SetClock, released: datetime, noted: str
) -> None:
    clock.moment = released + timedelta(days=400)
    program = open_window()
    program._preferences.note(_NOTED, noted)
    assert banner(open_window()) is not None
