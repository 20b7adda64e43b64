"""Whether a complete answer is believed where it says less than was known.

What takes a night counts with the first answer, what frees one never does. These are the reasons
for which an answer frees nothing at all: it has lost too much at once, or it is an old copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from app.core.importing.judging.outcome import Doubt, DoubtKind, Known, Memory
from app.core.importing.reading import Reading
from app.core.importing.source import ForeignStay

CONFIRMED_AFTER = timedelta(minutes=30)
"""So far apart are the two readings that must both be without what is freed."""
_COPY = timedelta(days=1)
"""So old may a kept copy be that a portal answers with; older moments mean something else."""
TIMES = 3
LONG_ENOUGH = timedelta(days=1)
"""So often in a row, over so long, an answer is the same before somebody is asked about it."""
FEW = 3
"""So few stays may vanish together without the owner's word, once that has been the same so often.
"""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far an answer is believed.

    Attributes:
        frees: whether what it does not show may be freed.
        without_since: where it was doubted, since when it was the same.
        old: it is an old copy; what was known to have vanished does not come back by it.
        doubt: what is in doubt from now on.
        ask: whether the owner is to be asked about the doubt.
    """

    frees: bool = True
    without_since: datetime | None = None
    old: bool = False
    doubt: Doubt | None = None
    ask: bool = False


def trust(known: Known, reading: Reading, now: datetime, today: date) -> Trust:
    """Return how far an answer is believed."""
    if _old(known, reading):
        since = min(known.memory.old_since or now, now)
        # A portal whose clock was wrong, and is right again, would be an old copy for ever.
        if now - since < LONG_ENOUGH:
            return Trust(frees=False, old=True, doubt=known.doubt)
    before = sum(departure > today for departure in known.memory.departures)
    coming = [stay for stay in reading.stays if stay.departure > today]
    kind = _doubtful(before, len(coming))
    if kind is None:
        return Trust()
    return _doubted(known.doubt, kind, before, _digest(coming, today), now)


def confirmed(since: datetime, now: datetime) -> bool:
    """Tell whether what an earlier reading was without, too, may be freed by this one."""
    return now - since >= CONFIRMED_AFTER


def _doubtful(before: int, coming: int) -> DoubtKind | None:
    if coming == 0 and before > 0:
        return DoubtKind.EMPTY
    if before > FEW and 2 * coming < before:
        return DoubtKind.SHORTER
    return None


def _doubted(last: Doubt | None, kind: DoubtKind, before: int, digest: str, now: datetime) -> Trust:
    if last is None or (last.kind, last.digest) != (kind, digest):
        doubt = Doubt(kind, 1, now, digest)
    else:
        doubt = Doubt(kind, last.count + 1, min(last.since, now), digest, last.believed)
    often = doubt.count >= TIMES and now - doubt.since >= LONG_ENOUGH
    if doubt.believed or (often and kind is DoubtKind.EMPTY and before <= FEW):
        return Trust(without_since=doubt.since)
    return Trust(frees=False, doubt=doubt, ask=often)


def _digest(coming: Iterable[ForeignStay], today: date) -> str:
    """Return what tells two answers apart, whatever drifts in them from day to day."""
    stays = sorted(
        (max(stay.arrival, today).isoformat() if stay.arrival > today else "", stay.departure)
        for stay in coming
        if not stay.closure
    )
    return sha256(repr(stays).encode()).hexdigest()[:16]


def believed_again(memory: Memory, now: datetime) -> Memory:
    """Return what is remembered where a calendar that is believed says by now what it said.

    "Nothing has changed" (RFC 9110 §15.4.5) is a complete reading of the same copy. Where that
    bears the moment at which it was made, a kept copy tells of no later one.
    """
    made = memory.stamp if memory.generated else None
    kept = made is not None and timedelta() <= now - made <= _COPY
    return replace(memory, believed_at=made if kept else now)


def stamps(reading: Reading) -> set[datetime]:
    return {stay.stamp for stay in reading.stays if stay.stamp is not None}


def generated(known: Known, reading: Reading) -> bool:
    """Tell whether all events bear the moment of the answer, and not that of their own change."""
    found = stamps(reading)
    return len(found) == 1 if len(reading.stays) > 1 else known.memory.generated


def _old(known: Known, reading: Reading) -> bool:
    """Tell whether this was written before what was read last."""
    found = stamps(reading)
    newest = known.memory.stamp
    if newest is None or not found:
        return False
    if known.memory.generated and generated(known, reading):
        return max(found) < newest
    before = {one.stay.uid: one.stay.stamp for one in known.seen if one.stay.uid}
    older = False
    for stay in reading.stays:
        last = before.get(stay.uid)
        if last is None or stay.stamp is None:
            continue
        if stay.stamp > last:
            return False
        older = older or stay.stamp < last
    return older and max(found) <= newest
