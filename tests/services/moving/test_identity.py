"""What was packed is what is unpacked: every row of every table, every link by its token."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.services import Services
from app.storage.engine.steps import HISTORY
from tests.clocks import SetClock
from tests.services.moving.conftest import (
    PASSPHRASE,
    Unpack,
    living_in,
    rows,
    unpacking_of,
    without,
)

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE], ids=["plain", "protected"])
def test_every_row_arrives(
    filled: Services, file: Path, there: DataFolder, unpack: Unpack, passphrase: str
) -> None:
    filled.moving.pack(file, passphrase=passphrase)
    unpack(file, passphrase=passphrase)

    came = rows(there.database)
    assert came == rows(filled.folder.database)
    assert len(came["occupancy"]) > 20
    assert len(came["link"]) > 3


def test_links_answer_there_with_the_very_bytes_under_the_very_tokens(
    filled: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    filled.moving.pack(file)
    unpack(file)

    tokens = [link.token for link in filled.links.all()]
    with living_in(there, clock) as services:
        here, away = filled.feeds(), services.feeds()
        try:
            for token in tokens:
                assert here.answer(token) == away.answer(token)
        finally:
            here.close()
            away.close()


def test_the_other_computer_can_go_on(
    filled: Services, file: Path, there: DataFolder, unpack: Unpack, clock: SetClock
) -> None:
    filled.moving.pack(file)
    unpack(file)

    with living_in(there, clock) as services:
        unit = services.units.all()[0]
        added = services.occupancies.add(
            OccupancyDraft(unit_id=unit.id, arrival=date(2030, 1, 1), departure=date(2030, 1, 3))
        )
        assert services.occupancies.get(added.after.id).arrival == date(2030, 1, 1)
        assert services.backups.check().all_sound


@pytest.mark.usefixtures("filled")
def test_what_was_deleted_and_given_up_arrives_as_well(
    services: Services, file: Path, there: DataFolder, unpack: Unpack
) -> None:
    link = services.links.all()[0]
    services.links.renew(link.id, sequence=link.sequence)
    unit = services.units.all()[-1]
    services.units.archive(unit.id, sequence=unit.sequence)
    services.moving.pack(file)
    unpack(file)

    assert rows(there.database) == rows(services.folder.database)
    assert any(link.token in map(str, row) for row in rows(there.database)["retired_token"])


def test_a_house_without_anything_moves_too(
    services: Services, file: Path, there: DataFolder, unpack: Unpack
) -> None:
    services.moving.pack(file)
    unpack(file)

    assert rows(there.database) == rows(services.folder.database)


def test_into_a_folder_that_is_open_all_rows_come_and_who_has_it_open_hears_of_it(
    filled: Services, file: Path, there: DataFolder, clock: SetClock
) -> None:
    filled.moving.pack(file)
    with living_in(there, clock) as services:
        moves: list[bool] = []
        services.watch.subscribe(lambda moved: moves.append(moved.restored))
        services.moving.followed(services.unpacking.unpack(file))
        assert moves == [True]
        assert [one.token for one in services.links.all()] == [
            one.token for one in filled.links.all()
        ]

    came, went = rows(there.database), rows(filled.folder.database)
    # Counters have moved on, for somebody has seen others; numbers are given on from the higher.
    for table in ("revision", "sqlite_sequence", HISTORY):
        came.pop(table)
        went.pop(table)
    # What time it is at least is noted wherever the house lives.
    assert without(came, "setting", "known_time") == without(went, "setting", "known_time")


Stays = st.lists(
    st.builds(
        lambda start, nights, guest, kind, status: (start, nights, guest, kind, status),
        st.integers(-400, 4000),
        st.integers(1, 40),
        NAMES,
        st.sampled_from(Kind),
        st.sampled_from([Status.CONFIRMED, Status.CANCELLED]),
    ),
    max_size=8,
)


@settings(max_examples=12, deadline=None)
@given(house=NAMES, units=st.lists(NAMES, min_size=1, max_size=4), stays=Stays, data=st.data())
def test_any_house_arrives_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    house: str,
    units: list[str],
    stays: list[tuple[int, int, str, Kind, Status]],
    data: st.DataObject,
) -> None:
    place, clock = tmp_path_factory.mktemp("any"), SetClock()
    here, there, file = DataFolder(place / "a"), DataFolder(place / "b"), place / "move"
    passphrase = data.draw(st.sampled_from(["", PASSPHRASE]))
    with opened(here, busy_timeout=0.25, clock=clock) as services:
        try:
            made = services.units.first_house(house, units).units
        except UserError:  # names alike, or of blanks alone
            made = services.units.first_house("Haus", ["Eins"]).units
        for start, nights, guest, kind, status in stays:
            arrival = date(2027, 7, 6) + timedelta(days=start)
            draft = OccupancyDraft(
                unit_id=data.draw(st.sampled_from(made)).id,
                arrival=arrival,
                departure=arrival + timedelta(days=nights),
                kind=kind,
                status=status,
                guest=guest,
            )
            try:
                services.occupancies.add(draft)
            except UserError:  # nights that are taken
                continue
        services.links.enable_all()
        services.moving.pack(file, passphrase=passphrase)
        went = rows(here.database)
    unpacking_of(there, clock).unpack(file, passphrase=passphrase)

    assert rows(there.database) == went
