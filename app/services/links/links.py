"""What an owner does with links: Freischalten, lock, renew, delete, and take it back.

Every change is returned whole: the link as it was and as it is, of one transaction.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.links.link import (
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    new_token,
)
from app.services.base.changes import CompositeChange, LinkChange
from app.services.base.settings import SettingsStore
from app.services.base.unit_of_work import UnitOfWork, check_sequence
from app.services.links.addresses import LinkAddresses
from app.services.links.drafting import Drafting
from app.storage.tables.house.units import UnitTable
from app.storage.tables.links.links import LinkTable, choice_values, target_values

if TYPE_CHECKING:
    from app.services.calendars.builder import CoveredStays

_DELETED_KEPT = timedelta(days=30)
"""Longer than any window stays open that could bring a deleted link back."""


class Links:
    """All links: what an owner does with them."""

    def __init__(self, work: UnitOfWork, settings: SettingsStore) -> None:
        self._work = work
        self._addresses = LinkAddresses(work, settings)
        self._table = LinkTable(work.database)
        self._units = UnitTable(work.database)
        self._drafting = Drafting(work, settings)

    def all(self, target: Target | None = None) -> list[Link]:
        """Return links by unit, the main one first; all, or those of `target`."""
        with self._work.database.read():
            return self._table.all(target)

    def any_ever(self) -> bool:
        """Tell whether there is, or was once, an address that somebody may have."""
        with self._work.database.read():
            return self._table.any_ever()

    def get(self, link_id: int) -> Link:
        """Return one link (UserError where there is none, or it is deleted)."""
        with self._work.database.read():
            return self._one(link_id)

    def address(self, link: Link) -> str:
        """Return the whole address of `link`; it stays the same while the link is disabled."""
        return self._addresses.of(link).url

    def archived(self, link: Link) -> bool:
        """Tell whether the unit that `link` is of is archived, so that it answers nobody."""
        if link.unit_id is None:
            return False
        with self._work.database.read():
            unit = self._units.unit(link.unit_id)
        return unit is not None and unit.archived

    def enable_unit(self, unit_id: int) -> LinkChange:
        """Freischalten: enable the unit's main link, which is made where it is missing.

        Raises:
            UserError: the unit does not exist or is archived.
        """
        with self._work.change():
            return self.enable_within(unit_id)

    def enable_all(self) -> CompositeChange[LinkChange]:
        """Freischalten for every unit that is not archived, all or none.

        There is a part for each of them, also where its link was enabled already.
        """
        with self._work.change():
            open_units = [unit for unit in self._units.units() if not unit.archived]
            return CompositeChange(tuple(self.enable_within(unit.id) for unit in open_units))

    def enable(self, link_id: int, *, sequence: int) -> LinkChange:
        """Let a link answer again, under the address it had."""
        with self._work.change():
            return self._switch(self._seen(link_id, sequence), enabled=True)

    def disable(self, link_id: int, *, sequence: int) -> LinkChange:
        """Let a link answer no more; its address is kept for when it is enabled again."""
        with self._work.change():
            return self._switch(self._seen(link_id, sequence), enabled=False)

    def add(self, kind: LinkKind, target: Target, choices: LinkChoices) -> LinkChange:
        """Add a further link, enabled at once.

        Raises:
            UserError: what it shall be of does not exist or is archived, or there is no such kind
                of link of it.
        """
        with self._work.change():
            return self.add_within(kind, target, choices)

    def draft(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        """Return a link as `add` would make it, for a preview; nothing is kept (UserError)."""
        with self._work.database.read():
            return self._drafting.draft(kind, target, choices)

    def preview(self, link: Link) -> bytes:
        """Return the calendar of `link`, kept or only drafted, exactly as its readers get it.

        One that is disabled shows what it would say.
        """
        # Writing calendars is imported on demand: most commands never do.
        from app.services.calendars.builder import FeedBuilder  # noqa: PLC0415

        with self._work.database.read():
            return FeedBuilder(self._work.database).calendar(link, self._work.clock.today())

    def covered_stays(self, link: Link, first: date, end: date) -> CoveredStays:
        """Return the stays of the calendar of `link` that take a night of ``[first, end)``, as they
        are kept: also those that it leaves out.
        """
        from app.services.calendars.builder import FeedBuilder  # noqa: PLC0415  # as in `preview`

        with self._work.database.read():
            return FeedBuilder(self._work.database).covered_stays(link, first, end)

    def change(self, link_id: int, choices: LinkChoices, *, sequence: int) -> LinkChange:
        """Change label, portal, level of detail, language, or whether it is put on the webspace.

        Only by the last its address changes: to the one here, or back.
        """
        with self._work.change():
            link = self._seen(link_id, sequence)
            choices = self._drafting.checked(link.kind, link.target, choices)
            if choices == link.choices():
                return LinkChange(link, link)
            self._table.choose(link_id, choices)
            return self._changed(link)

    def renew(self, link_id: int, *, sequence: int) -> LinkChange:
        """Give a link a new address; the old one answers no more, at once."""
        with self._work.change():
            link = self._seen(link_id, sequence)
            self._table.renew(link, new_token(), self._work.clock.now())
            return self._changed(link)

    def delete(self, link_id: int, *, sequence: int) -> LinkChange:
        """Delete a link; its address answers no more. `take_back` brings both back."""
        with self._work.change():
            now = self._work.clock.now()
            self._table.drop_deleted_before(now - _DELETED_KEPT, now)
            link = self._seen(link_id, sequence)
            self._table.delete(link_id, now)
            return self._changed(link)

    def take_back(self, change: LinkChange) -> LinkChange:
        """Undo `change` by a new one; undoing that one is redoing.

        A given-up address is valid again, and the one that came after it is given up. A link that
        was new is deleted, but one made by Freischalten is only disabled: enabled once more it has
        the address that may have been pasted meanwhile.

        Raises:
            UserError: it has become impossible; nothing happened.
        """
        with self._work.change():
            return self.take_back_within(change)

    def take_back_within(self, change: LinkChange) -> LinkChange:
        """Undo `change` inside a transaction that is open already."""
        now = self._any(change.after.id)
        check_sequence(now.sequence, change.after.sequence)
        if change.before is not None:
            self._restore(now, change.before)
        elif now.main:
            self._table.enable(now.id, False)
        else:
            self._table.delete(now.id, self._work.clock.now())
        return self._changed(now)

    def enable_within(self, unit_id: int) -> LinkChange:
        """Freischalten inside a transaction that is open already."""
        unit = Target(Scope.UNIT, unit_id)
        self._drafting.require(unit)
        main = next((link for link in self._table.all(unit) if link.main), None)
        if main is None:
            return self._add(
                self._drafting.draft(LinkKind.CALENDAR, unit, LinkChoices()), main=True
            )
        return self._switch(main, enabled=True)

    def add_within(self, kind: LinkKind, target: Target, choices: LinkChoices) -> LinkChange:
        """Add a further link inside a transaction that is open already."""
        return self._add(self._drafting.draft(kind, target, choices), main=False)

    def all_within(self, target: Target) -> list[Link]:
        """Return the links of `target` inside a transaction that is open already."""
        return self._table.all(target)

    def _restore(self, now: Link, before: Link) -> None:
        if now.deleted_at is not None and before.deleted_at is None:
            self._check_return(before)
        if now.token != before.token:
            self._table.renew(now, before.token, self._work.clock.now())
        if now.choices() != before.choices():
            self._table.choose(now.id, before.choices())
        if now.enabled != before.enabled:
            self._table.enable(now.id, before.enabled)
        if now.deleted_at is not None and before.deleted_at is None:
            self._table.restore(now.id, self._work.clock.now())
        elif now.deleted_at is None and before.deleted_at is not None:
            self._table.delete(now.id, self._work.clock.now())

    def _check_return(self, link: Link) -> None:
        """Refuse to bring a link back that would be one too many, or of somebody who is gone."""
        if link.target.scope is Scope.STAFF:
            self._drafting.require(link.target)
        if link.main and any(other.main for other in self._table.all(link.target)):
            raise UserError(
                "{unit} has another link of its own by now. Please delete that one first.",
                unit=link.subject,
            )

    def _add(self, link: Link, *, main: bool) -> LinkChange:
        values = {
            **target_values(link.kind, link.target),
            **choice_values(link),
            "main": main,
            "token": link.token,
            "uid_seed": link.uid_seed,
        }
        return LinkChange(None, self._one(self._table.add(values, link.created_at)))

    def _switch(self, link: Link, *, enabled: bool) -> LinkChange:
        if link.enabled == enabled:
            return LinkChange(link, link)
        self._table.enable(link.id, enabled)
        return self._changed(link)

    def _changed(self, before: Link) -> LinkChange:
        """Tell the readers of a link that was changed; return what was and what is."""
        self._work.revisions.raise_links([before.id], self._work.clock.now())
        return LinkChange(before, self._any(before.id))

    def _seen(self, link_id: int, sequence: int) -> Link:
        link = self._one(link_id)
        check_sequence(link.sequence, sequence)
        return link

    def _one(self, link_id: int) -> Link:
        link = self._any(link_id)
        if link.deleted_at is not None:
            raise _unknown(link_id)
        return link

    def _any(self, link_id: int) -> Link:
        link = self._table.one(link_id)
        if link is None:
            raise _unknown(link_id)
        return link


def _unknown(link_id: int) -> UserError:
    return UserError("There is no link with the number {id}.", id=str(link_id))
