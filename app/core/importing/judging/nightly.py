"""Closed nights of a reading: what of them stands in the plan, and what is only shown as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.core.importing.judging.closures import blocks, firm, held, matched, overruled
from app.core.importing.judging.echoes import Echoes, EchoNights
from app.core.importing.judging.ledger import Ledger
from app.core.importing.judging.outcome import Held, QuestionKind
from app.core.importing.judging.patience import Trust
from app.core.importing.judging.rules import Closed, Rule, Rules, rules
from app.core.importing.judging.stays import KEPT, LONG
from app.core.importing.nights import Nights, Range
from app.core.importing.source import ForeignStay, SeenStay, Verdict, moved_by_owner
from app.core.stays.dates import overlaps
from app.core.stays.occupancy import Kind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reading shows.

    `closed` are the nights that are closed and no stay's, `stays` those of stays, `end` is the last
    day of all, `parts` are the nights of stays that were found to be echoes, each with its stay.
    """

    closed: Nights
    stays: Nights
    end: date
    parts: tuple[tuple[ForeignStay, EchoNights], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be remembered of the closed nights."""

    held: tuple[Held, ...]
    rules: Rules | None


def judge_nights(
    ledger: Ledger, shown: Shown, echoes: Echoes, trust: Trust, *, may_be_rules: bool
) -> Judged:
    """Write down what becomes of closed nights, once that of all stays is written."""
    return _Nightly(ledger, shown, echoes, trust).judge(may_be_rules=may_be_rules)


class _Nightly:
    def __init__(self, ledger: Ledger, shown: Shown, echoes: Echoes, trust: Trust) -> None:
        self._ledger = ledger
        self._shown = shown
        self._echoes = echoes
        self._trust = trust
        self._blocks = self._untouched()

    def judge(self, *, may_be_rules: bool) -> Judged:
        shown, today = self._shown, self._ledger.today
        echo = self._echoes.closed(shown.closed)
        rest = shown.closed - echo.all
        for one, nights in overruled(self._known_now(), rest, today):
            rest -= nights
            self._goes_on(one, nights)
        found = self._rules(rest, echo.all) if may_be_rules else None
        by_rules = found.found if found is not None else ()
        wanted = rest - _all(rule.nights for rule in by_rules)
        waiting = self._waiting(wanted)
        self._plan(wanted, waiting)
        self._show_rules(by_rules)
        self._show_echoes(echo)
        if not self._trust.frees:
            self._keep_all()
        return Judged(waiting, found)

    def _keep_all(self) -> None:
        """Keep what is no occupancy where an answer without it is not believed."""
        shown = {one.id for one in self._ledger.seen}
        self._ledger.seen += [
            one
            for one in self._known_now()
            if one.id not in shown and not one.counts_as.occupies and one.gone_at is None
        ]

    # ---- the owner's word ----

    def _untouched(self) -> list[SeenStay]:
        """Return the blocks in the plan that are as we have put them.

        One that the owner has moved or cancelled is theirs, and its nights are free as they said.
        """
        ledger, found = self._ledger, []
        self._set_free: dict[int, SeenStay] = {}
        for one in blocks(ledger.known):
            occupancy = ledger.occupancy(one)
            if occupancy is None:
                found.append(one)
            elif not occupancy.blocks or moved_by_owner(ledger.known.source, one, occupancy):
                if occupancy.blocks:
                    ledger.release(occupancy)
                free = replace(one, by_owner=Verdict.LISTED, occupancy_id=None)
                self._set_free[one.id] = replace(free, seen_on=ledger.today)
            else:
                found.append(one)
        return found

    def _known_now(self) -> list[SeenStay]:
        return [self._set_free.get(one.id, one) for one in self._ledger.known.seen]

    def _goes_on(self, one: SeenStay, nights: Nights) -> None:
        """Keep what the owner has said of nights, wherever they have wandered to."""
        first, end = nights.ranges[0][0], nights.ranges[-1][1]
        self._ledger.seen.append(self._seen_again(one, (first, end)))

    # ---- rules ----

    def _rules(self, rest: Nights, echo: Nights) -> Rules:
        known, today = self._ledger.known, self._ledger.today
        sure = firm(known, today)
        closed = Closed(
            nights=rest - sure,
            taken=self._shown.stays | echo | (sure & rest),
            end=self._shown.end,
            before=_all(Nights.within(*_dates(one)) for one in self._blocks)
            - _all(
                Nights.within(one.arrival, one.departure)
                for one in known.memory.held
                if one.since is not None
            ),
            today=today,
            first=known.read_at is None,
        )
        return rules(closed, known.memory)

    def _show_rules(self, found: Iterable[Rule]) -> None:
        before = [
            one
            for one in self._ledger.known.seen
            if one.stay.closure and one.verdict.rule and one.by_owner is None
        ]
        for rule in found:
            same = [one for one in before if one.verdict is rule.verdict]
            for nights, one in matched(rule.nights, same):
                self._show(nights, one, rule.verdict, assumed=rule.assumed and one is None)

    # ---- echoes ----

    def _show_echoes(self, echo: EchoNights) -> None:
        seen = [one for one in self._ledger.known.seen if one.verdict is Verdict.ECHO]
        closures = [one for one in seen if one.stay.closure]
        self._show_echo(echo, closures, _CLOSURE)
        for stay, nights in self._shown.parts:
            same = [one for one in seen if not one.stay.closure and one.stay.uid == stay.uid]
            self._show_echo(nights, same, stay)

    def _show_echo(self, echo: EchoNights, before: list[SeenStay], like: ForeignStay) -> None:
        for part, guessed, left in (
            (echo.known, False, False),
            (echo.assumed, True, False),
            (echo.left, False, True),
        ):
            for one_range, same in matched(part, before):
                one = same or next((one for one in before if _meets(one, one_range)), None)
                self._show(one_range, one, Verdict.ECHO, assumed=guessed, left=left, like=like)

    def _show(
        self,
        nights: Range,
        before: SeenStay | None,
        verdict: Verdict,
        *,
        assumed: bool,
        left: bool = False,
        like: ForeignStay | None = None,
    ) -> None:
        """Keep what is no occupancy, for the feed's report."""
        stay = replace(like or _CLOSURE, arrival=nights[0], departure=nights[1])
        fresh = self._ledger.new(stay, verdict, assumed=assumed)
        if before is not None and all(one.id != before.id for one in self._ledger.seen):
            fresh = replace(
                self._seen_again(before, nights), stay=stay, assumed=before.assumed or assumed
            )
        elif before is not None:
            # A part of what was one before has been shown as long.
            fresh = replace(fresh, first_seen=before.first_seen)
        gone = before.left_at if before is not None else None
        self._ledger.seen.append(
            replace(fresh, left_at=(gone or self._echoes.since) if left else None)
        )

    # ---- what stands in the plan ----

    def _waiting(self, wanted: Nights) -> tuple[Held, ...]:
        """Return the nights that stay blocked until it is confirmed that they are free."""
        ledger, before = self._ledger, self._ledger.known.memory.held
        blocked = _all(Nights.within(*_dates(one)) for one in self._blocks)
        freed = blocked - _all(Nights.within(one.arrival, one.departure) for one in before)
        freed -= self._past(blocked, wanted)
        freed |= Nights.of(ledger.freed)
        taken = wanted | ledger.shown()
        return held(before, freed, taken, self._trust, ledger.now, ledger.today)

    def _past(self, blocked: Nights, wanted: Nights) -> Nights:
        """Return blocked nights that are past; portals cut what runs, by a day of their own."""
        today = self._ledger.today
        past = blocked & Nights.within(date.min, today)
        if today + _DAY in wanted:
            past |= blocked.inside(today, today + _DAY)
        return past

    def _plan(self, wanted: Nights, waiting: tuple[Held, ...]) -> None:
        """Bring the blocks in the plan to the nights that are taken."""
        ledger, today = self._ledger, self._ledger.today
        over = [one for one in self._blocks if one.stay.departure <= today]
        live = [one for one in self._blocks if one.stay.departure > today]
        blocked = _all(Nights.within(*_dates(one)) for one in self._blocks)
        taken = wanted | Nights.of((one.arrival, one.departure) for one in waiting)
        taken |= self._past(blocked, wanted) | self._in_question()
        taken -= ledger.standing() | _all(Nights.within(*_dates(one)) for one in over)
        ledger.seen += [one for one in over if one.stay.departure >= today - KEPT]
        stay_on = set()
        for nights, one in matched(taken, live):
            self._block(nights, one)
            stay_on.add(one.id if one is not None else None)
        for one in live:
            occupancy = ledger.occupancy(one)
            if one.id not in stay_on and occupancy is not None:
                self._given_up(one)

    def _given_up(self, one: SeenStay) -> None:
        """Cancel a block that is over, unless the owner has made something else of it."""
        occupancy = self._ledger.occupancy(one)
        assert occupancy is not None
        if occupancy.kind is Kind.BLOCK:
            self._ledger.cancel(occupancy)
        else:
            self._ledger.release(occupancy)

    def _block(self, nights: Range, before: SeenStay | None) -> None:
        ledger = self._ledger
        stay = replace(_CLOSURE, arrival=nights[0], departure=nights[1])
        if before is None:
            one = ledger.new(stay, Verdict.BLOCK)
            ledger.add(one)
        else:
            one = self._seen_again(before, nights)
            occupancy = ledger.occupancy(before)
            if occupancy is None:
                ledger.add(one)
            else:
                ledger.change(occupancy, arrival=nights[0], departure=nights[1])
        ledger.seen.append(self._long_asked(one))

    def _long_asked(self, one: SeenStay) -> SeenStay:
        ledger = self._ledger
        if one.stay.nights <= LONG or one.stay.departure <= ledger.today:
            return one
        if ledger.asked(QuestionKind.LONG, one.id) is not None or not one.asked:
            ledger.ask(QuestionKind.LONG, one, one.stay.nights)
        return replace(one, asked=True)

    def _in_question(self) -> Nights:
        """Return the nights that the portal has given a stay which the owner had changed, too."""
        ledger = self._ledger
        changed = {one.seen_id for one in ledger.questions if one.kind is QuestionKind.CHANGED}
        return _all(Nights.within(*_dates(one)) for one in ledger.seen if one.id in changed)

    def _seen_again(self, one: SeenStay, nights: Range) -> SeenStay:
        moved = _dates(one) != nights
        return replace(
            one,
            stay=replace(one.stay, arrival=nights[0], departure=nights[1]),
            last_seen=self._ledger.now,
            seen_on=self._ledger.today if moved else one.seen_on,
        )


_CLOSURE = ForeignStay(uid="", arrival=date.min, departure=date.max, closure=True, kind=Kind.BLOCK)


def _meets(one: SeenStay, nights: Range) -> bool:
    return overlaps(one.stay.arrival, one.stay.departure, *nights)


def _dates(one: SeenStay) -> Range:
    return one.stay.arrival, one.stay.departure


def _all(several: Iterable[Nights]) -> Nights:
    return Nights.of(one for nights in several for one in nights.ranges)
