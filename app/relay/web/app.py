"""The whole WSGI app of the service: calendars and pages by the server's own code, the API beside.

Knows no sockets: any server of WSGI runs it, in as many processes as wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError

from app.core.errors import UserError
from app.core.publishing.relay.protocol import API, INVITATION_PAGE
from app.relay.uses.relay import Relay
from app.relay.web.api import Api, refusal_of
from app.relay.web.asking.bounds import Bounds
from app.relay.web.asking.flood import Flood
from app.relay.web.host.pages import HostPages
from app.relay.web.pages.invitation import Invitations, unavailable
from app.server.web.answers import NOT_FOUND
from app.server.web.app import plain_pages
from app.server.web.feeds import FeedApp
from app.server.web.website import WebsiteApp

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


logger = logging.getLogger(__name__)


class RelayApp:
    """The service over one database; its jobs begin with the first request.

    Args:
        relay: the service.
        bounds: how often one may ask.
    """

    def __init__(self, relay: Relay, bounds: Bounds | None = None) -> None:
        bounds = bounds or Bounds()
        self.pages = _pages(relay, bounds)
        self._relay = relay
        answers, record = relay.answers, relay.fetch_queue.record
        feeds = FeedApp(answers, record, relay.store.clock, WebsiteApp(answers, record, self.pages))
        self._app: WSGIApplication = Flood(feeds, answers.knows, bounds.unknown)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._relay.start()
        return self._app(environ, start_response)


def _pages(relay: Relay, bounds: Bounds) -> Flask:
    pages = plain_pages()
    pages.register_blueprint(Api(relay, bounds).blueprint())
    pages.register_blueprint(Invitations(relay, bounds.strangers).blueprint())
    pages.register_blueprint(HostPages(relay, bounds).blueprint())

    @pages.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        if request.path.startswith(f"{API}/"):
            return refusal_of(error)
        return Response(NOT_FOUND.body, NOT_FOUND.status, NOT_FOUND.headers)

    @pages.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        # Not left to Flask, which would name the path, and with it a secret, in the log.
        if isinstance(error, UserError):
            logger.info("a request was not answered: %s", error)
        else:
            logger.error("a request was not answered", exc_info=error)
        if request.path.startswith(INVITATION_PAGE):
            return unavailable()
        return refusal_of(InternalServerError())

    return pages
