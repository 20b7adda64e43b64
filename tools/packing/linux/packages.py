"""Makes of the folder that PyInstaller has built what Linux' owners install.

    python -m tools.packing.linux.packages FOLDER SOURCES OUT

FOLDER is the bundle, SOURCES the list of files that it was made of, OUT gets an archive for every
Linux and a package for Debian and what comes from it. Both are the same bytes for the same bundle.
"""

from __future__ import annotations

import calendar
import gzip
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from app import __released__, __version__
from app.cli.families import FAMILIES
from app.services.program.parts import all_parts
from app.services.program.versions import versions
from tools.packing import licences, manual
from tools.packing.sizes import judge, size

ROOT: Final = Path(__file__).resolve().parents[3]
HERE: Final = Path(__file__).resolve().parent
ICONS: Final = ROOT / "resources" / "icons"
_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
MANUALS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "en": (
        "the calendar desk of a small landlord",
        {"NAME": "NAME", "DESCRIPTION": "DESCRIPTION", "COMMANDS": "COMMANDS"},
    ),
    "de": (
        "der Belegungskalender für Vermieter",
        {"NAME": "BEZEICHNUNG", "DESCRIPTION": "BESCHREIBUNG", "COMMANDS": "BEFEHLE"},
    ),
}
_LOCALES: Final = {"en": "C.UTF-8", "de": "de_DE.UTF-8"}
_ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}


def main(folder: Path, sources: Path, out: Path) -> None:
    """Make both, and say how large they are.

    :raises SystemExit: they are larger than they may be.
    """
    released = calendar.timegm(time.strptime(__released__, "%Y-%m-%d"))
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", released))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zimmerfrei-packages.") as scratch:
        tree = Path(scratch, "tree")
        pages = {language: helps(language) for language in MANUALS}
        lay_out(folder, tree, terms(sources), pages)
        debian = make_package(tree, out, moment)
        archive = make_archive(folder, tree, out, moment)
    print(f"{archive}: {size(archive) / 1e6:.1f} MB")
    judge(folder, debian)


def terms(sources: Path) -> str:
    """Return the terms of the program and of all that a bundle was made of."""
    files = [Path(line) for line in sources.read_text("utf-8").splitlines() if line]
    system = [file for file in files if file.is_relative_to("/usr") or file.is_relative_to("/lib")]
    # Python is the one that runs here; SQLite was exchanged.
    made_of = replace(versions(), sqlite="")
    return licences.copyright_text(
        (ROOT / "LICENSE").read_text("utf-8"),
        [part for part in all_parts(made_of) if part.name != "Zimmerfrei"],
        licences.debian_parts(system),
    )


def lay_out(
    folder: Path, tree: Path, copyright_text: str, pages: Mapping[str, Mapping[str, str]]
) -> None:
    """Put everything where Debian has it (https://www.pathname.com/fhs/pub/fhs-2.3.html).

    `pages` are the helps of the commands by language.
    """
    library = tree / "usr/lib/zimmerfrei"
    shutil.copytree(folder, library, symlinks=True)
    commands = tree / "usr/bin"
    commands.mkdir(parents=True)
    (commands / "zimmerfrei").symlink_to("../lib/zimmerfrei/zimmerfrei")
    share = tree / "usr/share"
    values = {"VERSION": __version__, "DATE": __released__}
    put(share / "applications/zimmerfrei.desktop", (HERE / "zimmerfrei.desktop").read_text("utf-8"))
    metainfo = HERE / "org.zimmerfrei.Zimmerfrei.metainfo.xml"
    put(share / "metainfo" / metainfo.name, filled(metainfo.read_text("utf-8"), values))
    for pixels in _SIZES:
        copy(
            ICONS / f"zimmerfrei-{pixels}.png",
            share / f"icons/hicolor/{pixels}x{pixels}/apps/zimmerfrei.png",
        )
    copy(ICONS / "zimmerfrei.svg", share / "icons/hicolor/scalable/apps/zimmerfrei.svg")
    put(share / "doc/zimmerfrei/copyright", copyright_text)
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    put_packed(share / "doc/zimmerfrei/changelog.gz", changes)
    for language, (summary, headings) in MANUALS.items():
        place = "man1" if language == "en" else f"{language}/man1"
        text = manual.page(__version__, summary, pages[language], headings)
        put_packed(share / "man" / place / "zimmerfrei.1.gz", text)


def helps(language: str, families: Iterable[str] = FAMILIES) -> dict[str, str]:
    """Return what families of commands say of themselves in a language, that of all as ""."""
    spoken = {"LC_ALL": _LOCALES[language], "LANGUAGE": language}
    environment = {**os.environ, **spoken, "COLUMNS": "78"}

    def said(*command: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "app", *command, "--help"],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            encoding="utf-8",
        ).stdout

    return {"": said(), **{name: said(name) for name in sorted(families)}}


def make_package(tree: Path, out: Path, moment: int) -> Path:
    """Make the Debian package of a tree."""
    architecture = _ARCHITECTURES[platform.machine()]
    libc = platform.libc_ver()[1]
    values = {
        "VERSION": __version__,
        "ARCHITECTURE": architecture,
        "KILOBYTES": str(size(tree) // 1024 + 1),
        "LIBC": libc,
    }
    put(tree / "DEBIAN/control", filled((HERE / "control").read_text("utf-8"), values))
    copy(HERE / "prerm", tree / "DEBIAN/prerm")
    (tree / "DEBIAN/prerm").chmod(0o755)
    made = out / f"zimmerfrei_{__version__}_{architecture}.deb"
    make_even(tree, moment)
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", tree, made],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)},
    )
    return made


def make_archive(folder: Path, tree: Path, out: Path, moment: int) -> Path:
    """Make an archive of the bundle with one folder in it, which runs from any place."""
    name = f"zimmerfrei-{__version__}-linux-{platform.machine()}"
    made = out / f"{name}.tar.gz"

    def even(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = "root"
        info.mtime = moment
        if not info.issym():
            info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
        return info

    with (
        made.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=moment) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for member in sorted(folder.rglob("*")):
            inside = f"{name}/{member.relative_to(folder)}"
            archive.add(member, inside, recursive=False, filter=even)
        share = tree / "usr/share"
        for member in sorted((share / "applications", share / "icons", share / "doc")):
            archive.add(member, f"{name}/share/{member.name}", filter=even)
    return made


def make_even(tree: Path, moment: int) -> None:
    """Give all files of a tree the modes and times that do not depend on who builds."""
    for member in [tree, *tree.rglob("*")]:
        if not member.is_symlink():
            runs = member.is_dir() or member.stat().st_mode & 0o100
            member.chmod(0o755 if runs else 0o644)
        os.utime(member, (moment, moment), follow_symlinks=False)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its @NAMES@ replaced."""
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")


def put_packed(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(gzip.compress(text.encode(), mtime=0))


def copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
