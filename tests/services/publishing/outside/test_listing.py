"""A webspace that shows everybody the list of its folder, and with it every secret address."""

from __future__ import annotations

import gzip
import socket
from dataclasses import replace

import pytest

from app.core.links.address import Finding
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.publishing.apache.htaccess import NAME, hiding_lines, type_lines
from app.core.publishing.outside.problems import Problem
from app.core.publishing.webspace import KeptWebspace, Secret, calendar_file
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.outside.checks import AddressChecks
from app.services.publishing.publishing import Publishing
from app.services.publishing.server_types import ServerTypes
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.publishing.conftest import Web as Folder
from tests.web_sites import CALENDAR, PAGE, Request, Site, Web, leads_to, reply

ADDRESS = "https://haus.example/kalender"
LISTED = (Finding.DOUBTFUL, Problem.LISTED, "https://haus.example/kalender/")
WELL = (Finding.READABLE, "", "")


@pytest.fixture
def site(internet: Web, web: Folder) -> Site:
    site = internet.site()
    site.folders["/kalender"] = web.path
    return site


@pytest.fixture
def kept(publishing: Publishing, web: Folder) -> KeptWebspace:
    return publishing.set_up(replace(web.webspace(), address=ADDRESS), Secret(), Keeping.ASK)


@pytest.fixture
def uploaded(publishing: Publishing, kept: KeptWebspace, link: Link, clock: SetClock) -> Link:
    assert publishing.current() == kept
    publishing.run()
    clock.passes(minutes=1)
    return link


def found(checks: AddressChecks, link: Link) -> tuple[Finding, str, str]:
    check = checks.check()[link.id]
    return check.finding, check.problem, check.detail


def as_list(*names: str) -> bytes:
    return "".join(f"<li><a href='{name}'>{name}</a></li>" for name in names).encode()


def test_a_list_that_names_the_calendar_is_told(
    checks: AddressChecks, uploaded: Link, site: Site
) -> None:
    site.pages["/kalender/"] = reply(as_list(calendar_file(uploaded)), PAGE)
    assert found(checks, uploaded) == LISTED
    del site.pages["/kalender/"]
    assert found(checks, uploaded) == WELL


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"<h1>Haus am See</h1>", PAGE),
        reply(as_list("Bilder.txt", "A" * 24 + ".ics"), PAGE),
        reply(status=403),
        reply(as_list("{name}"), PAGE, status=404),
        reply(status=500),
        leads_to("https://haus.example/"),
        leads_to("nonsense://"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n",
        reply(b"\x1f\x8b broken", {**PAGE, "Content-Encoding": "gzip"}),
    ],
)
def test_whatever_else_stands_there_gives_nothing_away(
    checks: AddressChecks, uploaded: Link, site: Site, answer: bytes
) -> None:
    name = calendar_file(uploaded).encode()
    answer = answer.replace(b"{name}", name)
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"broken" not in body and b"Length: 50" not in head:
        answer = reply(body, PAGE, int(head.split()[1])) if body else answer

    def once(_: Request, connection: socket.socket) -> None:
        connection.sendall(answer)

    site.pages["/kalender/"] = once
    assert found(checks, uploaded) == WELL


def test_a_list_that_comes_packed_is_read_too(
    checks: AddressChecks, uploaded: Link, site: Site
) -> None:
    packed = gzip.compress(as_list(calendar_file(uploaded)))
    site.pages["/kalender/"] = reply(packed, {**PAGE, "Content-Encoding": "gzip"})
    assert found(checks, uploaded) == LISTED


def test_what_nobody_can_read_is_said_first_and_other_doubts_later(
    checks: AddressChecks, uploaded: Link, site: Site
) -> None:
    name = calendar_file(uploaded)
    site.pages["/kalender/"] = reply(as_list(name), PAGE)
    site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /\n")
    assert found(checks, uploaded) == LISTED
    site.pages[f"/kalender/{name}"] = reply(status=403)
    site.asked.clear()
    assert found(checks, uploaded)[:2] == (Finding.CLOSED, Problem.FORBIDDEN)
    assert site.paths == [f"/kalender/{name}"]


