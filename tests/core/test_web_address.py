"""Web addresses: completed, in ASCII for machines, readable for owners."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.web_address import completed, readable

LABEL = st.text("abcxyzäöüßéñøł0189-", min_size=1, max_size=12).filter(
    lambda label: label.strip("-") == label and not label.startswith("xn--") and "--" not in label
)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("https://xn--huser-gra.example:8443/a", "https://häuser.example:8443/a"),
        ("https://xn--groer-hof-i1a.example", "https://großer-hof.example"),
        ("https://haus.example/a", "https://haus.example/a"),
        ("https://xn--huser-gra.xn--mller-kva.example", "https://häuser.müller.example"),
        ("https://xn--.example", "https://xn--.example"),
        ("https://xn--a-ecp.example", "https://xn--a-ecp.example"),  # no letter in it
        ("https://xn--99999999999.example", "https://xn--99999999999.example"),
        ("", ""),
    ],
)
def test_addresses_are_shown_as_owners_write_them(kept: str, shown: str) -> None:
    assert readable(kept) == shown


@given(st.lists(LABEL, min_size=1, max_size=3))
def test_what_is_kept_is_ascii_and_reads_as_it_was_typed(labels: list[str]) -> None:
    name = ".".join([*labels, "example"])
    kept = completed(name)
    assert kept.isascii()
    assert completed(kept) == kept
    assert readable(kept) == f"https://{name}"
    assert completed(readable(kept)) == kept


@given(st.one_of(st.text(max_size=30), st.text("htps:/.@?#[]%xn-äß1。", max_size=20)))
def test_anything_is_an_address_in_ascii_or_a_sentence(text: str) -> None:
    with suppress(UserError):
        kept = completed(text)
        assert kept.isascii()
        assert kept.startswith(("http://", "https://"))
        assert completed(kept) == kept
        assert completed(readable(kept)) == kept
    assert readable(readable(text)) == readable(text)
