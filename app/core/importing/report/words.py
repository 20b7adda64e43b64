"""How window and commands alike speak of sources: how reading goes, what a stay is taken for."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core.importing.address import host_of
from app.core.importing.source import SourceState, Verdict
from app.core.portals import portal_name
from app.core.times.ago import ago
from app.dataclass import dataclass
from app.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.core.ical.foreign import Refused
    from app.core.importing.judging.outcome import Counts, Question
    from app.core.importing.reading import Listed
    from app.core.importing.report.standing import Preview, Progress, SourceLook
    from app.core.importing.source import SeenStay, Source
    from app.i18n import Catalogue

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_IN_DAYS = 2 * _DAY
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
class Standing:
    """How a source stands, in a few words, and what else is to be said of it."""

    says: str
    more: str = ""


def source_name(source: Source) -> str:
    """Return how a source is called: its label, its portal, else the computer it is read from."""
    return source.label or portal_name(source.portal) or host_of(source.address)


# ---- how reading goes ----


def standing(texts: Catalogue, look: SourceLook, now: datetime) -> Standing:
    """Say how a source stands."""
    match look.state:
        case SourceState.OFF:
            return Standing(texts.tr("switched off"), _kept(texts, look))
        case SourceState.FRESH:
            return Standing(texts.tr("not read yet"))
        case SourceState.STALE | SourceState.FAILING:
            return Standing(_unread(texts, look.progress, now), _kept(texts, look))
        case SourceState.DOUBTFUL:
            return Standing(texts.tr("answer in doubt"), _kept(texts, look))
        case SourceState.OK:
            words = texts.trn("{n} occupancy", "{n} occupancies", look.occupancies)
            return Standing(words, last_read(texts, look.progress, now))


def reading_goes(texts: Catalogue, look: SourceLook, now: datetime) -> str:
    """Say in one line how reading a source goes: "6 min ago, 2 new, 1 changed"."""
    if look.state is SourceState.OK:
        return last_read(texts, look.progress, now)
    stands = standing(texts, look, now)
    if not stands.more:
        return stands.says
    return texts.tr("{says}, {more}", says=stands.says, more=stands.more)


def last_read(texts: Catalogue, progress: Progress, now: datetime) -> str:
    """When a source was last read and what was new: "6 min ago, 2 new"."""
    if progress.read_at is None:
        return texts.tr("not read yet")
    when = ago(progress.read_at, now, texts)
    return texts.tr("{when}, {news}", when=when, news=done(texts, progress.counts))


def done(texts: Catalogue, counts: Counts) -> str:
    """What a reading has done to occupancies: "2 new, 1 changed"."""
    parts = (
        (counts.new, texts.trn("{n} new", "{n} new", counts.new)),
        (counts.changed, texts.trn("{n} changed", "{n} changed", counts.changed)),
        (counts.gone, texts.trn("{n} cancelled", "{n} cancelled", counts.gone)),
    )
    return ", ".join(words for number, words in parts if number) or texts.tr("nothing new")


def _unread(texts: Catalogue, progress: Progress, now: datetime) -> str:
    if progress.read_at is None:
        return texts.tr("cannot be read")
    since = now - progress.read_at
    if since < _HOUR:
        return texts.tr("not reachable just now")
    if since < _IN_DAYS:
        return texts.trn("not reached for {n} h", "not reached for {n} h", since // _HOUR)
    return texts.trn("not reached for {n} day", "not reached for {n} days", since // _DAY)


def _kept(texts: Catalogue, look: SourceLook) -> str:
    if not look.occupancies:
        return ""
    return texts.trn("the known {n} stays", "the known {n} stay", look.occupancies)


# ---- what is in a calendar ----


def span(texts: Catalogue, arrival: date, departure: date) -> str:
    """The days of a stay, short: "Sat 4 Dec – Sat 11 Dec"."""
    first = texts.short_date(arrival, near=departure)
    return f"{first} – {texts.short_date(departure, near=arrival)}"


def found(texts: Catalogue, preview: Preview) -> str:
    """What an address gives: "23 occupancies found, 1 June to 4 May"."""
    first, last = preview.first, preview.last
    if first is None or last is None:
        return texts.tr("A calendar, but nothing is occupied in it at present.")
    count = texts.trn("{n} occupancy found", "{n} occupancies found", preview.stays)
    return texts.tr("{found}, {first} to {last}", found=count, first=first, last=last)


def judged(texts: Catalogue, seen: Sequence[SeenStay]) -> str:
    """Tell what the stays that were found are taken for: "21 bookings · 2 blocks"."""
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


def verdict(texts: Catalogue, one: SeenStay) -> str:
    """What a stay is taken for, and whether that is only assumed."""
    counts_as = one.counts_as
    if counts_as is Verdict.ECHO and one.assumed:
        return texts.tr("Probably your own")
    word = texts.tr(VERDICTS[counts_as])
    if one.assumed and one.by_owner is None:
        return texts.tr("{verdict}, as we assume", verdict=word)
    return word


def rule_words(texts: Catalogue, seen: SeenStay, today: date) -> str:
    """What a rule of the portal does, in words; that it is only assumed where it is."""
    stay = seen.stay
    days = span(texts, stay.arrival, stay.departure)
    match seen.counts_as:
        case Verdict.NOTICE:
            told = texts.tr("{days}, moves on with each day", days=days)
        case Verdict.WINDOW:
            first = texts.short_date(stay.arrival, near=today)
            told = texts.tr("from {day} on, not bookable yet", day=first)
        case Verdict.ECHO if seen.assumed:
            return texts.tr("{days}, presumably your own", days=days)
        case _:
            told = days
    if seen.assumed and seen.by_owner is None:
        return texts.tr("{told} – assumed, nothing older is known", told=told)
    return told


# ---- what is asked, and what was left out ----


def question(texts: Catalogue, one: Question) -> str:
    """A question in words; yes and no are its answers."""
    from app.core.importing.report.answers import question_text  # noqa: PLC0415  # seldom asked

    told = question_text(one)
    return texts.tr(told.text, **told.values)


def refused(texts: Catalogue, one: Refused) -> str:
    """What could not be read, and why."""
    why = texts.tr(one.why.text, **one.why.values)
    return texts.tr("“{what}” {why}", what=one.what, why=why)


def listed(texts: Catalogue, one: Listed) -> str:
    """What takes no night, and why."""
    why = texts.tr(one.why.text, **one.why.values)
    return texts.tr("{day}: “{what}” {why}", day=one.day, what=one.what, why=why)
