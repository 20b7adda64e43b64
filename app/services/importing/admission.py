"""Which addresses may be read for which unit."""

from __future__ import annotations

from dataclasses import replace

from app.core import texts
from app.core.errors import UserError
from app.core.importing.address import host_of, mended, tokens_in
from app.core.importing.faults import own_link
from app.core.importing.guess import portal_of
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import Source
from app.core.portals import portal_key, portal_name
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.house.units import UnitTable
from app.storage.tables.importing.sources import SourceTable
from app.storage.tables.publishing.uploads import WantedTable


def checked(draft: SourceDraft) -> SourceDraft:
    """Return a draft with a mended address and clean texts (UserError)."""
    address = mended(draft.address, allow_private=draft.allow_private)
    portal = portal_key(texts.seen_line(draft.portal, texts.NAME_LIMIT)) or portal_of(address)
    label = texts.seen_line(draft.label, texts.NAME_LIMIT)
    return replace(
        draft,
        address=address,
        portal=portal,
        label=label or portal_name(portal) or host_of(address),
    )


class Admission:
    """Looks at drafts of sources before they are tried, added or changed."""

    def __init__(self, work: UnitOfWork) -> None:
        self._database = work.database
        self._table = SourceTable(work.database)
        self._units = UnitTable(work.database)

    def refuse(self, draft: SourceDraft, *, but: int | None) -> None:
        """Refuse a unit that is not let, our own link, and a link that is read already.

        Inside a read or write; `but` is the source that may have the address.
        """
        unit = self._units.unit(draft.unit_id)
        if unit is None:
            raise UserError("This unit does not exist any more.")
        if unit.archived:
            raise UserError(
                "{unit} is archived. Please bring it back before you read calendars for it.",
                unit=unit.name,
            )
        if self.is_own(draft.address):
            raise own_link()
        for kept in self._table.all():
            if kept.source.address == draft.address and kept.source.id != but:
                raise self._read_already(kept.source, draft)

    def is_own(self, address: str) -> bool:
        """Tell whether an address leads to one of our own links."""
        found = tokens_in(address)
        return bool(found) and not WantedTable(self._database).tokens().isdisjoint(found)

    def _read_already(self, there: Source, draft: SourceDraft) -> UserError:
        unit = self._units.unit(there.unit_id)
        name = unit.name if unit is not None else ""
        if there.unit_id == draft.unit_id:
            return UserError("This calendar is read for {unit} already.", unit=name)
        return UserError(
            "This calendar is read for {unit} already. At a portal each unit has a link of its "
            "own; please copy the one of this unit.",
            unit=name,
        )
