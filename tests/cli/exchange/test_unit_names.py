"""`zimmerfrei import --unit "Name=Einheit"`: what a file calls units, said on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Say, Zimmerfrei

LIST = (
    "Wohnung;Anreise;Abreise;Gast\n"
    "FeWo Seeblick 1;1.8.2027;4.8.2027;Huber\n"
    "Garage;1.8.2027;4.8.2027;Maier\n"
    "Seeblick 2;1.8.2027;4.8.2027;Kern\n"
)


@pytest.fixture(autouse=True)
def units(done: Say) -> None:
    done("unit", "add", "Seeblick 1", "--property", "Haus Seeblick")
    done("unit", "add", "Seeblick 2")


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    def listed() -> set[tuple[str, str]]:
        rows = zimmerfrei("occupancy", "list", "--all", "--json").json
        return {(one["unit"], one["guest"]) for one in rows}

    return listed


def test_unknown_names_are_told_with_what_they_may_be(
    zimmerfrei: Zimmerfrei, listed: Any, path: str
) -> None:
    answer = zimmerfrei("import", path)
    assert answer.status == 1
    assert "  --unit 'FeWo Seeblick 1=Seeblick 1'\n  --unit Garage=UNIT\n" in answer.out
    assert listed() == set()


def test_names_mean_what_was_said(done: Say, listed: Any, path: str) -> None:
    said = done("import", path, "--unit", "fewo seeblick 1=Seeblick 1", "--unit", "Garage=id:2",
                "--skip")  # fmt: skip
    assert "3 occupancies entered" not in said
    assert ("Seeblick 1", "Huber") in listed()


def test_lines_may_be_left_out(done: Say, listed: Any, path: str) -> None:
    said = done("import", path, "--unit", "FeWo Seeblick 1=Seeblick 1", "--unit", "Garage=")
    assert "2 occupancies entered.\n" in said
    assert "1 line is left out, as you said.\n" in said
    assert listed() == {("Seeblick 1", "Huber"), ("Seeblick 2", "Kern")}


def test_a_unit_may_be_made(done: Say, listed: Any, path: str) -> None:
    said = done("import", path, "--unit", "FeWo Seeblick 1=Seeblick 1", "--unit", "Garage=new:")
    assert "New units: Garage\n" in said
    assert ("Garage", "Maier") in listed()
    assert "Garage" in done("unit", "list")


def test_a_dry_run_makes_no_unit(zimmerfrei: Zimmerfrei, done: Say, path: str) -> None:
    told = zimmerfrei(
        "import", path, "--unit", "Garage=NEW:", "--unit", "FeWo Seeblick 1=", "--dry-run", "--json"
    ).json
    assert told["new_units"] == ["Garage"]
    assert told["left_out"] == 1
    assert [one["unit"] for one in told["new"]] == ["Garage", "Seeblick 2"]
    assert "Garage" not in done("unit", "list")


def test_a_name_with_an_equals_sign(done: Say, listed: Any, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Wohnung;Anreise;Abreise\na=b;1.8.2027;4.8.2027\n", encoding="utf-8")
    done("import", str(path), "--unit", "a=b=Seeblick 2")
    assert listed() == {("Seeblick 2", "")}


def test_a_unit_with_an_equals_sign_is_the_one_of_all(
    done: Say, listed: Any, tmp_path: Path
) -> None:
    done("unit", "add", "a=b")
    path = tmp_path / "odd.csv"
    path.write_text("Anreise;Abreise\n1.8.2027;4.8.2027\n", encoding="utf-8")
    done("import", str(path), "--unit", "a=b")
    assert listed() == {("a=b", "")}


def test_a_name_that_is_not_in_the_file_does_no_harm(done: Say, path: str) -> None:
    done("import", path, "--unit", "FeWo Seeblick 1=Seeblick 1", "--unit", "Garage=",
         "--unit", "Keller=Seeblick 2")  # fmt: skip


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Garage=Meise", "There is no unit"),
        ("Seeblick 2=Seeblick 1", "just this one"),
        ("=Seeblick 1", "There is no unit"),
        ("Garage=id:77", "There is no unit"),
    ],
)
def test_what_means_nothing_is_told(
    zimmerfrei: Zimmerfrei, listed: Any, path: str, said: str, why: str
) -> None:
    answer = zimmerfrei("import", path, "--unit", said)
    assert answer.status == 1
    assert why in answer.err
    assert listed() == set()
