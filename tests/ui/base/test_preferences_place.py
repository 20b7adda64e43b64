"""What the window remembers, where its folder is gone or may not be written to."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.ui.base.preferences import Preferences

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Gäste"
    folder.mkdir()
    return folder


def test_a_folder_that_is_gone_does_not_come_back_with_nothing_but_geometry(
    folder: Path, qtbot: QtBot
) -> None:
    preferences = Preferences(folder / "window.ini")
    preferences.page = "plan"
    preferences.save()
    gone = folder.rename(folder.with_name("gone"))
    preferences.page = "units"
    preferences.dismiss("hint")
    preferences.save()
    # Qt writes by itself, too, as soon as its loop runs.
    qtbot.wait(0)
    del preferences
    assert not folder.exists()
    gone.rename(folder)
    assert Preferences(folder / "window.ini").page == "plan"


def test_a_folder_that_comes_back_is_noted_in_again(folder: Path) -> None:
    preferences = Preferences(folder / "window.ini")
    gone = folder.rename(folder.with_name("gone"))
    preferences.page = "units"
    gone.rename(folder)
    preferences.page = "figures"
    preferences.save()
    assert Preferences(folder / "window.ini").page == "figures"


def test_a_folder_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "neu" / "window.ini")
    assert preferences.page == ""
    preferences.page = "plan"
    preferences.save()
    assert list(tmp_path.iterdir()) == []
