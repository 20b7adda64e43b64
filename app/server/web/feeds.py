"""``/cal/<token>/<name>.ics``: the calendars that portals and people subscribe to."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import formatdate
from typing import TYPE_CHECKING, Protocol

from app.core.clock import Clock
from app.server.web.answers import GUARDS, Answer
from app.server.web.conditions import date_matches, tag_matches
from app.server.web.token_app import BEHIND, Record, TokenApp
from app.services.feeds.feeds import Closed, Feed

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

SETTLES_AFTER = 60
"""Seconds for which the date of a change is neither told nor believed, ETags alone count.

The minute that HTTP itself took for two clocks, or two moments of one answer, to differ (RFC 7232
§2.2.2): many times what a slow memory card takes to sync a commit, and what a writer waits for
another one. A reader who knows dates alone gets the whole calendar once more, that is all.
"""


class FeedSource(Protocol):
    """Where calendars come from; implemented by ``app.services.feeds.feeds.Feeds``."""

    def answer(self, token: str) -> Feed | Closed:
        """Return the feed of the link with this token, whole, or raise."""
        ...


class FeedApp(TokenApp[Feed]):
    """Answers the addresses of calendars and passes everything else on.

    Args:
        feeds: where calendars come from.
        record: notes each fetch of a link, also of one that is disabled.
        clock: what time it is.
        rest: the app that answers every other path.
        kept: returns the feed of the link with this token where it is kept and current, else None.
    """

    what = "feed"
    prefix = "/cal/"
    # The name is for people. `[^/]` and not `.`: what follows a further slash is another address.
    path = re.compile(rf"/cal/([A-Za-z0-9_-]{{1,64}})/[^/]+\.[iI][cC][sS]{BEHIND}")

    def __init__(
        self,
        feeds: FeedSource,
        record: Record,
        clock: Clock,
        rest: WSGIApplication,
        kept: Callable[[str], Feed | None] | None = None,
    ) -> None:
        super().__init__(feeds.answer, record, rest, kept)
        self._clock = clock

    def _given(self, environ: WSGIEnvironment, made: Feed) -> Answer:
        settled = _settled(made.modified, self._clock)
        answer = _answer(made, made.modified if settled else None)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            unchanged = tag_matches(tags, made.etag)
        else:
            since = environ.get("HTTP_IF_MODIFIED_SINCE")
            unchanged = (
                settled
                and since is not None
                and made.modified is not None
                and date_matches(since, made.modified)
            )
        return answer.unchanged() if unchanged else answer


def _settled(modified: int | None, clock: Clock) -> bool:
    """Tell whether a date stands for one state of the data and no other.

    It was taken before the change was committed, which takes as long as the disk does. Nobody shall
    learn a date while a change of the same second may still be on its way: asked by that date
    alone, the answer would be 304 until the next change.
    """
    return modified is not None and clock.now().timestamp() >= modified + SETTLES_AFTER


def _answer(feed: Feed, modified: int | None) -> Answer:
    """Return the answer that gives `feed`, with the date of its last change where one is told."""
    headers = [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Length", str(len(feed.body))),
        ("Content-Disposition", f'inline; filename="{feed.file_name}"'),
        ("ETag", feed.etag),
        *GUARDS,
    ]
    if modified is not None:
        headers.append(("Last-Modified", formatdate(modified, usegmt=True)))
    return Answer("200 OK", headers, feed.body)
