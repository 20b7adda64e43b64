"""Notices what comes from the portals: when they were read, what is new, what is amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.errors import UserError
from app.core.times.ago import ago

if TYPE_CHECKING:
    from app.core.importing.report.standing import SourceLook
    from app.i18n import Catalogue
    from app.services.base.jobs import Outcome
    from app.services.base.watch import Moved
    from app.services.services import Services
    from app.ui.base.bridge import Bridge

_MINUTE_MS = 60_000


class SourceWatch(QObject):
    """Looks when something moves and once a minute; tells of each thing once.

    Whoever shows data says what is wrong with it: a look that fails leaves what was found before.

    Signals:
        flagged(int): so many need the owner's eye: they are stale, in doubt, or ask something;
            `line` may say something else than before, too.
        came(list): readings that were made by themselves and have changed occupancies, each a
            `ReadResult`.
        failed(list): how those are called that have not been read for long, each told once.
    """

    flagged = Signal(int)
    came = Signal(list)
    failed = Signal(list)

    def __init__(self, services: Services, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._looks: list[SourceLook] = []
        self._stale: set[int] = set()
        self._begun = False
        bridge.moved.connect(self._moved)
        bridge.job_ended.connect(self._take)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.look)

    def begin(self) -> None:
        """Look for the first time."""
        self._minute.start()
        self.look()
        self._begun = True

    def tell(self) -> None:
        """Tell again how things are, as to a window that was built anew."""
        self.flagged.emit(sum(look.flagged for look in self._looks))

    def line(self, texts: Catalogue) -> str:
        """When portals were read last: "Eingelesen: 3 Portale, vor 6 Minuten"; empty for none.

        A portal of which one calendar could not be read the last time is none that was read.
        """
        enabled = [look for look in self._looks if look.source.enabled]
        times = [look.progress.read_at for look in enabled if look.progress.read_at is not None]
        if not enabled:
            return ""
        portals = {_portal(look) for look in enabled}
        counted = texts.trn("{n} portal", "{n} portals", len(portals))
        if not times:
            return texts.tr("Read: {portals}, not yet", portals=counted)
        when = ago(max(times), self._services.house_clock.now(), texts)
        read = portals - {_portal(look) for look in enabled if look.unread}
        if read != portals:
            return texts.trn(
                "Read: {read} of {n} portal, {when}",
                "Read: {read} of {n} portals, {when}",
                len(portals),
                read=len(read),
                when=when,
            )
        return texts.tr("Read: {portals}, {when}", portals=counted, when=when)

    def look(self) -> None:
        """Look how the sources stand."""
        try:
            self._looks = self._services.sources.looks()
        except UserError:
            return
        self.tell()
        self._tell_stale()

    def _tell_stale(self) -> None:
        from app.core.importing.source import SourceState  # noqa: PLC0415  # after the window shows

        stale = {
            look.source.id: look.source for look in self._looks if look.state is SourceState.STALE
        }
        new = [source for number, source in stale.items() if number not in self._stale]
        self._stale = set(stale)
        if new and self._begun:
            from app.ui.portals.words import source_name  # noqa: PLC0415  # hopefully seldom

            self.failed.emit([source_name(source) for source in new])

    def _moved(self, moved: Moved) -> None:
        if self._begun and (moved.sources or moved.units or moved.restored):
            self.look()

    def _take(self, outcome: Outcome) -> None:
        from app.services.upkeep.upkeep import READ_SOURCES  # noqa: PLC0415  # the page is painted first

        if outcome.job != READ_SOURCES or outcome.error is not None:
            return
        from app.services.importing.reading.results import RunResult  # noqa: PLC0415  # after the start

        if isinstance(outcome.result, RunResult):
            changed = [result for result in outcome.result.results if result.change.changed]
            if changed:
                self.came.emit(changed)


def _portal(look: SourceLook) -> str | int:
    """Return what tells the portal of a source from others; without one it is its own."""
    return look.source.portal or look.source.id
