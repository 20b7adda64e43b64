"""What the window does without on its way to the first page."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OPENS = """
import linecache, sys
from app.cli.start import early_window

window = early_window(["--data-dir", sys.argv[1]])
import app.cli.window, app.ui.plan.page, app.ui.window.program
not_yet = {"click", "flask", "waitress", "holidays", "icalendar", "tomllib"}
not_yet |= {
    "app.core.links.link",
    "app.core.publishing.webspace",
    "app.services.upkeep.finishing",
    "app.services.links.readers",
    "app.services.publishing.publishing",
    "app.services.publishing.turns",
    "app.services.stays.checks",
    "app.services.taking_back",
    "app.services.upkeep.upkeep",
    "app.storage.backups.backup",
    "app.ui.kit.floating.popups",
    "app.ui.base.keys",
    "app.ui.plan.chart.intents",
    "app.ui.plan.chart.pointer",
    "app.ui.plan.editing",
    "app.ui.plan.finding.finding",
    "app.ui.plan.today.section",
    "app.ui.publishing",
    "app.ui.window.frame.webspace_status",
    "app.ui.window.ending.last_uploads",
}
not_yet |= {"asyncssh", "httpx", "keyring", "obstore", "cryptography"}
print(*sorted(not_yet & set(sys.modules)))
print(*(name for name in linecache.cache if name.endswith("page.py")))
window.close()
"""


def run(program: str, *arguments: str) -> str:
    """Run a program in a process of its own, without a screen; return what it has printed."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
        timeout=120,
    ).stdout


def test_no_commands_no_server_no_holidays_and_no_sources_are_read(tmp_path: Path) -> None:
    assert run(OPENS, str(tmp_path)).splitlines() == ["", ""]


FILLS = """
import sys
from pathlib import Path

from app.bootstrap import COMMAND_BUSY_TIMEOUT, opened
from app.services.data_folder.folder import DataFolder

with opened(DataFolder(Path(sys.argv[1])), busy_timeout=COMMAND_BUSY_TIMEOUT) as services:
    if services.units.empty():
        services.sample.fill()
"""
PAINTS = """
import sys

folder, stage = sys.argv[1:]
sys.argv = ["zimmerfrei", "--data-dir", folder]
from app.cli import main
import app.ui.window.program as program

def told(*names):
    print(*sorted(name for name in sys.modules if name.startswith(names)), flush=True)

begin = program.Program.begin
def begun(self):
    if stage == "painted":
        told("app.")
    begin(self)
    if stage == "served":
        told("app.ui.publishing")
    self.quit_wanted.emit()
program.Program.begin = begun
main()
"""
NOT_FOR_THE_PAGE = {
    "app.core.house.staff",
    "app.core.links.link",
    "app.core.publishing.webspace",
    "app.core.stays.double_booking",
    "app.core.stays.figures",
    "app.core.stays.moving",
    "app.core.web_address",
    "app.services.house.first_house",
    "app.services.house.house_revisions",
    "app.services.publishing.publishing",
    "app.services.house.staff",
    "app.services.stays.checks",
    "app.services.stays.double_bookings",
    "app.services.upkeep.upkeep",
    "app.storage.tables.house.staff",
    "app.storage.tables.links.covers",
    "app.storage.tables.links.links",
    "app.storage.tables.stays.double_bookings",
    "app.ui.base.keys",
    "app.ui.kit.floating.menus",
    "app.ui.paper.actions",
    "app.ui.plan.chart.drag_note",
    "app.ui.plan.chart.drags",
    "app.ui.plan.chart.intents",
    "app.ui.plan.chart.keyboard",
    "app.ui.plan.chart.pointer",
    "app.ui.plan.chart.wheel",
    "app.ui.plan.clashes",
    "app.ui.plan.editing",
    "app.ui.publishing.strips",
    "app.ui.stays.clash",
    "app.ui.stays.strips",
    "app.ui.window.frame.webspace_status",
    "app.ui.window.ending.last_uploads",
}


def loaded_until(stage: str, folder: Path) -> set[str]:
    """Return the modules that a window over the sample house has loaded by then."""
    run(FILLS, str(folder))
    return set(run(PAINTS, str(folder), stage).split())


def test_the_plan_is_painted_before_what_it_does_not_need(tmp_path: Path) -> None:
    # The first start knows no places to keep, so it makes all of it at once.
    first = loaded_until("painted", tmp_path / "data")
    assert "app.ui.plan.editing" in first
    second = loaded_until("painted", tmp_path / "data")
    assert "app.ui.plan.page" in second
    assert sorted(NOT_FOR_THE_PAGE & second) == []


def test_without_a_webspace_the_wizard_is_not_loaded(tmp_path: Path) -> None:
    loaded = loaded_until("served", tmp_path / "data")
    assert "app.ui.publishing.strips" in loaded
    assert not loaded & {
        "app.ui.publishing.dialog",
        "app.ui.publishing.secret.password_dialog",
        "app.ui.publishing.base.words",
    }


def named_here() -> set[str]:
    """Return the modules of ours that this file names."""
    return set(re.findall(r'"(app(?:\.\w+)+)"', Path(__file__).read_text("utf-8")))


def test_what_may_not_be_loaded_yet_is_there_at_all() -> None:
    # A module that was renamed would be missed by nobody.
    assert named_here() >= NOT_FOR_THE_PAGE
    assert [name for name in sorted(named_here()) if importlib.util.find_spec(name) is None] == []
