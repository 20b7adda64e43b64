"""In which of our languages a page answers (RFC 9110 §12.5.4)."""

from __future__ import annotations

import re
from functools import lru_cache

from app.i18n import LANGUAGES

_FORCED = re.compile(rf"(?:^|&)(?:sprache|lang)=({'|'.join(LANGUAGES)})(?=&|$)", re.IGNORECASE)
_RANGE = re.compile(r"([a-z]{1,8}|\*)(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?))?")
_ENOUGH = 1000
"""Characters of Accept-Language that are read; browsers send some fifty."""


def page_language(query: str, accept_language: str, otherwise: str) -> str:
    """Return the language that the address asks for, else the reader's, else `otherwise`.

    Args:
        query: of the address; ``sprache=de`` or ``lang=en`` counts, the first that names one of
            ours, and nothing else in it means anything.
        accept_language: the header as it came.
        otherwise: for readers who accept none of ours.
    """
    forced = _FORCED.search(query)
    return forced[1].lower() if forced else _accepted(accept_language[:_ENOUGH], otherwise)


@lru_cache(maxsize=256)
def _accepted(accept_language: str, otherwise: str) -> str:
    weights: dict[str, float] = {}
    for part in accept_language.lower().split(","):
        if found := _RANGE.fullmatch(part.strip()):
            weight = min(float(found[2] or 1), 1.0)
            weights[found[1]] = max(weight, weights.get(found[1], 0.0))
    named = [language for language in weights if language in LANGUAGES]
    others = weights.get("*", 0.0)
    # Of several with the same weight the first: as the reader lists them, then the link's own.
    best = max([*named, otherwise, *LANGUAGES], key=lambda language: weights.get(language, others))
    return best if weights.get(best, others) > 0 else otherwise
