"""The field of the day until which an option holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.stays.dates import check_day
from app.ui.stays.entry.date_entry import DateEntry

if TYPE_CHECKING:
    from app.core.clock import Clock
    from app.i18n import Catalogue
    from app.ui.kit import FormRow


class OptionUntil(DateEntry):
    """A date that an option must have; it says what is wrong with it."""

    def __init__(self, texts: Catalogue, clock: Clock) -> None:
        super().__init__(
            texts, clock, name="option_until", accessible_name=texts.tr("Option until")
        )

    def error(self) -> str | None:
        """What is wrong with it as an option is saved; None where nothing is."""
        value, problem = self.value(), self.problem()
        if problem is not None:
            return self._texts.tell(problem)
        if value is None:
            return self._texts.tr("Until when does the option hold? Please enter a date.")
        try:
            check_day(value)
        except UserError as error:
            return self._texts.tell(error)
        return None

    def tell_left(self, row: FormRow) -> None:
        """Say below it, when it is left, what was typed wrong; an empty one is not wrong yet."""
        if problem := self.problem():
            row.set_error(self._texts.tell(problem))
        elif self.value() is not None:
            row.set_error(None)
