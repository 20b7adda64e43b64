"""A calendar with so much less in it replaces the other one only when the owner says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from app.core.errors import UserError
from app.core.links.details import Details
from app.core.links.link import Link, LinkChoices, LinkKind, Scope, Target
from app.core.publishing.status import HeldBack, RunResult
from app.core.stays.occupancy import Kind
from app.services.publishing.publishing import Publishing
from app.services.services import Services
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.conftest import Web

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def stays(services: Services, link: Link, stay: Stay) -> list[int]:
    """Six stays in August 2027, three nights each."""
    drafts = (stay(link.unit_id, start) for start in range(0, 30, 5))
    return [services.occupancies.add(draft).after.id for draft in drafts]


def lose(services: Services, ids: Iterable[int]) -> None:
    """Lose stays in one change, as an import that went wrong or an old backup does."""
    with services.work.change():
        table = services.database.table("occupancy")
        table.update(status="cancelled").where(table.c.id.in_(list(ids))).execute()
        services.work.revisions.raise_units([1], services.work.clock.now())


def cancel(services: Services, ids: Iterable[int]) -> None:
    """Cancel stays one by one, as owners do."""
    for number in ids:
        services.occupancies.cancel(number, sequence=services.occupancies.get(number).sequence)


def events(web: Web, link: Link) -> int:
    return web.read(f"{link.token}.ics").count(b"BEGIN:VEVENT")


def test_half_of_them_gone_at_once_is_asked_about(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    publishing.run()
    lose(services, stays[:4])
    assert publishing.run() == RunResult(pending=1)
    assert events(web, link) == 6
    question = HeldBack(f"{link.token}.ics", link.id, before=6, after=2)
    assert publishing.status().questions == (question,)
    # Asking is no fault: nothing failed, nothing is tried again and again.
    assert publishing.status().error is None


def test_what_the_owner_cancels_goes_at_once(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    publishing.run()
    cancel(services, stays)
    assert publishing.run().uploaded == (link.id,)
    assert events(web, link) == 0


def test_the_owner_lets_it_go(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    publishing.run()
    lose(services, stays)
    publishing.run()
    publishing.allow(f"{link.token}.ics")
    assert publishing.status().questions == ()
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert events(web, link) == 0
    with pytest.raises(UserError, match="Nothing is held back"):
        publishing.allow(f"{link.token}.ics")


def test_the_owner_keeps_it_back_until_another_one_comes(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    publishing.run()
    lose(services, stays[:4])
    publishing.run()
    publishing.keep_back(f"{link.token}.ics")
    assert publishing.run() == RunResult(pending=1)
    assert publishing.status().questions == ()
    lose(services, stays[:5])
    publishing.run()
    (question,) = publishing.status().questions
    assert (question.before, question.after) == (6, 1)
    # Still allowed after all:
    publishing.allow(question.name)
    publishing.run()
    assert events(web, link) == 1


def test_a_question_goes_when_the_stays_are_back(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web, stay: Stay
) -> None:
    publishing.run()
    lose(services, stays)
    publishing.run()
    for start in range(0, 30, 5):
        services.occupancies.add(stay(link.unit_id, start))
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert publishing.status().questions == ()
    assert events(web, link) == 6


@pytest.mark.parametrize("count", [1, 3])
def test_few_stays_may_become_fewer(
    publishing: Publishing, services: Services, stays: list[int], count: int
) -> None:
    lose(services, stays[count:])
    publishing.run()
    lose(services, stays[1:])
    assert publishing.run().pending == 0


def test_what_has_passed_meanwhile_is_not_missed(
    publishing: Publishing,
    services: Services,
    link: Link,
    stays: list[int],
    clock: SetClock,
    web: Web,
) -> None:
    publishing.run()
    clock.moment = datetime(2027, 8, 26, 12, tzinfo=UTC)
    lose(services, stays[:2])  # past by now
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert events(web, link) == 4


def test_a_link_that_the_owner_made_show_less_goes_at_once(
    publishing: Publishing, services: Services, link: Link, stay: Stay, web: Web
) -> None:
    for start in range(0, 30, 5):
        services.occupancies.add(stay(link.unit_id, start, kind=Kind.BLOCK))
    publishing.run()
    assert events(web, link) == 6
    choices = LinkChoices(details=Details(blocks=False))
    services.links.change(link.id, choices, sequence=link.sequence)
    assert publishing.run() == RunResult(uploaded=(link.id,))
    assert events(web, link) == 0


def test_a_unit_that_leaves_the_house_takes_its_stays_along(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    house = services.links.add(
        LinkKind.CALENDAR, Target(Scope.PROPERTY, services.units.properties()[0].id), LinkChoices()
    ).after
    publishing.run()
    assert events(web, house) == len(stays)
    unit = services.units.get(link.unit_id or 0)
    services.units.archive(unit.id, sequence=unit.sequence)
    assert publishing.run() == RunResult(uploaded=(house.id,), deleted=1)
    assert events(web, house) == 0


def test_page_and_calendar_of_a_website_are_held_back_together(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    target = Target(Scope.UNIT, link.unit_id)
    site = services.links.add(LinkKind.WEBSITE, target, LinkChoices()).after
    publishing.run()
    before = web.all()
    lose(services, stays)
    publishing.run()
    assert web.all() == before
    assert {question.link_id for question in publishing.status().questions} == {link.id, site.id}
    publishing.allow(f"{site.token}.ics")
    assert publishing.run().uploaded == (site.id,)
    assert web.read(f"{site.token}.html") != before[f"{site.token}.html"]
    assert events(web, link) == 6


def test_where_nothing_lies_there_nothing_can_be_lost(
    publishing: Publishing, services: Services, link: Link, stays: list[int], web: Web
) -> None:
    publishing.run()
    (web.path / f"{link.token}.ics").unlink()
    lose(services, stays)
    assert publishing.run() == RunResult(uploaded=(link.id,))
