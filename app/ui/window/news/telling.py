"""Tells the window, and the tray where nobody looks at it, what has come by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.services.upkeep.daily_backup import BACKUP
from app.ui.window.news.double_booking_watch import DoubleBookingWatch
from app.ui.window.news.source_watch import SourceWatch

if TYPE_CHECKING:
    from datetime import date

    from app.core.stays.double_booking import Alarm
    from app.services.base.jobs import Outcome
    from app.services.importing.reading.results import ReadResult
    from app.services.services import Services
    from app.ui.base.bridge import Bridge
    from app.ui.base.context import Context
    from app.ui.window.ending.leaving import Leaving
    from app.ui.window.shell.shell import Shell


class Telling(QObject):
    """Watches double bookings, portals and backups, and says in words what is found.

    Args:
        services: the use cases, open.
        bridge: tells what moves.
        leaving: knows the tray.
        parent: whose end is its end.

    Signals:
        failed(UserError): there is no backup of today; once a day, however often it is tried. Or
            the data folder lies where it is not safe; once.
    """

    failed = Signal(object)

    def __init__(
        self, services: Services, bridge: Bridge, leaving: Leaving, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._leaving = leaving
        self._no_backup: date | None = None
        self._context: Context
        self._shell: Shell
        self._double_bookings = DoubleBookingWatch(services, bridge, self)
        self._double_bookings.counted.connect(self._show_double_bookings)
        self._double_bookings.came.connect(self._warn_of_double_bookings)
        self._sources = SourceWatch(services, bridge, self)
        self._sources.flagged.connect(self._show_sources)
        self._sources.came.connect(self._tell_of_news)
        self._sources.failed.connect(self._tell_of_failing)
        bridge.job_ended.connect(self._tell_no_backup)

    def work_with(self, context: Context, shell: Shell) -> None:
        """Go on with a window that was built anew, perhaps in another language."""
        self._context, self._shell = context, shell

    def begin(self) -> None:
        """Look for the first time."""
        self._double_bookings.begin()
        self._sources.begin()
        from app.ui.window.troubles.old_version import remind_of_age  # noqa: PLC0415  # after the page

        remind_of_age(self._context, self._shell.trouble.show_age)
        self._tell_of_place()

    def tell(self) -> None:
        """Tell again how things are, as to a window that was built anew."""
        self._double_bookings.tell()
        self._sources.tell()

    def _tell_of_place(self) -> None:
        """Tell once of a data folder in whose files others have a hand."""
        from app.core.data_place import warning  # noqa: PLC0415  # after the window shows
        from app.services.data_folder.unsafe_place import unsafe_place  # noqa: PLC0415

        folder, preferences = self._services.folder, self._context.preferences
        place = unsafe_place(folder)
        if place is not None and not preferences.dismissed(f"place/{place.name}"):
            preferences.dismiss(f"place/{place.name}")
            self.failed.emit(warning(place, str(folder.path)))

    def _show_double_bookings(self, count: int) -> None:
        self._shell.badges.show_conflicts(count)

    def _warn_of_double_bookings(self, came: list[tuple[Alarm, str]]) -> None:
        from app.ui.stays.clash.words import message  # noqa: PLC0415  # hopefully seldom

        self._leaving.warn(*message(self._context.texts, came))

    def _show_sources(self, flagged: int) -> None:
        self._shell.badges.show_flagged(flagged)
        self._shell.status.show_incoming(self._sources.line(self._context.texts))

    def _tell_of_news(self, results: list[ReadResult]) -> None:
        """Say what was read by itself, with the way back, and at the tray where nobody looks."""
        from app.ui.base.undoing import Undoing  # noqa: PLC0415  # now and then
        from app.ui.portals.news import all_counted, news  # noqa: PLC0415

        units = self._services.units.all(archived=True)
        lines = news(self._context.texts, results, {unit.id: unit.name for unit in units})
        if lines:
            said = " ".join(lines)
            Undoing(self._context).record(all_counted(results), said.rstrip("."), said)
            self._leaving.warn(self._context.texts.tr("Read from the portals"), said)

    def _tell_of_failing(self, names: list[str]) -> None:
        """Tell once of each calendar that has not been read for long."""
        title = self._context.texts.trn(
            "{n} calendar has not been read for more than a day",
            "{n} calendars have not been read for more than a day",
            len(names),
        )
        said = self._context.texts.tr(
            "{sources}: new bookings may be missing.", sources=", ".join(names)
        )
        self._leaving.warn(title, said)

    def _tell_no_backup(self, outcome: Outcome) -> None:
        today = self._services.house_clock.today()
        if outcome.job != BACKUP or not isinstance(outcome.error, UserError):
            return
        if self._no_backup != today:
            self._no_backup = today
            self.failed.emit(outcome.error)
