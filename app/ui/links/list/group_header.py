"""The header of a card that is no unit's: the whole house, a property, a staff member, archived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kit import Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base import menus, parts
from app.ui.links.list.blocks import Part

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from app.core.house.staff import StaffMember
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.blocks import Block

_PICTURES = {
    Part.PROPERTY: "house",
    Part.HOUSE: "house",
    Part.STAFF: "user",
    Part.ARCHIVED: "archive",
}


class GroupHeader(QWidget):
    """What the links below are of, a sentence about it, the menu, and a staff member's switch."""

    def __init__(
        self, texts: Catalogue, intents: Intents, block: Block, *, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._block = block
        self.setObjectName("card_head")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        # The picture is six pixels wider than a unit's dot: so much nearer stands the name.
        named = QHBoxLayout()
        named.setSpacing(4)
        picture = parts.Picture(_PICTURES[block.key[0]], "muted", self)
        picture.setFixedSize(16, parts.NAME_HEIGHT)
        self._names = parts.Names(self)
        named.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        named.addWidget(self._names, 0, Qt.AlignmentFlag.AlignTop)
        add_layout(row, named)
        self._words = parts.Sentence(Role.SMALL, name="card_words", parent=self)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._more = parts.MoreButton(texts.tr("More"), self._fill, name="card_more", parent=self)
        self._toggle = parts.link_toggle(texts, name="card_toggle", parent=self)
        parts.name_toggle(texts, self._toggle, ever=False)
        self._toggle.switched.connect(self._switch)
        for widget in (self._more, self._toggle):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_block(block)

    def show_block(self, block: Block) -> None:
        """Show how things are now."""
        self._block = block
        tr = self._texts.tr
        name, below, words = _words_of(self._texts, block)
        self._names.setVisible(bool(name))
        self._names.show_names(name, below)
        self._words.setText(words)
        self._more.setVisible(block.key[0] is not Part.ARCHIVED)
        self._more.setAccessibleName(tr("More, {unit}", unit=name))
        staff = block.member is not None
        self._toggle.setVisible(staff and not block.shows_changeovers)
        self._toggle.set_on(False)
        self._toggle.setAccessibleName(tr("Enable link, {unit}", unit=name))

    def name(self) -> str:
        """What the card is called."""
        name, _, words = _words_of(self._texts, self._block)
        return name or words

    def set_name_width(self, width: int) -> None:
        """Give the names so much room, in pixels, in line with those of units."""
        self._names.setFixedWidth(width)

    def take_switch(self) -> None:
        """Put the keyboard on the switch, or on what stands in its place."""
        first = self._more if self._toggle.isHidden() else self._toggle
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        return [self._more, self._toggle]

    def _fill(self, menu: QMenu) -> None:
        menus.add_further(self._texts, menu, self._intents, self._block.target)
        if self._block.member is not None:
            member = self._block.member.id
            menus.add_edit_staff(self._texts, menu, self._intents, member)

    def _switch(self, _on: bool) -> None:
        if self._block.member is not None:
            self._intents.publish_staff.emit(self._block.member.id)


def _words_of(texts: Catalogue, block: Block) -> tuple[str, str, str]:
    """Return the name, what stands below it, and the sentence beside it."""
    part = block.key[0]
    if part is Part.PROPERTY:
        return texts.tr("All units"), block.name, ""
    if part is Part.HOUSE:
        return texts.tr("Whole house"), texts.tr("All units"), ""
    if part is Part.ARCHIVED or block.member is None:
        return "", "", texts.tr("Bring a unit back, and its links answer again.")
    return block.name, block.member.role, _staff_words(texts, block, block.member)


def _staff_words(texts: Catalogue, block: Block, member: StaffMember) -> str:
    said = []
    if block.places:
        said.append(texts.tr("Looks after: {units}.", units=", ".join(block.places)))
    else:
        said.append(
            texts.tr(
                "Looks after no unit yet – the link shows only what {name} is in charge of.",
                name=member.name,
            )
        )
    if not block.shows_changeovers:
        said.append(texts.tr("One click makes a link with the changeover days."))
    return " ".join(said)
