"""``/einladung/<secret>``: what an invited owner sees who opens the invitation in a browser.

Looking uses nothing up. An invitation that was used, has expired or never was is one answer, byte
for byte, so that a stranger learns nothing of it.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.core.publishing.relay.protocol import INVITATION_PAGE
from app.i18n import Catalogue
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.inviting import invitation_address
from app.relay.uses.relay import Relay
from app.relay.web.asking.bounds import SPAN, Bound
from app.relay.web.asking.flood import stranger
from app.relay.web.pages.invitation_page import LOOK, Shown, welcome_page
from app.relay.web.pages.qr import qr_svg
from app.relay.web.pages.sheet import answered, message_page, reader_texts
from app.server.web.answers import RETRY_AFTER


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
        texts = reader_texts()
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
        return answered(LOOK, texts, 200, welcome_page(shown, texts))


def unavailable() -> Response:
    """Return the page where the service could not look."""
    texts = reader_texts()
    page = message_page(
        LOOK,
        texts.tr("Please try again in a few minutes"),
        texts.tr(
            "The calendar service cannot look for your invitation at this moment. Nothing is lost."
        ),
        texts,
    )
    answer = answered(LOOK, texts, 503, page)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _nothing(texts: Catalogue) -> Response:
    page = message_page(
        LOOK,
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
    return answered(LOOK, texts, 404, page)


def _too_often(texts: Catalogue) -> Response:
    page = message_page(
        LOOK,
        texts.tr("Please wait a minute"),
        texts.tr(
            "From your connection, invitations were asked for too often that do not exist. Please "
            "open this page again in a minute."
        ),
        texts,
    )
    answer = answered(LOOK, texts, 429, page)
    answer.headers["Retry-After"] = str(int(SPAN))
    return answer
