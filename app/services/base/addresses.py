"""How this computer is called in the home network."""

from __future__ import annotations

import socket


def house_address() -> str:
    """Return the address under which the home network reaches this computer.

    The one that the system would send from; nothing is sent. Its name where there is no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket only picks a route; 192.0.2.0/24 is reserved for
            # documentation (RFC 5737).
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()
