"""A version that has grown old: a line says so at most once a month, and asks nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from app.core.times.version_age import age_words, reminds
from app.services.program.versions import versions

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.base.context import Context

_NOTED: Final = "version/reminded"


def remind_of_age(context: Context, show: Callable[[str], object]) -> None:
    """Have it shown that this version is old, where that is due."""
    released, today = versions().released, context.services.house_clock.today()
    if not reminds(released, today, _last(context)):
        return
    context.preferences.note(_NOTED, today.isoformat())
    show(age_words(context.texts, released, today))


def _last(context: Context) -> date | None:
    try:
        return date.fromisoformat(context.preferences.text(_NOTED))
    except ValueError:
        return None
