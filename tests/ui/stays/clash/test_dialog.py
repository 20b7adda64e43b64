"""Solving a double booking: what is told, what is offered, what is done, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.double_booking import Alarm, State
from app.core.stays.occupancy import Kind, Status
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.look.theme import Appearance, current_theme
from app.ui.stays.clash.choices import Way
from app.ui.stays.clash.dialog import ClashDialog
from app.ui.stays.clash.little_plan import LittlePlan
from app.ui.stays.clash.opening import open_clash
from tests.ui.conftest import MakeContext, RecordedNotices

from .conftest import Book

Key = Qt.Key
Open = Callable[..., ClashDialog]


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    qtbot.waitExposed(window)
    yield window
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def open_dialog(window: QWidget, context: Context, alarm: Alarm, qtbot: QtBot) -> Open:
    def open_dialog(which: Alarm = alarm, context: Context = context) -> ClashDialog:
        dialog = open_clash(context, which, window)
        assert dialog is not None
        qtbot.waitExposed(dialog)
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return open_dialog


def said(dialog: QWidget, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return label.text()


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def state(services: Services, alarm: Alarm) -> State:
    return services.double_bookings.get(alarm.id).booking.state


class TestWhatIsTold:
    def test_both_with_their_days_and_since_when_they_are_known(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        assert dialog.heading.text() == "Double booking in Seeblick 2"
        assert "from Tue 13 Jul 2027 to Fri 16 Jul 2027" in said(dialog, "clash_summary")
        assert said(dialog, "clash_stay_0_who") == "Familie Hübner"
        assert said(dialog, "clash_stay_0_days") == "Mon 12 Jul – Fri 16 Jul · 4 nights · 5 persons"
        assert said(dialog, "clash_stay_0_known").startswith(
            "Booking.com · entered by you yesterday at "
        )
        assert said(dialog, "clash_stay_1_who") == "François Benoît"
        assert said(dialog, "clash_stay_1_known").startswith("Airbnb · first seen today at ")

    def test_german_is_said_as_a_german_would(
        self, open_dialog: Open, make_context: MakeContext, texts: Catalogue
    ) -> None:
        dialog = open_dialog(context=make_context(texts=texts))
        assert dialog.heading.text() == "Doppelbuchung in Seeblick 2"
        assert said(dialog, "clash_stay_1_known").startswith(
            "Airbnb · zum ersten Mal gesehen heute um "
        )
        assert dialog.primary_button.text() == "Umziehen"

    def test_the_days_are_drawn_and_told_in_words(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        plan = dialog.findChild(LittlePlan)
        assert plan is not None
        assert plan.accessibleName() == (
            "Seeblick 2: Familie Hübner 12–16 Jul 2027, François Benoît 13–18 Jul 2027; "
            "Gartenhaus: Fernández 20–23 Jul 2027"
        )
        assert plan.grab().toImage().width() > 300

    def test_what_says_nothing_of_a_guest_is_called_by_its_portal(
        self, open_dialog: Open, book: Book, services: Services
    ) -> None:
        book(3, 1, 20, portal="airbnb", source="feed:2")
        book(3, 10, 12, kind=Kind.OWNER)
        other = next(one for one in services.double_bookings.open() if one.unit_id != 2)
        dialog = open_dialog(other)
        assert said(dialog, "clash_stay_0_who") == "Airbnb"
        assert said(dialog, "clash_stay_1_who") == "Owner stay"


class TestMoving:
    def test_what_fits_is_chosen_already_and_enter_does_it(
        self, open_dialog: Open, services: Services, units: list[Unit], alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        assert dialog.choices.way() is Way.MOVE
        card = dialog.choices.card(Way.MOVE)
        assert card.words() == (
            "Familie Hübner moves to Gartenhaus",
            "free there from Mon 12 Jul to Fri 16 Jul, room for 6 persons",
        )
        assert (card.chip.text(), card.chip.isVisible()) == ("free", True)
        assert card.radio.hasFocus()
        QTest.keyClick(dialog, Key.Key_Return)
        assert not dialog.isVisible()
        assert services.occupancies.get(alarm.first.id).unit_id == units[2].id
        assert state(services, alarm) is State.SOLVED

    def test_it_can_be_taken_back(
        self, open_dialog: Open, services: Services, notices: RecordedNotices, alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        press(dialog, "clash_dialog_primary")
        assert notices.said == ["Familie Hübner (Gartenhaus, 12–16 Jul 2027) moved."]
        notices.press_action()
        assert state(services, alarm) is State.OPEN
        assert services.occupancies.get(alarm.first.id).unit_id == alarm.unit_id

    def test_another_way_out_is_a_choice_away(
        self, open_dialog: Open, services: Services, units: list[Unit], alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        where = dialog.findChild(QComboBox, "clash_where")
        assert where is not None
        assert [where.itemText(at) for at in range(where.count())] == [
            "Familie Hübner → Gartenhaus · 6 persons",
            "François Benoît → Gartenhaus · 6 persons",
            "François Benoît → Dachstudio · 2 persons",
            "Familie Hübner → Dachstudio · 2 persons · too small",
        ]
        card = dialog.choices.card(Way.MOVE)
        where.setCurrentIndex(2)
        assert card.words()[1].endswith("please look whether there is room enough")
        where.setCurrentIndex(3)
        assert card.chip.text() == "too small"
        assert card.words()[1].endswith("but room for 2 persons only")
        where.setCurrentIndex(1)
        press(dialog, "clash_dialog_primary")
        assert services.occupancies.get(alarm.second.id).unit_id == units[2].id

    def test_what_does_not_fit_is_never_chosen_by_itself(
        self, open_dialog: Open, book: Book, services: Services
    ) -> None:
        book(2, 10, 20, guest="Wagner")
        noted = services.occupancies.get(2)
        services.occupancies.change(2, replace(noted.draft(), persons=5), sequence=0)
        dialog = open_dialog()
        assert dialog.choices.way() is None
        assert dialog.primary_button.text() == "Show in plan"

    def test_while_nothing_is_chosen_the_plan_is_shown_and_nothing_is_done(
        self,
        open_dialog: Open,
        book: Book,
        services: Services,
        notices: RecordedNotices,
        alarm: Alarm,
    ) -> None:
        book(2, 10, 20, guest="Wagner")
        book(3, 10, 20, guest="Petrović")
        before = services.occupancies.all()
        dialog = open_dialog()
        show = dialog.findChild(QPushButton, "clash_show")
        assert show is not None
        assert show.isHidden()
        QTest.keyClick(dialog, Key.Key_Return)
        assert not dialog.isVisible()
        assert notices.shown == [alarm.second.id]
        assert services.occupancies.all() == before
        assert state(services, alarm) is State.OPEN

    def test_what_is_chosen_then_is_what_the_button_does(
        self, open_dialog: Open, book: Book, services: Services, alarm: Alarm
    ) -> None:
        book(2, 10, 20, guest="Wagner")
        book(3, 10, 20, guest="Petrović")
        dialog = open_dialog()
        dialog.choices.choose(Way.CANCEL)
        assert not dialog.primary_button.isEnabled()
        dialog.choices.choose(Way.ACCEPT)
        assert dialog.primary_button.text() == "Leave it so"
        show = dialog.findChild(QPushButton, "clash_show")
        assert show is not None
        assert not show.isHidden()
        press(dialog, "clash_dialog_primary")
        assert state(services, alarm) is State.ACCEPTED

    def test_where_nobody_can_move_that_is_said(self, open_dialog: Open, book: Book) -> None:
        book(2, 10, 20, guest="Wagner")
        book(3, 10, 20, guest="Petrović")
        dialog = open_dialog()
        card = dialog.choices.card(Way.MOVE)
        assert card.words()[0] == "Nobody can move"
        assert not card.radio.isEnabled()
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
        assert dialog.choices.way() is None
        assert dialog.choices.card(Way.CANCEL).radio.hasFocus()

    def test_a_place_that_was_taken_meanwhile_is_offered_no_more(
        self, open_dialog: Open, book: Book
    ) -> None:
        dialog = open_dialog()
        book(2, 13, 14, guest="Wagner")
        assert dialog.isVisible()
        assert "Gartenhaus" not in dialog.choices.card(Way.MOVE).words()[0]


class TestCancelling:
    def test_which_one_is_asked_before_it_can_be_done(
        self, open_dialog: Open, services: Services, alarm: Alarm, notices: RecordedNotices
    ) -> None:
        dialog = open_dialog()
        QTest.mouseClick(dialog.choices.card(Way.CANCEL), Qt.MouseButton.LeftButton)
        assert dialog.choices.way() is Way.CANCEL
        assert (
            "At the portal you have to cancel it yourself"
            in (dialog.choices.card(Way.CANCEL).words()[1])
        )
        assert not dialog.primary_button.isEnabled()
        second = dialog.findChild(QRadioButton, "clash_cancel_1")
        assert second is not None
        assert second.text() == "François Benoît · Tue 13 Jul – Sun 18 Jul · 5 nights"
        second.click()
        assert dialog.primary_button.text() == "Cancel this one"
        press(dialog, "clash_dialog_primary")
        assert services.occupancies.get(alarm.second.id).status is Status.CANCELLED
        assert notices.said == ["François Benoît (Seeblick 2, 13–18 Jul 2027) cancelled."]
        notices.press_action()
        assert state(services, alarm) is State.OPEN

    def test_without_a_portal_nothing_is_said_of_one(
        self, open_dialog: Open, book: Book, services: Services
    ) -> None:
        book(3, 1, 20, guest="A & B")
        book(3, 10, 12, kind=Kind.OWNER)
        other = next(one for one in services.double_bookings.open() if one.unit_id != 2)
        dialog = open_dialog(other)
        assert "portal" not in dialog.choices.card(Way.CANCEL).words()[1]
        first = dialog.findChild(QRadioButton, "clash_cancel_0")
        assert first is not None
        assert first.text().startswith("A && B · ")


class TestAccepting:
    def test_it_stays_and_warns_no_more(
        self, open_dialog: Open, services: Services, alarm: Alarm, notices: RecordedNotices
    ) -> None:
        dialog = open_dialog()
        dialog.choices.choose(Way.ACCEPT)
        assert dialog.primary_button.text() == "Leave it so"
        press(dialog, "clash_dialog_primary")
        assert state(services, alarm) is State.ACCEPTED
        assert notices.said == ["Double booking in Seeblick 2, 13–16 Jul 2027: meant to be so."]
        notices.press_action()
        assert state(services, alarm) is State.OPEN

    def test_what_is_accepted_already_can_still_be_solved(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        services.double_bookings.accept(alarm.id, sequence=alarm.booking.sequence)
        dialog = open_dialog(services.double_bookings.get(alarm.id))
        assert not dialog.choices.offers(Way.ACCEPT)
        press(dialog, "clash_dialog_primary")
        assert state(services, alarm) is State.SOLVED


class TestAround:
    def test_arrow_keys_go_from_way_to_way(self, open_dialog: Open) -> None:
        dialog = open_dialog()
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Key.Key_Down)
        assert dialog.choices.way() is Way.CANCEL
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Key.Key_Down)
        assert dialog.choices.way() is Way.ACCEPT

    def test_tab_goes_from_the_choice_to_the_buttons_below(self, open_dialog: Open) -> None:
        open_dialog()
        passed = []
        for _ in range(6):
            focus = QApplication.focusWidget()
            assert focus is not None
            passed.append(focus.objectName())
            QTest.keyClick(focus, Key.Key_Tab)
        wanted = ["clash_where", "clash_show", "clash_dialog_cancel", "clash_dialog_primary"]
        assert [name for name in passed if name in wanted] == wanted

    def test_later_and_escape_change_nothing(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        before = services.occupancies.all()
        press(open_dialog(), "clash_dialog_cancel")
        dialog = open_dialog()
        QTest.keyClick(dialog, Key.Key_Escape)
        assert not dialog.isVisible()
        assert services.occupancies.all() == before
        assert state(services, alarm) is State.OPEN

    def test_the_plan_is_shown_where_it_is_wanted(
        self, open_dialog: Open, notices: RecordedNotices, alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        press(dialog, "clash_show")
        assert not dialog.isVisible()
        assert notices.shown == [alarm.second.id]

    def test_it_goes_when_it_is_solved_elsewhere(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        services.occupancies.cancel(alarm.second.id, sequence=alarm.second.sequence)
        assert not dialog.isVisible()

    def test_what_moved_elsewhere_is_shown_as_it_is_and_the_choice_stays(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        dialog.choices.choose(Way.CANCEL)
        draft = alarm.first.draft()
        later = replace(draft, departure=draft.departure - timedelta(1))
        services.occupancies.change(alarm.first.id, later, sequence=alarm.first.sequence)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert "to Thu 15 Jul 2027" in said(dialog, "clash_summary")
        assert dialog.choices.way() is Way.CANCEL
        first = dialog.findChild(QRadioButton, "clash_cancel_0")
        assert first is not None
        first.click()
        press(dialog, "clash_dialog_primary")
        assert state(services, alarm) is State.SOLVED

    def test_a_database_that_is_busy_is_said_and_nothing_is_lost(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        dialog = open_dialog()
        services.units.archive(3, sequence=0)
        # Nothing is left that fits: what was chosen is offered no more.
        assert (
            dialog.choices.way() is not Way.MOVE
            or "Gartenhaus" not in (dialog.choices.card(Way.MOVE).words()[0])
        )
        assert state(services, alarm) is State.OPEN

    @pytest.mark.parametrize("appearance", list(Appearance))
    def test_nothing_is_cut_in_either_language_and_appearance(
        self,
        open_dialog: Open,
        make_context: MakeContext,
        wide: Catalogue,
        texts: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
        appearance: Appearance,
    ) -> None:
        current_theme().set_appearance(appearance)
        try:
            for words in (texts, wide):
                dialog = open_dialog(context=make_context(texts=words))
                for way in Way:
                    dialog.choices.choose(way)
                    assert cut_texts(dialog) == []
                dialog.reject()
        finally:
            current_theme().set_appearance(Appearance.LIGHT)

    def test_everything_is_seen_without_scrolling_where_the_screen_has_the_room(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        # With each letter the words of a card come closer to a further line.
        for letters in range(20, 61, 5):
            for stay in services.double_bookings.get(alarm.id).both:
                draft = replace(stay.draft(), portal="Vermittlung " + "i" * letters)
                services.occupancies.change(stay.id, draft, sequence=stay.sequence)
            dialog = open_dialog(services.double_bookings.get(alarm.id))
            scroll = dialog.findChild(QScrollArea, "clash_body")
            assert scroll is not None
            QApplication.processEvents()
            assert scroll.verticalScrollBar().maximum() == 0, letters
            dialog.reject()

    def test_names_without_end_and_with_markup_are_text(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        name = "<b>" + "W" * 200 + "</b> &amp;"
        for stay in alarm.both:
            draft = replace(stay.draft(), guest=name)
            services.occupancies.change(stay.id, draft, sequence=stay.sequence)
        dialog = open_dialog(services.double_bookings.get(alarm.id))
        assert said(dialog, "clash_stay_0_who") == name
        screen = dialog.screen().availableGeometry()
        assert dialog.width() <= screen.width()
        assert dialog.height() <= screen.height()

    def test_a_stay_at_the_end_of_all_days_is_shown(
        self, open_dialog: Open, services: Services, alarm: Alarm
    ) -> None:
        for stay in alarm.both:
            far = replace(
                stay.draft(),
                arrival=stay.arrival.replace(year=9998, month=12, day=28),
                departure=stay.departure.replace(year=9998, month=12, day=31),
            )
            services.occupancies.change(stay.id, far, sequence=stay.sequence, allow_conflict=True)
        (found,) = services.double_bookings.open()
        assert open_dialog(found).isVisible()
