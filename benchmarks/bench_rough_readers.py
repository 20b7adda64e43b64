"""How long an honest reader waits while others behave badly, and what memory those cost.

Three, then a thousand readers send 155 requests ahead and take no answer; a thousand connections
send a byte every ten seconds. They come anew as soon as they are closed, once from one address
elsewhere and once as through a proxy, where all addresses are one. Server, bad readers and the
honest one are processes of their own. Exits 1 where the honest one waits for more than a second.

As a script with arguments it is the server (FOLDER) or the bad readers (HOW PORT SOURCE, the
request on standard input).
"""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from app.bootstrap import opened
from app.core.links.link import link_path
from app.server.hosting.embedded import served
from app.services.data_folder.folder import DataFolder
from benchmarks.house import house

BOUND = 1.0
ROUNDS = 40
PAUSE = 0.2
AHEAD = 155
CROWD = 1000
ELSEWHERE, PROXY = "127.0.0.2", "127.0.0.1"


def take_nothing(connection: socket.socket, request: bytes) -> None:
    """Ask for much more than this reader will ever take."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with suppress(BlockingIOError):
        connection.send(request * AHEAD)


def begin(connection: socket.socket, request: bytes) -> None:
    """Begin a request that is never whole."""
    connection.send(request[:8])


def a_byte_more(connection: socket.socket) -> None:
    """Go on with a header, so that nobody can say that nothing comes."""
    connection.send(b"x")


ATTACKS: dict[str, tuple[int, Callable[[socket.socket, bytes], None], float]] = {
    "3 send 155 requests and take nothing": (3, take_nothing, 1e9),
    f"{CROWD} send 155 requests and take nothing": (CROWD, take_nothing, 1e9),
    f"{CROWD} send a byte every 10 s": (CROWD, begin, 10),
}


def attack(how: str, port: int, source: str) -> None:
    """Keep as many bad connections as there shall be, until somebody ends this process."""
    count, start, again = ATTACKS[how]
    request = sys.stdin.buffer.read()
    poll = select.poll()
    mine: dict[int, socket.socket] = {}
    due = time.monotonic() + again
    ready = False
    while True:
        while len(mine) < count:
            connection = socket.create_connection(("127.0.0.1", port), source_address=(source, 0))
            connection.setblocking(False)
            with suppress(OSError):
                start(connection, request)
            mine[connection.fileno()] = connection
            # Hanging up is told in any case; what comes is not taken.
            poll.register(connection, select.POLLRDHUP)
        if not ready:
            print("ready", flush=True)
            ready = True
        for number, _ in poll.poll(100):
            poll.unregister(number)
            mine.pop(number).close()
        if time.monotonic() >= due:
            due += again
            for connection in mine.values():
                with suppress(OSError):
                    a_byte_more(connection)


def serve(folder: Path) -> None:
    """Serve the links of a folder until standard input ends."""
    with opened(DataFolder(folder), busy_timeout=5) as services, served(services, port=0) as state:
        print(state.port, flush=True)
        sys.stdin.read()


@contextmanager
def started(*arguments: str, given: bytes = b"") -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run this script with these arguments; yields the process and its first line."""
    command = [sys.executable, __file__, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if given:
                process.stdin.write(given)
                process.stdin.close()
            yield process, process.stdout.readline().decode().strip()
        finally:
            process.kill()


def waited(port: int, request: bytes) -> float:
    """Return how many seconds it took to get a whole answer over a connection of its own."""
    begun = time.monotonic()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10 * BOUND) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(1 << 20):
                answer += part
    except OSError:
        return float("inf")
    whole = answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"END:VCALENDAR\r\n")
    return time.monotonic() - begun if whole else float("inf")


def under(attack: str, source: str, folder: Path, path: str) -> bool:
    """Print how an honest reader fares under one attack; tell whether it waits too long."""
    asked = f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode()
    honest, bad = asked + b"Connection: close\r\n\r\n", asked + b"\r\n"
    with started(str(folder)) as (server, port):
        waited(int(port), honest)
        memory = psutil.Process(server.pid).memory_info
        before = memory().rss
        with started(attack, port, source, given=bad):
            times, most = [], before
            for _ in range(ROUNDS):
                times.append(waited(int(port), honest))
                most = max(most, memory().rss)
                time.sleep(PAUSE)
    times.sort()
    through = "through a proxy" if source == PROXY else "from one address"
    print(
        f"{attack}, {through}: an honest reader waits {times[ROUNDS // 2] * 1000:.0f} ms, "
        f"{times[-1] * 1000:.0f} ms at worst (bound {BOUND * 1000:.0f} ms); "
        f"{before / 2**20:.0f} MiB before, {most / 2**20:.0f} MiB at most"
    )
    return times[-1] > BOUND


def main() -> int:
    """Print one line for each attack; 1 where the honest reader waits too long."""
    missed = False
    with house(1, 1000) as (services, (link,)):
        for attack in ATTACKS:
            for source in (ELSEWHERE, PROXY):
                missed |= under(attack, source, services.folder.path, link_path(link))
    return int(missed)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        serve(Path(sys.argv[1]))
    elif len(sys.argv) == 4:
        attack(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main())
