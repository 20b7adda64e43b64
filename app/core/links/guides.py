"""The guides: what to do with a link at each reader, and how to take it back.

They are data in ``resources/guides``: ``guides.toml`` lists them, ``<language>/<key>.md`` holds
their texts, so that a menu that was renamed is mended without touching code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from app import resources
from app.core.links.address_forms import Form
from app.core.portals import portal_key
from app.dataclass import dataclass
from app.i18n import WINDOW_LANGUAGES

OTHER = "other"
"""The guide of whoever has none of its own."""


class GuideKind(StrEnum):
    """What a guide is about: a reader of links, or something that an owner does here."""

    READER = "reader"
    HOW_TO = "how-to"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide as it is listed; its text is read by :func:`text`.

    `names` by language; `form` is the one that the address takes there (None in a how-to), with
    the portals of the same guide that want another in `exceptions`. `portals` are keys of
    `core/portals.py`.
    """

    key: str
    kind: GuideKind
    names: Mapping[str, str] = field(hash=False)
    form: Form | None
    exceptions: Mapping[str, Form] = field(hash=False)
    portals: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return what the guide is called in `language`."""
        return self.names[language]


@cache
def guides() -> Mapping[str, Guide]:
    """Return every guide by its key, in the order in which lists show them."""
    table = tomllib.loads(resources.path("guides", "guides.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _guide(key, entry) for key, entry in table.items()})


def guide_for(portal: str) -> Guide:
    """Return the guide for a portal, by its key or name; that of all others where it has none."""
    key = portal_key(portal)
    return next((guide for guide in guides().values() if key in guide.portals), guides()[OTHER])


def text(key: str, language: str) -> str:
    """Return the text of a guide in `language`, as Markdown.

    Raises:
        KeyError: there is no such guide.
        ValueError: we have no such language.
    """
    if language not in WINDOW_LANGUAGES:
        raise ValueError(f"no language {language!r}")
    name = f"{guides()[key].key}.md"
    return resources.path("guides", language, name).read_text(encoding="utf-8")


def _guide(key: str, entry: dict[str, Any]) -> Guide:
    """Return the guide that a table of ``guides.toml`` describes."""
    name, form = entry.pop("name"), entry.pop("form", None)
    names = dict.fromkeys(WINDOW_LANGUAGES, name) if isinstance(name, str) else name
    exceptions = {portal: Form(other) for portal, other in entry.pop("exceptions", {}).items()}
    return Guide(
        key=key,
        kind=GuideKind(entry.pop("kind")),
        names=MappingProxyType(names),
        form=None if form is None else Form(form),
        exceptions=MappingProxyType(exceptions),
        portals=tuple(entry.pop("portals", ())),
        **entry,
    )
