"""Languages and their catalogues. Standard library only; every layer may import it."""

from app.i18n.catalogue import END_OF_ISOLATE, ISOLATE, Catalogue, Message, catalogue
from app.i18n.language import (
    LANGUAGES,
    N_,
    SOURCE_LANGUAGE,
    WINDOW_LANGUAGES,
    Language,
    own_names,
)
from app.i18n.system import system_language, use_for_gettext

__all__ = [
    "END_OF_ISOLATE",
    "ISOLATE",
    "LANGUAGES",
    "N_",
    "SOURCE_LANGUAGE",
    "WINDOW_LANGUAGES",
    "Catalogue",
    "Language",
    "Message",
    "catalogue",
    "own_names",
    "system_language",
    "use_for_gettext",
]
