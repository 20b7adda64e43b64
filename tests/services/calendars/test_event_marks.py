"""Whatever changes in an event raises its marks, and what does not change keeps its bytes."""

from __future__ import annotations

import inspect
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, Unit, UnitDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import WHOLE_HOUSE, Link, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft, Status
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Feed, Feeds
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.calendars.every_change import CHANGES, FIRST, NothingThere, Owner
from tests.services.conftest import Stay

READS = {
    "units": {
        "all",
        "archive_consequences",
        "empty",
        "find",
        "find_property",
        "get",
        "named",
        "properties",
        # Only where nothing has been entered yet: no link has said anything.
        "take_back_house",
    },
    "occupancies": {
        "any_moved",
        "any_imported",
        "all",
        "due",
        "get",
        "overlapping",
        "taking",
    },
    "nights": {"ahead", "any_taken", "portals", "taken", "years"},
    "options": set(),
    "double_bookings": {
        "all",
        "get",
        "open",
        "open_of",
        "suggestions",
        # No event speaks of it, and the other two are changes of an occupancy.
        "accept",
        "cancel",
        "move",
    },
    "links": {
        "any_ever",
        "address",
        "all",
        "archived",
        "covered_stays",
        "draft",
        "get",
        "preview",
    },
    "staff": {"all", "find", "get", "names"},
    "file_import": {"guess", "open", "preview", "unknown_units"},
    "privacy": {"kept", "guests", "find", "stays_of", "due", "backups_of"},
}
"""What changes nothing, by service."""
EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
ROUNDS = 6


@dataclass(frozen=True)
class Event:
    """One event as a reader gets it, and apart from that its marks and all that it says."""

    whole: bytes
    sequence: int
    modified: str
    says: bytes


