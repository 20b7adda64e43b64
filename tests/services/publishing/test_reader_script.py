"""Counting readers on a webspace: Debian's Apache with PHP over a folder that we publish into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.links.link import Link, LinkChoices, LinkKind, Origin
from app.core.publishing.apache.htaccess import (
    LEADING,
    NAME,
    hiding_lines,
    sections,
    type_lines,
    with_section,
)
from app.core.publishing.apache.script import FILES, GONE_FILE, READS_FILE, SCRIPT_FILE, noted_as
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, calendar_file, page_file
from app.core.readers.words import ORIGINS
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.internet import SOME_NAME, Internet, NameUnknownError
from app.services.publishing.publishing import Publishing
from app.services.publishing.reader_script import ReaderScript
from app.services.publishing.runs.marker import MARKER
from app.services.services import Services
from app.storage.engine.claim import Claim
from app.storage.tables.fetches import FetchTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.publishing.webspaces.servers.apache import apache

ADDRESS = "http://haus.example/kalender"
OWNERS = b"ServerSignature Off\r\n"
GOOGLE, AIRBNB = "Google-Calendar-Importer", "Airbnb/1.0"


class Site:
    """A folder of a house's webspace, and the server before it."""

    def __init__(self, folder: Path, port: int, services: Services) -> None:
        self.folder = folder
        self.services = services
        self.online = True
        self._port = port
        self.internet = Internet(
            resolved=self._resolved,
            is_public=lambda _: True,
            door=lambda _, __: ("127.0.0.1", port),
            own_addresses=lambda: frozenset({"192.168.178.20"}),
        )
        self.script = ReaderScript(
            services.work, services.secrets, services.folder.publishing_lock, self.internet
        )
        services.publishing.set_up(
            Webspace(kind=WebspaceKind.FOLDER, folder=str(folder), address=ADDRESS),
            Secret(),
            Keeping.ASK,
        )

    def _resolved(self, name: str) -> list[str]:
        if not self.online:
            raise NameUnknownError(unasked=True)
        return ["1.2.3.4"] if name != SOME_NAME else ["198.41.0.4"]

    @property
    def counts(self) -> bool:
        webspace = self.services.publishing.current()
        return webspace is not None and webspace.php

    def names(self) -> set[str]:
        return {file.name for file in self.folder.iterdir()}

    def ask(self, name: str, agent: str = GOOGLE) -> tuple[int, bytes, bool]:
        """Return status and bytes of an address, and whether the script has answered."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("GET", f"/kalender/{name}", headers={"User-Agent": agent})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.getheader("X-Zimmerfrei") is not None
        finally:
            connection.close()

    def fetches(self, link: Link) -> list[tuple[str, int]]:
        """Return agent and status of all readings of a link that are known, the oldest first."""
        with self.services.database.read():
            found = FetchTable(self.services.database).of_link(link.id)
        assert all(fetch.origin is Origin.WEBSPACE for fetch in found)
        return [(fetch.agent, fetch.status) for fetch in reversed(found)]


@pytest.fixture
def clock() -> SetClock:
    """A clock some hours behind that of the server, which is the computer's own."""
    return SetClock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=4))


Open = Callable[..., AbstractContextManager[Site]]


@pytest.fixture
def at(services: Services) -> Open:
    """Open a site: ``at()``, ``at(php=False)``; see ``servers.apache``."""

    @contextmanager
    def open_it(**more: object) -> Iterator[Site]:
        with apache(**more) as (folder, port):  # type: ignore[arg-type]  # as `apache` has them
            yield Site(folder, port, services)

    return open_it


@pytest.fixture
def site(at: Open, link: Link) -> Iterator[Site]:
    """One with PHP, where the link lies."""
    assert link.enabled
    with at() as site:
        site.services.publishing.run()
        yield site


# ---- switching ----


def test_it_is_switched_on_and_addresses_stay(site: Site, link: Link) -> None:
    name = calendar_file(link)
    before = site.ask(name)
    assert (before[0], before[2]) == (200, False)
    site.script.switch_on()
    assert site.counts
    assert site.ask(name) == (200, before[1], True)
    assert site.names() == {NAME, MARKER, name, SCRIPT_FILE, GONE_FILE, READS_FILE}
    assert sections((site.folder / NAME).read_bytes())[:2] == (type_lines(), hiding_lines())
    assert site.services.publishing.pending_links() == set()


