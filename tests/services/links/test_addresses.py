"""The address belongs to the link: of the webspace, or here; what waits, who reads there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.links.address import Finding, Readability, ReadAt, readability
from app.core.links.link import Fetch, Link, LinkChoices, LinkKind, Origin, Scope, Target
from app.core.links.reach import Reach
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.services.base.changes import CompositeChange
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.services.taking_back import TakingBack
from app.storage.tables.fetches import FetchTable, ServedTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from tests.clocks import SetClock
from tests.services.conftest import Stay, Told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PUBLIC = "https://haus-seeblick.example/kalender"
PORTAL = "Portal-Importer/2.1"
THUNDERBIRD = "Mozilla/5.0 (X11) Gecko/20100101 Thunderbird/128.0"
SetUp = Callable[..., KeptWebspace]


@pytest.fixture
def units(services: Services) -> list[Unit]:
    house = services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    return list(house.units)


@pytest.fixture
def link(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[0].id).after


@pytest.fixture
def other(services: Services, units: list[Unit]) -> Link:
    return services.links.enable_unit(units[1].id).after


@pytest.fixture
def folder_there(tmp_path: Path) -> Path:
    folder = tmp_path / "webspace"
    folder.mkdir()
    return folder


@pytest.fixture
def set_up(services: Services, folder_there: Path) -> SetUp:
    """Put links into a folder: ``set_up()``, ``set_up(php=True)``."""

    def make(address: str = PUBLIC, *, php: bool = False) -> KeptWebspace:
        webspace = Webspace(
            kind=WebspaceKind.FOLDER, folder=str(folder_there), address=address, php=php
        )
        return services.publishing.set_up(webspace, Secret(), Keeping.ASK)

    return make


def found(services: Services, link: Link, finding: Finding = Finding.READABLE) -> None:
    """Note that the link's address was read from outside just now."""
    with services.database.write():
        services.database.table("address_check").insert(
            link_id=link.id,
            address=services.addresses.of(link).url,
            at=services.clock.now().isoformat(timespec="microseconds"),
            finding=finding.value,
            problem="",
            detail="",
        ).on_conflict_replace().execute()


def read(services: Services, link: Link, at: datetime, agent: str = THUNDERBIRD) -> None:
    with services.database.write():
        FetchTable(services.database).add(
            [Fetch(link_id=link.id, at=at, agent=agent, origin=Origin.HOME, status=200)]
        )


# ---- which address ----


def test_a_webspace_gives_all_links_its_address_and_its_end_gives_it_back(
    services: Services, link: Link, set_up: SetUp
) -> None:
    here = services.addresses.of(link)
    assert (here.read_at, here.reach) == (ReadAt.HERE, Reach.THIS_PC)

    webspace = set_up()

    there = services.addresses.of(link)
    assert there.url == services.links.address(link) == f"{PUBLIC}/{link.token}.ics"
    assert (there.read_at, there.reach) == (ReadAt.WEBSPACE, Reach.EVERYWHERE)
    assert services.addresses.base() == "http://127.0.0.1:8642"

    services.publishing.remove(sequence=webspace.sequence)

    assert services.addresses.of(link) == here


def test_settings_of_this_computer_change_no_address_on_the_webspace(
    services: Services, link: Link, set_up: SetUp
) -> None:
    set_up()
    before = services.addresses.of(link)
    services.settings.set("port", "9000")
    services.settings.set("host", "0.0.0.0")
    services.settings.set("public_url", "https://tunnel.example")
    assert services.addresses.of(link) == before
    assert services.addresses.base() == "https://tunnel.example"


def test_a_disabled_link_keeps_its_address_on_the_webspace_and_waits_for_nothing(
    services: Services, link: Link, set_up: SetUp
) -> None:
    set_up()
    url = services.addresses.of(link).url
    services.links.disable(link.id, sequence=link.sequence)
    disabled = services.addresses.of(services.links.get(link.id))
    assert (disabled.url, disabled.pending) == (url, False)


def test_all_addresses_are_those_of_each(
    services: Services, link: Link, other: Link, set_up: SetUp
) -> None:
    set_up()
    website = services.links.add(LinkKind.WEBSITE, link.target, LinkChoices(here_only=True)).after
    links = [link, other, website]
    assert services.addresses.of_all(links) == {one.id: services.addresses.of(one) for one in links}
    assert services.addresses.of_all([]) == {}


