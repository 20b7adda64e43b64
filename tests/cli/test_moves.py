"""The commands that take the house to another computer, on two data folders of this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.storage.moving import parcel, seals
from tests.cli.conftest import Say, Serve, Zimmerfrei, first_line, real, sentence
from tests.ports import free_port

PASSPHRASE = "Seeblick im Herbst"
PATIENCE = 30


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "Cost", lambda: seals.Cost(n=4, r=1, p=1))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "house.zimmerfrei"


@pytest.fixture
def there(tmp_path: Path) -> str:
    """The data folder of the other computer, which is not there yet."""
    return str(tmp_path / "there")


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text(f"{PASSPHRASE}\nwhat else stands there\n")
    return str(path)


@pytest.fixture
def url(done: Say) -> str:
    """The address of the house's one link."""
    done("unit", "add", "Seeblick 1")
    return done("link", "enable", "Seeblick 1").strip()


def test_a_house_is_packed_here_and_unpacked_there_with_its_links(
    url: str, done: Say, file: Path, there: str, secret: str
) -> None:
    said = done("move", "pack", str(file), "--passphrase-file", secret)
    assert said.startswith("Everything is packed in house.zimmerfrei (")
    assert "not protected" not in said
    assert "goes on serving" in said

    said = done("move", "unpack", str(file), "--passphrase-file", secret, "--data-dir", there)
    assert said.startswith(f"The house has arrived in {there}.")
    assert "All links keep their addresses." in said
    assert "The other one did not fall silent when it packed" in said
    links = json.loads(done("link", "list", "--json", "--data-dir", there))
    assert [link["url"] for link in links] == [url]


def test_without_a_passphrase_it_is_said_what_that_means(url: str, done: Say, file: Path) -> None:
    assert url
    assert "not protected" in done("move", "pack", str(file))


def test_silence_is_said_holds_and_ends(url: str, done: Say, refused: Say, file: Path) -> None:
    assert url
    assert "silent from now on" in done("move", "pack", str(file), "--silent")
    assert "has moved to another computer" in refused("serve")
    assert "lives on this computer again" in done("move", "back")
    assert "not silent" in refused("move", "back")


def test_where_the_other_computer_is_silent_nothing_is_left_to_do_there(
    url: str, done: Say, file: Path, there: str, secret: str
) -> None:
    assert url
    done("move", "pack", str(file), "--passphrase-file", secret, "--silent")
    said = done("move", "unpack", str(file), "--passphrase-file", secret, "--data-dir", there)
    assert "The other one has been silent since it packed; leave it so." in said
    assert "please end Zimmerfrei there" not in said


def test_a_silent_house_that_is_packed_once_more_is_silent_still(
    url: str, done: Say, file: Path, there: str
) -> None:
    assert url
    done("move", "pack", str(file), "--silent")
    said = done("move", "pack", str(file), "--replace")
    assert "silent from now on" in said
    assert "goes on serving" not in said
    assert "silent since it packed" in done("move", "unpack", str(file), "--data-dir", there)


def test_a_server_that_runs_ends_when_the_house_moves(
    url: str, serve: Serve, done: Say, file: Path
) -> None:
    assert url
    with serve("--port", str(free_port())) as process:
        assert first_line(process)
        done("move", "pack", str(file), "--silent")
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert "has moved to another computer" in err


def test_a_folder_with_data_is_refused_and_nothing_is_changed(
    url: str, done: Say, refused: Say, file: Path, there: str
) -> None:
    done("move", "pack", str(file))
    done("unit", "add", "Stube", "--data-dir", there)
    assert "there is a house already" in refused("move", "unpack", str(file), "--data-dir", there)
    assert "Stube" in done("unit", "list", "--data-dir", there)

    said = done("move", "unpack", str(file), "--replace", "--data-dir", there)
    assert "among the backups: zimmerfrei-before-restore-" in said
    assert url in done("link", "list", "--json", "--data-dir", there)
    assert "before-restore" in done("backup", "list", "--data-dir", there)


@pytest.mark.parametrize("content", [None, "", "\nSeeblick im Herbst\n", b"\xff\xfe"])
def test_a_file_without_a_passphrase_is_told(
    url: str, refused: Say, file: Path, tmp_path: Path, content: str | bytes | None
) -> None:
    assert url
    named = tmp_path / "empty.txt"
    if isinstance(content, str):
        named.write_text(content)
    elif content is not None:
        named.write_bytes(content)
    said = refused("move", "pack", str(file), "--passphrase-file", str(named))
    assert "there is no passphrase" in said
    assert not file.exists()


def test_what_is_wrong_with_a_file_is_one_sentence_and_leaves_nothing(
    url: str, done: Say, refused: Say, file: Path, there: str, secret: str
) -> None:
    assert url
    done("move", "pack", str(file), "--passphrase-file", secret)
    assert "is protected" in refused("move", "unpack", str(file), "--data-dir", there)
    file.write_bytes(file.read_bytes()[:-1])
    said = refused("move", "unpack", str(file), "--passphrase-file", secret, "--data-dir", there)
    assert "cut or damaged" in said
    assert not Path(there).exists()


def test_a_passphrase_stands_in_no_log_and_no_answer(
    url: str, zimmerfrei: Zimmerfrei, data: Path, file: Path, there: str, secret: str
) -> None:
    assert url
    answers = [
        zimmerfrei("move", "pack", str(file), "--passphrase-file", secret),
        zimmerfrei("move", "unpack", str(file), "--data-dir", there),
        zimmerfrei("move", "unpack", str(file), "--passphrase-file", secret, "--data-dir", there),
    ]
    assert [answer.status for answer in answers] == [0, 1, 0]
    assert sentence(answers[1])
    logs = "".join(
        path.read_text() for folder in (data, Path(there)) for path in folder.glob("logs/*")
    )
    token = url.rsplit("/", 1)[-1]
    for text in (logs, *(answer.out + answer.err for answer in answers)):
        assert PASSPHRASE not in text
        assert token not in text


def test_the_help_names_the_commands(done: Say) -> None:
    said = done("move", "--help")
    for name in ("pack", "unpack", "back"):
        assert f"  {name} " in said


def test_packing_needs_no_window(url: str, data: Path, file: Path) -> None:
    assert url
    assert real("move", "pack", str(file)).status == 0
    assert file.exists()
    assert data.exists()
