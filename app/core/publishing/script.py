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
REWRITING = (
    "<IfModule mod_rewrite.c>",
    "RewriteEngine On",
    r"RewriteRule ^[A-Za-z0-9]{24}\.(?:ics|html)(?:[\s/]|\xC2\xA0)*$ zimmerfrei.php [NC,L]",
    "</IfModule>",
)
"""Lines of an ``.htaccess`` that lead every calendar's address to the script; addresses stay."""
MARK_HEADER = "X-Zimmerfrei"
"""Tells that the script has answered, not the webspace by itself."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LINE = re.compile(r"(\d{1,18})\t([0-9a-f]{16})\t(\d{3})\t(.*)")
_NAME_SIGNS = 16


@dataclass(frozen=True, slots=True)
class NotedReads:
    """What the script has noted since the last time: fetches, oldest first, and how far that is."""

    fetches: tuple[Fetch, ...]
    until: str


def script(page_policy: str) -> bytes:
    """Return the script.

    Args:
        page_policy: what a browser may do with a page for websites (Content-Security-Policy).
    """
    quoted = page_policy.replace("\\", "\\\\").replace("'", "\\'")
    text = resources.path("webspace", SCRIPT_FILE).read_text(encoding="utf-8")
    return text.replace("@PAGE_POLICY@", quoted).encode()


def gone_list(tokens: Iterable[str]) -> bytes:
    """Return the file that tells the script which addresses were given up, without naming them."""
    lines = (f"'{hashlib.sha256(token.encode()).hexdigest()}' => 1,\n" for token in sorted(tokens))
    return ("<?php return [\n" + "".join(lines) + "];\n").encode()


def noted_as(token: str) -> str:
    """Return how the script calls a link in its notes, by its token."""
    return hashlib.sha256(token.encode()).hexdigest()[:_NAME_SIGNS]


def noted_reads(notes: bytes, after: str, links: Mapping[str, int], now: datetime) -> NotedReads:
    """Return what stands in the notes of a script.

    Lines that cannot be read, and readings of links that nobody knows, are left out: the notes lie
    where others may write.

    Args:
        notes: the file READS_FILE.
        after: how far they were taken over the last time, empty for not at all.
        links: by `noted_as` the numbers of links, those of former tokens too.
        now: no reading is later, whatever the clock of the webspace says.
    """
    seen = int(after) if after else 0
    newest = seen
    fetches = []
    for line in notes.decode("utf-8", "replace").splitlines():
        found = _LINE.fullmatch(line)
        if found is None or int(found[1]) <= seen:
            continue
        newest = max(newest, int(found[1]))
        link_id = links.get(found[2])
        if link_id is not None:
            fetches.append(
                Fetch(
                    link_id=link_id,
                    at=_moment(int(found[1]), now),
                    agent=clean_agent(found[4]),
                    origin=Origin.OUTSIDE,
                    status=int(found[3]),
                )
            )
    return NotedReads(tuple(fetches), str(newest) if newest else after)


def _moment(microseconds: int, now: datetime) -> datetime:
    try:
        return min(now, _EPOCH + timedelta(microseconds=microseconds))
    except OverflowError:
        return now
