"""Looking at an invitation, and accepting it, on workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.publishing.faults import WebspaceError
from app.core.publishing.relay.board import invitation_board
from app.core.publishing.setup.trial import failed
from app.services.publishing.keeping.secrets import Keeping
from app.ui.base.work import Work

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.publishing.relay.invitation import Invitation
    from app.core.publishing.setup.trial import Board, StepResult
    from app.services.publishing.relay.joining import Welcome
    from app.services.services import Services


class JoinRun(QObject):
    """One invitation after the other; what a former one still tells is not listened to.

    Signals:
        welcomed(Invitation, Welcome): who invites.
        refused(UserError): it cannot be accepted.
        moved(): `board` is another than before.
        joined(): it was accepted, and the links shall lie there from now on.
    """

    welcomed = Signal(object, object)
    refused = Signal(object)
    moved = Signal()
    joined = Signal()
    _told = Signal(object)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._looked_at: Invitation | None = None
        self.board: Board | None = None
        self.looking = False
        self.running = False
        self._told.connect(self._take_step)

    def look(self, invitation: Invitation | None) -> None:
        """Ask who invites; None asks nobody, and forgets who was asked."""
        if invitation == self._looked_at:
            return
        self._looked_at = invitation
        self.board = None
        self.looking = invitation is not None
        self.moved.emit()
        if invitation is None:
            return
        work = Work(lambda: (invitation, self._services.joining.look(invitation)))
        work.done.connect(self._welcome)
        work.failed.connect(lambda error: self._refuse(invitation, error))
        work.start()

    def accept(self, invitation: Invitation) -> None:
        """Accept it, and put the links there from now on."""
        self._looked_at = invitation
        self.looking, self.running = False, True
        self.board = invitation_board(invitation.host)
        self.moved.emit()
        work = Work(lambda: self._accept(invitation))
        work.done.connect(self._join)
        work.failed.connect(self._fail)
        work.start()

    # ---- on the worker ----

    def _accept(self, invitation: Invitation) -> None:
        services = self._services
        joined = services.joining.accept(invitation, key_place(services), self._told.emit)
        services.publishing.set_up(joined.webspace, joined.secret, key_place(services))
        services.joining.done(invitation, self._told.emit)

    # ---- on the GUI thread ----

    def _take_step(self, result: StepResult) -> None:
        if self.board is not None:
            self.board = self.board.after(result)
            self.moved.emit()

    def _welcome(self, found: tuple[Invitation, Welcome]) -> None:
        invitation, welcome = found
        if invitation == self._looked_at and self.looking:
            self.looking = False
            self.welcomed.emit(invitation, welcome)
            self.moved.emit()

    def _refuse(self, invitation: Invitation, error: UserError) -> None:
        if invitation == self._looked_at and self.looking:
            self.looking = False
            # Asked again, it may answer.
            self._looked_at = None
            self.refused.emit(error)
            self.moved.emit()

    def _join(self, _: object) -> None:
        self.running = False
        self.moved.emit()
        self.joined.emit()

    def _fail(self, error: UserError) -> None:
        self.running = False
        self._looked_at = None
        if self.board is not None and isinstance(error, WebspaceError):
            self.board = self.board.after(failed(error))
        self.moved.emit()
        self.refused.emit(error)


def key_place(services: Services) -> Keeping:
    """Return where the key is kept: nobody could type it, so it is never asked for."""
    return Keeping.KEYRING if services.secrets.keyring_works() else Keeping.FILE
