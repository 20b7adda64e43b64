"""Use cases whose internet is the test's own: portals on loopback that look public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.house.unit import Unit
from app.core.importing.report.standing import SourceDraft
from app.core.importing.source import Source
from app.services.importing.reading.results import ReadResult
from app.services.services import Services
from tests.feeds_of_portals import FEWO, Portal
from tests.web_sites import Web, web_of

Adds = Callable[..., Source]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with web_of(tmp_path, monkeypatch.setenv) as internet:
        yield internet


@pytest.fixture
def services(services: Services, web: Web) -> Services:
    """All use cases, reading from the test's own internet."""
    services.__dict__["internet"] = web.internet()
    return services


@pytest.fixture
def units(services: Services) -> tuple[Unit, ...]:
    return services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"]).units


@pytest.fixture
def unit(units: tuple[Unit, ...]) -> Unit:
    return units[0]


@pytest.fixture
def portal(web: Web) -> Portal:
    """FeWo-direkt, with nothing to show yet."""
    found = Portal(web.site("fewo-direkt.example"), "fewo-direkt.example", producer=FEWO)
    found.shows()
    return found


@pytest.fixture
def adds(services: Services, unit: Unit) -> Adds:
    """Add a source of a portal for the first unit, read at once."""

    def add(at: Portal, **fields: object) -> Source:
        usual = {"unit_id": unit.id, "address": at.address, "portal": "fewo-direkt"}
        return services.sources.add(SourceDraft(**usual | fields)).source  # type: ignore[arg-type]  # by the tests' own names

    return add


def read(services: Services, *sources: Source) -> ReadResult:
    """Read one source, and return how that has ended."""
    (result,) = services.sources.read([source.id for source in sources] or None)
    return result
