"""Requests to web servers: what they send where, and what every kind of silence means."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.web_requests import Answer, WebRequests, safe_address
from tests.ports import free_port
from tests.services.publishing.webspaces.servers.answering import Asked, Reply, answering
from tests.services.publishing.webspaces.servers.fronts import tls_front
from tests.services.publishing.webspaces.servers.server import HOST, PASSWORD, USER
from tests.systems import next_caller

SECRET = Secret(password=PASSWORD)

pytestmark = pytest.mark.usefixtures("trusted")


def asked(url: str, method: str = "GET", path: str = "/", **more: object) -> Answer:
    with WebRequests(url, USER, SECRET, speaks="WebDAV") as requests:
        return requests.ask(method, f"{url}{path}", **more)  # type: ignore[arg-type]  # by the tests' own names


@contextmanager
def speaking(
    say: Callable[[socket.socket], None], certificate: trustme.LeafCert | None = None
) -> Iterator[str]:
    """Run a server that says this on each connection; in TLS where it has a certificate."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def accept() -> None:
            while True:
                accepted = next_caller(listening)
                if ended.is_set():
                    accepted.close()
                    return
                threading.Thread(target=one, args=(accepted,), daemon=True).start()

        def one(accepted: socket.socket) -> None:
            with suppress(OSError), accepted:
                if context is None:
                    say(accepted)
                else:
                    with context.wrap_socket(accepted, server_side=True) as inside:
                        say(inside)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"https://{HOST}:{listening.getsockname()[1]}"
        # Windows shuts no socket down that only listens, so somebody comes who tells.
        ended.set()
        socket.create_connection(listening.getsockname()).close()
        thread.join(10)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.org/dav/", "https://example.org/dav"),
        ("example.org/dav", "https://example.org/dav"),
        ("  https://häuser.example/x ", "https://xn--huser-gra.example/x"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://192.168.178.2/dav", "http://192.168.178.2/dav"),
        ("http://nas.local/dav", "http://nas.local/dav"),
        ("http://nas.fritz.box", "http://nas.fritz.box"),
        ("http://[fd00::1]/dav", "http://[fd00::1]/dav"),
        ("192.168.178.2/dav", "http://192.168.178.2/dav"),
    ],
)
def test_a_password_goes_over_https_or_stays_in_the_house(typed: str, address: str) -> None:
    assert safe_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["http://example.org/dav", "http://93.184.216.34/", "HTTP://Example.org", "http://a.de"],
)
def test_by_http_no_password_leaves_the_house(typed: str) -> None:
    with pytest.raises(WebspaceError, match="everybody on the way") as told:
        safe_address(typed)
    assert told.value.step is Step.CONNECT
    assert not told.value.passing


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "https://anna:secret@example.org",
        "ftp://example.org",
        "https://a.de/?x",
        "a b",
    ],
)
def test_what_is_no_address_is_said(typed: str) -> None:
    with pytest.raises(WebspaceError, match="is no web address"):
        safe_address(typed)


def test_without_a_password_nothing_is_asked() -> None:
    with pytest.raises(WebspaceError, match="is not known here") as told:
        WebRequests("https://example.org", USER, Secret(key="a key"), speaks="WebDAV")
    assert told.value.step is Step.SIGN_IN


def test_half_a_sign_is_no_password() -> None:
    with pytest.raises(WebspaceError, match="refused user and password"):
        WebRequests("https://example.org", USER, Secret(password="\ud800"), speaks="WebDAV")


def test_user_and_password_are_sent_at_once(certificate: trustme.LeafCert) -> None:
    with answering(certificate, lambda _: Reply(200, b"here")) as site:
        assert asked(site.url).body == b"here"
    (request,) = site.asked
    assert request.headers["authorization"] == "Basic YW5uYTpnZWhlaW0gJiBzw7zDnw=="
    assert request.headers["accept-encoding"] == "identity"


