"""The file with passwords: for its owner alone, and named as what it is."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.publishing.webspace import Secret
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.password_file import PasswordFile
from app.storage.engine.private import made_private
from tests.conftest import ExpectLog

PASSWORD = Secret(password="geheim äöü")
KEY = Secret(key="-----BEGIN\nkey\n", key_password="x")
POSIX = pytest.mark.skipif(os.name == "nt", reason="there users are told apart otherwise")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return DataFolder(tmp_path).passwords


@pytest.fixture
def file(path: Path) -> PasswordFile:
    return PasswordFile(path)


def test_what_is_kept_is_there_until_it_is_forgotten(file: PasswordFile, path: Path) -> None:
    assert file.get("1") is None
    file.forget("1")
    assert not path.exists()
    file.keep("1", PASSWORD)
    file.keep("2", KEY)
    assert PasswordFile(path).get("1") == PASSWORD
    assert file.get("2") == KEY
    file.keep("2", PASSWORD)
    assert file.get("2") == PASSWORD
    file.forget("1")
    assert file.get("1") is None
    file.forget("2")
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


@POSIX
def test_only_its_owner_can_read_it_from_the_first_moment(file: PasswordFile, path: Path) -> None:
    before = os.umask(0)
    try:
        file.keep("1", PASSWORD)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_says_what_it_is(file: PasswordFile, path: Path) -> None:
    file.keep("1", PASSWORD)
    assert "assword" in path.name
    assert "Passwords and keys of webspaces" in path.read_text("utf-8")


@POSIX
def test_one_that_others_could_read_is_closed(
    file: PasswordFile, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    file.keep("1", PASSWORD)
    path.chmod(0o644)
    assert file.get("1") == PASSWORD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "others could read" in caplog.text
    # So does the start of the program, as with all that lies there.
    path.chmod(0o644)
    made_private(path.parent)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_what_was_left_half_written_is_taken_by_nobody(file: PasswordFile, path: Path) -> None:
    left = path.with_name(f"{path.name}.new")
    left.write_text("half")
    left.chmod(0o666)
    file.keep("1", PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not left.exists()


@POSIX
def test_a_link_to_somewhere_else_is_not_followed(
    file: PasswordFile, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.write_text('{"1": {"password": "x"}}')
    path.symlink_to(other)
    with pytest.raises(UserError, match="cannot be used"):
        file.get("1")
    assert "password" in other.read_text()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"x"', b'{"1": 3}', b'{"1": {"key": 1}}']
)
def test_a_file_that_is_none_has_nothing_to_say(
    file: PasswordFile, path: Path, content: bytes, expect_log: ExpectLog
) -> None:
    path.write_bytes(content)
    try:
        json.loads(content)
    except ValueError:
        expect_log("app.services.publishing.keeping.password_file", "the file .* is none")
    assert file.get("1") is None


def test_a_damaged_file_is_repeated_nowhere(
    file: PasswordFile, path: Path, expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("app.services.publishing.keeping.password_file", "the file .* is none")
    path.write_text('{"1": {"password": "geheim"')
    assert file.get("1") is None
    assert "geheim" not in caplog.text


def test_a_folder_in_its_place_is_said(file: PasswordFile, path: Path) -> None:
    path.mkdir()
    with pytest.raises(UserError, match="cannot be used"):
        file.get("1")
    with pytest.raises(UserError, match="cannot be used") as raised:
        file.keep("1", PASSWORD)
    assert "geheim" not in str(raised.value)


PARTS = st.text(max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("12345"), st.builds(Secret, PARTS, PARTS, PARTS)))
def test_whatever_is_kept_comes_back(file: PasswordFile, kept: dict[str, Secret]) -> None:
    for name, secret in kept.items():
        file.keep(name, secret)
    for name, secret in kept.items():
        assert file.get(name) == (secret or None)
    for name in kept:
        file.forget(name)
