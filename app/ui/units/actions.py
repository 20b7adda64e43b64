"""What the page does: one use case each, a step of the history, and words about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.core.errors import UserError
from app.services.base.changes import PropertyChange, UnitChange
from app.ui.base.undoing import Undoing
from app.ui.kit import ask
from app.ui.units.order import same

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, PropertyDraft, Unit, UnitDraft
    from app.services.house.archiving import ArchiveConsequences
    from app.ui.base.context import Context
    from app.ui.units.order import Order

_Done = TypeVar("_Done")


class UnitActions:
    """Add, change, archive, bring back, remove and order, each to be taken back.

    What fails is said, never raised, where nothing else is told.
    """

    def __init__(self, context: Context, page: QWidget) -> None:
        self._context = context
        self._page = page
        self._undoing = Undoing(context)

    def archive(self, unit: Unit) -> None:
        """Archive a unit; ask first where somebody would notice."""
        consequences = self._tried(
            lambda: self._context.services.units.archive_consequences(unit.id)
        )
        if consequences is None:
            return
        if not consequences:
            self._archive(unit)
            return
        tr = self._context.texts.tr
        ask(
            self._page,
            title=tr("Archive {unit}?", unit=unit.name),
            text=self._what_happens(consequences),
            primary=tr("Archive"),
            cancel=tr("Cancel"),
            on_primary=lambda: self._archive(unit),
            danger=True,
            name="archive_question",
        )

    def restore(self, unit: Unit) -> None:
        """Bring an archived unit back."""
        units, tr = self._context.services.units, self._context.texts.tr
        change = self._tried(lambda: units.restore(unit.id, sequence=unit.sequence))
        if change is not None:
            what = tr("Unit “{unit}” brought back", unit=unit.name)
            self._undoing.record(change, what, tr("{unit} is back.", unit=unit.name))

    def arrange(self, before: Order, after: Order) -> None:
        """Put properties and units into another order."""
        if same(before, after):
            return
        change = self._tried(lambda: self._context.services.units.arrange(after))
        if change is not None:
            # The owner sees what they have dragged: nothing is said of it.
            tr = self._context.texts.tr
            self._context.history.record(change, tr("Order of the units changed"))

    def remove_house(self, house: Property) -> None:
        """Remove an empty property."""
        units, tr = self._context.services.units, self._context.texts.tr
        change = self._tried(lambda: units.remove_property(house.id, sequence=house.sequence))
        if change is not None:
            what = tr("Property “{property}” removed", property=house.name)
            said = tr("{property} is removed.", property=house.name)
            self._undoing.record(change, what, said)

    # What follows is done by a dialog, which says what is wrong beside its fields.

    def add_unit(self, draft: UnitDraft) -> Unit:
        """Add a unit (UserError)."""
        unit = self._context.services.units.add(draft)
        what = self._context.texts.tr("Unit “{unit}” added", unit=unit.name)
        self._undoing.record(UnitChange(None, unit), what)
        return unit

    def change_unit(self, before: Unit, draft: UnitDraft) -> Unit:
        """Change a unit as it was seen (UserError)."""
        units = self._context.services.units
        unit = units.change(before.id, draft, sequence=before.sequence)
        what = self._context.texts.tr("Unit “{unit}” changed", unit=unit.name)
        self._undoing.record(UnitChange(before, unit), what)
        return unit

    def add_house(self, draft: PropertyDraft) -> Property:
        """Add a property (UserError)."""
        house = self._context.services.units.add_property(draft)
        what = self._context.texts.tr("Property “{property}” added", property=house.name)
        self._undoing.record(PropertyChange(None, house), what)
        return house

    def change_house(self, before: Property, draft: PropertyDraft) -> Property:
        """Change a property as it was seen (UserError)."""
        units = self._context.services.units
        house = units.change_property(before.id, draft, sequence=before.sequence)
        what = self._context.texts.tr("Property “{property}” changed", property=house.name)
        self._undoing.record(PropertyChange(before, house), what)
        return house

    def _archive(self, unit: Unit) -> None:
        units, tr = self._context.services.units, self._context.texts.tr
        change = self._tried(lambda: units.archive(unit.id, sequence=unit.sequence))
        if change is not None:
            what = tr("Unit “{unit}” archived", unit=unit.name)
            self._undoing.record(change, what, tr("{unit} is archived.", unit=unit.name))

    def _what_happens(self, consequences: ArchiveConsequences) -> str:
        texts = self._context.texts
        sentences = []
        if consequences.ahead:
            sentences.append(
                texts.trn(
                    "{n} occupancy is still ahead. It stays on record and comes back with the "
                    "unit.",
                    "{n} occupancies are still ahead. They stay on record and come back with the "
                    "unit.",
                    consequences.ahead,
                )
            )
        named = [who for who in consequences.readers if who.name is not None]
        readers = [who.text(texts) for who in named]
        if len(named) < len(consequences.readers):
            readers.append(texts.tr("a reader whom Zimmerfrei does not know"))
        if readers:
            sentences.append(
                texts.tr(
                    "Its calendar link was read lately by: {readers}.", readers=", ".join(readers)
                )
            )
        if consequences.unseen:
            sentences.append(
                texts.tr("Who reads it on your webspace nobody can say: a webspace does not tell.")
            )
        if consequences.links:
            sentences.append(
                texts.tr(
                    "The link answers no more. Portals keep the old days until you remove the link "
                    "there."
                )
            )
        return "\n\n".join(sentences)

    def _tried(self, act: Callable[[], _Done]) -> _Done | None:
        try:
            return act()
        except UserError as error:
            self._context.notices.fail(error)
            return None
