"""Nextcloud: the public link that the program makes, and everything that may forbid it."""

from __future__ import annotations

import dataclasses
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.webspaces import nextcloud
from app.services.publishing.webspaces.connection import completed, opened
from tests.services.publishing.webspaces.servers.answering import Reply, answering
from tests.services.publishing.webspaces.servers.cloud import (
    APP_PASSWORD,
    USER_ID,
    Cloud,
    standing_in,
)
from tests.services.publishing.webspaces.servers.server import HOST, PASSWORD, USER, Server, Setting

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

pytestmark = pytest.mark.usefixtures("trusted")


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "home")


@pytest.fixture
def server(tmp_path: Path, certificate: trustme.LeafCert, cloud: Cloud) -> Iterator[Server]:
    setting = Setting(home=tmp_path / "home", certificate=certificate, folder="Ferien/Kalender ü")
    with standing_in(setting, cloud) as server:
        yield server


def read(address: str, name: str = NAME, method: str = "GET") -> bytes:
    """Read a file as a stranger does."""
    request = urllib.request.Request(f"{address}/{name}", method=method)
    with urllib.request.urlopen(request, context=ssl.create_default_context()) as answer:
        body: bytes = answer.read()
        return body


def test_the_folder_is_made_and_shared_and_a_stranger_reads_its_files(
    server: Server, cloud: Cloud
) -> None:
    whole = completed(server.webspace, server.secret)
    (share,) = cloud.shares
    assert whole == dataclasses.replace(
        server.webspace,
        share=str(share["token"]),
        address=f"{server.webspace.host}/public.php/dav/files/{share['token']}",
    )
    assert share["path"] == "/Ferien/Kalender ü"
    with opened(whole, server.secret) as space:
        space.put(NAME, BODY)
    assert read(whole.address) == BODY


def test_the_same_link_is_taken_again_and_again(server: Server, cloud: Cloud) -> None:
    first = completed(server.webspace, server.secret)
    assert completed(server.webspace, server.secret) == first
    assert completed(first, server.secret) == first
    assert len(cloud.shares) == 1


def test_of_several_links_the_known_one_is_kept(server: Server, cloud: Cloud) -> None:
    tokens = [cloud.share("/Ferien/Kalender ü")["token"] for _ in range(3)]
    known = dataclasses.replace(server.webspace, share=str(tokens[2]))
    assert completed(known, server.secret).share == tokens[2]
    assert completed(server.webspace, server.secret).share == tokens[0]


@pytest.mark.parametrize(
    "unfit",
    [
        {"share_type": 0},
        {"share_type": 4},
        {"password": "***"},
        {"expiration": "2027-01-01 00:00:00"},
        {"permissions": 4},
        {"permissions": None},
        {"hide_download": 1},
        {"token": None},
        {"token": ""},
    ],
)
def test_a_link_that_not_everybody_can_read_for_ever_is_left_alone(
    server: Server, cloud: Cloud, unfit: dict[str, object]
) -> None:
    others = cloud.share("/Ferien/Kalender ü", **unfit)
    whole = completed(server.webspace, server.secret)
    assert [each["id"] for each in cloud.shares] == [others["id"], "2"]
    assert whole.share == cloud.shares[1]["token"]


def test_a_link_of_another_folder_is_not_ours(server: Server, cloud: Cloud) -> None:
    cloud.share("/Ferien")
    assert completed(server.webspace, server.secret).share == cloud.shares[1]["token"]


def test_what_is_typed_may_be_any_address_in_it(server: Server) -> None:
    start = server.webspace.host
    for typed in (
        f"{start}/",
        f"{start}/index.php/apps/files/?dir=/Ferien&fileid=7",
        f"{start}/apps/files/files/7?dir=/",
        f"{start}/login",
        f"{start}/remote.php/dav/files/anna/",
        f"{start}/s/aBcDeF#x",
    ):
        webspace = dataclasses.replace(server.webspace, host=typed)
        assert completed(webspace, server.secret).address.startswith(f"{start}/public.php/dav/")


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("cloud.example.org", "https://cloud.example.org"),
        ("https://example.org/nextcloud/index.php/apps/files", "https://example.org/nextcloud"),
        ("https://example.org/nextcloud/", "https://example.org/nextcloud"),
        ("https://example.org/apps/cloud", "https://example.org"),
        ("https://example.org/stuff/s-1", "https://example.org/stuff/s-1"),
        ("https://apps.example.org", "https://apps.example.org"),
    ],
)
def test_the_start_page_is_found(typed: str, start: str) -> None:
    assert nextcloud.start_page(typed) == start


def test_the_users_id_may_be_another_than_what_signs_in(server: Server, cloud: Cloud) -> None:
    assert USER_ID != USER
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, BODY)
    assert (server.root / NAME).read_bytes() == BODY
    assert any(f"/files/{USER_ID}/" in each for each in cloud.asked)


def test_a_stranger_cannot_read_when_the_link_is_gone(server: Server, cloud: Cloud) -> None:
    whole = completed(server.webspace, server.secret)
    with opened(whole, server.secret) as space:
        space.put(NAME, BODY)
    cloud.shares.clear()
    with pytest.raises(HTTPError, match="401"):
        read(whole.address)


