"""What comes of publishing: how far it is, who can read each link, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.publishing import faults
from app.core.publishing.status import PublishingStatus
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.i18n import Catalogue
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.storage.engine.claim import Claim
from app.ui.base.context import Context
from app.ui.kit import Banner, Chip, Tone
from app.ui.publishing.base import words
from app.ui.publishing.uploading.outcome import Outcome
from app.ui.publishing.uploading.publish_run import Progress, PublishRun, Stage
from tests.clocks import SetClock
from tests.ui.publishing.conftest import PATIENCE_MS, click, find, settle, shown
from tests.web_sites import CALENDAR, PAGE, Site, Web, leads_to, reply, web_of

SITE = "haus.example"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def site(web: Web, webspace_folder: Path) -> Site:
    """The website over the webspace's folder."""
    site = web.site(SITE)
    site.folders["/kal"] = webspace_folder
    return site


@pytest.fixture
def outcome(context: Context, over: QWidget) -> Outcome:
    outcome = Outcome(context, over)
    outcome.resize(620, 500)
    return outcome


@pytest.fixture
def run(context: Context, over: QWidget) -> PublishRun:
    return PublishRun(context, over)


def finished(qtbot: QtBot, run: PublishRun, begin: Callable[[], object]) -> None:
    with qtbot.waitSignal(run.ended, timeout=PATIENCE_MS):
        begin()


def told(outcome: Outcome) -> str:
    return find(outcome, Banner, "outcome_banner").plain_text()


def links_of(services: Services) -> list[int]:
    return [link.id for link in services.links.all() if link.enabled]


class TestStages:
    @pytest.mark.parametrize(
        ("progress", "words"),
        [
            (Progress(Stage.SETTING_UP), "Wird eingerichtet …"),
            (Progress(Stage.UPLOADING, 0, 14), "0 von 14 hochgeladen"),
            (Progress(Stage.UPLOADING, 12, 14), "12 von 14 hochgeladen"),
            (Progress(Stage.CHECKING, 14, 14), "Jetzt wird jeder Link von außen gelesen"),
        ],
    )
    def test_it_says_how_far_it_is(self, outcome: Outcome, progress: Progress, words: str) -> None:
        outcome.show_progress(progress)
        assert words in shown(outcome, "outcome_busy_text")
        assert not outcome.banner.isVisible()

    def test_the_bar_follows(self, outcome: Outcome) -> None:
        outcome.show_progress(Progress(Stage.UPLOADING, 3, 14))
        bar = outcome.findChild(QProgressBar)
        assert bar is not None
        assert (bar.value(), bar.maximum()) == (3, 14)
        outcome.show_progress(Progress(Stage.UPLOADING, 14, 14))
        assert bar.value() == 14

    def test_a_fault_is_a_sentence_with_a_way_on(self, qtbot: QtBot, outcome: Outcome) -> None:
        outcome.show_error(faults.full("ftp.example.org"))
        assert "ftp.example.org" in told(outcome)
        assert not outcome.take_over.isVisible()
        with qtbot.waitSignal(outcome.again_wanted):
            click(outcome, "outcome_again")

    def test_a_folder_of_another_can_be_taken_over(self, qtbot: QtBot, outcome: Outcome) -> None:
        outcome.show_error(faults.published_by_another("kalender"))
        with qtbot.waitSignal(outcome.take_over_wanted):
            click(outcome, "outcome_take_over")


