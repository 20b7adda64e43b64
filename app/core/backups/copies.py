"""What backups there are, which are kept, and what would be missing after going back to one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.stays.occupancy import OccupancyDraft
from app.dataclass import dataclass
from app.i18n import N_

DAYS_KEPT, WEEKS_KEPT, MONTHS_KEPT = 14, 8, 12


class Kind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    BY_HAND = "by hand"
    BEFORE_CHANGE = "before a change"
    BEFORE_RESTORE = "before a restore"
    OTHER = "other"


class Soundness(StrEnum):
    """What a check has found."""

    SOUND = "sound"
    DAMAGED = "damaged"
    FOREIGN = "not ours"
    NEWER = "newer version"
    EMPTY = "empty"
    MISSING = "missing"


KIND_LABELS = {
    Kind.DAILY: N_("daily"),
    Kind.BY_HAND: N_("by hand"),
    Kind.BEFORE_CHANGE: N_("before an update"),
    Kind.BEFORE_RESTORE: N_("before going back"),
    Kind.OTHER: N_("a file of your own"),
}
SOUNDNESS_LABELS = {
    Soundness.SOUND: N_("checked"),
    Soundness.DAMAGED: N_("damaged"),
    Soundness.FOREIGN: N_("no Zimmerfrei data"),
    Soundness.NEWER: N_("from a newer version"),
    Soundness.EMPTY: N_("empty"),
    Soundness.MISSING: N_("missing"),
}


@dataclass(frozen=True, slots=True)
class Contents:
    """How much there is: without archived units, cancelled occupancies and deleted links."""

    units: int = 0
    occupancies: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its file's name, why and when (UTC) it was made, its size in bytes."""

    name: str
    kind: Kind
    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class KnownStay:
    """An occupancy with the name of its unit and its count of changes."""

    unit: str
    stay: OccupancyDraft
    sequence: int


@dataclass(frozen=True, slots=True)
class KnownLink:
    """A link: what it shows (empty for the whole house), its label and portal."""

    subject: str
    label: str
    portal: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an owner would miss, by what stays the same for life: id, uid, id and moment."""

    units: Mapping[int, str] = field(default_factory=dict)
    stays: Mapping[str, KnownStay] = field(default_factory=dict)
    links: Mapping[tuple[int, str], KnownLink] = field(default_factory=dict)

    @property
    def contents(self) -> Contents:
        return Contents(len(self.units), len(self.stays), len(self.links))


@dataclass(frozen=True, slots=True)
class Examined:
    """A database file after a look at every page of it; nothing is known of one that is unsound."""

    soundness: Soundness
    snapshot: Snapshot = field(default_factory=Snapshot)

    @property
    def sound(self) -> bool:
        return self.soundness is Soundness.SOUND


@dataclass(frozen=True, slots=True)
class Missing:
    """What there is now and would not be any more.

    `changed` counts the occupancies that would be there, but as they were then.
    """

    units: tuple[str, ...] = ()
    stays: tuple[KnownStay, ...] = ()
    links: tuple[KnownLink, ...] = ()
    changed: int = 0

    def __bool__(self) -> bool:
        return bool(self.units or self.stays or self.links or self.changed)


def missing(now: Snapshot, then: Snapshot) -> Missing:
    """Return what going back from `now` to `then` takes away, stays by arrival."""
    lost = [known for uid, known in now.stays.items() if uid not in then.stays]
    return Missing(
        units=tuple(name for key, name in now.units.items() if key not in then.units),
        stays=tuple(sorted(lost, key=lambda known: (known.stay.arrival, known.unit))),
        links=tuple(link for key, link in now.links.items() if key not in then.links),
        changed=sum(
            known.sequence != then.stays[uid].sequence
            for uid, known in now.stays.items()
            if uid in then.stays
        ),
    )


class Rhythm(StrEnum):
    """As what a daily backup is kept."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


RHYTHM_LABELS = {
    Rhythm.DAILY: N_("daily"),
    Rhythm.WEEKLY: N_("weekly"),
    Rhythm.MONTHLY: N_("monthly"),
}


def kept(days: Iterable[date], today: date) -> dict[date, Rhythm]:
    """Return which of the daily backups up to `today` are kept, and as what.

    The newest 14; of each of the newest 8 weeks and 12 months that have one the newest. Counted in
    backups and not from today: a clock that leaps ahead takes nothing away. What is named after
    `today` is not counted; a clock that was wrong once must not push out what is real.
    """
    past = sorted({day for day in days if day <= today}, reverse=True)
    found = dict.fromkeys(
        _newest_of(past, MONTHS_KEPT, lambda d: (d.year, d.month)), Rhythm.MONTHLY
    )
    found |= dict.fromkeys(_newest_of(past, WEEKS_KEPT, _week), Rhythm.WEEKLY)
    return found | dict.fromkeys(past[:DAYS_KEPT], Rhythm.DAILY)


def dropped(days: Iterable[date], today: date) -> set[date]:
    """Return which of the daily backups go; never one named after `today`."""
    given = set(days)
    return {day for day in given if day <= today} - kept(given, today).keys()


@dataclass(frozen=True, slots=True)
class Since:
    """The backups that have been made since something was entered, which therefore hold it.

    `daily` goes by itself: the last on `gone_on`, if a backup is made each day; None where there is
    none. `others` were made by hand or before a change: they stay until the owner deletes them.
    """

    daily: int
    gone_on: date | None
    others: int

    def __bool__(self) -> bool:
        return bool(self.daily or self.others)


def last_gone(days: Iterable[date], today: date) -> date | None:
    """Return when the last of the daily backups up to `today` is gone, None where there is none.

    Used on each day from then on, that is: somebody who makes no backups keeps the old ones.
    """
    waiting = {day for day in days if day <= today}
    if not waiting:
        return None
    there = kept(waiting, today).keys()
    day = today
    while waiting := waiting & there:
        day += timedelta(days=1)
        there = kept([*there, day], day).keys()
    return max(day, today)


def _week(day: date) -> object:
    year, week, _ = day.isocalendar()
    return year, week


def _newest_of(
    newest_first: list[date], periods: int, period: Callable[[date], object]
) -> list[date]:
    """Return the newest day in each of the newest `periods` periods that have one."""
    first_of: dict[object, date] = {}
    for day in newest_first:
        first_of.setdefault(period(day), day)
    return list(first_of.values())[:periods]
