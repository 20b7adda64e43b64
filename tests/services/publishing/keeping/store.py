"""A keyring in memory, as strict as the strictest."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

PATIENCE = 10.0
WINDOWS_BYTES = 2560


class Store(KeyringBackend):
    """A keyring as Windows has it: what is too long is refused, what is not there is a fault."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # so it comes
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.reached = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked = 0

    def _ask(self) -> None:
        self.asked += 1
        self.reached.set()
        assert self.go_on.wait(PATIENCE)
        if self.fault is not None:
            raise self.fault

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        if len(password.encode("utf-16-le")) > WINDOWS_BYTES:
            raise ValueError(password)
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError
