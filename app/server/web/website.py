"""``/kalender/<token>``: the availability calendar that owners put into their websites."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.core.links.address_forms import Theme
from app.core.links.availability import Website
from app.dataclass import dataclass
from app.server.web.answers import COMMON, Answer
from app.server.web.conditions import tag_matches
from app.server.web.languages import page_language
from app.server.web.themes import page_theme
from app.server.web.token_app import BEHIND, Record, TokenApp
from app.services.calendars.website_page import POLICIES, website_page
from app.services.feeds.feeds import Closed

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication, WSGIEnvironment

KEPT_PAGES = 256
"""Pages that are kept, some 20 kB each: those asked for last, by link, language and colours."""


class WebsiteSource(Protocol):
    """Where days come from; implemented by ``app.services.feeds.feeds.Feeds``."""

    def website(self, token: str) -> Website | Closed:
        """Return what is free and occupied by the link with this token, or raise."""
        ...


@dataclass(frozen=True, slots=True)
class _Ready:
    """One page in one language and colours, made once, and what it was made of."""

    website: Website
    etag: str
    whole: Answer
    unchanged: Answer


class WebsiteApp(TokenApp[Website]):
    """Answers the addresses of availability calendars and passes everything else on.

    Args:
        source: where days come from.
        record: notes each fetch of a link, also of one that is disabled.
        rest: the app that answers every other path.
        kept: returns the days of the link with this token where they are kept and current, else
            None.
    """

    what = "page"
    prefix = "/kalender/"
    path = re.compile(rf"/kalender/([A-Za-z0-9_-]{{1,64}}){BEHIND}")

    def __init__(
        self,
        source: WebsiteSource,
        record: Record,
        rest: WSGIApplication,
        kept: Callable[[str], Website | None] | None = None,
    ) -> None:
        super().__init__(source.website, record, rest, kept)
        self._kept: dict[tuple[int, str, Theme], _Ready] = {}
        self._keeping = threading.Lock()

    def _given(self, environ: WSGIEnvironment, made: Website) -> Answer:
        query = environ.get("QUERY_STRING", "")
        language = page_language(query, environ.get("HTTP_ACCEPT_LANGUAGE", ""), made.language)
        theme = page_theme(query, environ.get("HTTP_SEC_FETCH_DEST", ""))
        ready = self._made_ready(made, language, theme)
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None and tag_matches(tags, ready.etag):
            return ready.unchanged
        return ready.whole

    def _made_ready(self, website: Website, language: str, theme: Theme) -> _Ready:
        key = (website.link_id, language, theme)
        # One page at a time: it is made in two milliseconds, at most once a day if nothing changes.
        with self._keeping:
            ready = self._kept.pop(key, None)
            if ready is None or not _same(ready.website, website):
                ready = _ready(website, language, theme)
            self._kept[key] = ready
            if len(self._kept) > KEPT_PAGES:
                del self._kept[next(iter(self._kept))]
        return ready


def _same(one: Website, other: Website) -> bool:
    return (one.version, one.today) == (other.version, other.today)


def _ready(website: Website, language: str, theme: Theme) -> _Ready:
    body = website_page(website, language, theme)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    whole = Answer(
        "200 OK",
        [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Content-Language", language),
            ("Vary", "Accept-Language, Sec-Fetch-Dest"),
            ("ETag", etag),
            ("Content-Security-Policy", POLICIES[theme]),
            *COMMON,
        ],
        body,
    )
    return _Ready(website, etag, whole, whole.unchanged())
