"""Everything about one guest: shown, written to a file, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.backups.words import until_gone
from app.core.errors import UserError
from app.core.stays.keeping import still_needed, tells_of_guest
from app.services.exchange.own_data import guest_record, own_data_letter, save_record
from app.ui.export.saving import ask_where, say_saved
from app.ui.kit import Button, Dialog, Label, Role, Table, ask
from app.ui.privacy.tables import GROWING_OF_STAYS, TextRowsModel, lay_out, stay_headings, stay_rows

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.core.stays.guests import KnownGuest
    from app.core.stays.occupancy import Occupancy
    from app.ui.base.context import Context

_WIDTH, _HEIGHT = 900, 560
_TICK = 30


class GuestDialog(Dialog):
    """The stays of one guest; those that are ticked can be forgotten."""

    def __init__(self, context: Context, guest: KnownGuest, parent: QWidget) -> None:
        texts = context.texts
        name = guest.name or guest.email or guest.phone
        super().__init__(
            texts.tr("Everything about {guest}", guest=name),
            texts.tr("Delete for good …"),
            texts.tr("Close"),
            danger=True,
            name="guest",
            width=640,
            parent=parent,
        )
        self._context, self._texts, self._name = context, texts, name
        services = context.services
        self.stays: list[Occupancy] = services.privacy.stays_of(guest)
        self._today = services.house_clock.today()
        room = self.screen().availableGeometry().size()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 60))
        self.add_text(
            texts.tr(
                "All stays under this name, telephone number or e-mail address. What of them is "
                "not over yet is needed until the departure."
            )
        )
        self._make_table()
        self.said = Label("", Role.MUTED, wrap=True, name="guest_said", parent=self)
        self.content.addWidget(self.said)
        self.letter = self.add_left_button(
            Button(texts.tr("As PDF …"), icon="download", name="guest_pdf", parent=self)
        )
        self.json = self.add_left_button(
            Button(texts.tr("As JSON …"), icon="file-down", name="guest_json", parent=self)
        )
        self.letter.clicked.connect(lambda: self._ask_where("pdf"))
        self.json.clicked.connect(lambda: self._ask_where("json"))
        self.submitted.connect(self._ask)
        self.model.ticked.connect(self._follow)
        self._follow()

    def _make_table(self) -> None:
        texts = self._texts
        units = self._context.services.units.all(archived=True)
        names = {unit.id: unit.name for unit in units}
        self.model = TextRowsModel(stay_headings(texts), ticks=True, parent=self)
        self.model.show_rows(stay_rows(texts, self.stays, names), self._may_go)
        self.table = Table(
            accessible_name=texts.tr("Stays of this guest"), name="guest_table", parent=self
        )
        self.table.setSortingEnabled(False)
        self.table.setModel(self.model)
        lay_out(self.table, GROWING_OF_STAYS)
        # Qt leaves the room for a tick out of account.
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, header.ResizeMode.Interactive)
        header.resizeSection(0, self.table.sizeHintForColumn(0) + _TICK)
        self.content.addWidget(self.table, 1)

    def _may_go(self, row: int) -> bool:
        stay = self.stays[row]
        return not still_needed(stay, self._today) and (tells_of_guest(stay) or not stay.blocks)

    def _chosen(self) -> list[Occupancy]:
        return [self.stays[row] for row in self.model.marked()]

    def _follow(self) -> None:
        chosen = self._chosen()
        self.primary_button.setEnabled(bool(chosen))
        self.said.setText(
            self._texts.trn("{n} stay is ticked.", "{n} stays are ticked.", len(chosen))
        )

    # ---- forgetting ----

    def _ask(self) -> None:
        texts, chosen = self._texts, self._chosen()
        self.set_error(None)
        try:
            backups = self._context.services.privacy.backups_of(chosen)
        except UserError as error:
            self.set_error(texts.tell(error))
            return
        emptied = [stay for stay in chosen if stay.blocks]
        sentences = []
        if emptied:
            sentences.append(
                texts.trn(
                    "{n} stay keeps its dates, unit, portal and number of persons and nothing else "
                    "of its guest.",
                    "{n} stays keep their dates, unit, portal and number of persons and nothing "
                    "else of their guest.",
                    len(emptied),
                )
            )
        if len(emptied) < len(chosen):
            sentences.append(
                texts.trn(
                    "{n} cancelled stay goes as a whole.",
                    "{n} cancelled stays go as a whole.",
                    len(chosen) - len(emptied),
                )
            )
        sentences += [
            texts.tr("It cannot be taken back, and nothing else can be undone any more, either."),
            until_gone(texts, backups),
            texts.tr("Going back to such a backup brings it back."),
        ]
        ask(
            self,
            title=texts.tr("Delete what is known of {guest}?", guest=self._name),
            text=" ".join(sentences if backups else sentences[:-1]),
            primary=texts.tr("Delete for good"),
            cancel=texts.tr("Cancel"),
            on_primary=self._forget,
            danger=True,
            name="forget_guest",
        )

    def _forget(self) -> None:
        context, texts = self._context, self._texts
        try:
            done = context.services.privacy.forget([stay.id for stay in self._chosen()])
        except UserError as error:
            self.set_error(texts.tell(error))
            return
        # What could be undone would bring it back.
        context.history.clear()
        words = texts.tr("What was known of this guest is deleted.")
        context.notices.say(f"{words} {until_gone(texts, done.backups)}")
        self.accept()

    # ---- files ----

    def _ask_where(self, suffix: str) -> None:
        self.set_error(None)
        ask_where(
            self,
            self._context,
            title=self._texts.tr("Save what is known of a guest"),
            name=self._name,
            kind=suffix.upper(),
            suffix=suffix,
            on_chosen=self._save,
        )

    def _save(self, target: Path) -> None:
        services, texts = self._context.services, self._texts
        try:
            if target.suffix.lower() == ".json":
                save_record(
                    guest_record(
                        services.units, services.house_clock.today(), self._name, self.stays
                    ),
                    target,
                )
            else:
                from app.ui.letters.rendering import letter_pdf  # noqa: PLC0415  # seldom

                letter_pdf(
                    own_data_letter(
                        services.units, services.house_clock.today(), self.stays, texts
                    ),
                    texts,
                    target,
                )
        except UserError as error:
            self.set_error(texts.tell(error))
            return
        say_saved(self._context, target)
