"""Servers that are programs of their own."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def running(
    *command: str,
    port: int,
    host: str = "127.0.0.1",
    environ: dict[str, str] | None = None,
    asked: bool = True,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the foreground until the end, from when it answers on this port.

    It is asked to end, for it may have to end others; or not, where it takes its time with that.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environ,
        # Some end all of their group with themselves, as Apache does.
        start_new_session=True,
    )
    try:
        wait_for(host, port, process)
        yield process
    finally:
        if asked:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=5)
        process.kill()
        process.communicate()


def wait_for(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody answers there; fail with what the program said if it has ended."""
    while process.poll() is None:
        with suppress(OSError), socket.create_connection((host, port), 1):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
    said, _ = process.communicate()
    raise AssertionError(f"{process.args!r} has ended: {said.decode(errors='replace')}")
