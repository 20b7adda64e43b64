"""``/betreiber/``: the page of whoever runs the service, behind a sign-in of its own.

All pages lie in one folder and name each other beside it: the service may stand below a path. What
changes something comes by a form that has the session's sign in it (see `Visit.form_sign`), and the
cookie comes with no request that another site has begun.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from app.core.errors import UserError
from app.i18n import Catalogue
from app.relay.accounts.account import INVITATION_DAYS, LINKS
from app.relay.tables.engine import DatabaseDownError
from app.relay.uses.inviting import InvitedAlreadyError
from app.relay.uses.owners import Owner, Owners, to_look_at
from app.relay.uses.relay import Relay
from app.relay.web.asking.bounds import SPAN, Bound, Bounds
from app.relay.web.asking.flood import stranger
from app.relay.web.host.door_page import (
    no_key_page,
    old_form_page,
    refused_page,
    sign_in_page,
    too_often_page,
    unavailable_page,
)
from app.relay.web.host.home_page import ON_A_PAGE, Home, Part, Typed, home_page
from app.relay.web.host.invited_page import invited_page
from app.relay.web.host.owner_page import Shown, ask_page, owner_page
from app.relay.web.host.parts import LOOK
from app.relay.web.host.visit import Visit, hand_over, take_back, token_in
from app.relay.web.pages.sheet import answered, reader_texts
from app.server.web.answers import RETRY_AFTER

logger = logging.getLogger(__name__)

PATH = "/betreiber"
FORM_MOST = 8 * 1024
"""Bytes that a form may have."""
_OPEN = frozenset({"host.near", "host.home", "host.sign_in"})
"""What whoever is not signed in may ask for."""
_ID = "<int(max=9223372036854775807):account_id>"
"""What both databases take as a number."""


class HostPages:
    """The host's pages over one service.

    Args:
        relay: the service.
        bounds: how often one may try to get in.
    """

    def __init__(self, relay: Relay, bounds: Bounds) -> None:
        self._relay = relay
        self._owners = Owners(relay.store)
        self._keys: Bound = bounds.host_keys
        self._strangers: Bound = bounds.strangers

    def blueprint(self) -> Blueprint:
        """Return the paths, to be registered in an app."""
        pages = Blueprint("host", __name__)
        pages.before_request(self._admit)
        pages.after_request(_forgotten)
        pages.register_error_handler(HTTPException, _refused)
        pages.register_error_handler(Exception, _failed)
        for path, method, act in self._paths():
            pages.add_url_rule(PATH + path, act.__name__, act, methods=[method])
        return pages

    def _paths(self) -> tuple[tuple[str, str, Callable[..., Response]], ...]:
        return (
            ("", "GET", self.near),
            ("/", "GET", self.home),
            ("/anmelden", "POST", self.sign_in),
            ("/abmelden", "POST", self.sign_out),
            ("/einladen", "POST", self.invite),
            (f"/konto-{_ID}", "GET", self.owner),
            (f"/einladen-{_ID}", "POST", self.invite_again),
            (f"/beenden-{_ID}", "GET", self.ask),
            (f"/beenden-{_ID}", "POST", self.revoke),
        )

    def near(self) -> Response:
        """Lead from the address without its slash to the one with it."""
        return _see(f"{PATH[1:]}/")

    def home(self) -> Response:
        """Show all owners; whoever is not signed in, the way in."""
        visit = _visit()
        if visit.token:
            return self._home(visit, Typed())
        if not self._relay.admitting.has_key():
            return answered(LOOK, visit.texts, 403, no_key_page(visit.texts))
        return answered(LOOK, visit.texts, 200, sign_in_page(visit.texts))

    def sign_in(self) -> Response:
        """Let in who has the key."""
        texts, who = _visit().texts, stranger(request.environ)
        if self._keys.reached(who):
            return _too_often(texts)
        token = self._relay.admitting.sign_in(request.form.get("key", "").strip())
        if token is None:
            self._keys.count(who)
            if not self._relay.admitting.has_key():
                return answered(LOOK, texts, 403, no_key_page(texts))
            refused = texts.tr("This key opens nothing. Please check that it is whole.")
            return answered(LOOK, texts, 403, sign_in_page(texts, refused))
        # A session that the browser held before has ended; it gets another one.
        g.forget = False
        answer = _see(".")
        hand_over(answer, token, self._relay.hosting.service().address)
        return answer

    def sign_out(self) -> Response:
        """End the session."""
        self._relay.admitting.sign_out(_visit().token)
        g.forget = True
        return _see(".")

    def invite(self) -> Response:
        """Invite an owner, and show the address."""
        visit, form = _visit(), request.form
        typed = Typed(form.get("name", ""), form.get("links", str(LINKS)), form.get("days", ""))
        try:
            invited = self._relay.hosting.invite(
                typed.name, _number(typed.links), _number(typed.days)
            )
        except DatabaseDownError:
            raise
        except UserError as error:
            refused = _sentence(visit.texts, error)
            return self._home(visit, Typed(typed.name, typed.links, typed.days, refused), 422)
        page = invited_page(visit, invited, self._relay.hosting.service())
        return answered(LOOK, visit.texts, 200, page)

    def owner(self, account_id: int) -> Response:
        """Show one owner."""
        found = self._found(account_id)
        return _nothing() if found is None else self._shown(found)

    def invite_again(self, account_id: int) -> Response:
        """Invite an owner to the account that is theirs."""
        visit, form = _visit(), request.form
        found = self._found(account_id)
        if found is None:
            return _nothing()
        links, days = form.get("links", ""), form.get("days", str(INVITATION_DAYS))
        try:
            invited = self._relay.hosting.invite_again(account_id, _number(links), _number(days))
        except DatabaseDownError:
            raise
        except UserError as error:
            return self._shown(found, links, days, _sentence(visit.texts, error))
        page = invited_page(visit, invited, self._relay.hosting.service())
        return answered(LOOK, visit.texts, 200, page)

    def ask(self, account_id: int) -> Response:
        """Ask before an owner is given up."""
        found, visit = self._found(account_id), _visit()
        if found is None:
            return _nothing()
        if found.account.revoked_at is not None:
            return _see(f"konto-{account_id}")
        return answered(LOOK, visit.texts, 200, ask_page(visit, found))

    def revoke(self, account_id: int) -> Response:
        """Give an owner up. Who asks for that twice finds it done."""
        found = self._found(account_id)
        if found is None:
            return _nothing()
        if found.account.revoked_at is None:
            self._relay.hosting.revoke(account_id)
        return _see(f"konto-{account_id}")

    def _admit(self) -> Response | None:
        """Let nobody further who is not signed in, and change nothing that another site asks."""
        request.max_content_length = FORM_MOST
        texts, token = reader_texts(), token_in(request.cookies)
        g.visit = Visit("", texts)
        if token:
            who = stranger(request.environ)
            if self._strangers.reached(who):
                return _too_often(texts)
            if self._relay.admitting.is_signed_in(token):
                g.visit = Visit(token, texts)
            else:
                self._strangers.count(who)
                g.forget = True
        if not g.visit.token:
            return None if request.endpoint in _OPEN else _see(".")
        if request.method == "GET" or request.endpoint in _OPEN:
            return None
        if g.visit.has_sent(request.form.get("form", "")):
            return None
        return answered(LOOK, texts, 403, old_form_page(texts))

    def _home(self, visit: Visit, typed: Typed, status: int = 200) -> Response:
        now = self._relay.store.clock.now()
        owners = self._owners.stand()
        name = request.args.get("suche", "").strip()
        found = to_look_at(owners, now, name)
        whole = Part((), len(found), 1, name)
        number = min(max(1, _number(request.args.get("seite", "")) or 1), whole.last)
        shown = self._owners.with_reads(found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE])
        home = Home(
            service=self._relay.hosting.service(),
            stats=self._owners.stats(owners),
            part=Part(tuple(shown), len(found), number, name),
            typed=typed,
            now=now,
        )
        return answered(LOOK, visit.texts, status, home_page(visit, home))

    def _found(self, account_id: int) -> Owner | None:
        account = self._owners.account(account_id)
        return None if account is None else self._owners.of(account)

    def _shown(
        self, owner: Owner, links: str = "", days: str = str(INVITATION_DAYS), refused: str = ""
    ) -> Response:
        visit = _visit()
        reads = self._owners.reads(owner.account)
        shown = Shown(owner, reads, self._relay.store.clock.now(), links, days, refused)
        status = 422 if refused else 200
        return answered(LOOK, visit.texts, status, owner_page(visit, shown))


def _visit() -> Visit:
    visit: Visit = g.visit
    return visit


def _number(text: str) -> int:
    """Return the number that somebody typed, 0 where it is none: that many are never allowed."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _sentence(texts: Catalogue, error: UserError) -> str:
    if isinstance(error, InvitedAlreadyError):
        # That of the error names a command.
        return texts.tr(
            "“{name}” has been invited already. Open them in the list for a new invitation.",
            **error.values,
        )
    return texts.tell(error)


