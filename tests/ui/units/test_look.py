"""The page in every language and 40 % wider; every control says what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.units.page import UnitsPage
    from tests.ui.units.conftest import Hands, ShowPage

CutTexts = Callable[[QWidget], list[str]]


@pytest.fixture(params=["texts", "english", "wide"])
def language(request: pytest.FixtureRequest) -> Catalogue:
    """German, English, and German that is 40 % longer."""
    catalogue: Catalogue = request.getfixturevalue(request.param)
    return catalogue


@pytest.fixture
def shown(
    show_page: ShowPage,
    hands_on: Callable[[UnitsPage], Hands],
    services: Services,
    units: list[Unit],
    harbour: list[Unit],
    language: Catalogue,
) -> Hands:
    """The page in one of the languages, as narrow as the window lets it become."""
    services.units.archive(harbour[0].id, sequence=0)
    services.links.enable_unit(units[0].id)
    hands = hands_on(show_page(texts=language, width=748, height=900))
    hands.click(hands.page._archived.fold_button)
    QApplication.processEvents()
    return hands


def test_nothing_is_cut(shown: Hands, cut_texts: CutTexts) -> None:
    assert cut_texts(shown.page) == []
    assert shown.page._scroll.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("which", ["unit", "house", "new unit", "question"])
def test_nothing_is_cut_in_a_dialog(
    shown: Hands, services: Services, units: list[Unit], cut_texts: CutTexts, which: str
) -> None:
    if which == "unit":
        shown.page._ask_edit_unit(units[0].id)
        dialog = shown.dialog()
        dialog.name_field.setText("Seeblick 2")  # type: ignore[attr-defined]  # of its class
        shown.click(dialog.primary_button)
    elif which == "house":
        shown.page._ask_edit_house(units[0].property_id)
    elif which == "new unit":
        shown.page.new_entry()
    else:
        shown.page._archive(units[0].id)
        services.units.rename(units[1].id, "Ein langer Name " * 8, sequence=0)
        return
    QApplication.processEvents()
    assert cut_texts(shown.dialog()) == []


def test_everything_that_can_be_used_says_what_it_is(shown: Hands) -> None:
    shown.page.new_entry()
    QApplication.processEvents()
    silent = [
        widget.objectName() or type(widget).__name__
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in shown.page.findChildren(kind)
        if widget.isVisible()
        and not widget.objectName().startswith("qt_")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert silent == []
    for row in shown.page._list.rows.values():
        assert row.accessibleName()
        assert row.look.unit.name in row.more_button.accessibleName()
