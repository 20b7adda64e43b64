"""What lies on a webspace is byte for byte what the server answers, whatever the owner does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from werkzeug.test import Client

from app.bootstrap import opened
from app.core.errors import UserError
from app.core.house.staff import StaffDraft
from app.core.house.unit import PropertyDraft, UnitDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import (
    Link,
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    link_path,
)
from app.core.publishing.webspace import (
    Secret,
    Webspace,
    WebspaceKind,
    calendar_file,
    files_of,
    page_file,
)
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.server.web.app import create_app
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.runs.marker import MARKER
from app.storage.engine.columns import moment_text
from app.storage.tables.links.links import LinkTable, Published
from app.storage.tables.publishing.uploads import WantedTable
from tests.clocks import SetClock

UNITS, STAFF = st.integers(1, 3), st.integers(1, 2)
TARGETS = st.one_of(
    st.builds(Target, st.just(Scope.UNIT), UNITS),
    st.builds(Target, st.just(Scope.PROPERTY), st.integers(1, 2)),
    st.builds(Target, st.just(Scope.STAFF), STAFF),
    st.just(Target(Scope.HOUSE)),
)
CHOICES = st.builds(
    LinkChoices,
    label=st.sampled_from(["", "Anna|", "😀"]),
    portal=st.sampled_from(["", "airbnb", "Mein|Portal"]),
    language=st.sampled_from(["", "de", "en", "fr"]),
    details=st.builds(
        Details,
        fields=st.frozensets(st.sampled_from(Field), max_size=3),
        options=st.sampled_from(Options),
        owner_stays=st.booleans(),
        blocks=st.booleans(),
        own_entries=st.booleans(),
        months_back=st.sampled_from([0, 1, 12]),
        months_ahead=st.sampled_from([None, 0, 1, 14]),
    ),
)
STAYS = st.builds(
    lambda start, nights, **more: OccupancyDraft(
        arrival=date(2027, 7, 6) + timedelta(days=start),
        departure=date(2027, 7, 6) + timedelta(days=start + nights),
        **more,
    ),
    start=st.integers(-420, 420),
    nights=st.integers(1, 40),
    unit_id=UNITS,
    kind=st.sampled_from(Kind),
    status=st.sampled_from([Status.CONFIRMED, Status.CANCELLED]),
    guest=st.sampled_from(["", "Müller; \\, 🏡", "x" * 90]),
    note=st.sampled_from(["", "DTEND;VALUE=DATE:20990101\nBEGIN:VEVENT"]),
    portal=st.sampled_from(["", "airbnb"]),
    staff_id=st.one_of(st.none(), STAFF),
)


class Owner(RuleBasedStateMachine):
    """Does what owners do, and now and then all is brought up to date."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        place = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.web = place / "web"
        self.web.mkdir()
        self.clock = SetClock()
        folder = DataFolder(place / "data")
        self.services = self.stack.enter_context(opened(folder, busy_timeout=1, clock=self.clock))
        feeds = self.services.feeds()
        self.stack.callback(feeds.close)
        self.client = Client(create_app(feeds, lambda *_: None, self.clock))

    def teardown(self) -> None:
        self.stack.close()

    @initialize()
    def begin(self) -> None:
        units = self.services.units
        units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
        second = units.add_property(PropertyDraft(name="Berghof"))
        units.add(UnitDraft(property_id=second.id, name="Stube"))
        self.services.staff.add(StaffDraft(name="Anna", unit_ids=frozenset({1})))
        self.services.staff.add(StaffDraft(name="Ben"))
        self.services.links.enable_all()
        for number in (1, 2):
            target = Target(Scope.STAFF, number)
            self.services.links.add(LinkKind.CHANGEOVERS, target, LinkChoices())
        self.services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, 1), LinkChoices())
        self.services.publishing.set_up(
            Webspace(kind=WebspaceKind.FOLDER, folder=str(self.web)), Secret(), Keeping.ASK
        )

    @rule(draft=STAYS)
    def enter(self, draft: OccupancyDraft) -> None:
        self._may_be_refused(lambda: self.services.occupancies.add(draft))

    @rule(data=st.data(), draft=STAYS)
    def change_stay(self, data: st.DataObject, draft: OccupancyDraft) -> None:
        stays = self.services.occupancies
        known = stays.all()
        if known:
            one = data.draw(st.sampled_from(known))
            self._may_be_refused(lambda: stays.change(one.id, draft, sequence=one.sequence))

    @rule(kind=st.sampled_from(LinkKind), of=TARGETS, choices=CHOICES)
    def add_link(self, kind: LinkKind, of: Target, choices: LinkChoices) -> None:
        self._may_be_refused(lambda: self.services.links.add(kind, of, choices))

    @rule(data=st.data(), choices=CHOICES)
    def change_link(self, data: st.DataObject, choices: LinkChoices) -> None:
        links = self.services.links
        one = self._link(data)
        what = data.draw(st.sampled_from(["choose", "renew", "delete", "enable", "disable"]))
        if what == "choose":
            self._may_be_refused(lambda: links.change(one.id, choices, sequence=one.sequence))
        else:
            self._may_be_refused(lambda: getattr(links, what)(one.id, sequence=one.sequence))

    @rule(data=st.data(), name=st.sampled_from(["Stube", "Turm", "Seeblick 1", "ß–|"]))
    def change_unit(self, data: st.DataObject, name: str) -> None:
        units = self.services.units
        one = data.draw(st.sampled_from(units.all(archived=True)))
        draft = UnitDraft(property_id=data.draw(st.integers(1, 2)), name=name, address=name)
        what = data.draw(st.sampled_from(["change", "archive", "restore"]))
        if what == "change":
            self._may_be_refused(lambda: units.change(one.id, draft, sequence=one.sequence))
        else:
            self._may_be_refused(lambda: getattr(units, what)(one.id, sequence=one.sequence))

    @rule(number=st.integers(1, 2), address=st.sampled_from(["", "Am See 1"]))
    def change_property(self, number: int, address: str) -> None:
        house = next(one for one in self.services.units.properties() if one.id == number)
        draft = PropertyDraft(name=house.name, address=address)
        self.services.units.change_property(number, draft, sequence=house.sequence)

    @rule(data=st.data(), units=st.frozensets(UNITS), name=st.sampled_from(["Anna", "Zoë"]))
    def change_staff(self, data: st.DataObject, units: frozenset[int], name: str) -> None:
        staff = self.services.staff
        known = staff.all()
        if known:
            one = data.draw(st.sampled_from(known))
            draft = StaffDraft(name=name, unit_ids=units)
            self._may_be_refused(lambda: staff.change(one.id, draft, sequence=one.sequence))

    @rule(days=st.sampled_from([0, 1, 25, 31, 300]))
    def time_passes(self, days: int) -> None:
        self.clock.passes(days=days, hours=1)
        clock = self.services.house_clock
        if clock.look() is not None:
            # The computer was off for so long that the owner is asked.
            clock.confirm(clock.shown())

    @rule()
    def publish(self) -> None:
        publishing = self.services.publishing
        publishing.run()
        for question in publishing.status().questions:
            publishing.allow(question.name)
        result = publishing.run()
        assert result.pending == 0
        wanted: dict[str, bytes] = {}
        for link in self.services.links.all():
            if link.enabled and not self.services.links.archived(link):
                wanted |= self._answers(link)
        there = {file.name: file.read_bytes() for file in self.web.iterdir()}
        there.pop(MARKER, None)
        assert there == wanted
        assert not publishing.run().uploaded

    @invariant()
    def is_told_for_all_at_once_as_of_each(self) -> None:
        database = self.services.database
        with database.read():
            found = {one.link_id: one for one in WantedTable(database).states()}
            table = LinkTable(database)
            for link in table.all():
                published = table.published(link.token)
                if not isinstance(published, Published):
                    assert link.id not in found
                    continue
                state = found.pop(link.id)
                assert state.names == files_of(link)
                assert (state.units, state.changes) == published.units
                assert state.changed_at == moment_text(published.changed_at)
                assert state.revision == link.revision
            assert not found

    def _answers(self, link: Link) -> dict[str, bytes]:
        """Return by name what the server answers for each file of a link."""
        found = {calendar_file(link): self._get(calendar_path(link))}
        if link.kind is LinkKind.WEBSITE:
            found[page_file(link)] = self._get(link_path(link))
        return found

    def _get(self, path: str) -> bytes:
        answer = self.client.get(path)
        assert answer.status_code == 200
        body: bytes = answer.data
        return body

    def _link(self, data: st.DataObject) -> Link:
        return data.draw(st.sampled_from(self.services.links.all()))

    @staticmethod
    def _may_be_refused(change: Callable[[], object]) -> None:
        with suppress(UserError):
            change()


Owner.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestPublishedBytes = Owner.TestCase
