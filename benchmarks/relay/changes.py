"""Desktops that upload, and how long each worker goes on answering what was there before."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from http.client import HTTPConnection
from itertools import count

from app.core.publishing.relay.protocol import FILES_PATH
from benchmarks.relay.region import Region

DESKTOPS = 8
_NAP = 0.005


class Desktop:
    """One over a connection that stays open; anew where the server has closed it."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def put(self, region: Region, link: int, body: bytes) -> None:
        """Put a calendar there; it is confirmed when this returns."""
        sent = {"Authorization": f"Bearer {region.key(link // region.links + 1)}"}
        status, said = self._ask(
            "PUT",
            f"{FILES_PATH}/{region.token(link)}.ics",
            body,
            sent,
        )
        assert status == 200, said
        assert json.loads(said)["revision"] > 0

    def digest(self, region: Region, link: int) -> bytes:
        """Ask as a reader does; return what tells the answer from others."""
        status, said = self._ask("GET", f"/cal/{region.token(link)}/x.ics")
        assert status == 200, said
        return hashlib.sha256(said).digest()

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, bytes]:
        self._connection.request(method, path, body, headers or {})
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.will_close:
            self._connection.close()
        return answer.status, read

    def close(self) -> None:
        self._connection.close()


def every_worker(ports: list[int], region: Region, times: int) -> list[float]:
    """Change a link so often; return after how many seconds every worker has answered with it.

    Counted from the confirmation to the last question that was answered by what was there before.
    """
    found = []
    asking = [Desktop(port) for port in ports]
    writing = Desktop(ports[0])
    link = region.all_links // 2
    for number in range(times):
        body = _changed(region, number)
        wanted = hashlib.sha256(body).digest()
        for one in asking:
            # It lies in every worker's cache.
            one.digest(region, link)
        writing.put(region, link, body)
        confirmed = time.perf_counter()
        found.append(max(_until(one, region, link, wanted, confirmed) for one in asking))
    for one in (*asking, writing):
        one.close()
    return found


def _until(one: Desktop, region: Region, link: int, wanted: bytes, confirmed: float) -> float:
    old = 0.0
    while True:
        asked = time.perf_counter() - confirmed
        if one.digest(region, link) == wanted:
            return old
        old = asked
        time.sleep(_NAP)


def _changed(region: Region, number: int) -> bytes:
    return Region(1, 1, region.occupancies).template(number)


def uploads(port: int, region: Region, templates: list[bytes], seconds: float) -> tuple[int, float]:
    """Let desktops upload at once for so long; return how many were confirmed, in what time.

    Each changes a link of another owner, in turn.
    """
    numbers, confirmed = count(), [0] * DESKTOPS
    until = time.perf_counter() + seconds

    def go_on(at: int) -> None:
        desktop = Desktop(port)
        while time.perf_counter() < until:
            number = next(numbers)
            link = number * region.links % region.all_links
            body = templates[(number + number // region.owners) % len(templates)]
            desktop.put(region, link, body)
            confirmed[at] += 1
        desktop.close()

    begun = time.perf_counter()
    threads = [threading.Thread(target=go_on, args=(at,)) for at in range(DESKTOPS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(confirmed), time.perf_counter() - begun
