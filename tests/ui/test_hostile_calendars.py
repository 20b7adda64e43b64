"""A portal whose calendar holds names that are no names, read and looked at everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import Source
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.plan.page import PlanPage
from app.ui.window.shell.shell import Shell
from tests.feeds_of_portals import FEWO, Event, Portal, calendar
from tests.web_sites import Web, web_of

from .conftest import MakeContext, ScriptedServer
from .markup_walk import NAME, SIZE, unsafe

NAMES = {
    "markup": NAME,
    "control characters": "A\x00\x07\x1b[31m\x7f\x85\u2028B",
    "from right to left": "\u202eعائلة الأحمد\u2066 Kim",
    "without width": "\u200b\u2060\ufeff",
    "of one sign": "👩‍👩‍👧‍👦" * 40,
}


class _Dateless(Event):
    def lines(self) -> list[str]:
        return [line for line in super().lines() if not line.startswith("DT")]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, services: Services) -> Iterator[Web]:
    """An internet of the test's own, which the services use."""
    with web_of(tmp_path, monkeypatch.setenv) as web:
        services.__dict__["internet"] = web.internet()
        yield web


@pytest.fixture
def unit(services: Services) -> Unit:
    return services.units.first_house("Haus", ["Seeblick"]).units[0]


@pytest.fixture(params=NAMES)
def source(services: Services, web: Web, unit: Unit, request: pytest.FixtureRequest) -> Source:
    """A calendar in which everything is called so: two stays that meet, one closure, two refused.

    The stays after it and those of the owner are called otherwise.
    """
    name = NAMES[request.param]
    portal = Portal(web.site("fewo-direkt.example"), "fewo-direkt.example")
    events = [
        Event(2, 3, f"Reserved - {name}", uid=name),
        Event(4, 3, f"Réservée - {name}", uid=f"{name}2", more=(f"DESCRIPTION:{name}",)),
        Event(9, 2, name, uid=f"{name}3"),
        Event(12, -3, f"Reserved - {name}", uid=f"{name}4"),
        _Dateless(0, 1, f"Reserved - {name}"),
    ]
    portal.answers(calendar(events, f"{FEWO} {name}"))
    added = services.sources.add(
        SourceDraft(unit_id=unit.id, portal="fewo-direkt", label="Eigene", address=portal.address)
    )
    assert added.result.error is None
    assert added.result.counts.refused == 2
    return added.source


@pytest.mark.parametrize("key", ["plan", "occupancies", "links"])
def test_no_page_takes_what_a_portal_says_for_markup(
    qtbot: QtBot,
    make_context: MakeContext,
    scripted_server: ScriptedServer,
    source: Source,
    key: str,
) -> None:
    shell = Shell()
    shell.work_with(make_context(server=scripted_server, notices=shell))
    qtbot.addWidget(shell)
    shell.resize(*SIZE)
    shell.go(key)
    with qtbot.waitExposed(shell):
        shell.show()
    QApplication.processEvents()
    assert source.id
    assert list(unsafe(shell)) == []


def test_the_plan_paints_a_bar_for_each_stay_and_tells_of_it(
    qtbot: QtBot, context: Context, services: Services, source: Source
) -> None:
    page = PlanPage(context)
    qtbot.addWidget(page)
    page.resize(1240, 700)
    with qtbot.waitExposed(page):
        page.show()
    standing = [one for one in services.occupancies.all() if one.blocks]
    assert len(standing) == 3
    assert source.id
    signs = set("\x00\x07\x1b\x7f\x85\u2028\u202e\u2066")
    for one in standing:
        assert not signs & set(one.guest + one.note)
        page.show_occupancy(one.id)
    assert list(unsafe(page)) == []
