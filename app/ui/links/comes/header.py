"""The header of the pane: which portal of which unit, since when, and the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.override import override
from app.ui.links.base import menus
from app.ui.links.base.badge import PortalBadge
from app.ui.links.base.side_pane import SideHead
from app.ui.links.comes.edit import SourceEdit
from app.ui.portals.words import source_name

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from app.core.importing.source import Source
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents


class SourceHeader(SideHead):
    """Of which portal and unit, with a form for its name."""

    def __init__(self, texts: Catalogue, intents: Intents, parent: QWidget) -> None:
        super().__init__(texts, "source", parent)
        self._intents = intents
        self._source: Source | None = None
        self._badge = PortalBadge(self)
        self.title_row.insertWidget(0, self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.title_row.setSpacing(6)
        self.edit = SourceEdit(texts, self)
        self.add_form(self.edit, self.edit.take_focus)

    def show_source(self, source: Source, unit: str) -> None:
        """Show which it is."""
        if self._source is None or source.id != self._source.id:
            self.turn_form(opens=False)
        self._source = source
        tr = self.texts.tr
        self._badge.show_portal(source.portal)
        self.title.setText(f"{unit} · {source_name(source)}")
        day = self.texts.day(source.created_at.astimezone().date())
        self.since.setText(tr("connected since {day}", day=day))
        self.edit.show_source(source)

    @override
    def fill_menu(self, menu: QMenu) -> None:
        if self._source is not None:
            menus.fill_source(self.texts, menu, self._intents, self._source)
