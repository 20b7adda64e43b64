"""When a source was last read and how that went; its address, of which the secret is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.importing.address import shortened
from app.core.importing.report import words
from app.core.importing.source import SourceState
from app.ui.kit import (
    AddressField,
    Banner,
    Button,
    IconButton,
    Label,
    Role,
    SectionLabel,
    Toggle,
    Tone,
    Variant,
)
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.links.base.words import when
from app.ui.links.comes.line import FactLine

if TYPE_CHECKING:
    from datetime import datetime

    from app.core.importing.report.standing import SourceLook
    from app.i18n import Catalogue
    from app.ui.links.comes.stays import Known


class LastReading(QWidget):
    """How the last reading went, what it brought, and a button for the next.

    Signals:
        read_wanted(): read it now.
        switched(bool): read it from now on, or no more.
    """

    read_wanted = Signal()
    switched = Signal(bool)

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        tr = texts.tr
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._trouble = Banner(Tone.CAREFUL, "", name="source_trouble", parent=self)
        column.addWidget(self._trouble)
        column.addWidget(SectionLabel(texts.trp("source", "Last read"), parent=self))
        self._lines = [FactLine(f"reading_{place}", self) for place in range(4)]
        for line in self._lines:
            column.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.read_button = Button(
            tr("Read now"), Variant.TINTED, icon="refresh-cw", name="source_read", parent=self
        )
        self.read_button.clicked.connect(self.read_wanted)
        row.addWidget(self.read_button)
        row.addStretch(1)
        self._toggle = Toggle(tr("Is read"), tr("Not read"), name="source_toggle", parent=self)
        self._toggle.setAccessibleName(tr("Read this source"))
        self._toggle.switched.connect(self.switched)
        row.addWidget(self._toggle)
        add_layout(column, row)

    def show_known(self, known: Known, now: datetime, *, reading: bool) -> None:
        """Show how it went; `reading` says that it is being read just now."""
        tr = self._texts.tr
        look = known.report.look
        self._show_trouble(look)
        facts = self._facts(known, now)
        for place, line in enumerate(self._lines):
            line.show_fact(*(facts[place] if place < len(facts) else ("", "")))
        self._toggle.set_on(look.source.enabled)
        self.read_button.setEnabled(look.source.enabled and not reading)
        self.read_button.setText(tr("Being read …") if reading else tr("Read now"))

    def _facts(self, known: Known, now: datetime) -> list[tuple[str, str]]:
        texts = self._texts
        progress = known.report.look.progress
        if progress.read_at is None:
            return [(texts.tr("not read yet"), "")]
        facts = [(when(texts, progress.read_at, now), texts.tr("complete"))]
        fresh = [one for one in known.stays if known.new(one)]
        if fresh:
            first = words.span(texts, fresh[0].stay.arrival, fresh[0].stay.departure)
            more = len(fresh) - 1
            said = (
                first
                if not more
                else texts.trn("{first} and {n} more", "{first} and {n} more", more, first=first)
            )
            facts.append((texts.trn("{n} new", "{n} new", progress.counts.new), said))
        elif progress.counts.new:
            facts.append((texts.trn("{n} new", "{n} new", progress.counts.new), ""))
        if progress.counts.changed:
            facts.append((texts.trn("{n} changed", "{n} changed", progress.counts.changed), ""))
        if progress.counts.gone:
            facts.append((texts.trn("{n} cancelled", "{n} cancelled", progress.counts.gone), ""))
        return facts

    def _show_trouble(self, look: SourceLook) -> None:
        texts = self._texts
        lead, text, tone = trouble(texts, look)
        self._trouble.set_content(tone, lead, text)
        self._trouble.setVisible(bool(lead))


def trouble(texts: Catalogue, look: SourceLook) -> tuple[str, str, Tone]:
    """Return what is wrong with reading a source: lead, sentence, tone; empty where nothing."""
    tr = texts.tr
    error = look.progress.error
    why = "" if error is None else tr(error.text, **error.values)
    stays = tr("What was read before stays.") if look.progress.reads else ""
    match look.state:
        case SourceState.OFF:
            return tr("Switched off."), stays, Tone.NEUTRAL
        case SourceState.STALE:
            lead = tr("Not read for more than a day: new bookings may be missing.")
            return lead, " ".join(filter(None, (why, stays))), Tone.BAD
        case SourceState.FAILING:
            return tr("The last reading failed."), f"{why} {stays}".strip(), Tone.CAREFUL
        case SourceState.DOUBTFUL:
            lead = tr("The portal’s answer cannot be right.")
            told = tr("There is much less in it than before. It is read again; nothing is freed.")
            return lead, told, Tone.CAREFUL
        case _:
            return "", "", Tone.NEUTRAL


class SecretAddress(QWidget):
    """A portal's address: shortened, until the owner wants to see all of it."""

    def __init__(self, texts: Catalogue, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._address = ""
        self._shown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(SectionLabel(texts.tr("Address at the portal"), parent=self))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.short = Label("", name="source_short", parent=self)
        row.addWidget(self.short, 1, Qt.AlignmentFlag.AlignVCenter)
        self.whole = AddressField(name="source_whole", parent=self)
        self.whole.setAccessibleName(texts.tr("Address at the portal"))
        row.addWidget(self.whole, 1)
        self.button = IconButton("eye", "", name="source_reveal", parent=self)
        self.button.clicked.connect(self._turn)
        row.addWidget(self.button)
        add_layout(column, row)
        secret = texts.tr("Keep it to yourself: whoever has it can read this calendar.")
        column.addWidget(Label(secret, Role.SMALL, wrap=True, parent=self))
        self._draw()

    def show_address(self, address: str) -> None:
        """Show another address, hidden at first."""
        if address != self._address:
            self._address, self._shown = address, False
            self._draw()

    def _turn(self) -> None:
        self._shown = not self._shown
        self._draw()

    def _draw(self) -> None:
        tr = self._texts.tr
        self.short.setText(shortened(self._address))
        self.short.setVisible(not self._shown)
        self.whole.set_address(self._address if self._shown else "")
        self.whole.setVisible(self._shown)
        told = tr("Hide the address") if self._shown else tr("Show the whole address")
        set_tip(self.button, told)
        self.button.setAccessibleName(told)
