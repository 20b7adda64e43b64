"""What the window does without on its way to the first page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OPENS = """
import linecache, sys
from app.cli.start import early_window

window = early_window(["--data-dir", sys.argv[1]])
import app.cli.window, app.ui.plan.page, app.ui.window.program
not_yet = {"click", "flask", "waitress", "holidays", "icalendar"}
not_yet |= {
    "app.services.links.readers",
    "app.services.taking_back",
    "app.storage.backups.backup",
    "app.ui.kit.floating.popups",
    "app.ui.plan.finding.finding",
    "app.ui.plan.today.section",
}
not_yet |= {"asyncssh", "httpx", "keyring", "obstore", "cryptography"}
print(*sorted(not_yet & set(sys.modules)))
print(*(name for name in linecache.cache if name.endswith("page.py")))
window.close()
"""


def test_no_commands_no_server_no_holidays_and_no_sources_are_read(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", OPENS, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert answer.stdout.splitlines() == ["", ""]
