"""Every fault of a webspace: a sentence of its own, in English and German, with all its values."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest

from app.core.publishing import faults, folder_faults, web_faults
from app.core.publishing.faults import WebspaceError
from app.core.publishing.relay import faults as relay_faults
from app.i18n.catalogue import catalogue

VALUES: dict[str, object] = {"until": date(2027, 2, 3)}


def makers(module: ModuleType) -> list[Callable[..., WebspaceError]]:
    return [
        each
        for _, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__
    ]


EVERY = [
    each
    for module in (faults, folder_faults, web_faults, relay_faults)
    for each in makers(module)
    # It chooses one of the others.
    if each is not relay_faults.refused
]


def made(maker: Callable[..., WebspaceError]) -> WebspaceError:
    """Make a fault whose values tell by themselves where they stand."""
    return maker(*(VALUES.get(name, f"⟨{name}⟩") for name in inspect.signature(maker).parameters))


def test_there_are_faults_of_every_kind() -> None:
    assert len(EVERY) > 40


@pytest.mark.parametrize("maker", EVERY, ids=lambda maker: maker.__name__)
def test_it_has_a_german_sentence_with_the_same_values(
    maker: Callable[..., WebspaceError],
) -> None:
    error = made(maker)
    english, german = catalogue("en").tell(error), catalogue("de").tell(error)
    assert german != english
    for sentence in (english, german):
        # One ends in a command to copy.
        assert re.fullmatch(r"[A-Z“„⟨].*(?:[.!?]| --[a-z-]+)", sentence, re.DOTALL)
        assert not re.search(r"[{}]", sentence)
    assert sorted(re.findall("⟨[a-z]+⟩", english)) == sorted(re.findall("⟨[a-z]+⟩", german))
    assert ("3.2.2027" in german or "03.02.2027" in german) is ("until" in error.values)


def test_no_two_say_the_same() -> None:
    told = [made(maker).message for maker in EVERY]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("maker", EVERY, ids=lambda maker: maker.__name__)
def test_what_is_tried_again_says_so_and_nothing_else_does(
    maker: Callable[..., WebspaceError],
) -> None:
    error = made(maker)
    if "tried again by itself" in error.message:
        assert error.passing


def test_an_end_that_is_not_known_has_a_sentence_too() -> None:
    error = web_faults.share_expires("cloud.example.org", None)
    assert catalogue("de").tell(error).startswith("cloud.example.org lässt jeden")
