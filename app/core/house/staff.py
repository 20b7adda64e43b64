"""Staff members: who cleans and looks after units."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from app.core import texts
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDraft:
    """A staff member as the owner writes them down; `unit_ids` are the units they look after."""

    name: str
    role: str = ""
    unit_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember(StaffDraft):
    """A staff member as they are kept; `sequence` counts changes. Removed ones are not listed."""

    id: int
    removed_at: datetime | None
    sequence: int

    def draft(self) -> StaffDraft:
        """Return what the owner may edit."""
        return StaffDraft(**{field.name: getattr(self, field.name) for field in fields(StaffDraft)})


def check_staff(draft: StaffDraft) -> StaffDraft:
    """Return `draft` with clean texts (UserError: no name, too long, unreadable)."""
    return replace(
        draft, name=texts.name(draft.name), role=texts.seen_line(draft.role, texts.NAME_LIMIT)
    )
