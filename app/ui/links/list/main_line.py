"""The head of a unit's card: the unit and its own link, made by Freischalten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.link import Scope, Target
from app.override import override
from app.ui.kit import AddressField, CopyButton, IconButton, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base import menus, parts
from app.ui.links.list.facts import Facts
from app.ui.links.list.line import LinkLine
from app.ui.links.list.notice import warning
from app.ui.look.tone import set_style_property

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from app.core.house.unit import Unit
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import LinkLook
    from app.ui.links.list.notice import Notice


class MainLine(LinkLine):
    """A unit's name, and its address, copy, menu and switch; or what a click would do."""

    def __init__(self, texts: Catalogue, intents: Intents, unit: Unit, *, parent: QWidget) -> None:
        super().__init__(texts, intents, prefix="card", parent=parent)
        self._unit = unit
        self.setObjectName("card_line")
        top = QHBoxLayout(self)
        top.setContentsMargins(10, 6, 10, 6)
        top.setSpacing(10)
        self._dot = parts.ColourDot(self)
        top.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        self._names = parts.Names(self)
        top.addWidget(self._names, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(top, self._make_link(), 1)

    @override
    def copy_button(self) -> CopyButton:
        return self._copy

    @override
    def place_notice(self, notice: Notice) -> None:
        self._column.addWidget(notice)

    def show_unit(self, unit: Unit, look: LinkLook | None, *, explains: bool) -> None:
        """Show how the unit and its link are now; `explains` lets it say what enabling means."""
        self._unit = unit
        self._say_not_enabled(explains=explains)
        self._draw_unit(unit)
        self._draw_link(look)

    def set_name_width(self, width: int) -> None:
        """Give the names so much room, in pixels."""
        self._names.setFixedWidth(width)

    def take_switch(self) -> None:
        """Put the keyboard on the switch."""
        self._toggle.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        own = [self, self._address, self._copy, self._share, self._more, self._toggle]
        return own + self.notice_stops

    def _make_link(self) -> QVBoxLayout:
        column = self._column = QVBoxLayout()
        column.setSpacing(6)
        line = QHBoxLayout()
        line.setSpacing(8)
        add_layout(column, line)
        tr = self._texts.tr
        self._address = AddressField(name="card_address", parent=self)
        self._address.setMinimumWidth(56)
        line.addWidget(self._address, 1)
        self._never = parts.Sentence(Role.SMALL, name="card_never", parent=self)
        line.addWidget(self._never, 1, Qt.AlignmentFlag.AlignVCenter)
        self._copy = CopyButton(tr("Copy link"), tr("Copied"), name="card_copy", parent=self)
        self._copy.copied.connect(self._tell_copied)
        # One way for all: whatever copied the address, the button says so.
        self._address.copied.connect(self._copy.copy)
        self._share = IconButton("qr-code", tr("Pass on"), name="card_share", parent=self)
        self._share.clicked.connect(self._pass_on)
        self._more = parts.MoreButton(tr("More"), self._fill, name="card_more", parent=self)
        self._toggle.switched.connect(self._switch)
        for widget in (self._copy, self._share, self._more, self._toggle):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._facts = Facts(self._texts, prefix="card", reach=True, parent=self)
        column.addWidget(self._facts)
        return column

    def _say_not_enabled(self, *, explains: bool) -> None:
        tr = self._texts.tr
        if explains:
            self._never.setText(
                tr(
                    "Not enabled yet. One click turns the occupancies into a link for Google, "
                    "Airbnb & Co."
                )
            )
        else:
            self._never.setText(tr("Not enabled yet."))

    def _draw_unit(self, unit: Unit) -> None:
        tr, trn = self._texts.tr, self._texts.trn
        self.setAccessibleName(unit.name)
        self._dot.set_colour(unit.colour)
        room = "" if unit.capacity is None else trn("{n} person", "{n} persons", unit.capacity)
        self._names.show_names(unit.name, room)
        self._address.setAccessibleName(tr("Address of the link, {unit}", unit=unit.name))
        self._copy.setAccessibleName(tr("Copy link, {unit}", unit=unit.name))
        self._share.setAccessibleName(tr("Pass on, {unit}", unit=unit.name))
        self._more.setAccessibleName(tr("More, {unit}", unit=unit.name))
        self._toggle.setAccessibleName(tr("Enable link, {unit}", unit=unit.name))

    def _draw_link(self, look: LinkLook | None) -> None:
        self.take_link(look)
        ever = look is not None
        enabled = look is not None and look.link.enabled
        self._never.setVisible(not ever)
        for widget in (self._address, self._copy, self._share, self._more):
            widget.setVisible(ever)
        parts.name_toggle(self._texts, self._toggle, ever=ever)
        self._toggle.set_on(enabled)
        for widget in (self._address, self._copy, self._share):
            widget.setEnabled(enabled)
        if look is not None:
            if look.address.url != self._address.address():
                self._address.set_address(look.address.url)
            self._copy.content = look.address.url
            set_style_property(self._copy, "on_tint", "true" if look.selected else "false")
            self._facts.show_look(look)
        self.draw_notice(look, with_readers=True)
        # A locked link tells its readers in the notice; a warning is not to be overlooked.
        self._facts.setVisible(enabled and look is not None and not warning(self._texts, look))

    def _fill(self, menu: QMenu) -> None:
        if self._link_look is not None:
            menus.fill_link(self._texts, menu, self._intents, self._link_look.link)
            menu.addSeparator()
            unit = Target(Scope.UNIT, self._unit.id)
            menus.add_further(self._texts, menu, self._intents, unit)

    def _pass_on(self) -> None:
        if self._link_look is not None:
            self._intents.share.emit(self._link_look.link.id)

    def _tell_copied(self) -> None:
        if self._link_look is not None:
            self._intents.copied.emit(self._link_look.link.id)

    def _switch(self, on: bool) -> None:
        if on or self._link_look is None:
            self._intents.publish.emit(self._unit.id)
        else:
            self._intents.disable.emit(self._link_look.link.id)
