"""Whatever stands in the house: the preview shows the events that the server sends, all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.house.unit import UnitDraft
from app.core.ical.ours import CalendarView
from app.core.ical.write import CalendarEntry, calendar_bytes
from app.core.links.details import Details, Field, Options
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind, Scope, Target
from app.core.stays.dates import month_after
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.ui.links.preview.load import PreviewLoader
from app.ui.links.preview.month import laned
from app.ui.links.preview.spans import Span, month_of, month_words, on_day, seen_days, sent_spans

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.house.unit import Unit
    from app.core.links.link import Link
    from app.i18n import Catalogue
    from app.services.services import Services
    from app.ui.links.preview.load import Sent
    from tests.ui.conftest import MakeContext

FIRST = date(2027, 5, 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
STAYS = st.tuples(
    st.integers(0, 120),
    st.integers(1, 40),
    st.sampled_from(Kind),
    st.sampled_from(Status),
    st.sampled_from(["", "airbnb", "Eigenes"]),
    WORDS,
    WORDS,
)
DETAILS = st.builds(
    Details,
    fields=st.frozensets(st.sampled_from(Field)),
    options=st.sampled_from(Options),
    owner_stays=st.booleans(),
    blocks=st.booleans(),
    own_entries=st.booleans(),
    months_back=st.integers(0, 14),
    months_ahead=st.none() | st.integers(0, 4),
)
SPANS = st.builds(
    lambda start, length, halves: Span(
        FIRST + timedelta(days=start), FIRST + timedelta(days=start + length), "x", halves=halves
    ),
    st.integers(0, 60),
    st.integers(1, 20),
    st.booleans(),
)


@pytest.fixture
def units(services: Services, unit: Unit) -> list[Unit]:
    second = UnitDraft(property_id=unit.property_id, name="Seeblick 2")
    return [unit, services.units.add(second)]


def entered(services: Services, units: list[Unit], place: int, drawn: tuple[object, ...]) -> None:
    start, length, kind, status, portal, guest, note = drawn
    assert isinstance(start, int)
    assert isinstance(length, int)
    arrival = FIRST + timedelta(days=start)
    draft = OccupancyDraft(
        unit_id=units[place % len(units)].id,
        arrival=arrival,
        departure=arrival + timedelta(days=length),
        kind=Kind(str(kind)),
        status=Status(str(status)),
        option_until=arrival if status is Status.OPTION else None,
        portal=str(portal),
        guest=str(guest),
        note=str(note),
    )
    services.occupancies.add(draft, allow_conflict=True)


Told = tuple[date, date, str, str, str, bool]


def events(body: bytes) -> list[Told]:
    """The events of a calendar as somebody reads them who does not know us."""
    found: list[Told] = []
    for event in icalendar.Calendar.from_ical(body).walk("VEVENT"):
        summary, words, place = (
            str(event.get(key, "")) for key in ("SUMMARY", "DESCRIPTION", "LOCATION")
        )
        days = event.decoded("DTSTART"), event.decoded("DTEND")
        found.append((*days, summary, words, place, event["STATUS"] == "TENTATIVE"))
    return found


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    stays=st.lists(STAYS, max_size=8),
    details=DETAILS,
    portal=st.sampled_from(["", "airbnb"]),
    house=st.booleans(),
)
def test_the_previews_events_are_those_of_the_served_feed(
    qtbot: QtBot,
    make_context: MakeContext,
    services: Services,
    units: list[Unit],
    stays: list[tuple[object, ...]],
    details: Details,
    portal: str,
    house: bool,
) -> None:
    for occupancy in services.occupancies.all():
        if occupancy.status is not Status.CANCELLED:
            services.occupancies.cancel(occupancy.id, sequence=occupancy.sequence)
    for place, drawn in enumerate(stays):
        entered(services, units, place, drawn)
    target = WHOLE_HOUSE if house else Target(Scope.UNIT, units[0].id)
    choices = LinkChoices(portal=portal, details=details, language="de")
    link = services.links.add(LinkKind.CALENDAR, target, choices).after

    sent = preview_of(qtbot, make_context, link)

    feeds = services.feeds()
    served = getattr(feeds.answer(link.token), "body", b"")
    feeds.close()
    assert sent.body == served
    shown = [
        (e.first, e.end, e.summary, e.description, e.location, e.tentative)
        for e in sent.view.entries(0, len(sent.view))
    ]
    assert shown == events(served)
    assert_months_show(sent, link)


def preview_of(qtbot: QtBot, make_context: MakeContext, link: Link) -> Sent:
    """What the preview is drawn from, made by its own loader on its own worker."""
    context = make_context()
    loader = PreviewLoader(context.services.links, context.bridge)
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.load(link)
    qtbot.waitUntil(lambda: not loader.busy)
    sent: Sent = loaded.args[0]
    context.bridge.close()
    return sent


def assert_months_show(sent: Sent, link: Link) -> None:
    """Month by month, every event is shown in just the months that it touches."""
    everything = sent.view.entries(0, len(sent.view))
    for step in range(-4, 12):
        month = month_after(date(2027, 7, 1), step)
        last = month_after(month, 1) - timedelta(days=1)
        expected = [(e.first, e.end) for e in everything if e.first <= last and e.end >= month]
        spans = sent_spans(sent.view, link.kind, month)
        assert [(span.first, span.end) for span in spans] == expected


@given(st.lists(SPANS, max_size=30))
def test_no_two_bars_in_a_lane_overlap(spans: list[Span]) -> None:
    lanes = laned(spans)
    for lane in set(lanes):
        mine = sorted(
            (span.begins, span.ends)
            for span, other in zip(spans, lanes, strict=True)
            if other == lane
        )
        assert all(before[1] <= after[0] for before, after in pairwise(mine))


@given(st.lists(SPANS, max_size=30))
def test_no_lane_is_taken_while_a_higher_one_is_free(spans: list[Span]) -> None:
    for at, lane in enumerate(laned(spans)):
        begins = spans[at].begins
        beside = sum(1 for span in spans if span.begins <= begins < span.ends)
        assert lane < beside


@given(st.dates(), st.integers(-30_000, 30_000))
def test_months_are_counted_within_the_calendar(day: date, step: int) -> None:
    month = month_of(day)
    there = month_after(month, step)
    assert there.day == 1
    count = (there.year - month.year) * 12 + there.month - month.month
    assert count == step or there in {date.min, date(9999, 12, 1)}


@given(st.dates(), SPANS)
def test_a_day_tells_of_all_that_touches_it(day: date, span: Span) -> None:
    touched = span.first <= day <= (span.end if span.halves else span.end - timedelta(days=1))
    assert on_day([span], day) == ([span] if touched else [])


def test_the_first_and_the_last_month_have_days_as_well() -> None:
    assert seen_days(date.min) == (date.min, date(1, 2, 1))
    assert seen_days(date(9999, 12, 1)) == (date(9999, 11, 30), date.max)


def test_a_full_month_is_told_in_bounds(texts: Catalogue) -> None:
    spans = [Span(FIRST, FIRST + timedelta(days=2), f"Gast {n}\nNotiz") for n in range(25)]
    told = month_words(texts, FIRST, spans)
    assert told.startswith("Mai 2027: 01.–03.05.2027: Gast 0; 01.–03.05.2027: Gast 1;")
    assert told.endswith("Gast 19; Und 5 weitere.")
    assert "Notiz" not in told


def test_a_website_joins_what_touches() -> None:
    entries = [
        CalendarEntry(
            uid=str(first),
            sequence=0,
            changed_at=datetime(2027, 1, 1, tzinfo=UTC),
            first=date(2027, 7, first),
            end=date(2027, 7, end),
            summary="x",
        )
        for first, end in ((3, 5), (5, 9), (4, 6), (10, 12))
    ]
    view = CalendarView(calendar_bytes("x", entries))
    spans = sent_spans(view, LinkKind.WEBSITE, date(2027, 7, 1))
    assert [(span.first.day, span.end.day) for span in spans] == [(3, 9), (10, 12)]
