"""The row of a link below the head of its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.link import LinkKind
from app.core.links.names import link_label, link_title
from app.core.portals import portal_name
from app.override import override
from app.ui.kit import CopyButton, ElidedLabel, Role, Variant
from app.ui.kit.controls.layouts import add_layout
from app.ui.kit.floating.tips import set_tip
from app.ui.links.base import menus, parts, words
from app.ui.links.base.badge import SIDE, PortalBadge
from app.ui.links.base.intents import Wanted, Way
from app.ui.links.list.facts import Facts
from app.ui.links.list.line import LinkLine
from app.ui.links.sources.ways import TwoWays

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu

    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents
    from app.ui.links.list.looks import LinkLook
    from app.ui.links.list.notice import Notice

_INDENT, _GAP, _EDGE = 20, 8, 10
_ARCHIVED = 3
_SENTENCE = 180
"""So wide, in pixels, must the words about a link have room; else they stand below its name."""


class LinkRow(LinkLine):
    """What a link is for, who read it, copy, menu and switch."""

    def __init__(
        self,
        texts: Catalogue,
        intents: Intents,
        look: LinkLook,
        *,
        reach: bool,
        parent: QWidget,
    ) -> None:
        """`reach` tells whether the row says who can read the link: no line above does."""
        super().__init__(texts, intents, prefix="row", parent=parent)
        self._look = look
        self._narrow = False
        self._columns = 0
        self.setObjectName(f"link_row_{look.link.id}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE + _INDENT, 3, _EDGE, 3)
        self._column.setSpacing(2)
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        add_layout(self._column, grid)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._badge = PortalBadge(self)
        grid.addWidget(self._badge, 0, 0, middle)
        self._label = ElidedLabel("", Role.PLAIN, name="row_label", parent=self)
        grid.addWidget(self._label, 0, 1, middle)
        self._facts = Facts(texts, prefix="row", reach=reach, parent=self)
        self._ways = TwoWays(texts, self._facts, prefix="row", parent=self)
        self._ways.comes.wanted.connect(self._want_source)
        grid.addWidget(self._ways, 0, 2, middle)
        self._controls = self._make_controls()
        grid.addWidget(self._controls, 0, 3)
        self.show_look(look)

    @override
    def copy_button(self) -> CopyButton:
        return self._copy

    @override
    def place_notice(self, notice: Notice) -> None:
        notice.setContentsMargins(SIDE + _GAP, 0, 0, 4)
        self._column.addWidget(notice)

    def show_look(self, look: LinkLook) -> None:
        """Show how the link is now."""
        self._look = look
        self.take_link(look)
        self._badge.show_link(look.link)
        self._label.setText(self._called(look))
        self._copy.content = look.to_paste
        self._copy.setEnabled(look.link.enabled)
        self._copy.setVisible(look.answers)
        self._toggle.setVisible(look.answers)
        self._toggle.set_on(look.link.enabled)
        self._name_for_readers(link_title(self._texts, look.link))
        self._facts.stack(stacked=look.comes is not None)
        self._facts.show_look(look)
        self._ways.show_comes(look.comes, words.short_portal(look.link))
        self.draw_notice(look, with_readers=False)
        self._fold()

    def draw_again(self) -> None:
        """Show the truth once more, after the switch was turned in vain."""
        self.show_look(self._look)

    def set_name_width(self, width: int) -> None:
        """Give the label so much room as the unit's name has, in pixels."""
        least = width - SIDE - _GAP + 2
        self._label.setMinimumWidth(least)
        # An archived link is called by its unit as well.
        self._label.setMaximumWidth(least if self._look.answers else _ARCHIVED * least)
        self._fold()

    @property
    def two_way(self) -> bool:
        """Whether both ways stand on it, below those of other rows."""
        return self._ways.both

    def aside(self) -> tuple[int, int]:
        """Return how wide what stands beside the ways is, and what of it is right of its menu."""
        right = 0 if self._toggle.isHidden() else self._toggle.sizeHint().width() + _GAP
        return self._controls.sizeHint().width(), right

    def wanted_width(self) -> int:
        """Return how wide it must be so that nothing has to stand below its name."""
        goes = self._facts.wanted_width(_SENTENCE)
        return self._without_facts() + self._ways.wanted_width(goes)

    def least(self) -> int:
        """Return how wide what goes to the portal is at least."""
        return self._ways.least()

    def set_columns(self, width: int, least: int) -> None:
        """Fold together with other rows, the widest of which wants so many pixels.

        `least` is how wide what goes to the portal is on the widest of them.
        """
        self._columns = width
        self._ways.set_least(least)
        self._fold()

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        add = self._ways.comes.connect_button
        return [self, add, self._copy, self._more, self._toggle, *self.notice_stops]

    def _make_controls(self) -> QWidget:
        controls = QWidget(self)
        line = QHBoxLayout(controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        tr = self._texts.tr
        self._copy = CopyButton(
            tr("Copy"), tr("Copied"), variant=Variant.QUIET, name="row_copy", parent=controls
        )
        self._copy.copied.connect(lambda: self._intents.copied.emit(self._look.link.id))
        line.addWidget(self._copy)
        self._more = parts.MoreButton(tr("More"), self._fill, name="row_more", parent=controls)
        line.addWidget(self._more)
        self._toggle.set_words("", "")
        self._toggle.setMinimumWidth(0)
        self._toggle.switched.connect(self._switch)
        line.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignVCenter)
        return controls

    def _called(self, look: LinkLook) -> str:
        # Archived links stand together, whichever unit they are of.
        if look.comes is not None and look.link.label in {"", portal_name(look.link.portal)}:
            # Its row is the portal's, with both ways.
            return words.short_portal(look.link)
        if look.answers:
            return link_label(self._texts, look.link)
        return link_title(self._texts, look.link)

    def _name_for_readers(self, what: str) -> None:
        tr = self._texts.tr
        self.setAccessibleName(what)
        if self._look.link.kind is LinkKind.WEBSITE:
            self._copy.setAccessibleName(tr("Copy code, {unit}", unit=what))
            set_tip(self._copy, tr("Copy code"))
        else:
            self._copy.setAccessibleName(tr("Copy link, {unit}", unit=what))
        self._more.setAccessibleName(tr("More, {unit}", unit=what))
        self._toggle.setAccessibleName(tr("Enable link, {unit}", unit=what))
        on, off = self._texts.trp("link", "Enabled"), self._texts.trp("link", "Disabled")
        self._toggle.setAccessibleDescription(on if self._look.link.enabled else off)

    def _fill(self, menu: QMenu) -> None:
        look = self._look
        if look.comes is not None and look.comes.source is not None:
            menus.fill_source(self._texts, menu, self._intents, look.comes.source.source)
            menu.addSeparator()
        menus.fill_link(self._texts, menu, self._intents, look.link, answers=look.answers)

    def _want_source(self) -> None:
        link = self._look.link
        wanted = Wanted(link.unit_id, link.portal, Way.COMES)
        self._intents.connect_portal.emit(wanted)

    def _switch(self, on: bool) -> None:
        signal = self._intents.enable if on else self._intents.disable
        signal.emit(self._look.link.id)

    def _without_facts(self) -> int:
        """Return how wide everything but the words about the link is."""
        name = self._label.minimumWidth() or self._label.minimumSizeHint().width()
        controls = self._controls.sizeHint().width()
        return _INDENT + 2 * _EDGE + SIDE + name + controls + 3 * _GAP

    def _fold(self) -> None:
        """Put the words about the link where there is room for them."""
        columns = self._columns if self.two_way else 0
        narrow = self.width() < max(self.wanted_width(), columns)
        if narrow is self._narrow:
            return
        self._narrow = narrow
        self._grid.removeWidget(self._ways)
        middle = Qt.AlignmentFlag.AlignVCenter
        if narrow:
            self._grid.addWidget(self._ways, 1, 1, 1, 3, middle)
        else:
            self._grid.addWidget(self._ways, 0, 2, middle)

    @override
    def minimumSizeHint(self) -> QSize:
        # The words fold away below the name before they are too wide.
        height = super().minimumSizeHint().height()
        return QSize(self._without_facts(), height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
