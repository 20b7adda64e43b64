"""Taking over notes: each reading is stored once, however they are cut, lost or asked for."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.links.link import Link, LinkChoices, LinkKind
from app.core.publishing.apache.script import READS_FILE, noted_as
from app.core.publishing.webspace import KeptWebspace
from app.services.publishing.runs.notes import Notes
from app.services.services import Services
from app.storage.tables.fetches import FETCHES_KEPT, FetchTable
from app.storage.tables.links.tokens import TokenTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from tests.clocks import SetClock
from tests.services.publishing.conftest import Web, Wire

HEAD = b"<?php __halt_compiler(); ?>\n"
MINUTE = 60_000_000
examples = itertools.count()


class Space:
    """What lies on a webspace, as far as the notes go."""

    identity = ""

    def __init__(self) -> None:
        self.notes: bytes | None = None

    def get(self, name: str) -> bytes | None:
        assert name == READS_FILE
        return self.notes

    def put(self, name: str, body: bytes) -> None:
        raise AssertionError(name, body)

    def delete(self, name: str) -> None:
        raise AssertionError(name)

    def names(self) -> list[str]:
        raise AssertionError


@pytest.fixture
def table(services: Services) -> WebspaceTable:
    return WebspaceTable(services.database)


@pytest.fixture
def counted(services: Services, kept: KeptWebspace, table: WebspaceTable) -> KeptWebspace:
    """The webspace, with a script that counts there."""
    with services.database.write():
        table.count(kept.id, services.house_clock.now())
    return kept


def line(number: int, link: Link, agent: str = "Airbnb") -> bytes:
    return f"{number}\t{noted_as(link.token)}\t200\t{agent}\n".encode()


def agents(services: Services, link: Link) -> list[str]:
    with services.database.read():
        found = FetchTable(services.database).of_link(link.id)
    return [fetch.agent for fetch in reversed(found)]


def micro(clock: SetClock) -> int:
    return round(clock.moment.timestamp() * 1_000_000)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("reads"), st.integers(1, 5)),
        st.tuples(st.just("looks"), st.integers(1, 3)),
        st.tuples(st.just("stale look"), st.just(0)),
        st.tuples(st.just("trimmed"), st.just(0)),
    ),
    max_size=20,
)


@given(steps)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_each_reading_is_stored_once_and_none_is_lost_that_was_there(
    services: Services,
    counted: KeptWebspace,
    table: WebspaceTable,
    link: Link,
    clock: SetClock,
    steps: Sequence[tuple[str, int]],
) -> None:
    example = next(examples)
    with services.database.write():
        table.count(counted.id, clock.moment)
    notes, space, number = Notes(services.work), Space(), micro(clock) + example * MINUTE
    lines: list[bytes] = []
    written: list[str] = []
    taken = 0
    earlier = HEAD
    for what, count in (*steps, ("looks", 1)):
        if what == "reads":
            for _ in range(count):
                number += 1
                written.append(f"{example} {len(written)}")
                lines.append(line(number, link, written[-1]))
        elif what == "looks":
            space.notes = HEAD + b"".join(lines)
            assert sum(notes.take_over(space, counted.id) for _ in range(count)) == (
                len(written) - taken
            )
            taken, earlier = len(written), space.notes
        elif what == "stale look":
            # Another process had read the file before us, and comes to the database after us.
            space.notes = earlier
            assert notes.take_over(space, counted.id) == 0
        elif taken == len(written):
            lines = lines[-1:]
    stored = [agent for agent in agents(services, link) if agent.startswith(f"{example} ")]
    assert stored == written


def test_readings_of_former_addresses_are_those_of_the_link(
    services: Services, counted: KeptWebspace, link: Link, clock: SetClock
) -> None:
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    space = Space()
    begin = micro(clock)
    space.notes = HEAD + line(begin + 1, link, "old") + line(begin + 2, renewed, "new")
    assert Notes(services.work).take_over(space, counted.id) == 2
    assert agents(services, link) == ["old", "new"]


def test_readings_of_links_that_are_no_more_are_passed_over(
    services: Services, counted: KeptWebspace, link: Link, clock: SetClock
) -> None:
    space = Space()
    nobody = f"{micro(clock)}\t{'0' * 16}\t200\tx\n".encode()
    space.notes = HEAD + nobody + line(micro(clock) + 1, link)
    assert Notes(services.work).take_over(space, counted.id) == 1


def test_however_many_there_are_the_bound_holds(
    services: Services, counted: KeptWebspace, link: Link, clock: SetClock
) -> None:
    space, begin = Space(), micro(clock)
    space.notes = HEAD + b"".join(line(begin + n, link, f"a{n % 7}") for n in range(7000))
    Notes(services.work).take_over(space, counted.id)
    found = agents(services, link)
    assert len(found) == FETCHES_KEPT
    assert set(found) == {f"a{n}" for n in range(7)}


def test_notes_that_cannot_be_read_keep_nothing_from_being_uploaded(
    services: Services, counted: KeptWebspace, link: Link, web: Web, wire: Wire
) -> None:
    assert counted.folder == str(web.path)
    (web.path / READS_FILE).mkdir()
    done = services.publishing.run()
    assert done.uploaded == (link.id,)
    assert ("get", READS_FILE) in wire.done
    assert services.publishing.status().error is None


def test_where_no_script_counts_nothing_is_stored(
    services: Services, kept: KeptWebspace, link: Link, clock: SetClock
) -> None:
    space = Space()
    space.notes = HEAD + line(micro(clock), link)
    assert Notes(services.work).take_over(space, kept.id) == 0
    assert Notes(services.work).take_over(space, kept.id + 1) == 0
    assert agents(services, link) == []


def test_what_is_known_lasts_until_it_was_looked_at_last(
    services: Services, counted: KeptWebspace, table: WebspaceTable, link: Link, clock: SetClock
) -> None:
    space, began = Space(), clock.moment
    space.notes = HEAD + line(micro(clock) + 1, link)
    for hours in (1, 30):
        clock.passes(hours=hours)
        Notes(services.work).take_over(space, counted.id)
        with services.database.read():
            found = table.counting(counted.id)
        assert (found.since, found.at) == (began, clock.moment)


def test_switching_it_on_anew_begins_anew(
    services: Services, counted: KeptWebspace, table: WebspaceTable, clock: SetClock
) -> None:
    with services.database.write():
        table.counted(counted.id, "12", clock.moment, clock.moment)
        table.scripted(counted.id, "x")
        table.count_no_more(counted.id)
        off = table.counting(counted.id)
        clock.passes(days=1)
        table.count(counted.id, clock.moment)
        on = table.counting(counted.id)
    assert (off.since, off.at, off.until, off.script) == (None, None, "", "")
    assert (on.since, on.at, on.until) == (clock.moment, clock.moment, "")


def test_every_token_that_was_given_up_is_known(services: Services, web: Web, link: Link) -> None:
    assert web.names() == set()
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    website = services.links.add(LinkKind.WEBSITE, link.target, LinkChoices()).after
    services.links.delete(website.id, sequence=website.sequence)
    tokens = TokenTable(services.database)
    with services.database.read():
        assert tokens.gone() == {link.token, website.token}
        assert tokens.links() == {
            link.token: link.id,
            renewed.token: link.id,
            website.token: website.id,
        }
