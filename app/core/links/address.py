"""Where a link is read, who can read it there, and what was found when that was tried."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from app.core.links.reach import Reach
from app.dataclass import dataclass


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

    `problem` is a key of ``app.core.publishing.problems``, empty where all is well; `detail` what
    stands in its sentence; `certificate_until` when the certificate ends.
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
    `pending` says that the webspace does not hold the newest calendar yet. `knows_readers` is
    False where somebody else serves the file: then nobody can say who reads it.
    """

    url: str
    calendar_url: str
    read_at: ReadAt
    reach: Reach
    check: Check | None = None
    pending: bool = False
    knows_readers: bool = True

    @property
    def proven(self) -> bool:
        """Whether a reading of this very address from outside found all well."""
        return (
            self.check is not None
            and self.check.address == self.url
            and self.check.finding is Finding.READABLE
        )
