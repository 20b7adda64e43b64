"""Who has read: told to the owner's desktop in the lines that the script on a webspace writes."""

from __future__ import annotations

from app.core.publishing.apache.script import noted_as
from app.relay.accounts.account import Account
from app.relay.uses.store import Store

_NOTHING_DROPPED = "0" * 16
"""The name of no link: a line with it says that all since the number before it is there."""


class Telling:
    """The fetches of one owner's links."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reads(self, account: Account, after: int) -> bytes:
        """Return what was read behind a number, oldest first, for `noted_reads` to read.

        Bounded: who asks again behind the last number gets the rest. Where nothing in between was
        dropped, the first line has the number `after`, so that the reader finds no gap.
        """
        with self._store.engine.read():
            fetches = self._store.fetches.of_account(account.id, after)
        lines = [f"{after}\t{_NOTHING_DROPPED}\t200\t"] if after and fetches.whole else []
        lines += (
            f"{one.number}\t{noted_as(one.token)}\t{one.status}\t{one.agent}"
            for one in fetches.found
        )
        return "".join(f"{line}\n" for line in lines).encode()
