"""The card of a unit: its link, and the further ones below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui import override
from app.ui.kit import AddressField, Card, CopyButton, ElidedLabel, Role, Separator
from app.ui.links import parts
from app.ui.links.row import LinkRow

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QMenu

    from app.core.unit import Unit
    from app.i18n import Catalogue
    from app.ui.links.intents import Intents
    from app.ui.links.looks import LinkLook, UnitLook


class UnitCard(Card):
    """A unit's name, address, copy, menu and switch; made for one unit, shows it as it is told."""

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        look: UnitLook,
        *,
        name_width: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name=f"unit_card_{look.unit.id}", parent=parent)
        # A click on it is enough for Ctrl+C; Tab goes from control to control.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._texts = texts
        self._intents = intents
        self._look = look
        self._name_width = name_width
        self._rows: dict[int, LinkRow] = {}
        top = QHBoxLayout()
        top.setSpacing(10)
        self.body.addLayout(top)
        self._dot = parts.ColourDot(self)
        top.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._make_names(), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._make_link(), 1)
        self._line = Separator(self)
        self.body.addWidget(self._line)
        self._further = QVBoxLayout()
        self._further.setSpacing(4)
        self.body.addLayout(self._further)
        self.set_name_width(name_width)
        self._draw()

    @property
    def look(self) -> UnitLook:
        """What the card shows."""
        return self._look

    def show_look(self, look: UnitLook) -> None:
        """Show how the unit and its links are now; what has not changed is left alone."""
        if look != self._look:
            self._look = look
            self._draw()

    def draw_again(self) -> None:
        """Show the truth once more, after a switch was turned in vain."""
        self._draw()

    def set_name_width(self, width: int) -> None:
        """Give the names so much room, in pixels."""
        self._name_width = width
        self._names.setFixedWidth(width)
        for row in self._rows.values():
            row.set_name_width(width)

    def take_focus(self) -> None:
        """Put the keyboard on the card's switch."""
        self._toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        own = [self._address, self._copy, self._more, self._toggle, *self._notice.tab_stops()]
        rows = (self._rows[look.link.id] for look in self._look.further)
        return own + [stop for row in rows for stop in row.tab_stops()]

    def _make_names(self) -> QWidget:
        block = self._names = QWidget(self)
        block.setFixedHeight(parts.NAME_HEIGHT)
        names = QVBoxLayout(block)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        self._name = ElidedLabel("", Role.STRONG, name="card_name", parent=block)
        self._room = ElidedLabel("", Role.SMALL, name="card_capacity", parent=block)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._room)
        names.addStretch(1)
        return block

    def _make_link(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        column.addLayout(line)
        self._address = AddressField(name="card_address", parent=self)
        self._address.setMinimumWidth(56)
        line.addWidget(self._address, 1)
        self._never = parts.Sentence(Role.SMALL, name="card_never", parent=self)
        self._never.setText(
            self._texts.tr(
                "Not enabled yet. One click turns the occupancies into a link for Google, "
                "Airbnb & Co."
            )
        )
        line.addWidget(self._never, 1, Qt.AlignmentFlag.AlignVCenter)
        tr = self._texts.tr
        self._copy = CopyButton(tr("Copy link"), tr("Copied"), name="card_copy", parent=self)
        self._copy.copied.connect(self._tell_copied)
        line.addWidget(self._copy)
        # One way for all: whatever copied the address, the button says so.
        self._address.copied.connect(self._copy.copy)
        self._more = parts.MoreButton(tr("More"), self._fill, name="card_more", parent=self)
        line.addWidget(self._more)
        self._toggle = parts.link_toggle(self._texts, name="card_toggle", parent=self)
        self._toggle.switched.connect(self._switch)
        line.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        self._facts = parts.Facts(self._texts, prefix="card", parent=self)
        column.addWidget(self._facts)
        self._notice = parts.Notice(
            self._texts, self._intents, self._toggle, prefix="card", with_readers=True, parent=self
        )
        column.addWidget(self._notice)
        return column

    def _draw(self) -> None:
        self._draw_unit(self._look.unit)
        self._draw_main(self._look.main)
        self._draw_further(self._look.further)

    def _draw_unit(self, unit: Unit) -> None:
        tr = self._texts.tr
        self.setAccessibleName(unit.name)
        self._dot.set_colour(unit.colour)
        self._name.setText(unit.name)
        capacity = unit.capacity
        self._room.setVisible(capacity is not None)
        if capacity is not None:
            self._room.setText(self._texts.trn("{n} person", "{n} persons", capacity))
        self._address.setAccessibleName(tr("Address of the link, {unit}", unit=unit.name))
        self._copy.setAccessibleName(tr("Copy link, {unit}", unit=unit.name))
        self._more.setAccessibleName(tr("More, {unit}", unit=unit.name))
        self._toggle.setAccessibleName(tr("Enable link, {unit}", unit=unit.name))

    def _draw_main(self, look: LinkLook | None) -> None:
        ever = look is not None
        enabled = look is not None and look.link.enabled
        self._never.setVisible(not ever)
        for widget in (self._address, self._copy, self._more):
            widget.setVisible(ever)
        parts.name_toggle(self._texts, self._toggle, ever=ever)
        self._toggle.set_on(enabled)
        self._address.setEnabled(enabled)
        self._copy.setEnabled(enabled)
        if look is not None:
            if look.address != self._address.address():
                self._address.set_address(look.address)
            self._copy.content = look.address
            self._facts.show_look(look)
            self._notice.show_look(look)
        else:
            self._notice.hide()
        self._facts.setVisible(ever and self._notice.isHidden())

    def _draw_further(self, looks: tuple[LinkLook, ...]) -> None:
        self._line.setVisible(bool(looks))
        kept = {look.link.id for look in looks}
        for gone in self._rows.keys() - kept:
            row = self._rows.pop(gone)
            self._further.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, look in enumerate(looks):
            known = self._rows.get(look.link.id)
            if known is not None:
                known.show_look(look)
                continue
            row = LinkRow(self._texts, self._intents, look, parent=self)
            row.set_name_width(self._name_width)
            self._rows[look.link.id] = row
            self._further.insertWidget(place, row)

    def _fill(self, menu: QMenu) -> None:
        main = self._look.main
        if main is not None:
            parts.add_renew(self._texts, menu, lambda: self._intents.renew.emit(main.link.id))

    def _tell_copied(self) -> None:
        if self._look.main is not None:
            self._intents.copied.emit(self._look.main.link.id)

    def _switch(self, on: bool) -> None:
        main = self._look.main
        if on or main is None:
            self._intents.publish.emit(self._look.unit.id)
        else:
            self._intents.disable.emit(main.link.id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        copying = event.matches(QKeySequence.StandardKey.Copy)
        if copying and self._look.main is not None and self._copy.isEnabled():
            self._copy.copy()
            return
        super().keyPressEvent(event)
