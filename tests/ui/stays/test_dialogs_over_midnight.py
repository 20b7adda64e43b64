"""Dialogs that were left open over midnight know what day it is."""

from __future__ import annotations

import os
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.stays.occupancy import OccupancyDraft, Status
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.backups.dialog import RestoreDialog, open_restore
from app.ui.base.context import Context
from app.ui.paper.plan_dialog import PaperDialog
from app.ui.paper.sheets.month_sheet import MonthSheet
from app.ui.paper.what import What
from app.ui.plan.finding.date_popup import DatePopup
from app.ui.plan.finding.free_dialog import FreeDialog
from app.ui.stays.actions import Actions
from app.ui.stays.entry.date_entry import DateEntry
from app.ui.stays.entry.extend_dialog import ExtendDialog
from app.ui.stays.entry.stay_fields import StayFields
from tests.clocks import SetClock
from tests.ui.conftest import MakeContext

JULY = date(2027, 7, 1)
TOMORROW = date(2027, 7, 7)
DAY_AFTER = date(2027, 7, 8)


@pytest.fixture
def units(services: Services) -> list[Unit]:
    return list(services.units.first_house("Haus Seeblick", ["Seeblick 1"]).units)


@pytest.fixture
def context(make_context: MakeContext, english: Catalogue) -> Context:
    return make_context(texts=english)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    return page


def entry_of(root: QWidget, name: str) -> DateEntry:
    found = root.findChild(DateEntry, name)
    assert found is not None, name
    return found


def typed(entry: DateEntry, text: str) -> date | None:
    entry.setText(text)
    entry.textEdited.emit(text)
    return entry.value()


def midnight(context: Context, clock: SetClock) -> None:
    clock.passes(days=1)
    context.bridge.look()


def test_a_new_stay(context: Context, units: list[Unit], page: QWidget, clock: SetClock) -> None:
    fields = StayFields(context, units, parent=page)
    fields.set_stay(units[0].id, None, None)
    assert typed(fields.arrival, "tomorrow") == TOMORROW
    midnight(context, clock)
    assert typed(fields.arrival, "tomorrow") == DAY_AFTER
    assert typed(fields.arrival, "6.7.") == date(2028, 7, 6), "yesterday is no arrival to come"
    assert typed(fields.arrival, "7.7.") == TOMORROW


def test_a_stay_that_began_in_the_past_keeps_its_month(
    context: Context, units: list[Unit], page: QWidget, clock: SetClock
) -> None:
    fields = StayFields(context, units, parent=page)
    fields.set_stay(units[0].id, date(2027, 7, 2), date(2027, 7, 9))
    midnight(context, clock)
    assert typed(fields.arrival, "3.7.") == date(2027, 7, 3)
    fields.set_stay(units[0].id, date(2027, 8, 2), date(2027, 8, 9))
    assert typed(fields.arrival, "3.7.") == date(2028, 7, 3)


def test_a_stay_of_this_month_keeps_it_from_its_first_day_on(
    context: Context, units: list[Unit], page: QWidget, clock: SetClock
) -> None:
    clock.moment = clock.moment.replace(month=8, day=1)
    fields = StayFields(context, units, parent=page)
    fields.set_stay(units[0].id, date(2027, 8, 1), date(2027, 8, 9))
    midnight(context, clock)
    assert typed(fields.arrival, "1.8.") == date(2027, 8, 1)


def test_an_option_that_is_extended(
    context: Context, services: Services, units: list[Unit], page: QWidget, clock: SetClock
) -> None:
    draft = OccupancyDraft(
        unit_id=units[0].id,
        arrival=date(2027, 8, 1),
        departure=date(2027, 8, 8),
        status=Status.OPTION,
        option_until=TOMORROW,
    )
    option = services.occupancies.add(draft).after
    dialog = ExtendDialog(context, Actions(context), option, "Seeblick 1", page)
    entry = entry_of(dialog, "option_until")
    assert entry.value() == date(2027, 7, 13), "a week from today"
    midnight(context, clock)
    assert entry.value() == date(2027, 7, 13), "nothing changes under the owner's eyes"
    assert typed(entry, "tomorrow") == DAY_AFTER


def test_what_is_free(context: Context, units: list[Unit], page: QWidget, clock: SetClock) -> None:
    assert units
    dialog = FreeDialog(context, parent=page)
    arrival = entry_of(dialog, "free_arrival")
    assert arrival.value() == date(2027, 7, 6)
    midnight(context, clock)
    assert typed(arrival, "today") == TOMORROW


def test_the_date_that_the_plan_goes_to(context: Context, page: QWidget, clock: SetClock) -> None:
    popup = DatePopup(context.texts, context.services.house_clock, JULY, page)
    midnight(context, clock)
    assert typed(popup.entry, "tomorrow") == DAY_AFTER
    assert popup.calendar.selectedDate().toPython() == DAY_AFTER


def test_a_sheet_tells_the_day_on_which_it_is_printed(
    context: Context, units: list[Unit], page: QWidget, clock: SetClock
) -> None:
    assert units
    dialog = PaperDialog(context, What.MONTH, JULY, None, page)
    dialog.open()

    def made_on() -> date:
        sheet = dialog._sheet
        assert isinstance(sheet, MonthSheet)
        return sheet.month.made_on

    assert made_on() == date(2027, 7, 6)
    midnight(context, clock)
    assert made_on() == TOMORROW


def test_a_backup_of_today_was_made_yesterday(
    qtbot: QtBot, context: Context, services: Services, page: QWidget, clock: SetClock
) -> None:
    older = services.backups.now()
    clock.passes(hours=1)
    for file in (older, services.backups.now()):
        os.utime(file, times=(clock.now().timestamp(),) * 2)
    dialog = open_restore(context, page)
    qtbot.waitUntil(lambda: dialog.list.isEnabled() and dialog.list.count() == 3)
    dialog.list.choose(older.name)
    assert [line.split(", ")[0] for line in lines(dialog)] == ["Today"] * 2
    midnight(context, clock)
    assert [line.split(", ")[0] for line in lines(dialog)] == ["Yesterday"] * 2
    assert dialog.list.chosen() == older.name
    label = dialog.findChild(QLabel, "restore_missing_text")
    assert label is not None
    assert "Today" not in label.text()


def lines(dialog: RestoreDialog) -> list[str]:
    """Return what the rows of the backups say, the present state left out."""
    return [dialog.list.item(row).text() for row in range(1, dialog.list.count())]
