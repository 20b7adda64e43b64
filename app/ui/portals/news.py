"""What readings have brought, in a line: "Airbnb: 2 neue Belegungen in Seeblick 1"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.services.base.changes import CompositeChange, OccupancyChange
from app.ui.portals.words import source_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.i18n import Catalogue
    from app.services.importing.reading.results import ReadResult

_NAMED = 2


def all_counted(results: Sequence[ReadResult]) -> CompositeChange[OccupancyChange]:
    """Return all that has happened to occupancies, as one entry of the history."""
    parts = (part for result in results for part in result.change.parts)
    return CompositeChange(tuple(parts))


def told(texts: Catalogue, results: Sequence[ReadResult], units: Mapping[int, str]) -> str:
    """Say what several readings have brought, and which of them failed."""
    failed = [result for result in results if result.error is not None]
    if failed and len(results) == 1:
        error = failed[0].error
        assert error is not None  # by which it was chosen
        why = texts.tr(error.text, **error.values)
        return texts.tr("{source}: {why}", source=source_name(failed[0].source), why=why)
    parts = [line for line in news(texts, results, units) if line]
    if not parts:
        parts = [texts.tr("Nothing new.")]
    if failed:
        parts.append(
            texts.trn(
                "{n} calendar could not be read.", "{n} calendars could not be read.", len(failed)
            )
        )
    return " ".join(parts)


def news(texts: Catalogue, results: Sequence[ReadResult], units: Mapping[int, str]) -> list[str]:
    """Return a sentence for each source that brought anything; some of many, then how many more."""
    brought = [result for result in results if result.change.changed]
    lines = [_line(texts, result, units.get(result.source.unit_id, "")) for result in brought]
    if len(lines) <= _NAMED + 1:
        return lines
    more = len(lines) - _NAMED
    rest = texts.trn("… and {n} calendar more.", "… and {n} calendars more.", more)
    return [*lines[:_NAMED], rest]


def _line(texts: Catalogue, result: ReadResult, unit: str) -> str:
    source, counts = source_name(result.source), result.counts
    values = {"source": source, "unit": unit}
    if counts.new and not (counts.changed or counts.gone):
        return texts.trn(
            "{source}: {n} new occupancy in {unit}.",
            "{source}: {n} new occupancies in {unit}.",
            counts.new,
            **values,
        )
    if counts.gone and not (counts.changed or counts.new):
        return texts.trn(
            "{source}: {n} occupancy in {unit} was cancelled there.",
            "{source}: {n} occupancies in {unit} were cancelled there.",
            counts.gone,
            **values,
        )
    if counts.changed and not (counts.gone or counts.new):
        return texts.trn(
            "{source}: {n} occupancy in {unit} has changed.",
            "{source}: {n} occupancies in {unit} have changed.",
            counts.changed,
            **values,
        )
    several = texts.tr(
        "{new} new, {changed} changed, {gone} cancelled",
        new=counts.new,
        changed=counts.changed,
        gone=counts.gone,
    )
    return texts.tr("{source}, {unit}: {several}.", several=several, **values)
