"""What can be opened from the page: dialogs over it, and the actions at its top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind, Scope, Target
from app.ui.guides.dialog import GuideDialog
from app.ui.kit import AddressField, Button, CopyButton, Dialog, IconButton
from app.ui.links.add.dialog import AddLinkDialog
from app.ui.links.add.targets import TargetField
from app.ui.links.fetches.dialog import FetchesDialog
from app.ui.links.share.dialog import ShareDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Hands, ShowPage

    Settle = Callable[[LinksPage], None]
    HandsOn = Callable[[LinksPage], Hands]

AT_TOP = ("publish_all", "staff")
IN_THE_MENU = {"whole_house", "add_link"}


def opened(hands: Hands, qtbot: QtBot) -> Dialog:
    """The dialog that is open over the page."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in hands.page.findChildren(Dialog)))
    return next(one for one in hands.page.findChildren(Dialog) if one.isVisible())


def close(dialog: Dialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()


@pytest.mark.parametrize(
    ("what", "kind_of_dialog"),
    [("share", ShareDialog), ("fetches", FetchesDialog), ("guide", GuideDialog)],
)
@pytest.mark.parametrize("kind", list(LinkKind))
def test_each_sort_of_link_can_be_passed_on_explained_and_looked_into(
    hands: Hands,
    services: Services,
    units: list[Unit],
    qtbot: QtBot,
    settle: Settle,
    what: str,
    kind_of_dialog: type[Dialog],
    kind: LinkKind,
) -> None:
    rosa = services.staff.add(StaffDraft(name="Rosa"))
    staff, unit = Target(Scope.STAFF, rosa.id), Target(Scope.UNIT, units[0].id)
    target = staff if kind is LinkKind.CHANGEOVERS else unit
    link = services.links.add(kind, target, LinkChoices()).after
    settle(hands.page)

    getattr(hands.page._intents, what).emit(link.id)

    dialog = opened(hands, qtbot)
    assert isinstance(dialog, kind_of_dialog)
    assert dialog.windowTitle()
    close(dialog, qtbot)


@pytest.mark.parametrize(
    ("portal", "guide"), [("airbnb", "airbnb"), ("holidu", "other"), ("", "google")]
)
def test_the_guide_is_that_of_the_link_s_portal(
    hands: Hands,
    services: Services,
    units: list[Unit],
    qtbot: QtBot,
    settle: Settle,
    portal: str,
    guide: str,
) -> None:
    unit = Target(Scope.UNIT, units[0].id)
    link = services.links.add(LinkKind.CALENDAR, unit, LinkChoices(portal=portal)).after
    settle(hands.page)

    hands.page._intents.guide.emit(link.id)

    dialog = opened(hands, qtbot)
    assert isinstance(dialog, GuideDialog)
    assert dialog.current() == guide
    close(dialog, qtbot)


def test_what_is_copied_from_a_guide_is_warned_of_as_elsewhere(
    hands: Hands,
    services: Services,
    units: list[Unit],
    texts: Catalogue,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    link = services.links.add(
        LinkKind.CALENDAR,
        Target(Scope.UNIT, units[0].id),
        LinkChoices(portal="airbnb", details=Details(fields=frozenset({Field.NOTE}))),
    ).after
    settle(hands.page)
    hands.page._intents.guide.emit(link.id)
    dialog = opened(hands, qtbot)
    note = dialog.findChild(QLabel, "guide_note")
    assert note is not None
    assert texts.tr("Readable on this computer only.") in note.text()
    assert texts.tr("Note") in note.text()

    copy = next(one for one in dialog.findChildren(CopyButton) if one.isVisible())
    copy.click()

    assert QApplication.clipboard().text() == services.links.address(link)
    assert hands.in_row(link, QLabel, "row_notice").text() == note.text()
    close(dialog, qtbot)


def test_the_guide_of_a_website_s_link_has_the_code_to_put_in(
    hands: Hands, services: Services, units: list[Unit], qtbot: QtBot, settle: Settle
) -> None:
    link = services.links.add(
        LinkKind.WEBSITE, Target(Scope.UNIT, units[0].id), LinkChoices()
    ).after
    settle(hands.page)

    hands.page._intents.guide.emit(link.id)

    dialog = opened(hands, qtbot)
    fields = [one.address() for one in dialog.findChildren(AddressField) if one.isVisible()]
    assert len(fields) == 1
    assert fields[0].startswith("<iframe")
    assert services.links.address(link) in fields[0]
    close(dialog, qtbot)


@pytest.mark.parametrize("target", [None, WHOLE_HOUSE])
def test_adding_a_link_begins_with_what_was_asked_for(
    hands: Hands, units: list[Unit], qtbot: QtBot, target: Target | None
) -> None:
    hands.page._intents.add_link.emit(target)
    dialog = opened(hands, qtbot)
    assert isinstance(dialog, AddLinkDialog)
    field = dialog.findChild(TargetField)
    assert field is not None
    assert field.target() == (target or Target(Scope.UNIT, units[0].id))
    close(dialog, qtbot)


def test_staff_members_are_opened_all_or_one(
    hands: Hands, services: Services, qtbot: QtBot, notices: RecordedNotices
) -> None:
    rosa = services.staff.add(StaffDraft(name="Rosa"))
    hands.click(hands.find(Button, "staff"))
    close(opened(hands, qtbot), qtbot)
    hands.page._intents.edit_staff.emit(rosa.id)
    close(opened(hands, qtbot), qtbot)
    assert notices.failed == []

    hands.page._intents.edit_staff.emit(99)
    assert len(notices.failed) == 1


# ---- the actions at the top ----


def visible(page: LinksPage) -> set[str]:
    found = (page.findChild(QWidget, name) for name in (*AT_TOP, "links_more", "connect_portal"))
    return {widget.objectName() for widget in found if widget is not None and widget.isVisible()}


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("language", ["texts", "english", "wide"])
def test_what_has_no_room_at_the_top_is_in_a_menu_there(
    request: pytest.FixtureRequest, show_page: ShowPage, language: str
) -> None:
    page = show_page(texts=request.getfixturevalue(language), width=1228)
    if language != "wide":
        assert visible(page) == {*AT_TOP, "links_more", "connect_portal"}

    page.resize(748, 700)
    QApplication.processEvents()
    assert page.width() == 748
    shown = visible(page)
    assert {"links_more", "connect_portal"} <= shown
    more = page.findChild(IconButton, "links_more")
    assert more is not None
    more.click()
    menu = more.findChild(QMenu)
    assert menu is not None
    folded = {action.objectName() for action in menu.findChildren(QAction)} - {""}
    menu.close()
    assert folded == {*AT_TOP} - shown | IN_THE_MENU


@pytest.mark.usefixtures("units")
def test_what_is_folded_does_the_same(show_page: ShowPage, hands_on: HandsOn) -> None:
    hands = hands_on(show_page(width=748))
    more = hands.find(IconButton, "links_more")
    hands.click(more)
    menu = more.findChild(QMenu)
    assert menu is not None
    action = menu.findChild(QAction, "staff")
    assert action is not None
    action.trigger()
    menu.close()
    assert any(one.isVisible() for one in hands.page.findChildren(Dialog))


def test_before_there_is_a_unit_there_is_nothing_to_add(show_page: ShowPage) -> None:
    page = show_page()
    assert visible(page) == set()
    page.new_entry()
    assert page.findChildren(Dialog) == []