def test_it_is_switched_off_and_all_is_as_before(site: Site, link: Link) -> None:
    (site.folder / NAME).write_bytes(OWNERS)
    site.script.switch_on()
    site.ask(calendar_file(link))
    site.script.switch_off()
    assert not site.counts
    assert site.names() == {NAME, MARKER, calendar_file(link)}
    there = (site.folder / NAME).read_bytes()
    assert there == with_section(OWNERS, type_lines(), hiding_lines())
    assert site.ask(calendar_file(link))[::2] == (200, False)
    assert site.fetches(link) == [(GOOGLE, 200)], "what was noted last is taken along"
    site.script.switch_off()


@pytest.mark.parametrize(
    ("server", "told"),
    [
        ({"php": False}, "does not run PHP"),
        ({"override": "None"}, "mod_rewrite"),
        ({"override": "AuthConfig"}, "mod_rewrite"),
        ({"rewriting": False}, "mod_rewrite"),
    ],
    ids=["no PHP", "no .htaccess", "another .htaccess", "no rewriting"],
)
@pytest.mark.parametrize("owners", [None, b"# by the owner\r\n"], ids=["no file", "the owner's"])
def test_where_it_does_not_work_all_is_as_before(
    at: Open, link: Link, server: dict[str, object], told: str, owners: bytes | None
) -> None:
    with at(**server) as site:
        if owners is not None:
            (site.folder / NAME).write_bytes(owners)
        site.services.publishing.run()
        before, answer = site.names(), site.ask(calendar_file(link))
        with pytest.raises(WebspaceError, match=told) as raised:
            site.script.switch_on()
        assert raised.value.step is Step.READERS
        assert not site.counts
        assert site.names() == before
        assert owners is None or (site.folder / NAME).read_bytes() == owners
        assert site.ask(calendar_file(link)) == answer
        assert not site.services.publishing.run().uploaded


def test_a_server_that_allows_less_is_told_less(at: Open, link: Link) -> None:
    with at(override="FileInfo") as site:
        site.services.publishing.run()
        site.script.switch_on()
        (only,) = sections((site.folder / NAME).read_bytes())
        assert only[0] == LEADING
        assert site.ask(calendar_file(link))[::2] == (200, True)


def test_what_cannot_be_read_from_here_is_no_fault_of_the_webspace(site: Site) -> None:
    site.online = False
    before = site.names()
    with pytest.raises(WebspaceError):
        site.script.switch_on()
    assert site.names() == before
    assert not site.counts


def test_a_folder_that_is_carried_away_later_is_told_apart(at: Open, link: Link) -> None:
    with at() as site:
        elsewhere = site.folder.parent / "elsewhere"
        site.services.publishing.set_up(
            Webspace(kind=WebspaceKind.FOLDER, folder=str(elsewhere), address=ADDRESS),
            Secret(),
            Keeping.ASK,
        )
        elsewhere.mkdir()
        with pytest.raises(WebspaceError, match="was not found at"):
            site.script.switch_on()
        assert {file.name for file in elsewhere.iterdir()} <= {MARKER}
        assert link.enabled


def test_without_a_webspace_nothing_can_be_switched(services: Services) -> None:
    script = services.reader_script
    assert not script.may_be_used()
    assert script.counting() is None
    for switch in (script.switch_on, script.switch_off):
        with pytest.raises(UserError, match="No webspace"):
            switch()
    assert not script.wanted()
    assert script.look() == 0


@pytest.mark.parametrize("kind", list(WebspaceKind))
def test_only_where_a_web_server_may_run_php(services: Services, kind: WebspaceKind) -> None:
    services.publishing.set_up(
        Webspace(kind=kind, folder="/x", address=ADDRESS), Secret(), Keeping.ASK
    )
    may = kind not in {WebspaceKind.NEXTCLOUD, WebspaceKind.S3, WebspaceKind.RELAY}
    assert services.reader_script.may_be_used() is may
    if not may:
        with pytest.raises(WebspaceError, match="Nextcloud and S3"):
            services.reader_script.switch_on()


def test_a_folder_of_another_house_stays_as_it_is(site: Site) -> None:
    marker = site.folder / MARKER
    marker.write_text('{"house": "other", "webspace": 1}')
    before = site.names()
    with pytest.raises(WebspaceError, match="Another Zimmerfrei"):
        site.script.switch_on()
    assert site.names() == before


