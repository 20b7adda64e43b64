"""Takes out of a text what is private, so that an owner can send it to somebody who helps.

What is private is named: names, contacts, addresses, tokens, each with the word that stands in its
place. What looks like a secret goes whether it is named or not: tokens of links, e-mail addresses,
and everything behind the host of a web address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

TOKEN: Final = re.compile(r"(/cal/|/kalender/)[^/\s\"']+|\b[A-Za-z0-9]{24}\b")
"""What looks like the token of a link."""
# Compiled when first used, which is hardly ever: every command imports the one above.
_MAIL: Final = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_ADDRESS: Final = r"\b(https?|webcals?|sftp|ftps?)://([^/\s\"'<>]+)(/[^\s\"'<>]*)?"
_WORD: Final = r"\w+"
_SHORTEST: Final = 3


class Discretion:
    """Hides what is private.

    Args:
        private: what each text is called in its place ("guest"), and the text: three signs at
            least, for shorter ones stand everywhere. It is hidden where it stands as whole words.
    """

    def __init__(self, private: Iterable[tuple[str, str]]) -> None:
        self._by_word: dict[str, dict[str, str]] = {}
        for what, text in private:
            self._add(what, text.strip())

    def _add(self, what: str, text: str) -> None:
        first = re.search(_WORD, text)
        if first is None:
            return
        text = text[first.start() :]
        if len(text) >= _SHORTEST:
            self._by_word.setdefault(first[0], {}).setdefault(text, what)

    def hide(self, text: str) -> str:
        """Return `text` with a word in the place of everything that is private."""
        return self._named(re.sub(_MAIL, "‹e-mail›", _addresses(_tokens(text))))

    def _named(self, text: str) -> str:
        kept: list[str] = []
        at = 0
        for word in re.finditer(_WORD, text):
            if word.start() < at:
                continue
            found = self._longest(text, word[0], word.start())
            if found is not None:
                private, what = found
                kept += (text[at : word.start()], f"‹{what}›")
                at = word.start() + len(private)
        return "".join([*kept, text[at:]])

    def _longest(self, text: str, word: str, at: int) -> tuple[str, str] | None:
        fitting = [
            (private, what)
            for private, what in self._by_word.get(word, {}).items()
            if text.startswith(private, at) and _ends_there(text, at + len(private))
        ]
        return max(fitting, key=lambda one: len(one[0]), default=None)


def _ends_there(text: str, end: int) -> bool:
    """Whether no word goes on over `end`."""
    return end >= len(text) or not (_is_letter(text[end - 1]) and _is_letter(text[end]))


def _is_letter(sign: str) -> bool:
    return re.fullmatch(_WORD, sign) is not None


def _tokens(text: str) -> str:
    return TOKEN.sub(lambda found: f"{found[1] or ''}…", text)


def _addresses(text: str) -> str:
    return re.sub(_ADDRESS, _short_address, text)


def _short_address(found: re.Match[str]) -> str:
    scheme, host, path = found[1], found[2].rpartition("@")[2], found[3] or ""
    return f"{scheme}://{host}{'/…' if len(path) > 1 else path}"
