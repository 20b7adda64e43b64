"""The availability calendar as it leaves over a real socket, and what it is made of."""

from __future__ import annotations

import base64
import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from wsgiref.util import setup_testing_defaults

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.house.unit import UnitDraft
from app.core.links.address_forms import Theme
from app.core.links.availability import Website, months
from app.core.links.details import Details
from app.core.links.link import (
    WHOLE_HOUSE,
    Link,
    LinkChoices,
    LinkKind,
    Origin,
    Scope,
    Target,
    calendar_path,
    default_details,
)
from app.core.links.link import link_path as path_of
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import LANGUAGES, catalogue
from app.server.web.answers import COMMON
from app.server.web.app import create_app
from app.server.web.languages import page_language
from app.server.web.themes import page_theme
from app.server.web.website import KEPT_PAGES, WebsiteApp
from app.services.calendars.website_page import POLICIES, STYLES, page
from app.services.data_folder.folder import DataFolder
from app.services.feeds.feeds import Closed
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.server.conftest import FIRST, House

TODAY = date(2027, 7, 6)
LIMIT = 30_000


class Words(HTMLParser):
    """Reads a page as one who does not see it: what is in each cell, and all words together."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.words: list[str] = []
        self.tags: dict[str, int] = {}
        self._in_style = False
        self.feed(body.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self._in_style = tag == "style"
        if tag == "td" and not dict(attrs).get("colspan"):
            self.cells.append("")
        elif tag in {"td", "tr", "table"}:
            self.cells.append("|")

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.words.append(data)
            if self.cells and self.cells[-1] != "|":
                self.cells[-1] += data

    @property
    def days(self) -> list[str]:
        return [cell for cell in self.cells if cell[:1].isdigit()]


@pytest.fixture
def website(house: House) -> Link:
    """Return a link for a website of the house's unit, in German."""
    target = Target(Scope.UNIT, house.unit.id)
    return house.services.links.add(LinkKind.WEBSITE, target, LinkChoices(language="de")).after


def test_the_page_comes_whole_with_its_headers(house: House, website: Link) -> None:
    answer = house.get(path_of(website))
    assert answer.status == 200
    assert answer.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(answer.body)),
        "Content-Language": "de",
        "Vary": "Accept-Language, Sec-Fetch-Dest",
        "Etag": f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"',
        "Content-Security-Policy": POLICIES[Theme.LIGHT],
        **dict(COMMON),
    }


def test_it_says_of_each_day_what_is_free(house: House, website: Link) -> None:
    house.occupy(0, nights=3)
    house.occupy(3, nights=1)
    found = Words(house.get(path_of(website)).body)
    july = found.days[:31]
    assert july[:5] == [f"{day} vergangen" for day in range(1, 6)]
    assert july[5:] == [f"{day} frei" for day in range(6, 32)]
    assert found.days[31:37] == [
        "1 bis mittags frei",
        "2 belegt",
        "3 belegt",
        "4 belegt",
        "5 ab mittags frei",
        "6 frei",
    ]
    assert len(found.days) == 366  # July 2027 to June 2028
    assert found.tags["table"] == found.tags["caption"] == 12
    assert "Juli 2027 – Juni 2028" in found.words
    assert "Stand: 06.07.2027" in found.words


@pytest.mark.parametrize(("ahead", "months"), [(0, 1), (2, 3), (11, 12), (12, 12), (None, 12)])
def test_it_shows_no_more_months_than_the_link_reaches_ahead(
    house: House, website: Link, ahead: int | None, months: int
) -> None:
    before = house.get(path_of(website))
    details = Details(months_ahead=ahead)
    choices = replace(website.choices(), details=details)
    house.services.links.change(website.id, choices, sequence=website.sequence)
    after = house.get(path_of(website), If_None_Match=before.headers["Etag"])
    assert (after.status, Words(after.body or before.body).tags["table"]) == (
        304 if months == 12 else 200,
        months,
    )


