"""The edge: where the data lies, in which language, and how errors become words and numbers."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from app import __version__
from app.cli.program import program
from app.services.house.units import Units

from .conftest import ROOT, Say, Zimmerfrei, real, sentence

ExpectLog = Callable[[str, str], None]


def test_the_data_folder_is_named_before_and_after_the_command(done: Say, tmp_path: Path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    done("--data-dir", one, "unit", "add", "first")
    done("unit", "add", "second", "--data-dir", two)
    assert "first" in done("unit", "list", "--data-dir", one)
    assert "second" in done("--data-dir", two, "unit", "list")
    assert "second" in done("unit", "--data-dir", two, "list")
    assert "second" in done("--data-dir", one, "unit", "list", "--data-dir", two)
    assert "No units" in done("unit", "list")


def test_the_environment_names_the_data_folder(done: Say, data: Path) -> None:
    done("unit", "add", "A")
    assert (data / "zimmerfrei.db").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows itself tells where data lies")
def test_without_a_word_the_data_lies_where_the_system_keeps_it(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")}
    answer = real("unit", "add", "A", env={**home, "ZIMMERFREI_DATA_DIR": ""})
    assert (answer.status, answer.err) == (0, "")
    assert len([*tmp_path.rglob("zimmerfrei.db")]) == 1


def test_a_relative_folder_and_a_tilde_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: Say
) -> None:
    monkeypatch.chdir(tmp_path)
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    done("unit", "list", "--data-dir", "here")
    done("unit", "list", "--data-dir", "~/there")
    assert (tmp_path / "here/zimmerfrei.db").is_file()
    assert (tmp_path / "there/zimmerfrei.db").is_file()


def test_a_home_that_nobody_has_is_refused(refused: Say) -> None:
    assert "~no-such-user/x" in refused("unit", "list", "--data-dir", "~no-such-user/x")


def test_the_version_is_printed(done: Say) -> None:
    assert done("--version") == f"Zimmerfrei {__version__}\n"


def test_the_help_names_every_command(done: Say) -> None:
    told = done("--help")
    for command in ("serve", "demo", "unit", "occupancy", "link", "settings", "--version"):
        assert f"  {command}" in told
    assert '  zimmerfrei link enable "Seeblick 1"\n' in told
    assert done("-h") == told


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("unit",),
        ("unit", "add"),
        ("unit", "list", "too", "many"),
        ("--nonsense",),
        ("settings", "get"),
        ("serve", "--port", "many"),
    ],
)
def test_misuse_is_one_line_and_2(zimmerfrei: Zimmerfrei, arguments: tuple[str, ...]) -> None:
    answer = zimmerfrei(*arguments)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "--help" in answer.err


def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{path}{name} ")
        elif command is not None:
            yield f"{path}{name}", command


@pytest.mark.parametrize(("line", "command"), [*commands(program)])
def test_every_command_takes_a_data_folder_and_every_listing_json(
    line: str, command: click.Command
) -> None:
    options = {name for parameter in command.params for name in parameter.opts}
    assert "--data-dir" in options
    # What is printed on paper is no listing.
    assert "--json" in options or not line.endswith("list") or line.startswith("print ")


def test_who_interrupts_gets_no_traceback(
    zimmerfrei: Zimmerfrei, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_self: Units, *, archived: bool = False) -> None:
        raise KeyboardInterrupt(archived)

    monkeypatch.setattr(Units, "all", interrupted)
    answer = zimmerfrei("unit", "list")
    assert (answer.status, answer.out, answer.err) == (130, "", "")


def test_control_characters_do_not_reach_the_terminal(refused: Say) -> None:
    assert refused("unit", "archive", "\x1b[2J\r\na\u2028b").isprintable()


def test_a_fault_of_the_program_goes_to_the_log(
    zimmerfrei: Zimmerfrei, data: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("app.cli.common.edge", "a command failed")
    zimmerfrei("unit", "add", "A")

    def broken(_self: Units, *, archived: bool = False) -> None:
        raise ZeroDivisionError(f"archived={archived} in /cal/{'k' * 24}/a.ics")

    monkeypatch.setattr(Units, "all", broken)
    answer = zimmerfrei("unit", "list")
    log = data / "logs" / "zimmerfrei.log"
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert str(log) in answer.err
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert "\nZeroDivisionError\n" in written
    assert "archived=False" not in written
    assert "k" * 24 not in written


@pytest.fixture
def guests(done: Say, data: Path) -> Path:
    """A data folder with a guest whose name is no ASCII."""
    done("unit", "add", "Gartenhäuschen")
    done("occupancy", "add", "1", "2027-07-14", "2027-07-21", "--guest", "Łucja 山田 🏡")
    return data


def test_a_terminal_that_knows_ascii_only_is_no_obstacle(guests: Path) -> None:
    assert guests.exists()
    ascii_only = {"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    listing = real("occupancy", "list", env=ascii_only)
    assert (listing.status, listing.err) == (0, "")
    assert "Gartenh?uschen" in listing.out
    shown = real("occupancy", "list", "--json", env=ascii_only).json
    assert shown[0]["guest"] == "Łucja 山田 🏡"
    refusal = real("unit", "archive", "Häuschen", env=ascii_only)
    assert (refusal.status, refusal.err.count("\n")) == (1, 1)
    told = real("--help", env={**ascii_only, "LANGUAGE": "de"})
    assert (told.status, told.err) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="bytes that are no text exist on POSIX only")
@pytest.mark.parametrize(
    "line",
    [
        ("unit", "add"),
        ("unit", "archive"),
        ("link", "enable"),
        ("link", "renew"),
        ("occupancy", "list", "--unit"),
    ],
)
def test_bytes_that_are_no_text_are_refused(line: tuple[str, ...], guests: Path) -> None:
    answer = real(*line, b"See\xffblick", env={"LANGUAGE": "en"})
    assert (answer.status, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert "characters that cannot be read" in answer.err or "There is no unit" in answer.err
    assert "Traceback" not in (guests / "logs" / "zimmerfrei.log").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")
def test_a_reader_that_has_had_enough_is_no_fault(done: Say) -> None:
    done("demo")
    command = f"{sys.executable} -m app occupancy list --json | head -1"
    answer = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "[\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("line", [("unit", "list", "--json"), ("--version",)])
def test_output_that_cannot_be_written_is_said(line: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(
            [sys.executable, "-m", "app", *line],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)


def test_the_help_speaks_the_systems_language() -> None:
    told = real("serve", "--help", env={"LANGUAGE": "de"}).out
    assert "Diese Hilfe" in told
    assert "Show this" not in told
    assert "Show this message" in real("serve", "--help", env={"LANGUAGE": "en"}).out


def test_a_backup_is_made_on_each_day_of_use(done: Say, data: Path) -> None:
    done("unit", "list")
    assert not (data / "backups").exists()
    done("unit", "add", "A")
    done("unit", "list")
    assert [file.name for file in (data / "backups").iterdir()] == ["zimmerfrei-2027-07-06.db"]


def test_a_backup_that_cannot_be_made_stops_nobody(
    done: Say, zimmerfrei: Zimmerfrei, data: Path, expect_log: ExpectLog
) -> None:
    expect_log("app.cli.common.session", "no backup today")
    done("unit", "add", "A")
    (data / "backups").write_text("no folder")
    answer = zimmerfrei("unit", "list")
    assert (answer.status, "A" in answer.out) == (0, True)
    assert str(data / "backups") in sentence(answer)
    assert "no backup today" in (data / "logs/zimmerfrei.log").read_text(encoding="utf-8")
