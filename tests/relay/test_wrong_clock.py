"""A clock that is a year off, at the service: nothing is lost, and nothing stays wrong."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.links.link import Origin
from app.core.publishing.relay.protocol import API, Refusal, new_secret
from app.relay.accounts.refusals import RefusedError
from app.relay.uses.owners import Standing
from app.relay.uses.relay import Relay
from tests.clocks import SetClock
from tests.relay.conftest import Read, Service, calendar, new_token
from tests.relay.workers import HOUSE

YEAR = timedelta(days=365)
OFF = pytest.mark.parametrize("off", [YEAR, -YEAR], ids=["ahead", "behind"])


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "relay.db")


@OFF
def test_what_is_uploaded_meanwhile_is_read_at_once_and_afterwards(
    service: Service, read: Read, clock: SetClock, off: timedelta
) -> None:
    owner = service.owner()
    token = owner.published()
    right = clock.moment
    clock.moment = right + off
    assert owner.put(token, calendar(nights=5)).status_code == 200
    assert read(token).data == calendar(nights=5)
    clock.moment = right + timedelta(hours=1)
    assert read(token).data == calendar(nights=5)
    assert owner.put(token, calendar(nights=7)).status_code == 200
    assert read(token).data == calendar(nights=7)


@OFF
def test_no_reader_is_told_of_a_change_in_the_future_or_that_there_was_none(
    service: Service, read: Read, clock: SetClock, off: timedelta
) -> None:
    owner = service.owner()
    token = owner.published()
    right = clock.moment
    clock.moment = right + off
    owner.put(token, calendar(nights=5))
    clock.moment = right + timedelta(days=1)
    first = read(token)
    if off > timedelta():
        # What would be told lies ahead: a reader could never ask what is newer.
        assert "Last-Modified" not in first.headers
    etag = {"If-None-Match": first.headers["ETag"]}
    assert read(token, headers=etag).status_code == 304
    owner.put(token, calendar(nights=7))
    answer = read(token, headers=etag)
    assert (answer.status_code, answer.data) == (200, calendar(nights=7))
    since = {"If-Modified-Since": "Tue, 06 Jul 2027 12:00:00 GMT"}
    assert read(token, headers=since).status_code in {200, 304}


@OFF
def test_times_of_a_calendar_never_go_back(
    service: Service, clock: SetClock, off: timedelta
) -> None:
    owner = service.owner()
    token = owner.published()
    right = clock.moment
    seen = []
    for at, moment in enumerate((right + off, right, right + timedelta(days=2))):
        clock.moment = moment
        owner.put(token, calendar(nights=at + 4))
        with service.relay.store.engine.read():
            kept = service.relay.store.calendars.of_token(token)
        assert kept is not None
        assert kept.modified is not None
        seen.append(kept.modified)
    assert seen == sorted(set(seen))


def test_an_invitation_that_was_made_too_early_is_made_anew(relay: Relay, clock: SetClock) -> None:
    right = clock.moment
    clock.moment = right - YEAR
    early = relay.hosting.invite("Huber")
    clock.moment = right
    with pytest.raises(RefusedError) as caught:
        relay.accepting.accept(early.secret, new_secret(), HOUSE)
    assert caught.value.refusal is Refusal.EXPIRED_INVITATION
    assert relay.hosting.owner("Huber").standing_at(clock.now()) is Standing.EXPIRED
    again = relay.hosting.invite_again("Huber")
    relay.accepting.accept(again.secret, new_secret(), HOUSE)
    assert relay.hosting.owner("Huber").standing_at(clock.now()) is Standing.ACTIVE


def test_an_invitation_from_the_future_ends_with_the_next_one(
    relay: Relay, clock: SetClock
) -> None:
    right = clock.moment
    clock.moment = right + YEAR
    late = relay.hosting.invite("Huber", days=3)
    clock.moment = right
    assert relay.accepting.look(late.secret).account.name == "Huber"
    again = relay.hosting.invite_again("Huber", days=3)
    with pytest.raises(RefusedError):
        relay.accepting.look(late.secret)
    assert again.expires_at == right + timedelta(days=3)


@OFF
def test_who_spoke_by_a_wrong_clock_is_judged_by_the_right_one_from_then_on(
    service: Service, clock: SetClock, off: timedelta
) -> None:
    owner = service.owner()
    right = clock.moment
    clock.moment = right + off
    owner.files()
    clock.moment = right
    owner.files()
    found = service.relay.hosting.owner("Huber")
    assert found.account.seen_at == right
    clock.passes(days=8)
    assert service.relay.hosting.owner("Huber").silent_at(clock.now())


@OFF
def test_readings_noted_meanwhile_keep_nobody_from_newer_ones(
    service: Service, read: Read, clock: SetClock, off: timedelta
) -> None:
    owner = service.owner()
    token = owner.published()
    right = clock.moment
    relay = service.relay
    for moment in (right, right + off, right + timedelta(hours=1)):
        clock.moment = moment
        read(token, headers={"User-Agent": f"reader {moment:%Y}"})
        relay.fetch_queue.write()
        relay.fetch_queue.forget()
    lines = owner.ask("GET", "/reads?after=0").text.splitlines()
    # By a clock that is ahead the first one is old: that is forgotten, as owners were told.
    assert len(lines) == (2 if off > timedelta() else 3)
    assert lines[-1].endswith(f"reader {right:%Y}")
    # The host's page tells them too, and does not fall over a moment ahead.
    relay.admitting.new_key()
    token_of_host = relay.admitting.sign_in(relay.admitting.new_key())
    assert token_of_host is not None
    service.client.set_cookie("__Host-zimmerfrei", token_of_host)
    page = service.ask("GET", "/betreiber/konto-1", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert page.text.count("<li>") == len(lines)


@pytest.mark.parametrize("year", [1971, 1999, 2100, 2500, 9000])
def test_a_clock_of_another_age_breaks_nothing(
    service: Service, read: Read, clock: SetClock, year: int
) -> None:
    owner = service.owner()
    token = owner.published()
    clock.moment = clock.moment.replace(year=year)
    relay = service.relay
    for act in (relay.fetch_queue.forget, relay.hosting.owners, relay.hosting.stats):
        act()
    other = new_token()
    assert owner.put(other).status_code == 200
    assert read(token).data == calendar()
    relay.fetch_queue.record(1, "x", Origin.OUTSIDE, 200)
    relay.fetch_queue.write()
    invited = relay.hosting.invite("Maier")
    answer = service.ask("GET", f"/einladung/{invited.secret}")
    assert answer.status_code == 200
    assert service.ask("GET", f"{API}/account", owner.key).status_code == 200


@pytest.mark.parametrize("off", [YEAR, -YEAR])
def test_a_desktop_s_clock_is_nobody_s_business(
    service: Service, read: Read, off: timedelta
) -> None:
    """What it uploads has its own times; they are served as they are."""
    owner = service.owner()
    stamp = (SetClock().now() + off).strftime("%Y%m%dT%H%M%SZ").encode()
    body = calendar().replace(b"20270701T000000Z", stamp)
    assert stamp in body
    token = new_token()
    assert owner.put(token, body).status_code == 200
    assert read(token).data == body
