"""Going back to a backup: what lies on the webspace is a fact, and is brought up to date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.links.link import Link
from app.core.publishing.faults import WebspaceError
from app.core.publishing.status import RunResult
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.publishing import Publishing
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.conftest import Web, Wire, names_of


@pytest.mark.usefixtures("kept")
def test_what_lies_there_stays_known_and_is_brought_up_to_date(
    publishing: Publishing, services: Services, link: Link, stay: Stay, web: Web, wire: Wire
) -> None:
    publishing.run()
    before = services.backups.now()
    services.occupancies.add(stay(link.unit_id))
    renewed = services.links.renew(link.id, sequence=link.sequence).after
    publishing.run()
    assert web.names() == names_of(renewed)
    services.backups.restore(before)
    # The address that was given up stays so, and the webspace is the one it was.
    now = publishing.current()
    assert now is not None
    assert now.folder == str(web.path)
    assert publishing.pending_links() == {link.id}
    wire.clear()
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert web.names() == names_of(renewed)
    assert web.read(f"{renewed.token}.ics") == services.links.preview(renewed)
    assert b"20270801" not in web.read(f"{renewed.token}.ics")


@pytest.mark.usefixtures("kept")
def test_links_that_are_made_later_than_the_copy_go_from_the_webspace(
    publishing: Publishing, services: Services, unit_id: int, web: Web
) -> None:
    before = services.backups.now()
    services.links.enable_unit(unit_id)
    publishing.run()
    assert len(web.names()) == 1
    services.backups.restore(before)
    assert publishing.run() == RunResult(deleted=1)
    assert web.names() == set()


@pytest.mark.usefixtures("kept")
def test_a_webspace_given_up_since_the_copy_does_not_come_back(
    publishing: Publishing, services: Services, link: Link, web: Web
) -> None:
    publishing.run()
    before = services.backups.now()
    now = publishing.current()
    assert now is not None
    publishing.remove(sequence=now.sequence)
    publishing.run()
    services.backups.restore(before)
    assert publishing.current() is None
    assert publishing.run() == RunResult()
    assert link.enabled
    assert web.names() == set()


def onto_a_fresh_one(services: Services, tmp_path: Path) -> DataFolder:
    """Put a backup back on another computer, where nothing has been entered yet."""
    copy = services.backups.now()
    fresh = DataFolder(tmp_path / "fresh")
    with opened(fresh, busy_timeout=0.25, clock=SetClock()) as there:
        there.backups.restore(copy)
    return fresh


@pytest.mark.usefixtures("kept")
def test_a_fresh_computer_takes_the_webspace_over_and_looks_what_lies_there(
    publishing: Publishing, services: Services, link: Link, web: Web, tmp_path: Path, stay: Stay
) -> None:
    publishing.run()
    fresh = onto_a_fresh_one(services, tmp_path)
    # Since the copy was made something else has been put there.
    services.occupancies.add(stay(link.unit_id))
    publishing.run()
    with opened(fresh, busy_timeout=0.25, clock=SetClock()) as there:
        assert there.publishing.run() == RunResult(uploaded=(link.id,))
        assert web.read(f"{link.token}.ics") == there.links.preview(link)
        assert there.publishing.run() == RunResult()


def test_the_secret_is_not_in_the_copy_and_that_is_said(
    publishing: Publishing, services: Services, link: Link, tmp_path: Path
) -> None:
    sftp = Webspace(kind=WebspaceKind.SFTP, host="sftp.example.org", port=22, folder="web")
    publishing.set_up(sftp, Secret(password="ganz geheim"), Keeping.ASK)
    fresh = onto_a_fresh_one(services, tmp_path)
    for file in (*services.folder.path.rglob("*"), *fresh.path.rglob("*")):
        assert not file.is_file() or b"ganz geheim" not in file.read_bytes()
    with opened(fresh, busy_timeout=0.25, clock=SetClock()) as there:
        with pytest.raises(WebspaceError, match="not known here"):
            there.publishing.run()
        status = there.publishing.status()
        assert "not known here" in str(status.error)
        assert there.publishing.pending_links() == {link.id}


SFTP = Webspace(kind=WebspaceKind.SFTP, host="sftp.example.org", port=22, folder="web")


@pytest.mark.usefixtures("link")
@pytest.mark.parametrize("keeping", [Keeping.FILE, Keeping.ASK])
def test_a_password_never_opens_another_webspace_of_the_same_number(
    publishing: Publishing, services: Services, tmp_path: Path, keeping: Keeping
) -> None:
    theirs = publishing.set_up(replace(SFTP, host="other.example.org"), Secret("x"), Keeping.ASK)
    copy = services.backups.now()
    fresh = DataFolder(tmp_path / "fresh")
    later = SetClock()
    later.passes(seconds=1)
    with opened(fresh, busy_timeout=0.25, clock=later) as there:
        ours = there.publishing.set_up(SFTP, Secret("ours"), keeping)
        there.publishing.forget(ours.id)
        # What forgetting could not reach, such as a keyring that was locked just then.
        there.secrets.keep(ours.secret_name, Secret("ours"), keeping)
        there.backups.restore(copy)
        now = there.publishing.current()
        assert now is not None
        assert (now.id, now.host) == (ours.id, theirs.host)
        assert there.secrets.get(now.secret_name) is None
        assert there.secrets.get(ours.secret_name) == Secret("ours")
        with pytest.raises(WebspaceError, match="not known here"):
            there.publishing.run()


@pytest.mark.usefixtures("link")
def test_going_back_to_a_copy_keeps_the_password(
    publishing: Publishing, services: Services
) -> None:
    before = services.backups.now()
    kept = publishing.set_up(SFTP, Secret("geheim"), Keeping.FILE)
    changed = publishing.change(
        replace(kept, address="https://example.org/kalender"), sequence=kept.sequence
    )
    assert changed.secret_name == kept.secret_name
    services.backups.restore(before)
    now = publishing.current()
    assert now is not None
    assert services.secrets.get(now.secret_name) == Secret("geheim")


@pytest.mark.usefixtures("kept", "link")
def test_a_fresh_one_with_a_webspace_of_its_own_keeps_that(
    publishing: Publishing, services: Services, tmp_path: Path
) -> None:
    publishing.run()
    copy = services.backups.now()
    own = Web(tmp_path / "own")
    own.path.mkdir()
    fresh = DataFolder(tmp_path / "fresh")
    with opened(fresh, busy_timeout=0.25, clock=SetClock()) as there:
        there.publishing.set_up(own.webspace(), Secret(), Keeping.ASK)
        there.backups.restore(copy)
        now = there.publishing.current()
        assert now is not None
        assert now.folder == str(own.path)
        assert len(there.publishing.run().uploaded) == 1
    assert len(own.names()) == 1
