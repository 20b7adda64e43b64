"""Einladung: one field to paste into, who invites, and what came of accepting it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.core.errors import UserError
from app.core.publishing.relay.invitation import pasted
from app.core.publishing.webspace import WebspaceKind
from app.override import override
from app.ui.base.work import Work
from app.ui.kit import Banner, FormRow, Label, Role, Tone
from app.ui.publishing.base.reach_page import ReachPage
from app.ui.publishing.invitation.clip_offer import ClipOffer
from app.ui.publishing.invitation.join_run import JoinRun
from app.ui.publishing.invitation.key_line import KeyLine
from app.ui.publishing.invitation.welcome import WelcomeCard
from app.ui.publishing.uploading.outcome import Outcome
from app.ui.publishing.uploading.publish_run import PublishRun
from app.ui.publishing.webspace.changed_addresses import told_of_move
from app.ui.publishing.webspace.in_use import InUse
from app.ui.publishing.webspace.trial_board import TrialBoard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.publishing.relay.invitation import Invitation
    from app.core.publishing.webspace import KeptWebspace
    from app.services.publishing.relay.joining import Welcome
    from app.ui.base.context import Context


class Phase(enum.Enum):
    """What the owner and the program are about."""

    PASTING = enum.auto()
    JOINING = enum.auto()
    PUBLISHING = enum.auto()
    PUBLISHED = enum.auto()


class InvitationPage(ReachPage):
    """What was pasted stays in its field, whatever goes wrong; the sentence stands below it."""

    def __init__(self, context: Context, kept: KeptWebspace | None, parent: QWidget) -> None:
        super().__init__(context, "invitation_page", parent)
        self._kept = kept
        self._phase = Phase.PASTING
        self._join = JoinRun(context.services, self)
        self._join.welcomed.connect(self._welcome)
        self._join.refused.connect(self._refuse)
        self._join.moved.connect(self._show_board)
        self._join.joined.connect(self._publish)
        self._run = PublishRun(context, self)
        self._run.moved.connect(self._show_progress)
        self._run.ended.connect(self._published)
        self._run.failed.connect(self._not_published)
        self._add_words()
        self._add_field()
        self._add_parts()
        self._arrange()

    # ---- what the dialog asks ----

    @property
    @override
    def primary(self) -> str:
        tr = self.context.texts.tr
        match self._phase:
            case Phase.PASTING:
                return tr("Accept and publish")
            case Phase.JOINING:
                return tr("Being accepted …")
            case Phase.PUBLISHING:
                return tr("Being published …")
            case Phase.PUBLISHED:
                return tr("Done")

    @property
    @override
    def ready(self) -> bool:
        return not self.busy

    @property
    @override
    def busy(self) -> bool:
        return self._phase in {Phase.JOINING, Phase.PUBLISHING}

    @property
    @override
    def unsaved(self) -> bool:
        return self._phase is Phase.PASTING and bool(self.field.text().strip())

    @property
    @override
    def can_cancel(self) -> bool:
        return self._phase is not Phase.PUBLISHED

    @override
    def take_focus(self) -> None:
        self.look_around()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def submit(self) -> None:
        if self.busy:
            return
        if self._phase is Phase.PUBLISHED:
            self.settled.emit()
            return
        self._row.set_error(None)
        try:
            invitation = pasted(self.field.text())
        except UserError as error:
            self._refuse(error)
            return
        self.outcome.hide()
        self._enter(Phase.JOINING)
        self._join.accept(invitation)

    @override
    def look_around(self) -> None:
        if self._phase is Phase.PASTING:
            self.offer.look(self.field.text())

    def paste(self, text: str) -> None:
        """Take an invitation as if the owner had pasted it; nothing is accepted by that."""
        self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building ----

    def _add_words(self) -> None:
        tr = self.context.texts.tr
        lead = tr(
            "Your tourist association, or somebody you know, runs a calendar service and has sent "
            "you an invitation. Paste it here; nothing else is needed."
        )
        self.column.addWidget(
            Label(lead, Role.MUTED, wrap=True, name="invitation_words", parent=self)
        )
        self.now = InUse(self.context, self, "invitation")
        self.now.removed.connect(self._removed)
        self.now.show_kept(self._kept)
        self.column.addWidget(self.now)

    def _add_field(self) -> None:
        tr = self.context.texts.tr
        self.offer = ClipOffer(self.context.texts, self)
        self.offer.taken.connect(self.paste)
        self.column.addWidget(self.offer)
        self.field = QLineEdit(self)
        self.field.setObjectName("invitation_edit")
        self.field.setPlaceholderText("https://kalender.example/einladung/…")
        self.field.textChanged.connect(self._typed)
        self._row = FormRow(
            tr("Invitation"),
            self.field,
            hint=self._hint,
            parent=self,
        )
        self.column.addWidget(self._row)

    def _add_parts(self) -> None:
        texts = self.context.texts
        self.welcome = WelcomeCard(texts, self)
        self.changes = Banner(Tone.CAREFUL, "", name="invitation_changes", parent=self)
        self.changes.hide()
        self.board = TrialBoard(texts, self, texts.tr("Accepting the invitation"))
        self.key = KeyLine(self.context, self)
        self.outcome = Outcome(self.context, self)
        self.outcome.again_wanted.connect(self._again)
        self.outcome.take_over_wanted.connect(self._take_over)
        for widget in (self.welcome, self.changes, self.board, self.key, self.outcome):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    # ---- what the owner does ----

    def _typed(self, text: str) -> None:
        self._row.set_error(None)
        self.outcome.hide()
        if text:
            self.offer.hide()
        if self._phase is Phase.PUBLISHED:
            self._enter(Phase.PASTING)
        self.welcome.hide()
        self.board.hide()
        found = self._invitation()
        self._show_changes(found)
        self._join.look(found)

    def _invitation(self) -> Invitation | None:
        try:
            return pasted(self.field.text())
        except UserError:
            return None

    def _removed(self) -> None:
        # What lies there is taken away in the background.
        Work(self.context.services.publishing.run).start()
        self.settled.emit()

    # ---- what comes of it ----

    def _welcome(self, invitation: Invitation, welcome: Welcome) -> None:
        self.welcome.show_welcome(invitation, welcome)
        self.look_here.emit(self.welcome)

    def _refuse(self, error: UserError) -> None:
        self._enter(Phase.PASTING)
        self._row.set_error(self.context.texts.tell(error))
        self.look_here.emit(self._row)

    def _show_board(self) -> None:
        told = self.context.texts.tr("Asking who invites you …") if self._join.looking else ""
        self._row.set_hint(told or self._hint)
        self.board.setVisible(self._join.board is not None)
        if self._join.board is not None:
            self.board.show_board(self._join.board, running=False)
            self.look_here.emit(self.board)

    @property
    def _hint(self) -> str:
        return self.context.texts.tr(
            "The whole address from the mail or message; the whole mail does as well."
        )

    def _publish(self) -> None:
        self._enter(Phase.PUBLISHING)
        self._run.upload()

    def _again(self) -> None:
        if self._phase is Phase.PUBLISHED:
            self._publish()
        else:
            self.submit()

    def _take_over(self) -> None:
        self._enter(Phase.PUBLISHING)
        self._run.take_over()

    def _show_progress(self) -> None:
        if self._run.running:
            self.outcome.show_progress(self._run.progress)
            self.look_here.emit(self.outcome)

    def _published(self) -> None:
        self._enter(Phase.PUBLISHED)
        try:
            self._kept = self.context.services.publishing.current()
            self.now.show_kept(self._kept)
            self.outcome.show_links()
        except UserError as error:
            self.outcome.show_error(error)
        self.look_here.emit(self.outcome)

    def _not_published(self, error: UserError) -> None:
        # It is set up: the job in the background goes on trying.
        self._enter(Phase.PUBLISHED)
        self.outcome.show_error(error)
        self.look_here.emit(self.outcome)

    # ---- how it looks ----

    def _show_changes(self, invitation: Invitation | None) -> None:
        """Say which addresses change once the invitation is accepted."""
        told = told_of_move(self.context, self._kept, invitation.service) if invitation else None
        self.changes.setVisible(told is not None)
        if told is not None:
            self.changes.set_content(Tone.CAREFUL, told.lead, told.text)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._arrange()

    def _arrange(self) -> None:
        pasting = self._phase is Phase.PASTING
        self.field.setEnabled(pasting or self._phase is Phase.PUBLISHED)
        kept = self._kept
        self.now.setVisible(pasting and kept is not None and kept.kind is WebspaceKind.RELAY)
        if not pasting:
            self.offer.hide()
            self.changes.hide()
        if self._phase is Phase.PUBLISHED:
            self.welcome.hide()
        self.state_changed.emit()
