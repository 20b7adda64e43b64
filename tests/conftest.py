"""What holds in every test: no noise, no real home folder, one known language."""

import gc
import gettext
import logging
import os
import re
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from app.core.web_address import is_ip

if TYPE_CHECKING:
    from app.ui.base.garbage import GarbageCollector

# Before anything imports Qt. A run on a real display sets it from outside.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")

ExpectLog = Callable[[str, str], None]
Start = Callable[..., "subprocess.Popen[str]"]


class NoiseHandler(logging.Handler):
    """Keeps every record that says something went wrong, and what the test said of it."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[tuple[str, re.Pattern[str]]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def faults(self) -> list[str]:
        """Return the unexpected records, and the expectations that no record met."""
        found = [_line(r) for r in self.records if not any(_fits(r, e) for e in self.expected)]
        missed = [
            f"expected of {name!r}, but not logged: {pattern.pattern}"
            for name, pattern in self.expected
            if not any(_fits(record, (name, pattern)) for record in self.records)
        ]
        return found + missed


def _fits(record: logging.LogRecord, expected: tuple[str, re.Pattern[str]]) -> bool:
    name, pattern = expected
    of_logger = record.name == name or record.name.startswith(f"{name}.")
    return of_logger and pattern.search(record.getMessage()) is not None


def _line(record: logging.LogRecord) -> str:
    return f"{record.levelname} {record.name}: {record.getMessage()}"


@pytest.fixture(autouse=True)
def noise() -> Iterator[NoiseHandler]:
    """Fail the test on any unexpected log record of WARNING or above, whatever thread it is of."""
    handler = NoiseHandler()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    faults = handler.faults()
    if faults:
        pytest.fail("noise in the log:\n" + "\n".join(faults), pytrace=False)


@pytest.fixture
def expect_log(noise: NoiseHandler) -> ExpectLog:
    """Expect a warning or error: ``expect_log("app.server", "port .* is taken")``.

    The logger's name covers those below it; the pattern is searched in the message. A record that
    does not come fails the test like one that was not expected.
    """

    def expect(logger_name: str, pattern: str) -> None:
        noise.expected.append((logger_name, re.compile(pattern)))

    return expect


@pytest.fixture(autouse=True)
def garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """From the first test of a window on, clear garbage away between tests and never within one.

    Python would do it on any thread, also on one that reports to the main process of the tests; a
    widget must not end there (see `app.ui.base.garbage`).
    """
    if "qapp" in request.fixturenames:
        gc.disable()
    yield
    if not gc.isenabled():
        _collector().collect()


@cache
def _collector() -> "GarbageCollector":
    from app.ui.base.garbage import GarbageCollector  # Qt is there by now

    return GarbageCollector()


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Put a home folder of our own under everything, and a known language."""
    folder = tmp_path_factory.mktemp("home")
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
            patch.setenv(variable, str(folder))
        for variable in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{variable}_HOME", str(folder / variable.lower()))
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        for variable in ("LC_ALL", "LC_MESSAGES"):
            patch.delenv(variable, raising=False)
        patch.setenv("LANG", "C.UTF-8")
        patch.setenv("LANGUAGE", "de")
        yield folder


@pytest.fixture(scope="session", autouse=True)
def no_names() -> Iterator[None]:
    """Let nobody ask a name server, nor the keyring of who runs the tests."""
    real = socket.getaddrinfo

    def asked(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not name or name in {"localhost", socket.gethostname()} or is_ip(name):
            return real(host, *rest, **more)
        raise socket.gaierror(socket.EAI_AGAIN, "tests ask no name server")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", asked)
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture(autouse=True)
def own_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Give each test a data folder that is not there yet, and take back what an entry point set."""
    monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(tmp_path_factory.mktemp("data") / "zimmerfrei"))
    monkeypatch.setenv("LANGUAGE", "de")
    domain = gettext.textdomain()
    yield
    gettext.textdomain(domain)


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process over these lines of Python; its input and output are text by the line."""
    with ExitStack() as processes:

        def begin(code: str, *arguments: object) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
                cwd=Path(__file__).parents[1],
            )
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield begin
