"""How long ago something was, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.i18n import Catalogue

_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 7


def ago(moment: datetime, now: datetime, texts: Catalogue) -> str:
    """Return how long before `now` a moment was, both aware: "just now", "4 min ago".

    The day itself where it is more than a week.
    """
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return texts.tr("just now")
    if seconds < _HOUR:
        return texts.trn("{n} min ago", "{n} min ago", int(seconds // _MINUTE))
    if seconds < _DAY:
        return texts.trn("{n} h ago", "{n} h ago", int(seconds // _HOUR))
    days = int(seconds // _DAY)
    if days <= _WEEK:
        return texts.trn("{n} day ago", "{n} days ago", days)
    return texts.tr("on {day}", day=texts.day(moment.astimezone().date()))
