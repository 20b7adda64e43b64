"""The preview: from the bytes that readers get, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.house.staff import StaffDraft
from app.core.house.unit import UnitDraft
from app.core.links.details import Details, Field, Options
from app.core.links.link import WHOLE_HOUSE, LinkKind, Scope, Target
from app.core.stays.occupancy import Kind, OccupancyDraft, Status
from app.ui.kit.floating.tips import shown_tip
from app.ui.links.preview.preview import OWNER, READER
from app.ui.stays.colours import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.house.unit import Unit
    from app.services.services import Services
    from app.ui.links.preview.spans import Span
    from tests.ui.links.pane.conftest import AddLink, AddStay, Hands, ShowPane


@pytest.fixture
def second(services: Services, unit: Unit) -> Unit:
    """Another unit of the same house."""
    return services.units.add(UnitDraft(property_id=unit.property_id, name="Seeblick 2"))


def days(hands: Hands) -> list[tuple[int, int]]:
    """The first and the last day of what the month shows."""
    return [(span.first.day, span.end.day) for span in hands.preview.view.spans]


def spans(hands: Hands) -> tuple[Span, ...]:
    return hands.preview.view.spans


def test_the_month_shows_what_the_bytes_say(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(3, 16, guest="Huber")
    add_stay(19, 24, kind=Kind.BLOCK)
    hands = show_pane(add_link())
    assert hands.text("preview_title") == "Juli 2027"
    assert days(hands) == [(3, 16), (19, 24)]
    assert [span.text for span in spans(hands)] == ["Belegt", "Belegt"]
    assert hands.text("preview_count") == "Belegt: 2 Zeiträume bis Juli 2027"
    view = hands.preview.view
    assert view.accessibleName() == "Leser sieht, Juli 2027"
    assert view.accessibleDescription() == (
        "Juli 2027: 03.–16.07.2027: Belegt; 19.–24.07.2027: Belegt"
    )


def test_the_owner_sees_more_than_the_reader(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(3, 16, guest="Huber", portal="airbnb")
    add_stay(19, 24, kind=Kind.BLOCK)
    link = add_link(portal="airbnb", details=Details(own_entries=False))
    hands = show_pane(link)
    assert days(hands) == [(19, 24)]
    assert hands.preview.view.accessibleName() == "Airbnb sieht, Juli 2027"

    hands.click("preview_switch_owner")
    assert days(hands) == [(3, 16), (19, 24)]
    assert [(span.text, span.sort) for span in spans(hands)] == [
        ("Huber", "airbnb"),
        ("Sperrzeit", "block"),
    ]
    assert hands.segment("preview_switch") == OWNER

    hands.click("preview_switch_reader")
    assert days(hands) == [(19, 24)]
    assert hands.segment("preview_switch") == READER


def test_what_is_entered_meanwhile_goes_out_and_is_shown(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    hands = show_pane(add_link())
    assert hands.text("preview_count") == "Nichts eingetragen: Alles sieht frei aus."
    assert hands.preview.view.accessibleDescription() == "Juli 2027: nichts"

    add_stay(3, 16)
    hands.settle()
    assert days(hands) == [(3, 16)]


def test_months_are_turned_with_buttons_and_keys(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(28, 31)
    hands = show_pane(add_link())
    view = hands.preview.view
    view.setFocus()
    for key, title in (
        (Qt.Key.Key_Right, "August 2027"),
        (Qt.Key.Key_PageDown, "September 2027"),
        (Qt.Key.Key_Left, "August 2027"),
        (Qt.Key.Key_Home, "Juli 2027"),
        (Qt.Key.Key_PageUp, "Juni 2027"),
    ):
        QTest.keyClick(view, key)
        assert hands.text("preview_title") == title
    hands.click("preview_on")
    assert days(hands) == [(28, 31)]
    hands.click("preview_back")
    assert days(hands) == []


def test_an_end_on_the_first_day_is_half_a_day_of_that_month(
    show_pane: ShowPane, add_link: AddLink, services: Services, add_stay: AddStay
) -> None:
    stay = add_stay(3, 5)
    services.occupancies.change(
        stay.id,
        replace(stay.draft(), arrival=date(2027, 7, 28), departure=date(2027, 8, 1)),
        sequence=stay.sequence,
    )
    hands = show_pane(add_link())
    hands.click("preview_on")
    assert [(span.first, span.end) for span in spans(hands)] == [
        (date(2027, 7, 28), date(2027, 8, 1))
    ]
    hands.click("preview_on")
    assert spans(hands) == ()


@pytest.mark.parametrize(
    ("months", "edge"), [(-(127 * 12 + 6), "Januar 1900"), (7971 * 12 + 5, "Dezember 9998")]
)
def test_the_ends_of_the_calendar_are_no_edge_to_fall_over(
    show_pane: ShowPane, add_link: AddLink, months: int, edge: str
) -> None:
    hands = show_pane(add_link())
    hands.preview.turn(months)
    assert hands.text("preview_title") == edge
    hands.preview.turn(1 if months > 0 else -1)
    hands.pane.grab()
    assert hands.text("preview_title") == edge


def test_past_midnight_the_preview_goes_along(
    show_pane: ShowPane, add_link: AddLink, another_time: Callable[[date], None]
) -> None:
    hands = show_pane(add_link())
    july, marked = hands.text("preview_title"), hands.preview.view._today
    another_time(date(2027, 7, 31))
    hands.context.bridge.look()
    assert hands.text("preview_title") == july
    assert hands.preview.view._today == date(2027, 7, 31) != marked
    another_time(date(2027, 8, 1))
    hands.context.bridge.look()
    assert hands.text("preview_title") != july
    assert hands.preview.view._today == date(2027, 8, 1)


def test_options_look_tentative_where_the_reader_is_told(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(10, 17, status=Status.OPTION, option_until=date(2027, 7, 9))
    hands = show_pane(add_link(details=Details(options=Options.TENTATIVE)))
    assert [span.look for span in spans(hands)] == [Look.OPTION]


def test_a_website_shows_no_bounds_between_stays(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(3, 10)
    add_stay(10, 14, status=Status.OPTION, option_until=date(2027, 7, 9))
    add_stay(20, 22)
    hands = show_pane(add_link(LinkKind.WEBSITE))
    # The days before today are nobody's business any more.
    assert days(hands) == [(6, 14), (20, 22)]
    assert {span.look for span in spans(hands)} == {Look.FULL}
    assert hands.preview.view.accessibleName() == "Besucher sehen, Juli 2027"


def test_changeover_days_are_whole_days(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services, unit: Unit
) -> None:
    add_stay(3, 10)
    add_stay(10, 14)
    member = services.staff.add(StaffDraft(name="Frau Sommer", unit_ids=frozenset({unit.id})))
    hands = show_pane(add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id)))
    assert [(span.first.day, span.last.day, span.halves) for span in spans(hands)] == [
        (10, 10, False),
        (14, 14, False),
    ]
    assert hands.text("preview_count") == "2 Wechseltage bis Juli 2027"
    said = hands.preview.view.accessibleDescription()
    assert said.startswith("Juli 2027: 10.07.2027: Endreinigung Seeblick 1")
    hands.click("preview_switch_owner")
    assert days(hands) == [(3, 10), (10, 14)]


def test_where_no_day_changes_nothing_is_said_to_be_free(
    show_pane: ShowPane, add_link: AddLink, services: Services
) -> None:
    member = services.staff.add(StaffDraft(name="Frau Sommer"))
    hands = show_pane(add_link(LinkKind.CHANGEOVERS, Target(Scope.STAFF, member.id)))
    assert hands.text("preview_count") == "Keine Wechseltage."


def test_a_helper_without_units_sees_what_they_see_to(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services
) -> None:
    member = services.staff.add(StaffDraft(name="Frau Sommer"))
    add_stay(3, 10)
    add_stay(10, 14, staff_id=member.id)
    hands = show_pane(add_link(target=Target(Scope.STAFF, member.id)))
    assert days(hands) == [(10, 14)]
    hands.click("preview_switch_owner")
    assert days(hands) == [(10, 14)]


def test_several_units_stand_in_lanes_with_their_names(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, second: Unit, unit: Unit
) -> None:
    add_stay(3, 10)
    add_stay(5, 12, where=second, guest="Huber")
    for target in (WHOLE_HOUSE, Target(Scope.PROPERTY, unit.property_id)):
        hands = show_pane(add_link(target=target))
        assert [span.text for span in spans(hands)] == ["Seeblick 1: Belegt", "Seeblick 2: Belegt"]
        hands.click("preview_switch_owner")
        assert [span.text for span in spans(hands)] == ["Seeblick 1: Buchung", "Seeblick 2: Huber"]
        assert hands.preview.view.height() > 150


def test_a_disabled_link_shows_what_it_would_say(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services
) -> None:
    add_stay(3, 10)
    link = add_link()
    hands = show_pane(link)
    assert hands.text("preview_state") == ""
    services.links.disable(link.id, sequence=link.sequence)
    hands.settle()
    assert hands.text("preview_state") == "Gesperrt – das sähe ein Leser."
    assert days(hands) == [(3, 10)]


def test_a_link_of_an_archived_unit_shows_nothing(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services, unit: Unit
) -> None:
    add_stay(3, 10)
    hands = show_pane(add_link())
    services.units.archive(unit.id, sequence=unit.sequence)
    hands.settle()
    assert hands.text("preview_state").startswith("Diese Einheit ist archiviert")
    assert not hands.shown("preview_month")
    assert not hands.shown("pane_guide")


def tip_at(hands: Hands, x: int, y: int) -> str:
    view = hands.preview.view
    place = QPoint(x, y)
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    return shown_tip(view)


def test_a_day_tells_what_stands_there_and_nothing_is_markup(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(6, 10, guest="<b>Huber</b>", note="Zeile 1\nZeile 2")
    link = add_link(details=Details(fields=frozenset({Field.GUEST, Field.NOTE})))
    hands = show_pane(link)
    view = hands.preview.view
    column, row = view.width() // 7, (view.height() - 24) // 5
    # 6 July 2027 is a Tuesday, in the second week that is shown.
    assert view.day_at(column * 1.5, 24 + row * 1.5) == date(2027, 7, 6)
    assert tip_at(hands, int(column * 1.5), int(24 + row * 1.5)) == (
        "<span>Di 06.07.2027<br>&lt;b&gt;Huber&lt;/b&gt;<br>Notiz: Zeile 1<br>Zeile 2</span>"
    )
    assert view.day_at(column * 0.5, 24 + row * 0.5) is None
    assert view.day_at(column * 0.5, 3) is None


def test_halves_are_painted_where_somebody_comes_and_goes(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    add_stay(6, 8)
    hands = show_pane(add_link())
    view = hands.preview.view
    picture = view.grab().toImage()
    column, line = view.width() / 7, 24 + 27 + 3

    def taken(column_at: float) -> bool:
        colour = picture.pixelColor(round(column_at * column), line)
        return colour.lightness() < 150

    # Tuesday, Wednesday and Thursday of the second week.
    assert [taken(at) for at in (1.2, 1.8, 2.2, 2.8, 3.2, 3.8)] == [
        False, True, True, True, True, False,
    ]  # fmt: skip


def test_days_far_ahead_are_in_the_count(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay, services: Services
) -> None:
    stay = add_stay(3, 5)
    late = replace(stay.draft(), arrival=date(2028, 5, 30), departure=date(2028, 6, 1))
    services.occupancies.add(late)
    hands = show_pane(add_link())
    assert hands.text("preview_count") == "Belegt: 2 Zeiträume bis Mai 2028"


def test_it_begins_with_the_first_month_in_which_anything_is_taken(
    show_pane: ShowPane, add_link: AddLink, services: Services, unit: Unit
) -> None:
    draft = OccupancyDraft(unit_id=unit.id, arrival=date(2027, 10, 30), departure=date(2027, 11, 3))
    link = add_link()
    services.occupancies.add(replace(draft, arrival=date(2027, 1, 2), departure=date(2027, 1, 5)))
    assert show_pane(link).preview.view.month == date(2027, 7, 1), "all of it is past"
    services.occupancies.add(draft)
    other = add_link(label="Anderer")
    hands = show_pane(other)
    assert hands.preview.view.month == date(2027, 10, 1)
    hands.preview.turn(0)
    assert hands.preview.view.month == date(2027, 7, 1)
