"""What is noted of a webspace and of the files on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.publishing.holding import LEFT_ALONE
from app.core.publishing.webspace import Webspace, WebspaceKind
from app.storage.engine.database import Database
from app.storage.tables.publishing.uploads import UploadTable
from app.storage.tables.publishing.webspaces import Ended, WebspaceTable

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
SFTP = Webspace(
    kind=WebspaceKind.SFTP,
    preset="ionos",
    host="sftp.example.org",
    port=22,
    user="anna",
    folder="/web",
    address="https://example.org",
    identity="SHA256:x",
    share="token",
    php=True,
)
NAME = "a.ics"


@pytest.fixture
def webspace_id(database: Database) -> int:
    with database.write():
        return WebspaceTable(database).add(SFTP, NOW)


def test_a_webspace_is_kept_as_it_was_given(database: Database, webspace_id: int) -> None:
    table = WebspaceTable(database)
    with database.read():
        kept = table.current()
    assert kept is not None
    assert kept.id == webspace_id
    for name in Webspace.__slots__:
        assert getattr(kept, name) == getattr(SFTP, name)
    assert (kept.sequence, kept.created_at, kept.removed_at) == (0, NOW, None)


def test_one_on_its_way_out_is_not_in_use_and_may_come_back(
    database: Database, webspace_id: int
) -> None:
    table = WebspaceTable(database)
    with database.write():
        table.remove(webspace_id, NOW)
        assert table.current() is None
        assert [one.removed_at for one in table.leaving()] == [NOW]
        table.remove(webspace_id, None)
        assert table.leaving() == []
        back = table.current()
        assert back is not None
        assert back.sequence == 2


def test_faults_are_forgotten_with_the_next_success(database: Database, webspace_id: int) -> None:
    table, later = WebspaceTable(database), NOW + timedelta(hours=1)
    with database.write():
        assert table.ended(webspace_id) == Ended(None, 0, None, None, None)
        table.failed(webspace_id, 3, "{}", later)
        table.looked(webspace_id, date(2027, 7, 6))
        assert table.ended(webspace_id) == Ended(None, 3, "{}", later, date(2027, 7, 6))
        table.succeeded(webspace_id, NOW)
        assert table.ended(webspace_id) == Ended(NOW, 0, None, None, date(2027, 7, 6))
        table.look_anew(webspace_id)
        assert table.ended(webspace_id).looked_on is None


def test_a_file_is_unknown_until_it_has_arrived(database: Database, webspace_id: int) -> None:
    table = UploadTable(database)
    with database.write():
        table.begin(webspace_id, NAME, 7, NOW)
        assert not table.held(webspace_id)[NAME].put
        for digest in (b"one", b"two"):
            table.arrived(webspace_id, NAME, digest=digest, size=3, coming=5, state="then", now=NOW)
            found = table.held(webspace_id)[NAME]
            assert (found.digest, found.coming, found.state) == (digest, 5, "then")
            table.begin(webspace_id, NAME, 7, NOW)
            again = table.held(webspace_id)[NAME]
            # What is known of its stays is needed to tell how many would go.
            assert (again.put, again.coming, again.state) == (False, 5, "then")
        table.gone(webspace_id, [NAME])
        assert table.held(webspace_id) == {}


def test_a_question_is_open_until_it_is_answered(database: Database, webspace_id: int) -> None:
    table = UploadTable(database)
    with database.write():
        assert not table.answer(webspace_id, NAME, b"")
        table.begin(webspace_id, NAME, 7, NOW)
        assert not table.answer(webspace_id, NAME, b"")
        table.ask(webspace_id, NAME, b"new", coming=1, before=9)
        asked = table.held(webspace_id)[NAME]
        assert (asked.question, asked.coming, asked.asked_coming) == (True, 9, 1)
        assert table.answer(webspace_id, NAME, b"")
        assert not table.held(webspace_id)[NAME].question
        table.still(webspace_id, NAME, "now", 9)
        assert table.held(webspace_id)[NAME].asked is None


def test_what_others_have_put_is_no_links(database: Database, webspace_id: int) -> None:
    table = UploadTable(database)
    with database.write():
        table.leave_alone(webspace_id, ["x.ics", "y.ics"], NOW)
        table.begin(webspace_id, NAME, 7, NOW)
        held = table.held(webspace_id)
        assert {name for name, file in held.items() if not file.ours} == {"x.ics", "y.ics"}
        assert held["x.ics"].state == LEFT_ALONE
        table.unsure(webspace_id, held)
        assert len(table.held(webspace_id)) == 3


def test_with_a_webspace_goes_what_is_known_of_it(database: Database, webspace_id: int) -> None:
    table = UploadTable(database)
    with database.write():
        table.begin(webspace_id, NAME, 7, NOW)
        WebspaceTable(database).drop(webspace_id)
        assert table.held(webspace_id) == {}
