"""What the window may do with the server, without knowing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.core.server_state import ServerState
from app.core.settings import Settings


class ServerController(Protocol):
    """The embedded server, as the window sees it."""

    @property
    def state(self) -> ServerState: ...

    def start(self) -> ServerState:
        """Bind and serve; a failure is in the state that comes back, never raised."""
        ...

    def stop(self) -> ServerState:
        """Answer what is under way and let the socket go."""
        ...

    def change(self, before: Settings, after: Settings) -> ServerState:
        """Bind the new address, save what differs, and only then let the old address go.

        Args:
            before: the settings that the owner saw; what else has moved since stays as it is.
            after: the settings as they shall be.

        Raises:
            UserError: the new address cannot be had; the old one is served on, nothing is saved.
        """
        ...

    def on_change(self, listener: Callable[[ServerState], None]) -> Callable[[], None]:
        """Have `listener` called with each new state; returns a function that ends this."""
        ...
