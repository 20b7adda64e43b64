"""How the window speaks of sources, in the room that it has; what is said is in `report.words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.importing.report import words
from app.core.importing.source import SourceState
from app.core.portals import portal_name
from app.dataclass import dataclass
from app.ui.kit import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.importing.report.standing import SourceLook
    from app.core.importing.source import Source
    from app.i18n import Catalogue

_NAME_LENGTH = 24
_TONES = {SourceState.OK: Tone.GOOD, SourceState.OFF: Tone.NEUTRAL, SourceState.FRESH: Tone.NEUTRAL}


@dataclass(frozen=True, slots=True)
class Told:
    """A chip with its tone, and the words below it."""

    chip: str
    tone: Tone
    words: str = ""


def source_name(source: Source) -> str:
    """Return how a source is called, short enough for a line."""
    return _short(words.source_name(source))


def portal_of(source: Source) -> str:
    """Return the name of a source's portal as texts speak of it."""
    return _short(portal_name(source.portal) or words.source_name(source))


def standing(texts: Catalogue, look: SourceLook, clashes: int, now: datetime) -> Told:
    """Say how a source stands: what the owner must see first, then how much it has brought."""
    on = look.state is not SourceState.OFF
    if on and clashes:
        told = texts.trn("{n} double booking", "{n} double bookings", clashes)
        return Told(told, Tone.BAD, words.last_read(texts, look.progress, now))
    if on and look.questions:
        told = texts.trn("{n} question", "{n} questions", len(look.questions))
        return Told(told, Tone.CAREFUL, words.last_read(texts, look.progress, now))
    stands = words.standing(texts, look, now)
    return Told(stands.says, _TONES.get(look.state, Tone.CAREFUL), stands.more)


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1].rstrip() + "…"
