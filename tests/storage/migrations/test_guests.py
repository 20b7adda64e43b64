"""Step 0002: what could be told apart in a contact has a column of its own, and nothing is lost."""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.bootstrap import opened
from app.core.links.details import Field, Preset
from app.services.data_folder.folder import DataFolder
from app.storage.engine.database import Database
from app.storage.engine.steps import MIGRATIONS
from tests.clocks import SetClock

AT = "2027-07-01T12:00:00.000000+00:00"
STEP = MIGRATIONS / "0002_guests.py"


def _step() -> Any:
    spec = importlib.util.spec_from_file_location("step_guests", STEP)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


told_apart = _step().told_apart
EMAIL = st.sampled_from(["huber@example.org", "a.b+c@mail.example.co.uk", "x_1@y-z.de"])
PHONE = st.sampled_from(["0171 2345678", "+49 (0)171/23 45-67", "(08382) 12345", "0043664123456"])
WORDS = st.sampled_from(["über Anna", "Tel. 0171 23456", "Zi. 3", "12-10-2027", "WhatsApp", "ü@ö"])
BETWEEN = st.sampled_from([", ", ",", "; ", " | ", " ", "  ", ""])
CONTACTS = st.lists(st.tuples(EMAIL | PHONE | WORDS | st.text(max_size=8), BETWEEN), max_size=5)


@pytest.mark.parametrize(
    ("contact", "parts"),
    [
        ("", ("", "", "")),
        ("0171 2345678", ("0171 2345678", "", "")),
        (" 0171 2345678 ", ("0171 2345678", "", "")),
        ("+49 89 000222", ("+49 89 000222", "", "")),
        ("0171/234-56 78", ("0171/234-56 78", "", "")),
        ("(0171) 2345678", ("(0171) 2345678", "", "")),
        ("huber@example.org", ("", "huber@example.org", "")),
        ("0171 2345678, huber@example.org", ("0171 2345678", "huber@example.org", "")),
        ("huber@example.org 0171 2345678", ("0171 2345678", "huber@example.org", "")),
        ("0171 2345678;Anna|a@b.de", ("0171 2345678", "a@b.de", "Anna")),
        ("Anna, Nachbarin, a@b.de", ("", "a@b.de", "Anna, Nachbarin")),
        # Two of a kind: nobody knows which is the one.
        ("0171 2345678, 08382 12345", ("", "", "0171 2345678, 08382 12345")),
        ("a@b.de; c@d.de", ("", "", "a@b.de; c@d.de")),
        ("a@b.de, c@d.de, 0171 23456", ("0171 23456", "", "a@b.de, c@d.de")),
        # Not for certain.
        ("Tel. 0171 2345678", ("", "", "Tel. 0171 2345678")),
        ("0171 2345678 (Anna)", ("", "", "0171 2345678 (Anna)")),
        ("01/07/2027", ("", "", "01/07/2027")),
        ("01.07.2027", ("", "", "01.07.2027")),
        ("2027-07-14", ("", "", "2027-07-14")),
        ("0170", ("", "", "0170")),
        ("1712345678", ("", "", "1712345678")),
        ("0123456789012345", ("", "", "0123456789012345")),
        ("<huber@example.org>", ("", "", "<huber@example.org>")),
        ("mailto:huber@example.org", ("", "", "mailto:huber@example.org")),
        ("huber@example", ("", "", "huber@example")),
        ("a@b.de.", ("", "", "a@b.de.")),
        ("anna@ö.de", ("", "", "anna@ö.de")),
    ],
)
def test_what_is_certain_is_told_apart(contact: str, parts: tuple[str, str, str]) -> None:
    assert told_apart(contact) == parts


@example([("a@b.de", ""), ("c@d.de", "")])
@example([("0171 2345678", ","), (",", ""), ("x@y-z.de", " ")])
@given(CONTACTS)
def test_nothing_that_was_typed_is_lost(pieces: list[tuple[str, str]]) -> None:
    contact = "".join(text + between for text, between in pieces).strip()
    phone, email, rest = told_apart(contact)

    def signs(*texts: str) -> Counter[str]:
        joined = "".join(texts)
        return Counter(sign for sign in joined if not sign.isspace() and sign not in ",;|")

    assert signs(phone, email, rest) == signs(contact)
    assert phone in contact
    assert email in contact
    if not phone and not email:
        assert rest == contact
    assert len(phone) <= 200
    assert len(email) <= 200


