"""What is written down while a reading is judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from app.core.importing.judging.outcome import (
    Add,
    Cancel,
    Change,
    Decision,
    Join,
    Known,
    Question,
    QuestionKind,
    Release,
)
from app.core.importing.nights import Nights
from app.core.importing.source import ForeignStay, SeenStay, Verdict
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft, Status


class Ledger:
    """Collects decisions, seen stays and questions, and knows what then stands in the unit."""

    def __init__(self, known: Known, now: datetime, today: date) -> None:
        self.known = known
        self.now = now
        self.today = today
        self.decisions: list[Decision] = []
        self.seen: list[SeenStay] = []
        self.questions: list[Question] = []
        self._open = defaultdict[int | None, list[Question]](list)
        for question in known.questions:
            self._open[question.seen_id].append(question)
        self.freed: list[tuple[date, date]] = []
        self.kept = 0
        self._shown: list[tuple[date, date]] = []
        self._kept: list[tuple[date, date]] = []
        self._ids = count(-1, -1)

    # ---- what stands ----

    def occupancy(self, one: SeenStay) -> Occupancy | None:
        """Return what a seen stay has become."""
        if one.occupancy_id is None:
            return None
        return self.known.occupancies.get(one.occupancy_id)

    def stands(self, draft: OccupancyDraft, *, shown: bool = True) -> None:
        """Note that an occupancy of this source takes nights, whether the feed shows it or not."""
        if draft.blocks and draft.unit_id == self.known.source.unit_id:
            (self._shown if shown else self._kept).append((draft.arrival, draft.departure))

    def shown(self) -> Nights:
        """Return the nights of the source's unit that are taken by stays which the feed shows."""
        return Nights.of(self._shown)

    def standing(self) -> Nights:
        """Return the nights of the source's unit that are taken by its stays."""
        return Nights.of(self._shown + self._kept)

    def frees(self, before: Nights, after: Nights) -> None:
        """Note nights that were taken and are so no more."""
        self.freed += (before - after).ranges

    # ---- what is done ----

    def new(self, stay: ForeignStay, verdict: Verdict, *, assumed: bool = False) -> SeenStay:
        """Return a stay that was never seen before."""
        return SeenStay(
            id=next(self._ids),
            source_id=self.known.source.id,
            stay=stay,
            first_seen=self.now,
            last_seen=self.now,
            verdict=verdict,
            assumed=assumed,
            seen_on=self.today,
        )

    def add(self, one: SeenStay) -> None:
        """Make an occupancy of a seen stay."""
        made = draft(self.known, one)
        self.decisions.append(Add(one.id, made))
        self.stands(made)

    def change(self, occupancy: Occupancy, **fields: object) -> None:
        """Change an occupancy, if that changes it."""
        before = occupancy.draft()
        after = replace(before, **fields)  # type: ignore[arg-type]  # names are those of the draft
        self.stands(after)
        if after != before:
            self.decisions.append(Change(occupancy.id, after))

    def cancel(self, occupancy: Occupancy) -> None:
        if occupancy.blocks:
            self.decisions.append(Cancel(occupancy.id))

    def release(self, occupancy: Occupancy) -> None:
        """Give an occupancy to the owner, with all that they have made of it."""
        self.decisions.append(Release(occupancy.id))

    def join(self, one: SeenStay, occupancy: Occupancy) -> None:
        self.decisions.append(Join(one.id, occupancy.id))

    # ---- what is asked ----

    def asked(self, kind: QuestionKind, seen_id: int | None = None) -> Question | None:
        """Return the open question of this kind about a seen stay, or about the source."""
        open_ones = self._open.get(seen_id, ())
        return next((question for question in open_ones if question.kind is kind), None)

    def ask_on(self, about: SeenStay) -> None:
        """Go on asking what is asked about a stay that this reading says nothing new of."""
        for question in self._open.get(about.id, ()):
            self.ask(question.kind, about, question.count)

    def ask(self, kind: QuestionKind, about: SeenStay | None = None, number: int = 0) -> None:
        """Ask, or go on asking with the dates and the number as they are now."""
        open_one = self.asked(kind, about.id if about else None)
        self.questions.append(
            Question(
                id=open_one.id if open_one else next(self._ids),
                source_id=self.known.source.id,
                kind=kind,
                seen_id=about.id if about else None,
                asked_at=open_one.asked_at if open_one else self.now,
                arrival=about.stay.arrival if about else None,
                departure=about.stay.departure if about else None,
                count=number,
            )
        )


def draft(known: Known, one: SeenStay) -> OccupancyDraft:
    """Return the occupancy that a seen stay becomes, in the source's unit."""
    verdict = one.counts_as
    option = verdict is Verdict.OPTION
    return OccupancyDraft(
        unit_id=known.source.unit_id,
        arrival=one.stay.arrival,
        departure=one.stay.departure,
        kind=Kind.BLOCK if verdict is Verdict.BLOCK else Kind.BOOKING,
        status=Status.OPTION if option else Status.CONFIRMED,
        option_until=one.stay.arrival if option else None,
        guest=one.stay.guest,
        portal=known.source.portal,
    )
