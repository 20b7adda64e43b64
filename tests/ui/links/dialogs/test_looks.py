"""Every dialog in both languages, light and dark, in longer texts, by keyboard and by ear."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Preset
from app.core.links.link import Link, LinkKind, Scope, Target
from app.ui.links import dialogs
from app.ui.links.share.ready import ReadyDialog
from app.ui.look.theme import Appearance, current_theme

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.services.services import Services
    from app.ui.base.context import Context
    from app.ui.kit import Dialog
    from tests.ui.conftest import MakeContext, ScriptedServer
    from tests.ui.links.conftest import Read
    from tests.ui.links.dialogs.conftest import Hands, TakeUp

Make = Callable[["Context", QWidget], "Dialog"]
Cut = Callable[[QWidget], list[str]]
DIALOGS = (
    *(f"add_{purpose}" for purpose in ("portal", "person", "website", "staff")),
    "ready",
    "staff",
    "staff_new",
    "share",
    "share_website",
    "fetches",
)


@pytest.fixture
def makers(
    services: Services,
    units: list[Unit],
    another_house: Unit,
    add_link: Callable[..., Link],
    read: Read,
) -> dict[str, Make]:
    """Each dialog by a name, over a house in which there is something of everything."""
    full = add_link(units[0], label="Oma", details=Details().with_preset(Preset.FULL))
    website = add_link(units[0], LinkKind.WEBSITE, label="Website")
    ids = frozenset({units[0].id, another_house.id})
    maria = services.staff.add(StaffDraft(name="Maria", role="Reinigung", unit_ids=ids))
    read(full, "Google-Calendar-Importer", minutes_ago=7)
    read(full, "Portal-Importer/2.1")

    def add(purpose: str) -> Make:
        def make(context: Context, page: QWidget) -> Dialog:
            target = Target(Scope.STAFF, maria.id) if purpose == "staff" else None
            dialog = dialogs.add_link_dialog(context, page, target, lambda _link: None)
            segment = dialog.findChild(QAbstractButton, f"link_purpose_{purpose}")
            assert segment is not None
            segment.click()
            return dialog

        return make

    def staff_new(context: Context, page: QWidget) -> Dialog:
        from app.ui.links.staff.entry import StaffEntry

        return opened(StaffEntry(context, None, page))

    def ready(context: Context, page: QWidget) -> Dialog:
        return opened(ReadyDialog(context, full, page))

    return {
        **{f"add_{purpose}": add(purpose) for purpose in ("portal", "person", "website", "staff")},
        "ready": ready,
        "staff": lambda context, page: dialogs.staff_dialog(context, page, None),
        "staff_new": staff_new,
        "share": lambda context, page: dialogs.share_dialog(context, page, full),
        "share_website": lambda context, page: dialogs.share_dialog(context, page, website),
        "fetches": lambda context, page: dialogs.fetches_dialog(context, page, full),
    }


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
@pytest.mark.parametrize("name", DIALOGS)
def test_nothing_is_cut_in_any_language(
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    running: ScriptedServer,
    makers: dict[str, Make],
    page: QWidget,
    take_up: TakeUp,
    cut_texts: Cut,
    name: str,
    speech: str,
) -> None:
    context = make_context(texts=request.getfixturevalue(speech), server=running)
    hands = take_up(makers[name](context, page))
    assert cut_texts(hands.dialog) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_it_is_painted_in_dark_as_well(
    context: Context, makers: dict[str, Make], page: QWidget, take_up: TakeUp, name: str
) -> None:
    hands = take_up(makers[name](context, page))
    light = hands.dialog.grab().toImage()
    current_theme().set_appearance(Appearance.DARK)
    QApplication.processEvents()
    dark = hands.dialog.grab().toImage()
    assert dark.pixelColor(4, 4).lightness() < 80 < light.pixelColor(4, 4).lightness()


@pytest.mark.parametrize("name", DIALOGS)
def test_everything_has_a_name_for_those_who_hear_it(
    context: Context, makers: dict[str, Make], page: QWidget, take_up: TakeUp, name: str
) -> None:
    dialog = take_up(makers[name](context, page)).dialog
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    nameless = []
    for widget in dialog.findChildren(QWidget):
        # What a combo box or a search field is made of is not reached by itself.
        inner = isinstance(widget.parentWidget(), QComboBox | QLineEdit)
        if not isinstance(widget, kinds) or not widget.isVisible() or inner:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not spoken:
            nameless.append(widget.objectName())
    assert nameless == []


def walked(hands: Hands) -> list[str]:
    """Where Tab goes, once around."""
    seen: list[str] = []
    while True:
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus.objectName() in seen:
            return seen
        seen.append(focus.objectName())
        hands.press(Qt.Key.Key_Tab)


def test_tab_goes_through_adding_as_one_reads(
    context: Context, makers: dict[str, Make], page: QWidget, take_up: TakeUp
) -> None:
    hands = take_up(makers["add_portal"](context, page))
    assert walked(hands) == [
        "link_portal_search",
        "link_portal_list",
        "link_target",
        "link_label",
        "link_preset_occupied",
        "link_language",
        "add_link_cancel",
        "add_link_primary",
        "link_purpose_portal",
    ]


def test_tab_goes_through_passing_on_as_one_reads(
    context: Context, makers: dict[str, Make], page: QWidget, take_up: TakeUp
) -> None:
    found = walked(take_up(makers["share"](context, page)))
    assert found == [
        "share_address_copy",
        "share_webcal",
        "share_webcal_copy",
        "share_file",
        "share_guide",
        "share_dialog_primary",
        "share_set_up",
        "share_form_subscribe",
        "share_picture",
        "share_address",
    ]


def test_the_longest_names_make_no_dialog_wider(
    services: Services,
    context: Context,
    page: QWidget,
    take_up: TakeUp,
    add_link: Callable[..., Link],
    read: Read,
) -> None:
    long = "W" * 200
    units = services.units.first_house("H" * 200, [long, "Seeblick 2"]).units
    link = add_link(units[0], portal="P" * 200, label="L" * 200)
    maria = services.staff.add(StaffDraft(name="M" * 200, role="R" * 200))
    read(link, "A" * 500)
    makers: list[Make] = [
        lambda context, page: dialogs.add_link_dialog(context, page, None, lambda _link: None),
        lambda context, page: dialogs.staff_dialog(context, page, None),
        lambda context, page: dialogs.staff_dialog(context, page, maria.id),
        lambda context, page: dialogs.share_dialog(context, page, link),
        lambda context, page: dialogs.fetches_dialog(context, page, link),
        lambda context, page: opened(ReadyDialog(context, link, page)),
    ]
    for make in makers:
        hands = take_up(make(context, page))
        assert hands.dialog.width() <= 780, hands.dialog.objectName()
        hands.press(Qt.Key.Key_Escape)
    hands = take_up(dialogs.staff_dialog(context, page, None))
    hands.click("staff_remove")
    assert hands.opened("staff_question").dialog.width() <= 533
    hands = take_up(dialogs.fetches_dialog(context, page, link))
    hands.click("fetches_name")
    assert hands.opened("name_dialog").dialog.width() <= 533


def opened(dialog: Dialog) -> Dialog:
    dialog.open()
    return dialog
