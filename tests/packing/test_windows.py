"""What of Windows' own is in a bundle, and how its origin is proven."""

import hashlib
import re
import shutil
import subprocess
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from tools.packing.contents import Piece, without_ballast
from tools.packing.windows import proof, system
from tools.windows.signature import is_signed

ROOT = Path(__file__).parents[2]
SETUP = (ROOT / "tools/packing/windows/setup.nsi").read_text("utf-8")
QT = PureWindowsPath(r"Z:\python\Lib\site-packages\PySide6")


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("VCRUNTIME140.dll", r"C:\windows\system32\vcruntime140.dll"),
        ("api-ms-win-crt-math-l1-1-0.dll", r"c:\Windows\System32\api-ms-win-crt-math-l1-1-0.dll"),
        ("icuuc.dll", r"Z:\python\icuuc.dll"),
        ("PySide6\\ICUUC.dll", r"Z:\python\icuuc.dll"),
        ("bcryptprimitives.dll", r"Z:\python\bcryptprimitives.dll"),
        ("zfi-ms-win-crt-math-l1-1-0.dll", r"Z:\python\zfi-ms-win-crt-math-l1-1-0.dll"),
    ],
)
def test_nothing_of_wine_comes_along(place: str, source: str) -> None:
    assert system.without_wine([Piece(place, source, "BINARY")]) == []


@pytest.mark.parametrize(
    "piece",
    [
        Piece("python311.dll", r"Z:\python\python311.dll", "BINARY"),
        Piece("sqlite3.dll", r"Z:\build\sqlite\windows\sqlite3.dll", "BINARY"),
        Piece("app\\docs\\windows.md", r"Z:\windows of ours\windows.md", "DATA"),
        Piece("tzdata/zoneinfo/UTC", r"Z:\work\windows\UTC", "DATA"),
    ],
)
def test_what_is_ours_does(piece: Piece) -> None:
    assert system.without_wine([piece]) == [piece]


def test_the_runtime_of_the_compiler_lies_beside_the_interpreter_once() -> None:
    python = Piece("python311.dll", r"Z:\python\python311.dll", "BINARY")
    old = Piece("vcruntime140.dll", r"Z:\elsewhere\vcruntime140.dll", "BINARY")
    inside = Piece("PySide6\\VCRUNTIME140.dll", str(QT / "VCRUNTIME140.dll"), "BINARY")
    pieces = system.with_runtime([python, old, inside], QT)
    assert pieces[:2] == [python, inside]
    assert [piece.place for piece in pieces[2:]] == list(system.RUNTIME)
    assert all(piece.source == str(QT / piece.place) for piece in pieces[2:])
    # It is not asked for by name of any piece, and stays nevertheless.
    assert without_ballast(pieces, ["de"], lambda _: []) == pieces


class House:
    """A bundle, the wheels that it was made of, and a library of ours."""

    def __init__(self, folder: Path) -> None:
        self.bundle = folder / "Zimmerfrei"
        self.wheels = folder / "wheels"
        self.sqlite = folder / "sqlite3.dll"
        self.wheels.mkdir()
        self.sqlite.write_bytes(b"MZ ours")
        with zipfile.ZipFile(self.wheels / "numpy-2-cp311-win_amd64.whl", "w") as wheel:
            wheel.writestr("numpy/_core/umath.pyd", b"MZ as published")
            wheel.writestr("numpy/_core/umath.py", b"MZ no code for Windows")
        self.put("Zimmerfrei.exe", b"MZ starter")
        self.put("zimmerfrei-cli.exe", b"MZ starter")
        self.put("_internal/numpy/_core/umath.pyd", b"MZ changed for Wine")
        self.put("_internal/sqlite3.dll", b"MZ ours")
        self.put("_internal/base_library.zip", b"PK")

    def put(self, place: str, data: bytes) -> None:
        file = self.bundle / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def prove(self) -> None:
        proof.main(self.bundle, self.wheels, self.sqlite)


@pytest.fixture
def house(tmp_path: Path) -> House:
    if shutil.which("osslsigncode") is None:
        pytest.skip("osslsigncode, which judges signatures, is not here")
    return House(tmp_path)


def test_numpy_is_put_back_and_everything_named(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    house.prove()
    assert (house.bundle / "_internal/numpy/_core/umath.pyd").read_bytes() == b"MZ as published"
    assert capsys.readouterr().out == "1 SQLite made here; 1 of pinned wheels; 2 programs\n"


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("_internal/vcruntime140.dll", b"MZ of Wine"),
        # Whatever a file is called: Windows would run it.
        ("_internal/data.bin", b"MZ of Wine"),
        # A stand-in stays one, even where a wheel should hold the same.
        ("_internal/icuuc.dll", b"MZ as published"),
        ("_internal/zfi-ms-win-crt-math-l1-1-0.dll", b"MZ as published"),
        # A program has one place.
        ("_internal/Zimmerfrei.exe", b"MZ starter"),
        ("_internal/sqlite3.dll", b"MZ another"),
    ],
)
def test_what_is_of_unknown_origin_ends_the_build(house: House, place: str, data: bytes) -> None:
    house.put(place, data)
    with pytest.raises(SystemExit, match=re.escape(place)):
        house.prove()


def test_only_numpy_is_put_back(house: House) -> None:
    with zipfile.ZipFile(house.wheels / "bcrypt-5-win_amd64.whl", "w") as wheel:
        wheel.writestr("bcrypt/_bcrypt.pyd", b"MZ bcrypt")
    house.put("_internal/bcrypt/_bcrypt.pyd", b"MZ changed by somebody")
    with pytest.raises(SystemExit, match="_bcrypt"):
        house.prove()


