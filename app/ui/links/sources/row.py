"""The row of what comes from a portal that no link of its own goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.links.link import Scope, Target
from app.override import override
from app.ui.kit import ElidedLabel, Role
from app.ui.kit.controls.layouts import add_layout
from app.ui.links.base import menus, parts
from app.ui.links.base.badge import SIDE, PortalBadge
from app.ui.links.base.choice_line import ChoiceLine
from app.ui.links.base.intents import Chosen, Wanted, Way
from app.ui.links.sources.ways import NoLink, TwoWays
from app.ui.portals.words import portal_of, source_name

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu

    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents
    from app.ui.links.sources.looks import SourceRowLook

_INDENT, _GAP, _EDGE = 20, 8, 10


class SourceRow(ChoiceLine):
    """What is read from a portal, and that no link goes there."""

    def __init__(
        self, texts: Catalogue, intents: Intents, look: SourceRowLook, *, parent: QWidget
    ) -> None:
        super().__init__(intents, parent)
        self._texts = texts
        self._look = look
        self._narrow = False
        self._columns = 0
        self.setObjectName(f"source_row_{look.look.source.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE + _INDENT, 3, _EDGE, 3)
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        add_layout(column, grid)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._badge = PortalBadge(self)
        grid.addWidget(self._badge, 0, 0, middle)
        self._label = ElidedLabel("", Role.PLAIN, name="row_label", parent=self)
        grid.addWidget(self._label, 0, 1, middle)
        self._no_link = NoLink(texts, self)
        self._no_link.wanted.connect(self._want_link)
        self._ways = TwoWays(texts, self._no_link, prefix="source_row", parent=self)
        grid.addWidget(self._ways, 0, 2, middle)
        self._aside = QWidget(self)
        self._beside = QHBoxLayout(self._aside)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._more = parts.MoreButton(texts.tr("More"), self._fill, name="row_more", parent=self)
        self._beside.addWidget(self._more, 0, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._aside, 0, 3)
        self.show_look(look)

    def show_look(self, look: SourceRowLook) -> None:
        """Show how the source is now."""
        self._look = look
        source = look.look.source
        name = source_name(source)
        self._badge.show_portal(source.portal)
        self._label.setText(name)
        self.setAccessibleName(self._texts.tr("{source}, read for the plan", source=name))
        self._more.setAccessibleName(self._texts.tr("More, {unit}", unit=name))
        portal = portal_of(source)
        self._no_link.show_missing(portal, missing=look.missing)
        self._ways.show_comes(look.comes, portal)
        self.follow_choice()
        self._fold()

    def set_name_width(self, width: int) -> None:
        """Give the label so much room as the unit's name has, in pixels."""
        self._label.setFixedWidth(width - SIDE - _GAP + 2)
        self._fold()

    @property
    def two_way(self) -> bool:
        """Whether both ways stand on it, below those of other rows."""
        return True

    def set_aside(self, width: int, right: int) -> None:
        """Take as much room beside the ways as rows of links, `right` of it beside the menu."""
        self._aside.setMinimumWidth(width)
        self._beside.setContentsMargins(0, 0, right, 0)

    def wanted_width(self) -> int:
        """Return how wide it must be so that nothing has to stand below its name."""
        return self._without_ways() + self._ways.wanted_width(self._no_link.wanted_width())

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
        return [self, self._no_link.add_button, self._more]

    @override
    def chosen_with(self) -> Chosen | None:
        return Chosen(Way.COMES, self._look.look.source.id)

    @override
    def is_selected(self) -> bool:
        return self._look.selected

    def _fill(self, menu: QMenu) -> None:
        source = self._look.look.source
        menus.fill_source(self._texts, menu, self._intents, source)
        menu.addSeparator()
        unit = Target(Scope.UNIT, source.unit_id)
        menus.add_further(self._texts, menu, self._intents, unit)

    def _want_link(self) -> None:
        source = self._look.look.source
        self._intents.connect_portal.emit(Wanted(source.unit_id, source.portal, Way.GOES))

    def _without_ways(self) -> int:
        around = _INDENT + 2 * _EDGE + SIDE + 3 * _GAP
        return around + self._label.minimumWidth() + self._aside.sizeHint().width()

    def _fold(self) -> None:
        """Put the ways where there is room for them."""
        narrow = self.width() < max(self.wanted_width(), self._columns)
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
        return QSize(self._without_ways(), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()
