"""What a link says: the words of each event, and nothing that is not ticked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ical.write import CalendarEntry
from app.core.links.covers import Cover
from app.core.links.details import Details, Field, Options, Preset
from app.core.links.event_marks import Mark
from app.core.links.events import ShownUnit, digests, entries, ranges
from app.core.links.link import WHOLE_HOUSE, Link, LinkKind, Scope, Target
from app.core.stays.occupancy import BY_HAND, Kind, Occupancy, Status
from tests.made import made_link

NOW = datetime(2027, 1, 2, tzinfo=UTC)
TODAY = date(2027, 7, 1)
UNITS = {
    1: ShownUnit("Seeblick 1", "Uferweg 12\n88099 Neuwasserburg", 7, NOW),
    2: ShownUnit("Dachstudio", "", 2, NOW + timedelta(days=1)),
}
STAFF = {1: "Anna Putz"}
STAY = Occupancy(
    id=1,
    unit_id=1,
    arrival=date(2027, 7, 5),
    departure=date(2027, 7, 8),
    guest="Familie Huber",
    phone="0170 1234",
    email="huber@example.org",
    contact="Nachbarin",
    arrival_time=time(16, 5),
    persons=4,
    children=1,
    pets=2,
    note="Hund\nSpäte Anreise",
    portal="airbnb",
    staff_id=1,
    uid="stay@zimmerfrei",
    sequence=3,
    source=BY_HAND,
    created_at=NOW,
    changed_at=NOW,
)
OPTION = replace(
    STAY, id=2, uid="option@zimmerfrei", status=Status.OPTION, option_until=date(2027, 7, 3)
)


def link(details: Details | None = None, **fields: Any) -> Link:
    return made_link(details=details or Details(), **fields)


def said(
    of: Link, *stays: Occupancy, marks: Mapping[int, Mark] | None = None
) -> list[CalendarEntry]:
    return sorted(
        entries(of, stays, UNITS, STAFF, marks or {}, TODAY), key=lambda e: (e.first, e.uid)
    )


def ticked(*fields: Field) -> Details:
    return Details(fields=frozenset(fields))


def test_the_word_for_occupied_in_the_links_language_and_nothing_else() -> None:
    (entry,) = said(link(), STAY)
    assert entry == CalendarEntry(
        uid=STAY.uid,
        sequence=3,
        changed_at=NOW,
        first=STAY.arrival,
        end=STAY.departure,
        summary="Belegt",
    )
    assert said(link(language="en"), STAY)[0].summary == "Occupied"


def test_each_field_says_its_own() -> None:
    full = link(Details().with_preset(Preset.FULL))
    (entry,) = said(full, STAY)
    assert entry.summary == "Familie Huber (Buchung · Airbnb)"
    assert entry.location == "Uferweg 12, 88099 Neuwasserburg"
    assert entry.description.split("\n") == [
        "Status: fest",
        "Portal: Airbnb",
        "Anreisezeit: 16:05",
        "Personen: 4",
        "Erwachsene: 3, Kinder: 1",
        "Haustiere: 2",
        "Telefon: 0170 1234",
        "E-Mail: huber@example.org",
        "Kontakt: Nachbarin",
        "Zuständig: Anna Putz",
        "Notiz: Hund",
        "Späte Anreise",
    ]
    assert said(link(ticked(Field.TITLE)), STAY)[0].summary == "Buchung · Airbnb"
    assert said(link(ticked(Field.GUEST)), STAY)[0].summary == "Familie Huber"
    assert said(link(ticked(Field.GUEST)), replace(STAY, guest=""))[0].summary == "Belegt"
    assert (
        said(link(ticked(Field.STATUS)), OPTION)[0].description
        == "Status: Option bis Sa 03.07.2027"
    )
    # What is not there is not spoken of, somebody who was removed is not named.
    bare = replace(
        STAY,
        phone="",
        email="",
        contact="",
        arrival_time=None,
        note="",
        persons=None,
        children=None,
        pets=None,
        portal="",
        staff_id=99,
    )
    assert said(full, bare)[0].description == "Status: fest"


@pytest.mark.parametrize(
    ("field", "german", "french"),
    [
        (Field.PHONE, "Telefon: 0170 1234", "Téléphone : 0170 1234"),
        (Field.EMAIL, "E-Mail: huber@example.org", "E-mail : huber@example.org"),
        (Field.CONTACT, "Kontakt: Nachbarin", "Contact : Nachbarin"),
        (Field.ARRIVAL_TIME, "Anreisezeit: 16:05", "Heure d’arrivée : 16:05"),
        (Field.CHILDREN, "Erwachsene: 3, Kinder: 1", "Adultes : 3, enfants : 1"),
        (Field.PETS, "Haustiere: 2", "Animaux : 2"),
    ],
)
def test_what_is_known_of_a_guest_is_told_one_by_one(
    field: Field, german: str, french: str
) -> None:
    assert said(link(ticked(field)), STAY)[0].description == german
    assert said(link(ticked(field), language="fr"), STAY)[0].description == french
    others = frozenset(Field) - {field}
    assert german not in said(link(Details(fields=others)), STAY)[0].description


def test_children_are_told_only_where_it_is_known_how_many_come() -> None:
    of = link(ticked(Field.CHILDREN))
    assert said(of, replace(STAY, children=None))[0].description == ""
    assert said(of, replace(STAY, persons=None, children=None))[0].description == ""


def test_over_several_units_each_event_begins_with_its_own() -> None:
    other = replace(
        STAY, uid="other", unit_id=2, arrival=date(2027, 8, 1), departure=date(2027, 8, 3)
    )
    gone = replace(STAY, uid="gone", unit_id=3)
    for target in (WHOLE_HOUSE, Target(Scope.PROPERTY, 1)):
        of = link(ticked(Field.GUEST), target=target)
        summaries = [entry.summary for entry in said(of, STAY, other, gone)]
        assert summaries == ["Seeblick 1: Familie Huber", "Dachstudio: Familie Huber"]
        plain = said(link(target=target), STAY)
        assert plain[0].summary == "Seeblick 1: Belegt"
        assert plain[0].uid == STAY.uid


def test_an_option_is_tentative_only_where_the_owner_says_so() -> None:
    assert [entry.tentative for entry in said(link(), STAY, OPTION)] == [False, False]
    tentative = said(link(Details(options=Options.TENTATIVE)), STAY, OPTION)
    assert {entry.uid: entry.tentative for entry in tentative} == {
        STAY.uid: False,
        OPTION.uid: True,
    }
    assert [e.uid for e in said(link(Details(options=Options.LEFT_OUT)), STAY, OPTION)] == [
        STAY.uid
    ]


def test_the_reach_cuts_no_stay_in_two() -> None:
    of = link(Details(months_back=0, months_ahead=0))
    over = replace(STAY, uid="over", arrival=date(2027, 6, 20), departure=date(2027, 7, 2))
    before = replace(STAY, uid="before", arrival=date(2027, 6, 20), departure=date(2027, 7, 1))
    across = replace(STAY, uid="across", arrival=date(2027, 7, 31), departure=date(2027, 8, 9))
    after = replace(STAY, uid="after", arrival=date(2027, 8, 1), departure=date(2027, 8, 9))
    assert [entry.uid for entry in said(of, over, before, across, after)] == ["over", "across"]


def changeovers(details: Details | None = None, language: str = "de") -> Link:
    return link(
        details, target=Target(Scope.STAFF, 1), kind=LinkKind.CHANGEOVERS, language=language
    )


NEXT = replace(
    STAY, id=3, uid="next@zimmerfrei", arrival=date(2027, 7, 14), departure=date(2027, 7, 20)
)


def test_a_changeover_day_names_the_unit_and_who_comes_next() -> None:
    first, last = said(changeovers(), STAY, NEXT)
    assert first.summary == "Endreinigung Seeblick 1; nächste Anreise Mi 14.07."
    assert (first.first, first.end) == (date(2027, 7, 8), date(2027, 7, 9))
    assert (first.description, first.location) == ("", "")
    assert last.summary == "Endreinigung Seeblick 1; noch keine nächste Anreise"
    (persons, _) = said(changeovers(ticked(Field.PERSONS)), STAY, NEXT)
    assert persons.summary == "Endreinigung Seeblick 1; nächste Anreise Mi 14.07., 4 Personen"
    alone = said(changeovers(ticked(Field.PERSONS)), STAY, replace(NEXT, persons=1))[0]
    assert alone.summary.endswith("1 Person")
    english = said(changeovers(ticked(Field.PERSONS), "en"), STAY, NEXT)[0]
    assert english.summary == "Final cleaning Seeblick 1; next arrival Wed 14 Jul, 4 persons"
    later = replace(NEXT, arrival=date(2028, 1, 2), departure=date(2028, 1, 5))
    assert said(changeovers(), STAY, later)[0].summary.endswith("nächste Anreise So 02.01.2028")


def test_a_changeover_on_one_day_and_in_another_unit() -> None:
    same_day = replace(NEXT, arrival=STAY.departure)
    assert said(changeovers(), STAY, same_day)[0].summary.endswith("nächste Anreise Do 08.07.")
    elsewhere = replace(NEXT, unit_id=2)
    assert said(changeovers(), STAY, elsewhere)[0].summary.endswith("noch keine nächste Anreise")


def test_a_changeover_says_of_guests_what_is_ticked() -> None:
    guests = said(changeovers(ticked(Field.GUEST, Field.ADDRESS)), STAY, replace(NEXT, guest="Kim"))
    assert guests[0].description.split("\n") == [
        "Abreise:",
        "Familie Huber",
        "Nächste Anreise:",
        "Kim",
    ]
    assert guests[0].location == "Uferweg 12, 88099 Neuwasserburg"


def test_a_changeovers_uid_is_of_the_occupancy_and_the_link_and_its_counter_never_falls() -> None:
    (day,) = said(changeovers(), STAY)
    assert day.uid == "stay-5-cleaning@zimmerfrei"
    assert day.sequence == UNITS[1].revision + 4
    (stay,) = said(link(target=Target(Scope.STAFF, 1)), STAY)
    assert stay.uid == "stay-5@zimmerfrei"


def test_blocks_and_cancelled_stays_are_no_arrivals_where_they_are_left_out() -> None:
    block = replace(NEXT, uid="block", kind=Kind.BLOCK)
    cancelled = replace(NEXT, uid="cancelled", status=Status.CANCELLED)
    days = said(changeovers(Details(blocks=False)), STAY, block, cancelled)
    assert [day.summary for day in days] == ["Endreinigung Seeblick 1; noch keine nächste Anreise"]


def stays(days: st.SearchStrategy[date], nights: int) -> st.SearchStrategy[list[Occupancy]]:
    return st.lists(
        st.builds(
            lambda number, unit, arrival, nights, status: replace(
                STAY,
                uid=f"{number}@zimmerfrei",
                unit_id=unit,
                arrival=arrival,
                departure=arrival + timedelta(days=nights),
                status=status,
                option_until=arrival if status is Status.OPTION else None,
            ),
            st.uuids(),
            st.sampled_from([1, 2]),
            days,
            st.integers(1, nights),
            st.sampled_from(Status),
        ),
        max_size=12,
    )


STAYS = st.one_of(
    # Close together, so that they touch and overlap; and over all the time that links tell of.
    stays(st.dates(date(2027, 7, 1), date(2027, 7, 31)), 5),
    stays(st.dates(date(2026, 6, 1), date(2029, 1, 1)), 40),
)


@given(STAYS)
def test_there_is_a_changeover_on_every_day_of_departure_and_on_no_other(
    stays: list[Occupancy],
) -> None:
    first = Details().first_day(TODAY)
    departures = sorted(
        stay.departure
        for stay in stays
        if stay.status is not Status.CANCELLED and stay.departure >= first
    )
    assert sorted(day.first for day in said(changeovers(), *stays)) == departures


def after(before: Occupancy, nights: int, **other: Any) -> Occupancy:
    """Return a stay that begins on the day on which another one ends."""
    ends = before.departure + timedelta(days=nights)
    return replace(before, uid=f"{ends}", arrival=before.departure, departure=ends, **other)


def test_a_website_does_not_tell_where_one_stay_ends_and_the_next_begins() -> None:
    second = after(STAY, 2)
    third = after(second, 1, kind=Kind.BLOCK)
    of = link(kind=LinkKind.WEBSITE)
    assert ranges(of, [third, STAY, second]) == ((STAY.arrival, third.departure),)
    cancelled = replace(second, status=Status.CANCELLED)
    assert ranges(of, [third, STAY, cancelled]) == (
        (STAY.arrival, STAY.departure),
        (third.arrival, third.departure),
    )


@given(STAYS)
def test_a_website_knows_every_taken_night_and_no_seam(stays: list[Occupancy]) -> None:
    found = ranges(link(kind=LinkKind.WEBSITE), stays)
    taken = {
        stay.arrival + timedelta(days=night)
        for stay in stays
        if stay.status is not Status.CANCELLED
        for night in range(stay.nights)
    }
    shown = {
        first + timedelta(days=night) for first, end in found for night in range((end - first).days)
    }
    assert shown == taken
    assert all(end < following for (_, end), (following, _) in pairwise(found))


def test_a_mark_that_is_kept_is_the_events_own() -> None:
    kept = {STAY.id: Mark(9, NOW + timedelta(days=3))}
    for of in (link(), changeovers()):
        (entry,) = said(of, STAY, marks=kept)
        assert (entry.sequence, entry.changed_at) == kept[STAY.id]


def test_what_a_staff_member_sees_to_is_theirs_alone_where_they_see_to_single_stays() -> None:
    units = {1: replace(UNITS[1], cover=Cover.SINGLE_STAYS)}
    other = replace(NEXT, staff_id=2)
    for of in (link(target=Target(Scope.STAFF, 1)), changeovers()):
        (entry,) = entries(of, [STAY, other], units, STAFF, {}, TODAY)
        assert entry.uid.startswith("stay-5")
    # Who comes next counts, whoever sees to them.
    assert entry.summary.endswith("nächste Anreise Mi 14.07.")


@given(STAYS)
def test_each_digest_stands_for_what_is_said_and_nothing_else(stays: list[Occupancy]) -> None:
    numbered = [replace(stay, id=place) for place, stay in enumerate(stays)]
    of_all = Details().with_preset(Preset.FULL)
    for of in (link(of_all, target=WHOLE_HOUSE), changeovers(of_all)):
        before = digests(of, numbered, UNITS, STAFF)
        assert before.keys() == {
            stay.id for stay in numbered if stay.status is not Status.CANCELLED
        }
        moved = [
            replace(stay, sequence=stay.sequence + 1, changed_at=NOW + timedelta(days=9))
            for stay in numbered
        ]
        later = {
            number: replace(unit, revision=99, changed_at=NOW + timedelta(days=9))
            for number, unit in UNITS.items()
        }
        assert digests(of, moved, later, STAFF) == before
        spoken = [replace(stay, guest=f"{stay.guest}!") for stay in numbered]
        after = digests(of, spoken, UNITS, STAFF)
        assert all(after[stay_id] != before[stay_id] for stay_id in before)
        # However far away: the reach moves by itself and changes nothing in an event.
        near = replace(of, details=replace(of_all, months_back=0, months_ahead=0))
        assert digests(near, numbered, UNITS, STAFF) == before
