"""What an owner does with links: Freischalten, lock, renew, delete, and take it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from app.core.errors import UserError
from app.core.links.link import (
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    check_choices,
    link_path,
    new_token,
    new_uid_seed,
)
from app.core.links.reach import Reach, base_url, reach
from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import system_language
from app.services.addresses import house_address
from app.services.settings import SettingsStore
from app.services.unit_of_work import UnitOfWork, check_sequence
from app.storage.tables.links import LinkTable, choice_values, target_values
from app.storage.tables.staff import StaffTable
from app.storage.tables.units import UnitTable

_DELETED_KEPT = timedelta(days=30)
"""Longer than any window stays open that could bring a deleted link back."""


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What was done to a link, and all that is needed to take it back.

    `before` is None for a new one; `after` is as the use case returned it.
    """

    before: Link | None
    after: Link


class Links:
    """All links, and the addresses under which they stand."""

    def __init__(self, work: UnitOfWork, settings: SettingsStore) -> None:
        self._work = work
        self._settings = settings
        self._table = LinkTable(work.database)
        self._units = UnitTable(work.database)
        self._staff = StaffTable(work.database)

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

    def base(self) -> str:
        """Return what every address begins with."""
        return base_url(self._settings.get(), house_address())

    def reach(self) -> Reach:
        """Tell who can read the links at all."""
        return reach(self.base())

    def address(self, link: Link, base: str | None = None) -> str:
        """Return the whole address of `link`; it stays the same while the link is disabled."""
        return (self.base() if base is None else base) + link_path(link)

    def calendar_address(self, link: Link) -> str:
        """Return the address of the calendar; a link for a website has one beside its page."""
        return self.base() + calendar_path(link)

    def archived(self, link: Link) -> bool:
        """Tell whether the unit that `link` is of is archived, so that it answers nobody."""
        if link.unit_id is None:
            return False
        with self._work.database.read():
            unit = self._units.unit(link.unit_id)
        return unit is not None and unit.archived

    def enable_unit(self, unit_id: int) -> Link:
        """Freischalten: enable the unit's main link, which is made where it is missing.

        Raises:
            UserError: the unit does not exist or is archived.
        """
        with self._work.change():
            return self.enable_within(unit_id)

    def enable_all(self) -> list[Link]:
        """Freischalten for every unit that is not archived, all or none."""
        with self._work.change():
            open_units = [unit for unit in self._units.units() if not unit.archived]
            return [self.enable_within(unit.id) for unit in open_units]

    def enable(self, link_id: int, *, sequence: int) -> Link:
        """Let a link answer again, under the address it had."""
        return self._switch(link_id, sequence, enabled=True)

    def disable(self, link_id: int, *, sequence: int) -> Link:
        """Let a link answer no more; its address is kept for when it is enabled again."""
        return self._switch(link_id, sequence, enabled=False)

    def add(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        """Add a further link, enabled at once.

        Raises:
            UserError: what it shall be of does not exist or is archived, or there is no such kind
                of link of it.
        """
        with self._work.change():
            return self._add(self._drafted(kind, target, choices), main=False)

    def draft(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        """Return a link as `add` would make it, for a preview; nothing is kept (UserError)."""
        with self._work.database.read():
            return self._drafted(kind, target, choices)

    def preview(self, link: Link) -> bytes:
        """Return the calendar of `link`, kept or only drafted, exactly as its readers get it.

        One that is disabled shows what it would say.
        """
        # Writing calendars is imported on demand: most commands never do.
        from app.services.feeds.builder import FeedBuilder  # noqa: PLC0415

        with self._work.database.read():
            return FeedBuilder(self._work.database).calendar(link, self._work.clock.today())

    def change(self, link_id: int, choices: LinkChoices, *, sequence: int) -> Link:
        """Change label, portal, level of detail or language; its address stays."""
        with self._work.change():
            link = self._seen(link_id, sequence)
            choices = self._checked(link.kind, link.target, choices)
            if choices != link.choices():
                self._table.choose(link_id, choices)
                self._moved(link)
            return self._one(link_id)

    def renew(self, link_id: int, *, sequence: int) -> Link:
        """Give a link a new address; the old one answers no more, at once."""
        with self._work.change():
            link = self._seen(link_id, sequence)
            self._table.renew(link, new_token(), self._work.clock.now())
            self._moved(link)
            return self._one(link_id)

    def delete(self, link_id: int, *, sequence: int) -> Link:
        """Delete a link; its address answers no more. `take_back` brings both back."""
        with self._work.change():
            now = self._work.clock.now()
            self._table.drop_deleted_before(now - _DELETED_KEPT, now)
            link = self._seen(link_id, sequence)
            self._table.delete(link_id, now)
            self._moved(link)
            return self._any(link_id)

    def take_back(self, change: LinkChange) -> LinkChange:
        """Undo `change` by a new one; undoing that one is redoing.

        A given-up address is valid again, and the one that came after it is given up.

        Raises:
            UserError: it has become impossible; nothing happened.
        """
        with self._work.change():
            now = self._any(change.after.id)
            check_sequence(now.sequence, change.after.sequence)
            if change.before is None:
                self._table.delete(now.id, self._work.clock.now())
            else:
                self._restore(now, change.before)
            self._moved(now)
            return LinkChange(now, self._any(now.id))

    def enable_within(self, unit_id: int) -> Link:
        """Freischalten inside a transaction that is open already."""
        unit = Target(Scope.UNIT, unit_id)
        self._require(unit)
        main = next((link for link in self._table.all(unit) if link.main), None)
        if main is None:
            return self._add(self._drafted(LinkKind.CALENDAR, unit, LinkChoices()), main=True)
        if not main.enabled:
            self._table.enable(main.id, True)
            self._moved(main)
        return self._one(main.id)

    def add_within(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        """Add a further link inside a transaction that is open already."""
        return self._add(self._drafted(kind, target, choices), main=False)

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
            self._require(link.target)
        if link.main and any(other.main for other in self._table.all(link.target)):
            raise UserError(
                "{unit} has another link of its own by now. Please delete that one first.",
                unit=link.subject,
            )

    def _drafted(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        checked = self._checked(kind, target, choices)
        now = self._work.clock.now()
        return Link(
            id=0,
            kind=kind,
            target=target,
            subject=self._require(target),
            main=False,
            token=new_token(),
            enabled=True,
            sequence=0,
            revision=0,
            created_at=now,
            changed_at=now,
            label=checked.label,
            portal=checked.portal,
            details=checked.details,
            language=checked.language,
            uid_seed=new_uid_seed(),
        )

    def _checked(self, kind: LinkKind, target: Target, choices: LinkChoices) -> LinkChoices:
        checked = check_choices(kind, target, choices)
        if checked.language:
            return checked
        setting = self._settings.read().language
        return replace(
            checked, language=system_language() if setting == SYSTEM_LANGUAGE else setting
        )

    def _add(self, link: Link, *, main: bool) -> Link:
        values = {
            **target_values(link.kind, link.target),
            **choice_values(link),
            "main": main,
            "token": link.token,
            "uid_seed": link.uid_seed,
        }
        return self._one(self._table.add(values, link.created_at))

    def _switch(self, link_id: int, sequence: int, *, enabled: bool) -> Link:
        with self._work.change():
            link = self._seen(link_id, sequence)
            if link.enabled != enabled:
                self._table.enable(link_id, enabled)
                self._moved(link)
            return self._one(link_id)

    def _moved(self, link: Link) -> None:
        self._work.revisions.raise_links([link.id], self._work.clock.now())

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

    def _require(self, target: Target) -> str:
        """Return the name of what a link shall be of, empty for the whole house (UserError)."""
        match target.scope:
            case Scope.UNIT:
                unit = self._units.unit(target.id or 0)
                if unit is None:
                    raise UserError("This unit does not exist any more.")
                if unit.archived:
                    raise UserError(
                        "{unit} is archived. Please bring it back before you publish it.",
                        unit=unit.name,
                    )
                return unit.name
            case Scope.PROPERTY:
                house = self._units.property(target.id or 0)
                if house is None:
                    raise UserError("This property does not exist any more.")
                return house.name
            case Scope.STAFF:
                member = self._staff.one(target.id or 0)
                if member is None or member.removed_at is not None:
                    raise UserError("This staff member does not exist any more.")
                return member.name
            case Scope.HOUSE:
                return ""


def _unknown(link_id: int) -> UserError:
    return UserError("There is no link with the number {id}.", id=str(link_id))
