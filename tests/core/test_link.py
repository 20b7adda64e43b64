"""Tokens and paths of links."""

from __future__ import annotations

import math
import re

from app.core.link import TOKEN_ALPHABET, TOKEN_LENGTH, link_path, new_token


def test_a_token_has_the_bits_that_an_address_without_a_password_needs() -> None:
    assert TOKEN_LENGTH * math.log2(len(TOKEN_ALPHABET)) >= 128
    assert re.fullmatch(r"[A-Za-z0-9]{24}", new_token())


def test_tokens_do_not_repeat_and_use_every_letter() -> None:
    tokens = {new_token() for _ in range(2000)}
    assert len(tokens) == 2000
    assert set("".join(tokens)) == set(TOKEN_ALPHABET)


def test_a_path_ends_in_ics_and_is_plain_whatever_the_name() -> None:
    for name in ("Zimmer Möwe", "пансион", "a/../b?c#d", "", "%00", "x" * 200):
        assert re.fullmatch(r"/cal/[A-Za-z0-9]{24}/[a-z0-9-]{1,20}\.ics", link_path("A" * 24, name))
