"""The catalogue, its forms, and that the German is complete."""

import ast
import datetime as dt
import gettext
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from app import i18n, resources
from app.i18n import LANGUAGES, N_, Catalogue, Message, catalogue, system_language
from tools import translations

GERMAN = catalogue("de")
ENGLISH = catalogue("en")


@dataclass(frozen=True)
class Told:
    """Looks like a UserError."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return translations.extract()


@pytest.fixture(scope="module", params=translations.po_files(), ids=translations.language_of)
def po_file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_is_a_file_for_every_language_but_english() -> None:
    names = {path.parent.parent.name for path in translations.po_files()}
    assert names == set(LANGUAGES) - {"en"}


def test_a_translation_is_complete(po_file: Path) -> None:
    wanted = translations.extract(translations.language_of(po_file))
    assert list(translations.faults(translations.read(po_file), wanted)) == []


def test_a_file_is_as_the_tool_writes_it(po_file: Path) -> None:
    assert po_file.read_bytes() == translations.written(translations.read(po_file))


def test_what_only_links_speak_has_no_words_of_the_window() -> None:
    said = {message.id for message in translations.extract("fr") if message.id}
    assert {"Occupied", "free from midday", "Owner stay"} <= said
    assert "Usage:" not in said
    assert len(said) < 60


def test_the_extraction_sees_our_texts_and_clicks(template: Catalog) -> None:
    for word in ("Usage:", "No such command {name!r}.", "required"):
        assert template.get(word) is not None


def test_no_text_hides_in_an_f_string_where_only_newer_pythons_extract_it() -> None:
    hidden = [
        ast.unparse(call)
        for path in translations.ROOT.joinpath("app").rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call)
        and _called(call.func) in translations.KEYWORDS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)


def faults_of(target: str | list[str], source: str | tuple[str, str]) -> list[str]:
    template, catalog = Catalog(), Catalog(locale="de")
    template.add(source)
    catalog.add(source, string=target)
    return list(translations.faults(catalog, template))


def test_the_check_sees_what_is_missing_gone_or_misfit() -> None:
    one, other = Catalog(), Catalog(locale="de")
    one.add("here")
    other.add("gone", string="weg")
    assert len(list(translations.faults(other, one))) == 2
    assert len(faults_of("", "night")) == 1
    assert len(faults_of("Nacht {m}", "night {n}")) == 1
    assert len(faults_of(["{n} Nacht", ""], ("{n} night", "{n} nights"))) == 1
    assert len(faults_of(["eine Nacht", "Nächte"], ("{n} night", "{n} nights"))) == 1
    assert faults_of(["eine Nacht", "{n} Nächte"], ("{n} night", "{n} nights")) == []
    fuzzy = Catalog(locale="de")
    fuzzy.add("here", string="hier", flags=["fuzzy"])
    assert len(list(translations.faults(fuzzy, one))) == 1


def test_texts_are_translated_and_filled_in() -> None:
    assert GERMAN.tr("Usage:") == "Aufruf:"
    assert ENGLISH.tr("Usage:") == "Usage:"
    assert GERMAN.tr("Error: {message}", message="x") == "Fehler: x"
    assert N_("Usage:") == "Usage:"


def test_a_plural_takes_its_form_and_its_number() -> None:
    singular, plural = "{n} night", "{n} nights"
    assert ENGLISH.trn(singular, plural, 1) == "1 night"
    assert ENGLISH.trn(singular, plural, 0) == "0 nights"
    assert ENGLISH.trn(singular, plural, 1200) == "1,200 nights"
    assert (
        GERMAN.trn(
            "Option {name!r} requires an argument.",
            "Option {name!r} requires {nargs} arguments.",
            2,
            name="a",
            nargs=2,
        )
        == "Die Option 'a' braucht 2 Werte."
    )


@given(st.text())
def test_a_value_comes_out_literally(name: str) -> None:
    assert GERMAN.tr("Error: {message}", message=name) == f"Fehler: {name}"
    assert GERMAN.tr("Error: {message}", message=name + "{x}") == f"Fehler: {name}{{x}}"


HEBREW, ARABIC = "\u05d3\u05d9\u05e8\u05d4 5", "\u0628\u064a\u062a"


@pytest.mark.parametrize("name", [HEBREW, ARABIC, f"Villa {ARABIC}"])
def test_on_the_screen_what_runs_from_right_to_left_stays_apart(name: str) -> None:
    screen = GERMAN.for_the_screen()
    assert screen.tr("Error: {message}", message=name) == f"Fehler: \u2068{name}\u2069"
    assert screen.tell(Told("Error: {message}", {"message": name})).endswith("\u2069")
    inner = Message("Invalid value: {message}", {"message": name})
    shown = f"Fehler: Ungültiger Wert: \u2068{name}\u2069"
    assert screen.tr("Error: {message}", message=inner) == shown
    # What goes to commands, feeds and web pages stays to the letter what it is.
    assert GERMAN.tr("Error: {message}", message=name) == f"Fehler: {name}"


def test_on_the_screen_everything_else_stays_as_it_is() -> None:
    screen = ENGLISH.for_the_screen()
    for value in ("Möwe", "Кафе", "海の家", "🏠", 7, dt.date(2027, 7, 14)):
        assert screen.tr("Error: {message}", message=value) == ENGLISH.tr(
            "Error: {message}", message=value
        )


def test_dates_and_messages_among_the_values_speak_the_language() -> None:
    day = dt.date(2027, 7, 14)
    assert GERMAN.tr("Error: {message}", message=day) == "Fehler: Mi 14.07.2027"
    assert ENGLISH.tr("Error: {message}", message=day) == "Error: Wed 14 Jul 2027"
    inner = Message("Invalid value: {message}", {"message": day})
    assert GERMAN.tr("Error: {message}", message=inner) == "Fehler: Ungültiger Wert: Mi 14.07.2027"


def test_an_error_is_told_in_the_language() -> None:
    error = Told("Error: {message}", {"message": dt.date(2027, 7, 14)})
    assert GERMAN.tell(error) == "Fehler: Mi 14.07.2027"
    assert ENGLISH.tell(Told("{{literally}}")) == "{literally}"


@pytest.mark.parametrize(
    ("arrival", "departure", "german", "english"),
    [
        ("2027-07-14", "2027-07-21", "14.–21.07.2027", "14–21 Jul 2027"),
        ("2027-06-28", "2027-07-03", "28.06.–03.07.2027", "28 Jun – 3 Jul 2027"),
        ("2027-12-28", "2028-01-03", "28.12.2027–03.01.2028", "28 Dec 2027 – 3 Jan 2028"),
        ("2027-07-14", "2028-07-14", "14.07.2027–14.07.2028", "14 Jul 2027 – 14 Jul 2028"),
    ],
)
def test_a_range_is_as_brief_as_it_can_be(
    arrival: str, departure: str, german: str, english: str
) -> None:
    days = dt.date.fromisoformat(arrival), dt.date.fromisoformat(departure)
    assert GERMAN.day_range(*days) == german
    assert ENGLISH.day_range(*days) == english


@given(st.dates())
def test_a_written_day_is_that_day(day: dt.date) -> None:
    assert GERMAN.day(day) == f"{day.day:02}.{day.month:02}.{day.year:04}"
    assert GERMAN.date(day) == f"{GERMAN.weekday(day)} {GERMAN.day(day)}"
    assert dt.datetime.strptime(ENGLISH.day(day), "%d %b %Y").date() == day  # noqa: DTZ007
    assert ENGLISH.date(day) == f"{ENGLISH.weekday(day)} {ENGLISH.day(day)}"
    assert ENGLISH.month(day).split()[0].startswith(ENGLISH.day(day).split()[1])


@given(st.integers())
def test_a_number_keeps_its_digits(n: int) -> None:
    assert int(GERMAN.number(n).replace(".", "")) == n
    assert int(ENGLISH.number(n).replace(",", "")) == n


def test_months_and_weekdays_are_ours() -> None:
    days = [dt.date(2027, month, 1) for month in range(1, 13)]
    assert GERMAN.month(days[2]) == "März 2027"
    assert ENGLISH.month(days[2]) == "March 2027"
    week = [GERMAN.weekday(dt.date(2027, 3, day)) for day in range(1, 8)]
    assert week == ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
    assert len({GERMAN.month(day) for day in days}) == 12


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="no tzset here")
def test_a_moment_is_shown_in_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = dt.datetime(2027, 7, 14, 22, 5, tzinfo=dt.UTC)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        assert GERMAN.moment(moment) == "15.07.2027, 00:05"
        assert ENGLISH.tr("Error: {message}", message=moment) == "Error: 15 Jul 2027, 00:05"
    time.tzset()


def test_a_catalogue_is_one_value_per_language() -> None:
    assert catalogue("de") is GERMAN
    assert GERMAN != ENGLISH
    assert {GERMAN, catalogue("de")} == {GERMAN}
    with pytest.raises(FrozenInstanceError):
        GERMAN.language = ENGLISH.language  # type: ignore[misc]
    with pytest.raises(ValueError, match="nl"):
        catalogue("nl")


def test_without_translations_it_speaks_english_and_the_log_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str, str], None]
) -> None:
    expect_log("app.i18n", "make setup")
    monkeypatch.setattr(resources, "path", lambda *_: tmp_path)
    bare: Catalogue = catalogue.__wrapped__("de")
    assert bare.tr("Usage:") == "Usage:"
    assert bare.date(dt.date(2027, 7, 14)) == "Mi 14.07.2027"


says_it_elsewhere = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="the system says it without any variable"
)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        pytest.param({}, "de", marks=says_it_elsewhere),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8@euro"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "de"),
        ({"LANG": "C"}, "de"),
        ({"LANG": "POSIX"}, "de"),
        ({"LANG": "C.UTF-8"}, "de"),
        ({"LC_ALL": "en_US", "LANG": "de_DE"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "de_DE"}, "en"),
        ({"LC_ALL": "fr_FR", "LANG": "en_US"}, "de"),
        ({"LANGUAGE": "fr:en:de", "LANG": "de_DE"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "en_US"}, "en"),
        ({"LANG": "english"}, "de"),
    ],
)
def test_the_language_follows_the_system(environ: dict[str, str], language: str) -> None:
    assert system_language(environ) == language


def test_the_standard_gettext_speaks_our_catalogue() -> None:
    i18n.use_for_gettext("de")
    assert gettext.gettext("Usage:") == "Aufruf:"
    i18n.use_for_gettext("en")
    assert gettext.gettext("Usage:") == "Usage:"


CLICK_PROGRAM = """
import click
from app.i18n import use_for_gettext
use_for_gettext("de")

@click.command()
@click.option("--port", type=click.IntRange(1, 9), required=True, help="Der Port.")
def main(port): ...

main(prog_name="programm")
"""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["Aufruf:", "Optionen:", "Diese Hilfe zeigen und beenden.", "erforderlich"]),
        ([], ["Fehler: Es fehlt die Option '--port'.", "Hilfe gibt „programm --help“."]),
        (["--port", "12"], ["Ungültiger Wert für '--port': 12 liegt nicht im Bereich"]),
        (["--prot", "1"], ["Die Option '--prot' gibt es nicht.", "Meinten Sie"]),
    ],
)
def test_clicks_own_words_are_german(arguments: list[str], words: list[str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", CLICK_PROGRAM, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=translations.ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    for word in words:
        assert word in answer.stdout + answer.stderr
