"""Queries about who may look at the host's page: one key, and the sessions that it has begun.

Every method runs inside a read or write of the engine.
"""

from __future__ import annotations

from datetime import datetime

from app.relay.accounts.session import Session
from app.relay.tables.columns import micros, moment
from app.relay.tables.engine import Engine


class HostTable:
    """The hash of the host's key, and sessions by the hash of what a browser holds."""

    def __init__(self, engine: Engine) -> None:
        self._run = engine.run

    def key_hash(self) -> str:
        """Return the hash of the key, empty where there is none."""
        kept: str = self._run("SELECT admin_hash FROM service")[0][0]
        return kept

    def set_key(self, key_hash: str) -> None:
        """Let another key open the page, and end what the one before has begun."""
        self._run("UPDATE service SET admin_hash = ?", key_hash)
        self._run("DELETE FROM host_session")

    def begin(self, token_hash: str, now: datetime) -> None:
        """Add a session."""
        self._run(
            "INSERT INTO host_session (token_hash, begun_at, seen_at) VALUES (?, ?, ?)",
            *(token_hash, micros(now), micros(now)),
        )

    def session(self, token_hash: str) -> Session | None:
        """Return a session, also one that holds no more."""
        rows = self._run(
            "SELECT begun_at, seen_at FROM host_session WHERE token_hash = ?", token_hash
        )
        return Session(*map(moment, rows[0])) if rows else None

    def see(self, token_hash: str, now: datetime) -> None:
        """Note that a session was used."""
        self._run(
            "UPDATE host_session SET seen_at = ? WHERE token_hash = ?", micros(now), token_hash
        )

    def end(self, token_hash: str) -> None:
        """End a session; no fault where there is none."""
        self._run("DELETE FROM host_session WHERE token_hash = ?", token_hash)

    def keep(self, most: int) -> None:
        """Drop sessions but for the newest."""
        self._run(
            "DELETE FROM host_session WHERE token_hash NOT IN "
            "(SELECT token_hash FROM host_session ORDER BY begun_at DESC, token_hash LIMIT ?)",
            most,
        )
