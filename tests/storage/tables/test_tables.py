"""The queries: overlaps against brute force, order of units, bounds of what is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import PropertyDraft, UnitDraft, UnitKind
from app.core.links.link import Fetch, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import BY_HAND, Kind, OccupancyDraft, Status
from app.storage.engine.database import Database
from app.storage.tables.fetches import FETCHES_KEPT, FetchTable
from app.storage.tables.house.units import UnitTable
from app.storage.tables.links.links import LinkTable, Published, Shut, choice_values, target_values
from app.storage.tables.revisions import HOUSE, SETTINGS, DataVersion, RevisionTable
from app.storage.tables.stays.occupancies import OccupancyTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
START = date(2027, 1, 1)
SPANS = st.tuples(st.integers(0, 80), st.integers(1, 40))


def draft(unit_id: int, span: tuple[int, int], status: Status = Status.CONFIRMED) -> OccupancyDraft:
    arrival = START + timedelta(days=span[0])
    return OccupancyDraft(
        unit_id=unit_id,
        arrival=arrival,
        departure=arrival + timedelta(days=span[1]),
        status=status,
        option_until=START if status is Status.OPTION else None,
    )


@pytest.fixture
def units(database: Database) -> list[int]:
    """Three units in one house."""
    table = UnitTable(database)
    with database.write():
        house = table.add_property(PropertyDraft(name="Haus"))
        return [
            table.add_unit(UnitDraft(property_id=house, name=name, colour="#2a7d93"), NOW)
            for name in ("Eins", "Zwei", "Drei")
        ]


@pytest.fixture
def link(database: Database, units: list[int]) -> int:
    return add_link(database, units[0], "A" * 24)


def add_link(database: Database, unit_id: int, token: str, *, main: bool = True) -> int:
    with database.write():
        return LinkTable(database).add(
            {
                **target_values(LinkKind.CALENDAR, Target(Scope.UNIT, unit_id)),
                **choice_values(LinkChoices(language="de")),
                "main": main,
                "token": token,
                "uid_seed": "s" * 32,
            },
            NOW,
        )


@given(
    stays=st.lists(
        st.tuples(st.integers(0, 1), SPANS, st.sampled_from(Status)), min_size=1, max_size=30
    ),
    wanted=SPANS,
    but=st.integers(0, 29),
)
def test_overlapping_finds_exactly_what_takes_a_night(
    stays: list[tuple[int, tuple[int, int], Status]],
    wanted: tuple[int, int],
    but: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    database = Database(tmp_path_factory.mktemp("db") / "zimmerfrei.db", busy_timeout=0.25)
    database.migrate(lambda _: None)
    units, table = UnitTable(database), OccupancyTable(database)
    with database.write():
        house = units.add_property(PropertyDraft(name="Haus"))
        ids = [
            units.add_unit(UnitDraft(property_id=house, name=name), NOW)
            for name in ("Eins", "Zwei")
        ]
        for number, (unit, span, status) in enumerate(stays):
            table.add(draft(ids[unit], span, status), uid=str(number), source=BY_HAND, now=NOW)
    asked = draft(ids[0], wanted)
    with database.read():
        everything = table.all()
        without = everything[but % len(everything)].id
        found = table.overlapping(ids[0], asked.arrival, asked.departure)
        others = table.overlapping(ids[0], asked.arrival, asked.departure, but=without)
    assert {o.id for o in found} == {o.id for o in everything if o.overlaps(asked)}
    assert [o.arrival for o in found] == sorted(o.arrival for o in found)
    assert [o.id for o in others] == [o.id for o in found if o.id != without]


def test_what_is_kept_comes_back_as_it_was(database: Database, units: list[int]) -> None:
    table = OccupancyTable(database)
    full = OccupancyDraft(
        unit_id=units[1],
        arrival=date(1900, 1, 1),
        departure=date(9998, 12, 31),
        kind=Kind.OWNER,
        status=Status.OPTION,
        option_until=date(2027, 7, 9),
        guest="Öztürk 👩‍👩‍👧",
        contact="+49 38377",
        phone="0171 2345678",
        email="oe@example.org",
        arrival_time=time(0, 5),
        persons=5,
        children=2,
        pets=1,
        note="Hund\nKinderbett",
        portal="Tante Erna",
    )
    with database.write():
        new = table.add(full, uid="uid@test", source=BY_HAND, now=NOW)
    with database.read():
        kept = table.one(new)
    assert kept is not None
    assert kept.draft() == full
    assert (kept.uid, kept.sequence, kept.source) == ("uid@test", 0, BY_HAND)
    assert kept.created_at == kept.changed_at == NOW


def test_a_change_keeps_uid_and_source_and_counts(database: Database, units: list[int]) -> None:
    table = OccupancyTable(database)
    later = NOW + timedelta(hours=3)
    with database.write():
        new = table.add(draft(units[0], (1, 2)), uid="uid@test", source="airbnb", now=NOW)
        table.change(new, replace(draft(units[1], (5, 5)), guest="Huber"), later)
        kept = table.one(new)
    assert kept is not None
    assert (kept.uid, kept.source, kept.sequence) == ("uid@test", "airbnb", 1)
    assert (kept.unit_id, kept.guest, kept.nights) == (units[1], "Huber", 5)
    assert (kept.created_at, kept.changed_at) == (NOW, later)


def test_many_are_added_at_once(database: Database, units: list[int]) -> None:
    table = OccupancyTable(database)
    rows = [(draft(units[0], (n, 3)), f"{n}@test") for n in range(1200)]
    with database.write():
        table.add_many(rows, source="airbnb", now=NOW)
        assert table.count() == 1200
        kept = table.all(unit_id=units[0])
    assert [(o.draft(), o.uid) for o in kept] == rows
    assert {(o.source, o.sequence, o.created_at) for o in kept} == {("airbnb", 0, NOW)}


def test_what_departs_later_and_what_is_taken_can_be_asked_for(
    database: Database, units: list[int]
) -> None:
    table = OccupancyTable(database)
    with database.write():
        table.add(draft(units[0], (0, 10)), uid="a", source=BY_HAND, now=NOW)
        table.add(draft(units[0], (5, 10), Status.CANCELLED), uid="b", source=BY_HAND, now=NOW)
        table.add(draft(units[1], (20, 1), Status.OPTION), uid="c", source=BY_HAND, now=NOW)
    day = START + timedelta(days=10)
    with database.read():
        assert [o.uid for o in table.all()] == ["a", "b", "c"]
        assert [o.uid for o in table.all(departing_after=day)] == ["b", "c"]
        assert [o.uid for o in table.all(departing_after=day, taken_only=True)] == ["c"]
        assert [o.uid for o in table.all(unit_id=units[0])] == ["a", "b"]


def test_units_come_in_the_order_of_houses_and_then_their_own(database: Database) -> None:
    table = UnitTable(database)
    with database.write():
        first = table.add_property(PropertyDraft(name="Seeblick"))
        second = table.add_property(PropertyDraft(name="Hafen"))
        for house, name in ((first, "a"), (second, "b"), (first, "c"), (second, "d")):
            table.add_unit(UnitDraft(property_id=house, name=name, kind=UnitKind.ROOM), NOW)
        table.place_property(first, 1)
        table.place_property(second, 0)
        assert [house.name for house in table.properties()] == ["Hafen", "Seeblick"]
        assert [unit.name for unit in table.units()] == ["b", "d", "a", "c"]


@pytest.mark.parametrize("name", ["eins", "EINS", "Eins", "e\u200bins", "ｅｉｎｓ"])
def test_a_unit_is_found_by_its_name_in_any_case(
    database: Database, units: list[int], name: str
) -> None:
    with database.read():
        found = UnitTable(database).units_named(name)
    assert [unit.id for unit in found] == [units[0]]


def test_a_retired_token_is_remembered(database: Database, link: int) -> None:
    table = LinkTable(database)
    with database.write():
        before = table.one(link)
        assert before is not None
        table.renew(before, "B" * 24, NOW)
        assert table.retired("A" * 24)
        assert not table.retired("B" * 24)
        assert table.published("A" * 24) is None
        renewed = table.one(link)
        assert renewed is not None
        assert (renewed.token, renewed.sequence) == ("B" * 24, 1)
        table.delete(renewed.id, NOW)
        assert table.all() == []
        assert table.published("B" * 24) == Shut(renewed.id, deleted=True)
        table.restore(renewed.id, NOW)
        assert [found.token for found in table.all()] == ["B" * 24]


def test_links_come_by_unit_with_the_main_one_first(database: Database, units: list[int]) -> None:
    further = add_link(database, units[0], "A" * 24, main=False)
    second = add_link(database, units[1], "B" * 24)
    main = add_link(database, units[0], "C" * 24)
    with database.read():
        assert [link.id for link in LinkTable(database).all()] == [main, further, second]
        assert [link.subject for link in LinkTable(database).all(Target(Scope.UNIT, units[1]))] == [
            "Zwei"
        ]


def test_the_newest_thousand_fetches_of_each_link_are_kept(
    database: Database, units: list[int], link: int
) -> None:
    other = add_link(database, units[1], "B" * 24)
    table = FetchTable(database)

    def fetch(of: int, number: int) -> Fetch:
        at = NOW + timedelta(minutes=number)
        return Fetch(link_id=of, at=at, agent=str(number), origin=Origin.HOME, status=200)

    with database.write():
        table.add([fetch(other, 0)])
        table.add([fetch(link, n) for n in range(FETCHES_KEPT)])
        table.add([fetch(link, FETCHES_KEPT), fetch(999, 0)])
        kept = table.of_link(link)
        assert [f.agent for f in kept] == [str(n) for n in range(FETCHES_KEPT, 0, -1)]
        assert kept[0] == fetch(link, FETCHES_KEPT)
        assert table.of_link(link, 3) == kept[:3]
        assert table.of_link(other) == [fetch(other, 0)]


def test_fetches_go_with_their_link(database: Database, link: int) -> None:
    table = FetchTable(database)
    with database.write():
        table.add([Fetch(link_id=link, at=NOW, agent="x", origin=Origin.OUTSIDE, status=304)])
        LinkTable(database).delete(link, NOW - timedelta(days=31))
        assert table.of_link(link)
        LinkTable(database).drop_deleted_before(NOW - timedelta(days=30), NOW)
        assert table.of_link(link) == []


def test_counters_are_raised_one_by_one(database: Database, units: list[int], link: int) -> None:
    table = RevisionTable(database)
    with database.read():
        before = table.all()
    with database.write():
        table.raise_units([units[1]], NOW)
        table.raise_links([link], NOW)
        table.raise_named(HOUSE)
    with database.read():
        after = table.all()
    assert after.units == {**before.units, units[1]: before.units[units[1]] + 1}
    assert after.links == {link: before.links[link] + 1}
    assert after.named == {**before.named, HOUSE: before.named[HOUSE] + 1}
    with database.write():
        table.raise_named(SETTINGS)
        assert table.all().named[SETTINGS] == before.named[SETTINGS] + 1


def test_the_time_of_a_change_grows_also_where_the_clock_goes_back(
    database: Database, units: list[int]
) -> None:
    add_link(database, units[0], "A" * 24)
    revisions, links = RevisionTable(database), LinkTable(database)
    moments = []
    hour = timedelta(hours=1)
    for now in (NOW, NOW, NOW - 9000 * hour, NOW - 9000 * hour, NOW + hour):
        with database.write():
            revisions.raise_units([units[0]], now)
            published = links.published("A" * 24)
        assert isinstance(published, Published)
        moments.append(published.changed_at)
    # Readers know whole seconds: no two of these may be the same one.
    second = timedelta(seconds=1)
    assert [moment - NOW for moment in moments] == [
        second,
        2 * second,
        3 * second,
        4 * second,
        hour,
    ]


def test_what_changes_together_changes_at_one_moment(database: Database, units: list[int]) -> None:
    add_link(database, units[0], "A" * 24)
    revisions, links = RevisionTable(database), LinkTable(database)
    with database.write():
        for unit in units * 10:
            revisions.raise_units([unit], NOW)
        revisions.raise_links([1], NOW)
        published = links.published("A" * 24)
    assert isinstance(published, Published)
    assert published.changed_at == published.link.changed_at == NOW + timedelta(seconds=1)


def test_the_data_version_moves_with_every_commit_and_only_then(
    database: Database, units: list[int]
) -> None:
    version = DataVersion(database.path)
    try:
        before = version.read()
        with database.read():
            UnitTable(database).units()
        assert version.read() == before
        with database.write():
            RevisionTable(database).raise_units([units[0]], NOW)
            assert version.read() == before
        assert version.read() != before
    finally:
        version.close()


def test_who_outside_read_last_is_found_without_looking_through_all_fetches(
    database: Database,
) -> None:
    asked: list[str] = []
    with database.read():
        connection: Any = database._sqlite
        connection.connection().set_trace_callback(asked.append)
        FetchTable(database).newest_outside(0)
    with closing(sqlite3.connect(database.path)) as raw:
        plan = raw.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()
    assert [row[3] for row in plan] == ["SCAN t1 USING INDEX fetch_outside"]
