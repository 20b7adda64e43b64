"""What an owner may have and put there: rules without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import UserError
from app.core.publishing.relay.protocol import CALENDAR_MOST, FileKind, FileName, Refusal
from app.relay.accounts.account import (
    DAYS_MOST,
    LINKS_MOST,
    Invitation,
    asked_days,
    asked_links,
)
from app.relay.accounts.quotas import addresses_most, bytes_most, reads_most
from app.relay.accounts.refusals import RefusedError
from app.relay.accounts.uploads import PLAIN_NAME, checked
from tests.clocks import SetClock
from tests.relay.conftest import calendar, new_token

_LINKS = st.integers(1, LINKS_MOST)


@given(_LINKS)
def test_who_has_more_links_may_have_more_of_all(links: int) -> None:
    assert bytes_most(links) >= CALENDAR_MOST
    for bound in (bytes_most, addresses_most, reads_most):
        assert links < bound(links) < bound(links + 1)


@given(st.integers())
def test_numbers_of_links_and_days_are_bounded(number: int) -> None:
    for asked, most in ((asked_links, LINKS_MOST), (asked_days, DAYS_MOST)):
        if 1 <= number <= most:
            assert asked(number) == number
        else:
            with pytest.raises(UserError):
                asked(number)


@given(st.integers(-100, 100), st.booleans())
def test_an_invitation_is_open_until_it_is_used_or_ends(minutes: int, used: bool) -> None:
    now = SetClock().now()
    invitation = Invitation(
        id=1,
        account_id=1,
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
        used_at=now if used else None,
    )
    assert invitation.open_at(now) is (minutes > 0 and not used)


@given(st.text(max_size=70))
def test_a_name_for_readers_is_plain_or_none(text: str) -> None:
    upload = checked(FileName(FileKind.CALENDAR, new_token()), calendar(), text)
    assert upload.shown_name in {text, PLAIN_NAME}
    assert upload.shown_name.isascii()
    assert not set(upload.shown_name) & set('"\r\n;/\\ ')


@given(st.sampled_from(sorted(FileKind)), st.binary(max_size=300))
def test_no_bytes_by_chance_are_ours(kind: FileKind, body: bytes) -> None:
    with pytest.raises(RefusedError) as caught:
        checked(FileName(kind, new_token()), body)
    assert (caught.value.refusal, caught.value.status) == (Refusal.NOT_OURS, 422)


@pytest.mark.parametrize("kind", list(FileKind))
def test_what_is_too_large_is_not_looked_at(kind: FileKind) -> None:
    name = FileName(kind, new_token())
    with pytest.raises(RefusedError) as caught:
        checked(name, b" " * (name.most + 1))
    assert caught.value.refusal is Refusal.TOO_LARGE
