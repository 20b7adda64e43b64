"""Going back to a backup: whole, the present saved first, and never back in time for readers."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import peewee
import pytest

from app.bootstrap import backups_of, opened
from app.core.backups.copies import Kind, Soundness
from app.core.errors import UserError
from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.links.details import Details, Field
from app.core.links.link import Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.services.base.watch import Moved
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Closed, Feed, Feeds
from app.services.services import Services
from app.storage.engine.database import Database
from app.storage.engine.steps import BEFORE_FIRST
from tests.clocks import SetClock
from tests.services.conftest import modified
from tests.systems import open_files

DAY = date(2027, 8, 1)


@pytest.fixture
def feeds(services: Services) -> Iterator[Feeds]:
    feeds = services.feeds()
    yield feeds
    feeds.close()


@pytest.fixture
def house(services: Services) -> Services:
    """Two units with a link and a stay each."""
    services.units.first_house("Haus", ["Eins", "Zwei"])
    for unit in (1, 2):
        services.links.enable_unit(unit)
        stay(services, unit, 0)
    return services


def stay(services: Services, unit: int, after: int, guest: str = "Huber") -> Occupancy:
    draft = OccupancyDraft(
        unit_id=unit,
        arrival=DAY + timedelta(days=after),
        departure=DAY + timedelta(days=after + 3),
        guest=guest,
    )
    return services.occupancies.add(draft).after


def link_of(services: Services, unit: int) -> Link:
    return services.links.all(Target(Scope.UNIT, unit))[0]


def feed(feeds: Feeds, link: Link) -> Feed:
    answer = feeds.answer(link.token)
    assert isinstance(answer, Feed)
    return answer


def events(feed: Feed) -> dict[str, tuple[int, str, str]]:
    """Return by uid the sequence, the last change and all the rest of each event."""
    found = {}
    for event in feed.body.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]:
        said = dict(re.findall(r"^([A-Z-]+)[;:](.*)\r$", event, re.MULTILINE))
        uid, sequence, changed = said.pop("UID"), said.pop("SEQUENCE"), said.pop("LAST-MODIFIED")
        said.pop("DTSTAMP")
        found[uid] = (int(sequence), changed, repr(sorted(said.items())))
    return found


def everything(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchone() is None
        return "\n".join(raw.iterdump())


class TestComparing:
    def test_what_came_later_would_be_missing(self, house: Services) -> None:
        copy = house.backups.now()
        stay(house, 1, 10, "Åström")
        changed = house.occupancies.get(1)
        house.occupancies.change(
            1,
            OccupancyDraft(unit_id=1, arrival=DAY, departure=DAY + timedelta(days=2)),
            sequence=changed.sequence,
        )
        house.units.add(UnitDraft(property_id=1, name="Drei"))
        house.links.enable_unit(3)
        lost = house.backups.compare(copy).lost
        assert lost is not None
        assert lost.units == ("Drei",)
        assert [(known.unit, known.stay.guest) for known in lost.stays] == [("Eins", "Åström")]
        assert [link.subject for link in lost.links] == ["Drei"]
        assert lost.changed == 1

    def test_right_after_a_backup_nothing_would(self, house: Services) -> None:
        lost = house.backups.compare(house.backups.now()).lost
        assert lost is not None
        assert not lost

    def test_all_are_listed_with_what_is_in_them(self, house: Services) -> None:
        house.backups.daily()
        house.backups.now()
        (house.folder.backups / "mine.db").write_text("no database")
        listed = {one.backup.kind: one for one in house.backups.all()}
        assert listed.keys() == {Kind.DAILY, Kind.BY_HAND, Kind.OTHER}
        contents = listed[Kind.DAILY].examined.snapshot.contents
        assert (contents.units, contents.occupancies, contents.links) == (2, 2, 2)
        assert listed[Kind.OTHER].examined.soundness is Soundness.FOREIGN
        assert house.backups.check().all_sound


class TestGoingBack:
    def test_the_data_is_as_it_was_and_the_way_forward_is_kept(self, house: Services) -> None:
        copy = house.backups.now()
        stay(house, 1, 10, "Später")
        house.units.rename(2, "Anders", sequence=house.units.get(2).sequence)
        done = house.backups.restore(copy)
        assert [unit.name for unit in house.units.all()] == ["Eins", "Zwei"]
        assert [one.guest for one in house.occupancies.all()] == ["Huber", "Huber"]
        assert done.saved is not None
        assert done.saved.name.startswith("zimmerfrei-before-restore-")
        house.backups.restore(done.saved)
        assert [unit.name for unit in house.units.all()] == ["Eins", "Anders"]
        assert [one.guest for one in house.occupancies.all()] == ["Huber", "Huber", "Später"]

    def test_everybody_hears_of_it(self, house: Services) -> None:
        copy = house.backups.now()
        heard: list[Moved] = []
        house.watch.subscribe(heard.append)
        house.backups.restore(copy)
        house.watch.poll()
        assert [moved.restored for moved in heard] == [True]

    def test_what_is_the_same_keeps_its_bytes(self, house: Services, feeds: Feeds) -> None:
        copy = house.backups.now()
        stay(house, 1, 10)
        before = [feed(feeds, link_of(house, unit)) for unit in (1, 2)]
        house.backups.restore(copy)
        after = [feed(feeds, link_of(house, unit)) for unit in (1, 2)]
        assert after[0].etag != before[0].etag
        assert modified(after[0]) > modified(before[0])
        assert after[1] == before[1]

    @pytest.mark.parametrize("change", ["stay", "guest", "cancel", "unit", "address", "details"])
    def test_what_differs_counts_on(
        self, house: Services, feeds: Feeds, clock: SetClock, change: str
    ) -> None:
        link = link_of(house, 1)
        details = Details(fields=frozenset({Field.GUEST, Field.ADDRESS}))
        house.links.change(link.id, _choices(link, details), sequence=link.sequence)
        copy = house.backups.now()
        clock.moment += timedelta(days=1)
        for _ in range(3):
            _change(house, change)
        before = feed(feeds, link_of(house, 1))
        # A clock that has been set back must not matter.
        clock.moment -= timedelta(hours=20)
        house.backups.restore(copy)
        after = feed(feeds, link_of(house, 1))
        assert modified(after) > modified(before)
        assert after.etag != before.etag
        was = events(before)
        for uid, (sequence, changed, said) in events(after).items():
            if uid in was and was[uid][2] != said:
                assert sequence > was[uid][0]
                assert changed > was[uid][1]
            elif uid in was:
                assert (sequence, changed) == was[uid][:2]

    def test_what_a_link_does_not_show_keeps_its_bytes(self, house: Services, feeds: Feeds) -> None:
        """Who the guest was is told by one link and not by the other."""
        silent = link_of(house, 1)
        details = Details(fields=frozenset({Field.GUEST}))
        speaking = house.links.add(
            LinkKind.CALENDAR, silent.target, _choices(silent, details)
        ).after
        copy = house.backups.now()
        for _ in range(2):
            _change(house, "guest")
        before = [feed(feeds, link) for link in (silent, speaking)]
        house.backups.restore(copy)
        after = [feed(feeds, link) for link in (silent, speaking)]
        assert after[0].body == before[0].body
        ((was, _, said),) = events(before[1]).values()
        ((now, _, says),) = events(after[1]).values()
        assert says != said
        assert now == was + 1
        # Nothing is left to be looked at by the next change.
        house.settings.set("port", "9000")
        assert [feed(feeds, link).body for link in (silent, speaking)] == [f.body for f in after]

    def test_double_bookings_are_as_they_were_and_no_event_speaks_of_them(
        self, house: Services, feeds: Feeds
    ) -> None:
        twice = replace(house.occupancies.get(1).draft(), guest="Schmitz")
        house.occupancies.add(twice, allow_conflict=True)
        (open_then,) = house.double_bookings.open()
        copy = house.backups.now()
        links = [link_of(house, unit) for unit in (1, 2)]
        before = [feed(feeds, link) for link in links]
        house.double_bookings.accept(open_then.id, sequence=0)
        house.backups.restore(copy)
        assert house.double_bookings.open() == [open_then]
        assert [feed(feeds, link).body for link in links] == [said.body for said in before]
        house.double_bookings.cancel(open_then.id, open_then.second.id, sequence=0)
        assert house.double_bookings.open() == []

    def test_one_that_came_after_the_copy_is_gone_and_its_number_is_not_given_again(
        self, house: Services
    ) -> None:
        copy = house.backups.now()
        twice = replace(house.occupancies.get(1).draft(), guest="Schmitz")
        house.occupancies.add(twice, allow_conflict=True)
        (later,) = house.double_bookings.open()
        house.backups.restore(copy)
        assert house.double_bookings.all() == []
        house.occupancies.add(twice, allow_conflict=True)
        (found,) = house.double_bookings.open()
        assert found.id > later.id

    def test_numbers_are_not_given_again(self, house: Services) -> None:
        copy = house.backups.now()
        later = stay(house, 1, 10)
        house.backups.restore(copy)
        assert stay(house, 1, 10).id > later.id

    def test_undo_of_what_is_gone_is_refused(self, house: Services) -> None:
        copy = house.backups.now()
        seen = house.occupancies.get(1)
        change = house.occupancies.cancel(1, sequence=seen.sequence)
        house.backups.restore(copy)
        with pytest.raises(UserError):
            house.occupancies.take_back(change)


def _change(house: Services, what: str) -> None:
    seen = house.occupancies.get(1)
    match what:
        case "stay":
            draft = OccupancyDraft(
                unit_id=1,
                arrival=seen.arrival,
                departure=seen.departure + timedelta(days=1),
                guest=seen.guest,
            )
            house.occupancies.change(1, draft, sequence=seen.sequence)
        case "guest":
            draft = OccupancyDraft(
                unit_id=1,
                arrival=seen.arrival,
                departure=seen.departure,
                guest=seen.guest + "!",
            )
            house.occupancies.change(1, draft, sequence=seen.sequence)
        case "cancel":
            if seen.blocks:
                house.occupancies.cancel(1, sequence=seen.sequence)
        case "unit":
            unit = house.units.get(1)
            house.units.rename(1, unit.name + "!", sequence=unit.sequence)
        case "address":
            place = house.units.properties()[0]
            draft_ = PropertyDraft(name=place.name, address=place.address + "!")
            house.units.change_property(place.id, draft_, sequence=place.sequence)
        case "details":
            link = link_of(house, 1)
            house.links.change(link.id, _choices(link, Details()), sequence=link.sequence)


def _choices(link: Link, details: Details) -> LinkChoices:
    return replace(link.choices(), details=details)


class TestAddresses:
    def test_an_address_given_up_meanwhile_stays_gone(self, house: Services, feeds: Feeds) -> None:
        copy = house.backups.now()
        old = link_of(house, 1)
        new = house.links.renew(old.id, sequence=old.sequence).after
        house.backups.restore(copy)
        assert isinstance(feeds.answer(new.token), Feed)
        answer = feeds.answer(old.token)
        assert isinstance(answer, Closed)
        assert answer.gone

    def test_a_link_that_came_later_is_gone_and_comes_back_with_the_later_state(
        self, house: Services, feeds: Feeds
    ) -> None:
        copy = house.backups.now()
        target = Target(Scope.UNIT, 1)
        added = house.links.add(LinkKind.CALENDAR, target, link_of(house, 1).choices()).after
        done = house.backups.restore(copy)
        answer = feeds.answer(added.token)
        assert isinstance(answer, Closed)
        assert answer.gone
        assert done.saved is not None
        house.backups.restore(done.saved)
        assert isinstance(feeds.answer(added.token), Feed)

    def test_settings_and_readings_stay_as_they_are(self, house: Services) -> None:
        copy = house.backups.now()
        house.settings.set("public_url", "https://kalender.example.org")
        log = house.fetch_log()
        log.start()
        log.record(1, "Google-Calendar-Importer", Origin.OUTSIDE, 200)
        log.stop()
        house.backups.restore(copy)
        assert house.settings.get().public_url == "https://kalender.example.org"
        with closing(sqlite3.connect(house.folder.database)) as raw:
            assert raw.execute("SELECT count(*) FROM fetch").fetchone() == (1,)

    def test_on_a_new_computer_the_settings_come_with_the_data(
        self, house: Services, tmp_path: Path, clock: SetClock
    ) -> None:
        house.settings.set("public_url", "https://kalender.example.org")
        token = link_of(house, 1).token
        copy = shutil.copy(house.backups.now(), tmp_path / "from the stick.db")
        new = DataFolder(tmp_path / "new")
        with opened(new, busy_timeout=1, clock=clock) as services:
            services.backups.restore(Path(copy))
            assert services.settings.get().public_url == "https://kalender.example.org"
            assert link_of(services, 1).token == token


def spoiled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(bytes(content))


def spoiled_a_little(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'occupancy_departure'"
        page = raw.execute(query).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def taken_away(path: Path) -> None:
    path.unlink()


def text(path: Path) -> None:
    path.write_text("Liebe Gäste\n" * 500, encoding="utf-8")


DAMAGES = (
    spoiled,
    spoiled_a_little,
    emptied,
    pytest.param(taken_away, marks=open_files),
    text,
)


@pytest.fixture
def watched(services: Services) -> Iterator[None]:
    """Have somebody look at the data all the time, as a window or a server does."""
    end = threading.Event()

    def look() -> None:
        while not end.wait(0.02):
            # Of spoilt data it says so, each time.
            with suppress(UserError):
                try:
                    services.watch.poll()
                except peewee.OperationalError as error:
                    # An empty file in whose place another one has come in this very moment.
                    assert str(error).startswith("no such table")  # noqa: PT017  # on a thread

    looking = threading.Thread(target=look)
    looking.start()
    yield
    end.set()
    looking.join()


class TestWithoutSoundData:
    @pytest.mark.parametrize("damage", DAMAGES)
    @pytest.mark.usefixtures("watched")
    def test_a_new_file_takes_its_place_and_counts_on(
        self,
        house: Services,
        feeds: Feeds,
        folder: DataFolder,
        clock: SetClock,
        damage: Callable[[Path], None],
    ) -> None:
        copy = house.backups.now()
        stay(house, 1, 10)
        seen = house.occupancies.get(1)
        house.occupancies.cancel(1, sequence=seen.sequence)
        before = [feed(feeds, link_of(house, unit)) for unit in (1, 2)]
        tokens = [link_of(house, unit).token for unit in (1, 2)]
        with closing(sqlite3.connect(folder.database)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        damage(folder.database)
        spoilt = folder.database.read_bytes() if folder.database.exists() else b""
        clock.moment += timedelta(minutes=5)
        done = backups_of(folder, clock).restore(copy)
        assert done.comparison.lost is None
        if spoilt:
            assert done.saved is not None
            assert (done.saved / "zimmerfrei.db").read_bytes() == spoilt
        else:
            assert done.saved is None or done.saved.is_dir()
        # What has the data open goes on with what was put back.
        assert [link_of(house, unit).token for unit in (1, 2)] == tokens
        assert [one.status.value for one in house.occupancies.all()] == ["confirmed"] * 2
        after = [feed(feeds, link_of(house, unit)) for unit in (1, 2)]
        for now, then in zip(after, before, strict=True):
            assert modified(now) > modified(then)
            was = events(then)
            for uid, (sequence, changed, _) in events(now).items():
                assert uid not in was or (sequence > was[uid][0] and changed > was[uid][1])
        stay(house, 1, 10)
        everything(folder.database)

    @pytest.mark.parametrize("damage", [emptied, pytest.param(taken_away, marks=open_files)])
    @pytest.mark.usefixtures("watched")
    def test_twice_in_a_row_it_still_counts_on(
        self,
        house: Services,
        feeds: Feeds,
        folder: DataFolder,
        clock: SetClock,
        damage: Callable[[Path], None],
    ) -> None:
        copy = house.backups.now()
        link = link_of(house, 1)
        sequences = []
        for _ in range(3):
            damage(folder.database)
            clock.moment += timedelta(minutes=5)
            backups_of(folder, clock).restore(copy)
            sequences += [sequence for sequence, _, _ in events(feed(feeds, link)).values()]
        assert sequences == sorted(set(sequences))

    def test_a_leftover_wal_is_not_mixed_in(
        self, house: Services, folder: DataFolder, tmp_path: Path, clock: SetClock
    ) -> None:
        copy = house.backups.now()
        other = tmp_path / "other"
        with closing(sqlite3.connect(folder.database)) as raw:
            stay(house, 1, 10, "im WAL")
            raw.execute("SELECT count(*) FROM unit").fetchone()
            other.mkdir()
            for file in folder.path.glob("zimmerfrei.db*"):
                shutil.copy(file, other)
        spoilt = DataFolder(other)
        assert spoilt.database.with_name("zimmerfrei.db-wal").stat().st_size
        spoilt.database.write_bytes(b"")
        done = backups_of(spoilt, clock).restore(copy)
        assert done.saved is not None
        assert {file.name for file in done.saved.iterdir()} >= {"zimmerfrei.db-wal"}
        with opened(spoilt, busy_timeout=1, clock=clock) as services:
            assert [one.guest for one in services.occupancies.all()] == ["Huber", "Huber"]
        everything(spoilt.database)


class TestRefusals:
    def refused(self, services: Services, source: Path, match: str) -> None:
        before = everything(services.folder.database)
        with pytest.raises(UserError, match=match):
            services.backups.restore(source)
        assert everything(services.folder.database) == before

    def test_a_damaged_copy(self, house: Services) -> None:
        copy = house.backups.now()
        spoiled_a_little(copy)
        self.refused(house, copy, "is damaged")
        assert not house.backups.check().all_sound

    def test_a_file_that_is_none_of_ours(self, house: Services, tmp_path: Path) -> None:
        other = tmp_path / "other.db"
        with closing(sqlite3.connect(other)) as raw:
            raw.execute("CREATE TABLE moz_places (id INTEGER)")
        self.refused(house, other, "no data of Zimmerfrei")
        text(other)
        self.refused(house, other, "no data of Zimmerfrei")
        emptied(other)
        self.refused(house, other, "no data of Zimmerfrei")
        other.unlink()
        self.refused(house, other, "no file")

    def test_one_of_a_newer_version(self, house: Services) -> None:
        copy = house.backups.now()
        _make_newer(copy)
        before = copy.read_bytes()
        self.refused(house, copy, "newer version")
        assert copy.read_bytes() == before

    def test_newer_data_is_not_replaced(self, house: Services) -> None:
        copy = house.backups.now()
        _make_newer(house.folder.database)
        self.refused(house, copy, "newer version")

    def test_a_folder_that_takes_no_copy_of_the_present(
        self, house: Services, tmp_path: Path
    ) -> None:
        copy = Path(shutil.move(house.backups.now(), tmp_path / "copy.db"))
        shutil.rmtree(house.folder.backups)
        house.folder.backups.write_text("a file")
        self.refused(house, copy, "No backups can be kept")


def _make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        row = raw.execute("SELECT * FROM schema_migration").fetchone()
        names = [column[1] for column in raw.execute("PRAGMA table_info(schema_migration)")]
        values = ["9999_from_the_future" if value == "0001_first" else value for value in row]
        if "id" in names:
            values[names.index("id")] = 9999
        raw.execute(f"INSERT INTO schema_migration VALUES ({', '.join('?' * len(row))})", values)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first version made it, with one unit."""
    steps = tmp_path / "steps"
    steps.mkdir()
    shutil.copy(BEFORE_FIRST / "0001_initial.py", steps)
    old = tmp_path / "old.db"
    Database(old, 0.25, migrations=steps).migrate(lambda _: None)
    with closing(sqlite3.connect(old, isolation_level=None)) as raw:
        raw.execute("INSERT INTO property VALUES (1, 'Haus', '', 0, 0)")
        raw.execute(
            "INSERT INTO unit VALUES (1, 1, 'Alt', 'alt', '', 'apartment', '#2a7d93', NULL, 0, "
            "NULL, 0, 0, '2026-01-01T00:00:00.000000+00:00')"
        )
        raw.execute("PRAGMA journal_mode = DELETE")
    return old


def test_a_copy_of_an_older_version_is_brought_up_to_date(services: Services, old: Path) -> None:
    services.units.first_house("Haus", ["Eins"])
    before = old.read_bytes()
    services.backups.restore(old)
    assert [unit.name for unit in services.units.all()] == ["Alt"]
    assert old.read_bytes() == before
    assert services.staff.all() == []


def test_data_of_an_older_version_is_brought_up_to_date_first(
    house: Services, old: Path, tmp_path: Path, clock: SetClock
) -> None:
    copy = house.backups.now()
    folder = DataFolder(tmp_path / "updated")
    folder.make()
    old.rename(folder.database)
    done = backups_of(folder, clock).restore(copy)
    assert done.comparison.lost is not None
    assert done.comparison.lost.units == ()
    assert (folder.backups / "zimmerfrei-before-0001_first.db").exists()
    with opened(folder, busy_timeout=1, clock=clock) as services:
        assert [unit.name for unit in services.units.all()] == ["Eins", "Zwei"]
