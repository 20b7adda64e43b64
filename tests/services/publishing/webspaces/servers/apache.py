"""Apache with PHP, set up as hosters do: it obeys an ``.htaccess``, it packs what it sends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.services.publishing.webspaces.servers.processes import running

MODULES = Path("/usr/lib/apache2/modules")
_PHP = next(iter(sorted(MODULES.glob("libphp*.so"))), None)


def command(
    folder: Path, port: int, *, override: str = "All", php: bool = True, rewriting: bool = True
) -> list[str]:
    """Return how Apache is started over the folder that `folder` lies in.

    Args:
        folder: of the webspace; it becomes Apache's own.
        port: where it listens.
        override: what an ``.htaccess`` may say there (AllowOverride).
        php: whether scripts run; else their text is given.
        rewriting: whether it can lead addresses to others at all.
    """
    program = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None or (php and _PHP is None):
        pytest.skip("needs apache2 and libapache2-mod-php (Debian)")
    names = ["mpm_prefork", "authz_core", "mime", "dir", "deflate", "filter", "autoindex"]
    modules = {name: MODULES / f"mod_{name}.so" for name in names + ["rewrite"] * rewriting}
    if php and _PHP is not None:
        modules["php" if "php8" in _PHP.name else "php7"] = _PHP
    loaded = "".join(f"LoadModule {name}_module {path}\n" for name, path in modules.items())
    handler = "SetHandler application/x-httpd-php" if php else ""
    root = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    config = folder.parent / "apache.conf"
    config.write_text(
        f"""{loaded}{root}
        ServerName 127.0.0.1
        TypesConfig /dev/null
        Listen 127.0.0.1:{port}
        PidFile {folder.parent}/apache.pid
        ErrorLog /dev/stderr
        LogLevel notice
        StartServers 1
        DocumentRoot {folder.parent}
        <Directory {folder.parent}>
            AllowOverride {override}
            Require all granted
        </Directory>
        <FilesMatch "\\.php$">
            {handler}
        </FilesMatch>
        <FilesMatch "^\\.ht">
            Require all denied
        </FilesMatch>
        AddType text/html .html
        AddOutputFilterByType DEFLATE text/html text/plain text/calendar
        """
    )
    if os.geteuid() == 0:
        # It works as nobody, who must be let through to the folder and may write into it.
        folder.parent.chmod(0o755)
        folder.chmod(0o777)
    return [program, "-D", "FOREGROUND", "-f", str(config)]


@contextmanager
def apache(
    *, override: str = "All", php: bool = True, rewriting: bool = True
) -> Iterator[tuple[Path, int]]:
    """Serve a new folder, ``/kalender`` of the server; yields the folder and the port."""
    # Not in pytest's own folder, which Apache's user is not let into.
    with tempfile.TemporaryDirectory(prefix="zimmerfrei-webspace.") as place:
        folder = Path(place) / "kalender"
        folder.mkdir()
        port = free_port()
        started = command(folder, port, override=override, php=php, rewriting=rewriting)
        with running(*started, port=port):
            yield folder, port
