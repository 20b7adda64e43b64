"""What a program that runs for long does again and again, whether it has a window or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.base.jobs import Job, Jobs

if TYPE_CHECKING:
    from app.services.daily_backup import DailyBackup
    from app.services.services import Services

BACKUP = "backup"
CLOCK = "clock"
_LOOK_AT_DAY = 600.0
_LOOK_AT_CLOCK = 1.0


def upkeep(services: Services, daily: DailyBackup, *, backup_at_once: bool = True) -> Jobs:
    """Return the jobs of upkeep, not started: the daily backup, and looks at the clock.

    Args:
        services: over the data folder.
        daily: makes the backups.
        backup_at_once: False where today's has just been seen to.
    """
    jobs = Jobs()
    jobs.add(
        Job(BACKUP, daily.make, every=_LOOK_AT_DAY, wanted=daily.wanted, at_once=backup_at_once)
    )
    # What it finds, the clock itself tells; so does the server's state.
    jobs.add(Job(CLOCK, services.house_clock.look, every=_LOOK_AT_CLOCK))
    return jobs
