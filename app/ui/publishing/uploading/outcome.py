"""What came of publishing: how far it is, then for each link who can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.core.links.address import Readability, readability
from app.core.links.names import link_title
from app.core.publishing.relay.faults import TAKEN_OVER_BY
from app.ui.kit import Banner, BusyBar, Button, Chip, Label, Role, Tone, announce
from app.ui.kit.controls.layouts import add_layout
from app.ui.publishing.base import words
from app.ui.publishing.uploading.publish_run import Stage

if TYPE_CHECKING:
    from app.core.errors import UserError
    from app.core.links.address import LinkAddress
    from app.core.links.link import Link
    from app.ui.base.context import Context
    from app.ui.publishing.uploading.publish_run import Progress

_SHOWN = 12
_WORST_FIRST = (
    Readability.CLOSED,
    Readability.OUTDATED,
    Readability.DOUBTFUL,
    Readability.WAITING,
    Readability.UPLOADING,
    Readability.THIS_PC,
    Readability.HOME,
    Readability.UNCHECKED,
    Readability.PUBLIC,
    Readability.READABLE,
)


class Outcome(QWidget):
    """A bar while calendars travel; afterwards a strip in the colour of the worst, and the links.

    Signals:
        again_wanted(): try once more.
        type_wanted(): have the server told what calendars are, and to show no list of them.
        take_over_wanted(): use the folder although another Zimmerfrei has used it.
    """

    again_wanted = Signal()
    type_wanted = Signal()
    take_over_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("outcome")
        self._context = context
        texts = context.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.busy = BusyBar("", name="outcome_busy", parent=self)
        column.addWidget(self.busy)
        self.banner = Banner(Tone.GOOD, "", name="outcome_banner", parent=self)
        self.again = self.banner.add_action(
            Button(texts.tr("Try again"), name="outcome_again", parent=self.banner)
        )
        self.again.clicked.connect(self.again_wanted)
        self.take_over = self.banner.add_action(
            Button(texts.tr("Take the folder over"), name="outcome_take_over", parent=self.banner)
        )
        self.take_over.clicked.connect(self.take_over_wanted)
        column.addWidget(self.banner)
        self.tell_type = Button(
            texts.tr("Mend it on the webspace (.htaccess)"),
            name="outcome_tell_type",
            parent=self,
        )
        self.tell_type.clicked.connect(self.type_wanted)
        self.tell_type.hide()
        column.addWidget(self.tell_type, 0, Qt.AlignmentFlag.AlignLeft)
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(12)
        self._list.setVerticalSpacing(4)
        self._list.setColumnStretch(0, 1)
        add_layout(column, self._list)
        self._shown: list[QWidget] = []
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        self.show()
        self.banner.hide()
        self._clear()
        tr = self._context.texts.tr
        match progress.stage:
            case Stage.SETTING_UP:
                self._go_on(tr("Being set up …"))
            case Stage.UPLOADING:
                self._go_on(tr("{done} of {all} uploaded", done=progress.done, all=progress.total))
                self.busy.set_progress(progress.done, progress.total)
            case Stage.CHECKING:
                self._go_on(tr("Now each link is read from outside, as Google would …"))
            case Stage.DONE:
                self.busy.finish()

    def show_error(self, error: UserError) -> None:
        """Say why it did not work."""
        self.show()
        self.busy.finish()
        self._clear()
        told = self._context.texts.tell(error)
        self.banner.set_content(Tone.BAD, self._context.texts.tr("It did not work."), told)
        self.again.show()
        self.take_over.setVisible(error.message in TAKEN_OVER_BY)
        self.banner.show()
        announce(self, told)

    def show_links(self) -> None:
        """Say of each link that answers who can read it (UserError)."""
        services = self._context.services
        self.show()
        self.busy.finish()
        self._clear()
        links = [link for link in services.links.all() if link.enabled]
        addresses = services.addresses.of_all(links)
        now = services.house_clock.now()
        found = {link.id: readability(addresses[link.id], now) for link in links}
        links.sort(key=lambda link: _WORST_FIRST.index(found[link.id]))
        self._say_all([found[link.id] for link in links])
        self.tell_type.setVisible(services.server_types.may_be_told())
        for link in links[:_SHOWN]:
            self._add(link, addresses[link.id])
        more = len(links) - _SHOWN
        if more > 0:
            text = self._context.texts.trn("and {n} more link", "and {n} more links", more)
            self._put(Label(text, Role.SMALL, parent=self), 0, 2)

    def _go_on(self, text: str) -> None:
        if self.busy.isHidden():
            self.busy.start(text)
        self.busy.set_text(text)

    def _say_all(self, found: list[Readability]) -> None:
        texts = self._context.texts
        self.take_over.hide()
        self.again.setVisible(bool(found) and found[0] is not Readability.READABLE)
        if not found:
            lead = texts.tr("Set up.")
            text = texts.tr("Each link that you enable is uploaded by itself from now on.")
            self.banner.set_content(Tone.GOOD, lead, text)
        elif found[0] is Readability.READABLE:
            lead = texts.tr("Readable everywhere.")
            text = texts.trn(
                "{n} link was read from outside: exactly the newest calendar.",
                "{n} links were read from outside: exactly the newest calendars.",
                len(found),
            )
            self.banner.set_content(Tone.GOOD, lead, text, icon="globe")
        else:
            good = found.count(Readability.READABLE)
            lead = texts.tr("Readable everywhere: {done} of {all}.", done=good, all=len(found))
            text = texts.tr("Below is what to do about the others.")
            self.banner.set_content(words.TONES[found[0]], lead, text)
        self.banner.show()
        announce(self, self.banner.plain_text())

    def _add(self, link: Link, address: LinkAddress) -> None:
        texts, now = self._context.texts, self._context.services.house_clock.now()
        row = self._list.rowCount()
        title = Label(link_title(texts, link), wrap=True, name=f"outcome_link_{link.id}")
        self._put(title, row, 1)
        text, tone = words.chip(texts, address, now)
        chip = Chip(text, tone, name=f"outcome_chip_{link.id}")
        self._list.addWidget(chip, row, 1, Qt.AlignmentFlag.AlignRight)
        chip.show()
        self._shown.append(chip)
        if readability(address, now) is not Readability.READABLE:
            told = words.sentence(texts, address, now)
            self._put(
                Label(told, Role.SMALL, wrap=True, name=f"outcome_told_{link.id}"), row + 1, 2
            )

    def _put(self, label: Label, row: int, columns: int) -> None:
        self._list.addWidget(label, row or self._list.rowCount(), 0, 1, columns)
        label.show()
        self._shown.append(label)

    def _clear(self) -> None:
        self.tell_type.hide()
        for widget in self._shown:
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown.clear()
