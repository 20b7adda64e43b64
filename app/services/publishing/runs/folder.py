"""A folder on a webspace, open: whose it is, and what lies in it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from app.core.publishing import faults
from app.core.publishing.holding import strangers
from app.core.publishing.relay import faults as relay_faults
from app.core.publishing.webspace import KeptWebspace, Secret, WebspaceKind, host_name
from app.services.publishing.runs.marker import MARKER, Marker, read_marker
from app.services.publishing.webspaces.connection import Connection, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from types import TracebackType
    from typing import Self

    from app.core.publishing.faults import WebspaceError
    from app.core.publishing.webspace import Webspace


class Folder:
    """The folder of a webspace, over one connection, which is made when it is first needed.

    Args:
        webspace: where it is.
        secret: returns what opens it, None where that is not known; asked when it is needed, for
            that may take its time.
        house: what tells this house from others.
        before: what it was called on the computer that it moved from.
    """

    def __init__(
        self,
        webspace: KeptWebspace,
        secret: Callable[[], Secret | None],
        house: str,
        before: str | None = None,
    ) -> None:
        self._webspace = webspace
        self._ask_secret = secret
        self._house = house
        self._before = before
        self._open = ExitStack()
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    @property
    def can_be_opened(self) -> bool:
        """Whether what opens it is known here (WebspaceError where nobody can tell)."""
        return self._secret is not None

    @cached_property
    def _secret(self) -> Secret | None:
        if self._webspace.kind is WebspaceKind.FOLDER:
            return Secret()
        return self._ask_secret()

    @property
    def is_open(self) -> bool:
        """Whether there is a connection to it."""
        return self._connection is not None

    def connection(self) -> Connection:
        """Return the connection to it.

        Raises:
            WebspaceError: it cannot be made, or the secret is not known.
        """
        if self._connection is None:
            if self._secret is None:
                raise secret_missing(self._webspace)
            found = self._open.enter_context(opened(self._webspace, self._secret))
            self._connection = found
        return self._connection

    def marker(self) -> Marker | None:
        """Return what tells whose folder it is, None where nothing does."""
        return read_marker(self.connection().get(MARKER))

    def belongs_to_us(self) -> bool:
        """Tell whether the folder is this house's already, False where it is nobody's yet.

        One that it had on the computer that it moved from is to be claimed anew: from then on the
        other one stops, should it still run.

        Raises:
            WebspaceError: another Zimmerfrei puts its calendars there.
        """
        found = self.marker()
        if found is not None and found.house == self._before != self._house:
            return False
        if found is not None and found.house != self._house:
            raise published_by_another(self._webspace)
        return found is not None and found.webspace == self._webspace.id

    def names(self, known: Collection[str]) -> set[str]:
        """Return the names of all files there.

        Args:
            known: the names that this house gives, or that another one's files are known by.

        Raises:
            WebspaceError: others than those are calendars of a Zimmerfrei, too.
        """
        found = self.connection().names()
        if strangers(found, known):
            raise published_by_another(self._webspace)
        return set(found)

    def strangers(self, known: Collection[str]) -> tuple[str, ...]:
        """Return the names of all calendars there that another Zimmerfrei has put there."""
        return strangers(self.connection().names(), known)

    def claim(self) -> None:
        """Say in it that it is this house's."""
        self.connection().put(MARKER, Marker(self._house, self._webspace.id).body())

    def disclaim(self) -> None:
        """Take away what says that it is this house's."""
        self.connection().delete(MARKER)


def published_by_another(webspace: Webspace) -> WebspaceError:
    """Return what is said where another Zimmerfrei puts its calendars into the same place."""
    if webspace.kind is WebspaceKind.RELAY:
        return relay_faults.used_by_another(host_name(webspace))
    return faults.published_by_another(webspace.folder)


def secret_missing(webspace: Webspace) -> WebspaceError:
    """Return what is said where nobody here knows what opens a webspace."""
    if webspace.kind is WebspaceKind.RELAY:
        return relay_faults.key_missing(host_name(webspace))
    return faults.secret_missing(host_name(webspace))
