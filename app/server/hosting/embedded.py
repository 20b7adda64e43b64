"""The server inside this process: started, moved to another address, stopped, seen to if it breaks.

Nothing of the web is imported here before the first start, so that the window shows sooner.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from app.core.errors import UserError
from app.core.moving.moves import moved_away
from app.core.server_state import Phase, ServerState
from app.core.settings import Settings
from app.server.hosting.listeners import Listener, StateListeners
from app.services.data_folder.claims import Claim

if TYPE_CHECKING:
    from app.server.hosting.serving import Serving
    from app.services.services import Services

logger = logging.getLogger(__name__)

_PORTS_TRIED = 50


@contextmanager
def served(
    services: Services,
    *,
    host: str | None = None,
    port: int | None = None,
    on_change: Listener | None = None,
) -> Iterator[ServerState]:
    """Serve the links of one data folder as long as this context lasts.

    Args:
        services: over the data folder.
        host: the address to listen on this time, the owner's setting where None.
        port: the port to listen on this time (0 for any free one), the owner's setting where None.
        on_change: hears of each new state, such as that the server has ended by a fault.

    Yields:
        The state of the running server, with the host and port that it is bound to.

    Raises:
        UserError: it cannot be served; another Zimmerfrei does so already.
    """
    server = EmbeddedServer(services, host=host, port=port)
    if on_change is not None:
        server.on_change(on_change)
    try:
        state = server.start()
        if state.error is not None:
            raise state.error
        if state.phase is Phase.ELSEWHERE:
            raise UserError(
                "Another Zimmerfrei serves the links of this data folder already. Please end that "
                "one first (its window, or the command serve)."
            )
        yield state
    finally:
        server.stop()


@contextmanager
def served_for_looking(services: Services) -> Iterator[EmbeddedServer]:
    """Serve a sample's links for this computer alone, on any free port; the settings name it."""
    server = EmbeddedServer(services, host="127.0.0.1", port=0)
    try:
        state = server.start()
        if state.phase is Phase.RUNNING:
            services.settings.set("port", str(state.port))
        yield server
    finally:
        server.stop()


