"""How the list of fetches speaks: when, by whom, from where, with what answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.readers.words import every, reader
from app.core.times.ago import ago
from app.ui.links.base.words import when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from app.i18n import Catalogue
    from app.services.links.readers import ReadBy
    from app.services.links.reads import LastRead

_SUMMED_UP = 3


def times(texts: Catalogue, read: ReadBy, now: datetime) -> str:
    """Say when somebody read, and since when where it was several times in a row."""
    last = when(texts, read.fetch.at, now)
    if read.times == 1:
        return last
    since = when(texts, read.since, now)
    if since == last:
        return texts.tr("{last} · {n} times", last=last, n=texts.number(read.times))
    return texts.tr(
        "{last} · {n} times since {since}", last=last, n=texts.number(read.times), since=since
    )


def who(texts: Catalogue, read: ReadBy) -> str:
    """Say who read; of people that they do not count."""
    name = reader(texts, read.who, read.fetch.agent)
    if read.person:
        return texts.tr("{reader} – person or preview, does not count", reader=name)
    return name


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
            reader=reader(texts, read.who, read.fetch.agent),
            when=ago(read.fetch.at, now, texts),
        )
        interval = usual.get(read.who.key)
        if interval is not None:
            said += ", " + texts.tr("mostly {every}", every=every(texts, interval))
        lines.append(said)
    return "\n".join(lines)
