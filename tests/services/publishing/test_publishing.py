"""What lies on a webspace after each run, whatever the owner has done before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.clock import WrongClockError
from app.core.errors import UserError
from app.core.house.unit import UnitDraft
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.status import PublishingStatus, RunResult
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.services.base.watch import Moved
from app.services.calendars.builder import FeedBuilder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.publishing import Publishing
from app.services.publishing.runs.marker import MARKER
from app.services.services import Services
from app.storage.engine.claim import Claim
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.services.conftest import Stay, Told
from tests.services.publishing.conftest import Web, Wire, names_of
from tests.systems import links

pytestmark = pytest.mark.usefixtures("kept")


def website(services: Services, unit_id: int) -> Link:
    target = Target(Scope.UNIT, unit_id)
    return services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after


def another_unit(services: Services) -> int:
    draft = UnitDraft(name="Seeblick 2", property_id=services.units.properties()[0].id)
    return services.units.add(draft).id


# ---- what comes and what goes ----


def test_an_enabled_link_lies_there_after_a_run(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    assert publishing.pending_links() == {link.id}
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert web.names() == names_of(link)
    assert web.read(f"{link.token}.ics") == services.links.preview(link)
    assert publishing.pending_links() == frozenset()
    assert publishing.held_links() == {link.id}


def test_a_website_has_a_page_and_a_calendar(
    publishing: Publishing, services: Services, unit_id: int, web: Web
) -> None:
    site = website(services, unit_id)
    publishing.run()
    assert web.names() == {f"{site.token}.html", f"{site.token}.ics"}
    assert web.read(f"{site.token}.html").startswith(b"<!DOCTYPE html>")


def test_a_change_brings_that_link_alone(
    publishing: Publishing, services: Services, link: Link, stay: Stay, wire: Wire
) -> None:
    services.links.enable_unit(another_unit(services))
    publishing.run()
    wire.clear()
    services.occupancies.add(stay(link.unit_id))
    assert publishing.pending_links() == {link.id}
    assert publishing.run().uploaded == (link.id,)
    assert wire.puts == [f"{link.token}.ics"]
    assert wire.opened == 1


def test_a_run_with_nothing_to_do_connects_to_nothing(
    publishing: Publishing, link: Link, wire: Wire
) -> None:
    assert publishing.run().uploaded == (link.id,)
    wire.clear()
    assert publishing.run() == RunResult()
    assert wire.opened == 0


def test_what_moved_without_saying_anything_else_does_not_travel(
    publishing: Publishing, services: Services, link: Link, stay: Stay, wire: Wire
) -> None:
    publishing.run()
    wire.clear()
    option = services.occupancies.add(stay(link.unit_id, -900)).after
    assert publishing.pending_links() == {link.id}
    assert publishing.run() == RunResult()
    assert option.departure < services.clock.today() - timedelta(days=500)
    assert (wire.opened, wire.puts) == (0, [])
    assert publishing.pending_links() == frozenset()


def disable(services: Services, link: Link) -> None:
    services.links.disable(link.id, sequence=link.sequence)


def delete(services: Services, link: Link) -> None:
    services.links.delete(link.id, sequence=link.sequence)


def archive(services: Services, link: Link) -> None:
    unit = services.units.get(link.unit_id or 0)
    services.units.archive(unit.id, sequence=unit.sequence)


def keep_here(services: Services, link: Link) -> None:
    with services.work.change():
        table = services.database.table("link")
        table.update(here_only=1).where(table.c.id == link.id).execute()


@pytest.mark.parametrize("gone", [disable, delete, archive, keep_here])
def test_what_shall_not_be_read_any_more_disappears(
    publishing: Publishing,
    services: Services,
    link: Link,
    unit_id: int,
    web: Web,
    gone: Callable[[Services, Link], None],
) -> None:
    site = website(services, unit_id)
    publishing.run()
    for each in (link, site):
        gone(services, each) if gone is not archive or each is link else None
    assert publishing.pending_links() == {link.id, site.id}
    assert publishing.run() == RunResult(deleted=3)
    assert web.names() == set()
    assert publishing.held_links() == frozenset()


def test_a_renewed_link_lies_under_its_new_name_alone(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    publishing.run()
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    assert publishing.run() == RunResult(uploaded=(link.id,), deleted=1)
    assert web.names() == names_of(renewed)


def test_an_address_that_is_taken_back_comes_again(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    publishing.run()
    change = services.links.renew(link.id, sequence=link.sequence)
    publishing.run()
    services.links.take_back(change)
    publishing.run()
    assert web.names() == names_of(link)


# ---- time ----


def test_the_turn_of_the_month_uploads_too(
    publishing: Publishing, services: Services, link: Link, stay: Stay, clock: SetClock, web: Web
) -> None:
    services.occupancies.add(stay(link.unit_id, -396, 2))  # departs in July 2026
    publishing.run()
    before = web.read(f"{link.token}.ics")
    assert before.count(b"BEGIN:VEVENT") == 1
    clock.moment = datetime(2027, 7, 31, 12, tzinfo=UTC)
    assert publishing.pending_links() == frozenset()
    clock.moment = datetime(2027, 8, 1, 12, tzinfo=UTC)
    assert publishing.pending_links() == {link.id}
    assert publishing.run().uploaded == (link.id,)
    assert web.read(f"{link.token}.ics").count(b"BEGIN:VEVENT") == 0


def test_a_website_is_brought_up_to_date_each_day(
    publishing: Publishing, services: Services, unit_id: int, clock: SetClock, wire: Wire, web: Web
) -> None:
    site = website(services, unit_id)
    publishing.run()
    wire.clear()
    clock.passes(days=1)
    assert publishing.pending_links() == {site.id}
    assert publishing.run().uploaded == (site.id,)
    # Nothing is taken, so the calendar says what it said.
    assert wire.puts == [f"{site.token}.html"]
    assert b"Stand: 07.07.2027" in web.read(f"{site.token}.html")


def test_nothing_is_uploaded_while_the_clock_cannot_be_right(
    publishing: Publishing,
    services: Services,
    link: Link,
    stay: Stay,
    clock: SetClock,
    web: Web,
    expect_log: ExpectLog,
) -> None:
    services.occupancies.add(stay(link.unit_id))
    publishing.run()
    before = web.all()
    expect_log("app.services.base.house_clock", "the clock shows")
    services.occupancies.add(stay(link.unit_id, 30))
    right = clock.moment
    for wrong in (datetime(1970, 1, 1, tzinfo=UTC), datetime(2047, 1, 1, tzinfo=UTC)):
        clock.moment = wrong
        with pytest.raises(WrongClockError):
            publishing.run()
        assert web.all() == before
        # That the clock is wrong is said elsewhere.
        assert publishing.status().error is None
    clock.moment = right + timedelta(hours=1)
    services.house_clock.look()
    assert publishing.run().uploaded == (link.id,)


# ---- faults ----


def test_a_link_that_cannot_be_built_keeps_what_lies_there_and_hinders_no_other(
    publishing: Publishing,
    services: Services,
    link: Link,
    stay: Stay,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = services.links.enable_unit(another_unit(services)).after
    publishing.run()
    before = web.read(f"{link.token}.ics")
    for each in (link, other):
        services.occupancies.add(stay(each.unit_id))
    real = FeedBuilder.calendar

    def broken(self: FeedBuilder, wanted: Link, today: object) -> bytes:
        if wanted.id == link.id:
            raise ZeroDivisionError
        return real(self, wanted, today)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(FeedBuilder, "calendar", broken)
        with pytest.raises(ZeroDivisionError):
            publishing.run()
    assert web.read(f"{link.token}.ics") == before
    assert b"20270801" in web.read(f"{other.token}.ics")
    assert "in the log" in str(publishing.status().error)
    assert publishing.pending_links() == {link.id}
    assert publishing.run().uploaded == (link.id,)
    assert publishing.status().error is None


def test_a_wrong_folder_is_said_and_mended(
    publishing: Publishing, link: Link, web: Web, clock: SetClock
) -> None:
    web.path.rmdir()
    web.path.write_text("a file where the folder should be")
    for failures in (1, 2):
        with pytest.raises(WebspaceError, match="no folder"):
            publishing.run()
        status = publishing.status()
        assert status.pending == 1
        assert isinstance(status.error, WebspaceError)
        assert status.error.message == faults.folder_missing("").message
        assert status.error.values == {"folder": str(web.path)}
        assert status.next_try is not None
        # Nothing that passes by itself: once an hour.
        assert status.next_try - clock.now() >= timedelta(hours=1), failures
    web.path.unlink()
    web.path.mkdir()
    publishing.run()
    status = publishing.status()
    assert (status.error, status.next_try, status.pending) == (None, None, 0)
    assert status.last_success == clock.now()
    assert web.names() == names_of(link)


def test_what_somebody_took_away_comes_again_the_next_day(
    publishing: Publishing, link: Link, clock: SetClock, web: Web
) -> None:
    publishing.run()
    (web.path / f"{link.token}.ics").unlink()
    (web.path / MARKER).unlink()
    publishing.run()
    assert web.names() == set()
    clock.passes(days=1)
    assert publishing.run().uploaded == (link.id,)
    assert web.names() == names_of(link)
    assert (web.path / MARKER).exists()


def test_no_day_is_spoilt_by_a_look_that_fails(
    publishing: Publishing,
    link: Link,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publishing.run()
    clock.passes(days=1)

    def offline(*_: object) -> None:
        raise faults.no_answer("example.org")

    monkeypatch.setattr("app.services.publishing.runs.folder.opened", offline)
    # All is there, as far as anybody knows.
    assert publishing.run() == RunResult()
    assert publishing.status().error is None
    assert link.id in publishing.held_links()


def test_another_files_are_never_touched(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    others = {"index.html": b"<h1>Haus Seeblick</h1>", "x.ics": b"", "Ferien.ics": b"BEGIN"}
    for name, body in others.items():
        (web.path / name).write_bytes(body)
    publishing.run()
    disable(services, link)
    publishing.run()
    kept = publishing.current()
    assert kept is not None
    publishing.remove(sequence=kept.sequence)
    publishing.run()
    assert web.all() == others
    assert not (web.path / MARKER).exists()


# ---- one at a time, and within a time ----


def test_only_one_process_uploads_at_a_time(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    claim = Claim(services.folder.publishing_lock)
    assert claim.take()
    assert publishing.run() == RunResult(pending=1, busy=True)
    with pytest.raises(UserError, match="uploading at this moment"):
        publishing.take_over()
    assert web.names() == set()
    claim.release()
    assert publishing.run().uploaded == (link.id,)


def test_after_the_time_no_further_file_is_begun(
    publishing: Publishing, link: Link, web: Web
) -> None:
    assert publishing.run(limit_seconds=0) == RunResult(pending=1)
    assert web.names() == set()
    assert publishing.status().last_success is None
    assert publishing.run(limit_seconds=600).uploaded == (link.id,)


@pytest.mark.usefixtures("link")
def test_runs_tell_who_watches_and_only_of_what_they_did(
    publishing: Publishing, services: Services, told: Told
) -> None:
    publishing.run()
    assert Moved(publishing=True) in told.take()
    publishing.run()
    services.watch.poll()
    assert told.take() == []


# ---- which webspace ----


@pytest.mark.usefixtures("link")
def test_without_a_webspace_there_is_nothing_to_do(
    publishing: Publishing, kept: KeptWebspace, web: Web
) -> None:
    publishing.remove(sequence=kept.sequence)
    publishing.run()
    assert publishing.run() == RunResult()
    assert publishing.status() == PublishingStatus()
    assert (publishing.current(), publishing.leaving()) == (None, [])
    assert web.names() == set()
    for asked in (publishing.take_over, lambda: publishing.allow("x"), lambda: remove(publishing)):
        with pytest.raises(UserError, match="No webspace"):
            asked()


def remove(publishing: Publishing) -> None:
    publishing.remove(sequence=0)


def test_another_webspace_takes_the_place_of_the_one_before(
    publishing: Publishing, link: Link, web: Web, tmp_path: Path
) -> None:
    publishing.run()
    other = Web(tmp_path / "other")
    other.path.mkdir()
    publishing.set_up(other.webspace(), Secret(), Keeping.ASK)
    assert [one.folder for one in publishing.leaving()] == [str(web.path)]
    assert publishing.run() == RunResult(uploaded=(link.id,), deleted=1)
    assert other.names() == names_of(link)
    assert list(web.path.iterdir()) == []
    assert publishing.leaving() == []


def test_the_former_one_is_emptied_only_when_the_new_one_has_all(
    publishing: Publishing, link: Link, web: Web, tmp_path: Path
) -> None:
    publishing.run()
    wrong = tmp_path / "a file"
    wrong.touch()
    publishing.set_up(Web(wrong).webspace(), Secret(), Keeping.ASK)
    with pytest.raises(WebspaceError):
        publishing.run()
    assert web.names() == names_of(link)
    assert publishing.pending_links() == {link.id}


@links
def test_the_same_folder_reached_in_another_way_loses_nothing(
    publishing: Publishing, link: Link, web: Web, tmp_path: Path, services: Services
) -> None:
    gone = services.links.enable_unit(another_unit(services)).after
    publishing.run()
    disable(services, gone)
    way = tmp_path / "another way"
    way.symlink_to(web.path)
    publishing.set_up(Web(way).webspace(), Secret(), Keeping.ASK)
    publishing.run()
    assert web.names() == names_of(link)
    assert publishing.leaving() == []
    assert publishing.run() == RunResult()


@pytest.mark.usefixtures("link")
def test_the_same_folder_set_up_again_counts_on(
    publishing: Publishing, kept: KeptWebspace, web: Web, wire: Wire
) -> None:
    publishing.run()
    wire.clear()
    again = publishing.set_up(web.webspace(preset="ionos"), Secret(), Keeping.ASK)
    assert (again.id, again.preset) == (kept.id, "ionos")
    assert again.sequence > kept.sequence
    assert publishing.leaving() == []
    publishing.run()
    assert wire.puts == []
    # It is looked at anew, whether all is there.
    assert wire.opened == 1


def test_its_address_may_change_and_its_folder_not(
    publishing: Publishing, kept: KeptWebspace, web: Web
) -> None:
    address = "https://www.example.org/kalender"
    moved = publishing.change(replace(web.webspace(), address=address), sequence=kept.sequence)
    assert moved.address == address
    with pytest.raises(UserError, match="changed elsewhere"):
        publishing.change(web.webspace(), sequence=kept.sequence)
    elsewhere = Webspace(kind=WebspaceKind.FOLDER, folder="/elsewhere")
    with pytest.raises(UserError, match="another folder"):
        publishing.change(elsewhere, sequence=moved.sequence)
    assert publishing.current() == moved


def test_one_that_cannot_be_reached_any_more_is_forgotten_when_the_owner_says_so(
    publishing: Publishing, kept: KeptWebspace, link: Link, web: Web
) -> None:
    publishing.run()
    (web.path / f"{link.token}.ics").unlink()
    (web.path / f"{link.token}.ics").mkdir()  # cannot be taken away
    publishing.remove(sequence=kept.sequence)
    with pytest.raises((WebspaceError, OSError)):
        publishing.run()
    assert publishing.status().error is not None
    publishing.forget(kept.id)
    assert publishing.status() == PublishingStatus()
    assert publishing.run() == RunResult()


def test_a_secret_that_cannot_be_kept_leaves_all_as_it_was(
    services: Services, publishing: Publishing, kept: KeptWebspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("There is no keyring.")

    monkeypatch.setattr(services.secrets, "keep", refuse)
    sftp = Webspace(kind=WebspaceKind.SFTP, host="sftp.example.org", port=22, folder="web")
    with pytest.raises(UserError, match="no keyring"):
        publishing.set_up(sftp, Secret(password="x"), Keeping.KEYRING)
    now = publishing.current()
    assert now is not None
    assert now.id == kept.id
    assert publishing.leaving() == []


def test_a_secret_that_is_not_known_here_is_said(publishing: Publishing, link: Link) -> None:
    sftp = Webspace(kind=WebspaceKind.SFTP, host="sftp.example.org", port=22, folder="web")
    publishing.set_up(sftp, Secret(), Keeping.ASK)
    with pytest.raises(WebspaceError, match=r"password for sftp\.example\.org is not known"):
        publishing.run()
    assert publishing.pending_links() == {link.id}
