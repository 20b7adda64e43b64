"""How window and commands alike speak of readers and of what they got."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.links.link import Origin
from app.i18n import N_

if TYPE_CHECKING:
    from app.core.readers.agents import ReaderName
    from app.i18n import Catalogue

ORIGINS = {
    Origin.THIS_PC: N_("this computer"),
    Origin.HOME: N_("home network"),
    Origin.OUTSIDE: N_("outside"),
    Origin.WEBSPACE: N_("on the webspace"),
}
_ANSWERS = {
    200: N_("calendar fetched"),
    304: N_("unchanged"),
    404: N_("disabled"),
    410: N_("old address"),
}
_FAULT = N_("fault, it will come again")
_AGENT_TOLD = 30
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def reader(texts: Catalogue, who: ReaderName, agent: str) -> str:
    """Who it was; of an unknown one what it calls itself, so that the owner can recognise it."""
    name = who.text(texts)
    own_name = agent.partition(" ")[0]
    if who.name is not None or not own_name:
        return name
    if len(own_name) > _AGENT_TOLD:
        own_name = own_name[: _AGENT_TOLD - 1] + "…"
    return f"{name} ({own_name})"


def every(texts: Catalogue, usual: timedelta) -> str:
    """How often a reader usually reads: "every 6 h"."""
    if usual < _HOUR:
        minutes = max(1, round(usual / timedelta(minutes=1)))
        return texts.trn("every minute", "every {n} min", minutes)
    if usual < 2 * _DAY:
        return texts.trn("every hour", "every {n} h", round(usual / _HOUR))
    return texts.trn("every day", "every {n} days", round(usual / _DAY))


def answer(texts: Catalogue, status: int) -> str:
    """How the link answered."""
    return texts.tr(_ANSWERS.get(status, _FAULT))
