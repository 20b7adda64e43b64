"""S3 beyond what every kind does alike: whose keys are used, and what each refusal means."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.webspace import Secret, Webspace, WebspaceKind
from app.services.publishing.webspaces.connection import opened
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.s3 import _region
from tests.ports import free_port
from tests.services.publishing.webspaces.servers import s3
from tests.services.publishing.webspaces.servers.answering import Asked, Reply, Site, answering
from tests.services.publishing.webspaces.servers.server import HOST, Server, Setting
from tests.systems import WINDOWS

NAME = "Ab3kZ0aq8LmN5xYt2RcV7wQe.ics"
PAGE = "Ab3kZ0aq8LmN5xYt2RcV7wQe.html"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
KEY, SECRET = "AKIAZIMMERFREI", Secret(password="sEcReT/key+of=aNNa")
EMPTY = Reply(
    200,
    b'<?xml version="1.0"?><ListBucketResult><Name>haus</Name><KeyCount>0</KeyCount>'
    b"<IsTruncated>false</IsTruncated></ListBucketResult>",
)

pytestmark = pytest.mark.usefixtures("trusted")
own_authorities = pytest.mark.skipif(
    WINDOWS, reason="S3 asks Windows itself for authorities, to which no test may add one"
)


def kept(asked: Asked) -> Reply:
    """Answer as an S3 that holds nothing and takes everything."""
    return Reply(200, headers={"ETag": '"1"'}) if asked.method == "PUT" else EMPTY


def refusal(status: int, code: str, more: str = "") -> Reply:
    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>No.</Message>{more}</Error>"
    return Reply(status, text.encode(), {"Content-Type": "application/xml"})


@pytest.fixture
def site(certificate: trustme.LeafCert) -> Iterator[Site]:
    with answering(certificate, kept) as site:
        yield site


def bucket(site: Site, folder: str = "haus/kalender") -> Webspace:
    return Webspace(kind=WebspaceKind.S3, host=site.url, user=KEY, folder=folder)


def but(method: str, reply: Reply) -> Callable[[Asked], Reply]:
    return lambda asked: reply if asked.method == method else kept(asked)


@own_authorities
def test_bucket_and_beginning_of_names_are_one_folder(site: Site) -> None:
    for folder in ("haus", "haus/", "/haus/kalender", "haus/a/b ü/"):
        with opened(bucket(site, folder), SECRET) as space:
            space.put(NAME, BODY)
    assert [each.path for each in site.asked if each.method == "PUT"] == [
        f"/haus/{NAME}",
        f"/haus/{NAME}",
        f"/haus/kalender/{NAME}",
        f"/haus/a/b ü/{NAME}",
    ]


@pytest.mark.parametrize("folder", ["", "/", "//"])
def test_without_a_bucket_nothing_is_asked(site: Site, folder: str) -> None:
    with (
        pytest.raises(WebspaceError, match="name of the bucket"),
        opened(bucket(site, folder), SECRET),
    ):
        pass
    assert site.asked == []


@pytest.mark.parametrize(
    "name", ["Gäste", "haus am see", "a?b", "a#b", "a%b", "a..b", ".haus", "-haus", "a\\b", "a:b"]
)
def test_a_bucket_that_cannot_be_one_is_told_so(site: Site, name: str) -> None:
    with (
        pytest.raises(WebspaceError, match="There is no bucket"),
        opened(bucket(site, f"{name}/kalender"), SECRET),
    ):
        pass
    assert site.asked == []


@pytest.mark.parametrize(
    "folder", ["haus/a\nb", "haus/\0", "haus/\ud800", "haus/../x", "haus/\x7f"]
)
def test_a_folder_that_cannot_be_one_is_told_so(site: Site, folder: str) -> None:
    with (
        pytest.raises(WebspaceError, match="There is no folder"),
        opened(bucket(site, folder), SECRET),
    ):
        pass
    assert site.asked == []


@pytest.mark.parametrize("user", ["a\nb", "a\0", "\ud800"])
def test_an_access_key_that_cannot_be_one_is_told_so(site: Site, user: str) -> None:
    webspace = Webspace(kind=WebspaceKind.S3, host=site.url, user=user, folder="haus")
    with pytest.raises(WebspaceError, match="refused the access key"), opened(webspace, SECRET):
        pass
    assert site.asked == []


@own_authorities
@pytest.mark.parametrize("folder", ["haus//a", "haus/./a/", "/haus/a", "haus/a"])
def test_a_folder_may_be_written_in_several_ways(site: Site, folder: str) -> None:
    with opened(bucket(site, folder), SECRET) as space:
        space.put(NAME, BODY)
    assert site.asked[-1].path == f"/haus/a/{NAME}"


@own_authorities
@pytest.mark.parametrize(
    ("name", "kind"),
    [(NAME, "text/calendar; charset=utf-8"), (PAGE, "text/html; charset=utf-8")],
)
def test_a_file_says_what_it_is_and_is_not_kept_by_caches(site: Site, name: str, kind: str) -> None:
    with opened(bucket(site), SECRET) as space:
        space.put(name, BODY)
    (put,) = (each for each in site.asked if each.method == "PUT")
    assert (put.headers["content-type"], put.headers["cache-control"]) == (kind, "no-cache")
    assert put.body == BODY


@own_authorities
def test_nothing_of_another_programs_amazon_is_used(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = f"http://127.0.0.1:{free_port()}"
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIAOTHER",
        "AWS_SECRET_ACCESS_KEY": "other",
        "AWS_SESSION_TOKEN": "token-of-another",
        "AWS_ENDPOINT_URL": elsewhere,
        "AWS_ENDPOINT_URL_S3": elsewhere,
        "AWS_REGION": "other-region-1",
        "AWS_DEFAULT_REGION": "other-region-1",
        "AWS_BUCKET": "other",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_REQUEST_PAYER": "true",
        "AWS_UNSIGNED_PAYLOAD": "true",
        "AWS_S3_EXPRESS": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
        "AWS_ALLOW_HTTP": "true",
        "AWS_METADATA_ENDPOINT": elsewhere,
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": elsewhere,
        "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"),
        "AWS_ROLE_ARN": "arn:aws:iam::1:role/other",
    }.items():
        monkeypatch.setenv(name, value)
    with opened(bucket(site), SECRET) as space:
        space.put(NAME, BODY)
        space.delete(NAME)
    assert [each.method for each in site.asked] == ["GET", "PUT", "DELETE"]
    for each in site.asked:
        assert each.path.startswith("/haus")
        assert f"Credential={KEY}/" in each.headers["authorization"]
        assert "/us-east-1/s3/" in each.headers["authorization"]
        assert "x-amz-security-token" not in each.headers
        assert "x-amz-request-payer" not in each.headers
        assert each.headers["x-amz-content-sha256"] != "UNSIGNED-PAYLOAD"


@own_authorities
def test_certificates_are_verified_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ALLOW_INVALID_CERTIFICATES", "true")
    stranger = trustme.CA().issue_cert(HOST)
    with (
        answering(stranger, lambda _: EMPTY) as site,
        pytest.raises(WebspaceError, match="Nobody known vouches"),
        opened(bucket(site), SECRET),
    ):
        pass
    assert site.asked == []


@pytest.mark.parametrize(
    ("issued", "sentence"),
    [
        ({"not_after": dt.datetime(2020, 1, 1)}, "has expired"),  # noqa: DTZ001  # as trustme has it
        pytest.param({"names": ("example.org",)}, "belongs to another name", marks=own_authorities),
    ],
)
def test_a_certificate_that_is_not_believed_gets_no_request(
    authority: trustme.CA, issued: dict[str, object], sentence: str
) -> None:
    names: tuple[str, ...] = issued.pop("names", (HOST,))  # type: ignore[assignment]  # of above
    certificate = authority.issue_cert(*names, **issued)  # type: ignore[arg-type]  # of above
    with (
        answering(certificate, kept) as site,
        pytest.raises(WebspaceError, match=sentence) as told,
        opened(bucket(site), SECRET),
    ):
        pass
    assert site.asked == []
    assert told.value.step is Step.IDENTITY


def test_by_http_no_key_leaves_the_house() -> None:
    webspace = Webspace(kind=WebspaceKind.S3, host="http://s3.example.org", user=KEY, folder="haus")
    with pytest.raises(WebspaceError, match="everybody on the way"), opened(webspace, SECRET):
        pass


def test_without_a_secret_key_nothing_is_asked(site: Site) -> None:
    with pytest.raises(WebspaceError, match="is not known here"), opened(bucket(site), Secret()):
        pass
    assert site.asked == []


def test_where_the_part_for_s3_is_missing_it_says_how_to_get_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with (
        pytest.raises(WebspaceError, match=r"pip install zimmerfrei\[s3\]"),
        opened(bucket(site), SECRET),
    ):
        pass


REFUSALS = [
    (404, "NoSuchBucket", "There is no bucket “haus”", Step.WRITE, False),
    (400, "InvalidBucketName", "There is no bucket “haus”", Step.WRITE, False),
    (403, "InvalidAccessKeyId", "refused the access key “AKIA", Step.SIGN_IN, False),
    (403, "SignatureDoesNotMatch", "refused the secret key", Step.SIGN_IN, False),
    (403, "RequestTimeTooSkewed", "The clock of this computer", Step.SIGN_IN, False),
    (403, "AccessDenied", "is not permitted", Step.WRITE, False),
    (401, "Unauthorized", "refused user and password", Step.SIGN_IN, False),
    (403, "QuotaExceeded", "is full", Step.WRITE, False),
    (400, "XMinioAdminBucketQuotaExceeded", "is full", Step.WRITE, False),
    (507, "XMinioStorageFull", "is full", Step.WRITE, False),
    (507, "InsufficientStorage", "is full", Step.WRITE, False),
    (503, "SlowDown", r"trouble of its own at the moment \(SlowDown\)", Step.CONNECT, True),
    (500, "InternalError", "trouble of its own", Step.CONNECT, True),
    (429, "TooManyRequests", "trouble of its own", Step.CONNECT, True),
    (400, "EntityTooLarge", r"refused the file \(EntityTooLarge\)", Step.WRITE, False),
]


@own_authorities
@pytest.mark.parametrize(("status", "code", "sentence", "step", "passing"), REFUSALS)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_each_refusal_has_its_sentence(
    site: Site, method: str, status: int, code: str, sentence: str, step: Step, passing: bool
) -> None:
    site.answer = but(method, refusal(status, code))
    with (
        pytest.raises(WebspaceError, match=sentence) as told,
        opened(bucket(site), SECRET) as space,
    ):
        space.put(NAME, BODY)
    assert (told.value.step, told.value.passing) == (step, passing)
    assert SECRET.password not in f"{told.value!r} {told.value.__cause__!r}"
    assert told.value.__suppress_context__


@own_authorities
@pytest.mark.parametrize("status", [403, 404, 405, 400])
def test_a_refusal_without_a_word_of_s3_is_another_server(site: Site, status: int) -> None:
    site.answer = lambda _: Reply(status, b"<html>Nope")
    sentence = "is not permitted" if status == 403 else "does not speak S3"
    with pytest.raises(WebspaceError, match=sentence), opened(bucket(site), SECRET):
        pass


@own_authorities
@pytest.mark.parametrize("body", [b"<html>Willkommen im Hotel", b"", b"{}"])
def test_a_portal_in_between_is_no_s3(site: Site, body: bytes) -> None:
    site.answer = lambda _: Reply(200, body)
    with pytest.raises(WebspaceError, match="does not speak S3"), opened(bucket(site), SECRET):
        pass


@own_authorities
def test_what_is_missing_is_none_and_its_deletion_no_fault(site: Site) -> None:
    with opened(bucket(site), SECRET) as space:
        site.answer = lambda _: refusal(404, "NoSuchKey")
        assert space.get(NAME) is None
        space.delete(NAME)
        site.answer = lambda _: refusal(404, "NoSuchBucket")
        for do in (lambda: space.get(NAME), lambda: space.delete(NAME), space.names):
            with pytest.raises(WebspaceError, match="There is no bucket"):
                do()


@own_authorities
@pytest.mark.parametrize(
    "told",
    [
        "<Region>eu-central-1</Region>",
        "<Details>the region 'us-east-1' is wrong; expecting 'eu-central-1'</Details>",
    ],
)
def test_a_server_that_wants_another_region_is_asked_as_that(site: Site, told: str) -> None:
    def answer(asked: Asked) -> Reply:
        if "/eu-central-1/s3/" in asked.headers["authorization"]:
            return kept(asked)
        return refusal(400, "AuthorizationHeaderMalformed", told)

    site.answer = answer
    with opened(bucket(site), SECRET) as space:
        space.put(NAME, BODY)
    assert [each.method for each in site.asked] == ["GET", "GET", "PUT"]


@own_authorities
def test_a_region_that_changes_for_ever_is_not_followed(site: Site) -> None:
    answers = iter(range(100))

    def answer(_: Asked) -> Reply:
        more = f"<Region>eu-west-{next(answers)}</Region>"
        return refusal(400, "AuthorizationHeaderMalformed", more)

    site.answer = answer
    with pytest.raises(WebspaceError, match="refused the file"), opened(bucket(site), SECRET):
        pass
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("s3.eu-central-1.amazonaws.com", "eu-central-1"),
        ("s3-eu-west-1.amazonaws.com", "eu-west-1"),
        ("s3.us-west-004.backblazeb2.com", "us-west-004"),
        ("s3.eu-central-3.ionoscloud.com", "eu-central-3"),
        ("0123456789abcdef.r2.cloudflarestorage.com", "auto"),
        ("0123456789abcdef.eu.r2.cloudflarestorage.com", "auto"),
        ("fsn1.your-objectstorage.com", "us-east-1"),
        ("minio.example.org", "us-east-1"),
        ("localhost", "us-east-1"),
        ("", "us-east-1"),
    ],
)
def test_the_region_is_guessed_from_the_name(host: str, region: str) -> None:
    assert _region(host) == region


def test_nobody_there() -> None:
    webspace = Webspace(
        kind=WebspaceKind.S3, host=f"https://{HOST}:{free_port()}", user=KEY, folder="haus"
    )
    with (
        pytest.raises(WebspaceError, match="does not answer") as told,
        opened(webspace, SECRET),
    ):
        pass
    assert told.value.passing


def test_no_such_name() -> None:
    webspace = Webspace(kind=WebspaceKind.S3, host="https://s3.invalid", user=KEY, folder="haus")
    with pytest.raises(WebspaceError, match="no computer called"), opened(webspace, SECRET):
        pass


@own_authorities
def test_a_file_that_is_too_large_is_not_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(bucket(site), SECRET) as space:
        site.answer = lambda _: Reply(
            200,
            b"x" * 2000,
            {"ETag": '"1"', "Last-Modified": "Sat, 28 Nov 2026 03:00:00 GMT"},
        )
        assert space.get(NAME) == b"x" * 2000
        monkeypatch.setattr(limits, "LARGEST", 1999)
        with pytest.raises(WebspaceError, match="does not speak S3"):
            space.get(NAME)


# A real server, beyond the contract.


@pytest.fixture
def server(tmp_path: Path, certificate: trustme.LeafCert) -> Iterator[Server]:
    with s3.rclone(Setting(home=tmp_path / "home", certificate=certificate)) as server:
        yield server


def test_wrong_keys_at_a_real_server(server: Server) -> None:
    with (
        pytest.raises(WebspaceError) as told,
        opened(server.webspace, Secret(password="wrong")),
    ):
        pass
    assert told.value.step is Step.SIGN_IN


def test_a_wrong_bucket_at_a_real_server(server: Server) -> None:
    with (
        pytest.raises(WebspaceError, match="There is no bucket “haus-am-meer”"),
        opened(server.into("haus-am-meer/kalender"), server.secret),
    ):
        pass


def test_names_are_those_in_this_folder_alone(server: Server) -> None:
    (server.root / "more").mkdir()
    (server.root / "more" / "inside.txt").write_bytes(b"x")
    (server.root.parent / "beside.txt").write_bytes(b"x")
    with opened(server.webspace, server.secret) as space:
        space.put(NAME, BODY)
        assert space.names() == [NAME]
