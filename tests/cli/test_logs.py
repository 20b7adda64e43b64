import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.logs import logging_to
from app.core.errors import UserError

logger = logging.getLogger("app.test")
TOKEN = "k9" * 12


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "zimmerfrei.log"


def test_the_file_is_made_with_the_first_record(log: Path) -> None:
    with logging_to(log.parent):
        logging.getLogger("somebody.else").info("chatter")
        logger.debug("details")
        assert not log.parent.exists()
        logger.info("Gäste")
    assert log.read_text(encoding="utf-8").endswith(f"INFO {os.getpid()} app.test: Gäste\n")
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_written_afterwards(log: Path) -> None:
    with logging_to(log.parent):
        logger.info("during")
    logger.info("after")
    assert "after" not in log.read_text(encoding="utf-8")
    assert logging.getLogger("app").level == logging.NOTSET


def test_tokens_and_guests_are_left_out(log: Path) -> None:
    taken = UserError("{unit} is taken already: {who}.", unit="A", who="Hildegard")
    with logging_to(log.parent):
        logger.info("no backup: %s", taken)
        logger.info("GET /cal/%s/a.ics", TOKEN)
        logger.info("/cal/short?x")
        logger.info("token %s", TOKEN)
        logger.info("%(name)s", {"name": "by name"})
        try:
            try:
                raise taken
            except UserError as error:
                raise KeyError(f"/cal/{TOKEN}/a.ics") from error
        except KeyError:
            logger.info("a fault", exc_info=True)
    written = log.read_text(encoding="utf-8")
    assert TOKEN not in written
    assert "Hildegard" not in written
    assert "no backup: {unit} is taken already: {who}." in written
    assert "UserError: {unit} is taken already: {who}." in written
    assert "KeyError: '/cal/…/a.ics'" in written
    assert written.count("Traceback (most recent call last):") == 2
    assert "GET /cal/…/a.ics" in written
    assert "by name" in written


def test_a_long_log_turns_over(log: Path) -> None:
    with logging_to(log.parent):
        for _ in range(45):
            logger.info("x" * 100_000)
    assert sorted(file.name for file in log.parent.iterdir()) == [
        "zimmerfrei.log",
        "zimmerfrei.log.1",
        "zimmerfrei.log.2",
        "zimmerfrei.log.3",
    ]
    assert max(file.stat().st_size for file in log.parent.iterdir()) <= 1_000_000


def test_a_log_that_cannot_be_written_stops_nobody(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.parent.write_text("no folder")
    with logging_to(log.parent):
        logger.info("lost")
    assert capsys.readouterr() == ("", "")


def test_what_ends_a_thread_is_logged(log: Path, expect_log: Callable[[str, str], None]) -> None:
    expect_log("app.cli.logs", "thread reader ended by a fault")

    def fail() -> None:
        raise ZeroDivisionError

    with logging_to(log.parent):
        thread = threading.Thread(target=fail, name="reader")
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
