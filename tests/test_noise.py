"""The rules of conftest.py themselves: noise fails a test, and only what was expected may come."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TESTS = """
import logging, os, threading, warnings
from pathlib import Path

log = logging.getLogger("app.server.hosting.host")

def test_quiet_passes():
    log.info("fine")

def test_warning_in_the_log_fails():
    log.warning("port 1 is taken")

def test_error_in_a_thread_fails():
    thread = threading.Thread(target=log.error, args=["lost"])
    thread.start()
    thread.join()

def test_expected_warning_passes(expect_log):
    expect_log("app.server", "is taken")
    log.warning("port %s is taken", 1)

def test_another_loggers_warning_fails(expect_log):
    expect_log("app.ser", "is taken")
    log.warning("port 1 is taken")

def test_expected_but_missing_fails(expect_log):
    expect_log("app.server", "is taken")

def test_python_warning_fails():
    warnings.warn("old")

def test_qt_warning_fails(qapp):
    from PySide6.QtCore import qWarning
    qWarning("bad")

def test_home_is_ours_passes():
    assert "home" in Path.home().name
    assert not Path(os.environ["ZIMMERFREI_DATA_DIR"]).exists()
    assert os.environ["LANGUAGE"] == "de"
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run tests under our conftest; return how each ended."""
    folder = tmp_path_factory.mktemp("noise")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "test_inner.py").write_text(TESTS)
    options = ["-v", "-p", "no:cacheprovider", "-p", "no:xdist", "--basetemp", str(folder / "tmp")]
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_inner.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    ended: dict[str, str] = {}
    for line in answer.stdout.splitlines():
        words = line.split()
        if len(words) > 1 and words[0].startswith("test_inner.py::"):
            # A fault at the end of a test is an error after it has passed.
            ended[words[0].partition("::")[2]] = words[1]
    return ended


NAMES = [line[4:-1].partition("(")[0] for line in TESTS.splitlines() if line.startswith("def ")]


@pytest.mark.parametrize("name", NAMES)
def test_noise_fails_and_quiet_passes(name: str, outcomes: dict[str, str]) -> None:
    if name.endswith("_passes"):
        assert outcomes[name] == "PASSED"
    else:
        assert outcomes[name] in {"FAILED", "ERROR"}
