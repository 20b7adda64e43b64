"""The address that opens a draft in the owner's mail program (RFC 6068). Nothing is sent by it."""

from __future__ import annotations

from urllib.parse import quote

LONGEST = 2000
"""So many characters of such an address every system hands on; some cut longer ones in silence."""


def mail_draft(to: str, subject: str, body: str) -> str:
    """Return the address of a draft; `to` may be empty, `body` may have many lines."""
    lines = "\r\n".join(body.splitlines())
    return f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(lines)}"
