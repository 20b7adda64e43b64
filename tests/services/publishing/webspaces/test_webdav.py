"""WebDAV beyond what every kind does alike: what each answer means, and how files are replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind, temporary_name
from app.services.publishing.webspaces import webdav
from app.services.publishing.webspaces.connection import opened
from app.services.publishing.webspaces.webdav import WebdavConnection
from tests.services.publishing.webspaces.servers import dav
from tests.services.publishing.webspaces.servers.answering import Asked, Reply, Site, answering
from tests.services.publishing.webspaces.servers.server import PASSWORD, USER, Server, Setting

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
PAGE = "Ab3kZ0aq8LmN5xYt2RcV7wQe.html"
NEW = temporary_name(NAME)
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
SECRET = Secret(password=PASSWORD)

pytestmark = pytest.mark.usefixtures("trusted")


@dataclass
class Disk:
    """A small WebDAV server in memory. `instead` answers first, where it has something to say."""

    folders: set[str] = field(default_factory=lambda: {"/dav", "/dav/kalender"})
    files: dict[str, bytes] = field(default_factory=dict)
    instead: Callable[[Asked], Reply | None] = lambda _: None
    tells_sizes: bool = True

    def __call__(self, asked: Asked) -> Reply:
        reply = self.instead(asked)
        if reply is not None:
            return reply
        path = asked.path.rstrip("/")
        match asked.method:
            case "OPTIONS":
                return Reply(200, headers={"DAV": "1,2"})
            case "PROPFIND":
                return self.told_of(path, asked.headers["depth"])
            case "MKCOL" if path in self.folders:
                return Reply(405)
            case "MKCOL":
                self.folders.add(path)
                return Reply(201)
            case "PUT":
                self.files[path] = asked.body
                return Reply(201)
            case "MOVE":
                target = urlsplit(asked.headers["destination"]).path
                self.files[target] = self.files.pop(path)
                return Reply(204)
            case "DELETE":
                return Reply(204 if self.files.pop(path, None) is not None else 404)
            case _:
                body = self.files.get(path)
                return Reply(404) if body is None else Reply(200, body)

    def told_of(self, path: str, depth: str) -> Reply:
        if path not in self.folders and path not in self.files:
            return Reply(404)
        inside = sorted(each for each in self.files if each.startswith(f"{path}/"))
        told = [path, *(inside if depth == "1" else [])]
        return Reply(207, multistatus(*(self._one(each) for each in told)))

    def _one(self, path: str) -> str:
        kind = "<collection/>" if path in self.folders else ""
        size = ""
        if path in self.files and self.tells_sizes:
            size = f"<getcontentlength>{len(self.files[path])}</getcontentlength>"
        return (
            f"<response><href>{quote(path)}</href><propstat><prop><resourcetype>{kind}"
            f"</resourcetype>{size}</prop></propstat></response>"
        )


def multistatus(*responses: str) -> bytes:
    return f'<multistatus xmlns="DAV:">{"".join(responses)}</multistatus>'.encode()


@contextmanager
def disk_at(certificate: trustme.LeafCert, disk: Disk) -> Iterator[tuple[Webspace, Site]]:
    with answering(certificate, disk) as site:
        webspace = Webspace(
            kind=WebspaceKind.WEBDAV, host=f"{site.url}/dav", user=USER, folder="kalender"
        )
        yield webspace, site


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def site(certificate: trustme.LeafCert, disk: Disk) -> Iterator[tuple[Webspace, Site]]:
    with disk_at(certificate, disk) as both:
        yield both


@pytest.fixture
def space(site: tuple[Webspace, Site]) -> Iterator[WebdavConnection]:
    webspace, answering_site = site
    with webdav.opened(webspace, SECRET) as space:
        answering_site.asked.clear()
        yield space


def answers(method: str, reply: Reply) -> Callable[[Asked], Reply | None]:
    return lambda asked: reply if asked.method == method else None


def test_a_file_is_put_aside_measured_and_moved(
    space: WebdavConnection, site: tuple[Webspace, Site], disk: Disk
) -> None:
    space.put(NAME, BODY)
    asked = site[1].asked
    assert [(each.method, each.path) for each in asked] == [
        ("PUT", f"/dav/kalender/{NEW}"),
        ("PROPFIND", f"/dav/kalender/{NEW}"),
        ("MOVE", f"/dav/kalender/{NEW}"),
    ]
    assert asked[2].headers["destination"] == f"{site[1].url}/dav/kalender/{NAME}"
    assert asked[2].headers["overwrite"] == "T"
    assert disk.files == {f"/dav/kalender/{NAME}": BODY}


@pytest.mark.parametrize(
    ("name", "kind"),
    [(NAME, "text/calendar; charset=utf-8"), (PAGE, "text/html; charset=utf-8")],
)
def test_a_file_says_what_it_is(
    space: WebdavConnection, site: tuple[Webspace, Site], name: str, kind: str
) -> None:
    space.put(name, BODY)
    assert site[1].asked[0].headers["content-type"] == kind


@pytest.mark.parametrize(
    ("status", "sentence", "step", "passing"),
    [
        (400, "refused the file", Step.WRITE, False),
        (401, "refused user and password", Step.SIGN_IN, False),
        (403, "is not permitted", Step.WRITE, False),
        (404, "There is no folder", Step.WRITE, False),
        (405, "refused the file", Step.WRITE, False),
        (409, "There is no folder", Step.WRITE, False),
        (413, "refused the file", Step.WRITE, False),
        (423, "has locked", Step.WRITE, True),
        (429, "trouble of its own", Step.CONNECT, True),
        (500, "trouble of its own", Step.CONNECT, True),
        (502, "trouble of its own", Step.CONNECT, True),
        (503, "trouble of its own", Step.CONNECT, True),
        (507, "is full", Step.WRITE, False),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "MOVE", "PROPFIND"])
def test_each_answer_has_its_sentence_and_the_old_file_stays(
    space: WebdavConnection,
    site: tuple[Webspace, Site],
    disk: Disk,
    method: str,
    status: int,
    sentence: str,
    step: Step,
    passing: bool,
) -> None:
    space.put(NAME, b"old")
    disk.instead = answers(method, Reply(status))
    if method == "PROPFIND" and status == 405:
        sentence, step = "does not speak WebDAV", Step.CONNECT
    if method == "MOVE" and status == 403:
        sentence, step = "Replacing files in the folder", Step.REPLACE
    with pytest.raises(WebspaceError, match=sentence) as told:
        space.put(NAME, BODY)
    assert (told.value.step, told.value.passing) == (step, passing)
    assert disk.files[f"/dav/kalender/{NAME}"] == b"old"
    disk.instead = lambda _: None
    space.put(NAME, BODY)
    assert disk.files == {f"/dav/kalender/{NAME}": BODY}
    del site


@pytest.mark.parametrize("status", [403, 405, 423, 500, 503, 507])
def test_what_was_begun_is_taken_away_after_a_refusal(
    space: WebdavConnection, disk: Disk, status: int
) -> None:
    disk.instead = answers("MOVE", Reply(status))
    with pytest.raises(WebspaceError):
        space.put(NAME, BODY)
    assert disk.files == {}


@pytest.mark.parametrize(
    ("method", "do", "step"),
    [
        ("GET", lambda space: space.get(NAME), Step.READ_BACK),
        ("DELETE", lambda space: space.delete(NAME), Step.DELETE),
        ("PUT", lambda space: space.put(NAME, BODY), Step.WRITE),
        ("MOVE", lambda space: space.put(NAME, BODY), Step.REPLACE),
    ],
)
def test_what_is_not_permitted_is_named(
    space: WebdavConnection,
    disk: Disk,
    method: str,
    do: Callable[[WebdavConnection], object],
    step: Step,
) -> None:
    disk.instead = answers(method, Reply(403))
    with pytest.raises(WebspaceError, match="is not permitted") as told:
        do(space)
    assert told.value.step is step


def test_a_file_that_arrived_in_part_replaces_nothing(space: WebdavConnection, disk: Disk) -> None:
    space.put(NAME, b"old")

    def cut(asked: Asked) -> Reply | None:
        if asked.method != "PUT":
            return None
        disk.files[asked.path] = asked.body[:-1]
        return Reply(201)

    disk.instead = cut
    with pytest.raises(WebspaceError, match="did not take the whole file"):
        space.put(NAME, BODY)
    assert disk.files == {f"/dav/kalender/{NAME}": b"old"}


def test_a_server_that_tells_no_sizes_is_read_back(
    certificate: trustme.LeafCert,
) -> None:
    disk = Disk(tells_sizes=False)
    with disk_at(certificate, disk) as (webspace, site), opened(webspace, SECRET) as space:
        space.put(NAME, BODY)
        assert site.methods()[-4:] == ["PUT", "PROPFIND", "GET", "MOVE"]
    assert disk.files == {f"/dav/kalender/{NAME}": BODY}


def test_names_are_those_of_files_whatever_they_are_called(
    space: WebdavConnection, disk: Disk
) -> None:
    names = ["index.html", "100 % & mehr.txt", "Überlingen?.jpg", NAME, "a#b"]
    disk.files = {f"/dav/kalender/{name}": b"x" for name in names}
    assert sorted(space.names()) == sorted(names)


def test_folders_are_made_from_the_outside_in(certificate: trustme.LeafCert) -> None:
    disk = Disk(folders={"/dav"})
    with disk_at(certificate, disk) as (webspace, site):
        folder = Webspace(
            kind=WebspaceKind.WEBDAV, host=webspace.host, user=USER, folder="/Gäste/ferien 1//neu/"
        )
        with opened(folder, SECRET):
            made = [each.path for each in site.asked if each.method == "MKCOL"]
    assert made == ["/dav/Gäste/", "/dav/Gäste/ferien 1/", "/dav/Gäste/ferien 1/neu/"]


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (401, "refused user and password"),
        (403, "is not permitted"),
        (404, "There is no folder"),
        (409, "There is no folder"),
        (500, "trouble of its own"),
        (507, "is full"),
    ],
)
def test_a_folder_that_cannot_be_made(
    certificate: trustme.LeafCert, status: int, sentence: str
) -> None:
    disk = Disk(folders={"/dav"}, instead=answers("MKCOL", Reply(status)))
    with (
        disk_at(certificate, disk) as (webspace, _),
        pytest.raises(WebspaceError, match=sentence),
        opened(webspace, SECRET),
    ):
        pass


def test_a_folder_above_that_is_not_ours_to_make_is_no_hindrance(
    certificate: trustme.LeafCert,
) -> None:
    disk = Disk(folders={"/dav"})

    def only_below(asked: Asked) -> Reply | None:
        return Reply(403) if (asked.method, asked.path) == ("MKCOL", "/dav/www/") else None

    disk.instead = only_below
    with disk_at(certificate, disk) as (webspace, _):
        below = Webspace(
            kind=WebspaceKind.WEBDAV, host=webspace.host, user=USER, folder="www/kalender"
        )
        with opened(below, SECRET) as space:
            assert space.names() == []


@pytest.mark.parametrize("folder", ["..", "../x", "a/../../b", "a/..", "\ud800", "a\nb", "a\0"])
def test_a_folder_outside_is_none(site: tuple[Webspace, Site], folder: str) -> None:
    webspace = Webspace(kind=WebspaceKind.WEBDAV, host=site[0].host, user=USER, folder=folder)
    with pytest.raises(WebspaceError, match="There is no folder"), opened(webspace, SECRET):
        pass
    assert site[1].asked == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Willkommen im Hotel! Bitte anmelden."),
        Reply(200, b""),
        Reply(207, b"<html>"),
        Reply(207, b""),
        Reply(207, b'<!DOCTYPE x [<!ENTITY a "b">]><multistatus xmlns="DAV:"/>'),
        Reply(405, b"", {"Allow": "GET, HEAD"}),
        Reply(501),
    ],
)
def test_what_speaks_no_webdav_is_told_so(certificate: trustme.LeafCert, reply: Reply) -> None:
    disk = Disk(instead=lambda _: reply)
    with (
        disk_at(certificate, disk) as (webspace, _),
        pytest.raises(WebspaceError, match="does not speak WebDAV") as told,
        opened(webspace, SECRET),
    ):
        pass
    assert told.value.step is Step.CONNECT


def test_a_portal_that_comes_in_between_later_replaces_nothing(
    space: WebdavConnection, disk: Disk
) -> None:
    space.put(NAME, b"old")
    disk.instead = lambda _: Reply(200, b"<html>Bitte anmelden")
    with pytest.raises(WebspaceError, match="does not speak WebDAV"):
        space.put(NAME, BODY)
    with pytest.raises(WebspaceError, match="does not speak WebDAV"):
        space.names()
    assert disk.files == {f"/dav/kalender/{NAME}": b"old"}


def test_a_folder_that_is_led_on_to_is_used_from_then_on(certificate: trustme.LeafCert) -> None:
    disk = Disk(folders={"/dav", "/drive", "/drive/kalender"})

    def moved(asked: Asked) -> Reply | None:
        if asked.path.startswith("/dav/"):
            return Reply(301, headers={"Location": asked.path.replace("/dav/", "/drive/")})
        return None

    disk.instead = moved
    with disk_at(certificate, disk) as (webspace, _), opened(webspace, SECRET) as space:
        space.put(NAME, BODY)
    assert disk.files == {f"/drive/kalender/{NAME}": BODY}


def test_a_site_that_leads_to_its_www_is_named_and_gets_no_password_there(
    certificate: trustme.LeafCert,
) -> None:
    moved = Reply(301, headers={"Location": "https://www.haus-am-see.example/dav/kalender/"})
    with (
        disk_at(certificate, Disk(instead=lambda _: moved)) as (webspace, _),
        pytest.raises(WebspaceError, match=r"leads on to https://www\.haus-am-see\.example/dav"),
        opened(webspace, SECRET),
    ):
        pass


def test_two_factors_are_told_apart_from_a_wrong_password(certificate: trustme.LeafCert) -> None:
    body = b"<s:exception>OCA\\DAV\\Connector\\Sabre\\Exception\\PasswordLoginForbidden"
    with (
        disk_at(certificate, Disk(instead=lambda _: Reply(401, body))) as (webspace, _),
        pytest.raises(WebspaceError, match="app password"),
        opened(webspace, SECRET),
    ):
        pass


# Real servers, beyond the contract.


@pytest.fixture
def setting(tmp_path: Path, certificate: trustme.LeafCert) -> Setting:
    return Setting(home=tmp_path / "home", certificate=certificate)


def test_a_server_that_does_not_know_of_the_tls_before_it(setting: Setting) -> None:
    with dav.wsgidav(setting, knows_tls=False) as server:
        with opened(server.webspace, server.secret) as space:
            for body in (b"one", b"two"):
                space.put(NAME, body)
        assert {path.name: path.read_bytes() for path in server.root.iterdir()} == {NAME: b"two"}


def test_a_server_that_signs_in_by_digest(setting: Setting) -> None:
    with dav.wsgidav(setting, digest=True) as server:
        with opened(server.webspace, server.secret) as space:
            space.put(NAME, BODY)
            assert space.get(NAME) == BODY
        wrong = Secret(password="wrong")
        with (
            pytest.raises(WebspaceError, match="refused user and password"),
            opened(server.webspace, wrong),
        ):
            pass


@pytest.mark.parametrize("start", [dav.wsgidav, dav.nginx, dav.apache])
def test_a_wrong_password_at_real_servers(
    setting: Setting, start: Callable[[Setting], object], capfd: pytest.CaptureFixture[str]
) -> None:
    with start(setting) as server:  # type: ignore[attr-defined]  # all are context managers
        assert isinstance(server, Server)
        for secret in (Secret(password="wrong"), Secret(password=PASSWORD.upper())):
            with (
                pytest.raises(WebspaceError, match="refused user and password") as told,
                opened(server.webspace, secret),
            ):
                pass
            assert told.value.step is Step.SIGN_IN
    assert PASSWORD not in capfd.readouterr().err


@pytest.mark.parametrize("start", [dav.nginx, dav.apache])
def test_a_reader_finds_one_of_both_files_at_any_moment(
    setting: Setting, start: Callable[[Setting], object]
) -> None:
    bodies = [letter * 50_000 for letter in (b"A", b"B")]
    found: set[bytes | None] = set()
    with start(setting) as server:  # type: ignore[attr-defined]  # all are context managers
        with opened(server.webspace, server.secret) as space:
            space.put(NAME, bodies[0])
            ended = threading.Event()

            def read() -> None:
                while not ended.is_set():
                    try:
                        found.add((server.root / NAME).read_bytes())
                    except FileNotFoundError:
                        found.add(None)

            reader = threading.Thread(target=read)
            reader.start()
            for number in range(60):
                space.put(NAME, bodies[number % 2])
            ended.set()
            reader.join()
        assert [path.name for path in server.root.iterdir()] == [NAME]
    assert found <= set(bodies)
