"""The letter that confirms a stay: looked at, printed, saved as PDF, written as an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.core.mail_draft import LONGEST, mail_draft
from app.i18n import WINDOW_LANGUAGES, catalogue, own_names
from app.ui.kit import Button, SegmentedControl
from app.ui.letters.editor import TemplateDialog
from app.ui.paper.output import Orientation
from app.ui.paper.preview import PreviewDialog
from app.ui.paper.sheets.letter_sheet import LetterSheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.letters.letter import Letter
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context

_LANGUAGE_KEY: Final = "letters/language"


class LetterDialog(PreviewDialog):
    """Shows the letter about one stay in the language that was used last."""

    def __init__(self, context: Context, stay: Occupancy, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(context, texts.tr("Booking confirmation"), Orientation.PORTRAIT, parent)
        self._stay = stay
        # A letter stands upright.
        self.lie.hide()
        self.language = SegmentedControl(
            own_names(WINDOW_LANGUAGES),
            accessible_name=texts.tr("Language of the letter"),
            name="letter_language",
            parent=self,
        )
        noted = context.preferences.text(_LANGUAGE_KEY)
        self.language.select(noted if noted in WINDOW_LANGUAGES else texts.language.key)
        self.looks.addWidget(self.language)
        self.edit = Button(texts.tr("Edit text …"), icon="pencil", name="letter_edit", parent=self)
        self.looks.addWidget(self.edit)
        self.mail = self.add_left_button(
            Button(texts.tr("Write as e-mail …"), icon="share-2", name="letter_mail", parent=self)
        )
        self.language.chosen.connect(self._speak)
        self.edit.clicked.connect(self._edit)
        self.mail.clicked.connect(self._write_mail)
        self._show()

    def _speak(self, language: str) -> None:
        self._context.preferences.note(_LANGUAGE_KEY, language)
        self._show()

    def _letter(self) -> Letter:
        """Return the letter as it is now (UserError: the stay has been cancelled meanwhile)."""
        letters = self._context.services.letters
        return letters.confirmation(self._stay.id, self.language.current())

    def _show(self) -> None:
        words = catalogue(self.language.current()).for_the_screen()
        self.show_sheet(lambda: LetterSheet(self._letter(), words))
        self.mail.setEnabled(self.primary_button.isEnabled())

    def _edit(self) -> None:
        dialog = TemplateDialog(self._context, self.language.current(), self)
        dialog.accepted.connect(self._show)
        dialog.open()

    def _write_mail(self) -> None:
        """Open a draft in the owner's mail program; what it cannot take is put on the clipboard."""
        letter, texts = self._letter(), self._texts
        draft = mail_draft(self._stay.email, letter.subject, letter.body)
        whole = len(draft) <= LONGEST
        if not whole:
            draft = mail_draft(self._stay.email, letter.subject, "")
        opened = QDesktopServices.openUrl(QUrl(draft))
        if opened and whole:
            self._context.notices.say(texts.tr("The draft is open in your mail program."))
            self.accept()
            return
        QGuiApplication.clipboard().setText(letter.body)
        if opened:
            words = texts.tr(
                "The text is too long for a draft. It has been copied: please paste it there."
            )
        else:
            words = texts.tr(
                "No mail program was found. The text has been copied: please paste it into an "
                "e-mail."
            )
        self.set_error(words)
