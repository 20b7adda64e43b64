"""The service on a socket of its own: by waitress, as the links of one house are served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.core.publishing.relay.protocol import SENT_MOST
from app.relay.metrics.counting import Counting
from app.relay.metrics.metrics import Metrics
from app.relay.uses.relay import Relay
from app.relay.web.app import RelayApp
from app.server.hosting.host import Host, listen
from app.server.hosting.limits import Limits

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_LIMITS = Limits(ask=120)
"""A large calendar over a slow line takes its time."""


@contextmanager
def served(
    relay: Relay,
    host: str,
    port: int,
    *,
    proxy: str = "",
    metrics: Metrics | None = None,
    on_crash: Callable[[], None] | None = None,
) -> Iterator[int]:
    """Serve as long as this context lasts; yields the port that is bound.

    Args:
        relay: the service; stopped at the end.
        host: the address to listen on.
        port: the port to listen on, 0 for any free one.
        proxy: the address whose X-Forwarded-For is believed, empty for nobody's.
        metrics: counts what is answered; stopped at the end. None: nothing is counted.
        on_crash: called if it ends without having been told to.

    Raises:
        UserError: the database cannot be used, or the address cannot be had.
    """
    relay.prepare()
    listener = listen(host, port)
    app: WSGIApplication = RelayApp(relay)
    if metrics is not None:
        app = Counting(app, metrics.counts)
    running = Host(
        app,
        listener,
        trusted_proxy=proxy,
        limits=_LIMITS,
        body_limit=SENT_MOST,
        on_crash=on_crash,
    )
    relay.start()
    if metrics is not None:
        metrics.start()
    try:
        yield running.port
    finally:
        running.stop()
        if metrics is not None:
            metrics.stop()
        relay.stop()
