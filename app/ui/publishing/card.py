"""Erreichbarkeit in the settings: where calendars are read, how it stands, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.errors import UserError
from app.core.links.reach import Reach, reach
from app.core.publishing.addresses.overview import Overview, overview
from app.core.times.ago import ago
from app.core.web_address import readable
from app.ui.base.work import Work
from app.ui.kit import Button, Card, Chip, Label, Role, Tone, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.publishing.base import words
from app.ui.publishing.base.reader_count import ReaderRow
from app.ui.publishing.base.removal import ask_removal
from app.ui.publishing.uploading.publish_run import PublishRun, Stage

if TYPE_CHECKING:
    from app.core.publishing.status import PublishingStatus
    from app.services.base.watch import Moved
    from app.ui.base.context import Context

_MINUTE_MS = 60_000


class ReachCard(Card):
    """State in words and colour, and the ways to change it. Follows what moves by `redraw`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        texts = context.texts
        name = texts.tr("Reachability")
        super().__init__(name="reach_card", accessible_name=name, parent=parent)
        self._context = context
        self._status: PublishingStatus | None = None
        self._run = PublishRun(context, self)
        self._run.moved.connect(self._draw_run)
        self._run.ended.connect(self.draw)
        self._run.failed.connect(self._fail)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label(name, Role.STRONG, parent=self))
        self.chip = Chip("", Tone.NEUTRAL, name="reach_chip", parent=self)
        head.addWidget(self.chip)
        head.addStretch(1)
        add_layout(self.body, head)
        self.place = Label("", wrap=True, name="reach_place", parent=self)
        self.checked = Label("", Role.MUTED, wrap=True, name="reach_checked", parent=self)
        self.uploads = Label("", Role.MUTED, wrap=True, name="reach_uploads", parent=self)
        self.leaving = Label("", Role.SMALL, wrap=True, name="reach_leaving", parent=self)
        for label in (self.place, self.checked, self.uploads, self.leaving):
            self.body.addWidget(label)
        self.counting = ReaderRow(context, self)
        self.body.addWidget(self.counting)
        self._add_buttons()
        minute = QTimer(self, interval=_MINUTE_MS)
        minute.timeout.connect(self.draw)
        minute.start()
        self.draw()

    def redraw(self, moved: Moved) -> None:
        """Show what has moved."""
        if moved.publishing or moved.settings or moved.links:
            self.draw()

    def draw(self) -> None:
        """Show how it stands now."""
        services, texts = self._context.services, self._context.texts
        try:
            self._status = services.publishing.status()
            links = [link for link in services.links.all() if link.enabled]
            found = overview(services.addresses.book(), links, services.house_clock.now())
            leaving = services.publishing.leaving()
            self.counting.draw()
        except UserError as error:
            self.place.setText(texts.tell(error))
            return
        kept = self._status.webspace
        self.set_up.setText(texts.tr("Change …") if self._anywhere() else texts.tr("Set up …"))
        for button in (self.upload, self.remove):
            button.setVisible(kept is not None)
        self.check.setVisible(self._anywhere() and found.total > 0)
        self._draw_place()
        self._draw_found(found)
        self.uploads.setVisible(kept is not None)
        if kept is not None and not self._run.running:
            tone, told = words.standing(texts, self._status, services.house_clock.now())
            self.uploads.setText(told)
            if tone is Tone.BAD:
                self.chip.set_state(texts.tr("not uploaded"), Tone.BAD)
        self._draw_leaving([words.where(texts, one) for one in leaving])

    # ---- building ----

    def _add_buttons(self) -> None:
        tr = self._context.texts.tr
        row = QHBoxLayout()
        row.setSpacing(8)
        self.set_up = Button(tr("Set up …"), Variant.TINTED, name="reach_set_up", parent=self)
        self.set_up.clicked.connect(self._context.notices.reach_wanted)
        self.upload = Button(tr("Upload now"), icon="upload", name="reach_upload", parent=self)
        self.upload.clicked.connect(self._run.upload)
        self.check = Button(tr("Check now"), icon="globe", name="reach_check", parent=self)
        self.check.clicked.connect(self._run.check)
        self.remove = Button(tr("Remove …"), name="reach_remove", parent=self)
        self.remove.clicked.connect(self._remove)
        self.forget = Button(
            tr("Leave the files there"), Variant.LINK, name="reach_forget", parent=self
        )
        self.forget.clicked.connect(self._forget)
        for button in (self.set_up, self.upload, self.check):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.forget)
        row.addWidget(self.remove)
        self.body.addSpacing(4)
        add_layout(self.body, row)

    # ---- how it stands ----

    def _anywhere(self) -> bool:
        """Whether the calendars are read anywhere but in the house, as far as the owner said."""
        kept = self._status is not None and self._status.webspace is not None
        return kept or bool(self._context.services.settings.get().public_url)

    def _draw_place(self) -> None:
        texts, tr = self._context.texts, self._context.texts.tr
        kept = self._status.webspace if self._status else None
        settings = self._context.services.settings.get()
        if kept is not None:
            self.place.setText(
                tr(
                    "The calendars lie here: {place}. They are read at {address}.",
                    place=words.where(texts, kept),
                    address=readable(kept.address),
                )
            )
        elif settings.public_url:
            self.place.setText(
                tr(
                    "The calendars are read at {address}, as long as this computer is on.",
                    address=readable(settings.public_url),
                )
            )
        else:
            self.place.setText(
                tr(
                    "The calendars are read in the house at most. Google, Airbnb and Booking.com "
                    "need a place that is always on, such as your website."
                )
            )

    def _draw_found(self, found: Overview) -> None:
        texts, tr = self._context.texts, self._context.texts.tr
        if not self._anywhere():
            home = reach(self._context.services.addresses.base()) is Reach.HOME
            words_ = tr("in the home network") if home else tr("this PC only")
            self.chip.set_state(words_, Tone.CAREFUL)
            self.checked.hide()
            return
        self.checked.show()
        now = self._context.services.house_clock.now()
        if found.total == 0:
            self.chip.set_state(tr("set up"), Tone.NEUTRAL)
            self.checked.setText(tr("No link is enabled yet."))
        elif found.all_readable:
            self.chip.set_state(tr("readable everywhere"), Tone.GOOD)
            when = ago(found.checked_at, now, texts) if found.checked_at else ""
            self.checked.setText(
                texts.trn(
                    "{n} link, read from outside {when}: all is well.",
                    "{n} links, read from outside {when}: all is well.",
                    found.total,
                    when=when,
                )
            )
        else:
            tone = Tone.CAREFUL
            if found.amiss:
                _, address = found.amiss[0]
                tone = words.chip(texts, address, now)[1]
                told = words.sentence(texts, address, now)
            else:
                told = tr("The others were not read from outside yet.")
            self.chip.set_state(
                tr("{done} of {all} readable", done=found.readable, all=found.total), tone
            )
            self.checked.setText(told)

    def _draw_leaving(self, places: list[str]) -> None:
        self.leaving.setVisible(bool(places))
        self.forget.setVisible(bool(places))
        if places:
            self.leaving.setText(
                self._context.texts.tr(
                    "Files are still being deleted on {places}.", places=", ".join(places)
                )
            )

    def _draw_run(self) -> None:
        running = self._run.running
        for button in (self.upload, self.check, self.remove, self.set_up):
            button.setEnabled(not running)
        if not running:
            return
        tr, progress = self._context.texts.tr, self._run.progress
        self.uploads.show()
        if progress.stage is Stage.UPLOADING:
            told = tr("{done} of {all} uploaded", done=progress.done, all=progress.total)
        else:
            told = tr("Now each link is read from outside, as Google would …")
        self.uploads.setText(told)

    # ---- what the owner does ----

    def _fail(self, error: UserError) -> None:
        self.draw()
        self._context.notices.fail(error)

    def _remove(self) -> None:
        kept = self._status.webspace if self._status else None
        if kept is not None:
            ask_removal(self._context, kept, self.window(), self._removed)

    def _removed(self) -> None:
        Work(self._context.services.publishing.run).start()
        self.draw()

    def _forget(self) -> None:
        publishing = self._context.services.publishing

        def forget() -> None:
            for one in publishing.leaving():
                publishing.forget(one.id)

        work = Work(forget)
        work.done.connect(self._forgotten)
        work.failed.connect(self._fail)
        work.start()

    def _forgotten(self, _: object) -> None:
        self.draw()
