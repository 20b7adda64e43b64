"""What an owner writes once, and what is made of it: placeholders, empty ones, wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.letters.template import (
    LetterTemplate,
    Placeholder,
    check_template,
    filled,
    filled_line,
    kept,
    placeholder_names,
    shown,
    standard_template,
    unknown_placeholders,
)
from app.i18n import WINDOW_LANGUAGES, catalogue

VALUES = {one: f"‹{one.value}›" for one in Placeholder}
EMPTY = dict.fromkeys(Placeholder, "")
GERMAN = placeholder_names(catalogue("de"))
# Pieces that meet: braces that open, close, nest, hold nothing, hold what is and is no placeholder.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "{",
                "}",
                "{}",
                "{{",
                "}}",
                "\n",
                "\n\n",
                " ",
                "{guest}",
                "{Gast}",
                "{GAST}",
                "{ gast }",
            ]
        ),
        st.sampled_from(
            ["{Nachname}", "{Anreise}", "{arrival_time}", "{Anreise\n}", "Huber", "%s"]
        ),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_each_placeholder_has_a_name_of_its_own_in_each_language(language: str) -> None:
    names = placeholder_names(catalogue(language))
    assert list(names) == list(Placeholder)
    assert len({name.casefold() for name in names.values()}) == len(Placeholder)
    for one, name in names.items():
        assert kept(f"{{{name}}}", names) == f"{{{one.value}}}"
        # No name means another placeholder by its English name.
        assert name not in {other.value for other in Placeholder if other is not one}


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_the_standard_text_is_one_that_can_be_kept(language: str) -> None:
    texts = catalogue(language)
    names, standard = placeholder_names(texts), standard_template(texts)
    as_typed = LetterTemplate(shown(standard.subject, names), shown(standard.body, names))
    assert check_template(as_typed, names) == standard
    used = {one for one in Placeholder if f"{{{one.value}}}" in standard.subject + standard.body}
    assert used == set(Placeholder) - {Placeholder.TODAY}, (
        "the day stands in the head of the letter"
    )


def test_the_standard_text_names_no_price() -> None:
    for language in WINDOW_LANGUAGES:
        body = standard_template(catalogue(language)).body
        assert not any(sign in body for sign in ("€", "EUR", "$", "Preis", "price"))


@given(PIECES)
def test_showing_and_keeping_are_each_others_opposite(text: str) -> None:
    once = kept(text, GERMAN)
    assert kept(once, GERMAN) == once
    assert kept(shown(once, GERMAN), GERMAN) == once
    assert unknown_placeholders(once, GERMAN) == unknown_placeholders(text, GERMAN)


@given(PIECES)
def test_what_is_kept_can_be_filled_in_and_nothing_that_is_known_is_left(text: str) -> None:
    said = filled(kept(text, GERMAN), VALUES)
    for one, name in GERMAN.items():
        assert f"{{{name}}}" not in said
        assert f"{{{one.value}}}" not in said


@given(PIECES)
def test_a_text_without_placeholders_comes_out_as_it_went_in(text: str) -> None:
    plain = text.replace("{", "(").replace("}", ")")
    lines = ["" if not line.strip() else line for line in plain.split("\n")]
    assert filled(plain, EMPTY) == "\n".join(lines).strip("\n")


@given(PIECES)
def test_a_subject_is_one_line(text: str) -> None:
    assert "\n" not in filled_line(text, VALUES)


def test_a_line_whose_placeholders_say_nothing_is_left_out() -> None:
    text = "Hallo {guest},\n\nHaustiere: {pets}\n\n{pets} und {guest}\nfest\n{persons}"
    values = {**EMPTY, Placeholder.GUEST: "Huber"}
    assert filled(text, values) == "Hallo Huber,\n\n und Huber\nfest"


def test_blank_lines_that_the_owner_wants_stay() -> None:
    assert filled("eins\n\n\nzwei", EMPTY) == "eins\n\n\nzwei"
    assert filled("{pets}\n\neins\n{pets}\n\n{pets}\n\nzwei\n{pets}", EMPTY) == "eins\n\nzwei"


def test_a_value_that_looks_like_a_placeholder_is_none() -> None:
    values = {**VALUES, Placeholder.GUEST: "{house}", Placeholder.HOUSE: "{guest}"}
    assert filled("{guest} {house}", values) == "{house} {guest}"


def test_unknown_placeholders_are_told_each_once_in_order() -> None:
    text = "{Nachname} {Gast} {x} {Nachname} {  } { } {}"
    assert unknown_placeholders(text, GERMAN)[:2] == ["Nachname", "x"]
    assert unknown_placeholders("{Anreise {Gast} }", GERMAN) == []


@pytest.mark.parametrize(
    ("subject", "body", "reason"),
    [
        ("", " \n ", "Bitte schreiben Sie einen Text, oder gehen Sie zum Standardtext zurück."),
        ("{Vorname}", "Hallo", "„{Vorname}“ ist kein Platzhalter."),
        ("", "Hallo {Preis}", "„{Preis}“ ist kein Platzhalter."),
        ("", "x" * 10_001, "Dieser Text ist zu lang"),
        ("x" * 501, "Hallo", "Dieser Text ist zu lang"),
        ("", "\ud800", "Dieser Text enthält unlesbare Zeichen"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(subject: str, body: str, reason: str) -> None:
    with pytest.raises(UserError) as refused:
        check_template(LetterTemplate(subject, body), GERMAN)
    assert catalogue("de").tell(refused.value).startswith(reason)


def test_the_refusal_names_what_is_possible_in_the_letters_language() -> None:
    with pytest.raises(UserError) as refused:
        check_template(LetterTemplate("", "{price}"), placeholder_names(catalogue("en")))
    assert "{guest}, {unit}" in catalogue("de").tell(refused.value)
