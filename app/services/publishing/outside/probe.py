"""One address read from outside, and what that says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.core.publishing.outside.problems import Problem
from app.core.publishing.outside.reading import (
    Answer,
    Expected,
    Verdict,
    has_expected,
    is_page,
    judged,
    place,
)
from app.services.publishing.outside.stranger import Stranger
from app.services.publishing.outside.transport import ReadingError

_LARGER = 4
_LEAST = 256 * 1024
# What a network in which one has to sign in first makes of an address, too.
_OF_CAPTIVES = frozenset(
    {
        Problem.CERTIFICATE_OF_ANOTHER,
        Problem.CERTIFICATE_UNKNOWN,
        Problem.NO_ENCRYPTION,
        Problem.BROKEN_OFF,
    }
)


@dataclass(frozen=True, slots=True)
class Found:
    """What one reading gave; without an `answer` the verdict says why there is none."""

    verdict: Verdict
    answer: Answer | None = None


def probed(
    stranger: Stranger, url: str, expected: Callable[[], Expected], now: datetime, size: int = 0
) -> Found:
    """Read an address, and judge what comes.

    Args:
        stranger: who reads.
        url: the address.
        expected: what should come; asked again where something else did, for it may have become
            another just then.
        now: what time it is.
        size: how many bytes should come, as far as that is known.

    Raises:
        ReadingStoppedError: it was stopped.
    """
    wanted = expected()
    found = _once(stranger, url, wanted, now, size)
    if found.answer is not None and not has_expected(found.answer, wanted):
        meanwhile = expected()
        if meanwhile != wanted:
            found = _once(stranger, url, meanwhile, now, size)
    return found


def _once(stranger: Stranger, url: str, expected: Expected, now: datetime, size: int) -> Found:
    try:
        answer = stranger.read(url, max(_LEAST, size * _LARGER))
    except ReadingError as error:
        if error.problem in _OF_CAPTIVES and stranger.says_page_to_all(url):
            return Found(Verdict(Problem.CAPTIVE, place(url)))
        return Found(Verdict(error.problem, error.detail))
    # Over https it is the true computer that answers, whatever it answers.
    if (
        url.startswith("http:")
        and not has_expected(answer, expected)
        and is_page(answer)
        and stranger.says_page_to_all(url)
    ):
        return Found(Verdict(Problem.CAPTIVE, place(url)), answer)
    return Found(judged(answer, expected, now), answer)
