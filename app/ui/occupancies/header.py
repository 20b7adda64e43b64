"""The top of the page: how many occupancies there are, and what can be entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.kit import Button, IconButton, PageHeader, Variant
from app.ui.kit.floating.tips import set_tip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from app.i18n import Catalogue


class OccupanciesHeader(PageHeader):
    """The title with the buttons; behind "…" lies the `menu` of what is seldom wanted.

    Signals:
        portal_wanted(), new_wanted(): the owner wants to enter a portal's booking, an occupancy.
    """

    portal_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, texts: Catalogue, undo: QWidget, menu: QMenu, parent: QWidget) -> None:
        super().__init__(texts.tr("Occupancies"), " ", parent=parent)
        self._texts = texts
        self._portal = Button(
            texts.tr("Enter portal booking"), icon="calendar-plus", name="new_portal", parent=self
        )
        self._new = Button(
            texts.trp("button", "Occupancy"),
            Variant.PRIMARY,
            icon="plus",
            name="new_occupancy",
            parent=self,
        )
        self._new.setAccessibleName(texts.tr("New occupancy"))
        set_tip(self._new, texts.tr("New occupancy"))
        self._portal.clicked.connect(self.portal_wanted)
        self._new.clicked.connect(self.new_wanted)
        # Made last: Tab goes by the order in which the buttons are made.
        more = IconButton("ellipsis", texts.tr("More"), name="more", menu=menu, parent=self)
        for button in (undo, more, self._portal, self._new):
            self.add_action(button)

    def offer(self, *, new: bool, portal: bool) -> None:
        """Offer what can be entered; in an empty page the primary action stands in the middle."""
        self._new.setVisible(new)
        self._portal.setVisible(portal)

    def show_count(self, shown: int, past_hidden: int) -> None:
        """Say how many are in the table, and how many past ones are not."""
        texts = self._texts
        count = texts.trn("{n} occupancy", "{n} occupancies", shown)
        if past_hidden:
            hidden = texts.trn("{n} past one hidden", "{n} past ones hidden", past_hidden)
            count = f"{count}, {hidden}"
        self.set_subtitle(count)
