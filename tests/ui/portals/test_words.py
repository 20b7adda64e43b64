"""How sources are spoken of, and what readings have brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.core.importing.judging.outcome import Counts, Question, QuestionKind
from app.core.importing.report.standing import Progress, SourceLook
from app.core.importing.source import ForeignStay, SeenStay, Source, SourceState, Verdict
from app.core.stays.occupancy import Occupancy, OccupancyDraft
from app.i18n import Message, catalogue
from app.services.base.changes import CompositeChange, OccupancyChange
from app.services.importing.reading.results import ReadResult
from app.ui.kit import Tone
from app.ui.portals import news, words

GERMAN, ENGLISH = catalogue("de"), catalogue("en")
NOW = datetime(2027, 7, 6, 12, 0, tzinfo=UTC)
TODAY = date(2027, 7, 6)
SOURCE = Source(
    id=1,
    unit_id=1,
    portal="airbnb",
    label="",
    address="https://www.airbnb.example/ical/1.ics?s=geheim",
    created_at=NOW,
)


def look(state: SourceState = SourceState.OK, **fields: object) -> SourceLook:
    usual = {"source": SOURCE, "progress": Progress(reads=2, read_at=NOW), "state": state}
    return SourceLook(**usual | fields)  # type: ignore[arg-type]  # by the tests' own names


def seen(verdict: Verdict = Verdict.BOOKING, **fields: object) -> SeenStay:
    stay = ForeignStay(uid="1", arrival=TODAY, departure=TODAY + timedelta(days=3))
    usual = {"id": 1, "source_id": 1, "stay": stay, "first_seen": NOW, "last_seen": NOW}
    return SeenStay(verdict=verdict, **usual | fields)  # type: ignore[arg-type]


QUESTION = Question(id=1, source_id=1, kind=QuestionKind.EMPTY, asked_at=NOW)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "Airbnb"),
        ({"label": "Unser Inserat"}, "Unser Inserat"),
        ({"portal": "", "label": ""}, "www.airbnb.example"),
        ({"portal": "Hof & Gut"}, "Hof & Gut"),
        ({"label": "L" * 200}, "L" * 23 + "…"),
    ],
)
def test_a_source_is_called_by_its_label_its_portal_or_its_host(
    changes: dict[str, Any], name: str
) -> None:
    assert words.source_name(replace(SOURCE, **changes)) == name


def test_no_name_holds_the_secret_of_an_address() -> None:
    bare = replace(SOURCE, portal="", label="")
    assert "geheim" not in words.source_name(bare) + words.portal_of(bare)


@pytest.mark.parametrize(
    ("shown", "clashes", "chip", "tone"),
    [
        (look(occupancies=23), 0, "23 Belegungen", Tone.GOOD),
        (look(occupancies=1), 0, "1 Belegung", Tone.GOOD),
        (look(), 0, "0 Belegungen", Tone.GOOD),
        (look(occupancies=3), 2, "2 Doppelbuchungen", Tone.BAD),
        (look(questions=(QUESTION,)), 0, "1 Frage", Tone.CAREFUL),
        (look(SourceState.DOUBTFUL), 0, "Antwort zweifelhaft", Tone.CAREFUL),
        (look(SourceState.OFF, questions=(QUESTION,)), 1, "ausgeschaltet", Tone.NEUTRAL),
        (look(SourceState.FRESH, progress=Progress()), 0, "noch nicht eingelesen", Tone.NEUTRAL),
        (look(SourceState.FAILING, progress=Progress()), 0, "nicht lesbar", Tone.CAREFUL),
    ],
)
def test_what_matters_most_is_said_first(
    shown: SourceLook, clashes: int, chip: str, tone: Tone
) -> None:
    told = words.standing(GERMAN, shown, clashes, NOW)
    assert (told.chip, told.tone) == (chip, tone)


@pytest.mark.parametrize(
    ("ago", "chip"),
    [
        (timedelta(minutes=20), "gerade nicht erreichbar"),
        (timedelta(hours=5), "seit 5 Std. nicht erreichbar"),
        (timedelta(days=2), "seit 2 Tagen nicht erreichbar"),
    ],
)
def test_for_how_long_it_was_not_read_is_said(ago: timedelta, chip: str) -> None:
    shown = look(SourceState.STALE, progress=Progress(reads=1, read_at=NOW - ago), occupancies=7)
    told = words.standing(GERMAN, shown, 0, NOW)
    assert told.chip == chip
    assert told.words == "die alten 7 bleiben stehen"


# ---- what readings have brought ----


def change() -> OccupancyChange:
    draft = OccupancyDraft(unit_id=1, arrival=TODAY, departure=TODAY + timedelta(days=2))
    stay = Occupancy(
        id=1,
        uid="1@here",
        sequence=0,
        source="feed:1",
        created_at=NOW,
        changed_at=NOW,
        **{name: getattr(draft, name) for name in draft.__dataclass_fields__},
    )
    return OccupancyChange(None, stay)


def result(counts: Counts, *, unit_id: int = 1, error: Message | None = None) -> ReadResult:
    changed = counts.new or counts.changed or counts.gone
    parts = (change(),) if changed else ()
    source = replace(SOURCE, unit_id=unit_id)
    return ReadResult(source=source, counts=counts, error=error, change=CompositeChange(parts))


UNITS = {1: "Seeblick 1", 2: "Seeblick 2", 3: "Dachstudio", 4: "Gartenhaus"}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(new=1), "Airbnb: 1 neue Belegung in Seeblick 1."),
        (Counts(new=2), "Airbnb: 2 neue Belegungen in Seeblick 1."),
        (Counts(changed=1), "Airbnb: 1 Belegung in Seeblick 1 hat sich geändert."),
        (Counts(gone=2), "Airbnb: 2 Belegungen in Seeblick 1 wurden dort storniert."),
        (Counts(new=1, gone=1), "Airbnb, Seeblick 1: 1 neu, 0 geändert, 1 storniert."),
    ],
)
def test_one_reading_is_told_in_a_sentence(counts: Counts, said: str) -> None:
    assert news.news(GERMAN, [result(counts)], UNITS) == [said]


def test_of_many_readings_only_some_are_named() -> None:
    several = [result(Counts(new=1), unit_id=number) for number in UNITS]
    lines = news.news(GERMAN, several, UNITS)
    assert lines[-1] == "… und 2 weitere Kalender."
    assert len(lines) == 3
    assert len(news.news(GERMAN, several[:3], UNITS)) == 3


def test_readings_without_news_are_silent_and_told_only_where_asked() -> None:
    nothing = [result(Counts())]
    assert news.news(GERMAN, nothing, UNITS) == []
    assert news.told(GERMAN, nothing, UNITS) == "Nichts Neues."


def test_what_failed_is_told_with_why_alone_and_counted_among_others() -> None:
    failed = result(Counts(), error=Message("{host} does not answer.", {"host": "x.example"}))
    assert news.told(ENGLISH, [failed], UNITS) == "Airbnb: x.example does not answer."
    both = news.told(ENGLISH, [failed, result(Counts(new=1))], UNITS)
    assert both == "Airbnb: 1 new occupancy in Seeblick 1. 1 calendar could not be read."


def test_all_that_was_read_is_one_entry_of_the_history() -> None:
    several = [result(Counts(new=1)), result(Counts()), result(Counts(gone=1))]
    assert len(news.all_counted(several).parts) == 2
