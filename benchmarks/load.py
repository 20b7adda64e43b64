"""The readers: many connections at once from a process of their own, as light as they can be.

As a script: HOST PORT CONNECTIONS SECONDS, the request on standard input; prints JSON.
"""

import json
import re
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

_LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Rate:
    """What the readers saw: answers per second, the median time of one in seconds."""

    per_second: float
    median: float
    statuses: dict[str, int]


def measure(port: int, request: bytes, connections: int, seconds: float) -> Rate:
    """Send `request` over `connections` at once, each as soon as it has its answer."""
    done = subprocess.run(
        [sys.executable, __file__, str(port), str(connections), str(seconds)],
        input=request,
        capture_output=True,
        check=True,
    )
    return Rate(**json.loads(done.stdout))


class _Reader:
    def __init__(self, port: int, request: bytes) -> None:
        self.address = ("127.0.0.1", port)
        self.request = request
        self.connection = socket.create_connection(self.address)
        self.ask()

    def ask(self) -> None:
        self.asked = time.perf_counter()
        self.missing = -1
        self.head = b""
        self.connection.sendall(self.request)

    def again(self) -> None:
        """Ask for the next answer, over a new connection where the server closes this one."""
        if b"\r\nConnection: close\r\n" in self.head:
            self.connection.close()
            self.connection = socket.create_connection(self.address)
        self.ask()

    def receive(self) -> bool:
        """Take what is there; tells whether the answer is whole."""
        part = self.connection.recv(_CHUNK)
        if not part:
            raise ConnectionError("the server hung up within an answer")
        if self.missing >= 0:
            self.missing -= len(part)
            return self.missing == 0
        self.head += part
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return False
        length = _LENGTH.search(self.head, 0, end + 2)
        self.missing = (int(length[1]) if length else 0) - (len(self.head) - end - 4)
        return self.missing == 0


def _main() -> None:
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    request = sys.stdin.buffer.read()
    poll = select.epoll() if hasattr(select, "epoll") else select.poll()
    readers: dict[int, _Reader] = {}
    for _ in range(connections):
        reader = _Reader(port, request)
        readers[reader.connection.fileno()] = reader
        poll.register(reader.connection.fileno(), select.POLLIN)
    times: list[float] = []
    statuses: dict[str, int] = {}
    begun = now = time.perf_counter()
    while now - begun < seconds:
        for number, _ in poll.poll():
            reader = readers[number]
            if not reader.receive():
                continue
            now = time.perf_counter()
            times.append(now - reader.asked)
            status = reader.head[9:12].decode()
            statuses[status] = statuses.get(status, 0) + 1
            before = reader.connection
            reader.again()
            if reader.connection is not before:
                del readers[number]
                readers[reader.connection.fileno()] = reader
                poll.register(reader.connection.fileno(), select.POLLIN)
    times.sort()
    rate = len(times) / (now - begun)
    print(json.dumps({"per_second": rate, "median": times[len(times) // 2], "statuses": statuses}))


if __name__ == "__main__":
    _main()
