"""Where a link is read, who can read it there, and what was found when that was tried."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from app.core.links.reach import CHECKED_FOR, Reach
from app.core.web_address import readable
from app.dataclass import dataclass
from app.i18n import N_


class ReadAt(StrEnum):
    """Who answers under an address: the program itself, or a webspace on which the file lies."""

    HERE = "here"
    WEBSPACE = "webspace"


class Finding(StrEnum):
    """What a reading from outside found, worst first."""

    CLOSED = "closed"
    """Nobody gets the calendar under this address."""
    OUTDATED = "outdated"
    """The address gives an older calendar, or another one."""
    DOUBTFUL = "doubtful"
    """It is read, but not by all: robots.txt, the content type, http instead of https …"""
    READABLE = "readable"
    """Exactly these bytes, by everybody."""
    UNTRIED = "untried"
    """It could not be tried from here (no network)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One reading of an address as a stranger would.

    `problem` is a key of ``app.core.publishing.outside.problems``, empty where all is well;
    `detail` what stands in its sentence; `certificate_until` when the certificate ends.
    """

    address: str
    at: datetime
    finding: Finding
    problem: str = ""
    detail: str = ""
    certificate_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkAddress:
    """The address of one link.

    `url` is the one to paste, of a website that of its page; `calendar_url` that of the calendar.
    `put_last` is when something was put onto the webspace last, None where that is not known.
    `check` is the newest reading of `url`, None where there is none; what was found under another
    address says nothing. `pending` says that the webspace does not hold the newest calendar yet,
    `failing` that the last try to put it there has failed.
    `knows_readers` is False where somebody else serves the file: then nobody can say who reads it,
    and who has read here since `since`, when the webspace was set up, reads the old address.
    """

    url: str
    calendar_url: str
    read_at: ReadAt
    reach: Reach
    check: Check | None = None
    pending: bool = False
    failing: bool = False
    knows_readers: bool = True
    since: datetime | None = None
    put_last: datetime | None = None

    @property
    def host(self) -> str:
        """The name in the address, for people."""
        return urlsplit(readable(self.url)).netloc

    @property
    def secure(self) -> bool:
        """Whether it begins as portals like it."""
        return self.url.startswith("https://")

    @property
    def on_webspace(self) -> bool:
        """Whether a webspace answers, whatever this computer does."""
        return self.read_at is ReadAt.WEBSPACE

    def reads_old_address(self, at: datetime) -> bool:
        """Tell whether somebody who read here at this time read the address from before."""
        return self.since is not None and at >= self.since


class Readability(StrEnum):
    """What can be said of an enabled link to whoever asks whether others can read it."""

    THIS_PC = "this_pc"
    HOME = "home"
    PUBLIC = "public"
    """The owner says that the whole internet knows the address; nobody has tried lately."""
    UNCHECKED = "unchecked"
    """It lies on the webspace; nobody has tried lately."""
    UPLOADING = "uploading"
    """The webspace does not hold the newest calendar yet."""
    WAITING = "waiting"
    """Nor could it be put there."""
    CLOSED = "closed"
    OUTDATED = "outdated"
    DOUBTFUL = "doubtful"
    READABLE = "readable"


READABILITY_WORDS = {
    Readability.THIS_PC: N_("this PC only"),
    Readability.HOME: N_("in the home network"),
    Readability.PUBLIC: N_("public address"),
    Readability.UNCHECKED: N_("on the webspace, not checked yet"),
    Readability.UPLOADING: N_("being uploaded …"),
    Readability.WAITING: N_("waits for the webspace"),
    Readability.CLOSED: N_("not readable"),
    Readability.OUTDATED: N_("out of date"),
    Readability.DOUBTFUL: N_("readable with limits"),
    Readability.READABLE: N_("readable everywhere"),
}
_FOUND = {
    Finding.CLOSED: Readability.CLOSED,
    Finding.OUTDATED: Readability.OUTDATED,
    Finding.DOUBTFUL: Readability.DOUBTFUL,
    Finding.READABLE: Readability.READABLE,
}
TO_MEND = frozenset({Readability.CLOSED, Readability.OUTDATED, Readability.DOUBTFUL})
"""What the owner has to do something about."""


def readability(address: LinkAddress, now: datetime) -> Readability:
    """Tell who can read under `address`, as far as it is known at the time `now`.

    READABLE only where a reading of this very address has proven it lately, and never for one that
    only the house can reach, whatever was read there from inside. Before that counts that the
    newest calendar is still on its way, unless nobody gets any.
    """
    found = None if address.check is None else _FOUND.get(address.check.finding)
    if address.check is not None and now - address.check.at > CHECKED_FOR:
        found = None
    if address.reach is Reach.EVERYWHERE and found is Readability.CLOSED:
        return found
    if address.pending:
        return Readability.WAITING if address.failing else Readability.UPLOADING
    if address.reach is not Reach.EVERYWHERE:
        return Readability.THIS_PC if address.reach is Reach.THIS_PC else Readability.HOME
    if found is not None:
        return found
    return Readability.UNCHECKED if address.on_webspace else Readability.PUBLIC
