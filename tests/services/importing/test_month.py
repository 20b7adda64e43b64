"""Portals read again and again for days: what is left is what has changed, and nothing else."""

from __future__ import annotations

from pathlib import Path

from tests.services.importing.month import grown, month_of


def test_days_of_readings_leave_what_was_sold_and_nothing_else(tmp_path: Path) -> None:
    with month_of(tmp_path, 4) as month:
        month.day(readings=8)
        first, changes = month.left(), month.sold + month.cancelled
        for _ in range(5):
            month.day(readings=8)
        last = month.left()
        changes = month.sold + month.cancelled - changes
        assert changes > 0
        assert month.bookings() == month.sold
        more = grown(first, last)
        # What portals were told is kept for a week, who read links for long; both are bounded.
        assert more.pop("fetch") == 5 * 4 * 4
        assert more.pop("given") <= 5 * 4 * 4
        assert more.pop("served") <= 5 * 4
        assert set(more) <= {"occupancy", "source_stay", "event_mark"}
        assert more.get("occupancy", 0) <= 3 * changes
        assert month.readings == 6 * 8 * 4
        assert month.unchanged > month.readings // 2
        assert last.log == first.log == 0


def test_a_week_without_news_leaves_what_there_was(tmp_path: Path) -> None:
    with month_of(tmp_path, 4, news=0) as month:
        month.day(readings=4)
        first = month.left()
        for _ in range(7):
            month.day(readings=4)
        last = month.left()
        more = grown(first, last)
        # A night alone between two stays may be closed by the rule, or be closed: it is blocked.
        assert more.pop("occupancy", 0) <= 2
        assert more.pop("event_mark", 0) <= 8
        assert set(more) <= {"fetch", "given", "served", "source_stay"}
        # Rules move on with the days; they do not become more.
        assert abs(more.get("source_stay", 0)) <= 8
        assert month.bookings() == month.sold
