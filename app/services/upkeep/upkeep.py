"""What a program that runs for long does again and again, whether it has a window or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from app.services.base.jobs import Job, Jobs, Outcome
from app.services.base.network import LOOK_EVERY as NETWORK_LOOK_EVERY
from app.services.base.network import SETTLED, NetworkChange
from app.services.importing.sources import LOOK_EVERY as SOURCES_LOOK_EVERY
from app.services.publishing.outside.checks import LOOK_EVERY as CHECKS_LOOK_EVERY
from app.services.publishing.reader_script import LOOK_EVERY as READERS_LOOK_EVERY
from app.services.publishing.turns import GATHERED, LOOK_EVERY
from app.services.upkeep.daily_backup import BACKUP
from app.services.upkeep.emptying import Emptying

if TYPE_CHECKING:
    from app.services.base.watch import Moved
    from app.services.moving.moving import Moving
    from app.services.services import Services
    from app.services.upkeep.daily_backup import DailyBackup

Here: TypeAlias = Callable[[Callable[[], bool]], Callable[[], bool]]
"""Makes of what tells whether a job is wanted what is true only while the house lives here."""
CLOCK = "clock"
NETWORK = "network"
ADDRESS_CHECK = "address-check"
PUBLISH = "publish"
READERS = "readers"
READ_SOURCES = "read-sources"
FORGET_GUESTS = "forget-guests"
WATCH = "watch"
_LOOK_AT_DAY = 600.0
_LOOK_AT_CLOCK = 1.0
_LOOK_AT_CHANGES = 1.0
_LEFT_AFTER = 1.0
"""Seconds that an upload has which is under way when the program ends; it can be broken off."""


def upkeep(
    services: Services,
    daily: DailyBackup,
    *,
    jobs: Jobs | None = None,
    backup_at_once: bool = True,
    watching: bool = False,
) -> Jobs:
    """Return the jobs of upkeep, not started: backups, looks at the clock, uploads, readings.

    Args:
        services: over the data folder.
        daily: makes the backups.
        jobs: add them to these, which are not started either.
        backup_at_once: False where today's has just been seen to.
        watching: look as well what other processes have changed; a window does that itself.
    """
    jobs = jobs or Jobs()
    here = partial(_while_here, services.moving)
    jobs.add(
        Job(BACKUP, daily.make, every=_LOOK_AT_DAY, wanted=daily.wanted, at_once=backup_at_once)
    )
    # What it finds, the clock itself tells; so does the server's state.
    jobs.add(Job(CLOCK, services.house_clock.look, every=_LOOK_AT_CLOCK))
    emptying = Emptying(services)
    jobs.add(Job(FORGET_GUESTS, emptying.run, every=_LOOK_AT_DAY, wanted=emptying.wanted))
    _add_publishing(jobs, services, here)
    _add_checks(jobs, services, here)
    _add_readers(jobs, services, here)
    _add_readings(jobs, services, here)
    if watching:
        jobs.add(Job(WATCH, services.watch.poll, every=_LOOK_AT_CHANGES))
    return jobs


def _while_here(moving: Moving, wanted: Callable[[], bool]) -> Callable[[], bool]:
    """Let a job rest that others see, while the house lives on another computer."""
    return lambda: wanted() and not moving.silent


def _add_publishing(jobs: Jobs, services: Services, here: Here) -> None:
    turns = services.publishing_turns
    jobs.add(
        Job(PUBLISH, turns.run, every=LOOK_EVERY, wanted=here(turns.wanted), patience=_LEFT_AFTER)
    )

    def moved(what: Moved) -> None:
        if turns.moved(what):
            jobs.ask(PUBLISH, GATHERED)

    def clock_told(_: object) -> None:
        turns.hurry()
        jobs.ask(PUBLISH)

    services.watch.subscribe(moved)
    services.house_clock.subscribe(clock_told)


def _add_readers(jobs: Jobs, services: Services, here: Here) -> None:
    looks = services.reader_looks
    jobs.add(
        Job(
            READERS,
            looks.look,
            every=READERS_LOOK_EVERY,
            wanted=here(looks.wanted),
            jitter=READERS_LOOK_EVERY / 3,
            patience=_LEFT_AFTER,
        )
    )

    def network_told(change: NetworkChange) -> None:
        if change.online:
            jobs.ask(READERS, SETTLED)

    services.network.subscribe(network_told)


def _add_checks(jobs: Jobs, services: Services, here: Here) -> None:
    checks, network = services.address_checks, services.network
    jobs.add(
        Job(
            ADDRESS_CHECK,
            checks.run_due,
            every=CHECKS_LOOK_EVERY,
            wanted=here(checks.wanted),
            jitter=CHECKS_LOOK_EVERY / 2,
            patience=_LEFT_AFTER,
            end=checks.end,
        )
    )

    def ended(outcome: Outcome) -> None:
        # What has been uploaded is to be proven at once.
        if outcome.job == PUBLISH:
            jobs.ask(ADDRESS_CHECK)

    def network_told(change: NetworkChange) -> None:
        if not change.online:
            return
        # A network that has just come up gives a name to nobody yet.
        services.publishing_turns.hurry()
        jobs.ask(PUBLISH, SETTLED)
        checks.hurry()
        jobs.ask(ADDRESS_CHECK, SETTLED)

    jobs.subscribe(ended)
    network.subscribe(network_told)
    jobs.add(Job(NETWORK, network.look, every=NETWORK_LOOK_EVERY))


def _add_readings(jobs: Jobs, services: Services, here: Here) -> None:
    """Read the calendars of portals: each when it is due, all at the start and on the network."""
    sources = services.sources
    jobs.add(
        Job(
            READ_SOURCES,
            sources.read_due,
            every=SOURCES_LOOK_EVERY,
            wanted=here(sources.wanted),
            patience=_LEFT_AFTER,
            end=sources.end,
        )
    )

    def network_told(change: NetworkChange) -> None:
        if change.online:
            sources.hurry()
            jobs.ask(READ_SOURCES, SETTLED)

    def clock_told(doubt: object) -> None:
        if doubt is None:
            jobs.ask(READ_SOURCES)

    def moved(what: Moved) -> None:
        if what.sources:
            # Another address, or an answer: what is due now is read now.
            jobs.ask(READ_SOURCES)

    services.network.subscribe(network_told)
    services.house_clock.subscribe(clock_told)
    services.watch.subscribe(moved)
