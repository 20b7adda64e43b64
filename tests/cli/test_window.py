"""What happens where no window can be."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.start import has_display

from .conftest import ROOT, real, sentence

NO_SCREEN = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
local_sockets = pytest.mark.skipif(
    not hasattr(socket, "AF_UNIX"), reason="no display servers of this kind"
)
WITHOUT_PYSIDE6 = """
import sys
sys.modules["PySide6"] = None  # as if it were not installed
from app.cli import main
main()
"""


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="always has a screen")
@pytest.mark.parametrize(
    "gone",
    [
        {},
        {"DISPLAY": ":54321"},
        {"DISPLAY": "localhost:59999.0"},
        {"DISPLAY": "no display name"},
        {"WAYLAND_DISPLAY": "wayland-54321"},
    ],
)
def test_without_a_screen_it_names_serve(gone: dict[str, str]) -> None:
    answer = real(env={**NO_SCREEN, **gone})
    assert (answer.status, answer.out) == (1, "")
    assert "zimmerfrei serve" in sentence(answer)


def test_without_pyside6_it_names_serve() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYSIDE6],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert "zimmerfrei serve" in answer.stderr
    assert "not part of this installation" in answer.stderr


def test_data_that_cannot_be_opened_is_said_on_standard_error_too(data: Path) -> None:
    data.write_text("no folder")
    answer = real(env={"QT_QPA_PLATFORM": "offscreen"})
    assert (answer.status, answer.out) == (1, "")
    assert str(data) in sentence(answer)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("linux", {"QT_QPA_PLATFORM": "vnc:port=5901"}, True),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, False),
        ("freebsd14", {}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_screen_is_found(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(platform, environment) is expected


@local_sockets
def test_a_display_server_that_answers_is_a_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    wayland = {"XDG_RUNTIME_DIR": ".", "WAYLAND_DISPLAY": "wayland-0"}
    assert not has_display("linux", wayland)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("wayland-0")
        assert not has_display("linux", wayland)
        server.listen()
        assert has_display("linux", wayland)


@pytest.mark.parametrize(
    "display",
    [
        "localhost:{}",
        "127.0.0.1:{}.0",
        "tcp/localhost:{}",
        pytest.param(":{}", marks=local_sockets),
    ],
)
def test_an_x_server_that_answers_is_a_screen(display: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        name = {"DISPLAY": display.format(server.getsockname()[1] - 6000)}
        assert has_display("linux", name)
    assert not has_display("linux", name)
