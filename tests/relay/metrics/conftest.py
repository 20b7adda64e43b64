"""A service whose requests are counted, and a reader of what Prometheus is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from werkzeug.test import Client

from app.relay.metrics.counting import Counting
from app.relay.metrics.metrics import Metrics
from tests.relay.conftest import Service

LINE = re.compile(r'zimmerfrei_relay_[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.e+-]+')


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "relay.db")


def numbers(text: str) -> dict[str, float]:
    """Return the samples of a text, each of which is one in the format of Prometheus."""
    assert text.endswith("\n")
    found: dict[str, float] = {}
    meaning = ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            meaning = line.split()[2]
            continue
        if line.startswith("# TYPE "):
            # Once for each family, behind what it means.
            assert line.split()[2] == meaning
            assert line.split()[3] in {"counter", "gauge", "histogram"}
            continue
        assert LINE.fullmatch(line), line
        name, value = line.rsplit(" ", 1)
        assert name.startswith(meaning)
        assert name not in found
        found[name.removeprefix("zimmerfrei_relay_")] = float(value)
    return found


@dataclass
class Counted:
    """A service that is counted, and what asks it."""

    service: Service
    metrics: Metrics

    def told(self) -> dict[str, float]:
        return numbers(self.metrics.text())


@pytest.fixture
def counted(service: Service, tmp_path: Path) -> Iterator[Counted]:
    metrics = Metrics(service.relay, tmp_path / "metrics", "127.0.0.1", 0)
    service.client = Client(Counting(service.app, metrics.counts))
    yield Counted(service, metrics)
    metrics.stop()
