"""Under which public address a webspace's folder can be read: guesses, which the trial proves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from app.core.publishing.webspace import Webspace, WebspaceKind
from app.core.web_address import completed, is_ip

MOST = 12
"""So many are tried at most: each costs a reading."""
_ROOTS = frozenset(
    {
        "htdocs",
        "httpdocs",
        "public_html",
        "html",
        "www",
        "web",
        "webroot",
        "wwwroot",
        "public",
        "docroot",
        "webseiten",
    }
)
"""What hosters call the folder with which a website begins."""
_OF_SERVERS = re.compile(r"^(?:ftps?|sftp|ssh|webdav|dav|s3)\.")
_WWW = "www."


def addresses(webspace: Webspace) -> tuple[str, ...]:
    """Return the addresses under which its files may be readable, the likeliest first.

    What the owner has entered is the beginning; without that, the name of the server is. Each is
    whole, without a slash at the end.

    Raises:
        UserError: what was entered is no address.
    """
    typed = completed(webspace.address) if webspace.address.strip() else ""
    parts = [part for part in webspace.folder.split("/") if part not in {"", ".", "~"}]
    if webspace.kind is WebspaceKind.FOLDER:
        # A path of this computer: nobody knows where on the website it comes to lie.
        parts = parts[-1:]
    if webspace.kind is WebspaceKind.NEXTCLOUD and typed:
        # It has said so itself.
        return (typed,)
    begun = [typed] if typed else list(_of_server(webspace, parts))
    likely = [address for start in begun for address in _below(start, parts)]
    likely += [other for address in likely[:2] if (other := _with_www(address))]
    return tuple(dict.fromkeys(_encrypted_first(likely)))[:MOST]


def _below(start: str, parts: list[str]) -> Iterator[str]:
    """Yield where a folder may be below an address, the likeliest first."""
    given = urlsplit(start)
    paths = ["/".join(map(quote, some)) for some in _endings(parts, given.hostname or "")]
    origin = f"{given.scheme}://{given.netloc}"
    if given.path:
        # Who has entered a path knows it.
        yield start
    for path in paths:
        yield f"{start}/{path}" if path else start
    if given.path:
        for path in paths:
            yield f"{origin}/{path}" if path else origin


def _endings(parts: list[str], host: str) -> Iterator[list[str]]:
    """Yield what of a folder's path may be part of the address: that behind its root first.

    Where a hoster gives each domain a folder of its own, that is called like the domain.
    """
    roots = [
        place
        for place, part in enumerate(parts)
        if part.lower() in _ROOTS or part.lower().removeprefix(_WWW) == host.removeprefix(_WWW)
    ]
    if roots:
        yield parts[roots[-1] + 1 :]
    for beginning in range(len(parts) + 1):
        yield parts[beginning:]


def _of_server(webspace: Webspace, parts: list[str]) -> Iterator[str]:
    host = webspace.host.strip()
    if not host:
        return
    if webspace.kind is WebspaceKind.S3:
        server = urlsplit(completed(host))
        bucket, *_ = [*parts, ""]
        yield f"{server.scheme}://{server.netloc}"
        if bucket:
            yield f"{server.scheme}://{bucket}.{server.netloc}"
        return
    # Where files are carried in is not where they are read: only the name says something.
    name = urlsplit(host).hostname if "://" in host else host.partition(":")[0]
    yield completed(f"https://{_OF_SERVERS.sub('', name or '')}")


def _with_www(address: str) -> str | None:
    given = urlsplit(address)
    host = given.hostname or ""
    if is_ip(host) or host.startswith(_WWW) or "." not in host:
        return None
    return address.replace(f"://{given.netloc}", f"://{_WWW}{given.netloc}", 1)


def _encrypted_first(addresses: Iterable[str]) -> Iterator[str]:
    """Yield each address, before one with http the same with https."""
    for address in addresses:
        given = urlsplit(address)
        if given.scheme == "http" and given.port is None and not is_ip(given.hostname or ""):
            yield address.replace("http://", "https://", 1)
        yield address
