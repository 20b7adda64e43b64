"""Tokens and paths of links."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.errors import UserError
from app.core.links.details import Details, Field
from app.core.links.link import (
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    WHOLE_HOUSE,
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_name,
    calendar_path,
    check_choices,
    link_path,
    new_token,
)
from tests.made import made_link

NOW = datetime(2027, 1, 2, tzinfo=UTC)


def link(target: Target, *, subject: str, **fields: Any) -> Link:
    return made_link(target, subject=subject, **fields)


def test_a_token_has_the_bits_that_an_address_without_a_password_needs() -> None:
    assert TOKEN_LENGTH * math.log2(len(TOKEN_ALPHABET)) >= 128
    assert re.fullmatch(r"[A-Za-z0-9]{24}", new_token())


def test_tokens_do_not_repeat_and_use_every_letter() -> None:
    tokens = {new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert set("".join(tokens)) == set(TOKEN_ALPHABET)


def test_a_path_ends_in_ics_and_is_plain_whatever_the_name() -> None:
    for name in ("Zimmer Möwe", "пансион", "a/../b?c#d", "", "%00", "x" * 200):
        path = link_path(link(Target(Scope.UNIT, 1), subject=name))
        assert re.fullmatch(r"/cal/[A-Za-z0-9]{24}/[a-z0-9-]{1,20}\.ics", path)


def test_a_calendar_is_called_by_what_it_is_of_and_by_nothing_that_is_not_said() -> None:
    member = Target(Scope.STAFF, 1)
    assert calendar_name(link(Target(Scope.UNIT, 1), subject="Seeblick 1")) == "Seeblick 1"
    assert calendar_name(link(Target(Scope.PROPERTY, 1), subject="Haus")) == "Haus"
    assert calendar_name(link(WHOLE_HOUSE, subject="")) == "Alle Einheiten"
    assert calendar_name(link(member, subject="Anna")) == "Belegungen"
    changeovers = link(member, subject="Anna", kind=LinkKind.CHANGEOVERS, language="en")
    assert calendar_name(changeovers) == "Changeover days"
    assert link_path(changeovers) == f"/cal/{'A' * 24}/changeover-days.ics"
    website = link(Target(Scope.UNIT, 1), subject="Seeblick 1", kind=LinkKind.WEBSITE)
    assert link_path(website) == f"/kalender/{'A' * 24}"
    assert calendar_path(website) == f"/cal/{'A' * 24}/belegungskalender.ics"


@pytest.mark.parametrize(
    ("kind", "scope", "choices", "said"),
    [
        (LinkKind.WEBSITE, Scope.HOUSE, LinkChoices(), "shows one unit"),
        (LinkKind.WEBSITE, Scope.STAFF, LinkChoices(), "shows one unit"),
        (LinkKind.CHANGEOVERS, Scope.UNIT, LinkChoices(), "staff member"),
        (LinkKind.CALENDAR, Scope.UNIT, LinkChoices(language="nl"), "not available"),
        (LinkKind.CALENDAR, Scope.UNIT, LinkChoices(label="x" * 500), "too long"),
        (LinkKind.CALENDAR, Scope.UNIT, LinkChoices(details=Details(months_back=-1)), "0 to 120"),
        (LinkKind.CALENDAR, Scope.UNIT, LinkChoices(details=Details(months_ahead=121)), "0 to 120"),
        (
            LinkKind.WEBSITE,
            Scope.UNIT,
            LinkChoices(details=Details(fields=frozenset({Field.NOTE}))),
            "nothing else",
        ),
    ],
)
def test_what_cannot_be_a_link_is_refused_in_a_sentence(
    kind: LinkKind, scope: Scope, choices: LinkChoices, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        check_choices(kind, Target(scope, 1), choices)


def test_a_label_loses_its_control_characters_and_a_portal_becomes_its_key() -> None:
    raw = LinkChoices(label=" Zweites\x00\nInserat ", portal="Booking.COM")
    checked = check_choices(LinkKind.CALENDAR, WHOLE_HOUSE, raw)
    assert (checked.label, checked.portal) == ("Zweites  Inserat", "booking")
    own = check_choices(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices(portal="<b>Mein Portal</b>"))
    assert (own.label, own.portal) == ("<b>Mein Portal</b>", "<b>Mein Portal</b>")
