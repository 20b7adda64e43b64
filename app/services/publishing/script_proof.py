"""Proving from outside that the script on a webspace answers for the addresses of calendars."""

from __future__ import annotations

from app.core.publishing.apache import script_faults
from app.core.publishing.apache.script import SCRIPT_FILE
from app.core.publishing.faults import WebspaceError
from app.core.publishing.outside.reading import Answer, Verdict
from app.core.publishing.webspace import CALENDAR_END
from app.services.publishing.outside.stranger import Stranger
from app.services.publishing.outside.transport import ReadingError


class Proof:
    """Reads the webspace as a stranger would.

    Args:
        stranger: who reads.
        address: what public addresses begin with.
        token: that of a file which lies there for this.
        body: what is in it.
        gone: a token that the script is told was given up.
    """

    def __init__(
        self, stranger: Stranger, address: str, token: str, body: bytes, gone: str
    ) -> None:
        self._stranger = stranger
        self._address = address
        self._token = token
        self._body = body
        self._gone = gone

    def require_php(self) -> None:
        """Make sure that the script runs where it lies.

        Raises:
            WebspaceError: it does not, or nobody can tell now.
        """
        answer = self._read(SCRIPT_FILE)
        if answer.by_script:
            return
        if answer.status == 404:
            raise script_faults.not_there(self._address)
        raise script_faults.no_php()

    def leads(self) -> bool:
        """Tell whether it answers for the calendars: for one that lies there, and for one gone.

        Raises:
            WebspaceError: nobody can tell now.
        """
        there = self._read(self._token + CALENDAR_END)
        if not (there.by_script and there.status == 200 and there.body == self._body):
            return False
        gone = self._read(self._gone + CALENDAR_END)
        return gone.by_script and gone.status == 410

    def _read(self, name: str) -> Answer:
        try:
            return self._stranger.read(f"{self._address}/{name}")
        except ReadingError as error:
            raise _fault(error) from None


def _fault(error: ReadingError) -> WebspaceError:
    return script_faults.not_read(Verdict(error.problem, error.detail))
