"""What time it is: asked through a value, so that every rule about time can be tried.

And whether that can be right: a small computer without a clock battery starts in 1970, a PC's clock
leaps by years. A calendar made by such a clock would be short, and portals would free every date.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from app.core.errors import UserError
from app.dataclass import dataclass
from app.i18n import N_

BEHIND = timedelta(days=1)
"""How far a clock may stand before what is known: it is set back a little now and then."""
AHEAD = timedelta(days=400)
"""How far it may be beyond: a house that is closed over the winter is opened once a year."""
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows an earlier time: there was no Zimmerfrei yet."""
_STEP = timedelta(seconds=1)
"""What tells two changes apart: calendars and HTTP write moments in whole seconds."""


class Clock(Protocol):
    """Tells the time. ``now`` is aware and in UTC; ``today`` is the computer's local date."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()


def later(now: datetime, before: datetime) -> datetime:
    """Return when a change of `now` was, at least a second after the one of `before`.

    Two changes within a second, or one after the computer's clock was set back, must not look like
    one, nor like an older one.
    """
    return max(now, before + _STEP)


def believable(now: datetime, known: datetime | None) -> bool:
    """Tell whether a clock that shows `now` can be right.

    Args:
        now: what it shows.
        known: the newest time that has certainly been, None where nothing is known. One that no
            clock can have shown rightly is nothing known.
    """
    if known is None or known < EARLIEST:
        return True
    return -BEHIND <= now - known <= AHEAD


def known_after(now: datetime, known: datetime | None) -> datetime | None:
    """Return what is known once something has happened while a clock showed `now`.

    What happens while the clock cannot be right says nothing, and nothing is ever known less.
    """
    if now < EARLIEST or not believable(now, known):
        return known
    return now if known is None else max(known, now)


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """That the computer's clock cannot be right: what it shows, and what is known."""

    shown: datetime
    known: datetime


class WrongClockError(UserError):
    """Something was refused because the computer's clock cannot be right."""

    def __init__(self, doubt: ClockDoubt) -> None:
        super().__init__(
            N_(
                "This computer’s clock is wrong: it shows {shown}, and Zimmerfrei was last used on "
                "{known}. Until it is right, no calendar link is answered, so that no portal frees "
                "dates. Please set date and time of this computer. If they are right, confirm "
                "that: zimmerfrei clock confirm"
            ),
            shown=doubt.shown,
            known=doubt.known,
        )