def test_a_link_that_is_only_drafted_has_an_address_too(services: Services, link: Link) -> None:
    draft = services.links.draft(LinkKind.CALENDAR, link.target, LinkChoices())
    assert services.addresses.of(draft).url.startswith("http://127.0.0.1:8642/cal/")


# ---- what waits ----


def test_a_link_waits_until_the_webspace_holds_its_newest_calendar(
    services: Services, link: Link, other: Link, set_up: SetUp, stay: Stay
) -> None:
    set_up()
    assert services.addresses.of(link).pending
    assert services.addresses.of(other).pending

    services.publishing.run()
    assert not services.addresses.of(link).pending

    services.occupancies.add(stay(link.target.id))
    assert services.addresses.of(link).pending
    assert not services.addresses.of(other).pending

    services.publishing.run()
    assert not services.addresses.of(link).pending


def test_the_turn_of_the_month_lets_links_wait(
    services: Services, link: Link, set_up: SetUp, clock: SetClock
) -> None:
    set_up()
    services.publishing.run()
    clock.moment += timedelta(days=31)
    assert services.addresses.of(link).pending


# ---- nur hier ----


def here_only(services: Services, link: Link, on: bool = True) -> Link:
    choices = replace(link.choices(), here_only=on)
    return services.links.change(link.id, choices, sequence=link.sequence).after


def test_a_link_that_is_left_out_disappears_from_the_webspace_and_comes_back(
    services: Services, link: Link, set_up: SetUp, folder_there: Path
) -> None:
    set_up()
    services.publishing.run()
    name = f"{link.token}.ics"
    assert (folder_there / name).exists()

    kept = here_only(services, link)
    services.publishing.run()

    assert kept.sequence == link.sequence + 1
    assert kept.revision == link.revision + 1
    assert not (folder_there / name).exists()
    assert services.addresses.of(kept).read_at is ReadAt.HERE

    back = here_only(services, kept, on=False)
    services.publishing.run()

    assert (folder_there / name).exists()
    assert services.addresses.of(back).url == f"{PUBLIC}/{name}"


def test_leaving_a_link_out_changes_not_a_byte_of_its_calendar(
    services: Services, link: Link, set_up: SetUp, stay: Stay, clock: SetClock
) -> None:
    services.occupancies.add(stay(link.target.id))
    set_up()
    before = services.links.preview(link)
    clock.moment += HOUR
    kept = here_only(services, link)
    assert services.links.preview(kept) == before
    assert services.links.preview(here_only(services, kept, on=False)) == before


def test_leaving_it_out_is_taken_back_and_done_again(
    services: Services, link: Link, set_up: SetUp
) -> None:
    set_up()
    back = TakingBack(
        services.occupancies,
        services.links,
        services.staff,
        services.units,
        services.double_bookings,
        services.sources,
    )
    choices = replace(link.choices(), here_only=True)
    change = services.links.change(link.id, choices, sequence=link.sequence)

    undone = back.take_back(CompositeChange((change,)))
    assert not services.links.get(link.id).here_only

    back.take_back(undone.reverse)
    now = services.links.get(link.id)
    assert now.here_only
    assert now.sequence == link.sequence + 3


def test_the_same_choice_again_changes_nothing(services: Services, link: Link, told: Told) -> None:
    kept = here_only(services, link)
    told.take()
    assert here_only(services, kept) == kept
    assert told.take() == []


def test_nobody_overwrites_what_was_chosen_elsewhere(services: Services, link: Link) -> None:
    here_only(services, link)
    with pytest.raises(UserError, match="changed elsewhere"):
        here_only(services, link)


# ---- who can read all of them ----


def test_without_a_webspace_there_is_nothing_to_sum_up(services: Services, link: Link) -> None:
    assert link.enabled
    assert services.addresses.overview().total == 0


def test_only_links_that_answer_are_summed_up(
    services: Services, link: Link, other: Link, units: list[Unit], set_up: SetUp
) -> None:
    set_up()
    services.publishing.run()
    found(services, link)
    third = services.links.add(
        LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), LinkChoices(here_only=True)
    ).after
    summed = services.addresses.overview()
    assert (summed.total, summed.on_webspace, summed.readable) == (3, 2, 1)
    assert summed.checked_at == services.clock.now()

    services.units.archive(units[1].id, sequence=units[1].sequence)
    services.links.disable(third.id, sequence=third.sequence)

    assert other.enabled
    assert services.addresses.overview().all_readable


