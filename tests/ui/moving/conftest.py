"""Move files that cost little to make, and a house to pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.services import Services
from app.storage.moving import parcel, seals

PASSPHRASE = "Seeblick im Herbst"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "Cost", lambda: seals.Cost(n=4, r=1, p=1))


@pytest.fixture
def house(services: Services) -> Services:
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])
    services.links.enable_all()
    return services


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Umzug.zimmerfrei"
