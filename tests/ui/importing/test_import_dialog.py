"""A file taken in by hand: read, looked at, entered on a worker, stopped, undone as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.core.exchange.fields import FileField
from app.core.house.unit import Unit
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.importing.actions import import_action, open_import
from app.ui.importing.dialog import ImportDialog
from app.ui.importing.dropping import FileDrops, dropped_file
from tests.ui.conftest import MakeContext, RecordedNotices

LIST = (
    "Wohnung;Anreise;Abreise;Gast;Umsatz\n"
    "Seeblick 1;1.8.2027;4.8.2027;Öztürk;100\n"
    "Seeblick 2;1.8.2027;4.8.2027;Huber;100\n"
)


def written(tmp_path: Path, text: str = LIST, name: str = "Gäste.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rested(qtbot: QtBot, dialog: ImportDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy.isVisible(), timeout=10_000)


def opened(qtbot: QtBot, context: Context, page: QWidget, path: Path) -> ImportDialog:
    dialog = open_import(context, page, path)
    assert dialog is not None
    rested(qtbot, dialog)
    return dialog


def press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(dialog: ImportDialog, name: str, data: object) -> None:
    combo = dialog.columns.findChild(QComboBox, name)
    assert combo is not None
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


def looked(qtbot: QtBot, dialog: ImportDialog) -> None:
    press(dialog.primary_button)
    rested(qtbot, dialog)


def guests(services: Services) -> list[str]:
    return [one.guest for one in services.occupancies.all() if one.blocks]


@pytest.mark.usefixtures("units")
def test_a_list_is_taken_in_and_taken_back_as_one(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    notices: RecordedNotices,
    services: Services,
    tmp_path: Path,
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path))
    fields = dialog.columns.columns.fields
    assert fields == (
        FileField.UNIT,
        FileField.ARRIVAL,
        FileField.DEPARTURE,
        FileField.GUEST,
        None,
    )
    looked(qtbot, dialog)
    assert dialog.primary_button.text() == "2 Belegungen importieren"
    assert guests(services) == []
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        press(dialog.primary_button)
    assert guests(services) == ["Öztürk", "Huber"]
    assert notices.said[-1] == "2 Belegungen importiert."
    notices.press_action()
    assert guests(services) == []
    context.history.redo()
    assert guests(services) == ["Öztürk", "Huber"]


@pytest.mark.usefixtures("units")
def test_all_by_the_keyboard(
    qtbot: QtBot, context: Context, page: QWidget, services: Services, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path))
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    rested(qtbot, dialog)
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert len(guests(services)) == 2


@pytest.mark.usefixtures("units")
def test_what_is_refused_is_told_and_left_out(
    qtbot: QtBot, context: Context, page: QWidget, services: Services, tmp_path: Path
) -> None:
    path = written(tmp_path, LIST + "Seeblick 1;1.9.2027;1.9.2027;Maier;\n")
    dialog = opened(qtbot, context, page, path)
    looked(qtbot, dialog)
    groups = dialog.preview.groups
    assert groups is not None
    press(groups.segment("refused"))
    model = dialog.preview.model
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "4"
    assert "muss nach der Anreise" in str(model.index(0, 3).data())
    with qtbot.waitSignal(dialog.imported, timeout=10_000):
        press(dialog.primary_button)
    assert len(guests(services)) == 2


def test_what_changes_is_said_field_by_field(
    qtbot: QtBot,
    qtmodeltester: ModelTester,
    context: Context,
    page: QWidget,
    services: Services,
    units: list[Unit],
    tmp_path: Path,
) -> None:
    path = written(tmp_path)
    preview = services.file_import
    file = preview.open(path)
    preview.enter(preview.preview(file, preview.guess(file)))
    again = written(tmp_path, LIST.replace("Huber", "Huber, Anna"), "neu.csv")
    dialog = opened(qtbot, context, page, again)
    looked(qtbot, dialog)
    model = dialog.preview.model
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # of pytest-qt
    assert model.index(0, 0).data() == units[1].name
    assert model.index(0, 3).data() == "Gast: Huber → Huber, Anna"
    assert dialog.primary_button.text() == "1 Belegung importieren"


@pytest.mark.usefixtures("units")
def test_nothing_to_do_says_so(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path, LIST.replace("4.8.", "1.8.")))
    looked(qtbot, dialog)
    assert not dialog.primary_button.isEnabled()
    groups = dialog.preview.groups
    assert groups is not None
    assert groups.current() == "refused"
    press(dialog.back_button)
    assert dialog.primary_button.isEnabled()
    press(dialog.back_button)
    assert dialog.primary_button.text() == "Datei wählen …"


@pytest.mark.usefixtures("units")
def test_what_is_missing_is_asked_for_and_remembered_for_the_next_such_file(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path, units: list[Unit]
) -> None:
    text = "Foo;Bar;Baz;Wer\n1.8.2027;4.8.2027;x;Huber\n"
    dialog = opened(qtbot, context, page, written(tmp_path, text))
    press(dialog.primary_button)
    assert "Zu welcher Einheit" in dialog.error()
    choose(dialog, "import_unit", units[1].id)
    assert dialog.error() == ""
    choose(dialog, "import_field_3", "guest")
    choose(dialog, "import_field_0", None)
    press(dialog.primary_button)
    assert "Anreise" in dialog.error()
    choose(dialog, "import_field_0", "arrival")
    looked(qtbot, dialog)
    assert dialog.preview.model.index(0, 2).data() == "Huber"
    dialog.reject()
    again = opened(qtbot, context, page, written(tmp_path, text, "zwei.csv"))
    assert again.columns.columns.fields[3] is FileField.GUEST


@pytest.mark.usefixtures("units")
def test_two_columns_cannot_say_the_same(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path))
    choose(dialog, "import_field_4", "guest")
    combo = dialog.columns.findChild(QComboBox, "import_field_3")
    assert combo is not None
    assert combo.currentData() is None


@pytest.mark.usefixtures("units")
def test_dates_that_may_mean_two_are_asked_for(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    text = "Unit,Arrival,Departure\nSeeblick 1,03/04/2027,04/05/2027\n"
    dialog = opened(qtbot, context, page, written(tmp_path, text))
    order = dialog.columns.findChild(QWidget, "import_order")
    assert order is not None
    assert order.isVisible()
    month = dialog.columns.findChild(QAbstractButton, "import_order_month-first")
    assert month is not None
    press(month)
    looked(qtbot, dialog)
    assert dialog.preview.model.index(0, 1).data() == "04.03.–05.04.2027"


@pytest.mark.usefixtures("units")
def test_a_file_that_is_none_is_told_and_another_may_be_chosen(
    qtbot: QtBot, context: Context, page: QWidget, tmp_path: Path
) -> None:
    bad = tmp_path / "bild.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(32) * 9)
    dialog = opened(qtbot, context, page, bad)
    assert "weder eine Tabelle noch ein Kalender" in dialog.error()
    dialog.take_file(str(written(tmp_path)))
    rested(qtbot, dialog)
    assert dialog.error() == ""
    assert dialog.primary_button.text() == "Vorschau"


@pytest.mark.usefixtures("units")
def test_a_calendar_asks_for_its_unit_alone(
    qtbot: QtBot, context: Context, page: QWidget, units: list[Unit]
) -> None:
    path = Path(__file__).parents[2] / "feeds" / "vrbo-homeaway-lf.ics"
    dialog = opened(qtbot, context, page, path)
    choose(dialog, "import_unit", units[0].id)
    looked(qtbot, dialog)
    assert dialog.preview.model.rowCount() > 0


def test_what_changed_meanwhile_is_told_and_looked_at_again(
    qtbot: QtBot,
    context: Context,
    page: QWidget,
    services: Services,
    units: list[Unit],
    tmp_path: Path,
) -> None:
    dialog = opened(qtbot, context, page, written(tmp_path))
    looked(qtbot, dialog)
    services.units.archive(units[0].id, sequence=units[0].sequence)
    press(dialog.primary_button)
    qtbot.waitUntil(lambda: bool(dialog.error()), timeout=10_000)
    assert "inzwischen geändert" in dialog.error()
    press(dialog.back_button)
    looked(qtbot, dialog)
    assert dialog.primary_button.text() == "1 Belegung importieren"


@pytest.mark.usefixtures("units")
def test_closed_while_it_reads_it_stops(
    qtbot: QtBot, context: Context, page: QWidget, services: Services, tmp_path: Path
) -> None:
    dialog = open_import(context, page, written(tmp_path))
    assert dialog is not None
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        dialog.reject()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    QApplication.sendPostedEvents()
    assert guests(services) == []


def test_without_units_there_is_nobody_to_enter(
    context: Context, page: QWidget, notices: RecordedNotices
) -> None:
    assert open_import(context, page) is None
    assert notices.pages == ["units"]


@pytest.mark.usefixtures("units")
def test_the_menu_opens_it(qtbot: QtBot, context: Context, page: QWidget) -> None:
    action = import_action(context, page)
    assert isinstance(action, QAction)
    action.trigger()
    dialog = page.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)


def mime(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_one_file_of_a_kind_that_we_know_can_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    got: list[Path] = []
    ready = [True]
    FileDrops(widget, got.append, lambda: ready[0])
    path = tmp_path / "Gäste.CSV"
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    for data, taken in ((mime(path), True), (mime(path, path), False),
                        (mime(tmp_path / "a.png"), False), (QMimeData(), False)):  # fmt: skip
        enter = QDragEnterEvent(QPoint(1, 1), actions, data, buttons, keys)
        enter.ignore()
        QApplication.sendEvent(widget, enter)
        assert enter.isAccepted() is taken
        drop = QDropEvent(QPointF(1, 1), actions, data, buttons, keys)
        QApplication.sendEvent(widget, drop)
    assert got == [path]
    ready[0] = False
    QApplication.sendEvent(widget, QDropEvent(QPointF(1, 1), actions, mime(path), buttons, keys))
    assert got == [path]
    assert dropped_file(mime(path)) == path


@pytest.mark.usefixtures("units")
@pytest.mark.parametrize("step", ["begin", "columns", "units", "preview"])
def test_no_text_is_cut(
    qtbot: QtBot,
    make_context: MakeContext,
    wide: Catalogue,
    page: QWidget,
    cut_texts: Callable[[QWidget], list[str]],
    tmp_path: Path,
    step: str,
) -> None:
    context = make_context(texts=wide)
    path = written(tmp_path, LIST + "Ferienwohnung Meise;1.8.2027;4.8.2027;Maier;\n")
    if step == "begin":
        dialog = open_import(context, page)
        assert dialog is not None
    else:
        dialog = opened(qtbot, context, page, path)
    if step in {"units", "preview"}:
        looked(qtbot, dialog)
    if step == "preview":
        rest = dialog.findChild(QAbstractButton, "import_rest_new")
        assert rest is not None
        press(rest)
        looked(qtbot, dialog)
    assert cut_texts(dialog) == []
