"""`zimmerfrei import` and `zimmerfrei export`: files in, files out, and nothing by halves."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.core.exchange.fields import FileField
from tests.cli.conftest import Say, Zimmerfrei


@pytest.fixture(autouse=True)
def units(done: Say) -> None:
    done("unit", "add", "Seeblick 1", "--property", "Haus Seeblick")
    done("unit", "add", "Seeblick 2")


@pytest.fixture
def listed(zimmerfrei: Zimmerfrei) -> Any:
    """List occupancies as JSON."""
    return lambda: zimmerfrei("occupancy", "list", "--all", "--json").json


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "Gäste 2027.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


LIST = "Wohnung;Anreise;Abreise;Gast\nSeeblick 1;1.8.2027;4.8.2027;Huber\n"


def test_a_list_is_entered(done: Say, listed: Any, tmp_path: Path) -> None:
    said = done("import", written(tmp_path, LIST))
    assert said == "1 occupancy entered.\n0 occupancies changed.\n"
    assert [(one["unit"], one["guest"]) for one in listed()] == [("Seeblick 1", "Huber")]
    said = done("import", written(tmp_path, LIST.replace("Huber", "Huber, Anna")))
    assert "1 occupancy changed." in said
    assert "1 stands there already." in done(
        "import", written(tmp_path, LIST.replace("Huber", "Huber, Anna"))
    )


def test_a_dry_run_only_tells(done: Say, listed: Any, tmp_path: Path) -> None:
    said = done("import", written(tmp_path, LIST), "--dry-run")
    assert "1 occupancy is new." in said
    assert listed() == []


def test_one_bad_line_keeps_all_out_until_it_is_to_be_left_out(
    zimmerfrei: Zimmerfrei, done: Say, listed: Any, tmp_path: Path
) -> None:
    path = written(tmp_path, LIST + "Meise;1.8.2027;4.8.2027;Maier\n")
    answer = zimmerfrei("import", path)
    assert answer.status == 1
    assert "Line 3 (Meise · 1.8.2027 · 4.8.2027 · Maier): There is no unit “Meise”." in answer.out
    assert "Nothing was imported" in answer.err
    assert listed() == []
    done("import", path, "--skip")
    assert len(listed()) == 1


def test_what_cannot_be_entered_is_named_with_its_days_as_the_reader_writes_them(
    zimmerfrei: Zimmerfrei, done: Say, tmp_path: Path
) -> None:
    done("occupancy", "add", "Seeblick 1", "2027-08-02", "2027-08-05", "--guest", "Huber jr.")
    answer = zimmerfrei("import", written(tmp_path, LIST))
    said = (
        "Line 2 (Seeblick 1 · 1–4 Aug 2027 · Huber): Seeblick 1 is taken already from "
        "Mon 2 Aug 2027 to Thu 5 Aug 2027: Huber jr.\n"
    )
    assert said in answer.out
    (refused,) = zimmerfrei("import", written(tmp_path, LIST), "--json", "--dry-run").json[
        "refused"
    ]
    assert refused["what"] == "Seeblick 1 · 2027-08-01 – 2027-08-04 · Huber"


def test_a_calendar_has_events_and_no_lines(zimmerfrei: Zimmerfrei, tmp_path: Path) -> None:
    event = (
        "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;VALUE=DATE:2027080{n}\r\n"
        "DTEND;VALUE=DATE:2027080{end}\r\nSUMMARY:Huber\r\nEND:VEVENT\r\n"
    )
    events = "".join(event.format(n=n, end=n + 3) for n in (1, 2))
    path = tmp_path / "a.ics"
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n", "utf-8")
    answer = zimmerfrei("import", str(path), "--unit", "Seeblick 1")
    assert answer.status == 1
    assert (
        "Event 2 (Seeblick 1 · 2–5 Aug 2027 · Huber): Event 1 of the file has these nights already"
    ) in answer.out
    assert "Line" not in answer.out


def test_the_help_names_every_field_that_a_column_may_be(done: Say) -> None:
    said = set(re.findall(r"\w+", done("import", "--help")))
    assert {field.value for field in FileField} <= said


@pytest.mark.parametrize("scheme", ["https", "HTTP", "webcal"])
def test_an_address_is_no_file(zimmerfrei: Zimmerfrei, scheme: str) -> None:
    answer = zimmerfrei("import", f"{scheme}://www.airbnb.example/calendar/1.ics?s=secret")
    assert (answer.status, "source add" in answer.err) == (1, True)
    assert "secret" not in answer.err


def test_a_folder_is_told_by_its_name_or_its_path(
    zimmerfrei: Zimmerfrei, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "“.” is a folder" in zimmerfrei("import", ".").err


def test_very_many_bad_lines_are_not_all_told(zimmerfrei: Zimmerfrei, tmp_path: Path) -> None:
    path = written(tmp_path, LIST + "Meise;1.8.2027;4.8.2027;Maier\n" * 30)
    answer = zimmerfrei("import", path)
    assert "and 10 more" in answer.out
    told = zimmerfrei("import", path, "--json", "--dry-run").json
    assert len(told["refused"]) == 30
    assert told["done"] is False
    assert told["new"][0]["unit"] == "Seeblick 1"


def test_a_column_may_be_named(done: Say, listed: Any, tmp_path: Path) -> None:
    text = "Von;Bis;Wer?;Mehr\n1.8.2027;4.8.2027;Huber;Hund\n"
    done("import", written(tmp_path, text), "--unit", "Seeblick 2",
         "--map", "guest=wer?", "--map", "note=4")  # fmt: skip
    (one,) = listed()
    assert (one["unit"], one["guest"], one["note"]) == ("Seeblick 2", "Huber", "Hund")


def test_a_column_may_be_left_out(done: Say, listed: Any, tmp_path: Path) -> None:
    done("import", written(tmp_path, LIST), "--map", "guest=")
    assert listed()[0]["guest"] == ""


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--map", "guest"), "which column"),
        (("--map", "price=3"), "which column"),
        (("--map", "guest=Preis"), "no column “Preis”"),
        (("--map", "guest=9"), "no column “9”"),
        (("--unit", "Meise"), "Meise"),
        (("--map", "arrival="), "which columns"),
    ],
)
def test_what_cannot_be_meant_is_told(
    zimmerfrei: Zimmerfrei, tmp_path: Path, option: tuple[str, str], words: str
) -> None:
    answer = zimmerfrei("import", written(tmp_path, LIST), *option)
    assert answer.status == 1
    assert words in answer.err


def test_american_or_not_is_asked_for(
    zimmerfrei: Zimmerfrei, done: Say, listed: Any, tmp_path: Path
) -> None:
    path = written(tmp_path, "Unit,Arrival,Departure\nSeeblick 1,03/04/2027,04/05/2027\n")
    assert "--dates day-first" in zimmerfrei("import", path).err
    done("import", path, "--dates", "month-first")
    assert listed()[0]["arrival"] == "2027-03-04"


def test_more_than_a_year_has_to_be_said(zimmerfrei: Zimmerfrei, done: Say, tmp_path: Path) -> None:
    path = written(tmp_path, "Unit,Arrival,Departure\nSeeblick 1,2027-03-04,2029-03-04\n")
    assert zimmerfrei("import", path).status == 1
    done("import", path, "--long")


def test_no_file_is_told(zimmerfrei: Zimmerfrei, tmp_path: Path) -> None:
    answer = zimmerfrei("import", str(tmp_path / "none.csv"))
    assert (answer.status, "There is no file “none.csv”." in answer.err) == (1, True)


@pytest.mark.parametrize("sort", ["ics", "xlsx", "csv"])
def test_what_is_exported_comes_back(done: Say, listed: Any, tmp_path: Path, sort: str) -> None:
    done("staff", "add", "Maria Kern")
    done("occupancy", "add", "Seeblick 1", "2027-08-01", "2027-08-04", "--guest", "=Huber; A",
         "--contact", "+49 171", "--persons", "3", "--note", "Hund,\nspät\\n", "--portal", "airbnb",
         "--staff", "Maria Kern", "--phone", "+49 171", "--email", "a@example.org", "--children",
         "1", "--pets", "2", "--arrival-time", "15:30")  # fmt: skip
    done("occupancy", "add", "Seeblick 2", "2027-08-01", "2027-08-04", "--kind", "block")
    done("occupancy", "add", "Seeblick 2", "2027-08-04", "2027-08-06", "--option-until",
         "2027-07-20")  # fmt: skip
    before = listed()
    target = str(tmp_path / f"all.{sort}")
    assert done("export", target) == f"Saved: {target}\n"
    assert "3 stand there already." in done("import", target)
    for one in before:
        done("occupancy", "cancel", str(one["id"]))
    if sort == "ics":
        # By their own number they are the same, and stand again.
        assert "3 occupancies changed." in done("import", target)
        kept = ("id", "uid", "guest", "contact", "persons", "note", "portal", "staff", "kind",
                "status", "option_until", "phone", "email", "arrival_time", "adults", "children",
                "pets")  # fmt: skip
        after = listed()
        assert [[one[key] for key in kept] for one in after] == [
            [one[key] for key in kept] for one in before
        ]


def test_a_calendar_comes_back_in_a_house_where_nothing_is(
    done: Say, listed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("occupancy", "add", "Seeblick 1", "2027-08-01", "2027-08-04", "--guest", "Huber")
    before = listed()
    target = str(tmp_path / "all.ics")
    done("export", target)
    monkeypatch.setenv("ZIMMERFREI_DATA_DIR", str(tmp_path / "other"))
    done("unit", "add", "Seeblick 1")
    done("import", target)
    kept = ("uid", "unit", "arrival", "departure", "guest", "kind", "status", "portal")
    assert [{key: one[key] for key in kept} for one in listed()] == [
        {key: one[key] for key in kept} for one in before
    ]


def test_json_holds_everything_and_no_address_unless_asked(
    done: Say, zimmerfrei: Zimmerfrei, tmp_path: Path
) -> None:
    done("staff", "add", "Maria Kern", "--unit", "Seeblick 1")
    done("occupancy", "add", "Seeblick 1", "2027-08-01", "2027-08-04", "--guest", "Huber",
         "--arrival-time", "9:05", "--pets", "1")  # fmt: skip
    done("occupancy", "cancel", "1")
    url = done("link", "enable", "Seeblick 1")
    token = zimmerfrei("link", "list", "--json").json[0]["url"].split("/")[-2]
    assert token in url
    target = tmp_path / "all.json"
    done("export", str(target))
    text = target.read_text(encoding="utf-8")
    house = json.loads(text)
    assert token not in text
    assert (house["format"], house["version"]) == ("zimmerfrei", 1)
    assert [unit["name"] for unit in house["units"]] == ["Seeblick 1", "Seeblick 2"]
    assert house["properties"][0]["name"] == "Haus Seeblick"
    assert house["staff"][0]["unit_ids"] == [1]
    assert house["links"][0]["target"] == {"scope": "unit", "id": 1}
    assert house["occupancies"][0]["status"] == "cancelled"
    assert house["occupancies"][0]["unit"] == "Seeblick 1"
    assert house["occupancies"][0]["arrival_time"] == "09:05"
    assert house["occupancies"][0]["pets"] == 1
    done("export", str(target), "--with-addresses")
    assert token in target.read_text(encoding="utf-8")


def test_json_holds_settings_and_portals_without_their_addresses(
    done: Say, zimmerfrei: Zimmerfrei, tmp_path: Path
) -> None:
    done("settings", "set", "guest_years", "3")
    # Nobody answers there: it is kept all the same.
    address = "http://127.0.0.1:9/very-secret.ics"
    zimmerfrei("source", "add", "Seeblick 1", address, "--portal", "airbnb", "--allow-private")
    target = tmp_path / "all.json"
    done("export", str(target))
    text = target.read_text(encoding="utf-8")
    house = json.loads(text)
    assert "very-secret" not in text
    assert house["settings"]["guest_years"] == "3"
    assert [(one["unit_id"], one["portal"]) for one in house["sources"]] == [(1, "airbnb")]
    assert house["letters"] == {}
    done("export", str(target), "--with-addresses")
    assert json.loads(target.read_text(encoding="utf-8"))["sources"][0]["address"] == address


def test_what_it_becomes_can_be_said(done: Say, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    done("export", str(target), "--as", "ics")
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_name_that_says_nothing_is_refused_by_form(
    zimmerfrei: Zimmerfrei, tmp_path: Path
) -> None:
    answer = zimmerfrei("export", str(tmp_path / "all.doc"))
    assert (answer.status, ".json, .ics" in answer.err) == (2, True)


def test_a_folder_that_is_gone_is_told(zimmerfrei: Zimmerfrei, tmp_path: Path) -> None:
    answer = zimmerfrei("export", str(tmp_path / "gone" / "all.json"))
    assert (answer.status, "is gone" in answer.err) == (1, True)
