"""Names, secrets and codes that a desktop and a service agree upon."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links.link import new_token
from app.core.publishing.relay.protocol import (
    CALENDAR_MOST,
    STATUSES,
    FileKind,
    Refusal,
    file_name,
    is_secret,
    is_token,
    kept_as,
    new_secret,
)


def test_a_new_secret_is_one_and_no_two_are_alike() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(map(is_secret, secrets))


@given(st.binary(min_size=32, max_size=32))
def test_every_32_bytes_are_written_in_one_way(told: bytes) -> None:
    import base64

    text = base64.urlsafe_b64encode(told).decode().rstrip("=")
    assert is_secret(text)
    # Base64 leaves two bits over: other last letters would mean the same bytes.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert sum(is_secret(text[:-1] + letter) for letter in alphabet) == 16


@given(st.one_of(st.none(), st.integers(), st.text(max_size=50), st.lists(st.just("A" * 43))))
def test_anything_else_is_no_secret(told: object) -> None:
    assert not is_secret(told) or (isinstance(told, str) and len(told) == 43)
    assert not is_token(told) or (isinstance(told, str) and len(told) == 24)


@pytest.mark.parametrize("text", ["A" * 43 + "\n", "A" * 42 + "=", "A" * 42, "A" * 44, "ä" * 43])
def test_what_looks_like_a_secret_is_none(text: str) -> None:
    assert not is_secret(text)


def test_a_secret_is_kept_as_what_opens_nothing() -> None:
    secret = new_secret()
    assert re.fullmatch("[0-9a-f]{64}", kept_as(secret))
    assert kept_as(secret) != kept_as(new_secret())
    assert kept_as("\ud800")


def test_names_of_files() -> None:
    token = new_token()
    for text, kind in (
        (f"{token}.ics", FileKind.CALENDAR),
        (f"{token}.json", FileKind.PAGE),
        ("zimmerfrei.json", FileKind.MARKER),
    ):
        name = file_name(text)
        assert name is not None
        assert (name.kind, str(name)) == (kind, text)
        assert 0 < name.most <= CALENDAR_MOST
    assert is_token(token)


@given(st.text(max_size=40))
def test_nothing_else_is_a_name(text: str) -> None:
    name = file_name(text)
    assert name is None or str(name) == text


def test_every_refusal_has_a_status() -> None:
    assert STATUSES.keys() == set(Refusal)
    assert all(400 <= status < 600 for status in STATUSES.values())
