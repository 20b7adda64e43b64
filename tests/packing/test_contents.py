"""What belongs in a bundle."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import LANGUAGES
from tests.systems import links
from tools.packing.contents import Piece, wanted, without_ballast

SPOKEN = {key for key, language in LANGUAGES.items() if language.handbook}
PLUGINS = "PySide6/Qt/plugins"


def test_the_window_speaks_german_and_english() -> None:
    assert sorted(SPOKEN) == ["de", "en"]


@pytest.mark.parametrize(
    "place",
    [
        f"{PLUGINS}/platforms/libqxcb.so",
        f"{PLUGINS}/platforms/libqwayland.so",
        f"{PLUGINS}/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll",
        f"{PLUGINS}/platforms/libqcocoa.dylib",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        f"{PLUGINS}/styles/libqmacstyle.dylib",
        f"{PLUGINS}/iconengines/libqsvgicon.so",
        "PySide6/plugins/imageformats/qsvg.dll",
        "PySide6/plugins/imageformats/qico.dll",
        f"{PLUGINS}/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        f"{PLUGINS}/platforminputcontexts/libibusplatforminputcontextplugin.so",
        f"{PLUGINS}/platformthemes/libqxdgdesktopportal.so",
        f"{PLUGINS}/printsupport/libcupsprintersupport.so",
        f"{PLUGINS}/wayland-decoration-client/libadwaita.so",
        f"{PLUGINS}/wayland-shell-integration/libxdg-shell.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/translations/qtbase_de.qm",
        "holidays/locale/de/LC_MESSAGES/AT.mo",
        "holidays/locale/en_US/LC_MESSAGES/AT.mo",
        "app/_resources/locale/fr/LC_MESSAGES/zimmerfrei.mo",
        "app/docs/handbook.md",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "keyring-25.7.0.dist-info/METADATA",
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt6Core.dll",
        "tzdata/zoneinfo/Europe/Vienna",
        "certifi/cacert.pem",
    ],
)
def test_what_the_program_needs_stays(place: str) -> None:
    assert wanted(place, SPOKEN)


@pytest.mark.parametrize(
    "place",
    [
        f"{PLUGINS}/platforms/libqeglfs.so",
        f"{PLUGINS}/platforms/libqvnc.so",
        f"{PLUGINS}/platforms/libqminimal.so",
        f"{PLUGINS}/platforms/libqminimalegl.so",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "app/_resources/locale/de/LC_MESSAGES/zimmerfrei.po",
        f"{PLUGINS}/platformthemes/libqgtk3.so",
        f"{PLUGINS}/egldeviceintegrations/libqeglfs-x11-integration.so",
        f"{PLUGINS}/generic/libqtuiotouchplugin.so",
        f"{PLUGINS}/imageformats/libqtiff.so",
        f"{PLUGINS}/networkinformation/libqnetworkmanager.so",
        "PySide6/plugins/tls/qschannelbackend.dll",
        f"{PLUGINS}/kinds-to-come/libqsomething.so",
        f"{PLUGINS}/wayland-shell-integration/libivi-shell.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/qtbase_de_AT.qm",
        "PySide6/Qt/translations/qt_de.qm",
        "PySide6/translations/qt_help_de.qm",
        "holidays/locale/fr/LC_MESSAGES/CH.mo",
        "holidays/locale/uk/LC_MESSAGES/AT.mo",
        "PySide6/opengl32sw.dll",
        "libcups.so.2",
        "numpy-2.4.6.dist-info/RECORD",
        "cryptography-50.0.2.dist-info/sboms/cryptography-rust.cyclonedx.json",
        "pyqtgraph/icons/peegee/peegee.svg",
    ],
)
def test_what_qt_only_brought_along_goes(place: str) -> None:
    assert not wanted(place, SPOKEN)


QT = "PySide6/Qt/lib/libQt6Gui.so.6"
NEEDS = {
    "/s/program.so": ["libQt6Gui.so.6", "libc.so.6"],
    "/s/libqxcb.so": ["libxcb.so.1", "libQt6Gui.so.6"],
    "/s/libqgtk3.so": ["libgtk-3.so.0", "libQt6Gui.so.6"],
    "/s/libgtk-3.so.0": ["libcairo.so.2"],
    "/s/libQt6Gui.so.6": ["libX11.so.6"],
    "/s/libX11.so.6": ["libQt6Gui.so.6"],
}


def binary(place: str, kind: str = "BINARY") -> Piece:
    return Piece(place, "/s/" + place.rsplit("/", 1)[-1], kind)


def needed_by(path: str) -> list[str]:
    return NEEDS.get(path, [])


WHOLE = [
    binary("PySide6/program.so", "EXTENSION"),
    binary(f"{PLUGINS}/platforms/libqxcb.so"),
    binary(f"{PLUGINS}/platformthemes/libqgtk3.so"),
    binary(QT),
    binary("libX11.so.6"),
    binary("libxcb.so.1"),
    binary("libgtk-3.so.0"),
    binary("libcairo.so.2"),
    binary("libpython3.11.so.1.0"),
    Piece("libQt6Gui.so.6", QT, "SYMLINK"),
    Piece("libGone.so.1", "PySide6/Qt/lib/libGone.so.1", "SYMLINK"),
    Piece("app/_resources/portals.json", "/clone/resources/portals.json", "DATA"),
]


def test_libraries_go_with_the_last_one_that_asks_for_them() -> None:
    kept = {piece.place for piece in without_ballast(WHOLE, SPOKEN, needed_by)}
    assert kept == {
        "PySide6/program.so",
        f"{PLUGINS}/platforms/libqxcb.so",
        QT,
        "libX11.so.6",
        "libxcb.so.1",
        "libpython3.11.so.1.0",
        "libQt6Gui.so.6",
        "app/_resources/portals.json",
    }


def test_windows_writes_names_of_libraries_as_it_likes() -> None:
    pieces = [
        Piece("PySide6\\QtCore.pyd", "C:\\s\\QtCore.pyd", "EXTENSION"),
        Piece("PySide6\\Qt6Core.dll", "C:\\s\\Qt6Core.dll", "BINARY"),
        Piece("VCRUNTIME140.dll", "C:\\s\\VCRUNTIME140.dll", "BINARY"),
        Piece("PySide6\\opengl32sw.dll", "C:\\s\\opengl32sw.dll", "BINARY"),
        Piece("unasked.dll", "C:\\s\\unasked.dll", "BINARY"),
    ]
    kept = without_ballast(pieces, SPOKEN, lambda _: ["QT6CORE.DLL", "KERNEL32.dll"])
    assert [piece.place for piece in kept] == [
        "PySide6\\QtCore.pyd",
        "PySide6\\Qt6Core.dll",
        "VCRUNTIME140.dll",
    ]


@given(st.sets(st.sampled_from(WHOLE)))
def test_nothing_is_kept_that_asks_for_what_was_dropped(found: set[Piece]) -> None:
    kept = without_ballast(found, SPOKEN, needed_by)
    assert set(kept) <= found
    there = {piece.place.rsplit("/", 1)[-1] for piece in kept}
    before = {piece.place.rsplit("/", 1)[-1] for piece in found if piece.kind != "SYMLINK"}
    for piece in kept:
        assert {name for name in needed_by(piece.source) if name in before} <= there
        assert piece.kind != "SYMLINK" or piece.source in {other.place for other in kept}
    assert without_ballast(kept, SPOKEN, needed_by) == kept


# Each in a process of its own, whose holidays have never seen the other files.
SAID = """
import sys
from pathlib import Path
import holidays
sys.path.insert(0, {root!r})
import app.ui.stays.holidays as ours
for country in {countries!r}:
    for language in ("de", "en"):
        days = ours._read(ours.Region(country, ""), (2027,), language)
        print(country, language, sorted(days.items()))
