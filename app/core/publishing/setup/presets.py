"""The hosters that are known: a table in ``resources/webspaces.toml``, and a page of help each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from app import resources
from app.core.publishing.webspace import WebspaceKind
from app.i18n import WINDOW_LANGUAGES

OTHER = "other"
"""The preset of whoever is with none of them."""


@dataclass(frozen=True, slots=True)
class HostRule:
    """A server that follows from what was typed into a field.

    Args:
        field: ``user`` or ``host``.
        like: a regular expression that the whole text has to fit.
        host: the server, with ``{}`` for the first group of `like`.
    """

    field: str
    like: str
    host: str

    def applied(self, typed: str) -> str:
        """Return the server, empty where it does not follow."""
        found = re.fullmatch(self.like, typed.strip().lower())
        return self.host.format(found.group(1)) if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What is known of a hoster; `names` by language, `host` empty where each customer has one."""

    key: str
    names: Mapping[str, str] = field(hash=False)
    kind: WebspaceKind
    host: str = ""
    example: str = ""
    folder: str = ""
    hosts: tuple[HostRule, ...] = ()

    def name(self, language: str) -> str:
        """Return what the hoster is called in `language`."""
        return self.names[language]

    def guessed_host(self, user: str) -> str:
        """Return the server as far as it is known from the hoster and the user, else nothing."""
        found = (rule.applied(user) for rule in self.hosts if rule.field == "user")
        return next(filter(None, found), self.host)

    def completed_host(self, host: str) -> str:
        """Return the whole name of a server that was typed by a part of it."""
        found = (rule.applied(host) for rule in self.hosts if rule.field == "host")
        return next(filter(None, found), host)


@cache
def presets() -> Mapping[str, Preset]:
    """Return every hoster by its key, in the order in which they are offered."""
    table = tomllib.loads(resources.path("webspaces.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _preset(key, entry) for key, entry in table.items()})


def help_text(key: str, language: str) -> str:
    """Return the page on where a hoster shows its access data, as Markdown.

    Raises:
        KeyError: there is no such hoster.
        ValueError: we have no such language.
    """
    if language not in WINDOW_LANGUAGES:
        raise ValueError(f"no language {language!r}")
    name = f"{presets()[key].key}.md"
    return resources.path("webspaces", language, name).read_text(encoding="utf-8")


def _preset(key: str, entry: dict[str, Any]) -> Preset:
    name = entry.pop("name")
    names = dict.fromkeys(WINDOW_LANGUAGES, name) if isinstance(name, str) else name
    rules = tuple(HostRule(**rule) for rule in entry.pop("hosts", ()))
    return Preset(
        key=key,
        names=MappingProxyType(names),
        kind=WebspaceKind(entry.pop("kind")),
        hosts=rules,
        **entry,
    )
