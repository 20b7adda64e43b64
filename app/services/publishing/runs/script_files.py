"""The script on a webspace that counts readers: putting it there, keeping it current."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from app.core.publishing.apache import htaccess
from app.core.publishing.apache.script import FILES, GONE_FILE, SCRIPT_FILE, gone_list, script
from app.services.publishing.runs.building import digest_of
from app.services.publishing.runs.htaccess import take_section_away
from app.storage.tables.links.tokens import TokenTable

if TYPE_CHECKING:
    from app.services.publishing.runs.outbox import Outbox
    from app.services.publishing.webspaces.connection import Connection
    from app.storage.engine.database import Database


class ScriptFiles:
    """The files of the script on a webspace.

    Args:
        database: which addresses there are and were.
        outbox: what lies on webspaces.
    """

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._tokens = TokenTable(database)
        self._outbox = outbox

    def wanted(self, gone_too: Iterable[str] = ()) -> dict[str, bytes]:
        """Return what is to lie there now.

        Args:
            gone_too: tokens to be told as given up beside all that were.
        """
        # On demand: it brings the page for websites, and most runs have nothing to do.
        from app.services.calendars.website_page import PLAIN_THEME, POLICIES  # noqa: PLC0415

        with self._outbox.reading():
            known = self._tokens.links().keys()
            gone = self._tokens.gone()
            there = {state.token for state in self._outbox.wanted.states()}
        return {
            GONE_FILE: gone_list(gone.union(gone_too), known - gone - there),
            SCRIPT_FILE: script(POLICIES[PLAIN_THEME]),
        }

    def missing(self, webspace_id: int) -> dict[str, bytes]:
        """Return what is not as it was put there last."""
        with self._outbox.reading():
            put = _read(self._outbox.webspaces.counting(webspace_id).script)
        return {
            name: body for name, body in self.wanted().items() if put.get(name) != _digest(body)
        }

    def bring(self, space: Connection, webspace_id: int, files: Mapping[str, bytes]) -> None:
        """Put some of them there, and note it (WebspaceError)."""
        for name, body in files.items():
            space.put(name, body)
            with self._outbox.noting():
                put = _read(self._outbox.webspaces.counting(webspace_id).script)
                put[name] = _digest(body)
                self._outbox.webspaces.scripted(webspace_id, _written(put))

    def all_there(self, names: Collection[str]) -> bool:
        """Tell whether all of it is among the names of what lies there."""
        return {SCRIPT_FILE, GONE_FILE} <= set(names)

    def lost(self, webspace_id: int) -> None:
        """Note that they may not lie there."""
        with self._outbox.noting():
            self._outbox.webspaces.scripted(webspace_id, "")


def take_script_away(space: Connection) -> None:
    """Let the server give calendars by itself again, then take away script, list and notes.

    Raises:
        WebspaceError: the webspace cannot be changed.
    """
    take_section_away(space, htaccess.LEADING)
    for name in FILES:
        space.delete(name)


def _digest(body: bytes) -> str:
    return digest_of(body).hex()


def _read(put: str) -> dict[str, str]:
    return dict(each.split("=", 1) for each in put.split() if "=" in each)


def _written(put: Mapping[str, str]) -> str:
    return " ".join(f"{name}={digest}" for name, digest in sorted(put.items()))