def events(body: bytes) -> dict[bytes, Event]:
    """Return the events of a calendar by UID."""
    found = {}
    for whole in EVENT.findall(body):
        lines = whole.replace(b"\r\n ", b"").split(b"\r\n")
        marks = {line.partition(b":")[0]: line.partition(b":")[2] for line in lines[1:5]}
        assert list(marks) == [b"UID", b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED"]
        assert marks[b"DTSTAMP"] == marks[b"LAST-MODIFIED"]
        found[marks[b"UID"]] = Event(
            whole,
            int(marks[b"SEQUENCE"]),
            marks[b"LAST-MODIFIED"].decode(),
            b"\n".join(lines[5:]),
        )
    return found


@dataclass
class Reader:
    """Reads every calendar after each change, and remembers whatever it has been told."""

    services: Services
    feeds: Feeds
    ever: dict[tuple[int, bytes], Event] = field(default_factory=dict)
    before: dict[int, set[bytes]] = field(default_factory=dict)

    def look(self) -> None:
        """Compare all that is said now with what was said before."""
        before, self.before = self.before, {}
        for link in self.services.links.all():
            if link.kind is LinkKind.WEBSITE or self.services.links.archived(link):
                continue
            body = self.services.links.preview(link)
            if link.enabled:
                answer = self.feeds.answer(link.token)
                assert isinstance(answer, Feed)
                assert answer.body == body
            said = events(body)
            for uid, event in said.items():
                self._compare(link.id, uid, event, there=uid in before.get(link.id, ()))
            self.before[link.id] = set(said)

    def _compare(self, link_id: int, uid: bytes, event: Event, *, there: bool) -> None:
        known = self.ever.get((link_id, uid))
        self.ever[link_id, uid] = event
        if known is None:
            return
        greater = event.sequence > known.sequence and event.modified > known.modified
        if event.says != known.says:
            assert greater, (known.whole, event.whole)
        elif there:
            assert event.whole == known.whole
        else:
            # It comes back, or its link does; it may have been another meanwhile.
            assert greater or event.whole == known.whole, (known.whole, event.whole)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with links of every kind over a house with a few stays."""
    folder = tmp_path_factory.mktemp("furnished") / "data"
    with opened(DataFolder(folder), busy_timeout=1, clock=SetClock()) as services:
        units = list(services.units.first_house("Haus Seeblick", ["Eins", "Zwei"]).units)
        aside = services.units.add_property(PropertyDraft(name="Anbau", address="Am Berg 3"))
        units.append(services.units.add(UnitDraft(property_id=aside.id, name="Drei")))
        members = [
            services.staff.add(StaffDraft(name=name, unit_ids=frozenset({unit.id})))
            for name, unit in zip(("Maria", "Otto"), units, strict=False)
        ]
        for number in range(9):
            arrival = FIRST + timedelta(days=7 * number)
            services.occupancies.add(
                OccupancyDraft(
                    unit_id=units[number % 3].id,
                    arrival=arrival,
                    departure=arrival + timedelta(days=5),
                    guest=f"Gast {number}",
                    persons=number + 1,
                    staff_id=members[number % 2].id,
                )
            )
        everything = Details(fields=frozenset(Field), options=Options.TENTATIVE)
        services.links.enable_all()
        add = services.links.add
        for details in (everything, Details(options=Options.LEFT_OUT, blocks=False)):
            choices = LinkChoices(details=details, language="de")
            add(LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), choices)
            add(LinkKind.CALENDAR, Target(Scope.PROPERTY, units[0].property_id), choices)
            add(LinkKind.CALENDAR, WHOLE_HOUSE, choices)
            for member in members:
                add(LinkKind.CALENDAR, Target(Scope.STAFF, member.id), choices)
                add(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id), choices)
    return folder


Enter = Callable[[SetClock], "closing[Any]"]


@dataclass
class House:
    """A house of the test's own, its owner, and who reads all of its links."""

    owner: Owner
    reader: Reader
    clock: SetClock
    newest: datetime
    done: set[str] = field(default_factory=set)

    def step(self, name: str, seconds: float) -> None:
        """Let the owner do something at another time, and the reader look at once."""
        # Not by more than what may be right: there are no feeds by a clock that is wrong.
        self.newest = max(self.newest, self.clock.moment)
        moment = self.clock.moment + timedelta(seconds=seconds)
        self.clock.moment = max(moment, self.newest - timedelta(hours=20))
        with suppress(NothingThere, UserError):
            CHANGES[name](self.owner)
            self.done.add(name)
        self.reader.look()


def entered(folder: Path, furnished: Path, pick: Callable[[Sequence[Any]], Any]) -> Iterator[House]:
    shutil.copytree(furnished, folder)
    clock = SetClock(datetime(2027, 7, 6, 12, 0, tzinfo=UTC))
    with (
        opened(DataFolder(folder), busy_timeout=1, clock=clock) as services,
        closing(services.feeds()) as feeds,
    ):
        house = House(Owner(services, pick), Reader(services, feeds), clock, clock.moment)
        house.reader.look()
        yield house


PAUSES = (0, 0, 0.3, 1, 3600, -3600, -20 * 3600, 40 * 86400)
"""Seconds between two changes: a clock may stand, be set back, and come back."""


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_differs_is_marked_and_what_does_not_keeps_its_bytes(
    tmp_path_factory: pytest.TempPathFactory, furnished: Path, data: st.DataObject
) -> None:
    steps = data.draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(PAUSES)),
            min_size=1,
            max_size=8,
        )
    )
    folder = tmp_path_factory.mktemp("house") / "data"
    for house in entered(folder, furnished, lambda some: data.draw(st.sampled_from(some))):
        for name, seconds in steps:
            house.step(name, seconds)


def test_a_long_time_with_every_use_case(tmp_path: Path, furnished: Path) -> None:
    chance = random.Random(20270711)
    for house in entered(tmp_path / "data", furnished, chance.choice):
        for _ in range(ROUNDS):
            for name in chance.sample(sorted(CHANGES), len(CHANGES)):
                house.step(name, chance.choice(PAUSES))
            # While somebody has it open, Wine keeps each look at it open, up to its limit.
            house.reader.services.watch.data_version.close()
        # Each of them has been done, not only been tried.
        assert house.done == set(CHANGES)


