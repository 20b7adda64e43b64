"""Telling a webspace's Apache how to serve calendars: Debian's, over a folder of this computer."""

from __future__ import annotations

import os
import shutil
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import pytest

from app.core.links.link import Link
from app.core.publishing.apache.htaccess import NAME, hiding_lines, type_lines, with_ours
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AddressChecks
from app.services.publishing.runs.htaccess import take_away, tell_server
from app.services.publishing.server_types import ServerTypes
from app.services.publishing.webspaces.connection import Connection, opened
from app.services.services import Services
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.processes import running
from tests.web_sites import PUBLIC, Web

CALENDAR = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
PAGE = "Ab3kZ0aq8LmN5xYt2RcV7wQe.html"
_MODULES = Path("/usr/lib/apache2/modules")


class Site:
    """A folder that Apache serves."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def head(self, name: str) -> Message:
        with urllib.request.urlopen(f"{self.url}/{name}") as answer:
            headers: Message = answer.headers
            return headers

    def tells_calendars(self) -> bool:
        try:
            return self.head(CALENDAR)["Content-Type"] == "text/calendar; charset=utf-8"
        except HTTPError:
            return False


Serve = Callable[[str], Site]


@contextmanager
def _serving(override: str) -> Iterator[Site]:
    program = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("apache2 is not installed (Debian: apache2-bin)")
    # It never runs as root, and so reads nothing below the tests' own folder.
    with tempfile.TemporaryDirectory(prefix="site-") as place:
        folder = Path(place) / "kalender"
        folder.mkdir()
        Path(place).chmod(0o755)
        folder.chmod(0o755)
        port = free_port()
        modules = "mpm_event authz_core dir autoindex alias mime"
        loaded = "\n".join(
            f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in modules.split()
        )
        (Path(place) / "apache.conf").write_text(
            f"""{loaded}
ServerRoot {place}
ServerName localhost
PidFile {place}/pid
ErrorLog {place}/errors
{"User www-data" if os.getuid() == 0 else ""}
{"Group www-data" if os.getuid() == 0 else ""}
Listen 127.0.0.1:{port}
StartServers 1
ThreadsPerChild 4
MaxRequestWorkers 4
ServerLimit 1
TypesConfig /dev/null
Alias /kalender {folder}
<Directory {folder}>
    Options +Indexes
    AllowOverride {override}
    Require all granted
</Directory>
""",
            "utf-8",
        )
        config = ("-DFOREGROUND", "-f", f"{place}/apache.conf")
        with running(program, *config, port=port):
            yield Site(folder, f"http://127.0.0.1:{port}/kalender")


@pytest.fixture
def space_of() -> Callable[[Site], Connection]:
    def open_it(site: Site) -> Connection:
        webspace = Webspace(kind=WebspaceKind.FOLDER, folder=str(site.folder))
        with opened(webspace, Secret()) as space:
            space.put(CALENDAR, b"BEGIN:VCALENDAR\r\n")
            space.put(PAGE, b"<h1>Haus am See")
            return space

    return open_it


def test_a_server_without_the_type_learns_it(space_of: Callable[[Site], Connection]) -> None:
    with _serving("FileInfo Indexes") as site:
        space = space_of(site)
        assert not site.tells_calendars()
        tell_server(space, [type_lines()], site.tells_calendars)
        assert site.tells_calendars()
        assert site.head(PAGE)["Content-Type"] == "text/html; charset=utf-8"
        take_away(space)
        assert not site.tells_calendars()
        assert not (site.folder / NAME).exists()


def test_our_files_are_kept_out_of_the_list_of_the_folder(
    space_of: Callable[[Site], Connection],
) -> None:
    def listed() -> str:
        with urllib.request.urlopen(f"{site.url}/") as answer:
            return str(answer.read(), "utf-8")

    with _serving("Indexes") as site:
        space = space_of(site)
        (site.folder / "Bilder.txt").write_bytes(b"x")
        assert CALENDAR in listed()
        tell_server(space, [hiding_lines()], lambda: CALENDAR not in listed())
        assert "Bilder.txt" in listed()
        assert PAGE not in listed()


@pytest.mark.parametrize("override", ["None", "AuthConfig"], ids=["unheeded", "forbidden"])
@pytest.mark.parametrize("owners", [None, b"# by the owner"], ids=["no file", "the owner's"])
def test_a_server_that_must_not_be_told_serves_as_before(
    space_of: Callable[[Site], Connection], override: str, owners: bytes | None
) -> None:
    with _serving(override) as site:
        space = space_of(site)
        if owners is not None:
            (site.folder / NAME).write_bytes(owners)
        with pytest.raises(WebspaceError, match="was taken back") as told:
            tell_server(space, [type_lines()], site.tells_calendars)
        assert told.value.step is Step.PUBLIC
        assert space.get(NAME) == owners
        assert site.head(CALENDAR).get_content_type() != "text/calendar"


def test_what_goes_wrong_while_looking_leaves_nothing(
    space_of: Callable[[Site], Connection], tmp_path: Path
) -> None:
    def look() -> bool:
        raise ZeroDivisionError

    site = Site(tmp_path, "")
    space = space_of(site)
    with pytest.raises(ZeroDivisionError):
        tell_server(space, [type_lines()], look)
    assert space.get(NAME) is None


def test_only_ours_is_taken_away(space_of: Callable[[Site], Connection], tmp_path: Path) -> None:
    owners = b"AuthType Basic\r\n"
    space = space_of(Site(tmp_path, ""))
    (tmp_path / NAME).write_bytes(with_ours(owners, type_lines()))
    for _ in range(2):
        take_away(space)
        assert (tmp_path / NAME).read_bytes() == owners
    (tmp_path / NAME).unlink()
    take_away(space)
    assert sorted(space.names()) == [PAGE, CALENDAR]


@pytest.mark.parametrize("override", ["Indexes", "FileInfo Indexes"])
def test_an_apache_that_shows_the_list_to_all_shows_it_no_more(
    services: Services,
    internet: Web,
    checks: AddressChecks,
    types: ServerTypes,
    link: Link,
    override: str,
) -> None:
    with _serving(override) as site:
        internet.names["haus.example"] = [PUBLIC]
        internet.doors[PUBLIC, 80] = int(site.url.rpartition(":")[2].partition("/")[0])
        webspace = Webspace(
            kind=WebspaceKind.FOLDER,
            folder=str(site.folder),
            address="http://haus.example/kalender",
        )
        services.publishing.set_up(webspace, Secret(), Keeping.ASK)
        services.publishing.run()
        assert checks.check()[link.id].problem == Problem.LISTED
        types.tell()
        # What else is amiss there comes to light.
        assert checks.of([link])[link.id].problem == Problem.NOT_ENCRYPTED
        assert ("AddType" in (site.folder / NAME).read_text()) is ("FileInfo" in override)