class EmbeddedServer:
    """The server inside this process: ``app.services.base.control.ServerController``.

    Whoever serves a data folder holds its ``serving.lock``. One change of the server happens at a
    time; listeners hear of it when it is over, so that none of them can hold up the next one.

    Args:
        services: over the data folder.
        host: instead of the owner's setting, for this run.
        port: instead of the owner's setting, for this run.
        settles: where the port is taken and no link has ever said it, take a free one for good.
    """

    def __init__(
        self,
        services: Services,
        *,
        host: str | None = None,
        port: int | None = None,
        settles: bool = False,
    ) -> None:
        self._services = services
        self._host = host
        self._port = port
        self._settles = settles and port is None
        self._lock = threading.RLock()
        self._depth = 0
        self._listeners = StateListeners()
        self._serving: Serving | None = None
        self._claim = Claim(services.folder.serving_lock)
        settings = self._wanted(services.settings.get())
        self._state = ServerState(Phase.STOPPED, settings.host, settings.port)
        services.house_clock.subscribe(lambda _: self._listeners.tell(self.state))

    # ---- what it is ----

    @property
    def state(self) -> ServerState:
        doubt = self._services.house_clock.doubt
        return replace(self._state, doubt=doubt) if doubt else self._state

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Have `listener` called with each new state in turn, once the change is over.

        On a thread that brought a change about. Returns a function that ends this.
        """
        return self._listeners.subscribe(listener)

    # ---- what may be done with it ----

    def start(self) -> ServerState:
        """Bind and serve. A failure is in the state that comes back; one may try again.

        A house that lives on another computer stays STOPPED, with that as the error.
        """
        if self._serves():
            return self.state
        # Before the change: who listens to the clock is told at once. Where the data cannot be
        # read, the settings below say so.
        with suppress(UserError):
            self._services.house_clock.look()
        with self._changing():
            if self._serves():
                return self.state
            settings = replace(Settings(), host=self._state.host, port=self._state.port)
            try:
                settings = self._wanted(self._services.settings.get())
                if self._services.moving.silent:
                    state = ServerState(Phase.STOPPED, settings.host, settings.port, moved_away())
                    return self._enter(state)
                return self._begin(settings, save=lambda: None)
            except UserError as error:
                return self._settle(settings, error) or self._failed_at(settings, error)

    def change(self, before: Settings, after: Settings) -> ServerState:
        """Bind the new address, save what differs, and only then let the old address go.

        Where nothing is served it is only saved; a server that failed starts at its new address.

        Args:
            before: the settings that the owner saw; what else has moved since stays as it is.
            after: the settings as they shall be.

        Raises:
            UserError: the new address cannot be had, or the settings not be saved. The old address
                is served on, nothing is saved.
        """
        wanted = self._wanted(after)
        save = partial(self._services.settings.change, before, after)
        with self._changing():
            state = self._state
            if self._serving is not None:
                return self._move(self._serving, wanted, save)
            elsewhere = (wanted.host, wanted.port) != (state.host, state.port)
            if state.phase is Phase.FAILED and elsewhere:
                return self._begin(wanted, save)
            save()
            if self._state is not state:
                # Who listens to the settings has started it meanwhile, at the new address.
                return self.state
            return self._enter(replace(state, host=wanted.host, port=wanted.port))

    def stop(self) -> ServerState:
        """Answer what is under way, store the fetches, let socket and data folder go."""
        with self._changing():
            self._end()
            return self._enter(replace(self._state, phase=Phase.STOPPED, error=None))

    # ---- from one state to the next: each inside `_changing` ----

    def _begin(self, settings: Settings, save: Callable[[], object]) -> ServerState:
        """Claim the folder, bind, save, serve; what fails lets go of all that went before it."""
        if not self._claimed():
            save()
            return self._enter(ServerState(Phase.ELSEWHERE, settings.host, settings.port))
        try:
            self._serving = self._bound(settings, save)
        except BaseException:
            self._claim.release()
            raise
        return self._enter(ServerState(Phase.RUNNING, settings.host, self._serving.port))

    def _move(
        self, serving: Serving, settings: Settings, save: Callable[[], object]
    ) -> ServerState:
        """Bind the new address, save, take over; what fails leaves the old address as it was."""
        try:
            serving.move(settings, save)
        except UserError as error:
            if not serving.alive:
                # The old address was let go to get at the new one, and cannot be had again.
                self._end()
                self._enter(replace(self._state, phase=Phase.FAILED, error=error))
            raise
        return self._enter(ServerState(Phase.RUNNING, settings.host, serving.port))

    def _settle(self, settings: Settings, error: UserError) -> ServerState | None:
        """Take the next free port for good, where that breaks no link; None where it would."""
        from app.server.hosting.host import PortTakenError  # noqa: PLC0415  # loads the web

        if not self._settles or not isinstance(error, PortTakenError):
            return None
        desk = self._services.settings
        try:
            before = desk.get()
            # Links say the port; and to a public address somebody passes requests on, to this port.
            if self._services.links.any_ever() or before.public_url:
                return None
            for port in range(settings.port + 1, min(settings.port + _PORTS_TRIED, 65535) + 1):
                save = partial(desk.change, before, replace(before, port=port))
                with suppress(PortTakenError):
                    return self._begin(replace(settings, port=port), save)
        except UserError:
            logger.warning("no other port could be taken")
        return None

    def _end(self) -> None:
        serving, self._serving = self._serving, None
        if serving is not None:
            serving.close()
            self._claim.release()

    def _failed_at(self, settings: Settings, error: UserError) -> ServerState:
        return self._enter(ServerState(Phase.FAILED, settings.host, settings.port, error))

    def _enter(self, state: ServerState) -> ServerState:
        if state != self._state:
            self._state = state
            self._listeners.put(self.state)
        return self.state

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let one change of the server happen at a time, and tell of it when it is over.

        A change may come out of another one on the same thread: who listens to the settings hears
        of them while they are saved. Both are told after the outer one.
        """
        over = False
        try:
            with self._lock:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                    over = self._depth == 0
        finally:
            if over:
                self._listeners.tell_all()

    # ---- the pieces ----

    def _serves(self) -> bool:
        return self._serving is not None

    def _wanted(self, settings: Settings) -> Settings:
        return replace(
            settings,
            host=settings.host if self._host is None else self._host,
            port=settings.port if self._port is None else self._port,
        )

    def _claimed(self) -> bool:
        try:
            return self._claim.take()
        except OSError as error:
            raise UserError(
                "The data folder {folder} cannot be written to. Please check its permissions, or "
                "choose another folder.",
                folder=str(self._services.folder.path),
            ) from error

    def _bound(self, settings: Settings, save: Callable[[], object]) -> Serving:
        from app.server.hosting.serving import Serving  # noqa: PLC0415  # after the window shows

        services = self._services
        return Serving(
            services.feeds(),
            services.fetch_log(),
            services.clock,
            settings,
            save,
            self._crashed,
        )

    # ---- a server that ends by itself ----

    def _crashed(self) -> None:
        # Not on the server's own thread: who stops the server holds the lock and waits for that.
        threading.Thread(target=self._see_to_crash, name="server-crash", daemon=True).start()

    def _see_to_crash(self) -> None:
        with self._changing():
            if self._serving is None or self._serving.alive:
                return
            self._end()
            failure = UserError(
                "The server ended unexpectedly. Please start Zimmerfrei again; the log in {folder} "
                "says more.",
                folder=str(self._services.folder.logs),
            )
            self._enter(replace(self._state, phase=Phase.FAILED, error=failure))
