"""Whether "nothing has changed" is answer enough, or a source must be read whole again."""

from __future__ import annotations

from datetime import date, datetime

from app.core.importing.judging.outcome import GivenNights, Known
from app.core.importing.nights import Nights
from app.core.importing.source import Verdict


def waits(known: Known, given: GivenNights, now: datetime, today: date) -> bool:
    """Tell whether the same calendar, read again, would mean something else than it did.

    Then it is asked for without conditions (no ETag, no date): something waits to be confirmed or
    answered, another day has begun, so that rules move on, or an echo has lost its reason.
    """
    memory = known.memory
    if known.read_at is None or known.doubt is not None or memory.old_since is not None:
        return True
    if memory.held or known.read_at > now or memory.read_on != today:
        return True
    if any(one.missing_since is not None and one.gone_at is None for one in known.seen):
        return True
    echoes = [one for one in known.seen if one.verdict is Verdict.ECHO]
    if any(one.left_at is not None for one in echoes):
        return True
    shown = Nights.of((one.stay.arrival, one.stay.departure) for one in echoes)
    return bool(shown - (given.known | given.assumed))
