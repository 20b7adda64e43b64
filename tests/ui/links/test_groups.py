"""Links of a property, of the whole house, of staff members, of archived units."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind, Scope, Target, default_details
from app.ui.kit import Button, CopyButton, ElidedLabel, IconButton, Toggle
from app.ui.links.base.intents import Wanted
from app.ui.links.list.blocks import ARCHIVE, STAFF, Block, Heading, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.staff import StaffMember
    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Hands, Read, ShowPage

    Settle = Callable[[LinksPage], None]
    HandsOn = Callable[[LinksPage], Hands]

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def rosa(services: Services, units: list[Unit]) -> StaffMember:
    looked_after = frozenset({units[0].id, units[2].id})
    return services.staff.add(StaffDraft(name="Rosa", role="Reinigung", unit_ids=looked_after))


def card(hands: Hands, part: Part, number: int = 0) -> QWidget:
    return hands.find(QWidget, f"{part.value}_card_{number}")


def within(widget: QWidget, kind: type[W], name: str) -> W:
    found = widget.findChild(kind, name)
    assert found is not None, name
    return found


def order(page: LinksPage) -> list[tuple[Part, int]]:
    return [block.key for block in page._model.blocks]


def offered(button: IconButton, qtbot: QtBot) -> set[str]:
    """What the menu behind a button offers, by name."""
    button.click()
    name = f"{button.objectName()}_menu"
    qtbot.waitUntil(lambda: button.findChild(QMenu, name) is not None)
    menu = button.findChild(QMenu, name)
    assert menu is not None
    names = {action.objectName() for action in menu.findChildren(QAction)}
    menu.close()
    return names - {""}


def test_everything_has_its_place_from_top_to_bottom(
    show_page: ShowPage,
    services: Services,
    units: list[Unit],
    another_house: Unit,
    rosa: StaffMember,
) -> None:
    seeblick, hafen = units[0].property_id, another_house.property_id
    services.links.add(LinkKind.CALENDAR, WHOLE_HOUSE, LinkChoices())
    services.links.add(LinkKind.CALENDAR, Target(Scope.PROPERTY, hafen), LinkChoices())
    services.links.enable_unit(units[1].id)
    services.units.archive(units[1].id, sequence=units[1].sequence)

    page = show_page()

    assert order(page) == [
        (Part.HEADING, seeblick),
        (Part.UNIT, units[0].id),
        (Part.UNIT, units[2].id),
        (Part.HEADING, hafen),
        (Part.PROPERTY, hafen),
        (Part.UNIT, another_house.id),
        (Part.HOUSE, 0),
        STAFF,
        (Part.STAFF, rosa.id),
        ARCHIVE,
        (Part.ARCHIVED, 0),
    ]
    kinds = [type(block) for block in page._model.blocks]
    assert kinds.count(Heading) == 4
    assert kinds.count(Block) == 7
    tops = [made.y() for made in page._cards.cards]
    assert tops == sorted(tops)


def test_a_link_of_the_whole_house_has_a_card_and_its_row_says_who_can_read_it(
    hands: Hands, services: Services, texts: Catalogue, settle: Settle
) -> None:
    link = services.links.add(
        LinkKind.CALENDAR,
        WHOLE_HOUSE,
        LinkChoices(details=Details(fields=frozenset({Field.GUEST}))),
    ).after
    settle(hands.page)

    names = within(card(hands, Part.HOUSE), ElidedLabel, "card_name")
    assert names.text() == texts.tr("Whole house")
    assert hands.in_row(link, QLabel, "row_reach").text() == texts.tr("this PC only")
    assert hands.in_row(link, QLabel, "row_chip_1").text() == texts.tr("own choice")
    assert texts.tr("Guest’s name") in hands.in_row(link, QLabel, "row_chip_1").toolTip()
    assert hands.in_row(link, QLabel, "row_label").text() == texts.tr("Calendar")


def test_a_staff_member_s_switch_makes_the_link_with_the_changeover_days(
    hands: Hands, services: Services, rosa: StaffMember, texts: Catalogue, settle: Settle
) -> None:
    settle(hands.page)
    mine = card(hands, Part.STAFF, rosa.id)
    assert within(mine, ElidedLabel, "card_name").text() == "Rosa"
    assert within(mine, ElidedLabel, "card_capacity").text() == "Reinigung"
    assert "Seeblick 1, Dachstudio" in within(mine, QLabel, "card_words").text()

    hands.click(within(mine, Toggle, "card_toggle"))

    (link,) = services.links.all()
    assert (link.kind, link.target) == (LinkKind.CHANGEOVERS, Target(Scope.STAFF, rosa.id))
    assert link.details == default_details(LinkKind.CHANGEOVERS)
    assert not within(mine, Toggle, "card_toggle").isVisible()
    assert hands.in_row(link, QLabel, "row_label").text() == texts.tr("Changeover days")
    assert hands.in_row(link, CopyButton, "row_copy").isVisible()

    assert hands.page.context.history.undo() is not None
    assert services.links.all() == []
    assert within(mine, Toggle, "card_toggle").isVisible()
    assert not within(mine, Toggle, "card_toggle").is_on


def test_a_staff_member_without_units_is_told(
    hands: Hands, services: Services, texts: Catalogue, settle: Settle
) -> None:
    jonas = services.staff.add(StaffDraft(name="<b>Jonas</b>"))
    settle(hands.page)

    words = within(card(hands, Part.STAFF, jonas.id), QLabel, "card_words")
    said = "Looks after no unit yet – the link shows only what {name} is in charge of."
    assert texts.tr(said, name="<b>Jonas</b>") in words.text()


def test_a_staff_member_who_is_changed_or_removed_is_followed(
    hands: Hands, services: Services, rosa: StaffMember, settle: Settle
) -> None:
    settle(hands.page)
    draft = StaffDraft(name="Rosa Blum", role="Hausdame")
    changed = services.staff.change(rosa.id, draft, sequence=rosa.sequence)
    mine = card(hands, Part.STAFF, rosa.id)
    assert within(mine, ElidedLabel, "card_name").text() == "Rosa Blum"

    services.staff.remove(rosa.id, sequence=changed.sequence)
    assert (Part.STAFF, rosa.id) not in order(hands.page)
    assert STAFF not in order(hands.page)


def test_links_of_an_archived_unit_are_told_and_can_be_deleted(
    hands: Hands,
    services: Services,
    units: list[Unit],
    texts: Catalogue,
    qtbot: QtBot,
    read: Read,
    settle: Settle,
) -> None:
    link = services.links.enable_unit(units[0].id).after
    read(link, "Google-Calendar-Importer", minutes_ago=60)
    services.units.archive(units[0].id, sequence=units[0].sequence)
    settle(hands.page)

    assert order(hands.page)[-2:] == [ARCHIVE, (Part.ARCHIVED, 0)]
    heading = hands.find(ElidedLabel, "links_house_archive")
    assert heading.text() == texts.tr("Archived – these links do not answer")
    assert hands.in_row(link, QLabel, "row_label").text() == "Seeblick 1"
    assert "Google" in hands.in_row(link, QLabel, "row_readers").text()
    assert not hands.in_row(link, CopyButton, "row_copy").isVisible()
    assert not hands.in_row(link, Toggle, "row_toggle").isVisible()
    assert offered(hands.in_row(link, IconButton, "row_more"), qtbot) == {"fetches", "delete"}

    services.units.restore(units[0].id, sequence=services.units.get(units[0].id).sequence)
    settle(hands.page)
    assert ARCHIVE not in order(hands.page)
    assert hands.on(units[0], CopyButton, "card_copy").isVisible()


def test_the_menus_offer_what_can_be_done(
    hands: Hands, services: Services, units: list[Unit], rosa: StaffMember, qtbot: QtBot
) -> None:
    services.links.enable_unit(units[0].id)
    link = services.links.add(
        LinkKind.WEBSITE, Target(Scope.UNIT, units[0].id), LinkChoices()
    ).after
    for_one = {"share", "guide", "fetches", "renew", "delete"}

    assert offered(hands.in_row(link, IconButton, "row_more"), qtbot) == for_one
    more = hands.on(units[0], IconButton, "card_more")
    assert offered(more, qtbot) == for_one | {"add_link"}
    staff = within(card(hands, Part.STAFF, rosa.id), IconButton, "card_more")
    assert offered(staff, qtbot) == {"add_link", "edit_staff"}


def test_what_is_wanted_of_a_card_says_what_of(
    hands: Hands, services: Services, units: list[Unit], rosa: StaffMember, qtbot: QtBot
) -> None:
    services.links.enable_unit(units[0].id)
    intents = hands.page._intents
    intents.add_link.disconnect()

    for button, target in (
        (hands.on(units[0], IconButton, "card_more"), Target(Scope.UNIT, units[0].id)),
        (
            within(card(hands, Part.STAFF, rosa.id), IconButton, "card_more"),
            Target(Scope.STAFF, rosa.id),
        ),
    ):
        button.click()
        menu = button.findChild(QMenu, "card_more_menu")
        assert menu is not None
        action = menu.findChild(QAction, "add_link")
        assert action is not None
        with qtbot.waitSignal(intents.add_link) as asked:
            action.trigger()
        menu.close()
        assert asked.args == [target]

    with qtbot.waitSignal(intents.add_link) as asked:
        hands.find(Button, "whole_house").clicked.emit()
    assert asked.args == [WHOLE_HOUSE]
    with qtbot.waitSignal(intents.add_link) as asked:
        hands.find(Button, "add_link").clicked.emit()
    assert asked.args == [None]
    intents.connect_portal.disconnect()
    with qtbot.waitSignal(intents.connect_portal) as asked:
        hands.page.new_entry()
    assert asked.args == [Wanted()]


def test_the_switch_of_somebody_who_is_gone_goes_back(
    hands: Hands,
    services: Services,
    elsewhere: Services,
    rosa: StaffMember,
    notices: RecordedNotices,
    settle: Settle,
) -> None:
    settle(hands.page)
    elsewhere.staff.remove(rosa.id, sequence=rosa.sequence)

    hands.click(within(card(hands, Part.STAFF, rosa.id), Toggle, "card_toggle"))

    assert len(notices.failed) == 1
    assert services.links.all() == []
    assert (Part.STAFF, rosa.id) not in order(hands.page)
