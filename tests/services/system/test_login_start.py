"""Starting with the computer: what the system is given, and that it understands it."""

from __future__ import annotations

import plistlib
import re
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.services.system.login_start import (
    _APPROVED,
    DesktopFile,
    LaunchAgent,
    RunKey,
    _winreg,
    login_start,
    program,
)
from app.services.system.starting import IN_TRAY

FOLDER = Path("/home/anna/Gäste und Häuser")
ELSEWHERE = Path("/home/anna/.local/share/zimmerfrei")


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path


def started(file: Path) -> list[str]:
    """Return what a desktop starts, read as its specification says."""
    parser = ConfigParser(interpolation=None, strict=True)
    parser.read_string(file.read_text("utf-8"))
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    return arguments(entry["Exec"])


def arguments(line: str) -> list[str]:
    """Return the arguments of an Exec line: the escapes of a value first, then quotes and codes."""
    line = line.replace("\\\\", "\\")
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', line)
    return [(bare or re.sub(r"\\(.)", r"\1", q)).replace("%%", "%") for q, bare in parts]


def test_it_is_off_until_it_is_switched_on(configuration: Path) -> None:
    switch = login_start(FOLDER, FOLDER, "linux")
    file = configuration / "autostart" / "zimmerfrei.desktop"
    assert not switch.on()
    switch.switch(on=True)
    assert switch.on()
    assert started(file) == [*program(), IN_TRAY]
    switch.switch(on=False)
    assert not switch.on()
    assert not file.exists()
    switch.switch(on=False)


def test_another_folder_than_the_usual_one_is_named(configuration: Path) -> None:
    login_start(FOLDER, ELSEWHERE, "linux").switch(on=True)
    file = configuration / "autostart" / "zimmerfrei.desktop"
    assert started(file)[-2:] == ["--data-dir", str(FOLDER)]
    # What starts another house is not what this switch says.
    assert not login_start(ELSEWHERE, ELSEWHERE, "linux").on()


def test_where_it_cannot_be_written_that_is_said(configuration: Path) -> None:
    (configuration / "autostart").write_text("in the way")
    switch = login_start(FOLDER, FOLDER, "linux")
    with pytest.raises(UserError, match=r"zimmerfrei\.desktop"):
        switch.switch(on=True)
    assert not switch.on()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))))
@example(["", "a b", "$HOME", "`x`", 'say "x"', "C:\\x\\", "100 %", "%f", "\u00a0"])
def test_every_argument_reaches_the_program_as_it_is(given_arguments: list[str]) -> None:
    text = DesktopFile(FOLDER, ["zimmerfrei", *given_arguments])._text.decode()
    line = next(one for one in text.split("\n") if one.startswith("Exec="))
    assert arguments(line.removeprefix("Exec=")) == ["zimmerfrei", *given_arguments]


def test_macos_reads_a_property_list(tmp_path: Path) -> None:
    switch = LaunchAgent(tmp_path / "LaunchAgents", ["/Applications/Z F.app/z", IN_TRAY])
    switch.switch(on=True)
    assert switch.on()
    found = plistlib.loads((tmp_path / "LaunchAgents" / "zimmerfrei.plist").read_bytes())
    assert found["ProgramArguments"] == ["/Applications/Z F.app/z", IN_TRAY]
    assert found["RunAtLoad"] is True


def _approve(said: bytes) -> None:
    """Let Windows' own list of programs say this of ours."""
    winreg = _winreg()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _APPROVED) as key:
        winreg.SetValueEx(key, "Zimmerfrei", 0, winreg.REG_BINARY, said)


@pytest.mark.skipif(sys.platform != "win32", reason="there is no registry elsewhere")
def test_windows_is_told_by_its_registry() -> None:
    switch = RunKey([r"C:\Program Files\Zimmerfrei\zimmerfrei.exe", IN_TRAY])
    switch.switch(on=True)
    assert switch.on()
    # The task manager's list says no, then yes; bytes as Windows writes them.
    for said, on in ((b"\x03", False), (b"\x02", True)):
        _approve(said + bytes(11))
        assert switch.on() is on
    _approve(b"\x03" + bytes(11))
    switch.switch(on=True)
    assert switch.on()
    switch.switch(on=False)
    assert not switch.on()
    switch.switch(on=False)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_system_has_its_way(platform: str, configuration: Path) -> None:
    assert configuration.exists()
    kinds = {"linux": DesktopFile, "darwin": LaunchAgent, "win32": RunKey}
    assert type(login_start(FOLDER, FOLDER, platform)) is kinds[platform]


@pytest.mark.parametrize(
    ("own", "others", "wanted"),
    [
        ("zimmerfrei-cli.exe", ["Zimmerfrei.exe"], "Zimmerfrei.exe"),
        ("ZIMMERFREI-CLI.EXE", ["Zimmerfrei.EXE"], "Zimmerfrei.EXE"),
        ("zimmerfrei-cli.exe", [], "zimmerfrei-cli.exe"),
        ("Zimmerfrei.exe", ["zimmerfrei-cli.exe"], "Zimmerfrei.exe"),
        ("zimmerfrei", [], "zimmerfrei"),
    ],
)
def test_a_bundle_is_started_without_a_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, others: list[str], wanted: str
) -> None:
    """Where the owner has switched it on from the program for commands, too."""
    folder = tmp_path / "Eva Öz"
    folder.mkdir()
    for name in (own, *others):
        (folder / name).touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / own))
    assert program() == [str(folder / wanted)]
