"""The window tells that there is no backup of today: once, however often it is tried."""

from __future__ import annotations

from app.core.errors import UserError
from app.services.base.jobs import Outcome
from app.services.upkeep.daily_backup import BACKUP
from app.services.upkeep.upkeep import READ_SOURCES
from app.ui.kit import Banner
from app.ui.window.program import Program
from tests.clocks import SetClock
from tests.ui.conftest import OpenWindow

FULL = UserError("The disk is full.")


def banner(program: Program) -> Banner | None:
    found = program.shell.findChild(Banner, "error_banner")
    return found if found is not None and found.isVisible() else None


def ended(program: Program, job: str, error: Exception | None) -> Banner | None:
    program._bridge.job_ended.emit(Outcome(job, error=error))
    return banner(program)


def test_it_is_told_once_a_day(open_window: OpenWindow, clock: SetClock) -> None:
    program = open_window()
    told = ended(program, BACKUP, FULL)
    assert told is not None
    assert "The disk is full." in told.plain_text()
    told.hide()
    assert ended(program, BACKUP, FULL) is None
    clock.passes(days=1)
    assert ended(program, BACKUP, FULL) is not None


def test_nothing_is_told_of_what_went_well_or_of_another_job(
    open_window: OpenWindow,
) -> None:
    program = open_window()
    assert ended(program, BACKUP, None) is None
    assert ended(program, READ_SOURCES, FULL) is None
