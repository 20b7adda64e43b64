"""Texts as owners and portals write them: normalised, without what could break a feed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from app.core.errors import UserError

NAME_LIMIT = 200
LINE_LIMIT = 500
NOTE_LIMIT = 10_000
SLUG_LIMIT = 20

_LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
_CONTROLS = frozenset({"Cc", "Zl", "Zp"})
# Unicode's Default_Ignorable_Code_Point, the direction marks among it, and the blank of Braille.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What turns the order of everything behind it round; letters that need it turn by themselves.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that Unicode does not take apart, as those write them who have no such key.
_WHOLE: Final = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l"})


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` for a one-line field: NFC, trimmed, every control character a space.

    Raises:
        UserError: longer than `limit` characters (nothing is ever cut), or not valid Unicode.
    """
    return _within(_spaced(readable(text), keep=""), limit)


def seen_line(text: str, limit: int = LINE_LIMIT) -> str:
    """Return `text` as `one_line` does; what shows nothing is an empty text, for none is needed."""
    line = one_line(text, limit)
    return line if shows(line) else ""


def note(text: str) -> str:
    """Return `text` for a note: like `one_line`, but line breaks stay, as line feeds."""
    return _within(_spaced(_LINE_BREAKS.sub("\n", readable(text)), keep="\n"), NOTE_LIMIT)


def unturned(text: str) -> str:
    """Return `text` without the signs by which it could turn round what stands beside it."""
    return _TURNING.sub("", text)


def name(text: str) -> str:
    """Return `text` as a name of 1 to 200 characters (UserError where it is none).

    What shows nothing is none: signs without width, fillers, accents without a letter.
    """
    cleaned = one_line(text, NAME_LIMIT)
    if not shows(cleaned):
        raise UserError("Please enter a name.")
    return cleaned


def shows(text: str) -> bool:
    """Tell whether anything of `text` can be seen: a letter, a figure, a sign, a picture."""
    return any(
        unicodedata.category(character)[0] not in "ZMC" and not _INVISIBLE.match(character)
        for character in unicodedata.normalize("NFKC", text)
    )


def name_key(text: str) -> str:
    """Return what two names must not share: what is seen of them, whatever its case.

    The name in the compatibility form of Unicode (NFKC), casefolded, without signs that show
    nothing, its spaces as one. Letters of other scripts that merely resemble ours (Unicode's UTS
    39) and "0" beside "O" are told apart: nobody mistakes their own keyboard, and an owner may well
    have a "Zimmer 0" and a "Zimmer O".
    """
    if text.isascii():
        # Ten times as fast, and the same: of these letters each is normal already.
        return " ".join(text.lower().split())
    before, key = "", text
    # Casefolding may make what is to be normalised again, and the other way round.
    while key != before:
        before = key
        folded_key = unicodedata.normalize("NFKC", key).casefold()
        key = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", folded_key)).split())
    return key


def folded(text: str) -> str:
    """A text as it is searched and sorted: without case and accents, "Öztürk" beside "Ozturk"."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE)))


def slug(text: str) -> str:
    """Return `text` as the readable part of an address: ``[a-z0-9-]``, at most 20 characters.

    ``kalender`` where nothing remains, as for a name in another script.
    """
    spelled = text.casefold().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
    joined = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return joined[:SLUG_LIMIT].strip("-") or "kalender"


def readable(text: str) -> str:
    """Return `text` normalised (NFC); UserError where it is not valid Unicode."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UserError(
            "This text contains characters that cannot be read. Please type it again."
        ) from None
    return unicodedata.normalize("NFC", text)


def _spaced(text: str, keep: str) -> str:
    if text.isprintable():
        # Nearly every text: not one control character or separator but blanks is in it.
        return text.strip()
    return "".join(
        " " if unicodedata.category(character) in _CONTROLS and character not in keep else character
        for character in text
    ).strip()


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise UserError(
            "This text is too long: {length} characters. At most {limit} are possible.",
            length=len(text),
            limit=limit,
        )
    return text
