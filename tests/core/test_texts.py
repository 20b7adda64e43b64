"""Texts as owners and portals write them: what is kept, what becomes a space, what is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import texts
from app.core.errors import UserError

VALID = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
BROKEN = st.text(max_size=20).flatmap(
    lambda before: st.sampled_from(["\ud800", "\udfff", "\udc80"]).map(
        lambda surrogate: before + surrogate
    )
)
KEPT = [
    "👩‍👩‍👧‍👦 Familie",  # a joiner (U+200D) holds the family together
    "می‌خواهم",  # a non-joiner (U+200C) belongs to Persian spelling
    "\u200fשלום\u200e",
    "Zimmer 😀 🏖️",
    "بيت الضيافة",
    "Ferienwohnung „Öd“ – 2. OG",
]


@given(VALID)
def test_a_line_is_normalised_trimmed_and_free_of_control_characters(text: str) -> None:
    line = texts.one_line(text)
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert not {unicodedata.category(c) for c in line} & {"Cc", "Zl", "Zp"}


@given(VALID)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert texts.one_line(texts.one_line(text)) == texts.one_line(text)
    assert texts.note(texts.note(text)) == texts.note(text)


@given(VALID)
def test_a_line_loses_nothing_but_control_characters(text: str) -> None:
    spaced = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    # Normalised before and after: a composition that a control character kept apart stays so.
    assert texts.one_line(text) == unicodedata.normalize("NFC", spaced).strip()


@given(VALID)
def test_a_note_keeps_line_breaks_and_no_other_control_character(text: str) -> None:
    note = texts.note(text)
    assert unicodedata.is_normalized("NFC", note)
    assert {c for c in note if unicodedata.category(c) in {"Cc", "Zl", "Zp"}} <= {"\n"}


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_every_kind_of_line_break_is_one_in_a_note_and_a_space_in_a_line(line_break: str) -> None:
    assert texts.note(f"Hund{line_break}Kinderbett") == "Hund\nKinderbett"
    assert texts.one_line(f"Hund{line_break}Kinderbett").split() == ["Hund", "Kinderbett"]


@pytest.mark.parametrize("text", KEPT)
def test_joiners_emoji_and_right_to_left_text_stay(text: str) -> None:
    assert texts.one_line(text) == unicodedata.normalize("NFC", text)
    assert texts.note(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("function", [texts.one_line, texts.note, texts.name])
@given(broken=BROKEN)
def test_what_is_not_valid_unicode_is_refused(function: Callable[[str], str], broken: str) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        function(broken)


@pytest.mark.parametrize(
    ("function", "limit"), [(texts.one_line, 500), (texts.note, 10_000), (texts.name, 200)]
)
def test_too_long_is_refused_and_never_cut(function: Callable[[str], str], limit: int) -> None:
    assert function("ä" * limit) == "ä" * limit
    with pytest.raises(UserError) as refused:
        function("ä" * (limit + 1))
    assert refused.value.values == {"length": limit + 1, "limit": limit}


def test_the_limit_counts_the_cleaned_text() -> None:
    assert texts.name("  " + "u\u0308" * 200 + "\n") == "ü" * 200


@given(VALID)
def test_a_line_that_shows_nothing_is_an_empty_one(text: str) -> None:
    assert texts.seen_line(text) == (texts.one_line(text) if texts.shows(text) else "")


@pytest.mark.parametrize(
    "text",
    [
        *["", "   ", "\t\r\n", "\x00", "\u2028", "\u00a0", "\u200b", "\u3164", "\u115f\u1160"],
        *["\u200e \u200f", "\u202a\u202c", "\u2066\u2069", "\u0301", "\u20dd", "\ufe0f", "\u00ad"],
        *["\u2800", "\uffa0", "\u180e", "\U000e0041", "\u034f", "\ufeff", "\u3000", "\u061c"],
    ],
)
def test_a_name_is_not_empty(text: str) -> None:
    with pytest.raises(UserError, match="enter a name"):
        texts.name(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Möwe", "MÖWE"),
        ("Mo\u0308we", "möwe"),
        ("Straße", "STRASSE"),
        ("Σίσυφος", "σίσυφοσ"),
        ("Seeblick", "See\u200bblick"),
        ("Seeblick", "\u200fSeeblick\u2060"),
        ("Haus", "Haus\u3164"),
        ("Seeblick 1", "Seeblick\u00a0 1"),
        ("Zimmer 7", "Zimmer ７"),
        ("Ⅳ", "iv"),
        ("ﬁn", "FIN"),
        ("Am See", "Am  See"),
        ("❤", "❤\ufe0f"),
        ("Zimmer\u00ad 7", "zimmer 7"),
    ],
)
def test_names_that_read_alike_have_the_same_key(one: str, other: str) -> None:
    assert texts.name_key(one) == texts.name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zimmer 0", "Zimmer O"), ("Am See", "Amsee"), ("Möwe", "Mowe"), ("A-B", "A–B")],
)
def test_names_that_look_different_are_different(one: str, other: str) -> None:
    assert texts.name_key(one) != texts.name_key(other)


@given(VALID)
def test_what_shows_something_has_a_key_and_nothing_else_is_a_name(text: str) -> None:
    if texts.shows(text):
        assert texts.name_key(text)
    else:
        with pytest.raises(UserError):
            texts.name(text)


@given(VALID, st.sampled_from("\u200b\u200d\u2060\u3164\ufeff\u202e\u00ad"), st.integers(0, 300))
def test_signs_that_show_nothing_make_no_other_name(text: str, sign: str, at: int) -> None:
    at = min(at, len(text))
    apart = texts.name_key(text[:at]), texts.name_key(text[at:])
    assert texts.name_key("".join(apart)) == texts.name_key(sign.join(apart))


@given(VALID)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert texts.name_key(texts.name_key(text)) == texts.name_key(text)


@given(st.text(max_size=300))
def test_a_slug_is_always_readable_ascii(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,20}", texts.slug(text))
    assert texts.slug(text).strip("-") == texts.slug(text)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Seeblick 1", "seeblick-1"),
        ("Zimmer Möwe", "zimmer-moewe"),
        ("Größe & Straße", "groesse-strasse"),
        ("Château d'Été", "chateau-d-ete"),
        ("Łódź – Ærø", "lodz-aero"),
        ("Ferienwohnung Morgensonne links", "ferienwohnung-morgen"),
        ("Ferienwohnung im Haus am See", "ferienwohnung-im-hau"),
        ("Ferienwohnung Nord x", "ferienwohnung-nord-x"),
        ("Ferienwohnung Norden x", "ferienwohnung-norden"),
        ("../../etc/passwd", "etc-passwd"),
        ("пансион", "kalender"),
        ("🏖️", "kalender"),
        ("", "kalender"),
    ],
)
def test_slugs_that_owners_will_see(name: str, slug: str) -> None:
    assert texts.slug(name) == slug


@given(st.text())
def test_what_is_unturned_reads_in_one_order_and_loses_nothing_else(text: str) -> None:
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    left = texts.unturned(text)
    assert left == "".join(character for character in text if character not in turning)
    assert texts.unturned(f"\u202e{text}\u202c") == left
