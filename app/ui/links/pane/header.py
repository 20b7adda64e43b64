"""The header of the pane: which link it is, when it was made, and the way to change its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.core.links.link import LinkKind, Scope
from app.core.links.names import link_title
from app.override import override
from app.ui.kit import Button, Variant
from app.ui.links.base import menus
from app.ui.links.base.side_pane import SideHead
from app.ui.links.base.words import brief_portal
from app.ui.links.pane.edit import NameEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from app.core.links.link import Link
    from app.ui.base.context import Context
    from app.ui.links.base.intents import Intents


class PaneHeader(SideHead):
    """Which link, with a form for its name, and the button to the guide.

    Signals:
        chosen(LinkChoices): the owner gave it another label or portal.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, intents: Intents, parent: QWidget) -> None:
        super().__init__(context.texts, "pane", parent)
        self._intents = intents
        self._link: Link | None = None
        self._archived = False
        self.edit = NameEdit(context, self)
        self.edit.chosen.connect(self.chosen)
        self.add_form(self.edit, self.edit.take_focus)
        self.form_turned.connect(self._show_again)
        self.column.addSpacing(4)
        self._guide = Button("", Variant.TINTED, name="pane_guide", parent=self)
        self._guide.clicked.connect(self._show_guide)
        self.column.addWidget(self._guide)

    def show_link(self, link: Link, *, archived: bool) -> None:
        """Show which link it is; one of an `archived` unit does not answer."""
        if self._link is None or link.id != self._link.id:
            self._link = None
            self.turn_form(opens=False)
        self._link, self._archived = link, archived
        tr = self.texts.tr
        self.title.setText(link_title(self.texts, link))
        day = self.texts.day(link.created_at.astimezone().date())
        self.since.setText(tr("made on {day}", day=day))
        self._guide.setText(self._guide_words(link))
        self._guide.setVisible(not archived)
        # A unit's own link is called by its unit, unless it was given more by a command.
        self.edit_button.setVisible(not link.main or bool(link.label or link.portal))
        self.edit.show_link(link)

    # ---- what it is made of ----

    def _guide_words(self, link: Link) -> str:
        tr = self.texts.tr
        if link.kind is LinkKind.WEBSITE:
            return tr("How to put the calendar on your website")
        if brief := brief_portal(link):
            return tr("How to paste the link at {portal}", portal=brief)
        return tr("How to paste the link")

    @override
    def fill_menu(self, menu: QMenu) -> None:
        link = self._link
        if link is None:
            return
        staff_id = link.target.id
        if link.target.scope is Scope.STAFF and staff_id is not None:
            menus.add_edit_staff(self.texts, menu, self._intents, staff_id)
        menus.fill_link(self.texts, menu, self._intents, link, answers=not self._archived)

    # ---- what the owner does ----

    def _show_guide(self) -> None:
        if self._link is not None:
            self._intents.guide.emit(self._link.id)

    def _show_again(self) -> None:
        """What was typed there and not saved is gone."""
        if self._link is not None:
            self.edit.show_link(self._link)
