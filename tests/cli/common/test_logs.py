import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.cli.common.logs import logging_to
from app.core.errors import UserError
from app.services.diagnostics.discreet import DiscreetFormatter
from tests.systems import is_private, mode_bits

logger = logging.getLogger("app.test")
TOKEN = "k9" * 12
GUEST = "Hildegarde"


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
    assert is_private(log.parent)


@mode_bits
def test_only_its_owner_may_read_it_whatever_new_files_are_like_else(log: Path) -> None:
    before = os.umask(0)
    try:
        with logging_to(log.parent):
            for _ in range(12):
                logger.info("x" * 100_000)
    finally:
        os.umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in log.parent.iterdir()}
    assert modes == dict.fromkeys((log.name, f"{log.name}.1", "turning.lock"), 0o600)


def undecodable() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("SELECT CAST(? AS TEXT)", (GUEST.encode() + b"\xff",)).fetchone()


def unreadable_date() -> None:
    date.fromisoformat(GUEST)


def unknown_key() -> None:
    {"a": 1}[GUEST]


def missing_file() -> None:
    Path(f"/no/{GUEST}.pdf").read_bytes()


def taken_twice() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        raw.execute("CREATE TABLE unit (name UNIQUE)")
        raw.execute("INSERT INTO unit VALUES (?), (?)", (GUEST, GUEST))


def told(fault: Callable[[], None]) -> None:
    try:
        fault()
    except (sqlite3.Error, ValueError, KeyError, OSError) as error:
        raise UserError("{name} is damaged.", name=GUEST) from error


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (undecodable, "OperationalError"),
        (unreadable_date, "ValueError"),
        (unknown_key, "KeyError"),
        (missing_file, "FileNotFoundError ENOENT"),
        (taken_twice, "IntegrityError SQLITE_CONSTRAINT_UNIQUE"),
    ],
)
def test_no_exception_brings_its_values_into_the_log(
    log: Path, fault: Callable[[], None], what: str
) -> None:
    """Neither as an argument nor as a cause nor by its traceback."""
    with logging_to(log.parent):
        try:
            told(fault)
        except UserError as error:
            logger.info("by the way: %s", error.__cause__)
            logger.info("a fault", exc_info=True)
    written = log.read_text(encoding="utf-8")
    assert GUEST not in written
    assert f"by the way: {what}\n" in written
    assert f"\n{what}\n" in written
    assert fault.__name__ in written


def test_what_the_interpreter_says_of_our_code_is_kept(log: Path) -> None:
    with logging_to(log.parent):
        try:
            DiscreetFormatter().format(None)  # type: ignore[arg-type]
        except AttributeError:
            logger.info("a bug", exc_info=True)
    written = log.read_text(encoding="utf-8")
    assert "AttributeError: 'NoneType' object has no attribute 'args'" in written


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
    assert "\nKeyError\n" in written
    assert written.count("Traceback (most recent call last):") == 2
    assert "GET /cal/…/a.ics" in written
    assert "by name" in written


def test_a_long_log_turns_over(log: Path) -> None:
    with logging_to(log.parent):
        for _ in range(45):
            logger.info("x" * 100_000)
    assert sorted(file.name for file in log.parent.iterdir()) == [
        "turning.lock",
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
    expect_log("app.cli.common.logs", "thread reader ended by a fault")

    def fail() -> None:
        raise ZeroDivisionError

    with logging_to(log.parent):
        thread = threading.Thread(target=fail, name="reader")
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
