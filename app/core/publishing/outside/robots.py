"""What a robots.txt allows, read as Google reads it (RFC 9309, and what Google adds to it).

The longest rule that fits decides; where two are equally long, the one that allows. A group that
names the reader counts alone, several of the same name are one, and ``*`` is for who has none.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

LARGEST = 500 * 1024
"""Bytes that are read of it; what follows does not count (RFC 9309 §2.5)."""
GOOGLE_AGENTS = ("Google-Calendar-Importer", "Googlebot")
"""What Google's reader of calendars calls itself, and the name under which owners know Google."""

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_AGENT = re.compile(r"[A-Za-z_-]+")
# As in Google's own parser: a forgotten colon, and keys that are often mistyped.
_LINE = re.compile(r"([A-Za-z][A-Za-z -]*?)\s*:\s*(.*)")
_WITHOUT_COLON = re.compile(r"([A-Za-z-]+)\s+(\S+)")
_NAMES_AGENT = frozenset({"user-agent", "useragent", "user agent"})
_FORBIDS = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_ALLOWS = frozenset({"allow"})
_ESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
# What stands for itself in a path (RFC 3986 §3.3), and the two signs with a meaning here.
_PLAIN = "/:@!$&'()*+,;=-._~?#[]%"


@dataclass(slots=True)
class _Group:
    agents: set[str] = field(default_factory=set)
    rules: list[tuple[str, bool]] = field(default_factory=list)


def allows(text: str, path: str, agents: tuple[str, ...] = GOOGLE_AGENTS) -> bool:
    """Tell whether a robots.txt lets each of these readers have what lies at `path`.

    Args:
        text: all of the file.
        path: as it stands in an address, with its slash at the beginning.
        agents: product tokens, without version numbers.
    """
    groups = list(_groups(text.removeprefix("\ufeff")))
    wanted = _normal(path)
    return all(_allowed(_rules_for(groups, agent.lower()), wanted) for agent in agents)


def fits(pattern: str, path: str) -> bool:
    """Tell whether a rule's path fits an address's, both in one spelling.

    ``*`` stands for any number of signs, a ``$`` at the end for the end. Each part between stars
    is taken where it stands first, so a hostile file costs no more than its length.
    """
    to_the_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not others:
        return not to_the_end or at == len(path)
    last = others.pop() if to_the_end else ""
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not to_the_end or (len(path) - len(last) >= at and path.endswith(last))


def _allowed(rules: list[tuple[str, bool]], path: str) -> bool:
    fitting = [(len(pattern), allow) for pattern, allow in rules if fits(pattern, path)]
    return max(fitting, default=(0, True))[1]


def _rules_for(groups: list[_Group], agent: str) -> list[tuple[str, bool]]:
    named = [group for group in groups if agent in group.agents]
    counting = named or [group for group in groups if "*" in group.agents]
    return [rule for group in counting for rule in group.rules]


def _groups(text: str) -> Iterator[_Group]:
    group, naming = _Group(), False
    for key, value in _lines(text):
        if key in _NAMES_AGENT:
            if not naming:
                yield group
                group, naming = _Group(), True
            group.agents.add(_agent(value))
        elif key in _FORBIDS | _ALLOWS:
            naming = False
            # One without a path forbids nothing, and allows nothing.
            if value and group.agents:
                group.rules.append((_normal(value), key in _ALLOWS))
    yield group


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in _LINE_ENDS.split(text):
        content = line.partition("#")[0].strip()
        found = _LINE.fullmatch(content) or _WITHOUT_COLON.fullmatch(content)
        if found:
            yield found[1].lower(), found[2].strip()


def _agent(value: str) -> str:
    """Return the product token of a line, in small letters: "Googlebot/2.1" is "googlebot"."""
    if value == "*" or value.startswith("* "):
        return "*"
    found = _AGENT.match(value)
    return found[0].lower() if found else ""


def _normal(path: str) -> str:
    """Return a path in one spelling (RFC 9309 §2.2.2): escaped is what has to be, in capitals."""
    return _ESCAPED.sub(_one_spelling, quote(path, safe=_PLAIN))


def _one_spelling(escape: re.Match[str]) -> str:
    sign = chr(int(escape[1], 16))
    return sign if sign in _UNRESERVED else escape[0].upper()
