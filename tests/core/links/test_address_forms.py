"""Whatever form an address takes, the reader gets the same address out of it."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.address_forms import (
    AddressForms,
    Form,
    OneClick,
    Theme,
    iframe_snippet,
    one_click,
    webcal,
    website_address,
    without_scheme,
)

ADDRESS = "https://kalender.example.org/cal/AbC123/seeblick-1.ics"
NAME = "&name=Seeblick%201%20%26%20M%C3%B6we"

hosts = st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z]{2,6})?(:[0-9]{4})?", fullmatch=True) | st.just(
    "[2001:db8::1]:8642"
)
paths = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="#?"), max_size=40
)
schemes = st.sampled_from(["http", "https"])
addresses = st.builds("{}://{}/{}".format, schemes, hosts, paths)
names = st.text(st.characters(exclude_categories=["Cs"]))


class Frames(HTMLParser):
    """Collects the frames of a page as a browser reads them, and everything beside them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.frames.append(dict(attrs))
        else:
            self.others.append(tag)

    def handle_data(self, data: str) -> None:
        self.others.append(data)


def asked(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)


def test_the_forms_are_those_that_the_readers_want() -> None:
    forms = AddressForms(ADDRESS)
    assert forms.of(Form.HTTPS) == ADDRESS
    assert forms.of(Form.WEBCAL) == "webcal://kalender.example.org/cal/AbC123/seeblick-1.ics"
    assert forms.of(Form.NO_SCHEME) == "kalender.example.org/cal/AbC123/seeblick-1.ics"
    assert forms.of(Form.SNIPPET) == ADDRESS


def test_a_page_for_a_website_is_no_calendar() -> None:
    forms = AddressForms("https://kalender.example.org/kalender/AbC", "<iframe></iframe>")
    assert forms.of(Form.SNIPPET) == "<iframe></iframe>"
    assert [forms.of(form) for form in Form if form is not Form.SNIPPET] == ["", "", ""]


@pytest.mark.parametrize(
    ("target", "before", "after"),
    [
        (OneClick.GOOGLE, "calendar.google.com/calendar/r?cid=webcal", ""),
        (OneClick.OUTLOOK, "outlook.live.com/calendar/0/addfromweb?url=https", NAME),
        (OneClick.MICROSOFT_365, "outlook.office.com/calendar/0/addfromweb?url=https", NAME),
    ],
)
def test_one_click_opens(target: OneClick, before: str, after: str) -> None:
    address = "%3A%2F%2Fkalender.example.org%2Fcal%2FAbC123%2Fseeblick-1.ics"
    url = one_click(target, ADDRESS, "Seeblick 1 & Möwe")
    assert url == f"https://{before}{address}{after}"


def test_apple_opens_the_address_itself() -> None:
    assert one_click(OneClick.APPLE, ADDRESS, "Seeblick 1") == webcal(ADDRESS)


@given(addresses)
def test_without_its_scheme_an_address_is_otherwise_the_same(address: str) -> None:
    scheme = address.partition("://")[0]
    assert f"{scheme}://{without_scheme(address)}" == address
    assert webcal(address) == f"webcal://{without_scheme(address)}"


@given(addresses, names)
def test_google_finds_the_address_again(address: str, name: str) -> None:
    url = one_click(OneClick.GOOGLE, address, name)
    assert url.isascii()
    assert asked(url) == {"cid": [webcal(address)]}


@given(addresses, names, st.sampled_from([OneClick.OUTLOOK, OneClick.MICROSOFT_365]))
def test_outlook_finds_address_and_name_again(address: str, name: str, target: OneClick) -> None:
    url = one_click(target, address, name)
    assert url.isascii()
    assert asked(url) == {"url": [address], "name": [name]}


@pytest.mark.parametrize("address", ["", "kalender.example.org/a.ics", "ftp://a/b.ics", "https://"])
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="http"):
        webcal(address)


def test_the_snippet_for_a_website() -> None:
    page = "https://kalender.example.org/kalender/AbC123"
    assert iframe_snippet(page, None, "Belegungskalender") == (
        f'<iframe src="{page}" title="Belegungskalender" loading="lazy" '
        'style="border:0;width:100%;height:640px"></iframe>'
    )
    assert f'src="{page}?sprache=en"' in iframe_snippet(page, "en", "Availability")
    assert f'src="{page}?a=b&amp;sprache=en"' in iframe_snippet(f"{page}?a=b", "en", "x")
    assert f'src="{page}"' in iframe_snippet(page, None, "x", Theme.LIGHT)
    assert f'src="{page}?theme=dark"' in iframe_snippet(page, None, "x", Theme.DARK)
    assert f'src="{page}?sprache=de&amp;theme=auto"' in iframe_snippet(page, "de", "x", Theme.AUTO)
    assert website_address(page, None, None) == page
    assert website_address(page, None, Theme.LIGHT) == f"{page}?theme=light"


@given(addresses, st.none() | names, names.filter(lambda text: "\x00" not in text))
def test_a_browser_reads_the_snippet_as_one_frame(
    address: str, language: str | None, title: str
) -> None:
    page = Frames(iframe_snippet(address, language, title))
    assert page.others == []
    (frame,) = page.frames
    assert frame.keys() == {"src", "title", "loading", "style"}
    assert frame["title"] == title
    source = frame["src"]
    assert source is not None
    if language is None:
        assert source == address
    else:
        assert source.startswith(f"{address}?")
        assert asked(source) == {"sprache": [language]}