def test_who_uploads_at_the_moment_is_waited_for(
    site: Site, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = Claim(services.folder.publishing_lock)
    assert claim.take()
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        claim.release()

    monkeypatch.setattr("app.services.publishing.runs.alone.time.sleep", wait)
    site.script.switch_on()
    assert site.counts
    assert len(waits) == 1


def test_setting_the_same_folder_up_again_keeps_it_on(site: Site) -> None:
    site.script.switch_on()
    kept = site.services.publishing.current()
    assert kept is not None
    again = Webspace(kind=kept.kind, folder=kept.folder, address=ADDRESS)
    site.services.publishing.set_up(again, Secret(), Keeping.ASK)
    assert site.counts
    assert site.services.publishing.run().uploaded == ()
    assert SCRIPT_FILE in site.names()


# ---- what was noted ----


def test_who_reads_there_is_known_here(site: Site, link: Link) -> None:
    site.script.switch_on()
    name = calendar_file(link)
    site.ask(name, GOOGLE)
    site.ask(name, AIRBNB)
    assert site.script.look() == 2
    assert site.fetches(link) == [(GOOGLE, 200), (AIRBNB, 200)]
    assert site.script.look() == 0
    site.ask(name, GOOGLE)
    assert site.script.look() == 1
    last = site.services.readers.last(link.id)
    assert last is not None
    assert last.reader == "Google Calendar"


def test_a_reading_there_says_nothing_of_who_reaches_this_computer(
    site: Site, services: Services, link: Link
) -> None:
    site.script.switch_on()
    site.ask(calendar_file(link))
    site.script.look()
    assert services.readers.read_from_outside() is None
    (reading,) = services.readers.recent(link.id)
    assert ORIGINS[reading.fetch.origin] == "on the webspace"


def test_readings_come_along_with_an_upload(
    site: Site, services: Services, link: Link, unit_id: int
) -> None:
    site.script.switch_on()
    site.ask(calendar_file(link))
    services.links.enable_unit(unit_id)
    services.links.add(LinkKind.WEBSITE, link.target, LinkChoices())
    services.publishing.run()
    assert site.fetches(link) == [(GOOGLE, 200)]


def test_visits_of_a_website_count_as_at_home(site: Site, services: Services, link: Link) -> None:
    website = services.links.add(LinkKind.WEBSITE, link.target, LinkChoices()).after
    services.publishing.run()
    site.script.switch_on()
    site.ask(page_file(website), "Mozilla/5.0 Firefox/130.0")
    site.ask(calendar_file(website), GOOGLE)
    site.script.look()
    assert site.fetches(website) == [("Mozilla/5.0 Firefox/130.0", 200), (GOOGLE, 200)]
    (reader,) = services.readers.readers(website.id)
    assert reader.reader == "Google Calendar"


def test_who_asks_for_an_address_given_up_is_told_so_and_known(
    site: Site, services: Services, link: Link, clock: SetClock
) -> None:
    site.script.switch_on()
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    services.publishing.run()
    assert site.ask(calendar_file(link), AIRBNB) == (410, b"Gone\n", True)
    assert site.ask(calendar_file(renewed))[0] == 200
    clock.passes(hours=5)
    site.script.look()
    old = services.readers.old_address(link.id)
    assert old is not None
    assert old.fetch.agent == AIRBNB


def test_a_deleted_link_is_gone_and_a_disabled_one_not_there(
    site: Site, services: Services, link: Link
) -> None:
    other = services.links.add(LinkKind.WEBSITE, link.target, LinkChoices()).after
    services.publishing.run()
    site.script.switch_on()
    off = services.links.disable(link.id, sequence=link.sequence).after
    services.links.delete(other.id, sequence=other.sequence)
    services.publishing.run()
    assert site.ask(calendar_file(link), AIRBNB) == (404, b"Not Found\n", True)
    assert site.ask(page_file(other), AIRBNB) == (410, b"Gone\n", True)
    site.script.look()
    assert site.fetches(link) == [(AIRBNB, 404)]
    services.links.enable(link.id, sequence=off.sequence)
    services.publishing.run()
    assert site.ask(calendar_file(link))[0] == 200


def test_two_that_look_at_once_take_each_reading_over_once(
    site: Site, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.script.switch_on()
    site.ask(calendar_file(link))
    notes = site.folder / READS_FILE
    body = notes.read_bytes()
    from app.services.publishing.webspaces.folder import FolderConnection

    real = FolderConnection.get

    def get(self: FolderConnection, name: str) -> bytes | None:
        if name == READS_FILE:
            monkeypatch.setattr(FolderConnection, "get", real)
            assert site.script.look() == 1, "the other one, after our bytes were read"
            return body
        return real(self, name)

    monkeypatch.setattr(FolderConnection, "get", get)
    assert site.script.look() == 0
    assert site.fetches(link) == [(GOOGLE, 200)]


def test_a_spoilt_file_is_passed_over(
    site: Site, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    site.script.switch_on()
    site.ask(calendar_file(link))
    notes = site.folder / READS_FILE
    line = notes.read_bytes().splitlines()[-1]
    notes.write_bytes(b"\x00\xff<html>\n" * 5 + line + b"\n12\t")
    caplog.set_level("INFO")
    assert site.script.look() == 1
    assert "are no notes of ours" in caplog.text


def test_a_file_that_is_far_too_large_is_not_read(site: Site, link: Link) -> None:
    site.script.switch_on()
    with (site.folder / READS_FILE).open("wb") as file:
        file.truncate(10_000_000)
    assert site.script.look() == 0
    assert site.fetches(link) == []


def test_notes_that_went_missing_are_known_as_a_gap(
    site: Site, link: Link, clock: SetClock
) -> None:
    site.script.switch_on()
    site.ask(calendar_file(link))
    site.script.look()
    since = site.script.counting()
    assert since is not None
    (site.folder / READS_FILE).unlink()
    clock.passes(hours=5)
    site.script.look()
    now = site.script.counting()
    assert now is not None
    assert since.since is not None
    assert now.since == clock.moment > since.since


def test_readings_of_a_clock_that_may_be_wrong_wait(
    site: Site, services: Services, link: Link, clock: SetClock, expect_log: ExpectLog
) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")
    site.script.switch_on()
    site.ask(calendar_file(link))
    right = clock.moment
    clock.moment = right.replace(year=2001)
    services.house_clock.look()
    assert site.script.look() == 0
    clock.moment = right
    services.house_clock.look()
    assert site.script.look() == 1


# ---- what becomes of the files ----


def test_a_script_that_somebody_took_away_comes_again(
    site: Site, services: Services, link: Link, clock: SetClock
) -> None:
    site.script.switch_on()
    (site.folder / SCRIPT_FILE).unlink()
    clock.passes(days=1)
    services.publishing.run()
    assert site.ask(calendar_file(link))[::2] == (200, True)


def test_lines_that_another_program_took_away_come_again(site: Site, link: Link) -> None:
    site.script.switch_on()
    (site.folder / NAME).write_bytes(OWNERS)
    assert site.ask(calendar_file(link))[2] is False
    site.ask(calendar_file(link))
    since = site.script.counting()
    site.script.look()
    assert site.counts
    assert site.ask(calendar_file(link))[2] is True
    now = site.script.counting()
    assert since is not None
    assert now is not None
    assert now.since is not None
    assert since.since is not None
    assert now.since >= since.since
    assert (site.folder / NAME).read_bytes().endswith(OWNERS)


def test_lines_that_do_not_help_any_more_end_the_counting(
    at: Open, services: Services, link: Link
) -> None:
    with at(override="None") as site:
        services.publishing.run()
        kept = services.publishing.current()
        assert kept is not None
        with services.database.write():
            WebspaceTable(services.database).count(kept.id, services.house_clock.now())
        site.script.look()
        assert not site.counts
        assert site.names() == {MARKER, calendar_file(link)}


def test_a_switch_that_was_broken_off_leaves_nothing_for_long(
    site: Site, services: Services, link: Link, clock: SetClock
) -> None:
    site.script.switch_on()
    kept = services.publishing.current()
    assert kept is not None
    with services.database.write():
        WebspaceTable(services.database).count_no_more(kept.id)
    assert site.ask(calendar_file(link))[2]
    clock.passes(days=1)
    services.publishing.run()
    assert not site.names() & {*FILES}
    assert site.ask(calendar_file(link))[::2] == (200, False)


def test_giving_the_webspace_up_takes_all_of_it_away(
    site: Site, publishing: Publishing, link: Link
) -> None:
    (site.folder / NAME).write_bytes(OWNERS)
    site.script.switch_on()
    site.ask(calendar_file(link), AIRBNB)
    kept = publishing.current()
    assert kept is not None
    publishing.remove(sequence=kept.sequence)
    publishing.run()
    assert site.names() == {NAME}
    assert (site.folder / NAME).read_bytes() == OWNERS
    assert site.fetches(link) == [(AIRBNB, 200)]
    assert publishing.leaving() == []


def test_a_webspace_without_any_link_gives_the_script_back(
    at: Open, publishing: Publishing
) -> None:
    with at() as site:
        site.script.switch_on()
        kept = publishing.current()
        assert kept is not None
        publishing.remove(sequence=kept.sequence)
        publishing.run()
        assert site.names() == set()


def test_the_list_names_no_address(site: Site, services: Services, link: Link) -> None:
    site.script.switch_on()
    services.links.renew(link.id, sequence=link.sequence)
    services.publishing.run()
    for name in (GONE_FILE, SCRIPT_FILE):
        body = (site.folder / name).read_bytes()
        assert link.token.encode() not in body
        assert site.ask(name)[1] in {b"", b"Not Found\n"}
    assert noted_as(link.token).encode() in (site.folder / GONE_FILE).read_bytes()
