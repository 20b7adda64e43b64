"""Copying a link: by button, by field, by keyboard; and what is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.links.details import Details, Field
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.server_state import Phase
from app.ui.kit import AddressField, Button, Chip, CopyButton, Toggle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.ui.conftest import RecordedNotices, ScriptedServer
    from tests.ui.links.conftest import Hands, Read

    Settle = Callable[[LinksPage], None]

THIS_PC = "Readable on this computer only."
HOME = "Readable in the home network only."
NO_VISITOR = "Visitors of your website cannot see it yet."
NO_STAFF = "Elsewhere a staff member cannot read it yet."
NOT_YET = "Google, Airbnb and Booking.com cannot fetch it yet."


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    qapp.clipboard().clear()
    yield
    qapp.clipboard().clear()


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


def test_the_button_copies_the_whole_address_and_says_so_on_itself(
    hands: Hands, units: list[Unit], link: Link, services: Services, texts: Catalogue, qtbot: QtBot
) -> None:
    button = hands.on(units[0], CopyButton, "card_copy")
    assert button.text() == texts.tr("Copy link")

    hands.click(button)

    assert QApplication.clipboard().text() == services.links.address(link)
    assert button.text() == texts.tr("Copied")
    qtbot.waitUntil(lambda: button.text() == texts.tr("Copy link"), timeout=4000)


def test_of_a_link_for_the_website_the_code_is_copied(
    hands: Hands, units: list[Unit], services: Services, texts: Catalogue, settle: Settle
) -> None:
    unit = Target(Scope.UNIT, units[0].id)
    website = services.links.add(LinkKind.WEBSITE, unit, LinkChoices()).after
    settle(hands.page)
    button = hands.in_row(website, CopyButton, "row_copy")
    assert button.accessibleName() == texts.tr("Copy code, {unit}", unit="Seeblick 1 · Website")

    hands.click(button)

    code = QApplication.clipboard().text()
    assert code.startswith(f'<iframe src="{services.links.address(website)}"')
    warning = hands.in_row(website, QLabel, "row_notice").text()
    assert warning == f"{texts.tr(THIS_PC)} {texts.tr(NO_VISITOR)}"


def test_a_click_into_the_field_selects_the_same_address(
    hands: Hands, units: list[Unit], link: Link, services: Services
) -> None:
    field = hands.on(units[0], AddressField, "card_address")

    hands.click(field)

    assert field.selectedText() == services.links.address(link)

    hands.press(Qt.Key.Key_C, ctrl=True)

    assert QApplication.clipboard().text() == services.links.address(link)


def test_the_field_s_own_copying_is_confirmed_on_the_button_too(
    hands: Hands, units: list[Unit], link: Link, texts: Catalogue
) -> None:
    assert link.enabled
    hands.click(hands.on(units[0], AddressField, "card_address"))

    hands.press(Qt.Key.Key_C, ctrl=True)

    assert hands.on(units[0], CopyButton, "card_copy").text() == texts.tr("Copied")
    assert hands.on(units[0], QLabel, "card_notice").isVisible()


@pytest.mark.parametrize("name", ["card_toggle", "card_more", "card_share", "card_copy"])
def test_ctrl_c_copies_wherever_the_focus_is_on_the_card(
    hands: Hands, units: list[Unit], link: Link, services: Services, name: str
) -> None:
    hands.on(units[0], Button if name != "card_toggle" else Toggle, name).setFocus()

    hands.press(Qt.Key.Key_C, ctrl=True)

    assert QApplication.clipboard().text() == services.links.address(link)


def test_ctrl_c_after_a_click_beside_the_controls_copies_this_card_s_link(
    hands: Hands, units: list[Unit], services: Services
) -> None:
    services.links.enable_all()
    second = services.links.all(Target(Scope.UNIT, units[1].id))[0]

    hands.click(hands.on(units[1], QWidget, "card_line"))
    hands.press(Qt.Key.Key_C, ctrl=True)

    assert QApplication.clipboard().text() == services.links.address(second)


def test_of_portals_nothing_is_said_at_a_staff_member_s_link(
    hands: Hands, services: Services, units: list[Unit], texts: Catalogue, settle: Settle
) -> None:
    member = services.staff.add(StaffDraft(name="Marta", unit_ids=frozenset({units[0].id})))
    work = services.links.add(
        LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id), LinkChoices()
    ).after
    settle(hands.page)
    hands.click(hands.in_row(work, CopyButton, "row_copy"))
    warning = hands.in_row(work, QLabel, "row_notice").text()
    assert warning == f"{texts.tr(THIS_PC)} {texts.tr(NO_STAFF)}"


def test_a_locked_link_is_not_copied(
    hands: Hands, units: list[Unit], link: Link, services: Services
) -> None:
    services.links.disable(link.id, sequence=link.sequence)
    hands.on(units[0], Toggle, "card_toggle").setFocus()

    hands.press(Qt.Key.Key_C, ctrl=True)

    assert QApplication.clipboard().text() == ""


@pytest.mark.parametrize(("host", "sentence"), [("127.0.0.1", THIS_PC), ("0.0.0.0", HOME)])
def test_copying_too_early_warns_on_the_card_and_shows_the_way(
    hands: Hands,
    units: list[Unit],
    link: Link,
    services: Services,
    texts: Catalogue,
    notices: RecordedNotices,
    host: str,
    sentence: str,
) -> None:
    assert link.enabled
    services.settings.set("host", host)

    hands.click(hands.on(units[0], CopyButton, "card_copy"))

    notice = hands.on(units[0], QLabel, "card_notice")
    assert notice.isVisible()
    assert notice.text() == f"{texts.tr(sentence)} {texts.tr(NOT_YET)}"

    hands.click(hands.on(units[0], Button, "card_set_up"))

    assert notices.reaches == 1


@pytest.mark.parametrize("public", ["", "https://kalender.example.org"])
@pytest.mark.parametrize("phase", [Phase.FAILED, Phase.STOPPED])
def test_while_nothing_is_served_copying_says_that_and_nothing_else(
    hands: Hands,
    units: list[Unit],
    link: Link,
    services: Services,
    texts: Catalogue,
    running: ScriptedServer,
    phase: Phase,
    public: str,
) -> None:
    assert link.enabled
    if public:
        services.settings.set("public_url", public)
    running.enter(phase, UserError("Full.") if phase is Phase.FAILED else None)

    hands.click(hands.on(units[0], CopyButton, "card_copy"))

    notice = hands.on(units[0], QLabel, "card_notice")
    assert notice.text() == texts.tr("The calendar links cannot be read at present.")
    assert not hands.on(units[0], Button, "card_set_up").isVisible()


def test_copying_a_link_that_tells_more_says_to_whom_it_tells_what(
    hands: Hands, units: list[Unit], services: Services, texts: Catalogue, settle: Settle
) -> None:
    services.settings.set("public_url", "https://kalender.example.org")
    told = Details(fields=frozenset({Field.CONTACT, Field.GUEST}))
    further = services.links.add(
        LinkKind.CALENDAR,
        Target(Scope.UNIT, units[0].id),
        LinkChoices(portal="airbnb", details=told),
    ).after
    settle(hands.page)

    hands.click(hands.in_row(further, CopyButton, "row_copy"))

    said = hands.in_row(further, QLabel, "row_notice").text()
    assert said == texts.tr(
        "Whoever has this link sees: {fields}.",
        fields=f"{texts.tr('Guest’s name')}, {texts.tr('Other contact')}",
    )
    assert not hands.in_row(further, Button, "row_set_up").isVisible()


def test_the_warning_stands_on_the_card_that_was_copied_last_until_the_page_is_left(
    hands: Hands, units: list[Unit], services: Services
) -> None:
    services.links.enable_all()

    hands.click(hands.on(units[0], CopyButton, "card_copy"))
    hands.click(hands.on(units[1], CopyButton, "card_copy"))
    assert [hands.says(unit) for unit in units] == [False, True, False]

    hands.page.opened()
    assert not any(hands.says(unit) for unit in units)


def test_the_warning_goes_when_somebody_has_read_the_link(
    hands: Hands, units: list[Unit], link: Link, read: Read, settle: Settle
) -> None:
    settle(hands.page)
    hands.click(hands.on(units[0], CopyButton, "card_copy"))

    read(link)
    settle(hands.page)

    assert not hands.says(units[0])
    assert hands.on(units[0], QLabel, "card_readers").text().startswith("Thunderbird")


def test_a_public_address_is_copied_without_a_warning(
    hands: Hands, units: list[Unit], link: Link, services: Services
) -> None:
    services.settings.set("public_url", "https://kalender.example.org")

    hands.click(hands.on(units[0], CopyButton, "card_copy"))

    copied = QApplication.clipboard().text()
    assert copied == services.links.address(link)
    assert copied.startswith("https://kalender.example.org/cal/")
    assert not hands.says(units[0])
    assert hands.on(units[0], Chip, "card_reach").isVisible()


def test_the_focus_of_a_button_that_goes_away_moves_to_the_switch(
    hands: Hands, units: list[Unit], link: Link, services: Services
) -> None:
    hands.click(hands.on(units[0], Toggle, "card_toggle"))
    hands.on(units[0], Button, "card_undo").setFocus()

    hands.press(Qt.Key.Key_Return)

    assert services.links.get(link.id).enabled
    assert hands.on(units[0], Toggle, "card_toggle").hasFocus()
