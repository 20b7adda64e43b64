"""Who visits the host's page: a session's cookie, and the sign by which its forms are known."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from flask import Response

from app.dataclass import dataclass
from app.i18n import Catalogue
from app.relay.accounts.session import AT_MOST

COOKIE, SECURE_COOKIE = "zimmerfrei-host", "__Host-zimmerfrei"
"""By a name that begins like this a browser sends it to this one host alone, and by https."""
_PURPOSE = b"form of the host's page"


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that was let in, and the language of its user."""

    token: str
    texts: Catalogue

    @property
    def form_sign(self) -> str:
        """What every form of this session has in it: another site cannot know it."""
        return hmac.new(self.token.encode(), _PURPOSE, hashlib.sha256).hexdigest()

    def has_sent(self, sign: str) -> bool:
        """Tell whether a form that says this is one of this session's."""
        return hmac.compare_digest(self.form_sign.encode(), sign.encode("utf-8", "replace"))


def token_in(cookies: Mapping[str, str]) -> str:
    """Return what a browser holds of a session, empty where it has none."""
    return cookies.get(SECURE_COOKIE) or cookies.get(COOKIE) or ""


def hand_over(answer: Response, token: str, address: str) -> None:
    """Let the browser hold a session, as long as it may last.

    Args:
        answer: what carries it.
        token: the session.
        address: of the service. By http it is only reached on its own computer.
    """
    secure = not address.startswith("http://")
    answer.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=int(AT_MOST.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="Strict",
    )


def take_back(answer: Response) -> None:
    """Let the browser forget its session."""
    for name, secure in ((SECURE_COOKIE, True), (COOKIE, False)):
        answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Strict")
