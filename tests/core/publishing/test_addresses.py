"""Where a link is read and what can be said of it: never more than was proven."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.address import (
    READABILITY_WORDS,
    TO_MEND,
    Check,
    Finding,
    LinkAddress,
    Readability,
    ReadAt,
    readability,
)
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target, new_token
from app.core.links.reach import CHECKED_FOR, Reach
from app.core.publishing.addresses.address_book import AddressBook, readers_known
from app.core.publishing.addresses.address_words import about, readers_unknown
from app.core.publishing.addresses.overview import overview
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import KeptWebspace, WebspaceKind, files_of
from app.i18n import catalogue

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
SET_UP = NOW - timedelta(days=20)
PUBLIC = "https://haus-seeblick.example/kalender"
ENGLISH = catalogue("en")

WEBSPACE = KeptWebspace(
    id=1, sequence=0, created_at=SET_UP, kind=WebspaceKind.FOLDER, folder="/srv", address=PUBLIC
)


def link(number: int = 1, kind: LinkKind = LinkKind.CALENDAR, **choices: object) -> Link:
    made = Link(
        id=number,
        kind=kind,
        target=Target(Scope.UNIT, number),
        subject=f"Seeblick {number}",
        main=True,
        token=new_token(),
        enabled=True,
        sequence=0,
        revision=0,
        created_at=NOW,
        language="en",
        changed_at=NOW,
    )
    return replace(made, **choices)  # type: ignore[arg-type]


def check(
    url: str,
    finding: Finding = Finding.READABLE,
    *,
    hours_ago: float = 1,
    problem: str = "",
    detail: str = "",
) -> Check:
    return Check(url, NOW - timedelta(hours=hours_ago), finding, problem, detail)


def on_webspace(one: Link, finding: Finding | None = None, **more: object) -> LinkAddress:
    url = f"{PUBLIC}/{files_of(one)[0]}"
    checks = {} if finding is None else {one.id: check(url, finding, **more)}  # type: ignore[arg-type]
    return AddressBook("http://127.0.0.1:8642", WEBSPACE, checks).of(one)


def test_a_link_on_a_webspace_has_the_address_of_its_file_there() -> None:
    one = link()
    found = on_webspace(one)
    assert found.url == found.calendar_url == f"{PUBLIC}/{one.token}.ics"
    assert (found.read_at, found.reach) == (ReadAt.WEBSPACE, Reach.EVERYWHERE)
    assert (found.host, found.secure) == ("haus-seeblick.example", True)
    assert found.on_webspace


def test_of_a_website_the_page_is_pasted_and_the_calendar_lies_beside_it() -> None:
    one = link(kind=LinkKind.WEBSITE)
    found = on_webspace(one)
    assert found.url == f"{PUBLIC}/{one.token}.html"
    assert found.calendar_url == f"{PUBLIC}/{one.token}.ics"
    here = AddressBook("http://127.0.0.1:8642").of(one)
    assert here.url == f"http://127.0.0.1:8642/kalender/{one.token}"
    assert here.calendar_url.startswith(f"http://127.0.0.1:8642/cal/{one.token}/")


def test_a_link_that_is_left_out_is_read_here() -> None:
    one = link(here_only=True)
    book = AddressBook("http://192.168.178.20:8642", WEBSPACE, waiting=frozenset({1}))
    found = book.of(one)
    assert (found.read_at, found.reach) == (ReadAt.HERE, Reach.HOME)
    assert not found.pending
    assert found.knows_readers
    assert not book.on_webspace(one)


@pytest.mark.parametrize(
    ("php", "here_only", "known"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_readers_of_a_plain_webspace_are_not_known(
    *, php: bool, here_only: bool, known: bool
) -> None:
    webspace, one = replace(WEBSPACE, php=php), link(here_only=here_only)
    assert readers_known(webspace, one) is known
    found = AddressBook("http://127.0.0.1:8642", webspace).of(one)
    assert found.knows_readers is known
    assert bool(readers_unknown(ENGLISH, found)) is not known


def test_without_a_webspace_readers_are_known() -> None:
    assert readers_known(None, link())


def test_who_reads_here_since_the_webspace_was_set_up_reads_the_old_address() -> None:
    found = on_webspace(link())
    assert found.reads_old_address(SET_UP)
    assert found.reads_old_address(NOW)
    assert not found.reads_old_address(SET_UP - timedelta(microseconds=1))
    assert not AddressBook("http://127.0.0.1:8642").of(link()).reads_old_address(NOW)


def test_what_was_found_under_another_address_says_nothing() -> None:
    one = link()
    moved = AddressBook(
        "http://127.0.0.1:8642", WEBSPACE, {1: check(f"https://old.example/{one.token}.ics")}
    )
    found = moved.of(one)
    assert found.check is None
    assert readability(found, NOW) is Readability.UNCHECKED


def test_only_a_reading_of_this_very_address_makes_it_readable_everywhere() -> None:
    found = on_webspace(link(), Finding.READABLE)
    assert readability(found, NOW) is Readability.READABLE


def test_what_was_proven_long_ago_is_not_proven_now() -> None:
    days = CHECKED_FOR.total_seconds() / 3600
    assert readability(on_webspace(link(), Finding.READABLE, hours_ago=days), NOW) is (
        Readability.READABLE
    )
    stale = on_webspace(link(), Finding.READABLE, hours_ago=days + 0.1)
    assert readability(stale, NOW) is Readability.UNCHECKED


@pytest.mark.parametrize("address", ["http://nas.fritz.box/kalender", "http://192.168.178.9/k"])
def test_a_webspace_in_the_house_is_never_readable_everywhere(address: str) -> None:
    one = link()
    webspace = replace(WEBSPACE, address=address)
    book = AddressBook("http://127.0.0.1:8642", webspace, {1: check(f"{address}/{one.token}.ics")})
    assert readability(book.of(one), NOW) is Readability.HOME


@pytest.mark.parametrize(
    ("finding", "pending", "said"),
    [
        (Finding.READABLE, True, Readability.UPLOADING),
        (Finding.OUTDATED, True, Readability.UPLOADING),
        (Finding.CLOSED, True, Readability.CLOSED),
        (Finding.CLOSED, False, Readability.CLOSED),
        (Finding.OUTDATED, False, Readability.OUTDATED),
        (Finding.DOUBTFUL, False, Readability.DOUBTFUL),
        (Finding.UNTRIED, False, Readability.UNCHECKED),
        (None, True, Readability.UPLOADING),
        (None, False, Readability.UNCHECKED),
    ],
)
def test_what_is_said_of_a_link_on_a_webspace(
    *, finding: Finding | None, pending: bool, said: Readability
) -> None:
    found = replace(on_webspace(link(), finding), pending=pending)
    assert readability(found, NOW) is said


def test_what_could_not_be_put_there_waits() -> None:
    one = link()
    book = AddressBook("http://127.0.0.1:8642", WEBSPACE, {}, frozenset({1}), failing=True)
    found = book.of(one)
    assert (found.pending, found.failing) == (True, True)
    assert readability(found, NOW) is Readability.WAITING
    assert "tried again by itself" in about(ENGLISH, found, Readability.WAITING, "")
    assert overview(book, [one, link(2)], NOW).uploading == 1
    # What lies there already is no worse for it.
    assert not book.of(link(2)).failing


reaches = st.sampled_from(Reach)
findings = st.none() | st.sampled_from(Finding)
ages = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9))


@given(reaches, findings, ages, st.booleans(), st.booleans(), st.sampled_from(ReadAt))
def test_green_is_never_said_without_proof(
    reach: Reach,
    finding: Finding | None,
    age: timedelta,
    same: bool,
    pending: bool,
    read_at: ReadAt,
) -> None:
    url = f"{PUBLIC}/x.ics"
    read = url if same else f"{url}x"
    found = LinkAddress(
        url=url,
        calendar_url=url,
        read_at=read_at,
        reach=reach,
        check=None if finding is None or not same else Check(read, NOW - age, finding),
        pending=pending,
    )
    said = readability(found, NOW)
    green = said is Readability.READABLE
    assert green == (
        reach is Reach.EVERYWHERE
        and finding is Finding.READABLE
        and same
        and age <= CHECKED_FOR
        and not pending
    )
    assert ENGLISH.tr(READABILITY_WORDS[said])
    assert about(ENGLISH, found, said, "today")


def test_what_is_amiss_is_told_with_what_to_do() -> None:
    found = on_webspace(
        link(), Finding.CLOSED, problem=Problem.CERTIFICATE_EXPIRED.value, detail="haus.example"
    )
    told = about(ENGLISH, found, Readability.CLOSED, "")
    assert "The certificate of haus.example has expired" in told
    assert "Your hoster has to renew it" in told


def test_a_certificate_that_ends_soon_is_told_while_all_is_well() -> None:
    found = on_webspace(
        link(), Finding.READABLE, problem=Problem.CERTIFICATE_ENDS.value, detail="haus.example"
    )
    assert "ends soon" in about(ENGLISH, found, readability(found, NOW), "today")


def test_a_problem_that_only_a_newer_version_knows_is_told_as_such() -> None:
    found = on_webspace(link(), Finding.CLOSED, problem="brand_new")
    assert "does not know" in about(ENGLISH, found, Readability.CLOSED, "")


def test_umlauts_are_told_as_people_write_them() -> None:
    webspace = replace(WEBSPACE, address="https://xn--mwe-sna.example/kalender")
    book = AddressBook("http://127.0.0.1:8642", webspace)
    assert book.of(link()).host == book.host == "möwe.example"
    assert overview(book, [], NOW).host == "möwe.example"


def test_all_links_together_are_counted_and_the_worst_comes_first() -> None:
    links = [link(number) for number in range(1, 7)]
    links[5] = replace(links[5], here_only=True)
    urls = {one.id: f"{PUBLIC}/{one.token}.ics" for one in links}
    checks = {
        1: check(urls[1], hours_ago=1),
        2: check(urls[2], hours_ago=5),
        3: check(urls[3], Finding.DOUBTFUL),
        4: check(urls[4], Finding.CLOSED),
    }
    book = AddressBook("http://127.0.0.1:8642", WEBSPACE, checks, frozenset({5}))
    found = overview(book, links, NOW)
    assert (found.total, found.on_webspace, found.readable, found.uploading) == (6, 5, 2, 1)
    assert [one.id for one, _ in found.amiss] == [4, 3]
    assert found.checked_at == NOW - timedelta(hours=5)
    assert not found.all_readable


def test_of_no_links_nothing_is_claimed() -> None:
    found = overview(AddressBook("http://127.0.0.1:8642", WEBSPACE), [], NOW)
    assert found.total == 0
    assert not found.all_readable
    assert found.checked_at is None


@given(st.lists(st.sampled_from([*Finding, None]), max_size=8))
def test_everybody_can_read_all_only_where_each_is_proven(all_found: list[Finding | None]) -> None:
    links = [link(number) for number in range(len(all_found))]
    checks = {
        one.id: check(f"{PUBLIC}/{one.token}.ics", finding)
        for one, finding in zip(links, all_found, strict=True)
        if finding is not None
    }
    found = overview(AddressBook("http://127.0.0.1:8642", WEBSPACE, checks), links, NOW)
    assert found.all_readable == (bool(links) and set(all_found) == {Finding.READABLE})
    assert sum(found.counts.values()) == len(links)
    assert len(found.amiss) == sum(found.counts.get(kind, 0) for kind in TO_MEND)


def test_whether_it_is_put_on_the_webspace_is_the_owner_s_choice_as_all_others() -> None:
    assert link(here_only=True).choices() == LinkChoices(language="en", here_only=True)
    assert link().choices() == LinkChoices(language="en")
