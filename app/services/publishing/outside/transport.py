"""Connections for readings from outside: only to addresses that were judged, and never for long."""

from __future__ import annotations

import errno
import os
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import wait as wait_for_all
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

import httpcore

from app.core.publishing.outside.problems import Problem
from app.services.publishing.outside.internet import SOME_NAME, Internet, NameUnknownError
from app.services.publishing.webspaces.network.tls import ANOTHER_NAME, EXPIRED

_CONNECT_SECONDS = 10.0
_NAME_SECONDS = 10.0
"""How long a name is waited for at most, within what the whole reading may take."""
_STOP_LOOK_SECONDS = 0.25
"""How soon a wait ends when it is to be stopped."""
_MOST_ADDRESSES = 4
_TAILNET = ".ts.net"
_NOT_YET_VALID = 9
"""X509_V_ERR_CERT_NOT_YET_VALID (openssl/x509_vfy.h)."""
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})

_BEGUN = frozenset({errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN})

Result = TypeVar("Result")


class ReadingError(Exception):
    """Nothing could be read: why, and what stands in the sentence about it."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.detail = detail


class ReadingStoppedError(Exception):
    """Who reads was asked to stop."""


class Patience:
    """How long may still be waited; begun anew for each reading.

    Args:
        stopped: asked again and again while something is waited for.
        seconds: returns the seconds that have passed since some moment.
    """

    def __init__(
        self, stopped: Callable[[], bool], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._stopped = stopped
        self._seconds = seconds
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        self._until = self._seconds() + seconds

    @contextmanager
    def shortened(self, seconds: float) -> Iterator[None]:
        """Wait no longer than this inside."""
        whole = self._until
        self._until = min(whole, self._seconds() + seconds)
        try:
            yield
        finally:
            self._until = whole

    def left(self) -> float:
        """Return the seconds that are left (TimeoutError: none; ReadingStoppedError: stop)."""
        if self._stopped():
            raise ReadingStoppedError
        left = self._until - self._seconds()
        if left <= 0:
            raise TimeoutError
        return left

    def wait(self, connection: socket.socket, step: Callable[[], Result]) -> Result:
        """Return what `step` does with a connection, which is let wait for a moment at a time."""
        while True:
            connection.settimeout(min(self.left(), _STOP_LOOK_SECONDS))
            try:
                return step()
            except TimeoutError:
                continue

    def wait_for(self, connection: socket.socket) -> None:
        """Wait until a connection that is being made can be written to, or has failed."""
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_WRITE)
            while not selector.select(min(self.left(), _STOP_LOOK_SECONDS)):
                pass

    def wait_till(self, asked: Future[Result]) -> Result:
        """Return what another thread is asked for, or raise what it raises."""
        while not asked.done():
            wait_for_all([asked], min(self.left(), _STOP_LOOK_SECONDS))
        return asked.result()


class Backend(httpcore.NetworkBackend):
    """Connects to computers that everybody can reach, and to no others.

    The connection goes to the very address that was judged: a name that gives another answer when
    it is asked again leads nowhere.
    """

    def __init__(self, internet: Internet, patience: Patience) -> None:
        self._internet = internet
        self._patience = patience
        self._public: dict[str, list[str]] = {}
        self.stream: Stream | None = None
        """The newest connection."""

    def ipv6_only(self, host: str) -> bool:
        """Tell whether a computer that was connected to has no public address of IPv4."""
        return all(":" in address for address in self._public.get(host, ()))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # ours is the patience of the whole reading
        local_address: str | None = None,  # noqa: ARG002  # as the library calls it
        socket_options: Iterable[object] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        host = host.strip("[]")
        addresses = self._public.get(host) or self._judged(host)
        self._public[host] = addresses
        fault: OSError | None = None
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                self.stream = Stream(self._connected(address, port), self._patience)
            except OSError as error:
                # Of several faults the one of an address to which there is a way at all.
                if fault is None or fault.errno in _NO_WAY:
                    fault = error
            else:
                return self.stream
        if fault is not None and fault.errno in _NO_WAY:
            if self.ipv6_only(host) and self._here():
                raise ReadingError(Problem.IPV6_ONLY, host)
            raise ReadingError(Problem.OFFLINE, host)
        raise ReadingError(Problem.NO_ANSWER, host)

    def _connected(self, address: str, port: int) -> socket.socket:
        door = self._internet.door(address, port)
        family = socket.AF_INET6 if ":" in door[0] else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._connect(connection, door)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, connection: socket.socket, door: tuple[str, int]) -> None:
        connection.setblocking(False)
        fault = connection.connect_ex(door)
        if fault in _BEGUN:
            with self._patience.shortened(_CONNECT_SECONDS):
                self._patience.wait_for(connection)
            fault = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if fault:
            raise OSError(fault, os.strerror(fault))

    def _judged(self, host: str) -> list[str]:
        """Return the addresses of a computer that are everybody's, those of IPv4 first."""
        try:
            addresses = self._found(host)
        except NameUnknownError as error:
            if error.unasked or not self._here():
                raise ReadingError(Problem.OFFLINE, host) from None
            raise ReadingError(Problem.NAME_UNKNOWN, host) from None
        self._patience.left()
        public = [address for address in addresses if self._internet.is_public(address)]
        if not public:
            if host.endswith(_TAILNET):
                raise ReadingError(Problem.TAILNET, host)
            raise ReadingError(Problem.HOUSE_ONLY, addresses[0])
        return sorted(public, key=lambda address: ":" in address)

    def _found(self, host: str) -> list[str]:
        """Return the addresses of a computer (NameUnknownError), asked for no longer than may be.

        The system's own question cannot be broken off, so it is left behind on a thread.
        """
        answer: Future[list[str]] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._internet.resolved(host))
            except BaseException as error:  # noqa: BLE001  # raised where it is waited for
                answer.set_exception(error)

        threading.Thread(target=ask, name="name", daemon=True).start()
        try:
            with self._patience.shortened(_NAME_SECONDS):
                return self._patience.wait_till(answer)
        except TimeoutError:
            raise NameUnknownError(unasked=True) from None

    def _here(self) -> bool:
        """Tell whether this computer is in the internet, by a name that everybody knows."""
        if not self._internet.own_addresses():
            return False
        try:
            return bool(self._found(SOME_NAME))
        except NameUnknownError:
            return False


