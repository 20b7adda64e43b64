"""What the owner says of a source: answers, verdicts of their own, and that it is to go.

Each of these is an outcome like that of a reading, and applied like one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from app.core.importing.judging.ledger import draft
from app.core.importing.judging.outcome import (
    Add,
    Cancel,
    Change,
    Decision,
    Doubt,
    Known,
    Outcome,
    Question,
    QuestionKind,
    Release,
)
from app.core.importing.source import SeenStay, Verdict, moved_by_owner
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.i18n import N_, Message

_TEXTS = {
    QuestionKind.EMPTY: N_(
        "The calendar is empty; {count} stays were in it. Is that right? Until you answer, they "
        "stay."
    ),
    QuestionKind.SHORTER: N_(
        "Of {count} coming stays, less than half are left in the calendar. Is that right? Until "
        "you answer, all of them stay."
    ),
    QuestionKind.CHANGED: N_(
        "The portal has changed a stay that you had changed, too. It says {arrival} to {departure} "
        "now. Take over these dates? Until you answer, both are blocked."
    ),
    QuestionKind.GONE: N_(
        "The stay from {arrival} to {departure} is not in the portal’s calendar any more. Cancel "
        "it? Until you answer, it stays."
    ),
    QuestionKind.LONG: N_(
        "{count} nights are closed, from {arrival} to {departure}. Are they really? Until you "
        "answer, they are blocked."
    ),
    QuestionKind.STRANGER: N_(
        "Nothing in this calendar fits what the portal must know of this unit. Is it the right "
        "calendar? Until you answer, what is in it is blocked."
    ),
}


def question_text(question: Question) -> Message:
    """Return a question in words; yes and no are its answers."""
    values = {
        "arrival": question.arrival,
        "departure": question.departure,
        "count": question.count,
    }
    return Message(_TEXTS[question.kind], values)


def answer(known: Known, question: Question, *, yes: bool, now: datetime, today: date) -> Outcome:
    """Return what an answer to an open question means.

    A calendar that is not this unit's is answered by no: everything from it goes, and the source is
    to be switched off.
    """
    left = replace(known, questions=tuple(one for one in known.questions if one != question))
    about = next((one for one in known.seen if one.id == question.seen_id), None)
    match question.kind:
        case QuestionKind.EMPTY | QuestionKind.SHORTER:
            return _outcome(left, doubt=_doubt(known.doubt, yes=yes, now=now))
        case QuestionKind.STRANGER:
            return _outcome(left) if yes else removed(left, keep=False, today=today)
        case _ if about is None:
            return _outcome(left)
        case QuestionKind.CHANGED:
            return _changed(left, about) if yes else _outcome(left)
        case QuestionKind.GONE:
            return _gone(left, about, now, today) if yes else _kept(left, about)
        case QuestionKind.LONG:
            return _outcome(left) if yes else overruled(left, about, Verdict.LISTED, today)


def overruled(known: Known, about: SeenStay, verdict: Verdict, today: date) -> Outcome:
    """Return what it means that the owner takes a seen stay for something else than we do."""
    occupancy = _live(known, about)
    said = replace(about, by_owner=verdict, seen_on=today, asked=True)
    if not verdict.occupies:
        return _set_free(known, said, occupancy)
    if occupancy is not None:
        kind = Kind.BLOCK if verdict is Verdict.BLOCK else Kind.BOOKING
        change = Change(occupancy.id, replace(occupancy.draft(), kind=kind))
        return _outcome(known, [said], [change])
    # From now on it is the portal's own, whatever it was taken for.
    said = replace(said, verdict=verdict, assumed=False, left_at=None, occupancy_id=None)
    return _outcome(known, [said], [Add(said.id, draft(known, said))])


def removed(known: Known, *, keep: bool, today: date) -> Outcome:
    """Return what it means that a source goes, and what it has brought with it or not.

    What is past stays, and so does what the owner had entered or has changed.
    """
    decisions: list[Decision] = []
    for one in known.seen:
        occupancy = _live(known, one)
        if occupancy is None:
            continue
        owners = one.joined or moved_by_owner(known.source, one, occupancy)
        if keep or owners or one.stay.arrival <= today:
            decisions.append(Release(occupancy.id))
        else:
            decisions.append(Cancel(occupancy.id))
    return Outcome(decisions=tuple(decisions))


def _doubt(doubt: Doubt | None, *, yes: bool, now: datetime) -> Doubt | None:
    if doubt is None:
        return None
    # Where it is not right, the same answer is asked about again once it has lasted as long again.
    return replace(doubt, believed=True) if yes else replace(doubt, count=0, since=now)


def _changed(known: Known, about: SeenStay) -> Outcome:
    occupancy = _live(known, about)
    if occupancy is None:
        return _outcome(known)
    dates = replace(occupancy.draft(), arrival=about.stay.arrival, departure=about.stay.departure)
    return _outcome(known, decisions=[Change(occupancy.id, dates)])


def _gone(known: Known, about: SeenStay, now: datetime, today: date) -> Outcome:
    occupancy = _live(known, about)
    said = replace(about, gone_at=now)
    if occupancy is None:
        return _outcome(known, [said])
    if occupancy.arrival >= today:
        return _outcome(known, [said], [Cancel(occupancy.id)])
    # The nights that are past have been.
    ends = replace(occupancy.draft(), departure=min(occupancy.departure, today))
    return _outcome(known, [said], [Change(occupancy.id, ends)])


def _kept(known: Known, about: SeenStay) -> Outcome:
    occupancy = _live(known, about)
    left = replace(known, seen=tuple(one for one in known.seen if one.id != about.id))
    return _outcome(left, decisions=[Release(occupancy.id)] if occupancy else [])


def _set_free(known: Known, said: SeenStay, occupancy: Occupancy | None) -> Outcome:
    if occupancy is None:
        return _outcome(known, [said])
    said = replace(said, occupancy_id=None) if said.stay.closure else said
    return _outcome(known, [said], [Cancel(occupancy.id)])


def _live(known: Known, one: SeenStay) -> Occupancy | None:
    found = known.occupancies.get(one.occupancy_id or 0)
    return found if found is not None and found.status is not Status.CANCELLED else None


def _outcome(
    known: Known,
    said: Iterable[SeenStay] = (),
    decisions: Iterable[Decision] = (),
    doubt: Doubt | None = None,
) -> Outcome:
    """Return an outcome that leaves everything else as it is."""
    instead = {one.id: one for one in said}
    return Outcome(
        decisions=tuple(decisions),
        seen=tuple(instead.get(one.id, one) for one in known.seen),
        questions=known.questions,
        doubt=doubt or known.doubt,
        memory=known.memory,
    )
