"""One running window per data folder: a second start raises the first window."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.services.data_folder.claims import Claim

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

logger = logging.getLogger(__name__)

_LOCK = "window.lock"
_ANSWER_MS = 5000
_MOST = 4096
"""Bytes that a second start can bring along."""
_BETWEEN = b"\n"
"""Stands between its right to come up and an invitation."""


class Instance(QObject):
    """This window's claim on its data folder.

    Signals:
        raise_wanted(): the program was started a second time; show the window.
        invited(str): that start was a click on an invitation, which stands here as it was clicked.
    """

    raise_wanted = Signal()
    invited = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder.resolve()
        # Held through the system: a number of a process, as Qt's own lock notes it, is in a
        # container soon another program's, or even ours.
        self._claim = Claim(self._folder / _LOCK)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the data folder for this window; False where another one has it.

        A folder that is not there yet, or that cannot be written to, has no other window.
        """
        try:
            return self._claim.take()
        except OSError:
            return True

    def listen(self) -> None:
        """Hear of further starts from now on."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415  # after the window shows

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # What a crashed window left; nobody listens there, for the claim is ours.
        QLocalServer.removeServer(self._name())
        if not server.listen(self._name()):
            logger.warning("a second start will not find this window: %s", server.errorString())
            return
        server.newConnection.connect(self._answer)
        self._server = server

    def raise_first(self, invitation: str = "") -> bool:
        """Have the window that has the folder come up; False where it does not answer.

        Args:
            invitation: what was clicked in a browser; handed on to that window.
        """
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

        from app.ui.window.coming_up import right_to_come_up  # noqa: PLC0415

        right = right_to_come_up()
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        heard = socket.waitForReadyRead(_ANSWER_MS)
        # It comes up when we hang up; an older version has done so itself.
        brought = right + _BETWEEN + invitation.encode() if invitation else right
        if socket.isValid() and brought:
            socket.write(brought)
            socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return heard

    def release(self) -> None:
        """Let the data folder go."""
        if self._server is not None:
            for caller in self.findChildren(Caller):
                caller.hang_up()
            self._server.close()
            self._server = None
        self._claim.release()

    def _name(self) -> str:
        """Where this folder's window is called: short, whatever the folder is called."""
        import hashlib  # noqa: PLC0415  # after the window shows

        path = str(self._folder).encode("utf-8", "surrogatepass")
        return f"zimmerfrei-{hashlib.sha256(path).hexdigest()[:24]}"

    def _answer(self) -> None:
        assert self._server is not None
        while (connection := self._server.nextPendingConnection()) is not None:
            caller = Caller(connection, self)
            caller.heard.connect(self._raise)
            caller.answer()

    def _raise(self, brought: bytes) -> None:
        from app.ui.window.coming_up import take_right  # noqa: PLC0415  # after the window shows

        right, _, invitation = brought.partition(_BETWEEN)
        take_right(right)
        self.raise_wanted.emit()
        if invitation:
            self.invited.emit(invitation.decode(errors="replace"))


class Caller(QObject):
    """A second start, as the first window sees it: told that somebody is here, heard to the end.

    Signals:
        heard(bytes): what it has brought along, when it has hung up.
    """

    heard = Signal(bytes)

    def __init__(self, connection: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._connection = connection
        self._brought = b""
        self._ended = False
        connection.setParent(self)
        connection.readyRead.connect(self._read)
        connection.disconnected.connect(self._end)

    def answer(self) -> None:
        """Say that somebody is here; to be called once, when who wants to hear is connected."""
        self._connection.write(b"here")
        self._connection.flush()
        if not self._connection.isValid():
            self._end()  # it was only here for a moment

    def hang_up(self) -> None:
        """End it without having heard it."""
        self._ended = True
        self._connection.abort()

    def _read(self) -> None:
        if self._connection.bytesAvailable() > 0:
            self._brought += bytes(self._connection.readAll().data())[:_MOST]

    def _end(self) -> None:
        if not self._ended:
            self._ended = True
            self._read()
            self.heard.emit(self._brought[:_MOST])
            self.deleteLater()