def test_neither_the_page_nor_its_calendar_tells_of_the_past(house: House, clock: SetClock) -> None:
    clock.passes(days=26)  # the first of August
    house.occupy(-40, nights=5)
    house.occupy(-3, nights=3)
    house.occupy(4)
    target = Target(Scope.UNIT, house.unit.id)
    choices = LinkChoices(language="de", details=default_details(LinkKind.WEBSITE))
    website = house.services.links.add(LinkKind.WEBSITE, target, choices).after
    days = Words(house.get(path_of(website)).body).days
    assert days[:2] == ["1 ab mittags frei", "2 frei"]
    assert house.get(calendar_path(website)).arrivals == [FIRST + timedelta(days=4)]


def test_its_calendar_tells_no_more_days_than_its_page(
    house: House, website: Link, clock: SetClock
) -> None:
    today = clock.today()
    house.occupy((today - FIRST).days - 5, nights=8)  # runs until the day after tomorrow
    house.occupy(330, nights=9)  # reaches beyond the last month
    house.occupy(400)
    calendar = house.get(calendar_path(website))
    assert b"DTSTART;VALUE=DATE:20270706\r\nDTEND;VALUE=DATE:20270709" in calendar.body
    assert b"DTSTART;VALUE=DATE:20280626\r\nDTEND;VALUE=DATE:20280701" in calendar.body
    assert len(calendar.arrivals) == 2
    clock.passes(days=1)
    tomorrow = house.get(calendar_path(website), If_None_Match=calendar.headers["Etag"])
    assert b"DTSTART;VALUE=DATE:20270707\r\nDTEND;VALUE=DATE:20270709" in tomorrow.body


def test_its_calendar_does_not_tell_how_often_or_when_something_was_changed(
    house: House, website: Link, clock: SetClock
) -> None:
    number = house.occupy(0)
    before = house.get(calendar_path(website))
    for sequence, guest in enumerate(("Kim", "Alex")):
        clock.passes(hours=5)
        stay = house.services.occupancies.get(number)
        draft = replace(stay.draft(), guest=guest)
        house.services.occupancies.change(number, draft, sequence=sequence)
    house.occupy(-60)
    clock.passes(hours=1)
    assert house.get(calendar_path(website)) == before
    assert b"SEQUENCE:0\r\n" in before.body
    assert "Last-Modified" not in before.headers
    assert house.get(calendar_path(website), If_None_Match=before.headers["Etag"]).status == 304


def test_two_units_never_tell_the_same_uid(house: House, website: Link) -> None:
    services = house.services
    other = services.units.add(UnitDraft(property_id=house.unit.property_id, name="Zwei"))
    house.occupy(0)
    for start in (0, 20):
        arrival = FIRST + timedelta(days=start)
        draft = OccupancyDraft(
            unit_id=other.id, arrival=arrival, departure=arrival + timedelta(days=3)
        )
        services.occupancies.add(draft)
    target = Target(Scope.UNIT, other.id)
    beside = services.links.add(LinkKind.WEBSITE, target, website.choices()).after
    uids = re.compile(rb"UID:(.*)\r\n")
    one, two = (uids.findall(house.get(calendar_path(link)).body) for link in (website, beside))
    assert (len(one), len(two)) == (1, 2)
    assert not set(one) & set(two)
    assert house.get(calendar_path(website)).body != house.get(calendar_path(beside)).body
    # What stands in a UID opens nothing, and another address changes none of them.
    assert website.token.encode() not in b"".join(one)
    renewed = services.links.renew(website.id, sequence=website.sequence).after
    assert uids.findall(house.get(calendar_path(renewed)).body) == one


def test_a_given_up_address_of_another_link_is_unknown_here(house: House, website: Link) -> None:
    links = house.services.links
    renewed = links.renew(house.link.id, sequence=house.link.sequence).after
    links.delete(renewed.id, sequence=renewed.sequence)
    for token in (house.link.token, renewed.token):
        assert house.get(f"/kalender/{token}").status == 404
        assert house.get(f"/cal/{token}/x.ics").status == 410
    links.renew(website.id, sequence=website.sequence)
    assert house.get(path_of(website)).status == 410
    assert house.get(f"/cal/{website.token}/x.ics").status == 410


