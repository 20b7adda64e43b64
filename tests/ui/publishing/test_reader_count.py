"""Having readers counted: in the card and in the wizard, over Debian's Apache with PHP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.publishing.apache.script import SCRIPT_FILE
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, calendar_file
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.internet import Internet
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.publishing.base.reader_count import ReaderRow
from app.ui.publishing.card import ReachCard
from app.ui.publishing.webspace.webspace_page import WebspacePage
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.apache import apache
from tests.ui.publishing.conftest import click, find, settle, shown, type_into

ADDRESS = "http://haus.example/kalender"


class Site:
    """A folder that Apache serves, as the whole world sees it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        closed = free_port()
        self.internet = Internet(
            resolved=lambda _: ["1.2.3.4"],
            is_public=lambda _: True,
            door=lambda _, to: ("127.0.0.1", port if to == 80 else closed),
            own_addresses=lambda: frozenset({"192.168.178.20"}),
        )

    def set_up(self, services: Services) -> None:
        kind = WebspaceKind.FOLDER
        place = Webspace(kind=kind, preset="other", folder=str(self.folder), address=ADDRESS)
        services.publishing.set_up(place, Secret(), Keeping.ASK)
        services.publishing.run()

    def read(self, services: Services, agent: str) -> None:
        """Read all calendars there."""
        for link in services.links.all():
            connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
            name = f"/kalender/{calendar_file(link)}"
            connection.request("GET", name, headers={"User-Agent": agent})
            assert connection.getresponse().status == 200
            connection.close()

    def has_script(self) -> bool:
        return (self.folder / SCRIPT_FILE).exists()


@pytest.fixture(params=[True], ids=["php"])
def site(request: pytest.FixtureRequest, services: Services) -> Iterator[Site]:
    with apache(php=request.param) as (folder, port):
        site = Site(folder, port)
        services.__dict__["internet"] = site.internet
        yield site


without_php = pytest.mark.parametrize("site", [False], ids=["no php"], indirect=True)


@pytest.fixture
def make_card(context: Context, over: QWidget) -> Callable[[], ReachCard]:
    def make() -> ReachCard:
        card = ReachCard(context, over)
        context.bridge.moved.connect(card.redraw)
        card.resize(780, 340)
        card.show()
        return card

    return make


def is_on(card: ReachCard) -> bool:
    return card.counting.switch.is_on


class TestCard:
    def test_it_is_switched_on_and_off(
        self,
        make_card: Callable[[], ReachCard],
        site: Site,
        services: Services,
        units: list[Unit],
    ) -> None:
        assert units
        site.set_up(services)
        card = make_card()
        assert "Mit PHP lässt es sich zählen" in shown(card, "reach_counted")
        click(card, "reach_counts")
        assert shown(card, "reach_counted") == "Wird eingeschaltet …"
        assert not card.counting.switch.isEnabled()
        settle()
        assert is_on(card)
        assert "keine Adressen von Besuchern" in shown(card, "reach_counted")
        assert site.has_script()
        site.read(services, "Airbnb")
        click(card, "reach_counts")
        assert shown(card, "reach_counted") == "Wird ausgeschaltet …"
        settle()
        assert not is_on(card)
        assert not site.has_script()
        last = services.readers.newest()
        assert last is not None
        assert last.reader == "Airbnb"

    @without_php
    def test_where_it_does_not_work_it_says_why_and_stays_off(
        self,
        make_card: Callable[[], ReachCard],
        site: Site,
        services: Services,
        units: list[Unit],
    ) -> None:
        assert units
        site.set_up(services)
        card = make_card()
        click(card, "reach_counts")
        settle()
        # Whatever else moves meanwhile: it stays to be read.
        card.draw()
        assert "kein PHP" in shown(card, "reach_counted")
        assert not is_on(card)
        assert card.counting.switch.isEnabled()
        assert not site.has_script()

    def test_while_it_is_being_switched_nothing_else_changes_what_is_shown(
        self, make_card: Callable[[], ReachCard], site: Site, services: Services
    ) -> None:
        site.set_up(services)
        card = make_card()
        click(card, "reach_counts")
        card.draw()
        assert shown(card, "reach_counted") == "Wird eingeschaltet …"
        settle()
        assert card.counting.switch.is_on

    def test_a_card_that_is_closed_meanwhile_does_no_harm(
        self, context: Context, over: QWidget, site: Site, services: Services
    ) -> None:
        site.set_up(services)
        row = ReaderRow(context, over)
        row.draw()
        row.show()
        click(row, "reach_counts")
        row.deleteLater()
        settle()
        assert site.has_script()

    @pytest.mark.parametrize("kind", [None, WebspaceKind.S3, WebspaceKind.NEXTCLOUD])
    def test_it_is_not_offered_where_no_script_can_run(
        self, make_card: Callable[[], ReachCard], services: Services, kind: WebspaceKind | None
    ) -> None:
        if kind is not None:
            place = Webspace(kind=kind, host="https://s3.example", folder="kal", address=ADDRESS)
            services.publishing.set_up(place, Secret(), Keeping.ASK)
        assert not make_card().counting.isVisible()


