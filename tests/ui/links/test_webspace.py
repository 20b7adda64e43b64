"""Links on a webspace: each says who can read it there, and what nobody can know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QWidget

from app.core.errors import UserError
from app.core.links.address import Finding
from app.core.links.link import LinkChoices, LinkKind, Origin
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.server_state import Phase
from app.services.publishing.keeping.secrets import Keeping
from app.ui.export.qr import QrCode
from app.ui.kit import AddressField, Banner, Button, Chip, CopyButton, ElidedLabel
from app.ui.links.base.intents import Chosen, Way
from app.ui.links.fetches.dialog import FetchesDialog
from app.ui.links.share.dialog import ShareDialog
from app.ui.look.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.page import LinksPage
    from tests.clocks import SetClock
    from tests.ui.conftest import MakeContext, RecordedNotices, ScriptedServer
    from tests.ui.links.conftest import Hands, Read, ShowPage

    Settle = Callable[[LinksPage], None]
    HandsOn = Callable[[LinksPage], Hands]
    Found = Callable[..., None]

PUBLIC = "https://haus-seeblick.example/kalender"


@pytest.fixture
def links(services: Services, units: list[Unit]) -> list[Link]:
    """The links of all three units, enabled."""
    assert units
    return [change.after for change in services.links.enable_all().parts]


@pytest.fixture
def webspace(services: Services, links: list[Link], tmp_path: Path) -> Path:
    """A folder in which all links lie."""
    assert links
    folder = tmp_path / "webspace"
    folder.mkdir()
    kept = Webspace(kind=WebspaceKind.FOLDER, folder=str(folder), address=PUBLIC)
    services.publishing.set_up(kept, Secret(), Keeping.ASK)
    services.publishing.run()
    return folder


@pytest.fixture
def found(services: Services) -> Found:
    """Note what a reading from outside found: ``found(link, Finding.CLOSED, "not_there")``."""

    def note(link: Link, finding: Finding = Finding.READABLE, problem: str = "") -> None:
        with services.work.change():
            services.database.table("address_check").insert(
                link_id=link.id,
                address=services.addresses.of(link).url,
                at=services.clock.now().isoformat(timespec="microseconds"),
                finding=finding.value,
                problem=problem,
                detail="haus-seeblick.example",
            ).on_conflict_replace().execute()
            services.work.revisions.raise_named("publishing")

    return note


@pytest.fixture
def hands(webspace: Path, show_page: ShowPage, hands_on: HandsOn) -> Hands:
    assert webspace.is_dir()
    return hands_on(show_page())


def banner(hands: Hands) -> Banner:
    return hands.find(Banner, "links_reach")


def chips(hands: Hands, units: list[Unit]) -> list[str]:
    return [hands.on(unit, Chip, "card_reach").text() for unit in units]


# ---- cards and banner ----


def test_before_anybody_looked_nothing_is_green(
    hands: Hands, units: list[Unit], texts: Catalogue
) -> None:
    assert set(chips(hands, units)) == {texts.tr("on the webspace, not checked yet")}
    assert banner(hands).property("tone") == Tone.INFO.value
    assert "haus-seeblick.example" in banner(hands).plain_text()
    assert not hands.find(Button, "links_set_up").isVisible()


def test_all_proven_is_said_in_one_green_sentence(
    hands: Hands, units: list[Unit], links: list[Link], found: Found, texts: Catalogue
) -> None:
    for link in links:
        found(link)
    assert set(chips(hands, units)) == {"überall lesbar"}
    assert banner(hands).property("tone") == Tone.GOOD.value
    assert banner(hands).plain_text() == (
        "Überall lesbar. Alle 3 Links liegen auf haus-seeblick.example, gerade eben von außen "
        "geprüft."
    )
    assert hands.on(units[0], QLabel, "card_readers").text() == texts.tr(
        "checked {when} · readers not known", when="gerade eben"
    )


def test_of_some_it_is_said_how_many(
    hands: Hands, links: list[Link], found: Found, texts: Catalogue
) -> None:
    found(links[0])
    assert banner(hands).property("tone") == Tone.INFO.value
    assert (
        texts.tr("{n} of {total} readable everywhere.", n=1, total=3) in banner(hands).plain_text()
    )


@pytest.mark.parametrize(
    ("finding", "problem", "chip", "tone"),
    [
        (Finding.CLOSED, Problem.SIGN_IN, "nicht lesbar", Tone.BAD),
        (Finding.OUTDATED, Problem.OLDER, "veraltet", Tone.CAREFUL),
        (Finding.DOUBTFUL, Problem.ROBOTS, "eingeschränkt lesbar", Tone.CAREFUL),
    ],
)
def test_what_is_amiss_is_said_with_what_to_do_on_the_banner_the_chip_and_the_pane(
    hands: Hands,
    units: list[Unit],
    links: list[Link],
    found: Found,
    notices: RecordedNotices,
    finding: Finding,
    problem: Problem,
    chip: str,
    tone: Tone,
) -> None:
    for link in links:
        found(link)
    found(links[1], finding, problem.value)
    assert chips(hands, units) == ["überall lesbar", chip, "überall lesbar"]
    assert banner(hands).property("tone") == tone.value
    assert "Seeblick 2" in banner(hands).plain_text()
    assert "haus-seeblick.example" in banner(hands).plain_text()

    hands.click(hands.find(Button, "links_set_up"))
    assert notices.reaches == 1

    hands.page._selection.choose(Chosen(Way.GOES, links[1].id), asked=True)
    QApplication.processEvents()
    assert hands.find(Chip, "pane_reach").text() == chip
    assert hands.find(QLabel, "pane_reach_text").text() in banner(hands).plain_text()


def test_a_link_that_waits_says_so_until_it_is_there(
    hands: Hands, units: list[Unit], services: Services, links: list[Link], found: Found
) -> None:
    for link in links:
        found(link)
    services.units.rename(units[0].id, "Seeblick eins", sequence=units[0].sequence)
    assert hands.on(units[0], Chip, "card_reach").text() == "wird hochgeladen …"
    assert banner(hands).plain_text().startswith("Wird hochgeladen …")

    services.publishing.run()
    services.watch.poll()

    assert hands.on(units[0], Chip, "card_reach").text() == "überall lesbar"
    assert banner(hands).property("tone") == Tone.GOOD.value


def test_a_webspace_that_cannot_be_used_is_told_with_its_reason(
    hands: Hands, units: list[Unit], services: Services, webspace: Path, texts: Catalogue
) -> None:
    services.units.rename(units[0].id, "Seeblick eins", sequence=units[0].sequence)
    moved = webspace.rename(webspace.with_name("elsewhere"))
    webspace.write_bytes(b"a file in its place")
    with pytest.raises(UserError) as caught:
        services.publishing.run()
    services.watch.poll()
    assert moved.is_dir()
    assert banner(hands).property("tone") == Tone.CAREFUL.value
    assert texts.tell(caught.value) in banner(hands).plain_text()
    assert hands.on(units[0], Chip, "card_reach").text() == "wartet auf den Webspace"
    assert hands.find(Button, "links_set_up").isVisible()


def test_a_server_that_fails_here_closes_no_link_there(
    hands: Hands, units: list[Unit], links: list[Link], found: Found, running: ScriptedServer
) -> None:
    for link in links:
        found(link)
    running.enter(Phase.FAILED, UserError("Full."))
    assert set(chips(hands, units)) == {"überall lesbar"}
    server = hands.find(Banner, "links_server")
    assert server.property("tone") == Tone.CAREFUL.value
    assert "Die Links auf haus-seeblick.example sind weiterhin lesbar." in server.plain_text()
    assert banner(hands).isVisible()


# ---- copying ----


def test_the_address_of_the_webspace_is_copied_without_a_warning(
    hands: Hands, units: list[Unit], links: list[Link]
) -> None:
    hands.click(hands.on(units[0], CopyButton, "card_copy"))
    assert QApplication.clipboard().text() == f"{PUBLIC}/{links[0].token}.ics"
    assert hands.on(units[0], AddressField, "card_address").address().startswith(PUBLIC)
    assert not hands.says(units[0])


def test_copying_a_link_that_nobody_can_read_there_says_so_at_once(
    hands: Hands, units: list[Unit], links: list[Link], found: Found
) -> None:
    found(links[0], Finding.CLOSED, Problem.CERTIFICATE_EXPIRED.value)
    hands.click(hands.on(units[0], CopyButton, "card_copy"))
    assert "Zertifikat" in hands.on(units[0], QLabel, "card_notice").text()


def test_a_link_for_a_portal_that_is_left_out_warns_by_the_portal_s_name(
    hands: Hands, services: Services, links: list[Link], settle: Settle, notices: RecordedNotices
) -> None:
    airbnb = services.links.add(
        LinkKind.CALENDAR, links[0].target, LinkChoices(portal="airbnb", here_only=True)
    ).after
    settle(hands.page)
    assert hands.in_row(airbnb, Chip, "row_chip_0").text() == "nur dieser PC"

    hands.click(hands.in_row(airbnb, CopyButton, "row_copy"))

    said = hands.in_row(airbnb, QLabel, "row_notice").text()
    assert "Airbnb liest von außen und kann ihn nicht abrufen" in said
    hands.click(hands.in_row(airbnb, Button, "row_set_up"))
    assert notices.reaches == 1


def test_a_further_link_says_who_can_read_it_where_others_can_than_the_main_one(
    hands: Hands, services: Services, links: list[Link], settle: Settle, found: Found
) -> None:
    further = services.links.add(LinkKind.CALENDAR, links[0].target, LinkChoices()).after
    services.publishing.run()
    for link in (links[0], further):
        found(link)
    settle(hands.page)
    row = hands.row(further)
    assert not [chip for chip in row.findChildren(Chip) if chip.isVisible()]

    found(further, Finding.DOUBTFUL, Problem.ROBOTS.value)
    assert hands.in_row(further, Chip, "row_chip_0").text() == "eingeschränkt lesbar"


def test_a_disabled_link_claims_nothing(
    hands: Hands, units: list[Unit], services: Services, links: list[Link], found: Found
) -> None:
    found(links[0])
    services.links.disable(links[0].id, sequence=links[0].sequence)
    assert not hands.on(units[0], Chip, "card_reach").isVisible()
    assert hands.on(units[0], AddressField, "card_address").address().startswith(PUBLIC)


# ---- nur hier ----


def test_the_tick_leaves_a_link_out_and_undo_puts_it_back(
    hands: Hands, units: list[Unit], services: Services, links: list[Link], webspace: Path
) -> None:
    hands.page._selection.choose(Chosen(Way.GOES, links[0].id), asked=True)
    QApplication.processEvents()
    tick = hands.find(QCheckBox, "pane_here_only")
    assert tick.text() == "Nur hier, nicht auf haus-seeblick.example"

    tick.click()

    assert services.links.get(links[0].id).here_only
    assert hands.on(units[0], Chip, "card_reach").text() == "nur dieser PC"
    assert hands.on(units[0], AddressField, "card_address").address().startswith("http://127.")
    services.publishing.run()
    assert not (webspace / f"{links[0].token}.ics").exists()

    hands.page.context.history.undo()

    assert not services.links.get(links[0].id).here_only
    assert not tick.isChecked()
    assert hands.on(units[0], AddressField, "card_address").address().startswith(PUBLIC)


def test_some_here_and_the_others_readable_is_said_as_such(
    hands: Hands, services: Services, links: list[Link], found: Found
) -> None:
    for link in links[1:]:
        found(link)
    choices = replace(links[0].choices(), here_only=True)
    services.links.change(links[0].id, choices, sequence=links[0].sequence)
    assert banner(hands).plain_text() == (
        "2 von 3 überall lesbar. Auf haus-seeblick.example, gerade eben von außen geprüft. "
        "1 Link bleibt nur hier."
    )


def test_without_a_webspace_there_is_nothing_to_leave_out(
    show_page: ShowPage, hands_on: HandsOn, links: list[Link]
) -> None:
    hands = hands_on(show_page())
    hands.page._selection.choose(Chosen(Way.GOES, links[0].id), asked=True)
    QApplication.processEvents()
    assert not hands.find(QCheckBox, "pane_here_only").isVisible()
    assert hands.find(Chip, "pane_reach").text() == "nur dieser PC"
    assert hands.find(Button, "pane_set_up").isVisible()


# ---- who reads there ----


def test_nobody_asks_whether_a_link_was_pasted_that_others_may_read(
    hands: Hands, units: list[Unit], texts: Catalogue
) -> None:
    said = hands.on(units[0], QLabel, "card_readers").text()
    assert said == texts.tr("readers not known")


def test_who_still_reads_here_is_told_on_card_pane_and_in_the_list_of_fetches(
    hands: Hands,
    units: list[Unit],
    links: list[Link],
    read: Read,
    settle: Settle,
    clock: SetClock,
    qtbot: QtBot,
) -> None:
    clock.moment += timedelta(hours=1)
    read(links[0], minutes_ago=4, origin=Origin.HOME)
    settle(hands.page)
    said = hands.on(units[0], QLabel, "card_readers").text()
    assert said.startswith("liest noch die alte Adresse hier: Thunderbird")

    hands.page._selection.choose(Chosen(Way.GOES, links[0].id), asked=True)
    QApplication.processEvents()
    assert "weiß Zimmerfrei nicht" in hands.find(QLabel, "readers_empty").text()
    assert (
        hands.find(ElidedLabel, "reader_name").text().endswith("– liest noch die alte Adresse hier")
    )

    dialog = FetchesDialog(hands.page.context, links[0], hands.page)
    qtbot.addWidget(dialog)
    summary = dialog.findChild(QLabel, "fetches_summary")
    assert summary is not None
    assert "weiß Zimmerfrei nicht" in summary.text()
    assert "alte Adresse" in summary.text()


def test_readings_from_before_the_webspace_are_no_old_address(
    show_page: ShowPage,
    hands_on: HandsOn,
    units: list[Unit],
    links: list[Link],
    read: Read,
    clock: SetClock,
    request: pytest.FixtureRequest,
) -> None:
    read(links[0], minutes_ago=60)
    clock.moment += timedelta(minutes=1)
    request.getfixturevalue("webspace")
    hands = hands_on(show_page())
    assert hands.on(units[0], QLabel, "card_readers").text() == "Leser nicht bekannt"


def test_before_renewing_it_is_said_that_readers_are_not_known(
    hands: Hands, links: list[Link], texts: Catalogue
) -> None:
    hands.page._actions.renew(links[0])
    dialog = hands.find(QDialog, "renew_dialog")
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("weiß Zimmerfrei nicht" in text for text in said)
    assert not any(texts.tr("Nobody has read it yet.") in text for text in said)


# ---- passing on ----


def test_the_dialog_passes_the_webspace_s_address_on(
    services: Services, links: list[Link], webspace: Path, make_context: MakeContext, qtbot: QtBot
) -> None:
    assert webspace.is_dir()
    context = make_context()
    page = ShareDialog(context, links[0], None)  # type: ignore[arg-type]  # over nothing
    qtbot.addWidget(page)
    url = services.addresses.of(links[0]).url
    field = page.findChild(AddressField, "share_address")
    webcal = page.findChild(AddressField, "share_webcal")
    code = page.findChild(QrCode, "share_code")
    assert field is not None
    assert webcal is not None
    assert code is not None
    assert field.address() == url
    assert webcal.address() == f"webcal://haus-seeblick.example/kalender/{links[0].token}.ics"
    assert code.content == webcal.address()
    for name in ("add_to_google", "add_to_apple", "add_to_outlook", "add_to_microsoft_365"):
        button = page.findChild(Button, name)
        assert button is not None
        assert button.isEnabled(), name


def test_the_snippet_for_a_website_shows_the_page_on_the_webspace(
    hands: Hands, services: Services, links: list[Link], settle: Settle
) -> None:
    website = services.links.add(LinkKind.WEBSITE, links[0].target, LinkChoices()).after
    settle(hands.page)
    hands.click(hands.in_row(website, CopyButton, "row_copy"))
    copied = QApplication.clipboard().text()
    assert f'<iframe src="{PUBLIC}/{website.token}.html"' in copied


# ---- looks ----


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
@pytest.mark.parametrize("size", [(1366 - 212, 700), (1024 - 212, 640)])
def test_nothing_is_cut_on_page_and_pane(
    request: pytest.FixtureRequest,
    show_page: ShowPage,
    hands_on: HandsOn,
    services: Services,
    links: list[Link],
    webspace: Path,
    found: Found,
    cut_texts: Callable[[QWidget], list[str]],
    speech: str,
    size: tuple[int, int],
) -> None:
    assert webspace.is_dir()
    found(links[0], Finding.CLOSED, Problem.CERTIFICATE_EXPIRED.value)
    found(links[1], Finding.DOUBTFUL, Problem.ROBOTS.value)
    services.links.add(
        LinkKind.WEBSITE, links[1].target, LinkChoices(here_only=True, label="Startseite")
    )
    width, height = size
    hands = hands_on(show_page(texts=request.getfixturevalue(speech), width=width, height=height))
    assert cut_texts(hands.page) == []
    hands.page._selection.choose(Chosen(Way.GOES, links[0].id), asked=True)
    QApplication.processEvents()
    assert cut_texts(hands.find(QWidget, "link_pane")) == []
