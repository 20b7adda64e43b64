"""The head of the pane: which link it is, when it was made, and the way to change its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.core.links.link import LinkKind, Scope
from app.core.links.names import link_title
from app.ui.kit import Button, IconButton, Label, Role, Variant
from app.ui.links import menus
from app.ui.links.list.parts import MoreButton
from app.ui.links.pane.edit import NameEdit
from app.ui.links.words import brief_portal

if TYPE_CHECKING:
    from app.core.links.link import Link
    from app.ui.base.context import Context
    from app.ui.links.intents import Intents


class PaneHead(QWidget):
    """Name, date, menu, the way out, and the button to the guide.

    Signals:
        chosen(LinkChoices): the owner gave it another label or portal.
        close_wanted(): the owner has seen enough.
    """

    chosen = Signal(object)
    close_wanted = Signal()

    def __init__(self, context: Context, intents: Intents, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._intents = intents
        self._link: Link | None = None
        self._archived = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._make_title())
        column.addLayout(self._make_facts())
        self.edit = NameEdit(context, self)
        self.edit.chosen.connect(self.chosen)
        self.edit.hide()
        column.addWidget(self.edit)
        column.addSpacing(4)
        self._guide = Button("", Variant.TINTED, name="pane_guide", parent=self)
        self._guide.clicked.connect(self._show_guide)
        column.addWidget(self._guide)

    def show_link(self, link: Link, *, archived: bool) -> None:
        """Show which link it is; one of an `archived` unit does not answer."""
        if self._link is None or link.id != self._link.id:
            self.edit.hide()
        self._link, self._archived = link, archived
        tr = self._texts.tr
        self._title.setText(link_title(self._texts, link))
        day = self._texts.day(link.created_at.astimezone().date())
        self._made.setText(tr("made on {day}", day=day))
        self._guide.setText(self._guide_words(link))
        self._guide.setVisible(not archived)
        # A unit's own link is called by its unit, unless it was given more by a command.
        self._rename.setVisible(not link.main or bool(link.label or link.portal))
        self._rename.setText(tr("Done") if self.edit.isVisibleTo(self) else tr("Edit …"))
        self.edit.show_link(link)

    # ---- what it is made of ----

    def _make_title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._title = Label("", Role.HEADING, wrap=True, name="pane_title", parent=self)
        row.addWidget(self._title, 1)
        tr = self._texts.tr
        self._more = MoreButton(tr("More"), self._fill, name="pane_more", parent=self)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        close = IconButton("x", tr("Close"), ghost=True, name="pane_close", parent=self)
        close.clicked.connect(self.close_wanted)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_facts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._made = Label("", Role.SMALL, name="pane_made", parent=self)
        row.addWidget(self._made, 1)
        self._rename = Button("", Variant.LINK, name="pane_edit", parent=self)
        self._rename.setProperty("inline", True)
        self._rename.clicked.connect(self._turn_edit)
        row.addWidget(self._rename)
        return row

    def _guide_words(self, link: Link) -> str:
        tr = self._texts.tr
        if link.kind is LinkKind.WEBSITE:
            return tr("How to put the calendar on your website")
        if brief := brief_portal(link):
            return tr("How to paste the link at {portal}", portal=brief)
        return tr("How to paste the link")

    def _fill(self, menu: QMenu) -> None:
        link = self._link
        if link is None:
            return
        staff_id = link.target.id
        if link.target.scope is Scope.STAFF and staff_id is not None:
            menus.add_edit_staff(self._texts, menu, self._intents, staff_id)
        menus.fill_link(self._texts, menu, self._intents, link, answers=not self._archived)

    # ---- what the owner does ----

    def _show_guide(self) -> None:
        if self._link is not None:
            self._intents.guide.emit(self._link.id)

    def _turn_edit(self) -> None:
        opens = self.edit.isHidden()
        self.edit.setVisible(opens)
        if self._link is not None:
            self.show_link(self._link, archived=self._archived)
        if opens:
            self.edit.take_focus()
