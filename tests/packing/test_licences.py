"""The list of licences is whole: all that the lock names, and what is no package, with its text."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest

from app import __released__, __version__
from app.services.program.parts import Part, all_parts, licence_text
from app.services.program.versions import versions
from tests.systems import workshop
from tools import licences

PARTS = all_parts(versions())
BESIDE_PACKAGES = {
    "Zimmerfrei",
    "Python",
    "Qt",
    "SQLite",
    "OpenSSL",
    "Lucide",
    "PyInstaller",
    "zlib",
    "libffi",
    "bzip2",
    "XZ Utils",
    "Expat",
}


def key(name: str) -> str:
    """Return a package's name as all ways of writing it have it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_that_is_locked_is_listed_in_its_version() -> None:
    locked = licences.locked(licences.LOCK.read_text("utf-8"))
    assert len(locked) > 40
    listed = {key(part.name): part.version for part in PARTS}
    # Its package is called otherwise.
    listed["pyside6-essentials"] = listed["pyside6"]
    missing = {name for name, version in locked.items() if listed.get(key(name)) != version}
    assert missing == set(), "make licences"


@workshop
def test_the_list_is_what_the_tool_makes_of_what_is_installed() -> None:
    locked = licences.locked(licences.LOCK.read_text("utf-8"))
    for name, version in locked.items():
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        if installed != version:
            pytest.skip(f"{name} is installed in another version than the locked one")
    parts, texts = licences.collect()
    kept = json.loads((licences.FOLDER / "parts.json").read_text("utf-8"))
    if {part["name"]: part for part in parts} != {part["name"]: part for part in kept}:
        pytest.fail("make licences")
    for name, text in texts.items():
        path = licences.FOLDER / "texts" / f"{name}.txt"
        assert path.read_text("utf-8") == f"{text}\n", "make licences"


def test_what_is_no_package_is_listed_too() -> None:
    assert {part.name for part in PARTS} >= BESIDE_PACKAGES


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_has_a_licence_and_its_text(part: Part) -> None:
    assert part.licence
    assert len(licence_text(part)) > 200
    assert "\x00" not in licence_text(part)
    assert part.home == "" or part.home.startswith(("https://", "http://"))


def test_no_text_lies_about_for_nothing() -> None:
    wanted = {f"{name}.txt" for part in PARTS for name in part.texts}
    assert {path.name for path in (licences.FOLDER / "texts").iterdir()} == wanted
    assert len({name.casefold() for name in wanted}) == len(wanted), "alike on Windows"


def test_what_is_under_the_lgpl_says_where_its_source_is_and_that_it_may_be_replaced() -> None:
    lesser = [part for part in PARTS if "LGPL" in part.licence]
    assert {part.name for part in lesser} == {"Qt", "PySide6", "shiboken6"}
    for part in lesser:
        assert part.source.startswith("https://")
        assert part.replaceable
        text = licence_text(part)
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
        assert "GNU GENERAL PUBLIC LICENSE" in text, "the lesser one stands on it"


def test_every_drawing_of_ours_is_under_a_licence_that_is_listed() -> None:
    icons = licences.ROOT / "resources" / "icons" / "lucide" / "LICENSE"
    lucide = next(part for part in PARTS if part.name == "Lucide")
    assert licence_text(lucide) == icons.read_text("utf-8").strip()
    fonts = [p for p in (licences.ROOT / "resources").rglob("*") if p.suffix in {".ttf", ".otf"}]
    assert fonts == [], "fonts need a part of their own"


def test_the_versions_that_depend_on_the_system_are_those_of_here() -> None:
    by_name = {part.name: part.version for part in PARTS}
    found = versions()
    assert by_name["Zimmerfrei"] == __version__
    assert (by_name["Python"], by_name["SQLite"]) == (found.python, found.sqlite)
    assert date.fromisoformat(__released__) == found.released


LOCK = """# made by a tool
anyio==4.16.0 \\
    --hash=sha256:abc
pywin32-ctypes==0.2.3 ; sys_platform == 'win32' \\
    --hash=sha256:def
"""


def test_a_lock_is_read_with_what_other_systems_need() -> None:
    assert licences.locked(LOCK) == {"anyio": "4.16.0", "pywin32-ctypes": "0.2.3"}


def test_a_package_that_says_nothing_must_be_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("no-such-package-anywhere==1.0\n")
    monkeypatch.setattr(licences, "LOCK", lock)
    with pytest.raises(SystemExit, match="no-such-package-anywhere: say its licence and texts"):
        licences.collect()