def test_what_was_found_at_the_address_before_is_forgotten(
    services: Services, link: Link, set_up: SetUp
) -> None:
    set_up()
    services.publishing.run()
    found(services, link)
    address = services.addresses.of(link)
    assert readability(address, services.clock.now()) is Readability.READABLE

    renewed = services.links.renew(link.id, sequence=link.sequence).after
    services.publishing.run()

    address = services.addresses.of(renewed)
    assert address.check is None
    assert readability(address, services.clock.now()) is Readability.UNCHECKED


# ---- who reads there ----


def hourly(services: Services, link: Link, since: datetime, count: int = 12) -> None:
    for n in range(count):
        read(services, link, since + n * HOUR, PORTAL)


@pytest.fixture
def silence(services: Services, link: Link, clock: SetClock) -> Link:
    """A link that a portal read hourly until three days ago."""
    began = clock.moment
    with services.database.write():
        ServedTable(services.database).begin(began - DAY, began + 90 * DAY)
    hourly(services, link, began)
    clock.moment = began + 3 * DAY
    return link


def silent_links(services: Services) -> set[int]:
    return set(services.readers.silent())


def test_of_links_on_a_plain_webspace_nobody_is_missed(
    services: Services, silence: Link, set_up: SetUp
) -> None:
    assert silent_links(services) == {silence.id}
    set_up()
    assert silent_links(services) == set()


def counted(services: Services, kept: KeptWebspace, since: datetime, at: datetime) -> None:
    """Let the notes of the script have been taken over at a moment."""
    table = WebspaceTable(services.database)
    with services.database.write():
        table.counted(kept.id, "1", at, since)


def test_a_script_there_tells_who_reads_so_silence_is_noticed(
    services: Services, link: Link, set_up: SetUp, clock: SetClock
) -> None:
    # This computer is off all the time: on a webspace calendars can be read nevertheless.
    began = clock.moment
    kept = set_up(php=True)
    assert services.addresses.of(link).knows_readers
    hourly(services, link, began)
    clock.moment = began + 3 * DAY
    assert silent_links(services) == set(), "nobody knows yet who has read since"
    counted(services, kept, began, clock.moment)
    assert silent_links(services) == {link.id}
    (usual,) = services.readers.usual(link.id).values()
    assert usual == HOUR


def test_what_was_read_before_a_script_counted_says_nothing(
    services: Services, silence: Link, set_up: SetUp, clock: SetClock
) -> None:
    assert silent_links(services) == {silence.id}
    kept = set_up(php=True)
    clock.passes(days=9)
    counted(services, kept, clock.moment - 9 * DAY, clock.moment)
    assert silent_links(services) == set()


def test_notes_that_were_lost_let_nobody_be_missed(
    services: Services, link: Link, set_up: SetUp, clock: SetClock
) -> None:
    began = clock.moment
    kept = set_up(php=True)
    hourly(services, link, began)
    clock.moment = began + 3 * DAY
    counted(services, kept, began + 2 * DAY, clock.moment)
    assert silent_links(services) == set()


def test_a_link_that_is_left_out_is_watched_in_the_time_of_this_computer(
    services: Services, silence: Link, set_up: SetUp, clock: SetClock
) -> None:
    kept = set_up(php=True)
    here_only(services, silence)
    counted(services, kept, clock.moment, clock.moment)
    assert silent_links(services) == {silence.id}


def test_a_link_that_is_left_out_is_watched_as_ever(
    services: Services, silence: Link, set_up: SetUp
) -> None:
    set_up()
    here_only(services, silence)
    assert silent_links(services) == {silence.id}


def test_who_still_reads_the_old_address_here_is_told_apart(
    services: Services, link: Link, set_up: SetUp, clock: SetClock
) -> None:
    read(services, link, clock.moment - HOUR)
    set_up()
    address = services.addresses.of(link)
    before = services.readers.last(link.id)
    assert before is not None
    assert not address.reads_old_address(before.fetch.at)

    clock.moment += HOUR
    read(services, link, clock.moment)

    after = services.readers.last(link.id)
    assert after is not None
    assert address.reads_old_address(after.fetch.at)


def test_archiving_says_that_others_may_read_it(
    services: Services, link: Link, units: list[Unit], set_up: SetUp
) -> None:
    assert not services.units.archive_consequences(units[0].id).unseen
    set_up()
    consequences = services.units.archive_consequences(units[0].id)
    assert consequences.unseen
    assert consequences
    assert not services.units.archive_consequences(units[1].id)
    here_only(services, link)
    assert not services.units.archive_consequences(units[0].id).unseen
