"""How large all is drawn: what is offered, how it is begun, and that nothing else keeps it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.ui.base.context import Context
from app.ui.base.preferences import Preferences
from app.ui.base.size import SIZES, drawn_at, size_now, sizes_for
from app.ui.settings.page import SettingsPage
from app.ui.settings.window_card import WindowCard

VARIABLE = "QT_SCALE_FACTOR"


@pytest.fixture(autouse=True)
def begun_as_usual(qapp: QCoreApplication) -> None:
    qapp.setProperty("size in per cent", None)


@pytest.mark.parametrize(
    ("width", "height", "offered"),
    [
        (1366, 728, (100, 125)),
        (1024, 660, (100,)),
        (1920, 1040, SIZES),
        (3840, 2120, SIZES),
        (640, 400, (100,)),
    ],
)
def test_what_fits_a_screen_is_offered(width: int, height: int, offered: tuple[int, ...]) -> None:
    assert sizes_for(QSize(width, height), 100) == offered


@given(st.integers(1, 8000), st.integers(1, 8000), st.sampled_from(SIZES))
def test_there_is_always_a_way_back(width: int, height: int, now: int) -> None:
    offered = sizes_for(QSize(width, height), now)
    assert {100, now} <= set(offered) <= set(SIZES)
    assert list(offered) == sorted(offered)


@pytest.mark.parametrize(
    ("before", "percent", "asked"),
    [
        (None, 100, None),
        (None, 150, "1.5"),
        ("2", 150, "3.0"),
        ("1.25", 100, "1.25"),
        ("nonsense", 175, "1.75"),
        ("0", 125, "1.25"),
        ("nan", 125, "1.25"),
    ],
)
def test_qt_is_asked_for_it_at_the_beginning_alone(
    monkeypatch: pytest.MonkeyPatch, before: str | None, percent: int, asked: str | None
) -> None:
    if before is None:
        monkeypatch.delenv(VARIABLE, raising=False)
    else:
        monkeypatch.setenv(VARIABLE, before)
    with drawn_at(percent):
        assert os.environ.get(VARIABLE) == asked
    assert os.environ.get(VARIABLE) == before
    assert size_now() == percent


def test_the_environment_comes_back_where_nothing_can_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(RuntimeError), drawn_at(200):
        raise RuntimeError("no screen")
    assert VARIABLE not in os.environ
    assert size_now() == 100


@pytest.mark.parametrize(("noted", "size"), [("150", 150), ("", 100), ("1000", 100), ("x", 100)])
def test_a_size_is_remembered_and_no_nonsense(tmp_path: Path, noted: str, size: int) -> None:
    file = tmp_path / "window.ini"
    file.write_text(f"[window]\nsize={noted}\n")
    assert Preferences(file).size == size
    preferences = Preferences(file)
    preferences.size = 175
    preferences.save()
    assert Preferences(file).size == 175


def test_it_is_chosen_in_the_settings_for_the_next_start(qtbot: QtBot, context: Context) -> None:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    later = page.findChild(QLabel, "settings_size_later")
    assert later is not None
    assert later.isHidden()
    # The screen of the tests is small: what does not fit it is not offered.
    assert page.findChild(QAbstractButton, "settings_size_200") is None
    page._draw_at(125)
    assert not later.isHidden()
    assert context.preferences.size == 125
    page.window_card.size_chosen.emit(100)
    assert later.isHidden()
    assert context.preferences.size == 100


PROCESS = """
    import json, sys
    from pathlib import Path
    from app.ui.window.application import Opening
    from PySide6.QtWidgets import QApplication

    opening = Opening(Path(sys.argv[1]), in_tray=True)
    print(json.dumps(QApplication.instance().devicePixelRatio()), flush=True)
"""


@pytest.mark.parametrize("percent", [100, 200])
def test_the_program_begins_at_the_size_that_was_chosen(
    start: Callable[..., object], tmp_path: Path, percent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "window.ini").write_text(f"[window]\nsize={percent}\n")
    process = start(PROCESS, tmp_path)
    assert json.loads(process.stdout.readline()) == percent / 100  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("room", "said"),
    [(QSize(1366, 728), True), (QSize(1024, 660), True), (QSize(1920, 1040), False)],
)
def test_why_no_more_is_offered_is_said_where_a_screen_is_small(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch, room: QSize, said: bool
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: room)
    card = WindowCard(context.texts)
    qtbot.addWidget(card)
    hint = card.findChild(QLabel, "settings_size_room")
    assert (hint is not None) == said
    assert hint is None or hint.text()
