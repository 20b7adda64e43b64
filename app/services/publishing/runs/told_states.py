"""Telling a calendar service of which addresses nothing lies there any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from app.services.publishing.runs.building import digest_of
from app.services.publishing.webspaces.connection import ServiceConnection
from app.storage.tables.links.tokens import TokenTable

if TYPE_CHECKING:
    from app.services.publishing.runs.outbox import Outbox
    from app.services.publishing.webspaces.connection import Connection
    from app.storage.engine.database import Database

_STATES = "states"
_AT = "at"


class ToldStates:
    """What a service was told, in place of ``ScriptFiles``: it needs no script.

    Args:
        database: which addresses there are and were.
        outbox: what lies on webspaces.
    """

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._tokens = TokenTable(database)
        self._outbox = outbox

    def missing(self, webspace_id: int) -> dict[str, bytes]:
        """Return what it was not told yet: the addresses given up and switched off, by lines."""
        wanted = self._wanted()
        told = self._noted(webspace_id).get(_STATES)
        return {} if told == digest_of(wanted).hex() else {_STATES: wanted}

    def bring(self, space: Connection, webspace_id: int, files: Mapping[str, bytes]) -> None:
        """Tell it, and note that (WebspaceError)."""
        assert isinstance(space, ServiceConnection)
        for body in files.values():
            gone, _, closed = body.decode().partition("\n")
            space.set_states(gone.split(), closed.split())
            self._note(webspace_id, {_STATES: digest_of(body).hex()})

    def all_there(self, names: Collection[str]) -> bool:
        """Tell whether it is certain that it still knows: once a day it is told anew."""
        return not names

    def lost(self, webspace_id: int) -> None:
        """Note that it may know nothing of it."""
        with self._outbox.noting():
            self._outbox.webspaces.scripted(webspace_id, "")

    # ---- whether it is the one from before ----

    def note_standing(self, space: Connection, webspace_id: int) -> None:
        """Note what the service last said of itself."""
        standing = space.standing if isinstance(space, ServiceConnection) else None
        if standing is not None:
            self._note(webspace_id, {_AT: _written(standing)})

    def was_put_back(self, space: ServiceConnection, webspace_id: int) -> bool:
        """Tell whether the service is another one than it was, or an earlier one."""
        before, _, revision = self._noted(webspace_id).get(_AT, "").rpartition(":")
        if space.standing is None or not before:
            return False
        return space.standing[0] != before or space.standing[1] < int(revision)

    def _wanted(self) -> bytes:
        with self._outbox.reading():
            known = self._tokens.links().keys()
            gone = self._tokens.gone()
            there = {state.token for state in self._outbox.wanted.states()}
        closed = known - gone - there
        return f"{' '.join(sorted(gone))}\n{' '.join(sorted(closed))}".encode()

    def _noted(self, webspace_id: int) -> dict[str, str]:
        with self._outbox.reading():
            noted = self._outbox.webspaces.counting(webspace_id).script
        return dict(each.split("=", 1) for each in noted.split() if "=" in each)

    def _note(self, webspace_id: int, told: Mapping[str, str]) -> None:
        before = self._noted(webspace_id)
        now = {**before, **told}
        if now != before:
            with self._outbox.noting():
                text = " ".join(f"{name}={value}" for name, value in sorted(now.items()))
                self._outbox.webspaces.scripted(webspace_id, text)


def _written(standing: tuple[str, int]) -> str:
    instance, revision = standing
    # What an instance calls itself is for the service to say; blanks part what is noted here.
    return f"{''.join(instance.split())}:{revision}"
