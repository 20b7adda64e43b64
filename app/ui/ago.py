"""How long ago something was, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from app.i18n import Catalogue

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def ago(moment: datetime, now: datetime, texts: Catalogue) -> str:
    """Return how long before `now` a moment was: "4 minutes ago", "just now" within the first."""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return texts.tr("just now")
    if seconds < _HOUR:
        return texts.trn("{n} minute ago", "{n} minutes ago", int(seconds // _MINUTE))
    if seconds < _DAY:
        return texts.trn("{n} hour ago", "{n} hours ago", int(seconds // _HOUR))
    return texts.trn("{n} day ago", "{n} days ago", int(seconds // _DAY))
