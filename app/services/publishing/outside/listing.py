"""Whether a webspace shows everybody the list of its folder: who knows a name reads the file."""

from __future__ import annotations

from app.core.publishing.outside.problems import Problem
from app.core.publishing.outside.reading import Answer, Verdict, names
from app.core.web_address import readable
from app.services.publishing.outside.stranger import Stranger
from app.services.publishing.outside.transport import ReadingError


class Listing:
    """What comes under the address of a folder itself; asked for once, when that is first wanted.

    Args:
        stranger: who reads.
        address: that of the folder, without a slash at the end.
    """

    def __init__(self, stranger: Stranger, address: str) -> None:
        self._stranger = stranger
        self._address = address
        self._answers: list[Answer] | None = None

    def verdict(self, name: str) -> Verdict | None:
        """Return what is wrong where the name of a file is shown to all, None where it is not.

        Raises:
            ReadingStoppedError: it was stopped.
        """
        if any(names(answer, name) for answer in self._read()):
            return Verdict(Problem.LISTED, readable(f"{self._address}/"))
        return None

    def _read(self) -> list[Answer]:
        if self._answers is None:
            try:
                self._answers = [self._stranger.read(f"{self._address}/")]
            except ReadingError:
                # As good as none: nobody is shown anything.
                self._answers = []
        return self._answers
