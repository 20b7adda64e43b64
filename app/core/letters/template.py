"""What an owner writes once for all letters of a kind, and how it is filled in for one of them.

A placeholder is a word in braces. It is kept by its English name whatever language the letter is
in, and shown to the owner by the name in that language: ``{guest}``, ``{Gast}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core import texts as core_texts
from app.core.errors import UserError
from app.core.texts import name_key
from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.i18n import Catalogue

_IN_BRACES = re.compile(r"\{([^{}\n]{1,60})\}")


class Placeholder(StrEnum):
    """What can be filled in."""

    GUEST = "guest"
    UNIT = "unit"
    HOUSE = "house"
    ADDRESS = "address"
    ARRIVAL = "arrival"
    ARRIVAL_TIME = "arrival_time"
    DEPARTURE = "departure"
    NIGHTS = "nights"
    PERSONS = "persons"
    PETS = "pets"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A subject of one line and a text of many, with placeholders by their English names."""

    subject: str
    body: str


def placeholder_names(texts: Catalogue) -> dict[Placeholder, str]:
    """Return what the placeholders are called in the language of a letter, in their order."""
    return {
        Placeholder.GUEST: texts.trp("placeholder", "guest"),
        Placeholder.UNIT: texts.trp("placeholder", "unit"),
        Placeholder.HOUSE: texts.trp("placeholder", "house"),
        Placeholder.ADDRESS: texts.trp("placeholder", "address"),
        Placeholder.ARRIVAL: texts.trp("placeholder", "arrival"),
        Placeholder.ARRIVAL_TIME: texts.trp("placeholder", "arrival time"),
        Placeholder.DEPARTURE: texts.trp("placeholder", "departure"),
        Placeholder.NIGHTS: texts.trp("placeholder", "nights"),
        Placeholder.PERSONS: texts.trp("placeholder", "persons"),
        Placeholder.PETS: texts.trp("placeholder", "pets"),
        Placeholder.TODAY: texts.trp("placeholder", "today"),
    }


def standard_template(texts: Catalogue) -> LetterTemplate:
    """Return the letter that confirms a booking, as it is before the owner writes another."""
    # Filled in with themselves: a catalogue fills in what stands in braces.
    as_they_are = {one.value: f"{{{one.value}}}" for one in Placeholder}
    lines = (
        texts.trp("letter", "Dear {guest},", **as_they_are),
        "",
        texts.trp(
            "letter",
            "thank you very much for your booking, which we hereby confirm.",
        ),
        "",
        texts.trp("letter", "Accommodation: {unit}, {house}", **as_they_are),
        texts.trp("letter", "Arrival: {arrival}", **as_they_are),
        texts.trp("letter", "Departure: {departure} ({nights})", **as_they_are),
        texts.trp("letter", "Persons: {persons}", **as_they_are),
        texts.trp("letter", "Pets: {pets}", **as_they_are),
        texts.trp("letter", "Expected time of arrival: {arrival_time}", **as_they_are),
        "",
        texts.trp("letter", "You will find us here: {address}", **as_they_are),
        "",
        texts.trp(
            "letter",
            "If anything changes or you have a question, please let us know. "
            "We look forward to your stay.",
        ),
        "",
        texts.trp("letter", "Kind regards"),
        as_they_are[Placeholder.HOUSE],
    )
    subject = texts.trp("letter", "Confirmation of your booking from {arrival}", **as_they_are)
    return LetterTemplate(subject, "\n".join(lines))


def unknown_placeholders(text: str, names: Mapping[Placeholder, str]) -> list[str]:
    """Return what stands in braces in `text` and is no placeholder, each once, in order."""
    found = dict.fromkeys(word for word in _IN_BRACES.findall(text) if _meant(word, names) is None)
    return list(found)


def shown(text: str, names: Mapping[Placeholder, str]) -> str:
    """Return a text as its owner reads it: placeholders by their names in its language."""
    return _each(text, lambda one: f"{{{names[one]}}}", names)


def kept(text: str, names: Mapping[Placeholder, str]) -> str:
    """Return a text as it is kept: placeholders by their English names."""
    return _each(text, lambda one: f"{{{one.value}}}", names)


def check_template(template: LetterTemplate, names: Mapping[Placeholder, str]) -> LetterTemplate:
    """Return what an owner has typed as it is kept.

    Raises:
        UserError: a placeholder that is none, no text at all, a text too long or unreadable.
    """
    subject, body = core_texts.one_line(template.subject), core_texts.note(template.body)
    if not core_texts.shows(body):
        raise UserError("Please write a text, or go back to the standard text.")
    for text in (subject, body):
        for word in unknown_placeholders(text, names):
            raise UserError(
                "“{word}” is no placeholder. Possible are: {names}.",
                word=f"{{{word}}}",
                names=", ".join(f"{{{name}}}" for name in names.values()),
            )
    return LetterTemplate(kept(subject, names), kept(body, names))


def filled_line(line: str, values: Mapping[Placeholder, str]) -> str:
    """Fill in one line, in which nothing breaks."""
    return " ".join(_each(line, lambda one: values[one]).split())


def filled(text: str, values: Mapping[Placeholder, str]) -> str:
    """Fill in a text of many lines.

    A line all of whose placeholders say nothing is left out: nobody wants to read "Pets:". Of blank
    lines that come to stand together by that, one stays.
    """
    lines: list[str] = []
    left_out = False
    for line in text.split("\n"):
        wanted = [one for word in _IN_BRACES.findall(line) if (one := _meant(word)) is not None]
        if wanted and not any(values[one] for one in wanted):
            left_out = True
        elif line.strip():
            lines.append(_each(line, lambda one: values[one]))
            left_out = False
        elif not (left_out and (not lines or not lines[-1])):
            lines.append("")
    return "\n".join(lines).strip("\n")


def _each(
    text: str,
    say: Callable[[Placeholder], str],
    names: Mapping[Placeholder, str] | None = None,
) -> str:
    """Put something in the place of each placeholder; all else in braces stays."""

    def said(found: re.Match[str]) -> str:
        one = _meant(found[1], names)
        return found[0] if one is None else say(one)

    return _IN_BRACES.sub(said, text)


def _meant(word: str, names: Mapping[Placeholder, str] | None = None) -> Placeholder | None:
    """Return which placeholder a word in braces is, by either name, None where it is none."""
    key = name_key(word)
    candidates: Iterable[tuple[str, Placeholder]] = (
        *((one.value, one) for one in Placeholder),
        *((name, one) for one, name in (names or {}).items()),
    )
    return next((one for name, one in candidates if name_key(name) == key), None)
