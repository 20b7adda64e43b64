"""The set-up's own promises: locked, hashed, no index named, a wheel that is whole."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.systems import workshop

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = [
    "requirements.txt",
    "requirements-server.txt",
    "requirements-dev.txt",
    "requirements-build.txt",
    "requirements-installer.txt",
    "requirements-relay.txt",
]
HOSTS = ["pypi" + ".org", "python" + "hosted", "deb.debian" + ".org", "npmjs" + ".org"]
INDEX_OPTIONS = ["--index" + "-url", "extra-index" + "-url", "find" + "-links"]


def locked(name: str) -> dict[str, str]:
    """Return the versions that a lock file pins, by name."""
    text = (ROOT / name).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))


def run(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environ},
    )


@workshop
def test_no_tracked_file_names_a_package_index() -> None:
    names = run("git", "ls-files", "-z").stdout.split("\0")
    assert "pyproject.toml" in names
    allowed = {"tools/lock.sh": {"--no-emit-index" + "-url"}}
    found = []
    for name in filter(None, names):
        path = ROOT / name
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        for word in allowed.get(name, ()):
            text = text.replace(word, "")
        found += [f"{name}: {word}" for word in HOSTS + INDEX_OPTIONS if word in text]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", "")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(locked(name)) > 0
    for line in lines:
        assert re.fullmatch(r"\S+==\S+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line)


def test_the_lock_files_agree() -> None:
    window, server, everything, build, installer, relay = (locked(name) for name in LOCKS)
    assert "pyside6-essentials" in window.keys() - server.keys()
    assert server.items() <= window.items() <= everything.items()
    assert build.items() <= everything.items()
    assert relay.items() <= everything.items()
    # What packs the program may need other things, but nothing in two versions.
    assert {name: everything[name] for name in installer.keys() & everything.keys()}.items() <= (
        installer.items()
    )


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    window, server, everything, builds, installers, relay = (locked(name) for name in LOCKS)
    base = PROJECT["project"]["dependencies"]
    extras = PROJECT["project"]["optional-dependencies"]
    build = PROJECT["build-system"]["requires"]
    groups = PROJECT["dependency-groups"]
    assert groups["build"] == build
    including, *dev = groups["dev"]
    assert including == {"include-group": "build"}
    for asked, pins in [
        (base + extras["s3"], server),
        (base + extras["s3"] + extras["window"], window),
        (base + extras["window"] + dev + build, everything),
        (build, builds),
        (groups["installer"], installers),
        (base + extras["relay"], relay),
    ]:
        for requirement in map(Requirement, asked):
            assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def test_the_qt_that_loses_references_is_excluded() -> None:
    window = map(Requirement, PROJECT["project"]["optional-dependencies"]["window"])
    (qt,) = (one for one in window if one.name == "PySide6-Essentials")
    assert qt.specifier.contains("6.11.3")
    assert not qt.specifier.contains("6.12.0")


@workshop
def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="zimmerfrei")
    assert command.value == "app.cli:main"


@workshop
def test_the_checks_of_ci_can_be_run() -> None:
    for script in [ROOT / ".ci" / "run", *(ROOT / "tools").rglob("*.sh")]:
        assert os.access(script, os.X_OK), script
        assert run("bash", "-n", str(script)).returncode == 0


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # pip builds with the packages of [build-system] alone, which click is not.
    alone = tmp_path_factory.mktemp("alone")
    (alone / "click.py").write_text("raise ImportError('not there in a build')\n")
    build = run(
        *(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)),
        PYTHONPATH=str(alone),
    )
    assert build.returncode == 0, build.stderr
    (path,) = folder.glob("*.whl")
    return path


@workshop
def test_the_wheel_carries_code_and_resources(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "app/__main__.py" in names
    tracked = run("git", "ls-files", "-z", "resources").stdout.split("\0")
    for name in filter(None, tracked):
        assert f"app/_{name}" in names
    assert "app/_resources/locale/de/LC_MESSAGES/zimmerfrei.mo" in names
    assert not [name for name in names if name.startswith(("tests/", "tools/"))]


@workshop
def test_the_wheel_carries_the_handbook_with_its_pictures(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = set(archive.namelist())
    for handbook in ("app/docs/handbook.md", "app/docs/handbuch.md"):
        text = archive.read(handbook).decode()
        shown = re.findall(r"!\[.+?\]\((.+?)\)", text)
        assert shown
        assert {f"app/docs/{picture}" for picture in shown} <= names


@workshop
def test_the_wheel_finds_its_resources(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import app.resources as r, app.i18n as i; print(r.root());"
        "print(i.catalogue('de').tr('Occupied').encode())"
    )
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
    )
    root, word = answer.stdout.splitlines()
    assert Path(root) == tmp_path.resolve() / "app" / "_resources"
    assert word == repr(b"Belegt")


def fake(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def packages(folder: Path, *purpose: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return run("tools/system_packages.sh", sys.executable, *purpose, PATH=path)


@workshop
def test_missing_packages_are_named_in_one_line_to_copy(tmp_path: Path) -> None:
    fake(tmp_path, "dpkg-query", "exit 1")
    fake(tmp_path, "id", "echo 1000")
    fake(tmp_path, "apt-get", "echo apt-get was called; exit 1")
    answer = packages(tmp_path)
    assert answer.returncode == 1
    (line,) = [line for line in answer.stderr.splitlines() if line.startswith("sudo ")]
    assert "apt-get install" in line
    assert " libegl1 " in line
    assert "apt-get was called" not in answer.stdout


@workshop
def test_only_the_tests_want_a_browser(tmp_path: Path) -> None:
    fake(tmp_path, "dpkg-query", "exit 1")
    fake(tmp_path, "id", "echo 1000")
    window, tests = (
        set(packages(tmp_path, *purpose).stderr.split()) for purpose in ([], ["tests"])
    )
    assert tests - window == {"chromium", "libatomic1", "poppler-utils", "xauth", "xvfb"}
    assert window < tests


@workshop
def test_only_the_tests_for_windows_want_wine(tmp_path: Path) -> None:
    fake(tmp_path, "dpkg-query", "exit 1")
    fake(tmp_path, "id", "echo 1000")
    window, windows, both = (
        set(packages(tmp_path, *purpose).stderr.split())
        for purpose in ([], ["windows"], ["tests", "windows"])
    )
    assert {"wine", "wine64", "gcc-mingw-w64-x86-64", "osslsigncode"} <= windows - window
    assert "chromium" not in windows
    assert {"wine", "chromium"} <= both


@workshop
@pytest.mark.parametrize(
    ("goals", "wanted"),
    [
        (["test"], ["tests"]),
        (["lint", "test"], ["tests"]),
        (["demo"], []),
        (["setup"], []),
        (["test-windows"], ["windows"]),
        (["installer-windows"], ["windows"]),
        (["test", "test-windows"], ["tests", "windows"]),
    ],
)
def test_make_asks_for_the_packages_of_its_goals(goals: list[str], wanted: list[str]) -> None:
    steps = run("make", "--dry-run", *goals).stdout.splitlines()
    (asking,) = [step for step in steps if step.startswith("tools/system_packages.sh")]
    assert asking.split()[2:] == wanted


@workshop
def test_root_installs_just_what_is_missing(tmp_path: Path) -> None:
    fake(
        tmp_path,
        "dpkg-query",
        'for p in "$@"; do case $p in --*|*t64|tzdata) ;; *) echo "installed $p" ;; esac; done',
    )
    fake(tmp_path, "id", "echo 0")
    fake(tmp_path, "apt-get", f'echo "$@" >>"{tmp_path}/calls"')
    assert packages(tmp_path).returncode == 0
    update, install = (tmp_path / "calls").read_text().splitlines()
    assert update.startswith("update")
    assert install.split()[-1] == "tzdata"
    assert "libegl1" not in install


@workshop
def test_packages_with_newer_names_count(tmp_path: Path) -> None:
    fake(
        tmp_path,
        "dpkg-query",
        'for p in "$@"; do case $p in libglib2.0-0) ;; libglib2.0-0t64) echo "installed $p" ;;'
        ' --*|*t64) ;; *) echo "installed $p" ;; esac; done; exit 1',
    )
    fake(tmp_path, "apt-get", "echo apt-get was called; exit 1")
    answer = packages(tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
