"""A run that is broken off at any moment: nothing is taken to lie there that does not."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.bootstrap import opened
from app.core.links.link import LinkChoices, LinkKind, Scope, Target
from app.core.publishing.webspace import Secret
from app.services.data_folder.folder import DataFolder
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.runs.building import digest_of
from app.services.publishing.runs.marker import MARKER
from app.services.publishing.runs.outbox import Outbox
from app.services.publishing.webspaces.folder import FolderConnection
from app.services.services import Services
from app.storage.tables.publishing.uploads import UploadTable
from app.storage.tables.publishing.webspaces import WebspaceTable
from tests.clocks import SetClock
from tests.services.conftest import Stay
from tests.services.publishing.conftest import Web

WITHIN = ("put", "delete")


class Killed(BaseException):
    """The process is gone."""


@contextmanager
def killed_at(fatal: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Kill what is done inside before or after its n-th step; yields the files that travelled."""
    steps = itertools.count(1)
    put: list[str] = []

    def step() -> None:
        if next(steps) == fatal:
            raise Killed

    def counted(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def both_ways(self: object, *args: object, **more: object) -> object:
            step()
            found = real(self, *args, **more)
            if name == "put" and args[0] != MARKER:
                put.append(str(args[0]))
            step()
            return found

        patch.setattr(owner, name, both_ways)

    real_noting = Outbox.noting

    @contextmanager
    def noting(self: Outbox) -> Iterator[None]:
        step()
        with real_noting(self):
            yield
            step()  # and nothing of it is noted
        step()

    with monkeypatch.context() as patch:
        for name in ("put", "get", "delete", "names"):
            counted(FolderConnection, name)
        counted(Outbox, "begin")
        patch.setattr(Outbox, "noting", noting)
        yield put


def house(services: Services, web: Web, stay: Stay) -> None:
    """Make three links: one that stays as it is, one that changes, and a website."""
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2", "Seeblick 3"])
    services.links.enable_all()
    services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, 2), LinkChoices())
    services.publishing.set_up(web.webspace(), Secret(), Keeping.ASK)
    services.publishing.run()
    services.occupancies.add(stay(2))
    third = services.links.get(3)
    services.links.renew(third.id, sequence=third.sequence)


def what_is_said_to_lie_there_does(services: Services, web: Web) -> None:
    with services.database.read():
        webspace = WebspaceTable(services.database).current()
        assert webspace is not None
        held = UploadTable(services.database).held(webspace.id)
    there = web.all()
    assert set(there) <= set(held)
    for name, file in held.items():
        if file.put:
            assert digest_of(there[name]) == file.digest


@pytest.mark.parametrize("undone", [False, True])
def test_every_step_may_be_the_last(
    tmp_path: Path, stay: Stay, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    web, folder = Web(tmp_path / "now" / "web"), DataFolder(tmp_path / "now" / "data")
    web.path.mkdir(parents=True)
    with opened(folder, busy_timeout=1, clock=SetClock()) as services:
        house(services, web, stay)
    shutil.copytree(tmp_path / "now", tmp_path / "before")
    for fatal in itertools.count(1):
        shutil.rmtree(tmp_path / "now")
        shutil.copytree(tmp_path / "before", tmp_path / "now")
        with opened(folder, busy_timeout=1, clock=SetClock()) as services:
            whole = False
            with killed_at(fatal, monkeypatch) as put:
                try:
                    services.publishing.run()
                    whole = True
                except Killed:
                    pass
            what_is_said_to_lie_there_does(services, web)
            if undone:
                # The bytes of a website are what they were: they must travel once more.
                one = services.occupancies.all()[0]
                services.occupancies.cancel(one.id, sequence=one.sequence)
            with killed_at(0, monkeypatch) as again:
                result = services.publishing.run()
            assert result.pending == 0
            what_is_said_to_lie_there_does(services, web)
            assert {file.rpartition(".")[0] for file in web.names()} == {
                link.token for link in services.links.all()
            }
            if not undone:
                # Of all that was to travel, one file at most did so twice.
                assert len(put) + len(again) <= len(set(put) | set(again)) + 1
        if whole:
            break
    assert fatal > 40
