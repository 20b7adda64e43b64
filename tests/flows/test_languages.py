"""Every language that links speak has every word that leaves through them."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import resources
from app.core.links import events as entries_module
from app.core.links import link as link_module
from app.core.links import website_events as website_entries_module
from app.core.links.availability import Website, months
from app.core.links.details import Details, Field, Options
from app.core.links.events import ShownUnit, entries
from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target, calendar_name
from app.core.links.website_events import website_entries
from app.core.stays.occupancy import Kind, Occupancy, Status
from app.i18n import LANGUAGES, SOURCE_LANGUAGE, Catalogue
from app.services.calendars.website_page import page
from tests.made import made_link, made_stay

NOW = datetime(2027, 1, 2, tzinfo=UTC)
TODAY = date(2027, 7, 1)
UNITS = {1: ShownUnit("A1", "B2", 7, NOW)}
OTHERS = sorted(set(LANGUAGES) - {SOURCE_LANGUAGE})


class Missing(gettext.NullTranslations):
    """Is asked for what a catalogue does not have."""

    def gettext(self, message: str) -> str:
        raise AssertionError(f"not translated: {message}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise AssertionError(f"not translated: {msgid1}, {msgid2}, {n}")

    def pgettext(self, context: str, message: str) -> str:
        raise AssertionError(f"not translated: {message} ({context})")


def strict(language: str) -> Catalogue:
    found = gettext.translation("zimmerfrei", str(resources.path("locale")), [language])
    found.add_fallback(Missing())
    return Catalogue(LANGUAGES[language], found)


@pytest.fixture
def strictly(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (entries_module, link_module, website_entries_module):
        monkeypatch.setattr(module, "catalogue", strict)


def links(language: str, details: Details) -> Iterator[Link]:
    targets = (Target(Scope.UNIT, 1), Target(Scope.PROPERTY, 1), WHOLE_HOUSE)
    kinds = [(LinkKind.CALENDAR, target) for target in targets]
    staff = Target(Scope.STAFF, 1)
    kinds += [(LinkKind.CALENDAR, staff), (LinkKind.CHANGEOVERS, staff)]
    kinds += [(LinkKind.WEBSITE, Target(Scope.UNIT, 1))]
    for kind, target in kinds:
        yield made_link(target, kind=kind, subject="C3", language=language, details=details)


def stays(portal: str) -> list[Occupancy]:
    """Return one stay of every kind and status, each followed by the next."""
    made: list[Occupancy] = []
    for number, (kind, status) in enumerate(product(Kind, Status)):
        arrival = TODAY + timedelta(days=2 * number)
        made.append(
            made_stay(
                number,
                arrival,
                arrival + timedelta(days=2),
                kind=kind,
                status=status,
                option_until=TODAY if status is Status.OPTION else None,
                guest="D4",
                phone="H8",
                email="I9@J10",
                contact="E5",
                arrival_time=time(12, 30),
                persons=number,
                children=number,
                pets=number,
                note="F6",
                portal=portal,
                staff_id=1,
            )
        )
    return [*made, replace(made[0], id=99, uid="99@zimmerfrei", arrival=TODAY - timedelta(days=9))]


@pytest.mark.usefixtures("strictly")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(OTHERS),
    st.frozensets(st.sampled_from(Field)),
    st.sampled_from(Options),
    st.sampled_from(["", "airbnb", "G7"]),
)
def test_no_word_of_a_calendar_is_missing(
    language: str, fields: frozenset[Field], options: Options, portal: str
) -> None:
    details = Details(fields=fields, options=options)
    for link in links(language, details):
        assert calendar_name(link)
        if link.kind is LinkKind.WEBSITE:
            taken = ((TODAY, TODAY + timedelta(days=2)),)
            assert list(website_entries(link, Website(5, language, taken, TODAY, "")))
            continue
        assert list(entries(link, stays(portal), UNITS, {1: "H8"}, {}, TODAY))


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_the_page_for_websites_is_missing(language: str) -> None:
    ranges = [(TODAY + timedelta(days=5), TODAY + timedelta(days=9))]
    sent = page(months(ranges, TODAY), TODAY, strict(language)).decode()
    assert f"<html lang={language}>" in sent


def test_french_says_it_in_french() -> None:
    staff, *_ = (link for link in links("fr", Details()) if link.kind is LinkKind.CHANGEOVERS)
    said = [entry.summary for entry in entries(staff, stays(""), UNITS, {}, {}, TODAY)]
    assert "Ménage de fin de séjour A1\u00a0; prochaine arrivée sam. 03/07" in said
    unit, *_ = links("fr", Details(fields=frozenset({Field.TITLE})))
    titles = {entry.summary for entry in entries(unit, stays("airbnb"), UNITS, {}, {}, TODAY)}
    assert {"Réservation · Airbnb", "Usage personnel · Airbnb", "Fermeture · Airbnb"} <= titles
    assert any(title.startswith("Option jusqu’au jeu. 01/07/2027") for title in titles)
