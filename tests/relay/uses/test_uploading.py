"""What an owner may have there: quotas, addresses that were given up, addresses that move."""

from __future__ import annotations

import pytest

from app.core.publishing.relay.protocol import FileKind, FileName, Refusal, new_secret
from app.relay.accounts import quotas
from app.relay.accounts.account import Account
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.relay import Relay
from app.services.feeds.feeds import Closed, Feed
from tests.clocks import SetClock
from tests.relay.conftest import calendar, new_token
from tests.relay.workers import HOUSE


def accepted(relay: Relay, name: str = "Huber", links: int = 2, house: str = HOUSE) -> Account:
    secret = relay.hosting.invite(name, links).secret
    key = new_secret()
    relay.accepting.accept(secret, key, house)
    return relay.uploading.signed_in(key)


def put(relay: Relay, account: Account, token: str = "", body: bytes = b"") -> str:
    token = token or new_token()
    relay.uploading.put(account, f"{token}.ics", body or calendar())
    return token


def refusal(act: object, *arguments: object) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        act(*arguments)  # type: ignore[operator]
    return caught.value.refusal


def answer(relay: Relay, token: str) -> Feed | Closed:
    relay.answers.look()
    return relay.answers.answer(token)


def test_no_more_links_than_were_given(relay: Relay) -> None:
    account = accepted(relay, links=2)
    first, _ = put(relay, account), put(relay, account)
    third = new_token()
    assert refusal(put, relay, account, third) is Refusal.FULL
    assert isinstance(answer(relay, third), Closed)
    # A website's page and its calendar are one link; a new version is no further one.
    put(relay, account, first, calendar(nights=4))
    relay.uploading.delete(account, f"{first}.ics")
    put(relay, account, third)


def test_no_more_bytes_than_were_given(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "BYTES_OF_A_LINK", 0)
    monkeypatch.setattr(quotas, "CALENDAR_MOST", 2 * len(calendar()))
    account = accepted(relay, links=9)
    first, _ = put(relay, account), put(relay, account)
    assert refusal(put, relay, account) is Refusal.FULL
    assert refusal(put, relay, account, first, calendar(nights=9)) is Refusal.FULL
    found = answer(relay, first)
    assert isinstance(found, Feed)
    assert found.body == calendar()
    put(relay, account, first, calendar(nights=1))


def test_no_more_old_addresses_than_an_owner_can_have(
    relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quotas, "ADDRESSES_MORE", 3)
    monkeypatch.setattr(quotas, "ADDRESSES_OF_A_LINK", 0)
    account = accepted(relay)
    tokens = [new_token() for _ in range(4)]
    assert refusal(relay.uploading.set_states, account, tokens, []) is Refusal.FULL
    assert answer(relay, tokens[0]) == Closed()
    relay.uploading.set_states(account, tokens[:3], [])
    assert refusal(relay.uploading.set_states, account, [], tokens[3:]) is Refusal.FULL
    assert refusal(put, relay, account) is Refusal.FULL


def test_addresses_without_a_file_answer_what_the_owner_says(relay: Relay) -> None:
    account = accepted(relay)
    gone, closed, lies = new_token(), new_token(), put(relay, account)
    relay.uploading.set_states(account, [gone, lies], [closed])

    def told() -> list[object]:
        return [
            found.gone if isinstance(found, Closed) else "calendar"
            for found in (answer(relay, token) for token in (gone, closed, lies))
        ]

    assert told() == [True, False, "calendar"]
    relay.uploading.delete(account, f"{lies}.ics")
    assert told() == [True, False, True]
    # The lists are the whole truth each time.
    relay.uploading.set_states(account, [closed], [])
    assert told() == [False, True, False]
    put(relay, account, closed)
    assert told() == [False, "calendar", False]


@pytest.mark.parametrize("token", ["", "x", "a" * 25, 7, None, ["a" * 24], "ä" * 24])
def test_a_state_of_no_address_changes_nothing(relay: Relay, token: object) -> None:
    account = accepted(relay)
    fine = new_token()
    assert refusal(relay.uploading.set_states, account, [fine, token], []) is Refusal.NOT_OURS
    assert answer(relay, fine) == Closed()


def test_a_house_that_was_invited_anew_has_its_addresses_on(relay: Relay) -> None:
    before = accepted(relay)
    token = put(relay, before)
    stranger = accepted(relay, "Maier", house="another-house")
    relay.hosting.revoke("Huber")
    assert answer(relay, token) == Closed(1, gone=True)
    assert refusal(put, relay, stranger, token) is Refusal.NAME
    again = accepted(relay)
    assert again.id != before.id
    put(relay, again, token, calendar(nights=7))
    found = answer(relay, token)
    assert isinstance(found, Feed)
    assert found.body == calendar(nights=7)


def test_a_house_without_a_name_has_nothing_to_go_on(relay: Relay) -> None:
    token = put(relay, accepted(relay))
    relay.hosting.revoke("Huber")
    with relay.store.engine.write():
        relay.store.engine.run("UPDATE account SET house = ''")
    account = accepted(relay)
    assert refusal(put, relay, account, token) is Refusal.NAME


def test_nothing_is_done_for_who_was_revoked_meanwhile(relay: Relay) -> None:
    account = accepted(relay)
    token = put(relay, account)
    relay.hosting.revoke("Huber")
    for act in (
        lambda: put(relay, account),
        lambda: relay.uploading.delete(account, f"{token}.ics"),
        lambda: relay.uploading.set_states(account, [], [token]),
    ):
        assert refusal(act) is Refusal.REVOKED
    # Twice is once.
    relay.uploading.leave(account)
    assert answer(relay, token) == Closed(1, gone=True)


def test_what_is_revoked_is_not_kept(relay: Relay) -> None:
    account = accepted(relay)
    put(relay, account)
    marker = b'{"about": "x", "house": "h", "webspace": 1}'
    relay.uploading.put(account, str(FileName(FileKind.MARKER)), marker)
    relay.hosting.revoke("Huber")
    engine = relay.store.engine
    with engine.read():
        assert engine.run("SELECT body, page, body_size FROM calendar") == [(None, None, 0)]
        assert engine.run("SELECT marker, marker_digest FROM account") == [(None, "")]


def test_the_same_bytes_again_are_no_later_change(relay: Relay, clock: SetClock) -> None:
    account = accepted(relay)
    token = put(relay, account)

    def modified() -> int:
        found = answer(relay, token)
        assert isinstance(found, Feed)
        assert found.modified is not None
        return found.modified

    first = modified()
    clock.passes(hours=1)
    put(relay, account, token)
    assert modified() == first
    put(relay, account, token, calendar(nights=9))
    assert modified() == first + 3600
    # A clock that was set back by a year: a change is never older than the one before.
    clock.passes(days=-365)
    put(relay, account, token)
    assert modified() == first + 3601


def test_that_a_desktop_speaks_is_noted_to_the_minute(relay: Relay, clock: SetClock) -> None:
    key = new_secret()
    relay.accepting.accept(relay.hosting.invite("Huber").secret, key, HOUSE)
    relay.uploading.signed_in(key)
    first = clock.now()
    clock.passes(seconds=59)
    relay.uploading.signed_in(key)
    assert relay.hosting.owner("Huber").account.seen_at == first
    clock.passes(seconds=1)
    relay.uploading.signed_in(key)
    assert relay.hosting.owner("Huber").account.seen_at == clock.now()
