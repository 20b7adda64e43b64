"""What is known of guests: counted, found, emptied when it is due, forgotten down to the bytes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from app.bootstrap import opened
from app.core.clock import WrongClockError
from app.core.errors import UserError
from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind
from app.core.stays.keeping import without_guest
from app.core.stays.occupancy import Kind, Occupancy
from app.i18n import catalogue
from app.services.data_folder.folder import DataFolder
from app.services.exchange.own_data import guest_record, own_data_letter, stay_records
from app.services.feeds.feeds import Feed
from app.services.services import Services
from app.services.upkeep.daily_backup import DailyBackup
from app.services.upkeep.emptying import Emptying
from app.services.upkeep.upkeep import FORGET_GUESTS, upkeep
from tests.clocks import SetClock
from tests.services.conftest import Told
from tests.services.guests.conftest import Enter

TODAY = date(2027, 7, 6)
FULL = {
    "guest": "Qzanna Huber",
    "phone": "+49 171 2345678",
    "email": "qzanna@example.org",
    "contact": "Qzcontact",
    "arrival_time": time(15, 30),
    "persons": 4,
    "children": 2,
    "pets": 1,
    "note": "Qznote: late",
    "portal": "airbnb",
}


def cancel(services: Services, stay: Occupancy) -> Occupancy:
    return services.occupancies.cancel(stay.id, sequence=stay.sequence).after


def told(error: pytest.ExceptionInfo[UserError]) -> str:
    return catalogue("de").tell(error.value)


# ---- how much there is ----


def test_what_is_kept_is_counted_with_where_it_is(services: Services, enter: Enter) -> None:
    enter(date(2024, 5, 1), guest="Huber")
    enter(date(2026, 5, 1), guest="Maier", phone="0171 111222")
    enter(date(2026, 6, 1), guest="HUBER", note="Hund")
    enter(date(2026, 7, 1), note="nur eine Notiz")
    enter(date(2026, 8, 1), portal="airbnb", persons=2)
    enter(date(2026, 9, 1), kind=Kind.BLOCK, note="Maler")
    tells = services.links.add(
        LinkKind.CALENDAR,
        WHOLE_HOUSE,
        LinkChoices(details=Details(fields=frozenset({Field.GUEST}))),
    ).after
    services.links.add(
        LinkKind.CALENDAR,
        WHOLE_HOUSE,
        LinkChoices(details=Details(fields=frozenset({Field.TITLE}))),
    )
    services.backups.now()
    kept = services.privacy.kept()
    assert (kept.stays, kept.guests, kept.oldest) == (4, 2, date(2024, 5, 3))
    assert kept.links == (tells.id,)
    assert (kept.backups.daily, kept.backups.others) == (0, 1)


def test_of_a_new_house_nothing_is_kept(services: Services) -> None:
    kept = services.privacy.kept()
    assert (kept.stays, kept.guests, kept.oldest, kept.links) == (0, 0, None, ())
    assert not kept.backups


# ---- who is meant ----


def test_a_guest_is_found_by_name_number_or_address(services: Services, enter: Enter) -> None:
    enter(date(2026, 5, 1), **FULL)
    enter(date(2026, 6, 1), guest="Maier")
    enter(date(2026, 7, 1), email="ohne@name.example")
    for text in ("qzanna  HUBER", "0171 2345678", "QZANNA@example.org"):
        assert services.privacy.find(text).email == "qzanna@example.org"
    assert services.privacy.find("ohne@name.example").name == ""
    assert len(services.privacy.guests()) == 3


@pytest.mark.parametrize("text", ["", " ", "Hub", "Nobody", "171"])
def test_part_of_a_name_is_nobody(services: Services, enter: Enter, text: str) -> None:
    enter(date(2026, 5, 1), guest="Huber", phone="0171 2345678")
    enter(date(2026, 6, 1), portal="airbnb")
    with pytest.raises(UserError) as refused:
        services.privacy.find(text)
    assert told(refused).startswith(f"Über einen Gast „{text}“ ist nichts bekannt")


def test_namesakes_are_told_apart_by_what_is_known_of_them(
    services: Services, enter: Enter
) -> None:
    enter(date(2026, 5, 1), guest="Müller", email="a@example.org")
    enter(date(2026, 6, 1), guest="Müller", email="b@example.org")
    with pytest.raises(UserError) as refused:
        services.privacy.find("müller")
    assert "b@example.org, a@example.org" in told(refused)
    assert services.privacy.find("a@example.org").stays == 1


def test_everything_of_a_guest_is_found_though_numbers_and_names_change(
    services: Services, enter: Enter
) -> None:
    first = enter(date(2024, 5, 1), guest="Anna Huber", phone="0171 2345678")
    second = enter(date(2025, 5, 1), guest="Huber A.", phone="0171 2345678", email="a@example.org")
    third = enter(date(2026, 5, 1), guest="Anna Lang", email="a@example.org")
    enter(date(2026, 6, 1), guest="Anna Huber", email="other@example.org", phone="0171 9999999")
    gone = cancel(services, enter(date(2026, 7, 1), guest="Anna Lang"))
    found = services.privacy.stays_of(services.privacy.find("Anna Lang"))
    assert [stay.id for stay in found] == [gone.id, third.id, second.id, first.id]
    assert services.privacy.stays_of(third) == found


# ---- when it is due ----


@pytest.mark.parametrize(("arrival", "due"), [(date(2024, 7, 4), True), (date(2024, 7, 5), False)])
def test_due_is_what_departed_so_many_years_ago_to_the_day(
    services: Services, enter: Enter, arrival: date, due: bool
) -> None:
    stay = enter(arrival, guest="Huber")
    assert services.privacy.due(3) == ([stay] if due else [])
    assert services.privacy.empty_due(3) == due


def test_what_is_due_is_emptied_and_what_counts_in_figures_stays(
    services: Services, enter: Enter, told: Told
) -> None:
    old = enter(date(2023, 5, 1), **FULL)
    cancelled = cancel(services, enter(date(2023, 6, 1), **FULL))
    block = enter(date(2023, 7, 1), kind=Kind.BLOCK, note="Maler")
    new = enter(date(2026, 5, 1), unit=1, **FULL)
    told.take()
    assert services.privacy.empty_due(3) == 2
    after = services.occupancies.get(old.id)
    assert after.draft() == without_guest(old.draft())
    assert (after.persons, after.portal, after.nights) == (4, "airbnb", 2)
    assert after.sequence == old.sequence + 1
    assert after.changed_at > old.changed_at
    assert services.occupancies.get(cancelled.id).guest == ""
    assert services.occupancies.get(block.id) == block
    assert services.occupancies.get(new.id) == new
    (moved,) = told.take()
    assert moved.units == {old.unit_id}
    assert services.privacy.empty_due(3) == 0
    assert services.occupancies.get(old.id) == after, "nothing is done twice"
    assert told.take() == []


def test_links_say_of_past_stays_what_is_left(services: Services, enter: Enter) -> None:
    enter(date(2026, 7, 1), guest="Qzanna Huber", note="Qznote")
    link = services.links.add(
        LinkKind.CALENDAR,
        WHOLE_HOUSE,
        LinkChoices(details=Details(fields=frozenset({Field.GUEST, Field.NOTE}))),
    ).after
    with closing(services.feeds()) as feeds:
        before = feeds.answer(link.token)
        assert isinstance(before, Feed)
        assert b"Qzanna" in before.body
        assert services.privacy.empty_due(1) == 1
        after = feeds.answer(link.token)
        assert isinstance(after, Feed)
        said = after.body
    assert b"Qz" not in said
    assert b"20260701" in said
    assert b"SEQUENCE:1" in said


def test_the_job_empties_once_a_day_and_only_where_it_is_wanted(
    services: Services, enter: Enter, clock: SetClock
) -> None:
    enter(date(2025, 7, 5), guest="Huber")
    job = Emptying(services)
    assert not job.wanted()
    assert job.run() == 0
    services.settings.set("guest_years", "2")
    assert job.wanted()
    assert job.run() == 0
    assert not job.wanted()
    clock.moment = datetime(2027, 7, 7, 12, tzinfo=UTC)
    assert job.wanted()
    assert job.run() == 1
    assert not job.wanted()
    services.settings.set("guest_years", "1")
    assert job.wanted(), "another number of years is looked at at once"


def test_the_job_is_among_those_of_upkeep(services: Services, enter: Enter) -> None:
    old = enter(date(2020, 7, 5), guest="Huber")
    services.settings.set("guest_years", "2")
    jobs = upkeep(services, DailyBackup(services), backup_at_once=False)
    done: list[str] = []
    jobs.subscribe(lambda outcome: done.append(outcome.job))
    with jobs:
        jobs.ask(FORGET_GUESTS)
    assert FORGET_GUESTS in done
    assert services.occupancies.get(old.id).guest == ""


def test_a_clock_that_cannot_be_right_empties_nothing(
    services: Services, enter: Enter, clock: SetClock, expect_log: object
) -> None:
    stay = enter(date(2026, 7, 5), guest="Huber")
    services.settings.set("guest_years", "30")
    clock.moment = datetime(2099, 7, 7, 12, tzinfo=UTC)
    expect_log("app.services.base.house_clock", "no calendar is given")  # type: ignore[operator]
    with pytest.raises(WrongClockError):
        services.privacy.empty_due(30)
    assert not Emptying(services).wanted()
    assert services.occupancies.get(stay.id) == stay


# ---- forgetting ----


def test_forgetting_empties_past_stays_and_deletes_cancelled_ones(
    services: Services, enter: Enter
) -> None:
    past = enter(date(2026, 5, 1), **FULL)
    running_off = enter(date(2027, 7, 4), **FULL)
    cancelled = cancel(services, enter(date(2027, 9, 1), **FULL))
    other = enter(date(2026, 6, 1), guest="Maier")
    stays = services.privacy.stays_of(past)
    assert {stay.id for stay in stays} == {past.id, running_off.id, cancelled.id}
    done = services.privacy.forget([stay.id for stay in stays])
    assert (done.emptied, done.deleted) == (2, 1)
    assert services.occupancies.get(past.id).draft() == without_guest(past.draft())
    assert {stay.id for stay in services.occupancies.all()} == {past.id, running_off.id, other.id}
    assert services.occupancies.get(other.id) == other
    with pytest.raises(UserError):
        services.privacy.find("Qzanna Huber")


@pytest.mark.parametrize("day", [date(2027, 7, 5), date(2027, 7, 6), date(2027, 9, 1)])
def test_who_is_here_or_comes_cannot_be_forgotten_yet(
    services: Services, enter: Enter, day: date
) -> None:
    past = enter(date(2026, 5, 1), guest="Huber")
    ahead = enter(day, guest="Huber")
    with pytest.raises(UserError) as refused:
        services.privacy.forget([past.id, ahead.id])
    assert "noch nicht vorbei" in told(refused)
    assert services.occupancies.get(past.id) == past, "all or nothing"


def test_what_is_not_there_is_refused(services: Services, enter: Enter) -> None:
    past = enter(date(2026, 5, 1), guest="Huber")
    with pytest.raises(UserError):
        services.privacy.forget([past.id, 999])
    assert services.occupancies.get(past.id) == past
    assert services.privacy.forget([]).emptied == 0


def test_what_was_forgotten_is_in_no_byte_of_the_data(folder: DataFolder, clock: SetClock) -> None:
    with opened(folder, busy_timeout=0.25, clock=clock) as services:
        unit = services.units.first_house("Haus", ["Eins"]).units[0]
        from app.core.stays.occupancy import OccupancyDraft

        for at in range(60):
            # Enough for several pages, so that rows move about.
            arrival = date(2020 + at // 12, at % 12 + 1, 3)
            draft = OccupancyDraft(
                unit_id=unit.id,
                arrival=arrival,
                departure=arrival.replace(day=9),
                **FULL,  # type: ignore[arg-type]
            )
            stay = services.occupancies.add(replace(draft, note="Qznote " * (at + 1))).after
            if at % 5 == 0:
                cancel(services, stay)
        stays = services.privacy.stays_of(services.privacy.find("Qzanna Huber"))
        assert b"Qz" in _bytes(folder)
        services.privacy.forget([stay.id for stay in stays])
        found = _bytes(folder)
        for secret in (b"Qz", b"qzanna", b"2345678"):
            assert secret not in found


def _bytes(folder: DataFolder) -> bytes:
    files = [folder.database, folder.database.with_name(folder.database.name + "-wal")]
    return b"".join(path.read_bytes() for path in files if path.exists())


def test_until_when_backups_hold_it_is_told(services: Services, enter: Enter) -> None:
    past = enter(date(2026, 5, 1), guest="Huber")
    services.backups.now()
    services.backups.daily()
    done = services.privacy.forget([past.id])
    assert (done.backups.daily, done.backups.others) == (1, 1)
    assert done.backups.gone_on is not None
    assert done.backups.gone_on > TODAY


# ---- one's own data ----


def test_everything_of_a_guest_as_json_and_as_a_letter(services: Services, enter: Enter) -> None:
    past = enter(date(2026, 5, 1), **FULL)
    cancelled = cancel(services, enter(date(2026, 6, 1), unit=1, guest="Qzanna Huber"))
    stays = services.privacy.stays_of(past)
    record = guest_record(services.units, services.house_clock.today(), "Qzanna Huber", stays)
    assert record["guest"] == "Qzanna Huber"
    first, second = stay_records(services.units, stays)
    assert record["stays"] == [first, second]
    assert (first["id"], first["unit"], first["status"]) == (cancelled.id, "Zwei", "cancelled")
    assert (second["arrival"], second["arrival_time"], second["adults"]) == (
        "2026-05-01",
        "15:30",
        2,
    )
    letter = own_data_letter(services.units, services.house_clock.today(), stays, catalogue("de"))
    assert letter.sender == "Haus"
    assert letter.to == "Qzanna Huber"
    for value in ("+49 171 2345678", "qzanna@example.org", "Qzcontact", "15:30", "Qznote: late"):
        assert value in letter.body
        assert letter.body.count(value) == 1, "each stay says only its own"
    assert "storniert" in letter.body