"""


@links
def test_german_and_english_names_of_holidays_need_no_other_languages(tmp_path: Path) -> None:
    import holidays

    package = Path(holidays.__file__).parent
    copy = tmp_path / "holidays"
    copy.mkdir()
    for entry in package.iterdir():
        if entry.name not in {"locale", "__pycache__"}:
            (copy / entry.name).symlink_to(entry)
    for folder in (package / "locale").iterdir():
        if wanted(f"holidays/locale/{folder.name}/x.mo", SPOKEN):
            (copy / "locale").mkdir(exist_ok=True)
            (copy / "locale" / folder.name).symlink_to(folder)
    few, many = (len(list((place / "locale").iterdir())) for place in (copy, package))
    assert 0 < few < many / 2
    root = str(Path(__file__).parents[2])
    # Those of our owners and their neighbours, and some with a language of their own script.
    program = SAID.format(root=root, countries=["DE", "AT", "CH", "IT", "FR", "CZ", "DK", "UA"])
    whole, small = (
        subprocess.run(
            [sys.executable, "-c", f"import sys\nsys.path.insert(0, {place!r})\n{program}"],
            capture_output=True,
            text=True,
            check=True,
            env={"QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for place in (str(package.parent), str(tmp_path))
    )
    assert "Neujahr" in whole
    assert small == whole
