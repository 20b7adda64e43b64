"""What is private stands nowhere in what is hidden; everything else stands as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.discretion import Discretion

HIDDEN = Discretion(
    [
        ("guest", "Familie Öztürk"),
        ("guest", "Anna"),
        ("unit", "Seeblick 1"),
        ("unit", "7"),
        ("contact", "+49 171 / 222"),
        ("note", "  Hund, groß  "),
        ("webspace", "ferien-mueller.de"),
        ("empty", ""),
        ("signs", "!!!"),
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Familie Öztürk kommt", "‹guest› kommt"),
        ("Familie Meier kommt", "Familie Meier kommt"),
        ("Anna, Annalena und HAnna", "‹guest›, Annalena und HAnna"),
        ("(Anna)", "(‹guest›)"),
        ("in Seeblick 1.", "in ‹unit›."),
        ("in Seeblick 12", "in Seeblick 12"),
        ("line 7 of 17", "line 7 of 17"),
        ("Ruf +49 171 / 222 an", "Ruf +‹contact› an"),
        ("Hund, groß", "‹note›"),
        ("at ferien-mueller.de:22", "at ‹webspace›:22"),
        ("!!! empty", "!!! empty"),
        ("Anna Anna", "‹guest› ‹guest›"),
    ],
)
def test_whole_words_are_hidden_and_nothing_else(text: str, shown: str) -> None:
    assert HIDDEN.hide(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GET /cal/Geheim123.ics", "GET /cal/…"),
        ("k9k9k9k9k9k9k9k9k9k9k9k9", "…"),
        ("mail an anna.b+x@example.co.uk!", "mail an ‹e-mail›!"),
        ("https://airbnb.de/calendar/ical/1.ics?s=9", "https://airbnb.de/…"),
        ("https://airbnb.de/", "https://airbnb.de/"),
        ("https://airbnb.de", "https://airbnb.de"),
        ("sftp://anna:pw@host.example/x", "sftp://host.example/…"),
        ("webcal://ferien-mueller.de/a.ics", "webcal://‹webspace›/…"),
        (
            "2027-07-06 12:00:00,123 INFO 99 app.x: done",
            "2027-07-06 12:00:00,123 INFO 99 app.x: done",
        ),
    ],
)
def test_what_looks_like_a_secret_goes_whoever_it_is(text: str, shown: str) -> None:
    assert HIDDEN.hide(text) == shown


def test_the_longest_name_is_hidden_where_several_begin_alike() -> None:
    hidden = Discretion([("guest", "Anna"), ("guest", "Anna Maria"), ("unit", "Anna Maria Haus")])
    assert hidden.hide("Anna Maria Haus, Anna Maria, Anna Hof") == "‹unit›, ‹guest›, ‹guest› Hof"


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=3, max_size=12)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(NAMES, min_size=1, max_size=6), TEXTS, TEXTS)
@example(["Anna"], "", "")
@example(["guest"], "", "‹guest›")
def test_no_name_stands_as_a_word_in_what_is_shown(
    names: list[str], before: str, after: str
) -> None:
    hidden = Discretion(("X", name) for name in names)
    for name in names:
        shown = hidden.hide(f"{before} {name} {after} {name}\n{name}")
        assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown) or name == "X"


@given(TEXTS)
def test_a_text_without_anything_private_stays_as_it_is(text: str) -> None:
    plain = re.sub(r"[@/]", "", re.sub(r"[A-Za-z0-9]{24,}", "", text))
    assert Discretion([]).hide(plain) == plain
    assert Discretion([("guest", "Niemand-der-vorkommt")]).hide(plain) == plain


@given(st.lists(NAMES, max_size=5), TEXTS)
def test_hiding_twice_hides_no_more(names: list[str], text: str) -> None:
    hidden = Discretion((f"W{at}", name) for at, name in enumerate(names))
    once = hidden.hide(text)
    if not any(f"W{at}" in names for at in range(len(names))):
        assert hidden.hide(once) == once
