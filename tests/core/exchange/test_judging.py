"""What becomes of what a file asks for, beside what stands already: never a double booking."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.exchange.judging import Judged, judged
from app.core.exchange.stays import FileStay, FileStays
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft, Status, conflicts
from tests.core.exchange.houses import DUNE, MOWE, OLD, TODAY, asked, day, made_house
from tests.made import made_stay


def judge(lines: list[FileStay], *standing: Occupancy, allow_long: bool = False) -> Judged:
    return judged(FileStays(tuple(lines)), standing, made_house(), TODAY, allow_long=allow_long)


def reasons(result: Judged) -> list[str]:
    return [one.why.text.format(**one.why.values) for one in result.refused]


def test_what_nobody_has_is_new() -> None:
    result = judge([asked(2, 1, 8), asked(3, 8, 9), asked(4, 1, 8, unit_id=DUNE)])
    assert [one.stay.line for one in result.new] == [2, 3, 4]
    assert not result.refused


def test_what_stands_there_just_so_is_left_alone() -> None:
    stay = made_stay(1, day(1), day(8), guest="Huber", note="Hund")
    result = judge([asked(2, 1, 8, guest="Huber")], stay)
    assert (result.same, result.does) == (1, 0)


def test_the_same_nights_in_the_same_unit_are_changed_and_keep_what_is_not_said() -> None:
    stay = made_stay(1, day(1), day(8), guest="Huber", note="Hund")
    (one,) = judge([asked(2, 1, 8, guest="Huber, Anna", persons=4)], stay).changed
    assert one.before == stay
    assert (one.after.guest, one.after.persons, one.after.note) == ("Huber, Anna", 4, "Hund")


def test_the_same_number_is_the_same_whatever_else_it_says() -> None:
    stay = made_stay(1, day(1), day(8), uid="7@zimmerfrei")
    (one,) = judge([asked(2, 20, 22, uid="7@zimmerfrei", unit_id=DUNE)], stay).changed
    assert (one.after.unit_id, one.after.arrival) == (DUNE, day(20))


def test_nights_that_are_taken_are_refused_by_name() -> None:
    result = judge([asked(2, 3, 10)], made_stay(1, day(1), day(8), guest="Huber"))
    assert result.does == 0
    assert "Möwe is taken already" in reasons(result)[0]
    assert "Huber" in reasons(result)[0]


def test_what_is_cancelled_is_in_nobodys_way() -> None:
    gone = made_stay(1, day(1), day(8), status=Status.CANCELLED, guest="Huber")
    assert len(judge([asked(2, 3, 10)], gone).new) == 1
    assert len(judge([asked(2, 1, 8, guest="Maier")], gone).new) == 1


def test_who_was_cancelled_and_is_in_the_file_stands_again() -> None:
    gone = made_stay(1, day(1), day(8), status=Status.CANCELLED, guest="Huber")
    (one,) = judge([asked(2, 1, 8, guest="Huber", status=Status.CONFIRMED)], gone).changed
    assert one.after.blocks


def test_fewer_persons_than_the_children_that_are_known_are_refused() -> None:
    stay = made_stay(1, day(1), day(8), persons=4, children=2)
    result = judge([asked(2, 1, 8, persons=1)], stay)
    assert result.does == 0
    assert "more children than persons" in reasons(result)[0]


def test_two_lines_of_the_file_do_not_share_a_night() -> None:
    result = judge([asked(2, 1, 8, guest="Huber"), asked(3, 7, 9)])
    assert len(result.new) == 1
    assert reasons(result) == ["Line 2 of the file has these nights already: Huber."]


def test_the_same_line_twice_is_told_as_that() -> None:
    result = judge([asked(2, 1, 8, guest="Huber"), asked(5, 1, 8, guest="Huber")])
    assert reasons(result) == ["Stands in the file already, in line 2."]
    result = judge([asked(2, 1, 8, uid="a@zimmerfrei"), asked(5, 9, 11, uid="a@zimmerfrei")])
    assert reasons(result) == ["Stands in the file already, in line 2."]


def test_two_may_change_places() -> None:
    one = made_stay(1, day(1), day(8), uid="a@zimmerfrei")
    other = made_stay(2, day(8), day(15), uid="b@zimmerfrei")
    lines = [asked(2, 8, 15, uid="a@zimmerfrei"), asked(3, 1, 8, uid="b@zimmerfrei")]
    assert len(judge(lines, one, other).changed) == 2


def test_what_is_refused_stays_in_the_way_where_it_stands() -> None:
    one = made_stay(1, day(1), day(8), uid="a@zimmerfrei")
    wall = made_stay(2, day(20), day(25), kind=Kind.BLOCK)
    lines = [asked(2, 21, 23, uid="a@zimmerfrei"), asked(3, 3, 5, guest="Huber")]
    result = judge(lines, one, wall)
    assert result.does == 0
    assert [refusal.line for refusal in result.refused] == [2, 3]


def test_a_double_booking_that_stands_does_not_keep_from_a_change_of_the_guest() -> None:
    one = made_stay(1, day(1), day(8), uid="a@zimmerfrei")
    other = made_stay(2, day(5), day(9))
    assert len(judge([asked(2, 1, 8, uid="a@zimmerfrei", guest="X")], one, other).changed) == 1
    # Nor from a shorter stay beside the same one.
    assert len(judge([asked(2, 2, 8, uid="a@zimmerfrei")], one, other).changed) == 1


def test_archived_units_take_nobody() -> None:
    assert "is archived" in reasons(judge([asked(2, 1, 8, unit_id=OLD)]))[0]
    there = made_stay(1, day(1), day(8), unit_id=OLD)
    assert judge([asked(2, 1, 8, unit_id=OLD)], there).same == 1


def test_more_than_a_year_is_hardly_meant() -> None:
    long = asked(2, 1, 400)
    assert "more than a year" in reasons(judge([long]))[0]
    assert len(judge([long], allow_long=True).new) == 1
    assert judge([long], made_stay(1, day(1), day(400))).same == 1


def test_who_is_no_staff_member_any_more_gets_nothing_new() -> None:
    assert "Gustav" in reasons(judge([asked(2, 1, 8, staff_id=2)]))[0]
    assert judge([asked(2, 1, 8, staff_id=2)], made_stay(1, day(1), day(8), staff_id=2)).same == 1


def test_the_end_of_an_option_takes_its_day_with_it() -> None:
    option = made_stay(1, day(1), day(8), status=Status.OPTION, option_until=day(0))
    (one,) = judge([asked(2, 1, 8, status=Status.CONFIRMED)], option).changed
    assert one.after.option_until is None


def test_a_file_that_cancels_frees_the_nights_for_its_other_lines() -> None:
    stay = made_stay(1, day(1), day(8), guest="Huber")
    lines = [
        asked(2, 2, 9, guest="Maier"),
        asked(3, 1, 8, guest="Huber", status=Status.CANCELLED),
    ]
    result = judge(lines, stay)
    assert (len(result.new), len(result.changed)) == (1, 1)


STAYS = st.tuples(st.integers(1, 25), st.integers(1, 6), st.sampled_from((MOWE, DUNE)))
STATES = st.sampled_from((Status.CONFIRMED, Status.CONFIRMED, Status.CANCELLED))


@given(
    st.lists(st.tuples(STAYS, STATES), max_size=8),
    st.lists(st.tuples(STAYS, STATES, st.integers(0, 8)), max_size=8),
)
def test_no_file_makes_a_double_booking(
    there: list[tuple[tuple[int, int, int], Status]],
    file: list[tuple[tuple[int, int, int], Status, int]],
) -> None:
    standing: list[Occupancy] = []
    for number, ((first, nights, unit), status) in enumerate(there, start=1):
        stay = made_stay(number, day(first), day(first + nights), unit_id=unit, status=status,
                         uid=f"{number}@zimmerfrei")  # fmt: skip
        if not any(stay.overlaps(other) for other in standing):
            standing.append(stay)
    lines = [
        asked(line, first, first + nights, uid=f"{uid}@zimmerfrei" if uid else "", unit_id=unit,
              status=status)
        for line, ((first, nights, unit), status, uid) in enumerate(file, start=2)
    ]  # fmt: skip
    result = judge(lines, *standing)
    after = {stay.id: stay for stay in standing}
    for one in result.changed:
        assert one.before is not None
        after[one.before.id] = _kept(one.before.id, one.after)
    for number, one in enumerate(result.new, start=100):
        after[number] = _kept(number, one.after)
    assert conflicts(after.values()) == []
    assert result.does + result.same + len(result.refused) == len(lines)
    # The same file once more has nothing left to do of what it did.
    again = judge([one.stay for one in (*result.new, *result.changed)], *after.values())
    assert again.does == 0


def _kept(number: int, draft: OccupancyDraft) -> Occupancy:
    return made_stay(number, draft.arrival, draft.departure, unit_id=draft.unit_id,
                     status=draft.status, uid=f"{number}@zimmerfrei")  # fmt: skip


def test_thousands_in_one_unit_are_judged_in_one_go() -> None:
    lines = [asked(at, at, at + 1) for at in range(2, 5000)]
    assert len(judge(lines).new) == len(lines)
    shifted = [
        made_stay(at, day(at), day(at) + timedelta(days=1), guest="x") for at in range(2, 5000)
    ]
    assert judge(lines, *shifted).same == len(lines)
