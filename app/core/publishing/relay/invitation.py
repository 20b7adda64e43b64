"""An invitation to a calendar service, as owners paste it: whole, torn by a mail program, or cut.

Its secret opens an access once. No sentence here quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from app.core.errors import UserError
from app.core.publishing.relay.protocol import INVITATION_PAGE, is_secret
from app.core.web_address import completed, is_ip, readable
from app.dataclass import dataclass

LONGEST = 20_000
"""Characters of what is pasted that are looked at: a whole mail has fewer."""
_SECRET_SIGNS = 43
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]|(?m:^[ \t]*(?:>[ \t]*)+)")
"""What nobody sees, and what mail programs put before the lines of a mail that is answered."""
_PAGE = re.compile(re.escape(INVITATION_PAGE), re.IGNORECASE)
_SCHEME = re.compile("https?://", re.IGNORECASE)
_ENDS_BEFORE = frozenset(" \t\r\n\"'“”„«»<>(){}|,;?#=&")
"""What stands around an address in a text, and never in that of a service."""
_LONGEST_ADDRESS = 300
_TORN_BEGINNING = re.compile(r"(https?)\s*:\s*/\s*/\s*", re.IGNORECASE)
_RUN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where a service is, without a slash at the end, and the secret that it gave out."""

    service: str
    secret: str

    @property
    def host(self) -> str:
        """The service's name, as people write it."""
        return urlsplit(readable(self.service)).netloc

    def __repr__(self) -> str:
        return f"Invitation({self.host!r})"


def pasted(text: str) -> Invitation:
    """Return the invitation that a pasted text holds: its address alone, or a whole mail.

    Raises:
        UserError: there is none in it, it is cut, or the way there is not encrypted.
    """
    text = _INVISIBLE.sub("", text[:LONGEST]).strip()
    if not text:
        raise UserError("Please paste the invitation that you were given.")
    # Some mail programs lead addresses through their own, which carries them quoted.
    for each in (text, unquote(text)):
        joined = _without_gaps(each)
        found = _first(joined) or _first(each) or _first(_scheme_mended(each))
        if found is not None:
            return found
    if any(address for address, _ in _beginnings("".join(text.split()))):
        raise UserError(
            "The invitation is not complete, its end is missing. Please copy the whole address."
        )
    if is_secret(text):
        raise UserError(
            "The beginning of the invitation is missing. Please copy the whole address; it begins "
            "with https://."
        )
    raise UserError(
        "This is no invitation. It is an address that begins with https:// and holds the word "
        "“einladung”; you get it from whoever runs the calendar service."
    )


def seems_invitation(text: str) -> bool:
    """Tell whether a text, such as that of the clipboard, holds an invitation."""
    whole = "".join(_INVISIBLE.sub("", text[:LONGEST]).split())
    if INVITATION_PAGE.strip("/") not in unquote(whole).lower():
        return False
    try:
        pasted(text)
    except UserError:
        return False
    return True


def _without_gaps(text: str) -> str:
    """Return `text` as one address where it is nothing else, blanks and line breaks left out."""
    whole = "".join(text.split())
    found = list(_beginnings(whole))
    if len(found) != 1:
        return ""
    address, end = found[0]
    alone = end <= len(address) + len(INVITATION_PAGE) + 1
    return whole if alone and len(whole) <= end + _SECRET_SIGNS + 1 else ""


def _scheme_mended(text: str) -> str:
    return _TORN_BEGINNING.sub(r"\1://", text)


def _beginnings(text: str) -> Iterator[tuple[str, int]]:
    """Yield what may be the address of a service, and where a secret may begin behind it."""
    for page in _PAGE.finditer(text):
        begin = page.start()
        while (
            begin > max(0, page.start() - _LONGEST_ADDRESS) and text[begin - 1] not in _ENDS_BEFORE
        ):
            begin -= 1
        # Two that stand one behind the other, with nothing in between.
        schemes = list(_SCHEME.finditer(text, begin, page.start()))
        begin = schemes[-1].start() if schemes else begin
        yield text[begin : page.start()], page.end()


def _first(text: str) -> Invitation | None:
    """Return the first whole invitation in a text.

    Raises:
        UserError: there is one, but its service is reached without encryption.
    """
    for address, end in _beginnings(text):
        secret = _secret(text[end : end + _LONGEST_ADDRESS])
        service = _service(address) if secret else ""
        if service:
            return Invitation(service, secret)
    return None


def _secret(rest: str) -> str:
    """Return the secret that `rest` begins with, also torn into pieces; empty where it is none."""
    gathered = ""
    for piece in rest.split(maxsplit=_SECRET_SIGNS):
        run = _RUN.match(piece)
        gathered += run[0] if run else ""
        if len(gathered) >= _SECRET_SIGNS or run is None or run[0] != piece:
            break
    return gathered if is_secret(gathered) else ""


def _service(address: str) -> str:
    """Return the address of a service, empty where it is none (UserError: not encrypted)."""
    try:
        service = completed(address)
    except UserError:
        return ""  # its sentence would quote what stands around it
    parts = urlsplit(service)
    host = parts.hostname or ""
    here = host == "localhost" or (is_ip(host) and ip_address(host.partition("%")[0]).is_loopback)
    if parts.scheme != "https" and not here:
        raise UserError(
            "The invitation leads to {host} without encryption (http), so others could read along "
            "and nothing was sent. Please ask for one that begins with https://.",
            host=host,
        )
    return service
