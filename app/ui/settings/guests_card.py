"""What is known of guests: where it lies, for how long, and the ways to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.core.links.names import link_title
from app.ui.base.work import Work
from app.ui.kit import Button, Card, Label, Role, Separator
from app.ui.kit.controls.layouts import add_layout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.services.guests.privacy import KeptOfGuests
    from app.ui.base.context import Context

_MOST_LINKS = 3


class GuestsCard(Card):
    """Counted on a worker thread: all stays are looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        texts = context.texts
        name = texts.tr("Your guests’ data")
        super().__init__(name="guests_card", accessible_name=name, parent=parent)
        self._context, self._texts = context, texts
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self.body.addWidget(Label(name, Role.STRONG))
        self.kept = Label("", wrap=True, name="guests_kept")
        self.where = Label("", Role.SMALL, wrap=True, name="guests_where")
        self.body.addWidget(self.kept)
        self.body.addWidget(self.where)
        self.body.addWidget(Separator())
        self.retention = Label("", wrap=True, name="guests_retention")
        self.change = Button(texts.tr("Change …"), name="guests_change", parent=self)
        self._add_row(self.retention, self.change)
        self.body.addWidget(Separator())
        self.show_guests = Button(texts.tr("Show guests …"), name="guests_show", parent=self)
        words = texts.tr("Show, hand over or delete everything about one guest")
        self._add_row(Label(words, wrap=True), self.show_guests)
        self.change.clicked.connect(self._change)
        self.show_guests.clicked.connect(self._show_guests)
        self.show_retention()

    def look(self) -> None:
        """Count anew."""
        self.show_retention()
        work = Work(self._context.services.privacy.kept)
        work.done.connect(self._show)
        work.failed.connect(self._fail)
        work.start()

    def show_retention(self) -> None:
        """Say for how long guests are kept."""
        texts, years = self._texts, self._context.services.settings.get().guest_years
        self.retention.setText(
            texts.trn(
                "It is emptied {n} year after the departure.",
                "It is emptied {n} years after the departure.",
                years,
            )
            if years
            else texts.tr("It is kept until you delete it.")
        )

    def _show(self, kept: KeptOfGuests) -> None:
        texts = self._texts
        if not kept.stays or kept.oldest is None:
            self.kept.setText(texts.tr("Nothing is known of any guest yet."))
        else:
            self.kept.setText(
                texts.trn(
                    "{n} stay says whose it was or is; first departure {day}.",
                    "{n} stays say whose they were or are; first departure {day}.",
                    kept.stays,
                    day=texts.day(kept.oldest),
                )
            )
        self.where.setText(self._where(kept))

    def _where(self, kept: KeptOfGuests) -> str:
        """Say where it lies: here, in backups, and with whoever reads a link that tells it."""
        texts = self._texts
        sentences = [
            texts.tr("It lies in the data folder on this computer, and in files that you export.")
        ]
        copies = kept.backups.daily + kept.backups.others
        if copies:
            sentences.append(
                texts.trn("{n} backup holds it, too.", "{n} backups hold it, too.", copies)
            )
        if kept.links:
            titles = {one.id: one for one in self._context.services.links.all()}
            named = [link_title(texts, titles[one]) for one in kept.links if one in titles]
            more = ["…"] if len(named) > _MOST_LINKS else []
            sentences.append(
                texts.tr(
                    "These links tell some of it to whoever reads them, also on your webspace: "
                    "{links}.",
                    links=", ".join([*named[:_MOST_LINKS], *more]),
                )
            )
        else:
            sentences.append(texts.tr("No link tells any of it."))
        return " ".join(sentences)

    def _fail(self, error: UserError) -> None:
        self.kept.setText(self._texts.tell(error))
        self.where.setText("")

    def _change(self) -> None:
        from app.ui.privacy.retention_dialog import RetentionDialog  # noqa: PLC0415  # seldom

        dialog = RetentionDialog(self._context, self)
        dialog.accepted.connect(self.look)
        dialog.open()

    def _show_guests(self) -> None:
        from app.ui.privacy.guests_dialog import GuestsDialog  # noqa: PLC0415  # seldom

        dialog = GuestsDialog(self._context, self)
        dialog.finished.connect(self.look)
        dialog.open()

    def _add_row(self, words: Label, button: Button) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        add_layout(self.body, row)
