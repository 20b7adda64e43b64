"""From what a feed says now, and what was known of it, to what is to be done.

In this order: is the answer believed; which nights are our own that come back; what becomes of each
stay; what becomes of closed nights; what is to be asked, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.core.importing.judging.echoes import (
    Echoes,
    EchoNights,
    entered_by_hand,
    is_entered,
    trimmed,
)
from app.core.importing.judging.ledger import Ledger
from app.core.importing.judging.nightly import Judged, Shown, judge_nights
from app.core.importing.judging.outcome import (
    Add,
    Cancel,
    Change,
    Counts,
    Faded,
    GivenNights,
    Join,
    Known,
    Memory,
    Outcome,
    QuestionKind,
)
from app.core.importing.judging.patience import Trust, believed_again, generated, stamps, trust
from app.core.importing.judging.stays import judge_stays
from app.core.importing.nights import Nights, Range
from app.core.importing.reading import Reading
from app.core.importing.source import ForeignStay
from app.core.importing.wording import sends_rules
from app.core.stays.occupancy import Occupancy

_FADED_FOR = timedelta(days=30)
"""So old may be the copy that a portal answers with."""
_YEAR = timedelta(days=365)


def reconcile(
    known: Known,
    reading: Reading,
    own: Sequence[Occupancy],
    given: GivenNights,
    now: datetime,
    today: date,
) -> Outcome:
    """Return what a complete reading means.

    Args:
        known: the source before it.
        reading: what the feed says.
        own: occupancies that are not of this source: every one of the source's unit, and those that
            the owner entered for this portal and has moved out of that unit.
        given: what the portal knows from us.
        now: UTC.
        today: in the house.
    """
    believed = trust(known, reading, now, today)
    ledger = Ledger(known, now, today)
    entered = entered_by_hand(known.source, own)
    ours = Echoes(known, reading.stays, entered, given, now, today)
    stays, parts = _stays(known, reading, entered, ours, believed)
    judge_stays(ledger, stays, own, believed)
    shown = _shown(known, reading, stays, parts, believed)
    rules = sends_rules(reading.producer)
    judged = judge_nights(ledger, shown, ours, believed, may_be_rules=rules)
    _ask(ledger, reading, own, given, believed)
    return Outcome(
        decisions=tuple(ledger.decisions),
        seen=tuple(ledger.seen),
        questions=tuple(ledger.questions),
        doubt=believed.doubt,
        memory=_memory(known, reading, judged, believed, now, today),
        counts=_counts(ledger, reading, judged),
    )


_Parts = tuple[tuple[ForeignStay, EchoNights], ...]


def _stays(
    known: Known,
    reading: Reading,
    entered: Sequence[Range],
    ours: Echoes,
    believed: Trust,
) -> tuple[list[ForeignStay], _Parts]:
    """Return what is a stay, without nights that are an echo, and those nights."""
    faded = _faded(known) if believed.old else Nights()
    # What an old copy shows over nights that are known is no news: it had gone, or was changed.
    told = faded | known.memory.shown if believed.old else Nights()
    stays = [
        stay
        for stay in reading.stays
        if not stay.closure and not stay.unsure and not told.covers(stay.arrival, stay.departure)
    ]
    found = ours.of_all(stay for stay in reading.stays if stay.unsure and not stay.closure)
    for stay, echo in found:
        stays += trimmed(stay, echo.all | faded, entered)
    parts = [(stay, echo) for stay, echo in found if echo.all]
    return stays, tuple(parts)


def _shown(
    known: Known,
    reading: Reading,
    stays: Iterable[ForeignStay],
    parts: _Parts,
    believed: Trust,
) -> Shown:
    of_stays = Nights.of((one.arrival, one.departure) for one in stays)
    closed = _closed(reading.stays) - of_stays
    if believed.old:
        # What was shown since stays as it was judged; what had gone was known to be gone.
        closed -= known.memory.shown | _faded(known)
    echo = Nights.of(one for _, nights in parts for one in nights.all.ranges)
    end = max((one.departure for one in reading.stays), default=date.min)
    return Shown(closed, of_stays | echo, end, parts)


def _closed(stays: Iterable[ForeignStay]) -> Nights:
    return Nights.of((one.arrival, one.departure) for one in stays if one.closure)


def _faded(known: Known) -> Nights:
    return Nights.of((one.arrival, one.departure) for one in known.memory.faded)


# ---- what is asked about the source ----


def _ask(
    ledger: Ledger,
    reading: Reading,
    own: Sequence[Occupancy],
    given: GivenNights,
    believed: Trust,
) -> None:
    if believed.doubt is not None:
        kind = QuestionKind(believed.doubt.kind.value)
        coming = sum(one > ledger.today for one in ledger.known.memory.departures)
        # An old copy in between is no answer to what was asked.
        if believed.ask or (believed.old and ledger.asked(kind) is not None):
            ledger.ask(kind, number=coming)
    stranger = ledger.asked(QuestionKind.STRANGER) is not None
    if stranger or (ledger.known.read_at is None and _strange(ledger, reading, own, given)):
        ledger.ask(QuestionKind.STRANGER)


def _strange(
    ledger: Ledger, reading: Reading, own: Sequence[Occupancy], given: GivenNights
) -> bool:
    """Tell whether a feed shows nothing for a year of what its portal must know."""
    year = Nights.within(ledger.today, ledger.today + _YEAR)
    entered = Nights.of(
        (one.arrival, one.departure) for one in own if is_entered(ledger.known.source, one)
    )
    expected = (entered | given.known) & year
    shown = Nights.of((one.arrival, one.departure) for one in reading.stays) & year
    return bool(expected and shown) and not expected & shown


# ---- what is remembered ----


def _memory(
    known: Known, reading: Reading, judged: Judged, believed: Trust, now: datetime, today: date
) -> Memory:
    before = known.memory
    if not believed.frees:
        old_since = (before.old_since or now) if believed.old else None
        return replace(before, read_on=today, held=judged.held, old_since=old_since)
    shown = Nights.of((one.arrival, one.departure) for one in reading.stays)
    rules = judged.rules
    memory = Memory(
        read_on=today,
        held=judged.held,
        departures=tuple(sorted(one.departure for one in reading.stays if one.departure > today)),
        shown=shown,
        faded=tuple(_fading(before, shown, now)),
        stamp=max(stamps(reading), default=before.stamp),
        generated=generated(known, reading),
        runs=rules.runs if rules is not None else (),
        notice=rules.notice if rules is not None else None,
        window=rules.window if rules is not None else None,
    )
    return believed_again(memory, now)


def _fading(before: Memory, shown: Nights, now: datetime) -> Iterable[Faded]:
    for one in before.faded:
        if timedelta() <= now - one.since < _FADED_FOR:
            for first, end in (Nights.within(one.arrival, one.departure) - shown).ranges:
                yield Faded(first, end, one.since)
    for first, end in (before.shown - shown).ranges:
        yield Faded(first, end, now)


def _counts(ledger: Ledger, reading: Reading, judged: Judged) -> Counts:
    made = [type(one) for one in ledger.decisions]
    held = {(one.arrival, one.departure) for one in judged.held}
    blocked = sum(
        isinstance(one, Add) and (one.draft.arrival, one.draft.departure) in held
        for one in ledger.decisions
    )
    joined = {one.occupancy_id for one in ledger.decisions if isinstance(one, Join)}
    changed = {one.occupancy_id for one in ledger.decisions if isinstance(one, Change)} | joined
    return Counts(
        new=made.count(Add) - blocked,
        changed=len(changed),
        gone=made.count(Cancel),
        kept=ledger.kept + len(judged.held),
        refused=len(reading.refused),
        rules=sum(one.counts_as.rule for one in ledger.seen),
    )
