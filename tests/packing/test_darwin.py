"""What owners of a Mac install, as far as another system can tell."""

import ast
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.i18n import LANGUAGES
from tests.systems import workshop
from tools.packing.contents import Piece, without_ballast

ROOT = Path(__file__).resolve().parents[2]
QT = "PySide6/Qt/lib/QtCore.framework"


def command(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


# Libraries that PyInstaller finds there, by the names that others ask for them.
ASKED: Mapping[str, list[str]] = {
    "/s/QtCore.abi3.so": [
        "@rpath/libpyside6.abi3.6.11.dylib",
        "@rpath/QtCore.framework/Versions/A/QtCore",
        "/usr/lib/libSystem.B.dylib",
    ],
    "/s/libpyside6.abi3.6.11.dylib": ["@loader_path/../shiboken6/libshiboken6.abi3.6.11.dylib"],
    "/s/_sqlite3.so": ["/opt/homebrew/opt/sqlite/lib/libsqlite3.dylib"],
}
FOUND = [
    Piece("PySide6/QtCore.abi3.so", "/s/QtCore.abi3.so", "EXTENSION"),
    Piece("PySide6/libpyside6.abi3.6.11.dylib", "/s/libpyside6.abi3.6.11.dylib", "BINARY"),
    Piece("libshiboken6.abi3.6.11.dylib", "/s/libshiboken6.abi3.6.11.dylib", "BINARY"),
    Piece("lib-dynload/_sqlite3.so", "/s/_sqlite3.so", "EXTENSION"),
    Piece("libsqlite3.3.53.2.dylib", "/s/libsqlite3.3.53.2.dylib", "BINARY"),
    Piece("libsqlite3.dylib", "libsqlite3.3.53.2.dylib", "SYMLINK"),
    Piece(f"{QT}/Versions/A/QtCore", "/s/QtCore", "BINARY"),
    Piece(f"{QT}/Versions/A/Resources/Info.plist", "/s/Info.plist", "DATA"),
    Piece(f"{QT}/Versions/Current", "A", "SYMLINK"),
    Piece(f"{QT}/QtCore", "Versions/Current/QtCore", "SYMLINK"),
    Piece(f"{QT}/Resources", "Versions/Current/Resources", "SYMLINK"),
    Piece("QtCore", f"{QT}/Versions/A/QtCore", "SYMLINK"),
]


def kept_of(pieces: list[Piece]) -> list[Piece]:
    return without_ballast(pieces, {"de", "en"}, lambda path: ASKED.get(path, []))


def test_libraries_that_are_asked_for_by_a_path_or_a_link_stay() -> None:
    unasked = Piece("libunasked.1.dylib", "/s/libunasked.1.dylib", "BINARY")
    assert kept_of([*FOUND, unasked]) == FOUND


@pytest.mark.parametrize(
    ("place", "target"),
    [
        (f"{QT}/Headers", "Versions/Current/Headers"),
        (f"{QT}/Versions/B/QtCore", "../C/QtCore"),
        ("QtGone", "PySide6/Qt/lib/QtGone.framework/Versions/A/QtGone"),
        ("ring", "ring"),
        ("ring", "ring/inside"),
    ],
)
def test_links_that_lead_nowhere_go(place: str, target: str) -> None:
    assert kept_of([*FOUND, Piece(place, target, "SYMLINK")]) == FOUND


def test_links_that_lead_around_a_corner_stay() -> None:
    link = Piece(f"{QT}/Versions/B", "../Versions/./A", "SYMLINK")
    through = Piece(f"{QT}/other", "Versions/B/Resources/../QtCore", "SYMLINK")
    assert kept_of([*FOUND, link, through]) == [*FOUND, link, through]


def bundle_call() -> dict[str, ast.expr]:
    """Return what the specification says of the program's folder on macOS."""
    spec = ast.parse((ROOT / "build_installer.spec").read_text("utf-8"))
    (call,) = (
        node
        for node in ast.walk(spec)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "BUNDLE"
    )
    return {keyword.arg or "": keyword.value for keyword in call.keywords}


def test_the_program_says_its_version_and_its_languages() -> None:
    said = bundle_call()
    # Left out, PyInstaller says 0.0.0.
    assert ast.unparse(said["version"]) == "__version__"
    names = {"__version__": "1.2.3", "languages": {"en", "de"}}
    properties = eval(ast.unparse(said["info_plist"]), names)  # our own file
    assert plistlib.loads(plistlib.dumps(properties)) == {
        "CFBundleVersion": "1.2.3",
        "CFBundleDevelopmentRegion": "en",
        # The system's own dialogs speak what the program does.
        "CFBundleLocalizations": sorted(
            key for key, language in LANGUAGES.items() if language.handbook
        ),
    }


@pytest.fixture
def app(tmp_path: Path) -> Path:
    inside = tmp_path / "built" / "Zimmerfrei.app" / "Contents"
    (inside / "MacOS").mkdir(parents=True)
    (inside / "MacOS" / "Zimmerfrei").write_text("#!/bin/sh\n")
    (inside / "MacOS" / "Zimmerfrei").chmod(0o755)
    (inside / "Current").symlink_to("MacOS")
    return inside.parent


def image(tmp_path: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", ROOT / "tools/packing/darwin/image.sh", *map(str, arguments)],
        env={"PATH": f"{tmp_path / 'bin'}{os.pathsep}/usr/bin:/bin", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@workshop
def test_the_image_shows_the_program_and_where_to_drag_it(tmp_path: Path, app: Path) -> None:
    # What macOS would put into the image is looked at by the one who is asked for it.
    script = f'''printf '%s\\n' "$@" >"{tmp_path}/asked"
while [ "$1" != -srcfolder ]; do shift; done
cp -pPR "$2" "{tmp_path}/shown"'''
    command(tmp_path / "bin", "hdiutil", script)
    done = image(tmp_path, app, tmp_path / "Zimmerfrei.dmg")
    assert (done.returncode, done.stderr) == (0, "")
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0] == "create"
    assert asked[-1] == str(tmp_path / "Zimmerfrei.dmg")
    assert asked[asked.index("-volname") + 1] == "Zimmerfrei"
    assert asked[asked.index("-format") + 1] == "UDZO"
    shown = tmp_path / "shown"
    assert sorted(entry.name for entry in shown.iterdir()) == ["Applications", "Zimmerfrei.app"]
    assert (shown / "Applications").readlink() == Path("/Applications")
    inside = shown / "Zimmerfrei.app" / "Contents"
    assert (inside / "Current").readlink() == Path("MacOS")
    assert os.access(inside / "MacOS" / "Zimmerfrei", os.X_OK)
    assert not list(tmp_path.glob("zimmerfrei-image.*"))


@workshop
def test_without_a_program_or_a_tool_there_is_no_image(tmp_path: Path, app: Path) -> None:
    command(tmp_path / "bin", "hdiutil", "echo cannot >&2; exit 1")
    assert image(tmp_path).returncode
    assert image(tmp_path, tmp_path / "missing.app", tmp_path / "x.dmg").returncode
    failed = image(tmp_path, app, tmp_path / "x.dmg")
    assert (failed.returncode, failed.stderr) == (1, "cannot\n")
    assert not list(tmp_path.glob("zimmerfrei-image.*"))


@workshop
def test_the_environment_is_made_with_what_macos_has(tmp_path: Path) -> None:
    # Its tools are not GNU's: neither realpath -m nor sha256sum are there.
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "cat", "dirname", "env", "mkdir"):
        found = shutil.which(name)
        assert found is not None
        (tools / name).symlink_to(found)
    made = tmp_path / "made here"
    command(
        tools,
        "python3",
        f"""echo "$@" >>"{tmp_path}/calls"
case "$2" in
    venv) mkdir -p "$4/bin"; cp=$(cat "$0"); echo "$cp" >"$4/bin/python"
        /bin/chmod +x "$4/bin/python" ;;
    pip) ;;
    *) exec "{sys.executable}" "$@" ;;
esac""",
    )
    for _ in range(2):
        subprocess.run(
            [tools / "bash", ROOT / "tools/packing/environment.sh", "python3", "made here"],
            env={"PATH": str(tools)},
            cwd=tmp_path,
            check=True,
            timeout=60,
        )
    asked, venv, pip, asked_again = (tmp_path / "calls").read_text().splitlines()
    assert asked == asked_again
    assert venv == f"-m venv --clear {made}"
    assert pip.startswith("-m pip install")
    assert "--require-hashes" in pip
    # The second time it is left alone.
    assert len((made / "made-by").read_text().strip()) == 64
