"""How a text keeps being that text in a CSV file, which cannot say of a cell what it is.

Spreadsheets take what looks like a formula, a date, a number or a truth for one
(https://owasp.org/www-community/attacks/CSV_Injection): "007" loses its zeros, "1-2" becomes a day
in February. Such a text gets one apostrophe before it, and so does a text that begins with one.
Whoever reads the file back takes one apostrophe from the beginning of a cell, and has the text.

Where the file is opened with another separator than its own, what follows that separator inside a
text begins a cell: what would be a formula there gets its apostrophe as well.
"""

from __future__ import annotations

import re
import unicodedata

from app.core.stays.typed_dates import is_calendar_word

_APOSTROPHE = "'"
_FORMULA = frozenset("=+-@＝＋－＠")
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,10}")
"""A number that every spreadsheet shows as it is written."""
_TRUTHS = frozenset({"true", "false", "wahr", "falsch"})
_ERROR = re.compile(r"#[^\s]*")
# An exponent, the letters of ISO 8601, "5 a" for the morning.
_LETTERS_IN_NUMBERS = re.compile(
    r"(?<=[0-9.,])[de](?=[+-]?[0-9])|(?<=[0-9])t(?=[0-9])|(?<=[0-9])z$|(?<=[0-9]\s)[ap]$",
    re.IGNORECASE,
)
_WORDS_OF_NUMBERS = frozenset({"am", "pm", "st", "nd", "rd", "th", "eur", "usd", "chf", "gbp"})
_SIGNS_OF_NUMBERS = re.compile(r"[\s0-9.,:;/\\'’()%+*_–−-]")
_WORD = re.compile(r"[^\W\d_]+")
_FORMULA_WITHIN = r"'*(?:[=@＝＠]|[+\-＋－](?![\d\s]))"
_INNER_FORMULA = re.compile(rf"(?<=[,;|\t\n])([^\S\t\n]*)(?={_FORMULA_WITHIN})")
_GUARDED_WITHIN = re.compile(rf"(?<=[,;|\t\n])([^\S\t\n]*)'(?={_FORMULA_WITHIN})")


def must_stay_text(text: str) -> bool:
    """Tell whether a spreadsheet would take `text` for something else than it is."""
    seen = unicodedata.normalize("NFKC", text).strip()
    seen = seen.lstrip("".join(sign for sign in seen[:8] if unicodedata.category(sign) == "Cf"))
    if not seen:
        # Nothing but spaces, which some take for an empty cell.
        return bool(text)
    if text[0] in "\t\r\n" or seen[0] in _FORMULA or seen.casefold() in _TRUTHS:
        return True
    if _ERROR.fullmatch(seen):
        return True
    return _looks_counted(seen) and not _PLAIN_NUMBER.fullmatch(text)


def in_csv(text: str) -> str:
    """Return what stands for `text` in a CSV file."""
    guarded = must_stay_text(text) or text.startswith(_APOSTROPHE)
    inner = _INNER_FORMULA.sub(rf"\1{_APOSTROPHE}", text)
    return f"{_APOSTROPHE}{inner}" if guarded else inner


def out_of_csv(cell: str) -> str:
    """Return the text for which `cell` stands in a CSV file that `in_csv` has made."""
    if _APOSTROPHE not in cell:
        return cell
    return _GUARDED_WITHIN.sub(r"\1", cell.removeprefix(_APOSTROPHE))


def _looks_counted(seen: str) -> bool:
    """Whether this is a number, an amount, a date or a time: a digit, and nothing else in it."""
    if not any(sign.isdigit() for sign in seen):
        return False
    seen = _LETTERS_IN_NUMBERS.sub("", seen)
    if any(
        word.casefold() not in _WORDS_OF_NUMBERS and not is_calendar_word(word)
        for word in _WORD.findall(seen)
    ):
        return False
    rest = _SIGNS_OF_NUMBERS.sub("", _WORD.sub("", seen))
    return all(unicodedata.category(sign) in {"Sc", "Nd"} for sign in rest)
