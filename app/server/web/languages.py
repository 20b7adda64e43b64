"""In which of our languages a page answers (RFC 9110 §12.5.4)."""

from __future__ import annotations

import re
from functools import lru_cache

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from app.i18n import LANGUAGES

_FORCED = re.compile(rf"(?:^|&)(?:sprache|lang)=({'|'.join(LANGUAGES)})(?=&|$)", re.IGNORECASE)
_ENOUGH = 1000
"""Characters of Accept-Language that are read; browsers send some fifty."""


def page_language(
    query: str, accept_language: str, otherwise: str, among: tuple[str, ...] = tuple(LANGUAGES)
) -> str:
    """Return the language that the address asks for, else the reader's, else `otherwise`.

    Args:
        query: of the address; ``sprache=de`` or ``lang=en`` counts, the first that names one of
            ours, and nothing else in it means anything.
        accept_language: the header as it came.
        otherwise: for readers who accept none of ours.
        among: the keys of the languages that the page has.
    """
    for forced in _FORCED.finditer(query):
        if forced[1].lower() in among:
            return forced[1].lower()
    return _accepted(accept_language[:_ENOUGH].lower(), otherwise, among)


@lru_cache(maxsize=256)
def _accepted(accept_language: str, otherwise: str, among: tuple[str, ...]) -> str:
    # Not `LanguageAccept.best_match`, for which ``*`` counts as much for what is named beside it.
    accepted = Accept(
        (said.partition("-")[0], weight) for said, weight in parse_accept_header(accept_language)
    )
    named = [said for said, _ in accepted if said in among]
    # Of several with the same weight the first: as the reader lists them, then the link's own.
    best = max([*named, otherwise, *among], key=accepted.quality)
    return best if accepted.quality(best) > 0 else otherwise
