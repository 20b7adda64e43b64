"""How the list of fetches speaks: when, by whom, from where, with what answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.link import Origin
from app.i18n import N_
from app.services.readers import LastRead
from app.ui.ago import ago
from app.ui.links.words import every, reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.i18n import Catalogue
    from app.services.readers import ReadBy

ORIGINS = {
    Origin.THIS_PC: N_("this computer"),
    Origin.HOME: N_("home network"),
    Origin.OUTSIDE: N_("outside"),
}
ANSWERS = {
    200: N_("calendar fetched"),
    304: N_("unchanged"),
    404: N_("disabled"),
    410: N_("old address"),
}
FAULT = N_("fault, it will come again")
_SUMMED_UP = 3


def when(texts: Catalogue, moment: datetime, now: datetime) -> str:
    """Write a point in time, the last two days by their names."""
    local, today = moment.astimezone(), now.astimezone().date()
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today:
        return texts.tr("today {time}", time=time)
    if local.date() == today - timedelta(days=1):
        return texts.tr("yesterday {time}", time=time)
    return texts.moment(moment)


def times(texts: Catalogue, read: ReadBy, now: datetime) -> str:
    """Say when somebody read, and since when where it was several times in a row."""
    last = when(texts, read.fetch.at, now)
    if read.times == 1:
        return last
    since = when(texts, read.since, now)
    return texts.tr(
        "{last} · {n} times since {since}", last=last, n=texts.number(read.times), since=since
    )


def who(texts: Catalogue, read: ReadBy) -> str:
    """Say who read; of people that they do not count."""
    name = reader(texts, LastRead(read.fetch, read.who))
    if read.person:
        return texts.tr("{reader} – person or preview, does not count", reader=name)
    return name


def answer(texts: Catalogue, status: int) -> str:
    """Say how the link answered."""
    return texts.tr(ANSWERS.get(status, FAULT))


def summary(
    texts: Catalogue,
    readers: Sequence[LastRead],
    usual: Mapping[str, timedelta],
    now: datetime,
) -> str:
    """Say of the latest readers when they read last, and how often they come."""
    lines = []
    for read in readers[:_SUMMED_UP]:
        said = texts.tr(
            "{reader}: last read {when}",
            reader=reader(texts, read),
            when=ago(read.fetch.at, now, texts),
        )
        interval = usual.get(read.who.key)
        if interval is not None:
            said += ", " + texts.tr("mostly {every}", every=every(texts, interval))
        lines.append(said)
    return "\n".join(lines)