def test_every_use_case_is_among_the_changes_or_changes_nothing(services: Services) -> None:
    for name, reads in READS.items():
        public = {
            method
            for method, _ in inspect.getmembers(type(getattr(services, name)), inspect.isfunction)
            if not method.startswith("_") and not method.endswith("_within")
        }
        changes = {method for of, _, method in (c.partition(".") for c in CHANGES) if of == name}
        assert public == reads | changes, name
        assert not reads & changes


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units[0]


@pytest.fixture
def told(services: Services, unit: Unit) -> Callable[..., Callable[[], dict[bytes, Event]]]:
    """Make a link of the unit with these fields; returns what tells its events."""

    def make(*fields: Field, **more: Any) -> Callable[[], dict[bytes, Event]]:
        details = Details(fields=frozenset(fields), **more)
        target = Target(Scope.UNIT, unit.id)
        link = services.links.add(LinkKind.CALENDAR, target, LinkChoices(details=details)).after
        return lambda: events(services.links.preview(link))

    return make


class TestOneLink:
    def test_what_a_link_does_not_show_changes_nothing(
        self, services: Services, unit: Unit, stay: Stay, told: Any
    ) -> None:
        silent, speaking = told(), told(Field.GUEST)
        entered = services.occupancies.add(stay(unit.id, guest="Kim")).after
        before, spoken = silent(), speaking()
        renamed = replace(entered.draft(), guest="Alex")
        services.occupancies.change(entered.id, renamed, sequence=0)
        assert silent() == before
        ((uid, event),) = speaking().items()
        assert event.sequence == spoken[uid].sequence + 1
        assert event.modified > spoken[uid].modified

    def test_other_details_tell_of_the_events_that_they_change_and_of_no_other(
        self, services: Services, unit: Unit, stay: Stay
    ) -> None:
        link = services.links.enable_unit(unit.id).after
        services.occupancies.add(stay(unit.id, 0, note="Hund"))
        services.occupancies.add(stay(unit.id, 9))
        noted, plain = events(services.links.preview(link)).values()
        choices = replace(link.choices(), details=Details(fields=frozenset({Field.NOTE})))
        link = services.links.change(link.id, choices, sequence=link.sequence).after
        now_noted, now_plain = events(services.links.preview(link)).values()
        assert b"Hund" in now_noted.says
        assert now_noted.sequence > noted.sequence
        assert now_noted.modified > noted.modified
        assert now_plain == plain
        # And when the note is unticked again, it tells once more: nobody keeps it.
        back = replace(link.choices(), details=Details())
        link = services.links.change(link.id, back, sequence=link.sequence).after
        after = next(iter(events(services.links.preview(link)).values()))
        assert after.says == noted.says
        assert after.sequence > now_noted.sequence
        assert after.modified > now_noted.modified

    def test_what_was_cancelled_and_comes_back_goes_on_counting(
        self, services: Services, unit: Unit, stay: Stay, told: Any
    ) -> None:
        silent = told()
        entered = services.occupancies.add(stay(unit.id)).after
        (before,) = silent().values()
        cancelled = services.occupancies.cancel(entered.id, sequence=0)
        assert silent() == {}
        services.occupancies.take_back(cancelled)
        (after,) = silent().values()
        assert after.says == before.says
        assert after.sequence > before.sequence
        assert after.modified > before.modified

    @pytest.mark.parametrize("seconds", [0, 0.2, -1, -90_000_000])
    def test_two_changes_are_a_second_apart_whatever_the_clock_does(
        self, services: Services, unit: Unit, stay: Stay, told: Any, clock: SetClock, seconds: float
    ) -> None:
        speaking = told(Field.GUEST)
        kept = services.occupancies.add(stay(unit.id)).after
        moments, times = [kept.changed_at], [next(iter(speaking().values())).modified]
        for guest in ("Kim", "Alex", "Robin"):
            clock.moment += timedelta(seconds=seconds)
            draft = replace(kept.draft(), guest=guest)
            kept = services.occupancies.change(kept.id, draft, sequence=kept.sequence).after
            moments.append(kept.changed_at)
            times.append(next(iter(speaking().values())).modified)
        steps = [later - earlier for earlier, later in pairwise(moments)]
        assert all(step >= timedelta(seconds=1) for step in steps)
        assert sorted(set(times)) == times

    def test_writing_past_the_use_cases_is_noticed_with_the_next_change(
        self, services: Services, unit: Unit, stay: Stay, told: Any
    ) -> None:
        speaking = told(Field.GUEST)
        entered = services.occupancies.add(stay(unit.id, guest="Kim")).after
        (before,) = speaking().values()
        with services.database.write():
            table = services.database.table("occupancy")
            table.update(guest="Alex").where(table.c.id == entered.id).execute()
        services.settings.set("port", "9000")
        (after,) = speaking().values()
        assert after.sequence > before.sequence


