"""The computer's clock where it cannot be right: lets the owner say that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.errors import UserError
from app.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.core.clock import ClockDoubt
    from app.i18n import Catalogue
    from app.services.base.house_clock import HouseClock
    from app.ui.kit.dialog import Dialog


def wrong_clock(doubt: ClockDoubt) -> UserError:
    """Return what the window says of a wrong clock, beneath its lead."""
    return UserError(
        N_(
            "It shows {shown}, and Zimmerfrei was last used on {known}. Calendar links pause "
            "until it is right, so that no portal frees dates. Please set date and time of this "
            "computer, or confirm that they are right."
        ),
        # More than a day lies between: the days tell them apart.
        shown=doubt.shown.astimezone().date(),
        known=doubt.known.astimezone().date(),
    )


class ClockCare(QObject):
    """Asks the owner whether the computer's clock is right.

    Signals:
        confirmed(): the owner has said that it is.
        failed(UserError): that could not be kept, or the clock was set meanwhile.
    """

    confirmed = Signal()
    failed = Signal(object)

    def __init__(self, clock: HouseClock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._open: Dialog | None = None

    def ask(self, texts: Catalogue, window: QWidget) -> None:
        """Ask over `window` whether what the clock shows is right."""
        from app.ui.kit.dialog import ask  # noqa: PLC0415  # most owners never see it

        if self._open is not None:
            return
        shown = self._clock.shown()
        self._open = ask(
            window,
            title=texts.tr("Is this the right date?"),
            text=_question(shown, texts),
            primary=texts.tr("The clock is right"),
            cancel=texts.tr("Cancel"),
            on_primary=lambda: self._confirm(shown),
            name="clock_question",
        )
        self._open.finished.connect(self._forget)

    def _confirm(self, shown: datetime) -> None:
        try:
            self._clock.confirm(shown)
        except UserError as error:
            self.failed.emit(error)
        else:
            self.confirmed.emit()

    def _forget(self) -> None:
        self._open = None


def _question(shown: datetime, texts: Catalogue) -> str:
    local = shown.astimezone()
    return texts.tr(
        "This computer shows {day}, {time}. If that is right, calendar links are answered again at "
        "once. If it is wrong, calendars would be short and portals would free dates: then set the "
        "clock instead.",
        day=local.date(),
        time=f"{local:%H:%M}",
    )
