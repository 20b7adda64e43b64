"""The report: whole, readable, without a name or a secret, whatever state the data is in."""

from __future__ import annotations

import os
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import __version__
from app.bootstrap import backups_of
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.importing.report.standing import SourceDraft
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import catalogue
from app.services.diagnostics.contents import settings_text, versions_text
from app.services.diagnostics.report import Report, make_report, save_report
from app.services.services import Services

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
SECRETS = (
    "Öztürk",
    "Familie",
    "0171 998877",
    "Zahlt in Rubinen",
    "Möwennest",
    "Villa Kunterbunt",
    "Strandweg",
    "Marta Lindner",
    "Lindner",
    "kalender-mueller.example",
    "geheim-verwaltung.example",
    "Nebenlink",
)


@pytest.fixture
def house(services: Services) -> Services:
    unit = services.units.add_to(
        "Villa Kunterbunt",
        UnitDraft(property_id=0, name="Möwennest", address="Strandweg 3\n18609 Binz"),
        first_property="",
    )
    house = services.units.properties()[0]
    services.units.change_property(
        house.id, PropertyDraft(name=house.name, address="Strandweg 1"), sequence=house.sequence
    )
    services.staff.add(StaffDraft(name="Marta Lindner"))
    services.occupancies.add(
        OccupancyDraft(
            unit_id=unit.id,
            arrival=date(2027, 7, 10),
            departure=date(2027, 7, 14),
            guest="Familie Öztürk",
            contact="0171 998877, oe@example.org",
            note="Zahlt in Rubinen\nHund",
        )
    )
    services.links.enable_unit(unit.id)
    services.settings.set("public_url", "https://kalender-mueller.example/x")
    return services


def report(services: Services, language: str = "de") -> Report:
    folder = services.folder
    return make_report(folder, services.backups, services, catalogue(language), NOW)


def write_log(services: Services, text: str, name: str = "zimmerfrei.log") -> None:
    services.folder.logs.mkdir(exist_ok=True)
    (services.folder.logs / name).write_text(text, "utf-8")


def test_it_holds_versions_settings_check_and_log(house: Services) -> None:
    write_log(house, "2027-07-06 INFO app: neu\n")
    write_log(house, "2027-07-05 INFO app: alt\n", "zimmerfrei.log.1")
    made = report(house)
    names = ["versions.txt", "settings.txt", "check.txt", "zimmerfrei.log", "zimmerfrei.log.1"]
    assert [one.name for one in made.files] == names
    assert [one.title for one in made.files][3:] == ["Protokoll", "Protokoll, älterer Teil 1"]
    by_name = {one.name: one.text for one in made.files}
    assert __version__ in by_name["versions.txt"]
    assert "Belegungen" in by_name["settings.txt"]
    assert "geprüft" in by_name["check.txt"]
    assert by_name["zimmerfrei.log.1"] == "2027-07-05 INFO app: alt\n"
    assert all(f"==== {name} ====" in made.text() for name in names)
    assert made.file_name == "zimmerfrei-report-2027-07-06-1200"


def test_whatever_the_log_quotes_no_name_is_in_the_report(house: Services) -> None:
    (link,) = house.links.all()
    said = "; ".join((*SECRETS, link.token, "oe@example.org", "Hund", str(house.folder.path)))
    write_log(house, f"2027-07-06 ERROR app: {said}\n")
    text = report(house).text()
    for secret in (*SECRETS, link.token, "oe@example.org", str(house.folder.path)):
        if secret not in {"geheim-verwaltung.example", "Nebenlink"}:  # those are of the next test
            assert secret not in text, secret
    assert "‹guest›" in text
    assert "‹data folder›" in text


@pytest.mark.parametrize(
    "quoted", ["+49 (0)171 998-877", "490171998877", "49 0 171 998 877", "anna@pc"]
)
def test_a_guests_phone_and_e_mail_are_hidden_however_they_are_quoted(
    house: Services, quoted: str
) -> None:
    unit = house.units.all()[0]
    guest = {"phone": "+49 (0)171 998-877", "email": "anna@pc"}
    house.occupancies.add(
        OccupancyDraft(
            unit_id=unit.id,
            arrival=date(2027, 9, 1),
            departure=date(2027, 9, 3),
            **guest,  # type: ignore[arg-type]  # fields of a draft
        )
    )
    write_log(house, f"2027-07-06 WARNING app.x: refused {quoted}, twice\n")
    said = report(house).text()
    assert "refused" in said
    assert quoted not in said
    assert "998" not in said


