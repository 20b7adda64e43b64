"""Reads by a web server while a file is replaced, of each kind of webspace: whole, never missing.

Real servers on loopback, and Debian's nginx that serves the same folder. What is not installed is
skipped, with a line that says so. Of WebDAV nginx's own: wsgidav deletes a file before it moves
another one there.
"""

import http.client
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from app.services.publishing.webspaces.connection import opened
from tests.ports import free_port
from tests.services.publishing.webspaces.servers import dav, ftp, ssh
from tests.services.publishing.webspaces.servers.processes import running
from tests.services.publishing.webspaces.servers.server import HOST, Kind, Setting

REPLACEMENTS = 500
READS = 5_000
NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
KINDS = (
    Kind(name="SFTP (OpenSSH)", start=ssh.openssh),
    Kind(name="FTPS (vsftpd)", start=ftp.vsftpd),
    Kind(name="WebDAV (nginx)", start=dav.nginx),
)


@dataclass
class Counted:
    """What readers have met."""

    reads: int = 0
    torn: int = 0
    missing: int = 0


def body(number: int) -> bytes:
    """Return a file that can be told from every other one, of 20 to 80 kB by turns."""
    line = f"{number:06}\r\n".encode()
    return line * (2_500 * (1 + number % 4))


@contextmanager
def web_server(root: Path, etc: Path) -> Iterator[int]:
    """Serve the folder by nginx, as a hoster does; returns the port."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    etc.mkdir()
    port = free_port()
    config = etc / "nginx.conf"
    config.write_text(
        f"""{"user root;" if os.getuid() == 0 else ""}
daemon off; master_process off; pid {etc}/pid; error_log {etc}/errors;
events {{ }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000;
    client_body_temp_path {etc}/body; proxy_temp_path {etc}/proxy; fastcgi_temp_path {etc}/fcgi;
    uwsgi_temp_path {etc}/uwsgi; scgi_temp_path {etc}/scgi;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
""",
        "utf-8",
    )
    with running(program, "-e", f"{etc}/errors", "-c", str(config), port=port):
        yield port


def read(port: int, counted: Counted, done: threading.Event, enough: threading.Event) -> None:
    """Read again and again until the last replacement, and so often at least."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while not (done.is_set() and enough.is_set()):
        connection.request("GET", f"/{NAME}")
        answer = connection.getresponse()
        found = answer.read()
        counted.reads += 1
        if answer.status != http.HTTPStatus.OK:
            counted.missing += 1
        elif found != body(int(found[:6] or b"0")):
            counted.torn += 1
        if counted.reads >= READS:
            enough.set()
    connection.close()


def measure(kind: Kind, folder: Path, certificate: trustme.LeafCert) -> tuple[int, Counted]:
    """Replace a file while it is read; return how often, and what was read."""
    counted = Counted()
    done, enough = threading.Event(), threading.Event()
    with ExitStack() as stack:
        setting = Setting(home=folder / "home", certificate=certificate)
        server = stack.enter_context(kind.start(setting))
        space = stack.enter_context(opened(server.webspace, server.secret))
        space.put(NAME, body(0))
        port = stack.enter_context(web_server(server.root, folder / "web"))
        reader = threading.Thread(target=read, args=(port, counted, done, enough))
        reader.start()
        number = 0
        try:
            # As long as there are readers, there is something to be torn.
            while number < REPLACEMENTS or (reader.is_alive() and not enough.is_set()):
                number += 1
                space.put(NAME, body(number))
        finally:
            done.set()
            enough.set()
            reader.join()
    return number, counted


def main() -> int:
    """Print the counts; fail where one read was not whole."""
    status = 0
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST)
    with tempfile.TemporaryDirectory(prefix="webspaces-") as place:
        authorities = Path(place) / "authorities.pem"
        authority.cert_pem.write_to_path(str(authorities))
        os.environ["SSL_CERT_FILE"] = str(authorities)
        for number, kind in enumerate(KINDS):
            folder = Path(place) / str(number)
            folder.mkdir()
            try:
                replacements, counted = measure(kind, folder, certificate)
            except pytest.skip.Exception as missing:
                print(f"{kind.name}: skipped, {missing}")
                continue
            whole = counted.torn == counted.missing == 0 and counted.reads >= READS
            status |= not whole
            print(
                f"{kind.name}: {counted.reads} reads during {replacements} replacements: "
                f"{counted.torn} torn, {counted.missing} missing"
                f"{'' if whole else '  << 0 and 0 wanted'}"
            )
    return status


if __name__ == "__main__":
    sys.exit(main())