def test_the_list_is_asked_for_once_for_all_links(
    checks: AddressChecks,
    uploaded: Link,
    site: Site,
    services: Services,
    publishing: Publishing,
) -> None:
    assert uploaded.unit_id is not None
    target = Target(Scope.UNIT, uploaded.unit_id)
    others = [
        services.links.add(LinkKind.CALENDAR, target, LinkChoices(label=label)).after
        for label in ("Airbnb", "Google", "Oma")
    ]
    page = services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after
    publishing.run()
    shown = [uploaded, others[1], page]
    site.pages["/kalender/"] = reply(as_list(*(one.token for one in shown)), PAGE)
    said = {link_id: check.problem for link_id, check in checks.check().items()}
    assert said == {
        uploaded.id: Problem.LISTED,
        others[0].id: "",
        others[1].id: Problem.LISTED,
        others[2].id: "",
        # The owner's own page may lead there: it is no secret.
        page.id: "",
    }
    assert site.paths.count("/kalender/") == 1


def test_links_that_are_read_here_have_no_list(
    checks: AddressChecks, services: Services, link: Link, internet: Web, site: Site
) -> None:
    services.settings.set("public_url", "https://haus.example")
    body = services.links.preview(link)
    site.pages[f"/{link.token}.ics"] = reply(body, CALENDAR)
    site.pages["*"] = reply(as_list(link.token), PAGE)
    assert checks.check()[link.id].problem != Problem.LISTED
    assert internet.resolved


# ---- telling the server ----


class Heeding:
    """An Apache that lists its folder, and heeds of an `.htaccess` what it may."""

    def __init__(self, site: Site, web: Folder, allowed: set[str]) -> None:
        self._web, self._allowed = web, allowed
        site.pages["/kalender/"] = self.list
        site.pages["*"] = self.file

    def _told(self) -> str:
        return self._web.read(NAME).decode() if NAME in self._web.names() else ""

    def _forbids(self) -> bool:
        told = self._told()
        return any(word in told for word in {"AddType", "IndexIgnore"} - self._allowed)

    def list(self, _: Request, connection: socket.socket) -> None:
        names = [] if "IndexIgnore" in self._told() else sorted(self._web.names())
        answer = reply(status=500) if self._forbids() else reply(as_list(*names), PAGE)
        connection.sendall(answer)

    def file(self, request: Request, connection: socket.socket) -> None:
        name = request.path.rpartition("/")[2]
        if self._forbids():
            connection.sendall(reply(status=500))
        elif name in self._web.names():
            kind = CALENDAR if "AddType" in self._told() or self.knows else {}
            connection.sendall(reply(self._web.read(name), kind))
        else:
            connection.sendall(reply(status=404))

    knows = True


@pytest.mark.parametrize("knows", [True, False])
def test_a_server_is_told_all_at_once(
    checks: AddressChecks,
    uploaded: Link,
    types: ServerTypes,
    internet: Web,
    web: Folder,
    knows: bool,
) -> None:
    server = Heeding(internet.site(), web, {"AddType", "IndexIgnore"})
    server.knows = knows
    assert found(checks, uploaded) == LISTED
    assert types.may_be_told()
    types.tell()
    assert found(checks, uploaded) == WELL
    told = web.read(NAME).decode()
    assert all(line in told for line in (*type_lines(), *hiding_lines()))
    assert not types.may_be_told()


@pytest.mark.parametrize("allowed", ["AddType", "IndexIgnore"])
def test_one_that_forbids_half_of_it_is_told_what_is_needed(
    checks: AddressChecks,
    uploaded: Link,
    types: ServerTypes,
    internet: Web,
    web: Folder,
    allowed: str,
) -> None:
    site = internet.site()
    server = Heeding(site, web, {allowed})
    if allowed == "AddType":
        server.knows = False
        site.pages["/kalender/"] = reply(status=403)
    assert found(checks, uploaded)[1] in {Problem.LISTED, Problem.CONTENT_TYPE}
    types.tell()
    assert found(checks, uploaded) == WELL
    needed = type_lines() if allowed == "AddType" else hiding_lines()
    other = hiding_lines() if allowed == "AddType" else type_lines()
    told = web.read(NAME).decode()
    assert needed[1] in told
    assert other[1] not in told
