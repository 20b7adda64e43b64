"""What a host sees of owners: the same however it is asked for, in both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.links.link import Origin
from app.core.publishing.relay.protocol import is_secret, new_secret
from app.i18n import catalogue
from app.relay.accounts.account import SILENT_AFTER, Account
from app.relay.accounts.session import SESSIONS_MOST
from app.relay.tables.calendars import NOTHING_LIES, Lies
from app.relay.uses.owners import READS_SHOWN, Owner, Owners, Standing
from app.relay.uses.relay import Relay
from app.relay.uses.words import notice, size
from tests.clocks import SetClock
from tests.relay.conftest import calendar, new_token

from .test_uploading import accepted, put

NOW = SetClock().now()
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["invite", "accept", "again", "put", "take", "gone", "read", "revoke", "leave", "wait"]
        ),
        st.integers(0, 3),
    ),
    max_size=25,
)


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(STEPS)
def test_whatever_has_happened_all_ways_to_ask_tell_the_same(
    relay: Relay, clock: SetClock, steps: list[tuple[str, int]]
) -> None:
    history = History(relay, clock, new_token()[:8])
    for what, which in steps:
        clock.passes(minutes=7)
        getattr(history, what)(which)
    owners = Owners(relay.store)
    told = owners.all()
    assert owners.with_reads(owners.stand()) == told
    assert [owners.of(one.account) for one in told] == told
    assert [relay.hosting.owner(one.account.id) for one in told] == told
    found = relay.hosting.stats()
    counted = owners.counted()
    now = clock.now()
    living = [one for one in told if one.account.revoked_at is None]
    assert found.accounts == len(living) == sum(counted.owners.values()) - found.revoked
    assert counted.owners == {
        standing: sum(one.standing_at(now) is standing for one in told) for standing in Standing
    }
    assert (counted.links, counted.bytes) == (found.links, found.bytes)
    for one in told:
        reads = owners.reads(one.account)
        assert len(reads) <= READS_SHOWN
        assert [read.at for read in reads] == sorted((read.at for read in reads), reverse=True)
        assert one.read_at == (reads[0].at if reads else None)


class History:
    """What happens to four owners, one thing after the other, as far as it can happen."""

    def __init__(self, relay: Relay, clock: SetClock, mark: str) -> None:
        self._relay = relay
        self._clock = clock
        self._mark = mark
        self._secrets: dict[int, str] = {}
        self._keys: dict[int, str] = {}

    def invite(self, which: int) -> None:
        if self._living(which) is None:
            invited = self._relay.hosting.invite(self._name(which), links=50, days=2)
            self._secrets[which] = invited.secret

    def accept(self, which: int) -> None:
        owner = self._living(which)
        if owner is not None and owner.invited_until is not None and which in self._secrets:
            key = new_secret()
            self._relay.accepting.accept(self._secrets.pop(which), key, f"house-{which}")
            self._keys[which] = key

    def again(self, which: int) -> None:
        if self._living(which) is not None:
            invited = self._relay.hosting.invite_again(self._name(which), days=3)
            self._secrets[which] = invited.secret

    def put(self, which: int) -> None:
        for account in self._signed_in(which):
            put(self._relay, account)

    def take(self, which: int) -> None:
        for account in self._signed_in(which):
            for file in self._relay.uploading.files(account).files:
                self._relay.uploading.delete(account, file)

    def gone(self, which: int) -> None:
        for account in self._signed_in(which):
            self._relay.uploading.set_states(account, [new_token()], [])

    def read(self, which: int) -> None:
        for number in range(which + 9):
            status = 200 if number % 2 else 304
            self._relay.fetch_queue.record(which + 1, "x", Origin.OUTSIDE, status)
        self._relay.fetch_queue.write()

    def revoke(self, which: int) -> None:
        if self._living(which) is not None:
            self._relay.hosting.revoke(self._name(which))
            self._keys.pop(which, None)

    def leave(self, which: int) -> None:
        for account in self._signed_in(which):
            self._relay.uploading.leave(account)
            del self._keys[which]

    def wait(self, which: int) -> None:
        self._clock.passes(days=which + 1)

    def _name(self, which: int) -> str:
        return f"{self._mark} {which}"

    def _living(self, which: int) -> Owner | None:
        found = [one for one in self._relay.hosting.owners() if one.account.revoked_at is None]
        return next((one for one in found if one.account.name == self._name(which)), None)

    def _signed_in(self, which: int) -> list[Account]:
        return [self._relay.uploading.signed_in(self._keys[which])] if which in self._keys else []


def test_what_lies_there_of_all_is_the_sum(relay: Relay) -> None:
    owners = Owners(relay.store)
    assert owners.counted().links == 0
    first, second = accepted(relay, "Huber", 5), accepted(relay, "Maier", 5, "b")
    for account in (first, first, second):
        put(relay, account)
    relay.uploading.set_states(second, [new_token()], [])
    counted = owners.counted()
    assert (counted.links, counted.bytes) == (3, 3 * len(calendar()))
    with relay.store.engine.read():
        of_all = relay.store.calendars.lies_of_all()
        assert of_all == {
            first.id: Lies(2, 2, 2 * len(calendar())),
            second.id: Lies(2, 1, 234),
        } or (
            of_all[second.id].addresses,
            of_all[second.id].links,
        ) == (2, 1)
    relay.hosting.revoke("Huber")
    assert owners.counted().links == 1


def test_readings_are_told_newest_first_and_only_one_s_own(relay: Relay, clock: SetClock) -> None:
    first, second = accepted(relay, "Huber", 5), accepted(relay, "Maier", 5, "b")
    put(relay, first)
    put(relay, second)
    for status in (200, 304, 404, 410):
        clock.passes(minutes=1)
        relay.fetch_queue.record(1, "Google", Origin.OUTSIDE, status)
        relay.fetch_queue.write()
    relay.fetch_queue.record(2, "Airbnb", Origin.OUTSIDE, 503)
    relay.fetch_queue.write()
    owners = Owners(relay.store)
    reads = owners.reads(first)
    assert [read.status for read in reads] == [410, 404, 304, 200]
    assert [clock.now() - read.at for read in reads] == [
        timedelta(minutes=minutes) for minutes in range(4)
    ]
    assert [read.status for read in owners.reads(second)] == [503]


@pytest.mark.parametrize("days", [0, 6.9, 7, 7.1, 400, -400])
def test_who_has_not_spoken_for_a_week_is_silent(
    relay: Relay, clock: SetClock, days: float
) -> None:
    accepted(relay)
    clock.passes(days=days)
    silent = timedelta(days=days) > SILENT_AFTER
    owner = relay.hosting.owner("Huber")
    assert owner.silent_at(clock.now()) is silent
    assert owner.standing_at(clock.now()) is (Standing.SILENT if silent else Standing.ACTIVE)
    assert Owners(relay.store).counted().owners[Standing.SILENT] == silent


def test_who_speaks_again_is_silent_no_more(relay: Relay, clock: SetClock) -> None:
    key = new_secret()
    relay.accepting.accept(relay.hosting.invite("Huber").secret, key, "h")
    clock.passes(days=30)
    assert relay.hosting.owner("Huber").silent_at(clock.now())
    relay.uploading.signed_in(key)
    assert not relay.hosting.owner("Huber").silent_at(clock.now())


def owner_of(standing: Standing) -> Owner:
    spoke = NOW - timedelta(days=30 if standing is Standing.SILENT else 0)
    was_accepted = standing in {Standing.SILENT, Standing.ACTIVE, Standing.REVOKED}
    account = Account(
        id=1,
        name="Huber",
        links=1,
        house="",
        revision=0,
        created_at=spoke,
        accepted_at=spoke if was_accepted else None,
        revoked_at=NOW if standing is Standing.REVOKED else None,
    )
    return Owner(account, NOTHING_LIES, None, NOW if standing is Standing.INVITED else None)


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_standing_but_a_good_one_has_a_word(language: str) -> None:
    texts = catalogue(language)
    words = {one: notice(texts, owner_of(one), NOW) for one in Standing}
    assert words.pop(Standing.ACTIVE) == ""
    assert len(set(words.values())) == len(words) == 4
    assert all(words.values())


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 kB"),
        (1, "1 kB"),
        (1_000, "1 kB"),
        (1_001, "2 kB"),
        (9_999_000, "9.999 kB"),
        (9_999_001, "10 MB"),
        (3 * 10**9, "3.000 MB"),
    ],
)
def test_a_size_is_told_shortly_and_never_as_less(count: int, said: str) -> None:
    assert size(catalogue("de"), count).replace("\u00a0", " ") == said


@given(st.integers(0, 10**12))
def test_no_size_is_told_as_less_than_it_is(count: int) -> None:
    number, unit = size(catalogue("en"), count).replace("\u00a0", " ").split()
    told = int(number.replace(",", "")) * {"kB": 10**3, "MB": 10**6}[unit]
    assert count <= told < count + 10**6 + 10**3


def test_a_key_of_the_host_opens_in_both_kinds_of_database(relay: Relay, clock: SetClock) -> None:
    admitting = relay.admitting
    assert not admitting.has_key()
    assert admitting.sign_in(new_secret()) is None
    key = admitting.new_key()
    assert is_secret(key)
    assert admitting.has_key()
    token = admitting.sign_in(key)
    assert token is not None
    assert is_secret(token)
    assert admitting.is_signed_in(token)
    clock.passes(minutes=50)
    assert admitting.is_signed_in(token)
    clock.passes(minutes=50)
    assert admitting.is_signed_in(token)
    clock.passes(minutes=61)
    assert not admitting.is_signed_in(token)
    for wrong in ("", key, key[:-1], token + "A", "ä" * 43):
        assert not admitting.is_signed_in(wrong)
    admitting.sign_out("never there")
    admitting.sign_out(token)
    admitting.take_key_away()
    assert not admitting.has_key()


def test_the_newest_sessions_are_kept(relay: Relay, clock: SetClock) -> None:
    key = relay.admitting.new_key()
    tokens = [str(relay.admitting.sign_in(key)) for _ in range(3)]
    clock.passes(seconds=1)
    tokens += [str(relay.admitting.sign_in(key)) for _ in range(SESSIONS_MOST)]
    assert [relay.admitting.is_signed_in(token) for token in tokens] == [False] * 3 + [
        True
    ] * SESSIONS_MOST
