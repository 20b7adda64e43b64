"""What the handbooks set off as a name of the window is what the window says, in their language.

Names stand in *italics*, ways to them in italics or **bold** with arrows, buttons in **bold** too;
what is bold at the beginning of a line tells what that line is about, and may be any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
BOOKS = ("handbook.md", "handbuch.md")
_SET_OFF = re.compile(
    r"(?P<begin>^(?:- |\d\. |\| )?)?"
    r"(?:\*\*(?P<bold>[^*]+)\*\*|(?<!\*)\*(?P<italic>[^*\s][^*]*?)\*(?!\*))",
    re.MULTILINE,
)
_QUOTED = re.compile(r"[„“]([^„“”*]{2,80})[“”]")
_NO_NAMES = {
    "handbook.md": {
        # Of Windows, of others' programs.
        "Apps", "More info", "Run anyway", "Finish", "private networks", "refresh", "vdirsyncer",
        # Keys and hands.
        "+", "–", "…", "⋯", "Alt+arrow", "Ctrl+G", "Ctrl+Shift+Z", "Ctrl+Z", "Ctrl+wheel", "Del",
        "Enter", "Esc", "Shift+arrow", "Tab", "right button", "Lengthen, shorten",
        # Words that are stressed.
        "new version", "portal’s", "exporting", "Data protection",
        "The preview is made from exactly what the reader gets",
        "Addresses of visitors (IP) are not stored",
        "[Deutsch](handbuch.md)",
    },
    "handbuch.md": {
        "Apps", "Weitere Informationen", "Trotzdem ausführen", "Fertigstellen",
        "private Netzwerke", "Aktualisieren", "vdirsyncer",
        "+", "–", "…", "⋯", "Alt+Pfeil", "Strg+G", "Strg+Umschalt+Z", "Strg+Z", "Strg+Mausrad",
        "Entf", "Eingabetaste", "Esc", "Umschalt+Pfeil", "Tab", "rechte Maustaste", "Verschieben",
        "Verlängern, verkürzen",
        "neue Version", "des Portals", "Handy", "Datenschutz (DSGVO)",
        "Die Vorschau entsteht aus genau den Daten, die der Leser bekommt",
        "Adressen von Besuchern (IP) werden nicht gespeichert",
        "[English](handbook.md)",
    },
}  # fmt: skip
"""What is set off and yet no name of the window."""
_NOT_SAID_HERE = {
    "handbook.md": {
        "Windows protected your PC", "FeWo Seeblick", "Seeblick", "export calendar", "gone",
        "Final cleaning Seeblick 1; next arrival Sat 14 Jul", "try again later",
    },
    "handbuch.md": {
        "Der Computer wurde durch Windows geschützt", "FeWo Seeblick", "Seeblick", "Reserved",
        "Kalender exportieren", "Endreinigung Seeblick 1; nächste Anreise Sa 14.07.",
        "gibt es nicht mehr", "später noch einmal",
    },
}  # fmt: skip
"""What stands in quotes and is said by others."""


def plain(text: str) -> str:
    """Return a text as it is compared: without what a sentence or a button adds to a name.

    The dots of "Pack …" are part of it: they tell that a dialog comes.
    """
    return " ".join(text.replace("&&", "&").split()).strip("‹›+– ").rstrip(".:, ").casefold()


def said_by_the_window(book: str) -> set[str]:
    """Return all texts of the program in the language of a handbook."""
    path = ROOT / "resources" / "locale" / "de" / "LC_MESSAGES" / "zimmerfrei.po"
    with path.open("rb") as file:
        texts = read_po(file)
    found = set()
    for one in texts:
        here = (one.string if book == "handbuch.md" else one.id) or ""
        for text in (here,) if isinstance(here, str) else here:
            # "Keep it here, not on {host}", "{n} other stays of this guest".
            for shown in (re.sub(r"\{[^}]*\}", put_in, text) for put_in in ("…", "")):
                parts = {shown, shown.removesuffix("…"), *re.split(r" · |\. ", shown)}
                found |= set(map(plain, parts))
    return found - {""}


def prose(book: str) -> str:
    """Return a handbook without what is typed, and pictures."""
    lines = (ROOT / "docs" / book).read_text("utf-8").splitlines()
    kept = "\n".join(line for line in lines if not line.startswith(("    ", "![")))
    return re.sub(r"`[^`]*`", "", kept)


def set_off(book: str) -> Iterator[str]:
    """Yield what ought to be a name of the window."""
    for match in _SET_OFF.finditer(prose(book)):
        text = " ".join((match["bold"] or match["italic"]).split())
        parts = re.split(r" [›→/] ", text)
        if match["bold"] and match["begin"] is not None and len(parts) == 1:
            continue
        yield from parts


@pytest.mark.parametrize("book", BOOKS)
def test_every_name_is_one_that_the_window_says(book: str) -> None:
    chapters = re.findall(r"^#+ (.+)$", prose(book), re.MULTILINE)
    known = said_by_the_window(book) | set(map(plain, chapters + sorted(_NO_NAMES[book])))
    named = list(set_off(book))
    assert len(named) > 80
    assert sorted({name for name in named if plain(name) not in known}) == []


@pytest.mark.parametrize("book", BOOKS)
def test_every_sentence_in_quotes_is_one_that_the_window_says(book: str) -> None:
    known = said_by_the_window(book) | set(map(plain, _NOT_SAID_HERE[book]))
    quoted = [" ".join(text.split()) for text in _QUOTED.findall(prose(book))]
    assert quoted
    assert sorted({text for text in quoted if plain(text) not in known}) == []


@pytest.mark.parametrize("book", BOOKS)
def test_what_is_no_name_of_the_window_stands_there_still(book: str) -> None:
    text = " ".join(prose(book).split())
    assert [one for one in _NO_NAMES[book] | _NOT_SAID_HERE[book] if one not in text] == []
