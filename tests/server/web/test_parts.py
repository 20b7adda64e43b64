"""The small rules beside the socket: origins and conditions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.link import Origin
from app.server.web.conditions import date_matches, tag_matches
from app.server.web.origins import origin_of


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("127.0.0.1", Origin.THIS_PC),
        ("127.8.8.8", Origin.THIS_PC),
        ("::1", Origin.THIS_PC),
        ("::ffff:127.0.0.1", Origin.THIS_PC),
        ("[::1]", Origin.THIS_PC),
        ("192.168.178.20", Origin.HOME),
        ("10.0.0.7", Origin.HOME),
        ("172.16.0.1", Origin.HOME),
        ("fe80::1%eth0", Origin.HOME),
        ("fd12:3456::1", Origin.HOME),
        ("::ffff:192.168.1.1", Origin.HOME),
        ("8.8.8.8", Origin.OUTSIDE),
        ("2a00:1450:4001::1", Origin.OUTSIDE),
        ("[2a00:1450:4001::1]", Origin.OUTSIDE),
        ("172.32.0.1", Origin.OUTSIDE),
        ("100.64.0.1", Origin.OUTSIDE),
        ("", Origin.OUTSIDE),
        ("unknown", Origin.OUTSIDE),
        ("127.0.0.1.example.org", Origin.OUTSIDE),
    ],
)
def test_the_origin_is_what_the_address_tells(address: str, origin: Origin) -> None:
    assert origin_of(address) is origin


@given(st.text())
def test_any_header_can_be_read(text: str) -> None:
    assert not tag_matches(text.replace("*", ""), '"0123456789abcdef"')
    assert not date_matches(text, -1)


@given(st.lists(st.text(st.characters(codec="latin-1", exclude_characters='"')), max_size=5))
def test_a_tag_is_found_wherever_it_stands_in_a_list(others: list[str]) -> None:
    listed = [f'"{other}"' for other in others if other != "mine"]
    assert not tag_matches(", ".join(listed), '"mine"')
    for place in range(len(listed) + 1):
        header = ", ".join([*listed[:place], 'W/"mine"', *listed[place:]])
        assert tag_matches(header, '"mine"')


@pytest.mark.parametrize(
    "header",
    [
        "Tue, 06 Jul 99999999999 12:00:00 GMT",
        "Mon, 01 Jan 0100 12:00:00 GMT",
        "Tue, 99999999999999999999 Jul 2027 12:00:00 GMT",
        "Tue, 06 Jul 2027 12:00:00 +99999999999999999999",
        " ",
        "0",
    ],
)
def test_what_is_no_date_matches_none(header: str) -> None:
    assert not date_matches(header, 0)


def test_a_date_is_met_to_the_second_in_every_form() -> None:
    for header in (
        "Tue, 06 Jul 2027 12:00:00 GMT",
        "Tuesday, 06-Jul-27 12:00:00 GMT",
        "Tue Jul  6 12:00:00 2027",
    ):
        assert date_matches(header, 1_814_875_200)
        assert not date_matches(header, 1_814_875_201)
