import io
import unicodedata
from datetime import date

import pytest

from app.cli.common import output
from app.cli.common.output import Column


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", 0),
        ("Gäste", 5),
        (unicodedata.normalize("NFD", "Gäste"), 5),
        ("山田", 4),
        ("🏡", 2),
        ("❤\N{VARIATION SELECTOR-16}", 2),
        ("a\N{ZERO WIDTH JOINER}b", 2),
        ("\N{VARIATION SELECTOR-16}", 2),
    ],
)
def test_width_counts_places(text: str, places: int) -> None:
    assert output.width(text) == places


def test_a_table_lines_up_whatever_stands_in_it() -> None:
    columns = [Column("No.", right=True), Column("Guest"), Column("x")]
    lines = output.table(
        columns, [("1", "山田", "|"), ("23", "🏡 Müller", "|"), ("4", "a\nb", "|")]
    ).splitlines()
    assert lines[0] == "No.  Guest      x"
    assert lines[1] == "───  ─────────  ─"
    starts = {output.width(line[: line.index("|")]) for line in lines[2:]}
    assert starts == {16}
    assert lines[3].startswith(" 23  ")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_that_is_narrow_gets_shorter_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    columns = [Column("No."), Column("Guest", flexible=True), Column("Address")]
    rows = [("1", "Familie Österreicher 山田", "http://a/b")]
    assert "山田" in output.table(columns, rows)
    monkeypatch.setattr("sys.stdout", Terminal())
    line = output.table(columns, rows).splitlines()[2]
    assert line == "1    Familie Öste…  http://a/b"


def test_a_terminal_that_is_far_too_narrow_breaks_lines_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    monkeypatch.setattr("sys.stdout", Terminal())
    line = output.table([Column("A", flexible=True), Column("B")], [("x" * 50, "y" * 20)])
    assert line.splitlines()[2] == "x" * 50 + "  " + "y" * 20


def test_json_has_dates_and_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.say_json({"day": date(2027, 7, 14), "word": "Gäste"})
    assert capsys.readouterr().out == '{\n  "day": "2027-07-14",\n  "word": "Gäste"\n}\n'
    with pytest.raises(TypeError):
        output.say_json(object())
