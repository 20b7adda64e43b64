"""The script that answers on a webspace with PHP, and what it notes of readers.

The script itself lies in ``resources/webspace/zimmerfrei.php``. It serves the files beside it as
the program's own server would, so that a webspace tells readers apart: 404, 410, 503, ETag and 304.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app import resources
from app.core.links.link import Fetch, Origin
from app.core.readers.agents import clean_agent

SCRIPT_FILE = "zimmerfrei.php"
GONE_FILE = "zimmerfrei-gone.php"
READS_FILE = "zimmerfrei-reads.php"
"""Files of PHP that give nothing when they are asked for: what stands in them is not public."""
FILES = (SCRIPT_FILE, GONE_FILE, READS_FILE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = b"<?php __halt_compiler(); ?>\n"
"""What the notes begin with, so that they give nothing when they are asked for."""
AHEAD_AT_MOST = timedelta(days=365)
"""No webspace's clock is ahead by more: a number that is comes from a spoilt file."""
_LINE = re.compile(r"([0-9]{1,18})\t([0-9a-f]{16})\t(\d{3})\t(.*)")
_NAME_SIGNS = 16


@dataclass(frozen=True, slots=True)
class NotedReads:
    """What the script has noted since the last time: fetches, oldest first, and how far that is.

    `whole_since` is None where nothing is missing between the last time and this one. Else some
    may be: the notes are bounded, and somebody may have taken them away. From that moment on all
    are there. `spoilt` counts the lines that no script has written.
    """

    fetches: tuple[Fetch, ...]
    until: str
    whole_since: datetime | None = None
    spoilt: int = 0


def script(page_policy: str) -> bytes:
    """Return the script.

    Args:
        page_policy: what a browser may do with a page for websites (Content-Security-Policy).
    """
    quoted = page_policy.replace("\\", "\\\\").replace("'", "\\'")
    text = resources.path("webspace", SCRIPT_FILE).read_text(encoding="utf-8")
    return text.replace("@PAGE_POLICY@", quoted).encode()


def gone_list(gone: Iterable[str], closed: Iterable[str] = ()) -> bytes:
    """Return the file that tells the script where no calendar lies any more, naming no address.

    Args:
        gone: tokens that were given up.
        closed: tokens of links that are switched off: nothing is there, but who asks is noted.
    """
    told = {**dict.fromkeys(closed, 404), **dict.fromkeys(gone, 410)}
    lines = (
        f"'{hashlib.sha256(token.encode()).hexdigest()}' => {status},\n"
        for token, status in sorted(told.items())
    )
    return ("<?php return [\n" + "".join(lines) + "];\n").encode()


def noted_as(token: str) -> str:
    """Return how the script calls a link in its notes, by its token."""
    return hashlib.sha256(token.encode()).hexdigest()[:_NAME_SIGNS]


def noted_reads(
    notes: bytes,
    after: str,
    links: Mapping[str, int],
    now: datetime,
    behind: timedelta = timedelta(0),
) -> NotedReads:
    """Return what stands in the notes of a script.

    Lines that cannot be read, and readings of links that nobody knows, are left out: the notes lie
    where others may write.

    Args:
        notes: the file READS_FILE.
        after: how far they were taken over the last time, empty for not at all.
        links: by `noted_as` the numbers of links, those of former tokens too.
        now: no reading is later, whatever the clock of the webspace says.
        behind: how far that clock is behind ours, where it is told.
    """
    seen = int(after) if after else 0
    newest, first, spoilt = seen, None, 0
    most = _micro(now - behind + AHEAD_AT_MOST)
    fetches = []
    for line in notes.removeprefix(_HEAD).decode("utf-8", "replace").split("\n"):
        found = _LINE.fullmatch(line)
        number = int(found[1]) if found else 0
        if found is None or number > most:
            spoilt += bool(line)
            continue
        first = number if first is None else first
        if number <= seen:
            continue
        newest = max(newest, number)
        link_id = links.get(found[2])
        if link_id is not None:
            fetches.append(_fetch(found, link_id, _moment(number, now, behind)))
    whole_since = None
    if seen and (first is None or first > seen):
        whole_since = now if first is None else _moment(first, now, behind)
    return NotedReads(tuple(fetches), str(newest) if newest else after, whole_since, spoilt)


def _fetch(line: re.Match[str], link_id: int, at: datetime) -> Fetch:
    return Fetch(
        link_id=link_id,
        at=at,
        agent=clean_agent(line[4]),
        origin=Origin.WEBSPACE,
        status=int(line[3]),
    )


def _micro(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int, now: datetime, behind: timedelta) -> datetime:
    try:
        return min(now, _EPOCH + timedelta(microseconds=microseconds) + behind)
    except OverflowError:
        return now
