"""Meine Website: the access data, the trial as it happens, and what came of publishing."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.setup.trial import TrialStoppedError
from app.core.publishing.setup.typed import concerned
from app.core.publishing.webspace import Secret, WebspaceKind
from app.override import override
from app.ui.base.work import Work
from app.ui.kit import Banner, Button, Tone
from app.ui.publishing.base.reach_page import ReachPage
from app.ui.publishing.secret.keeping_choice import KeepingChoice
from app.ui.publishing.secret.password_dialog import secret_of
from app.ui.publishing.uploading.outcome import Outcome
from app.ui.publishing.uploading.publish_run import PublishRun
from app.ui.publishing.webspace.board_count import BoardCount, counted_as
from app.ui.publishing.webspace.changed_addresses import told_of_change
from app.ui.publishing.webspace.in_use import InUse
from app.ui.publishing.webspace.trial_board import TrialBoard
from app.ui.publishing.webspace.trial_run import TrialRun
from app.ui.publishing.webspace.webspace_form import WebspaceForm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.publishing.webspace import KeptWebspace, Webspace
    from app.ui.base.context import Context


class Phase(enum.Enum):
    """What the owner and the program are about."""

    TYPING = enum.auto()
    TRYING = enum.auto()
    PUBLISHING = enum.auto()
    PUBLISHED = enum.auto()


class WebspacePage(ReachPage):
    """One button does it all: it tries the webspace and, where all is well, publishes.

    What was typed stays in its fields, whatever goes wrong; the sentence about it stands at the
    field where it can be mended.
    """

    def __init__(self, context: Context, kept: KeptWebspace | None, parent: QWidget) -> None:
        super().__init__(context, "webspace_page", parent)
        self._in_use = kept
        self._kept = _own(kept)
        self._phase = Phase.TYPING
        self._edited = False
        self._trial: TrialRun | None = None
        self._count = BoardCount(context, self)
        self._count.moved.connect(self._show_board)
        self._run = PublishRun(context, self)
        self._run.moved.connect(self._show_progress)
        self._run.ended.connect(self._published)
        self._run.failed.connect(self._not_published)
        self.now = InUse(context, self)
        self.now.show_kept(self._kept)
        self.now.removed.connect(self._removed)
        self.form = WebspaceForm(context.texts, self)
        self.changes = Banner(Tone.CAREFUL, "", name="address_changes", parent=self)
        self.changes.hide()
        self.board = TrialBoard(context.texts, self)
        self.believe = self._make_believe()
        self.keeping = KeepingChoice(context, self)
        self.outcome = Outcome(context, self)
        for widget in (
            self.now, self.form, self.changes, self.board, self.believe, self.keeping, self.outcome,
        ):  # fmt: skip
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.form.edited.connect(self._take_edit)
        self.board.count_wanted.connect(self._count.ask)
        self.board.stop_wanted.connect(self._stop_trial)
        self.outcome.again_wanted.connect(self._again)
        self.outcome.type_wanted.connect(self._tell_type)
        self.outcome.take_over_wanted.connect(self._take_over)
        if self._kept is not None:
            self.form.show_kept(self._kept)
        self._show_changes()
        self._arrange()

    def _removed(self) -> None:
        # What lies there is taken away in the background.
        Work(self.context.services.publishing.run).start()
        self._edited = False
        self.settled.emit()

    # ---- what the dialog asks ----

    @property
    @override
    def primary(self) -> str:
        tr = self.context.texts.tr
        match self._phase:
            case Phase.TRYING:
                return tr("Being tried …")
            case Phase.PUBLISHING:
                return tr("Being published …")
            case Phase.PUBLISHED:
                return tr("Done")
            case Phase.TYPING:
                return tr("Publish calendars now") if self._kept is None else tr("Apply changes")

    @property
    @override
    def ready(self) -> bool:
        return not self.busy

    @property
    @override
    def busy(self) -> bool:
        return self._phase in {Phase.TRYING, Phase.PUBLISHING}

    @property
    @override
    def unsaved(self) -> bool:
        return self._edited and self._phase is not Phase.PUBLISHED

    @property
    @override
    def can_cancel(self) -> bool:
        return self._phase is not Phase.PUBLISHED

    @property
    @override
    def hoster(self) -> str:
        return self.form.chips.current()

    @override
    def take_focus(self) -> None:
        self.form.take_focus()

    @override
    def submit(self) -> None:
        if self.busy:
            return
        if self._phase is Phase.PUBLISHED:
            self.settled.emit()
            return
        filled = self.form.filled()
        if filled is None:
            return
        self.believe.hide()
        self._count.of(None)
        filled = counted_as(filled, self.context.services.publishing.current())
        self._trial = TrialRun(self.context.services, filled, self._kept_secret)
        self._trial.moved.connect(self._show_board)
        self._trial.succeeded.connect(self._publish)
        self._trial.failed.connect(self._refused)
        self._enter(Phase.TRYING)
        self._trial.start()

    @override
    def leave(self) -> None:
        if self._trial is not None:
            self._trial.abandon()
            self._trial = None

    # ---- the trial ----

    def _kept_secret(self) -> Secret | None:
        """Return the secret of the webspace in use; on a worker."""
        return secret_of(self.context, self._kept) if self._kept else None

    def _stop_trial(self) -> None:
        if self._trial is not None:
            self._trial.stop()
            self.board.stop.setEnabled(False)

    def _show_board(self) -> None:
        if self._trial is not None:
            self._count.board = self._trial.board
        running = self._trial is not None and self._trial.running
        self.board.show_board(self._count.board, running=running, countable=self._count.may_ask)
        self.look_here.emit(self.board)

    def _refused(self, error: UserError) -> None:
        self._trial = None
        self._enter(Phase.TYPING)
        if isinstance(error, TrialStoppedError):
            self.context.notices.say(self.context.texts.tell(error))
            return
        if not isinstance(error, WebspaceError):
            self.outcome.show_error(error)
            self.look_here.emit(self.outcome)
            return
        if error.step is Step.IDENTITY and self.form.typed().kind is WebspaceKind.SFTP:
            self.believe.setVisible(self._kept is not None and bool(self._kept.identity))
        self.form.set_error(concerned(error), self.context.texts.tell(error))
        self.look_here.emit(self.form)

    def _make_believe(self) -> Button:
        texts = self.context.texts
        button = Button(
            texts.tr("My hoster confirms the new fingerprint: trust it from now on"),
            name="believe_anew",
            parent=self,
        )
        button.clicked.connect(self._believe_anew)
        button.hide()
        return button

    def _believe_anew(self) -> None:
        self.form.believe_anew()
        self.submit()

    # ---- publishing ----

    def _publish(self, webspace: Webspace, secret: Secret) -> None:
        self._trial = None
        self._count.of(webspace)
        self._enter(Phase.PUBLISHING)
        self._run.set_up(webspace, secret, self.keeping.chosen())

    def _again(self) -> None:
        if self._phase is Phase.PUBLISHED:
            self._enter(Phase.PUBLISHING)
            self._run.upload()
        else:
            self.submit()

    def _tell_type(self) -> None:
        self._enter(Phase.PUBLISHING)
        self._run.tell_content_type()

    def _take_over(self) -> None:
        self._enter(Phase.PUBLISHING)
        self._run.take_over()

    def _show_progress(self) -> None:
        if self._run.running:
            self.outcome.show_progress(self._run.progress)
            self.look_here.emit(self.outcome)

    def _published(self) -> None:
        self._edited = False
        self._in_use = self._kept = self.context.services.publishing.current()
        self._enter(Phase.PUBLISHED)
        self._count.set_up(done=True)
        try:
            self.now.show_kept(self._kept)
            self.outcome.show_links()
        except UserError as error:
            self.outcome.show_error(error)
        self.look_here.emit(self.outcome)

    def _not_published(self, error: UserError) -> None:
        # Once it is set up, the job in the background goes on trying.
        self._enter(Phase.TYPING if self._run.set_up_failed else Phase.PUBLISHED)
        self._count.set_up(done=not self._run.set_up_failed)
        self.outcome.show_error(error)
        self.look_here.emit(self.outcome)

    # ---- how it looks ----

    def _take_edit(self) -> None:
        self._edited = True
        self.believe.hide()
        if self._phase is Phase.PUBLISHED:
            self.outcome.hide()
            self._enter(Phase.TYPING)
        self._show_changes()
        self.keeping.setVisible(self.form.typed().kind is not WebspaceKind.FOLDER)

    def _show_changes(self) -> None:
        """Say which addresses change if the calendars go where the form says."""
        told = told_of_change(self.context, self._in_use, self.form.typed())
        self.changes.setVisible(told is not None)
        if told is not None:
            self.changes.set_content(Tone.CAREFUL, told.lead, told.text)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._arrange()

    def _arrange(self) -> None:
        typing = self._phase is Phase.TYPING
        self.form.setEnabled(typing or self._phase is Phase.PUBLISHED)
        self.keeping.setEnabled(typing)
        self.now.setVisible(typing and self._kept is not None)
        if typing:
            self.outcome.hide()
        self.keeping.setVisible(typing and self.form.typed().kind is not WebspaceKind.FOLDER)
        self.state_changed.emit()


def _own(kept: KeptWebspace | None) -> KeptWebspace | None:
    """Return the webspace in use where it is one that this form can set up.

    The key of a calendar service must never be tried as the password of anything else.
    """
    return None if kept is None or kept.kind is WebspaceKind.RELAY else kept