COMPILER = "x86_64-w64-mingw32-gcc"


@pytest.mark.skipif(shutil.which(COMPILER) is None, reason="no compiler for Windows")
def test_a_library_that_only_hands_on_is_told_from_one_that_does_something(tmp_path: Path) -> None:
    definition = tmp_path / "python3.def"
    definition.write_text("LIBRARY python3.dll\nEXPORTS\n  Py_Main = python311.Py_Main\n")
    source = tmp_path / "own.c"
    source.write_text("__declspec(dllexport) int Py_Main(void) { return 1; }\n")
    hands_on, own = tmp_path / "python3.dll", tmp_path / "own.dll"
    subprocess.run(
        [COMPILER, "-shared", "-nostdlib", definition, "-o", hands_on],
        check=True,
        capture_output=True,
    )
    subprocess.run([COMPILER, "-shared", source, "-o", own], check=True, capture_output=True)
    assert proof.only_hands_on(hands_on)
    assert not proof.only_hands_on(own)


def test_what_nobody_signed_is_not_signed(house: House) -> None:
    assert not is_signed(house.sqlite)


def test_a_digest_is_of_the_bytes() -> None:
    assert proof.digest(b"MZ") == hashlib.sha256(b"MZ").hexdigest()


def test_the_setup_speaks_german_wherever_it_speaks_english() -> None:
    spoken: dict[str, set[str]] = {}
    for name, language in re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\}", SETUP, re.MULTILINE):
        spoken.setdefault(name, set()).add(language)
    assert len(spoken) > 10
    assert all(languages == {"ENGLISH", "GERMAN"} for languages in spoken.values())
    used = set(re.findall(r"\$\((\w+)\)", SETUP))
    assert used <= spoken.keys()
    assert spoken.keys() <= used


def test_the_setup_needs_no_administrator_and_keeps_to_its_owners_keys() -> None:
    assert "RequestExecutionLevel user" in SETUP
    assert "HKLM" not in SETUP
    assert "PROGRAMFILES" not in SETUP


def test_data_goes_only_where_the_owner_has_said_so_twice() -> None:
    deletions = [line for line in SETUP.splitlines() if r'RMDir /r "$LOCALAPPDATA' in line]
    assert len(deletions) == 1
    before = SETUP[: SETUP.index(deletions[0])].rstrip().splitlines()[-1]
    assert before.strip() == "${If} $wantsForgetting = 1"
    assert SETUP.index("MB_DEFBUTTON2") < SETUP.index(deletions[0])


def test_the_start_at_login_is_the_programs_own_switch() -> None:
    from app.services.system.login_start import RunKey
    from app.services.system.starting import IN_TRAY

    lines = re.findall(
        r"""WriteRegStr HKCU "\$\{RUN\}" "Zimmerfrei" (?:"([^"]+)"|'([^']+)')""", SETUP
    )
    written = {plain or quoted for plain, quoted in lines}
    for folder in (r"C:\Users\maria\AppData", r"C:\Users\Maria Huber\AppData"):
        wanted = RunKey([rf"{folder}\Zimmerfrei.exe", IN_TRAY])._line
        assert wanted in {line.replace("$INSTDIR", folder) for line in written}


def test_an_invitation_that_is_clicked_comes_to_the_program_and_goes_with_it() -> None:
    from app.services.system.starting import LINK

    [key] = re.findall(r'!define SCHEME "(.*)"', SETUP)
    assert key == rf"Software\Classes\{LINK.removesuffix(':')}"
    written = dict(
        re.findall(
            r"""WriteRegStr HKCU "\$\{SCHEME\}([^"]*)" "" ["'](.*)["']$""", SETUP, re.MULTILINE
        )
    )
    # Without this one Windows takes it for no scheme.
    assert 'WriteRegStr HKCU "${SCHEME}" "URL Protocol" ""' in SETUP
    # One argument, whatever stands in it.
    assert written[r"\shell\open\command"] == r'"$INSTDIR\Zimmerfrei.exe" "%1"'
    assert 'DeleteRegKey HKCU "${SCHEME}"' in SETUP[SETUP.index("Section Uninstall") :]


def test_the_setup_asks_by_the_name_that_the_program_waits_for() -> None:
    from app.services.system.asked_to_end import setup_event

    [name] = re.findall(r'StrCpy \$0 "(Local\\[^"]+)"', SETUP)
    # As the two lines above it make it: in small letters, with strokes.
    folder = r"C:\Users\Maria Huber\AppData\Local\Programs\Zimmerfrei"
    asked = name.replace("$0", folder.lower().replace("\\", "/"))
    assert asked == setup_event(rf"{folder}\Zimmerfrei.exe")
    assert asked == setup_event(rf"{folder}\zimmerfrei-cli.exe")


def test_setup_and_removal_kill_only_after_they_have_asked() -> None:
    asks, kills = SETUP.index("Call ${un}askToEnd"), SETUP.index("taskkill")
    assert asks < kills
    assert SETUP.count("taskkill") == 1
    assert '!insertmacro END_PROGRAM "" ' in SETUP
    assert '!insertmacro END_PROGRAM "un." ' in SETUP
    for section in re.findall(r"^Section.*?^SectionEnd", SETUP, re.MULTILINE | re.DOTALL):
        first = section.splitlines()[1].strip()
        assert first in {"Call endProgram", "Call un.endProgram"}
