"""Desktops that upload and readers that ask, while something goes wrong; and what must hold.

Whatever happens: a reader gets a whole calendar, or is told to come back (503), and never anything
else. A calendar is never older than what was confirmed a second before it was asked for.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Self

from app.core.publishing.relay.protocol import FILES_PATH
from app.relay.uses.answers import OLD_AFTER
from tests.relay.conftest import calendar, new_token

PATIENCE = 60.0
"""Seconds that are waited for what must come by itself."""
PAUSE = 0.02
"""Seconds between two questions of one who was told to come back: for the others' sake."""


@dataclass
class Shelf:
    """One link: what its desktop has sent, and what was confirmed when."""

    key: str
    token: str = field(default_factory=new_token)
    numbers: dict[bytes, int] = field(default_factory=dict)
    confirmed_at: list[float] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    sent: int = 0

    def next_body(self) -> bytes:
        """Return a calendar that was never sent before."""
        self.sent += 1
        body = calendar(f"Version {self.sent}", nights=1 + self.sent % 5)
        self.numbers[body] = self.sent
        return body

    def confirm(self) -> None:
        """Note that what was sent last is on the disk."""
        self.confirmed.append(self.sent)
        self.confirmed_at.append(time.monotonic())

    def least(self, asked_at: float) -> int:
        """Return the oldest version that may be answered to a question of this moment, 0: none."""
        # Not by `confirmed` alone: who confirms appends to that first.
        known = bisect_right(self.confirmed_at, asked_at - OLD_AFTER)
        return self.confirmed[known - 1] if known else 0


class Traffic:
    """As long as the context lasts, each link is uploaded anew and asked for, again and again.

    Args:
        ports: where the workers answer.
        keys: of owners, one link each.
        readers: so many ask at once.
    """

    def __init__(self, ports: Sequence[int], keys: Sequence[str], readers: int = 4) -> None:
        self.shelves = [Shelf(key) for key in keys]
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()
        self._ports = ports
        self._bell = threading.Condition()
        self._over = False
        self._threads = [
            threading.Thread(target=self._upload, args=(shelf, ports[at % len(ports)]))
            for at, shelf in enumerate(self.shelves)
        ] + [
            threading.Thread(target=self._read, args=(ports[at % len(ports)], at))
            for at in range(readers)
        ]

    def __enter__(self) -> Self:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._bell:
            self._over = True
            self._bell.notify_all()
        for one in self._threads:
            one.join()

    def wait_for(self, *what: str, times: int = 10) -> None:
        """Wait until each of these was seen so often from now on: "upload 200", "read 503"."""
        with self._bell:
            wanted = {one: self.seen[one] + times for one in what}
            came = self._bell.wait_for(
                lambda: all(self.seen[one] >= count for one, count in wanted.items()), PATIENCE
            )
            assert came, f"{what} did not come; {dict(self.seen)}"

    def assert_held(self) -> None:
        """Nothing was wrong, and every worker comes to give all that was confirmed."""
        for shelf in self.shelves:
            assert shelf.confirmed, "nothing was ever uploaded"
            for port in self._ports:
                self._assert_comes(port, shelf)
        assert not self.faults, "; ".join(self.faults[:5])

    def _assert_comes(self, port: int, shelf: Shelf) -> None:
        least, until = shelf.confirmed[-1], time.monotonic() + PATIENCE
        while True:
            status, body = _asked(port, f"/cal/{shelf.token}/x.ics")
            assert status in {200, 503}, status
            if status == 200 and shelf.numbers[body] >= least:
                return
            assert time.monotonic() < until, f"{status}, and version {least} was confirmed"
            self._rest()

    def _see(self, what: str) -> None:
        with self._bell:
            self.seen[what] += 1
            self._bell.notify_all()

    def _rest(self) -> None:
        with self._bell:
            self._bell.wait_for(lambda: self._over, PAUSE)

    def _upload(self, shelf: Shelf, port: int) -> None:
        while not self._over:
            body = shelf.next_body()
            try:
                status, said = _asked(
                    port,
                    f"{FILES_PATH}/{shelf.token}.ics",
                    "PUT",
                    body,
                    {"Authorization": f"Bearer {shelf.key}"},
                )
            except (OSError, HTTPException):
                # A worker that was killed: nobody knows whether it is there.
                self._see("upload lost")
                self._rest()
                continue
            if status == 200:
                shelf.confirm()
            elif status not in {503, 429}:
                self.faults.append(f"upload {status} {said!r}")
            self._see(f"upload {status}")
            self._rest()

    def _read(self, port: int, at: int) -> None:
        turn = at
        while not self._over:
            shelf = self.shelves[turn % len(self.shelves)]
            turn += 1
            if not shelf.confirmed:
                self._rest()
                continue
            asked_at = time.monotonic()
            least = shelf.least(asked_at)
            try:
                status, body = _asked(port, f"/cal/{shelf.token}/x.ics")
            except (OSError, HTTPException):
                self._see("read lost")
                self._rest()
                continue
            if status == 200:
                version = shelf.numbers.get(body)
                if version is None:
                    self.faults.append(f"what nobody has sent: {body!r}")
                elif version < least:
                    self.faults.append(f"version {version} after {least} was confirmed")
            elif status == 503:
                self._rest()
            else:
                self.faults.append(f"read {status} {body!r}")
            self._see(f"read {status}")


def _asked(
    port: int,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        sent = {"Connection": "close", **(headers or {})}
        with suppress(BrokenPipeError):
            # A refusal may come before all is sent.
            connection.request(method, path, body, sent)
        answer = connection.getresponse()
        return answer.status, answer.read()
