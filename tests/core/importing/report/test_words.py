"""How reading a source goes, in words, in both languages of the window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.ical.foreign import Refused
from app.core.importing.judging.outcome import Counts, Doubt, DoubtKind, Question, QuestionKind
from app.core.importing.reading import Listed
from app.core.importing.report import words
from app.core.importing.report.standing import Preview, Progress, SourceLook, draft_of, state_of
from app.core.importing.source import (
    ForeignStay,
    SeenStay,
    Source,
    SourceState,
    Verdict,
    feed_source,
    source_number,
)
from app.i18n import Message, catalogue

NOW = datetime(2027, 7, 6, 12, tzinfo=UTC)
SOURCE = Source(
    id=3, unit_id=1, portal="airbnb", label="", address="https://x.example/geheim", created_at=NOW
)
SEEN = SeenStay(
    id=1,
    source_id=3,
    stay=ForeignStay(uid="a", arrival=date(2027, 6, 1), departure=date(2027, 6, 5)),
    first_seen=NOW,
    last_seen=NOW,
)
DOUBT = Doubt(DoubtKind.EMPTY, 1, NOW, "")


def look(
    since: timedelta | None, failures: int = 0, *, doubt: Doubt | None = None, on: bool = True
) -> SourceLook:
    source = replace(SOURCE, enabled=on)
    read_at = None if since is None else NOW - since
    progress = Progress(read_at=read_at, failures=failures, counts=Counts(new=2, changed=1))
    return SourceLook(
        source=source,
        progress=progress,
        state=state_of(source, progress, doubt, NOW),
        doubt=doubt,
        occupancies=7,
    )


@pytest.mark.parametrize(
    ("stands", "state", "german"),
    [
        (look(None), SourceState.FRESH, "noch nicht eingelesen"),
        (look(None, 2), SourceState.FAILING, "nicht lesbar, die alten 7 bleiben stehen"),
        (look(timedelta(minutes=6)), SourceState.OK, "vor 6 Min., 2 neu, 1 geändert"),
        (look(timedelta(seconds=59)), SourceState.OK, "gerade eben, 2 neu, 1 geändert"),
        (look(timedelta(seconds=-9)), SourceState.OK, "gerade eben, 2 neu, 1 geändert"),
        (look(timedelta(minutes=60)), SourceState.OK, "vor 1 Std., 2 neu, 1 geändert"),
        (
            look(timedelta(hours=3), 2),
            SourceState.FAILING,
            "seit 3 Std. nicht erreichbar, die alten 7 bleiben stehen",
        ),
        (
            look(timedelta(days=2), 9),
            SourceState.STALE,
            "seit 2 Tagen nicht erreichbar, die alten 7 bleiben stehen",
        ),
        (
            look(timedelta(minutes=1), doubt=DOUBT),
            SourceState.DOUBTFUL,
            "Antwort zweifelhaft, die alten 7 bleiben stehen",
        ),
        (
            look(timedelta(days=9), 9, on=False),
            SourceState.OFF,
            "ausgeschaltet, die alten 7 bleiben stehen",
        ),
    ],
)
def test_how_reading_goes(stands: SourceLook, state: SourceState, german: str) -> None:
    assert stands.state is state
    assert words.reading_goes(catalogue("de"), stands, NOW) == german
    assert words.reading_goes(catalogue("en"), stands, NOW)
    assert stands.flagged is (state in {SourceState.STALE, SourceState.DOUBTFUL})


@pytest.mark.parametrize(
    ("since", "failures", "state", "flagged"),
    [
        (timedelta(hours=23), 3, SourceState.FAILING, False),
        (timedelta(hours=24), 3, SourceState.FAILING, False),
        (timedelta(hours=25), 3, SourceState.STALE, True),
        (timedelta(days=400), 99, SourceState.STALE, True),
        # A program that has not run has not tried.
        (timedelta(days=400), 0, SourceState.FRESH, False),
    ],
)
def test_what_could_never_be_read_is_flagged_a_day_after_it_was_added(
    since: timedelta, failures: int, state: SourceState, flagged: bool
) -> None:
    source = replace(SOURCE, created_at=NOW - since)
    progress = Progress(failures=failures)
    found = state_of(source, progress, None, NOW)
    shown = SourceLook(source=source, progress=progress, state=found)
    assert (found, shown.flagged) == (state, flagged)
    off = replace(source, enabled=False)
    assert state_of(off, progress, None, NOW) is SourceState.OFF
    german = words.reading_goes(catalogue("de"), shown, NOW)
    assert german == ("nicht lesbar" if failures else "noch nicht eingelesen")


def test_a_question_flags_a_source_that_is_on() -> None:
    question = Question(id=1, source_id=3, kind=QuestionKind.EMPTY, asked_at=NOW, count=4)
    asked = replace(look(timedelta()), questions=(question,))
    assert asked.flagged
    assert not replace(asked, source=replace(SOURCE, enabled=False)).flagged
    assert "4 Aufenthalte" in words.question(catalogue("de"), question)


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_every_question_has_its_words(kind: QuestionKind) -> None:
    day = date(2027, 7, 1)
    question = Question(
        id=1, source_id=3, kind=kind, asked_at=NOW, arrival=day, departure=day, count=4
    )
    for language in ("de", "en"):
        said = words.question(catalogue(language), question)
        assert "?" in said
        assert "{" not in said


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_word(verdict: Verdict) -> None:
    texts = catalogue("de")
    sure = words.verdict(texts, replace(SEEN, verdict=verdict))
    guessed = words.verdict(texts, replace(SEEN, verdict=verdict, assumed=True))
    said = words.verdict(texts, replace(SEEN, by_owner=verdict, assumed=True))
    assert sure
    assert guessed != sure
    assert (said == sure) is (verdict is not Verdict.ECHO)


def test_what_an_address_gives() -> None:
    preview = Preview(unit_id=1, address="https://x.example/geheim")
    assert words.found(catalogue("de"), preview).startswith("Ein Kalender, aber")
    later = replace(
        SEEN, stay=replace(SEEN.stay, arrival=date(2028, 4, 1), departure=date(2028, 5, 4))
    )
    rule = replace(SEEN, verdict=Verdict.NOTICE, stay=replace(SEEN.stay, arrival=date(2027, 1, 1)))
    full = replace(preview, seen=(rule, SEEN, later))
    assert (
        words.found(catalogue("de"), full)
        == "2 Belegungen gefunden, Di 01.06.2027 bis Do 04.05.2028"
    )
    assert "geheim" not in repr(full)


def test_a_source_is_called_by_its_label_or_its_portal() -> None:
    assert words.source_name(SOURCE) == "Airbnb"
    assert words.source_name(replace(SOURCE, label="Mein Airbnb")) == "Mein Airbnb"
    assert "geheim" not in repr(SOURCE)
    assert "geheim" not in repr(draft_of(SOURCE))
    assert draft_of(SOURCE).address == SOURCE.address


@pytest.mark.parametrize("text", ["hand", "demo", "feed", "feed:", "feed:x", "feed:-1", "fed:3"])
def test_what_names_no_source(text: str) -> None:
    assert source_number(text) is None


def test_an_occupancy_names_its_source() -> None:
    assert source_number(feed_source(17)) == 17


def test_what_could_not_be_read_is_told_as_it_is() -> None:
    why = Message("has no date that can be read", {})
    assert "<b>" in words.refused(catalogue("en"), Refused("<b>Huber", why))
    assert "Huber" in words.listed(catalogue("en"), Listed("Huber", date(2027, 7, 1), why))


# ---- what is in a calendar ----

TODAY = date(2027, 7, 6)


def seen(verdict: Verdict = Verdict.BOOKING, **fields: object) -> SeenStay:
    stay = replace(SEEN.stay, arrival=TODAY, departure=TODAY + timedelta(days=3))
    return replace(SEEN, verdict=verdict, stay=stay, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(), "vor 6 Min., nichts Neues"),
        (Counts(new=2), "vor 6 Min., 2 neu"),
        (Counts(new=1, changed=1, gone=1), "vor 6 Min., 1 neu, 1 geändert, 1 storniert"),
        (Counts(kept=3, rules=2, refused=1), "vor 6 Min., nichts Neues"),
    ],
)
def test_when_it_was_read_and_what_was_new(counts: Counts, said: str) -> None:
    progress = Progress(reads=2, read_at=NOW - timedelta(minutes=6), counts=counts)
    assert words.last_read(catalogue("de"), progress, NOW) == said


def test_what_an_address_gives_is_counted_by_what_it_is() -> None:
    verdicts = [Verdict.BOOKING] * 2 + [Verdict.NOTICE, Verdict.WINDOW, Verdict.ECHO, Verdict.BLOCK]
    stays = tuple(seen(verdict) for verdict in verdicts)
    told = words.judged(catalogue("de"), stays)
    assert told == "2 Buchungen · 1 Sperrzeit · 2 Regeln des Portals · 1 eigene"
    assert words.judged(catalogue("de"), ()) == ""


def test_an_empty_calendar_is_said_to_be_one() -> None:
    preview = Preview(unit_id=1, address=SOURCE.address)
    assert words.found(catalogue("de"), preview).startswith("Ein Kalender, aber")


def test_the_owners_word_decides_what_is_counted() -> None:
    overruled = seen(Verdict.NOTICE, by_owner=Verdict.BLOCK)
    assert words.judged(catalogue("de"), (overruled,)) == "1 Sperrzeit"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (seen(Verdict.NOTICE), "Di 06.07. – Fr 09.07., wandert jeden Tag mit"),
        (seen(Verdict.WINDOW), "ab Di 06.07. noch nicht buchbar"),
        (seen(Verdict.HOLD), "Di 06.07. – Fr 09.07."),
        (seen(Verdict.ECHO), "Di 06.07. – Fr 09.07."),
        (seen(Verdict.ECHO, assumed=True), "Di 06.07. – Fr 09.07., vermutlich Ihre eigene"),
        (
            seen(Verdict.HOLD, assumed=True),
            "Di 06.07. – Fr 09.07. – angenommen, noch ist nichts Älteres bekannt",
        ),
        (seen(Verdict.HOLD, assumed=True, by_owner=Verdict.HOLD), "Di 06.07. – Fr 09.07."),
    ],
)
def test_a_rule_says_what_it_does_and_whether_that_is_assumed(one: SeenStay, said: str) -> None:
    assert words.rule_words(catalogue("de"), one, TODAY) == said


def test_days_of_two_years_say_theirs() -> None:
    told = words.span(catalogue("de"), date(2027, 12, 28), date(2028, 1, 2))
    assert told == "Di 28.12.2027 – So 02.01.2028"
