"""The public address of a folder, guessed from what is known of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.publishing.setup.guesses import MOST, addresses
from app.core.publishing.webspace import Webspace, WebspaceKind
from app.core.web_address import completed

SFTP, S3, FOLDER = WebspaceKind.SFTP, WebspaceKind.S3, WebspaceKind.FOLDER


def guessed(
    address: str, folder: str = "", host: str = "", kind: WebspaceKind = SFTP
) -> tuple[str, ...]:
    return addresses(Webspace(kind=kind, address=address, folder=folder, host=host))


@pytest.mark.parametrize(
    ("address", "folder", "first"),
    [
        ("haus.example", "", "https://haus.example"),
        ("haus.example/", "/", "https://haus.example"),
        ("haus.example", "/kalender", "https://haus.example/kalender"),
        ("haus.example", "kalender/", "https://haus.example/kalender"),
        ("haus.example", "~/kalender", "https://haus.example/kalender"),
        ("haus.example", "./kalender", "https://haus.example/kalender"),
        # What the owner says comes first.
        ("haus.example/kalender", "/kalender", "https://haus.example/kalender"),
        ("haus.example/termine", "/kalender", "https://haus.example/termine"),
        # The folder with which a website begins is no part of its address.
        ("haus.example", "/htdocs/kalender", "https://haus.example/kalender"),
        ("haus.example", "public_html/kalender", "https://haus.example/kalender"),
        ("haus.example", "/www/htdocs/w0123456/kalender", "https://haus.example/w0123456/kalender"),
        ("haus.example", "/var/www/html/kalender", "https://haus.example/kalender"),
        ("haus.example", "/httpdocs", "https://haus.example"),
        ("haus.example", "/Web/Ferien haus", "https://haus.example/Ferien%20haus"),
        # Domains with umlauts, and what people type.
        ("häuser.example", "/gäste", "https://xn--huser-gra.example/g%C3%A4ste"),
        ("HTTPS://Haus.Example", "/kalender", "https://haus.example/kalender"),
        # http is tried with encryption first.
        ("http://haus.example", "/kalender", "https://haus.example/kalender"),
        ("http://haus.example:8080", "/kalender", "http://haus.example:8080/kalender"),
    ],
)
def test_the_likeliest_is_tried_first(address: str, folder: str, first: str) -> None:
    assert guessed(address, folder)[0] == first


def test_a_subfolder_that_hosters_put_in_front_is_tried_too() -> None:
    found = guessed("haus.example", "/www/htdocs/w0123456/haus.example/kalender")
    assert "https://haus.example/kalender" in found
    assert "https://haus.example" in found


def test_http_stays_where_there_is_nothing_better() -> None:
    found = guessed("http://haus.example", "/kalender")
    assert found.index("https://haus.example/kalender") < found.index(
        "http://haus.example/kalender"
    )


def test_www_is_tried_at_last() -> None:
    found = guessed("haus.example", "/kalender")
    assert "https://www.haus.example/kalender" in found
    assert found.index("https://haus.example/kalender") == 0
    assert all("www.www." not in one for one in guessed("www.haus.example", "/kalender"))


def test_without_an_address_the_servers_name_is_the_beginning() -> None:
    assert guessed("", "/kalender", "ftp.haus.example")[0] == "https://haus.example/kalender"
    assert guessed("", "/html/kalender", "haus.example:2222")[0] == "https://haus.example/kalender"
    dav = guessed("", "kalender", "https://dav.haus.example/files", WebspaceKind.WEBDAV)
    assert dav[0] == "https://haus.example/kalender"


def test_of_storage_both_ways_to_write_a_bucket() -> None:
    found = guessed("", "haus/kalender", "https://s3.hoster.example", S3)
    assert found[0] == "https://s3.hoster.example/haus/kalender"
    assert "https://haus.s3.hoster.example/kalender" in found
    assert guessed("cdn.example", "haus/kalender", "https://s3.hoster.example", S3)[:2] == (
        "https://cdn.example/haus/kalender",
        "https://cdn.example/kalender",
    )


def test_a_path_of_this_computer_is_none_of_a_website() -> None:
    found = guessed("haus.example", "/home/anna/Website/kalender", kind=FOLDER)
    assert found[:2] == ("https://haus.example/kalender", "https://haus.example")
    assert not any("anna" in one for one in found)
    assert guessed("", "/home/anna", kind=FOLDER) == ()


def test_a_nextcloud_says_its_own() -> None:
    address = "https://cloud.example/public.php/dav/files/abc"
    assert guessed(address, "Kalender", kind=WebspaceKind.NEXTCLOUD) == (address,)


@pytest.mark.parametrize("address", ["haus", "https://", "https://a:b@haus.example", "a b", "?"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(UserError, match="no web address"):
        guessed(address, "/kalender")


PARTS = st.lists(
    st.sampled_from(["kalender", "www", "htdocs", "Gäste 1", "a%b", ".", "", "w01"]), max_size=7
)


@given(
    st.sampled_from(["haus.example", "http://haus.example", "www.haus.example/x", "1.2.3.4"]),
    PARTS,
    st.sampled_from([SFTP, S3, FOLDER, WebspaceKind.WEBDAV]),
)
def test_every_guess_is_a_whole_address(address: str, parts: list[str], kind: WebspaceKind) -> None:
    found = guessed(address, "/".join(parts), kind=kind)
    assert 0 < len(found) <= MOST
    assert len(set(found)) == len(found)
    for one in found:
        assert completed(one) == one
