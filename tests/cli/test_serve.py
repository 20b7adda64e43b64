"""The server as a service: one line, the links, and a clean end."""

import queue
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from app.bootstrap import opened
from app.cli import serve as serving
from app.cli.common.session import Session
from app.core.errors import UnsoundError, UserError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.core.server_state import AddressMissingError, Phase, ServerState
from app.i18n import catalogue
from app.server.hosting.embedded import served
from app.services.base.jobs import Outcome
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.services.upkeep.daily_backup import BACKUP
from tests import systems
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.ports import free_port
from tests.systems import ask_to_end

from .conftest import Say, Serve, Zimmerfrei, first_line


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    return free_port()


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=20)
    return process.returncode, out, err


def status_of(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.parametrize(
    "name", ["SIGTERM", "SIGINT", pytest.param("SIGHUP", marks=systems.signals)]
)
def test_it_serves_until_it_is_asked_to_end(
    serve: Serve, done: Say, data: Path, port: int, name: str
) -> None:
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    process = serve()
    line = first_line(process)
    assert f"127.0.0.1:{port}" in line
    assert address.split("/")[4] not in line
    with urlopen(address, timeout=10) as answer:
        assert answer.read().startswith(b"BEGIN:VCALENDAR")
    ask_to_end(process, getattr(signal, name))
    assert ended(process) == (0, "", "")
    with pytest.raises(URLError) as refused:
        status_of(address)
    assert isinstance(refused.value.reason, ConnectionRefusedError)
    log = (data / "logs/zimmerfrei.log").read_text(encoding="utf-8")
    assert log.splitlines()[-1].endswith("ended as asked")


def test_what_is_not_on_the_webspace_is_said_at_the_end(
    serve: Serve, done: Say, data: Path, port: int, tmp_path: Path
) -> None:
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    done("link", "enable", "A")
    gone = Webspace(
        kind=WebspaceKind.FOLDER, folder=str(tmp_path / "gone"), address="https://example.org"
    )
    with opened(DataFolder(data), busy_timeout=5, clock=SetClock()) as services:
        services.publishing.set_up(gone, Secret(), Keeping.ASK)
    process = serve()
    first_line(process)
    ask_to_end(process)
    status, out, err = ended(process)
    assert (status, out) == (0, "")
    assert "1 calendar is not up to date on the webspace yet." in err


def test_what_a_command_changes_is_in_the_next_answer(serve: Serve, done: Say, port: int) -> None:
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    first_line(serve())

    def read() -> str:
        with urlopen(address, timeout=10) as answer:
            return str(answer.read().decode())

    assert "VEVENT" not in read()
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21")
    assert "DTSTART;VALUE=DATE:20270714" in read()
    done("occupancy", "change", "1", "--departure", "2027-07-22")
    assert "DTEND;VALUE=DATE:20270722" in read()
    assert "SEQUENCE:1" in read()
    done("link", "disable", "A")
    assert status_of(address) == 404
    done("link", "enable", "A")
    assert status_of(address) == 200
    done("link", "renew", "A")
    assert status_of(address) == 410


def test_who_read_is_listed_afterwards(
    serve: Serve, zimmerfrei: Zimmerfrei, done: Say, port: int
) -> None:
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    process = serve()
    first_line(process)
    assert status_of(address) == 200
    ask_to_end(process)
    assert ended(process)[0] == 0
    (row,) = zimmerfrei("link", "list", "--json").json
    assert row["last_reader"].startswith("Python-urllib")
    assert row["last_read"] is not None
    assert "Python-urllib" in done("link", "list")


def test_host_and_port_can_be_given_for_one_run(serve: Serve, done: Say, port: int) -> None:
    line = first_line(serve("--host", "127.0.0.1", "--port", str(port)))
    assert f"127.0.0.1:{port}" in line
    assert done("settings", "get", "port") == "8642\n"


@pytest.mark.parametrize(
    "arguments", [("--port", "80"), ("--port", "70000"), ("--host", "no such host")]
)
def test_an_address_that_cannot_be_is_refused(serve: Serve, arguments: tuple[str, ...]) -> None:
    status, out, err = ended(serve(*arguments))
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "Traceback" not in err


def test_a_taken_port_is_said(serve: Serve) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = str(other.getsockname()[1])
        status, out, err = ended(serve("--port", taken))
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert taken in err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets no folder go that is in use")
def test_a_data_folder_that_is_gone_and_comes_back(
    serve: Serve, done: Say, data: Path, port: int
) -> None:
    """A drive that is taken out: no calendar is shorter meanwhile, and nothing is made there."""
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    address = done("link", "enable", "A").strip()
    process = serve()
    first_line(process)
    assert status_of(address) == 200
    elsewhere = data.rename(data.with_name("elsewhere"))
    assert [status_of(address) for _ in range(3)] == [503, 503, 503]
    assert not data.exists()
    elsewhere.rename(data)
    assert status_of(address) == 200
    process.terminate()
    assert ended(process) == (0, "", "")


NOT_OURS = "192.0.2.1"
"""An address for documentation (RFC 5737), which no computer has."""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_waits_for_an_address_that_is_not_there_and_can_be_ended_meanwhile(
    serve: Serve, data: Path, port: int, number: signal.Signals
) -> None:
    process = serve("--host", NOT_OURS, "--port", str(port))
    assert process.stderr is not None
    assert NOT_OURS in process.stderr.readline()
    assert "waits for this address" in process.stderr.readline()
    ask_to_end(process, number)
    assert ended(process) == (0, "", "")
    log = (data / "logs/zimmerfrei.log").read_text(encoding="utf-8")
    assert "waiting for the address" in log
    assert log.splitlines()[-1].endswith("ended as asked")
    assert "ERROR" not in log


def test_it_serves_as_soon_as_the_address_is_there(
    done: Say, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The network comes up, or somebody mends the setting."""
    done("settings", "set", "port", str(port))
    done("settings", "set", "host", NOT_OURS)
    session = Session(catalogue("en"), SetClock())
    pauses: list[float] = []
    with session.opened() as services, ExitStack() as stack:

        def pause(seconds: float) -> bool:
            pauses.append(seconds)
            if len(pauses) == 9:
                services.settings.set("host", "127.0.0.1")
            return False

        state = serving._once_there(lambda: stack.enter_context(served(services)), session, pause)
        assert state == ServerState(Phase.RUNNING, "127.0.0.1", port)
        assert status_of(f"http://127.0.0.1:{port}/health") == 200
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert capsys.readouterr().err.count("waits for this address") == 1


def test_a_port_that_is_taken_when_the_address_comes_is_an_error_at_once(
    done: Say, port: int
) -> None:
    done("settings", "set", "port", str(port))
    done("settings", "set", "host", NOT_OURS)
    session = Session(catalogue("en"), SetClock())
    with session.opened() as services, ExitStack() as stack, socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        def pause(_: float) -> bool:
            services.settings.set("host", "127.0.0.1")
            return False

        with pytest.raises(UserError, match="is used by another program"):
            serving._once_there(lambda: stack.enter_context(served(services)), session, pause)


def test_a_pause_ends_with_the_wish_to_end() -> None:
    ends: serving.Ends = queue.SimpleQueue()
    assert not serving._end_within(ends, 0.001)
    ends.put(None)
    assert serving._end_within(ends, 3600)


def test_a_missing_address_is_no_failure_of_a_server_that_runs() -> None:
    ends: serving.Ends = queue.SimpleQueue()
    missing = AddressMissingError("This computer does not have the address.")
    serving._failures_to(ends)(ServerState(Phase.FAILED, NOT_OURS, 8642, missing))
    assert ends.empty()


def test_two_do_not_serve_the_same_data(serve: Serve, port: int) -> None:
    first_line(serve("--port", str(port)))
    status, out, err = ended(serve("--port", str(port + 1)))
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "Another Zimmerfrei" in err


def test_neither_token_nor_guest_stands_in_the_log(
    serve: Serve, done: Say, data: Path, port: int
) -> None:
    done("settings", "set", "port", str(port))
    done("unit", "add", "A")
    done("occupancy", "add", "A", "2027-07-14", "2027-07-21", "--guest", "Hildegard")
    address = done("link", "enable", "A").strip()
    process = serve()
    first_line(process)
    assert status_of(address) == 200
    ask_to_end(process)
    assert ended(process)[0] == 0
    log = (data / "logs/zimmerfrei.log").read_text(encoding="utf-8")
    assert f"serving on 127.0.0.1:{port}" in log
    assert address.split("/")[4] not in log
    assert "Hildegard" not in log


def outcome_of_backup(services: Services, session: Session) -> Outcome:
    """Let the jobs of ``serve`` make a backup, and return how that ended once it is told."""
    told: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    jobs = serving._upkeep(services, session)
    jobs.subscribe(lambda outcome: told.put(outcome) if outcome.job == BACKUP else None)
    with jobs:
        jobs.ask(BACKUP)
        return told.get(timeout=10)


def test_each_days_backup_is_made_while_it_serves(data: Path, done: Say) -> None:
    done("unit", "add", "A")
    days = [date(2027, 7, 6)]

    class PassingDays(SetClock):
        def today(self) -> date:
            return days[-1]

    session = Session(catalogue("en"), PassingDays())
    with session.opened() as services:
        assert outcome_of_backup(services, session).result is None
        days.append(date(2027, 7, 7))
        assert outcome_of_backup(services, session).result is not None
    made = sorted(file.name for file in (data / "backups").iterdir())
    assert made == ["zimmerfrei-2027-07-06.db", "zimmerfrei-2027-07-07.db"]


def test_a_folder_of_backups_that_cannot_be_used_ends_no_server(
    data: Path, done: Say, expect_log: ExpectLog, capsys: pytest.CaptureFixture[str]
) -> None:
    expect_log("app.cli.common.session", "no backup today: No backups can be kept in")
    done("unit", "add", "A")
    (data / "backups").write_text("a file")
    session = Session(catalogue("en"), SetClock())
    with session.opened() as services:
        outcome_of_backup(services, session)
    assert capsys.readouterr().err.count(str(data / "backups")) == 2


def test_damage_that_comes_up_while_it_serves_is_logged_and_ends_no_server(
    data: Path, done: Say, expect_log: ExpectLog
) -> None:
    expect_log("app.cli.common.session", "no backup today: .* is damaged")
    done("unit", "add", "A")
    days = [date(2027, 7, 6)]

    class PassingDays(SetClock):
        def today(self) -> date:
            return days[-1]

    session = Session(catalogue("en"), PassingDays())
    with session.opened() as services:
        days.append(date(2027, 7, 7))
        with closing(sqlite3.connect(data / "zimmerfrei.db", isolation_level=None)) as raw:
            raw.execute("INSERT INTO fetch VALUES (1, 99, '', '', '', 200)")
        assert isinstance(outcome_of_backup(services, session).error, UnsoundError)


def test_its_end_is_waited_for_also_in_short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_LET_THROUGH", 0.001)
    waits: list[float] = []

    class Ends(queue.SimpleQueue[UserError | None]):
        def get(self, block: bool = True, timeout: float | None = None) -> UserError | None:
            assert timeout is not None
            waits.append(timeout)
            if len(waits) == 3:
                self.put(None)
            return super().get(block, timeout)

    assert serving._the_end(Ends()) is None
    assert waits == [0.001] * 3


def test_a_server_that_breaks_down_ends_the_command() -> None:
    ends: serving.Ends = queue.SimpleQueue()
    tell = serving._failures_to(ends)
    fault = UserError("The server ended unexpectedly.")
    tell(ServerState(Phase.RUNNING, "127.0.0.1", 8642))
    tell(ServerState(Phase.FAILED, "127.0.0.1", 8642, fault))
    assert ends.get_nowait() is fault
    assert ends.empty()


def test_data_that_a_cloud_copies_is_served_and_that_is_said(
    serve: Serve, done: Say, data: Path, port: int
) -> None:
    done("settings", "set", "port", str(port))
    (data / ".dropbox.cache").mkdir()
    process = serve()
    first_line(process)
    ask_to_end(process)
    status, _out, err = ended(process)
    assert status == 0
    assert err.count("Dropbox") == 2
    assert str(data) in err
    log = (data / "logs/zimmerfrei.log").read_text(encoding="utf-8")
    # Not where: the folder may be named after somebody.
    assert "WARNING" in log
    assert "Dropbox" in log
    assert str(data) not in log
