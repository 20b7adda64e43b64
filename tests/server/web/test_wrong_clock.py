"""While the computer's clock cannot be right, addresses answer 503 and nothing less."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import ClockDoubt
from app.core.links.link import (
    LinkChoices,
    LinkKind,
    Scope,
    Target,
    calendar_path,
    default_details,
    link_path,
)
from app.core.server_state import Phase, ServerState
from app.server.hosting.embedded import EmbeddedServer
from app.server.web.answers import RETRY_AFTER
from tests.clocks import SetClock
from tests.conftest import ExpectLog
from tests.server.conftest import House

WRONG = [datetime(1970, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)]


@pytest.fixture(autouse=True)
def wrong(expect_log: ExpectLog) -> None:
    expect_log("app.services.base.house_clock", "no calendar is given")


@pytest.mark.parametrize("moment", WRONG, ids=str)
def test_feeds_and_pages_answer_503_until_it_is_right_again(
    house: House, clock: SetClock, moment: datetime
) -> None:
    house.occupy(1)
    target = Target(Scope.UNIT, house.unit.id)
    website = house.services.links.add(
        LinkKind.WEBSITE, target, LinkChoices(details=default_details(LinkKind.WEBSITE))
    ).after
    paths = (house.path, link_path(website), calendar_path(website))
    before = [house.get(path) for path in paths]
    right, clock.moment = clock.moment, moment
    for path, given in zip(paths, before, strict=True):
        for method in ("GET", "HEAD"):
            answer = house.get(path, method, If_None_Match=given.headers["Etag"])
            assert answer.status == 503
            assert answer.headers["Retry-After"] == str(RETRY_AFTER)
            assert "Etag" not in answer.headers
    assert house.get("/cal/unknown/x.ics").status == 503
    assert house.get("/health").status == 200
    clock.moment = right
    assert [house.get(path) for path in paths] == before


def test_nobody_is_noted_as_having_read(house: House, clock: SetClock) -> None:
    clock.passes(days=500)
    assert house.get().status == 503
    house.services.house_clock.confirm(clock.moment)
    assert house.get().status == 200
    assert house.services.readers.recent(house.link.id) == []


def test_the_servers_state_says_so(house: House, clock: SetClock) -> None:
    services = house.services
    server = EmbeddedServer(services)
    shown: list[ServerState] = []
    server.on_change(shown.append)
    known = clock.moment - timedelta(minutes=1)
    clock.passes(days=500)
    house.get()
    doubt = ClockDoubt(clock.moment, known)
    assert server.start().phase is Phase.ELSEWHERE
    assert [state.doubt for state in shown] == [doubt, doubt]
    services.house_clock.confirm(clock.moment)
    assert server.state == ServerState(Phase.ELSEWHERE, "127.0.0.1", server.state.port)
    assert shown[-1] == server.state
