"""Whether what was copied outlives the program, on a display of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
COPY = """
import sys
from PySide6.QtGui import QGuiApplication
from app.ui.window.ending import clipboard
app = QGuiApplication(sys.argv)
before = clipboard.may_go_with_us()
QGuiApplication.clipboard().setText("http://127.0.0.1:8642/cal/x/y.ics")
print(before, clipboard.may_go_with_us())
"""


def copied(*command: str, platform: str) -> str:
    done = subprocess.run(
        [*command, sys.executable, "-c", COPY],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": platform},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs a display of its own")
def test_on_x11_what_was_copied_here_goes_with_the_program() -> None:
    assert copied("xvfb-run", "-a", platform="xcb") == "False True\n"


def test_elsewhere_the_system_keeps_it() -> None:
    assert copied(platform="offscreen") == "False False\n"
