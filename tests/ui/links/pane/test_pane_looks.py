"""The pane in both languages, light and dark, with longer texts; by keyboard and by ear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import WHOLE_HOUSE, LinkKind, Scope, Target
from app.ui.kit import Button
from app.ui.links.base.side_pane import WIDTH
from app.ui.links.preview.list import PreviewList
from app.ui.links.preview.month import MonthView
from app.ui.look.theme import Appearance, current_theme

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from tests.ui.links.conftest import Read
    from tests.ui.links.pane.conftest import AddLink, AddStay, Hands, ShowPane

    CutTexts = Callable[[QWidget], list[str]]


@pytest.fixture(params=[Appearance.LIGHT, Appearance.DARK], ids=str)
def appearance(request: pytest.FixtureRequest) -> Iterator[Appearance]:
    theme = current_theme()
    before = theme.appearance
    theme.set_appearance(request.param)
    yield request.param
    theme.set_appearance(before)


@pytest.fixture
def links(
    services: Services, unit: Unit, add_link: AddLink, add_stay: AddStay, read: Read
) -> list[Link]:
    """A link of every kind, with all that can be said of one."""
    add_stay(3, 10, guest="Huber")
    services.units.rename(unit.id, "Seeblick " * 20, sequence=unit.sequence)
    member = services.staff.add(StaffDraft(name="Frau Sommer", unit_ids=frozenset({unit.id})))
    everything = Details(fields=frozenset(Field) - {Field.NOTE}, own_entries=False)
    portal = add_link(
        label="Ein Link mit langem Namen",
        portal="Touristinformation Göhren auf Rügen",
        details=Details(options=Options.LEFT_OUT, own_entries=False, blocks=False),
    )
    for agent in ("Airbnb/1.0", "Fremd/1.0", "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"):
        read(portal, agent, minutes_ago=2000)
    disabled = add_link(portal="traum-ferienwohnungen", details=everything)
    return [
        portal,
        services.links.disable(disabled.id, sequence=disabled.sequence).after,
        add_link(LinkKind.WEBSITE),
        add_link(target=WHOLE_HOUSE, label="Familie"),
        add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id)),
    ]


def open_all(hands: Hands) -> None:
    """Unfold whatever can be unfolded."""
    for name in ("pane_edit_button", "detail_more", "detail_reach_open", "detail_title"):
        if hands.shown(name):
            hands.find(QAbstractButton, name).click()
            hands.settle()


@pytest.mark.usefixtures("appearance")
@pytest.mark.parametrize("language", ["texts", "english", "wide"])
@pytest.mark.parametrize("place", range(5))
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    show_pane: ShowPane,
    links: list[Link],
    cut_texts: CutTexts,
    language: str,
    place: int,
) -> None:
    texts: Catalogue = request.getfixturevalue(language)
    hands = show_pane(links[place], texts=texts, height=820)
    assert cut_texts(hands.pane) == []
    open_all(hands)
    hands.pane.resize(hands.pane.minimumWidth(), 820)
    assert cut_texts(hands.pane) == []
    hands.pane.grab()
    if language != "wide":
        assert hands.pane.minimumWidth() < WIDTH, "as wide as the page has room for"


@pytest.mark.parametrize("language", ["texts", "english", "wide"])
def test_no_text_of_the_list_is_cut(
    request: pytest.FixtureRequest,
    show_pane: ShowPane,
    links: list[Link],
    cut_texts: CutTexts,
    language: str,
) -> None:
    hands = show_pane(links[3], texts=request.getfixturevalue(language))
    hands.click("preview_all")
    dialog = hands.find(PreviewList, "preview_list")
    assert cut_texts(dialog) == []
    dialog.close()


def test_everything_can_be_reached_by_tab_and_has_a_name(
    show_pane: ShowPane, links: list[Link]
) -> None:
    hands = show_pane(links[0])
    walked: list[QWidget] = []
    hands.find(QWidget, "pane_more").setFocus()
    while (focus := QApplication.focusWidget()) is not None and focus not in walked:
        walked.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)

    names = [widget.objectName() for widget in walked]
    assert names.index("pane_guide") < names.index("detail_title") < names.index("detail_blocks")
    assert names.index("detail_blocks") < names.index("preview_month") < names.index("readers_all")
    for widget in walked:
        if isinstance(widget, (QComboBox, QLineEdit, MonthView)):
            assert widget.accessibleName(), widget.objectName()
        else:
            assert isinstance(widget, QAbstractButton)
            assert widget.accessibleName() or widget.text(), widget.objectName()


def test_a_tick_is_set_by_the_space_bar(show_pane: ShowPane, add_link: AddLink) -> None:
    hands = show_pane(add_link())
    tick = hands.find(QWidget, "detail_guest")
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    hands.settle()
    assert hands.ticked("detail_guest")
    assert tick.hasFocus()


@pytest.mark.usefixtures("imported")
def test_a_long_portal_does_not_widen_a_button(show_pane: ShowPane, links: list[Link]) -> None:
    hands = show_pane(links[0])
    assert hands.find(Button, "pane_guide").text() == "So fügen Sie den Link ein"
    assert hands.preview.view.accessibleName().startswith("Portal sieht")
    assert "Touristinformation Göhr…" in hands.text("detail_echo")


def test_numbers_are_read_on_their_bars_in_light_and_dark(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, appearance: Appearance
) -> None:
    add_stay(5, 30)
    hands = show_pane(add_link())
    picture = hands.preview.view.grab().toImage()
    column = picture.width() / 7
    # Wednesday of the third week, wholly taken: its ground and the brightest of its number.
    cell = [
        picture.pixelColor(x, y).lightness()
        for x in range(round(2.2 * column), round(2.8 * column))
        for y in range(24 + 2 * 27 + 4, 24 + 2 * 27 + 20)
    ]
    assert max(cell) > 240, "white on the bar"
    assert sorted(cell)[len(cell) // 2] < 140
    assert current_theme().is_dark is (appearance is Appearance.DARK)
