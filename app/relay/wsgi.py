"""The service for any WSGI server: ``gunicorn app.relay.wsgi:application``.

What it needs to know stands in the environment, see `app.relay.opening`. Where the database cannot
be asked, requests are answered by 503 until it can.
"""

from __future__ import annotations

import atexit
import os
from typing import TYPE_CHECKING

from app.relay.metrics.counting import Counting
from app.relay.opening import DATABASE, make_folder, metrics_of, proxy_of, relay_of
from app.relay.web.app import RelayApp
from app.server.web.forwarded import Forwarded
from app.services.system.starting import data_path

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def made() -> WSGIApplication:
    """Return the app over the database that the environment names."""
    folder = data_path(None)
    relay = relay_of(os.environ, folder)
    if not os.environ.get(DATABASE):
        make_folder(folder)
    app: WSGIApplication = RelayApp(relay)
    metrics = metrics_of(os.environ, folder, relay)
    if metrics is not None:
        app = Counting(app, metrics.counts)
        atexit.register(metrics.stop)
    # A worker that ends stores what it has to note.
    atexit.register(relay.stop)
    return Forwarded(app, proxy_of(os.environ))


application = made()
