"""What a host does: invites, looks, gives up."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from app.core.errors import UserError
from app.core.links.link import Origin
from app.core.publishing.relay.protocol import Refusal, is_secret, new_secret
from app.relay.accounts.account import DAYS_MOST, LINKS_MOST
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.inviting import public_address
from app.relay.uses.relay import Relay
from tests.clocks import SetClock
from tests.relay.conftest import ADDRESS, calendar
from tests.relay.workers import HOUSE

from .test_uploading import accepted, put


def test_an_invitation_is_told_once_and_only_its_hash_is_kept(relay: Relay) -> None:
    invited = relay.hosting.invite("  Gästehaus\tHuber ")
    assert invited.account.name == "Gästehaus Huber"
    assert invited.address == f"{ADDRESS}/einladung/{invited.secret}"
    assert is_secret(invited.secret)
    engine = relay.store.engine
    with engine.read():
        kept = str(engine.run("SELECT * FROM invitation") + engine.run("SELECT * FROM account"))
    assert invited.secret not in kept


def test_a_key_is_kept_as_its_hash_alone(relay: Relay) -> None:
    key = new_secret()
    relay.accepting.accept(relay.hosting.invite("Huber").secret, key, HOUSE)
    engine = relay.store.engine
    with engine.read():
        kept = str(engine.run("SELECT * FROM invitation") + engine.run("SELECT * FROM account"))
    assert key not in kept


@pytest.mark.parametrize("name", ["Huber", "HUBER", " huber ", "Hu\u00adber"])
def test_two_owners_do_not_have_one_name(relay: Relay, name: str) -> None:
    relay.hosting.invite("Huber")
    with pytest.raises(UserError, match="invited already"):
        relay.hosting.invite(name)
    relay.hosting.revoke(name)
    relay.hosting.invite(name)
    assert len(relay.hosting.owners()) == 2
    assert relay.hosting.owner("huber").account.revoked_at is None


@pytest.mark.parametrize(
    ("links", "days", "said"),
    [
        *((links, 14, "links") for links in (0, -1, LINKS_MOST + 1, 10**30)),
        *((5, days, "days") for days in (0, -1, DAYS_MOST + 1, 10**30)),
    ],
)
def test_what_cannot_be_given_is_refused(relay: Relay, links: int, days: int, said: str) -> None:
    with pytest.raises(UserError, match=said):
        relay.hosting.invite("Huber", links, days)
    assert relay.hosting.owners() == []
    relay.hosting.invite("Huber")
    with pytest.raises(UserError, match=said):
        relay.hosting.invite_again("Huber", links, days)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 201, "\ud800"])
def test_who_has_no_name_cannot_be_invited(relay: Relay, name: str) -> None:
    with pytest.raises(UserError):
        relay.hosting.invite(name)


def test_whom_nobody_knows_cannot_be_looked_at(relay: Relay) -> None:
    for act in (relay.hosting.owner, relay.hosting.revoke, relay.hosting.invite_again):
        with pytest.raises(UserError, match="no owner “Huber”"):
            act("Huber")
    relay.hosting.invite("Huber")
    relay.hosting.revoke("Huber")
    with pytest.raises(UserError, match="given up already"):
        relay.hosting.revoke("Huber")
    with pytest.raises(UserError, match="given up already"):
        relay.hosting.invite_again("Huber")


def test_without_an_address_nobody_can_be_invited(relay: Relay) -> None:
    with relay.store.engine.write():
        relay.store.accounts.describe("", "")
    with pytest.raises(UserError, match="relay describe --address"):
        relay.hosting.invite("Huber")


def test_the_host_sees_what_lies_there_and_who_is_silent(relay: Relay, clock: SetClock) -> None:
    account = accepted(relay, "Huber", links=7)
    put(relay, account)
    relay.fetch_queue.record(1, "Google", Origin.OUTSIDE, 200)
    relay.fetch_queue.record(1, "Google", Origin.OUTSIDE, 304)
    relay.fetch_queue.record(1, "Google", Origin.OUTSIDE, 410)
    relay.fetch_queue.write()
    relay.hosting.invite("Maier", days=2)
    relay.hosting.invite("Öztürk")
    relay.hosting.revoke("Öztürk")
    huber, maier, gone = relay.hosting.owners()
    assert (huber.lies.links, huber.lies.bytes) == (1, len(calendar()))
    assert huber.read_at is not None
    assert abs(huber.read_at - clock.now()) < timedelta(seconds=1)
    assert (huber.invited_until, maier.invited_until) == (None, clock.now() + timedelta(days=2))
    assert gone.account.revoked_at == clock.now()
    found = relay.hosting.stats()
    assert (found.accounts, found.accepted, found.revoked, found.silent) == (2, 1, 1, 0)
    assert (found.links, found.bytes) == (1, len(calendar()))
    assert found.fetches == {200: 1, 304: 1, 410: 1}
    clock.passes(days=7, seconds=1)
    assert [one.silent_at(clock.now()) for one in relay.hosting.owners()] == [True, False, False]
    assert relay.hosting.owners()[1].invited_until is None
    assert relay.hosting.stats().silent == 1
    assert relay.hosting.stats().fetches == {}


def test_one_invitation_accepted_by_many_at_once_gives_one_key(relay: Relay) -> None:
    secret = relay.hosting.invite("Huber").secret
    keys = [new_secret() for _ in range(6)]
    outcomes: dict[str, object] = {}
    begin = threading.Barrier(len(keys))

    def accept(key: str) -> None:
        begin.wait()
        try:
            outcomes[key] = relay.accepting.accept(secret, key, HOUSE).account.name
        except RefusedError as error:
            outcomes[key] = error.refusal

    threads = [threading.Thread(target=accept, args=[key]) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outcomes.values())) == ["Huber"] + [Refusal.USED_INVITATION] * 5
    open_ones = [key for key in keys if outcomes[key] == "Huber"]
    assert relay.uploading.signed_in(open_ones[0]).name == "Huber"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("kalender.example.org", "https://kalender.example.org"),
        ("https://kalender.example.org/", "https://kalender.example.org"),
        ("https://example.org/kalender", "https://example.org/kalender"),
        ("https://häuser.example", "https://xn--huser-gra.example"),
        ("http://127.0.0.1:8643", "http://127.0.0.1:8643"),
        ("http://localhost:8643", "http://localhost:8643"),
    ],
)
def test_the_address_of_a_service(typed: str, address: str) -> None:
    assert public_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["http://kalender.example.org", "http://192.168.1.5", "ftp://x.org", "", "x y"]
)
def test_an_address_by_which_others_read_along_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        public_address(typed)


def test_what_is_said_once_is_remembered(relay: Relay) -> None:
    relay.hosting.describe(operator="  Another board ")
    assert relay.hosting.service().address == ADDRESS
    relay.hosting.describe(address="https://neu.example.org")
    service = relay.hosting.service()
    assert (service.address, service.operator) == ("https://neu.example.org", "Another board")
