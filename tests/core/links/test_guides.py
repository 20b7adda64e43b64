"""The guides are whole: listed, there in every language, built alike, and for everybody."""

from __future__ import annotations

import re

import pytest

from app import resources
from app.core.links.address_forms import Form
from app.core.links.guides import Guide, GuideKind, guide_for, guides, text
from app.core.portals import portals
from app.i18n import WINDOW_LANGUAGES

HEADINGS = {
    ("de", GuideKind.READER): [
        "Einfügen",
        "Wie oft gelesen wird",
        "Die richtige Adresse",
        "Nur lesen",
        "Was von dort kommt",
        "Was nicht geht",
        "Wieder entfernen",
    ],
    ("en", GuideKind.READER): [
        "Paste it there",
        "How often it reads",
        "The right address",
        "Reading only",
        "What comes from there",
        "What it cannot do",
        "Remove it there",
    ],
    ("de", GuideKind.HOW_TO): ["So geht es", "Was dann geschieht", "Zurück"],
    ("en", GuideKind.HOW_TO): ["How to do it", "What happens then", "Taking it back"],
}
HOW_OFTEN, ADDRESS = 1, 2
USUALLY = {"de": r"\bmeist\b", "en": r"\busually\b"}
FROM_OUTSIDE = {
    "de": "Der Kalender muss dafür von außen erreichbar sein, am einfachsten auf",
    "en": "the calendar must be reachable from outside for this, most easily on",
}
WORDS_BOTH_WAYS = 360
ALL = [
    pytest.param(guide, language, id=f"{guide.key}-{language}")
    for guide in guides().values()
    for language in WINDOW_LANGUAGES
]
READERS = [case for case in ALL if case.values[0].kind is GuideKind.READER]  # type: ignore[union-attr]


def sections(guide: Guide, language: str) -> dict[str, str]:
    """Return what stands under each heading, in one line."""
    _title, *parts = re.split(r"^## ", text(guide.key, language), flags=re.MULTILINE)
    split = (part.partition("\n") for part in parts)
    return {heading: " ".join(body.split()) for heading, _, body in split}


def test_a_guide_lies_there_for_every_entry_and_none_besides() -> None:
    for language in WINDOW_LANGUAGES:
        names = {path.name for path in resources.path("guides", language).iterdir()}
        assert names == {f"{key}.md" for key in guides()}


def test_the_readers_stand_before_the_how_tos() -> None:
    kinds = [guide.kind for guide in guides().values()]
    assert kinds == sorted(kinds, key=list(GuideKind).index)
    assert kinds.count(GuideKind.HOW_TO) == 4


@pytest.mark.parametrize(("guide", "language"), ALL)
def test_a_guide_is_built_like_the_others(guide: Guide, language: str) -> None:
    written = text(guide.key, language)
    assert written.startswith(f"# {guide.name(language)}\n\n## ")
    assert written.count("\n# ") == 0
    found = sections(guide, language)
    assert list(found) == HEADINGS[language, guide.kind]
    assert all(found.values())


@pytest.mark.parametrize(("guide", "language"), ALL)
def test_a_guide_is_read_in_little_more_than_a_minute_and_well_set(
    guide: Guide, language: str
) -> None:
    written = text(guide.key, language)
    assert len(written.split()) <= WORDS_BOTH_WAYS
    assert not re.search(r"[\"'\t]|\.\.\.| -+ ", written)
    assert max(map(len, written.splitlines())) <= 120


@pytest.mark.parametrize("key", guides())
def test_both_languages_have_the_same_steps_and_points(key: str) -> None:
    german, english = (
        [
            mark or "\n"
            for mark in re.findall(r"^(?:(\d+\.|-) |## )", text(key, language), re.MULTILINE)
        ]
        for language in WINDOW_LANGUAGES
    )
    assert german == english


@pytest.mark.parametrize(("guide", "language"), READERS)
def test_how_often_is_never_a_promise(guide: Guide, language: str) -> None:
    how_often = sections(guide, language)[HEADINGS[language, GuideKind.READER][HOW_OFTEN]]
    if guide.form is not Form.SNIPPET:  # A page is read whenever somebody looks at it.
        assert re.search(USUALLY[language], how_often, re.IGNORECASE)


@pytest.mark.parametrize(("guide", "language"), READERS)
def test_every_reader_says_that_the_address_must_be_public(guide: Guide, language: str) -> None:
    address = sections(guide, language)[HEADINGS[language, GuideKind.READER][ADDRESS]]
    assert FROM_OUTSIDE[language] in address


def test_every_portal_has_a_guide_of_its_form() -> None:
    named = [portal for guide in guides().values() for portal in guide.portals]
    assert sorted(named) == sorted(portals())
    for key, portal in portals().items():
        guide = guide_for(key)
        assert key in guide.portals
        assert guide_for(portal.name.upper()) is guide
        assert guide.form is not None
    assert guide_for("airbnb").key == "airbnb"
    assert guide_for("bergfex").exceptions == {"bergfex": Form.NO_SCHEME}
    assert guide_for("holidu").form is Form.HTTPS


@pytest.mark.parametrize("portal", ["", "Tante Erna", "../de/google", "website "])
def test_the_owners_own_portal_gets_the_guide_of_all_others(portal: str) -> None:
    expected = "website" if portal.strip() == "website" else "other"
    assert guide_for(portal).key == expected


def test_exceptions_are_portals_of_their_guide() -> None:
    for guide in guides().values():
        assert set(guide.exceptions) <= set(guide.portals)
        assert (guide.form is None) == (guide.kind is GuideKind.HOW_TO)


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        text("../guides", "de")
    with pytest.raises(ValueError, match="fr"):
        text("google", "fr")
