"""How the window speaks of sources: how one stands, what it has brought, what it asks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.importing.address import host_of
from app.core.importing.source import SourceState, Verdict
from app.core.portals import portal_name
from app.dataclass import dataclass
from app.i18n import N_
from app.ui.base.ago import ago
from app.ui.kit import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.core.importing.judging.outcome import Counts
    from app.core.importing.report.standing import Preview, Progress, SourceLook
    from app.core.importing.source import SeenStay, Source
    from app.i18n import Catalogue

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_IN_DAYS = 2 * _DAY
_NAME_LENGTH = 24

VERDICTS = {
    Verdict.BOOKING: N_("Booking"),
    Verdict.BLOCK: N_("Block"),
    Verdict.OPTION: N_("Option"),
    Verdict.NOTICE: N_("Minimum notice"),
    Verdict.WINDOW: N_("Booking window"),
    Verdict.HOLD: N_("Portal’s own rule"),
    Verdict.ECHO: N_("Your own occupancy"),
    Verdict.LISTED: N_("Takes no night"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A chip with its tone, and the words below it."""

    chip: str
    tone: Tone
    words: str = ""


def source_name(source: Source) -> str:
    """Return how a source is called: its label, its portal, else the computer it is read from."""
    name = source.label or portal_name(source.portal) or host_of(source.address)
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1].rstrip() + "…"


def portal_of(source: Source) -> str:
    """Return the name of a source's portal as texts speak of it."""
    name = portal_name(source.portal) or source_name(source)
    return name if len(name) <= _NAME_LENGTH else name[: _NAME_LENGTH - 1].rstrip() + "…"


def standing(texts: Catalogue, look: SourceLook, clashes: int, now: datetime) -> Told:
    """Say how a source stands: what the owner must see first, then how much it has brought."""
    if look.state is SourceState.OFF:
        return Told(texts.tr("switched off"), Tone.NEUTRAL, _kept(texts, look))
    if clashes:
        words = texts.trn("{n} double booking", "{n} double bookings", clashes)
        return Told(words, Tone.BAD, last_read(texts, look.progress, now))
    if look.questions:
        words = texts.trn("{n} question", "{n} questions", len(look.questions))
        return Told(words, Tone.CAREFUL, last_read(texts, look.progress, now))
    match look.state:
        case SourceState.FRESH:
            return Told(texts.tr("not read yet"), Tone.NEUTRAL)
        case SourceState.STALE | SourceState.FAILING:
            return Told(_unread(texts, look.progress, now), Tone.CAREFUL, _kept(texts, look))
        case SourceState.DOUBTFUL:
            return Told(texts.tr("answer in doubt"), Tone.CAREFUL, _kept(texts, look))
        case _:
            words = texts.trn("{n} occupancy", "{n} occupancies", look.occupancies)
            return Told(words, Tone.GOOD, last_read(texts, look.progress, now))


def last_read(texts: Catalogue, progress: Progress, now: datetime) -> str:
    """When a source was last read and what was new: "vor 6 Min., 2 neu"."""
    if progress.read_at is None:
        return texts.tr("not read yet")
    when = ago(progress.read_at, now, texts)
    news = counted(texts, progress.counts) or texts.tr("nothing new")
    return texts.tr("{when}, {news}", when=when, news=news)


def counted(texts: Catalogue, counts: Counts) -> str:
    """What a reading has done to occupancies, empty where nothing."""
    parts = (
        (counts.new, texts.trn("{n} new", "{n} new", counts.new)),
        (counts.changed, texts.trn("{n} changed", "{n} changed", counts.changed)),
        (counts.gone, texts.trn("{n} cancelled", "{n} cancelled", counts.gone)),
    )
    return ", ".join(words for number, words in parts if number)


def _unread(texts: Catalogue, progress: Progress, now: datetime) -> str:
    if progress.read_at is None:
        return texts.tr("cannot be read")
    since = now - progress.read_at
    if since < _HOUR:
        return texts.tr("not reachable just now")
    if since < _IN_DAYS:
        return texts.trn("not read for {n} h", "not read for {n} h", since // _HOUR)
    return texts.trn("not reached for {n} day", "not reached for {n} days", since // _DAY)


def _kept(texts: Catalogue, look: SourceLook) -> str:
    if not look.occupancies:
        return ""
    return texts.trn("the known {n} stays", "the known {n} stay", look.occupancies)


def span(texts: Catalogue, arrival: date, departure: date) -> str:
    """The days of a stay, short: "Sa 04.12. – Sa 11.12."."""
    return f"{_near(texts, arrival, departure)} – {texts.short_date(departure, near=arrival)}"


def found(texts: Catalogue, preview: Preview) -> str:
    """What an address gives: "23 Belegungen gefunden, 1. Juni bis 4. Mai"."""
    first, last = preview.first, preview.last
    if first is None or last is None:
        return texts.tr("A calendar, but nothing is occupied in it at present.")
    count = texts.trn("{n} occupancy found", "{n} occupancies found", preview.stays)
    return texts.tr("{found}, {first} to {last}", found=count, first=first, last=last)


def judged(texts: Catalogue, seen: Sequence[SeenStay]) -> str:
    """Tell what the stays that were found are taken for: "21 Buchungen · 2 Sperrzeiten"."""
    number = Counter(one.counts_as for one in seen)
    bookings, options = number[Verdict.BOOKING], number[Verdict.OPTION]
    blocks, own = number[Verdict.BLOCK], number[Verdict.ECHO]
    rules = sum(many for verdict, many in number.items() if verdict.rule)
    parts = (
        (bookings, texts.trn("{n} booking", "{n} bookings", bookings)),
        (options, texts.trn("{n} option", "{n} options", options)),
        (blocks, texts.trn("{n} block", "{n} blocks", blocks)),
        (rules, texts.trn("{n} rule of the portal", "{n} rules of the portal", rules)),
        (own, texts.trn("{n} of your own", "{n} of your own", own)),
    )
    return " · ".join(words for many, words in parts if many)


def rule_words(texts: Catalogue, seen: SeenStay, today: date) -> str:
    """What a rule of the portal does, in words; that it is only assumed where it is."""
    stay = seen.stay
    days = span(texts, stay.arrival, stay.departure)
    match seen.counts_as:
        case Verdict.NOTICE:
            told = texts.tr("{days}, moves on with each day", days=days)
        case Verdict.WINDOW:
            told = texts.tr(
                "from {day} on, not bookable yet", day=_near(texts, stay.arrival, today)
            )
        case Verdict.ECHO if seen.assumed:
            return texts.tr("{days}, presumably your own", days=days)
        case _:
            told = days
    if seen.assumed and seen.by_owner is None:
        return texts.tr("{told} – assumed, nothing older is known", told=told)
    return told


def _near(texts: Catalogue, day: date, today: date) -> str:
    return texts.short_date(day, near=today)
