"""What status line and tray say of a webspace: what needs the owner first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.clock import ClockDoubt
from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.address import Readability
from app.core.links.reach import Reach
from app.core.publishing.addresses.overview import Overview
from app.core.publishing.faults import host_unknown, sign_in_refused
from app.core.publishing.status import HeldBack, PublishingStatus
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.core.server_state import Phase, ServerState
from app.services.publishing.keeping.secrets import Keeping
from app.ui.kit import Tone
from app.ui.window.ending.closing import Closing
from app.ui.window.frame.status import Drawn, LinksState, drawn
from app.ui.window.serving import ServerRunner

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from tests.clocks import SetClock
    from tests.ui.conftest import MakeContext, ScriptedServer

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
WEBSPACE = KeptWebspace(
    id=1,
    sequence=0,
    created_at=NOW - timedelta(days=9),
    kind=WebspaceKind.SFTP,
    address="https://haus-seeblick.example/kalender",
)
RUNNING = ServerState(Phase.RUNNING, "127.0.0.1", 8642)
QUESTION = HeldBack("x.ics", 1, 9, 0)


def said(
    texts: Catalogue,
    *,
    state: ServerState = RUNNING,
    publishing: PublishingStatus | None = None,
    checked: timedelta | None = timedelta(hours=2),
    amiss: tuple[tuple[Link, LinkAddress], ...] = (),
    on_webspace: int = 2,
) -> Drawn:
    overview = Overview(
        counts={Readability.READABLE: 2},
        webspace=WEBSPACE,
        on_webspace=on_webspace,
        checked_at=None if checked is None else NOW - checked,
        amiss=amiss,
    )
    links = LinksState(
        Reach.THIS_PC, NOW, overview=overview, publishing=publishing or PublishingStatus(WEBSPACE)
    )
    return drawn(state, True, links, texts)


def test_all_is_well_and_when_that_was_found(english: Catalogue) -> None:
    assert said(english) == Drawn(
        Tone.GOOD, "Calendar links active · on haus-seeblick.example, last checked 2 h ago"
    )


def test_what_was_not_checked_is_said_as_such(english: Catalogue) -> None:
    assert said(english, checked=None).text == (
        "Calendar links active · on haus-seeblick.example, not checked from outside yet"
    )


def test_links_that_all_stay_here_are_told_as_without_a_webspace(english: Catalogue) -> None:
    assert said(english, on_webspace=0).text == "Calendar links active · on this computer only"


def test_uploads_that_are_under_way(english: Catalogue, texts: Catalogue) -> None:
    status = PublishingStatus(WEBSPACE, pending=2)
    assert said(english, publishing=status) == Drawn(
        Tone.NEUTRAL, "2 calendars are on their way to haus-seeblick.example"
    )
    assert said(texts, publishing=status).text == "2 Kalender unterwegs zu haus-seeblick.example"


@pytest.mark.parametrize(
    ("error", "hours", "words"),
    [
        (
            host_unknown("x.example"),
            3,
            "Webspace not reachable, last uploaded 3 h ago · 2 calendars wait",
        ),
        (host_unknown("x.example"), None, "Webspace not reached yet · 2 calendars wait"),
        (
            sign_in_refused("x.example", "anna"),
            3,
            "Upload is refused, last uploaded 3 h ago · 2 calendars wait",
        ),
        (UserError("Full."), None, "Nothing could be uploaded yet · 2 calendars wait"),
    ],
)
def test_a_failure_says_since_when_and_how_much_waits(
    english: Catalogue, error: UserError, hours: int | None, words: str
) -> None:
    status = PublishingStatus(
        WEBSPACE,
        pending=2,
        error=error,
        last_success=None if hours is None else NOW - timedelta(hours=hours),
    )
    assert said(english, publishing=status) == Drawn(Tone.CAREFUL, words)


def test_a_failure_that_leaves_nothing_waiting_is_past(english: Catalogue) -> None:
    status = PublishingStatus(WEBSPACE, error=host_unknown("x.example"))
    assert said(english, publishing=status).tone is Tone.GOOD


def test_a_question_comes_before_everything_else(english: Catalogue) -> None:
    status = PublishingStatus(
        WEBSPACE, pending=2, error=UserError("Full."), questions=(QUESTION, QUESTION)
    )
    assert said(english, publishing=status) == Drawn(
        Tone.CAREFUL, "2 calendars are held back · please say whether so much less is right"
    )


def test_a_server_that_fails_here_is_no_alarm(english: Catalogue) -> None:
    failed = ServerState(Phase.FAILED, "127.0.0.1", 8642, UserError("Taken."))
    assert said(english, state=failed) == Drawn(
        Tone.CAREFUL,
        "Calendar links active · on haus-seeblick.example, but this computer does not answer "
        "itself",
    )


def test_a_wrong_clock_stops_uploads_too(english: Catalogue) -> None:
    doubt = ClockDoubt(NOW, NOW + timedelta(days=400))
    state = ServerState(Phase.RUNNING, "127.0.0.1", 8642, doubt=doubt)
    assert said(english, state=state).tone is Tone.BAD


class TestServerRunner:
    """The status line over a real folder."""

    @pytest.fixture
    def units(self, services: Services) -> list[Unit]:
        house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
        services.links.enable_all()
        return list(house.units)

    @pytest.fixture
    def runner(
        self, make_context: MakeContext, english: Catalogue, scripted_server: ScriptedServer
    ) -> ServerRunner:
        context = make_context(texts=english, server=scripted_server)
        scripted_server.enter(Phase.RUNNING)
        return ServerRunner(context, context.bridge)

    def test_it_follows_what_is_uploaded_and_found(
        self,
        services: Services,
        units: list[Unit],
        runner: ServerRunner,
        clock: SetClock,
        tmp_path: Path,
    ) -> None:
        assert units
        told: list[str] = []
        runner.status.connect(lambda shown, _error: told.append(shown.text))
        folder = tmp_path / "webspace"
        folder.mkdir()
        webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(folder), address=WEBSPACE.address)
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
        assert told[-1] == "2 calendars are on their way to haus-seeblick.example"

        services.publishing.run()
        services.watch.poll()
        assert told[-1].endswith("not checked from outside yet")

        with services.work.change():
            for link in services.links.all():
                services.database.table("address_check").insert(
                    link_id=link.id,
                    address=services.addresses.of(link).url,
                    at=clock.moment.isoformat(timespec="microseconds"),
                    finding="readable",
                    problem="",
                    detail="",
                ).execute()
            services.work.revisions.raise_named("publishing")
        assert told[-1].endswith("on haus-seeblick.example, last checked just now")

        clock.moment += timedelta(days=3)
        runner.look_for_readers()
        assert told[-1].endswith("not checked from outside yet")

    def test_quitting_asks_only_for_links_that_are_read_here(
        self,
        services: Services,
        units: list[Unit],
        make_context: MakeContext,
        scripted_server: ScriptedServer,
        tmp_path: Path,
        qtbot: QtBot,
    ) -> None:
        assert units
        scripted_server.enter(Phase.RUNNING)
        window = QWidget()
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        closing = Closing(make_context(server=scripted_server), window)
        quits: list[bool] = []
        closing.quit_wanted.connect(lambda: quits.append(True))

        closing.quit()
        question = window.findChild(QDialog, "quit_question")
        assert question is not None
        question.reject()
        assert quits == []

        folder = tmp_path / "webspace"
        folder.mkdir()
        webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(folder), address=WEBSPACE.address)
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
        services.publishing.run()
        closing.quit()
        assert quits == [True]

        link = services.links.all()[0]
        choices = replace(link.choices(), here_only=True)
        services.links.change(link.id, choices, sequence=link.sequence)
        closing.quit()
        assert quits == [True]
        again = next(each for each in window.findChildren(QDialog) if each.isVisible())
        assert again.objectName() == "quit_question"
        again.reject()
        # Nothing lies over the windows of other tests.
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)

    def test_without_a_webspace_it_is_as_ever(
        self, units: list[Unit], runner: ServerRunner
    ) -> None:
        assert units
        assert runner.state().text == "Calendar links active · on this computer only"
