"""The header of the pane: which portal of which unit, since when, and the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.ui.kit import Button, IconButton, Label, Role, Variant
from app.ui.links.base import menus
from app.ui.links.base.badge import PortalBadge
from app.ui.links.base.parts import MoreButton
from app.ui.links.comes.edit import SourceEdit
from app.ui.portals.words import source_name

if TYPE_CHECKING:
    from app.core.importing.source import Source
    from app.i18n import Catalogue
    from app.ui.links.base.intents import Intents


class SourceHeader(QWidget):
    """Name, date, menu, and the way out.

    Signals:
        close_wanted(): the owner has seen enough.
    """

    close_wanted = Signal()

    def __init__(self, texts: Catalogue, intents: Intents, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._intents = intents
        self._source: Source | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._make_title())
        column.addLayout(self._make_facts())
        self.edit = SourceEdit(texts, self)
        self.edit.hide()
        column.addWidget(self.edit)

    def show_source(self, source: Source, unit: str) -> None:
        """Show which it is."""
        if self._source is None or source.id != self._source.id:
            self.edit.hide()
        self._source = source
        tr = self._texts.tr
        self._badge.show_portal(source.portal)
        self._title.setText(f"{unit} · {source_name(source)}")
        day = self._texts.day(source.created_at.astimezone().date())
        self._since.setText(tr("connected since {day}", day=day))
        self._rename.setText(tr("Done") if self.edit.isVisibleTo(self) else tr("Edit …"))
        self.edit.show_source(source)

    def _make_title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._badge = PortalBadge(self)
        row.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._title = Label("", Role.HEADING, wrap=True, name="source_title", parent=self)
        row.addWidget(self._title, 1)
        tr = self._texts.tr
        more = MoreButton(tr("More"), self._fill, name="source_more", parent=self)
        row.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)
        close = IconButton("x", tr("Close"), ghost=True, name="source_close", parent=self)
        close.clicked.connect(self.close_wanted)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_facts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._since = Label("", Role.SMALL, name="source_since", parent=self)
        row.addWidget(self._since, 1)
        self._rename = Button("", Variant.LINK, name="source_edit_button", parent=self)
        self._rename.setProperty("inline", True)
        self._rename.clicked.connect(self._turn_edit)
        row.addWidget(self._rename)
        return row

    def _fill(self, menu: QMenu) -> None:
        if self._source is not None:
            menus.fill_source(self._texts, menu, self._intents, self._source)

    def _turn_edit(self) -> None:
        opens = self.edit.isHidden()
        self.edit.setVisible(opens)
        tr = self._texts.tr
        self._rename.setText(tr("Done") if opens else tr("Edit …"))
        if opens:
            self.edit.take_focus()
