"""What is known of guests in the window: counted, emptied after years, shown, written, deleted."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.links.details import Details, Field
from app.core.links.link import WHOLE_HOUSE, LinkChoices, LinkKind
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Dialog
from app.ui.privacy.guest_dialog import GuestDialog
from app.ui.privacy.guests_dialog import GuestsDialog
from app.ui.privacy.retention_dialog import RetentionDialog
from app.ui.settings.guests_card import GuestsCard
from app.ui.stays.actions import Actions
from tests.ui.conftest import MakeContext, RecordedNotices

Enter = Callable[..., Occupancy]


@pytest.fixture
def enter(services: Services) -> Enter:
    unit = services.units.first_house("Haus", ["Eins"]).units[0]

    def enter(arrival: date, **fields: object) -> Occupancy:
        draft = OccupancyDraft(
            unit_id=unit.id,
            arrival=arrival,
            departure=arrival + timedelta(days=2),
            **fields,  # type: ignore[arg-type]  # fields of a draft
        )
        return services.occupancies.add(draft).after

    return enter


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    return widget


def click(widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def label(root: QWidget, name: str) -> str:
    found = root.findChild(QLabel, name)
    assert found is not None
    return found.text()


# ---- the card ----


def test_the_card_says_how_much_there_is_and_who_is_told(
    context: Context, services: Services, enter: Enter, qtbot: QtBot
) -> None:
    card = GuestsCard(context)
    qtbot.addWidget(card)
    card.look()
    qtbot.waitUntil(lambda: card.kept.text() != "")
    assert card.kept.text() == "Über Gäste ist noch nichts bekannt."
    assert card.where.text().endswith("Kein Link verrät etwas davon.")
    enter(date(2025, 7, 1), guest="Huber")
    enter(date(2027, 7, 1), guest="Maier")
    services.links.add(
        LinkKind.CALENDAR,
        WHOLE_HOUSE,
        LinkChoices(label="Marta", details=Details(fields=frozenset({Field.NOTE}))),
    )
    services.backups.now()
    services.settings.set("guest_years", "1")
    card.look()
    qtbot.waitUntil(lambda: card.kept.text().startswith("2 "))
    assert card.kept.text().endswith("früheste Abreise am 03.07.2025.")
    assert "1 Sicherung enthält es ebenfalls." in card.where.text()
    assert "Marta" in card.where.text()
    assert card.retention.text() == "Gästedaten werden 1 Jahr nach der Abreise geleert."


# ---- for how long ----


def test_what_would_be_emptied_is_seen_before_it_is(
    context: Context,
    services: Services,
    enter: Enter,
    page: QWidget,
    qtbot: QtBot,
    notices: RecordedNotices,
) -> None:
    old = enter(date(2023, 7, 1), guest="Huber", note="mag Ruhe")
    new = enter(date(2026, 7, 1), guest="Maier")
    Actions(context).cancel(new)
    assert context.history.next_undo is not None
    dialog = RetentionDialog(context, page)
    dialog.open()
    assert dialog.count.text() == "Nichts wird von selbst geleert."
    assert not dialog.table.isVisible()
    # The room of the table stays below: nothing above it is drawn apart.
    assert dialog.count.y() < dialog.height() // 2
    assert not dialog.years.isEnabled()
    dialog.choice.select("years")
    dialog.choice.chosen.emit("years")
    assert dialog.years.value() == 3
    assert dialog.count.text() == "1 Aufenthalt würde sofort geleert, spätere Tag für Tag:"
    shown = [dialog.model.index(0, column).data() for column in range(dialog.model.columnCount())]
    assert shown == ["01.–03.07.2023", "Eins", "Huber", "", "mag Ruhe", "fest"]
    dialog.years.setValue(5)
    assert dialog.count.text().startswith("So alt ist noch nichts.")
    assert services.occupancies.get(old.id) == old
    dialog.years.setValue(3)
    assert dialog.primary_button.text() == "1 Aufenthalt leeren"
    with qtbot.waitSignal(dialog.accepted):
        click(dialog.primary_button)
    assert services.settings.get().guest_years == 3
    assert services.occupancies.get(old.id).guest == ""
    assert services.occupancies.get(new.id).guest == "Maier"
    assert notices.said[-1] == "1 Aufenthalt sagt nicht mehr, wer es war."
    assert context.history.next_undo is None, "nothing can bring it back"


def test_switching_it_off_empties_nothing(
    context: Context, services: Services, enter: Enter, page: QWidget, qtbot: QtBot
) -> None:
    old = enter(date(2020, 7, 1), guest="Huber")
    services.settings.set("guest_years", "2")
    dialog = RetentionDialog(context, page)
    dialog.open()
    assert (dialog.choice.current(), dialog.years.value()) == ("years", 2)
    dialog.choice.select("always")
    dialog.choice.chosen.emit("always")
    with qtbot.waitSignal(dialog.accepted):
        click(dialog.primary_button)
    assert services.settings.get().guest_years == 0
    assert services.occupancies.get(old.id) == old


def test_closed_without_saving_nothing_changes(
    context: Context, services: Services, enter: Enter, page: QWidget
) -> None:
    old = enter(date(2020, 7, 1), guest="Huber")
    dialog = RetentionDialog(context, page)
    dialog.open()
    dialog.choice.chosen.emit("years")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert services.settings.get().guest_years == 0
    assert services.occupancies.get(old.id) == old


# ---- one guest ----


@pytest.fixture
def guests(context: Context, enter: Enter, page: QWidget, services: Services) -> GuestsDialog:
    enter(date(2025, 7, 1), guest="Anna Huber", email="anna@example.org", note="mag Ruhe")
    cancelled = enter(date(2026, 7, 1), guest="Anna Huber", email="anna@example.org")
    services.occupancies.cancel(cancelled.id, sequence=cancelled.sequence)
    enter(date(2028, 7, 1), guest="Anna Huber", email="anna@example.org")
    enter(date(2025, 8, 1), guest="Öztürk", phone="0171 2345678")
    enter(date(2025, 9, 1), kind=Kind.BLOCK, note="Maler")
    dialog = GuestsDialog(context, page)
    dialog.open()
    return dialog


def names(dialog: GuestsDialog) -> list[str]:
    model = dialog.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def opened(dialog: GuestsDialog) -> GuestDialog:
    click(dialog.primary_button)
    found = [one for one in dialog.findChildren(GuestDialog) if one.isVisible()]
    return found[-1]


def test_guests_are_found_by_a_few_letters(guests: GuestsDialog) -> None:
    assert names(guests) == ["Anna Huber", "Öztürk"]
    QTest.keyClicks(guests.search, "oztu")
    assert names(guests) == ["Öztürk"]
    assert guests.count.text() == "1 Gast"
    guests.search.setText("0171")
    assert names(guests) == ["Öztürk"]
    guests.search.setText("niemand")
    assert names(guests) == []
    assert not guests.primary_button.isEnabled()


def test_everything_about_one_is_shown_and_what_is_to_come_stays(guests: GuestsDialog) -> None:
    guests.search.setText("anna")
    dialog = opened(guests)
    assert [stay.arrival.year for stay in dialog.stays] == [2028, 2026, 2025]
    assert dialog.model.marked() == [1, 2], "the one to come is needed"
    first = dialog.model.index(0, 0)
    assert not dialog.model.flags(first) & Qt.ItemFlag.ItemIsUserCheckable
    assert not dialog.model.setData(first, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    for row in (1, 2):
        index = dialog.model.index(row, 0)
        dialog.model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not dialog.primary_button.isEnabled()


def test_deleting_asks_says_what_it_means_and_is_for_good(
    guests: GuestsDialog, services: Services, notices: RecordedNotices, context: Context
) -> None:
    services.backups.now()
    guests.search.setText("anna")
    dialog = opened(guests)
    click(dialog.primary_button)
    question = dialog.findChild(Dialog, "forget_guest")
    assert question is not None
    said = label(question, "forget_guest_text")
    assert "1 Aufenthalt behält Tage, Einheit, Portal" in said
    assert "1 stornierter Aufenthalt verschwindet ganz." in said
    assert "bis Sie deren Datei löschen" in said
    assert len(services.privacy.stays_of(services.privacy.find("Anna Huber"))) == 3
    click(question.primary_button)
    (left,) = services.privacy.stays_of(services.privacy.find("Anna Huber"))
    assert left.arrival.year == 2028
    assert notices.said[-1].startswith("Was über diesen Gast bekannt war, ist gelöscht.")
    assert context.history.next_undo is None
    guests.search.setText("")
    assert names(guests)[0] == "Anna Huber", "of the stay to come"


def test_everything_about_one_is_written_to_files(
    guests: GuestsDialog, tmp_path: Path, notices: RecordedNotices
) -> None:
    guests.search.setText("anna")
    dialog = opened(guests)
    dialog._save(tmp_path / "a.json")
    dialog._save(tmp_path / "a.pdf")
    record = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [stay["status"] for stay in record["stays"]] == ["confirmed", "cancelled", "confirmed"]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert notices.said == ["Gespeichert: a.json", "Gespeichert: a.pdf"]
    dialog._save(tmp_path / "weg" / "a.pdf")
    assert "weg" in dialog.error()


@pytest.mark.parametrize("look", ["texts", "english", "wide"])
def test_nothing_is_cut(
    look: str,
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    services: Services,
    enter: Enter,
    page: QWidget,
    cut_texts: Callable[[QWidget], list[str]],
) -> None:
    texts: Catalogue = request.getfixturevalue(look)
    enter(date(2020, 7, 1), guest="Anna Huber " * 20, email="anna@example.org", note="x" * 200)
    context = make_context(texts=texts)
    retention = RetentionDialog(context, page)
    retention.choice.select("years")
    retention._show()
    guests = GuestsDialog(context, page)
    one = GuestDialog(context, services.privacy.guests()[0], page)
    for dialog in (retention, guests, one):
        dialog.open()
        assert cut_texts(dialog) == []
        dialog.reject()


def test_an_empty_column_leaves_its_room_to_the_name(
    context: Context, services: Services, page: QWidget, enter: Enter
) -> None:
    enter(date(2026, 1, 3), guest="Familie Böttcher-Lindström")
    one = GuestDialog(context, services.privacy.guests()[0], page)
    one.show()
    heads = [one.model.headerData(at, Qt.Orientation.Horizontal) for at in range(6)]
    guest, contact = heads.index("Gast"), heads.index("Kontakt")
    assert one.table.columnWidth(guest) >= one.table.sizeHintForColumn(guest)
    header = one.table.horizontalHeader()
    assert one.table.columnWidth(contact) == header.sectionSizeHint(contact)