def _see(place: str) -> Response:
    """Lead to another page of this folder, whatever the service is called and stands below."""
    answer = answered(LOOK, reader_texts(), 303, "")
    answer.headers["Location"] = place
    return answer


def _nothing() -> Response:
    texts = reader_texts()
    return answered(LOOK, texts, 404, refused_page(texts))


def _too_often(texts: Catalogue) -> Response:
    answer = answered(LOOK, texts, 429, too_often_page(texts))
    answer.headers["Retry-After"] = str(int(SPAN))
    return answer


def _refused(error: HTTPException) -> Response:
    texts = reader_texts()
    return answered(LOOK, texts, error.code or 400, refused_page(texts))


def _failed(error: Exception) -> Response:
    # Not left to Flask: what was sent may be a key, and stands in no log.
    if isinstance(error, UserError):
        logger.info("the host's page could not be given: %s", error)
    else:
        logger.error("the host's page could not be given", exc_info=error)
    texts = reader_texts()
    answer = answered(LOOK, texts, 503, unavailable_page(texts))
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _forgotten(answer: Response) -> Response:
    """Say that a page depends on the cookie; let a browser forget one that opens nothing."""
    answer.headers["Vary"] = "Accept-Language, Cookie"
    if g.get("forget"):
        take_back(answer)
    return answer
