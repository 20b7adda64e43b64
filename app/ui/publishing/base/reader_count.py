"""Switching on a worker whether readers are counted on the webspace, with what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.times.ago import ago
from app.ui.base.work import Work
from app.ui.kit import Label, Role, Toggle, announce
from app.ui.kit.controls.layouts import add_layout
from app.ui.look.tone import set_style_property

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.ui.base.context import Context


class ReaderCount(QObject):
    """One switch; whatever becomes of who listens, it is brought to its end.

    Signals:
        ended(): it is as was wished.
        failed(UserError): it is as it was before.
    """

    ended = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.running = False

    def switch(self, *, on: bool) -> None:
        """Begin."""
        if self.running:
            return
        self.running = True
        script = self._context.services.reader_script
        work = Work(script.switch_on if on else script.switch_off)
        work.done.connect(self._end)
        work.failed.connect(self._fail)
        work.start()

    def _end(self, _: object) -> None:
        self.running = False
        self.ended.emit()

    def _fail(self, error: UserError) -> None:
        self.running = False
        self.failed.emit(error)


class ReaderRow(QWidget):
    """The switch of it, with since when readers are counted, or why that does not work."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._refused: tuple[UserError, bool] | None = None
        tr = context.texts.tr
        name = tr("Count readers (PHP)")
        self._count = ReaderCount(context, self)
        self._count.ended.connect(self.draw)
        self._count.failed.connect(self._not_counted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title = Label(name, parent=self)
        words.addWidget(self._title)
        self.told = Label("", Role.SMALL, wrap=True, name="reach_counted", parent=self)
        words.addWidget(self.told)
        add_layout(row, words, 1)
        self.switch = Toggle(
            tr("on"), tr("off"), name="reach_counts", accessible_name=name, parent=self
        )
        self.switch.switched.connect(self._switch)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)

    def draw(self) -> None:
        """Show how it stands; while it is being switched that stays to be seen (UserError)."""
        script = self._context.services.reader_script
        always = script.wanted() and not script.may_be_used()
        self.setVisible(always or script.may_be_used())
        self.switch.setVisible(not always)
        tr = self._context.texts.tr
        self._title.setText(tr("Readers") if always else tr("Count readers (PHP)"))
        if not self._count.running:
            self.switch.setEnabled(True)
            self.switch.set_on(script.wanted())
            self._show_standing(script.wanted())

    def _show_standing(self, wanted: bool) -> None:
        match self._refused:
            case error, stayed if stayed is wanted:
                # Why it could not be switched stays to be read while other things move.
                self._say(self._context.texts.tell(error), Role.ERROR)
            case _:
                self._refused = None
                self._say(self._standing(), Role.SMALL)

    def _standing(self) -> str:
        texts, services = self._context.texts, self._context.services
        counting = services.reader_script.counting()
        if counting is None or counting.since is None or counting.at is None:
            return texts.tr("A webspace does not say who reads. With PHP it can be counted.")
        if not services.reader_script.may_be_used():
            return texts.tr(
                "The calendar service has counted who reads since {since}, last looked at {when}.",
                since=texts.moment(counting.since),
                when=ago(counting.at, services.house_clock.now(), texts),
            )
        return texts.tr(
            "A small script there has counted since {since}, last looked at {when}. It keeps no "
            "addresses of visitors.",
            since=texts.moment(counting.since),
            when=ago(counting.at, services.house_clock.now(), texts),
        )

    def _switch(self, on: bool) -> None:  # as the switch tells it
        tr = self._context.texts.tr
        self._refused = None
        self._count.switch(on=on)
        self.switch.setEnabled(False)
        self._say(tr("Being switched on …") if on else tr("Being switched off …"), Role.SMALL)

    def _not_counted(self, error: UserError) -> None:
        self._refused = error, self._context.services.reader_script.wanted()
        self.draw()
        announce(self, self.told.text())

    def _say(self, text: str, role: Role) -> None:
        self.told.setText(text)
        set_style_property(self.told, "role", role.value)
