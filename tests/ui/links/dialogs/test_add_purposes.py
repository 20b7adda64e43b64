"""Weiterer Link … for a person, a website, a staff member."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)

from app.core.house.staff import StaffDraft
from app.core.ical.ours import CalendarView
from app.core.links.details import Details, Field, Preset
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind, Scope, Target
from app.core.stays.occupancy import OccupancyDraft
from app.ui.kit import AddressField, Banner
from tests.ui.links.dialogs.conftest import headline, links, names, targets

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.services.services import Services
    from tests.clocks import SetClock
    from tests.ui.links.dialogs.conftest import Begin


class TestPerson:
    def test_who_it_is_for_must_be_said(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.click("link_purpose_person")
        hands.click("add_link_primary")
        assert "für wen der Link ist" in hands.find(QLabel, "add_link_error").text()
        hands.pick("link_person_list", 0)
        hands.click("add_link_primary")
        assert [link.label for link in links(services, units[0])] == ["Google Kalender"]
        hands.opened("ready_dialog").click("ready_guide")
        guide = hands.opened("guide_dialog").find(QListWidget, "guide_list")
        assert guide.currentItem().text() == "Google Kalender"

    def test_a_link_that_says_everything_says_what_it_says(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin()
        hands.click("link_purpose_person")
        hands.pick("link_person_list", 3)
        hands.click("link_preset_full")
        assert headline(hands) == "Familie Muster (Buchung · Booking.com)"
        more = hands.find(QLabel, "link_example_more").text()
        assert "Telefon: 0171 2345678" in more
        assert "Notiz: kommt spät an" in more
        hands.click("add_link_primary")
        [link] = links(services, units[0])
        assert link.details.preset is Preset.FULL
        told = hands.opened("ready_dialog").find(Banner, "ready_warning_0")
        assert "Kontakt" in told.plain_text()

    def test_what_a_friend_may_see_is_not_given_to_a_portal(
        self, begin: Begin, units: list[Unit]
    ) -> None:
        assert units
        hands = begin()
        hands.click("link_purpose_person")
        hands.click("link_preset_full")
        hands.click("link_purpose_portal")
        assert headline(hands) == "Belegt"

    @pytest.mark.parametrize("preset", Preset)
    def test_the_example_is_worded_as_the_calendar_is(
        self,
        begin: Begin,
        services: Services,
        units: list[Unit],
        clock: SetClock,
        preset: Preset,
    ) -> None:
        staff = services.staff.add(StaffDraft(name="Frau Beispiel"))
        today = clock.today()
        services.occupancies.add(
            OccupancyDraft(
                unit_id=units[0].id,
                arrival=today.replace(day=10),
                departure=today.replace(day=14),
                guest="Familie Muster",
                phone="0171 2345678",
                persons=4,
                note="kommt spät an",
                portal="booking",
                staff_id=staff.id,
            )
        )
        hands = begin()
        hands.click("link_purpose_person")
        hands.click(f"link_preset_{preset.value}")
        choices = LinkChoices(details=Details().with_preset(preset), language="de")
        link = services.links.draft(LinkKind.CALENDAR, Target(Scope.UNIT, units[0].id), choices)
        [sent] = CalendarView(services.links.preview(link)).entries(0, 1)
        assert headline(hands) == sent.summary
        more = hands.find(QLabel, "link_example_more").text()
        for line in filter(None, sent.description.split("\n")):
            assert line in more


class TestWebsite:
    def test_it_is_of_one_unit_and_says_nothing_more(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        hands = begin(WHOLE_HOUSE)
        hands.click("link_purpose_website")
        assert targets(hands) == [unit.name for unit in units]
        assert not hands.find(QWidget, "link_preset").isVisible()
        assert headline(hands) == "frei oder belegt"
        hands.click("add_link_primary")
        [link] = links(services, units[0])
        assert (link.kind, link.details.fields) == (LinkKind.WEBSITE, frozenset())
        code = hands.opened("ready_dialog").find(AddressField, "ready_address").address()
        assert code.startswith(f'<iframe src="{services.links.address(link)}"')


class TestStaff:
    @pytest.fixture
    def maria(self, services: Services, units: list[Unit]) -> int:
        ids = frozenset(unit.id for unit in units)
        return services.staff.add(StaffDraft(name="Maria", role="Reinigung", unit_ids=ids)).id

    def test_changeover_days_with_persons(
        self, begin: Begin, services: Services, maria: int
    ) -> None:
        hands = begin(Target(Scope.STAFF, maria))
        with_persons = "Endreinigung Seeblick 1; nächste Anreise Mo 12.07., 4 Personen"
        assert headline(hands) == with_persons
        assert hands.find(QCheckBox, "link_persons").isChecked()
        hands.click("link_persons")
        assert headline(hands) == "Endreinigung Seeblick 1; nächste Anreise Mo 12.07."
        hands.click("link_persons")
        assert headline(hands) == with_persons
        hands.click("add_link_primary")
        [link] = services.links.all(Target(Scope.STAFF, maria))
        assert link.kind is LinkKind.CHANGEOVERS
        assert link.details.fields == {Field.PERSONS}
        assert not link.details.blocks
        assert link.label == "Wechseltage"

    def test_occupancies(self, begin: Begin, services: Services, maria: int) -> None:
        hands = begin(Target(Scope.STAFF, maria))
        hands.click("link_work_calendar")
        assert headline(hands) == "Seeblick 1: Belegt"
        hands.click("add_link_primary")
        [link] = services.links.all(Target(Scope.STAFF, maria))
        assert (link.kind, link.label) == (LinkKind.CALENDAR, "Belegungen")
        assert link.details == Details()

    def test_somebody_new_is_entered_on_the_way(
        self, begin: Begin, services: Services, units: list[Unit]
    ) -> None:
        assert units
        hands = begin()
        hands.click("link_purpose_staff")
        hands.click("add_link_primary")
        assert hands.find(QLabel, "add_link_error").text() == "Bitte wählen Sie einen Helfer."
        hands.click("link_new_staff")
        entry = hands.opened("staff_entry")
        assert not entry.find(QCheckBox, "staff_link").isVisible()
        QTest.keyClicks(entry.find(QLineEdit, "staff_name"), "Jens")
        entry.click("staff_entry_primary")
        assert names(hands, "link_staff_list") == ["Jens"]
        hands.click("add_link_primary")
        [jens] = services.staff.all()
        assert len(services.links.all(Target(Scope.STAFF, jens.id))) == 1
