"""Who has read an owner's links: for their desktop, in the format of a webspace's script."""

from __future__ import annotations

from app.core.publishing.apache.script import noted_as
from app.relay.accounts.account import Account
from app.relay.uses.store import Store

_NOTHING_DROPPED = "0" * 16
"""Stands for a link's name in a first line: no fetch since the number asked for was dropped."""


class ReadLog:
    """The fetches of one owner's links."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reads(self, account: Account, after: int) -> bytes:
        """Return the fetches after a number, oldest first, as `noted_reads` reads them.

        Bounded: whoever asks again with the last number of an answer gets the rest. Where nothing
        in between was dropped, the first line has the number `after`.
        """
        with self._store.engine.read():
            fetches = self._store.fetches.of_account(account.id, after)
        lines = [f"{after}\t{_NOTHING_DROPPED}\t200\t"] if after and fetches.whole else []
        lines += (
            f"{one.number}\t{noted_as(one.token)}\t{one.status}\t{one.agent}"
            for one in fetches.found
        )
        return "".join(f"{line}\n" for line in lines).encode()
