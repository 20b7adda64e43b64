"""What Linux' owners install."""

import gzip
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app import __released__, __version__
from app.services.system.starting import LINK
from tests.systems import workshop
from tools.packing.linux import packages

pytestmark = workshop
MOMENT = 1_800_000_000
PAGES = {"en": {"": "Usage: zimmerfrei"}, "de": {"": "Aufruf: zimmerfrei"}}
debian = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no Debian here")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "Zimmerfrei"
    (folder / "_internal").mkdir(parents=True)
    program = folder / "zimmerfrei"
    program.write_text("#!/bin/sh\necho it runs\n")
    program.chmod(0o700)
    (folder / "_internal/libreal.so.1").write_bytes(b"library")
    (folder / "_internal/libreal.so").symlink_to("libreal.so.1")
    return folder


@pytest.fixture
def tree(bundle: Path, tmp_path: Path) -> Path:
    packages.lay_out(bundle, tmp_path / "tree", "MIT License\n", PAGES)
    return tmp_path / "tree"


def test_everything_is_where_debian_has_it(tree: Path) -> None:
    share = tree / "usr/share"
    assert (tree / "usr/bin/zimmerfrei").resolve() == (
        tree / "usr/lib/zimmerfrei/zimmerfrei"
    ).resolve()
    assert (tree / "usr/lib/zimmerfrei/_internal/libreal.so").is_symlink()
    assert (share / "doc/zimmerfrei/copyright").read_text() == "MIT License\n"
    for pixels in (16, 48, 256):
        assert (share / f"icons/hicolor/{pixels}x{pixels}/apps/zimmerfrei.png").exists()
    assert (share / "icons/hicolor/scalable/apps/zimmerfrei.svg").exists()
    english = gzip.decompress((share / "man/man1/zimmerfrei.1.gz").read_bytes()).decode()
    german = gzip.decompress((share / "man/de/man1/zimmerfrei.1.gz").read_bytes()).decode()
    assert ".SH NAME" in english
    assert ".SH BEZEICHNUNG" in german
    assert "Aufruf:" in german


def test_the_menus_entry_and_the_stores_page_speak_of_the_same_program(tree: Path) -> None:
    entry = (tree / "usr/share/applications/zimmerfrei.desktop").read_text("utf-8")
    assert "Exec=zimmerfrei %u\n" in entry
    # What a browser asks for to open an invitation.
    assert f"MimeType=x-scheme-handler/{LINK.removesuffix(':')};\n" in entry
    # Qt tells the desktop this name for the window.
    assert 'setDesktopFileName("zimmerfrei")' in Path(
        packages.ROOT, "app/ui/window/application.py"
    ).read_text("utf-8")
    keys = re.findall(r"^(\w+)\[de\]=", entry, re.MULTILINE)
    assert {"GenericName", "Comment", "Keywords"} == set(keys)
    page = ET.parse(tree / "usr/share/metainfo/org.zimmerfrei.Zimmerfrei.metainfo.xml").getroot()
    assert page.findtext("launchable") == "zimmerfrei.desktop"
    release = page.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": __version__, "date": __released__}
    in_german = page.findall(
        ".//p[@{http://www.w3.org/XML/1998/namespace}lang='de']"
    ) + page.findall("summary[@{http://www.w3.org/XML/1998/namespace}lang='de']")
    assert len(in_german) == 3
    if shutil.which("desktop-file-validate"):
        file = tree / "usr/share/applications/zimmerfrei.desktop"
        subprocess.run(["desktop-file-validate", file], check=True)


@debian
def test_the_package_is_one(tree: Path, tmp_path: Path) -> None:
    made = packages.make_package(tree, tmp_path, MOMENT)
    assert re.fullmatch(rf"zimmerfrei_{re.escape(__version__)}_\w+\.deb", made.name)
    fields = subprocess.run(
        ["dpkg-deb", "--field", made], capture_output=True, text=True, check=True
    ).stdout
    assert "@" not in fields.replace("zimmerfrei@localhost", "")
    depends = re.findall(r"^Depends: (.*)$", fields, re.MULTILINE)[0]
    assert {"libgl1", "libegl1"} <= set(depends.split(", "))
    assert "fonts-inter | " in depends
    assert re.search(r"libc6 \(>= \d+\.\d+\)", depends)
    listed = subprocess.run(
        ["dpkg-deb", "--contents", made], capture_output=True, text=True, check=True
    ).stdout
    # Everybody may read and run it, nobody but root owns it.
    assert re.search(
        r"^-rwxr-xr-x root/root .* \./usr/lib/zimmerfrei/zimmerfrei$", listed, re.MULTILINE
    )
    assert re.search(r"^lrwxrwxrwx root/root .* \./usr/bin/zimmerfrei -> ", listed, re.MULTILINE)
    assert not re.search(r"^\S+ (?!root/root)", listed, re.MULTILINE)


@debian
def test_the_same_bundle_makes_the_same_package(bundle: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        tree = tmp_path / name
        packages.lay_out(bundle, tree, "MIT License\n", PAGES)
        out = tmp_path / f"out-{name}"
        out.mkdir()
        made.append(packages.make_package(tree, out, MOMENT).read_bytes())
    assert made[0] == made[1]


def test_the_archive_holds_one_folder_that_runs(bundle: Path, tree: Path, tmp_path: Path) -> None:
    made = packages.make_archive(bundle, tree, tmp_path, MOMENT)
    (tmp_path / "again").mkdir()
    again = packages.make_archive(bundle, tree, tmp_path / "again", MOMENT)
    assert made.read_bytes() == again.read_bytes()
    with tarfile.open(made) as archive:
        names = archive.getnames()
        archive.extractall(tmp_path / "there", filter="data")
    (folder,) = {name.split("/")[0] for name in names}
    program = tmp_path / "there" / folder / "zimmerfrei"
    said = subprocess.run([program], capture_output=True, text=True, check=True)
    assert said.stdout == "it runs\n"
    assert program.stat().st_mode & 0o777 == 0o755
    assert f"{folder}/share/doc/zimmerfrei/copyright" in names


@pytest.mark.parametrize(
    ("text", "filled"),
    [("v @VERSION@.", "v 1.2."), ("a@b @OTHER@", "a@b @OTHER@"), ("", "")],
)
def test_only_known_names_are_filled_in(text: str, filled: str) -> None:
    assert packages.filled(text, {"VERSION": "1.2"}) == filled


def test_before_it_goes_a_running_program_is_asked_to_end(tmp_path: Path) -> None:
    # The script as it is, for a program in another place.
    script = (packages.HERE / "prerm").read_text("utf-8")
    program = tmp_path / "zimmerfrei"
    shutil.copy2(shutil.which("sleep") or "", program)
    program.chmod(0o755)
    ours = tmp_path / "prerm"
    ours.write_text(script.replace("/usr/lib/zimmerfrei/zimmerfrei", str(program)))
    with subprocess.Popen([program, "600"]) as running:
        subprocess.run(["sh", ours, "upgrade", "2"], check=True)
        assert running.poll() is None
        # It is nobody's child there, so that it is gone when it has ended.
        with subprocess.Popen(["sh", ours, "remove"]) as removing:
            assert running.wait(30) == -15
            assert removing.wait(30) == 0
