"""What an address gives, before anything of it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.importing.report import words
from app.ui.kit import Label, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from app.core.importing.report.standing import Preview
    from app.core.importing.source import SeenStay
    from app.i18n import Catalogue

SHOWN: Final = 5


class Found(QWidget):
    """How many occupancies, from when to when; which of it is none; the first of them."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._lead = Label("", Role.STRONG, wrap=True, name="found_lead", parent=self)
        self._judged = Label("", Role.SMALL, wrap=True, name="found_judged", parent=self)
        self._stays = Label("", wrap=True, name="found_stays", parent=self)
        self._remarks = Label("", Role.SMALL, wrap=True, name="found_remarks", parent=self)
        for words_ in (self._lead, self._judged, self._remarks, self._stays):
            column.addWidget(words_)

    def show_preview(self, preview: Preview, today: date) -> None:
        """Show what would come of it."""
        texts = self._texts
        self._lead.setText(words.found(texts, preview))
        self._put(self._judged, words.judged(texts, preview.seen))
        self._put(self._stays, "\n".join(self._lines(preview.seen, today)))
        self._put(self._remarks, "\n".join(self._told(preview)))

    def _put(self, label: Label, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))

    def _told(self, preview: Preview) -> Iterator[str]:
        texts = self._texts
        for remark in preview.remarks:
            yield texts.tr(remark.text, **remark.values)
        number = len(preview.refused) + len(preview.listed)
        if number:
            yield texts.trn(
                "{n} entry is left out: it takes no night, or cannot be read.",
                "{n} entries are left out: they take no night, or cannot be read.",
                number,
            )

    def _lines(self, seen: Sequence[SeenStay], today: date) -> Iterator[str]:
        texts = self._texts
        rules = [one for one in seen if not one.counts_as.occupies]
        stays = [one for one in seen if one.counts_as.occupies and one.stay.departure >= today]
        for one in rules:
            what = texts.tr(words.VERDICTS[one.counts_as])
            yield f"{what}: {words.rule_words(texts, one, today)}"
        for one in stays[:SHOWN]:
            days = words.span(texts, one.stay.arrival, one.stay.departure)
            kind = texts.tr(words.VERDICTS[one.counts_as])
            yield f"{days} · {one.stay.guest or kind}"
        more = len(stays) - SHOWN
        if more > 0:
            yield texts.trn("… and {n} more", "… and {n} more", more)
