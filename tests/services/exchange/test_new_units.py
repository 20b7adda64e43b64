"""Units that an import makes: all or nothing, and taken back with it as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.exchange.columns import UnitWord
from app.core.house.unit import Unit, UnitDraft
from app.core.progress import StoppedError
from app.services.base.changes import AnyChange, OccupancyChange, UnitChange
from app.services.data_folder.folder import DataFolder
from app.services.exchange.file_import import Preview
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.test_taking_back import taking_back_of

HEAD = "Wohnung;Anreise;Abreise;Gast;Buchungsnummer\n"


@pytest.fixture(autouse=True)
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus", ["Seeblick"]).units)


def written(tmp_path: Path, count: int = 1) -> Path:
    lines = (f"Garage;{n % 28 + 1}.{n // 28 + 1}.2027;{n % 28 + 2}.{n // 28 + 1}.2027;G{n};N{n}\n"
             for n in range(count))  # fmt: skip
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "Seeblick;1.8.2027;4.8.2027;Huber;A\n" + "".join(lines), "utf-8")
    return path


def looked_at(services: Services, path: Path) -> Preview:
    opened = services.file_import.open(path)
    columns = services.file_import.guess(opened).with_meant({"garage": UnitWord.NEW})
    return services.file_import.preview(opened, columns)


def standing(services: Services) -> dict[str, list[str]]:
    return {
        unit.name: [
            s.guest for s in services.occupancies.all() if s.unit_id == unit.id and s.blocks
        ]
        for unit in services.units.all()
    }


def test_nothing_is_made_before_it_is_entered(services: Services, tmp_path: Path) -> None:
    preview = looked_at(services, written(tmp_path))
    assert [unit.name for unit in preview.makes] == ["Garage"]
    assert standing(services) == {"Seeblick": []}


@pytest.mark.parametrize("count", [1, 45])
def test_unit_and_stays_come_and_go_and_come_as_one(
    services: Services, tmp_path: Path, count: int
) -> None:
    made: AnyChange = services.file_import.enter(looked_at(services, written(tmp_path, count)))
    there = standing(services)
    assert there["Seeblick"] == ["Huber"]
    assert len(there["Garage"]) == count
    back = taking_back_of(services)
    for _turn in range(2):
        assert not back.has_moved(made)
        gone = back.take_back(made)
        # What was entered stays on record, so its unit does: archived.
        assert standing(services) == {"Seeblick": []}
        assert [unit.name for unit in services.units.all(archived=True)] == ["Seeblick", "Garage"]
        made = back.take_back(gone.reverse).reverse
        assert standing(services) == there


def test_the_same_file_once_more_says_nothing_new(services: Services, tmp_path: Path) -> None:
    path = written(tmp_path, 3)
    services.file_import.enter(looked_at(services, path))
    again = looked_at(services, path)
    assert (again.judged.same, again.judged.does, again.makes) == (4, 0, ())


def test_a_stop_makes_no_unit(services: Services, tmp_path: Path) -> None:
    preview = looked_at(services, written(tmp_path, 3))
    with pytest.raises(StoppedError):
        services.file_import.enter(preview, lambda _done, _total: False)
    assert standing(services) == {"Seeblick": []}


def test_a_name_that_was_taken_meanwhile_ends_it(services: Services, tmp_path: Path) -> None:
    preview = looked_at(services, written(tmp_path))
    house = services.units.properties()[0]
    services.units.add(UnitDraft(property_id=house.id, name="GARAGE"))
    with pytest.raises(UserError):
        services.file_import.enter(preview)
    assert standing(services) == {"Seeblick": [], "GARAGE": []}


def test_what_is_refused_makes_no_unit(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(HEAD + "Garage;4.8.2027;1.8.2027;Huber;\n", "utf-8")
    preview = looked_at(services, path)
    assert preview.judged.refused
    assert preview.makes == ()
    assert services.file_import.enter(preview).parts == ()
    assert standing(services) == {"Seeblick": []}


def test_a_house_without_a_property_gets_one(
    tmp_path: Path, clock: SetClock, folder: DataFolder
) -> None:
    other = DataFolder(folder.path.with_name("other"))
    with opened(other, busy_timeout=0.25, clock=clock) as empty:
        preview = looked_at(empty, written(tmp_path))
        # The one that is not wanted stays refused.
        assert len(preview.judged.refused) == 1
        made = empty.file_import.enter(preview)
        assert [type(part) for part in made.parts] == [UnitChange, OccupancyChange]
        assert [one.name for one in empty.units.properties()] == ["Garage"]
