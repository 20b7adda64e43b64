"""The error report in the window: read first, then saved, copied, announced by e-mail."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.house.unit import UnitDraft
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.help.papers import Paper, Papers
from app.ui.help.report import ReportDialog
from app.ui.window.program import Program
from tests.ui.conftest import MakeContext, OpenWindow, RecordedNotices


class Mail(QObject):
    """Takes what would open the mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.drafts.append(url)


@pytest.fixture
def opened(qtbot: QtBot, context: Context, services: Services) -> ReportDialog:
    services.units.add_to(None, UnitDraft(property_id=0, name="Möwennest"), first_property="Haus")
    return show(qtbot, context)


def show(qtbot: QtBot, context: Context) -> ReportDialog:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    dialog = ReportDialog(context, page)
    dialog.page = page  # type: ignore[attr-defined]  # lives as long as the dialog
    dialog.open()
    qtbot.waitUntil(lambda: dialog._report is not None, timeout=10_000)
    return dialog


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def shown(dialog: ReportDialog) -> str:
    return dialog.papers.text.toPlainText()


def test_every_file_can_be_read_by_the_keyboard(opened: ReportDialog) -> None:
    assert opened._report is not None
    titles = opened.papers.titles
    assert titles.count() == len(opened._report.files)
    seen = []
    for _ in range(titles.count()):
        seen.append(shown(opened))
        QTest.keyClick(titles, Qt.Key.Key_Down)
    assert seen == [one.text for one in opened._report.files]
    assert opened.papers.text.isReadOnly()
    assert "Möwennest" not in "".join(seen)


def test_what_is_copied_is_all_of_it(opened: ReportDialog) -> None:
    press(opened, "report_copy")
    assert opened._report is not None
    assert QGuiApplication.clipboard().text() == opened._report.text()


def test_it_is_saved_where_the_owner_wants(
    qtbot: QtBot, opened: ReportDialog, notices: RecordedNotices, tmp_path: Path
) -> None:
    press(opened, "report_primary")
    where = opened.findChild(QFileDialog, "where")
    assert where is not None
    qtbot.waitUntil(where.isVisible)
    line = where.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setText(str(tmp_path / "bericht"))
    QTest.keyClick(line, Qt.Key.Key_Return)
    target = tmp_path / "bericht.zip"
    qtbot.waitUntil(target.exists)
    with zipfile.ZipFile(target) as packed:
        assert "versions.txt" in packed.namelist()
    assert notices.said == ["Gespeichert: bericht.zip"]
    assert opened.isVisible(), "there is still the e-mail to write"
    assert "bericht.zip" in unquote(opened.draft("a@example.org").toString())


def test_what_cannot_be_saved_is_a_sentence(opened: ReportDialog, tmp_path: Path) -> None:
    opened._save(tmp_path / "nowhere" / "r.zip")
    assert opened.error()
    assert opened.isVisible()


def test_an_e_mail_is_written_only_to_an_address(opened: ReportDialog, services: Services) -> None:
    mail = Mail()
    QDesktopServices.setUrlHandler("mailto", mail, "take")  # type: ignore[arg-type]
    try:
        button = opened.findChild(QPushButton, "report_mail")
        assert button is not None
        assert not button.isEnabled()
        QTest.keyClicks(opened.address, "anna")
        press(opened, "report_mail")
        assert "keine E-Mail-Adresse" in opened.error()
        assert mail.drafts == []
        QTest.keyClicks(opened.address, "@example.org")
        press(opened, "report_mail")
        assert opened.error() == ""
    finally:
        QDesktopServices.unsetUrlHandler("mailto")
    (draft,) = mail.drafts
    assert draft.scheme() == "mailto"
    assert draft.path() == "anna@example.org"
    assert "Fehlerbericht" in unquote(draft.query())
    assert services.settings.get().help_email == "anna@example.org"


def test_the_address_is_remembered(qtbot: QtBot, context: Context, services: Services) -> None:
    services.settings.set("help_email", "anna@example.org")
    dialog = show(qtbot, context)
    assert dialog.address.text() == "anna@example.org"
    button = dialog.findChild(QPushButton, "report_mail")
    assert button is not None
    assert button.isEnabled()


@pytest.mark.parametrize("speech", ["texts", "english", "wide"])
def test_it_opens_in_every_language_and_in_longer_texts(
    qtbot: QtBot,
    make_context: MakeContext,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    speech: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(speech)
    assert cut_texts(show(qtbot, make_context(texts=texts))) == []


def test_the_menu_of_help_opens_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    program: Program = open_window()
    program.shell.helping.open_report()
    dialog = program.frame.findChild(ReportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog._report is not None, timeout=10_000)
    dialog.reject()


def test_papers_show_nothing_where_there_is_nothing(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    papers = Papers("Liste", name="papers", parent=page)
    papers.show_papers([Paper("Eins", "1"), Paper("Zwei", "2", even=False)])
    assert papers.text.toPlainText() == "1"
    with qtbot.waitSignal(papers.turned):
        papers.titles.setCurrentRow(1)
    assert papers.text.accessibleName() == "Zwei"
    papers.show_papers([])
    assert papers.current() is None
    assert papers.text.toPlainText() == ""
