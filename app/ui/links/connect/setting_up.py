"""What connecting a portal writes: a link, a source; all that was set up is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.portals import portal_name
from app.services.base.changes import CompositeChange, SourceChange
from app.ui.base.undoing import Undoing
from app.ui.links.base.portal_link import link_to

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.services.base.changes import OneChange
    from app.services.importing.reading.results import Added
    from app.ui.base.context import Context


class SettingUp:
    """Makes links as they are wanted, notes what was added, and offers all of it to be undone."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._parts: list[OneChange] = []
        self._names: list[str] = []

    @property
    def anything(self) -> bool:
        """Whether anything was set up."""
        return bool(self._parts)

    def link(self, unit_id: int, portal: str) -> Link | None:
        """Return the link that goes to `portal`, None where there is none (UserError)."""
        return link_to(self._context.services, unit_id, portal)

    def units_read_from(self, portal: str) -> set[int]:
        """Return the ids of the units for which a calendar of `portal` is read."""
        sources = self._context.services.sources.all()
        return {source.unit_id for source in sources if source.portal == portal}

    def make_link(self, unit_id: int, portal: str) -> Link:
        """Make the link that goes to `portal`, or let the one that is there answer (UserError)."""
        links = self._context.services.links
        known = self.link(unit_id, portal)
        if known is None:
            language = self._context.texts.language.key
            choices = LinkChoices(portal=portal, language=language)
            change = links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit_id), choices)
        else:
            change = links.enable(known.id, sequence=known.sequence)
        self.note_part(change)
        return change.after

    def note(self, added: Added, unit: Unit) -> None:
        """Note that a source was added for `unit`, with what its first reading has brought."""
        self.note_part(SourceChange(None, added.source))
        for part in added.result.change.parts:
            self.note_part(part)
        self._names.append(f"{portal_name(added.source.portal) or unit.name} · {unit.name}")

    def note_part(self, change: OneChange) -> None:
        """Note one thing that was done."""
        if change.changed:
            self._parts.append(change)

    def finish(self, portal: str) -> None:
        """Say what was set up and let it be one step of the history."""
        if not self._parts:
            return
        texts = self._context.texts
        what = (
            texts.tr("{portals} connected", portals=", ".join(self._names))
            if self._names
            else texts.tr("Link for {portal} made", portal=portal_name(portal))
        )
        Undoing(self._context).record(CompositeChange(tuple(self._parts)), what)
        self._parts.clear()
