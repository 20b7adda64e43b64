"""Which thing a text on the command line means: by its name, or by its number.

A bare text is a name first and a number second. Where it is the name of one thing and the number of
another it means neither: a room called "7" must never stand in for the unit with the number 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.core import texts
from app.core.errors import UserError
from app.dataclass import dataclass

BY_NAME, BY_NUMBER = "name:", "id:"
_LONGEST_NUMBER = 18
"""Figures of a number that SQLite can surely keep as an id."""


class Named(Protocol):
    """What has a number and a name."""

    @property
    def id(self) -> int: ...

    @property
    def name(self) -> str: ...


_T = TypeVar("_T", bound=Named)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was written, the name that it may be, the number that it may be; None: it is none."""

    text: str
    name: str | None
    number: int | None


def wanted(text: str) -> Wanted:
    """Read what was written: "Seeblick", "7", or plainly "name:7", "id:7" (UserError: unreadable).

    "id:" before what is no number is the beginning of a name.
    """
    text = texts.readable(text).strip()
    if text.startswith(BY_NAME) and text != BY_NAME:
        return Wanted(text, text.removeprefix(BY_NAME).strip(), None)
    if text.startswith(BY_NUMBER):
        number = _number(text.removeprefix(BY_NUMBER).strip())
        if number is not None:
            return Wanted(text, None, number)
    return Wanted(text, text, _number(text))


def chosen(what: Wanted, named: Sequence[_T], numbered: _T | None) -> _T | None:
    """Return the one that is meant, None where there is none.

    Args:
        what: what was written.
        named: those whose names look like `what.name`.
        numbered: the one with the number `what.number`.

    Raises:
        UserError: it means more than one; the sentence says how to tell them apart.
    """
    exact = [one for one in named if one.name == what.name] or named
    if len(exact) > 1:
        raise UserError(
            "Several are called “{name}”. Please give the number of one: {ids}.",
            name=what.name or "",
            ids=", ".join(f"{BY_NUMBER}{one.id}" for one in exact),
        )
    found = exact[0] if exact else None
    if found is not None and numbered is not None and found.id != numbered.id:
        raise UserError(
            "“{text}” is the name of one and the number of another ({other}). Please write "
            "{by_name} or {by_number}.",
            text=what.text,
            other=numbered.name,
            by_name=f"{BY_NAME}{what.text}",
            by_number=f"{BY_NUMBER}{what.text}",
        )
    return found or numbered


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if plain else None
