"""Links that are still to be made: of what there can be one, and with which choices."""

from __future__ import annotations

from dataclasses import replace

from app.core.errors import UserError
from app.core.links.link import (
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    check_choices,
    new_token,
    new_uid_seed,
)
from app.core.settings import SYSTEM_LANGUAGE
from app.i18n import system_language
from app.services.base.settings import SettingsStore
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.house.staff import StaffTable
from app.storage.tables.house.units import UnitTable


class Drafting:
    """Drafts links and keeps none. Every method runs inside a transaction of the work."""

    def __init__(self, work: UnitOfWork, settings: SettingsStore) -> None:
        self._work = work
        self._settings = settings
        self._units = UnitTable(work.database)
        self._staff = StaffTable(work.database)

    def draft(self, kind: LinkKind, target: Target, choices: LinkChoices) -> Link:
        """Return a link with an address of its own (UserError: there can be none like that)."""
        checked = self.checked(kind, target, choices)
        now = self._work.clock.now()
        return Link(
            id=0,
            kind=kind,
            target=target,
            subject=self.require(target),
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
            here_only=checked.here_only,
            uid_seed=new_uid_seed(),
        )

    def checked(self, kind: LinkKind, target: Target, choices: LinkChoices) -> LinkChoices:
        """Return `choices` as they are kept, in the program's language where none is given."""
        checked = check_choices(kind, target, choices)
        if checked.language:
            return checked
        setting = self._settings.read().language
        return replace(
            checked, language=system_language() if setting == SYSTEM_LANGUAGE else setting
        )

    def require(self, target: Target) -> str:
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
