"""The embedded server as the window and the command ``serve`` see it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.request import Request, urlopen

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.links.link import Origin, link_path
from app.core.server_state import Phase, ServerState
from app.core.settings import Settings
from app.server.hosting.embedded import EmbeddedServer, served
from app.server.hosting.host import listen
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from tests import ports
from tests.conftest import ExpectLog
from tests.fetches import fetches_of

SERVE = """
import sys
from pathlib import Path
from app.bootstrap import opened
from app.server.hosting.embedded import served
from app.services.data_folder.folder import DataFolder
with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services, served(services, port=0):
    print("serving", flush=True)
    sys.stdin.read()
"""


def lives(port: int, host: str = "127.0.0.1") -> bool:
    try:
        with urlopen(f"http://{host}:{port}/health", timeout=10) as answer:
            return bool(answer.read() == b"lives\n")
    except OSError:
        return False


@pytest.fixture
def settings(services: Services) -> Settings:
    """The settings, with a port that nobody uses."""
    return services.settings.change(Settings(), Settings(port=ports.free_port()))


@pytest.fixture
def server(services: Services, settings: Settings) -> Iterator[EmbeddedServer]:
    assert services.settings.get() == settings
    server = EmbeddedServer(services)
    yield server
    server.stop()


@pytest.fixture
def shown(server: EmbeddedServer) -> list[ServerState]:
    """Every state that the server has told."""
    shown: list[ServerState] = []
    server.on_change(shown.append)
    return shown


def test_running_means_bound(
    server: EmbeddedServer, settings: Settings, shown: list[ServerState]
) -> None:
    assert server.state == ServerState(Phase.STOPPED, "127.0.0.1", settings.port)
    running = server.start()
    assert running == server.state == ServerState(Phase.RUNNING, "127.0.0.1", settings.port)
    assert lives(settings.port)
    assert server.start() is running
    stopped = server.stop()
    assert stopped.phase is Phase.STOPPED
    assert not lives(settings.port)
    assert server.stop() == stopped
    assert shown == [running, stopped]


def test_twenty_starts_and_stops(server: EmbeddedServer, settings: Settings) -> None:
    for _ in range(20):
        assert server.start().phase is Phase.RUNNING
        assert lives(settings.port)
        server.stop()


def test_a_taken_port_is_a_state_and_may_be_tried_again(
    server: EmbeddedServer, settings: Settings, shown: list[ServerState]
) -> None:
    with closing(listen("127.0.0.1", settings.port)):
        failed = server.start()
    assert failed.phase is Phase.FAILED
    assert f"Port {settings.port} is used" in str(failed.error)
    assert server.start().phase is Phase.RUNNING
    assert [state.phase for state in shown] == [Phase.FAILED, Phase.RUNNING]


def test_a_failed_server_starts_at_its_new_address(
    server: EmbeddedServer, services: Services, settings: Settings
) -> None:
    with closing(listen("127.0.0.1", settings.port)) as other:
        server.start()
        with pytest.raises(UserError):
            server.change(settings, replace(settings, host="192.0.2.1"))
        assert services.settings.get() == settings
        english = replace(settings, language="en")
        assert server.change(settings, english).phase is Phase.FAILED
        moved = replace(english, port=ports.free_port())
        assert server.change(english, moved) == ServerState(Phase.RUNNING, moved.host, moved.port)
        assert other.fileno() > 0
    assert services.settings.get() == moved


def test_the_new_address_is_bound_before_the_old_one_goes(
    server: EmbeddedServer,
    services: Services,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.start()
    new = replace(settings, port=ports.free_port())
    seen: list[tuple[bool, bool]] = []
    save = services.settings.change

    def watched(_: object, before: Settings, saved: Settings) -> Settings:
        with socket.create_connection(("127.0.0.1", new.port), timeout=10):
            seen.append((lives(settings.port), saved == new))
        return save(before, saved)

    monkeypatch.setattr(type(services.settings), "change", watched)
    assert server.change(settings, new) == ServerState(Phase.RUNNING, new.host, new.port)
    assert seen == [(True, True)]
    assert lives(new.port)
    assert not lives(settings.port)


def test_an_address_that_cannot_be_had_changes_nothing(
    server: EmbeddedServer, services: Services, settings: Settings, shown: list[ServerState]
) -> None:
    running = server.start()
    with closing(listen("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {taken} is used"):
            server.change(settings, replace(settings, port=taken))
    with pytest.raises(UserError):
        server.change(settings, replace(settings, host="no-such-name.invalid"))
    with pytest.raises(UserError):
        server.change(settings, replace(settings, port=80, host="192.0.2.1"))
    assert services.settings.get() == settings
    assert lives(settings.port)
    assert shown == [running]


@pytest.mark.parametrize("wrong", [{"port": 0}, {"public_url": "no address"}])
def test_settings_that_cannot_be_saved_change_nothing(
    server: EmbeddedServer, services: Services, settings: Settings, wrong: dict[str, object]
) -> None:
    server.start()
    port = ports.free_port()
    with pytest.raises(UserError):
        server.change(settings, replace(settings, **{"port": port, **wrong}))  # type: ignore[arg-type]
    assert services.settings.get() == settings
    assert lives(settings.port)
    # The socket that was bound for them is let go.
    listen("127.0.0.1", port).close()


@pytest.mark.parametrize("there_and_back", [("127.0.0.1", "0.0.0.0"), ("0.0.0.0", "127.0.0.1")])
def test_the_house_is_let_in_on_the_same_port(
    server: EmbeddedServer,
    services: Services,
    settings: Settings,
    there_and_back: tuple[str, str],
) -> None:
    first, second = (replace(settings, host=host) for host in there_and_back)
    services.settings.change(settings, first)
    server.start()
    assert server.change(first, second) == ServerState(Phase.RUNNING, second.host, settings.port)
    assert services.settings.get() == second
    assert lives(settings.port)
    assert server.change(second, first).host == first.host
    assert lives(settings.port)


def test_an_address_on_the_same_port_that_cannot_be_had_is_taken_back(
    server: EmbeddedServer, services: Services, settings: Settings, shown: list[ServerState]
) -> None:
    running = server.start()
    # Somebody else has the port on another address of this computer: all addresses are not ours.
    with closing(listen("127.0.0.2", settings.port)), pytest.raises(UserError):
        server.change(settings, replace(settings, host="0.0.0.0"))
    assert services.settings.get() == settings
    assert lives(settings.port)
    assert shown == [running]


def test_what_is_no_address_goes_on_without_a_new_socket(
    server: EmbeddedServer, services: Services, settings: Settings, shown: list[ServerState]
) -> None:
    running = server.start()
    with socket.create_connection(("127.0.0.1", settings.port), timeout=10) as reader:
        new = replace(settings, public_url="https://calendar.example.org", language="en")
        assert server.change(settings, new) == running
        reader.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert reader.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert services.settings.get() == new
    assert shown == [running]


def test_what_another_process_has_set_meanwhile_stays(
    server: EmbeddedServer, services: Services, settings: Settings
) -> None:
    server.start()
    new = replace(settings, port=ports.free_port())
    with opened(services.folder, busy_timeout=5) as elsewhere:
        elsewhere.settings.set("public_url", "https://calendar.example.org")
    assert server.change(settings, new).port == new.port
    assert services.settings.get() == replace(new, public_url="https://calendar.example.org")


def test_a_trusted_proxy_is_believed_from_now_on(
    server: EmbeddedServer, services: Services, settings: Settings
) -> None:
    unit = services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units[0]
    link = services.links.enable_unit(unit.id).after
    server.start()
    new = replace(settings, trusted_proxy="127.0.0.1")

    def read(agent: str) -> None:
        url = f"http://127.0.0.1:{settings.port}{link_path(link)}"
        headers = {"User-Agent": agent, "X-Forwarded-For": "9.9.9.9"}
        with urlopen(Request(url, headers=headers), timeout=10) as answer:
            assert answer.status == 200

    read("before")
    assert server.change(settings, new).phase is Phase.RUNNING
    read("after")
    server.change(new, settings)
    read("again")
    server.stop()
    assert [(fetch.agent, fetch.origin) for fetch in fetches_of(services, link.id)] == [
        ("again", Origin.THIS_PC),
        ("after", Origin.OUTSIDE),
        ("before", Origin.THIS_PC),
    ]


def test_a_stopped_server_only_saves(
    server: EmbeddedServer, services: Services, settings: Settings
) -> None:
    new = replace(settings, port=ports.free_port())
    assert server.change(settings, new) == ServerState(Phase.STOPPED, new.host, new.port)
    assert services.settings.get() == new
    assert not lives(new.port)


def test_one_folder_is_served_once(
    server: EmbeddedServer, services: Services, settings: Settings
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(services.folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "serving\n"
        assert server.start() == ServerState(Phase.ELSEWHERE, settings.host, settings.port)
        assert not lives(settings.port)
        with (
            pytest.raises(UserError, match="Another Zimmerfrei serves the links"),
            served(services, port=0),
        ):
            pytest.fail("served twice")
        # A language needs no server of our own.
        assert server.change(settings, replace(settings, language="en")).phase is Phase.ELSEWHERE
        assert services.settings.get().language == "en"
        other.stdin.close()
    assert server.start().phase is Phase.RUNNING


def test_a_killed_server_frees_the_folder(server: EmbeddedServer, services: Services) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(services.folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "serving\n"
        assert server.start().phase is Phase.ELSEWHERE
        other.kill()
    assert server.start().phase is Phase.RUNNING


def test_a_failed_start_frees_the_folder(server: EmbeddedServer, settings: Settings) -> None:
    with closing(listen("127.0.0.1", settings.port)):
        server.start()
    with served(server._services, port=0) as state:
        assert lives(state.port)


def test_the_command_may_serve_elsewhere_for_once(services: Services, settings: Settings) -> None:
    with served(services, host="0.0.0.0", port=0) as state:
        assert state.phase is Phase.RUNNING
        assert state.host == "0.0.0.0"
        assert state.port not in {0, settings.port}
        assert lives(state.port)
    assert services.settings.get() == settings
    assert not lives(state.port)


def test_the_command_tells_what_is_wrong(services: Services, settings: Settings) -> None:
    with (
        closing(listen("127.0.0.1", settings.port)),
        pytest.raises(UserError, match="is used by another program"),
        served(services),
    ):
        pytest.fail("served on a taken port")


def test_a_crash_is_a_state(
    server: EmbeddedServer,
    shown: list[ServerState],
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_log("app.server.hosting.host", "ended by itself")
    failed = threading.Event()
    server.on_change(lambda state: failed.set() if state.phase is Phase.FAILED else None)
    with monkeypatch.context() as patch:
        patch.setattr("waitress.wasyncore.loop", lambda **_: 1 / 0)
        server.start()
        assert failed.wait(10)
    assert "ended unexpectedly" in str(server.state.error)
    assert server.start().phase is Phase.RUNNING
    assert [state.phase for state in shown][-2:] == [Phase.FAILED, Phase.RUNNING]


def test_a_listener_that_fails_hides_nothing(server: EmbeddedServer, expect_log: ExpectLog) -> None:
    expect_log("app.server.hosting.listeners", "a listener failed")
    told: list[Phase] = []
    end = server.on_change(lambda state: told.remove(state.phase))
    server.on_change(lambda state: told.append(state.phase))
    assert server.start().phase is Phase.RUNNING
    end()
    server.stop()
    assert told == [Phase.RUNNING, Phase.STOPPED]


def test_a_listener_may_have_another_thread_change_the_server(
    server: EmbeddedServer, shown: list[ServerState]
) -> None:
    """It waits for that thread: held by ours, the server would never be free for it."""
    hung: list[bool] = []

    def stop_elsewhere(state: ServerState) -> None:
        if state.phase is Phase.RUNNING:
            other = threading.Thread(target=server.stop, daemon=True)
            other.start()
            other.join(10)
            hung.append(other.is_alive())

    server.on_change(stop_elsewhere)
    heard_after: list[Phase] = []
    server.on_change(lambda state: heard_after.append(state.phase))
    server.start()
    assert hung == [False]
    assert [state.phase for state in shown] == heard_after == [Phase.RUNNING, Phase.STOPPED]


def test_a_start_that_comes_out_of_a_change_is_told_after_it(
    server: EmbeddedServer, services: Services, settings: Settings, shown: list[ServerState]
) -> None:
    """Who listens to the settings hears of them while they are saved."""
    told_meanwhile: list[int] = []

    def start(moved: Moved) -> None:
        if moved.settings:
            server.start()
            told_meanwhile.append(len(shown))

    end = services.watch.subscribe(start)
    after = replace(settings, port=ports.free_port())
    running = ServerState(Phase.RUNNING, after.host, after.port)
    assert server.change(settings, after) == running
    end()
    assert told_meanwhile == [0]
    assert shown == [running]


def test_nothing_of_the_web_is_imported_before_the_start(folder: DataFolder) -> None:
    code = """
import sys
from pathlib import Path
from app.bootstrap import opened
from app.server.hosting.embedded import EmbeddedServer
from app.services.data_folder.folder import DataFolder
with opened(DataFolder(Path(sys.argv[1])), busy_timeout=5) as services:
    server = EmbeddedServer(services, port=0)
    early = {"flask", "waitress", "icalendar", "werkzeug"} & set(sys.modules)
    server.start()
    assert "waitress" in sys.modules
    server.stop()
    print(early or "none")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder.path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "none\n"


def test_a_folder_that_may_not_be_written_is_a_sentence(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = EmbeddedServer(services, port=0)

    def refuse() -> None:
        raise PermissionError("read-only")

    # Whoever runs the tests may be allowed to write everywhere.
    monkeypatch.setattr(server._claim, "take", refuse)
    failed = server.start()
    assert failed.phase is Phase.FAILED
    assert "cannot be written to" in str(failed.error)


def test_two_folders_are_served_side_by_side(services: Services, folder: DataFolder) -> None:
    with (
        opened(DataFolder(folder.path / "other"), busy_timeout=1) as others,
        served(services, port=0) as one,
        served(others, port=0) as two,
    ):
        assert lives(one.port)
        assert lives(two.port)
