"""What all links' addresses follow from: settings, the webspace in use, what was found there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from urllib.parse import urlsplit

from app.core.links.address import Check, LinkAddress, ReadAt
from app.core.links.link import Link, calendar_path, link_path
from app.core.links.reach import reach
from app.core.publishing.webspace import KeptWebspace, WebspaceKind, calendar_file, files_of
from app.core.web_address import readable
from app.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class AddressBook:
    """What all addresses follow from, as it was read at one moment.

    `base` is what those begin with that the program itself answers; `webspace` the one in use;
    `checks` the newest reading of each link, by id; `waiting` the links whose newest calendar the
    webspace does not hold yet; `failing` says that the last try to bring it up to date has failed,
    `put_last` when it went well last.
    """

    base: str
    webspace: KeptWebspace | None = None
    checks: Mapping[int, Check] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    failing: bool = False
    put_last: datetime | None = None

    @property
    def host(self) -> str:
        """The webspace's name in its public addresses, for people."""
        return "" if self.webspace is None else urlsplit(readable(self.webspace.address)).netloc

    def on_webspace(self, link: Link) -> bool:
        """Tell whether a link is read on the webspace."""
        return self.webspace is not None and not link.here_only

    def of(self, link: Link) -> LinkAddress:
        """Return the address of a link; it stays the same while the link is disabled."""
        check = self.checks.get(link.id)
        if self.webspace is None or link.here_only:
            return address_here(link, self.base, check)
        address = address_on(
            self.webspace, link, check, pending=link.id in self.waiting, failing=self.failing
        )
        return replace(address, put_last=self.put_last) if address.failing else address


def address_here(link: Link, base: str, check: Check | None = None) -> LinkAddress:
    """Return the address of a link that the program itself answers, below `base`."""
    url = base + link_path(link)
    return LinkAddress(
        url=url,
        calendar_url=base + calendar_path(link),
        read_at=ReadAt.HERE,
        reach=reach(base),
        check=_of_address(check, url),
    )


def address_on(
    webspace: KeptWebspace,
    link: Link,
    check: Check | None = None,
    *,
    pending: bool = False,
    failing: bool = False,
) -> LinkAddress:
    """Return the address of a link whose files lie on `webspace`."""
    base = webspace.address
    if webspace.kind is WebspaceKind.RELAY:
        # It answers as the program itself does.
        url, calendar_url = base + link_path(link), base + calendar_path(link)
    else:
        url, calendar_url = f"{base}/{files_of(link)[0]}", f"{base}/{calendar_file(link)}"
    return LinkAddress(
        url=url,
        calendar_url=calendar_url,
        read_at=ReadAt.WEBSPACE,
        reach=reach(webspace.address),
        check=_of_address(check, url),
        pending=pending,
        failing=failing and pending,
        knows_readers=readers_known(webspace, link),
        since=None if webspace.php else webspace.created_at,
    )


def readers_known(webspace: KeptWebspace | None, link: Link) -> bool:
    """Tell whether anybody can say who reads a link: not where a plain webspace serves its file."""
    return webspace is None or webspace.php or link.here_only


def _of_address(check: Check | None, url: str) -> Check | None:
    return check if check is not None and check.address == url else None