def test_a_change_is_in_the_next_page_and_so_is_a_new_day(
    house: House, website: Link, clock: SetClock
) -> None:
    before = house.get(path_of(website))
    number = house.occupy(0)
    entered = house.get(path_of(website), If_None_Match=before.headers["Etag"])
    assert entered.status == 200
    assert entered.body != before.body
    house.services.occupancies.cancel(number, sequence=0)
    assert house.get(path_of(website)) == before
    clock.passes(days=1)
    assert b"Stand: 07.07.2027" in house.get(path_of(website)).body


def test_nothing_of_the_house_is_on_it(house: House, website: Link) -> None:
    house.occupy(0, guest="Familie Yılmaz", contact="+49 170 1", note="Hund", portal="airbnb")
    answer = house.get(path_of(website))
    said = f"{answer.headers} {answer.body.decode()}"
    for secret in ("Seeblick", "Yılmaz", "+49", "Hund", "irbnb", website.token):
        assert secret not in said


def test_head_and_304_have_the_headers_of_get(house: House, website: Link) -> None:
    get = house.get(path_of(website))
    head = house.get(path_of(website), "HEAD")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    unchanged = house.get(path_of(website), If_None_Match=f'W/{get.headers["Etag"]}, "x"')
    assert (unchanged.status, unchanged.body) == (304, b"")
    length = {"Content-Length": get.headers["Content-Length"]}
    assert unchanged.headers | length == get.headers
    # What is kept in one language is no answer in the other.
    other = house.get(path_of(website), If_None_Match=get.headers["Etag"], Accept_Language="en")
    assert other.status == 200


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "de"),
        ("", "en", "en"),
        ("", "nl-BE, en-GB;q=0.8, de;q=0.7", "en"),
        ("", "fr-CH, en-GB;q=0.8, de;q=0.7", "fr"),
        ("lang=fr", "de", "fr"),
        ("", "de-AT;q=0.9,en;q=0.8", "de"),
        ("", "EN-us", "en"),
        ("sprache=en", "de", "en"),
        ("lang=de", "en", "de"),
        ("x=1&sprache=EN&y=2", "de", "en"),
        ("sprache=nl&sprache=en&sprache=de", "de", "en"),
        ("sprache=", "en", "en"),
        ("sprache=english", "de", "de"),
        ("xsprache=en", "de", "de"),
    ],
)
def test_the_language_is_that_of_the_address_or_of_the_reader(
    house: House, website: Link, query: str, accepted: str, language: str
) -> None:
    answer = house.get(f"{path_of(website)}?{query}", Accept_Language=accepted)
    assert answer.headers["Content-Language"] == language
    title = {
        "de": "Belegungskalender",
        "en": "Availability calendar",
        "fr": "Calendrier des disponibilités",
    }[language]
    assert f"<html lang={language}>".encode() in answer.body
    assert title in Words(answer.body).words


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("de, en", "de"),
        ("en, de", "en"),
        ("nl, *", "en"),
        ("nl", "en"),
        ("fr", "fr"),
        ("*;q=0", "en"),
        ("de;q=0, *", "en"),
        ("en;q=0, *;q=0.1", "de"),
        ("en;q=0.1, *;q=0.5", "de"),
        ("en;q=0, de;q=0", "en"),
        ("de;q=0.001", "de"),
        ("de;q=1.0000, en;q=0.2", "de"),
        ("de;q=1.5, en;q=0.2", "en"),
        ("en;q=0.5, de-CH;q=0.2, de;q=0.7", "de"),
        ("de;q=, en;q=0.2", "de"),
        ("deutsch, english", "en"),
        ("de;q=-1", "en"),
        ("de_DE", "en"),
        (";q=1,,, de", "de"),
        ("x" * 70_000 + ", de", "en"),
    ],
)
def test_weights_are_understood_and_rubbish_means_nothing(accepted: str, language: str) -> None:
    assert page_language("", accepted, "en") == language


