"""The WSGI app: what has a token first, and the few pages beside. Knows no sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flask import Flask, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.core.clock import Clock
from app.core.links.availability import Website
from app.server.web.answers import NOT_FOUND, UNFRAMED
from app.server.web.feeds import FeedApp, FeedSource
from app.server.web.token_app import Record
from app.server.web.website import WebsiteApp, WebsiteSource
from app.services.feeds.feeds import Feed

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

# Google refuses feeds where this file is missing or denies them.
ROBOTS = "User-agent: *\nAllow: /cal/\n"
HEALTH = "lives\n"


class Source(FeedSource, WebsiteSource, Protocol):
    """Where everything with a token comes from; ``app.services.feeds.feeds.Feeds`` is one."""

    def kept_answer(self, token: str) -> Feed | None:
        """Return as `answer`, where nothing has to be built or looked up for it; else None."""
        ...

    def kept_website(self, token: str) -> Website | None:
        """Return as `website`, where nothing has to be made or looked up for it; else None."""
        ...


def create_app(feeds: Source, record: Record, clock: Clock) -> WSGIApplication:
    """Return the whole app.

    Args:
        feeds: where calendars and the pages for websites come from.
        record: notes each fetch, without waiting.
        clock: what time it is.
    """
    websites = WebsiteApp(feeds, record, plain_pages(), feeds.kept_website)
    return FeedApp(feeds, record, clock, websites, feeds.kept_answer)


def plain_pages() -> Flask:
    """Return the few pages that stand beside what has a token; what is not named is not found."""
    pages = Flask("zimmerfrei", static_folder=None, template_folder=None)
    pages.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    # What is not named is not found: no redirect to something like it.
    pages.url_map.merge_slashes = False
    pages.url_map.redirect_defaults = False

    @pages.get("/robots.txt")
    def robots() -> Response:
        return _text(ROBOTS)

    @pages.get("/health")
    def health() -> Response:
        return _text(HEALTH)

    @pages.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        answer = Response(NOT_FOUND.body, NOT_FOUND.status, NOT_FOUND.headers)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer = _text("Method Not Allowed\n")
            answer.status_code = 405
            answer.headers["Allow"] = "GET, HEAD"
        return answer

    return pages


def _text(text: str) -> Response:
    answer = Response(text, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.extend(UNFRAMED)
    return answer
