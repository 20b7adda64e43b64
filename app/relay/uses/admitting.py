"""Who may look at the host's page: whoever has the one key of the service."""

from __future__ import annotations

import hmac

from app.core.publishing.relay.protocol import is_secret, kept_as, new_secret
from app.relay.accounts.session import SESSIONS_MOST
from app.relay.uses.store import Store


class Admitting:
    """The host's key, of which only the hash is kept, and the sessions that it begins."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._table = store.host

    def new_key(self) -> str:
        """Make a key and return it, this once; the one before opens nothing any more."""
        key = new_secret()
        self._keep(kept_as(key))
        return key

    def take_key_away(self) -> None:
        """Let nobody in any more, until there is another key."""
        self._keep("")

    def has_key(self) -> bool:
        """Tell whether there is a key with which one could sign in."""
        assert self._store.instance
        with self._store.engine.read():
            return bool(self._table.key_hash())

    def sign_in(self, key: str) -> str | None:
        """Begin a session; return what the browser holds, None where the key opens nothing."""
        assert self._store.instance
        told = kept_as(key)
        with self._store.engine.read():
            # Who guesses keeps nobody from writing.
            if not self._opens(told):
                return None
        token = new_secret()
        with self._store.engine.write():
            if not self._opens(told):
                return None
            self._table.begin(kept_as(token), self._store.clock.now())
            self._table.keep(SESSIONS_MOST)
        return token

    def is_signed_in(self, token: str) -> bool:
        """Tell whether a browser that holds this is let in; notes that it was."""
        if not is_secret(token):
            return False
        assert self._store.instance
        now = self._store.clock.now()
        wanted = kept_as(token)
        with self._store.engine.read():
            session = self._table.session(wanted)
        if session is None or not session.holds_at(now):
            return False
        if session.seen_long_ago(now):
            with self._store.engine.write():
                self._table.see(wanted, now)
        return True

    def sign_out(self, token: str) -> None:
        """End a session."""
        assert self._store.instance
        with self._store.engine.write():
            self._table.end(kept_as(token))

    def _opens(self, told: str) -> bool:
        kept = self._table.key_hash()
        return bool(kept) and hmac.compare_digest(kept, told)

    def _keep(self, key_hash: str) -> None:
        assert self._store.instance
        with self._store.engine.write():
            self._table.set_key(key_hash)
