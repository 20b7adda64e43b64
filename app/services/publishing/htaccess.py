"""Telling the Apache of a webspace how to serve calendars, where it does not know by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from app.core.publishing import htaccess, web_faults
from app.services.publishing.webspaces.connection import Connection

logger = logging.getLogger(__name__)


def tell_server(space: Connection, lines: Sequence[str], helps: Callable[[], bool]) -> None:
    """Write our lines into the folder's ``.htaccess``, the owner's own lines kept.

    A server that must not be told so by a folder answers every request there by 500, another takes
    no notice: then the file is at once again what it was.

    Args:
        space: the webspace, open.
        lines: as of ``app.core.publishing.htaccess.type_lines``.
        helps: reads a public address afterwards, and tells whether all is well there now.

    Raises:
        WebspaceError: it could not be written, or it does not help.
    """
    before = space.get(htaccess.NAME)
    space.put(htaccess.NAME, htaccess.with_ours(before, lines))
    try:
        helped = helps()
    except BaseException:
        _put_back(space, before)
        raise
    if not helped:
        _put_back(space, before)
        raise web_faults.htaccess_unheeded()
    logger.info("The webspace was told by %s how calendars are served", htaccess.NAME)


def take_away(space: Connection) -> None:
    """Take our lines out of the folder's ``.htaccess``, and the file itself if it was ours alone.

    Raises:
        WebspaceError: it could not be changed.
    """
    there = space.get(htaccess.NAME)
    if htaccess.holds_ours(there):
        _put_back(space, htaccess.without_ours(there))


def _put_back(space: Connection, before: bytes | None) -> None:
    if before is None:
        space.delete(htaccess.NAME)
    else:
        space.put(htaccess.NAME, before)
