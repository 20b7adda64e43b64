"""How window and commands alike call a link."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target
from app.core.links.names import link_label, link_title
from app.i18n import WINDOW_LANGUAGES, catalogue
from tests.core.links.test_link import link

UNIT = link(Target(Scope.UNIT, 1), subject="Seeblick 1")
HOUSE = link(Target(Scope.PROPERTY, 1), subject="Haus Seeblick")
MEMBER = link(Target(Scope.STAFF, 1), subject="Frau Sommer")


@pytest.mark.parametrize(
    ("of", "title", "label"),
    [
        (replace(UNIT, main=True), "Seeblick 1", "Eigener Link"),
        (UNIT, "Seeblick 1", "Weiterer Link"),
        (replace(UNIT, label="Tante Erna"), "Seeblick 1 · Tante Erna", "Tante Erna"),
        (replace(UNIT, portal="airbnb"), "Seeblick 1 · für Airbnb", "für Airbnb"),
        (
            replace(UNIT, label="Familie", portal="Unser Verein"),
            "Seeblick 1 · Familie · Unser Verein",
            "Familie · Unser Verein",
        ),
        (replace(UNIT, kind=LinkKind.WEBSITE), "Seeblick 1 · Website", "Website"),
        (replace(HOUSE, label="Mama"), "Haus Seeblick · Mama", "Mama"),
        (HOUSE, "Haus Seeblick", "Kalender"),
        (link(WHOLE_HOUSE, subject=""), "Ganzes Haus", "Kalender"),
        (
            replace(MEMBER, kind=LinkKind.CHANGEOVERS),
            "Frau Sommer · Wechseltage",
            "Wechseltage",
        ),
        (MEMBER, "Frau Sommer · Belegungen", "Belegungen"),
    ],
)
def test_links_of_every_kind_are_called(of: Link, title: str, label: str) -> None:
    assert link_title(catalogue("de"), of) == title
    assert link_label(catalogue("de"), of) == label


@pytest.mark.parametrize("language", WINDOW_LANGUAGES)
def test_in_a_row_every_link_has_a_name(language: str) -> None:
    for of in (UNIT, HOUSE, MEMBER, link(WHOLE_HOUSE, subject="")):
        assert link_label(catalogue(language), of)
