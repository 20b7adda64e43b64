"""Servers of WebDAV: wsgidav on waitress, and Debian's nginx and Apache."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from wsgidav.wsgidav_app import WsgiDAVApp

from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.fronts import tls_front
from tests.services.publishing.webspaces.servers.processes import running
from tests.services.publishing.webspaces.servers.server import (
    HOST,
    PASSWORD,
    USER,
    Server,
    Setting,
)
from tests.services.publishing.webspaces.servers.waitresses import served

_NGINX_MODULES = Path("/usr/lib/nginx/modules")
_APACHE_MODULES = Path("/usr/lib/apache2/modules")

_APACHE_RIGHTS = {
    True: "Require valid-user",
    False: """<Limit GET HEAD PROPFIND OPTIONS>
        Require valid-user
    </Limit>
    <LimitExcept GET HEAD PROPFIND OPTIONS>
        Require all denied
    </LimitExcept>""",
}


def dav_application(setting: Setting, *, digest: bool = False) -> WsgiDAVApp:
    """Return wsgidav over the setting's home, without anything in front."""
    setting.home.mkdir(parents=True, exist_ok=True)
    return WsgiDAVApp(
        {
            "provider_mapping": {
                "/dav": {"root": str(setting.home), "readonly": not setting.writable}
            },
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {
                "accept_basic": not digest,
                "accept_digest": digest,
                "default_to_digest": digest,
            },
            "logging": {"enable": False},
            "verbose": 0,
            "lock_storage": True,
        }
    )


@contextmanager
def wsgidav(setting: Setting, *, knows_tls: bool = True, digest: bool = False) -> Iterator[Server]:
    """Run wsgidav; one that does not know of the TLS in front takes itself for http only."""
    application = dav_application(setting, digest=digest)
    with (
        served(application, scheme="https" if knows_tls else "http") as behind,
        tls_front(behind, setting.certificate, setting.host) as port,
    ):
        yield _server(setting, port, setting.home)


@contextmanager
def nginx(setting: Setting) -> Iterator[Server]:
    """Run Debian's nginx with its module for WebDAV."""
    program = _found("nginx", "nginx-light libnginx-mod-http-dav-ext")
    module = _NGINX_MODULES / "ngx_http_dav_ext_module.so"
    if not module.exists():
        pytest.skip("its WebDAV is not installed (Debian: libnginx-mod-http-dav-ext)")
    setting.home.mkdir(parents=True, exist_ok=True)
    etc = _etc(setting)
    port = free_port()
    only = "" if setting.writable else "limit_except GET PROPFIND OPTIONS { deny all; }"
    (etc / "nginx.conf").write_text(
        f"""{"user root;" if os.getuid() == 0 else ""}
load_module {module};
daemon off; master_process off; pid {etc}/pid; error_log {etc}/errors;
events {{ }}
http {{
    access_log off; client_max_body_size 50m;
    client_body_temp_path {etc}/body; proxy_temp_path {etc}/proxy; fastcgi_temp_path {etc}/fcgi;
    uwsgi_temp_path {etc}/uwsgi; scgi_temp_path {etc}/scgi;
    dav_ext_lock_zone zone=locks:1m;
    server {{
        listen {setting.host}:{port} ssl; server_name {HOST};
        ssl_certificate {etc}/chain.pem; ssl_certificate_key {etc}/key.pem;
        location /dav/ {{
            alias {setting.home}/;
            auth_basic dav; auth_basic_user_file {etc}/users;
            dav_methods PUT DELETE MKCOL COPY MOVE; {only}
            dav_ext_methods PROPFIND OPTIONS LOCK UNLOCK;
            dav_access user:rw group:r all:r; min_delete_depth 1;
        }}
    }}
}}
""",
        "utf-8",
    )
    with running(
        program, "-e", f"{etc}/errors", "-c", f"{etc}/nginx.conf", port=port, host=setting.host
    ):
        yield _server(setting, port, setting.home)


@contextmanager
def apache(setting: Setting) -> Iterator[Server]:
    """Run Debian's Apache with mod_dav.

    It never runs as root, and so reads nothing below the tests' own folder.
    """
    program = _found("apache2", "apache2-bin")
    root_runs = os.getuid() == 0
    with tempfile.TemporaryDirectory(prefix="dav-") as place:
        home, locks = Path(place) / "home", Path(place) / "locks"
        if setting.home.exists():
            shutil.copytree(setting.home, home)
        home.mkdir(exist_ok=True)
        locks.mkdir()
        for path in (Path(place), locks, home, *home.rglob("*")):
            path.chmod(0o755)
            if root_runs:
                shutil.chown(path, "www-data", "www-data")
        etc = _etc(setting, Path(place) / "etc")
        port = free_port()
        modules = (
            "mpm_event authn_core authn_file authz_core authz_user auth_basic dav dav_fs mime ssl"
        )
        (etc / "apache.conf").write_text(
            "\n".join(
                f"LoadModule {name}_module {_APACHE_MODULES}/mod_{name}.so"
                for name in modules.split()
            )
            + f"""
ServerRoot {etc}
ServerName {HOST}
PidFile {etc}/pid
ErrorLog {etc}/errors
{"User www-data" if root_runs else ""}
{"Group www-data" if root_runs else ""}
Listen {setting.host}:{port}
StartServers 1
ThreadsPerChild 4
MaxRequestWorkers 4
ServerLimit 1
DavLockDB {locks}/db
TypesConfig /dev/null
SSLEngine on
SSLCertificateFile {etc}/chain.pem
SSLCertificateKeyFile {etc}/key.pem
Alias /dav {home}
LoadModule alias_module {_APACHE_MODULES}/mod_alias.so
<Directory {home}>
    Dav on
    AuthType Basic
    AuthName dav
    AuthUserFile {etc}/users
    {_APACHE_RIGHTS[setting.writable]}
</Directory>
""",
            "utf-8",
        )
        with running(
            program, "-DFOREGROUND", "-f", f"{etc}/apache.conf", port=port, host=setting.host
        ):
            yield _server(setting, port, home, own=".davfs.tmp")


def _server(setting: Setting, port: int, home: Path, own: str = "") -> Server:
    return Server(
        webspace=Webspace(
            kind=WebspaceKind.WEBDAV,
            host=f"https://{HOST}:{port}/dav",
            user=USER,
            folder=setting.folder,
        ),
        secret=Secret(password=PASSWORD),
        root=home / setting.folder,
        ports=(port,),
        address=setting.host,
        own=own,
    )


def _found(program: str, packages: str) -> str:
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed (Debian: {packages})")
    return found


def _etc(setting: Setting, etc: Path | None = None) -> Path:
    """Return a folder with certificate, key and users, beside what is shown."""
    etc = etc or setting.home.with_name(f"{setting.home.name}-etc")
    etc.mkdir(parents=True)
    chain = b"".join(blob.bytes() for blob in setting.certificate.cert_chain_pems)
    (etc / "chain.pem").write_bytes(chain)
    (etc / "key.pem").write_bytes(setting.certificate.private_key_pem.bytes())
    # What both servers understand; nobody guesses on loopback.
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    (etc / "users").write_text(f"{USER}:{{SHA}}{digest}\n", "utf-8")
    return etc