def test_links_and_sources_of_ones_own_are_hidden_too(house: Services) -> None:
    unit = house.units.find("Möwennest")
    choices = LinkChoices(label="Nebenlink")
    house.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), choices)
    house.sources.add(
        SourceDraft(
            unit_id=unit.id,
            portal="Eigene Verwaltung",
            address="https://geheim-verwaltung.example/k.ics",
        )
    )
    write_log(house, "read geheim-verwaltung.example for Nebenlink, and airbnb.de\n")
    text = report(house).text()
    assert "geheim-verwaltung" not in text
    assert "Nebenlink" not in text
    assert "airbnb.de" in text


def test_it_says_how_much_there_is_and_how_it_is_set(house: Services) -> None:
    text = settings_text(catalogue("en"), house.folder, house)
    lines = dict(line.rsplit("  ", 1) for line in text.splitlines() if "  " in line)
    found = {name.strip(): value.strip() for name, value in lines.items()}
    assert found["Units"] == "1"
    assert found["Occupancies"] == "1"
    assert found["Enabled links"] == "1"
    assert found["public_url"] == "given"
    assert found["host"] == "this computer only"
    assert found["zimmerfrei.db"].endswith("kB")


def test_it_says_who_else_has_a_hand_in_the_files(house: Services) -> None:
    texts = catalogue("en")
    assert "Data folder lies in" not in settings_text(texts, house.folder, house)
    (house.folder.path / ".dropbox.cache").mkdir()
    for services in (house, None):
        (line,) = (
            line
            for line in settings_text(texts, house.folder, services).splitlines()
            if line.startswith("Data folder lies in")
        )
        assert line.endswith("  Dropbox")


def test_of_the_window_only_what_names_nothing_is_told(house: Services) -> None:
    house.folder.window_ini.write_text(
        "[window]\npage=plan\ngeometry=@ByteArray(xyz)\n[page]\nexport\\folder=/home/anna\n"
        "[dismissed]\nx=yes\nbroken line\n",
        "utf-8",
    )
    text = settings_text(catalogue("en"), house.folder, house)
    assert "Window: page" in text
    for secret in ("xyz", "anna", "export"):
        assert secret not in text


def test_files_of_others_in_the_folder_are_not_named(house: Services) -> None:
    (house.folder.path / "Liebesbrief an Anna.odt").write_text("x")
    assert "Liebesbrief" not in report(house).text()


def test_data_that_cannot_be_opened_makes_a_report_all_the_same(house: Services) -> None:
    write_log(house, "2027-07-06 ERROR app: damaged\n")
    trouble = UserError("The database {file} is damaged.", file="/home/anna/zimmerfrei.db")
    backups = backups_of(house.folder)
    made = make_report(house.folder, backups, None, catalogue("en"), NOW, trouble)
    text = made.text()
    assert "The database {file} is damaged." in text
    assert "/home/anna" not in text
    assert "damaged\n" in text
    assert "Units" not in text


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not hold here"
)
def test_a_log_that_cannot_be_read_is_named(house: Services) -> None:
    write_log(house, "x")
    (house.folder.logs / "zimmerfrei.log").chmod(0)
    assert "kann nicht" in report(house).files[-1].text


def test_a_folder_in_place_of_the_log_is_borne(house: Services) -> None:
    (house.folder.logs / "zimmerfrei.log").mkdir(parents=True)
    assert report(house, "en").files[-1].text == "This file cannot be read."


def test_bytes_that_are_no_text_are_borne(house: Services) -> None:
    house.folder.logs.mkdir(exist_ok=True)
    (house.folder.logs / "zimmerfrei.log").write_bytes(b"caf\xe9 \x00 ok\n")
    assert "ok" in report(house).files[-1].text


def test_the_file_is_a_zip_with_the_very_texts_that_were_shown(
    house: Services, tmp_path: Path
) -> None:
    made = report(house)
    target = tmp_path / "bericht.zip"
    save_report(made, target)
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        found = {name: packed.read(name).decode() for name in packed.namelist()}
    assert found == {one.name: one.text for one in made.files}
    before = target.read_bytes()
    save_report(made, target)
    assert target.read_bytes() == before


def test_a_place_that_cannot_be_written_is_a_sentence(house: Services, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        save_report(report(house), tmp_path / "nowhere" / "r.zip")
    with pytest.raises(UserError):
        save_report(report(house), tmp_path)


def test_a_clock_before_the_first_zip_file_is_borne(house: Services, tmp_path: Path) -> None:
    made = report(house)
    old = Report(made.files, datetime(1970, 1, 1, tzinfo=UTC))
    save_report(old, tmp_path / "r.zip")
    assert zipfile.is_zipfile(tmp_path / "r.zip")


@pytest.mark.parametrize("language", ["de", "en"])
def test_versions_name_what_runs(language: str) -> None:
    text = versions_text(catalogue(language))
    for word in (__version__, "Python", "SQLite", "OpenSSL", "PySide6"):
        assert word in text
