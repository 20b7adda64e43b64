"""What the addresses with a token have in common, whatever stands behind them.

Plain WSGI callables in front of everything else: Flask's dispatch would cost a third of the rate
(bench_tricks). They tell as well which answers are ready, so that those wait for no thread.
"""

from __future__ import annotations

import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from app.core.clock import WrongClockError
from app.core.errors import UserError
from app.core.links.availability import Website
from app.core.links.link import Origin
from app.server.web.answers import GONE, NOT_ALLOWED, NOT_FOUND, UNAVAILABLE, Answer
from app.server.web.origins import origin_of
from app.services.feeds.feeds import Closed, Feed

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

_READY = "zimmerfrei.ready"
"""In the environ: the answer that was ready."""
_NOBODY = "-"
_METHODS = frozenset({"GET", "HEAD"})
BEHIND = r"(?:[ \t\r\n/]|\u00c2\u00a0)*"
"""What an address may carry at its end from where it was copied: slashes and blanks of any kind.

Paths hold bytes as Latin-1 (PEP 3333); the last is the non-breaking space of UTF-8.
"""
Made = TypeVar("Made", bound=Feed | Website)


class Record(Protocol):
    """Notes one fetch without waiting: of which link, by whom, from where, with what answer, and
    the calendar that was given, if one was.
    """

    def __call__(
        self, link_id: int, agent: str, origin: Origin, status: int, feed: Feed = ..., /
    ) -> None: ...


AtOnce = Callable[["WSGIEnvironment"], bool]
"""Tells whether the answer to a request is ready; if so, the environ carries it into the app.

It is asked on the thread that looks after all readers: nothing is built for it, no table read.
"""


def at_once_of(app: WSGIApplication) -> AtOnce:
    """Return what tells which answers of `app` are ready; most apps know of none."""
    found: AtOnce | None = getattr(app, "at_once", None)
    return found or (lambda _: False)


class TokenApp(ABC, Generic[Made]):
    """Answers the addresses below `prefix` and passes everything else on.

    Args:
        ask: returns what the link with this token gives, whole, or raises.
        record: notes each fetch of a link, also of one that is closed.
        rest: the app that answers every other path.
        kept: returns what the link with this token gives where that is kept, else None.
    """

    what: ClassVar[str]
    """What it gives, for the log."""
    prefix: ClassVar[str]
    path: ClassVar[re.Pattern[str]]
    """The whole path, its first group the token."""

    def __init__(
        self,
        ask: Callable[[str], Made | Closed],
        record: Record,
        rest: WSGIApplication,
        kept: Callable[[str], Made | None] | None = None,
    ) -> None:
        self._ask = ask
        self._ask_kept = kept
        self._record = record
        self._rest = rest
        self._rest_at_once = at_once_of(rest)

    @abstractmethod
    def _given(self, environ: WSGIEnvironment, made: Made) -> Answer:
        """Return the answer that gives `made`, or says that the reader has it already."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(self.prefix):
            return self._rest(environ, start_response)
        method = environ["REQUEST_METHOD"]
        answer: Answer = environ.get(_READY) or (
            self._whole_or_error(environ, path) if method in _METHODS else NOT_ALLOWED
        )
        start_response(answer.status, answer.headers)
        return () if method == "HEAD" or not answer.body else (answer.body,)

    def at_once(self, environ: WSGIEnvironment) -> bool:
        """Tell whether the answer is ready, as `AtOnce` says."""
        path = environ["PATH_INFO"]
        if not path.startswith(self.prefix):
            return self._rest_at_once(environ)
        found = self.path.fullmatch(path)
        if self._ask_kept is None or found is None or environ["REQUEST_METHOD"] not in _METHODS:
            return False
        try:
            made = self._ask_kept(found[1])
            if made is not None:
                environ[_READY] = self._noted(environ, made, self._given(environ, made))
        except Exception:  # noqa: BLE001  # it comes again on the thread that answers, which says so
            return False
        return made is not None

    def _whole_or_error(self, environ: WSGIEnvironment, path: str) -> Answer:
        try:
            return self._answer(environ, path)
        except WrongClockError:
            # The owner is told once, by who looks after the clock, and not at each request.
            return UNAVAILABLE
        except UserError as error:
            logger.error(  # noqa: TRY400
                "a %s was refused, nothing less than the whole: %s", self.what, error
            )
        except Exception:
            logger.exception("a %s was refused, nothing less than the whole", self.what)
        return UNAVAILABLE

    def _answer(self, environ: WSGIEnvironment, path: str) -> Answer:
        found = self.path.fullmatch(path)
        # What can be no token is asked for like any other, so that it takes the same time.
        made = self._ask(found[1] if found else _NOBODY)
        if isinstance(made, Closed):
            answer = GONE if made.gone else NOT_FOUND
        else:
            answer = self._given(environ, made)
        return self._noted(environ, made, answer)

    def _noted(self, environ: WSGIEnvironment, made: Made | Closed, answer: Answer) -> Answer:
        """Return `answer`, with a note of who is given it."""
        if made.link_id is not None:
            # Whoever asks for the head alone is given nothing.
            given = isinstance(made, Feed) and environ["REQUEST_METHOD"] == "GET"
            self._record(
                made.link_id,
                environ.get("HTTP_USER_AGENT", ""),
                origin_of(environ.get("REMOTE_ADDR", "")),
                answer.code,
                *((made,) if given else ()),
            )
        return answer
