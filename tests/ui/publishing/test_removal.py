"""Giving a webspace up: what is said before, and what happens where something came between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.core.errors import UserError
from app.core.links.link import LinkChoices, LinkKind, Origin, Scope, Target
from app.core.publishing.webspace import KeptWebspace
from app.i18n import Catalogue
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.publishing.base.removal import ask_removal
from tests.ui.conftest import MakeContext, RecordedNotices
from tests.ui.publishing.conftest import click, find, settle, shown

Ask = Callable[..., str]


@pytest.fixture
def removed() -> list[str]:
    """Grows with each removal that was told."""
    return []


@pytest.fixture
def ask(context: Context, kept: KeptWebspace, over: QWidget, removed: list[str]) -> Ask:
    """Ask; returns what is said."""

    def ask(kept: KeptWebspace = kept, context: Context = context) -> str:
        ask_removal(context, kept, over, lambda: removed.append("removed"))
        return shown(over, "webspace_removal_text")

    return ask


def test_it_says_what_is_deleted_and_which_addresses_end(ask: Ask, kept: KeptWebspace) -> None:
    told = ask()
    assert kept.folder in told
    assert "andere Dateien dort bleiben" in told
    assert "2 Adressen" in told
    assert kept.address in told
    assert "Zuletzt gelesen" not in told


def test_links_that_are_only_here_lose_nothing(ask: Ask, services: Services) -> None:
    first, second = services.links.all()
    here = replace(first.choices(), here_only=True)
    services.links.change(first.id, here, sequence=first.sequence)
    assert "1 Adresse" in ask()
    assert second.enabled


def test_without_links_no_address_ends(ask: Ask, services: Services) -> None:
    for link in services.links.all():
        services.links.disable(link.id, sequence=link.sequence)
    told = ask()
    assert "Adresse" not in told
    assert told


def test_readers_are_named_once_each(ask: Ask, services: Services) -> None:
    log = services.fetch_log()
    log.start()
    for link in services.links.all():
        for agent in ("Google-Calendar-Importer", "Airbnb/1.0", "Google-Calendar-Importer"):
            log.record(link.id, agent, Origin.OUTSIDE, 200)
    log.stop()
    told = ask()
    assert told.count("Google") == 1
    assert told.count("Airbnb") == 1


def test_a_website_counts_like_a_calendar(ask: Ask, services: Services) -> None:
    unit = services.units.all()[0]
    services.links.add(LinkKind.WEBSITE, Target(Scope.UNIT, unit.id), LinkChoices())
    assert "3 Adressen" in ask()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_neither_escape_nor_enter_gives_it_up(
    ask: Ask, services: Services, over: QWidget, removed: list[str], key: Qt.Key
) -> None:
    ask()
    # What is deleted is never the answer to a key that is pressed by habit.
    focused = find(over, QWidget, "webspace_removal").focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    settle()
    assert services.publishing.current() is not None
    assert removed == []


def test_given_up_it_is_told(
    ask: Ask, services: Services, over: QWidget, removed: list[str]
) -> None:
    ask()
    click(over, "webspace_removal_primary")
    assert removed == ["removed"]
    assert services.publishing.current() is None


def test_what_was_changed_elsewhere_meanwhile_is_left_and_said(
    ask: Ask,
    services: Services,
    kept: KeptWebspace,
    over: QWidget,
    notices: RecordedNotices,
    removed: list[str],
) -> None:
    ask()
    services.publishing.change(kept, sequence=kept.sequence)
    click(over, "webspace_removal_primary")
    assert removed == []
    assert len(notices.failed) == 1
    assert services.publishing.current() is not None


def test_given_up_twice_is_said(
    ask: Ask, services: Services, kept: KeptWebspace, over: QWidget, notices: RecordedNotices
) -> None:
    ask()
    services.publishing.remove(sequence=kept.sequence)
    click(over, "webspace_removal_primary")
    assert [str(error) for error in notices.failed] == ["No webspace is set up yet."]


def test_a_house_that_cannot_be_read_is_asked_about_all_the_same(
    ask: Ask, services: Services, monkeypatch: pytest.MonkeyPatch, kept: KeptWebspace
) -> None:
    def broken() -> None:
        raise UserError("The database is busy.")

    monkeypatch.setattr(services.links, "all", broken)
    told = ask()
    assert kept.folder in told
    assert "Adresse" not in told


@pytest.mark.parametrize("language", ["english", "wide"])
def test_longer_words_are_not_cut(
    ask: Ask,
    make_context: MakeContext,
    over: QWidget,
    request: pytest.FixtureRequest,
    cut_texts: Callable[[QWidget], list[str]],
    language: str,
) -> None:
    texts: Catalogue = request.getfixturevalue(language)
    ask(context=make_context(texts=texts))
    assert cut_texts(find(over, QWidget, "webspace_removal")) == []
