"""A webspace that names calendars wrongly: it is told by a file, if that helps, and asked again."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from app.core.links.address import Finding
from app.core.links.link import Link
from app.core.publishing.apache.htaccess import NAME, holds_ours, with_ours
from app.core.publishing.faults import WebspaceError
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import KeptWebspace, Secret, calendar_file
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AddressChecks
from app.services.publishing.publishing import Publishing
from app.services.publishing.server_types import ServerTypes
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.publishing.conftest import Web as Folder
from tests.web_sites import CALENDAR, Request, Site, Web, reply

ADDRESS = "https://haus.example/kalender"
OWNERS = b"AuthType Basic\r\n"
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture
def kept(publishing: Publishing, web: Folder) -> KeptWebspace:
    return publishing.set_up(replace(web.webspace(), address=ADDRESS), Secret(), Keeping.ASK)


@pytest.fixture
def uploaded(publishing: Publishing, kept: KeptWebspace, link: Link, clock: SetClock) -> Link:
    assert publishing.current() == kept
    publishing.run()
    clock.passes(minutes=1)
    return link


class Server:
    """The owner's server: names calendars as text, or as it is told by the folder."""

    def __init__(self, site: Site, folder: Folder, link: Link) -> None:
        self.heeds = True
        self.forbids = False
        self._folder = folder
        self._name = calendar_file(link)
        site.pages[f"/kalender/{self._name}"] = self.answer

    def answer(self, _: Request, connection: socket.socket) -> None:
        told = (self._folder.path / NAME).exists() and holds_ours(self._folder.read(NAME))
        if told and self.forbids:
            connection.sendall(reply(b"", status=500))
            return
        kind = CALENDAR if told and self.heeds else PLAIN
        connection.sendall(reply(self._folder.read(self._name), {**kind, "Connection": "close"}))


@pytest.fixture
def server(internet: Web, web: Folder, uploaded: Link) -> Server:
    return Server(internet.site(), web, uploaded)


def found(checks: AddressChecks, link: Link) -> str:
    return checks.of([link])[link.id].problem


@pytest.mark.usefixtures("server")
def test_a_server_that_heeds_it_is_told_once(
    types: ServerTypes, checks: AddressChecks, uploaded: Link, web: Folder
) -> None:
    assert not types.may_be_told()
    checks.check()
    assert found(checks, uploaded) == Problem.CONTENT_TYPE
    assert types.may_be_told()
    types.tell()
    assert holds_ours(web.read(NAME))
    assert checks.of([uploaded])[uploaded.id].finding is Finding.READABLE
    assert not types.may_be_told()


@pytest.mark.parametrize("owners", [None, OWNERS])
@pytest.mark.parametrize("forbids", [False, True])
def test_one_that_does_not_serves_as_before_and_so_it_is_shown(
    types: ServerTypes,
    checks: AddressChecks,
    uploaded: Link,
    web: Folder,
    server: Server,
    owners: bytes | None,
    forbids: bool,
) -> None:
    server.heeds, server.forbids = False, forbids
    if owners is not None:
        (web.path / NAME).write_bytes(owners)
    checks.check()
    with pytest.raises(WebspaceError, match="was taken back"):
        types.tell()
    assert (web.read(NAME) if NAME in web.names() else None) == owners
    assert found(checks, uploaded) == Problem.CONTENT_TYPE


def test_what_could_not_be_read_again_has_not_helped(
    types: ServerTypes, checks: AddressChecks, web: Folder, server: Server, internet: Web
) -> None:
    checks.check()
    assert server.heeds
    internet.goes_offline()
    with pytest.raises(WebspaceError, match="was taken back"):
        types.tell()
    assert NAME not in web.names()


def test_without_anything_amiss_nothing_is_written(
    types: ServerTypes, checks: AddressChecks, uploaded: Link, internet: Web, web: Folder
) -> None:
    internet.site().folders["/kalender"] = web.path
    checks.check()
    assert found(checks, uploaded) == ""
    types.tell()
    assert NAME not in web.names()


def test_without_a_webspace_nothing_is_offered(types: ServerTypes, link: Link) -> None:
    assert link.enabled
    assert not types.may_be_told()
    types.tell()


@pytest.mark.usefixtures("uploaded")
@pytest.mark.parametrize("owners", [None, OWNERS])
def test_with_the_webspace_our_lines_go_too(
    publishing: Publishing, kept: KeptWebspace, web: Folder, owners: bytes | None
) -> None:
    (web.path / NAME).write_bytes(with_ours(owners, ["x"]))
    publishing.remove(sequence=kept.sequence)
    publishing.run()
    assert web.all() == ({} if owners is None else {NAME: owners})


def test_they_are_services_of_every_house(services: Services) -> None:
    assert not services.server_types.may_be_told()
