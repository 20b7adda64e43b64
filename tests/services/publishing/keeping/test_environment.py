"""Secrets by the environment: itself, files, and what is wrong with either."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.publishing.webspace import Secret
from app.services.publishing.keeping import environment
from app.services.publishing.keeping.environment import KEY_FILE, KEY_PASSWORD, PASSWORD, secret

PASSWORD_FILE = "ZIMMERFREI_PUBLISH_PASSWORD_FILE"
POSIX = pytest.mark.skipif(os.name == "nt", reason="there users are told apart otherwise")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("geheim\n")
    file.chmod(0o600)
    return file


def test_nothing_given_is_nothing() -> None:
    assert secret({}) is None
    assert secret({PASSWORD: "", PASSWORD_FILE: "", KEY_FILE: ""}) is None
    # What opens a key opens nothing without one.
    assert secret({KEY_PASSWORD: "x"}) is None


def test_the_variable_is_the_password_as_it_stands() -> None:
    assert secret({PASSWORD: " geheim \n"}) == Secret(password=" geheim \n")


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (b"geheim", "geheim"),
        (b"geheim\n", "geheim"),
        (b"geheim\r\n", "geheim"),
        (b" geheim ", " geheim "),
        (b"\xef\xbb\xbfgeheim\n", "geheim"),
        ("Größe \U0001f511\n".encode(), "Größe \U0001f511"),
    ],
)
def test_a_file_ends_as_editors_end_it(file: Path, content: bytes, password: str) -> None:
    file.write_bytes(content)
    assert secret({PASSWORD_FILE: str(file)}) == Secret(password=password)


def test_a_key_keeps_its_lines(file: Path, tmp_path: Path) -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----\n"
    (tmp_path / "id").write_bytes(key.encode())
    (tmp_path / "id").chmod(0o600)
    given = {KEY_FILE: str(tmp_path / "id"), f"{KEY_PASSWORD}_FILE": str(file), PASSWORD: "p"}
    assert secret(given) == Secret(password="p", key=key, key_password="geheim")


def test_two_for_one_are_one_too_many(file: Path) -> None:
    with pytest.raises(UserError, match="both set") as raised:
        secret({PASSWORD: "geheim", PASSWORD_FILE: str(file)})
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"\n", b" \n ", b"\xff\xfe\x00", b"x" * 70_000])
def test_a_file_in_which_nothing_can_be_read(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(UserError, match="nothing to read") as raised:
        secret({PASSWORD_FILE: str(file)})
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for name in ("missing", "", "."):
        with pytest.raises(UserError, match="nothing to read"):
            secret({PASSWORD_FILE: str(tmp_path / name)})


@POSIX
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(UserError, match="nothing to read"):
        secret({PASSWORD_FILE: str(tmp_path / "pipe")})


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o644, 0o604, 0o602, 0o620, 0o666, 0o601])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(UserError, match="other users") as raised:
        secret({PASSWORD_FILE: str(file)})
    assert "chmod 600" in str(raised.value)
    assert "geheim" not in str(raised.value)


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_its_owner_alone_is_read(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert secret({PASSWORD_FILE: str(file)}) == Secret(password="geheim")


@POSIX
def test_what_systemd_or_a_container_hands_over_was_seen_to(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o644)
    given = {PASSWORD_FILE: str(file), "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert secret(given) == Secret(password="geheim")
    monkeypatch.setattr(environment, "_MOUNTED", str(tmp_path))
    assert secret({PASSWORD_FILE: str(file)}) == Secret(password="geheim")
    other = tmp_path.parent / f"{tmp_path.name}-beside"
    other.write_text("geheim")
    other.chmod(0o644)
    with pytest.raises(UserError, match="other users"):
        secret({PASSWORD_FILE: str(other)})


@POSIX
def test_one_that_somebody_else_gives_to_our_group(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.chmod(0o440)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert secret({PASSWORD_FILE: str(file)}) == Secret(password="geheim")
    file.chmod(0o444)
    with pytest.raises(UserError, match="other users"):
        secret({PASSWORD_FILE: str(file)})
