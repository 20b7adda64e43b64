"""What stands in front of a server: TLS for one that speaks none."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import trustme

from app.services.publishing.webspaces.network.tls import ClosedWhenBroken
from tests.systems import next_caller


@contextmanager
def tls_front(
    behind: int, certificate: trustme.LeafCert, host: str = "127.0.0.1", port: int = 0
) -> Iterator[int]:
    """Speak TLS for what answers at 127.0.0.1 on the port `behind`; yields the port in front."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.sslsocket_class = ClosedWhenBroken
    certificate.configure_cert(context)
    with socket.create_server((host, port)) as listening:
        open_ones: set[socket.socket] = set()
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    accepted = next_caller(listening)
                except OSError:
                    return
                accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                open_ones.add(accepted)
                threads.append(threading.Thread(target=serve, args=(accepted,), daemon=True))
                threads[-1].start()

        def serve(accepted: socket.socket) -> None:
            with (
                suppress(OSError),
                accepted,
                socket.create_connection(("127.0.0.1", behind)) as to,
                context.wrap_socket(
                    accepted, server_side=True, do_handshake_on_connect=False
                ) as inside,
            ):
                to.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                # Within reach before it speaks: some who call say nothing.
                open_ones.update((inside, to))
                inside.do_handshake()
                back = threading.Thread(target=_carry, args=(to, inside), daemon=True)
                back.start()
                _carry(inside, to)
                back.join()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
            for each in list(open_ones):
                with suppress(OSError):
                    socket.socket.shutdown(each, socket.SHUT_RDWR)
            for one in (thread, *threads):
                one.join(10)


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            socket.socket.shutdown(each, socket.SHUT_RDWR)