@given(st.text(), st.text(), st.sampled_from(["de", "en"]))
def test_any_query_and_header_give_one_of_our_languages(
    query: str, accepted: str, otherwise: str
) -> None:
    assert page_language(query, accepted, otherwise) in LANGUAGES


@pytest.mark.parametrize(
    "query",
    [
        "sprache=<script>alert(1)</script>",
        "sprache=%3Cscript%3E",
        "sprache=%00%FF%zz%",
        "sprache=de%0d%0aX-Evil:1",
        "&&&===&?&",
        "sprache=" + "x" * 50_000,
        "&".join(["sprache=qq"] * 5_000),
        "theme=black&months=999&token=1",
    ],
)
def test_a_malformed_query_changes_nothing_and_is_not_echoed(
    house: House, website: Link, query: str
) -> None:
    assert house.get(f"{path_of(website)}?{query}") == house.get(path_of(website))


def closed_paths(house: House, website: Link) -> list[str]:
    token = website.token
    return [
        f"/kalender/{'x' * 24}",
        f"/kalender/{house.link.token}",
        f"/kalender/{token[:-1]}",
        f"/kalender/{token.swapcase()}",
        f"/kalender/{token}/x.ics",
        f"/kalender/{token}.ics",
        f"/kalender/{token}%00",
        f"/kalender/{token}/%FF",
        f"/kalender/%20{token}",
        f"/kalender/../kalender/{token}",
        f"/kalender//{token}",
        f"/Kalender/{token}",
        f"/kalender/{'x' * 30_000}",
        "/kalender/%F0%9F%8F%A0%FF",
        "/kalender/",
        "/kalender",
    ]


@pytest.mark.parametrize("behind", ["/", "//", "%20", "/%20", "%0D%0A", "%09", "%C2%A0"])
def test_what_was_copied_behind_the_address_does_not_matter(
    house: House, website: Link, behind: str
) -> None:
    unknown = house.get("/kalender/nobody")
    assert house.get(path_of(website) + behind) == house.get(path_of(website))
    assert house.get(f"/kalender/nobody{behind}") == unknown
    house.services.links.disable(website.id, sequence=website.sequence)
    assert house.get(path_of(website) + behind) == unknown


def test_unknown_of_another_kind_disabled_and_malformed_are_alike(
    house: House, website: Link
) -> None:
    unknown = house.get("/cal/nobody/x.ics")
    assert (unknown.status, unknown.headers["X-Frame-Options"]) == (404, "DENY")
    for path in closed_paths(house, website):
        assert house.get(path) == unknown, path
        assert house.get(path, "HEAD").headers == unknown.headers, path
    house.services.links.disable(website.id, sequence=website.sequence)
    assert house.get(path_of(website)) == unknown
    house.services.links.enable(website.id, sequence=website.sequence + 1)
    assert house.get(path_of(website)).status == 200
    house.services.units.archive(house.unit.id, sequence=house.unit.sequence)
    assert house.get(path_of(website)) == unknown


def test_its_calendar_is_served_like_any_and_says_no_more(house: House, website: Link) -> None:
    house.occupy(0, guest="Familie Yılmaz")
    answer = house.get(f"/cal/{website.token}/x.ics")
    assert answer.arrivals == [FIRST]
    assert "Y\u0131lmaz".encode() not in answer.body
    assert b"Seeblick" not in answer.body


