"""What is done to links is asked with its consequences, noted, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from app.core.house.staff import StaffDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.ui.kit import AddressField, Button, CopyButton, Dialog, Toggle
from app.ui.links.list.line import LinkLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.base.history import History
    from app.ui.links.page import LinksPage
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.conftest import Hands, Read

    Settle = Callable[[LinksPage], None]


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


@pytest.fixture
def history(hands: Hands) -> History:
    return hands.page.context.history


def agree(hands: Hands, qtbot: QtBot, what: str, link: Link) -> str:
    """Ask for something that asks back, agree, and return what was asked."""
    getattr(hands.page._intents, what).emit(link.id)
    dialog = hands.find(Dialog, f"{what}_dialog")
    asked = hands.find(QLabel, f"{what}_dialog_text").text()
    with qtbot.waitSignal(dialog.finished):
        hands.click(dialog.primary_button)
    # The next one is to be found by the same name.
    dialog.setParent(None)
    return asked


def test_a_new_address_is_taken_back_with_the_old_one_valid_again(
    hands: Hands,
    qtbot: QtBot,
    units: list[Unit],
    link: Link,
    services: Services,
    notices: RecordedNotices,
    texts: Catalogue,
    history: History,
) -> None:
    field = hands.on(units[0], AddressField, "card_address")
    before = field.address()

    asked = agree(hands, qtbot, "renew", link)
    assert texts.tr("You can undo this until you close the window.") in asked
    after = field.address()
    assert after != before

    notices.press_action()
    assert field.address() == before
    assert services.links.get(link.id).token == link.token

    assert history.redo() is not None
    assert field.address() == after


def test_a_deleted_link_comes_back_by_ctrl_z(
    hands: Hands,
    qtbot: QtBot,
    units: list[Unit],
    link: Link,
    services: Services,
    history: History,
    texts: Catalogue,
    settle: Settle,
) -> None:
    unit = Target(Scope.UNIT, units[0].id)
    further = services.links.add(LinkKind.CALENDAR, unit, LinkChoices(portal="airbnb")).after
    settle(hands.page)
    agree(hands, qtbot, "delete", further)
    agree(hands, qtbot, "delete", link)
    assert services.links.all() == []
    assert hands.on(units[0], QLabel, "card_never").isVisible()

    assert history.undo() is not None
    assert hands.on(units[0], CopyButton, "card_copy").content == services.links.address(link)
    entry = history.undo()
    assert entry is not None
    name = texts.tr("for {portal}", portal="Airbnb")
    assert entry.what == texts.tr("Link “{link}” deleted", link=f"Seeblick 1 · {name}")
    (row,) = hands.page._cards.cards[0].lines[1:]
    qtbot.waitUntil(row.isVisible)
    assert isinstance(row, LinkLine)
    assert row.link_look is not None
    assert row.link_look.link.token == further.token


def test_a_first_freischalten_is_taken_back_as_a_lock_that_keeps_the_address(
    hands: Hands, units: list[Unit], services: Services, history: History
) -> None:
    hands.click(hands.on(units[0], Toggle, "card_toggle"))
    (link,) = services.links.all()

    assert history.undo() is not None

    assert not services.links.get(link.id).enabled
    hands.click(hands.on(units[0], Toggle, "card_toggle"))
    assert services.links.get(link.id).token == link.token


def test_enable_all_is_one_step_that_is_taken_back_as_one(
    hands: Hands,
    units: list[Unit],
    link: Link,
    services: Services,
    notices: RecordedNotices,
    history: History,
    texts: Catalogue,
) -> None:
    def enabled() -> list[bool]:
        return [one.enabled for one in services.links.all()]

    assert link.enabled
    button = hands.find(Button, "publish_all")
    hands.click(button)
    assert enabled() == [True, True, True]
    notices.press_action()
    assert enabled() == [True, False, False]

    assert history.redo() is not None
    assert enabled() == [True, True, True]
    entry = history.undo()
    assert entry is not None
    assert entry.what == texts.trn("{n} link enabled", "{n} links enabled", 2)
    assert enabled() == [True, False, False]
    assert history.next_undo is None
    assert units


def test_enable_all_that_enables_one_link_is_called_by_its_name(
    hands: Hands,
    units: list[Unit],
    link: Link,
    services: Services,
    history: History,
    settle: Settle,
    texts: Catalogue,
) -> None:
    services.links.enable_unit(units[1].id)
    settle(hands.page)
    hands.click(hands.find(Button, "publish_all"))
    assert history.next_undo == texts.tr("Link “{link}” enabled", link="Dachstudio")
    assert link.enabled


def test_a_notice_takes_back_only_what_it_speaks_of(
    hands: Hands, units: list[Unit], link: Link, services: Services, notices: RecordedNotices
) -> None:
    hands.click(hands.on(units[0], Toggle, "card_toggle"))
    locked = notices.actions[-1][1]
    hands.click(hands.on(units[1], Toggle, "card_toggle"))
    assert locked is not None

    locked()

    assert not services.links.get(link.id).enabled
    assert services.links.all(Target(Scope.UNIT, units[1].id))[0].enabled


def test_what_was_changed_in_another_window_is_told_and_shown(
    hands: Hands,
    qtbot: QtBot,
    units: list[Unit],
    link: Link,
    elsewhere: Services,
    notices: RecordedNotices,
    history: History,
) -> None:
    hands.page._intents.renew.emit(link.id)
    dialog = hands.find(Dialog, "renew_dialog")
    theirs = elsewhere.links.renew(link.id, sequence=link.sequence).after

    with qtbot.waitSignal(dialog.finished):
        hands.click(dialog.primary_button)

    assert len(notices.failed) == 1
    assert "changed elsewhere" in str(notices.failed[0])
    field = hands.on(units[0], AddressField, "card_address")
    assert field.address() == elsewhere.links.address(theirs)
    assert history.next_undo is None


def test_what_another_window_has_overtaken_is_refused_and_the_truth_stays(
    hands: Hands,
    units: list[Unit],
    link: Link,
    elsewhere: Services,
    notices: RecordedNotices,
    history: History,
) -> None:
    hands.click(hands.on(units[0], Toggle, "card_toggle"))
    locked = elsewhere.links.get(link.id)
    elsewhere.links.enable(link.id, sequence=locked.sequence)

    notices.press_action()

    assert len(notices.failed) == 1
    assert hands.on(units[0], Toggle, "card_toggle").is_on
    assert history.next_undo is None


def test_the_questions_say_what_happens_there_and_who_has_read_it_lately(
    hands: Hands,
    qtbot: QtBot,
    units: list[Unit],
    services: Services,
    texts: Catalogue,
    read: Read,
    settle: Settle,
) -> None:
    unit = Target(Scope.UNIT, units[0].id)
    rosa = services.staff.add(StaffDraft(name="Rosa"))
    portal = services.links.add(LinkKind.CALENDAR, unit, LinkChoices(portal="airbnb")).after
    website = services.links.add(LinkKind.WEBSITE, unit, LinkChoices()).after
    staff = services.links.add(
        LinkKind.CHANGEOVERS, Target(Scope.STAFF, rosa.id), LinkChoices()
    ).after
    read(portal, "Airbnb/1", minutes_ago=60)
    settle(hands.page)

    one = texts.trn("{n} h ago", "{n} h ago", 1)
    asked = agree(hands, qtbot, "delete", portal)
    assert texts.tr("Read lately by: {readers}", readers=f"Airbnb {one}") in asked
    asked = agree(hands, qtbot, "renew", website)
    assert texts.tr("Your website shows no calendar until you put in the new code.") in asked
    assert texts.tr("Nobody has read it yet.") in asked
    read(website, "Google-Calendar-Importer", minutes_ago=60 * 24 * 800)
    asked = agree(hands, qtbot, "delete", services.links.get(website.id))
    assert texts.tr("No calendar has read this link lately.") in asked
    asked = agree(hands, qtbot, "delete", staff)
    assert "Rosa" in asked
    assert "Portal" not in asked


def test_a_lock_says_what_happens_where_the_link_is(
    hands: Hands,
    units: list[Unit],
    services: Services,
    texts: Catalogue,
    notices: RecordedNotices,
    settle: Settle,
) -> None:
    rosa = services.staff.add(StaffDraft(name="Rosa"))
    added = [
        services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, units[0].id), LinkChoices()).after,
        services.links.add(LinkKind.CHANGEOVERS, Target(Scope.STAFF, rosa.id), LinkChoices()).after,
    ]
    settle(hands.page)

    for link in added:
        hands.click(hands.in_row(link, Toggle, "row_toggle"))

    assert notices.said == [
        texts.tr("Disabled. Your website shows no calendar any more."),
        texts.tr("Disabled. {name}’s calendar keeps the old days.", name="Rosa"),
    ]
    for link, said in zip(added, notices.said, strict=True):
        assert hands.in_row(link, QLabel, "row_notice").text() == said
