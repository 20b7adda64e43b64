"""The window tells once that the data lies where others have a hand in its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.services import Services
from app.ui.kit import Banner
from app.ui.window.program import Program
from tests.ui.conftest import OpenWindow


def told(program: Program) -> str:
    found = program.shell.findChild(Banner, "error_banner")
    return found.plain_text() if found is not None and found.isVisible() else ""


@pytest.fixture
def cloud(services: Services) -> Path:
    """The data folder, in what a cloud copies."""
    folder = services.folder.path
    (folder / ".dropbox.cache").mkdir()
    return folder


def test_it_is_told_with_the_folder_and_the_clouds_name(
    open_window: OpenWindow, cloud: Path
) -> None:
    said = told(open_window())
    assert "Dropbox" in said
    assert str(cloud) in said


@pytest.mark.usefixtures("cloud")
def test_it_is_not_told_again(open_window: OpenWindow) -> None:
    assert told(open_window())
    assert told(open_window()) == ""


def test_of_an_ordinary_folder_nothing_is_said(open_window: OpenWindow) -> None:
    assert told(open_window()) == ""
