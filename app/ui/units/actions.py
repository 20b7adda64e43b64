"""What the page does: one use case each, and words about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from app.core.errors import UserError
from app.ui.base.undoing import Undoing
from app.ui.kit import ask
from app.ui.units.order import same

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.house.unit import Property, Unit
    from app.services.house.archiving import ArchiveConsequences
    from app.ui.base.context import Context
    from app.ui.units.order import Order

_Done = TypeVar("_Done")


class UnitActions:
    """Archive, bring back, remove and order; what fails is said, never raised."""

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
        if not same(before, after):
            self._tried(lambda: self._context.services.units.arrange(after))

    def remove_house(self, house: Property, order: Order) -> None:
        """Remove an empty property."""
        done = self._tried(lambda: self._remove(house))
        if done is None:
            return
        tr = self._context.texts.tr
        self._context.notices.say(
            tr("{property} is removed.", property=house.name),
            tr("Undo"),
            lambda: self._tried(lambda: self._add_again(house, order)),
        )

    def _remove(self, house: Property) -> bool:
        self._context.services.units.remove_property(house.id, sequence=house.sequence)
        return True

    def _add_again(self, house: Property, order: Order) -> Property:
        units = self._context.services.units
        new = units.add_property(house.draft())
        units.arrange({new.id if one == house.id else one: order[one] for one in order})
        return new

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