def test_a_renewed_and_a_deleted_address_are_gone(house: House, website: Link) -> None:
    renewed = house.services.links.renew(website.id, sequence=website.sequence).after
    gone = house.get(path_of(website))
    assert (gone.status, gone.headers["X-Frame-Options"]) == (410, "DENY")
    assert house.get(path_of(renewed)).status == 200
    house.services.links.delete(renewed.id, sequence=renewed.sequence)
    assert house.get(path_of(renewed)) == gone


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_whatever_the_token(
    house: House, website: Link, method: str
) -> None:
    refused = house.get("/cal/nobody/x.ics", method)
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert house.get(path_of(website), method) == refused
    assert house.get("/kalender/nobody", method) == refused


def test_a_fault_gives_503_and_no_token_in_the_log(
    house: House,
    website: Link,
    folder: DataFolder,
    expect_log: ExpectLog,
    caplog: pytest.LogCaptureFixture,
) -> None:
    expect_log("app.server", "a page was refused")
    house.occupy(0)
    whole = house.get(path_of(website))
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as connection:
        connection.execute("UPDATE occupancy SET departure = 'soon'")
        connection.execute("UPDATE unit SET revision = revision + 1")
        fault = house.get(path_of(website), If_None_Match=whole.headers["Etag"])
        assert (fault.status, fault.headers["Retry-After"]) == (503, "120")
        assert b"<td" not in fault.body
        connection.execute("UPDATE occupancy SET departure = '2027-08-04'")
    assert house.get(path_of(website)) == whole
    assert website.token not in caplog.text


def test_who_reads_the_page_is_noted(house: House, website: Link) -> None:
    noted: list[tuple[int, str, Origin, int]] = []
    services = house.services
    with closing(services.feeds()) as feeds:
        app = create_app(feeds, lambda *fetch: noted.append(fetch), services.clock)

        def ask(path: str) -> None:
            environ = {"PATH_INFO": path, "HTTP_USER_AGENT": "Mozilla", "REMOTE_ADDR": "8.8.8.8"}
            setup_testing_defaults(environ)
            app(environ, lambda *_: lambda _: None)

        ask(path_of(website))
        ask("/kalender/nobody")
        ask(f"/kalender/{house.link.token}")
        services.links.disable(website.id, sequence=website.sequence)
        ask(path_of(website))
    assert [fetch[0] for fetch in noted] == [website.id, website.id]
    assert [fetch[3] for fetch in noted] == [200, 404]
    assert noted[0][1:3] == ("Mozilla", Origin.OUTSIDE)


class Shelf:
    """Any number of websites, each with what its number says."""

    def __init__(self) -> None:
        self.version = "1"
        self.language = "de"

    def website(self, token: str) -> Website | Closed:
        taken = (TODAY + timedelta(int(token)), TODAY + timedelta(int(token) + 3))
        return Website(int(token), self.language, (taken,), TODAY, self.version)


@pytest.fixture
def asked() -> Iterator[tuple[Shelf, Callable[[int], bytes]]]:
    shelf = Shelf()
    app = WebsiteApp(shelf, lambda *_: None, lambda *_: ())

    def ask(number: int) -> bytes:
        environ = {"PATH_INFO": f"/kalender/{number}"}
        setup_testing_defaults(environ)
        (body,) = app(environ, lambda *_: lambda _: None)
        return body

    yield shelf, ask
    assert len(app._kept) <= KEPT_PAGES


def test_a_page_is_made_once_until_something_moves(
    asked: tuple[Shelf, Callable[[int], bytes]],
) -> None:
    shelf, ask = asked
    first = ask(1)
    assert ask(1) is first
    shelf.version = "2"
    second = ask(1)
    assert second == first
    assert second is not first
    shelf.language = "en"
    assert ask(1) is not second
    shelf.language = "de"
    assert ask(1) is second


def test_only_the_pages_asked_for_last_are_kept(
    asked: tuple[Shelf, Callable[[int], bytes]],
) -> None:
    _, ask = asked
    first, second = ask(1), ask(2)
    for number in range(3, KEPT_PAGES + 2):
        assert ask(1) is first
        ask(number)
    assert ask(1) is first
    assert ask(2) is not second


