"""How window and commands alike speak of sources: how reading goes, what a stay is taken for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.core.importing.judging.outcome import Counts, Question
from app.core.importing.report.answers import question_text
from app.core.importing.report.standing import Preview, SourceLook
from app.core.importing.source import SeenStay, SourceState, Verdict
from app.core.portals import portal_name
from app.i18n import N_

if TYPE_CHECKING:
    from app.core.ical.foreign import Refused
    from app.core.importing.reading import Listed
    from app.core.importing.source import Source
    from app.i18n import Catalogue

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
VERDICTS = {
    Verdict.BOOKING: N_("booking"),
    Verdict.BLOCK: N_("closed"),
    Verdict.OPTION: N_("option"),
    Verdict.NOTICE: N_("minimum notice"),
    Verdict.WINDOW: N_("booking window"),
    Verdict.HOLD: N_("rolling hold"),
    Verdict.ECHO: N_("your own, coming back"),
    Verdict.LISTED: N_("takes no night"),
}
_STATES = {
    SourceState.FRESH: N_("not read yet"),
    SourceState.OFF: N_("switched off"),
}


def source_title(source: Source) -> str:
    """What a source is called."""
    return source.label or portal_name(source.portal)


def verdict(texts: Catalogue, one: SeenStay) -> str:
    """What a stay is taken for, and whether that is only assumed."""
    counts_as = one.counts_as
    if counts_as is Verdict.ECHO and one.assumed:
        return texts.tr("probably your own")
    word = texts.tr(VERDICTS[counts_as])
    if one.assumed and one.by_owner is None:
        return texts.tr("{verdict}, as we assume", verdict=word)
    return word


def ago(texts: Catalogue, since: datetime, now: datetime) -> str:
    """How long ago something was: "6 minutes ago"."""
    passed = now - since
    if passed < _MINUTE:
        return texts.tr("just now")
    if passed < _HOUR:
        return texts.trn("{n} minute ago", "{n} minutes ago", passed // _MINUTE)
    if passed < 2 * _DAY:
        return texts.trn("{n} hour ago", "{n} hours ago", passed // _HOUR)
    return texts.trn("{n} day ago", "{n} days ago", passed // _DAY)


def done(texts: Catalogue, counts: Counts) -> str:
    """What a reading has done: "2 new, 1 changed"."""
    parts = (
        (counts.new, texts.trn("{n} new", "{n} new", counts.new)),
        (counts.changed, texts.trn("{n} changed", "{n} changed", counts.changed)),
        (counts.gone, texts.trn("{n} cancelled", "{n} cancelled", counts.gone)),
    )
    return ", ".join(words for number, words in parts if number) or texts.tr("nothing new")


def standing(texts: Catalogue, look: SourceLook, now: datetime) -> str:
    """How reading a source goes: "6 minutes ago, 2 new, 1 changed"."""
    read_at, tr = look.progress.read_at, texts.tr
    if look.state in _STATES:
        return tr(_STATES[look.state])
    if read_at is None:
        return tr("could not be read yet")
    when = ago(texts, read_at, now)
    if look.state is SourceState.OK:
        return tr("{when}, {done}", when=when, done=done(texts, look.progress.counts))
    if look.state is SourceState.DOUBTFUL:
        return tr("{when}, so much less than before that nothing was taken away", when=when)
    return tr(
        "{how_long}, {stays}",
        how_long=_unreached(texts, now - read_at),
        stays=_stay(texts, look.occupancies),
    )


def _unreached(texts: Catalogue, passed: timedelta) -> str:
    if passed < _HOUR:
        n = max(1, passed // _MINUTE)
        return texts.trn("not reached for {n} minute", "not reached for {n} minutes", n)
    if passed < 2 * _DAY:
        n = passed // _HOUR
        return texts.trn("not reached for {n} hour", "not reached for {n} hours", n)
    return texts.trn("not reached for {n} day", "not reached for {n} days", passed // _DAY)


def _stay(texts: Catalogue, number: int) -> str:
    if not number:
        return texts.tr("nothing of it stands in the plan")
    return texts.trn("the {n} that is known stays", "the {n} that are known stay", number)


def found(texts: Catalogue, preview: Preview) -> str:
    """What an address gives: "23 occupancies found, 1 Jun – 4 May"."""
    first, last = preview.first, preview.last
    if first is None or last is None:
        return texts.tr("The calendar is there, and nothing in it takes a night.")
    return texts.trn(
        "{n} occupancy found, {days}.",
        "{n} occupancies found, {days}.",
        preview.stays,
        days=texts.day_range(first, last),
    )


def question(texts: Catalogue, one: Question) -> str:
    """A question in words; yes and no are its answers."""
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
