"""Stands in front of the calendars: who asks for address after address that nobody knows must wait.

What is kept is answered all the same, so that a portal which asks for a whole region through one
computer misses no calendar for some old addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from app.relay.web.asking.bounds import SPAN, Bound
from app.server.hosting.limits import reader_at
from app.server.web.answers import GUARDS, Answer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PATH = re.compile(r"/(?:cal|kalender)/([^/]*)")
_BODY = b"Too Many Requests\n"
TOO_OFTEN = Answer(
    "429 Too Many Requests",
    [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(_BODY))),
        ("Retry-After", str(int(SPAN))),
        *GUARDS,
    ],
    _BODY,
)


class Flood:
    """Lets those through to `app` who do not guess.

    Args:
        app: answers the addresses of calendars and all else.
        knows: tells whether a token costs nothing to answer.
        unknown: counts addresses that nobody knows, by who asks.
    """

    def __init__(self, app: WSGIApplication, knows: Callable[[str], bool], unknown: Bound) -> None:
        self._app = app
        self._knows = knows
        self._unknown = unknown

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        found = _PATH.match(environ["PATH_INFO"])
        if found is None or self._knows(found[1]):
            return self._app(environ, start_response)
        who = stranger(environ)
        if self._unknown.reached(who):
            start_response(TOO_OFTEN.status, TOO_OFTEN.headers)
            return (TOO_OFTEN.body,)

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if status.startswith("404"):
                self._unknown.count(who)
            return start_response(status, headers, *more)

        return self._app(environ, started)


def stranger(environ: WSGIEnvironment) -> str:
    """Return whom requests are counted for: an address, of IPv6 its network."""
    address = environ.get("REMOTE_ADDR", "")
    return reader_at(address) or address