def built(ranges: list[tuple[date, date]], language: str = "de", today: date = TODAY) -> bytes:
    return page(months(ranges, today), today, catalogue(language))


def stay(start: int, nights: int) -> tuple[date, date]:
    return TODAY + timedelta(start), TODAY + timedelta(start + nights)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_largest_page_is_small(language: str) -> None:
    every_other_night = [stay(2 * n, 1) for n in range(200)]
    for month in range(1, 13):
        body = built(every_other_night, language, date(2027, month, 1))
        assert len(body) <= LIMIT


@given(st.lists(st.builds(stay, st.integers(-20, 400), st.integers(1, 40)), max_size=9))
def test_the_page_tells_nights_and_not_whose_they_are(ranges: list[tuple[date, date]]) -> None:
    single = [
        (arrival + timedelta(n), arrival + timedelta(n + 1))
        for arrival, departure in ranges
        for n in range((departure - arrival).days)
    ]
    assert built(single) == built(ranges)


@pytest.mark.parametrize("theme", Theme)
def test_the_policy_lets_in_the_style_and_nothing_else(theme: Theme) -> None:
    body = page(months([], TODAY), TODAY, catalogue("de"), theme).decode()
    (style,) = re.findall("<style>(.*?)</style>", body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in POLICIES[theme]
    assert "default-src 'none'" in POLICIES[theme]
    assert "script" not in body
    assert "url(" not in body
    assert "style=" not in body
    assert re.findall("(?:href|src)=[^ >]+", body) == ["href='data:,'"]


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", css))


@pytest.mark.parametrize(
    ("query", "fetch_dest", "theme"),
    [
        ("", "", Theme.LIGHT),
        ("", "iframe", Theme.LIGHT),
        ("", "document", Theme.AUTO),
        ("theme=dark", "iframe", Theme.DARK),
        ("sprache=de&theme=AUTO", "iframe", Theme.AUTO),
        ("theme=light", "document", Theme.LIGHT),
        ("theme=black&theme=dark", "iframe", Theme.DARK),
        ("mytheme=dark&theme=darker", "iframe", Theme.LIGHT),
    ],
)
def test_colours_are_those_asked_for_else_those_that_suit_the_place(
    query: str, fetch_dest: str, theme: Theme
) -> None:
    assert page_theme(query, fetch_dest) is theme


@given(st.text(), st.text())
def test_any_query_and_header_give_colours(query: str, fetch_dest: str) -> None:
    assert page_theme(query, fetch_dest) in Theme


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_every_ground_under_it(scheme: str) -> None:
    light, dark = STYLES[Theme.AUTO].split("@media screen and (prefers-color-scheme:dark)")
    found = tokens(light)
    if scheme == "dark":
        found |= tokens(dark.split("@media")[0])
    texts = {
        "text": ("ground", "card"),
        "muted": ("ground", "card"),
        "on-free": ("free",),
        "on-taken": ("taken", "hatch"),
        "on-half": ("free", "taken", "hatch"),
    }
    for text, grounds in texts.items():
        for ground in grounds:
            assert contrast(found[text], found[ground]) >= 4.5, (text, ground)
    # Signs that are no text (WCAG 1.4.11).
    assert contrast(found["accent"], found["card"]) >= 3


def test_the_legend_has_a_sign_for_each_state() -> None:
    body = built([stay(3, 5)]).decode()
    shown = set(re.findall("<td class=([a-z])", body))
    explained = re.findall("<li><span class=([a-z])>", body)
    assert sorted(explained) == sorted(shown - {"p", "t"})


def test_links_of_other_kinds_open_no_page(house: House) -> None:
    unknown = house.get("/kalender/nobody")
    for target in (Target(Scope.UNIT, house.unit.id), WHOLE_HOUSE):
        link = house.services.links.add(LinkKind.CALENDAR, target, LinkChoices()).after
        assert house.get(f"/cal/{link.token}/x.ics").status == 200
        assert house.get(f"/kalender/{link.token}") == unknown
