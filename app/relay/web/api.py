"""The API of desktops: what each path does. All but the invitation want a key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from app.core.errors import UserError
from app.core.publishing.relay import protocol
from app.core.publishing.relay.protocol import FileKind, Refusal
from app.relay.accounts.account import Account
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.accepting import Welcome
from app.relay.uses.relay import Relay
from app.relay.web.asking.bounds import SPAN, Bounds
from app.relay.web.asking.flood import stranger
from app.server.web.answers import GUARDS, RETRY_AFTER

_AT_ONCE = 64 * 1024
_BEARER = "Bearer "
_CALENDAR = "text/calendar; charset=utf-8"
_JSON = "application/json"
_LINES = "text/plain; charset=utf-8"
_NUMBER_SIGNS = 18


class Api:
    """The paths of the API over one service.

    Args:
        relay: the service.
        bounds: how often one may ask.
    """

    def __init__(self, relay: Relay, bounds: Bounds) -> None:
        self._relay = relay
        self._bounds = bounds

    def blueprint(self) -> Blueprint:
        """Return the paths, to be registered in an app."""
        api = Blueprint("api", __name__, url_prefix=protocol.API)
        api.before_request(self._admit)
        api.after_request(self._guarded)
        api.register_error_handler(RefusedError, _refused)
        api.register_error_handler(UserError, _unavailable)
        for path, method, act in self._paths():
            api.add_url_rule(
                path.removeprefix(protocol.API), f"{act.__name__}", act, methods=[method]
            )
        return api

    def _paths(self) -> tuple[tuple[str, str, Callable[..., Response]], ...]:
        one_file = f"{protocol.FILES_PATH}/<name>"
        return (
            (protocol.INVITATION_PATH, "POST", self.invitation),
            (protocol.ACCEPT_PATH, "POST", self.accept),
            (protocol.FILES_PATH, "GET", self.files),
            (one_file, "GET", self.get_file),
            (one_file, "PUT", self.put_file),
            (one_file, "DELETE", self.delete_file),
            (protocol.STATES_PATH, "PUT", self.states),
            (protocol.READS_PATH, "GET", self.reads),
            (protocol.ACCOUNT_PATH, "GET", self.account),
            (protocol.ACCOUNT_PATH, "DELETE", self.leave),
        )

    def invitation(self) -> Response:
        """Who invites, and until when."""
        asked = self._asked({"secret"})
        return self._for_strangers(lambda: self._relay.accepting.look(asked["secret"]))

    def accept(self) -> Response:
        """Exchange an invitation for a key."""
        asked = self._asked({"secret", "key", "house"})
        return self._for_strangers(
            lambda: self._relay.accepting.accept(asked["secret"], asked["key"], asked["house"])
        )

    def files(self) -> Response:
        """The digests of all that lies there."""
        found = self._relay.uploading.files(_account())
        g.account = found.account
        return _json({"files": found.files, **self._standing(found.account)})

    def get_file(self, name: str) -> Response:
        """One file, as it was put there."""
        body = self._relay.uploading.get(_account(), name)
        kind = protocol.file_name(name)
        calendar = kind is not None and kind.kind is FileKind.CALENDAR
        return Response(body, content_type=_CALENDAR if calendar else _JSON)

    def put_file(self, name: str) -> Response:
        """Put a file there, or replace it; confirmed when it is on the disk."""
        wanted = protocol.file_name(name)
        if wanted is None:
            raise RefusedError(Refusal.NAME)
        body = _body(wanted.most)
        shown_name = request.headers.get(protocol.FILE_NAME, "")
        return self._changed(self._relay.uploading.put(_account(), name, body, shown_name))

    def delete_file(self, name: str) -> Response:
        """Take a file away."""
        return self._changed(self._relay.uploading.delete(_account(), name))

    def states(self) -> Response:
        """Say which addresses were given up, and which are switched off."""
        asked = _read(_body(protocol.STATES_MOST), {"gone", "closed"})
        gone, closed = asked["gone"], asked["closed"]
        if not isinstance(gone, list) or not isinstance(closed, list):
            raise RefusedError(Refusal.NOT_OURS)
        return self._changed(self._relay.uploading.set_states(_account(), gone, closed))

    def reads(self) -> Response:
        """Who has read since a number."""
        after = request.args.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) <= _NUMBER_SIGNS):
            raise RefusedError(Refusal.NOT_OURS)
        lines = self._relay.read_log.reads(_account(), int(after))
        return Response(lines, content_type=_LINES)

    def account(self) -> Response:
        """What the service knows of this owner."""
        account = _account()
        lies = self._relay.uploading.lies(account)
        service = self._relay.hosting.service()
        return _json(
            {
                "name": account.name,
                "links": account.links,
                "links_used": lies.links,
                "bytes_used": lies.bytes,
                "service": service.address,
                "operator": service.operator,
                **self._standing(account),
            }
        )

    def leave(self) -> Response:
        """End the account: all its addresses answer 410 from now on."""
        self._relay.uploading.leave(_account())
        return Response(status=204)

    def _admit(self) -> None:
        """Let nobody in without a key, but to an invitation; note whose key it is."""
        if request.url_rule is None or request.path in {
            protocol.INVITATION_PATH,
            protocol.ACCEPT_PATH,
        }:
            return
        who = stranger(request.environ)
        if self._bounds.strangers.reached(who):
            raise _too_often()
        said = request.headers.get("Authorization", "")
        try:
            if not said.startswith(_BEARER):
                raise RefusedError(Refusal.UNKNOWN_KEY)  # noqa: TRY301  # counted like any other
            account = self._relay.uploading.signed_in(said.removeprefix(_BEARER))
        except RefusedError:
            self._bounds.strangers.count(who)
            raise
        if self._bounds.account.count(str(account.id)):
            raise _too_often()
        g.account = account

    def _for_strangers(self, act: Callable[[], Welcome]) -> Response:
        """Answer who has an invitation; who guesses has to wait soon."""
        who = stranger(request.environ)
        if self._bounds.strangers.reached(who):
            raise _too_often()
        try:
            welcome = act()
        except RefusedError:
            self._bounds.strangers.count(who)
            raise
        service, account = welcome.service, welcome.account
        return _json(
            {
                "name": account.name,
                "links": account.links,
                "service": service.address,
                "operator": service.operator,
                "instance": service.instance,
                "expires": welcome.expires_at.isoformat(timespec="seconds"),
            }
        )

    def _asked(self, fields: set[str]) -> dict[str, Any]:
        return _read(_body(protocol.ASK_MOST), fields)

    def _changed(self, account: Account) -> Response:
        g.account = account
        return _json(self._standing(account))

    def _standing(self, account: Account) -> dict[str, object]:
        return {"instance": self._relay.store.instance, "revision": account.revision}

    def _guarded(self, answer: Response) -> Response:
        """Put on every answer what none may lack, and how the account stands where it is known."""
        for name, value in GUARDS:
            answer.headers[name] = value
        answer.headers["Cache-Control"] = "no-store"
        if self._relay.store.known_instance:
            answer.headers[protocol.INSTANCE] = self._relay.store.known_instance
        account: Account | None = g.get("account")
        if account is not None:
            answer.headers[protocol.REVISION] = str(account.revision)
        return answer


def _account() -> Account:
    account: Account = g.account
    return account


def _body(most: int) -> bytes:
    """Return what was sent, which is at most so long (RefusedError)."""
    length = request.content_length
    if length is not None and length > most:
        # Who is still sending when we hang up hears no answer; a proxy says then that we are away.
        while length <= protocol.SENT_MOST and request.stream.read(_AT_ONCE):
            pass
        raise RefusedError(Refusal.TOO_LARGE)
    # What comes without a length is not read further than it may go.
    body = request.stream.read(most + 1)
    if len(body) > most:
        raise RefusedError(Refusal.TOO_LARGE)
    return body


def _read(body: bytes, fields: set[str]) -> dict[str, Any]:
    """Return an object of JSON with these fields and no others (RefusedError)."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(Refusal.NOT_OURS) from None
    if not isinstance(told, dict) or set(told) != fields:
        raise RefusedError(Refusal.NOT_OURS)
    return told


def _json(told: object, status: int = 200) -> Response:
    return Response(json.dumps(told) + "\n", status=status, content_type=_JSON)


def _refused(error: RefusedError) -> Response:
    answer = _json({"error": error.refusal.value}, error.status)
    if error.retry_after is not None:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def _unavailable(_: UserError) -> Response:
    return _refused(RefusedError(Refusal.UNAVAILABLE, RETRY_AFTER))


def refusal_of(error: HTTPException) -> Response:
    """Return what a path of the API answers to a request that reaches nothing."""
    if isinstance(error, MethodNotAllowed):
        answer = _refused(RefusedError(Refusal.METHOD))
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    elif isinstance(error, RequestEntityTooLarge):
        answer = _refused(RefusedError(Refusal.TOO_LARGE))
    elif error.code is not None and error.code < 500:
        answer = _refused(RefusedError(Refusal.NOT_FOUND))
    else:
        answer = _refused(RefusedError(Refusal.UNAVAILABLE, RETRY_AFTER))
    for name, value in GUARDS:
        answer.headers[name] = value
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _too_often() -> RefusedError:
    return RefusedError(Refusal.TOO_OFTEN, int(SPAN))