def test_where_federation_is_off_strangers_read_all_the_same(server: Server, cloud: Cloud) -> None:
    cloud.federation = False
    whole = completed(server.webspace, server.secret)
    with opened(whole, server.secret) as space:
        space.put(NAME, BODY)
    assert read(whole.address) == BODY
    with pytest.raises(HTTPError, match="401"):
        read(whole.address, method="HEAD")


def test_a_wrong_password(server: Server) -> None:
    for do in (completed, opened):
        with pytest.raises(WebspaceError, match="refused user and password") as told:
            run(do, server.webspace, Secret(password="wrong"))
        assert told.value.step is Step.SIGN_IN
        assert not told.value.passing


def run(do: object, webspace: Webspace, secret: Secret) -> None:
    if do is opened:
        with opened(webspace, secret):
            return
    completed(webspace, secret)


def test_two_factors_want_an_app_password(server: Server, cloud: Cloud) -> None:
    cloud.two_factor = True
    for secret in (Secret(password=PASSWORD), Secret(password="wrong")):
        with pytest.raises(WebspaceError, match="Please make an app password") as told:
            completed(server.webspace, secret)
        assert told.value.step is Step.SIGN_IN
    assert completed(server.webspace, Secret(password=APP_PASSWORD)).share


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"links": False}, "does not allow public links"),
        ({"link_password": True}, "demands a password for each public link"),
        ({"hidden_password": True}, "demands a password for each public link"),
        ({"expiry": "2027-02-03", "expiry_enforced": True}, "lets every public link expire"),
        ({"version": "29.0.16"}, "runs version 29.0.16"),
        ({"sharing_fault": 403}, "did not share the folder"),
        ({"sharing_fault": 404}, "did not share the folder"),
        ({"sharing_fault": 400}, "did not share the folder"),
    ],
)
def test_what_forbids_a_link_has_its_sentence_and_leaves_none(
    server: Server, cloud: Cloud, setting: dict[str, object], sentence: str
) -> None:
    for name, value in setting.items():
        setattr(cloud, name, value)
    with pytest.raises(WebspaceError, match=sentence) as told:
        completed(server.webspace, server.secret)
    assert told.value.step is Step.PUBLIC
    assert cloud.shares == []


def test_sharing_that_is_off_altogether(server: Server, cloud: Cloud) -> None:
    cloud.sharing = False
    with pytest.raises(WebspaceError, match="does not allow public links"):
        completed(server.webspace, server.secret)


def test_a_usual_end_that_is_not_enforced_is_not_taken(server: Server, cloud: Cloud) -> None:
    cloud.expiry = "2027-02-03"
    completed(server.webspace, server.secret)
    assert [share["expiration"] for share in cloud.shares] == [None]


def test_an_end_that_comes_all_the_same_is_told_with_its_day(
    server: Server, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Cloud.share
    monkeypatch.setattr(
        Cloud,
        "share",
        lambda self, folder, **more: share(
            self, folder, **{**more, "expiration": "2027-02-03 00:00:00"}
        ),
    )
    with pytest.raises(WebspaceError, match="expire on 2027-02-03"):
        completed(server.webspace, server.secret)
    assert cloud.shares == []


def test_maintenance_and_too_many_tries_pass_by_themselves(server: Server, cloud: Cloud) -> None:
    for name in ("maintenance", "throttled"):
        setattr(cloud, name, True)
        with pytest.raises(WebspaceError, match="trouble of its own") as told:
            completed(server.webspace, server.secret)
        assert told.value.passing
        setattr(cloud, name, False)


OTHERS = [
    Reply(200, b"<html>Willkommen", {"Content-Type": "text/html"}),
    Reply(404, b"not here"),
    Reply(200, b"[]"),
    Reply(200, b"{}"),
    Reply(200, b'{"ocs": []}'),
    Reply(200, b'{"ocs": {"data": []}}'),
    Reply(200, b'{"ocs": {"data": {"id": ""}}}'),
    Reply(200, b'{"ocs": {"data": {"id": 7}}}'),
    Reply(200, b"[" * 100_000),
    Reply(200, b"\xff\xfe"),
]


@pytest.mark.parametrize("reply", OTHERS, ids=range(len(OTHERS)))
def test_what_is_no_nextcloud_is_told_so(certificate: trustme.LeafCert, reply: Reply) -> None:
    with answering(certificate, lambda _: reply) as site:
        webspace = Webspace(kind=WebspaceKind.NEXTCLOUD, host=site.url, user=USER, folder="a")
        for do in (completed, opened):
            with pytest.raises(WebspaceError, match="does not speak Nextcloud"):
                run(do, webspace, Secret(password=PASSWORD))


def test_a_start_page_that_leads_elsewhere_gets_no_password_there(
    certificate: trustme.LeafCert,
) -> None:
    moved = Reply(302, headers={"Location": f"https://sso.example.org/login?to=https://{HOST}"})
    with answering(certificate, lambda _: moved) as site:
        webspace = Webspace(kind=WebspaceKind.NEXTCLOUD, host=site.url, user=USER, folder="a")
        with pytest.raises(WebspaceError, match=r"leads on to https://sso\.example\.org/login\."):
            completed(webspace, Secret(password=PASSWORD))


def test_other_kinds_are_complete_as_they_are() -> None:
    for kind in WebspaceKind:
        webspace = Webspace(kind=kind, host="https://x.invalid", address="https://a.de")
        if kind is not WebspaceKind.NEXTCLOUD:
            assert completed(webspace, Secret()) is webspace
