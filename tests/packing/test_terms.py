"""Under which terms a bundle is given away."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.services.program.parts import Part, all_parts, licence_text
from app.services.program.versions import versions
from tools.packing import licences
from tools.packing.licences import SystemPart
from tools.packing.linux import packages

PARTS = {part.name: part for part in all_parts(replace(versions(), sqlite=""))}


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="no Debian here")
def test_libraries_of_the_system_have_the_terms_of_their_packages(tmp_path: Path) -> None:
    library = next(Path("/usr/lib").rglob("libc.so.6"))
    stranger = tmp_path / "libmine.so"
    stranger.touch()
    (part,) = licences.debian_parts([library, library, stranger])
    assert part.name == "libc6"
    assert "GNU" in part.terms


def test_of_no_files_there_are_no_packages() -> None:
    assert list(licences.debian_parts([])) == []


def test_the_text_holds_ours_first_and_every_part_once() -> None:
    system = [SystemPart("zlib1g", "Z\n\n")]
    text = licences.copyright_text("MIT License\n", [PARTS["peewee"], PARTS["Flask"]], system)
    assert text.startswith("MIT License\n")
    assert text.endswith("======\nzlib1g\n======\n\nZ\n")
    assert text.index(f"\n{PARTS['peewee'].title}\n") < text.index(f"\n{PARTS['Flask'].title}\n")
    assert licence_text(PARTS["peewee"]).strip() in text
    assert "Licence: BSD-3-Clause" in text


def test_what_two_parts_have_word_for_word_stands_there_once() -> None:
    first = PARTS["PySide6"]
    second = replace(first, name="another", version="2", source="https://example.org/code")
    text = licences.copyright_text("MIT", [first, second], [])
    assert text.count(licence_text(first).strip()) == 1
    assert f"Its text stands above, at {first.title}." in text
    assert "https://example.org/code" in text


def test_a_part_without_words_of_its_own_has_its_name_and_licence() -> None:
    part = Part("Plain", "", "public domain", "", "", replaceable=False, texts=())
    text = licences.copyright_text("MIT", [part], [])
    assert text.endswith("=====\nPlain\n=====\n\nLicence: public domain\n")


def test_a_package_has_the_terms_of_all_that_the_program_lists(tmp_path: Path) -> None:
    sources = tmp_path / "sources.txt"
    sources.write_text(f"{tmp_path}/made-here.so\n\n", "utf-8")
    text = packages.terms(sources)
    for part in PARTS.values():
        assert part.name == "Zimmerfrei" or f"\n{part.title}\n{'=' * len(part.title)}\n" in text
    assert "Zimmerfrei contributors" in text.split("=====")[0]
    assert "https://download.qt.io" in text
