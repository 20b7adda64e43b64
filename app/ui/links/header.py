"""The top of the page: what can be added; what has no room moves into a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal

from app.override import override
from app.ui.kit import Button, PageHeader, Variant
from app.ui.links.list.parts import MoreButton
from app.ui.look import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu, QWidget

    from app.i18n import Catalogue

_AROUND, _GAP = 40, 10


class LinksHeader(PageHeader):
    """Title and actions of the page.

    Signals:
        publish_all_wanted(): enable every unit.
        house_wanted(), staff_wanted(), link_wanted(): add a link of the whole house, see the staff
            members, add a link.
    """

    publish_all_wanted = Signal()
    house_wanted = Signal()
    staff_wanted = Signal()
    link_wanted = Signal()

    def __init__(self, texts: Catalogue, *, parent: QWidget | None = None) -> None:
        tr = texts.tr
        super().__init__(
            tr("Integrations"), tr("Calendar links for Google, Airbnb & Co."), parent=parent
        )
        self.publish_all = Button(
            tr("Enable all"), icon="lock-open", name="publish_all", parent=self
        )
        self.publish_all.clicked.connect(self.publish_all_wanted)
        self._house = Button(tr("Whole house …"), icon="house", name="whole_house", parent=self)
        self._house.clicked.connect(self.house_wanted)
        self._staff = Button(tr("Staff …"), icon="users", name="staff", parent=self)
        self._staff.clicked.connect(self.staff_wanted)
        self._more = MoreButton(tr("More"), self._fill, name="links_more", parent=self)
        self.add_link = Button(
            tr("Further link"), Variant.PRIMARY, icon="plus", name="add_link", parent=self
        )
        self.add_link.clicked.connect(self.link_wanted)
        self._any = True
        self._unpublished = True
        for widget in (self.publish_all, self._house, self._staff, self._more, self.add_link):
            self.add_action(widget)
        self._fold()

    def show_state(self, *, any_units: bool, unpublished: bool) -> None:
        """Offer what makes sense: nothing before there is a unit, Freischalten where one is not."""
        self._any, self._unpublished = any_units, unpublished
        self._fold()

    def _fold(self) -> None:
        """Keep as many of the buttons in sight as there is room for."""
        shown: list[Button] = [self._house, self._staff]
        if self._unpublished:
            shown.insert(0, self.publish_all)
        words = max(self.title.sizeHint().width(), self.subtitle.sizeHint().width())
        room = self.width() - words - _AROUND - self.add_link.sizeHint().width() - _GAP
        folded: list[Button] = []
        while shown and sum(_room(button) for button in shown) > room:
            # Staff and house first: they are wanted now and then, Freischalten now.
            folded.append(shown.pop())
            if len(folded) == 1:
                room -= _room(self._more)
        for button in (self.publish_all, self._house, self._staff):
            button.setVisible(self._any and button in shown)
        self._more.setVisible(self._any and bool(folded))
        self.add_link.setVisible(self._any)

    def _fill(self, menu: QMenu) -> None:
        wanted = [(self._house, "house"), (self._staff, "users")]
        if self._unpublished:
            wanted.insert(0, (self.publish_all, "lock-open"))
        for button, icon in wanted:
            if button.isHidden():
                action = menu.addAction(icons.icon(icon), button.text())
                action.setObjectName(button.objectName())
                action.triggered.connect(button.clicked)

    @override
    def minimumSizeHint(self) -> QSize:
        words = max(self.title.sizeHint().width(), self.subtitle.sizeHint().width())
        least = words + _AROUND + _room(self._more) + _room(self.add_link)
        return QSize(least, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()


def _room(button: Button) -> int:
    return button.sizeHint().width() + _GAP
