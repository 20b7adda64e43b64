"""The zone of the house: that of the computer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from app.override import override

_NO_TIME = timedelta()


class SystemZone(tzinfo):
    """The computer's own zone with all its changes between summer and winter."""

    @override
    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        if dt is None:
            return None
        return _local(dt.replace(tzinfo=None)).utcoffset()

    @override
    def dst(self, dt: datetime | None) -> timedelta | None:
        return None if dt is None else _NO_TIME

    @override
    def tzname(self, dt: datetime | None) -> str | None:
        return None if dt is None else _local(dt.replace(tzinfo=None)).tzname()

    @override
    def fromutc(self, dt: datetime) -> datetime:
        return _local(dt.replace(tzinfo=UTC)).replace(tzinfo=self)


def _local(moment: datetime) -> datetime:
    try:
        return moment.astimezone()
    except (OverflowError, ValueError, OSError):
        # Years for which systems know no time; nobody stays then.
        return moment.replace(tzinfo=UTC)
