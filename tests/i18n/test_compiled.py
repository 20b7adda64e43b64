"""Our reader of compiled catalogues finds what the standard one finds."""

import gettext
import struct
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from hypothesis import given
from hypothesis import strategies as st

from app import resources
from app.i18n import LANGUAGES
from app.i18n.compiled import CompiledTexts, compiled_texts

LOCALE = resources.path("locale")
COMPILED = [key for key in LANGUAGES if Path(LOCALE, key, "LC_MESSAGES/zimmerfrei.mo").exists()]
NUMBERS = [0, 1, 2, 3, 5, 11, 100, 1_000_000]


def both(language: str) -> tuple[CompiledTexts, gettext.NullTranslations]:
    ours = compiled_texts(str(LOCALE), language, "zimmerfrei")
    return ours, gettext.translation("zimmerfrei", str(LOCALE), [language])


@pytest.mark.parametrize("language", COMPILED)
def test_every_text_of_ours_is_found(language: str) -> None:
    ours, standard = both(language)
    with Path(LOCALE, language, "LC_MESSAGES/zimmerfrei.mo").open("rb") as file:
        messages = [message for message in read_mo(file) if message.id]
    assert len(messages) > 20
    for message in messages:
        if isinstance(message.id, tuple | list):
            one, many = message.id
            for n in NUMBERS:
                assert ours.ngettext(one, many, n) == standard.ngettext(one, many, n)
            assert ours.gettext(one) == standard.gettext(one)
        elif message.context:
            context, text = message.context, message.id
            assert ours.pgettext(context, text) == standard.pgettext(context, text)
            assert ours.gettext(text) == standard.gettext(text)
        else:
            assert ours.gettext(message.id) == standard.gettext(message.id)
            for n in NUMBERS:
                said = standard.ngettext(message.id, "many", n)
                assert ours.ngettext(message.id, "many", n) == said


def test_german_is_among_them() -> None:
    assert "de" in COMPILED
    assert both("de")[0].gettext("Occupancy plan") == "Belegungsplan"


@given(st.text(), st.text(), st.integers(0, 10_000))
def test_what_is_not_there_is_said_as_it_is(text: str, other: str, n: int) -> None:
    ours, standard = both("de")
    unknown = f"\u2603 {text}"
    assert ours.gettext(unknown) == unknown
    assert ours.pgettext(other, unknown) == unknown
    assert ours.ngettext(unknown, other, n) == standard.ngettext(unknown, other, n)


@pytest.mark.parametrize("language", ["pl", "cs", "ar", "ja"])
def test_forms_are_chosen_by_the_rule_of_the_language(tmp_path: Path, language: str) -> None:
    catalog = Catalog(locale=language)
    forms = [f"form {number} of {{n}}" for number in range(catalog.num_plurals)]
    catalog.add(("one", "many"), forms)
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "texts.mo").open("wb") as file:
        write_mo(file, catalog)
    ours = compiled_texts(str(tmp_path), language, "texts")
    standard = gettext.translation("texts", str(tmp_path), [language])
    for n in range(120):
        assert ours.ngettext("one", "many", n) == standard.ngettext("one", "many", n)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_catalogue_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no compiled catalogue"):
        CompiledTexts(data)


@pytest.mark.parametrize("count", [1, 1000, 2**31])
def test_a_catalogue_that_was_cut_off_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="no compiled catalogue"):
        CompiledTexts(struct.pack("<5I", 0x950412DE, 0, count, 20, 28))


def test_one_of_another_machine_is_read() -> None:
    original, translated = b"cat", b"Katze"
    head = struct.pack(">7I", 0x950412DE, 0, 1, 28, 36, 0, 44)
    tables = struct.pack(">4I", len(original), 44, len(translated), 48)
    texts = CompiledTexts(head + tables + original + b"\0" + translated + b"\0")
    assert texts.gettext("cat") == "Katze"
    assert texts.ngettext("cat", "cats", 2) == "cats"


def test_a_missing_one_is_a_fault_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        compiled_texts(str(tmp_path), "de", "zimmerfrei")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "zimmerfrei.mo").write_bytes(b"<html>")
    with pytest.raises(OSError, match="zimmerfrei"):
        compiled_texts(str(tmp_path), "de", "zimmerfrei")
