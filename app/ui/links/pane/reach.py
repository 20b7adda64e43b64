"""How far a link reaches, and in which language it speaks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.events import OCCUPIED
from app.core.links.link import LinkKind
from app.core.stays.dates import MONTHS_BACK
from app.i18n import LANGUAGES, catalogue, own_names
from app.ui.kit import Button, Label, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.popups import ComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.links.link import Link
    from app.i18n import Catalogue

_BACK: Final = (0, 1, 3, 6, MONTHS_BACK, 24, 36)
_AHEAD: Final = (3, 6, 12, 18, 24, 36)
_ALL: Final = -1


class ReachChoice(QWidget):
    """Months back and ahead from two lists, the language from a third.

    In a line as long as nobody wants to change it, for that is seldom.

    Signals:
        chosen(Details): the owner wants it to reach so far.
        language_chosen(str): the owner wants it to speak this language.
    """

    chosen = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._link: Link | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        add_layout(column, self._make_line())
        self._choices = QWidget(self)
        self._choices.hide()
        column.addWidget(self._choices)
        self._fill_choices()

    def show_link(self, link: Link) -> None:
        """Show how far the link reaches."""
        self._link = link
        details = link.details
        ahead = _ALL if details.months_ahead is None else details.months_ahead
        self._offer(self._back, _BACK, details.months_back)
        self._offer(self._ahead, (_ALL, *_AHEAD), ahead)
        self._language.setCurrentIndex(self._language.findData(link.language))
        self._word.setText(self._word_of(link))
        self._word.setVisible(bool(self._word.text()))
        self._brief.setText(self._brief_words(link))

    def _make_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._brief = Label("", Role.SMALL, wrap=True, name="detail_brief", parent=self)
        row.addWidget(self._brief, 1)
        self._open = Button(
            self._texts.tr("change …"), Variant.LINK, name="detail_reach_open", parent=self
        )
        self._open.setProperty("inline", True)
        self._open.setAccessibleName(self._texts.tr("Change period and language"))
        self._open.clicked.connect(self._turn)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _fill_choices(self) -> None:
        tr = self._texts.tr
        grid = QGridLayout(self._choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        self._back = self._row(grid, 0, tr("Back"), "detail_back")
        self._back.activated.connect(self._choose)
        self._ahead = self._row(grid, 1, tr("Ahead"), "detail_ahead")
        self._ahead.activated.connect(self._choose)
        self._language = self._row(grid, 2, tr("Language"), "detail_language")
        self._language.setAccessibleName(tr("Language of the link"))
        for key, own_name in own_names(LANGUAGES):
            self._language.addItem(own_name, key)
        self._language.activated.connect(
            lambda: self.language_chosen.emit(self._language.currentData())
        )
        self._word = Label("", Role.SMALL, wrap=True, name="detail_word", parent=self)
        grid.addWidget(self._word, 3, 0, 1, 2)

    def _turn(self) -> None:
        opens = self._choices.isHidden()
        self._choices.setVisible(opens)
        self._open.setText(self._texts.tr("Done") if opens else self._texts.tr("change …"))

    def _row(self, grid: QGridLayout, row: int, text: str, name: str) -> QComboBox:
        label = Label(text, parent=self)
        box = ComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(text)
        label.setBuddy(box)
        grid.addWidget(label, row, 0)
        grid.addWidget(box, row, 1)
        return box

    def _offer(self, box: QComboBox, usual: Sequence[int], wanted: int) -> None:
        """Offer the usual numbers and the one that stands, which may be set by a command."""
        offered = sorted({*usual, wanted}, key=lambda months: (months != _ALL, months))
        with QSignalBlocker(box):
            box.clear()
            for months in offered:
                box.addItem(self._months(months, ahead=box is self._ahead), months)
            box.setCurrentIndex(offered.index(wanted))

    def _months(self, months: int, *, ahead: bool) -> str:
        if months == _ALL:
            return self._texts.tr("everything to come")
        if months == 0:
            return self._texts.tr("this month only") if ahead else self._texts.tr("this month")
        return self._texts.trn("{n} month", "{n} months", months)

    def _brief_words(self, link: Link) -> str:
        """How it stands, in a line; with the language where it is not the window's."""
        tr, details = self._texts.tr, link.details
        back = tr("{months} back", months=self._months(details.months_back, ahead=False))
        ahead = tr("everything to come")
        if details.months_ahead is not None:
            ahead = tr("{months} ahead", months=self._months(details.months_ahead, ahead=True))
        if details.months_back == 0:
            back = tr("from this month on")
        if details.months_ahead == 0:
            ahead = tr("this month only")
        if link.language == self._texts.language.key:
            return f"{back}, {ahead}"
        known = LANGUAGES.get(link.language)
        return f"{back}, {ahead} · {known.own_name if known else link.language}"

    def _word_of(self, link: Link) -> str:
        if link.kind is not LinkKind.CALENDAR or link.language not in LANGUAGES:
            return ""
        word = catalogue(link.language).tr(OCCUPIED)
        return self._texts.tr("The word for an occupied day: “{word}”.", word=word)

    def _choose(self, _at: int) -> None:
        if self._link is None:
            return
        ahead = int(self._ahead.currentData())
        details = replace(
            self._link.details,
            months_back=int(self._back.currentData()),
            months_ahead=None if ahead == _ALL else ahead,
        )
        self.chosen.emit(details)
