"""What owners type about their webspace: what is meant, what is missing, which field is wrong."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.publishing import faults
from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.setup.presets import presets
from app.core.publishing.setup.typed import (
    TypedWebspace,
    WebspaceField,
    WebspaceFieldError,
    asked_of,
    checked_secret,
    concerned,
)
from app.core.publishing.webspace import USUAL_PORTS, Secret, Webspace, WebspaceKind

IONOS = TypedWebspace(
    preset="ionos",
    kind=WebspaceKind.SFTP,
    host="5001234567",
    user=" u12345678-kalender ",
    folder="/kalender",
    address="haus-seeblick.example",
)
OTHER = replace(IONOS, preset="other", host="ftp.example.org")
DAV = replace(OTHER, kind=WebspaceKind.WEBDAV, host="dav.example.org/files", folder="/web/kal/")
CLOUD = TypedWebspace(
    preset="nextcloud",
    kind=WebspaceKind.NEXTCLOUD,
    host="cloud.example.org",
    user="anna",
    folder="Kalender",
)
S3 = TypedWebspace(
    preset="s3",
    kind=WebspaceKind.S3,
    host="s3.example.org",
    user="AKIA",
    folder="bucket/kalender",
    address="files.example.org",
)
FOLDER = TypedWebspace(
    preset="other",
    kind=WebspaceKind.FOLDER,
    folder="/srv/www/kal",
    address="https://haus.example/kal",
)
ALL = [IONOS, OTHER, DAV, CLOUD, S3, FOLDER]


def test_an_access_at_a_hoster_is_completed() -> None:
    assert IONOS.webspace() == Webspace(
        kind=WebspaceKind.SFTP,
        preset="ionos",
        host="access-5001234567.webspace-host.com",
        port=22,
        user="u12345678-kalender",
        folder="/kalender",
        address="https://haus-seeblick.example",
    )


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [
        ("ftp.example.org", "ftp.example.org", 22),
        ("sftp://ftp.example.org", "ftp.example.org", 22),
        ("sftp://anna@ftp.example.org:2222/htdocs", "ftp.example.org", 2222),
        ("ftp.example.org:222", "ftp.example.org", 222),
        (" FTP.Example.ORG. ", "ftp.example.org", 22),
        ("häuser.example", "xn--huser-gra.example", 22),
        ("192.168.1.5", "192.168.1.5", 22),
        ("[2001:db8::1]", "2001:db8::1", 22),
        ("[2001:db8::1]:2222", "2001:db8::1", 2222),
        ("2001:db8::1", "2001:db8::1", 22),
        ("nas", "nas", 22),
    ],
)
def test_a_server_is_taken_out_of_what_was_pasted(typed: str, host: str, port: int) -> None:
    webspace = replace(OTHER, host=typed).webspace()
    assert (webspace.host, webspace.port) == (host, port)


def test_the_port_that_was_typed_counts_before_that_in_the_server() -> None:
    assert replace(OTHER, host="ftp.example.org:222", port=" 2200 ").webspace().port == 2200
    assert replace(OTHER, kind=WebspaceKind.FTPS).webspace().port == 21


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("cloud.example.org", "https://cloud.example.org"),
        ("https://cloud.example.org/", "https://cloud.example.org"),
        ("https://cloud.example.org/index.php/apps/files/", "https://cloud.example.org"),
        ("https://cloud.example.org/apps/files/files/12", "https://cloud.example.org"),
        ("https://example.org/nextcloud/login", "https://example.org/nextcloud"),
        (
            "https://example.org/nc/remote.php/dav/files/anna/",
            "https://example.org/nc",
        ),
        ("https://häuser.example", "https://xn--huser-gra.example"),
    ],
)
def test_a_nextcloud_is_its_start_page(typed: str, host: str) -> None:
    webspace = replace(CLOUD, host=typed).webspace()
    assert (webspace.host, webspace.port, webspace.address) == (host, 0, "")


@pytest.mark.parametrize(
    ("typed", "folder", "read_at"),
    [
        ("haus.example", "kalender", "https://haus.example/kalender"),
        ("www.haus.example/", "/kalender/", "https://www.haus.example/kalender"),
        # Who types a path knows it.
        ("haus.example/kal", "kalender", "https://haus.example/kal"),
        ("häuser.example/kal", "kalender", "https://xn--huser-gra.example/kal"),
        ("haus.example", "", "https://haus.example"),
        ("haus.example", "public_html/kalender", "https://haus.example/kalender"),
        ("haus.example", "/kunden/26/d7/htdocs/kal", "https://haus.example/kal"),
        # A hoster gives each domain a folder of its own.
        ("haus.example", "/haus.example/kal", "https://haus.example/kal"),
        ("www.haus.example", "/haus.example/kal", "https://www.haus.example/kal"),
        ("haus.example", "/www.haus.example", "https://haus.example"),
        ("haus.example", "/anderes.example/kal", "https://haus.example/anderes.example/kal"),
        ("http://127.0.0.1:80/kal", "x", "http://127.0.0.1:80/kal"),
    ],
)
def test_where_it_is_read_is_guessed(typed: str, folder: str, read_at: str) -> None:
    assert replace(IONOS, address=typed, folder=folder).read_at() == read_at


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("haus.example", "https://haus.example"),
        ("häuser.example/kal/", "https://xn--huser-gra.example/kal"),
        ("http://haus.example/k", "http://haus.example/k"),
    ],
)
def test_an_address_is_completed(typed: str, address: str) -> None:
    assert replace(IONOS, address=typed).webspace().address == address


def test_a_nextcloud_says_its_address_itself() -> None:
    assert CLOUD.read_at() == ""


def test_an_address_of_a_folder_here_is_as_it_was_typed() -> None:
    form = replace(FOLDER, address="haus.example")
    assert form.webspace().address == "https://haus.example"
    assert form.webspace().folder == "/srv/www/kal"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(IONOS, host=" "), WebspaceField.HOST),
        (replace(IONOS, host="kein server"), WebspaceField.HOST),
        (replace(IONOS, host="-x.example"), WebspaceField.HOST),
        (replace(IONOS, host="sftp://"), WebspaceField.HOST),
        (replace(IONOS, host="a\ud800"), WebspaceField.HOST),
        (replace(DAV, host="no address"), WebspaceField.HOST),
        (replace(CLOUD, host=""), WebspaceField.HOST),
        (replace(OTHER, port="0"), WebspaceField.PORT),
        (replace(OTHER, port="65536"), WebspaceField.PORT),
        (replace(OTHER, port="zwei"), WebspaceField.PORT),
        (replace(OTHER, port="٢٢"), WebspaceField.PORT),
        (replace(OTHER, host="ftp.example.org:x"), WebspaceField.PORT),
        (replace(IONOS, user=""), WebspaceField.USER),
        (replace(IONOS, folder="../andere"), WebspaceField.FOLDER),
        (replace(IONOS, folder="x" * 501), WebspaceField.FOLDER),
        (replace(S3, folder=" / "), WebspaceField.FOLDER),
        (replace(FOLDER, folder=""), WebspaceField.FOLDER),
        (replace(IONOS, address=""), WebspaceField.ADDRESS),
        (replace(IONOS, address="keine Adresse"), WebspaceField.ADDRESS),
        (replace(IONOS, address="https://haus.example/?seite=2"), WebspaceField.ADDRESS),
        (replace(FOLDER, address=""), WebspaceField.ADDRESS),
    ],
)
def test_what_is_wrong_is_said_of_its_field(form: TypedWebspace, field: WebspaceField) -> None:
    with pytest.raises(WebspaceFieldError) as raised:
        form.webspace()
    assert raised.value.field is field
    assert str(raised.value).endswith(".")


@pytest.mark.parametrize("host", ["localhost:2222", "[2001:db8::1]:2222", "127.0.0.1:22"])
def test_a_port_of_a_known_hoster_stands_behind_the_server(host: str) -> None:
    webspace = replace(IONOS, host=host).webspace()
    again = TypedWebspace.of(webspace)
    assert again.port == ""
    assert again.host == host.removesuffix(":22")
    assert again.webspace() == webspace


@pytest.mark.parametrize("form", ALL)
def test_what_was_set_up_stands_in_the_form_again(form: TypedWebspace) -> None:
    webspace = form.webspace()
    again = TypedWebspace.of(webspace)
    assert again.webspace() == webspace


def test_an_unknown_hoster_is_another_one() -> None:
    kept = replace(IONOS.webspace(), preset="geocities")
    assert TypedWebspace.of(kept).preset == "other"


def test_umlauts_stand_in_the_form_as_they_are_written() -> None:
    webspace = replace(CLOUD, host="häuser.example").webspace()
    assert TypedWebspace.of(webspace).host == "https://häuser.example"


@pytest.mark.parametrize("kind", WebspaceKind)
def test_a_password_is_needed_but_for_a_folder_here(kind: WebspaceKind) -> None:
    assert checked_secret(kind, Secret(password="x")) == Secret(password="x")
    assert checked_secret(kind, Secret(key="k")) == Secret(key="k")
    if kind in {WebspaceKind.FOLDER, WebspaceKind.RELAY}:
        assert checked_secret(kind, Secret()) == Secret()
        return
    with pytest.raises(WebspaceFieldError) as raised:
        checked_secret(kind, Secret())
    assert raised.value.field is WebspaceField.PASSWORD


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (faults.host_unknown("x"), WebspaceField.HOST),
        (faults.another_identity("x", "a", "b"), WebspaceField.HOST),
        (faults.sign_in_refused("x", "anna"), WebspaceField.PASSWORD),
        (faults.folder_missing("x"), WebspaceField.FOLDER),
        (WebspaceError(Step.READ_BACK, "Something."), WebspaceField.ADDRESS),
        (WebspaceError(Step.PUBLIC, "Something."), WebspaceField.ADDRESS),
    ],
)
def test_a_fault_is_said_at_the_field_it_concerns(
    error: WebspaceError, field: WebspaceField
) -> None:
    assert concerned(error) is field


@pytest.mark.parametrize("step", Step)
def test_every_step_concerns_a_field(step: Step) -> None:
    assert concerned(WebspaceError(step, "Something.")) in WebspaceField


TEXTS = st.text(max_size=20) | st.sampled_from(
    ["", "haus.example", "häuser.example/kal", "https://x.example/?q", "ftp.example.org:22", "::1"]
)


@pytest.mark.parametrize("host", ["A\x1b", "\x00ftp.example.org:2222", " ftp.example.org \x7f"])
def test_signs_that_nobody_sees_are_no_part_of_a_host(host: str) -> None:
    """They come along with what is copied; the port stands in what is left."""
    webspace = TypedWebspace("other", WebspaceKind.SFTP, host, user="u", address="a.example")
    seen = replace(webspace, host="".join(sign for sign in host if sign.isprintable()))
    assert webspace.webspace() == seen.webspace()


@given(
    preset=st.sampled_from(list(presets())),
    kind=st.sampled_from(WebspaceKind),
    texts=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS),
)
def test_whatever_is_typed_is_a_webspace_or_a_sentence(
    preset: str, kind: WebspaceKind, texts: tuple[str, str, str, str, str]
) -> None:
    host, port, user, folder, address = texts
    form = TypedWebspace(preset, kind, host, port, user, folder, address)
    wrong: WebspaceField | None = None
    try:
        webspace = form.webspace()
    except WebspaceFieldError as error:
        wrong = error.field
    if wrong is not None:
        assert wrong in {*asked_of(kind, preset), WebspaceField.PORT}
        return
    assert not webspace.address.endswith("/")
    assert ".." not in webspace.folder.split("/") or kind is WebspaceKind.FOLDER
    assert 0 <= webspace.port <= 65535
    assert (webspace.port == 0) == (kind not in {WebspaceKind.SFTP, WebspaceKind.FTPS})
    if read_at := form.read_at():
        assert urlsplit(read_at).scheme in {"http", "https"}
        assert read_at.isascii()
    again = TypedWebspace.of(webspace).webspace()
    assert again == webspace or kind is WebspaceKind.FOLDER


@pytest.mark.parametrize("kind", USUAL_PORTS)
def test_a_usual_port_is_not_shown(kind: WebspaceKind) -> None:
    webspace = Webspace(kind=kind, port=USUAL_PORTS[kind])
    assert TypedWebspace.of(webspace).port == ""
    shown = TypedWebspace.of(replace(webspace, host="x", port=2222))
    assert "2222" in {shown.port, shown.host.removeprefix("x:")}
