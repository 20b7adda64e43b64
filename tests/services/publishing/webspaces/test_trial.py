"""The trial of a webspace: against a real server of each kind, read back over a real web server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.setup.trial import (
    Board,
    LineState,
    StepResult,
    StepState,
    TrialStoppedError,
    board,
)
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, temporary_name
from app.i18n import catalogue
from app.services.publishing.trial import try_out
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.publishing.webspaces.servers import here, ssh
from tests.services.publishing.webspaces.servers.faulty.cable import BEHIND, Cable
from tests.services.publishing.webspaces.servers.server import Kind, Server, Setting
from tests.web_sites import PAGE, PUBLIC, Request, Site, Web, leads_to, reply

ADDRESS = "https://haus.example/kalender"
OTHERS = {"index.html": b"<h1>Haus am See"}


@dataclass
class Trial:
    """One run of the trial, and what was told of it."""

    web: Web
    told: list[StepResult] = field(default_factory=list)
    stop_after: int | None = None

    def run(self, webspace: Webspace, secret: Secret) -> Webspace:
        return try_out(
            webspace,
            secret,
            self.told.append,
            stopped=lambda: self.stop_after is not None and len(self.told) >= self.stop_after,
            internet=self.web.internet(),
            clock=SetClock(),
        )

    def fails(self, webspace: Webspace, secret: Secret) -> WebspaceError:
        with pytest.raises(WebspaceError) as raised:
            self.run(webspace, secret)
        assert self.told[-1].state is StepState.FAILED
        assert self.told[-1].error is raised.value
        return raised.value

    @property
    def ended(self) -> dict[Step, StepState]:
        return {one.step: one.state for one in self.told if one.state is not StepState.RUNNING}

    def board(self, webspace: Webspace) -> Board:
        shown = board(webspace)
        for result in self.told:
            shown = shown.after(result)
        return shown

    def said(self, step: Step) -> str:
        """Return what was told of a step in the end."""
        last = [one for one in self.told if one.step is step][-1]
        texts = catalogue("en")
        if last.error is not None:
            return texts.tell(last.error)
        assert last.detail is not None
        return texts.tr(last.detail.text, **last.detail.values)


@pytest.fixture
def web(authority: trustme.CA, trusted: None) -> Iterator[Web]:
    del trusted
    web = Web(authority)
    yield web
    web.close()


@pytest.fixture
def trial(web: Web) -> Trial:
    return Trial(web)


@pytest.fixture
def sftp(tmp_path: Path, certificate: trustme.LeafCert) -> Iterator[Server]:
    setting = Setting(home=tmp_path / "home", certificate=certificate, folder="htdocs/kalender")
    with ssh.asyncssh_server(setting) as server:
        server.root.mkdir(parents=True)
        for name, body in OTHERS.items():
            (server.root / name).write_bytes(body)
        yield server


@pytest.fixture
def site(web: Web, sftp: Server) -> Site:
    """The website of the owner: shows what lies on the webspace below its first folder."""
    site = web.site()
    site.folders["/kalender"] = sftp.root
    return site


def of(server: Server, address: str = ADDRESS) -> Webspace:
    return replace(server.webspace, address=address)


def lies_there(server: Server) -> dict[str, bytes]:
    if not server.root.exists():
        return {}
    return {path.name: path.read_bytes() for path in server.root.iterdir() if path.is_file()}


# ---- every kind of webspace ----


def test_each_kind_goes_through_to_the_end(
    server: Server, kind: Kind, web: Web, trial: Trial
) -> None:
    site = web.site()
    site.folders["/kalender"] = server.root
    for port in server.ports:
        web.doors[PUBLIC, port] = port
    web.names["localhost"] = [PUBLIC]
    before = lies_there(server)
    given = of(server)
    if given.kind is WebspaceKind.NEXTCLOUD:
        given = replace(given, address="")
    found = trial.run(given, server.secret)
    if given.kind is WebspaceKind.NEXTCLOUD:
        # Its own address, made by it; of other kinds what was typed.
        assert found.share
        assert found.address.endswith(f"/public.php/dav/files/{found.share}")
    else:
        assert found.address == ADDRESS
    assert found.identity.startswith("SHA256:") is (given.kind is WebspaceKind.SFTP)
    assert trial.ended[Step.READERS] is StepState.NOTE
    assert {trial.ended[step] for step in (Step.WRITE, Step.REPLACE, Step.DELETE)} == {
        StepState.DONE
    }
    assert trial.ended[Step.READ_BACK] is StepState.DONE
    shown = trial.board(given)
    assert shown.done == len(shown.lines)
    assert (Step.SIGN_IN in trial.ended) is kind.signs_in
    # Nothing is left.
    assert lies_there(server) == before


def test_a_wrong_password_is_told_at_its_step(server: Server, kind: Kind, trial: Trial) -> None:
    if not kind.signs_in or server.secret.key:
        pytest.skip("nobody signs in by a password")
    error = trial.fails(of(server), Secret(password="anderes"))
    assert error.step is Step.SIGN_IN
    assert trial.ended == {
        Step.CONNECT: StepState.DONE,
        Step.IDENTITY: StepState.DONE,
        Step.SIGN_IN: StepState.FAILED,
    }
    shown = trial.board(server.webspace)
    assert shown.failed is shown.lines[2]


# ---- as it happens ----


def test_each_step_is_told_when_it_begins_and_how_it_ended(
    sftp: Server, site: Site, trial: Trial
) -> None:
    found = trial.run(of(sftp), sftp.secret)
    steps = [(one.step, one.state) for one in trial.told]
    assert steps == [
        (Step.CONNECT, StepState.RUNNING),
        (Step.CONNECT, StepState.DONE),
        (Step.IDENTITY, StepState.DONE),
        (Step.SIGN_IN, StepState.DONE),
        (Step.WRITE, StepState.RUNNING),
        (Step.WRITE, StepState.DONE),
        (Step.REPLACE, StepState.RUNNING),
        (Step.REPLACE, StepState.DONE),
        (Step.DELETE, StepState.RUNNING),
        (Step.DELETE, StepState.DONE),
        (Step.READ_BACK, StepState.RUNNING),
        (Step.READ_BACK, StepState.DONE),
        (Step.PUBLIC, StepState.RUNNING),
        (Step.PUBLIC, StepState.DONE),
        (Step.READERS, StepState.NOTE),
    ]
    assert trial.said(Step.CONNECT) == "encrypted (SFTP)"
    assert found.identity in trial.said(Step.IDENTITY)
    assert trial.said(Step.READ_BACK).startswith(f"{ADDRESS}/… · ")
    assert "robots.txt allows it" in trial.said(Step.PUBLIC)
    assert site.paths[-2:] == ["/robots.txt", "/kalender/"]
    # Known from now on.
    again = Trial(trial.web)
    again.run(found, sftp.secret)
    assert "as before" in again.said(Step.IDENTITY)


@pytest.mark.parametrize("after", range(13))
def test_it_can_be_stopped_at_each_step_and_leaves_nothing(
    sftp: Server, site: Site, trial: Trial, after: int
) -> None:
    assert site.port
    trial.stop_after = after
    with pytest.raises(TrialStoppedError):
        trial.run(of(sftp), sftp.secret)
    assert lies_there(sftp) == OTHERS
    assert StepState.FAILED not in trial.ended.values()


def test_what_a_trial_left_that_was_cut_off_is_swept(
    sftp: Server, site: Site, trial: Trial
) -> None:
    assert site.port
    left, other = "zimmerfrei-trial-0123456789abcdef.ics", "zimmerfrei-trial-mine.ics"
    for name in (left, temporary_name(left), other, f"{left}.bak"):
        (sftp.root / name).write_bytes(b"BEGIN:VCALENDAR")
    trial.run(of(sftp), sftp.secret)
    assert lies_there(sftp).keys() == {*OTHERS, other, f"{left}.bak"}


def test_a_cable_that_is_pulled_leaves_nothing_in_the_end(
    tmp_path: Path, certificate: trustme.LeafCert, web: Web, expect_log: ExpectLog
) -> None:
    setting = Setting(
        home=tmp_path / "home", certificate=certificate, folder="kalender", host=BEHIND
    )
    with ExitStack() as ends:
        server = ends.enter_context(ssh.asyncssh_server(setting))
        site = web.site()
        site.folders["/kalender"] = server.root
        with Cable(server) as whole:
            Trial(web).run(of(server), server.secret)
        marks = whole.marks
        direct = replace(of(server), host=BEHIND)
        lost = 0
        for after in marks[10 :: max(1, len(marks) // 12)]:
            trial = Trial(web)
            with Cable(server, after):
                try:
                    trial.run(of(server), server.secret)
                except WebspaceError:
                    lost += 1
                    assert trial.told[-1].state is StepState.FAILED
                    # It is the step at which it stood that has failed.
                    running = [one.step for one in trial.told if one.state is StepState.RUNNING]
                    assert trial.told[-1].step is not Step.CONNECT or running == [Step.CONNECT]
            Trial(web).run(direct, server.secret)
            assert [name for name in lies_there(server) if "trial" in name] == []
    assert lost > 3
    expect_log("app.services.publishing.trial_steps", "may have been left")


# ---- the public address ----


@pytest.mark.parametrize(
    "typed",
    [
        "haus.example",
        "haus.example/kalender",
        "HAUS.example/kalender/",
        "https://haus.example",
        "http://haus.example/kalender",
        "haus.example/htdocs/kalender",
    ],
)
def test_what_was_typed_becomes_the_address_that_is_proven(
    sftp: Server, site: Site, trial: Trial, typed: str
) -> None:
    assert site.port
    assert trial.run(of(sftp, typed), sftp.secret).address == ADDRESS
    assert trial.ended[Step.PUBLIC] is StepState.DONE


def test_a_redirect_to_www_is_taken_as_the_address(sftp: Server, web: Web, trial: Trial) -> None:
    www = web.site("www.haus.example", address="1.2.3.5")
    www.folders["/kalender"] = sftp.root
    web.site().pages["*"] = _to_www
    assert trial.run(of(sftp), sftp.secret).address == "https://www.haus.example/kalender"
    assert trial.ended[Step.PUBLIC] is StepState.DONE


def test_a_domain_that_only_www_has(sftp: Server, web: Web, trial: Trial) -> None:
    www = web.site("www.haus.example", address="1.2.3.5")
    www.folders["/kalender"] = sftp.root
    assert trial.run(of(sftp), sftp.secret).address == "https://www.haus.example/kalender"


def test_an_umlaut_domain(sftp: Server, web: Web, trial: Trial) -> None:
    web.site("xn--huser-gra.example").folders["/kalender"] = sftp.root
    found = trial.run(of(sftp, "häuser.example/kalender"), sftp.secret)
    assert found.address == "https://xn--huser-gra.example/kalender"
    assert trial.said(Step.READ_BACK).startswith("https://häuser.example/kalender/…")


def test_http_alone_is_taken_and_told(sftp: Server, web: Web, trial: Trial) -> None:
    web.site(tls=False).folders["/kalender"] = sftp.root
    found = trial.run(of(sftp, "http://haus.example/kalender"), sftp.secret)
    assert found.address == "http://haus.example/kalender"
    assert trial.ended[Step.PUBLIC] is StepState.NOTE
    assert "begins with http" in trial.said(Step.PUBLIC)


def test_an_address_of_somebody_else(sftp: Server, web: Web, trial: Trial) -> None:
    site = web.site()
    site.pages["/kalender/index.html"] = reply(b"<html>Hotel Post", PAGE)
    error = trial.fails(of(sftp), sftp.secret)
    assert error.step is Step.READ_BACK
    assert "leads somewhere else" in str(error)
    assert "haus.example" in str(error)
    assert lies_there(sftp) == OTHERS


def test_a_parked_domain(sftp: Server, web: Web, trial: Trial) -> None:
    web.site().pages["*"] = reply(b"<html>Diese Domain steht zum Verkauf", PAGE)
    assert "web page" in str(trial.fails(of(sftp), sftp.secret))


def test_what_keeps_everybody_out_is_told(sftp: Server, site: Site, trial: Trial) -> None:
    site.folders.clear()
    site.pages["*"] = reply(b"", {"WWW-Authenticate": "Basic"}, 401)
    assert "demands user and password" in str(trial.fails(of(sftp), sftp.secret))
    site.pages["*"] = reply(b"", {}, 403)
    assert "forbids everybody" in str(trial.fails(of(sftp), sftp.secret))
    assert lies_there(sftp) == OTHERS


def test_a_name_that_leads_into_the_house(sftp: Server, web: Web, trial: Trial) -> None:
    web.site(address="192.168.178.20").folders["/kalender"] = sftp.root
    error = trial.fails(of(sftp), sftp.secret)
    assert "192.168.178.20" in str(error)
    assert "only the home network" in str(error)


def test_a_name_that_nobody_has(sftp: Server, trial: Trial) -> None:
    assert "knows no computer" in str(trial.fails(of(sftp), sftp.secret))


def test_a_certificate_that_expired(sftp: Server, web: Web, trial: Trial) -> None:
    site = web.site(until=datetime(2020, 1, 1, tzinfo=UTC))
    site.folders["/kalender"] = sftp.root
    assert "has expired" in str(trial.fails(of(sftp), sftp.secret))


def test_a_captive_network(sftp: Server, web: Web, trial: Trial) -> None:
    web.site(certificate_of="login.hotel.example")
    web.site(tls=False).pages["*"] = leads_to("http://login.hotel.example/")
    web.names["www.haus.example"] = [PUBLIC]
    error = trial.fails(of(sftp), sftp.secret)
    assert "such as that of a hotel" in str(error)
    assert error.passing


def test_what_is_no_address_is_told_at_its_step(sftp: Server, trial: Trial) -> None:
    error = trial.fails(of(sftp, "was?"), sftp.secret)
    assert error.step is Step.READ_BACK
    assert "no web address" in str(error)
    assert lies_there(sftp) == OTHERS


@pytest.mark.parametrize(
    ("robots", "content_type", "told"),
    [
        (b"User-agent: *\nDisallow: /\n", None, "Google obeys it"),
        (b"", "application/octet-stream", ".htaccess"),
        (b"", "text/calendar; charset=iso-8859-1", "UTF-8"),
    ],
)
def test_what_keeps_some_readers_away_is_a_note(
    sftp: Server, site: Site, trial: Trial, robots: bytes, content_type: str | None, told: str
) -> None:
    site.pages["/robots.txt"] = reply(robots)
    if content_type is not None:
        site.types[".ics"] = {"Content-Type": content_type}
    assert trial.run(of(sftp), sftp.secret).address == ADDRESS
    assert trial.ended[Step.PUBLIC] is StepState.NOTE
    assert told in trial.said(Step.PUBLIC)
    assert trial.board(of(sftp)).lines[4].state is LineState.NOTE


def test_a_list_of_the_folder_for_everybody_is_a_note(
    sftp: Server, site: Site, trial: Trial
) -> None:
    def listed(_: Request, connection: socket.socket) -> None:
        names = "".join(f"<a href='{path.name}'>" for path in sorted(sftp.root.iterdir()))
        connection.sendall(reply(names.encode(), {**PAGE, "Connection": "close"}))

    site.pages["/kalender/"] = listed
    assert trial.run(of(sftp), sftp.secret).address == ADDRESS
    assert trial.ended[Step.PUBLIC] is StepState.NOTE
    assert "opens https://haus.example/kalender/ is shown a list" in trial.said(Step.PUBLIC)
    site.pages["/kalender/"] = reply(b"<h1>Haus am See</h1>", PAGE)
    assert trial.run(of(sftp), sftp.secret).address == ADDRESS
    assert trial.ended[Step.PUBLIC] is StepState.DONE


# ---- a folder that another program carries away ----


@pytest.fixture
def folder(tmp_path: Path, certificate: trustme.LeafCert) -> Iterator[Server]:
    with here.folder(Setting(home=tmp_path / "home", certificate=certificate)) as folder:
        yield folder


def test_a_folder_that_is_carried_away_later(folder: Server, web: Web, trial: Trial) -> None:
    site = web.site()
    found = trial.run(of(folder), folder.secret)
    assert found.address == ADDRESS
    assert trial.ended[Step.READ_BACK] is StepState.NOTE
    assert "may take its time" in trial.said(Step.READ_BACK)
    assert Step.PUBLIC not in trial.ended
    assert lies_there(folder) == {}
    assert site.asked


def test_a_folder_needs_its_address(folder: Server, trial: Trial) -> None:
    assert "Please enter the address" in str(trial.fails(of(folder, ""), folder.secret))


def test_a_folder_whose_address_nobody_has(folder: Server, trial: Trial) -> None:
    assert "knows no computer" in str(trial.fails(of(folder), folder.secret))


def test_the_secret_is_never_told(sftp: Server, site: Site, trial: Trial) -> None:
    site.folders.clear()
    assert sftp.secret.password
    error = trial.fails(of(sftp), sftp.secret)
    assert sftp.secret.password not in f"{trial.told!r} {error!r}"


def _to_www(request: Request, connection: socket.socket) -> None:
    connection.sendall(leads_to(f"https://www.haus.example{request.path}", 301))