def test_no_other_password_of_this_computer_is_used(
    certificate: trustme.LeafCert, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = home / ".netrc"
    netrc.write_text(f"machine {HOST} login other password other\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with answering(certificate, lambda _: Reply(401)) as site:
        assert asked(site.url).status == 401
    netrc.unlink()
    assert [each.headers["authorization"][:11] for each in site.asked] == ["Basic YW5uY"]


def test_a_proxy_is_not_asked_for_what_is_in_the_house(
    certificate: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    with answering(certificate, lambda _: Reply(204)) as site:
        assert asked(site.url).status == 204


def test_several_requests_go_over_one_connection(certificate: trustme.LeafCert) -> None:
    accepted: list[int] = []

    def answer(inside: socket.socket) -> None:
        accepted.append(1)
        while b"\r\n\r\n" in inside.recv(65_536):
            inside.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with (
        speaking(answer, certificate) as url,
        WebRequests(url, USER, SECRET, speaks="WebDAV") as requests,
    ):
        for _ in range(5):
            assert requests.ask("GET", f"{url}/").status == 204
    assert len(accepted) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_another_place_on_the_same_host_is_followed_by_what_only_asks(
    certificate: trustme.LeafCert, status: int
) -> None:
    def answer(request: Asked) -> Reply:
        if request.path == "/dav":
            return Reply(status, headers={"Location": "/dav/"})
        return Reply(207, b"<list/>")

    with answering(certificate, answer) as site:
        found = asked(site.url, "PROPFIND", "/dav", headers={"Depth": "0"}, body=b"<what/>")
        assert (found.status, found.url) == (207, f"{site.url}/dav/")
    assert [(each.method, each.body) for each in site.asked] == [("PROPFIND", b"<what/>")] * 2
    assert all("authorization" in each.headers for each in site.asked)


@pytest.mark.parametrize("method", ["PUT", "MOVE", "DELETE", "MKCOL", "POST"])
def test_what_changes_something_is_not_sent_on(certificate: trustme.LeafCert, method: str) -> None:
    def moved(_: Asked) -> Reply:
        return Reply(307, headers={"Location": "/elsewhere"})

    with answering(certificate, moved) as site, pytest.raises(WebspaceError, match="/elsewhere"):
        asked(site.url, method, body=b"x")
    assert len(site.asked) == 1


def test_a_password_is_never_sent_to_another_host(certificate: trustme.LeafCert) -> None:
    with answering(certificate, lambda _: Reply()) as other:
        target = f"{other.url.replace(HOST, '127.0.0.1')}/login?session=geheim#x"

        def moved(_: Asked) -> Reply:
            return Reply(302, headers={"Location": target})

        with answering(certificate, moved) as site, pytest.raises(WebspaceError) as told:
            asked(site.url)
    assert other.asked == []
    port = other.url.rpartition(":")[2]
    assert f"leads on to https://127.0.0.1:{port}/login." in str(told.value)
    assert "geheim" not in str(told.value)
    assert not told.value.passing


@pytest.mark.parametrize(
    "location",
    [
        "https://www.{host}/",
        "http://{host}/",
        "https://{host}:1/",
        "//www.example.org/dav",
    ],
)
def test_no_other_origin_is_followed(certificate: trustme.LeafCert, location: str) -> None:
    def moved(_: Asked) -> Reply:
        return Reply(301, headers={"Location": location.format(host=HOST)})

    with answering(certificate, moved) as site, pytest.raises(WebspaceError, match="leads on to"):
        asked(site.url)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "location", ["https://[broken/", "javascript:alert(1)", "mailto:anna@example.org"]
)
def test_what_leads_on_to_no_address_is_no_webspace(
    certificate: trustme.LeafCert, location: str
) -> None:
    def moved(_: Asked) -> Reply:
        return Reply(301, headers={"Location": location})

    with answering(certificate, moved) as site, pytest.raises(WebspaceError) as told:
        asked(site.url)
    assert not told.value.passing
    assert len(site.asked) == 1


def test_a_circle_of_redirects_ends(certificate: trustme.LeafCert) -> None:
    def round_and_round(request: Asked) -> Reply:
        return Reply(302, headers={"Location": f"{request.path}x"})

    with answering(certificate, round_and_round) as site:
        with pytest.raises(WebspaceError, match="does not speak WebDAV"):
            asked(site.url)
        assert len(site.asked) == 4


def test_a_server_that_wants_digest_gets_it(certificate: trustme.LeafCert) -> None:
    def answer(request: Asked) -> Reply:
        if request.headers.get("authorization", "").startswith("Digest "):
            return Reply(200, b"in")
        asks = 'Digest realm="dav", nonce="abc", qop="auth", algorithm=SHA-256'
        return Reply(401, headers={"WWW-Authenticate": asks})

    with answering(certificate, answer) as site:
        assert asked(site.url).body == b"in"


def test_a_refused_digest_is_not_tried_for_ever(certificate: trustme.LeafCert) -> None:
    def refuse(_: Asked) -> Reply:
        return Reply(401, headers={"WWW-Authenticate": 'Digest realm="dav", nonce="abc"'})

    with answering(certificate, refuse) as site:
        assert asked(site.url).status == 401
        assert len(site.asked) <= 4


@pytest.mark.parametrize(
    ("issued", "sentence"),
    [
        ({"not_after": dt.datetime(2020, 1, 1)}, "has expired"),  # noqa: DTZ001  # as trustme has it
        ({"names": ("example.org",)}, "belongs to another name"),
        ({"authority": "another"}, "Nobody known vouches"),
    ],
)
def test_a_certificate_that_is_not_believed_gets_no_request(
    authority: trustme.CA, issued: dict[str, object], sentence: str
) -> None:
    issuer = trustme.CA() if issued.pop("authority", None) else authority
    names: tuple[str, ...] = issued.pop("names", (HOST,))  # type: ignore[assignment]  # of above
    certificate = issuer.issue_cert(*names, **issued)  # type: ignore[arg-type]  # of above
    with (
        answering(certificate, lambda _: Reply()) as site,
        pytest.raises(WebspaceError, match=sentence) as told,
    ):
        asked(site.url)
    assert site.asked == []
    assert told.value.step is Step.IDENTITY


def test_nobody_there() -> None:
    with pytest.raises(WebspaceError, match="does not answer") as told:
        asked(f"https://{HOST}:{free_port()}")
    assert told.value.passing


def test_no_such_name() -> None:
    with pytest.raises(WebspaceError, match="There is no computer called") as told:
        asked("https://kalender.invalid")
    assert told.value.passing


def test_a_server_without_tls() -> None:
    with (
        speaking(lambda plain: plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as url,
        pytest.raises(WebspaceError, match="does not speak https"),
    ):
        asked(url)


def test_a_server_of_something_else(certificate: trustme.LeafCert) -> None:
    def banner(inside: socket.socket) -> None:
        inside.recv(65_536)
        inside.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")

    with (
        speaking(banner, certificate) as url,
        pytest.raises(WebspaceError, match="does not speak http there"),
    ):
        asked(url)


def test_a_connection_that_ends_before_the_answer(certificate: trustme.LeafCert) -> None:
    with (
        speaking(lambda inside: inside.close(), certificate) as url,
        pytest.raises(WebspaceError, match="broke off") as told,
    ):
        asked(url)
    assert told.value.passing


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n",
    ],
    ids=["nothing", "no body", "half a head"],
)
def test_a_server_that_does_not_answer(
    certificate: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.2)
    ended = threading.Event()

    def hang(inside: socket.socket) -> None:
        inside.sendall(said)
        while inside.recv(65_536):
            pass
        ended.set()

    with speaking(hang, certificate) as url, pytest.raises(WebspaceError, match="too long") as told:
        asked(url)
    assert told.value.passing
    assert ended.wait(10)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_a_server_that_answers_a_byte_now_and_then(
    certificate: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(limits, "SLOWEST_LINE", 10**9)

    def trickle(inside: socket.socket) -> None:
        inside.sendall(head)
        while True:
            inside.sendall(b"x")
            threading.Event().wait(0.02)

    with speaking(trickle, certificate) as url, pytest.raises(WebspaceError, match="too long"):
        asked(url)


def test_an_endless_answer_is_not_read(
    certificate: trustme.LeafCert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LARGEST", 1000)
    with answering(certificate, lambda _: Reply(200, b"x" * 1001)) as site:
        with pytest.raises(WebspaceError, match="does not speak WebDAV"):
            asked(site.url)
        site.answer = lambda _: Reply(200, b"x" * 1000)
        assert len(asked(site.url).body) == 1000


def test_a_front_without_anything_behind_breaks_off(certificate: trustme.LeafCert) -> None:
    with (
        tls_front(free_port(), certificate) as port,
        pytest.raises(WebspaceError) as told,
    ):
        asked(f"https://{HOST}:{port}")
    assert told.value.passing


def test_no_fault_tells_the_password(certificate: trustme.LeafCert) -> None:
    with answering(certificate, lambda _: Reply(302, headers={"Location": "https://a.de"})) as site:
        with pytest.raises(WebspaceError) as told:
            asked(site.url)
        error: BaseException | None = told.value
        while error is not None:
            assert PASSWORD not in f"{error!r} {error}"
            error = error.__cause__ or error.__context__
