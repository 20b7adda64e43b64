"""Files taken in: what our own export wrote comes back, what others wrote is understood."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import Unit
from app.core.progress import StoppedError
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.i18n import catalogue
from app.services.base.changes import CompositeChange, OccupancyChange, UnitChange
from app.services.data_folder.folder import DataFolder
from app.services.exchange.export import Format, ListedStay, export_list
from app.services.exchange.file_import import Preview
from app.services.services import Services
from app.services.stays.checks import OccupancyConflict
from tests.services.conftest import Stay, Told
from tests.services.test_taking_back import taking_back_of

FEEDS = {path.name: path for path in (Path(__file__).parents[2] / "feeds").glob("*.ics")}


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Seeblick 1", "Seeblick 2"]).units)


def looked_at(services: Services, path: Path, **columns: object) -> Preview:
    opened = services.file_import.open(path)
    guess = services.file_import.guess(opened)
    return services.file_import.preview(opened, replace(guess, **columns))  # type: ignore[arg-type]


def entered(
    services: Services, path: Path, **columns: object
) -> CompositeChange[OccupancyChange | UnitChange]:
    return services.file_import.enter(looked_at(services, path, **columns))


def written(tmp_path: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def exported(services: Services, path: Path, form: Format, language: str) -> Path:
    names = {unit.id: unit.name for unit in services.units.all(archived=True)}
    staff = services.staff.names()
    rows = [
        ListedStay(names[stay.unit_id], stay, staff.get(stay.staff_id or 0, ""))
        for stay in services.occupancies.all()
    ]
    assert export_list(path, form, rows, catalogue(language))
    return path


def drafts(services: Services) -> list[OccupancyDraft]:
    return sorted((one.draft() for one in services.occupancies.all()), key=repr)


NASTY = [
    "=1+1",
    "+49 171 2345678",
    "007",
    "'schon da",
    "_x000D_",
    "a;=b\tc",
    "1-2",
    "😀 بيت",
    "#N/A",
]


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("language", ["de", "en"])
def test_our_own_list_comes_back_exactly(
    services: Services, units: list[Unit], stay: Stay, tmp_path: Path, form: Format, language: str
) -> None:
    maria = services.staff.add(StaffDraft(name="Maria Kern"))
    for at, text in enumerate(NASTY):
        services.occupancies.add(
            stay(units[at % 2].id, at * 4, guest=text, contact=text, note=f"{text}\nzweite Zeile",
                 persons=at + 1, portal="airbnb" if at % 2 else "", staff_id=maria.id,
                 phone=text, email="a=b@example.org", arrival_time=time(at, 5), pets=at,
                 children=at // 2)
        )  # fmt: skip
    services.occupancies.add(stay(units[0].id, 100, kind=Kind.BLOCK, note="Renovierung"))
    option = stay(units[0].id, 110, status=Status.OPTION, option_until=date(2027, 7, 30))
    services.occupancies.add(option)
    gone = services.occupancies.add(stay(units[0].id, 120, guest="Weg")).after
    services.occupancies.cancel(gone.id, sequence=0)
    before = drafts(services)
    path = exported(services, tmp_path / f"list.{form.value}", form, language)
    # In the same house everything is there already.
    preview = looked_at(services, path)
    assert (preview.judged.does, preview.judged.same) == (0, len(before))
    assert not preview.judged.refused
    # In a house where nothing is, it is all there again.
    with closing(sqlite3.connect(services.folder.database)) as plain, plain:
        plain.execute("DELETE FROM occupancy")
    change = entered(services, path)
    assert len(change.made) == len(before)
    assert drafts(services) == before
    assert looked_at(services, path).judged.same == len(before)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.text(max_size=60), st.sampled_from(Kind)), max_size=5
    ),
    st.sampled_from(Format),
)
def test_whatever_stands_there_is_there_already_in_our_own_list(
    services: Services,
    tmp_path: Path,
    texts: list[tuple[str, str, Kind]],
    form: Format,
) -> None:
    houses = services.units.all() or services.units.first_house("Haus", ["Seeblick 1"]).units
    start = len(services.occupancies.all())
    for at, (guest, note, kind) in enumerate(texts, start=start):
        arrival = date(2027, 1, 1) + timedelta(days=at)
        draft = OccupancyDraft(unit_id=houses[0].id, arrival=arrival,
                               departure=arrival + timedelta(days=1), guest=guest, note=note,
                               kind=kind)  # fmt: skip
        services.occupancies.add(draft)
    if not services.occupancies.all():
        return
    path = exported(services, tmp_path / f"some.{form.value}", form, "de")
    judged = looked_at(services, path).judged
    assert (judged.does, judged.refused) == (0, ())


def test_a_list_of_another_program_becomes_occupancies(
    services: Services, units: list[Unit], told: Told, tmp_path: Path
) -> None:
    told.take()
    text = (
        "Meine Gäste;;;;\n\nWohnung;Anreise;Abreise;Name;Gäste\n"
        "Seeblick 1;14.07.2027;21.07.2027;Öztürk;2\nseeblick 2;Mi 14.7.27;46600;Größe;3\n"
    )
    change = entered(services, written(tmp_path, text, encoding="cp1252"))
    found = services.occupancies.all()
    assert [one.guest for one in found] == ["Öztürk", "Größe"]
    assert [one.persons for one in found] == [2, 3]
    assert sorted((one.after for one in change.parts), key=lambda one: one.id) == found
    assert {unit.id for unit in units} <= {number for move in told.take() for number in move.units}


def test_what_is_told_of_a_change_is_what_stands_there(
    services: Services, units: list[Unit], stay: Stay, tmp_path: Path
) -> None:
    was = services.occupancies.add(stay(units[0].id, guest="Huber")).after
    text = (
        "Unit;Arrival;Departure;Guest\n"
        "Seeblick 1;2027-08-01;2027-08-04;Anna Huber\n"
        "Seeblick 1;2027-09-01;2027-09-04;Neu\n"
    )
    change = entered(services, written(tmp_path, text))
    for part in change.parts:
        assert services.occupancies.get(part.after.id) == part.after
    changed = next(part for part in change.parts if part.before is not None)
    assert changed.before == was
    assert (changed.after.uid, changed.after.sequence) == (was.uid, was.sequence + 1)


def test_it_is_taken_back_as_one_and_done_again(
    services: Services, units: list[Unit], stay: Stay, tmp_path: Path
) -> None:
    services.occupancies.add(stay(units[0].id, guest="Huber"))
    text = "Unit;Arrival;Departure;Guest\nSeeblick 1;2027-08-01;2027-08-04;Anna\n" + "".join(
        f"Seeblick 2;2027-09-{at:02};2027-09-{at + 1:02};Gast {at}\n" for at in range(1, 29)
    )
    change = entered(services, written(tmp_path, text))
    taken = taking_back_of(services).take_back(change)
    assert [one.guest for one in services.occupancies.all() if one.blocks] == ["Huber"]
    taking_back_of(services).take_back(taken.reverse)
    assert len([one for one in services.occupancies.all() if one.blocks]) == 29


def test_what_came_in_between_keeps_it_from_being_taken_back_by_halves(
    services: Services, units: list[Unit], tmp_path: Path
) -> None:
    text = "Arrival;Departure\n2027-08-01;2027-08-04\n2027-08-05;2027-08-06\n"
    change = entered(services, written(tmp_path, text), unit_id=units[0].id)
    one = change.parts[0].after
    services.occupancies.cancel(one.id, sequence=one.sequence)
    with pytest.raises(UserError):
        taking_back_of(services).take_back(change)
    assert len([one for one in services.occupancies.all() if one.blocks]) == 1


def test_what_changed_since_the_preview_is_not_entered_blindly(
    services: Services, units: list[Unit], stay: Stay, tmp_path: Path
) -> None:
    text = "Arrival;Departure\n2027-08-01;2027-08-04\n2027-09-05;2027-09-06\n"
    path = written(tmp_path, text)
    preview = looked_at(services, path, unit_id=units[0].id)
    services.occupancies.add(stay(units[0].id, 1))
    with pytest.raises(UserError, match="meantime"):
        services.file_import.enter(preview)
    assert len(services.occupancies.all()) == 1
    again = looked_at(services, path, unit_id=units[0].id)
    assert (again.judged.does, len(again.judged.refused)) == (1, 1)
    services.file_import.enter(again)


@pytest.mark.parametrize("stop_at", [0, 2000, 4000])
def test_stopped_in_the_middle_nothing_has_happened(
    services: Services, units: list[Unit], tmp_path: Path, stop_at: int
) -> None:
    first = date(2027, 1, 1)
    lines = (f"{first + timedelta(days=at)};{first + timedelta(days=at + 1)}" for at in range(4500))
    path = written(tmp_path, "Arrival;Departure\n" + "\n".join(lines))
    preview = looked_at(services, path, unit_id=units[0].id)
    with pytest.raises(StoppedError):
        services.file_import.enter(preview, lambda done, _total: done < stop_at)
    assert services.occupancies.all() == []
    with services.database.read():
        assert list(services.database.rows(services.database.table("event_touched").select())) == []


def test_the_feed_has_it_and_no_double_booking_comes(
    services: Services, units: list[Unit], stay: Stay, tmp_path: Path
) -> None:
    link = services.links.enable_unit(units[0].id).after
    text = "Arrival;Departure\n2027-08-01;2027-08-04\n2027-08-04;2027-08-06\n"
    feeds = services.feeds()
    try:
        before = feeds.answer(link.token)
        entered(services, written(tmp_path, text), unit_id=units[0].id)
        after = feeds.answer(link.token)
    finally:
        feeds.close()
    assert getattr(before, "body", b"").count(b"BEGIN:VEVENT") == 0
    assert getattr(after, "body", b"").count(b"BEGIN:VEVENT") == 2
    assert services.double_bookings.open() == []
    with pytest.raises(OccupancyConflict):
        services.occupancies.add(stay(units[0].id))


@pytest.mark.usefixtures("units")
def test_excel_of_another_hand(services: Services, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Einnahmen", 2027])
    sheet = book.create_sheet("Belegung")
    sheet.append(["Belegungsplan 2027"])
    heads = ["Ferienwohnung", "Anreise", "Abreise", "Gast", "Personen", "Telefon", "Ankunftszeit"]
    sheet.append(heads)
    first: list[object] = ["Seeblick 1", datetime(2027, 7, 1, 15), date(2027, 7, 8), "=1+1"]  # noqa: DTZ001
    sheet.append([*first, 2.0, 491701, time(16, 30)])
    sheet.append([None, None, None, None])
    sheet.append(["Seeblick 2", 46204, "=B4+7", "Huber", "3", None])
    path = tmp_path / "plan.xlsx"
    book.save(path)
    preview = looked_at(services, path)
    (one,) = (asked.after for asked in preview.judged.new)
    assert (one.arrival, one.departure) == (date(2027, 7, 1), date(2027, 7, 8))
    assert (one.guest, one.persons, one.phone) == ("", 2, "491701")
    assert one.arrival_time == time(16, 30)
    # What a formula came to is not in this file, and nobody reckons it.
    assert "departure is missing" in preview.judged.refused[0].why.text
    assert preview.judged.refused[0].line == 5


@pytest.mark.parametrize("name", sorted(FEEDS))
def test_calendars_of_portals_become_the_owners_own(
    services: Services, units: list[Unit], tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    shutil.copy(FEEDS[name], path)
    if name in {"html-error-with-200.ics", "truncated.ics"}:
        with pytest.raises(UserError):
            services.file_import.open(path)
        return
    preview = looked_at(services, path, unit_id=units[0].id)
    judged = preview.judged
    services.file_import.enter(preview)
    assert all(not one.foreign for one in services.occupancies.all())
    assert services.sources.all() == []
    again = looked_at(services, path, unit_id=units[0].id).judged
    assert again.does == 0
    assert again.same == judged.does


@pytest.mark.usefixtures("units")
def test_a_calendar_without_a_unit_refuses_each_event_by_its_words(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "a.ics"
    shutil.copy(FEEDS["vrbo-homeaway-lf.ics"], path)
    judged = looked_at(services, path).judged
    assert judged.does == 0
    assert {one.why.text for one in judged.refused} == {"It names no unit."}


def test_of_the_only_unit_everything_is(services: Services, tmp_path: Path) -> None:
    services.units.first_house("Haus", ["Seeblick 1"])
    assert looked_at(services, written(tmp_path, "Von;Bis\n1.8.2027;2.8.2027\n")).judged.does == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "nothing in this file"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"%PDF-1.7\n", "neither a table"),
        (b"<!DOCTYPE html><html></html>", "neither a table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "neither a table"),
        (b"PK\x03\x04 broken", "no Excel file"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "breaks off"),
    ],
)
def test_files_that_are_something_else_say_what_to_do(
    services: Services, tmp_path: Path, body: bytes, words: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    with pytest.raises(UserError, match=words):
        services.file_import.open(path)


def test_a_zip_that_is_no_workbook_and_a_folder_and_nothing(
    services: Services, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as packed:
        packed.writestr("hello.txt", "hello")
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", "<content/>")
    for path, words in (
        (tmp_path / "a.ods", "“a.ods” is a table of LibreOffice"),
        (tmp_path / "a.xlsx", "no Excel file"),
        (tmp_path, "is a folder"),
        (tmp_path / "none.csv", "There is no file “none.csv”"),
    ):
        with pytest.raises(UserError, match=words):
            services.file_import.open(path)


def test_a_workbook_is_only_read(
    services: Services, units: list[Unit], folder: DataFolder, tmp_path: Path
) -> None:
    path = exported(services, tmp_path / "list.xlsx", Format.EXCEL, "de")
    before = path.read_bytes()
    services.file_import.open(path)
    assert path.read_bytes() == before
    path.unlink()  # nothing holds it open
    assert units
    assert folder.database.exists()
