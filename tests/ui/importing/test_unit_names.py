"""Names of units that the house does not know: asked for between the columns and the preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit, UnitDraft
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.importing.dialog import ImportDialog
from app.ui.importing.units_page import MOST, UnitsPage
from tests.ui.conftest import RecordedNotices
from tests.ui.importing.test_import_dialog import guests, looked, opened, press, written

pytestmark = pytest.mark.usefixtures("units")

HEAD = "Wohnung;Anreise;Abreise;Gast\n"
LIST = (
    HEAD
    + "FeWo Seeblick 1;1.8.2027;4.8.2027;Öztürk\n"
    + "Garage;1.8.2027;4.8.2027;Huber\n"
    + "fewo seeblick 1;5.8.2027;8.8.2027;Kern\n"
)


def asked(dialog: ImportDialog) -> UnitsPage:
    assert dialog.units is not None
    assert dialog.units.isVisible()
    return dialog.units


def choice(dialog: ImportDialog, place: int) -> QComboBox:
    combo = asked(dialog).findChild(QComboBox, f"import_meant_{place}")
    assert combo is not None
    return combo


def choose(dialog: ImportDialog, place: int, data: str) -> None:
    combo = choice(dialog, place)
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def rest(dialog: ImportDialog, name: str) -> QPushButton:
    button = asked(dialog).findChild(QPushButton, f"import_rest_{name}")
    assert button is not None
    return button


def test_near_names_are_guessed_and_strange_ones_asked_for(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    services: Services,
    tmp_path: Path,
    units: list[Unit],
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    assert choice(dialog, 0).currentData() == str(units[0].id)
    assert choice(dialog, 0).accessibleName() == "Welche Einheit „FeWo Seeblick 1“ ist"
    assert choice(dialog, 1).currentText() == "Bitte wählen"
    press(dialog.primary_button)
    assert "Welche Einheit ist „Garage“?" in dialog.error()
    choose(dialog, 1, str(units[1].id))
    assert dialog.error() == ""
    looked(qtbot, dialog)
    assert dialog.primary_button.text() == "3 Belegungen importieren"
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        press(dialog.primary_button)
    there = {one.guest: one.unit_id for one in services.occupancies.all()}
    assert there == {"Öztürk": units[0].id, "Huber": units[1].id, "Kern": units[0].id}


def test_what_was_said_is_remembered_in_whichever_file(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path, units: list[Unit]
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    choose(dialog, 0, str(units[1].id))
    choose(dialog, 1, "-")
    looked(qtbot, dialog)
    dialog.reject()
    other = "Von;Bis;Zimmer\n1.9.2027;4.9.2027;GARAGE\n1.9.2027;4.9.2027;FeWo Seeblick 1\n"
    dialog = opened(qtbot, context, page, written(tmp_path, other, "other.csv"))
    looked(qtbot, dialog)
    assert [choice(dialog, place).currentData() for place in (0, 1)] == ["-", str(units[1].id)]


def test_an_archived_unit_is_remembered_no_more(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    services: Services,
    tmp_path: Path,
    units: list[Unit],
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    choose(dialog, 1, str(units[1].id))
    looked(qtbot, dialog)
    dialog.reject()
    unit = services.units.get(units[1].id)
    services.units.archive(unit.id, sequence=unit.sequence)
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    assert choice(dialog, 1).currentText() == "Bitte wählen"


def test_lines_left_out_are_counted(
    qtbot: QtBot, context: Context, page: QWidget, services: Services, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    press(rest(dialog, "out"))
    assert not rest(dialog, "out").isEnabled()
    looked(qtbot, dialog)
    lead = dialog.preview.findChild(QWidget, "import_said")
    assert lead is not None
    assert "1 Zeile wird wie gewünscht ausgelassen." in lead.text()  # type: ignore[attr-defined]
    assert dialog.preview.groups is not None
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        press(dialog.primary_button)
    assert guests(services) == ["Öztürk", "Kern"]


def test_a_new_unit_comes_with_the_import_and_goes_with_it(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    notices: RecordedNotices,
    services: Services,
    tmp_path: Path,
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    press(rest(dialog, "new"))
    looked(qtbot, dialog)
    model = dialog.preview.model
    assert "Garage" in {model.index(row, 0).data() for row in range(model.rowCount())}
    lead = dialog.preview.findChild(QWidget, "import_said")
    assert lead is not None
    assert "Garage wird als neue Einheit angelegt." in lead.text()  # type: ignore[attr-defined]
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        press(dialog.primary_button)
    assert notices.said[-1] == "3 Belegungen importiert."
    assert [unit.name for unit in services.units.all()][-1] == "Garage"
    notices.press_action()
    assert [unit.name for unit in services.units.all()] == ["Seeblick 1", "Seeblick 2"]
    assert guests(services) == []
    context.history.redo()
    assert guests(services) == ["Öztürk", "Huber", "Kern"]


def test_back_goes_step_by_step_and_keeps_what_was_said(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    choose(dialog, 1, "+")
    looked(qtbot, dialog)
    press(dialog.back_button)
    assert choice(dialog, 1).currentData() == "+"
    press(dialog.back_button)
    assert dialog.columns.isVisible()
    press(dialog.primary_button)
    assert choice(dialog, 1).currentData() == "+"
    press(dialog.back_button)
    press(dialog.back_button)
    assert dialog.primary_button.text() == "Datei wählen …"


def test_another_file_is_asked_anew(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    dialog.take_file(str(written(tmp_path, HEAD + "Seeblick 1;1.9.2027;4.9.2027;A\n", "b.csv")))
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=10_000)
    looked(qtbot, dialog)
    assert dialog.units is None
    assert dialog.preview.isVisible()


def test_a_column_of_something_else_says_so(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    lines = "".join(f"Gast {n};1.9.2027;4.9.2027;x\n" for n in range(MOST + 5))
    dialog = opened(qtbot, context, page, written(tmp_path, HEAD + lines))
    looked(qtbot, dialog)
    lead = asked(dialog).findChild(QWidget, "import_units_lead")
    assert lead is not None
    assert "65 solche Namen" in lead.text()  # type: ignore[attr-defined]
    press(rest(dialog, "out"))
    looked(qtbot, dialog)
    assert dialog.preview.groups is not None
    assert dialog.preview.groups.current() == "refused"


def test_a_unit_whose_name_was_taken_meanwhile_is_told(
    qtbot: QtBot, context: Context, page: QWidget, services: Services, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST))
    looked(qtbot, dialog)
    press(rest(dialog, "new"))
    looked(qtbot, dialog)
    house = services.units.properties()[0]
    services.units.add(UnitDraft(property_id=house.id, name="Garage"))
    press(dialog.primary_button)
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=10_000)
    assert "Schauen Sie" in dialog.error() or "Vorschau" in dialog.error()
    assert guests(services) == []
