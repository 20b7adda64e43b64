"""The dialog that packs the house: what it asks, what it makes, what it says then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Catalogue
from app.services.moving.unpacking import look
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.moving.pack_dialog import PackDialog, open_pack
from tests.ui.conftest import MakeContext
from tests.ui.moving.conftest import PASSPHRASE


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 700)
    widget.show()
    return widget


def said(dialog: PackDialog) -> str:
    labels = dialog.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisibleTo(dialog))


def pack(dialog: PackDialog, file: Path, qtbot: QtBot) -> None:
    dialog.pack(file)
    qtbot.waitUntil(lambda: not dialog._working)


@pytest.mark.usefixtures("house")
def test_it_packs_protected_and_silent_and_says_so(
    context: Context, services: Services, page: QWidget, file: Path, qtbot: QtBot
) -> None:
    dialog = open_pack(context, page)
    assert dialog.silent.isChecked()
    QTest.keyClicks(dialog.passphrase, PASSPHRASE)
    QTest.keyClicks(dialog.again, PASSPHRASE)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    where = dialog.findChild(QFileDialog, "where")
    assert where is not None
    assert where.defaultSuffix() == "zimmerfrei"
    where.fileSelected.emit(str(file))
    where.close()
    qtbot.waitUntil(lambda: not dialog._working)

    assert look(file).protected
    assert services.moving.silent
    assert "Umzug.zimmerfrei" in said(dialog)
    assert "ab jetzt stumm" in said(dialog)
    assert not dialog._lead.isVisible(), "what was to be packed is past"
    assert not dialog.passphrase.isVisible()
    with qtbot.waitSignal(dialog.finished):
        dialog.primary_button.click()


@pytest.mark.usefixtures("house")
def test_without_a_passphrase_and_not_silent_that_is_said(
    context: Context, services: Services, page: QWidget, file: Path, qtbot: QtBot
) -> None:
    dialog = open_pack(context, page)
    dialog.silent.setChecked(False)
    assert not dialog.again.isVisible()
    pack(dialog, file, qtbot)

    assert not look(file).protected
    assert not services.moving.silent
    assert "nicht geschützt" in said(dialog)
    assert "liefert die Links weiter aus" in said(dialog)
    dialog.accept()


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [("kurz", "kurz", "mindestens 8 Zeichen"), (PASSPHRASE, "anders", "nicht gleich")],
)
@pytest.mark.usefixtures("house")
def test_what_does_not_fit_is_said_at_its_field(
    context: Context, page: QWidget, first: str, second: str, words: str
) -> None:
    dialog = open_pack(context, page)
    dialog.passphrase.setText(first)
    dialog.again.setText(second)
    dialog.primary_button.click()

    assert words in dialog.passphrase_row.error() + dialog.again_row.error()
    assert dialog.findChild(QFileDialog) is None
    # It goes as soon as something else is typed.
    dialog.passphrase.setText("noch ein anderes")
    assert dialog.passphrase_row.error() + dialog.again_row.error() == ""
    dialog.reject()


@pytest.mark.usefixtures("house")
def test_a_place_that_cannot_be_written_is_told_and_another_can_be_chosen(
    context: Context, services: Services, page: QWidget, tmp_path: Path, file: Path, qtbot: QtBot
) -> None:
    dialog = open_pack(context, page)
    pack(dialog, tmp_path / "gone" / "x.zimmerfrei", qtbot)
    assert dialog.error()
    assert not services.moving.silent

    pack(dialog, file, qtbot)
    assert file.exists()
    dialog.accept()


@pytest.mark.usefixtures("house")
def test_it_can_be_stopped_and_esc_does_not_close_what_is_under_way(
    context: Context, services: Services, page: QWidget, file: Path, qtbot: QtBot
) -> None:
    dialog = open_pack(context, page)
    dialog.pack(file)
    dialog.reject()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not dialog._working)

    assert not file.exists()
    assert not services.moving.silent
    assert dialog.error() == ""
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()


@pytest.mark.parametrize("spoken", ["texts", "english", "wide"])
@pytest.mark.usefixtures("house")
def test_no_text_is_cut(
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    page: QWidget,
    file: Path,
    qtbot: QtBot,
    cut_texts: Callable[[QWidget], list[str]],
    spoken: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(spoken)
    dialog = open_pack(make_context(texts=texts), page)
    assert cut_texts(dialog) == []
    dialog.passphrase.setText("kurz")
    dialog.primary_button.click()
    assert cut_texts(dialog) == []
    dialog.passphrase.clear()
    pack(dialog, file, qtbot)
    assert cut_texts(dialog) == []
    dialog.accept()
