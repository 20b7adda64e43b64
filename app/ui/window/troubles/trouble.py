"""What went wrong, above the pages: a server that cannot serve, a wrong clock, a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.errors import UnsoundError
from app.ui.base.page import LINKS
from app.ui.look.tone import Tone
from app.ui.window.troubles import clock

if TYPE_CHECKING:
    from app.core.clock import ClockDoubt
    from app.core.errors import UserError
    from app.i18n import Catalogue
    from app.ui.kit.banner import Banner


class Trouble(QWidget):
    """Banners that come when they are needed and take no room while all is well.

    Signals:
        again_wanted(): try to start the server again.
        settings_wanted(): open the settings.
        restore_wanted(): go back to a backup.
        clock_wanted(): say that the clock is right.
    """

    again_wanted = Signal()
    settings_wanted = Signal()
    restore_wanted = Signal()
    clock_wanted = Signal()

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trouble")
        self._texts = texts
        self._page = ""
        self._clock: Banner | None = None
        self._server: Banner | None = None
        self._server_error: UserError | None = None
        self._error: Banner | None = None
        self._unsound: Banner | None = None
        self._lost: Banner | None = None
        self._lost_error: UserError | None = None
        self._age: Banner | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 0)
        column.setSpacing(8)
        self.hide()

    @property
    def server_failed(self) -> bool:
        """Whether the server cannot serve."""
        return self._server_error is not None

    @property
    def data_lost(self) -> bool:
        """Whether the data cannot be reached just now."""
        return self._lost_error is not None

    def on_page(self, key: str) -> None:
        """The owner has turned to another page: what went wrong on the last one is past."""
        if key != self._page:
            self.forget()
        self._page = key
        self._arrange()

    def show_server(self, error: UserError | None) -> None:
        """Say why the server cannot serve, or nothing."""
        self._server_error = error
        if error is not None:
            banner = self._server or self._make_server()
            banner.set_content(Tone.BAD, self._lead(), self._texts.tell(error))
        self._arrange()

    def show_clock(self, doubt: ClockDoubt | None) -> None:
        """Say that the computer's clock is wrong, on every page, or nothing."""
        if doubt is not None:
            if self._clock is None:
                self._clock = self._make_clock()
            lead = self._texts.tr("This computer’s clock is wrong.")
            self._clock.set_content(Tone.BAD, lead, self._texts.tell(clock.wrong_clock(doubt)))
        if self._clock is not None:
            self._clock.setVisible(doubt is not None)
        self._arrange()

    def show_lost(self, error: UserError | None) -> None:
        """Say on every page that the data cannot be reached, until it can be again (None).

        Damage is said as such.
        """
        if isinstance(error, UnsoundError):
            self.show_unsound(error)
            return
        self._lost_error = error
        # It says why whatever was refused meanwhile was, and that is past with it.
        self.forget()
        if error is not None:
            self._lost = self._lost or self._make_lost()
            lead = self._texts.tr("Your data cannot be reached at present.")
            goes_on = self._texts.tr("As soon as it can be, Zimmerfrei goes on by itself.")
            self._lost.set_content(Tone.BAD, lead, f"{self._texts.tell(error)} {goes_on}")
        if self._lost is not None:
            self._lost.setVisible(error is not None)
        self._arrange()

    def show_error(self, error: UserError) -> None:
        """Say what was refused and why."""
        if self._lost_error is not None and self._texts.tell(error) == self._texts.tell(
            self._lost_error
        ):
            return
        if self._error is None:
            self._error = self._make_error()
        self._error.set_content(Tone.BAD, "", self._texts.tell(error))
        self._error.show()
        self._arrange()

    def show_unsound(self, error: UserError) -> None:
        """Say that data or backup are damaged; it stays, whatever the owner does."""
        if self._unsound is None:
            self._unsound = self._make_unsound()
        self._unsound.set_content(Tone.BAD, "", self._texts.tell(error))
        self._unsound.show()
        self._arrange()

    def show_age(self, age: str) -> None:
        """Say that this version is old, until the owner puts it away."""
        from app.ui.kit.banner import Banner  # noqa: PLC0415

        if self._age is None:
            self._age = Banner(
                Tone.INFO, "", dismiss_text=self._texts.tr("Close"), name="age_banner", parent=self
            )
            self._age.dismissed.connect(self._arrange)
            self._add(self._age)
        sentence = self._texts.tr(
            "Where you got Zimmerfrei from you see whether there is a newer one."
        )
        self._age.set_content(Tone.INFO, f"{age}.", sentence)
        self._age.show()
        self._arrange()

    def forget(self) -> None:
        """The owner has gone on."""
        if self._error is not None:
            self._error.hide()
        self._arrange()

    def _lead(self) -> str:
        return self._texts.tr("The calendar links cannot be read at present.")

    def _arrange(self) -> None:
        if self._server is not None:
            # The page of the links draws the server's state itself.
            self._server.setVisible(self.server_failed and self._page != LINKS)
        banners = (self._lost, self._clock, self._unsound, self._server, self._error, self._age)
        self.setVisible(any(one is not None and not one.isHidden() for one in banners))

    def _make_server(self) -> Banner:
        from app.ui.kit.banner import Banner  # noqa: PLC0415  # most owners never see one
        from app.ui.kit.controls.buttons import Button  # noqa: PLC0415

        texts = self._texts
        banner = Banner(Tone.BAD, self._lead(), name="server_banner", parent=self)
        again = banner.add_action(Button(texts.tr("Try again"), name="server_again"))
        again.clicked.connect(self.again_wanted)
        settings = banner.add_action(Button(texts.tr("Open settings"), name="server_settings"))
        settings.clicked.connect(self.settings_wanted)
        self._add(banner)
        self._server = banner
        return banner

    def _make_lost(self) -> Banner:
        from app.ui.kit.banner import Banner  # noqa: PLC0415

        banner = Banner(Tone.BAD, "", name="lost_banner", parent=self)
        self._add(banner)
        return banner

    def _make_unsound(self) -> Banner:
        from app.ui.kit.banner import Banner  # noqa: PLC0415
        from app.ui.kit.controls.buttons import Button  # noqa: PLC0415

        banner = Banner(Tone.BAD, "", name="unsound_banner", parent=self)
        back = Button(self._texts.tr("Go back to a backup …"), name="unsound_restore")
        banner.add_action(back).clicked.connect(self.restore_wanted)
        self._add(banner)
        return banner

    def _make_clock(self) -> Banner:
        from app.ui.kit.banner import Banner  # noqa: PLC0415
        from app.ui.kit.controls.buttons import Button  # noqa: PLC0415

        banner = Banner(Tone.BAD, "", name="clock_banner", parent=self)
        right = banner.add_action(
            Button(self._texts.tr("The clock is right …"), name="clock_right")
        )
        right.clicked.connect(self.clock_wanted)
        self._add(banner)
        return banner

    def _make_error(self) -> Banner:
        from app.ui.kit.banner import Banner  # noqa: PLC0415

        banner = Banner(
            Tone.BAD,
            "",
            dismiss_text=self._texts.tr("Close"),
            name="error_banner",
            parent=self,
        )
        banner.dismissed.connect(self._arrange)
        self._add(banner)
        return banner

    def _add(self, banner: Banner) -> None:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(banner)