@given(CONTACTS)
def test_what_is_left_is_not_taken_apart_again_to_another_end(
    pieces: list[tuple[str, str]],
) -> None:
    phone, email, rest = told_apart("".join(text + between for text, between in pieces).strip())
    again_phone, again_email, _ = told_apart(rest)
    assert not (phone and again_phone)
    assert not (email and again_email)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A file of the first release, with stays and links of its time."""
    steps = tmp_path / "steps"
    later = [step.name for step in sorted(MIGRATIONS.glob("[0-9]*.py"))[1:]]
    shutil.copytree(MIGRATIONS, steps, ignore=shutil.ignore_patterns("__pycache__", *later))
    path = tmp_path / "house" / "zimmerfrei.db"
    path.parent.mkdir()
    Database(path, busy_timeout=1, migrations=steps).migrate(lambda _: None)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO property VALUES (1, 'Haus', '', 0, 0)")
        raw.execute(
            "INSERT INTO unit VALUES "
            f"(1, 1, 'Eins', 'eins', '', 'room', '#000000', NULL, 0, NULL, 0, 0, '{AT}')"
        )
        for number, contact in enumerate(("0171 2345678, über Anna", "a@b.de", "Anna", ""), 1):
            raw.execute(
                "INSERT INTO occupancy (id, unit_id, arrival, departure, kind, status, guest,"
                " contact, persons, note, portal, source, edited, uid, sequence, created_at,"
                " changed_at) VALUES (?, 1, ?, ?, 'booking', 'confirmed', 'Huber', ?, 2, '', '',"
                " 'hand', 0, ?, 4, ?, ?)",
                (number, f"2027-07-0{number}", f"2027-07-0{number + 1}", contact, number, AT, AT),
            )
        everything = "title status guest contact persons note address portal staff"
        for number, fields in enumerate(("", "guest contact", everything, "persons note"), 1):
            raw.execute(
                "INSERT INTO link VALUES (?, 'calendar', 'unit', 1, NULL, NULL, ?, '', '', ?, 's',"
                " 1, ?, 'occupied', 1, 1, 1, 12, NULL, 'de', 0, 0, ?, ?, NULL, 0)",
                (number, number == 1, str(number) * 24, fields, AT, AT),
            )
    return path


def test_stays_keep_all_that_was_noted_under_its_name(before: Path) -> None:
    with opened(DataFolder(before.parent), busy_timeout=1, clock=SetClock()) as services:
        stays = services.occupancies.all()
    found = [(stay.phone, stay.email, stay.contact) for stay in stays]
    assert found == [
        ("0171 2345678", "", "über Anna"),
        ("", "a@b.de", ""),
        ("", "", "Anna"),
        ("", "", ""),
    ]
    # No edit of the owner's: counters and times stand.
    assert {stay.sequence for stay in stays} == {4}
    assert {stay.changed_at.isoformat() for stay in stays} == {"2027-07-01T12:00:00+00:00"}
    for stay in stays:
        assert (stay.arrival_time, stay.children, stay.adults, stay.pets) == (None,) * 4
        assert stay.persons == 2


def test_links_tell_what_they_told_and_nothing_more(before: Path) -> None:
    with opened(DataFolder(before.parent), busy_timeout=1, clock=SetClock()) as services:
        links = {link.id: link.details for link in services.links.all()}
    assert links[1].fields == frozenset()
    assert links[2].fields == {Field.GUEST, Field.CONTACT, Field.PHONE, Field.EMAIL}
    assert links[3].preset is Preset.FULL
    assert links[4].fields == {Field.PERSONS, Field.NOTE}


def test_a_calendar_that_told_the_contact_still_does(before: Path) -> None:
    with opened(DataFolder(before.parent), busy_timeout=1, clock=SetClock()) as services:
        feeds = services.feeds()
        link = next(link for link in services.links.all() if link.id == 2)
        body = getattr(feeds.answer(link.token), "body", b"")
        feeds.close()
    for text in (b"0171 2345678", "über Anna".encode(), b"a@b.de"):
        assert text in body


def test_the_state_before_is_saved_and_can_be_gone_back_to(before: Path) -> None:
    with opened(DataFolder(before.parent), busy_timeout=1, clock=SetClock()) as services:
        (saved,) = (before.parent / "backups").glob("zimmerfrei-before-0002_guests.db")
        first = services.occupancies.get(1)
        services.occupancies.cancel(1, sequence=first.sequence)
        services.backups.restore(saved)
        now = services.occupancies.get(1)
        assert now.blocks
        assert (now.phone, now.contact) == ("0171 2345678", "über Anna")
        assert now.sequence > first.sequence
