"""Where the data lies if nobody names a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.services.system.starting import data_path, long_path, usual_folder


def test_the_usual_folder_is_the_users_own(home: Path) -> None:
    """Of tests and scripts the one that their environment names: they must touch no real data."""
    assert usual_folder().is_relative_to(home)
    assert usual_folder().name == "zimmerfrei"


@pytest.mark.skipif(sys.platform != "win32", reason="of Windows alone")
def test_another_profile_is_another_folder_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "Eva Öz"
    monkeypatch.setenv("LOCALAPPDATA", str(profile))
    assert usual_folder() == profile / "zimmerfrei"


def test_without_an_environment_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert usual_folder().is_absolute()
    assert usual_folder().name == "zimmerfrei"


@pytest.mark.parametrize("named", ["a b", "Gäste und Häuser", "x" * 200])
def test_a_folder_that_is_named_is_reached(tmp_path: Path, named: str) -> None:
    path = data_path(str(tmp_path / named))
    path.mkdir()
    (path / ("y" * 80)).mkdir()
    assert path.name == named
    assert long_path(path) == path