class TestLinks:
    def test_without_links_it_is_set_up_and_says_what_comes(
        self, outcome: Outcome, services: Services, folder_webspace: Webspace
    ) -> None:
        services.publishing.set_up(folder_webspace, Secret(), Keeping.ASK)
        outcome.show_links()
        assert told(outcome).startswith("Eingerichtet.")
        assert not outcome.again.isVisible()

    def test_all_are_green_once_they_were_read(
        self,
        qtbot: QtBot,
        outcome: Outcome,
        run: PublishRun,
        services: Services,
        kept: KeptWebspace,
        site: Site,
    ) -> None:
        del kept, site
        finished(qtbot, run, run.check)
        outcome.show_links()
        assert told(outcome).startswith("Überall lesbar. 2 Links")
        chips = [find(outcome, Chip, f"outcome_chip_{one}").text() for one in links_of(services)]
        assert chips == ["überall lesbar"] * 2
        assert not outcome.again.isVisible()

    @pytest.mark.parametrize(
        ("path", "answer", "said"),
        [
            ("/robots.txt", reply(b"User-agent: *\nDisallow: /\n"), "robots.txt"),
            ("*", reply(b"<html>Willkommen</html>", PAGE), "Webseite"),
            ("*", leads_to("https://haus.example/anmelden"), ""),
            ("*", reply(b"", status=401), "Passwortschutz"),
            ("*", reply(b"", status=403), ""),
            ("*", reply(b"", status=404), ""),
            ("*", reply(b"", status=500), ""),
            ("*", reply(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", CALENDAR), ""),
        ],
    )
    def test_what_is_amiss_is_said_with_what_to_do_and_never_green(
        self,
        qtbot: QtBot,
        outcome: Outcome,
        run: PublishRun,
        services: Services,
        kept: KeptWebspace,
        site: Site,
        path: str,
        answer: bytes,
        said: str,
    ) -> None:
        del kept
        site.pages[path] = answer
        if path == "*":
            site.folders.clear()
        finished(qtbot, run, run.check)
        outcome.show_links()
        assert not told(outcome).startswith("Überall lesbar. ")
        assert outcome.again.isVisible()
        for link_id in links_of(services):
            chip = find(outcome, Chip, f"outcome_chip_{link_id}")
            assert chip.text() != "überall lesbar"
            sentence = shown(outcome, f"outcome_told_{link_id}")
            assert sentence.endswith(".")
            assert said in sentence

    def test_an_address_that_only_the_house_can_reach_is_never_green(
        self,
        qtbot: QtBot,
        outcome: Outcome,
        run: PublishRun,
        services: Services,
        units: list[Unit],
        web: Web,
        webspace_folder: Path,
    ) -> None:
        del units
        home = web.site("192.168.1.20", address="192.168.1.20", tls=False, port=80)
        home.folders["/kal"] = webspace_folder
        webspace = Webspace(
            kind=WebspaceKind.FOLDER,
            folder=str(webspace_folder),
            address="http://192.168.1.20/kal",
        )
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
        services.publishing.run()
        finished(qtbot, run, run.check)
        outcome.show_links()
        assert "Überall lesbar. " not in told(outcome)
        for link_id in links_of(services):
            assert find(outcome, Chip, f"outcome_chip_{link_id}").text() == "im Heimnetz"

    def test_the_worst_come_first_and_many_are_counted(
        self,
        qtbot: QtBot,
        outcome: Outcome,
        run: PublishRun,
        services: Services,
        kept: KeptWebspace,
        site: Site,
        units: list[Unit],
        webspace_folder: Path,
    ) -> None:
        del kept, site
        target = Target(Scope.UNIT, units[0].id)
        for number in range(14):
            choices = LinkChoices(label=f"Gast {number}")
            services.links.add(LinkKind.CALENDAR, target, choices)
        services.publishing.run()
        lost = services.links.all()[-1]
        (webspace_folder / f"{lost.token}.ics").unlink()
        finished(qtbot, run, run.check)
        outcome.show_links()
        listed = [
            label.objectName()
            for label in outcome.findChildren(QLabel)
            if label.objectName().startswith("outcome_link_") and label.isVisible()
        ]
        assert listed[0] == f"outcome_link_{lost.id}"
        assert len(listed) == 12
        said = [label.text() for label in outcome.findChildren(QLabel) if label.isVisible()]
        assert "und 4 weitere Links" in said
        assert told(outcome).startswith("Überall lesbar: 15 von 16.")

    def test_no_word_is_cut(
        self,
        qtbot: QtBot,
        outcome: Outcome,
        run: PublishRun,
        kept: KeptWebspace,
        site: Site,
        cut_texts: Callable[[QWidget], list[str]],
    ) -> None:
        del kept
        site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /\n")
        finished(qtbot, run, run.check)
        outcome.show_links()
        assert cut_texts(outcome) == []


class TestRun:
    def test_it_sets_up_uploads_and_reads(
        self,
        qtbot: QtBot,
        run: PublishRun,
        services: Services,
        units: list[Unit],
        site: Site,
        folder_webspace: Webspace,
    ) -> None:
        del units
        stages: list[Stage] = []
        run.moved.connect(lambda: stages.append(run.progress.stage))
        finished(qtbot, run, lambda: run.set_up(folder_webspace, Secret(), Keeping.ASK))
        assert list(dict.fromkeys(stages)) == list(Stage)
        assert run.progress == Progress(Stage.DONE, 2, 2)
        assert not run.running
        assert {path.rpartition("/")[2] for path in site.paths} >= {
            f"{link.token}.ics" for link in services.links.all()
        }

    def test_a_secret_that_cannot_be_kept_changes_nothing(
        self,
        qtbot: QtBot,
        run: PublishRun,
        services: Services,
        folder_webspace: Webspace,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        with qtbot.waitSignal(run.failed, timeout=PATIENCE_MS) as failed:
            run.set_up(folder_webspace, Secret(password="x"), Keeping.KEYRING)
        assert isinstance(failed.args[0], UserError)
        assert run.set_up_failed
        assert services.publishing.current() is None

    def test_another_process_that_uploads_is_waited_for(
        self,
        qtbot: QtBot,
        run: PublishRun,
        services: Services,
        kept: KeptWebspace,
        site: Site,
        units: list[Unit],
    ) -> None:
        del kept, site, units
        link = services.links.all()[0]
        services.links.renew(link.id, sequence=link.sequence)
        claim = Claim(services.folder.publishing_lock)
        assert claim.take()
        run.upload()
        settle()
        assert run.running
        assert run.progress.stage is Stage.UPLOADING
        claim.release()
        # The other one has done it.
        with qtbot.waitSignal(run.ended, timeout=PATIENCE_MS):
            services.publishing.run()

    def test_what_fails_elsewhere_is_told_here(
        self,
        qtbot: QtBot,
        run: PublishRun,
        services: Services,
        kept: KeptWebspace,
        webspace_folder: Path,
    ) -> None:
        del kept
        link = services.links.all()[0]
        services.links.renew(link.id, sequence=link.sequence)
        webspace_folder.rename(webspace_folder.with_name("weg"))
        with qtbot.waitSignal(run.failed, timeout=PATIENCE_MS) as failed:
            run.upload()
        assert isinstance(failed.args[0], UserError)
        assert not run.running
        assert not run.set_up_failed


class TestWords:
    WEBSPACE = Webspace(kind=WebspaceKind.SFTP, preset="ionos", host="access.example.org")

    @pytest.mark.parametrize(
        ("webspace", "where"),
        [
            (WEBSPACE, "IONOS (access.example.org)"),
            (replace(WEBSPACE, preset="other"), "access.example.org"),
            (replace(WEBSPACE, preset="von gestern"), "access.example.org"),
            (Webspace(kind=WebspaceKind.FOLDER, folder="/srv/kal"), "der Ordner /srv/kal"),
            (
                Webspace(
                    kind=WebspaceKind.NEXTCLOUD, preset="nextcloud", host="https://c.example.org"
                ),
                "Nextcloud (c.example.org)",
            ),
        ],
    )
    def test_where_a_webspace_is(self, texts: Catalogue, webspace: Webspace, where: str) -> None:
        assert words.where(texts, webspace) == where

    def test_its_public_name_is_as_owners_write_it(self) -> None:
        webspace = replace(self.WEBSPACE, address="https://xn--huser-gra.example/kal")
        assert words.public_host(webspace) == "häuser.example"

    def test_how_it_stands(self, texts: Catalogue, clock: SetClock) -> None:
        now = clock.now()
        error = faults.full("ftp.example.org")
        cases = {
            PublishingStatus(): (Tone.NEUTRAL, "Es wurde noch nichts hochgeladen."),
            PublishingStatus(pending=1): (Tone.CAREFUL, "1 Kalender ist noch hochzuladen."),
            PublishingStatus(pending=3): (Tone.CAREFUL, "3 Kalender sind noch hochzuladen."),
            PublishingStatus(last_success=now): (
                Tone.GOOD,
                "Alles ist hochgeladen, zuletzt gerade eben.",
            ),
        }
        for status, expected in cases.items():
            assert words.standing(texts, status, now) == expected
        tone, told = words.standing(
            texts, PublishingStatus(error=error, next_try=now + timedelta(minutes=5)), now
        )
        assert tone is Tone.BAD
        assert told.endswith("In 5 Minuten wird es wieder versucht.")
        assert words.standing(texts, PublishingStatus(error=error, next_try=now), now)[1] == (
            texts.tell(error)
        )
