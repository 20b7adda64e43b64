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
        (look(None, 2), SourceState.FAILING, "konnte noch nicht gelesen werden"),
        (look(timedelta(minutes=6)), SourceState.OK, "vor 6 Minuten, 2 neu, 1 geändert"),
        (look(timedelta(seconds=59)), SourceState.OK, "gerade eben, 2 neu, 1 geändert"),
        (look(timedelta(seconds=-9)), SourceState.OK, "gerade eben, 2 neu, 1 geändert"),
        (look(timedelta(minutes=60)), SourceState.OK, "vor 1 Stunde, 2 neu, 1 geändert"),
        (
            look(timedelta(hours=3), 2),
            SourceState.FAILING,
            "seit 3 Stunden nicht erreichbar, die alten 7 bleiben stehen",
        ),
        (
            look(timedelta(days=2), 9),
            SourceState.STALE,
            "seit 2 Tagen nicht erreichbar, die alten 7 bleiben stehen",
        ),
        (
            look(timedelta(minutes=1), doubt=DOUBT),
            SourceState.DOUBTFUL,
            "vor 1 Minute, so viel weniger als vorher, dass nichts entfernt wurde",
        ),
        (look(timedelta(days=9), 9, on=False), SourceState.OFF, "ausgeschaltet"),
    ],
)
def test_how_reading_goes(stands: SourceLook, state: SourceState, german: str) -> None:
    assert stands.state is state
    assert words.standing(catalogue("de"), stands, NOW) == german
    assert words.standing(catalogue("en"), stands, NOW)
    assert stands.flagged is (state in {SourceState.STALE, SourceState.DOUBTFUL})


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
    assert words.found(catalogue("de"), preview).startswith("Der Kalender ist da")
    later = replace(
        SEEN, stay=replace(SEEN.stay, arrival=date(2028, 4, 1), departure=date(2028, 5, 4))
    )
    rule = replace(SEEN, verdict=Verdict.NOTICE, stay=replace(SEEN.stay, arrival=date(2027, 1, 1)))
    full = replace(preview, seen=(rule, SEEN, later))
    assert words.found(catalogue("de"), full) == "2 Belegungen gefunden, 01.06.2027–04.05.2028."
    assert "geheim" not in repr(full)


def test_a_source_is_called_by_its_label_or_its_portal() -> None:
    assert words.source_title(SOURCE) == "Airbnb"
    assert words.source_title(replace(SOURCE, label="Mein Airbnb")) == "Mein Airbnb"
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
