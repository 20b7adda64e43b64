"""What is different about a block in the dialog: it has a reason and no guest. No Qt here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.stays.occupancy import Kind

if TYPE_CHECKING:
    from app.core.stays.occupancy import OccupancyDraft


def parted(note: str) -> tuple[str, str]:
    """Return the reason that a note begins with, and what it says beyond that."""
    reason, _, more = note.strip().partition("\n")
    return reason.strip(), more.strip()


def joined(reason: str, note: str) -> str:
    """Return the note that begins with a reason."""
    return "\n".join(part for part in (reason.strip(), note.strip()) if part)


def as_block(draft: OccupancyDraft, before: OccupancyDraft | None) -> OccupancyDraft:
    """Return `draft` without a guest.

    What a block had of one `before`, unseen in the dialog, it keeps: nothing is lost unasked. Only
    the name is not kept, for it has been shown as the reason.
    """
    kept = before if before is not None and before.kind is Kind.BLOCK else None
    return replace(
        draft,
        guest="",
        contact=kept.contact if kept else "",
        phone=kept.phone if kept else "",
        email=kept.email if kept else "",
        arrival_time=kept.arrival_time if kept else None,
        persons=kept.persons if kept else None,
        children=kept.children if kept else None,
        pets=kept.pets if kept else None,
        portal=kept.portal if kept else "",
    )
