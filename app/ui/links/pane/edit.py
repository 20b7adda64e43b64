"""Label and portal of a link, saved when the field is left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.core.errors import UserError
from app.core.links.link import LinkKind, check_choices
from app.core.portals import portal_name
from app.ui.kit import Form
from app.ui.links.base.portal_field import PortalField

if TYPE_CHECKING:
    from app.core.links.link import Link, LinkChoices
    from app.ui.base.context import Context


class NameEdit(Form):
    """Two fields. A portal is picked from the list or typed.

    Signals:
        chosen(LinkChoices): the owner wants this label or portal.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(name="pane_name_edit", parent=parent)
        self._texts = context.texts
        self._link: Link | None = None
        self.label = QLineEdit(self)
        self.label.setObjectName("pane_label")
        self.label.editingFinished.connect(self._tell_label)
        self._label_row = self.add(self._texts.tr("Label"), self.label)
        self.portal = PortalField(self._texts, name="pane_portal", parent=self)
        self.portal.left.connect(self._tell_portal)
        self._portal_row = self.add(
            self._texts.tr("Portal"),
            self.portal,
            hint=self._texts.tr("From the list, or a name of your own."),
        )

    def show_link(self, link: Link) -> None:
        """Show how the link is called; what is being typed stays."""
        other = self._link is None or link.id != self._link.id
        moved = other or self._link is None or link.sequence != self._link.sequence
        self._link = link
        if not moved:
            return
        self.clear_errors()
        if other or not self.label.hasFocus():
            self.label.setText(link.label)
        if other or not self.portal.typing():
            self.portal.set_portal(link.portal)
        # A link for a website or with a staff member's work is made for no portal.
        self._portal_row.setVisible(link.kind is LinkKind.CALENDAR)

    def take_focus(self) -> None:
        """Put the focus where one begins to type."""
        self.label.setFocus(Qt.FocusReason.OtherFocusReason)
        self.label.selectAll()

    def _tell_label(self) -> None:
        if self._link is not None and self.label.text().strip() != self._link.label:
            self._tell(replace(self._link.choices(), label=self.label.text()), self._label_row)

    def _tell_portal(self) -> None:
        if self._link is None:
            return
        portal = self.portal.portal()
        if portal == self._link.portal:
            return
        choices = replace(self._link.choices(), portal=portal)
        if self._link.label == portal_name(self._link.portal):
            # It was called by its portal; by the new one from now on.
            choices = replace(choices, label="")
        self._tell(choices, self._portal_row)

    def _tell(self, choices: LinkChoices, row: object) -> None:
        """Say under its own field what is wrong with it; save what is right."""
        assert self._link is not None  # both callers have asked
        wrong = None
        try:
            check_choices(self._link.kind, self._link.target, choices)
        except UserError as error:
            wrong = self._texts.tell(error)
        self._label_row.set_error(wrong if row is self._label_row else None)
        self._portal_row.set_error(wrong if row is self._portal_row else None)
        if wrong is None:
            self.chosen.emit(choices)
