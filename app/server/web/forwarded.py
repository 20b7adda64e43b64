"""Who asks through a proxy that is trusted: X-Forwarded-For, and nothing else that it says.

waitress has this too, but refuses what chains of proxies send (``X-Forwarded-Proto: https,http``)
and believes the last hop even where that is one of the house's own proxies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.core.links.link import Origin
from app.server.web.origins import origin_of, read_address
from app.server.web.token_app import at_once_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_WITH_PORT = re.compile(r"(\[[^]]*\]|[^:]*)(?::\d+)?")
HOPS = 20
"""So many hops are looked at, from the last one on; longer chains are somebody's invention."""


class Forwarded:
    """Lets `app` see the reader behind the proxy at `proxy` instead of the proxy.

    Args:
        app: the app.
        proxy: the one address whose word is believed.
    """

    def __init__(self, app: WSGIApplication, proxy: str) -> None:
        self._app = app
        self._at_once = at_once_of(app)
        self._proxy = read_address(proxy)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._see_through(environ)
        return self._app(environ, start_response)

    def at_once(self, environ: WSGIEnvironment) -> bool:
        """Tell whether the answer is ready, as `AtOnce` says."""
        self._see_through(environ)
        return self._at_once(environ)

    def _see_through(self, environ: WSGIEnvironment) -> None:
        hops = environ.get("HTTP_X_FORWARDED_FOR", "")
        if hops and read_address(environ["REMOTE_ADDR"]) == self._proxy:
            environ["REMOTE_ADDR"] = self._reader(hops) or environ["REMOTE_ADDR"]

    def _reader(self, hops: str) -> str:
        """Return the last address that is neither of this house nor the proxy's own.

        Each proxy adds what it sees at the end, so the last ones are the proxies of the house; what
        stands before the reader is the reader's own invention. Where all is of the house, it is the
        last one that is not of this computer.
        """
        named = [_address(hop) for hop in hops.rsplit(",", HOPS)[-HOPS:]]
        others = [hop for hop in named if hop and read_address(hop) != self._proxy]
        for wanted in ({Origin.OUTSIDE}, {Origin.HOME}, {Origin.THIS_PC}):
            for hop in reversed(others):
                if origin_of(hop) in wanted:
                    return hop
        return ""


def _address(hop: str) -> str:
    """Return a hop's address without quotes, port and brackets; what is no address as it is."""
    said = hop.strip().strip('"')
    if read_address(said) is None and (found := _WITH_PORT.fullmatch(said)):
        said = found[1]
    return said.strip("[]")
