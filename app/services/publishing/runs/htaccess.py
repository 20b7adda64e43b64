"""Telling the Apache of a webspace how to serve calendars, where it does not know by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from app.core.publishing import web_faults
from app.core.publishing.apache import htaccess
from app.services.publishing.webspaces.connection import Connection

logger = logging.getLogger(__name__)


def tell_server(
    space: Connection, sections: Sequence[htaccess.Section], helps: Callable[[], bool]
) -> None:
    """Write lines of ours into the folder's ``.htaccess``, or say that it does not help.

    Raises:
        WebspaceError: it could not be written, or it does not help.
    """
    if not try_telling(space, sections, helps):
        raise web_faults.htaccess_unheeded()


def try_telling(
    space: Connection, sections: Sequence[htaccess.Section], helps: Callable[[], bool]
) -> bool:
    """Write lines of ours into the folder's ``.htaccess``, and tell whether that helps.

    The owner's own lines stay, and our others. A server that must not be told so by a folder
    answers every request there by 500, another takes no notice: then the file is at once again
    what it was.

    Args:
        space: the webspace, open.
        sections: as of ``app.core.publishing.apache.htaccess.type_lines``.
        helps: reads a public address afterwards, and tells whether all is well there now.

    Raises:
        WebspaceError: it could not be written.
    """
    before = space.get(htaccess.NAME)
    space.put(htaccess.NAME, htaccess.with_section(before, *sections))
    try:
        helped = helps()
    except BaseException:
        _put_back(space, before)
        raise
    if not helped:
        _put_back(space, before)
        return False
    logger.info("The webspace was told by %s how calendars are served", htaccess.NAME)
    return True


def take_away(space: Connection) -> None:
    """Take our lines out of the folder's ``.htaccess``, and the file itself if it was ours alone.

    Raises:
        WebspaceError: it could not be changed.
    """
    there = space.get(htaccess.NAME)
    if htaccess.holds_ours(there):
        _put_back(space, htaccess.without_ours(there))


def take_section_away(space: Connection, name: str) -> None:
    """Take our lines for one module out of the folder's ``.htaccess``, all others kept.

    Raises:
        WebspaceError: it could not be changed.
    """
    there = space.get(htaccess.NAME)
    if any(section[0] == name for section in htaccess.sections(there)):
        _put_back(space, htaccess.without_section(there, name))


def _put_back(space: Connection, before: bytes | None) -> None:
    if before is None:
        space.delete(htaccess.NAME)
    else:
        space.put(htaccess.NAME, before)
