"""Taking away what lies on a webspace that was given up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from app.core.publishing.apache.htaccess import may_help
from app.core.publishing.apache.script import FILES
from app.core.publishing.faults import WebspaceError
from app.core.publishing.holding import HeldFile
from app.core.publishing.webspace import KeptWebspace
from app.services.publishing.runs.folder import Folder
from app.services.publishing.runs.htaccess import take_away
from app.services.publishing.runs.outbox import Outbox
from app.services.publishing.webspaces.connection import ServiceConnection


def leave(
    folder: Folder,
    webspace: KeptWebspace,
    outbox: Outbox,
    held: Mapping[str, HeldFile],
    keep: Collection[str],
) -> int:
    """Take away all files that were put there, and return how many.

    The webspace in use may be the same folder, reached in another way: the marker tells. Then
    nothing goes that lies there for it.

    Args:
        folder: of the webspace.
        webspace: the one that was given up.
        outbox: where it is noted.
        held: what lies there, as far as is known.
        keep: the names of what lies on the webspace in use.

    Raises:
        WebspaceError: it cannot be used; what is gone is noted.
    """
    marker = folder.marker()
    still_ours = marker is not None and marker.webspace == webspace.id
    going = [name for name, file in held.items() if file.ours and (still_ours or name not in keep)]
    for name in going:
        outbox.begin(webspace.id, name, held[name].link_id)
        folder.connection().delete(name)
        with outbox.noting():
            outbox.uploads.gone(webspace.id, [name])
            if name not in keep:
                outbox.given.lies_no_more(held[name].link_id, outbox.now())
    if still_ours:
        if may_help(webspace.kind):
            # Not every server lets this file be read; then nothing of ours was ever in it.
            with suppress(WebspaceError):
                take_away(folder.connection())
            for name in FILES:
                folder.connection().delete(name)
        folder.disclaim()
    return len(going)


def leave_service(
    folder: Folder,
    webspace: KeptWebspace,
    outbox: Outbox,
    held: Mapping[str, HeldFile],
    keep: Collection[str],
) -> int:
    """End an access to a calendar service, which takes all files away at once; see `leave`.

    Its addresses answer 410 there from then on. What another Zimmerfrei, or another place of this
    house, has made its own by the same key stays.
    """
    if folder.belongs_to_us():
        connection = folder.connection()
        assert isinstance(connection, ServiceConnection), "of this kind"
        connection.leave()
    ours = [name for name, file in held.items() if file.ours]
    with outbox.noting():
        outbox.uploads.gone(webspace.id, ours)
        for name in set(ours).difference(keep):
            outbox.given.lies_no_more(held[name].link_id, outbox.now())
    return len(ours)
