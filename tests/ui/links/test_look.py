"""The page in both languages, light and dark, longer texts, small windows, many units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.core.house.unit import UnitDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.server_state import Phase
from app.ui.kit import AddressField, Button, CopyButton, ElidedLabel, IconButton, Toggle
from app.ui.links.list.blocks import Part
from app.ui.links.list.cards import AHEAD, AT_ONCE
from app.ui.links.list.unfolded import FIRST_ROWS, MORE_ROWS
from app.ui.links.page import LinksPage
from app.ui.look.theme import Appearance, current_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from tests.ui.conftest import MakeContext, ScriptedServer
    from tests.ui.links.conftest import Hands, Read, ShowPage

    CutTexts = Callable[[QWidget], list[str]]
    HandsOn = Callable[[LinksPage], Hands]

LEAST_WIDTH = 748  # of a page in the smallest window


@pytest.fixture
def everything(services: Services, units: list[Unit], another_house: Unit, read: Read) -> None:
    """A card of every sort: enabled with rows, locked, never enabled, with a long name."""
    main = services.links.enable_unit(units[0].id).after
    airbnb = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices(portal="airbnb")
    ).after
    services.links.add(
        LinkKind.CALENDAR,
        Target(Scope.UNIT, units[0].id),
        LinkChoices(label="Ein Link mit einem wirklich sehr langen Namen"),
    )
    locked = services.links.enable_unit(units[1].id).after
    services.links.disable(locked.id, sequence=locked.sequence)
    services.links.disable(airbnb.id, sequence=airbnb.sequence)
    services.units.rename(another_house.id, "M" * 200, sequence=another_house.sequence)
    services.links.enable_unit(another_house.id)
    for link in (main, locked):
        read(link, "Google-Calendar-Importer", minutes_ago=125)
        read(link, "Booking.com/1", minutes_ago=41)
        read(link, "A-Portal-With-An-Endless-Name-In-Its-Agent/1.0", minutes_ago=3)


@pytest.fixture
def appearance() -> Iterator[Callable[[Appearance], None]]:
    theme = current_theme()
    before = theme.appearance
    yield theme.set_appearance
    theme.set_appearance(before)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("chosen", [Appearance.LIGHT, Appearance.DARK])
@pytest.mark.parametrize("language", ["texts", "english", "wide"])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 1228])
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    show_page: ShowPage,
    hands_on: HandsOn,
    units: list[Unit],
    appearance: Callable[[Appearance], None],
    cut_texts: CutTexts,
    chosen: Appearance,
    language: str,
    width: int,
) -> None:
    texts: Catalogue = request.getfixturevalue(language)
    appearance(chosen)
    page = show_page(texts=texts, width=width)
    # Who read a link is looked up turn by turn, and each new line of text is laid out in the next.
    assert cut_texts(page) == []

    hands = hands_on(page)
    hands.click(hands.on(units[0], CopyButton, "card_copy"))
    assert cut_texts(page) == []

    page.grab()
    if language != "wide":
        assert not page._scroll.horizontalScrollBar().isVisible()


@pytest.mark.usefixtures("everything")
def test_a_card_is_as_high_as_its_words_need(show_page: ShowPage) -> None:
    page = show_page()

    assert not page._scroll.verticalScrollBar().isVisible()
    enabled, never = page._cards.cards[-1], page._cards.cards[-2]
    assert never.height() < enabled.height() <= 90


@pytest.mark.usefixtures("everything")
def test_what_a_screen_reader_says_names_the_unit(
    show_page: ShowPage, hands_on: HandsOn, units: list[Unit], english: Catalogue
) -> None:
    hands = hands_on(show_page(texts=english))
    for kind, name, said in (
        (CopyButton, "card_copy", "Copy link, Seeblick 1"),
        (AddressField, "card_address", "Address of the link, Seeblick 1"),
        (IconButton, "card_more", "More, Seeblick 1"),
        (Toggle, "card_toggle", "Enable link, Seeblick 1"),
        (CopyButton, "row_copy", "Copy link, Seeblick 1 · for Airbnb"),
        (Toggle, "row_toggle", "Enable link, Seeblick 1 · for Airbnb"),
    ):
        assert hands.on(units[0], kind, name).accessibleName() == said


@pytest.mark.usefixtures("everything")
def test_tab_goes_from_top_to_bottom_and_in_each_card_from_left_to_right(
    show_page: ShowPage, services: Services, units: list[Unit]
) -> None:
    page = show_page()
    # Made last, shown first.
    late = services.units.add(UnitDraft(property_id=units[0].property_id, name="Neu"))
    services.links.enable_unit(late.id)
    order = [late.id, *(unit.id for unit in units)]
    services.units.arrange({units[0].property_id: order})
    QApplication.processEvents()

    page.setFocus()
    walked: list[QWidget] = []
    while True:
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in walked:
            break
        walked.append(widget)

    stops = [widget for widget in walked if page._cards.isAncestorOf(widget)]
    # By the upper edge, as a line is as high as everything on it.
    lines = [(widget.mapTo(page._cards, QPoint(0, 0)).y() + 8) // 20 for widget in stops]
    assert len(stops) > 15
    assert lines == sorted(lines)
    first = page._cards.card((Part.UNIT, late.id))
    assert first is not None
    names = [widget.objectName() for widget in stops if first.isAncestorOf(widget)]
    own = ["card_address", "card_copy", "card_share", "card_more", "card_toggle"]
    assert names == ["card_line", *own]


def test_a_name_is_never_taken_for_markup(
    show_page: ShowPage, hands_on: HandsOn, services: Services
) -> None:
    (unit,) = services.units.first_house("<b>Haus</b>", ["<i>Zimmer</i> & Co"]).units
    services.links.enable_unit(unit.id)

    hands = hands_on(show_page())

    name = hands.on(unit, ElidedLabel, "card_name")
    assert name.text() == "<i>Zimmer</i> & Co"
    assert name.textFormat() is Qt.TextFormat.PlainText


def test_hundreds_of_units_open_at_once_and_are_made_as_they_are_wanted(
    qtbot: QtBot,
    services: Services,
    make_context: MakeContext,
    running: ScriptedServer,
    settle: Callable[[LinksPage], None],
) -> None:
    units = services.units.first_house("Haus", [f"Zimmer {number}" for number in range(300)]).units
    services.links.enable_all()
    assert running.state.phase is Phase.RUNNING

    page = LinksPage(make_context(server=running))
    qtbot.addWidget(page)
    page.resize(1228, 826)
    page.show()
    assert len(page._cards.cards) == AT_ONCE, "what the window has room for, and no more"

    qtbot.waitUntil(lambda: len(page._cards.cards) == AHEAD, timeout=20_000)
    settle(page)
    assert [card.key[1] for card in page._cards.cards] == [unit.id for unit in units[:AHEAD]]
    looked_up = [card for card in page._cards.cards if _readers_of(card)]
    assert 0 < len(looked_up) < 30, "who has read it is looked up for what is in sight"

    bar = page._scroll.verticalScrollBar()
    assert bar.maximum() > 300 * 60, "the page is about as long as it will be"
    bar.setValue(bar.maximum())
    last = (Part.UNIT, units[-1].id)
    qtbot.waitUntil(lambda: page._cards.card(last) is not None)
    settle(page)
    bar.setValue(bar.maximum())
    made = page._cards.card(last)
    assert made is not None
    qtbot.waitUntil(lambda: bool(_readers_of(made)))
    assert len(page._cards.cards) < AHEAD + 40


def test_a_unit_with_hundreds_of_links_shows_some_and_then_more(
    show_page: ShowPage, hands_on: HandsOn, services: Services, units: list[Unit]
) -> None:
    unit = Target(Scope.UNIT, units[0].id)
    links = [
        services.links.add(LinkKind.CALENDAR, unit, LinkChoices(label=f"Link {number}")).after
        for number in range(100)
    ]
    page = show_page()
    hands = hands_on(page)

    def rows() -> list[int]:
        card = page._cards.card((Part.UNIT, units[0].id))
        assert card is not None
        return [look.link.id for look in card.look.rows]

    assert rows() == [link.id for link in links[:FIRST_ROWS]]
    more = hands.find(Button, "card_unfold")
    assert "90" in more.text()
    hands.click(more)
    assert rows() == [link.id for link in links[: FIRST_ROWS + MORE_ROWS]]
    hands.click(more)
    assert rows() == [link.id for link in links]
    assert not more.isVisible()


def _readers_of(card: QWidget) -> str:
    label = card.findChild(QLabel, "card_readers")
    assert label is not None
    return label.text()
