"""How TLS is spoken with webspaces, and what is told when their certificate is not believed."""

from __future__ import annotations

import ssl
import sys

from app.core.publishing import faults
from app.core.publishing.faults import WebspaceError
from app.override import override

EXPIRED = 10
ANOTHER_NAME = {62, 64}
"""X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH (openssl/x509_vfy.h)."""
_UNKNOWN = {2, 18, 19, 20, 21, 27}
"""No issuer, or one that nobody knows; signed by itself; not trusted (same file)."""


class ClosedWhenBroken(ssl.SSLSocket):
    """Closed when it breaks: Python leaves one open that breaks off before the handshake."""

    @override
    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except ConnectionError:
            self.close()
            raise


def verified_tls() -> ssl.SSLContext:
    """Return how TLS is spoken with every webspace: certificates and names are verified, always."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    places = ssl.get_default_verify_paths()
    if sys.platform != "win32" and not (places.cafile or places.capath):
        # Python on macOS, and where it was built for another system, brings no authorities along.
        import certifi  # noqa: PLC0415  # where it is needed

        context.load_verify_locations(certifi.where())
    context.sslsocket_class = ClosedWhenBroken
    return context


def not_believed(host: str, error: ssl.SSLCertVerificationError) -> WebspaceError:
    """Return what to tell of a certificate that was not believed, by the code of OpenSSL."""
    if error.verify_code == EXPIRED:
        return faults.certificate_expired(host)
    if error.verify_code in ANOTHER_NAME:
        return faults.certificate_of_another(host)
    if error.verify_code in _UNKNOWN:
        return faults.certificate_unknown(host)
    return faults.certificate_refused(host, error.verify_message)
