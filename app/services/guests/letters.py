"""The letters that an owner writes once for each language, and those that are made of them."""

from __future__ import annotations

import json
import logging

from app.core.errors import UserError
from app.core.letters.letter import Letter, confirmation
from app.core.letters.template import (
    LetterTemplate,
    check_template,
    placeholder_names,
    standard_template,
)
from app.core.stays.occupancy import Kind, Occupancy
from app.i18n import WINDOW_LANGUAGES, catalogue
from app.services.base.unit_of_work import UnitOfWork
from app.storage.tables.house.units import UnitTable
from app.storage.tables.revisions import SETTINGS
from app.storage.tables.settings import SettingTable
from app.storage.tables.stays.occupancies import OccupancyTable

logger = logging.getLogger(__name__)


class Letters:
    """Read and write templates, and fill them in. A language is one of the window's."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._settings = SettingTable(work.database)
        self._stays = OccupancyTable(work.database)
        self._units = UnitTable(work.database)

    def template(self, language: str) -> LetterTemplate:
        """Return the owner's text in a language, the standard one where there is none (UserError).

        Placeholders stand in it by their English names.
        """
        _check(language)
        with self._work.database.read():
            text = self._settings.letter(language)
        return (text is not None and _read(text)) or standard_template(catalogue(language))

    def own(self, language: str) -> bool:
        """Tell whether the owner has written a text of their own in a language."""
        return self.template(language) != standard_template(catalogue(language))

    def write(self, language: str, template: LetterTemplate) -> LetterTemplate:
        """Keep what the owner has typed, and return it as it is kept.

        The standard text is not kept: where it becomes better with a newer version, it is new.

        Raises:
            UserError: a placeholder that is none, no text, a text too long or unreadable.
        """
        _check(language)
        texts = catalogue(language)
        template = check_template(template, placeholder_names(texts))
        standard = template == standard_template(texts)
        text = None if standard else json.dumps([template.subject, template.body])
        with self._work.change():
            self._settings.keep_letter(language, text)
            self._work.revisions.raise_named(SETTINGS)
        return template

    def confirmation(
        self, occupancy_id: int, language: str, template: LetterTemplate | None = None
    ) -> Letter:
        """Return the letter that confirms a stay.

        Args:
            occupancy_id: which one.
            language: of the letter.
            template: as it is kept; the owner's where None.

        Raises:
            UserError: there is no such occupancy or language, or it is a block or cancelled.
        """
        template = template or self.template(language)
        with self._work.database.read():
            stay = self._stays.one(occupancy_id)
            if stay is None:
                raise UserError("There is no occupancy with the number {id}.", id=str(occupancy_id))
            _check_stay(stay)
            unit = self._units.unit(stay.unit_id)
            houses = {one.id: one for one in self._units.properties()}
        assert unit is not None, "a stay has its unit"
        house = houses[unit.property_id]
        today = self._work.clock.today()
        return confirmation(template, stay, unit, house, catalogue(language), today)


def can_be_confirmed(stay: Occupancy) -> bool:
    """Tell whether there is anybody to whom a stay could be confirmed."""
    return stay.kind is not Kind.BLOCK and stay.blocks


def _check_stay(stay: Occupancy) -> None:
    if stay.kind is Kind.BLOCK:
        raise UserError("A block has no guest to whom it could be confirmed.")
    if not stay.blocks:
        raise UserError("This occupancy is cancelled. There is nothing to confirm.")


def _check(language: str) -> None:
    if language not in WINDOW_LANGUAGES:
        raise UserError(
            "“{language}” is not available. Possible are: {languages}.",
            language=language,
            languages=", ".join(WINDOW_LANGUAGES),
        )


def _read(text: str) -> LetterTemplate | None:
    """Return what is kept; None where it cannot be read, and nothing is better than that."""
    try:
        subject, body = json.loads(text)
        return LetterTemplate(str(subject), str(body))
    except (ValueError, TypeError):
        logger.warning("the text of a letter cannot be read; the standard text is used")
        return None
