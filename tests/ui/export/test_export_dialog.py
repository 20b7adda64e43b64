"""The list as a file, by the owner's hand: saved on a worker, stopped, refused with a sentence."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.stays.occupancy import OccupancyDraft
from app.i18n import Catalogue
from app.services.exchange.export import ListedStay
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.export.actions import export_actions
from app.ui.export.dialog import ExportDialog
from app.ui.export.saving import ask_where
from tests.made import made_stay
from tests.systems import WINDOWS
from tests.ui.conftest import MakeContext, RecordedNotices

MOMENT = datetime(2027, 1, 1, tzinfo=UTC)


def listed(guest: str) -> ListedStay:
    return ListedStay("Möwe", made_stay(1, date(2027, 7, 1), date(2027, 7, 8), guest=guest))


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def opened(context: Context, page: QWidget, rows: list[ListedStay]) -> ExportDialog:
    (action,) = export_actions(context, page, lambda: rows)
    assert action.objectName() == "export_list"
    action.trigger()
    dialog = page.findChild(ExportDialog)
    assert dialog is not None
    return dialog


def said(dialog: QWidget) -> str:
    label = dialog.findChild(QLabel, "export_text")
    assert label is not None
    return label.text()


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def save_as(qtbot: QtBot, dialog: ExportDialog, target: Path) -> None:
    press(dialog, "export_primary")
    where = dialog.findChild(QFileDialog, "where")
    assert where is not None
    qtbot.waitUntil(where.isVisible)
    line = where.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.selectAll()
    # Pasted: QTest has no keys for umlauts.
    QGuiApplication.clipboard().setText(str(target))
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_the_list_as_it_is_goes_into_an_excel_file(
    qtbot: QtBot, context: Context, page: QWidget, notices: RecordedNotices, tmp_path: Path
) -> None:
    dialog = opened(context, page, [listed("Öztürk"), listed("=1+1")])
    with qtbot.waitSignal(dialog.saved, timeout=10_000) as saved:
        save_as(qtbot, dialog, tmp_path / "Gäste")
    target = tmp_path / "Gäste.xlsx"
    assert saved.args == [target]
    book = load_workbook(target)
    guests = [row[4].value for row in book.worksheets[0].iter_rows(min_row=2)]
    book.close()
    assert guests == ["Öztürk", "=1+1"]
    assert notices.said == ["Gespeichert: Gäste.xlsx"]
    assert not dialog.isVisible()


def test_csv_by_the_keyboard(qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path) -> None:
    dialog = opened(context, page, [listed("Öztürk")])
    excel = dialog.form.segment("xlsx")
    excel.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(excel.hasFocus)
    QTest.keyClick(excel, Qt.Key.Key_Right)
    assert dialog.form.current() == "csv"
    with qtbot.waitSignal(dialog.saved, timeout=10_000):
        save_as(qtbot, dialog, tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1][4] == "Öztürk"


@pytest.mark.parametrize("sort", ["ics", "json"])
def test_the_whole_house_goes_into_a_file_whatever_the_list_shows(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    notices: RecordedNotices,
    services: Services,
    tmp_path: Path,
    sort: str,
) -> None:
    (unit,) = services.units.first_house("Haus", ["Möwe"]).units
    arrival, departure = date(2027, 7, 1), date(2027, 7, 8)
    services.occupancies.add(
        OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=departure, guest="Öztürk")
    )
    token = services.links.enable_unit(unit.id).after.token
    dialog = opened(context, page, [])
    assert "0 Belegungen" in said(dialog)
    press(dialog, f"export_form_{sort}")
    assert said(dialog).startswith("Das ganze Haus")
    with qtbot.waitSignal(dialog.saved, timeout=10_000):
        save_as(qtbot, dialog, tmp_path / "haus")
    text = (tmp_path / f"haus.{sort}").read_text("utf-8")
    assert "Öztürk" in text
    assert token not in text
    assert notices.said == [f"Gespeichert: haus.{sort}"]
    if sort == "json":
        assert json.loads(text)["occupancies"][0]["unit"] == "Möwe"
    press_back = dialog.form.segment("csv")
    QTest.mouseClick(press_back, Qt.MouseButton.LeftButton)
    assert "0 Belegungen" in said(dialog)


def test_an_open_file_ends_with_a_sentence_and_another_name_goes(
    qtbot: QtBot, context: Context, page: QWidget, notices: RecordedNotices, tmp_path: Path
) -> None:
    (tmp_path / "~$list.xlsx").touch()
    dialog = opened(context, page, [listed("Öztürk")])
    save_as(qtbot, dialog, tmp_path / "list.xlsx")
    qtbot.waitUntil(lambda: bool(dialog.error()), timeout=10_000)
    assert "in einem anderen Programm geöffnet" in dialog.error()
    assert notices.said == []
    assert dialog.primary_button.isEnabled()
    with qtbot.waitSignal(dialog.saved, timeout=10_000):
        save_as(qtbot, dialog, tmp_path / "other.xlsx")
    assert (tmp_path / "other.xlsx").exists()


def test_a_long_export_shows_how_far_it_is_and_can_be_stopped(
    qtbot: QtBot, context: Context, page: QWidget, notices: RecordedNotices, tmp_path: Path
) -> None:
    dialog = opened(context, page, [listed("Öztürk")] * 40_000)
    save_as(qtbot, dialog, tmp_path / "list.xlsx")
    stop = dialog.findChild(QPushButton, "export_busy_cancel")
    assert stop is not None
    qtbot.waitUntil(stop.isVisible)
    assert not dialog.primary_button.isEnabled()
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.primary_button.isEnabled, timeout=20_000)
    assert dialog.isVisible()
    assert notices.said == []
    assert list(tmp_path.glob("*.xlsx")) == []
    assert list(tmp_path.glob(".zimmerfrei*")) == []


def test_closing_the_dialog_stops_the_export(
    qtbot: QtBot, context: Context, page: QWidget, notices: RecordedNotices, tmp_path: Path
) -> None:
    dialog = opened(context, page, [listed("Öztürk")] * 40_000)
    save_as(qtbot, dialog, tmp_path / "list.xlsx")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(ExportDialog) is None)
    qtbot.waitUntil(lambda: list(tmp_path.glob(".zimmerfrei*")) == [], timeout=20_000)
    assert list(tmp_path.glob("*.xlsx")) == []
    assert notices.said == []


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
def test_it_opens_in_every_language_and_in_longer_texts(
    qtbot: QtBot,
    make_context: MakeContext,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    page: QWidget,
    speech: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(speech)
    dialog = opened(make_context(texts=texts), page, [listed("Öztürk")])
    qtbot.waitExposed(dialog)
    assert cut_texts(dialog) == []
    for sort in ("csv", "ics", "json"):
        press(dialog, f"export_form_{sort}")
        assert cut_texts(dialog) == []


@pytest.mark.skipif(WINDOWS, reason="Windows itself tells where documents lie")
def test_the_dialog_starts_in_a_folder_that_is_there(
    context: Context, page: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started() -> Path:
        dialog = ask_where(
            page, context, title="a", name="b", kind="CSV", suffix="csv", on_chosen=print
        )
        folder = Path(dialog.directory().absolutePath())
        dialog.reject()
        return folder

    home = tmp_path / "daheim"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    assert started() == home, "a home without a folder for documents"
    (home / "Documents").mkdir()
    assert started() == home / "Documents"
    context.preferences.note("export/folder", str(tmp_path / "weg"))
    assert started() == home / "Documents", "the one used last is gone"
    used = tmp_path / "zuletzt"
    used.mkdir()
    context.preferences.note("export/folder", str(used))
    assert started() == used
    context.preferences.note("export/folder", "")
    monkeypatch.setenv("HOME", str(tmp_path / "keins"))
    context.services.folder.path.mkdir(exist_ok=True)
    assert started() == context.services.folder.path
