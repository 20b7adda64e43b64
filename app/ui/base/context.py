"""What every page of the window works with, handed over by constructor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from app.dataclass import dataclass

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.progress import Report
    from app.i18n import Catalogue
    from app.services.base.control import ServerController
    from app.services.services import Services
    from app.ui.base.bridge import Bridge
    from app.ui.base.history import History
    from app.ui.base.preferences import Preferences
    from app.ui.base.silence import Silence


class Notices(Protocol):
    """Where a page says something: the window shows it above all pages."""

    def say(
        self, text: str, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show a line for some seconds, with something to do about it ("Undo")."""
        ...

    def fail(self, error: UserError) -> None:
        """Show what went wrong and what to do."""
        ...

    def wait_for(
        self,
        words: str,
        job: Callable[[Report], object],
        *,
        on_done: Callable[[object], object],
        on_failed: Callable[[UserError], object],
    ) -> None:
        """Do long work on a worker while nothing else can be done, with the way to stop it.

        `words` say what it is; `on_done` hears what the job returned, None where it was stopped.
        """
        ...

    def go(self, page: str) -> None:
        """Open the page with this key."""
        ...

    def reach_wanted(self) -> None:
        """Help the owner to let more people read the links than can now."""
        ...

    def first_published(self) -> None:
        """The owner has enabled a link: offer help once with letting more people read it."""
        ...

    def show_stay(self, occupancy_id: int) -> None:
        """Open the plan where this occupancy stands, and select it."""
        ...

    def speak(self, language: str) -> None:
        """Build the window anew in this language."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """The use cases, the server, the texts in the owner's language, and the window's own memory."""

    services: Services
    server: ServerController
    texts: Catalogue
    bridge: Bridge
    silence: Silence
    history: History
    preferences: Preferences
    notices: Notices
