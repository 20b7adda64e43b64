"""One reader of a link: known, to be named, or gone silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.readers.agents import READ_STATUSES
from app.core.readers.words import every
from app.override import override
from app.ui.kit import Banner, Button, ElidedLabel, Label, Role, Tone, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.links.base import words

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent

    from app.core.links.link import Fetch
    from app.i18n import Catalogue
    from app.services.links.readers import ReadBy, SilentReader

_GONE: Final = 410


class ReaderRow(QWidget):
    """Who and when; one that nobody knows can be given a name.

    Signals:
        named(str, str): the owner calls the reader with this agent so.
        left(): the owner gave it no name after all.
    """

    named = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        texts: Catalogue,
        reading: ReadBy,
        when: str,
        *,
        website: bool,
        old_address: bool = False,
        parent: QWidget,
    ) -> None:
        """Of a `website` people are the readers; a calendar they only look at.

        `old_address` marks one that reads here although the link is on a webspace by now.
        """
        super().__init__(parent)
        self._texts = texts
        self._reading = reading
        self.setObjectName("reader_row")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        who = _who(texts, reading, website=website)
        if old_address and not reading.person and reading.fetch.status in READ_STATUSES:
            who = texts.tr("{reader} – still reads the old address here", reader=who)
        self.name = ElidedLabel(who, Role.PLAIN, name="reader_name", parent=self)
        set_tip(self, reading.fetch.agent)
        row.addWidget(self.name, 1)
        self._when = Label(when, Role.SMALL, name="reader_when", parent=self)
        row.addWidget(self._when)
        self._field: NameField | None = None
        self._button: Button | None = None
        self._offer(row)

    @property
    def fetch(self) -> Fetch:
        """What is told of here."""
        return self._reading.fetch

    def has_keyboard(self) -> bool:
        """Whether what is typed goes here."""
        return any(part.hasFocus() for part in self.findChildren(QWidget))

    def take_focus(self) -> None:
        """Let the keyboard go on from where the reader is named, if it can be."""
        if self._button is not None:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def naming(self) -> bool:
        """Whether a name is being typed."""
        return self._field is not None

    def _offer(self, row: QHBoxLayout) -> None:
        who = self._reading.who
        if who.name is not None and not who.own:
            return
        text = self._texts.tr("rename …") if who.own else self._texts.tr("name it …")
        button = self._button = Button(text, Variant.LINK, name="reader_name_it", parent=self)
        button.setProperty("inline", True)
        spoken = self._texts.tr("Name the reader “{agent}”", agent=self._reading.fetch.agent)
        button.setAccessibleName(spoken)
        button.clicked.connect(lambda: self._open(button))
        row.addWidget(button)

    def _open(self, button: Button) -> None:
        field = self._field = NameField(self)
        field.setAccessibleName(button.accessibleName())
        field.setPlaceholderText(self._texts.tr("Whose is it?"))
        field.setText(self._reading.who.name or "")
        field.done.connect(self._close)
        layout = self.layout()
        assert layout is not None  # it was made with one
        layout.replaceWidget(self.name, field)
        for widget in (self.name, self._when, button):
            widget.hide()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _close(self, keep: bool) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        name = field.text().strip()
        if keep and name != (self._reading.who.name or ""):
            self.named.emit(self._reading.fetch.agent, name)
        else:
            self.left.emit()


class NameField(QLineEdit):
    """A name that is being typed. Enter and leaving keep it, Escape does not.

    Signals:
        done(bool): it is finished, and shall be kept or not.
    """

    done = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reader_field")
        self.editingFinished.connect(lambda: self.done.emit(True))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit(False)
            return
        super().keyPressEvent(event)


class SilentRow(QWidget):
    """A reader that is overdue, in a sentence.

    Signals:
        given_up(str): the owner expects the reader with this key no more.
    """

    given_up = Signal(str)

    def __init__(
        self, texts: Catalogue, silent: SilentReader, now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("silent_row")
        set_tip(self, silent.agent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        sentence = texts.tr(
            "{silence}, otherwise {usual}. Please check there whether the link is still entered.",
            silence=words.silent_for(texts, silent.last, now),
            usual=every(texts, silent.usual),
        )
        lead = f"{silent.who.text(texts)}:"
        column.addWidget(Banner(Tone.CAREFUL, lead, sentence, name="silent_words", parent=self))
        button = Button(texts.tr("expect it no more"), Variant.LINK, name="let_go", parent=self)
        button.setProperty("inline", True)
        button.clicked.connect(lambda: self.given_up.emit(silent.reader))
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(button)
        add_layout(column, line)


def _who(texts: Catalogue, reading: ReadBy, *, website: bool) -> str:
    """Who it was, and what was different about it where something was."""
    name = reading.who.text(texts)
    status = reading.fetch.status
    if status == _GONE:
        return texts.tr("{reader} (old address)", reader=name)
    if status not in READ_STATUSES:
        return texts.tr("{reader} (got no answer)", reader=name)
    if reading.person and not website:
        return texts.tr("{reader} (looked at)", reader=name)
    return name
