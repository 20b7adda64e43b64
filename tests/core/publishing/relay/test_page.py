"""A website's page on its way to a service: days alone, in one way to write them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.links.address_forms import Theme
from app.core.links.availability import MONTHS, Website
from app.core.publishing.relay.page import NotAPageError, page_bytes, read_page
from app.core.publishing.relay.protocol import PAGE_MOST
from app.i18n import LANGUAGES
from app.services.calendars.website_page import website_page

_DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))


@st.composite
def websites(draw: st.DrawFn) -> Website:
    today = draw(_DAYS)
    near = st.integers(-60, 500)
    taken = []
    for _ in range(draw(st.integers(0, 8))):
        begins = max(min(today.toordinal() + draw(near), date.max.toordinal() - 40), 1)
        length = draw(st.integers(1, 40))
        taken.append((date.fromordinal(begins), date.fromordinal(begins + length)))
    language = draw(st.sampled_from(sorted(LANGUAGES)))
    return Website(7, language, tuple(taken), today, "v", draw(st.integers(1, MONTHS)))


@given(websites())
@example(Website(1, "de", ((date(2027, 7, 5), date(2027, 7, 6)),), date(2027, 7, 6), "v", 1))
def test_the_page_there_shows_what_the_page_here_does(website: Website) -> None:
    page = read_page(page_bytes(website)).website(3)
    assert page.link_id == 3
    assert website_page(page, website.language, Theme.AUTO) == website_page(
        website, website.language, Theme.AUTO
    )


@given(websites())
def test_nothing_leaves_that_the_page_does_not_show(website: Website) -> None:
    body = page_bytes(website)
    for begins, ends in read_page(body).taken:
        assert website.today - timedelta(days=1) <= begins < ends
    # Written again, and its version follows from what it shows.
    page = read_page(body)
    assert page_bytes(page.website(1)) == body
    assert page.website(1).version == page.website(2).version


def test_the_fullest_page_fits() -> None:
    today = date(2027, 1, 1)
    taken = tuple(
        (today + timedelta(days=2 * at), today + timedelta(days=2 * at + 1)) for at in range(400)
    )
    body = page_bytes(Website(1, "de", taken, today, "v", MONTHS))
    assert len(body) < PAGE_MOST
    assert len(read_page(body).taken) == 183


GOOD: dict[str, Any] = {
    "language": "de",
    "today": "2027-07-06",
    "months": 12,
    "taken": [["2027-08-01", "2027-08-04"], ["2027-08-10", "2027-08-12"]],
}


def written(told: object) -> bytes:
    return json.dumps(told, separators=(",", ":")).encode() + b"\n"


def test_the_example_is_a_page() -> None:
    assert len(read_page(written(GOOD)).taken) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"language": "xx"},
        {"language": 7},
        {"language": ["de"]},
        {"today": "2027-7-6"},
        {"today": "20270706"},
        {"today": "2027-02-30"},
        {"today": None},
        {"today": "0001-01-01"},
        {"today": "9999-12-31", "taken": []},
        {"months": 0},
        {"months": 13},
        {"months": True},
        {"months": 1.0},
        {"months": "12"},
        {"taken": {}},
        {"taken": [["2027-08-01"]]},
        {"taken": ["ab"]},
        {"taken": [["2027-08-01", "2027-08-01"]]},
        {"taken": [["2027-08-04", "2027-08-01"]]},
        {"taken": [["2027-08-01", "2027-08-04"], ["2027-08-04", "2027-08-05"]]},
        {"taken": [["2027-08-10", "2027-08-12"], ["2027-08-01", "2027-08-04"]]},
        {"taken": [["2027-07-01", "2027-07-09"]]},
        {"taken": [["2029-08-01", "2029-08-04"]]},
        {"taken": [["<b>", "2027-08-04"]]},
        {"taken": [["2027-08-01", "2027-08-04"]] * 1000},
        {"more": 1},
    ],
)
def test_what_we_never_write_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(NotAPageError):
        read_page(written(GOOD | changed))


@given(st.data())
def test_a_part_of_a_page_is_none(data: st.DataObject) -> None:
    body = written(GOOD)
    cut = data.draw(st.integers(0, len(body) - 1))
    for other in (body[:cut], b" " + body, body + b"\n", body.replace(b",", b", ", 1)):
        with pytest.raises(NotAPageError):
            read_page(other)


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"null", b"{}", b"[" * 60_000, b"NaN"])
def test_other_bytes_are_refused(body: bytes) -> None:
    with pytest.raises(NotAPageError):
        read_page(body)
