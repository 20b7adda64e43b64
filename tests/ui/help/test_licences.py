"""The licences of all parts, in the dialog that says what the program is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Catalogue
from app.services.program.parts import all_parts
from app.services.program.versions import versions
from app.ui.help.about import AboutDialog
from app.ui.help.licences import LicencesDialog
from tests.ui.conftest import WideCatalogue


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(1000, 700)
    ground.show()
    return ground


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def dialog(qtbot: QtBot, ground: QWidget, english: Catalogue) -> LicencesDialog:
    about = AboutDialog(english, date(2027, 7, 6), ground)
    with qtbot.waitExposed(about):
        about.open()
    press(about, "about_licences")
    found = about.findChild(LicencesDialog)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    return found


def titles(dialog: LicencesDialog) -> list[str]:
    shown = dialog.papers.titles
    return [shown.item(row).text() for row in range(shown.count())]


def test_all_parts_are_listed_and_each_is_read_by_the_arrows(dialog: LicencesDialog) -> None:
    parts = all_parts(versions())
    assert titles(dialog) == [part.title for part in parts]
    for part in parts[:5]:
        text = dialog.papers.text.toPlainText()
        assert f"Licence: {part.licence}" in text
        assert part.home in text
        QTest.keyClick(dialog.papers.titles, Qt.Key.Key_Down)


def test_they_are_searched_by_name_and_by_licence(dialog: LicencesDialog) -> None:
    QTest.keyClicks(dialog.search, "lgpl")
    assert [title.split()[0] for title in titles(dialog)] == ["PySide6", "Qt", "shiboken6"]
    text = dialog.papers.text.toPlainText()
    assert "Source code: https://" in text
    assert "may be replaced" in text
    dialog.search.clear()
    QTest.keyClicks(dialog.search, "SQL lite")
    assert [title.split()[0] for title in titles(dialog)] == ["SQLite"]
    QTest.keyClicks(dialog.search, " nothing of that name")
    assert titles(dialog) == []
    copy = dialog.findChild(QPushButton, "licences_copy")
    assert copy is not None
    assert not copy.isEnabled()
    dialog.search.clear()
    assert copy.isEnabled()


def test_what_is_open_is_copied_with_its_name(dialog: LicencesDialog) -> None:
    QTest.keyClicks(dialog.search, "lucide")
    press(dialog, "licences_copy")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Lucide\nLicence: ISC\n")
    assert "Lucide Icons and Contributors" in copied


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
def test_it_opens_in_every_language_and_in_longer_texts(
    qtbot: QtBot,
    ground: QWidget,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    speech: str,
) -> None:
    texts: Catalogue | WideCatalogue = request.getfixturevalue(speech)
    for shown in (LicencesDialog(texts, ground), AboutDialog(texts, date(2028, 7, 6), ground)):
        with qtbot.waitExposed(shown):
            shown.open()
        assert cut_texts(shown) == []
        shown.reject()
