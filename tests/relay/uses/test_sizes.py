"""How much an owner has there: what was uploaded, whatever room it takes where it is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.links.availability import Website
from app.core.publishing.relay.page import page_bytes
from app.relay.tables.columns import packed, unpacked
from app.relay.uses.relay import Relay
from app.services.feeds.feeds import Feed
from tests.relay.conftest import calendar, new_token

from .test_uploading import accepted


def page(days: int) -> bytes:
    taken = ((date(2027, 8, 1), date(2027, 8, 1 + days)),)
    return page_bytes(Website(0, "de", taken, date(2027, 7, 6), "v", 12))


_STEPS = st.lists(
    st.tuples(st.sampled_from(["ics", "json"]), st.sampled_from([0, 1, 2, 9])), max_size=8
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(_STEPS)
def test_what_is_counted_is_what_was_uploaded(relay: Relay, steps: list[tuple[str, int]]) -> None:
    name = new_token()
    account = accepted(relay, name, links=5, house=new_token())
    token = new_token()
    lies: dict[str, bytes] = {}
    for kind, size in steps:
        file = f"{token}.{kind}"
        if size:
            lies[file] = calendar(nights=size) if kind == "ics" else page(size)
            relay.uploading.put(account, file, lies[file])
        else:
            lies.pop(file, None)
            relay.uploading.delete(account, file)
        assert relay.uploading.lies(account).bytes == sum(map(len, lies.values()))
    for file, body in lies.items():
        assert relay.uploading.get(account, file) == body


@given(st.binary())
def test_what_is_packed_comes_out_whole(body: bytes) -> None:
    assert unpacked(packed(body)) == body


@pytest.mark.parametrize("nights", [1, 120])
def test_a_reader_gets_it_byte_for_byte_though_it_is_kept_small(relay: Relay, nights: int) -> None:
    account = accepted(relay)
    token = new_token()
    relay.uploading.put(account, f"{token}.ics", calendar(nights=nights))
    with relay.store.engine.read():
        [(kept,)] = relay.store.engine.run("SELECT body FROM calendar WHERE token = ?", token)
    assert len(kept) < len(calendar(nights=nights))
    found = relay.answers.answer(token)
    assert isinstance(found, Feed)
    assert found.body == calendar(nights=nights)
    # What is kept in the worker is as small.
    assert relay.answers.kept_bytes < len(kept) + 1_000
