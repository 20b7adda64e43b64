"""Who is the same guest, and who is meant by a few letters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.stays.guests import GuestBook, GuestStay, KnownGuest, Person, person
from app.core.texts import folded, name_key

FIRST = date(2027, 1, 1)
NAMES = st.sampled_from(["Huber", "HUBER", "Anna Huber", "Öz Ağaoğlu", "Straße", "", "李"])
PHONES = st.sampled_from(["", "0171 2345678", "+49 171 2345678", "08382 12345", "12", "Anna"])
EMAILS = st.sampled_from(["", "a@b.de", "A@b.de", "c@d.de", "x1@guest.booking.com"])
STAYS = st.lists(
    st.tuples(NAMES, PHONES, EMAILS, st.integers(0, 400), st.booleans()), max_size=12
).map(
    lambda rows: [
        stay(number, guest, phone, email, day=day, blocks=blocks)
        for number, (guest, phone, email, day, blocks) in enumerate(rows)
    ]
)


def stay(
    number: int,
    guest: str,
    phone: str = "",
    email: str = "",
    *,
    contact: str = "",
    day: int = 0,
    blocks: bool = True,
) -> GuestStay:
    arrival = FIRST + timedelta(days=day)
    departure = arrival + timedelta(days=3)
    return GuestStay(number, guest, phone, email, contact, arrival, departure, blocks)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Huber"), person("HUBER ")),
        (person("Straße 1"), person("STRASSE 1")),
        (person("Huber", "0171 2345678"), person("Huber")),
        (person("Huber", "0171 2345678"), person("Huber", email="a@b.de")),
        (person("Huber", "0171 2345678"), person("Anna", "+49 171 234 56 78")),
        (person("Huber", "0171/2345678"), person("", "0049 (0)171 2345678")),
        (person("Huber", "0171 2345678", "a@b.de"), person("Huber", "08382 12345", "A@B.de")),
        (person("Huber", email="x@guest.booking.com"), person("Huber", email="y@b.de")),
        # Too few figures say nothing.
        (person("Huber", "12"), person("Huber", "0171 2345678")),
    ],
)
def test_one_guest(one: Person, other: Person) -> None:
    assert one.same(other)
    assert other.same(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (person("Huber"), person("Hube")),
        (person("Huber", "0171 2345678"), person("Huber", "0171 2345679")),
        (person("Huber", email="a@b.de"), person("Huber", email="c@d.de")),
        (person("Huber", "0171 2345678", "a@b.de"), person("Huber", "", "c@d.de")),
        (person("A", email="x@guest.booking.com"), person("B", email="x@guest.booking.com")),
        (person("A", "12"), person("B", "12")),
        (person(""), person("")),
        (person("", "0171 2345678"), person("Huber")),
    ],
)
def test_two_guests(one: Person, other: Person) -> None:
    assert not one.same(other)
    assert not other.same(one)


@given(NAMES, PHONES, EMAILS, NAMES, PHONES, EMAILS)
def test_it_is_the_same_from_both_sides(
    name: str, phone: str, email: str, other_name: str, other_phone: str, other_email: str
) -> None:
    one, other = person(name, phone, email), person(other_name, other_phone, other_email)
    assert one.same(other) == other.same(one)
    assert one.same(one) == any((one.name, one.phone, one.email))


@given(STAYS)
def test_each_guest_is_there_once_and_no_name_is_missing(stays: list[GuestStay]) -> None:
    book = GuestBook(stays)
    for one in stays:
        if not one.guest:
            continue
        found = book.suggest(one.guest, limit=99)
        assert name_key(one.guest) in {name_key(guest.name) for guest in found}
    everybody = {guest for one in stays for guest in book.suggest(folded(one.guest)[:1], limit=99)}
    assert sum(guest.stays for guest in everybody) <= len(stays)


@given(STAYS, NAMES, PHONES, EMAILS)
def test_the_stays_of_a_guest_are_all_that_are_the_same_newest_first(
    stays: list[GuestStay], name: str, phone: str, email: str
) -> None:
    asked = person(name, phone, email)
    found = GuestBook(stays).stays_of(asked)
    same = [one for one in stays if person(one.guest, one.phone, one.email).same(asked)]
    same.sort(key=lambda one: (one.arrival, one.id), reverse=True)
    assert found == [one.id for one in same]
    for one in same:
        assert one.id not in GuestBook(stays).stays_of(asked, but=one.id)


def test_what_is_known_of_a_guest_is_the_newest_that_was_said() -> None:
    book = GuestBook(
        [
            stay(1, "huber", "0171 2345678", contact="Anna", day=1),
            stay(2, "Huber", "", "a@b.de", day=30),
            stay(3, "HUBER", day=60, blocks=False),
        ]
    )
    last = (FIRST + timedelta(days=30), FIRST + timedelta(days=33))
    assert book.suggest("hub") == [KnownGuest("HUBER", "0171 2345678", "a@b.de", "Anna", last, 3)]


def test_of_whom_everything_was_cancelled_there_is_no_last_stay() -> None:
    (guest,) = GuestBook([stay(1, "Huber", blocks=False)]).suggest("huber")
    assert guest.last is None


def test_namesakes_are_told_apart_by_how_they_are_reached() -> None:
    book = GuestBook(
        [
            stay(1, "Huber", "0171 2345678", day=1),
            stay(2, "Huber", "08382 12345", day=2),
            stay(3, "Huber", "+49 171 2345678", "a@b.de", day=3),
        ]
    )
    found = [(guest.phone, guest.email, guest.stays) for guest in book.suggest("huber")]
    assert found == [("+49 171 2345678", "a@b.de", 2), ("08382 12345", "", 1)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("hub", ["Huber", "Anna Huber"]),
        ("ann hub", ["Anna Huber"]),
        ("huber anna", ["Anna Huber"]),
        ("oz", ["Özdemir"]),
        ("ÖZ", ["Özdemir"]),
        ("uber", []),
        ("", []),
        ("  ", []),
    ],
)
def test_each_word_begins_a_word_of_the_name(typed: str, names: list[str]) -> None:
    book = GuestBook(
        [stay(1, "Huber", day=1), stay(2, "Anna Huber", day=9), stay(3, "Özdemir", day=3)]
    )
    assert [guest.name for guest in book.suggest(typed)] == names


def test_only_so_many_are_suggested_who_was_here_last_first() -> None:
    book = GuestBook([stay(number, f"Huber {number}", day=number) for number in range(30)])
    assert [guest.name for guest in book.suggest("hu", limit=3)] == [
        "Huber 29",
        "Huber 28",
        "Huber 27",
    ]


def test_thousands_of_namesakes_are_told_apart_without_comparing_each_with_each() -> None:
    book = GuestBook(
        [stay(number, "Müller", f"0171 {number:07}", day=number % 300) for number in range(3000)]
    )
    assert len(book.suggest("müller", limit=9999)) == 3000
