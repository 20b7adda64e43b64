"""The letter in the window: language, e-mail, PDF, and its text edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.letters.letter import Letter
from app.core.letters.template import LetterTemplate, standard_template
from app.core.mail_draft import LONGEST, mail_draft
from app.core.stays.occupancy import Kind, Occupancy, OccupancyDraft
from app.i18n import Catalogue, catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Dialog
from app.ui.letters.dialog import LetterDialog
from app.ui.letters.editor import TemplateDialog
from app.ui.letters.opening import open_letter
from app.ui.paper.sheets.letter_sheet import LetterSheet
from tests.ui.conftest import MakeContext, RecordedNotices


class Mail(QObject):
    """The mail program: keeps what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def mail() -> Any:
    program = Mail()
    QDesktopServices.setUrlHandler("mailto", program, "take")  # type: ignore[arg-type]  # no bytes
    yield program
    QDesktopServices.unsetUrlHandler("mailto")


@pytest.fixture
def stay(services: Services) -> Occupancy:
    unit = services.units.first_house("Haus Seeblick", ["Möwe"]).units[0]
    draft = OccupancyDraft(
        unit_id=unit.id,
        arrival=date(2027, 7, 14),
        departure=date(2027, 7, 21),
        guest="Anna Huber",
        email="anna@example.org",
        persons=2,
    )
    return services.occupancies.add(draft).after


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1000, 700)
    widget.show()
    return widget


@pytest.fixture
def dialog(context: Context, stay: Occupancy, page: QWidget, qtbot: QtBot) -> LetterDialog:
    found = open_letter(context, stay, page)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    return found


def letter(dialog: LetterDialog) -> Letter:
    sheet = dialog._sheet
    assert isinstance(sheet, LetterSheet)
    return sheet.letter


def click(widget: QWidget) -> None:
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_it_opens_in_the_owners_language_and_remembers_another(
    dialog: LetterDialog, context: Context, stay: Occupancy, page: QWidget
) -> None:
    assert letter(dialog).body.startswith("Guten Tag Anna Huber,")
    assert not dialog.lie.isVisible()
    dialog.language.select("en")
    dialog.language.chosen.emit("en")
    assert letter(dialog).body.startswith("Dear Anna Huber,")
    dialog.reject()
    again = open_letter(context, stay, page)
    assert again is not None
    assert letter(again).subject.startswith("Confirmation of your booking")


def test_it_is_written_as_an_e_mail(
    dialog: LetterDialog, mail: Mail, notices: RecordedNotices
) -> None:
    said = letter(dialog)
    click(dialog.mail)
    (opened,) = mail.opened
    parts = urlsplit(opened)
    assert unquote(parts.path) == "anna@example.org"
    asked = parse_qs(parts.query)
    assert asked["subject"] == [said.subject]
    assert asked["body"][0].replace("\r\n", "\n") == said.body
    assert notices.said == ["Der Entwurf ist in Ihrem E-Mail-Programm geöffnet."]
    assert not dialog.isVisible()


def test_what_no_draft_takes_is_copied(
    dialog: LetterDialog, services: Services, mail: Mail
) -> None:
    services.letters.write("de", LetterTemplate("Hallo", "Sehr lang: {guest}\n" * 300))
    dialog._show()
    click(dialog.mail)
    (opened,) = mail.opened
    assert len(opened) <= LONGEST
    assert QGuiApplication.clipboard().text() == letter(dialog).body
    assert "Er ist kopiert" in dialog.error()
    assert dialog.isVisible()


def test_what_is_cancelled_meanwhile_is_told(
    dialog: LetterDialog, services: Services, stay: Occupancy
) -> None:
    services.occupancies.cancel(stay.id, sequence=stay.sequence)
    dialog.language.chosen.emit("de")
    assert dialog.error() == "Diese Belegung ist storniert. Es gibt nichts zu bestätigen."
    assert not dialog.primary_button.isEnabled()
    assert not dialog.mail.isEnabled()


def test_of_a_block_there_is_none(
    context: Context, services: Services, stay: Occupancy, page: QWidget, notices: RecordedNotices
) -> None:
    block = services.occupancies.add(
        OccupancyDraft(
            unit_id=stay.unit_id,
            arrival=date(2027, 9, 1),
            departure=date(2027, 9, 3),
            kind=Kind.BLOCK,
        )
    ).after
    assert open_letter(context, block, page) is None
    assert len(notices.failed) == 1


# ---- the text ----