@pytest.fixture
def page(context: Context, over: QWidget, site: Site, units: list[Unit]) -> WebspacePage:
    """The wizard's page, its folder and address typed in."""
    assert units
    page = WebspacePage(context, None, over)
    page.resize(620, 900)
    page.show()
    click(page, "preset_other")
    click(page, "webspace_kind_folder")
    type_into(page, "webspace_folder", str(site.folder))
    type_into(page, "webspace_address", ADDRESS)
    return page


def finish(page: WebspacePage, qtbot: QtBot) -> None:
    """Try the webspace and publish there."""
    page.submit()
    qtbot.waitUntil(lambda: page.primary == "Fertig", timeout=30_000)


def last_line(page: WebspacePage) -> str:
    number = len(page._count.board.lines) - 1
    return find(page.board, QLabel, f"trial_{number}_detail").text()


def link_name(page: WebspacePage) -> str:
    return f"trial_{len(page._count.board.lines) - 1}_count"


class TestWizard:
    def test_the_last_line_of_the_trial_switches_it_on(
        self, page: WebspacePage, qtbot: QtBot, site: Site, services: Services
    ) -> None:
        finish(page, qtbot)
        assert "Mit PHP lässt es sich zählen" in last_line(page)
        click(page.board, link_name(page))
        settle()
        assert last_line(page) == "Ein kleines Skript zählt dort, wer liest."
        assert site.has_script()
        assert services.reader_script.wanted()
        assert not find(page.board, QWidget, link_name(page)).isVisible()

    @without_php
    def test_where_it_does_not_work_the_line_says_why_and_may_be_tried_again(
        self, page: WebspacePage, qtbot: QtBot, site: Site
    ) -> None:
        finish(page, qtbot)
        for _ in range(2):
            click(page.board, link_name(page))
            assert last_line(page) == "Wird eingeschaltet …"
            settle()
            assert "kein PHP" in last_line(page)
        assert not site.has_script()

    def test_before_all_lies_there_it_waits(
        self, page: WebspacePage, qtbot: QtBot, site: Site
    ) -> None:
        page._run.set_up_failed = False
        page._count.moved.connect(lambda: page._count.ask() if page._count.may_ask else None)
        finish(page, qtbot)
        settle()
        assert site.has_script()
        assert last_line(page) == "Ein kleines Skript zählt dort, wer liest."

    def test_trying_the_same_folder_again_knows_that_they_are_counted(
        self, page: WebspacePage, qtbot: QtBot, site: Site, services: Services
    ) -> None:
        finish(page, qtbot)
        click(page.board, link_name(page))
        settle()
        page.form.edited.emit()
        finish(page, qtbot)
        assert last_line(page) == "Ein kleines Skript zählt dort, wer liest."
        assert services.reader_script.wanted()
        assert site.has_script()