class Stream(httpcore.NetworkStream):
    """One connection, every wait of which ends."""

    def __init__(self, connection: socket.socket, patience: Patience) -> None:
        self._socket = connection
        self._patience = patience
        self.ended = False
        """Whether the other side has closed it."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        try:
            found = self._patience.wait(self._socket, lambda: self._socket.recv(max_bytes))
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError from error
        self.ended = not found
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        try:
            while buffer:
                sent = self._patience.wait(self._socket, partial(self._socket.send, buffer))
                buffer = buffer[sent:]
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError from error

    def close(self) -> None:
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  # as above
    ) -> httpcore.NetworkStream:
        host = (server_hostname or "").strip("[]")
        try:
            with self._patience.shortened(_CONNECT_SECONDS):
                secured = ssl_context.wrap_socket(
                    self._socket, server_hostname=host, do_handshake_on_connect=False
                )
                self._socket = secured
                self._patience.wait(secured, secured.do_handshake)
        except OSError as error:
            self.close()
            raise _explained(error, host) from None
        except ReadingStoppedError:
            self.close()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return _is_readable(self._socket)
        if info == "ssl_object" and isinstance(self._socket, ssl.SSLSocket):
            return self._socket
        return None


def _explained(error: OSError, host: str) -> ReadingError:
    """Return what a failed beginning of TLS means."""
    if isinstance(error, ssl.SSLCertVerificationError):
        of_code = {
            EXPIRED: Problem.CERTIFICATE_EXPIRED,
            _NOT_YET_VALID: Problem.CERTIFICATE_TOO_YOUNG,
            **dict.fromkeys(ANOTHER_NAME, Problem.CERTIFICATE_OF_ANOTHER),
        }
        return ReadingError(of_code.get(error.verify_code, Problem.CERTIFICATE_UNKNOWN), host)
    if isinstance(error, TimeoutError):
        return ReadingError(Problem.NO_ANSWER, host)
    if isinstance(error, (ConnectionError, ssl.SSLEOFError)):
        return ReadingError(Problem.BROKEN_OFF, host)
    return ReadingError(Problem.NO_ENCRYPTION, host)


def _is_readable(connection: socket.socket) -> bool:
    """Tell whether something waits to be read: on a connection that is kept, its end."""
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_READ)
            return bool(selector.select(0))
    except (OSError, ValueError):
        return True