@pytest.fixture
def editor(dialog: LetterDialog, qtbot: QtBot) -> TemplateDialog:
    click(dialog.edit)
    found = dialog.findChild(TemplateDialog)
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def test_what_is_written_is_in_the_letter_at_once(
    editor: TemplateDialog, dialog: LetterDialog, services: Services
) -> None:
    editor.subject.setFocus()
    editor.subject.selectAll()
    QTest.keyClicks(editor.subject, "Willkommen ")
    click(editor.findChild(QWidget, "placeholder_guest"))  # type: ignore[arg-type]  # it is there
    assert editor.subject.text() == "Willkommen {Gast}"
    editor.body.setFocus()
    editor.body.selectAll()
    QTest.keyClicks(editor.body, "Bis ")
    click(editor.findChild(QWidget, "placeholder_arrival"))  # type: ignore[arg-type]  # as above
    click(editor.primary_button)
    assert letter(dialog).subject == "Willkommen Anna Huber"
    assert letter(dialog).body == "Bis Mi 14.07.2027"
    assert services.letters.template("de") == LetterTemplate("Willkommen {guest}", "Bis {arrival}")
    assert services.letters.own("de")
    assert not services.letters.own("en")


def test_what_is_no_placeholder_is_told_and_not_kept(
    editor: TemplateDialog, services: Services
) -> None:
    QTest.keyClicks(editor.body, "{Nachname} {Preis} {gast}")
    assert "{Nachname}, {Preis}" in editor._body_row.error()
    click(editor.primary_button)
    assert editor.isVisible()
    assert editor.error().startswith("„{Nachname}“ ist kein Platzhalter.")
    assert not services.letters.own("de")


def test_languages_are_kept_both_or_not_at_all(editor: TemplateDialog, services: Services) -> None:
    editor.body.setPlainText("Hallo {Gast}")
    editor.language.select("en")
    editor.language.chosen.emit("en")
    assert editor.body.toPlainText().startswith("Dear {guest},")
    editor.body.setPlainText("{price}")
    editor.language.select("de")
    editor.language.chosen.emit("de")
    assert editor.body.toPlainText() == "Hallo {Gast}"
    click(editor.primary_button)
    assert editor.language.current() == "en", "what is wrong is shown"
    assert not services.letters.own("de")
    editor.body.setPlainText("Hello {Gast} {guest}")
    editor._follow()
    editor.body.setPlainText("Hello {guest}")
    click(editor.primary_button)
    assert services.letters.own("de")
    assert services.letters.template("en").body == "Hello {guest}"


def test_back_to_the_standard_text_and_that_undone(
    editor: TemplateDialog, services: Services
) -> None:
    assert not editor.standard.isEnabled()
    editor.body.setPlainText("Mein Text")
    click(editor.standard)
    assert editor.body.toPlainText().startswith("Guten Tag {Gast},")
    assert not editor.standard.isEnabled()
    QTest.keyClick(editor.body, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.body.toPlainText() == "Mein Text"
    click(editor.primary_button)
    assert services.letters.own("de")
    standard = standard_template(catalogue("de"))
    services.letters.write("de", standard)
    assert not services.letters.own("de")


def test_nothing_written_is_lost_unasked(editor: TemplateDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(editor.body, "Neu ")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    question = editor.findChild(Dialog, "discard_template")
    assert question is not None
    assert editor.isVisible()
    question.reject()
    assert editor.body.toPlainText().startswith("Neu ")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    questions = [one for one in editor.findChildren(Dialog, "discard_template") if one.isVisible()]
    click(questions[-1].primary_button)
    qtbot.waitUntil(lambda: not editor.isVisible())


def test_a_kept_text_that_cannot_be_read_is_the_standard_one(
    services: Services, expect_log: Callable[[str, str], None]
) -> None:
    expect_log("app.services.guests.letters", "cannot be read")
    with services.work.change():
        services.letters._settings.keep_letter("de", "{")
    assert services.letters.template("de") == standard_template(catalogue("de"))


@pytest.mark.parametrize("look", ["texts", "english", "wide"])
def test_nothing_is_cut(
    look: str,
    request: pytest.FixtureRequest,
    make_context: MakeContext,
    stay: Occupancy,
    page: QWidget,
    cut_texts: Callable[[QWidget], list[str]],
) -> None:
    texts: Catalogue = request.getfixturevalue(look)
    dialog = open_letter(make_context(texts=texts), stay, page)
    assert dialog is not None
    editor = TemplateDialog(make_context(texts=texts), "de", dialog)
    editor.open()
    assert cut_texts(dialog) == []
    assert cut_texts(editor) == []


def test_a_saved_letter_is_a_pdf(dialog: LetterDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog._save(tmp_path / "a.pdf")
    qtbot.waitUntil((tmp_path / "a.pdf").exists)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_a_draft_holds_every_sign_there_is() -> None:
    body = "Größe & mehr?\n100 % #1 „ja“ = +\u202e👩"
    parts = urlsplit(mail_draft("a+b&c@example.org", "Ä?&=#", body))
    assert unquote(parts.path) == "a+b&c@example.org"
    asked = {
        key: unquote(value) for key, _, value in (p.partition("=") for p in parts.query.split("&"))
    }
    assert asked == {"subject": "Ä?&=#", "body": body.replace("\n", "\r\n")}
