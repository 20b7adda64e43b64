"""A host in a browser: a cookie, and forms that are sent as they stand in a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.relay.conftest import Service

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
GERMAN = {"Accept-Language": "de-AT,de;q=0.9"}
HOME = "/betreiber/"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "relay.db")


@dataclass
class Host:
    """Somebody at the host's page; the service's client keeps their cookies."""

    service: Service
    language: dict[str, str]

    def get(self, path: str = "", **more: Any) -> TestResponse:
        return self.service.ask("GET", HOME + path, headers=self.language, **more)

    def post(self, path: str, sign: str | None = None, **fields: str) -> TestResponse:
        """Send a form of the page; `sign` in place of the session's own."""
        told = {"form": self.sign() if sign is None else sign, **fields}
        return self.service.ask("POST", HOME + path, headers=self.language, data=told)

    def sign(self) -> str:
        """Return what stands in the forms of this session."""
        found = re.search(r"name=form value='([0-9a-f]+)'", self.get().text)
        return found[1] if found else ""

    def sign_in(self, key: str) -> TestResponse:
        return self.service.ask("POST", f"{HOME}anmelden", headers=self.language, data={"key": key})

    def signed_in(self) -> Host:
        """Sign in with a new key."""
        assert self.sign_in(self.service.relay.admitting.new_key()).status_code == 303
        return self

    def is_in(self) -> bool:
        """Tell whether the page shows owners, and not the way in."""
        answer = self.get()
        shown = "Your calendar service" in answer.text
        assert shown != ("<input type=password" in answer.text or "relay admin-key" in answer.text)
        return shown


@pytest.fixture
def host(service: Service) -> Host:
    return Host(service, ENGLISH)


@pytest.fixture
def inside(host: Host) -> Host:
    """Somebody who is signed in."""
    return host.signed_in()


def words_of(answer: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", answer.text)).split())


def rows_of(answer: TestResponse) -> list[str]:
    """Return the rows of owners, each as words."""
    rows = re.findall(r"<tr role=row>(<th role=rowheader.*?)</tr>", answer.text)
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in rows]


Words = Callable[[TestResponse], str]
