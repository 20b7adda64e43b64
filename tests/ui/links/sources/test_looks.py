"""Page and pane with portals that are read: in both languages, longer texts, small windows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.house.unit import Unit
from app.core.importing.source import Source
from app.services.services import Services
from app.ui.look.theme import Appearance, current_theme
from tests.feeds_of_portals import Event
from tests.portals_of_tests import Listings
from tests.ui.links.sources.conftest import Connect, Desk, Later, LinkFor

ShowDesk = Callable[..., Desk]
LEAST, USUAL = 748, 1228
"""The width of the page in the smallest window, and in a usual one."""


@pytest.fixture
def sources(
    units: list[Unit],
    services: Services,
    connect: Connect,
    link_for: LinkFor,
    airbnb: Listings,
    later: Later,
) -> list[Source]:
    """One that has news, with a link; one without; one that asks; one that cannot be read."""
    services.links.enable_unit(units[0].id)
    link_for(units[0], "airbnb")
    link_for(units[0], "booking")
    notice = Event(0, 2, "Airbnb (Not available)")
    first = connect(units[0], notice, Event(9), name="1")
    alone = connect(units[1], Event(9), name="2")
    asking = connect(units[1], *(Event(30 + 5 * n) for n in range(6)), portal="booking", name="3")
    broken = connect(units[2], Event(9), portal="P" * 60, name="4")
    airbnb.shows(name="3")
    airbnb.fails("4")
    for _ in range(4):
        later(hours=13)
    airbnb.shows(notice, Event(9), Event(19), Event(29), name="1")
    later(minutes=20)
    return [first, alone, asking, broken]


@pytest.mark.parametrize("language", ["texts", "english", "wide"])
@pytest.mark.parametrize("width", [LEAST, USUAL])
@pytest.mark.parametrize("number", range(4))
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    desk: ShowDesk,
    sources: list[Source],
    cut_texts: Callable[[QWidget], list[str]],
    language: str,
    width: int,
    number: int,
) -> None:
    shown = desk(texts=request.getfixturevalue(language), width=width)
    shown.page.resize(width, 700)
    assert cut_texts(shown.page) == []
    shown.look_at(sources[number])
    assert cut_texts(shown.page) == []


def test_it_follows_the_theme(desk: ShowDesk, sources: list[Source]) -> None:
    shown = desk()
    pane = shown.look_at(sources[0])
    theme = current_theme()
    before = theme.appearance
    light = pane.grab().toImage().pixelColor(3, 300).name()
    theme.set_appearance(Appearance.DARK)
    QApplication.processEvents()
    dark = pane.grab().toImage().pixelColor(3, 300).name()
    theme.set_appearance(before)
    assert light != dark


def test_tab_goes_from_top_to_bottom(desk: ShowDesk, sources: list[Source]) -> None:
    assert sources
    shown = desk()
    stops = [stop for card in shown.page._cards.cards for stop in card.tab_stops()]
    seen = [stop for stop in stops if stop.isVisible() and stop.accessibleName()]
    tops = [stop.mapTo(shown.page, stop.rect().center()).y() for stop in seen]
    assert all(later >= before - 40 for before, later in pairwise(tops))
