"""Points in time as people tell them: today and yesterday by their names."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.i18n import N_, Message


def when(moment: datetime, today: date) -> Message:
    """Say when something was, in local time: "today 13:52", "yesterday 08:12", "3 Nov 2026, 19:40".

    Args:
        moment: aware.
        today: the local date.
    """
    local = moment.astimezone()
    time = f"{local.hour:02}:{local.minute:02}"
    if local.date() == today:
        return Message(N_("today {time}"), {"time": time})
    if local.date() == today - timedelta(days=1):
        return Message(N_("yesterday {time}"), {"time": time})
    return Message("{moment}", {"moment": moment})
