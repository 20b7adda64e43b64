"""Whose certificates are believed: those of the system, and where it has none, of Mozilla."""

from __future__ import annotations

import ssl
import sys

import pytest

from app.services.publishing.webspaces.network.tls import verified_tls


def test_certificates_and_names_are_verified() -> None:
    context = verified_tls()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows brings its own")
def test_a_python_without_authorities_believes_those_of_mozilla(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    # As on macOS: OpenSSL looks where there is nothing.
    monkeypatch.setenv("SSL_CERT_FILE", f"{tmp_path}/nothing.pem")
    monkeypatch.setenv("SSL_CERT_DIR", f"{tmp_path}/nothing")
    assert ssl.create_default_context().get_ca_certs() == []
    assert len(verified_tls().get_ca_certs()) > 50


@pytest.mark.skipif(sys.platform == "win32", reason="there another store counts too")
@pytest.mark.usefixtures("trusted")
def test_what_the_system_says_is_not_added_to() -> None:
    assert len(verified_tls().get_ca_certs()) == 1
