"""What WebDAV servers say of a folder, however they write it, and what must not be let in."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.services.publishing.webspaces.webdav_answers import Resource, resources

NAMES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/"), min_size=1
).filter(lambda name: name not in {".", ".."})


def response(href: str, *, folder: bool = False, size: int | None = None, more: str = "") -> str:
    kind = "<D:collection/>" if folder else ""
    length = "" if size is None else f"<D:getcontentlength>{size}</D:getcontentlength>"
    return (
        f"<D:response><D:href>{escape(href)}</D:href><D:propstat><D:prop>"
        f"<D:resourcetype>{kind}</D:resourcetype>{length}{more}</D:prop>"
        "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )


def listed(*responses: str) -> bytes:
    whole = f'<D:multistatus xmlns:D="DAV:">{"".join(responses)}</D:multistatus>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{whole}'.encode()


@given(st.lists(st.tuples(NAMES, st.booleans(), st.none() | st.integers(0, 2**40))))
@example([("100 % & mehr?.ics", False, 0), ("#1 <b>", True, None), ("a;b=c", False, 5)])
@example([("Gäste & Häuser", True, None), ("日本", False, 1), ("%41", False, 2), ("a b", False, 3)])
def test_every_name_comes_back(files: list[tuple[str, bool, int | None]]) -> None:
    answer = listed(
        *(
            response(f"/dav/{quote(name)}{'/' if folder else ''}", folder=folder, size=size)
            for name, folder, size in files
        )
    )
    found = resources(answer)
    assert [(each.is_folder, each.size) for each in found] == [
        (folder, size) for _, folder, size in files
    ]
    assert [each.path for each in found] == [f"/dav/{name}" for name, _, _ in files]
    assert [each.name for each in found] == [name for name, _, _ in files]


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("https://example.org/dav/a.ics", "/dav/a.ics"),
        ("https://example.org:8443/dav/a%20b.ics?x=1", "/dav/a b.ics"),
        ("/dav/a.ics?x=1", "/dav/a.ics"),
        ("//dav/a.ics", "//dav/a.ics"),
        ("a.ics", "a.ics"),
        ("\n   /dav/a.ics\n  ", "/dav/a.ics"),
        ("/dav/kalender/", "/dav/kalender"),
        ("/", ""),
        ("", ""),
        ("/dav/%FF.ics", "/dav/\ufffd.ics"),
    ],
)
def test_addresses_are_written_in_many_ways(href: str, path: str) -> None:
    assert resources(listed(response(href))) == (Resource(path, is_folder=False, size=None),)


def test_prefixes_are_the_servers_own() -> None:
    answer = (
        b'<multistatus xmlns="DAV:" xmlns:a="urn:x"><response><href>/a/</href><propstat><prop>'
        b"<a:collection/><resourcetype/><a:getcontentlength>7</a:getcontentlength>"
        b"</prop></propstat></response></multistatus>"
    )
    assert resources(answer) == (Resource("/a", is_folder=False, size=None),)


def test_other_addresses_in_an_answer_are_not_that_of_the_file() -> None:
    more = "<D:owner><D:href>/principals/anna</D:href></D:owner>"
    (found,) = resources(listed(response("/dav/a.ics", size=3, more=more)))
    assert (found.path, found.size) == ("/dav/a.ics", 3)


@pytest.mark.parametrize("length", ["", "  ", "x", "-1", "1.5", "٣", "9" * 4000])
def test_a_size_that_is_none_is_not_believed(length: str) -> None:
    more = f"<D:getcontentlength>{length}</D:getcontentlength>"
    (found,) = resources(listed(response("/a", more=more)))
    assert found.size is None or found.size == int("9" * 20)


def test_what_a_server_does_not_know_of_a_file_is_left_open() -> None:
    answer = listed(
        "<D:response><D:href>/a/b</D:href><D:propstat><D:prop><D:getcontentlength/></D:prop>"
        "<D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>"
    )
    assert resources(answer) == (Resource("/a/b", is_folder=False, size=None),)


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<D:multistatus xmlns:D="DAV:"><D:response><D:href>&c;</D:href></D:response></D:multistatus>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<D:multistatus xmlns:D="DAV:"><D:response><D:href>&f;</D:href></D:response></D:multistatus>"""
BY_PARAMETER = b"""<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>
<D:multistatus xmlns:D="DAV:"/>"""


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b" ",
        b"<html><body>Bitte anmelden</body></html>",
        b"<!doctype html><html>",
        b'{"ocs": {}}',
        b"<multistatus/>",
        b'<D:response xmlns:D="DAV:"/>',
        b'<D:multistatus xmlns:D="DAV:"><D:response>',
        b'<D:multistatus xmlns:D="DAV:"/><more/>',
        b'<?xml version="1.0" encoding="no-such"?><D:multistatus xmlns:D="DAV:"/>',
        b'<?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:">\xff</D:multistatus>',
        listed(response("http://[x")),
        BOMB,
        OUTSIDE,
        BY_PARAMETER,
        b'<!DOCTYPE D:multistatus><D:multistatus xmlns:D="DAV:"/>',
    ],
)
def test_anything_else_is_refused(answer: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several makers; what matters is the kind
        resources(answer)


@given(st.binary())
def test_bytes_of_any_kind_are_read_or_refused(answer: bytes) -> None:
    try:
        resources(answer)
    except ValueError:
        return


@given(st.data())
def test_an_answer_that_is_cut_off_or_garbled_never_names_what_is_not_there(
    data: st.DataObject,
) -> None:
    whole = listed(response("/d/", folder=True), response("/d/a.ics", size=3), response("/d/b.ics"))
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = whole[:at]
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        resources(cut)


def test_a_very_deep_answer_is_no_trouble() -> None:
    deep = 100_000
    answer = listed(f"{'<x>' * deep}{'</x>' * deep}", response("/a", size=1))
    assert resources(answer) == (Resource("/a", is_folder=False, size=1),)
