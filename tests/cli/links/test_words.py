"""How commands speak of links: what they say, whom they leave out, how far they reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.cli.links.words import REACHES, last_read, reaches, says, what_it_says
from app.core.links.details import PRESET_FIELDS, Details, Field, Options, Preset
from app.core.links.link import Fetch, LinkKind, Origin, Scope, Target
from app.core.links.reach import Reach
from app.i18n import WINDOW_LANGUAGES, catalogue
from app.services.links.reads import LastRead, who_sends
from tests.made import made_link

ENGLISH = catalogue("en")
STAFF = Target(Scope.STAFF, 1)


def rows(details: Details, **fields: Any) -> dict[str, str]:
    return dict(what_it_says(ENGLISH, made_link(details=details, **fields)))


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_every_level_of_detail_has_words_of_its_own(language: str) -> None:
    texts = catalogue(language)
    presets = [made_link(details=Details(fields=PRESET_FIELDS[preset])) for preset in Preset]
    picked = made_link(details=Details(fields=frozenset({Field.CONTACT})))
    said = [says(texts, link) for link in (*presets, picked)]
    assert len(set(said)) == len(Preset) + 1
    assert all(said)
    assert len({texts.tr(words) for words in REACHES.values()}) == len(Reach)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (frozenset(), "days only"),
        (frozenset({Field.PERSONS}), "days and persons"),
        (frozenset({Field.PERSONS, Field.CONTACT}), "own choice"),
    ],
)
def test_of_changeover_days_the_days_are_said(fields: frozenset[Field], said: str) -> None:
    link = made_link(STAFF, kind=LinkKind.CHANGEOVERS, details=Details(fields=fields))
    assert says(ENGLISH, link) == said


def test_a_website_says_free_and_occupied_whatever_is_ticked() -> None:
    for fields in (frozenset[Field](), frozenset(Field)):
        link = made_link(kind=LinkKind.WEBSITE, details=Details(fields=fields))
        assert says(ENGLISH, link) == "free and occupied"


def test_who_read_last_is_said_with_the_moment() -> None:
    assert last_read(ENGLISH, None) == "never yet"
    at = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
    for agent, said in (
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Portal-Importer/2.1 (x)", "(Portal-Importer/2.1)"),
    ):
        fetch = Fetch(link_id=1, at=at, agent=agent, origin=Origin.OUTSIDE, status=200)
        shown = last_read(ENGLISH, LastRead(fetch, who_sends(agent, {})))
        assert shown.startswith(ENGLISH.moment(at))
        assert shown.endswith(said)


def test_what_is_left_out_is_said_for_each_kind() -> None:
    shown = rows(Details(owner_stays=False, options=Options.LEFT_OUT))
    assert shown["Owner stays"] == "left out"
    assert shown["Blocks"] == "shown"
    both = rows(Details(blocks=False))
    assert (both["Owner stays"], both["Blocks"]) == ("shown", "left out")
    assert len({rows(Details(options=one))["Options"] for one in Options}) == len(Options)


def test_only_a_link_for_a_portal_leaves_something_of_it_out() -> None:
    assert "Without" not in rows(Details())
    own = rows(Details(), portal="airbnb")["Without"]
    assert own == "what was read from Airbnb and not changed since"
    everything = rows(Details(own_entries=False), portal="airbnb")["Without"]
    assert everything.startswith("everything from Airbnb")
    assert "hears nothing" in everything
    website = made_link(kind=LinkKind.WEBSITE, portal="airbnb", details=Details())
    assert "Without" not in dict(what_it_says(ENGLISH, website))


@pytest.mark.parametrize(
    ("back", "ahead", "said"),
    [
        (0, None, "0 months back, everything ahead"),
        (1, None, "1 month back, everything ahead"),
        (12, 0, "12 months back, 0 months ahead"),
        (12, 1, "12 months back, 1 month ahead"),
    ],
)
def test_how_far_a_link_reaches(back: int, ahead: int | None, said: str) -> None:
    details = replace(Details(), months_back=back, months_ahead=ahead)
    assert reaches(ENGLISH, details) == said
