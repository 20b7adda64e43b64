"""What is kept of sources comes back as it was, and rows that say the same are not written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.ical.foreign import Refused
from app.core.importing.judging.outcome import (
    Counts,
    Doubt,
    DoubtKind,
    Memory,
    Question,
    QuestionKind,
)
from app.core.importing.nights import Nights
from app.core.importing.reading import Listed
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import ForeignStay, SeenStay, Verdict
from app.core.stays.occupancy import Kind, OccupancyDraft
from app.i18n import Message
from app.storage.engine.database import Database
from app.storage.tables.house.units import UnitTable
from app.storage.tables.importing import source_texts as texts
from app.storage.tables.importing.given import GivenTable, _range, _text
from app.storage.tables.importing.source_stays import SourceQuestionTable, SourceStayTable
from app.storage.tables.importing.sources import SourceTable
from app.storage.tables.stays.fed import FedAs, FedTable
from app.storage.tables.stays.occupancies import OccupancyTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))
MOMENTS = st.integers(0, 10**9).map(lambda seconds: NOW + timedelta(seconds=seconds))
TEXTS = st.text(max_size=20)
COUNTS = st.integers(0, 10**6)
MESSAGES = st.recursive(
    st.builds(Message, TEXTS, st.dictionaries(TEXTS, TEXTS | COUNTS | DAYS | MOMENTS, max_size=3)),
    lambda inner: st.builds(Message, TEXTS, st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=3,
)


# ---- texts ----


@given(
    st.none() | st.builds(Doubt, st.sampled_from(DoubtKind), COUNTS, MOMENTS, TEXTS, st.booleans())
)
def test_a_doubt_comes_back(doubt: Doubt | None) -> None:
    assert texts.doubt_of(texts.doubt_text(doubt)) == doubt


@given(st.builds(Counts, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS))
def test_counts_come_back(counts: Counts) -> None:
    assert texts.counts_of(texts.counts_text(counts)) == counts


@given(st.none() | MESSAGES)
def test_a_message_comes_back_with_its_days_and_moments(message: Message | None) -> None:
    assert texts.message_of(texts.message_text(message)) == message


@given(
    st.lists(st.builds(Refused, TEXTS, MESSAGES), max_size=3).map(tuple),
    st.lists(st.builds(Listed, TEXTS, DAYS, MESSAGES), max_size=3).map(tuple),
)
def test_a_report_comes_back(refused: tuple[Refused, ...], listed: tuple[Listed, ...]) -> None:
    assert texts.report_of(texts.report_text(refused, listed)) == (refused, listed)


@pytest.mark.parametrize("text", ["x", "[]", "{}", "null", "1", '["a", 1]', '[["x"]]', "[1, 2"])
def test_what_cannot_be_read_is_as_good_as_not_there(text: str) -> None:
    assert texts.doubt_of(text) is None
    assert texts.message_of(text) is None
    assert texts.report_of(text) == ((), ())
    assert isinstance(texts.counts_of(text), Counts)


def test_texts_are_json() -> None:
    assert json.loads(texts.doubt_text(Doubt(DoubtKind.EMPTY, 1, NOW, "a")) or "")
    assert texts.counts_text(Counts()) == texts.report_text((), ()) == ""


# ---- rows ----


@pytest.fixture
def database(tmp_path: Path) -> Database:
    found = Database(tmp_path / "zimmerfrei.db", busy_timeout=1)
    found.migrate(lambda _: None)
    with found.write():
        units = UnitTable(found)
        house = units.add_property(PropertyDraft(name="Haus"))
        units.add_unit(UnitDraft(property_id=house, name="Eins", colour="#2a7d93"), NOW)
        SourceTable(found).add(SourceDraft(unit_id=1, address="https://x.example/geheim"), NOW)
    return found


def seen(number: int, **fields: object) -> SeenStay:
    usual: dict[str, object] = {
        "id": number,
        "source_id": 1,
        "stay": ForeignStay(
            uid="a@b",
            arrival=date(2027, 8, 1),
            departure=date(2027, 8, 5),
            kind=Kind.BLOCK,
            tentative=True,
            summary="S",
            guest="G",
            link="https://l.example/",
            stamp=NOW,
            closure=True,
            unsure=True,
        ),
        "first_seen": NOW,
        "last_seen": NOW,
        "missing_since": NOW,
        "missing_reads": 2,
        "gone_at": NOW,
        "verdict": Verdict.HOLD,
        "by_owner": Verdict.LISTED,
        "assumed": True,
        "joined": True,
        "seen_on": date(2027, 7, 1),
        "left_at": NOW,
        "asked": True,
    }
    return SeenStay(**usual | fields)  # type: ignore[arg-type]  # by the tests' own names


def test_a_seen_stay_comes_back_whole(database: Database) -> None:
    table = SourceStayTable(database)
    with database.write():
        numbers = table.put((), [seen(-1), seen(-2, by_owner=None, seen_on=None)], {})
        found = table.of(1, None)
    assert found == (seen(numbers[-1]), seen(numbers[-2], by_owner=None, seen_on=None))


def test_what_is_shown_still_was_seen_when_it_was_read_last(database: Database) -> None:
    table, later = SourceStayTable(database), NOW + timedelta(hours=1)
    shown = seen(-1, missing_since=None, missing_reads=0, gone_at=None)
    with database.write():
        table.put((), [shown, seen(-2)], {})
        before = table.of(1, later)
        assert {one.last_seen for one in before} == {later, NOW}
        assert database.changed()
    with database.write():
        table.put(before, [replace(one, last_seen=later) for one in before], {})
        assert not database.changed()
        table.put(before, [replace(before[0], asked=False)], {})
        (left,) = table.of(1, later)
    assert left == replace(before[0], asked=False)


def test_questions_follow_their_stays(database: Database) -> None:
    stays, table = SourceStayTable(database), SourceQuestionTable(database)
    asked = Question(
        id=-1,
        source_id=1,
        kind=QuestionKind.LONG,
        seen_id=-7,
        asked_at=NOW,
        arrival=date(2027, 8, 1),
        departure=date(2027, 12, 1),
        count=122,
    )
    with database.write():
        numbers = stays.put((), [seen(-7)], {})
        assert table.put((), [asked], numbers)
        (found,) = table.of(1)
        assert found == replace(asked, id=found.id, seen_id=numbers[-7])
        assert not table.put([found], [found], {})
        assert table.put([found], [replace(found, count=9)], {})
        (found,) = table.of(1)
        assert found.count == 9
        assert table.put([found], [], {})
        assert table.of(1) == ()
        assert table.all() == {}


def test_how_reading_goes_comes_back(database: Database) -> None:
    table = SourceTable(database)
    with database.write():
        kept = table.one(1)
        assert kept is not None
        assert "geheim" not in repr(kept)
        progress = replace(
            kept.progress,
            reads=3,
            tried_at=NOW,
            read_at=NOW,
            next_try_at=NOW + timedelta(minutes=9),
            asked_to_wait=True,
            failures=2,
            error=Message("{host} is gone", {"host": "x", "until": NOW}),
            counts=Counts(new=1),
            producer="P",
            name="N",
        )
        after = replace(
            kept,
            progress=progress,
            doubt=Doubt(DoubtKind.SHORTER, 2, NOW, "d"),
            memory=Memory(
                departures=(date(2027, 8, 1),),
                shown=Nights.within(date(2027, 8, 1), date(2027, 8, 3)),
            ),
            etag='"a"',
            modified="m",
            digest="d",
            basis="b",
            report="r",
        )
        table.note(after)
        assert table.one(1) == after
        assert table.due(NOW) == []
        assert table.due(NOW, hurried=True) == []
        assert table.due(NOW + timedelta(minutes=9)) == [1]
        table.read_whole(1)
        whole = table.one(1)
        assert whole is not None
        assert (whole.etag, whole.modified, whole.digest, whole.basis) == ("", "", "", "")
        assert (whole.progress.failures, whole.progress.error) == (0, None)
        assert whole.memory == after.memory
        assert table.due(NOW) == [1]
        table.remove(1, NOW)
        assert table.one(1) is None
        assert table.all() == []
        assert table.any_ever()


def test_an_occupancy_is_said_by_whom_says_just_this(database: Database) -> None:
    table, fed = OccupancyTable(database), FedTable(database)
    arrival, departure = date(2027, 8, 1), date(2027, 8, 5)
    draft = OccupancyDraft(unit_id=1, arrival=arrival, departure=departure)
    said = FedAs("airbnb", 1, arrival, departure)
    with database.write():
        number = table.add(draft, uid="a", source="feed:1", now=NOW)
        for told, by in (
            (said, "airbnb"),
            (said._replace(unit_id=2), ""),
            (said._replace(arrival=arrival + timedelta(days=1)), ""),
            (said._replace(departure=departure + timedelta(days=1)), ""),
            (said._replace(portal=""), ""),
            (None, ""),
        ):
            fed.note(number, told)
            (stay,) = table.some([number])
            assert stay.said_by == by
            assert fed.fed_as([number]) == {number: told}


RANGES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 30)), max_size=8)


@given(RANGES)
def test_given_nights_come_back(ranges: list[tuple[int, int]]) -> None:

    start = date(2027, 7, 6)
    nights = Nights.of(
        (start + timedelta(days=at), start + timedelta(days=at + count)) for at, count in ranges
    )
    assert Nights.of(_range(one) for one in _text(nights).split()) == nights


def _link(link_id: int) -> dict[str, object]:
    numbers = ("main", "enabled", "owner_stays", "blocks", "own_entries", "months_back")
    texts_of = ("label", "portal", "uid_seed", "fields", "options", "language")
    return {
        "id": link_id,
        "kind": "calendar",
        "scope": "house",
        "token": str(link_id),
        "sequence": 0,
        "revision": 0,
        "created_at": NOW.isoformat(),
        "changed_at": NOW.isoformat(),
        **dict.fromkeys(numbers, 0),
        **dict.fromkeys(texts_of, ""),
    }


def test_only_what_matters_is_kept_of_what_was_given(database: Database) -> None:
    table = GivenTable(database)
    with database.write():
        links = database.table("link")
        for link_id in (5, 6):
            links.insert(**_link(link_id)).execute()
        for day in range(9):
            at = NOW + timedelta(days=day)
            table.add(5, sure=True, at=at, until=at, etag=str(day), nights=Nights())
            table.add(5, sure=False, at=at, until=at, etag=str(day), nights=Nights())
        table.add(6, sure=True, at=NOW, until=NOW, etag="old", nights=Nights())
        table.trim(5, NOW + timedelta(days=7))
        table.trim(6, NOW + timedelta(days=700))
        assert [row.etag for row in table.of([5])] == ["7", "7", "8", "8"]
        assert [row.etag for row in table.of([6])] == ["old"]
        last = table.last(5, sure=True)
        assert last is not None
        assert last.etag == "8"
        assert table.last(7, sure=True) is None
