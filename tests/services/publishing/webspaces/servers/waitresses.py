"""WSGI applications of tests on waitress, as the program's own server runs."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def served(application: WSGIApplication, *, scheme: str = "http") -> Iterator[int]:
    """Answer at 127.0.0.1; yields the port. `scheme` is what the application believes is spoken."""
    # On a busy computer questions wait a moment, of which it warns: no fault of what is tested.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening, sockets = socket.create_server(("127.0.0.1", 0)), dict[int, Any]()
    server = create_server(
        application,
        map=sockets,
        sockets=[listening],
        threads=4,
        url_scheme=scheme,
        clear_untrusted_proxy_headers=True,
    )
    assert isinstance(server, BaseWSGIServer)
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield port
    finally:
        trigger: Any = server.trigger
        # Not server.close(), which closes the trigger first: who answers just now still pulls it.
        trigger.pull_trigger(lambda: _close(server))
        server.task_dispatcher.shutdown()
        trigger.pull_trigger(lambda: _end(trigger, sockets))
        thread.join(10)
        assert not thread.is_alive()
        # Now nobody can be pulling it any more.
        trigger.close()


def _end(trigger: Any, sockets: dict[int, Any]) -> None:
    """Close all but the trigger, which is only left alone: without sockets the loop ends."""
    trigger.del_channel()
    wasyncore.close_all(sockets)


def _close(server: Any) -> None:
    wasyncore.dispatcher.close(server)
    for channel in list(server.active_channels.values()):
        channel.handle_close()
