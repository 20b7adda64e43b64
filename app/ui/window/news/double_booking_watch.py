"""Notices that a unit has been booked twice, whoever has done it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError

if TYPE_CHECKING:
    from app.core.stays.double_booking import Nights
    from app.services.base.watch import Moved
    from app.services.services import Services
    from app.ui.base.bridge import Bridge


class DoubleBookingWatch(QObject):
    """Counts the open double bookings and tells of each new one once.

    Whoever shows data says what is wrong with it: a look that fails leaves what was counted before.

    Signals:
        counted(int): how many are open now.
        came(list): new ones, each a pair of an `Alarm` and the name of its unit.
    """

    counted = Signal(int)
    came = Signal(list)

    def __init__(self, services: Services, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._known: set[tuple[int, Nights | None]] = set()
        self._count = 0
        self._begun = False
        bridge.moved.connect(self._moved)
        bridge.day_changed.connect(self._look)

    def begin(self) -> None:
        """Look for the first time: what there is already is nothing new."""
        self._look()

    def tell(self) -> None:
        """Tell again how many there are, as to a window that was built anew."""
        self.counted.emit(self._count)

    def _moved(self, moved: Moved) -> None:
        if moved.units or moved.house or moved.double_bookings or moved.restored:
            self._look()

    def _look(self) -> None:
        try:
            alarms = self._services.double_bookings.open()
            names = {unit.id: unit.name for unit in self._services.units.all()} if alarms else {}
        except UserError:
            return
        # What was open once and is again, as after an undo, is no news. What was accepted is, where
        # other nights clash.
        news = {(alarm.id, alarm.booking.accepted): alarm for alarm in alarms}
        new = [alarm for key, alarm in news.items() if key not in self._known]
        self._known.update(news)
        self._count = len(alarms)
        self.counted.emit(self._count)
        if new and self._begun:
            self.came.emit([(alarm, names.get(alarm.unit_id, "")) for alarm in new])
        self._begun = True
