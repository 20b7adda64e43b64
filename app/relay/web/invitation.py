"""``/einladung/<secret>``: what an invited owner sees who opens the invitation in a browser.

Looking uses nothing up. An invitation that was used, has expired or never was is one answer, byte
for byte, so that a stranger learns nothing of it.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.core.publishing.relay.protocol import INVITATION_PAGE
from app.i18n import WINDOW_LANGUAGES, Catalogue, catalogue
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.inviting import invitation_address
from app.relay.uses.relay import Relay
from app.relay.web.bounds import SPAN, Bound
from app.relay.web.flood import stranger
from app.relay.web.invitation_page import POLICY, Shown, message_page, welcome_page
from app.relay.web.qr import qr_svg
from app.server.web.answers import COMMON, RETRY_AFTER
from app.server.web.languages import page_language

_OURS = tuple(WINDOW_LANGUAGES)
_OTHERWISE = _OURS[0]
_GUARDS = {
    **dict(COMMON),
    # Its address lets somebody in: no copy of it shall lie anywhere.
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": POLICY,
    "Vary": "Accept-Language",
}


class Invitations:
    """The page of an invitation.

    Args:
        relay: the service.
        strangers: counts secrets that open nothing, by who asks; the API counts with it.
    """

    def __init__(self, relay: Relay, strangers: Bound) -> None:
        self._relay = relay
        self._strangers = strangers

    def blueprint(self) -> Blueprint:
        """Return the path, to be registered in an app."""
        pages = Blueprint("invitation", __name__)
        pages.add_url_rule(f"{INVITATION_PAGE}<secret>", "page", self.page, methods=["GET"])
        return pages

    def page(self, secret: str) -> Response:
        """Who invites, and what to do now."""
        texts = _texts()
        who = stranger(request.environ)
        if self._strangers.reached(who):
            return _too_often(texts)
        try:
            welcome = self._relay.accepting.look(secret)
        except RefusedError:
            self._strangers.count(who)
            return _nothing(texts)
        address = invitation_address(welcome.service.address, secret)
        shown = Shown(
            name=welcome.account.name,
            operator=welcome.service.operator,
            address=address,
            left=welcome.expires_at - self._relay.store.clock.now(),
            code=qr_svg(address),
        )
        return _answer(texts, 200, welcome_page(shown, texts))


def unavailable() -> Response:
    """Return the page where the service could not look."""
    texts = _texts()
    page = message_page(
        texts.tr("Please try again in a few minutes"),
        texts.tr(
            "The calendar service cannot look for your invitation at this moment. Nothing is lost."
        ),
        texts,
    )
    answer = _answer(texts, 503, page)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _nothing(texts: Catalogue) -> Response:
    page = message_page(
        texts.tr("This invitation leads nowhere"),
        texts.tr(
            "An invitation holds for some days, and it can be accepted once. Or a piece of the "
            "address is missing: please open it once more from the message that you were sent. If "
            "that does not help, ask for a new one; it is made in a moment."
        ),
        texts,
        texts.tr(
            "You have accepted it in Zimmerfrei already? Then all is well, and you do not need "
            "this page any more."
        ),
    )
    return _answer(texts, 404, page)


def _too_often(texts: Catalogue) -> Response:
    page = message_page(
        texts.tr("Please wait a minute"),
        texts.tr(
            "From your connection, invitations were asked for too often that do not exist. Please "
            "open this page again in a minute."
        ),
        texts,
    )
    answer = _answer(texts, 429, page)
    answer.headers["Retry-After"] = str(int(SPAN))
    return answer


def _texts() -> Catalogue:
    accepted = request.headers.get("Accept-Language", "")
    query = request.query_string.decode("latin-1")
    return catalogue(page_language(query, accepted, _OTHERWISE, _OURS))


def _answer(texts: Catalogue, status: int, page: str) -> Response:
    answer = Response(page, status=status, content_type="text/html; charset=utf-8")
    answer.headers.extend(_GUARDS)
    answer.headers["Content-Language"] = texts.language.key
    return answer
