"""A look at what an address would bring, before anything of it is written."""

from __future__ import annotations

from app.core.importing.judging.outcome import Known
from app.core.importing.judging.reconcile import reconcile
from app.core.importing.report.answers import question_text
from app.core.importing.report.standing import Preview, SourceDraft
from app.core.importing.source import Source
from app.services.base.unit_of_work import UnitOfWork
from app.services.importing.reading.knowing import Knowing
from app.services.importing.reading.readings import Readings


def tried(work: UnitOfWork, readings: Readings, draft: SourceDraft) -> Preview:
    """Return what a source would bring, as if it were read for the first time.

    Raises:
        UserError: it gives no calendar.
        ReadingStoppedError: it was stopped.
    """
    today, asked_at = work.clock.sure_today(), work.clock.now()
    said = readings.look(draft.address, allow_private=draft.allow_private)
    known = Known(
        source=Source(
            id=0,
            unit_id=draft.unit_id,
            portal=draft.portal,
            label=draft.label,
            address=draft.address,
            allow_private=draft.allow_private,
            created_at=asked_at,
        )
    )
    with work.database.read():
        around = Knowing(work).surroundings(known, asked_at, today)
    outcome = reconcile(known, said, around.own, around.given, work.clock.now(), today)
    seen = sorted(outcome.seen, key=lambda one: (one.stay.arrival, one.stay.departure))
    return Preview(
        unit_id=draft.unit_id,
        address=draft.address,
        portal=draft.portal,
        name=said.name,
        producer=said.producer,
        seen=tuple(seen),
        counts=outcome.counts,
        refused=said.refused,
        listed=said.listed,
        remarks=tuple(question_text(one) for one in outcome.questions),
    )
