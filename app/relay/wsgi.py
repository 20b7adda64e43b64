"""The service for any WSGI server: ``gunicorn app.relay.wsgi:application``.

What it needs to know stands in the environment, see `app.relay.opening`. Where the database cannot
be asked, requests are answered by 503 until it can.
"""

from __future__ import annotations

import atexit
import os
from typing import TYPE_CHECKING

from app.relay.opening import proxy_of, relay_of
from app.relay.web.app import RelayApp
from app.server.web.forwarded import Forwarded
from app.services.system.starting import data_path

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def made() -> WSGIApplication:
    """Return the app over the database that the environment names."""
    relay = relay_of(os.environ, data_path(None))
    # A worker that ends stores what it has to note.
    atexit.register(relay.stop)
    return Forwarded(RelayApp(relay), proxy_of(os.environ))


application = made()
