"""For how long what is known of guests is kept, with what that would empty at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.backups.words import until_gone
from app.core.errors import UserError
from app.core.settings import MOST_YEARS
from app.ui.base.work import Work
from app.ui.kit import BusyBar, Dialog, Label, NumberField, Role, SegmentedControl, Table
from app.ui.kit.controls.layouts import add_layout
from app.ui.privacy.tables import GROWING_OF_STAYS, TextRowsModel, lay_out, stay_headings, stay_rows

if TYPE_CHECKING:
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context

_ALWAYS, _YEARS = "always", "years"
_USUAL = 3
_WIDTH, _HEIGHT = 820, 620


class RetentionDialog(Dialog):
    """Nothing is emptied before the owner has seen what, and says so."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("How long guests are kept"),
            texts.tr("Save"),
            texts.tr("Cancel"),
            name="retention",
            width=620,
            parent=parent,
        )
        self._context, self._texts = context, texts
        self._due: list[Occupancy] = []
        room = self.screen().availableGeometry().size()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self._make_choice()
        self._make_preview()
        self.choice.chosen.connect(self._show)
        self.years.valueChanged.connect(self._show)
        self.submitted.connect(self._submit)
        self._show()

    def _make_choice(self) -> None:
        texts = self._texts
        self.add_text(
            texts.tr(
                "After that time a stay says no more whose it was: name, phone, e-mail, contact, "
                "arrival time, children, pets and note are emptied. Dates, unit, portal and "
                "number of persons stay, so that your figures stay right."
            )
        )
        years = self._context.services.settings.get().guest_years
        self.choice = SegmentedControl(
            [(_ALWAYS, texts.tr("Keep always")), (_YEARS, texts.tr("Empty after"))],
            accessible_name=texts.tr("How long guests are kept"),
            name="retention_choice",
            parent=self,
        )
        self.choice.select(_YEARS if years else _ALWAYS)
        name = texts.tr("Years after the departure")
        self.years = NumberField(
            years or _USUAL,
            least=1,
            most=MOST_YEARS,
            accessible_name=name,
            name="retention_years",
            parent=self,
        )
        self._years_label = Label(texts.tr("years after the departure"), parent=self)
        row = QHBoxLayout()
        row.setSpacing(10)
        for widget in (self.choice, self.years, self._years_label):
            row.addWidget(widget)
        row.addStretch(1)
        add_layout(self.content, row)

    def _make_preview(self) -> None:
        texts = self._texts
        self.count = Label("", Role.STRONG, wrap=True, name="retention_count", parent=self)
        self.content.addWidget(self.count)
        units = self._context.services.units.all(archived=True)
        self._units = {unit.id: unit.name for unit in units}
        self.model = TextRowsModel(stay_headings(texts), parent=self)
        self.table = Table(
            accessible_name=texts.tr("What would be emptied"), name="retention_table", parent=self
        )
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        lay_out(self.table, GROWING_OF_STAYS)
        # Keeps its room while there is no table, so that all else stays above it.
        room = QWidget(self)
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.content.addWidget(room, 1)
        self.backups = Label("", Role.MUTED, wrap=True, name="retention_backups", parent=self)
        self.content.addWidget(self.backups)
        self.busy = BusyBar("", name="retention_busy", parent=self)
        self.content.addWidget(self.busy)

    @property
    def wanted(self) -> int:
        """After how many years, 0 for never."""
        return self.years.value() if self.choice.current() == _YEARS else 0

    def _show(self) -> None:
        texts, years = self._texts, self.wanted
        self.set_error(None)
        for widget in (self.years, self._years_label):
            widget.setEnabled(bool(years))
        try:
            self._due = self._context.services.privacy.due(years) if years else []
            backups = self._context.services.privacy.backups_of(self._due)
        except UserError as error:
            self._due = []
            self.set_error(texts.tell(error))
            return
        self.model.show_rows(stay_rows(texts, self._due, self._units))
        self.table.setVisible(bool(self._due))
        self.count.setText(self._said(years))
        self.backups.setText(
            texts.tr("It cannot be taken back. {backups}", backups=until_gone(texts, backups))
        )
        self.backups.setVisible(bool(self._due))
        n = len(self._due)
        self.primary_button.setText(
            texts.trn("Empty {n} stay", "Empty {n} stays", n) if n else texts.tr("Save")
        )

    def _said(self, years: int) -> str:
        texts, n = self._texts, len(self._due)
        if not years:
            return texts.tr("Nothing is emptied by itself.")
        if not n:
            return texts.tr("Nothing is that old yet. From now on it is looked at each day.")
        return texts.trn(
            "{n} stay would be emptied at once, later ones day by day:",
            "{n} stays would be emptied at once, later ones day by day:",
            n,
        )

    def _submit(self) -> None:
        services, years = self._context.services, self.wanted
        self.set_error(None)
        self.primary_button.setEnabled(False)
        self.busy.start(self._texts.tr("Saving …"))

        def do() -> int:
            emptied = services.privacy.empty_due(years) if years else 0
            services.settings.set("guest_years", str(years))
            return emptied

        work = Work(do)
        work.done.connect(self._done)
        work.failed.connect(self._failed)
        work.start()

    def _done(self, emptied: int) -> None:
        texts = self._texts
        if emptied:
            # What could be undone would bring it back.
            self._context.history.clear()
        words = (
            texts.trn(
                "{n} stay says no more whose it was.",
                "{n} stays say no more whose they were.",
                emptied,
            )
            if emptied
            else texts.tr("Saved.")
        )
        self._context.notices.say(words)
        self.accept()

    def _failed(self, error: UserError) -> None:
        self.busy.finish()
        self.primary_button.setEnabled(True)
        self.set_error(self._texts.tell(error))
