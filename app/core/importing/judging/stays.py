"""Stays of a feed that keep their identity: what becomes of each in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from app.core.importing.judging.echoes import is_entered
from app.core.importing.judging.identity import paired, running_on
from app.core.importing.judging.ledger import Ledger
from app.core.importing.judging.outcome import QuestionKind
from app.core.importing.judging.patience import Trust, confirmed
from app.core.importing.nights import Nights
from app.core.importing.source import FORGOTTEN, ForeignStay, SeenStay, Verdict, moved_by_owner
from app.core.stays.dates import overlaps
from app.core.stays.occupancy import Kind, Occupancy, Status

LONG = 90
"""Nights: longer ones, where stays and closures are written alike, are closures; asked about once.
"""
KEPT = timedelta(days=366)
"""So long after its departure it is remembered what a feed said of a stay."""


def verdict_of(stay: ForeignStay) -> Verdict:
    """Return what a stay is that is neither echo nor rule."""
    if stay.closure or stay.kind is Kind.BLOCK or (stay.unsure and stay.nights > LONG):
        return Verdict.BLOCK
    return Verdict.OPTION if stay.tentative else Verdict.BOOKING


def judge_stays(
    ledger: Ledger, stays: Sequence[ForeignStay], own: Iterable[Occupancy], trust: Trust
) -> None:
    """Write down what becomes of the stays of a reading, and of those that it is without."""
    _Stays(ledger, list(own), trust).judge(stays)


class _Stays:
    def __init__(self, ledger: Ledger, own: list[Occupancy], trust: Trust) -> None:
        self._ledger = ledger
        self._known = ledger.known
        self._own = own
        self._trust = trust

    def judge(self, stays: Sequence[ForeignStay]) -> None:
        seen = [
            one
            for one in self._known.seen
            if not one.stay.closure and one.verdict is not Verdict.ECHO
        ]
        pairs = paired(seen, stays, self._ledger.today)
        for one, stay in pairs.same:
            self._again(one, running_on(one.stay, stay, self._ledger.today))
        for one in pairs.missing:
            self._missing(one)
        for stay in pairs.new:
            self._new(stay)

    # ---- seen again ----

    def _again(self, one: SeenStay, stay: ForeignStay) -> None:
        if self._trust.old:
            self._as_it_was(one)
            return
        if one.stay.summary == FORGOTTEN and _dates(one.stay) == _dates(stay):
            # As long as the portal repeats it, nobody is to be reminded of whom it was.
            stay = replace(stay, summary=FORGOTTEN, guest="", link="")
        said = replace(
            one,
            stay=stay,
            last_seen=self._ledger.now,
            missing_since=None,
            missing_reads=0,
            gone_at=None,
            verdict=verdict_of(stay),
        )
        occupancy = self._ledger.occupancy(one)
        if not said.counts_as.occupies:
            self._left_out(one, said)
        elif occupancy is None:
            self._ledger.add(said)
            self._ledger.seen.append(said)
        elif one.gone_at is not None:
            self._revived(said, occupancy)
        elif not occupancy.blocks:
            self._cancelled_by_owner(one, said)
        else:
            self._followed(one, said, occupancy)

    def _as_it_was(self, one: SeenStay) -> None:
        """Keep a stay as it is: an old copy knows nothing newer of it."""
        occupancy = self._ledger.occupancy(one)
        if occupancy is not None and one.gone_at is None:
            self._ledger.stands(occupancy)
        self._ledger.ask_on(one)
        self._ledger.seen.append(one)

    def _revived(self, said: SeenStay, occupancy: Occupancy) -> None:
        """Bring back what had gone from the feed, with all that the owner had noted of it."""
        if occupancy.blocks:
            # Somebody has brought it back before.
            self._followed(said, said, occupancy)
            return
        option = said.counts_as is Verdict.OPTION
        self._ledger.change(
            occupancy,
            arrival=said.stay.arrival,
            departure=said.stay.departure,
            status=Status.OPTION if option else Status.CONFIRMED,
            option_until=said.stay.arrival if option else None,
        )
        self._ledger.seen.append(said)

    def _cancelled_by_owner(self, one: SeenStay, said: SeenStay) -> None:
        """Leave a stay cancelled as long as the feed repeats it; changed, it is another one."""
        if _dates(one.stay) != _dates(said.stay):
            said = replace(said, occupancy_id=None, joined=False, asked=False)
            self._ledger.add(said)
        self._ledger.seen.append(said)

    def _left_out(self, one: SeenStay, said: SeenStay) -> None:
        """Leave out what takes no night; what the owner has deleted is another one if changed."""
        deleted = one.by_owner is Verdict.LISTED and one.occupancy_id is None
        if deleted and (_dates(one.stay) != _dates(said.stay) or one.gone_at is not None):
            said = replace(said, by_owner=None, joined=False, asked=False)
            self._ledger.add(said)
        self._ledger.seen.append(said)

    def _followed(self, one: SeenStay, said: SeenStay, occupancy: Occupancy) -> None:
        """Take over what the portal has changed, where the owner has not."""
        known, ledger = self._known, self._ledger
        fields = _news(one, said, occupancy)
        moved = moved_by_owner(known.source, one, occupancy)
        same_place = (occupancy.arrival, occupancy.departure) == _dates(said.stay)
        if not moved:
            ledger.frees(_nights(one.stay), _nights(said.stay))
            fields |= {"arrival": said.stay.arrival, "departure": said.stay.departure}
        elif not same_place and self._portal_changed(one, said):
            ledger.ask(QuestionKind.CHANGED, said)
        ledger.change(occupancy, **fields)
        ledger.seen.append(self._long_asked(said))

    def _portal_changed(self, one: SeenStay, said: SeenStay) -> bool:
        open_one = self._ledger.asked(QuestionKind.CHANGED, one.id)
        return open_one is not None or _dates(one.stay) != _dates(said.stay)

    def _long_asked(self, said: SeenStay) -> SeenStay:
        """Ask once whether so many nights in a row are really closed."""
        open_one = self._ledger.asked(QuestionKind.LONG, said.id)
        if not is_long(said, self._ledger):
            return said
        if open_one is not None or not said.asked:
            self._ledger.ask(QuestionKind.LONG, said, said.stay.nights)
        return replace(said, asked=True)

    # ---- seen no more ----

    def _missing(self, one: SeenStay) -> None:
        ledger = self._ledger
        if one.stay.departure < ledger.today - KEPT:
            return
        occupancy = ledger.occupancy(one)
        if one.gone_at is not None:
            if one.stay.departure > ledger.today:
                ledger.seen.append(one)
            return
        past = one.stay.departure <= ledger.today
        # A stay that has begun is kept: some portals show no more who has arrived.
        began = one.stay.arrival <= ledger.today and not one.stay.unsure
        if past or began or not self._trust.frees:
            ledger.kept += not past
            if not past:
                ledger.ask_on(one)
            self._stay_on(one, occupancy)
            return
        self._away(one, occupancy)

    def _away(self, one: SeenStay, occupancy: Occupancy | None) -> None:
        """Count a stay as missing; gone, where that is confirmed."""
        ledger = self._ledger
        if occupancy is None or not occupancy.blocks:
            # What the owner has cancelled or overruled is so only as long as the feed repeats it.
            return
        since = one.missing_since or self._trust.without_since or ledger.now
        since = min(since, ledger.now)
        away = replace(one, missing_since=since, missing_reads=one.missing_reads + 1)
        if confirmed(since, ledger.now) and not self._only_the_owner_knows(one, occupancy):
            ledger.cancel(occupancy)
            ledger.seen.append(replace(away, gone_at=ledger.now))
            return
        if confirmed(since, ledger.now):
            ledger.ask(QuestionKind.GONE, away)
        else:
            ledger.ask_on(away)
        ledger.kept += 1
        self._stay_on(away, occupancy)

    def _stay_on(self, one: SeenStay, occupancy: Occupancy | None) -> None:
        if occupancy is not None:
            self._ledger.stands(occupancy, shown=False)
        self._ledger.seen.append(one)

    def _only_the_owner_knows(self, one: SeenStay, occupancy: Occupancy) -> bool:
        """Tell whether a stay may still come though the portal does not show it any more."""
        # Nights that we had given the portal may have been all that it showed of it.
        ours = one.joined and one.stay.unsure
        began = one.stay.arrival <= self._ledger.today
        return ours or began or moved_by_owner(self._known.source, one, occupancy)

    # ---- seen for the first time ----

    def _new(self, stay: ForeignStay) -> None:
        one = self._ledger.new(stay, verdict_of(stay))
        entered = self._entered(stay)
        if entered is None:
            self._ledger.add(one)
            self._ledger.seen.append(self._long_asked(one))
            return
        self._own.remove(entered)
        one = replace(one, occupancy_id=entered.id, joined=True)
        self._ledger.join(one, entered)
        self._joined(one, entered)

    def _joined(self, one: SeenStay, entered: Occupancy) -> None:
        """Take over from the feed what takes more nights; what takes fewer is asked about."""
        stay, ledger = one.stay, self._ledger
        fields: dict[str, object] = {} if entered.guest else {"guest": stay.guest}
        wider = stay.arrival <= entered.arrival and entered.departure <= stay.departure
        if wider:
            fields |= {"arrival": stay.arrival, "departure": stay.departure}
        else:
            ledger.ask(QuestionKind.CHANGED, one)
        ledger.change(entered, **fields)
        ledger.seen.append(one)

    def _entered(self, stay: ForeignStay) -> Occupancy | None:
        """Return the booking of this portal that the owner has entered by hand for this stay."""
        found = [
            one
            for one in self._own
            if is_entered(self._known.source, one)
            and overlaps(stay.arrival, stay.departure, one.arrival, one.departure)
            and (stay.arrival == one.arrival or stay.departure == one.departure)
        ]
        here = self._known.source.unit_id

        def worth(one: Occupancy) -> tuple[bool, bool, int]:
            same = (one.arrival, one.departure) == _dates(stay)
            return same, one.unit_id == here, -one.id

        return max(found, key=worth, default=None)


def is_long(one: SeenStay, ledger: Ledger) -> bool:
    """Tell whether a closure is so long that it may be something else."""
    ahead = one.stay.departure > ledger.today
    return ahead and one.counts_as is Verdict.BLOCK and one.stay.nights > LONG


def _news(one: SeenStay, said: SeenStay, occupancy: Occupancy) -> dict[str, object]:
    """Return what the feed has changed beside dates, where the owner has not."""
    fields: dict[str, object] = {}
    if said.stay.guest != one.stay.guest and occupancy.guest in {"", one.stay.guest}:
        fields["guest"] = said.stay.guest or occupancy.guest
    was, now = (one.counts_as is Verdict.OPTION, said.counts_as is Verdict.OPTION)
    if was != now and (occupancy.status is Status.OPTION) == was:
        fields["status"] = Status.OPTION if now else Status.CONFIRMED
        fields["option_until"] = said.stay.arrival if now else None
    return fields


def _dates(stay: ForeignStay) -> tuple[object, object]:
    return stay.arrival, stay.departure


def _nights(stay: ForeignStay) -> Nights:
    return Nights.within(stay.arrival, stay.departure)
