"""The worker behind the preview: one build at a time, nothing stale, nothing silent."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from app.core.errors import UserError
from app.ui.links.preview.load import PreviewLoader

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.core.links.link import Link
    from app.services.services import Services
    from tests.ui.conftest import MakeContext
    from tests.ui.links.pane.conftest import AddLink, AddStay, ShowPane


def test_what_is_stale_when_it_is_ready_is_never_shown(
    qtbot: QtBot, make_context: MakeContext, add_link: AddLink
) -> None:
    context = make_context()
    link = add_link()
    gate, builds = threading.Event(), []

    class Slow:
        """Links whose previews wait for the gate."""

        def preview(self, wanted: Link) -> bytes:
            builds.append(wanted.label)
            assert gate.wait(10)
            return context.services.links.preview(wanted)

    loader = PreviewLoader(Slow(), context.bridge)  # type: ignore[arg-type]  # by shape
    shown: list[str] = []
    loader.loaded.connect(lambda sent: shown.append(sent.link.label))
    for label in ("first", "second", "third"):
        loader.load(replace(link, label=label))
    assert loader.busy
    gate.set()
    qtbot.waitUntil(lambda: not loader.busy)
    assert shown == ["third"]
    assert builds == ["first", "third"], "one at a time, and only the last of those that waited"


def test_nothing_is_built_for_nothing(
    qtbot: QtBot, make_context: MakeContext, add_link: AddLink
) -> None:
    context = make_context()
    loader = PreviewLoader(context.services.links, context.bridge)
    with qtbot.assertNotEmitted(loader.loaded):
        loader.load(add_link())
        loader.load(None)
        qtbot.waitUntil(lambda: not loader.busy)


def test_what_cannot_be_read_is_said_in_a_sentence(
    show_pane: ShowPane, add_link: AddLink, add_stay: AddStay
) -> None:
    hands = show_pane(add_link())
    hands.preview.loader.failed.emit(UserError("Please enter a name."))
    assert hands.text("preview_failure") == "Bitte geben Sie einen Namen ein."
    add_stay(3, 5)
    hands.settle()
    assert hands.text("preview_failure") == ""


def test_long_work_shows_that_it_goes_on(
    show_pane: ShowPane,
    add_link: AddLink,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    services: Services,
) -> None:
    gate, real = threading.Event(), services.links.preview

    def slow(_self: object, link: Link) -> bytes:
        assert gate.wait(10)
        return real(link)

    link = add_link()
    hands = show_pane(link)
    monkeypatch.setattr(type(services.links), "preview", slow)
    hands.preview.show_link(link, archived=False)
    qtbot.waitUntil(lambda: hands.shown("preview_busy"))
    gate.set()
    hands.settle()
    assert not hands.shown("preview_busy")
    assert hands.find(QLabel, "preview_count").text() != ""