class TestAProgramThatWordsOtherwise:
    def test_every_event_that_it_words_otherwise_tells_so_once(
        self, folder: DataFolder, clock: SetClock, stay: Stay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def started() -> tuple[list[Event], list[Link]]:
            clock.moment += timedelta(hours=1)
            with opened(folder, busy_timeout=1, clock=clock) as services:
                links = services.links.all()
                bodies = [services.links.preview(link) for link in links]
                return [event for body in bodies for event in events(body).values()], links

        with opened(folder, busy_timeout=1, clock=clock) as services:
            (unit,) = services.units.first_house("Haus", ["Eins"]).units
            services.occupancies.add(stay(unit.id))
            for language in ("de", "en"):
                choices = LinkChoices(language=language)
                services.links.add(LinkKind.CALENDAR, Target(Scope.UNIT, unit.id), choices)
        (german, english), links = started()
        assert ([german, english], links) == started()
        monkeypatch.setattr("app.core.links.events.OCCUPIED", "Reserved")
        monkeypatch.setattr("app.services.calendars.event_marks.WORDING", 99)
        monkeypatch.setattr("app.services.base.unit_of_work.WORDING", 99)
        after, raised = started()
        for old, new in zip((german, english), after, strict=True):
            assert new.says != old.says
            assert new.sequence == old.sequence + 1
            assert new.modified > old.modified
        # So that the date of the feed moves, too.
        assert all(new.changed_at > old.changed_at for old, new in zip(links, raised, strict=True))
        assert started() == (after, raised)


def test_an_option_that_is_left_out_is_no_next_arrival_and_its_neighbours_tell(
    services: Services, unit: Unit, stay: Stay
) -> None:
    """Only neighbours are looked at, so stays that a link does not show must be looked past."""
    member = services.staff.add(StaffDraft(name="Maria", unit_ids=frozenset({unit.id})))
    details = Details(options=Options.LEFT_OUT)
    link = services.links.add(
        LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id), LinkChoices(details=details)
    ).after
    leaves = services.occupancies.add(stay(unit.id, 0)).after
    option = stay(unit.id, 10, status=Status.OPTION, option_until=FIRST)
    hidden = services.occupancies.add(option).after
    comes = services.occupancies.add(stay(unit.id, 20)).after

    def said() -> Event:
        found = events(services.links.preview(link))
        return found[leaves.uid.replace("@", f"-{link.id}-cleaning@").encode()]

    first = said()
    assert b"21.08." in first.says
    moved = replace(comes.draft(), arrival=comes.arrival + timedelta(days=1))
    services.occupancies.change(comes.id, moved, sequence=0)
    second = said()
    assert b"22.08." in second.says
    assert second.sequence > first.sequence
    services.options.book_firmly(hidden.id, sequence=0)
    third = said()
    assert b"11.08." in third.says
    assert third.sequence > second.sequence
