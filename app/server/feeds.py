"""``/cal/<token>/<name>.ics``: a plain WSGI callable in front of everything else.

Flask's dispatch would cost a third of the rate; this path needs none of it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from email.utils import formatdate
from typing import TYPE_CHECKING, Protocol

from app.core.clock import Clock
from app.core.errors import UserError
from app.core.link import Origin
from app.server.answers import (
    GONE,
    GUARDS,
    NOT_ALLOWED,
    NOT_FOUND,
    UNAVAILABLE,
    Answer,
)
from app.server.conditions import date_matches, tag_matches
from app.server.origins import origin_of
from app.services.feeds import Closed, Feed

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

PREFIX = "/cal/"
# The name is for people. `[^/]` and not `.`: what follows a further slash is another address.
_PATH = re.compile(r"/cal/([A-Za-z0-9_-]{1,64})/[^/]+\.ics")
_NOBODY = "-"

Record = Callable[[int, str, Origin, int], None]
"""Notes one fetch without waiting: link, agent, origin, status."""


class FeedSource(Protocol):
    """Where calendars come from; implemented by ``app.services.feeds.Feeds``."""

    def answer(self, token: str) -> Feed | Closed:
        """Return the feed of the link with this token, whole, or raise."""
        ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """The answers of one feed, made once: with and without Last-Modified."""

    feed: Feed
    dated: Answer
    undated: Answer
    dated_unchanged: Answer
    undated_unchanged: Answer


class FeedApp:
    """Answers the addresses of links and passes everything else on.

    Args:
        feeds: where calendars come from.
        record: notes each fetch of a link, also of one that is disabled.
        clock: what time it is.
        rest: the app that answers every other path.
    """

    def __init__(
        self, feeds: FeedSource, record: Record, clock: Clock, rest: WSGIApplication
    ) -> None:
        self._feeds = feeds
        self._record = record
        self._clock = clock
        self._rest = rest
        self._ready: dict[int, _Ready] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._rest(environ, start_response)
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            answer = NOT_ALLOWED
        else:
            answer = self._whole_or_error(environ, path)
        start_response(answer.status, answer.headers)
        return () if method == "HEAD" or not answer.body else (answer.body,)

    def _whole_or_error(self, environ: WSGIEnvironment, path: str) -> Answer:
        try:
            return self._answer(environ, path)
        except UserError as error:
            logger.error("a feed was refused, nothing less than the whole: %s", error)  # noqa: TRY400
        except Exception:
            logger.exception("a feed was refused, nothing less than the whole")
        return UNAVAILABLE

    def _answer(self, environ: WSGIEnvironment, path: str) -> Answer:
        found = _PATH.fullmatch(path)
        # What can be no token is asked for like any other, so that it takes the same time.
        feed = self._feeds.answer(found[1] if found else _NOBODY)
        if isinstance(feed, Closed):
            answer = GONE if feed.gone else NOT_FOUND
        else:
            answer = self._conditional(environ, self._made_ready(feed))
        if feed.link_id is not None:
            self._record(
                feed.link_id,
                environ.get("HTTP_USER_AGENT", ""),
                origin_of(environ.get("REMOTE_ADDR", "")),
                answer.code,
            )
        return answer

    def _conditional(self, environ: WSGIEnvironment, ready: _Ready) -> Answer:
        feed = ready.feed
        # Dates have whole seconds. While the second of the change lasts, another change may come
        # that the same date would hide (RFC 9110 §8.8.2.2).
        settled = self._clock.now().timestamp() >= feed.modified + 1
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            unchanged = tag_matches(tags, feed.etag)
        else:
            since = environ.get("HTTP_IF_MODIFIED_SINCE")
            unchanged = settled and since is not None and date_matches(since, feed.modified)
        if unchanged:
            return ready.dated_unchanged if settled else ready.undated_unchanged
        return ready.dated if settled else ready.undated

    def _made_ready(self, feed: Feed) -> _Ready:
        ready = self._ready.get(feed.link_id)
        if ready is None or ready.feed is not feed:
            ready = self._ready[feed.link_id] = _ready(feed)
        return ready


def _ready(feed: Feed) -> _Ready:
    undated = Answer(
        "200 OK",
        [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Length", str(len(feed.body))),
            ("Content-Disposition", f'inline; filename="{feed.file_name}"'),
            ("ETag", feed.etag),
            *GUARDS,
        ],
        feed.body,
    )
    modified = ("Last-Modified", formatdate(feed.modified, usegmt=True))
    dated = replace(undated, headers=[*undated.headers, modified])
    return _Ready(feed, dated, undated, _unchanged(dated), _unchanged(undated))


def _unchanged(answer: Answer) -> Answer:
    # Content-Length would be that of a body which is not sent.
    headers = [header for header in answer.headers if header[0] != "Content-Length"]
    return Answer("304 Not Modified", headers, b"")
